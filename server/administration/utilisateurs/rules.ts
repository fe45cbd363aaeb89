/** Rules of accounts, for the screens and the command alike. Pure. Source: domaine §1. */
import { ROLES_PAR_TYPE, type Role, type TypeOrganisation } from '../../acces/acteur';
import { LISTES, libelle } from '../../codes/listes';
import type { Erreur } from '../../lib/erreurs';

export interface NouvelUtilisateur {
  organisation_id: number;
  role: Role;
  nom: string;
  prenom: string;
  fonction: string | null;
  telephone: string | null;
  /** Lower case. */
  courriel: string;
}

const A_UN: Record<TypeOrganisation, string> = { PLIE: 'un PLIE', AGENCE: 'une agence', REGION: 'une région' };

/** A role is given by the organisations of some types only: an agency has no accompagnateur. */
export function verifierRole(type: TypeOrganisation, role: Role): Erreur[] {
  if (ROLES_PAR_TYPE[type].includes(role)) return [];
  return [{ champ: 'role', message: `Le rôle « ${libelle('ROLES', role)} » ne convient pas à ${A_UN[type]}. Rôles possibles : ${rolesPossibles(type).map((r) => r.libelle).join(' ; ')}.` }];
}

export const rolesPossibles = (type: TypeOrganisation): { code: Role; libelle: string }[] => LISTES.ROLES.filter((r) => ROLES_PAR_TYPE[type].includes(r.code));

/** What each role does, in one sentence, shown beside the choice. */
export const AIDE_ROLES: Record<Role, string> = {
  ACCOMPAGNATEUR: 'Reçoit les personnes, suit leur parcours et enregistre leur sortie.',
  ANIMATION: 'Voit tout le PLIE, attribue les référents, établit le tableau de suivi, la reprise et le bilan.',
  CONSEILLER_PE: "Oriente des personnes vers le PLIE et voit ce qu'elles deviennent.",
  REFERENT_PE: "Suit toutes les personnes de l'agence et pose les PNI.",
  CORRESPONDANT_REGIONAL: 'Lit les bilans de la région, jamais une personne.',
  ADMINISTRATEUR: 'Tient les organisations, les conventions, les comptes et les listes ; ne voit aucune personne.',
  DPO: "Lit le journal et les conventions de l'organisation ; ne voit aucune personne.",
};

export const ETATS_COMPTE = [
  { code: 'ACTIF', libelle: 'Actif' },
  { code: 'INVITE', libelle: 'Invitation en attente' },
  { code: 'A_INVITER', libelle: 'À inviter' },
  { code: 'DESACTIVE', libelle: 'Désactivé' },
] as const;
export type EtatCompte = (typeof ETATS_COMPTE)[number]['code'];

export const COMPTES_PAR_PAGE = 50;

/** First and last name out of « prenom.nom@… » ; the same word for both when there is only one. */
export function deriverIdentite(courriel: string): { prenom: string; nom: string } {
  const mots = (courriel.split('@')[0] ?? '').replace(/\+.*$/, '').split(/[._]+/).filter(Boolean).map((mot) => mot.slice(0, 100));
  const majuscule = (mot: string) => mot.replace(/(^|[-'])(\p{L})/gu, (_, avant: string, lettre: string) => avant + lettre.toLocaleUpperCase('fr'));
  const [prenom = courriel.slice(0, 100), ...reste] = mots.map(majuscule);
  return { prenom, nom: reste.join(' ').slice(0, 100) || prenom };
}
