/** What each column means, in the words of the definitions, with the settings that bend it and who gives it. */
import { libelle } from '../../server/codes/listes';
import type { Pdf } from '../../server/lib/pdf/document';
import { numeroLisible } from '../indicateur';
import { BILAN_QUANTITATIF, VERSION } from '../bilan-quantitatif/definitions';
import type { MatiereDuDocument } from './matiere';

export function definitions(pdf: Pdf, { bilan }: MatiereDuDocument): void {
  const versions = [...new Set(bilan.lignes.flatMap((l) => (l.fige ? [l.fige.definitions] : [])))];
  pdf.chapitre('Définitions');
  pdf.paragraphe(`Chaque fait compte l'année de sa propre date, quelle que soit l'année de l'orientation. Définitions, version ${versions.length ? versions.sort().join(' et ') : VERSION}.`);
  pdf.tableau({
    colonnes: [{ titre: 'Col.', part: 0.7 }, { titre: 'Indicateur', part: 2.2 }, { titre: 'Définition', part: 5.4 }, { titre: 'Source', part: 1.3 }],
    rangees: BILAN_QUANTITATIF.indicateurs.map((i) => ({
      cellules: [numeroLisible(i.numero), { texte: i.libelle, gras: true }, { texte: i.definition, details: i.reglages ? [`Réglages de la convention : ${i.reglages}`] : [] }, i.genre === 'taux' ? 'Calculé' : libelle('PARTIES', i.fournisseur)],
    })),
  });
}
