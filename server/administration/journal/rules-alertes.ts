/** What is more than a day's work needs (design/security.md), and what may be made of it. Pure. */
import type { NatureDActe } from '../../codes/actes';
import type { CodeDe } from '../../codes/listes';
import { formaterNombre } from '../../lib/texte';

export interface Seuils { fiches_par_heure: number; exports_par_jour: number; refus_par_heure: number }
/** Above 50 files in an hour; from 3 files with names in a day; from 20 refusals in an hour. */
export const SEUILS: Seuils = { fiches_par_heure: 50, exports_par_jour: 3, refus_par_heure: 20 };
/** As the database holds them. */
export const BORNES = { fiches_par_heure: [10, 500], exports_par_jour: [1, 50], refus_par_heure: [5, 30] } as const;
export const PLAFOND = 200;

type GenreAlerte = CodeDe<'GENRES_ALERTE'>;

const FAITS: Record<GenreAlerte, string> = {
  FICHES_OUVERTES: 'fiches de personnes ouvertes en une heure', EXPORTS_NOMINATIFS: 'fichiers nominatifs sortis dans la journée', REFUS: 'pages ou gestes refusés en une heure',
};
export const phraseDAlerte = (genre: GenreAlerte, nombre: number, seuil: number): string => `${formaterNombre(nombre)} ${FAITS[genre]} (seuil : ${formaterNombre(seuil)})`;

/** The acts of the journal behind an alert. */
export const NATURE_DES_ACTES: Record<GenreAlerte, NatureDActe> = { FICHES_OUVERTES: 'CONSULTATION', EXPORTS_NOMINATIFS: 'EXPORT_NOMINATIF', REFUS: 'CONNEXION' };
