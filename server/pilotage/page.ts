/** The bilan as a page: every text ready to print. Pure. */
import type { Fond } from '../../reports/figes';
import { estVentilation, numeroLisible, type Compte, type Indicateur } from '../../reports/indicateur';
import type { Ligne } from '../../reports/moteur';
import { estVide, lignesAMontrer, type Bilan } from '../../reports/bilan-quantitatif/bilan';
import { BILAN_QUANTITATIF, GROUPES } from '../../reports/bilan-quantitatif/definitions';
import { noteEnClair } from '../../reports/bilan-quantitatif/notes';
import { etatDesChiffres, lireChiffre, nomDeLigne } from '../../reports/bilan-quantitatif/textes';
import { accorder, formaterNombre } from '../lib/texte';
import { FONDS } from './rules';
import type { TerritoireOffert } from './rules-territoires';

export const RUBRIQUE = { adresse: '/bilan', libelle: 'Bilan' };

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

interface Choix { annee: number; annees: number[]; offerts: TerritoireOffert[]; choisi: TerritoireOffert; fond: Fond; nominatif: boolean }

const { indicateurs } = BILAN_QUANTITATIF;
export const adresseDuBilan = (chemin: string, annee: number, territoire: string, reste: Record<string, string> = {}): string =>
  `${chemin}?${new URLSearchParams({ annee: String(annee), ...(territoire && { territoire }), ...reste }).toString()}`;
/** The figures that go without saying are left out of an address. */
export const fondEnAdresse = (fond: Fond): Record<string, string> => (FONDS[fond] ? { chiffres: FONDS[fond] } : {});
const parNumero = (numero: string): Indicateur => indicateurs.find((i) => i.numero === numero)!;
const intitule = (i: Indicateur): string => `Col. ${numeroLisible(i.numero)} – ${i.libelle}`;
const cleDe = (ligne: Ligne, choisi: TerritoireOffert): string =>
  ligne.plie ? `plie:${ligne.plie.code}` : ligne.departement && choisi.territoire.type !== 'DEPARTEMENT' ? `departement:${ligne.departement.code}` : choisi.cle;

function celluleDe(i: Indicateur, ligne: Ligne, { annee, choisi, fond, nominatif }: Choix): Cellule {
  const libelle = intitule(i);
  if (estVentilation(i)) return { texte: 'par motif', details: [], lien: '#par-motif', libelle, discret: true };
  const avecListe = nominatif && i.genre === 'compte' && ligne.comptes[i.numero]!.applicable && (ligne.comptes[i.numero]!.valeur ?? 0) > 0;
  return { ...lireChiffre(i, ligne), libelle, lien: avecListe ? adresseDuBilan('/bilan/liste', annee, cleDe(ligne, choisi), { colonne: i.numero, ...fondEnAdresse(fond) }) : null };
}

/** Column 13: one column per motif met in this table, and the positive exits told apart. */
function motifs(montrees: Ligne[], { annee, choisi, fond, nominatif }: Choix) {
  const v = indicateurs.find(estVentilation)!;
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
        const lien = (reste: Record<string, string>) => (nominatif ? adresseDuBilan('/bilan/liste', annee, cleDe(l, choisi), { colonne: v.numero, valeur: code, ...reste, ...fondEnAdresse(fond) }) : null);
        return {
          texte: formaterNombre(nombre), details: [], lien: nombre > 0 ? lien({}) : null, libelle, discret: nombre === 0,
          positives: dont > 0 ? { texte: `dont ${accorder(dont, 'positive')}`, lien: lien({ dont: 'oui' }) } : null,
        };
      }),
    })),
  };
}

/** The way from orientation to exit, as bars beside the figures of the last line. */
function chemin(ligne: Ligne) {
  const etapes = ['1', '2', '3', '5', '7', '14', '15'].map((n) => ({ i: parNumero(n) as Compte, c: ligne.comptes[n]! })).filter(({ c }) => c.applicable && c.valeur !== null);
  const plusGrand = Math.max(1, ...etapes.map(({ c }) => c.valeur!));
  return etapes.map(({ i, c }) => ({ libelle: i.libelle, texte: formaterNombre(c.valeur!), largeur: `${Math.round((c.valeur! / plusGrand) * 1000) / 10}%` }));
}

export function pageBilan(bilan: Bilan, choix: Choix) {
  const { annee, annees, offerts, choisi, fond } = choix;
  const montrees = lignesAMontrer(bilan);
  const vide = estVide(bilan);
  const etat = etatDesChiffres(bilan, fond);
  return {
    titre: `Bilan quantitatif ${annee}`,
    rubrique: RUBRIQUE,
    territoire: choisi.libelle,
    annees: annees.map((a) => ({ valeur: String(a), choisie: a === annee })),
    territoires: offerts.length > 1 ? offerts.map((t) => ({ valeur: t.cle, libelle: t.libelle, choisie: t.cle === choisi.cle })) : [],
    fonds: FONDS_OFFERTS.map((f) => ({ valeur: FONDS[f.fond], libelle: f.libelle, choisi: f.fond === fond })),
    etat: { texte: etat.texte, ton: etat.plies && etat.figes === etat.plies ? 'fait' : 'neutre', icone: etat.figes || !etat.provisoire ? 'fait' : 'horloge' },
    evolution: { adresse: adresseDuBilan('/bilan/evolution', annee, choisi.cle, fondEnAdresse(fond)), libelle: `Comparer à ${annee - 1} et aux objectifs` },
    simulation: { adresse: adresseDuBilan('/bilan/simulation', annee, choisi.cle), libelle: 'Simuler une autre règle des sorties positives' },
    classeur: adresseDuBilan('/bilan/classeur', annee, choisi.cle, fondEnAdresse(fond)),
    document: adresseDuBilan('/bilan/document', annee, choisi.cle, fondEnAdresse(fond)),
    vide: vide ? `Aucun fait n'est enregistré en ${annee} pour ${choisi.libelle}. Choisissez une autre année. Pour compléter celle-ci, le PLIE enregistre ses orientations une à une, ou reprend d'un coup l'historique tenu dans un classeur (menu Reprise).` : null,
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
    chemin: vide ? [] : chemin(montrees.at(-1)!),
    notes: bilan.notes.map((n) => ({ texte: noteEnClair(n), alerte: n.alerte ?? false })),
  };
}

const FONDS_OFFERTS: readonly { fond: Fond; libelle: string }[] = [
  { fond: 'RETENUS', libelle: 'Validés, sinon du jour' }, { fond: 'VALIDES', libelle: 'Bilans validés seulement' }, { fond: 'JOUR', libelle: 'Chiffres du jour' },
];

/** A reader to whom no PLIE is attached yet. */
export function pageSansPlie() {
  return { titre: 'Bilan quantitatif', rubrique: RUBRIQUE, phrase: "Aucun PLIE dans votre territoire. L'administrateur doit d'abord rattacher un PLIE à votre organisation ; son bilan se montrera ici." };
}
