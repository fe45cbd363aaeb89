/** Annexe 1 as the command `bilan --format json` prints it (domaine 05 E): a contract. */
import { estCompte, estTaux, estVentilation } from '../indicateur';
import type { CelluleTaux, Ligne } from '../moteur';
import type { Bilan } from './bilan';
import { BILAN_QUANTITATIF } from './definitions';

type Taux = { numerateur: number; denominateur: number; valeur: number } | null;
type Colonnes = Record<string, number | null | Taux | Record<string, number>>;
interface Colonne { colonnes: Colonnes; nonApplicable: string[] }
interface Consolide extends Colonne { couverture: Record<string, { plies: number; sur: number }> }

export interface BilanJson {
  annee: number;
  plies: ({ code: string; nom: string; departement: string } & Colonne)[];
  departements: ({ code: string; nom: string } & Consolide)[];
  /** All the PLIEs above together. */
  region: Consolide | null;
}

/** A ratio, exact; null when it is not available. */
export const tauxExact = ({ numerateur, denominateur }: CelluleTaux): Taux =>
  numerateur === null || !denominateur ? null : { numerateur, denominateur, valeur: numerateur / denominateur };

function colonnesDe(ligne: Ligne): Colonne {
  const colonnes: Colonnes = {};
  const nonApplicable: string[] = [];
  for (const i of BILAN_QUANTITATIF.indicateurs) {
    if (estVentilation(i)) {
      const { valeurs } = ligne.ventilations[i.numero]!;
      colonnes[i.numero] = Object.fromEntries(Object.entries(valeurs).map(([code, v]) => [code, v.nombre]));
      colonnes[`${i.numero}positives`] = Object.fromEntries(Object.entries(valeurs).map(([code, v]) => [code, v.dont]));
      continue;
    }
    const cellule = estTaux(i) ? ligne.taux[i.numero]! : ligne.comptes[i.numero]!;
    if (!cellule.applicable) nonApplicable.push(i.numero);
    colonnes[i.numero] = !cellule.applicable ? null : 'valeur' in cellule ? cellule.valeur : tauxExact(cellule);
  }
  return { colonnes, nonApplicable };
}

function consolider(ligne: Ligne): Consolide {
  const couverture = Object.fromEntries(BILAN_QUANTITATIF.indicateurs.map((i) => {
    const cellule = estCompte(i) ? ligne.comptes[i.numero]! : estTaux(i) ? ligne.taux[i.numero]! : ligne.ventilations[i.numero]!;
    return [i.numero, { plies: cellule.plies, sur: ligne.plies }];
  }));
  return { ...colonnesDe(ligne), couverture };
}

export function versJson({ annee, lignes }: Bilan): BilanJson {
  const ensemble = lignes.find((l) => l.niveau === 'ENSEMBLE');
  return {
    annee,
    plies: lignes.filter((l) => l.niveau === 'PLIE').map((l) => ({ code: l.plie!.code, nom: l.plie!.nom, departement: l.departement!.code, ...colonnesDe(l) })),
    departements: lignes.filter((l) => l.niveau === 'DEPARTEMENT').map((l) => ({ code: l.departement!.code, nom: l.departement!.nom, ...consolider(l) })),
    region: ensemble ? consolider(ensemble) : null,
  };
}
