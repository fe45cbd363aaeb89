/** Runs a simulation: reads, derives, counts. Nothing is written. */
import { setImmediate as ceder } from 'node:timers/promises';
import type { Demande, Lecteur } from '../../reports/periodes';
import type { Version } from '../sorties/regle';
import { lireSorties, type Repere } from './queries';
import { compter, rejuger, rienDeCompare, type Compare, type Jugement, type SortieEnregistree } from './rules';

/** Exits read at once. */
const LOT = 2000;

export interface SortieChangee { sortie: SortieEnregistree; jugement: Jugement }
/** `parPlie`: by code. `changees`: the exits whose class changes, in the order read. */
export interface Simulation { ensemble: Compare; parPlie: Map<string, Compare>; changees: SortieChangee[] }

/** Every exit of the year, batch after batch (`taille` exits each): others are served between two of them, and never more than one batch of facts stands in memory. */
export async function simuler(lecteur: Lecteur, demande: Demande, version: Version, taille = LOT): Promise<Simulation> {
  const simulation: Simulation = { ensemble: rienDeCompare(), parPlie: new Map(), changees: [] };
  let apres: Repere = { plie_id: 0, orientation_id: 0 };
  for (;;) {
    const lot = await lireSorties(lecteur, demande, apres, taille);
    for (const sortie of lot) {
      const jugement = rejuger(sortie, version);
      const sien = simulation.parPlie.get(sortie.plie_code) ?? rienDeCompare();
      simulation.parPlie.set(sortie.plie_code, sien);
      compter(simulation.ensemble, sortie, jugement);
      compter(sien, sortie, jugement);
      if (jugement.nature !== sortie.nature_sortie) simulation.changees.push({ sortie, jugement });
    }
    if (lot.length < taille) return simulation;
    apres = lot.at(-1)!;
    await ceder();
  }
}
