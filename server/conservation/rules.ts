/**
 * How long a person may be kept, by template of convention: each limit with what the convention allows and the clause that says so
 * (domaine §10). Pure.
 */
import { LISTES, type CodeDe } from '../codes/listes';
import type { DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { accorder } from '../lib/texte';

export type Modele = CodeDe<'MODELES_CONSERVATION'>;
export type Limite = 'jours_apres_refus' | 'mois_apres_sortie' | 'mois_apres_integration' | 'mois_apres_convention' | 'annees_archive';
/** Null: that limit does not exist in the template. */
export type Durees = Record<Limite, number | null>;

interface Borne { libelle: string; min: number; max: number; clause: string; /** Why not sooner. */ plancher: string }

const APRES_SORTIE = "convention PLIE, article 8 : six mois au plus après la fin de l'accompagnement";
const APRES_INTEGRATION = "convention PLIE, article 8 : trente mois au plus après le début de l'accompagnement";
const APRES_CONVENTION = "convention PLIE, article 8 : six mois au plus après la fin de la convention";
const APRES_REFUS = "convention sur les données, article 4.2 : les données des personnes orientées et non intégrées sont détruites";
const ARCHIVE = "convention sur les données, articles 4.2 et 7 : ce que demande le contrôle du FSE, dix ans au plus après la fin de la convention";

const REFUS: Borne = { libelle: "Jours après l'envoi du tableau qui porte le refus", min: 1, max: 90, clause: APRES_REFUS, plancher: 'Pôle emploi doit avoir reçu le tableau' };
const ACTIVE: Partial<Record<Limite, Borne>> = {
  jours_apres_refus: REFUS,
  mois_apres_sortie: { libelle: 'Mois après la sortie', min: 1, max: 6, clause: APRES_SORTIE, plancher: 'la sortie doit avoir été transmise et une preuve tardive peut encore arriver' },
  mois_apres_integration: { libelle: "Mois après l'intégration", min: 24, max: 30, clause: APRES_INTEGRATION, plancher: "un parcours dure jusqu'à vingt-quatre mois" },
  mois_apres_convention: { libelle: 'Mois après la fin de la convention', min: 0, max: 6, clause: APRES_CONVENTION, plancher: 'la convention doit être finie' },
};
const seulementLaConvention = (max: number, clause: string): Partial<Record<Limite, Borne>> => ({
  mois_apres_convention: { libelle: 'Mois après la fin de la convention', min: 0, max, clause, plancher: 'la convention doit être finie' },
});

/** The limits that exist in each template, and what they may be. The longest allowed is the default. */
export const BORNES: Readonly<Record<Modele, Partial<Record<Limite, Borne>>>> = {
  PLIE: ACTIVE,
  PLIE_FSE: { ...ACTIVE, annees_archive: { libelle: "Années d'archive après la fin de la convention", min: 3, max: 10, clause: ARCHIVE, plancher: 'le contrôle du FSE en a besoin' } },
  ACCOMPAGNEMENT_GLOBAL: seulementLaConvention(120, "convention d'accompagnement global : dix ans au plus après la fin de la convention"),
  ACCOMPAGNEMENT_SOCIAL: seulementLaConvention(2, "accompagnement social exclusif : deux mois au plus après la fin de la convention"),
  DOSSIERS_RSA: seulementLaConvention(2, 'fichiers RSA : deux mois au plus après la fin de la convention'),
};

const LIMITES: readonly Limite[] = ['jours_apres_refus', 'mois_apres_sortie', 'mois_apres_integration', 'mois_apres_convention', 'annees_archive'];

/** The longest that the template allows; a refusal is destroyed after thirty days unless decided otherwise (domaine §10). */
export const dureesParDefaut = (modele: Modele): Durees =>
  Object.fromEntries(LIMITES.map((l) => [l, l === 'jours_apres_refus' && BORNES[modele][l] ? 30 : (BORNES[modele][l]?.max ?? null)])) as Durees;

/** The template of a convention for which nothing was decided. */
export const modeleParDefaut = ({ fse }: { fse: boolean }): Modele => (fse ? 'PLIE_FSE' : 'PLIE');

/** What the convention does not allow: kept longer than it says, or erased while it is still needed. With the clause. */
export function critiquerDurees(modele: Modele, durees: Durees): Erreur[] {
  return LIMITES.flatMap((limite): Erreur[] => {
    const [borne, valeur] = [BORNES[modele][limite], durees[limite]];
    if (!borne) return valeur === null ? [] : [{ champ: limite, message: `Ce modèle de convention n'a pas cette durée : laissez-la vide.` }];
    if (valeur === null) return [{ champ: limite, message: `Donnez cette durée, entre ${borne.min} et ${borne.max}.` }];
    if (valeur > borne.max) return [{ champ: limite, message: `${valeur} dépasse ce que la convention permet, ${borne.max} (${borne.clause}).` }];
    if (valeur < borne.min) return [{ champ: limite, message: `${valeur} effacerait trop tôt : ${borne.min} au moins, car ${borne.plancher} (${borne.clause}).` }];
    return [];
  });
}

/** Between a refusal or an exit and the table that carries it, when that table never left: nothing goes before. */
export const MOIS_SANS_TABLEAU = 3;
/** How many persons in one transaction: a kill loses at most a batch, and the others wait but a moment. */
export const PAR_LOT = 100;
/** Told before it happens. */
export const JOURS_D_AVERTISSEMENT = 30;

export const phraseDesDurees = (d: Durees): string[] => [
  ...(d.jours_apres_refus === null ? [] : [`Refus d'intégration : ${accorder(d.jours_apres_refus, 'jour')} après l'envoi du tableau qui le porte.`]),
  ...(d.mois_apres_sortie === null ? [] : [`Sortie : ${d.mois_apres_sortie} mois après, et ${d.mois_apres_integration} mois après l'intégration au plus tard.`]),
  `Fin de la convention : ${d.mois_apres_convention} mois après au plus tard.`,
  ...(d.annees_archive === null ? [] : [`Puis archive restreinte pour le contrôle du FSE, jusqu'à ${accorder(d.annees_archive, 'an')} après la fin de la convention.`]),
];

export interface PolitiqueEnVigueur { modele: Modele; durees: Durees }

/** What holds today, each policy once; without any convention, what the two templates of a PLIE say. */
export function politiquesEnVigueur(politiques: readonly (Durees & { modele: Modele; date_debut: DateCivile; date_fin: DateCivile })[], jour: DateCivile): PolitiqueEnVigueur[] {
  const presentes = politiques.filter((p) => p.date_debut <= jour && jour <= p.date_fin).map(({ modele, ...p }) => ({ modele, durees: Object.fromEntries(LIMITES.map((l) => [l, p[l]])) as Durees }));
  const toutes = presentes.length ? presentes : (['PLIE', 'PLIE_FSE'] as const).map((modele) => ({ modele, durees: dureesParDefaut(modele) }));
  return [...new Map(toutes.map((p) => [JSON.stringify(p), p])).values()].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

/** The hold that comes of a request of the person (RGPD art. 18): granted and lifted there, once their identity is checked. */
export const LIMITATION = 'DEMANDE_DE_LA_PERSONNE' satisfies CodeDe<'MOTIFS_SUSPENSION'>;
export const MOTIFS_OFFERTS = LISTES.MOTIFS_SUSPENSION.filter((m) => m.code !== LIMITATION);
