/** Rules of conventions, for the screens and the commands alike. Pure. Source: domaine §1 and §7, annexe 1 (settings). */
import type { CodeDe } from '../../codes/listes';
import { formaterDate, type DateCivile } from '../../lib/dates';
import type { Erreur } from '../../lib/erreurs';

/** What a convention agrees on: its period and the settings that bend the indicators (annexe 1). */
export interface ReglagesConvention {
  agence_id: number;
  date_debut: DateCivile;
  date_fin: DateCivile;
  phase_diagnostic: boolean;
  orientations_ic: CodeDe<'ORIENTATIONS_IC'>;
  perimetre_sorties: CodeDe<'PERIMETRES_SORTIES'>;
  mode_integration: CodeDe<'MODES_INTEGRATION'>;
  fse: boolean;
}

export interface NouvelleConvention extends ReglagesConvention {
  plie_id: number;
}

/** What the `convention ajouter` command and the database take when nothing is said. */
export const REGLAGES_PAR_DEFAUT = { phase_diagnostic: true, orientations_ic: 'AUCUNE', perimetre_sorties: 'PE', mode_integration: 'COMMISSION', fse: false } as const;

/** Ends are inclusive: a convention of one day is possible. */
export function verifierPeriode(debut: DateCivile, fin: DateCivile): Erreur[] {
  return fin < debut ? [{ champ: 'date_fin', message: `La convention ne peut pas finir le ${formaterDate(fin)}, avant son début le ${formaterDate(debut)}. Corrigez l'une des deux dates.` }] : [];
}

export const ETATS_CONVENTION = [
  { code: 'A_VENIR', libelle: 'À venir' },
  { code: 'EN_COURS', libelle: 'En cours' },
  { code: 'SUSPENDUE', libelle: 'Suspendue' },
  { code: 'TERMINEE', libelle: 'Terminée' },
] as const;
export type EtatConvention = (typeof ETATS_CONVENTION)[number]['code'];

/** The state of a convention on a day. Suspended: nothing may be exchanged from that day on (convention de données, art. 10). */
export function etatConvention(c: { date_debut: DateCivile; date_fin: DateCivile; date_suspension: DateCivile | null }, jour: DateCivile): EtatConvention {
  if (jour > c.date_fin) return 'TERMINEE';
  if (jour < c.date_debut) return 'A_VENIR';
  return c.date_suspension && c.date_suspension <= jour ? 'SUSPENDUE' : 'EN_COURS';
}

/** A suspension holds from the day it is declared: it can be neither before the convention nor once it is over. */
export function verifierSuspension(c: { date_debut: DateCivile; date_fin: DateCivile }, date: DateCivile): Erreur[] {
  if (date < c.date_debut || date > c.date_fin) return [{ champ: 'date_suspension', message: `La suspension doit tomber pendant la convention, du ${formaterDate(c.date_debut)} au ${formaterDate(c.date_fin)}.` }];
  return [];
}

export interface Correspondant {
  partie: CodeDe<'PARTIES'>;
  domaine: CodeDe<'DOMAINES_CORRESPONDANT'>;
  nom: string;
  fonction: string | null;
  telephone: string | null;
  courriel: string | null;
}
