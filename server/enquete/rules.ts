/** The survey: who answers, how far they are, when it is due, what its pages say of it. Pure. */
import { QUESTIONS } from '../../reports/bilan-qualitatif/questions';
import type { Case, LignePlie, Partie, Reponse } from '../../reports/bilan-qualitatif/tableau';
import { libelle } from '../codes/listes';
import { ajouterJours, anneeDe, dateCivile, formaterDate, formaterInstant, type DateCivile } from '../lib/dates';
import { accorder } from '../lib/texte';

export const NOMBRE_DE_QUESTIONS = QUESTIONS.length;
export const ARGUMENT_MAX = 1000;
export const PARTIES: readonly Partie[] = ['PLIE', 'POLE_EMPLOI'];

export const libelleReponse = (r: Reponse | null): string => (r ? libelle('REPONSES_ENQUETE', r) : 'Sans réponse');

/** Questions that this party answered. */
export const repondues = (cases: readonly Case[], partie: Partie): number => cases.filter((c) => c.avis[partie].reponse !== null).length;
export const aComplete = (cases: readonly Case[], partie: Partie): boolean => repondues(cases, partie) === NOMBRE_DE_QUESTIONS;
export const divergences = (cases: readonly Case[]): Case[] => cases.filter((c) => c.divergente);
export const aConvenir = (cases: readonly Case[]): Case[] => cases.filter((c) => c.divergente && !c.accord);

/** « 6 réponses sur 8 » */
export const avancement = (faites: number): string => `${accorder(faites, 'réponse')} sur ${NOMBRE_DE_QUESTIONS}`;

export interface Etat { texte: string; ton: 'fait' | 'du' | 'retard' | ''; icone: string }

/** How far a party is; late once the due date has passed. */
export function etatDePartie(cases: readonly Case[], partie: Partie, enquete: { date_limite: DateCivile; close_le: string | null }, jour: DateCivile): Etat {
  const faites = repondues(cases, partie);
  const texte = faites ? avancement(faites) : 'Pas commencée';
  if (faites === NOMBRE_DE_QUESTIONS) return { texte, ton: 'fait', icone: 'fait' };
  if (enquete.close_le) return { texte: faites ? texte : 'Sans réponse', ton: '', icone: 'horloge' };
  return enquete.date_limite < jour ? { texte, ton: 'retard', icone: 'alerte' } : { texte, ton: faites ? 'du' : '', icone: 'horloge' };
}

/** The parties that have not answered everything. */
export const enAttente = (lignes: readonly LignePlie[]): { ligne: LignePlie; partie: Partie }[] =>
  lignes.flatMap((ligne) => PARTIES.filter((partie) => !aComplete(ligne.cases, partie)).map((partie) => ({ ligne, partie })));

export const PREMIERE_ANNEE = 2015;

/** The years that may be opened: the present one, and those of which no campaign exists yet. */
export const anneesAOuvrir = (jour: DateCivile, prises: readonly number[]): number[] =>
  [anneeDe(jour) - 1, anneeDe(jour), anneeDe(jour) - 2].filter((a) => !prises.includes(a));

/** A month before the bilan is sent (30 April, art. 7), or a month from today. */
export function dateLimiteProposee(annee: number, jour: DateCivile): DateCivile {
  const fin = dateCivile(`${annee + 1}-03-31`);
  return fin > jour ? fin : ajouterJours(jour, 30);
}

/** Why that due date cannot be; null when it can. */
export const refusDeDate = (date: DateCivile, jour: DateCivile): string | null =>
  date < jour ? `Le ${formaterDate(date)} est déjà passé : choisissez un jour à venir, ou aujourd'hui.` : null;

/** « 14/03/2027 », in Paris, of an instant. */
export const jourDe = (instant: string): string => formaterInstant(instant).slice(0, 10);

/** What everyone reads of a campaign in one line. */
export function resumeDEnquete(enquete: { date_limite: DateCivile; close_le: string | null }, jour: DateCivile): Etat {
  if (enquete.close_le) return { texte: `Close le ${jourDe(enquete.close_le)}`, ton: 'fait', icone: 'fait' };
  const reste = enquete.date_limite < jour ? 'en retard' : enquete.date_limite === jour ? "dernier jour" : '';
  return { texte: `Réponses attendues le ${formaterDate(enquete.date_limite)} au plus tard${reste ? `, ${reste}` : ''}`, ton: enquete.date_limite < jour ? 'retard' : 'du', icone: enquete.date_limite < jour ? 'alerte' : 'horloge' };
}

/** Said by a reminder: to a party of one PLIE. No name of a person. */
export function messageDeRelance(e: { annee: number; date_limite: DateCivile }, plie: string, faites: number, adresse: string): { objet: string; texte: string } {
  const reste = NOMBRE_DE_QUESTIONS - faites;
  return {
    objet: `${plie}, enquête ${e.annee} sur le partenariat : ${accorder(reste, 'réponse attendue', 'réponses attendues')}`,
    texte: [
      'Bonjour,', '',
      `L'enquête annuelle sur le partenariat entre le PLIE et Pôle emploi (annexe 2 de la convention) porte sur l'année ${e.annee}.`,
      `Convention : ${plie}. De votre côté, ${faites ? avancement(faites) : "aucune question n'est encore répondue"}. Les réponses sont attendues le ${formaterDate(e.date_limite)} au plus tard.`, '',
      `Huit questions, quelques minutes, et l'on peut s'arrêter en chemin :`, adresse, '',
      'Merci,', 'Les correspondants régionaux',
    ].join('\n'),
  };
}
