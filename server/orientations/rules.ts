/**
 * The way of an orientation (domaine §3): its state, the order of its dates, and the acts that each state allows.
 * Pure: dates in, sentences out. The database holds the same order by its own constraints; these say it first, with both dates.
 */
import type { Droit } from '../acces/droits';
import type { CodeDe } from '../codes/listes';
import { formaterDate, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';

/** The eight states shown; the column `etat` holds six, the two others depend on what hangs on the orientation. */
export type Etat = CodeDe<'ETATS'>;
/** What the generated column `orientations.etat` may hold. */
export type EtatEnregistre = Exclude<Etat, 'ABSENTE' | 'SUIVI_EMPLOI'>;

/** The dates of an orientation, all civil, null for what has not happened. */
export interface DatesOrientation {
  date_prescription: DateCivile;
  date_contact: DateCivile | null;
  date_diagnostic: DateCivile | null;
  date_refus: DateCivile | null;
  /** The day the commission (or the exchange of lists) agreed to the integration. */
  date_decision: DateCivile | null;
  /** The day the contrat d'engagement was signed. */
  date_integration: DateCivile | null;
  date_sortie: DateCivile | null;
}

/** The same derivation as the column `etat`. */
export function etatDesDates(dates: Omit<DatesOrientation, 'date_decision' | 'date_prescription'>): EtatEnregistre {
  if (dates.date_sortie) return 'SORTIE';
  if (dates.date_refus) return 'REFUSEE';
  if (dates.date_integration) return 'EN_PARCOURS';
  if (dates.date_diagnostic) return 'EN_DIAGNOSTIC';
  return dates.date_contact ? 'ACCUEILLIE' : 'PRESCRITE';
}

/** The state as it is shown: a missed first contact with no presence since, a follow-up in employment still open. */
export function etatAffiche(etat: EtatEnregistre, { absentAuPremierContact, suiviOuvert }: { absentAuPremierContact: boolean; suiviOuvert: boolean }): Etat {
  if (etat === 'PRESCRITE' && absentAuPremierContact) return 'ABSENTE';
  if (etat === 'EN_PARCOURS' && suiviOuvert) return 'SUIVI_EMPLOI';
  return etat;
}

export const ETATS_EN_COURS: readonly Etat[] = ['PRESCRITE', 'ABSENTE', 'ACCUEILLIE', 'EN_DIAGNOSTIC', 'EN_PARCOURS', 'SUIVI_EMPLOI'];
export const ETATS_AVANT_INTEGRATION: readonly Etat[] = ['PRESCRITE', 'ABSENTE', 'ACCUEILLIE', 'EN_DIAGNOSTIC'];
const AU_PARCOURS: readonly Etat[] = ['EN_PARCOURS', 'SUIVI_EMPLOI'];

export const estEnCours = (etat: Etat): boolean => ETATS_EN_COURS.includes(etat);

// ---- Dates ----

type ChampDate = keyof DatesOrientation;

/** How a sentence names each date: « l'intégration (12/03/2025) ». */
const NOMS: Record<ChampDate, string> = {
  date_prescription: 'la prescription',
  date_contact: 'le premier contact',
  date_diagnostic: "l'entrée en diagnostic",
  date_refus: 'le refus',
  date_decision: "la décision d'intégration",
  date_integration: "l'intégration",
  date_sortie: 'la sortie',
};

/** Lines along which dates never run backwards. A refusal and an integration are two ends of the same way. */
const LIGNES: readonly (readonly ChampDate[])[] = [
  ['date_prescription', 'date_contact', 'date_diagnostic', 'date_integration', 'date_sortie'],
  ['date_prescription', 'date_contact', 'date_diagnostic', 'date_refus'],
  ['date_prescription', 'date_decision', 'date_integration'],
];

const majuscule = (texte: string): string => texte.charAt(0).toUpperCase() + texte.slice(1);

/** « L'intégration (12/03/2025) ne peut pas précéder le premier contact (14/03/2025). » The names are with their article. */
export function phraseDesordre(apres: { nom: string; date: DateCivile }, avant: { nom: string; date: DateCivile }): string {
  return `${majuscule(apres.nom)} (${formaterDate(apres.date)}) ne peut pas précéder ${avant.nom} (${formaterDate(avant.date)}). Corrigez l'une de ces deux dates.`;
}

/**
 * What is wrong with the dates: each disorder between a date and the one before it on its way, each fact dated after
 * `jour` (today), a refusal beside an integration, an exit without one. Empty when all is well.
 */
export function verifierDates(dates: DatesOrientation, jour: DateCivile): Erreur[] {
  const erreurs = new Map<string, Erreur>();
  const signaler = (champ: ChampDate, message: string) => { if (!erreurs.has(champ)) erreurs.set(champ, { champ, message }); };
  for (const champ of Object.keys(NOMS) as ChampDate[]) {
    const date = dates[champ];
    if (date && date > jour) signaler(champ, `${majuscule(NOMS[champ])} (${formaterDate(date)}) : ce jour n'est pas encore arrivé. Indiquez une date passée ou celle d'aujourd'hui.`);
  }
  for (const ligne of LIGNES) {
    let precedent: ChampDate | null = null;
    for (const champ of ligne) {
      const date: DateCivile | null = dates[champ];
      if (!date) continue;
      if (precedent && date < dates[precedent]!) signaler(champ, phraseDesordre({ nom: NOMS[champ], date }, { nom: NOMS[precedent], date: dates[precedent]! }));
      precedent = champ;
    }
  }
  if (dates.date_refus && dates.date_integration) {
    signaler('date_refus', `Le refus (${formaterDate(dates.date_refus)}) et l'intégration (${formaterDate(dates.date_integration)}) s'excluent. Videz la date de celui qui a été saisi par erreur.`);
  }
  if (dates.date_sortie && !dates.date_integration) signaler('date_sortie', `La sortie (${formaterDate(dates.date_sortie)}) suppose une intégration. Indiquez la date d'intégration.`);
  return [...erreurs.values()];
}

/** The last missed convocation to a first contact cannot come after the presence that ended the wait. */
export function verifierContactApresAbsence(dateContact: DateCivile, derniereAbsence: DateCivile | null): Erreur[] {
  if (!derniereAbsence || dateContact >= derniereAbsence) return [];
  return [{ champ: 'date_contact', message: phraseDesordre({ nom: 'le premier contact', date: dateContact }, { nom: "l'absence au premier contact", date: derniereAbsence }) }];
}

/** The motifs under which one of the publics that art. 3-1 excludes locally may be named. */
export const MOTIFS_AVEC_DETAIL = ['NE_RELEVE_PAS', 'NON_ELIGIBLE'] as const;

export interface FaitDuParcours { nom: string; date: DateCivile }

/** A correction of the integration respects what the parcours already holds: nothing before it, and no parcours without it. */
export function verifierCorrectionIntegration(dateIntegration: DateCivile | null, faits: readonly FaitDuParcours[]): Erreur[] {
  if (dateIntegration) {
    const premier = faits.filter((f) => f.date < dateIntegration).sort((a, b) => (a.date < b.date ? -1 : 1))[0];
    return premier ? [{ champ: 'date_integration', message: phraseDesordre(premier, { nom: "l'intégration", date: dateIntegration }) }] : [];
  }
  const [fait] = faits;
  return fait ? [{ champ: 'date_integration', message: `L'intégration ne peut pas être annulée : ${fait.nom} (${formaterDate(fait.date)}) en dépend. Annulez d'abord ce fait.` }] : [];
}

/**
 * The fields that a correction shows: the prescription, each fact already recorded, and a fact that is missing before a
 * later one (a reprise may bring an integration without its contact). A fact to come has its own form.
 */
export function champsCorrigeables(d: DatesOrientation): { contact: boolean; diagnostic: boolean; refus: boolean; decision: boolean; integration: boolean } {
  const suite = Boolean(d.date_diagnostic || d.date_refus || d.date_integration);
  return {
    contact: Boolean(d.date_contact) || suite,
    diagnostic: Boolean(d.date_diagnostic || d.date_integration),
    refus: Boolean(d.date_refus),
    decision: Boolean(d.date_decision || d.date_integration),
    integration: Boolean(d.date_integration),
  };
}

// ---- Acts ----

export type CodeActe = 'contact' | 'diagnostic' | 'integration' | 'refus' | 'entretien' | 'etape' | 'absence' | 'pni' | 'suivi-emploi' | 'perte' | 'sortie' | 'referent' | 'prolongation' | 'demande' | 'reclasser' | 'corriger';

export interface Acte {
  code: CodeActe;
  /** End of the address, after /orientations/:id/. */
  chemin: string;
  libelle: string;
  icone: string;
  droit: Droit;
  etats: readonly Etat[];
}

/** Every act on an orientation, in the order in which they are offered. */
export const ACTES: readonly Acte[] = [
  { code: 'contact', chemin: 'contact', libelle: 'Enregistrer le premier contact', icone: 'personne', droit: 'orientation.instruire', etats: ['PRESCRITE', 'ABSENTE'] },
  { code: 'diagnostic', chemin: 'diagnostic', libelle: "Enregistrer l'entrée en diagnostic", icone: 'recherche', droit: 'orientation.instruire', etats: ['ACCUEILLIE'] },
  { code: 'integration', chemin: 'integration', libelle: "Enregistrer l'intégration", icone: 'integration', droit: 'orientation.instruire', etats: ['ACCUEILLIE', 'EN_DIAGNOSTIC'] },
  { code: 'entretien', chemin: 'entretien', libelle: 'Saisir un entretien', icone: 'entretien', droit: 'parcours.tenir', etats: AU_PARCOURS },
  { code: 'etape', chemin: 'etape', libelle: 'Ajouter une étape', icone: 'etape', droit: 'parcours.tenir', etats: AU_PARCOURS },
  { code: 'absence', chemin: 'absence', libelle: 'Noter une absence', icone: 'absence', droit: 'parcours.tenir', etats: ['ACCUEILLIE', 'EN_DIAGNOSTIC', ...AU_PARCOURS] },
  { code: 'pni', chemin: 'pni', libelle: 'Tenir le PNI', icone: 'pni', droit: 'pni.poser', etats: AU_PARCOURS },
  { code: 'suivi-emploi', chemin: 'suivi-emploi', libelle: "Suivre dans l'emploi ou en formation", icone: 'horloge', droit: 'parcours.tenir', etats: AU_PARCOURS },
  { code: 'perte', chemin: 'suivi-emploi?acte=perte', libelle: "Noter la perte de l'emploi", icone: 'alerte', droit: 'parcours.tenir', etats: ['SUIVI_EMPLOI'] },
  { code: 'demande', chemin: 'demande', libelle: 'Demander une prestation', icone: 'fichier', droit: 'parcours.tenir', etats: AU_PARCOURS },
  { code: 'referent', chemin: 'referent', libelle: 'Changer de référent', icone: 'personne', droit: 'orientation.attribuer', etats: AU_PARCOURS },
  { code: 'prolongation', chemin: 'prolongation', libelle: 'Prolonger le parcours', icone: 'calendrier', droit: 'parcours.tenir', etats: AU_PARCOURS },
  { code: 'sortie', chemin: 'sortie', libelle: 'Enregistrer la sortie', icone: 'sortie', droit: 'sortie.enregistrer', etats: AU_PARCOURS },
  { code: 'refus', chemin: 'refus', libelle: 'Enregistrer un refus', icone: 'refus', droit: 'orientation.instruire', etats: ETATS_AVANT_INTEGRATION },
  { code: 'reclasser', chemin: 'sortie/reclasser', libelle: 'Reclasser la sortie', icone: 'sortie', droit: 'sortie.enregistrer', etats: ['SORTIE'] },
  { code: 'corriger', chemin: 'corriger', libelle: 'Corriger', icone: 'modifier', droit: 'fait.corriger', etats: [...ETATS_EN_COURS, 'REFUSEE', 'SORTIE'] },
];

/** The acts that a state allows; the diagnostic only where the convention of the day has that phase (art. 7: some have none). */
export function actesPossibles(etat: Etat, { phaseDiagnostic }: { phaseDiagnostic: boolean }): Acte[] {
  return ACTES.filter((a) => a.etats.includes(etat) && (a.code !== 'diagnostic' || phaseDiagnostic));
}

const EMPECHEMENTS: Partial<Record<Etat, string>> = {
  PRESCRITE: "Aucun premier contact n'est encore enregistré.",
  ABSENTE: "Aucun premier contact n'est encore enregistré : la personne était absente.",
  ACCUEILLIE: 'Le premier contact est déjà enregistré.',
  EN_DIAGNOSTIC: 'Le diagnostic est déjà commencé.',
  REFUSEE: "Cette orientation s'est terminée par un refus d'intégration.",
  EN_PARCOURS: 'La personne est déjà intégrée.',
  SUIVI_EMPLOI: 'La personne est déjà intégrée.',
  SORTIE: 'La personne est déjà sortie du parcours.',
};

/** Why an act cannot be done in that state, or null when it can. */
export function empechement(code: CodeActe, etat: Etat): string | null {
  const acte = ACTES.find((a) => a.code === code)!;
  if (acte.etats.includes(etat)) return null;
  return `${EMPECHEMENTS[etat]} Revenez à la fiche : elle dit ce qui peut être fait ; une erreur de saisie se reprend avec « Corriger ».`;
}
