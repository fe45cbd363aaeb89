/** Workbook D (domaine 05): annexe 1 with its ratios as formulas, the definitions, Pôle emploi's sources, annexe 2. */
import { libelle } from '../../server/codes/listes';
import { lettreDeColonne, type Cellule, type Colonne, type Feuille } from '../../server/lib/classeur/ecrire';
import { accorder } from '../../server/lib/texte';
import type { BilanQualitatif } from '../bilan-qualitatif/enquete';
import { feuilleQualitative, feuilleSansEnquete } from '../bilan-qualitatif/feuille';
import { estVentilation, numeroLisible, type Indicateur, type Taux } from '../indicateur';
import type { CelluleTaux, Ligne } from '../moteur';
import { lignesAMontrer, type Bilan, type SourcePoleEmploi } from './bilan';
import { BILAN_QUANTITATIF } from './definitions';
import { tauxExact } from './json';
import { noteEnClair } from './notes';
import { NON_APPLICABLE, NON_DISPONIBLE } from './textes';

const { indicateurs, sommes } = BILAN_QUANTITATIF;

/** Département and PLIE come first; then one column per indicator, one per value where it is split. */
interface Case { cle: string; titre: string; indicateur: Indicateur; valeur?: string }
const CASES: Case[] = indicateurs.flatMap((i): Case[] => estVentilation(i)
  ? i.valeurs.map((v) => ({ cle: `${i.numero}-${v.code}`, titre: `Col. ${numeroLisible(i.numero)} ${v.libelle}`, indicateur: i, valeur: v.code }))
  : [{ cle: i.numero, titre: `Col. ${numeroLisible(i.numero)} ${i.libelle}`, indicateur: i }]);
/** After the official columns: what column 13 tells apart inside each motif. */
const DONT: Case[] = CASES.filter((c) => c.valeur).map((c) => ({ ...c, titre: `Dont positives : ${c.titre.replace(/^Col\. \S+ /, '')}` }));
const LETTRES = new Map(CASES.map((c, i) => [c.cle, lettreDeColonne(i + 2)]));

/** The whole workbook, small: 200 PLIEs at most. */
export function feuillesDuBilan(bilan: Bilan, sources: SourcePoleEmploi[], qualitatif: BilanQualitatif): Feuille[] {
  const annexe2 = qualitatif.campagnes.length ? feuilleQualitative(qualitatif.lignes) : feuilleSansEnquete(bilan.lignes.filter((l) => l.plie).map((l) => ({ departement: l.departement!.nom, plie: l.plie!.nom })));
  return [quantitatif(bilan), definitions(bilan), sourcesPoleEmploi(sources), annexe2];
}

function quantitatif(bilan: Bilan): Feuille {
  const montrees = lignesAMontrer(bilan);
  // Row of each PLIE in the sheet: the totals' formulas point at them.
  const rangees = new Map(montrees.map((l, i) => [l, i + 2]));
  const ecrire = (l: Ligne): Cellule[] => [
    enTete(l.departement?.nom ?? 'Ensemble', l),
    enTete(l.plie?.nom ?? `Total (${accorder(l.plies, 'PLIE', 'PLIE')})`, l),
    ...CASES.map((c) => cellule(c, l, formuleDuTaux(c, l, rangees))),
    ...DONT.map((c) => l.ventilations[c.indicateur.numero]!.valeurs[c.valeur!]!.dont),
  ];
  const notes = [...bilan.notes.map(noteEnClair), ...couvertures(montrees)].map((texte): Cellule[] => [texte]);
  const colonne = (c: Case): Colonne => ({ titre: c.titre, largeur: 13, format: c.indicateur.genre === 'taux' ? 'taux' : 'entier' });
  return {
    nom: 'Bilan quantitatif',
    colonnes: [{ titre: 'Département', largeur: 22 }, { titre: 'PLIE', largeur: 30 }, ...CASES.map(colonne), ...DONT.map(colonne)],
    lignes: [...montrees.map(ecrire), ...(notes.length ? [[], ...notes] : [])],
    filtre: false,
  };
}

const enTete = (texte: string, ligne: Ligne): Cellule => (ligne.plie ? texte : { texte, gras: true });

function cellule({ indicateur: i, valeur }: Case, ligne: Ligne, formule: string | null): Cellule {
  if (estVentilation(i)) return ligne.ventilations[i.numero]!.valeurs[valeur!]!.nombre;
  if (i.genre === 'compte') {
    const c = ligne.comptes[i.numero]!;
    return c.applicable ? (c.valeur ?? NON_DISPONIBLE) : NON_APPLICABLE;
  }
  const t = ligne.taux[i.numero]!;
  const exact = tauxExact(t);
  if (!t.applicable) return NON_APPLICABLE;
  return exact && formule ? { formule, valeur: exact.valeur, format: 'taux' } : NON_DISPONIBLE;
}

/**
 * The ratio over the count cells: of the PLIE's own row, or of the rows of the PLIEs that have both terms.
 * A term that counted during a part of the year only is written as a number, since no cell shows it.
 */
function formuleDuTaux({ indicateur }: Case, ligne: Ligne, rangees: Map<Ligne, number>): string | null {
  if (indicateur.genre !== 'taux') return null;
  const couvertes = [...rangees.keys()].filter((l) => l.plie && estSous(l, ligne) && aLesDeuxTermes(l.taux[indicateur.numero]!));
  const ajouter = (numero: string) => couvertes.flatMap((l) => references(numero, l, rangees.get(l)!)).join('+');
  const [n, d] = [ajouter(indicateur.numerateur), ajouter(indicateur.denominateur)];
  return n && d ? `(${n})/(${d})` : null;
}

const estSous = (plie: Ligne, ligne: Ligne): boolean => (ligne.plie ? ligne === plie : !ligne.departement || ligne.departement.code === plie.departement!.code);
const aLesDeuxTermes = (t: CelluleTaux): boolean => t.applicable && t.numerateur !== null && t.denominateur !== null;

function references(numero: string, plie: Ligne, rangee: number): string[] {
  const somme = sommes.find((s) => s.numero === numero);
  if (!somme) return [`${LETTRES.get(numero)}${rangee}`];
  return somme.termes.flatMap(({ numero: terme }) => {
    const compte = plie.termes[numero]![terme]!;
    if (compte === plie.comptes[terme]!.valeur) return [`${LETTRES.get(terme)}${rangee}`];
    return compte ? [String(compte)] : [];
  });
}

/** « Total Alpes-Maritimes : col. 5, 6, 8 sur 3 PLIE de 4. » */
function couvertures(lignes: Ligne[]): string[] {
  return lignes.filter((l) => !l.plie).flatMap((l) => {
    const partielles = indicateurs.flatMap((i) => {
      const c = i.genre === 'compte' ? l.comptes[i.numero]! : i.genre === 'taux' ? l.taux[i.numero]! : null;
      return c && c.plies < l.plies ? [`col. ${numeroLisible(i.numero)} (${c.plies} PLIE sur ${l.plies})`] : [];
    });
    return partielles.length ? [`Total ${l.departement?.nom ?? 'de l\'ensemble'}, colonnes qui ne couvrent qu'une partie des PLIE : ${partielles.join(', ')}.`] : [];
  });
}

function definitions(bilan: Bilan): Feuille {
  const numerateur = (i: Taux) => (i.denominateur === 'D' ? `colonne ${i.numerateur} / (colonne 1, ou colonne 1 + colonne 2)` : `colonne ${i.numerateur} / colonne ${i.denominateur}`);
  return {
    nom: 'Définitions',
    colonnes: [{ titre: 'Colonne', largeur: 10 }, { titre: 'Libellé', largeur: 36 }, { titre: 'Définition exacte', largeur: 80 }, { titre: 'Réglages appliqués', largeur: 70 }, { titre: 'Source', largeur: 28 }],
    lignes: indicateurs.map((i): Cellule[] => [
      numeroLisible(i.numero), i.libelle, i.definition,
      bilan.notes.filter((n) => n.colonnes.includes(i.numero)).map((n) => n.texte).join(' ') || i.reglages || '',
      i.genre === 'taux' ? `Calculé : ${numerateur(i)}` : libelle('PARTIES', i.fournisseur),
    ]),
  };
}

function sourcesPoleEmploi(sources: SourcePoleEmploi[]): Feuille {
  return {
    nom: 'Sources Pôle emploi',
    colonnes: [{ titre: 'Département', largeur: 22 }, { titre: 'PLIE', largeur: 30 }, { titre: 'Agence', largeur: 30 }, { titre: 'Informations collectives', format: 'entier' }, { titre: 'Convoqués', format: 'entier' }, { titre: 'Présents', format: 'entier' }, { titre: 'Taux de présence', format: 'taux' }],
    lignes: sources.map((s, i): Cellule[] => [
      s.departement, s.plie, s.agence ?? 'Agence non précisée', s.seances, s.convoques, s.presents,
      s.convoques ? { formule: `F${i + 2}/E${i + 2}`, valeur: s.presents / s.convoques, format: 'taux' } : NON_DISPONIBLE,
    ]),
  };
}
