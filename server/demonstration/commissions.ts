/** The commissions of the last two months with what they decided, the one that awaits its decisions, and the next one; the proofs seen. */
import { ajouterJours, type DateCivile } from '../lib/dates';
import { estPresentable, justificatifsAttendus } from '../commissions/rules';
import { etatDesDates } from '../orientations/rules';
import { jourDeSemaine } from './calendrier';
import { creerHasard } from './hasard';
import { ajouter, type CommissionDemo, type Orientation } from './lignes';
import type { Terrain } from './terrain';

const JOURS_MONTRES = 60;
/** Persons on the list of a session still open. */
const INSCRITS = 5;
const JEUDI = 3;

/** Its own chance: what else the region holds stays as it was. */
export function tenirDesCommissions(terrain: Terrain): void {
  const { faits, jour, plie, plieId } = terrain;
  const hasard = creerHasard(`${jour} commissions ${plie.code}`);
  const siennes = faits.orientations.filter((o) => o.plie_id === plieId);
  const reunir = (date: DateCivile): CommissionDemo => ajouter(faits.commissions, {
    plie_id: plieId, date_seance: date, lieu: 'Salle de réunion du PLIE', membres: ['DIRECTION_PLIE', 'ANIMATION_PLIE', 'ACCOMPAGNATEUR', 'POLE_EMPLOI', ...(hasard.chance(0.5) ? ['DEPARTEMENT'] : [])],
  });
  const presenter = (commission: CommissionDemo, o: Orientation, decision: Partial<Pick<(typeof faits.commission_dossiers)[number], 'decision' | 'motif_ajournement' | 'suivante_id' | 'date_information'>> = {}) => {
    noterLesPieces(terrain, o, hasard.chance(decision.decision === 'INTEGRER' ? 1 : 0.6));
    ajouter(faits.commission_dossiers, { plie_id: plieId, commission_id: commission.id, orientation_id: o.id, decision: null, motif_ajournement: null, suivante_id: null, date_information: null, ...decision });
  };

  const jeudi = ajouterJours(jour, -((jourDeSemaine(jour) - JEUDI + 7) % 7));
  const decidees = new Map<DateCivile, Orientation[]>();
  for (const o of siennes) if (o.date_decision && o.date_decision >= ajouterJours(jour, -JOURS_MONTRES) && o.date_decision < jeudi) decidees.set(o.date_decision, [...(decidees.get(o.date_decision) ?? []), o]);
  for (const [date, orientations] of [...decidees].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const commission = reunir(date);
    const informees = ajouterJours(date, 4) <= jour ? ajouterJours(date, 4) : null;
    for (const o of orientations) presenter(commission, o, { decision: 'INTEGRER', date_information: informees });
    for (const o of siennes.filter((r) => r.date_refus === date && r.motif_refus !== 'ABSENCE_RDV' && r.date_contact)) presenter(commission, o, { decision: 'REFUSER', date_information: informees });
  }

  // Those who wait: half were heard last Thursday, the others will be in a fortnight; one was adjourned from one to the other.
  const enAttente = siennes.filter((o) => estPresentable(etatDesDates(o)) && o.date_decision === null && o.date_contact! <= jeudi && !siennes.some((x) => x.personne_id === o.personne_id && x.id !== o.id)).slice(0, 2 * INSCRITS);
  if (enAttente.length < 3) return;
  const [passee, prochaine] = [reunir(jeudi), reunir(ajouterJours(jeudi, 14))];
  const [ajournee, ...autres] = enAttente;
  presenter(passee, ajournee!, { decision: 'AJOURNER', motif_ajournement: 'DOSSIER_INCOMPLET', suivante_id: prochaine.id });
  ajouter(faits.commission_dossiers, { plie_id: plieId, commission_id: prochaine.id, orientation_id: ajournee!.id, decision: null, motif_ajournement: null, suivante_id: null, date_information: null });
  autres.forEach((o, i) => presenter(i % 2 ? prochaine : passee, o));
}

/** All that the person's situation calls for, or all but the last piece. */
function noterLesPieces({ faits, jour, plieId }: Terrain, o: Orientation, complet: boolean): void {
  const { minimum_social, rqth } = faits.personnes[o.personne_id - 1]!;
  const attendus = justificatifsAttendus({ minimum_social: minimum_social as Parameters<typeof justificatifsAttendus>[0]['minimum_social'], rqth });
  const vue = ajouterJours(o.date_contact!, 7) <= jour ? ajouterJours(o.date_contact!, 7) : o.date_contact!;
  for (const type of complet ? attendus : attendus.slice(0, -1)) ajouter(faits.justificatifs, { plie_id: plieId, orientation_id: o.id, type, date_vue: vue });
}
