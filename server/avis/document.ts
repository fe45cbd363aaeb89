/** The copy of a convocation, as a PDF: what the record of an absence knows of it. */
import type { Fiche } from '../fiches/queries';
import { formaterDate } from '../lib/dates';
import { ouvrirPdf } from '../lib/pdf/document';
import { nomComplet } from '../lib/texte';
import type { AbsenceVue } from './queries';
import { decrireLieu, type Lieu } from './rules';

export function dessinerConvocation(f: Fiche, absence: AbsenceVue, lieu: Lieu, { nomOperateur, motDePasse }: { nomOperateur: string; motDePasse: string }): Promise<Buffer> {
  const pdf = ouvrirPdf({ titre: 'Copie de la convocation', nomOperateur, motDePasse });
  pdf.titre('Copie de la convocation');
  pdf.paragraphe(`Établie par ${f.plie_nom} d'après l'absence enregistrée.`);
  pdf.section('Personne convoquée');
  pdf.couples([
    { terme: 'Nom et prénom', valeur: nomComplet(f) },
    { terme: 'Date de naissance', valeur: formaterDate(f.date_naissance) },
    { terme: 'Identifiant Pôle emploi', valeur: [f.identifiant_pe, f.zone_pe].filter(Boolean).join(' ') },
  ], 2);
  pdf.section('Convocation');
  pdf.couples([
    { terme: 'Convoquée par', valeur: f.plie_nom },
    { terme: 'Objet', valeur: absence.premier_contact ? 'Premier contact avec le PLIE' : "Entretien d'accompagnement" },
    { terme: 'Date', valeur: formaterDate(absence.date_convocation) },
    { terme: 'Lieu', valeur: decrireLieu(lieu, f) },
  ], 2);
  pdf.section('Constat');
  pdf.paragraphe(`La personne ne s'est pas présentée le ${formaterDate(absence.date_convocation)}. Son absence est ${absence.excuse ? 'excusée' : 'non excusée'}.`);
  return pdf.terminer();
}
