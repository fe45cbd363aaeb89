/** The key figures: beside the year before, and beside the objectives. */
import type { Pdf } from '../../server/lib/pdf/document';
import { estVentilation, numeroLisible } from '../indicateur';
import { lignesAMontrer } from '../bilan-quantitatif/bilan';
import { BILAN_QUANTITATIF } from '../bilan-quantitatif/definitions';
import { evolution } from '../bilan-quantitatif/evolution';
import { etatDesChiffres, lireChiffre, nomDeLigne } from '../bilan-quantitatif/textes';
import { jauge } from '../graphiques/jauge';
import { montrer } from './graphiques';
import type { MatiereDuDocument } from './matiere';

export function chiffresCles(pdf: Pdf, { annee, territoire, bilan, precedente, objectifs, fond }: MatiereDuDocument): void {
  const [apres, avant] = [lignesAMontrer(bilan).at(-1)!, lignesAMontrer(precedente).at(-1)];
  pdf.chapitre('Chiffres clés');
  pdf.paragraphe(`${apres.plie ? apres.plie.nom : `${territoire}, ${nomDeLigne(apres).toLowerCase()} des PLIE`} : chaque colonne de l'annexe 1, à côté de l'année précédente.`);
  pdf.tableau({
    colonnes: [{ titre: 'Col.', part: 0.6 }, { titre: 'Indicateur', part: 4 }, ...[annee - 1, annee].map((a) => ({ titre: String(a), part: 1.7, alignement: 'right' as const })), { titre: 'Évolution', part: 1.9, alignement: 'right' }],
    rangees: BILAN_QUANTITATIF.indicateurs.filter((i) => !estVentilation(i)).map((i) => ({
      cellules: [numeroLisible(i.numero), i.libelle, lireChiffre(i, avant), { ...lireChiffre(i, apres), gras: true }, evolution(i, avant, apres) || '–'],
    })),
  });
  pdf.note(`${annee - 1} : ${etatDesChiffres(precedente, fond).texte} Un taux évolue en points. « n.d. » : non disponible ; « – » : rien à comparer.`);
  montrer(pdf, jauge(annee, objectifs));
}
