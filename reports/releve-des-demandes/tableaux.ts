/** The statement as tables: the same on the screen, in the workbook, in the CSV. Pure. */
import { formaterNombre } from '../../server/lib/texte';
import { celluleMasquee, celluleNombre, celluleTexte, type CelluleDAnalyse, type ColonneDAnalyse, type LigneDAnalyse, type TableauDAnalyse } from '../analyses/tableau';
import { AXES, COLONNES, DELAI, FAMILLES, PRINCIPES, type Axe } from './definitions';
import type { ChiffreDuReleve } from './liste';
import type { Etats, Masque } from './masquer';
import type { Chiffres, Releve } from './releve';

/** `lien`: where the list behind a figure is. `masque`: what is hidden from those who may not see persons; null for those who may. */
export interface Presentation { contexte: string; lien: (chiffre: ChiffreDuReleve) => string | null; masque: Masque | null }

const COLONNES_MONTREES: ColonneDAnalyse[] = [
  ...COLONNES.map((c): ColonneDAnalyse => ({ cle: c.numero, titre: c.titre, libelle: c.libelle, unite: 'NOMBRE', definition: `#def-${c.numero}` })),
  { cle: DELAI.numero, titre: DELAI.titre, libelle: `${DELAI.libelle}, en jours`, unite: 'JOURS', definition: `#def-${DELAI.numero}` },
];

/** « 12 jours », « 12,5 jours »: a median falls on a day, or between two. */
const formaterJours = (n: number): string => `${formaterNombre(Math.floor(n))}${Number.isInteger(n) ? '' : ',5'} ${n >= 2 ? 'jours' : 'jour'}`;

const MASQUES = { MOINS: '<\u00a05', MASQUE: 'masqué' } as const;

function cellules(chiffres: Chiffres, ligne: ChiffreDuReleve['ligne'], { lien, masque }: Presentation): CelluleDAnalyse[] {
  const etats: Etats | null = masque && masque(ligne?.axe ?? null, ligne?.cle ?? '', chiffres);
  const montrer = (numero: string, cellule: CelluleDAnalyse): CelluleDAnalyse => {
    const etat = etats?.[numero] ?? 'CLAIR';
    return etat === 'CLAIR' ? cellule : celluleMasquee(MASQUES[etat]);
  };
  const { comptes, delai } = chiffres;
  return [
    ...COLONNES.map((c) => montrer(c.numero, celluleNombre(comptes[c.numero]!, lien({ colonne: c.numero, ligne })))),
    montrer(DELAI.numero, delai === null ? celluleTexte('n.d.') : { ...celluleTexte(formaterJours(delai)), valeur: delai }),
  ];
}

const MASQUAGE = `Hors du PLIE, un détail de moins de cinq demandes n'est pas montré (« ${MASQUES.MOINS} »), ni ce qui permettrait de le retrouver (« ${MASQUES.MASQUE} »).`;

const NOMS: Record<Exclude<Axe, 'famille'>, string> = { type: 'Par type', plie: 'Par PLIE', agence: 'Par agence', convention: 'Par convention' };

const PAR_PLIE_SEULEMENT = "Hors du PLIE, le détail par type, par agence et par convention se lit un PLIE à la fois : choisissez-en un. Celui de plusieurs PLIE ensemble permettrait de retrouver par soustraction les petits nombres cachés.";

/**
 * By type first, each family with its own sum unless something is hidden; by PLIE where there are several; by agency; by convention.
 * Where small counts are hidden, several PLIEs are told by their wholes only: each has its own page, from which a sum would take them back.
 */
export function tableauxDuReleve({ ensemble, axes }: Releve, p: Presentation): TableauDAnalyse[] {
  const lignes = (axe: Axe, genre: LigneDAnalyse['genre'] = 'VALEUR') => axes[axe].map((l): LigneDAnalyse & { de: string } => ({ de: l.cle, libelle: l.libelle, genre, cellules: cellules(l, { axe, cle: l.cle }, p) }));
  const total: LigneDAnalyse = { libelle: 'Ensemble', genre: 'TOTAL', cellules: cellules(ensemble, null, p) };
  const tableau = (axe: keyof typeof NOMS, siennes: LigneDAnalyse[]): TableauDAnalyse => {
    const montrees = siennes.length > 1 ? [...siennes, total] : siennes;
    const notes = [...(axe === 'type' ? PRINCIPES : axe === 'plie' && p.masque ? [PAR_PLIE_SEULEMENT, ...PRINCIPES] : []), ...(montrees.some((l) => l.cellules.some((c) => c.masquee)) ? [MASQUAGE] : [])];
    return { cle: axe, nom: NOMS[axe], titre: AXES[axe].titre, contexte: p.contexte, axe: AXES[axe].entete, colonnes: COLONNES_MONTREES, lignes: montrees, notes };
  };
  if (p.masque && axes.plie.length > 1) return [tableau('plie', lignes('plie'))];
  const [types, familles] = [lignes('type'), lignes('famille', 'SOUS_TOTAL')];
  const parType: LigneDAnalyse[] = FAMILLES.flatMap((f) => {
    const siennes = types.filter((l) => f.types.some((t) => t === l.de));
    const somme = familles.filter((l) => l.de === f.code).map((l) => ({ ...l, libelle: `Total ${l.libelle.toLowerCase()}` }));
    return [...siennes.map((l, i) => (i === 0 ? { ...l, entete: f.libelle } : l)), ...(siennes.length > 1 && !p.masque ? somme : [])];
  });
  return [tableau('type', parType), ...(axes.plie.length > 1 ? [tableau('plie', lignes('plie'))] : []), tableau('agence', lignes('agence')), tableau('convention', lignes('convention'))];
}
