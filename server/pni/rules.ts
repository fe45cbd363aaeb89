/** What the list of the PNI shows: its groups, the most pressing first, and the act that each line is due. Pure. */
import { alertePni, cheminDeLevee, LIBELLES_ETAT_PNI, SEUILS_AVERTISSEMENT, TRANCHES_AVERTISSEMENT, type EtatPni } from '../parcours/rules-pni';
import type { DateCivile, Mois } from '../lib/dates';

export const RUBRIQUE = { adresse: '/pni', libelle: 'PNI' };

/** A_SUIVRE: those on which something may still be due. A_LEVER: those that an IAE contract should have ended. */
export type FiltreEtatPni = EtatPni | 'A_LEVER' | 'A_SUIVRE' | 'TOUS';
export const FILTRES_ETAT_PNI: readonly { code: FiltreEtatPni; libelle: string; etats: readonly EtatPni[] }[] = [
  { code: 'A_SUIVRE', libelle: 'à suivre', etats: ['DEMANDE', 'ACTIF', 'ECHU'] },
  { code: 'DEMANDE', libelle: 'demandés', etats: ['DEMANDE'] },
  { code: 'ACTIF', libelle: 'actifs', etats: ['ACTIF'] },
  { code: 'ECHU', libelle: 'échus', etats: ['ECHU'] },
  { code: 'A_LEVER', libelle: 'à lever', etats: ['ACTIF'] },
  { code: 'TERMINE', libelle: 'terminés', etats: ['TERMINE'] },
  { code: 'LEVE', libelle: 'levés', etats: ['LEVE'] },
  { code: 'TOUS', libelle: 'de tous états', etats: Object.keys(LIBELLES_ETAT_PNI) as EtatPni[] },
];

/** Two days in an address: « 2027-03-14..2027-03-20 ». */
export type Periode = `${DateCivile}..${DateCivile}`;
export const estPeriode = (fin: string): fin is Periode => fin.includes('..');
export const bornes = (p: Periode): { du: DateCivile; au: DateCivile } => ({ du: p.slice(0, 10) as DateCivile, au: p.slice(12) as DateCivile });

export interface FiltresPni {
  etat: FiltreEtatPni;
  /** Ending in that band of days (its threshold), in that month, or between two days, both included. */
  fin: (typeof SEUILS_AVERTISSEMENT)[number] | Mois | Periode | null;
  agence: number | null;
  accompagnateur: number | null;
  page: number;
}

export type GroupePni = 'ECHU' | 'A_LEVER' | (typeof SEUILS_AVERTISSEMENT)[number] | 'DEMANDE' | 'LOIN' | 'CLOS';

/** Headings of the groups, in the order of the list. */
export const GROUPES: ReadonlyMap<GroupePni, string> = new Map<GroupePni, string>([
  ['ECHU', 'Échus, parcours toujours ouvert'],
  ['A_LEVER', 'À lever : un contrat IAE met fin à la délégation'],
  ...TRANCHES_AVERTISSEMENT.map(({ seuil, libelle }) => [seuil, `Finissent ${libelle}`] as [GroupePni, string]),
  ['DEMANDE', 'Demandés, pas encore posés'],
  ['LOIN', `Finissent dans plus de ${Math.max(...SEUILS_AVERTISSEMENT)} jours`],
  ['CLOS', 'Terminés ou levés'],
]);

export interface PniDeListe { etat: EtatPni; date_fin: DateCivile | null; iae_depuis: DateCivile | null; prolonge_jusqu_au: DateCivile | null }

export function groupeDuPni({ etat, date_fin: fin, iae_depuis: iae }: PniDeListe, jour: DateCivile): GroupePni {
  if (etat === 'TERMINE' || etat === 'LEVE') return 'CLOS';
  return etat === 'DEMANDE' ? 'DEMANDE' : etat === 'ACTIF' && iae ? 'A_LEVER' : (alertePni(fin!, jour) ?? 'LOIN');
}

/** An act on a line: the end of its address, after /orientations/:id/. */
export interface ActeDu { chemin: string; libelle: string }

/** Who looks: the PLIE holds the parcours and asks; Pôle emploi sets and lifts. */
export interface Moyens { tientLeParcours: boolean }

/**
 * What a line is due, the main act first. Whoever learns of an IAE contract lifts (Pôle emploi informs, domaine §4). An échu PNI ends with the parcours, or is followed by a new one when the parcours was
 * prolonged beyond today; one that ends within 90 days is to be prepared.
 */
export function actesDus(groupe: GroupePni, { iae_depuis: iae, prolonge_jusqu_au: prolongeJusquAu }: PniDeListe, jour: DateCivile, { tientLeParcours }: Moyens): ActeDu[] {
  const sortie = { chemin: 'sortie', libelle: 'Sortie' };
  const prolongation = { chemin: 'prolongation', libelle: 'Prolongation' };
  switch (groupe) {
    case 'CLOS':
    case 'LOIN': return [];
    case 'A_LEVER': return [{ chemin: cheminDeLevee(iae!), libelle: 'Lever' }];
    case 'DEMANDE': return [{ chemin: 'pni?acte=poser', libelle: 'Poser' }];
    case 'ECHU':
      if (!tientLeParcours) return [{ chemin: 'pni?acte=lever', libelle: 'Lever' }];
      return prolongeJusquAu && prolongeJusquAu >= jour ? [{ chemin: 'pni?acte=demander', libelle: 'Nouveau PNI' }, sortie] : [sortie, prolongation];
    default: return tientLeParcours ? [sortie, prolongation] : [];
  }
}
