/** The charts, each with its sentence, its table and its notes. */
import type { Pdf } from '../../server/lib/pdf/document';
import { BILAN_QUANTITATIF } from '../bilan-quantitatif/definitions';
import { estTaux } from '../indicateur';
import { comparaison } from '../graphiques/comparaison';
import { entonnoir } from '../graphiques/entonnoir';
import { flux } from '../graphiques/flux';
import { estTracable, type Graphique } from '../graphiques/graphique';
import { SANS_LIEN } from '../graphiques/lecture';
import { motifs } from '../graphiques/motifs';
import type { MatiereDuDocument } from './matiere';

/** Where PLIEs are set side by side, in this order. */
const COMPAREES = ['9bis', '16'];

export function graphiques(pdf: Pdf, { bilan, parMois, jour }: MatiereDuDocument): void {
  const plusieurs = bilan.lignes.filter((l) => l.plie).length > 1;
  pdf.chapitre('Graphiques');
  montrer(pdf, entonnoir(bilan, SANS_LIEN));
  montrer(pdf, motifs(bilan, SANS_LIEN));
  montrer(pdf, flux(bilan, parMois, jour, SANS_LIEN));
  if (plusieurs) for (const numero of COMPAREES) montrer(pdf, comparaison(bilan, BILAN_QUANTITATIF.indicateurs.filter(estTaux).find((i) => i.numero === numero)!, () => null));
}

export const montrer = (pdf: Pdf, g: Graphique): void => pdf.graphique(g.titre, g, estTracable(g));
