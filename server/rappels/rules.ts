/**
 * Mail reminders of the deadlines one chose: five days before, one day before, once late, then once a week. One mail an agent
 * and a day holds them all; it gives counts, days and links, and names nobody. Pure.
 */
import type { Role } from '../acces/acteur';
import { REGLES, type Echeance, type Genre } from '../calendrier/rules';
import { direDelai } from '../calendrier/rules-presentation';
import { ajouterJours, formaterJour, joursEntre, lundiDe, type DateCivile } from '../lib/dates';
import { accorder } from '../lib/texte';

/** From that hour on, Europe/Paris: the mail is there when the day begins. */
export const HEURE_DES_RAPPELS = 7;
const [CINQ_JOURS, UN_JOUR] = [5, 1];
/** How far back one looks for what has been said: longer than any step lasts. */
export const JOURS_DE_MEMOIRE = 21;

/**
 * The step a deadline is at: 5 (two to five days left), 1 (tomorrow or today), R (late since this week or the last one), then the
 * Monday of each week. Null when it is further. A step missed while nothing ran is caught up as long as it lasts, and said once.
 */
export function palierDe(date: DateCivile, jour: DateCivile): string | null {
  const reste = joursEntre(jour, date);
  if (reste > CINQ_JOURS) return null;
  if (reste > UN_JOUR) return '5';
  if (reste >= 0) return '1';
  return date >= ajouterJours(lundiDe(jour), -7) ? 'R' : lundiDe(jour);
}

/** What is said once: the deadline, its day (a meeting may be moved) and the step. */
export interface Rappel { echeance: Echeance; palier: string }

export function rappelsDus(echeances: readonly Echeance[], genres: readonly Genre[], deja: ReadonlySet<string>, jour: DateCivile): Rappel[] {
  return echeances.flatMap((echeance) => {
    if (echeance.etat === 'FAIT' || !genres.includes(REGLES[echeance.code].genre)) return [];
    const palier = palierDe(echeance.date, jour);
    const cle = palier && `${echeance.cle}|${echeance.date}|${palier}`;
    return cle && !deja.has(cle) ? [{ echeance, palier: cle }] : [];
  });
}

/** What one mail holds: one's own, then those of the colleagues one stands in for. */
export interface Lot { suppleance: boolean; echeances: readonly Echeance[] }

/** `url`: the public address; `plusieurs`: the PLIE is named; `operateur`: the name shown for Pôle emploi. */
export function ecrireRappel(lots: readonly Lot[], { url, operateur, plusieurs, jour }: { url: string; operateur: string; plusieurs: boolean; jour: DateCivile }): { objet: string; texte: string } {
  const toutes = lots.flatMap((l) => l.echeances);
  const enRetard = toutes.filter((e) => e.etat === 'EN_RETARD').length;
  const dire = (e: Echeance) => `- ${e.libelle}${plusieurs ? ` (${e.plie.nom})` : ''} : ${formaterJour(e.date)}, ${e.etat === 'EN_RETARD' ? 'en retard ' : ''}${direDelai(e.date, jour)}\n  ${url}${e.adresse ?? '/echeances'}`;
  const paragraphes = lots.flatMap(({ suppleance, echeances }) => (echeances.length ? [`${suppleance ? 'À la place du collègue dont vous êtes suppléant :\n' : ''}${echeances.map(dire).join('\n')}`] : []));
  const texte = ['Bonjour,', ...paragraphes, `Toutes les échéances : ${url}/echeances`, `Choisir ou arrêter ces rappels : ${url}/compte/rappels`].join('\n\n');
  return {
    objet: `${accorder(toutes.length, 'échéance')}${enRetard ? `, dont ${enRetard} en retard` : ''}`,
    texte: `${texte.replaceAll('Pôle emploi', operateur)}\n`,
  };
}

const DU_PLIE: readonly Role[] = ['ACCOMPAGNATEUR', 'ANIMATION'];
/** Who may stand in for a role: who could open the same lists. */
export const rolesDesSuppleants = (role: Role): readonly Role[] => (DU_PLIE.includes(role) ? DU_PLIE : [role]);

/** Minutes before a mail that the server refused is tried again, and how often in a day. */
export const MINUTES_AVANT_REPRISE = 30;
export const TENTATIVES_MAX = 6;
