/**
 * The bilan of a year for the comité de pilotage, as a PDF: the figures of the screen and of workbook D, by the same readers of the same
 * lines, with charts, survey and definitions. Aggregates only: no person's name comes near it.
 */
import { ouvrirPdf, type Pdf } from '../../server/lib/pdf/document';
import { formaterDate } from '../../server/lib/dates';
import { accorder } from '../../server/lib/texte';
import { estVide } from '../bilan-quantitatif/bilan';
import { etatDesChiffres } from '../bilan-quantitatif/textes';
import { annexe1 } from './annexe-1';
import { chiffresCles } from './chiffres-cles';
import { definitions } from './definitions';
import { enquete } from './enquete';
import { graphiques } from './graphiques';
import type { MatiereDuDocument } from './matiere';
import { parMotif } from './par-motif';
import { sources } from './sources';

export const PDF = 'application/pdf';

const BROUILLON = 'BROUILLON – chiffres non validés';

/** Some tenths of a second; as long as the PLIEs are some hundreds, a few megabytes. */
export function dessinerBilan(m: MatiereDuDocument, { nomOperateur }: { nomOperateur: string }): Promise<Buffer> {
  const etat = etatDesChiffres(m.bilan, m.fond);
  const pdf = ouvrirPdf({ titre: `Bilan ${m.annee} – ${m.territoire}`, nomOperateur, motDePasse: null, ...(etat.provisoire && { bandeau: `${BROUILLON} au ${formaterDate(m.jour)}` }) });
  couverture(pdf, m);
  pdf.sommaire();
  if (estVide(m.bilan)) {
    pdf.chapitre('Bilan quantitatif (annexe 1)');
    pdf.paragraphe(`Aucun fait n'est enregistré en ${m.annee} pour ${m.territoire} : il n'y a ni chiffre ni graphique à montrer.`);
    if (m.bilan.notes.length) pdf.puces(m.bilan.notes.map((n) => n.texte));
  } else {
    chiffresCles(pdf, m);
    graphiques(pdf, m);
    annexe1(pdf, m);
    parMotif(pdf, m);
  }
  enquete(pdf, m);
  sources(pdf, m);
  definitions(pdf, m);
  return pdf.terminer();
}

function couverture(pdf: Pdf, m: MatiereDuDocument): void {
  const etat = etatDesChiffres(m.bilan, m.fond);
  const plies = m.bilan.lignes.filter((l) => l.plie).length;
  pdf.couverture(`Bilan ${m.annee}`, m.territoire);
  if (etat.provisoire) pdf.avertir(`${BROUILLON}. ${etat.texte} Document établi le ${formaterDate(m.jour)}.`);
  else pdf.affirmer(`${etat.texte} Document établi le ${formaterDate(m.jour)}.`);
  pdf.paragraphe(`Bilan annuel de la coopération entre Pôle emploi et ${plies > 1 ? `les PLIE (${accorder(plies, 'plan local', 'plans locaux')} pour l'insertion et l'emploi)` : "le plan local pour l'insertion et l'emploi (PLIE)"}, établi pour le comité de pilotage.`);
  pdf.paragraphe("Il réunit le bilan quantitatif (annexe 1 de la convention) et le bilan qualitatif (annexe 2) : les chiffres clés et les graphiques d'abord, puis les tableaux complets, l'enquête, les sources et les définitions.");
  pdf.paragraphe('Les chiffres sont ceux du tableau à l\'écran et du classeur. Ce document ne nomme aucune personne.');
}
