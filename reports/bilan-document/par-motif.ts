/** Column 13: the exits of column 10 by motif, the positive ones told apart. */
import type { Pdf } from '../../server/lib/pdf/document';
import type { Tableau } from '../../server/lib/pdf/tableau-mesures';
import { accorder, formaterNombre } from '../../server/lib/texte';
import { estVentilation } from '../indicateur';
import { lignesAMontrer } from '../bilan-quantitatif/bilan';
import { BILAN_QUANTITATIF } from '../bilan-quantitatif/definitions';
import { parDepartement } from './annexe-1';
import type { MatiereDuDocument } from './matiere';

/** What the title and its sentence take above the table. */
const TITRE = 70;
const COLONNE_13 = BILAN_QUANTITATIF.indicateurs.find(estVentilation)!;

export function parMotif(pdf: Pdf, { annee, bilan }: MatiereDuDocument): void {
  const montrees = lignesAMontrer(bilan);
  const ensemble = montrees.at(-1)!.ventilations[COLONNE_13.numero]!.valeurs;
  const rencontres = COLONNE_13.valeurs.filter(({ code }) => ensemble[code]!.nombre > 0);
  const absents = COLONNE_13.valeurs.filter((m) => !rencontres.includes(m)).map((m) => m.libelle);
  const tableau: Tableau = {
    colonnes: [{ titre: 'PLIE', part: 2.1 }, ...rencontres.map((m) => ({ titre: m.libelle, part: 1, alignement: 'right' as const }))],
    rangees: parDepartement(montrees, (l) => rencontres.map(({ code }) => {
      const { nombre, dont } = l.ventilations[COLONNE_13.numero]!.valeurs[code]!;
      return { texte: formaterNombre(nombre), details: dont > 0 ? [`dont ${accorder(dont, 'positive')}`] : [] };
    })),
    nommees: true, dense: true,
  };
  pdf.chapitre('Sorties par motif (colonne 13)', 'paysage', TITRE + pdf.hauteurDuTableau(tableau));
  if (!rencontres.length) return pdf.paragraphe(`Aucune sortie en ${annee}.`);
  pdf.paragraphe('Les sorties de la colonne 10, selon leur motif ; dans chaque motif, celles qui sont positives.');
  pdf.tableau(tableau);
  if (absents.length) pdf.note(`Aucune sortie pour les autres motifs : ${absents.join(' · ')}.`);
}
