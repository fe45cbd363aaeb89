/** The reminder to a PLIE whose bilan has not come. Pure. */
import type { DateCivile } from '../lib/dates';
import { echeanceDesBilans } from '../calendrier/rules-convention';

export interface Relance { plie: string; annee: number; adresse: string; signataire: string; mot: string | null; jour: DateCivile }

/** Whom to remind: whoever has not handed it in; `choisis`: those of the address, else the late ones, else all. */
export function cochesDAvance<P extends { id: number; retard: boolean }>(attendus: readonly P[], choisi: number | null): number[] {
  if (choisi !== null) return attendus.filter((p) => p.id === choisi).map((p) => p.id);
  const enRetard = attendus.filter((p) => p.retard);
  return (enRetard.length ? enRetard : attendus).map((p) => p.id);
}

/** Subject and text. No figure and no person in it. */
export function messageDeRelance({ plie, annee, adresse, signataire, mot, jour }: Relance): { objet: string; texte: string } {
  const passe = jour > echeanceDesBilans(annee);
  return {
    objet: `Bilan ${annee} – ${plie}`,
    texte: [
      'Bonjour,',
      passe
        ? `Le bilan ${annee} de « ${plie} » était attendu avant le 30 avril ${annee + 1} (convention, article 7). Nous ne l'avons pas encore reçu.`
        : `Le bilan ${annee} de « ${plie} » est attendu avant le 30 avril ${annee + 1} (convention, article 7).`,
      ...(mot ? [mot] : []),
      `Pour le contrôler et le valider : ${adresse}`,
      'Si quelque chose vous en empêche, répondez à ce message.',
      `Cordialement,\n${signataire}`,
    ].join('\n\n'),
  };
}
