/**
 * The last look at a file before it can be sent: the workbook is opened again, and holds the sheets and headers of the
 * contract, nothing else, and the very data that was validated.
 */
import { lireClasseur, LIMITES_COMMANDE, type CelluleLue, type LigneLue } from '../../server/lib/classeur/lire';
import { depuisNumeroExcel } from '../../server/lib/dates';
import { FEUILLES_PERMISES, INFORMATIONS } from './classeur';
import { empreinteDe, FEUILLES, NOMS_DES_FEUILLES, type CelluleEchangee, type CodeFeuille, type LigneEchangee } from './contenu';

/** The file is not what may be sent; the message is for the log: no user can do anything about it. */
export class FichierNonConforme extends Error {}

/** Throws FichierNonConforme. `empreinte`: checksum of the data that was validated. */
export async function verifierClasseur(classeur: Buffer, empreinte: string): Promise<void> {
  const lues = new Map<string, LigneLue[]>();
  let courante: LigneLue[] = [];
  for await (const morceau of lireClasseur({ contenu: classeur, nom: 'tableau.xlsx' }, FEUILLES_PERMISES.map((f) => f.nom), LIMITES_COMMANDE)) {
    if (morceau.genre === 'ouvert') {
      if (morceau.ignorees.length || morceau.connues.join('|') !== FEUILLES_PERMISES.map((f) => f.nom).join('|')) throw new FichierNonConforme(`Feuilles inattendues : ${[...morceau.connues, ...morceau.ignorees].join(', ')}`);
    } else if (morceau.genre === 'feuille') {
      lues.set(morceau.nom, courante = []);
    } else {
      courante.push(...morceau.lignes);
    }
  }
  for (const { nom, entetes } of FEUILLES_PERMISES) {
    const [titres, ...lignes] = lues.get(nom) ?? [];
    if (JSON.stringify(titres?.cellules) !== JSON.stringify(entetes)) throw new FichierNonConforme(`Colonnes inattendues dans « ${nom} »`);
    if (lignes.some((l) => l.cellules.length > entetes.length)) throw new FichierNonConforme(`Une ligne de « ${nom} » dépasse ses colonnes`);
  }
  const feuilles = Object.fromEntries(FEUILLES.map((code) => {
    const { entetes } = FEUILLES_PERMISES.find((f) => f.nom === NOMS_DES_FEUILLES[code])!;
    return [code, lues.get(NOMS_DES_FEUILLES[code])!.slice(1).map((l): LigneEchangee => ({ orientation_id: null, mois_corrige: null, cellules: entetes.map((_, i) => relue(l.cellules[i] ?? null)) }))];
  })) as Record<CodeFeuille, LigneEchangee[]>;
  if (empreinteDe({ feuilles }) !== empreinte) throw new FichierNonConforme('Les données écrites ne sont pas celles qui ont été validées');
  if (!lues.get(INFORMATIONS)!.some(({ cellules }) => cellules[1] === empreinte)) throw new FichierNonConforme("L'empreinte n'est pas dans les informations");
}

/** Numbers are dates: the format has no other. */
function relue(cellule: CelluleLue): CelluleEchangee {
  if (cellule === null || typeof cellule === 'string') return cellule;
  const date = typeof cellule === 'number' ? depuisNumeroExcel(cellule) : null;
  if (!date) throw new FichierNonConforme('Une cellule ne contient ni texte ni date');
  return { date };
}
