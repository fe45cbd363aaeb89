/** The file of the reprise: fifty thousand histories, as Excel would save them (shared strings, real dates). */
import ExcelJS from 'exceljs';
import { creerHasard } from '../server/demonstration/hasard';
import { ajouterJours, dateCivile, versDateExcel, type DateCivile } from '../server/lib/dates';
import { JOUR } from './donnees';

const DEBUT = dateCivile('2018-01-02');
const ETENDUE = 3000;

type Cellules = (string | number | Date | null)[];

const ENTETES: Record<string, string[]> = {
  Personnes: ['Réf. personne', 'Nom', 'Prénom', 'Date de naissance', 'Sexe (F/H)', 'Adresse', 'Code postal', 'Commune', 'Téléphone', 'Courriel', 'Consentement courriel', 'Identifiant Pôle emploi', 'Identifiant CAF', 'Minimum social', 'RQTH', 'DELD', 'Freins'],
  Orientations: [
    'Réf. orientation', 'Réf. personne', 'Date de prescription', 'Prescripteur', "Mode d'orientation", 'Agence', 'Date du premier contact', 'Type de premier contact', 'Présent au premier contact', "Date d'entrée en diagnostic",
    'Date du refus', 'Motif de refus', "Date d'intégration", 'Accompagnateur', 'Début PNI', 'Fin PNI', 'Date de sortie', 'Nature de sortie', 'Motif de sortie',
  ],
  Étapes: ['Réf. orientation', "Type d'étape", 'Date de début', 'Date de fin'],
  Entretiens: ['Réf. orientation', 'Date'],
  Absences: ['Réf. orientation', 'Date de convocation', 'Excusé'],
  'Informations collectives': ['Date', 'Agence', 'Convoqués', 'Présents'],
};

/** Writes the file and returns the number of its rows, headers left out. */
export async function ecrireFichierDeReprise(chemin: string, orientations: number, agence: string): Promise<number> {
  const classeur = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: chemin, useStyles: true, useSharedStrings: true });
  let total = 0;
  for (const [nom, entetes] of Object.entries(ENTETES)) {
    const feuille = classeur.addWorksheet(nom);
    feuille.columns = entetes.map((titre) => ({ header: titre, width: 16, style: /Date|PNI|Date de/.test(titre) ? { numFmt: 'dd/mm/yyyy' } : {} }));
    for (const ligne of lignesDe(nom, orientations, agence)) {
      feuille.addRow(ligne).commit();
      total += 1;
    }
    feuille.commit();
  }
  await classeur.commit();
  return total;
}

const excel = (date: DateCivile | null): Date | null => (date ? versDateExcel(date) : null);

/** The way of the nth orientation, the same whichever sheet asks. */
function histoire(n: number) {
  const hasard = creerHasard(`reprise ${n}`);
  const prescription = ajouterJours(DEBUT, hasard.entier(0, ETENDUE));
  const contact = hasard.chance(0.8) ? ajouterJours(prescription, hasard.entier(5, 30)) : null;
  const diagnostic = contact && ajouterJours(contact, hasard.entier(0, 15));
  const integration = diagnostic && hasard.chance(0.6) ? ajouterJours(diagnostic, hasard.entier(10, 50)) : null;
  const refus = integration ? null : ajouterJours(diagnostic ?? prescription, hasard.entier(30, 90));
  const sortie = integration && ajouterJours(integration, hasard.entier(90, 640));
  const borner = (date: DateCivile | null) => (date && date <= JOUR ? date : null);
  return { hasard, prescription: borner(prescription)!, contact: borner(contact), diagnostic: borner(diagnostic), integration: borner(integration), refus: borner(refus), sortie: borner(sortie) };
}

function* lignesDe(feuille: string, nombre: number, agence: string): Generator<Cellules> {
  if (feuille === 'Informations collectives') {
    for (let n = 0; n < 60; n += 1) yield [versDateExcel(ajouterJours(DEBUT, 14 * n)), agence, 12, 8];
    return;
  }
  for (let n = 1; n <= nombre; n += 1) {
    const h = histoire(n);
    switch (feuille) {
      case 'Personnes':
        yield [
          `P${n}`, `Bellerive ${n}`, h.hasard.choisir(['Anaïs', 'Bastien', 'Chloé', 'Damien', 'Élodie', 'Farid']), versDateExcel(ajouterJours(dateCivile('1965-01-01'), h.hasard.entier(0, 14_000))), n % 2 ? 'F' : 'H', `${n} rue des Amandiers`, '06990', 'Valbrise',
          '06 39 98 00 00', n % 3 ? null : `personne${n}@exemple.test`, n % 3 ? 'non' : 'oui', `${String(n).padStart(7, '0')}A`, null, h.hasard.choisir(['RSA', 'ASS', 'Aucun']), 'non', 'oui', n % 2 ? 'TRANSPORT;FINANCIER' : null,
        ];
        break;
      case 'Orientations':
        yield [
          `O${n}`, `P${n}`, excel(h.prescription), 'Pôle emploi', 'Sur le flux', agence, excel(h.contact), h.contact && 'Individuel', h.contact && 'oui', excel(h.diagnostic), excel(h.refus), h.refus && 'Emploi CDI ou CDD', excel(h.integration),
          h.integration && `referent${n % 10}@exemple.test`, excel(h.integration), null, excel(h.sortie), h.sortie && 'Administrative', h.sortie && 'Déménagement',
        ];
        break;
      case 'Étapes':
        if (h.integration && ajouterJours(h.integration, 60) <= (h.sortie ?? JOUR)) yield [`O${n}`, h.hasard.choisir(['Formation', 'Atelier', 'Emploi']), excel(ajouterJours(h.integration, 40)), excel(ajouterJours(h.integration, 60))];
        break;
      case 'Entretiens':
        for (let k = 1; k <= 3 && h.integration && ajouterJours(h.integration, 30 * k) <= (h.sortie ?? JOUR); k += 1) yield [`O${n}`, excel(ajouterJours(h.integration, 30 * k))];
        break;
      default:
        if (h.integration && n % 2 && ajouterJours(h.integration, 35) <= (h.sortie ?? JOUR)) yield [`O${n}`, excel(ajouterJours(h.integration, 35)), n % 3 ? 'non' : 'oui'];
    }
  }
}
