/** Pôle emploi's own figures: its sessions by PLIE and agency, behind column 2. */
import type { Pdf } from '../../server/lib/pdf/document';
import { formaterNombre, formaterTaux } from '../../server/lib/texte';
import { NON_DISPONIBLE } from '../bilan-quantitatif/textes';
import type { MatiereDuDocument } from './matiere';

export function sources(pdf: Pdf, { annee, sources: lues }: MatiereDuDocument): void {
  pdf.chapitre('Sources Pôle emploi');
  if (!lues.length) return pdf.paragraphe(`Aucune information collective n'est enregistrée pour ${annee}.`);
  pdf.paragraphe("Les informations collectives de Pôle emploi tenues dans l'année : leurs présents font la colonne 2.");
  pdf.tableau({
    colonnes: [{ titre: 'PLIE', part: 3 }, { titre: 'Agence', part: 3 }, ...['Séances', 'Convoqués', 'Présents', 'Présence'].map((titre) => ({ titre, part: 1.1, alignement: 'right' as const }))],
    rangees: lues.flatMap((s, rang) => [
      ...(lues[rang - 1]?.departement === s.departement ? [] : [{ titre: s.departement }]),
      { cellules: [s.plie, s.agence ?? 'Agence non précisée', formaterNombre(s.seances), formaterNombre(s.convoques), formaterNombre(s.presents), s.convoques ? formaterTaux(s.presents, s.convoques) : NON_DISPONIBLE] },
    ]),
    nommees: true,
  });
}
