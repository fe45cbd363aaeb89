/**
 * The deadlines of a convention and of the persons followed (domaine §4, §5, §7 to §9): what is due, by when, by whom, and the article
 * that says so. Pure. Last days are inclusive: what is due on the 6th is late from the 7th, Europe/Paris.
 */
import type { Role } from '../acces/acteur';
import type { CodeDe } from '../codes/listes';
import { joursEntre, type DateCivile } from '../lib/dates';

export type Genre = CodeDe<'GENRES_ECHEANCE'>;
export type TypeJalon = CodeDe<'TYPES_JALON'>;

/** Deadlines that concern persons are counted by day: nobody is named, the count opens their list. */
export type CodeConservation = 'EFFACEMENT' | 'PARCOURS_OUVERT';
export type CodePersonnes = 'PNI_FIN' | 'CONTACT_SUIVI' | 'SUIVI_TENU' | 'PREMIER_CONTACT' | CodeConservation;
export type CodeEcheance = 'TABLEAU' | 'FIN_CONVENTION' | 'ENQUETE' | TypeJalon | CodePersonnes;

interface Regle {
  genre: Genre;
  /** Why, and since when it is late: one sentence, with its article. */
  regle: string;
  /** Who must act, as shown. */
  qui: string;
  acteurs: readonly Role[];
}

const LE_PLIE = { qui: "Équipe d'animation du PLIE", acteurs: ['ANIMATION'] } as const;
const ENSEMBLE = { qui: 'PLIE et Pôle emploi', acteurs: ['ANIMATION', 'REFERENT_PE'] } as const;
const LE_REFERENT = { qui: 'Référent unique', acteurs: ['ACCOMPAGNATEUR'] } as const;

export const REGLES: Record<CodeEcheance, Regle> = {
  TABLEAU: { genre: 'TABLEAU', ...LE_PLIE, regle: "Le tableau d'un mois part avant le 7 du mois suivant : le 6 au plus tard, heure de Paris (convention PLIE, art. 4 et 6)." },
  ECHANGE_INFORMATIONS: { genre: 'REUNIONS', ...ENSEMBLE, regle: 'Les équipes du PLIE et de Pôle emploi échangent leurs informations tous les quatre mois au moins (convention PLIE, art. 6).' },
  COMITE_PILOTAGE_PLIE: { genre: 'REUNIONS', ...LE_PLIE, regle: 'Le comité de pilotage du PLIE se réunit au moins deux fois par an, soit six mois au plus après le précédent (convention PLIE, art. 5-1 a).' },
  COMITE_PILOTAGE_CONVENTION: { genre: 'REUNIONS', ...ENSEMBLE, regle: 'Le comité de pilotage de la convention se réunit au moins une fois par an (convention PLIE, art. 7).' },
  COMITE_TECHNIQUE: { genre: 'REUNIONS', ...LE_PLIE, regle: "La convention n'en fixe pas la fréquence : seule une réunion prévue paraît ici (convention PLIE, art. 5-1 b)." },
  RELEVE_DEMANDES: { genre: 'BILANS', ...LE_PLIE, regle: "L'état annuel des demandes adressées à Pôle emploi et de leurs réalisations (convention PLIE, art. 6). Aucun jour n'y est fixé : il part ici avec les bilans." },
  BILAN_QUANTITATIF: { genre: 'BILANS', ...LE_PLIE, regle: "Le bilan quantitatif d'une année part avant le 30 avril suivant : le 29 au plus tard (convention PLIE, art. 7 et annexe 1)." },
  BILAN_QUALITATIF: { genre: 'BILANS', ...LE_PLIE, regle: "Le bilan qualitatif d'une année part avec le bilan quantitatif, avant le 30 avril suivant (convention PLIE, art. 7 et annexe 2)." },
  ENQUETE: { genre: 'BILANS', ...ENSEMBLE, regle: "Le PLIE et Pôle emploi répondent chacun aux huit questions de l'annexe 2, au plus tard le jour fixé par les correspondants régionaux (convention PLIE, art. 7)." },
  FIN_CONVENTION: { genre: 'CONVENTION', qui: 'PLIE et Pôle emploi', acteurs: ['ANIMATION', 'REFERENT_PE', 'ADMINISTRATEUR'], regle: "Le lendemain du dernier jour, plus rien ne peut être échangé : la convention suivante doit être signée (convention PLIE, art. 9 ; convention de données, art. 9)." },
  PNI_FIN: { genre: 'PNI', ...LE_REFERENT, regle: 'Un PNI couvre 24 mois au plus ; après son dernier jour, le parcours doit être sorti ou prolongé (convention PLIE, art. 6).' },
  CONTACT_SUIVI: { genre: 'SUIVIS', ...LE_REFERENT, regle: "Dans les six mois qui suivent la reprise d'emploi ou l'entrée en formation, la personne est contactée aux mois 1, 3 et 6 (convention PLIE, art. 4)." },
  SUIVI_TENU: { genre: 'SUIVIS', ...LE_REFERENT, regle: 'Six mois tenus font une sortie positive : elle se confirme dans les 30 jours (convention PLIE, art. 4).' },
  PREMIER_CONTACT: { genre: 'ATTENTES', qui: "Équipe d'animation, ou la personne chargée de l'accueil", acteurs: ['ANIMATION', 'ACCOMPAGNATEUR'], regle: 'Un premier contact est tenu dans les 30 jours de la prescription, ou de la convocation manquée (convention PLIE, art. 4).' },
  EFFACEMENT: { genre: 'CONSERVATION', qui: 'Personne : les données partent la nuit de ce jour. Équipe d\'animation ou délégué pour la suspendre', acteurs: ['ANIMATION', 'DPO'], regle: "Au terme de la politique de la convention, l'identité est effacée et les chiffres restent (convention PLIE, art. 8). Un contentieux ou un contrôle suspend l'effacement." },
  PARCOURS_OUVERT: { genre: 'CONSERVATION', ...LE_PLIE, regle: "Trente mois après l'intégration, ou six mois après la fin de la convention, un parcours ne devrait plus être ouvert (convention PLIE, art. 8). Rien n'en est effacé : dites la sortie, ou vérifiez la prolongation." },
};

/** Which codes a role is shown: its own territory, and never a person to the region nor to those who keep the settings. */
const CONSERVATION: readonly CodeEcheance[] = ['EFFACEMENT', 'PARCOURS_OUVERT'];
const PERSONNES: readonly CodeEcheance[] = ['PNI_FIN', 'CONTACT_SUIVI', 'SUIVI_TENU', 'PREMIER_CONTACT', ...CONSERVATION];
const DE_LA_CONVENTION = (Object.keys(REGLES) as CodeEcheance[]).filter((c) => !PERSONNES.includes(c));
const CODES_DU_ROLE: Partial<Record<Role, readonly CodeEcheance[]>> = {
  ACCOMPAGNATEUR: (Object.keys(REGLES) as CodeEcheance[]).filter((c) => !CONSERVATION.includes(c)),
  ANIMATION: Object.keys(REGLES) as CodeEcheance[],
  REFERENT_PE: DE_LA_CONVENTION.filter((c) => c !== 'BILAN_QUANTITATIF' && c !== 'BILAN_QUALITATIF'),
  CORRESPONDANT_REGIONAL: ['BILAN_QUANTITATIF', 'BILAN_QUALITATIF', 'ENQUETE', 'COMITE_PILOTAGE_PLIE', 'COMITE_PILOTAGE_CONVENTION'],
  ADMINISTRATEUR: ['FIN_CONVENTION'],
  DPO: ['FIN_CONVENTION', ...CONSERVATION],
};
export const codesDuRole = (role: Role | 'SYSTEME'): readonly CodeEcheance[] => (role === 'SYSTEME' ? [] : (CODES_DU_ROLE[role] ?? []));
export const estDePersonnes = (code: CodeEcheance): code is CodePersonnes => PERSONNES.includes(code);

/** The kinds of which a role may be reminded. */
export const genresDuRole = (role: Role | 'SYSTEME'): Genre[] => [...new Set(codesDuRole(role).map((c) => REGLES[c].genre))];

/** Whose deadlines: those that the actor has to meet, or all those of their territory. */
export type Vue = 'MIENNES' | 'TOUTES';
/** Who has both to choose from, and which comes first. */
export const vueParDefaut = (role: Role | 'SYSTEME'): Vue => (role === 'ACCOMPAGNATEUR' ? 'MIENNES' : 'TOUTES');
export const aLeChoix = (role: Role | 'SYSTEME'): boolean => role === 'ACCOMPAGNATEUR' || role === 'ANIMATION';

export type Etat = 'EN_RETARD' | 'PROCHE' | 'A_VENIR' | 'FAIT';

export interface Echeance {
  /** Names it for ever, whatever the day it is read: the feed and the reminders tell by it what they have already said. */
  cle: string;
  code: CodeEcheance;
  /** Last day on time; of a meeting that is planned in time, its day; of what is done, the day it was. */
  date: DateCivile;
  etat: Etat;
  /** Of a territory of several PLIEs. */
  plie: { id: number; nom: string; convention: number };
  libelle: string;
  detail: string;
  /** Persons concerned; null for a document or a meeting. */
  nombre: number | null;
  /** Where the work is, and the act that closes it; null when the reader has neither. */
  adresse: string | null;
  acte: { adresse: string; libelle: string } | null;
}

/** A deadline within that many days is near: today is day 0. */
export const JOURS_PROCHES = 6;

/** The state of what is not done. */
export function etatDe(date: DateCivile, jour: DateCivile): Exclude<Etat, 'FAIT'> {
  const reste = joursEntre(jour, date);
  return reste < 0 ? 'EN_RETARD' : reste <= JOURS_PROCHES ? 'PROCHE' : 'A_VENIR';
}

export type Bande = 'RETARD' | 'SEMAINE' | 'MOIS' | 'PLUS_TARD' | 'FAIT';
const JOURS_DU_MOIS_A_VENIR = 30;

/** Where it stands on the page. */
export function bandeDe({ etat, date }: Pick<Echeance, 'etat' | 'date'>, jour: DateCivile): Bande {
  if (etat === 'FAIT') return 'FAIT';
  if (etat === 'EN_RETARD') return 'RETARD';
  if (etat === 'PROCHE') return 'SEMAINE';
  return joursEntre(jour, date) <= JOURS_DU_MOIS_A_VENIR ? 'MOIS' : 'PLUS_TARD';
}

const RANG: Record<Etat, number> = { EN_RETARD: 0, PROCHE: 1, A_VENIR: 1, FAIT: 2 };
/** What is late first, the oldest first; then by day; what is done at the end. */
export const ordonner = <E extends Pick<Echeance, 'etat' | 'date' | 'cle'>>(echeances: readonly E[]): E[] =>
  [...echeances].sort((a, b) => RANG[a.etat] - RANG[b.etat] || (a.date < b.date ? -1 : a.date > b.date ? 1 : a.cle < b.cle ? -1 : 1));
