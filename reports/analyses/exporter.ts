/** What is shown of an analysis, as a sheet and as a CSV. Pure. */
import type { Cellule, Colonne, Feuille } from '../../server/lib/classeur/ecrire';
import { ecrireCsv, type CelluleCsv } from '../../server/lib/classeur/ecrire-csv';
import type { CelluleDAnalyse, ColonneDAnalyse, LigneDAnalyse, TableauDAnalyse, Unite } from './tableau';

const FORMATS: Record<Unite, Colonne['format']> = { NOMBRE: 'entier', TAUX: 'taux', JOURS: undefined, TEXTE: 'texte' };

/** Under the table, in both files: what it is, and its notes. */
const pied = ({ titre, contexte, notes }: TableauDAnalyse): string[] => [`${titre}, ${contexte}`, ...notes];
const intitule = ({ entete, libelle }: LigneDAnalyse, tableau: TableauDAnalyse): string[] => (avecEntetes(tableau) ? [entete ?? '', libelle] : [libelle]);
/** Headings over rows take a column of their own in a file: each row can then be sorted alone. */
const avecEntetes = ({ lignes }: TableauDAnalyse): boolean => lignes.some((l) => l.entete);
/** The heading of each row, which on the screen stands once over those that share it. */
function entetesRepetees(tableau: TableauDAnalyse): LigneDAnalyse[] {
  let courante: string | undefined;
  return tableau.lignes.map((l) => {
    courante = l.genre === 'VALEUR' ? (l.entete ?? courante) : undefined;
    return { ...l, entete: courante };
  });
}

/** A sheet: figures as numbers, what has none as the text shown. */
export function feuilleDeLAnalyse(tableau: TableauDAnalyse): Feuille {
  const tetes = [...(avecEntetes(tableau) ? [{ titre: 'Groupe', largeur: 22 }] : []), { titre: tableau.axe, largeur: 38 }];
  const gras = (texte: string, { genre }: LigneDAnalyse): Cellule => (genre === 'VALEUR' ? texte : { texte, gras: true });
  return {
    nom: tableau.nom,
    colonnes: [...tetes, ...tableau.colonnes.map((c): Colonne => ({ titre: c.libelle, largeur: 15, format: FORMATS[c.unite] }))],
    lignes: [
      ...entetesRepetees(tableau).map((l) => [...intitule(l, tableau).map((t) => gras(t, l)), ...l.cellules.map((c): Cellule => c.valeur ?? c.texte)]),
      [],
      ...pied(tableau).map((texte): Cellule[] => [texte]),
    ],
    filtre: false,
  };
}

/** UTF-8 with its mark, « ; », CRLF: what a French Excel opens with a double click. */
export function csvDeLAnalyse(tableau: TableauDAnalyse): string {
  const tetes = [...(avecEntetes(tableau) ? ['Groupe'] : []), tableau.axe, ...tableau.colonnes.map((c) => c.libelle)];
  const lire = (c: CelluleDAnalyse, { unite }: ColonneDAnalyse): CelluleCsv => (unite === 'TAUX' || c.valeur === null ? c.texte : c.valeur);
  return ecrireCsv([
    tetes,
    ...entetesRepetees(tableau).map((l) => [...intitule(l, tableau), ...l.cellules.map((c, i) => lire(c, tableau.colonnes[i]!))]),
    [],
    ...pied(tableau).map((texte) => [texte]),
  ]);
}
