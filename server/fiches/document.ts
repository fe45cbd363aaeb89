/** The fiche de liaison as a PDF, one A4 page. */
import { ouvrirPdf } from '../lib/pdf/document';
import type { ContenuFiche } from './rules';

export const TITRE_FICHE = 'Fiche de liaison';

export function dessinerFiche(contenu: ContenuFiche, { nomOperateur, motDePasse }: { nomOperateur: string; motDePasse: string | null }): Promise<Buffer> {
  const pdf = ouvrirPdf({ titre: TITRE_FICHE, nomOperateur, motDePasse });
  pdf.titre(TITRE_FICHE);
  pdf.paragraphe(contenu.chapeau);
  pdf.couples(contenu.parties, 2);
  pdf.section('Personne orientée');
  pdf.couples(contenu.personne, 2);
  if (contenu.situation) {
    pdf.section('Situation à la date de la prescription');
    pdf.cases(contenu.situation.cases, 4);
    pdf.section('Freins à la reprise d\'un emploi');
    pdf.cases(contenu.situation.freins, 2);
  }
  pdf.section('Suite donnée');
  pdf.tableau({ colonnes: contenu.suites.entetes.map((titre) => ({ titre, part: 1 })), rangees: [{ cellules: contenu.suites.dates }] });
  if (contenu.suites.refus) pdf.note(contenu.suites.refus);
  pdf.section('Information de la personne');
  for (const alinea of contenu.notice) pdf.note(alinea);
  pdf.cadres(contenu.signatures, 60, 90);
  return pdf.terminer();
}
