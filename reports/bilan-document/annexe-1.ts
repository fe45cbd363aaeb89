/** Annexe 1 as it is printed: every column with its number, the PLIEs by département, totals and what they cover; its notes. */
import type { Pdf } from '../../server/lib/pdf/document';
import type { Rangee } from '../../server/lib/pdf/tableau-mesures';
import { estVentilation, numeroLisible } from '../indicateur';
import type { Ligne } from '../moteur';
import { lignesAMontrer } from '../bilan-quantitatif/bilan';
import { BILAN_QUANTITATIF, GROUPES } from '../bilan-quantitatif/definitions';
import { noteEnClair } from '../bilan-quantitatif/notes';
import { lireChiffre, nomDeLigne } from '../bilan-quantitatif/textes';
import type { MatiereDuDocument } from './matiere';

const { indicateurs } = BILAN_QUANTITATIF;

export function annexe1(pdf: Pdf, { bilan }: MatiereDuDocument): void {
  pdf.chapitre('Bilan quantitatif (annexe 1)', 'paysage');
  pdf.paragraphe('Sous un taux : ses deux termes. Sous un total : combien de PLIE il couvre, quand ce n\'est pas tous.');
  pdf.tableau({
    groupes: [{ titre: '', etendue: 1 }, ...GROUPES.map((g) => ({ titre: g.titre, etendue: g.colonnes.length }))],
    colonnes: [{ titre: 'PLIE', part: 2.35 }, ...indicateurs.map((i) => ({ titre: `${numeroLisible(i.numero)}. ${i.titre}`, part: estVentilation(i) ? 0.65 : 1, alignement: 'right' as const }))],
    rangees: parDepartement(lignesAMontrer(bilan), (l) => indicateurs.map((i) => (estVentilation(i) ? 'par motif' : lireChiffre(i, l)))),
    nommees: true, dense: true,
  });
  if (!bilan.notes.length) return;
  pdf.sousChapitre('Notes');
  pdf.puces(bilan.notes.map((n) => `${n.alerte ? 'À regarder. ' : ''}${noteEnClair(n)}`));
}

/** A title before the PLIEs of each département, when there are several lines. */
export function parDepartement(lignes: readonly Ligne[], cellules: (ligne: Ligne) => Extract<Rangee, { cellules: unknown }>['cellules']): Rangee[] {
  return lignes.flatMap((l, rang): Rangee[] => [
    ...(lignes.length > 1 && l.plie && lignes[rang - 1]?.departement?.code !== l.departement!.code ? [{ titre: `${l.departement!.nom} (${l.departement!.code})` }] : []),
    { cellules: [nomDeLigne(l), ...cellules(l)], total: !l.plie },
  ]);
}
