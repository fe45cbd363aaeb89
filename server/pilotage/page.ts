/** The bilan as a page: every text ready to print. Pure. */
import { estVentilation, numeroLisible, type Indicateur } from '../../reports/indicateur';
import type { Ligne } from '../../reports/moteur';
import { estVide, lignesAMontrer, type Bilan } from '../../reports/bilan-quantitatif/bilan';
import { BILAN_QUANTITATIF, GROUPES } from '../../reports/bilan-quantitatif/definitions';
import { noteEnClair } from '../../reports/bilan-quantitatif/notes';
import { lireChiffre, nomDeLigne } from '../../reports/bilan-quantitatif/textes';
import { accorder, formaterNombre } from '../lib/texte';
import { adresseDuBilan, cadre, fondEnAdresse, lierAuxListes, phraseDuVide, RUBRIQUE, type Choix } from './page-cadre';

export interface Cellule {
  texte: string;
  /** Under the figure: the two terms of a ratio, the PLIEs that a total covers. */
  details: string[];
  /** The list behind, for those who may see persons. */
  lien: string | null;
  /** Label of the column, for the cards of a small screen and for the link's name. */
  libelle: string;
  discret: boolean;
}

const { indicateurs } = BILAN_QUANTITATIF;
const intitule = (i: Indicateur): string => `Col. ${numeroLisible(i.numero)} – ${i.libelle}`;

function celluleDe(i: Indicateur, ligne: Ligne, choix: Choix): Cellule {
  const libelle = intitule(i);
  if (estVentilation(i)) return { texte: 'par motif', details: [], lien: '#par-motif', libelle, discret: true };
  const avecListe = i.genre === 'compte' && ligne.comptes[i.numero]!.applicable && (ligne.comptes[i.numero]!.valeur ?? 0) > 0;
  return { ...lireChiffre(i, ligne), libelle, lien: avecListe ? lierAuxListes(choix)({ numero: i.numero }, ligne) : null };
}

/** Column 13: one column per motif met in this table, and the positive exits told apart. */
function motifs(montrees: Ligne[], choix: Choix) {
  const v = indicateurs.find(estVentilation)!;
  const lier = lierAuxListes(choix);
  const ensemble = montrees.at(-1)!.ventilations[v.numero]!.valeurs;
  const rencontres = v.valeurs.filter(({ code }) => ensemble[code]!.nombre > 0);
  return {
    titre: intitule(v),
    definition: `/definitions#col-${v.numero}`,
    colonnes: rencontres.map((m) => m.libelle),
    absents: v.valeurs.filter((m) => !rencontres.includes(m)).map((m) => m.libelle).join(' · '),
    lignes: montrees.map((l) => ({
      nom: nomDeLigne(l), niveau: l.niveau,
      cellules: rencontres.map(({ code, libelle }): Cellule & { positives: { texte: string; lien: string | null } | null } => {
        const { nombre, dont } = l.ventilations[v.numero]!.valeurs[code]!;
        const chiffre = { numero: v.numero, valeur: code };
        return {
          texte: formaterNombre(nombre), details: [], lien: nombre > 0 ? lier(chiffre, l) : null, libelle, discret: nombre === 0,
          positives: dont > 0 ? { texte: `dont ${accorder(dont, 'positive')}`, lien: lier({ ...chiffre, dont: true }, l) } : null,
        };
      }),
    })),
  };
}

export function pageBilan(bilan: Bilan, choix: Choix) {
  const { annee, choisi, fond } = choix;
  const montrees = lignesAMontrer(bilan);
  const vide = estVide(bilan);
  return {
    ...cadre(bilan, choix, '/bilan'),
    titre: `Bilan quantitatif ${annee}`,
    classeur: adresseDuBilan('/bilan/classeur', annee, choisi.cle, fondEnAdresse(fond)),
    document: adresseDuBilan('/bilan/document', annee, choisi.cle, fondEnAdresse(fond)),
    vide: vide ? phraseDuVide(choix) : null,
    groupes: GROUPES.map((g) => ({ titre: g.titre, etendue: g.colonnes.length })),
    debuts: GROUPES.map((g) => g.colonnes[0]!),
    colonnes: indicateurs.map((i) => ({ numero: i.numero, affiche: numeroLisible(i.numero), titre: i.titre, libelle: i.libelle, definition: `/definitions#col-${i.numero}` })),
    lignes: montrees.map((l, rang) => ({
      nom: nomDeLigne(l), niveau: l.niveau,
      // A heading before the first PLIE of each département, when there are several lines.
      departement: montrees.length > 1 && l.niveau === 'PLIE' && montrees[rang - 1]?.departement?.code !== l.departement?.code ? `${l.departement!.nom} (${l.departement!.code})` : null,
      cellules: indicateurs.map((i) => celluleDe(i, l, choix)),
    })),
    motifs: vide ? null : motifs(montrees, choix),
    notes: bilan.notes.map((n) => ({ texte: noteEnClair(n), alerte: n.alerte ?? false })),
  };
}

/** A reader to whom no PLIE is attached yet. */
export function pageSansPlie() {
  return { titre: 'Bilan quantitatif', rubrique: RUBRIQUE, phrase: "Aucun PLIE dans votre territoire. L'administrateur doit d'abord rattacher un PLIE à votre organisation ; son bilan se montrera ici." };
}
