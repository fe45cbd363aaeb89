/** Exits by motif (column 13), the positive ones told apart. Pure. */
import { accorder } from '../../server/lib/texte';
import { lignesAMontrer, type Bilan } from '../bilan-quantitatif/bilan';
import { BILAN_QUANTITATIF } from '../bilan-quantitatif/definitions';
import { lireChiffre } from '../bilan-quantitatif/textes';
import { estVentilation, type Ventilation } from '../indicateur';
import type { Chiffre } from '../liste';
import type { Graphique } from './graphique';
import { lie, nombre, notesSur, serie, type Lier } from './lecture';

const PAR_MOTIF = BILAN_QUANTITATIF.indicateurs.find(estVentilation) as Ventilation;
const TAUX = BILAN_QUANTITATIF.indicateurs.find((i) => i.numero === '12')!;

/** Of the last line of the bilan: its only PLIE, or the whole. Only the motifs that were met, in the order of their list. */
export function motifs(bilan: Bilan, lier: Lier): Graphique {
  const ligne = lignesAMontrer(bilan).at(-1)!;
  const { valeurs } = ligne.ventilations[PAR_MOTIF.numero]!;
  const rencontres = PAR_MOTIF.valeurs.filter(({ code }) => valeurs[code]!.nombre > 0);
  const absents = PAR_MOTIF.valeurs.filter((m) => !rencontres.includes(m)).map((m) => m.libelle);
  const point = (valeur: number, chiffre: Chiffre) => lie(nombre(valeur), () => lier(chiffre, ligne));
  const chiffreDe = (valeur: string): Chiffre => ({ numero: PAR_MOTIF.numero, valeur });
  const [sorties, positives] = [ligne.comptes['10']!.valeur ?? 0, ligne.comptes['11']!.valeur ?? 0];
  const plusGrand = Math.max(...rencontres.map(({ code }) => valeurs[code]!.nombre));
  const premiers = rencontres.filter(({ code }) => valeurs[code]!.nombre === plusGrand);
  return {
    cle: 'motifs', titre: 'Sorties par motif', genre: 'BARRES', unite: 'NOMBRE',
    phrase: sorties === 0
      ? `Aucune sortie en ${bilan.annee}.`
      : `En ${bilan.annee} : ${accorder(sorties, 'sortie')}, dont ${accorder(positives, 'positive')} (${lireChiffre(TAUX, ligne).texte}).${premiers.length === 1 && rencontres.length > 1 ? ` Motif le plus fréquent : ${premiers[0]!.libelle}, ${accorder(plusGrand, 'sortie')}.` : ''}`,
    axe: 'Motif', etiquettes: rencontres.map((m) => m.libelle),
    series: [
      serie('Sorties', rencontres.map(({ code }) => point(valeurs[code]!.nombre, chiffreDe(code)))),
      serie('dont positives', rencontres.map(({ code }) => point(valeurs[code]!.dont, { ...chiffreDe(code), dont: true }))),
    ],
    notes: [...(rencontres.length && absents.length ? [`Aucune sortie pour les autres motifs : ${absents.join(' · ')}.`] : []), ...notesSur(['13'], bilan)],
  };
}
