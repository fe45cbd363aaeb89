/**
 * What is due next for an orientation, with its date and the reason (domaine §3 to §6). Pure.
 * Deadlines are inclusive: a thing due on the 30th is late from the 31st.
 */
import { ajouterJours, decalerMois, dernierJourDuMois, formaterDate, formaterMois, joursEntre, moisDe, type DateCivile, type Mois } from '../lib/dates';
import { accorder } from '../lib/texte';
import { entretienDuMois, periodeDeSuivi, type DatesEtape } from '../parcours/rules';
import { avertissementPni, etatPni, pniEnCours, type DatesPni } from '../parcours/rules-pni';
import { contactsAttendus, finDuMaintien, prochainContact } from '../sorties/rules';
import type { CodeActe, DatesOrientation, Etat } from './rules';

/** A first contact is late when the person has waited more than 30 days since the prescription, or the convocation missed. */
export const JOURS_AVANT_RETARD_CONTACT = 30;

export type CodeEcheance = 'PREMIER_CONTACT' | 'DIAGNOSTIC' | 'DECISION' | 'CONTRAT' | 'PNI_A_DEMANDER' | 'PNI_A_POSER' | 'PNI_ECHU' | 'PNI_FIN' | 'ENTRETIEN' | 'SUIVI_CONTACT' | 'SUIVI_TENU';

export interface Echeance {
  code: CodeEcheance;
  /** The act that answers it. */
  acte: CodeActe;
  libelle: string;
  /** Last day to do it; null when no rule sets one (it waits, it is never late). */
  date: DateCivile | null;
  enRetard: boolean;
  /** One sentence: since when, and why. */
  raison: string;
}

export interface SuiviConnu { date_debut: DateCivile; date_perte: DateCivile | null; mois_vus: readonly number[] }
export type EtapeConnue = DatesEtape & { type: string };

/** What the reasoning needs of an orientation. Lists in any order. */
export interface SituationOrientation {
  etat: Etat;
  dates: DatesOrientation;
  phaseDiagnostic: boolean;
  absencesPremierContact: readonly DateCivile[];
  pni: readonly DatesPni[];
  entretiens: readonly DateCivile[];
  etapes: readonly EtapeConnue[];
  suivis: readonly SuiviConnu[];
}

const plusRecente = (dates: readonly DateCivile[]): DateCivile | null => dates.reduce<DateCivile | null>((a, b) => (a && a > b ? a : b), null);
const depuisJours = (date: DateCivile, jour: DateCivile): string => { const n = joursEntre(date, jour); return n <= 0 ? "depuis aujourd'hui" : `depuis ${accorder(n, 'jour')}`; };

/** Everything due, the most pressing first: what is late, then by date, then what only waits. */
export function echeances(s: SituationOrientation, jour: DateCivile): Echeance[] {
  const toutes = [...avantIntegration(s, jour), ...(s.etat === 'EN_PARCOURS' || s.etat === 'SUIVI_EMPLOI' ? [...suivi(s, jour), ...pni(s, jour), ...entretienMensuel(s, jour)] : [])];
  const rang = (e: Echeance) => `${e.enRetard ? 0 : 1}${e.date ?? '9999'}`;
  return toutes.map((e, i) => ({ e, i })).sort((a, b) => (rang(a.e) < rang(b.e) ? -1 : rang(a.e) > rang(b.e) ? 1 : a.i - b.i)).map(({ e }) => e);
}

/** The one thing to do next, or null when nothing is due. */
export const prochaineEcheance = (s: SituationOrientation, jour: DateCivile): Echeance | null => echeances(s, jour)[0] ?? null;

function avantIntegration({ etat, dates, phaseDiagnostic, absencesPremierContact }: SituationOrientation, jour: DateCivile): Echeance[] {
  if (etat === 'PRESCRITE' || etat === 'ABSENTE') {
    const absence = plusRecente(absencesPremierContact);
    const depuis = absence ?? dates.date_prescription;
    const date = ajouterJours(depuis, JOURS_AVANT_RETARD_CONTACT);
    return [{
      code: 'PREMIER_CONTACT', acte: 'contact', date, enRetard: jour > date,
      libelle: absence ? 'Nouvelle convocation au premier contact' : 'Premier contact',
      raison: absence ? `Absence le ${formaterDate(absence)}, sans nouvelle présence ${depuisJours(absence, jour)}.` : `Prescription le ${formaterDate(depuis)}, sans premier contact ${depuisJours(depuis, jour)}.`,
    }];
  }
  if (etat === 'ACCUEILLIE' && phaseDiagnostic && !dates.date_decision) {
    return [{ code: 'DIAGNOSTIC', acte: 'diagnostic', libelle: 'Entrée en diagnostic', date: null, enRetard: false, raison: `Accueil le ${formaterDate(dates.date_contact)}, diagnostic à commencer ${depuisJours(dates.date_contact!, jour)}.` }];
  }
  if (etat !== 'ACCUEILLIE' && etat !== 'EN_DIAGNOSTIC') return [];
  if (dates.date_decision) {
    return [{ code: 'CONTRAT', acte: 'integration', libelle: "Signature du contrat d'engagement", date: null, enRetard: false, raison: `Décision d'intégration le ${formaterDate(dates.date_decision)}, contrat d'engagement à signer ${depuisJours(dates.date_decision, jour)}.` }];
  }
  const depuis = dates.date_diagnostic ?? dates.date_contact!;
  return [{ code: 'DECISION', acte: 'integration', libelle: 'Intégration ou refus', date: null, enRetard: false, raison: `${dates.date_diagnostic ? 'En diagnostic' : 'Accueil'} le ${formaterDate(depuis)}, décision attendue ${depuisJours(depuis, jour)}.` }];
}

function pni({ pni: tous, dates }: SituationOrientation, jour: DateCivile): Echeance[] {
  const enCours = pniEnCours([...tous], jour);
  if (!enCours) {
    if (tous.length) return [];
    return [{ code: 'PNI_A_DEMANDER', acte: 'pni', libelle: 'PNI à demander', date: null, enRetard: false, raison: `Intégration le ${formaterDate(dates.date_integration)}, sans PNI demandé.` }];
  }
  const etat = etatPni(enCours, jour);
  const fin = enCours.date_fin;
  if (etat === 'ECHU') return [{ code: 'PNI_ECHU', acte: 'pni', libelle: 'PNI échu', date: fin, enRetard: true, raison: `Le PNI couvrait jusqu'au ${formaterDate(fin)} et le parcours est toujours ouvert.` }];
  if (etat === 'DEMANDE') return [{ code: 'PNI_A_POSER', acte: 'pni', libelle: 'PNI à poser', date: null, enRetard: false, raison: `PNI demandé le ${formaterDate(enCours.date_demande)}, pas encore posé ${depuisJours(enCours.date_demande ?? jour, jour)}.` }];
  if (avertissementPni(enCours, jour) === null) return [];
  const reste = joursEntre(jour, fin!);
  return [{ code: 'PNI_FIN', acte: 'sortie', libelle: 'Fin du PNI', date: fin, enRetard: false, raison: reste === 0 ? `Le PNI se termine aujourd'hui (${formaterDate(fin)}).` : `Le PNI se termine dans ${accorder(reste, 'jour')} (${formaterDate(fin)}).` }];
}

/**
 * The monthly entretien: late when the month before went without one and this month still does, due by the end of this
 * month otherwise. Whether a month needs one is the parcours' own rule.
 */
function entretienMensuel({ dates, entretiens, etapes, suivis }: SituationOrientation, jour: DateCivile): Echeance[] {
  const [present, precedent] = [moisDe(jour), decalerMois(moisDe(jour), -1)];
  const pour = (mois: Mois) => entretienDuMois(dates, mois, [...entretiens], [...etapes, ...suivis.map(periodeDeSuivi)], jour);
  if (pour(present) !== 'A_FAIRE') return [];
  const dernier = plusRecente(entretiens);
  const connu = dernier ? `Dernier entretien le ${formaterDate(dernier)}.` : "Aucun entretien depuis l'intégration.";
  const enRetard = pour(precedent) === 'MANQUANT';
  const mois = enRetard ? precedent : present;
  return [{ code: 'ENTRETIEN', acte: 'entretien', libelle: 'Entretien mensuel', date: dernierJourDuMois(mois), enRetard, raison: `${enRetard ? "Pas d'entretien" : "Pas encore d'entretien"} en ${formaterMois(mois)}. ${connu}` }];
}

function suivi({ suivis }: SituationOrientation, jour: DateCivile): Echeance[] {
  const ouvert = suivis.find((s) => !s.date_perte);
  if (!ouvert) return [];
  const contact = prochainContact(contactsAttendus(ouvert, ouvert.mois_vus.map((mois) => ({ mois })), jour));
  const fin = finDuMaintien(ouvert.date_debut);
  return [
    ...(contact ? [{ code: 'SUIVI_CONTACT' as const, acte: 'suivi-emploi' as const, libelle: `Contact de suivi du mois ${contact.mois}`, date: contact.echeance, enRetard: contact.etat === 'EN_RETARD', raison: `Suivi ouvert le ${formaterDate(ouvert.date_debut)} : contact du mois ${contact.mois} à prendre pour le ${formaterDate(contact.echeance)}.` }] : []),
    ...(!contact || fin < jour ? [{ code: 'SUIVI_TENU' as const, acte: 'sortie' as const, libelle: 'Sortie à confirmer', date: fin, enRetard: jour > ajouterJours(fin, JOURS_AVANT_RETARD_CONTACT), raison: fin < jour ? `Les six mois de suivi se sont terminés le ${formaterDate(fin)}.` : `Les six mois de suivi se terminent le ${formaterDate(fin)}.` }] : []),
  ];
}
