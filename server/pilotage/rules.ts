/** Which figures are shown, as it stands in an address. Pure. */
import type { Fond } from '../../reports/figes';

/** Nothing for RETENUS, which goes without saying. */
export const FONDS: Record<Fond, string> = { RETENUS: '', VALIDES: 'valides', JOUR: 'jour' };
