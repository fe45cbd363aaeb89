/** The document of access, as a tagged PDF: what is held, in the words of the person. */
import { libelleDActe } from '../codes/actes';
import { libelle } from '../codes/listes';
import { NOMS_DES_TABLES } from '../conformite/rules-tables';
import { formaterDate, formaterInstant, type DateCivile } from '../lib/dates';
import { ouvrirPdf } from '../lib/pdf/document';
import { nomComplet } from '../lib/texte';
import type { Demande } from './queries';
import type { Acces } from './queries-acces';
import { dire, nommerColonne } from './rules-acces';

const OPERATIONS: Readonly<Record<string, string>> = { AJOUT: 'Ajout', MODIFICATION: 'Modification', SUPPRESSION: 'Suppression' };

export function dessinerAcces(demande: Demande, { parties, consultations, changements }: Acces, { nomOperateur, jour }: { nomOperateur: string; jour: DateCivile }): Promise<Buffer> {
  const titre = 'Les données gardées sur vous';
  const pdf = ouvrirPdf({ titre, nomOperateur, motDePasse: null });
  pdf.titre(titre);
  pdf.paragraphe(`${demande.efface_le ? 'Fiche' : `${nomComplet(demande)}, fiche`} n° ${demande.personne_id}. Établi par ${demande.plie_nom} le ${formaterDate(jour)}, en réponse à votre demande reçue le ${formaterDate(demande.recue_le)}.`);
  pdf.paragraphe("Vous trouverez ici tout ce que l'outil de suivi garde sur vous : votre fiche et votre parcours, les notes de travail de votre accompagnateur, les saisies et les fichiers en attente qui vous nomment, ce qui a été transmis à Pôle emploi, ce que Pôle emploi en garde dans cet outil, et qui a consulté ou changé vos données depuis douze mois. Les lettres imprimées et les sauvegardes, gardées trente jours au plus, redisent ces mêmes données. Vous pouvez demander qu'une donnée fausse soit corrigée.");
  for (const { table, nom, lignes } of parties.filter((p) => p.lignes.length)) {
    pdf.section(nom);
    lignes.forEach((ligne, rang) => {
      if (lignes.length > 1) pdf.note(`${rang + 1} sur ${lignes.length}`);
      const couples = Object.entries(ligne).map(([colonne, valeur]) => ({ terme: nommerColonne(colonne), valeur: dire(table, colonne, valeur) }));
      const courts = couples.filter((c) => c.valeur.length <= 60);
      if (courts.some((c) => c.valeur)) pdf.couples(courts, 2);
      const longs = couples.filter((c) => c.valeur.length > 60);
      if (longs.length) pdf.couples(longs, 1);
      if (!couples.some((c) => c.valeur)) pdf.note('Enregistré, sans autre précision.');
    });
  }
  pdf.section('Qui a consulté ou changé vos données');
  if (consultations.length) {
    pdf.tableau({
      colonnes: [{ titre: 'Date', part: 2 }, { titre: 'Organisation et rôle', part: 3 }, { titre: 'Acte', part: 4 }],
      rangees: consultations.map((c) => ({ cellules: [formaterInstant(c.instant), [c.organisation, libelle('ROLES', c.role)].filter(Boolean).join(', ') || "L'outil lui-même", libelleDActe(c.action)] })),
    });
  } else pdf.paragraphe("Aucun acte n'est gardé au journal. Il garde les douze derniers mois.");
  if (changements.length) {
    pdf.section('Ce qui a changé');
    pdf.tableau({
      colonnes: [{ titre: 'Date', part: 2 }, { titre: 'Quoi', part: 2 }, { titre: 'Avant', part: 3 }, { titre: 'Après', part: 3 }],
      rangees: changements.map((c) => ({ cellules: [formaterInstant(c.instant), `${OPERATIONS[c.operation] ?? c.operation} : ${NOMS_DES_TABLES[c.table] ?? c.table}`, dire(c.table, '', c.avant), dire(c.table, '', c.apres)] })),
    });
  }
  const vides = parties.filter((p) => !p.lignes.length).map((p) => p.nom);
  if (vides.length) {
    pdf.section("Rien n'est gardé sur vous à ces titres");
    pdf.paragraphe(`${vides.join(', ')}.`);
  }
  return pdf.terminer();
}
