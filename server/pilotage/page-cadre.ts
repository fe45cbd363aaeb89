/** What the screens of the bilan share: which year, territory and figures, the way from one screen to another, the list behind a figure. Pure. */
import type { Fond } from '../../reports/figes';
import type { Lier } from '../../reports/graphiques/lecture';
import type { Chiffre } from '../../reports/liste';
import type { Ligne } from '../../reports/moteur';
import type { Bilan } from '../../reports/bilan-quantitatif/bilan';
import { etatDesChiffres } from '../../reports/bilan-quantitatif/textes';
import { FONDS } from './rules';
import { aPlusieursPlies, type TerritoireOffert } from './rules-territoires';

export const RUBRIQUE = { adresse: '/bilan', libelle: 'Bilan' };

/** `nominatif`: the reader may open the lists. */
export interface Choix { annee: number; /** The one we are in. */ anneeCourante: number; annees: number[]; offerts: TerritoireOffert[]; choisi: TerritoireOffert; fond: Fond; nominatif: boolean }

export const adresseDuBilan = (chemin: string, annee: number, territoire: string, reste: Record<string, string> = {}): string =>
  `${chemin}?${new URLSearchParams({ annee: String(annee), ...(territoire && { territoire }), ...reste }).toString()}`;
/** The figures that go without saying are left out of an address. */
export const fondEnAdresse = (fond: Fond): Record<string, string> => (FONDS[fond] ? { chiffres: FONDS[fond] } : {});
export const chiffreEnAdresse = ({ numero, valeur, dont, mois }: Chiffre): Record<string, string> => ({ colonne: numero, ...(valeur && { valeur }), ...(dont && { dont: 'oui' }), ...(mois && { mois: String(mois) }) });

/** The territory of a line, as it stands in an address. */
export const cleDe = (ligne: Ligne, choisi: TerritoireOffert): string =>
  ligne.plie ? `plie:${ligne.plie.code}` : ligne.departement && choisi.territoire.type !== 'DEPARTEMENT' ? `departement:${ligne.departement.code}` : choisi.cle;

export const lierAuxListes = ({ annee, choisi, fond, nominatif }: Choix): Lier =>
  (chiffre, ligne) => (nominatif ? adresseDuBilan('/bilan/liste', annee, cleDe(ligne, choisi), { ...chiffreEnAdresse(chiffre), ...fondEnAdresse(fond) }) : null);

const FONDS_OFFERTS: readonly { fond: Fond; libelle: string }[] = [
  { fond: 'RETENUS', libelle: 'Validés, sinon du jour' }, { fond: 'VALIDES', libelle: 'Bilans validés seulement' }, { fond: 'JOUR', libelle: 'Chiffres du jour' },
];

/** `ecran`: the address of the screen, without what is chosen on it. */
export function cadre(bilan: Bilan, { annee, annees, offerts, choisi, fond }: Choix, ecran: string) {
  const etat = etatDesChiffres(bilan, fond);
  const onglet = (adresse: string, libelle: string, territoire = choisi.cle) => ({ adresse: adresseDuBilan(adresse, annee, territoire, fondEnAdresse(fond)), libelle, courant: adresse === ecran });
  return {
    rubrique: RUBRIQUE,
    ecran,
    territoire: choisi.libelle,
    annees: annees.map((a) => ({ valeur: String(a), choisie: a === annee })),
    territoires: offerts.length > 1 ? offerts.map((t) => ({ valeur: t.cle, libelle: t.libelle, choisie: t.cle === choisi.cle })) : [],
    fonds: FONDS_OFFERTS.map((f) => ({ valeur: FONDS[f.fond], libelle: f.libelle, choisi: f.fond === fond })),
    indicateurs: [] as { valeur: string; libelle: string; choisi: boolean }[],
    etat: { texte: etat.texte, ton: etat.plies && etat.figes === etat.plies ? 'fait' : 'neutre', icone: etat.figes || !etat.provisoire ? 'fait' : 'horloge' },
    simulation: { adresse: adresseDuBilan('/bilan/simulation', annee, choisi.cle), libelle: 'Simuler une autre règle des sorties positives' },
    onglets: [
      onglet('/bilan', 'Tableau'),
      onglet('/bilan/graphiques', 'Graphiques'),
      ...(offerts.some(aPlusieursPlies) ? [onglet('/bilan/comparaison', 'Comparer les PLIE', aPlusieursPlies(choisi) ? choisi.cle : '')] : []),
      onglet('/bilan/evolution', `Comparer à ${annee - 1} et aux objectifs`),
    ],
  };
}

/** A year without any fact. */
export const phraseDuVide = ({ annee, anneeCourante, choisi }: Choix): string => (annee > anneeCourante
  ? `L'année ${annee} n'a pas commencé : il n'y a rien à compter. Choisissez une année de la liste.`
  : `Aucun fait n'est enregistré en ${annee} pour ${choisi.libelle}. Choisissez une autre année. Pour compléter celle-ci, le PLIE enregistre ses orientations une à une, ou reprend d'un coup l'historique tenu dans un classeur (menu Reprise).`);
