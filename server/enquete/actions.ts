/** The region conducts the survey: opens it for a year, moves its due date, closes and freezes it. */
import { createHash } from 'node:crypto';
import type { Contexte } from '../acces/acteur';
import { lireLignes, lireReponses, type Releve } from '../../reports/bilan-qualitatif/enquete';
import { QUESTIONS } from '../../reports/bilan-qualitatif/questions';
import { anneeDe, formaterDate, type DateCivile } from '../lib/dates';
import { ecrire, type Transaction } from '../lib/ecriture';
import { Conflit, Introuvable, RegleEnfreinte } from '../lib/erreurs';
import type { LignePlie } from '../../reports/bilan-qualitatif/tableau';
import { changerDateLimite, figer, lireEnquete, listerEnquetesOuvertes, ouvrir, verrouiller, type Enquete } from './queries';
import { refusDeDate } from './rules';

export interface Fait { id: number; message: string }

const CLOSE = 'Cette enquête est close : ses réponses sont figées et ne changent plus. Pour un complément, écrivez aux correspondants régionaux.';

/** Throws RegleEnfreinte when the campaign is closed. */
export function exigerOuverte({ close_le }: Pick<Enquete, 'close_le'>): void {
  if (close_le) throw new RegleEnfreinte(CLOSE);
}

export interface EnqueteEnCours { enquete: Enquete; lignes: LignePlie[] }

/** The open campaigns and where they stand, within scope. */
export async function listerEnquetesEnCours(contexte: Contexte): Promise<EnqueteEnCours[]> {
  const enCours: EnqueteEnCours[] = [];
  for (const enquete of await listerEnquetesOuvertes(contexte)) enCours.push({ enquete, lignes: await lireLignes(contexte, enquete) });
  return enCours;
}

function verifierDate(date: DateCivile, jour: DateCivile): void {
  const refus = refusDeDate(date, jour);
  if (refus) throw new RegleEnfreinte([{ champ: 'date_limite', message: refus }]);
}

export async function ouvrirEnquete(contexte: Contexte, { annee, date_limite }: { annee: number; date_limite: DateCivile }): Promise<Fait> {
  const { base, acteur, auteur, jour } = contexte;
  const region_code = acteur.organisation?.regionCode;
  if (!region_code) throw new Introuvable();
  if (annee > anneeDe(jour)) throw new RegleEnfreinte([{ champ: 'annee', message: `L'année ${annee} n'a pas commencé : l'enquête porte sur l'année en cours ou sur une année passée.` }]);
  verifierDate(date_limite, jour);
  return ecrire(base, auteur, { action: 'enquete.ouvrir', details: { annee } }, async (trx) => ({
    id: await ouvrir(trx, { region_code, annee, date_limite, utilisateur_id: auteur.utilisateurId }),
    message: `L'enquête ${annee} est ouverte : les PLIE et Pôle emploi peuvent répondre jusqu'au ${formaterDate(date_limite)}.`,
  }));
}

export async function reporterEnquete(contexte: Contexte, id: number, { date_limite, version }: { date_limite: DateCivile; version: number }): Promise<Fait> {
  const enquete = await lireEnquete(contexte, id);
  exigerOuverte(enquete);
  verifierDate(date_limite, contexte.jour);
  return ecrire(contexte.base, contexte.auteur, { action: 'enquete.reporter', details: { annee: enquete.annee } }, async (trx) => {
    await changerDateLimite(trx, id, version, date_limite);
    return { id, message: `Les réponses sont attendues le ${formaterDate(date_limite)} au plus tard.` };
  });
}

/** Writes the record of a campaign and its checksum. `instant`: an ISO text. */
export async function figerEnquete(trx: Transaction, enquete: Pick<Enquete, 'id' | 'annee' | 'region_code'>, utilisateurId: number | null, instant: string): Promise<void> {
  const contenu: Releve = { format: 1, annee: enquete.annee, region: enquete.region_code, questions: QUESTIONS, lignes: await lireReponses({ base: trx }, enquete) };
  const releve = JSON.stringify(contenu);
  await figer(trx, enquete.id, { releve, empreinte: empreinteDe(releve), utilisateur_id: utilisateurId, instant });
}

/** SHA-256 of the frozen text. */
export const empreinteDe = (releve: string): string => createHash('sha256').update(releve).digest('hex');

/** Nothing can be answered any more. Throws Conflit when the campaign changed since it was shown. */
export async function cloreEnquete(contexte: Contexte, id: number, { version, confirme }: { version: number; confirme: boolean }, instant: string): Promise<Fait> {
  const enquete = await lireEnquete(contexte, id);
  exigerOuverte(enquete);
  if (!confirme) throw new RegleEnfreinte([{ champ: 'confirme', message: 'Cochez la case : une enquête close ne se rouvre pas.' }]);
  if (version !== enquete.version) throw new Conflit();
  return ecrire(contexte.base, contexte.auteur, { action: 'enquete.clore', details: { annee: enquete.annee } }, async (trx) => {
    exigerOuverte(await verrouiller(trx, id));
    await figerEnquete(trx, enquete, contexte.auteur.utilisateurId, instant);
    return { id, message: `L'enquête ${enquete.annee} est close : ses réponses sont figées.` };
  });
}
