/** Twelve months of flows: the columns of the bilan month by month. Pure. */
import { formaterMois, moisDe, type DateCivile, type Mois } from '../../server/lib/dates';
import { accorder } from '../../server/lib/texte';
import { lignesAMontrer, type Bilan } from '../bilan-quantitatif/bilan';
import { enumerer } from '../bilan-quantitatif/notes';
import type { ParMois } from '../mois';
import type { Graphique } from './graphique';
import { absent, couvertures, lie, nombre, notesSur, serie, type Lier } from './lecture';

const COURBES = [
  { numero: '1', nom: 'Orientations sur le flux (col.\u00a01)', un: 'orientation sur le flux', des: 'orientations sur le flux' },
  { numero: '2', nom: 'Présents aux IC (col.\u00a02)', un: 'présent aux informations collectives', des: 'présents aux informations collectives' },
  { numero: '3', nom: 'Accueillis (col.\u00a03)', un: 'accueilli', des: 'accueillis' },
  { numero: '7', nom: 'Intégrés (col.\u00a07)', un: 'intégré', des: 'intégrés' },
  { numero: '10', nom: 'Sorties (col.\u00a010)', un: 'sortie', des: 'sorties' },
] as const;

/** What `compterParMois` must count. */
export const COLONNES_DU_FLUX: readonly string[] = COURBES.map((c) => c.numero);

/** Of the last line of the bilan, of which `parMois` are the months. A month that has not begun on `jour` is not drawn. */
export function flux(bilan: Bilan, parMois: ParMois, jour: DateCivile, lier: Lier): Graphique {
  const ligne = lignesAMontrer(bilan).at(-1)!;
  const mois = Array.from({ length: 12 }, (_, rang) => `${bilan.annee}-${String(rang + 1).padStart(2, '0')}` as Mois);
  const montrees = COURBES.filter(({ numero }) => ligne.comptes[numero]!.valeur !== null);
  const points = (numero: string) => mois.map((m, rang) => {
    const valeur = parMois[numero]![rang]!;
    if (valeur === 0 && m > moisDe(jour)) return absent('à venir');
    return lie(nombre(valeur), () => lier({ numero, mois: rang + 1 }, ligne));
  });
  return {
    cle: 'flux', titre: "L'année mois par mois", genre: 'COURBES', unite: 'NOMBRE',
    phrase: `En ${bilan.annee}, sur douze mois : ${enumerer(montrees.map((c) => accorder(ligne.comptes[c.numero]!.valeur!, c.un, c.des)))}.`,
    axe: 'Mois', etiquettes: mois.map((m) => formaterMois(m).split(' ')[0]!),
    series: montrees.map((c) => serie(c.nom, points(c.numero))),
    notes: ['Les douze mois de chaque colonne font son chiffre au bilan.', ...couvertures(COLONNES_DU_FLUX, ligne), ...notesSur(COLONNES_DU_FLUX, bilan)],
  };
}
