/**
 * What the page of a person recalls of a parcours beside what is due: its end foreseen (24 months, more after an entry into
 * employment or training, or what an extension decided), and a delegation that an IAE contract has ended. Pure.
 */
import { formaterDate, joursEntre, type DateCivile } from '../lib/dates';
import { accorder } from '../lib/texte';
import { finPrevueDuParcours, MOIS_DU_PARCOURS } from '../parcours/rules';
import { alertePni, cheminDeLevee, etatPni, type DatesPni } from '../parcours/rules-pni';

export interface ParcoursConnu {
  date_integration: DateCivile | null;
  date_sortie: DateCivile | null;
  prolongations: readonly { date_fin: DateCivile }[];
  suivis: readonly { date_debut: DateCivile; date_perte: DateCivile | null }[];
  etapes: readonly { type: string; date_debut: DateCivile; resultat: string | null }[];
  pni: readonly DatesPni[];
}

/** `chemin`: the act that answers it, the end of its address after /orientations/:id/; null when it is among those of the band. */
export interface Rappel { libelle: string; raison: string; retard: boolean; chemin: string | null }

/** Last day foreseen for a parcours; null before the integration. */
export function finDuParcours(p: ParcoursConnu): DateCivile | null {
  if (!p.date_integration) return null;
  return finPrevueDuParcours(p.date_integration, p.suivis.find((s) => !s.date_perte)?.date_debut ?? null, [...p.prolongations]);
}

export function rappels(p: ParcoursConnu, jour: DateCivile): Rappel[] {
  if (!p.date_integration || p.date_sortie) return [];
  const liste: Rappel[] = [];
  const actif = p.pni.find((n) => etatPni(n, jour) === 'ACTIF');
  const iae = p.etapes.find((e) => e.type === 'IAE' && e.resultat !== 'NON_REALISEE' && e.date_debut <= jour && actif && e.date_debut >= actif.date_debut!);
  if (iae) liste.push({ libelle: 'PNI à lever', raison: `Le contrat IAE commencé le ${formaterDate(iae.date_debut)} met fin à la délégation.`, retard: true, chemin: cheminDeLevee(iae.date_debut) });
  const fin = finDuParcours(p)!;
  const alerte = alertePni(fin, jour);
  if (alerte === 'ECHU') liste.push({ libelle: 'Parcours au-delà de sa durée', raison: `Il devait finir le ${formaterDate(fin)} (${MOIS_DU_PARCOURS} mois, suivi et prolongations compris). Enregistrez la sortie, ou la prolongation décidée.`, retard: true, chemin: null });
  else if (alerte) liste.push({ libelle: 'Fin du parcours', raison: `Prévue le ${formaterDate(fin)}, ${joursEntre(jour, fin) ? `dans ${accorder(joursEntre(jour, fin), 'jour')}` : "aujourd'hui"}.`, retard: false, chemin: null });
  return liste;
}
