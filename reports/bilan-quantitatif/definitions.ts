/** Annexe 1 of the convention (PLIE art. 7): its columns, defined once. Source of each: domaine 03. */
import { LISTES } from '../../server/codes/listes';
import { INFORMATIONS_COLLECTIVES, ORIENTATIONS, SORTIES } from '../sources';
import type { Clause, Document } from '../indicateur';

/** Changes with the meaning of a column: a frozen bilan says which one gave its figures. */
export const VERSION = '1';

/** Prescribed by Pôle emploi, whichever way. */
export const PE: Clause = { sql: "f.prescripteur = 'POLE_EMPLOI'", oui: 'est prescrite par Pôle emploi', non: "n'est pas prescrite par Pôle emploi" };
const SUR_LE_FLUX: Clause = { sql: "f.mode_orientation = 'FLUX'", oui: 'est sur le flux', non: "n'est pas sur le flux" };
const PE_OU_TOUS: Clause = {
  sql: "(r.perimetre_sorties = 'TOUS_PRESCRIPTEURS' or f.prescripteur = 'POLE_EMPLOI')",
  oui: 'est de celles dont la convention compte les sorties', non: "n'est pas prescrite par Pôle emploi, et la convention ne compte ici que les sorties de celles-là",
};
const POSITIVE: Clause = { sql: "f.nature_sortie in ('POSITIVE_EMPLOI', 'POSITIVE_FORMATION')", oui: 'finit par une sortie positive', non: 'ne finit pas par une sortie positive' };
const AVEC_DIAGNOSTIC: Clause = { sql: 'r.phase_diagnostic', oui: 'passe par la phase de diagnostic que la convention prévoit', non: "relève ce jour-là d'une convention sans phase de diagnostic" };
const PAR_IC = "r.orientations_ic <> 'AUCUNE'";

const SANS_DIAGNOSTIC = 'Sans objet (« Non applicable ») pour un PLIE dont la convention ne prévoit pas de phase de diagnostic.';
const DENOMINATEUR = "Convention sans orientation par information collective : la colonne 1 seule. Orientations par information collective, pour certaines agences ou toutes : colonne 1 + colonne 2.";
const TOUS = "Convention « tous prescripteurs » : les sorties sont comptées quel que soit le prescripteur. Sinon, orientations de Pôle emploi seulement.";

export const BILAN_QUANTITATIF: Document = {
  indicateurs: [
    {
      numero: '1', genre: 'compte', titre: 'Orientés sur le flux', libelle: 'Orientations PE sur le flux', fournisseur: 'PLIE',
      definition: "Nombre d'orientations prescrites par Pôle emploi sur le flux (envoi direct à un entretien avec le PLIE), dont la date de prescription tombe dans l'année. Une personne orientée deux fois compte deux fois.",
      source: ORIENTATIONS, date: 'date_prescription', nomDeLaDate: 'Date de prescription', conditions: [PE, SUR_LE_FLUX],
      reglages: "Quand toutes les orientations passent par une information collective, cette colonne devrait être à 0 : un écart est signalé, jamais corrigé.",
    },
    {
      numero: '2', genre: 'compte', titre: 'Présents aux IC', libelle: 'Présents aux informations collectives PE', fournisseur: 'POLE_EMPLOI',
      definition: "Somme des présents aux informations collectives de Pôle emploi tenues dans l'année pour ce PLIE. Non disponible tant qu'aucune séance n'est enregistrée pour l'année.",
      source: INFORMATIONS_COLLECTIVES, date: 'date_session', nomDeLaDate: 'Date de la séance', conditions: [],
      reglages: "Montrée telle quelle quand la convention ne prévoit pas d'orientation par information collective ; elle n'entre alors dans aucun taux.",
    },
    {
      numero: '3', genre: 'compte', titre: 'Accueillis', libelle: 'Accueillis au premier entretien', fournisseur: 'PLIE',
      definition: "Nombre d'orientations de Pôle emploi (sur le flux ou par information collective) dont le premier contact en présence, collectif ou individuel, tombe dans l'année.",
      source: ORIENTATIONS, date: 'date_contact', nomDeLaDate: 'Date du premier contact', conditions: [PE],
      reglages: "Quand toutes les orientations passent par une information collective, cette colonne devrait égaler la colonne 2 : un écart est signalé, jamais corrigé.",
    },
    {
      numero: '4', genre: 'taux', titre: 'Taux de présence', libelle: 'Taux de présence après orientation', fournisseur: 'CALCUL', numerateur: '3', denominateur: 'D', reglages: DENOMINATEUR,
      definition: 'Colonne 3 rapportée aux orientations de Pôle emploi : colonne 1, ou colonne 1 + colonne 2 selon la convention.',
    },
    {
      numero: '5', genre: 'compte', titre: 'Entrées en diagnostic', libelle: 'Entrées en phase de diagnostic', fournisseur: 'PLIE', reglages: SANS_DIAGNOSTIC,
      definition: "Nombre d'orientations de Pôle emploi dont la phase de diagnostic commence dans l'année (premier entretien de diagnostic).",
      source: ORIENTATIONS, date: 'date_diagnostic', nomDeLaDate: "Date d'entrée en diagnostic", conditions: [PE], applicable: AVEC_DIAGNOSTIC,
    },
    {
      numero: '6', genre: 'taux', titre: 'Diagnostics / accueillis', libelle: 'Taux de réception en diagnostic', fournisseur: 'CALCUL', numerateur: '5', denominateur: '3', reglages: SANS_DIAGNOSTIC,
      definition: 'Colonne 5 rapportée à la colonne 3.',
    },
    {
      numero: '7', genre: 'compte', titre: 'Intégrés', libelle: 'Intégrés en accompagnement', fournisseur: 'PLIE',
      definition: "Nombre d'orientations de Pôle emploi dont la date d'intégration (signature du contrat d'engagement) tombe dans l'année.",
      source: ORIENTATIONS, date: 'date_integration', nomDeLaDate: "Date d'intégration", conditions: [PE],
    },
    {
      numero: '8', genre: 'taux', titre: 'Intégrés / diagnostics', libelle: "Taux d'intégration / diagnostic", fournisseur: 'CALCUL', numerateur: '7', denominateur: '5', reglages: SANS_DIAGNOSTIC,
      definition: 'Colonne 7 rapportée à la colonne 5.',
    },
    {
      numero: '9', genre: 'taux', titre: 'Intégrés / accueillis', libelle: "Taux d'intégration / accueillis", fournisseur: 'CALCUL', numerateur: '7', denominateur: '3',
      definition: 'Colonne 7 rapportée à la colonne 3.',
    },
    {
      numero: '9bis', genre: 'taux', titre: 'Intégrés / orientés', libelle: "Taux d'intégration / orientés PE", fournisseur: 'CALCUL', numerateur: '7', denominateur: 'D', reglages: DENOMINATEUR,
      definition: 'Colonne 7 rapportée aux orientations de Pôle emploi : colonne 1, ou colonne 1 + colonne 2 selon la convention.',
    },
    {
      numero: '10', genre: 'compte', titre: 'Sorties', libelle: 'Sorties totales, orientations PE', fournisseur: 'PLIE', reglages: TOUS,
      definition: "Nombre de parcours issus d'orientations de Pôle emploi dont la date de sortie tombe dans l'année, quelle que soit l'année de l'orientation. Un refus d'intégration n'est pas une sortie.",
      source: SORTIES, date: 'date_sortie', nomDeLaDate: 'Date de sortie', conditions: [PE_OU_TOUS],
    },
    {
      numero: '11', genre: 'compte', titre: 'Dont positives', libelle: 'Dont sorties positives, orientations PE', fournisseur: 'PLIE', reglages: TOUS,
      definition: 'Parmi les sorties de la colonne 10, celles dont la nature est « positive – emploi » ou « positive – formation ».',
      source: SORTIES, date: 'date_sortie', nomDeLaDate: 'Date de sortie', conditions: [PE_OU_TOUS, POSITIVE],
    },
    {
      numero: '12', genre: 'taux', titre: 'Taux de sorties positives', libelle: 'Taux de sorties positives, orientations PE', fournisseur: 'CALCUL', numerateur: '11', denominateur: '10', reglages: TOUS,
      definition: 'Colonne 11 rapportée à la colonne 10.',
    },
    {
      numero: '13', genre: 'ventilation', titre: 'Par motif', libelle: 'Sorties par motif', fournisseur: 'PLIE', reglages: TOUS,
      definition: 'Les sorties de la colonne 10 réparties selon leur motif ; dans chaque motif, les sorties positives (colonne 11) sont distinguées.',
      de: '10', axe: 'motif_sortie', valeurs: LISTES.MOTIFS_SORTIE, dont: '11',
    },
    {
      numero: '14', genre: 'compte', titre: 'Sorties', libelle: 'Sorties totales du PLIE', fournisseur: 'PLIE',
      definition: "Nombre de parcours dont la date de sortie tombe dans l'année, tous prescripteurs confondus, quelle que soit l'année de l'orientation.",
      source: SORTIES, date: 'date_sortie', nomDeLaDate: 'Date de sortie', conditions: [],
    },
    {
      numero: '15', genre: 'compte', titre: 'Dont positives', libelle: 'Dont sorties positives du PLIE', fournisseur: 'PLIE',
      definition: 'Parmi les sorties de la colonne 14, celles dont la nature est « positive – emploi » ou « positive – formation ».',
      source: SORTIES, date: 'date_sortie', nomDeLaDate: 'Date de sortie', conditions: [POSITIVE],
    },
    {
      numero: '16', genre: 'taux', titre: 'Taux de sorties positives', libelle: 'Taux de sorties positives du PLIE', fournisseur: 'CALCUL', numerateur: '15', denominateur: '14',
      definition: 'Colonne 15 rapportée à la colonne 14.',
    },
  ],
  // D: those whom Pôle emploi oriented, as the convention counts them.
  sommes: [{ numero: 'D', termes: [{ numero: '1' }, { numero: '2', quand: PAR_IC }] }],
  // Where every orientation goes through an information collective, column 1 should be 0 and column 3 equal column 2.
  controles: [{ nom: 'TOUTES', quand: "r.orientations_ic = 'TOUTES'", colonnes: ['1', '2', '3'] }],
};

/** Groups of columns, as the printed table heads them. */
export const GROUPES: readonly { titre: string; colonnes: readonly string[] }[] = [
  { titre: 'Orientation et accueil', colonnes: ['1', '2', '3', '4'] },
  { titre: 'Diagnostic', colonnes: ['5', '6'] },
  { titre: 'Intégration', colonnes: ['7', '8', '9', '9bis'] },
  { titre: 'Sorties, orientations PE', colonnes: ['10', '11', '12', '13'] },
  { titre: 'Tous prescripteurs', colonnes: ['14', '15', '16'] },
];
