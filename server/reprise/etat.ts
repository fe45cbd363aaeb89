/** What a check remembers from one row to the next: who has been seen, what was found, what is to be written. */
import type { DateCivile } from '../lib/dates';
import type { Cellule } from '../lib/classeur/ecrire';
import type { DatesDuParcours } from '../parcours/rules';
import { Lots } from './lots';
import type { Remarque } from '../lib/classeur/comprendre';
import type { NomDeFeuille } from './rules-format';
import type { OrientationReprise, PersonneReprise } from './rules';

export interface PersonneVue {
  /** Row of the file that brings it, 0 when it was known before. */
  ligne: number;
  /** Id in the database when it was known before. */
  id: number | null;
  refusee: boolean;
  /** Where its open parcours is, in words. */
  ouvert: string | null;
  pni: { debut: DateCivile; fin: DateCivile; ou: string }[];
  /** Their processing is restricted: nothing of theirs is written, nor told. */
  limitee: boolean;
  /** True once the parcours that the database holds have been looked up. */
  chargee: boolean;
}

export interface OrientationVue { rang: number; ligne: number; id: number | null; refusee: boolean; /** As that of its person. */ limitee: boolean; dates: DatesDuParcours | null }

export interface ComptesDeFeuille { nom: NomDeFeuille; lues: number; nouvelles: number; inchangees: number; differentes: number; refusees: number }

/** What is shown of the first rows of a sheet: as they were understood. */
export interface Apercu { feuille: string; titres: string[]; lignes: string[][] }

/** What the check and the import say of themselves; kept in `reprises.rapport`. */
export interface Rapport {
  feuilles: ComptesDeFeuille[];
  courriels_ecartes: number;
  comptes_crees: number;
  nombre_erreurs: number;
  erreurs: Remarque[];
  nombre_avertissements: number;
  avertissements: Remarque[];
  apercus: Apercu[];
}

/** Errors and remarks kept with their place; the others are only counted (all are in the workbook of refused rows). */
export const REMARQUES_GARDEES = 200;
export const LIGNES_D_APERCU = 5;

export interface EtapeReprise { reference: string; type: string; date_debut: DateCivile; date_fin: DateCivile | null }
export interface EntretienRepris { reference: string; date_entretien: DateCivile }
export interface AbsenceReprise { reference: string; date_convocation: DateCivile; excuse: boolean; premier_contact: boolean }
export interface SessionReprise { date_session: DateCivile; agence_id: number | null; rang: number; convoques: number; presents: number }

export interface LignesRefusees { titres: string[]; lignes: Lots<Cellule[]> }

/** Everything that one check of a file holds. */
export class Etat {
  readonly personnes = new Map<string, PersonneVue>();
  readonly orientations = new Map<string, OrientationVue>();
  readonly aEcrire = {
    comptes: [] as { courriel: string; nom: string; prenom: string }[],
    personnes: new Lots<PersonneReprise>(),
    orientations: new Lots<OrientationReprise>(),
    etapes: new Lots<EtapeReprise>(),
    entretiens: new Lots<EntretienRepris>(),
    absences: new Lots<AbsenceReprise>(),
    /** After the absences of their own sheet, which say whether they were excused. */
    absencesAuContact: new Lots<AbsenceReprise>(),
    sessions: new Lots<SessionReprise>(),
  };
  readonly refusees = new Map<NomDeFeuille, LignesRefusees>();
  readonly rapport: Rapport = { feuilles: [], courriels_ecartes: 0, comptes_crees: 0, nombre_erreurs: 0, erreurs: [], nombre_avertissements: 0, avertissements: [], apercus: [] };

  signaler(erreur: Remarque): void {
    this.rapport.nombre_erreurs += 1;
    if (this.rapport.erreurs.length < REMARQUES_GARDEES) this.rapport.erreurs.push(erreur);
  }

  avertir(remarque: Remarque): void {
    this.rapport.nombre_avertissements += 1;
    if (this.rapport.avertissements.length < REMARQUES_GARDEES) this.rapport.avertissements.push(remarque);
  }

  voirOrientation(reference: string, vue: Omit<OrientationVue, 'rang'>): OrientationVue {
    const complete = { ...vue, rang: this.orientations.size };
    this.orientations.set(reference, complete);
    return complete;
  }
}

/** What was decided of a row. */
export type Statut = 'NOUVELLE' | 'INCHANGEE' | 'DIFFERENTE' | 'REFUSEE';
export const DEJA_DIFFERENTE = "Déjà reprise, et différente de ce que l'application contient : rien n'est changé. Corrigez dans l'application si le fichier a raison.";
