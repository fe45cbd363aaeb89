/** What is checked before a year is validated: what is missing, what looks wrong, what has to be explained. Pure. */
import { estTaux, numeroLisible } from '../../reports/indicateur';
import type { Ligne } from '../../reports/moteur';
import { BILAN_QUANTITATIF } from '../../reports/bilan-quantitatif/definitions';
import { enumerer } from '../../reports/bilan-quantitatif/notes';
import type { Declaration } from '../chiffres-pe/queries';
import { dire, type Controle, type Gravite } from '../controles/rules';
import { decalerMois, dernierJourAnnee, dernierJourDuMois, formaterMois, joursEntre, moisDe, premierJourAnnee, premierJourDuMois, type DateCivile, type Mois } from '../lib/dates';

/** All that the checks look at, of one PLIE and year. */
export interface Matiere {
  annee: number;
  plieId: number;
  ligne: Ligne;
  conventions: readonly { date_debut: DateCivile; date_fin: DateCivile }[];
  /** Months whose table was sent. */
  transmis: readonly string[];
  agences: readonly { id: number; nom: string }[];
  /** What Pôle emploi declared of its figures of that year. */
  declarations: readonly Pick<Declaration, 'agence_id' | 'chiffre'>[];
  /** Exits into employment or training that stay negative for want of a proof. */
  sansPreuve: number;
}

/** `precision`: which ones, in a few words. */
export interface Constat { nombre: number; precision?: string }
export interface ControleBilan extends Controle { precision: string; remede: string }

export interface DefinitionControle {
  /** In the settings: never changed. */
  code: string;
  singulier: string;
  pluriel: string;
  gravite: Gravite;
  /** Unless the PLIE decides otherwise: by default, only what makes the figures unusable. */
  bloquant: boolean;
  remede: string;
  constater(m: Matiere): Constat;
  adresse(m: Matiere): string;
}

const chiffresPe = (m: Matiere) => `/chiffres-pe?plie=${m.plieId}&annee=${m.annee}`;
const bilan = (m: Matiere) => `/bilan?annee=${m.annee}&chiffres=jour`;

function joursSansConvention({ annee, conventions }: Matiere): number {
  const [debut, fin] = [premierJourAnnee(annee), dernierJourAnnee(annee)];
  const couverts = conventions.reduce((n, c) => n + joursEntre(c.date_debut > debut ? c.date_debut : debut, c.date_fin < fin ? c.date_fin : fin) + 1, 0);
  return joursEntre(debut, fin) + 1 - couverts;
}

/** Months of the year that a convention covers for a day at least, and whose table was not sent. */
export function moisNonTransmis({ annee, conventions, transmis }: Pick<Matiere, 'annee' | 'conventions' | 'transmis'>): Mois[] {
  const premier = moisDe(premierJourAnnee(annee));
  return Array.from({ length: 12 }, (_, i) => decalerMois(premier, i))
    .filter((mois) => !transmis.includes(mois) && conventions.some((c) => c.date_debut <= dernierJourDuMois(mois) && c.date_fin >= premierJourDuMois(mois)));
}

function ecartsDesIc({ ligne }: Matiere): string[] {
  const c = ligne.controles.TOUTES;
  if (!c) return [];
  return [
    ...(c['1'] ? ['la colonne 1 devrait être à 0'] : []),
    ...(c['2'] !== null && c['2'] !== c['3'] ? ['la colonne 3 devrait égaler la colonne 2'] : []),
  ];
}

const depassements = ({ ligne }: Matiere): string[] =>
  BILAN_QUANTITATIF.indicateurs.filter(estTaux).filter((i) => { const t = ligne.taux[i.numero]!; return t.applicable && t.denominateur && t.numerateur! > t.denominateur; }).map((i) => `col. ${numeroLisible(i.numero)}`);

const nonDeclares = ({ agences, declarations }: Matiere): string[] =>
  agences.filter((a) => (['INFORMATIONS_COLLECTIVES', 'SERVICES'] as const).some((chiffre) => !declarations.some((d) => d.agence_id === a.id && d.chiffre === chiffre))).map((a) => a.nom);

/** Named one by one as long as they are few. */
const NOMMES = 4;
const liste = (quoi: readonly string[]): Constat => ({
  nombre: quoi.length, precision: quoi.length <= NOMMES ? enumerer(quoi) : `${quoi.slice(0, NOMMES - 1).join(', ')} et ${quoi.length - NOMMES + 1} autres`,
});

export const CONTROLES_DU_BILAN: readonly DefinitionControle[] = [
  {
    code: 'BILAN_SANS_CONVENTION', singulier: 'année sans convention', pluriel: 'années sans convention', gravite: 'GRAVE', bloquant: true,
    remede: "Demandez à l'administrateur d'enregistrer la convention de cette année : elle dit quelles colonnes existent.",
    constater: (m) => ({ nombre: m.conventions.length ? 0 : 1 }), adresse: () => '/conventions',
  },
  {
    code: 'BILAN_VIDE', singulier: 'bilan sans aucun fait', pluriel: 'bilans sans aucun fait', gravite: 'GRAVE', bloquant: true,
    remede: "Enregistrez ou reprenez les orientations de l'année avant de valider.",
    constater: (m) => ({ nombre: Object.values(m.ligne.comptes).some((c) => c.valeur) ? 0 : 1 }), adresse: bilan,
  },
  {
    code: 'BILAN_SOURCE_PE_MANQUANTE', singulier: 'source de Pôle emploi manquante', pluriel: 'sources de Pôle emploi manquantes', gravite: 'GRAVE', bloquant: true,
    remede: 'La convention compte les orientations par information collective : sans la colonne 2, les colonnes 4 et 9 bis restent « n.d. ». Faites enregistrer les séances.',
    constater: (m) => ({ nombre: m.ligne.comptes['2']!.valeur === null && m.ligne.periodes.some((p) => p.orientations_ic !== 'AUCUNE') ? 1 : 0, precision: 'colonne 2' }), adresse: chiffresPe,
  },
  {
    code: 'BILAN_SOURCE_PE_NON_DECLAREE', singulier: 'agence dont les chiffres ne sont pas déclarés complets', pluriel: 'agences dont les chiffres ne sont pas déclarés complets', gravite: 'ATTENTION', bloquant: false,
    remede: 'Le référent de chaque agence dit si ses chiffres sont complets, ou sans objet.',
    constater: (m) => liste(nonDeclares(m)), adresse: chiffresPe,
  },
  {
    code: 'BILAN_ECART_IC', singulier: 'écart entre les colonnes 1, 2 et 3', pluriel: 'écarts entre les colonnes 1, 2 et 3', gravite: 'ATTENTION', bloquant: false,
    remede: "Toutes les orientations passent par une information collective. L'écart est signalé, jamais corrigé : expliquez-le dans la remarque.",
    constater: (m) => liste(ecartsDesIc(m)), adresse: bilan,
  },
  {
    code: 'BILAN_SORTIES_SANS_PREUVE', singulier: 'sortie sans preuve', pluriel: 'sorties sans preuve', gravite: 'ATTENTION', bloquant: false,
    remede: "Une sortie vers l'emploi ou la formation n'est positive qu'avec sa preuve.",
    constater: (m) => ({ nombre: m.sansPreuve }), adresse: () => '/suivis/preuves',
  },
  {
    code: 'BILAN_MOIS_NON_TRANSMIS', singulier: 'mois dont le tableau n\'a pas été transmis', pluriel: 'mois dont le tableau n\'a pas été transmis', gravite: 'ATTENTION', bloquant: false,
    remede: 'Pôle emploi ne connaît pas ce que ces mois comptent.',
    constater: (m) => liste(moisNonTransmis(m).map(formaterMois)), adresse: (m) => { const [premier] = moisNonTransmis(m); return premier ? `/tableau-de-suivi?mois=${premier}` : '/tableau-de-suivi'; },
  },
  {
    code: 'BILAN_JOURS_SANS_CONVENTION', singulier: "jour de l'année sans convention", pluriel: "jours de l'année sans convention", gravite: 'ATTENTION', bloquant: false,
    remede: 'Ces jours prennent les réglages de la convention la plus proche.',
    constater: (m) => ({ nombre: m.conventions.length ? joursSansConvention(m) : 0 }), adresse: () => '/conventions',
  },
  {
    code: 'BILAN_TAUX_AU_DELA_DE_100', singulier: 'taux au-delà de 100 %', pluriel: 'taux au-delà de 100 %', gravite: 'ATTENTION', bloquant: false,
    remede: "C'est possible : chaque fait compte l'année de sa propre date. Dites dans la remarque ce qui l'explique ici.",
    constater: (m) => liste(depassements(m)), adresse: bilan,
  },
];

/** The checks of a year; `reglages`: what the PLIE decided of their blocking, by code. */
export const controler = (m: Matiere, reglages: ReadonlyMap<string, { bloquant: boolean }>): ControleBilan[] => CONTROLES_DU_BILAN.map((d) => {
  const { nombre, precision } = d.constater(m);
  return { code: d.code, phrase: dire(d, nombre), gravite: d.gravite, bloquant: reglages.get(d.code)?.bloquant ?? d.bloquant, nombre, adresse: d.adresse(m), precision: nombre ? (precision ?? '') : '', remede: d.remede };
});
