/** The rules that other slices use: the class of an exit, and whether a follow-up in employment or training holds together. Pure. */
import { ajouterMois, formaterDate, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { critiquerDate, type DatesDuParcours } from '../parcours/rules';
import type { Situation } from './regle';

export * from './regle';

/** Months at which the person is contacted after the return to employment or the entry into training (domaine §5). */
export const MOIS_DE_CONTACT = [1, 3, 6] as const;
export type MoisDeContact = (typeof MOIS_DE_CONTACT)[number];

/** The contract or the training: begun within the parcours, its own dates in order, and what its type asks for. */
export function critiquerSituation(p: DatesDuParcours, s: Situation): Erreur[] {
  const erreurs = critiquerDate(p, s.date_debut, 'date_debut');
  const apresDebut = (date: DateCivile | null, champ: string) => {
    if (date && date < s.date_debut) erreurs.push({ champ, message: `Cette date ne peut pas précéder le début (${formaterDate(s.date_debut)}).` });
  };
  apresDebut(s.date_fin_prevue, 'date_fin_prevue');
  apresDebut(s.date_perte, 'date_perte');
  if (s.preuve && !s.date_preuve) erreurs.push({ champ: 'date_preuve', message: 'Indiquez le jour où vous avez vu cette preuve.' });
  if (!s.preuve && s.date_preuve) erreurs.push({ champ: 'preuve', message: 'Indiquez quelle preuve vous avez vue ce jour-là.' });
  if (s.nature === 'EMPLOI') {
    if (s.contrat === 'CDI' && s.date_fin_prevue) erreurs.push({ champ: 'date_fin_prevue', message: "Un CDI n'a pas de fin prévue : effacez cette date, ou choisissez un autre contrat." });
    if (['CDD', 'CTT', 'CDDI'].includes(s.contrat) && !s.date_fin_prevue) erreurs.push({ champ: 'date_fin_prevue', message: 'Indiquez la fin prévue de ce contrat.' });
    if (['CDI', 'CDD', 'CTT'].includes(s.contrat) && s.mi_temps === null) erreurs.push({ champ: 'mi_temps', message: "Dites si l'emploi est au moins à mi-temps." });
  } else {
    apresDebut(s.date_validation, 'date_validation');
    if (s.titre === 'AUCUN' && s.rncp) erreurs.push({ champ: 'rncp', message: 'Une fiche RNCP suppose un titre, un diplôme ou un CQP : choisissez lequel.' });
  }
  return erreurs;
}

export interface Contact { mois: MoisDeContact; date_contact: DateCivile; en_poste: boolean }
export interface ContactAttendu { mois: MoisDeContact; echeance: DateCivile; contact: Contact | null; etat: 'FAIT' | 'DU' | 'A_VENIR' | 'SANS_OBJET' }

/** The three contacts of a follow-up: each is due from the day it reaches the month (DU), unless the job was lost before. */
export function contactsAttendus(s: { date_debut: DateCivile; date_perte: DateCivile | null }, contacts: Contact[], jour: DateCivile): ContactAttendu[] {
  return MOIS_DE_CONTACT.map((mois) => {
    const echeance = ajouterMois(s.date_debut, mois);
    const contact = contacts.find((c) => c.mois === mois) ?? null;
    const etat = contact ? 'FAIT' : s.date_perte && s.date_perte <= echeance ? 'SANS_OBJET' : echeance <= jour ? 'DU' : 'A_VENIR';
    return { mois, echeance, contact, etat };
  });
}
