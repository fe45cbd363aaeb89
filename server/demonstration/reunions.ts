/** The meetings held and planned, the yearly documents sent: one PLIE is late with each, the first shows one to come. */
import { ajouterJours, ajouterMois, anneeDe, type DateCivile } from '../lib/dates';
import { jourDEnvoi, sansBilan } from './bilans';
import { jourOuvre } from './calendrier';
import { ajouter } from './lignes';

export interface JalonDemo { id: number; plie_id: number; type: string; date_jalon: DateCivile; annee: number | null; fait: boolean }

/** `rang`: of the PLIE among those of the region. */
export function tenirLesReunions(jalons: JalonDemo[], plieId: number, rang: number, jour: DateCivile): void {
  const noter = (type: string, date_jalon: DateCivile, annee: number | null = null) => ajouter(jalons, { plie_id: plieId, type, date_jalon, annee, fait: date_jalon <= jour });
  const ilYA = (mois: number, jours: number) => jourOuvre(ajouterJours(ajouterMois(jour, -mois), jours));
  noter('ECHANGE_INFORMATIONS', ilYA(rang % 5 === 2 ? 5 : 3, rang - 6));
  noter('COMITE_PILOTAGE_PLIE', ilYA(rang % 6 === 4 ? 7 : 5, rang - 10));
  noter('COMITE_PILOTAGE_CONVENTION', ilYA(rang % 7 === 3 ? 13 : 8, 2 * rang));
  if (rang === 0) noter('COMITE_TECHNIQUE', jourOuvre(ajouterJours(jour, 18)));
  if (rang < 2) noter('COMITE_PILOTAGE_PLIE', jourOuvre(ajouterJours(jour, 11)));
  const annee = anneeDe(jour) - 1;
  const envoi = jourDEnvoi(annee, rang);
  if (envoi > jour) return;
  if (!sansBilan(rang)) noter('BILAN_QUANTITATIF', envoi, annee);
  if (rang % 8 !== 6) noter('RELEVE_DEMANDES', envoi, annee);
  if (rang % 8 !== 5) noter('BILAN_QUALITATIF', envoi, annee);
}
