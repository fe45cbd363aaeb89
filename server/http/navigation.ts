/**
 * The menu. An entry shows when the actor may do its act; `sauf`: unless that other one gives them a page of their own.
 * What is opened every day stands in the row; past seven, the entries of a group (`sous`) go under « Plus », save the first ones
 * where the row has room for them.
 */
import type { Acteur } from '../acces/acteur';
import { peut, type Droit } from '../acces/droits';

/** As the site map names them (pages/page.ts). */
type Groupe = 'Suivre les personnes' | 'Rendre compte' | 'Administrer';

const ENTREES: { adresse: string; libelle: string; acte: Droit; sauf?: Droit; sous?: Groupe }[] = [
  { adresse: '/', libelle: 'Accueil', acte: 'accueil.voir' },
  { adresse: '/reception', libelle: 'Réception', acte: 'reception.lire' },
  { adresse: '/portefeuille', libelle: 'Portefeuille', acte: 'portefeuille.lire' },
  { adresse: '/taches', libelle: 'À traiter', acte: 'tache.traiter' },
  { adresse: '/orientations', libelle: 'Orientations', acte: 'orientation.lire' },
  { adresse: '/personnes', libelle: 'Personnes', acte: 'personne.lire' },
  { adresse: '/commissions', libelle: 'Commissions', acte: 'commission.preparer' },
  { adresse: '/pni', libelle: 'PNI', acte: 'pni.lire', sous: 'Suivre les personnes' },
  { adresse: '/suivis', libelle: 'Suivis et sorties', acte: 'parcours.tenir', sous: 'Suivre les personnes' },
  { adresse: '/retours', libelle: 'Réponses de Pôle emploi', acte: 'retour.traiter', sous: 'Suivre les personnes' },
  { adresse: '/echeances', libelle: 'Échéances', acte: 'echeance.lire', sous: 'Rendre compte' },
  { adresse: '/tableau-de-suivi', libelle: 'Tableau de suivi', acte: 'tableau.etablir', sous: 'Rendre compte' },
  { adresse: '/tableaux-recus', libelle: 'Tableaux reçus', acte: 'tableau.importer' },
  { adresse: '/controles', libelle: 'Contrôles', acte: 'controle.lire', sous: 'Rendre compte' },
  { adresse: '/bilans', libelle: 'Suivi des bilans', acte: 'bilan.lire', sous: 'Rendre compte' },
  { adresse: '/bilan', libelle: 'Bilan', acte: 'bilan.lire', sous: 'Rendre compte' },
  { adresse: '/analyses', libelle: 'Analyses', acte: 'analyse.lire', sous: 'Rendre compte' },
  { adresse: '/releve-des-demandes', libelle: 'Relevé des demandes', acte: 'bilan.lire', sous: 'Rendre compte' },
  { adresse: '/enquete', libelle: 'Enquête annuelle', acte: 'enquete.lire', sous: 'Rendre compte' },
  { adresse: '/chiffres-pe', libelle: 'Chiffres de Pôle emploi', acte: 'chiffres_pe.saisir', sous: 'Rendre compte' },
  { adresse: '/reprise', libelle: 'Reprise', acte: 'reprise.importer', sous: 'Administrer' },
  { adresse: '/conventions', libelle: 'Conventions', acte: 'convention.lire', sauf: 'convention.administrer', sous: 'Administrer' },
  { adresse: '/administration', libelle: 'Administration', acte: 'organisation.administrer', sous: 'Administrer' },
  { adresse: '/conservation', libelle: 'Conservation', acte: 'conservation.lire', sous: 'Administrer' },
  { adresse: '/violations', libelle: 'Violations', acte: 'violation.tenir', sous: 'Administrer' },
  { adresse: '/demandes-de-droits', libelle: 'Demandes de droits', acte: 'droit.traiter', sous: 'Administrer' },
  { adresse: '/journal', libelle: 'Journal', acte: 'journal.lire', sous: 'Administrer' },
  { adresse: '/correspondants-et-hebergement', libelle: 'Correspondants et hébergement', acte: 'correspondant.lire', sous: 'Administrer' },
];

/** What a newcomer takes in at a glance, « Plus » included. */
export const ENTREES_MAX = 7;

export interface Entree { adresse: string; libelle: string; courante: boolean }
export interface Navigation {
  entrees: Entree[];
  /** Null when everything holds in the row. `courante`: the entry under it where the page is. */
  plus: { courante: string | null; groupes: { titre: string; entrees: Entree[] }[] } | null;
}

export function navigation(acteur: Acteur, courante: string | undefined): Navigation {
  const siennes = ENTREES.filter((e) => peut(acteur, e.acte) && !(e.sauf && peut(acteur, e.sauf)));
  const montrer = ({ adresse, libelle }: (typeof ENTREES)[number]): Entree => ({ adresse, libelle, courante: adresse === courante });
  if (siennes.length <= ENTREES_MAX) return { entrees: siennes.map(montrer), plus: null };
  const place = ENTREES_MAX - 1 - siennes.filter((e) => !e.sous).length;
  const enRangee = new Set([...siennes.filter((e) => !e.sous), ...siennes.filter((e) => e.sous).slice(0, Math.max(0, place))]);
  const rangees = siennes.filter((e) => e.sous && !enRangee.has(e));
  return {
    entrees: siennes.filter((e) => enRangee.has(e)).map(montrer),
    plus: {
      courante: rangees.find((e) => e.adresse === courante)?.libelle ?? null,
      groupes: [...new Set(rangees.map((e) => e.sous!))].map((titre) => ({ titre, entrees: rangees.filter((e) => e.sous === titre).map(montrer) })),
    },
  };
}
