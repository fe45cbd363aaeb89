/** Who is using the application, and the context that every read and every act receives. */
import type { Base } from '../lib/db';
import type { DateCivile } from '../lib/dates';
import type { Auteur } from '../lib/ecriture';

export const ROLES = ['ACCOMPAGNATEUR', 'ANIMATION', 'CONSEILLER_PE', 'REFERENT_PE', 'CORRESPONDANT_REGIONAL', 'ADMINISTRATEUR', 'DPO'] as const;
export type Role = (typeof ROLES)[number];

export type TypeOrganisation = 'PLIE' | 'AGENCE' | 'REGION';

/** Roles that an organisation of each type may give. */
export const ROLES_PAR_TYPE: Record<TypeOrganisation, readonly Role[]> = {
  PLIE: ['ACCOMPAGNATEUR', 'ANIMATION', 'ADMINISTRATEUR', 'DPO'],
  AGENCE: ['CONSEILLER_PE', 'REFERENT_PE', 'ADMINISTRATEUR', 'DPO'],
  REGION: ['CORRESPONDANT_REGIONAL', 'ADMINISTRATEUR', 'DPO'],
};

export interface Acteur {
  utilisateurId: number | null;
  nom: string;
  prenom: string;
  /** SYSTEME: the command line and the nightly tasks; it sees every territory and belongs to none. */
  role: Role | 'SYSTEME';
  /** On the pages of a person whose processing is restricted (RGPD art. 18), who then may change nothing of theirs. */
  surLimitee?: boolean;
  organisation: { id: number; type: TypeOrganisation; code: string; nom: string; departementCode: string | null; regionCode: string | null } | null;
}

/** What every query and action receives first. */
export interface Contexte {
  base: Base;
  acteur: Acteur;
  auteur: Auteur;
  /** Today, Europe/Paris. */
  jour: DateCivile;
}

/** A context that is no person's. `motif` says what writes (it is printed in the journal). */
export function contexteSysteme(base: Base, jour: DateCivile, motif: string): Contexte {
  return {
    base,
    jour,
    acteur: { utilisateurId: null, nom: motif, prenom: '', role: 'SYSTEME', organisation: null },
    auteur: { utilisateurId: null, systeme: motif, requeteId: null, cleFormulaire: null },
  };
}
