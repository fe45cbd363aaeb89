/** Handing the persons of someone who is away to colleagues. Pure. */

/** Persons that one page shows, the others come after: a form that the browser and the server carry without effort. */
export const PERSONNES_PAR_PAGE = 300;

export interface Charge { id: number; portefeuille: number }

/** To whom each of `nombre` persons would go so that the loads stay level: each to the one who then follows the fewest, the first listed when equal. */
export function repartir(charges: readonly Charge[], nombre: number): number[] {
  const apres = charges.map((c) => ({ ...c }));
  return Array.from({ length: apres.length ? nombre : 0 }, () => {
    const cible = apres.reduce((a, b) => (b.portefeuille < a.portefeuille ? b : a));
    cible.portefeuille += 1;
    return cible.id;
  });
}
