/** The year of a PLIE as its pages and acts look at it: its figures of today, what the checks say of them. */
import { calculer, type Ligne } from '../../reports/moteur';
import { chiffresDe, empreinteDuGel, type Gel } from '../../reports/figer';
import { BILAN_QUANTITATIF, VERSION } from '../../reports/bilan-quantitatif/definitions';
import { lireObjectifs } from '../../reports/objectifs';
import type { Demande } from '../../reports/periodes';
import type { Contexte } from '../acces/acteur';
import { listerAgences, listerDeclarations } from '../chiffres-pe/queries';
import { lireReglages } from '../controles/queries';
import { RegleEnfreinte } from '../lib/erreurs';
import { compterSortiesSansPreuve } from '../sorties/queries-suivis';
import { lireAnneeDuPlie, listerSeancesAFiger, type Plie } from './queries';
import { controler, type ControleBilan } from './rules-controles';

export const demandeDe = (plie: Pick<Plie, 'code'>, annee: number): Demande => ({ annee, territoire: { type: 'PLIE', code: plie.code } });

/** The figures of today. Throws RegleEnfreinte for a closed PLIE without a convention that year. */
export async function lireLigneDuJour(contexte: Pick<Contexte, 'base' | 'acteur'>, plie: Pick<Plie, 'code'>, annee: number): Promise<Ligne> {
  const ligne = (await calculer(contexte, BILAN_QUANTITATIF, demandeDe(plie, annee), 'JOUR')).find((l) => l.niveau === 'PLIE');
  if (!ligne) throw new RegleEnfreinte(`Ce PLIE est fermé et n'avait pas de convention en ${annee} : il n'a pas de bilan cette année-là.`);
  return ligne;
}

export interface AnneeLue { ligne: Ligne; gel: Gel; empreinte: string }

/** What would be frozen now, and its checksum. `contexte.base`: the transaction that freezes it. */
export async function lireAnnee(contexte: Pick<Contexte, 'base' | 'acteur'>, plie: Plie, annee: number): Promise<AnneeLue> {
  const ligne = await lireLigneDuJour(contexte, plie, annee);
  const gel: Gel = { plie: plie.code, annee, definitions: VERSION, chiffres: { ...chiffresDe(ligne), objectifs: await lireObjectifs(contexte, demandeDe(plie, annee), 'JOUR') }, seances: await listerSeancesAFiger(contexte.base, plie.id, annee) };
  return { ligne, gel, empreinte: empreinteDuGel(gel) };
}

export async function controlerLAnnee(contexte: Contexte, plie: Plie, annee: number, ligne: Ligne): Promise<ControleBilan[]> {
  return controler({
    annee, plieId: plie.id, ligne, ...(await lireAnneeDuPlie(contexte, plie.id, annee)),
    agences: await listerAgences(contexte, plie.id),
    declarations: (await listerDeclarations(contexte.base, contexte, plie.id)).filter((d) => d.annee === annee),
    sansPreuve: await compterSortiesSansPreuve(contexte, plie.id, annee),
  }, await lireReglages(contexte, plie.id));
}
