/**
 * How the class of an exit is found (domaine §6, decided). The motif « emploi CDI ou CDD » carries no length, so the class
 * comes from the contract or the training and the proof seen. Pure and versioned: the version and its words are kept with
 * each exit, so that an old one stays explained when the rule changes.
 */
import { libelle, type CodeDe } from '../codes/listes';
import { dernierJour, formaterDate, type DateCivile } from '../lib/dates';
import { dansLaPhrase } from '../lib/texte';
import { enMois, REGLE_EN_VIGUEUR, type Parametres, type Version } from './regle-versions';

export * from './regle-versions';

export type MotifSortie = CodeDe<'MOTIFS_SORTIE'>;
export type NatureSortie = CodeDe<'NATURES_SORTIE'>;
export type Initiative = 'PLIE' | 'PARTICIPANT';

interface Commun {
  date_debut: DateCivile;
  /** First day without the job or the training, when it was lost. */
  date_perte: DateCivile | null;
  date_fin_prevue: DateCivile | null;
  preuve: CodeDe<'PREUVES'> | null;
  date_preuve: DateCivile | null;
}
export interface Emploi extends Commun { nature: 'EMPLOI'; contrat: CodeDe<'CONTRATS'>; mi_temps: boolean | null }
export interface Formation extends Commun { nature: 'FORMATION'; titre: CodeDe<'TITRES_FORMATION'> | null; rncp: string | null; date_validation: DateCivile | null }
export type Situation = Emploi | Formation;

export interface Faits { motif: MotifSortie; initiative: Initiative | null; situation: Situation | null }

export interface Classement {
  regle: string;
  nature: NatureSortie;
  /** The date that the exit bears: the one asked for, or the last day of the six months. */
  date: DateCivile;
  positive: boolean;
  /** Why, in words: shown before saving and kept. Names nobody. */
  explication: string;
}

/** What a motif speaks of: a job, a training, or neither. */
export function natureAttendue(motif: MotifSortie): 'EMPLOI' | 'FORMATION' | null {
  if (motif === 'FORMATION') return 'FORMATION';
  return motif === 'EMPLOI' || motif === 'CUI_PEC' || motif === 'CREATION_ENTREPRISE' ? 'EMPLOI' : null;
}

/** Motifs that do not say who took the initiative when the exit is not positive. */
export const initiativeADire = (motif: MotifSortie): boolean => motif === 'RUPTURE_ABANDON' || natureAttendue(motif) !== null;

const EN_VIGUEUR = REGLE_EN_VIGUEUR.parametres;

/** Last day of the months kept, six in the rule in force: 01/11/2024 → 30/04/2025. */
export const finDuMaintien = (debut: DateCivile, mois = EN_VIGUEUR.moisDuMaintien): DateCivile => dernierJour(debut, mois);

/** Why a job is not lasting, or null when it is. */
export function pourquoiPasDurable(e: Emploi, p: Parametres = EN_VIGUEUR): string | null {
  const mois = e.contrat === 'CUI_PEC' ? p.moisDuCuiPec : p.moisDuContrat;
  const fin = dernierJour(e.date_debut, mois);
  const tropCourt = e.date_fin_prevue !== null && e.date_fin_prevue < fin ? `il est prévu jusqu'au ${formaterDate(e.date_fin_prevue)}, moins de ${enMois(mois)} (il faudrait le ${formaterDate(fin)})` : null;
  switch (e.contrat) {
    case 'CREATION_ENTREPRISE':
      return null;
    case 'CUI_PEC':
      return tropCourt;
    case 'CDI':
    case 'CDD':
    case 'CTT':
      if (e.contrat !== 'CDI' && e.date_fin_prevue === null) return "sa fin prévue n'est pas connue";
      if (e.contrat !== 'CDI' && tropCourt) return tropCourt;
      return e.mi_temps || !p.miTempsExige ? null : e.mi_temps === false ? "il est de moins d'un mi-temps" : "on ne sait pas s'il est au moins à mi-temps";
    default:
      return 'ce type de contrat ne compte pas comme emploi durable';
  }
}

/** True when the job or the training was not lost before the end of so many months. */
const estTenu = (s: Situation, mois: number): boolean => s.date_perte === null || s.date_perte > dernierJour(s.date_debut, mois);
export const estTenuSixMois = (s: Situation): boolean => estTenu(s, EN_VIGUEUR.moisDuMaintien);

/** Contracts whose foreseen end binds. */
const FINISSENT: readonly string[] = ['CDD', 'CTT', 'CUI_PEC'];

/** Why a job does not make the exit positive at `date`, or null. */
function objectionEmploi(e: Emploi, date: DateCivile, p: Parametres): string | null {
  const durable = pourquoiPasDurable(e, p);
  if (durable) return `Ce n'est pas un emploi durable : ${durable}.`;
  const [fin, mois] = [finDuMaintien(e.date_debut, p.moisDuMaintien), enMois(p.moisDuMaintien)];
  if (!estTenu(e, p.moisDuMaintien)) return `L'emploi a été perdu le ${formaterDate(e.date_perte)}, avant la fin des ${mois} (${formaterDate(fin)}).`;
  // A version may ask to keep a job for longer than the contract that it accepts.
  if (FINISSENT.includes(e.contrat) && e.date_fin_prevue !== null && e.date_fin_prevue < fin) return `Le contrat finit le ${formaterDate(e.date_fin_prevue)}, avant la fin des ${mois} (${formaterDate(fin)}) : rien ne montre que l'emploi a duré jusque-là.`;
  if (date < fin) return `Les ${mois} dans l'emploi ne sont pas accomplis le ${formaterDate(date)} : ils finissent le ${formaterDate(fin)}.`;
  return e.preuve || !p.preuveExigee ? null : "Aucune preuve de l'emploi n'a été vue.";
}

/** The day on which a training counts, or why it does not. */
function issueFormation(f: Formation, date: DateCivile, p: Parametres): { date: DateCivile; raison: string } | { objection: string } {
  if (!f.titre || f.titre === 'AUCUN' || !f.rncp) return { objection: "La formation ne mène pas à un titre ou un diplôme inscrit au RNCP (numéro de fiche à l'appui)." };
  const faits = dernierJour(f.date_debut, p.moisDeFormationFaits);
  const [moisFaits, moisLongs] = [enMois(p.moisDeFormationFaits), enMois(p.moisDeFormationLongue)];
  const longue = f.date_fin_prevue !== null && f.date_fin_prevue > dernierJour(f.date_debut, p.moisDeFormationLongue);
  const parValidation = f.date_validation && f.date_validation <= date ? { date: f.date_validation, raison: `Validée le ${formaterDate(f.date_validation)}.` } : null;
  const parDuree = longue && estTenu(f, p.moisDeFormationFaits) && faits <= date ? { date: faits, raison: `Prévue pour plus de ${moisLongs}, elle compte dès que ${moisFaits} sont accomplis, le ${formaterDate(faits)}.` } : null;
  // The first of the two events made the exit positive.
  const issue = parValidation && parDuree ? (parDuree.date < parValidation.date ? parDuree : parValidation) : (parValidation ?? parDuree);
  if (issue) return issue;
  if (longue && !estTenu(f, p.moisDeFormationFaits)) return { objection: `La formation a été quittée le ${formaterDate(f.date_perte)}, avant la fin des ${moisFaits} (${formaterDate(faits)}).` };
  return { objection: longue ? `La formation, prévue pour plus de ${moisLongs}, compte à partir du ${formaterDate(faits)}.` : `Le titre ou le diplôme n'est pas validé le ${formaterDate(date)}.` };
}

function decrireEmploi(e: Emploi): string {
  const temps = e.mi_temps === null ? '' : e.mi_temps ? ', au moins à mi-temps' : ", moins d'un mi-temps";
  const periode = e.date_fin_prevue ? `du ${formaterDate(e.date_debut)} au ${formaterDate(e.date_fin_prevue)}` : `depuis le ${formaterDate(e.date_debut)}`;
  return `${libelle('CONTRATS', e.contrat)} ${periode}${temps}.`;
}

function decrireFormation(f: Formation): string {
  const titre = f.titre && f.titre !== 'AUCUN' ? ` (${libelle('TITRES_FORMATION', f.titre)}${f.rncp ? `, ${f.rncp}` : ''})` : '';
  return `Formation commencée le ${formaterDate(f.date_debut)}${f.date_fin_prevue ? `, prévue jusqu'au ${formaterDate(f.date_fin_prevue)}` : ''}${titre}.`;
}

/** The class of an exit that is not positive: by its motif, and by who took the initiative where the motif does not say it. */
function natureOrdinaire({ motif, initiative }: Faits): { nature: NatureSortie; raison: string } {
  switch (motif) {
    case 'DEMENAGEMENT': case 'DECES': case 'MATERNITE': case 'SANTE': case 'RETRAITE':
      return { nature: 'ADMINISTRATIVE', raison: `Le motif « ${libelle('MOTIFS_SORTIE', motif)} » rend la personne indisponible : c'est une sortie administrative.` };
    case 'REORIENTATION_PARTENAIRE': case 'REORIENTATION_DISPOSITIF':
      return { nature: 'REORIENTATION', raison: 'La personne est réorientée : la sortie est une réorientation.' };
    case 'FIN_DE_PARCOURS':
      return { nature: 'INITIATIVE_PLIE', raison: 'Le parcours prend fin sans solution : la sortie est à l\'initiative du PLIE.' };
    default:
      if (initiative === 'PLIE') return { nature: 'INITIATIVE_PLIE', raison: "La sortie n'est pas positive ; l'initiative en revient au PLIE." };
      return { nature: 'INITIATIVE_PARTICIPANT', raison: `La sortie n'est pas positive ; l'initiative en revient au participant${initiative ? '' : ', faute d\'autre indication'}.` };
  }
}

/**
 * The class of an exit, appreciated at `date`: the day of the exit, or the day on which a late proof reclassifies it. Under the rule in
 * force, unless another version is asked for (a simulation). In its words:
 * Positive in employment: lasting, kept six months (their last day is counted), proof seen; dated on that last day.
 * Positive in training: title or diploma of the RNCP validated, or six months of one of more than nine; dated on that day.
 */
export function classerSortie(faits: Faits, date: DateCivile, { code, parametres: p }: Version = REGLE_EN_VIGUEUR): Classement {
  const attendue = natureAttendue(faits.motif);
  const situation = faits.situation?.nature === attendue ? faits.situation : null;
  const positive = (nature: NatureSortie, jour: DateCivile, phrases: string): Classement => ({ regle: code, nature, date: jour, positive: true, explication: phrases });
  const ordinaire = natureOrdinaire(faits);
  const refuser = (phrases: string[]): Classement => ({ regle: code, nature: ordinaire.nature, date, positive: false, explication: [...phrases, ordinaire.raison].join(' ') });

  if (!attendue) return refuser([]);
  if (!situation) return refuser([attendue === 'EMPLOI' ? "Aucun contrat n'est enregistré : rien ne montre un emploi durable." : "Aucune formation n'est enregistrée : rien ne montre une formation qualifiante."]);
  if (situation.nature === 'EMPLOI') {
    const objection = objectionEmploi(situation, date, p);
    if (objection) return refuser([decrireEmploi(situation), objection]);
    const [fin, mois] = [finDuMaintien(situation.date_debut, p.moisDuMaintien), enMois(p.moisDuMaintien)];
    const preuve = situation.preuve ? `preuve vue : ${dansLaPhrase(libelle('PREUVES', situation.preuve))}` : 'aucune preuve exigée';
    return positive('POSITIVE_EMPLOI', fin, `${decrireEmploi(situation)} Emploi durable, tenu ${mois} jusqu'au ${formaterDate(fin)} ; ${preuve}. La sortie porte la date du dernier jour des ${mois}.`);
  }
  const issue = issueFormation(situation, date, p);
  if ('objection' in issue) return refuser([decrireFormation(situation), issue.objection]);
  return positive('POSITIVE_FORMATION', issue.date, `${decrireFormation(situation)} ${issue.raison} La sortie porte cette date.`);
}
