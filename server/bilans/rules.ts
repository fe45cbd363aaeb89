/** The steps of a yearly bilan, who owes it and since when (domaine §8, convention PLIE art. 7). Pure. */
import type { CodeDe } from '../codes/listes';
import { echeanceDesBilans } from '../calendrier/rules-convention';
import { anneeDe, dernierJourAnnee, formaterDate, joursEntre, type DateCivile } from '../lib/dates';
import { accorder } from '../lib/texte';
import { controlesBloquants, type Controle } from '../controles/rules';

export type EtapeBilan = CodeDe<'ETAPES_BILAN'>;

export const RUBRIQUE = { adresse: '/bilans', libelle: 'Suivi des bilans' };
export const adresseDuBilan = (plieId: number, annee: number): string => `${RUBRIQUE.adresse}/${plieId}/${annee}`;

/** The years before have no convention. */
export const PREMIERE_ANNEE = 2015;

/** At these steps the figures are those of the last version, and move no more. */
export const estFige = (etape: EtapeBilan | null): boolean => etape !== null && !['BROUILLON', 'CONTROLE'].includes(etape);
/** The correspondents hold it, and have nothing more to ask. */
export const estRendu = (etape: EtapeBilan | null): boolean => etape === 'VALIDE' || etape === 'ACCEPTE' || etape === 'CLOS';

/** Who may take which step from which. A returned bilan is opened again by the PLIE; an accepted or closed one goes back through the correspondents. */
const PASSAGES = {
  CONTROLER: ['BROUILLON', 'CONTROLE'], VALIDER: ['CONTROLE'], ROUVRIR: ['VALIDE', 'RENVOYE'],
  ACCEPTER: ['VALIDE'], RENVOYER: ['VALIDE', 'ACCEPTE', 'CLOS'], CLORE: ['ACCEPTE'],
} as const satisfies Record<string, readonly EtapeBilan[]>;
export type Passage = keyof typeof PASSAGES;
export const peutPasser = (passage: Passage, etape: EtapeBilan | null): boolean => etape !== null && (PASSAGES[passage] as readonly EtapeBilan[]).includes(etape);

/** Why the bilan cannot be begun now; null when it can. */
export const empechementDeCommencer = (annee: number, jour: DateCivile): string | null =>
  annee > anneeDe(jour) ? `L'année ${annee} n'a pas commencé : son bilan n'existe pas encore.` : null;

/** Why the bilan cannot be validated now; null when it can. */
export function empechementDeValider(etape: EtapeBilan | null, annee: number, jour: DateCivile, controles: readonly Pick<Controle, 'bloquant' | 'nombre'>[]): string | null {
  if (estFige(etape)) return `Le bilan ${annee} est déjà validé.`;
  if (jour <= dernierJourAnnee(annee)) return `L'année ${annee} n'est pas terminée : son bilan se valide à partir du 01/01/${annee + 1}.`;
  if (etape !== 'CONTROLE') return 'Enregistrez les contrôles avant de valider.';
  const bloquants = controlesBloquants(controles).length;
  return bloquants ? `${accorder(bloquants, 'contrôle bloquant', 'contrôles bloquants')} ${bloquants > 1 ? 'ne sont' : "n'est"} pas à zéro : corrigez ce qu'${bloquants > 1 ? 'ils montrent' : 'il montre'}, puis validez.` : null;
}

export const CHIFFRES_CHANGES = (annee: number): string => `Les chiffres de ${annee} ont changé depuis que vous avez ouvert cette page. Relisez-les, puis validez de nouveau.`;

export type EtatRegional = 'SANS_OBJET' | 'HORS_OUTIL' | 'PAS_COMMENCE' | 'EN_COURS' | 'RENVOYE' | 'ENVOYE' | 'ACCEPTE' | 'CLOS';

/** What says whether a bilan is owed: a convention covers the year, which is not of before the tool. */
export interface Attendu { etape: EtapeBilan | null; conventionne: boolean; hors_outil: boolean }

/** These owe nothing: neither counted nor reminded. */
export const sansAttente = (etat: EtatRegional): boolean => etat === 'SANS_OBJET' || etat === 'HORS_OUTIL';

/** What the region sees of a year: `retard` after its last day (29 April), as long as the correspondents do not hold the bilan. */
export function etatRegional({ etape, conventionne, hors_outil }: Attendu, annee: number, jour: DateCivile): { etat: EtatRegional; retard: boolean; jours: number } {
  const retard = conventionne && !hors_outil && jour > echeanceDesBilans(annee) && !estRendu(etape);
  const jours = Math.abs(joursEntre(jour, echeanceDesBilans(annee)));
  switch (etape) {
    case 'CLOS': case 'ACCEPTE': return { etat: etape, retard: false, jours };
    case 'VALIDE': return { etat: 'ENVOYE', retard: false, jours };
    case 'RENVOYE': return { etat: 'RENVOYE', retard, jours };
    case null: return { etat: !conventionne ? 'SANS_OBJET' : hors_outil ? 'HORS_OUTIL' : 'PAS_COMMENCE', retard, jours };
    default: return { etat: 'EN_COURS', retard, jours };
  }
}

/** What waits for a correspondent: the late ones, and those that were handed in. */
export function compterBilans(plies: readonly Attendu[], annee: number, jour: DateCivile): { retard: number; aRelire: number } {
  const etats = plies.map((p) => etatRegional(p, annee, jour));
  return { retard: etats.filter((e) => e.retard).length, aRelire: etats.filter((e) => e.etat === 'ENVOYE').length };
}

/** « À valider avant le 30/04/2026 : il reste 12 jours. » */
export function phraseEcheance(annee: number, attendu: Attendu, jour: DateCivile): { ton: 'neutre' | 'du' | 'retard' | 'fait'; icone: string; texte: string } {
  const { etape } = attendu;
  const limite = `avant le 30/04/${annee + 1}`;
  if (etape === 'CLOS') return { ton: 'fait', icone: 'fait', texte: `L'année ${annee} est close.` };
  if (etape === 'ACCEPTE') return { ton: 'fait', icone: 'fait', texte: 'Les correspondants régionaux ont accepté ce bilan.' };
  if (etape === 'VALIDE') return { ton: 'fait', icone: 'fait', texte: 'Les correspondants régionaux ont ce bilan.' };
  if (!attendu.conventionne) return { ton: 'neutre', icone: 'convention', texte: `Aucune convention ne couvre ${annee} : ce bilan n'est pas attendu.` };
  if (attendu.hors_outil) return { ton: 'neutre', icone: 'calendrier', texte: `${annee} précède la tenue de ce PLIE dans Passerelle : ce bilan n'est pas attendu ici.` };
  if (jour <= dernierJourAnnee(annee)) return { ton: 'neutre', icone: 'calendrier', texte: `L'année n'est pas terminée. Ce bilan sera à valider entre le 01/01/${annee + 1} et le ${formaterDate(echeanceDesBilans(annee))}.` };
  const { retard, jours } = etatRegional(attendu, annee, jour);
  if (retard) return { ton: 'retard', icone: 'retard', texte: `Ce bilan était à valider ${limite} : il a ${accorder(jours, 'jour')} de retard.` };
  return { ton: 'du', icone: 'horloge', texte: jours ? `À valider ${limite} : il reste ${accorder(jours, 'jour')}.` : "À valider aujourd'hui : c'est le dernier jour avant le retard." };
}
