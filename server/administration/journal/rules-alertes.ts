/** What is more than a day's work needs (design/security.md), and what may be made of it. Pure. */
import type { CodeDe } from '../../codes/listes';
import { formaterNombre } from '../../lib/texte';

export interface Seuils { fiches_par_heure: number; exports_par_jour: number }
/** Above 50 files in an hour; from 3 files with names in a day. */
export const SEUILS: Seuils = { fiches_par_heure: 50, exports_par_jour: 3 };
/** As the database holds them. */
export const BORNES = { fiches_par_heure: [10, 500], exports_par_jour: [1, 50] } as const;
export const PLAFOND = 200;

export const phraseDAlerte = (genre: CodeDe<'GENRES_ALERTE'>, nombre: number, seuil: number): string => (genre === 'FICHES_OUVERTES'
  ? `${formaterNombre(nombre)} fiches de personnes ouvertes en une heure (seuil : ${formaterNombre(seuil)})`
  : `${formaterNombre(nombre)} fichiers nominatifs sortis dans la journée (seuil : ${formaterNombre(seuil)})`);
