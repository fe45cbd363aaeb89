/** The due date of a campaign of annexe 2: for the party that has to answer, and for the region that awaits both. Pure. */
import { QUESTIONS } from '../../reports/bilan-qualitatif/questions';
import type { Partie } from '../../reports/bilan-qualitatif/tableau';
import type { Role } from '../acces/acteur';
import { libelle } from '../codes/listes';
import { ajouterJours, type DateCivile } from '../lib/dates';
import { accorder } from '../lib/texte';
import { etatDe, type Echeance } from './rules';
import { JOURS_FAIT } from './rules-convention';

/** What one party of a PLIE's convention has answered of an open campaign, and the day of its last answer. */
export interface EnqueteAttendue { id: number; annee: number; date_limite: DateCivile; plie_id: number; plie_nom: string; partie: Partie; faites: number; derniere: DateCivile | null }

/** Who answers for a party; the others of the same territory are shown that party's line. */
const PARTIE_DU_ROLE: Partial<Record<Role, Partie>> = { ACCOMPAGNATEUR: 'PLIE', ANIMATION: 'PLIE', REFERENT_PE: 'POLE_EMPLOI' };
const REPONDENT: readonly Role[] = ['ANIMATION', 'REFERENT_PE'];

const complete = ({ faites }: EnqueteAttendue): boolean => faites >= QUESTIONS.length;
const avancement = (faites: number): string => (faites ? `${accorder(faites, 'réponse')} sur ${QUESTIONS.length}` : 'pas commencée');

/** One line for each PLIE: of the reader's own party, or of those that the region still awaits. */
export function echeancesDesEnquetes(attendues: readonly EnqueteAttendue[], role: Role, jour: DateCivile): Echeance[] {
  const partie = PARTIE_DU_ROLE[role];
  const base = (e: EnqueteAttendue) => ({ cle: `ENQUETE:${e.id}:${e.plie_id}`, code: 'ENQUETE' as const, libelle: `Enquête annuelle ${e.annee}`, plie: { id: e.plie_id, nom: e.plie_nom, convention: 0 }, nombre: null, acte: null });
  if (partie) {
    return attendues.filter((e) => e.partie === partie).flatMap((e): Echeance[] => {
      const adresse = REPONDENT.includes(role) ? `/enquete/${e.id}/plies/${e.plie_id}${complete(e) ? '' : '/repondre'}` : null;
      if (!complete(e)) return [{ ...base(e), date: e.date_limite, etat: etatDe(e.date_limite, jour), detail: e.faites ? `${avancement(e.faites)}.` : '', adresse }];
      return e.derniere! >= ajouterJours(jour, -JOURS_FAIT) ? [{ ...base(e), date: e.derniere!, etat: 'FAIT', detail: 'Les huit réponses sont données.', adresse }] : [];
    });
  }
  const parPlie = new Map<string, EnqueteAttendue[]>();
  for (const e of attendues) if (!complete(e)) parPlie.set(base(e).cle, [...(parPlie.get(base(e).cle) ?? []), e]);
  return [...parPlie.values()].map((parties): Echeance => {
    const e = parties[0]!;
    const detail = parties.map((p) => `${libelle('PARTIES', p.partie)} : ${avancement(p.faites)}`).join(' ; ');
    return { ...base(e), date: e.date_limite, etat: etatDe(e.date_limite, jour), adresse: `/enquete/${e.id}/relances`, detail: `${detail}.` };
  });
}
