/** Which part of the reader's scope is shown, as it stands in an address: « departement:06 ». Pure. */
import type { Territoire } from '../../reports/periodes';
import type { PlieOffert } from './queries';

export interface TerritoireOffert {
  /** Value in the address; '' for the whole scope. */
  cle: string;
  territoire: Territoire;
  libelle: string;
  /** In the name of a file. */
  code: string;
}

const offrir = (type: 'PLIE' | 'DEPARTEMENT' | 'REGION', code: string, libelle: string): TerritoireOffert => ({ cle: `${type.toLowerCase()}:${code}`, territoire: { type, code }, libelle, code });

/** From the widest to the narrowest; a level that would only repeat another is left out. The first one is the default. */
export function territoiresOfferts(plies: PlieOffert[], organisation: { type: string; code: string; nom: string } | null): TerritoireOffert[] {
  const seuls = plies.map((p) => offrir('PLIE', p.code, p.nom));
  if (seuls.length <= 1) return seuls;
  const departements = [...new Map(plies.map((p) => [p.departement_code, p.departement_nom]))];
  const regions = [...new Map(plies.filter((p) => p.region_code).map((p) => [p.region_code!, p.region_nom!]))];
  const entiere = organisation?.type === 'REGION' && regions.length === 1;
  const tout: TerritoireOffert = entiere
    ? offrir('REGION', regions[0]![0], regions[0]![1])
    : { cle: '', territoire: { type: 'PERIMETRE' }, libelle: `Tous les PLIE de ${organisation?.nom ?? 'la base'}`, code: organisation?.code ?? regions.map(([code]) => code).join('-') };
  return [
    tout,
    ...(!entiere && regions.length > 1 ? regions.map(([code, nom]) => offrir('REGION', code, nom)) : []),
    ...(departements.length > 1 ? departements.map(([code, nom]) => offrir('DEPARTEMENT', code, nom)) : []),
    ...seuls,
  ];
}

/** Whole levels hold several PLIEs, or would not be offered. */
export const aPlusieursPlies = ({ territoire }: TerritoireOffert): boolean => territoire.type !== 'PLIE';

/** The territory of an address; null when it is not one of those offered: it does not exist for this reader. */
export function trouverTerritoire(offerts: TerritoireOffert[], cle: string): TerritoireOffert | null {
  return cle === '' ? (offerts[0] ?? null) : (offerts.find((t) => t.cle === cle) ?? null);
}

/** bilan-quantitatif_<territoire>_<année>.xlsx */
export const nomDuClasseur = ({ code }: Pick<TerritoireOffert, 'code'>, annee: number): string => `bilan-quantitatif_${code}_${annee}.xlsx`;
/** bilan_<territoire>_<année>.pdf */
export const nomDuDocument = ({ code }: Pick<TerritoireOffert, 'code'>, annee: number): string => `bilan_${code}_${annee}.pdf`;
