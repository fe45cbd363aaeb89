/** The rules that other slices use: the class of an exit, and whether a follow-up in employment or training holds together. Pure. */
import { LISTES } from '../codes/listes';
import { ajouterJours, ajouterMois, dernierJourDuMois, formaterDate, formaterMois, moisDe, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { critiquerDate, type DatesDuParcours } from '../parcours/rules';
import { classerSortie, natureAttendue, type Classement, type MotifSortie, type NatureSortie, type Situation } from './regle';

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

/** « 1er », « 3e », « 6e ». */
export const rangDuMois = (mois: number): string => (mois === 1 ? '1er' : `${mois}e`);

/** Days before its date from which a contact is to be made. */
export const JOURS_AVANT_CONTACT = 15;

/** PASSE: it was not made, and no longer serves since the next one is due, or the job was lost. */
export type EtatContact = 'FAIT' | 'DU' | 'EN_RETARD' | 'A_VENIR' | 'PASSE' | 'SANS_OBJET';
export interface ContactAttendu<C> { mois: MoisDeContact; echeance: DateCivile; contact: C | null; etat: EtatContact }

/**
 * The three contacts of a follow-up, each for the same day of its month (31/08 + 6 months: 28/02 or 29/02). To be made
 * from fifteen days before, late from the day after. One at most is due: the last whose time has come.
 */
export function contactsAttendus<C extends { mois: number }>(s: { date_debut: DateCivile; date_perte: DateCivile | null }, contacts: readonly C[], jour: DateCivile): ContactAttendu<C>[] {
  const prevus = MOIS_DE_CONTACT.map((mois) => ({ mois, echeance: ajouterMois(s.date_debut, mois), contact: contacts.find((c) => c.mois === mois) ?? null }));
  const estVenu = (echeance: DateCivile) => ajouterJours(echeance, -JOURS_AVANT_CONTACT) <= jour;
  return prevus.map((p, i): ContactAttendu<C> => {
    const etat = (): EtatContact => {
      if (p.contact) return 'FAIT';
      if (s.date_perte) return s.date_perte <= p.echeance ? 'SANS_OBJET' : 'PASSE';
      if (prevus.slice(i + 1).some((x) => x.contact || estVenu(x.echeance))) return 'PASSE';
      if (p.echeance < jour) return 'EN_RETARD';
      return estVenu(p.echeance) ? 'DU' : 'A_VENIR';
    };
    return { ...p, etat: etat() };
  });
}

/** The contact to make now, else the next one; null when none is left. */
export function prochainContact<C>(attendus: readonly ContactAttendu<C>[]): ContactAttendu<C> | null {
  return attendus.find((a) => a.etat === 'DU' || a.etat === 'EN_RETARD') ?? attendus.find((a) => a.etat === 'A_VENIR') ?? null;
}

/** The motif under which the follow-up of a contract or a training ends. */
export function motifDeLaSituation(s: Situation): MotifSortie {
  if (s.nature === 'FORMATION') return 'FORMATION';
  return s.contrat === 'CUI_PEC' || s.contrat === 'CREATION_ENTREPRISE' ? s.contrat : 'EMPLOI';
}

/** A positive exit that the facts allow: as they stand, or once a proof is seen (`classement` is then the one it would give). */
export interface Proposition { motif: MotifSortie; classement: Classement; preuveManquante: boolean }

/** What the follow-up allows on that day; null when no proof would make the exit positive yet. */
export function proposerSortie(situation: Situation, jour: DateCivile, motif = motifDeLaSituation(situation)): Proposition | null {
  const classer = (s: Situation) => classerSortie({ motif, initiative: null, situation: s }, jour);
  const tel = classer(situation);
  if (tel.positive) return { motif, classement: tel, preuveManquante: false };
  if (situation.preuve) return null;
  const prouve = classer({ ...situation, preuve: preuvesPossibles(situation.nature)[0]!.code, date_preuve: jour });
  return prouve.positive ? { motif, classement: prouve, preuveManquante: true } : null;
}

const PREUVES_DE_FORMATION: readonly string[] = ['ATTESTATION_FORMATION', 'DIPLOME_TITRE'];
/** The proofs that count, by what they prove. */
export const preuvesPossibles = (nature: Situation['nature']) =>
  LISTES.PREUVES.filter((p) => p.code === 'DECLARATION' || PREUVES_DE_FORMATION.includes(p.code) === (nature === 'FORMATION'));

/** Why an exit cannot be reclassified by a late proof, or null. */
export function motifSansReclassement(p: { date_sortie: DateCivile | null; nature_sortie: NatureSortie | null; motif_sortie: MotifSortie | null }): string | null {
  if (!p.date_sortie || !p.motif_sortie) return "Aucune sortie n'est enregistrée pour ce parcours.";
  if (p.nature_sortie?.startsWith('POSITIVE_')) return 'Cette sortie est déjà positive.';
  return natureAttendue(p.motif_sortie) ? null : "Le motif de cette sortie n'est ni un emploi ni une formation. Corrigez d'abord la sortie si le motif est faux.";
}

/** What the loss of the job or the training changes for the parcours, in sentences. `finPrevue`: of the parcours, with the follow-up and without it. */
export function changementsDeLaPerte(finPrevue: { avec: DateCivile; sans: DateCivile }, jour: DateCivile): string[] {
  return [
    "Le suivi prend fin et le parcours continue, avec le même référent unique et le même PNI.",
    `L'entretien mensuel est de nouveau attendu, dès ${formaterMois(moisDe(jour))} : au plus tard le ${formaterDate(dernierJourDuMois(moisDe(jour)))}.`,
    ...(finPrevue.avec === finPrevue.sans ? [] : [`La fin prévue du parcours redevient le ${formaterDate(finPrevue.sans)}, au lieu du ${formaterDate(finPrevue.avec)}.`]),
  ];
}
