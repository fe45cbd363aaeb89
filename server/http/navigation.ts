/** The row of navigation: an entry shows when the actor may do its act; `sauf`: unless that other one gives them a page of their own. */
import type { Acteur } from '../acces/acteur';
import { peut, type Droit } from '../acces/droits';

const ENTREES: { adresse: string; libelle: string; acte: Droit; sauf?: Droit }[] = [
  { adresse: '/', libelle: 'Accueil', acte: 'accueil.voir' },
  { adresse: '/reception', libelle: 'Réception', acte: 'reception.lire' },
  { adresse: '/portefeuille', libelle: 'Portefeuille', acte: 'portefeuille.lire' },
  { adresse: '/orientations', libelle: 'Orientations', acte: 'orientation.lire' },
  { adresse: '/personnes', libelle: 'Personnes', acte: 'personne.lire' },
  { adresse: '/commissions', libelle: 'Commissions', acte: 'commission.preparer' },
  { adresse: '/pni', libelle: 'PNI', acte: 'pni.lire' },
  { adresse: '/suivis', libelle: 'Suivis et sorties', acte: 'parcours.tenir' },
  { adresse: '/tableau-de-suivi', libelle: 'Tableau de suivi', acte: 'tableau.etablir' },
  { adresse: '/bilan', libelle: 'Bilan', acte: 'bilan.lire' },
  { adresse: '/reprise', libelle: 'Reprise', acte: 'reprise.importer' },
  { adresse: '/conventions', libelle: 'Conventions', acte: 'convention.lire', sauf: 'convention.administrer' },
  { adresse: '/administration', libelle: 'Administration', acte: 'organisation.administrer' },
  { adresse: '/journal', libelle: 'Journal', acte: 'journal.lire' },
];

export interface Entree { adresse: string; libelle: string; courante: boolean }

export function navigation(acteur: Acteur, courante: string | undefined): Entree[] {
  return ENTREES.filter((e) => peut(acteur, e.acte) && !(e.sauf && peut(acteur, e.sauf))).map(({ adresse, libelle }) => ({ adresse, libelle, courante: adresse === courante }));
}
