/** The charts of a year, and the PLIEs of a territory compared on one indicator. Pure. */
import { comparaison } from '../../reports/graphiques/comparaison';
import { entonnoir } from '../../reports/graphiques/entonnoir';
import { flux } from '../../reports/graphiques/flux';
import { INDICATEURS_SIMPLES } from '../../reports/graphiques/lecture';
import { motifs } from '../../reports/graphiques/motifs';
import { numeroLisible } from '../../reports/indicateur';
import type { ParMois } from '../../reports/mois';
import { estVide, type Bilan } from '../../reports/bilan-quantitatif/bilan';
import type { DateCivile } from '../lib/dates';
import { adresseDuBilan, cadre, cleDe, fondEnAdresse, lierAuxListes, phraseDuVide, type Choix } from './page-cadre';

export function pageGraphiques(bilan: Bilan, parMois: ParMois, choix: Choix, jour: DateCivile) {
  const lier = lierAuxListes(choix);
  return {
    ...cadre(bilan, choix, '/bilan/graphiques'),
    titre: `Graphiques ${choix.annee}`,
    vide: estVide(bilan) ? phraseDuVide(choix) : null,
    graphiques: estVide(bilan) ? [] : [entonnoir(bilan, lier), motifs(bilan, lier), flux(bilan, parMois, jour, lier)],
  };
}

/** The one that says most of what the year was for. */
const INDICATEUR_MONTRE = '12';

/** `numero`: '' for the one shown first. Null when it is not one of those compared. */
export function pageComparaison(bilan: Bilan, choix: Choix, numero: string) {
  const choisi = INDICATEURS_SIMPLES.find((i) => i.numero === (numero || INDICATEUR_MONTRE));
  if (!choisi) return null;
  const seul = bilan.lignes.filter((l) => l.plie).length < 2;
  return {
    ...cadre(bilan, choix, '/bilan/comparaison'),
    titre: `Les PLIE comparés, ${choix.annee}`,
    vide: seul ? `Il faut au moins deux PLIE pour comparer : ${choix.choisi.libelle} n'en a pas deux en ${choix.annee}.` : null,
    indicateurs: INDICATEURS_SIMPLES.map((i) => ({ valeur: i.numero, libelle: `Col. ${numeroLisible(i.numero)} – ${i.libelle}`, choisi: i === choisi })),
    definition: { adresse: `/definitions#col-${choisi.numero}`, texte: choisi.definition },
    graphiques: seul ? [] : [comparaison(bilan, choisi, (ligne) => adresseDuBilan('/bilan', choix.annee, cleDe(ligne, choix.choisi), fondEnAdresse(choix.fond)))],
  };
}
