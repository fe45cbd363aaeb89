/** Whose orientations an analysis looks at. */
import { brut, type Sql } from '../../server/lib/db/sql';

/** `quand`: over the orientation `f`. The first one goes without saying. */
export const POPULATIONS = [
  { code: 'TOUTES', libelle: 'Tous les prescripteurs', quand: 'true' },
  { code: 'PE', libelle: 'Pôle emploi seulement', quand: "f.prescripteur = 'POLE_EMPLOI'" },
] as const;
export type Population = (typeof POPULATIONS)[number]['code'];

export const conditionDe = (population: Population): Sql => brut(POPULATIONS.find((p) => p.code === population)!.quand);
