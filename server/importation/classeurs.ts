/** The refused rows, as format B has them, each with its reason: to be mended by the PLIE and sent again. */
import { TITRE_DU_MOTIF } from '../lib/classeur/comprendre';
import type { Cellule, Feuille } from '../lib/classeur/ecrire';
import type { Contenu } from './queries';
import { NOMS_DES_FEUILLES, colonnesDe, enCellule, type NomDeFeuille } from './rules-format';
import type { FeuilleLue } from './rules-lecture';

const lueDe = ({ lecture }: Contenu, nom: NomDeFeuille): FeuilleLue<unknown> | null =>
  ({ 'Tableau de suivi': lecture.tableau, Étapes: lecture.etapes, Absences: lecture.absences, Corrections: lecture.corrections })[nom];

/** Only the sheets that have some. A row that waits for an answer is not taken either: it goes with them. */
export function feuillesDesRefus(contenu: Contenu): Feuille[] {
  return NOMS_DES_FEUILLES.flatMap((nom) => {
    const refusees = contenu.examen.lignes.filter((l) => l.f === nom && (l.sort === 'REFUSEE' || l.sort === 'A_RAPPROCHER'));
    if (!refusees.length) return [];
    const lue = lueDe(contenu, nom)!;
    const colonnes = colonnesDe(nom);
    const cellules = new Map<number, Cellule[]>([
      ...lue.fautives.map((f) => [f.n, f.cellules] as const),
      ...lue.lignes.map(({ n, v }) => [n, colonnes.map(([champ, colonne]) => enCellule(colonne, (v as Record<string, unknown>)[champ]))] as const),
    ]);
    return [{
      nom,
      colonnes: [...colonnes.map(([, c]) => ({ titre: c.titre, largeur: Math.max(14, c.titre.length + 2) })), { titre: TITRE_DU_MOTIF, largeur: 80 }],
      lignes: refusees.map(({ n, d }) => [...cellules.get(n)!, d.map(({ colonne, raison }) => (colonne ? `« ${colonne} » : ${raison ?? ''}` : (raison ?? ''))).join(' ')]),
    }];
  });
}
