/** What the forms of the follow-up and of the exit send. The contract or the training is read the same way by all of them. */
import { LISTES } from '../codes/listes';
import { code, coche, dateLibre, datePassee, entier, identifiant, lireFormulaire, obligatoire, ouiNon, texte, type Formulaire, type Lecteur, type Lecture, type Saisie, type Valeurs } from '../lib/formulaire';
import { formaterDate } from '../lib/dates';
import { natureAttendue, type Initiative, type NatureSortie, type Situation } from './regle';
import { MOIS_DE_CONTACT, type MoisDeContact } from './rules';

/** « RNCP 35521 », « 35521 » → RNCP35521. */
const rncp: Lecteur<string | null> = (brut, lecture) => {
  const lu = texte(20)(brut, lecture);
  if (!lu.ok || lu.valeur === null) return lu;
  const numero = /^(?:RNCP)?\s*(\d{1,6})$/i.exec(lu.valeur)?.[1];
  return numero ? { ok: true, valeur: `RNCP${numero}` } : { ok: false, erreur: `« ${lu.valeur} » n'est pas un numéro de fiche RNCP : écrivez par exemple RNCP35521.` };
};

const version: Lecteur<number> = obligatoire(identifiant, 'Ce formulaire est incomplet : rechargez la page et recommencez.');

export const NATURES_SUIVI = [{ code: 'EMPLOI', libelle: 'Emploi ou création' }, { code: 'FORMATION', libelle: 'Formation' }] as const;
export const INITIATIVES = [{ code: 'PARTICIPANT', libelle: 'Le participant' }, { code: 'PLIE', libelle: 'Le PLIE' }] as const;

/** The fields of a contract and of a training; those of the other nature are left out by `lireSituation`. */
const champsSituation = {
  date_debut: datePassee, contrat: code(LISTES.CONTRATS), date_fin_prevue: dateLibre, mi_temps: ouiNon,
  titre: code(LISTES.TITRES_FORMATION), rncp, date_validation: datePassee, date_perte: datePassee,
  preuve: code(LISTES.PREUVES), date_preuve: datePassee,
};
type ChampsSituation = Valeurs<typeof champsSituation>;

/** From fields to a contract or a training; an error says what is missing. Null when nothing was filled in and nothing is compulsory. */
function composer(nature: 'EMPLOI' | 'FORMATION', v: ChampsSituation, obligatoires: boolean): { situation: Situation | null } | { erreurs: { champ: string; message: string }[] } {
  const commun = { date_perte: v.date_perte, date_fin_prevue: v.date_fin_prevue, preuve: v.preuve, date_preuve: v.date_preuve };
  const propres = nature === 'EMPLOI' ? [v.contrat, v.mi_temps] : [v.titre, v.rncp, v.date_validation];
  if (!obligatoires && [...propres, ...Object.values(commun), v.date_debut].every((x) => x === null)) return { situation: null };
  const erreurs: { champ: string; message: string }[] = [];
  if (nature === 'EMPLOI' && !v.contrat) erreurs.push({ champ: 'contrat', message: 'Choisissez le type de contrat.' });
  if (nature === 'FORMATION' && !v.titre) erreurs.push({ champ: 'titre', message: 'Dites à quoi mène la formation.' });
  if (!v.date_debut) erreurs.push({ champ: 'date_debut', message: nature === 'EMPLOI' ? "Indiquez le premier jour de l'emploi." : 'Indiquez le premier jour de la formation.' });
  if (erreurs.length) return { erreurs };
  return nature === 'EMPLOI'
    ? { situation: { ...commun, nature, date_debut: v.date_debut!, contrat: v.contrat!, mi_temps: v.mi_temps } }
    : { situation: { ...commun, nature, date_debut: v.date_debut!, titre: v.titre, rncp: v.rncp, date_validation: v.date_validation } };
}

const TYPE_SUIVI = { nature: obligatoire(code(NATURES_SUIVI), "Dites s'il s'agit d'un emploi ou d'une formation.") };

export interface SaisieSuivi { situation: Situation; suivi: number | null; version: number | null }

/** The follow-up, to open it or to correct it (then with its id and version). */
export function lireSuivi(corps: unknown, lecture: Lecture): Formulaire<SaisieSuivi> {
  const lu = lireFormulaire({ ...TYPE_SUIVI, ...champsSituation, suivi: identifiant, version: identifiant }, corps, lecture);
  if (!lu.ok) return lu;
  const compose = composer(lu.valeur.nature, lu.valeur, true);
  if ('erreurs' in compose) return { ok: false, saisie: lu.saisie, erreurs: compose.erreurs };
  return { ok: true, saisie: lu.saisie, valeur: { situation: compose.situation!, suivi: lu.valeur.suivi, version: lu.valeur.version } };
}

/** The follow-up to take back. */
export const lireEffacement = (corps: unknown, lecture: Lecture) => lireFormulaire({ suivi: version }, corps, lecture);

export interface SaisieContact { suivi: number; mois: MoisDeContact; date_contact: Valeurs<typeof contact>['date_contact']; en_poste: boolean; date_perte: Valeurs<typeof contact>['date_perte'] }
const contact = {
  suivi: version,
  mois: obligatoire(entier(1, 6), 'Choisissez le mois du contact.'),
  date_contact: obligatoire(datePassee, 'Indiquez le jour du contact.'),
  en_poste: obligatoire(ouiNon, "Dites si la personne est toujours dans l'emploi ou en formation."),
  date_perte: datePassee,
};

/** A contact of the follow-up; when the job or the training was lost, since when. */
export function lireContact(corps: unknown, lecture: Lecture): Formulaire<SaisieContact> {
  const lu = lireFormulaire(contact, corps, lecture);
  if (!lu.ok) return lu;
  const mois = MOIS_DE_CONTACT.find((m) => m === lu.valeur.mois);
  const erreurs = [];
  if (!mois) erreurs.push({ champ: 'mois', message: 'Les contacts se prennent au premier, au troisième et au sixième mois.' });
  if (!lu.valeur.en_poste && !lu.valeur.date_perte) erreurs.push({ champ: 'date_perte', message: "Indiquez le premier jour sans l'emploi ou la formation." });
  if (lu.valeur.en_poste && lu.valeur.date_perte) erreurs.push({ champ: 'date_perte', message: 'Effacez cette date, ou répondez « Non » à la question précédente.' });
  return erreurs.length || !mois ? { ok: false, saisie: lu.saisie, erreurs } : { ...lu, valeur: { ...lu.valeur, mois } };
}

export type SaisieContactDeListe = SaisieContact & { orientation: number };
/** The same, on its line in the list. */
export function lireContactDeListe(corps: unknown, lecture: Lecture): Formulaire<SaisieContactDeListe> {
  const [ligne, lu] = [lireFormulaire({ orientation: version }, corps, lecture), lireContact(corps, lecture)];
  if (!ligne.ok) return { ...ligne, saisie: { ...lu.saisie, ...ligne.saisie } };
  return lu.ok ? { ...lu, valeur: { ...lu.valeur, ...ligne.valeur } } : lu;
}

export interface FiltresSuivis {
  /** Référent of the persons shown; null for all. */
  accompagnateur: number | null;
  /** Contacts: those still to come are shown too. */
  tous: boolean;
  page: number;
}
/** In the address, for every référent. */
export const TOUS = 'tous';

/** The filters of the lists, from their address: an unknown value is as no filter. */
export function lireFiltresSuivis(adresse: unknown, parDefaut: number | null): FiltresSuivis {
  const lire = (nom: string): string => { const v = (adresse as Record<string, unknown> | undefined)?.[nom]; return typeof v === 'string' ? v : ''; };
  const nombre = (nom: string): number | null => (/^\d{1,9}$/.test(lire(nom)) ? Number(lire(nom)) : null);
  return { accompagnateur: lire('accompagnateur') === TOUS ? null : (nombre('accompagnateur') ?? parDefaut), tous: lire('tous') === 'oui', page: Math.max(1, nombre('page') ?? 1) };
}

/** The loss of the job or of the training: one date. */
export const lirePerte = (corps: unknown, lecture: Lecture) => lireFormulaire({
  suivi: version, version, date_perte: obligatoire(datePassee, "Indiquez le premier jour sans l'emploi ou la formation."),
}, corps, lecture);

export interface SaisieSortie {
  date_sortie: Valeurs<typeof sortie>['date_sortie'];
  motif_sortie: Valeurs<typeof sortie>['motif_sortie'];
  initiative: Initiative | null;
  situation: Situation | null;
  version: number;
  /** Version of the follow-up that the form showed, when it showed one. */
  version_suivi: number | null;
  /** What the confirmation page showed: nature and date; null on the first sending. */
  confirmation: { verdict: string | null } | null;
}
const sortie = {
  date_sortie: obligatoire(datePassee, 'Indiquez le jour de la sortie.'),
  motif_sortie: obligatoire(code(LISTES.MOTIFS_SORTIE), 'Choisissez le motif de la sortie.'),
  initiative: code(INITIATIVES),
  ...champsSituation,
  version,
  version_suivi: identifiant,
  confirmer: coche,
  verdict: texte(40),
};

/** An exit. The contract or the training goes with the motifs that speak of one; it may be unknown. */
export function lireSortie(corps: unknown, lecture: Lecture): Formulaire<SaisieSortie> {
  const lu = lireFormulaire(sortie, corps, lecture);
  if (!lu.ok) return lu;
  const v = lu.valeur;
  const nature = natureAttendue(v.motif_sortie);
  const compose = nature ? composer(nature, v, false) : { situation: null };
  const erreurs = 'erreurs' in compose ? compose.erreurs : [];
  if (v.motif_sortie === 'RUPTURE_ABANDON' && !v.initiative) erreurs.push({ champ: 'initiative', message: "Dites qui a pris l'initiative de la sortie." });
  if ('erreurs' in compose || erreurs.length) return { ok: false, saisie: lu.saisie, erreurs };
  return { ok: true, saisie: lu.saisie, valeur: {
    date_sortie: v.date_sortie, motif_sortie: v.motif_sortie, initiative: v.initiative, situation: compose.situation, version: v.version, version_suivi: v.version_suivi,
    confirmation: v.confirmer ? { verdict: v.verdict } : null,
  } };
}

/** The fields of an exit as they were typed so far, whatever the step: those that were not sent are left out. */
export function lireSaisie(source: unknown): Saisie {
  const recue = (source ?? {}) as Record<string, unknown>;
  return Object.fromEntries(Object.keys(sortie).filter((nom) => nom !== 'confirmer' && nom !== 'verdict').flatMap((nom) => {
    const valeur = Array.isArray(recue[nom]) ? (recue[nom] as unknown[]).at(-1) : recue[nom];
    return typeof valeur === 'string' ? [[nom, valeur]] : [];
  }));
}

/** What is typed so far, fit to be classed: what is false or missing is left aside. Null when too little is known. */
export function lireProvisoire(saisie: Saisie, lecture: Lecture): SaisieSortie | null {
  const premiere = lireSortie(saisie, lecture);
  if (premiere.ok) return premiere.valeur;
  const faux = premiere.erreurs.map((e) => e.champ);
  const seconde = lireSortie({ ...Object.fromEntries(Object.entries(saisie).filter(([nom]) => !faux.includes(nom))), date_sortie: formaterDate(lecture.jour), ...(faux.includes('initiative') && { initiative: 'PARTICIPANT' }) }, lecture);
  return seconde.ok ? seconde.valeur : null;
}

export type SaisieReclassement = Pick<SaisieSortie, 'version' | 'version_suivi' | 'confirmation'> & { situation: Situation };

/** A late proof: the contract or the training as it is now known. `nature` comes from the motif of the exit. */
export function lireReclassement(corps: unknown, lecture: Lecture, nature: 'EMPLOI' | 'FORMATION'): Formulaire<SaisieReclassement> {
  const lu = lireFormulaire({ ...champsSituation, version, version_suivi: identifiant, confirmer: coche, verdict: texte(40) }, corps, lecture);
  if (!lu.ok) return lu;
  const compose = composer(nature, lu.valeur, true);
  if ('erreurs' in compose) return { ok: false, saisie: lu.saisie, erreurs: compose.erreurs };
  return { ok: true, saisie: lu.saisie, valeur: { situation: compose.situation!, version: lu.valeur.version, version_suivi: lu.valeur.version_suivi, confirmation: lu.valeur.confirmer ? { verdict: lu.valeur.verdict } : null } };
}

/** A correction of an exit that a reprise brought: its nature is kept as given, so it is chosen, not derived. */
export const lireCorrectionReprise = (corps: unknown, lecture: Lecture) => lireFormulaire({
  date_sortie: sortie.date_sortie, motif_sortie: sortie.motif_sortie,
  nature_sortie: obligatoire(code(LISTES.NATURES_SORTIE), 'Choisissez la nature de la sortie.') satisfies Lecteur<NatureSortie>, version,
}, corps, lecture);

export const lireAnnulation = (corps: unknown, lecture: Lecture) => lireFormulaire({ version }, corps, lecture);
