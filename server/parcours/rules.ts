/** The rules of a parcours (domaine §5): when a fact may be dated, how long a parcours lasts, the monthly entretien. Pure. */
import { ajouterJours, dernierJour, dernierJourDuMois, formaterDate, premierJourDuMois, type DateCivile, type Mois } from '../lib/dates';
import { RegleEnfreinte, type Erreur } from '../lib/erreurs';
import { nomComplet } from '../lib/texte';

/** Longest parcours, and what an entry into training or lasting employment adds (convention PLIE art. 3-3). */
export const MOIS_DU_PARCOURS = 24;
export const MOIS_DU_SUIVI = 6;

export interface DatesDuParcours {
  date_prescription: DateCivile;
  date_contact: DateCivile | null;
  date_integration: DateCivile | null;
  date_refus: DateCivile | null;
  date_sortie: DateCivile | null;
}

/** Stops an act when a rule says no. */
export function exiger(erreurs: Erreur[]): void {
  if (erreurs.length) throw new RegleEnfreinte(erreurs);
}

/** Why no fact of a parcours can be recorded yet, or null. */
export function motifHorsParcours(p: DatesDuParcours): string | null {
  if (p.date_refus) return `L'intégration a été refusée le ${formaterDate(p.date_refus)} : il n'y a pas de parcours.`;
  return p.date_integration ? null : "La personne n'est pas encore intégrée. Enregistrez d'abord son intégration.";
}

/** Why nothing new can be decided on the parcours (référent, PNI, extension), or null. */
export function motifParcoursFerme(p: DatesDuParcours): string | null {
  return motifHorsParcours(p) ?? (p.date_sortie ? `Le parcours s'est terminé le ${formaterDate(p.date_sortie)}. Corrigez d'abord la sortie si elle est fausse.` : null);
}

/** A fact of the parcours falls from the integration to the exit, both included. `champ` is the field to which the sentence belongs. */
export function critiquerDate(p: DatesDuParcours, date: DateCivile, champ: string): Erreur[] {
  const hors = motifHorsParcours(p);
  if (hors) return [{ champ: '', message: hors }];
  if (date < p.date_integration!) return [{ champ, message: `Le ${formaterDate(date)} précède l'intégration. Choisissez une date à partir du ${formaterDate(p.date_integration)}.` }];
  if (p.date_sortie && date > p.date_sortie) return [{ champ, message: `Le ${formaterDate(date)} suit la sortie. Choisissez une date jusqu'au ${formaterDate(p.date_sortie)}.` }];
  return [];
}

/** A convocation may come before the integration (first contact, diagnostic), never before the prescription nor after the end. */
export function critiquerConvocation(p: DatesDuParcours, date: DateCivile): Erreur[] {
  const fin = p.date_sortie ?? p.date_refus;
  if (date < p.date_prescription) return [{ champ: 'date_convocation', message: `Le ${formaterDate(date)} précède la prescription. Choisissez une date à partir du ${formaterDate(p.date_prescription)}.` }];
  if (fin && date > fin) return [{ champ: 'date_convocation', message: `Le ${formaterDate(date)} suit la fin de l'orientation. Choisissez une date jusqu'au ${formaterDate(fin)}.` }];
  return [];
}

/** A missed convocation is one to the first contact as long as no contact (nor integration) came before it. */
export function estUnPremierContactManque(p: DatesDuParcours, date: DateCivile): boolean {
  const premier = p.date_contact ?? p.date_integration;
  return premier === null || date < premier;
}

export interface DatesEtape { date_debut: DateCivile; date_fin: DateCivile | null; resultat: string | null }

/**
 * An étape begins within the parcours; several may run together. Its end may be planned, hence in the future, and may
 * outlast the parcours (a training goes on after the exit); with a result it has ended, hence not in the future.
 */
export function critiquerEtape(p: DatesDuParcours, e: DatesEtape, jour: DateCivile): Erreur[] {
  const erreurs = critiquerDate(p, e.date_debut, 'date_debut');
  if (e.date_fin && e.date_fin < e.date_debut) erreurs.push({ champ: 'date_fin', message: `La fin doit suivre le début (${formaterDate(e.date_debut)}).` });
  if (e.resultat && !e.date_fin) erreurs.push({ champ: 'date_fin', message: "Un résultat suppose une fin : indiquez le jour où l'étape s'est terminée." });
  else if (e.resultat && e.date_fin! > jour) erreurs.push({ champ: 'resultat', message: `Cette étape ne finit que le ${formaterDate(e.date_fin)} : laissez le résultat vide jusque-là, ou corrigez la fin.` });
  return erreurs;
}

export interface ReferentOuvert { utilisateur_id: number; date_debut: DateCivile }

/** One référent unique at a time: the next begins after the present one began, or the same day (the choice of that day is then corrected). */
export function critiquerReferent(p: DatesDuParcours, ouvert: ReferentOuvert | null, dernierFerme: DateCivile | null, choix: ReferentOuvert): Erreur[] {
  const ferme = motifParcoursFerme(p);
  if (ferme) return [{ champ: '', message: ferme }];
  if (ouvert?.utilisateur_id === choix.utilisateur_id) return [{ champ: 'utilisateur_id', message: `Cette personne est déjà le référent unique depuis le ${formaterDate(ouvert.date_debut)}. Choisissez-en une autre.` }];
  const depuis = ouvert?.date_debut ?? (dernierFerme && ajouterJours(dernierFerme, 1));
  if (depuis && choix.date_debut < depuis) return [{ champ: 'date_debut', message: `Le référent précédent l'était encore avant le ${formaterDate(depuis)}. Choisissez ce jour ou un jour suivant.` }];
  return critiquerDate(p, choix.date_debut, 'date_debut');
}

/**
 * Last day foreseen for a parcours: 24 months, plus 6 after the entry into training or lasting employment, or what an
 * exceptional extension decided (convention PLIE art. 3-3).
 */
export function finPrevueDuParcours(integration: DateCivile, debutDuSuivi: DateCivile | null, prolongations: { date_fin: DateCivile }[]): DateCivile {
  const fins = [dernierJour(integration, MOIS_DU_PARCOURS), ...prolongations.map((p) => p.date_fin)];
  if (debutDuSuivi) fins.push(dernierJour(debutDuSuivi, MOIS_DU_SUIVI));
  return fins.reduce((a, b) => (a > b ? a : b));
}

/** An extension is decided during the parcours and goes beyond the end foreseen until then. */
export function critiquerProlongation(p: DatesDuParcours, finPrevue: DateCivile, decision: DateCivile, fin: DateCivile): Erreur[] {
  const ferme = motifParcoursFerme(p);
  if (ferme) return [{ champ: '', message: ferme }];
  const erreurs = critiquerDate(p, decision, 'date_decision');
  if (fin <= finPrevue) erreurs.push({ champ: 'date_fin', message: `Le parcours va déjà jusqu'au ${formaterDate(finPrevue)}. Choisissez une fin plus lointaine.` });
  return erreurs;
}

export interface ReponseDemande { date_demande: DateCivile; reponse: 'EN_ATTENTE' | 'ACCORDEE' | 'REFUSEE' | 'REALISEE'; date_reponse: DateCivile | null; date_realisation: DateCivile | null }

/** The answer of Pôle emploi follows the request, and the realisation follows both. */
export function critiquerReponse(r: ReponseDemande): Erreur[] {
  const erreurs: Erreur[] = [];
  if ((r.reponse === 'ACCORDEE' || r.reponse === 'REFUSEE') && !r.date_reponse) erreurs.push({ champ: 'date_reponse', message: 'Indiquez le jour de la réponse.' });
  if (r.reponse === 'EN_ATTENTE' && r.date_reponse) erreurs.push({ champ: 'date_reponse', message: 'Une demande en attente n\'a pas de date de réponse : effacez-la, ou choisissez la réponse.' });
  if (r.reponse === 'REALISEE' && !r.date_realisation) erreurs.push({ champ: 'date_realisation', message: 'Indiquez le jour où la demande a été réalisée.' });
  if (r.reponse !== 'REALISEE' && r.date_realisation) erreurs.push({ champ: 'date_realisation', message: 'Effacez cette date, ou choisissez la réponse « Réalisée ».' });
  if (r.date_reponse && r.date_reponse < r.date_demande) erreurs.push({ champ: 'date_reponse', message: `La réponse ne peut pas précéder la demande (${formaterDate(r.date_demande)}).` });
  if (r.date_realisation && r.date_realisation < (r.date_reponse ?? r.date_demande)) erreurs.push({ champ: 'date_realisation', message: 'La réalisation ne peut pas précéder la demande ni la réponse.' });
  return erreurs;
}

/** FAIT: held. DISPENSE: an étape covers the month. A_FAIRE: the month is not over. MANQUANT: to be flagged. NON_DU: outside the parcours. */
export type EntretienDuMois = 'FAIT' | 'DISPENSE' | 'A_FAIRE' | 'MANQUANT' | 'NON_DU';

const TYPES_DISPENSANTS = ['FORMATION', 'PMSMP', 'PRESTATION'];

/** A time that may excuse from the entretien: an étape, or a follow-up in employment or training. */
export type Periode = DatesEtape & { type: string };

/** The contacts of months 1, 3 and 6 stand for the entretien, from the first day of the job or training to the eve of its loss. */
export const periodeDeSuivi = (s: { date_debut: DateCivile; date_perte: DateCivile | null }): Periode =>
  ({ type: 'SUIVI', date_debut: s.date_debut, date_fin: s.date_perte && ajouterJours(s.date_perte, -1), resultat: null });

/** A stage, a training, a prestation, a job of under two months or a follow-up excuses from the entretien of a month that it covers. */
function dispense(e: Periode): boolean {
  if (e.resultat === 'NON_REALISEE') return false;
  return e.type === 'SUIVI' || TYPES_DISPENSANTS.includes(e.type) || (e.type === 'EMPLOI' && e.date_fin !== null && e.date_fin < dernierJour(e.date_debut, 2));
}

/**
 * At least one entretien per calendar month, unless what excuses from it covers the whole month (convention PLIE art. 3-3).
 * The signing of the contrat d'engagement is the entretien of its month; the month of the exit is not asked for (decided here).
 */
export function entretienDuMois(p: { date_integration: DateCivile | null; date_sortie: DateCivile | null }, mois: Mois, entretiens: DateCivile[], periodes: Periode[], jour: DateCivile): EntretienDuMois {
  const [premier, dernier] = [premierJourDuMois(mois), dernierJourDuMois(mois)];
  if (!p.date_integration || p.date_integration > dernier) return 'NON_DU';
  if (p.date_integration >= premier || entretiens.some((d) => d >= premier && d <= dernier)) return 'FAIT';
  if ((p.date_sortie && p.date_sortie < dernier) || jour < premier) return 'NON_DU';
  // Periods that follow one another may cover the month together: the first day that none covers yet.
  let decouvert = premier;
  for (const e of periodes.filter(dispense).sort((a, b) => (a.date_debut < b.date_debut ? -1 : 1))) {
    if (e.date_debut > decouvert) break;
    const fin = e.date_fin ?? dernier;
    if (fin >= decouvert) decouvert = ajouterJours(fin, 1);
  }
  if (decouvert > dernier) return 'DISPENSE';
  return jour <= dernier ? 'A_FAIRE' : 'MANQUANT';
}

/** What the pages of one parcours have in common: where they stand, and of whom they speak. */
export function situer(p: DatesDuParcours & { personne_id: number; nom: string; prenom: string }) {
  const nom = nomComplet(p);
  const depuis = p.date_sortie ? `parcours terminé le ${formaterDate(p.date_sortie)}`
    : p.date_refus ? `intégration refusée le ${formaterDate(p.date_refus)}`
      : p.date_integration ? `en parcours depuis le ${formaterDate(p.date_integration)}`
        : `orientation prescrite le ${formaterDate(p.date_prescription)}`;
  return {
    rubrique: { adresse: '/personnes', libelle: 'Personnes' },
    fil: [{ adresse: '/personnes', libelle: 'Personnes' }, { adresse: `/personnes/${p.personne_id}`, libelle: nom }],
    personne: { nom, adresse: `/personnes/${p.personne_id}`, depuis },
  };
}
