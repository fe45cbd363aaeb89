/** Rules of organisations, for the screens and the commands alike. Pure. Source: domaine §1. */
import type { TypeOrganisation } from '../acces/acteur';
import type { Erreur } from '../lib/erreurs';

export const TYPES_ORGANISATION = [
  { code: 'PLIE', libelle: 'PLIE' },
  { code: 'AGENCE', libelle: 'Agence' },
  { code: 'REGION', libelle: 'Région' },
] as const;

export const libelleType = (type: TypeOrganisation): string => TYPES_ORGANISATION.find((t) => t.code === type)!.libelle;

/** What both the forms and `organisation ajouter` give. */
export interface NouvelleOrganisation {
  type: TypeOrganisation;
  /** Upper case; it never changes: file names, scripts and macros carry it. */
  code: string;
  nom: string;
  departement_code: string | null;
  /** A région: its own. A PLIE or an agency: the région to which its département is attached, when not the usual one. */
  region_code: string | null;
  adresse: string | null;
  telephone: string | null;
  courriel: string | null;
}

export type ModificationOrganisation = Pick<NouvelleOrganisation, 'nom' | 'departement_code' | 'adresse' | 'telephone' | 'courriel'>;

const CODE_ORGANISATION = /^[A-Z0-9][A-Z0-9_-]{0,29}$/;
const CODE_REGION = /^[A-Z0-9-]{1,12}$/;

/** The sentence that says what is wrong with a code, or null. */
export const verifierCode = (code: string): string | null =>
  CODE_ORGANISATION.test(code) ? null : `« ${code} » ne peut pas servir de code : 30 caractères au plus, des lettres sans accent, des chiffres, « - » ou « _ ».`;

export function verifierOrganisation(o: NouvelleOrganisation): Erreur[] {
  const erreurs: Erreur[] = [];
  const faute = verifierCode(o.code);
  if (faute) erreurs.push({ champ: 'code', message: faute });
  if (o.type === 'REGION' && !o.region_code) erreurs.push({ champ: 'region_code', message: 'Indiquez de quelle région il s\'agit.' });
  if (o.region_code && !CODE_REGION.test(o.region_code)) erreurs.push({ champ: 'region_code', message: `« ${o.region_code} » n'est pas un code de région : 12 caractères au plus, par exemple PACA ou IDF.` });
  return [...erreurs, ...verifierDepartement(o.type, o.departement_code)];
}

/** A PLIE has a département, a région has none, an agency may have one. */
export function verifierDepartement(type: TypeOrganisation, departement: string | null): Erreur[] {
  if (type === 'PLIE' && !departement) return [{ champ: 'departement_code', message: 'Indiquez le département du PLIE : les bilans sont regroupés par département.' }];
  if (type === 'REGION' && departement) return [{ champ: 'departement_code', message: 'Une région ne se rattache pas à un département.' }];
  return [];
}

/** A département belongs to one région at a time: choosing the one it has would change nothing. */
export function verifierRegion(departement: { nom: string; region_code: string | null }, choisie: string): Erreur[] {
  return departement.region_code === choisie ? [{ champ: 'region_code', message: `${departement.nom} est déjà dans cette région. Choisissez-en une autre, ou annulez.` }] : [];
}

interface Partie { type: TypeOrganisation; code: string; nom: string; active: boolean }

/** May this agency work with this PLIE? Used before attaching it, and for the two parties of a convention. */
export function verifierParties(plie: Partie | null, agence: Partie | null): Erreur[] {
  const erreurs: Erreur[] = [];
  if (plie?.type !== 'PLIE') erreurs.push({ champ: 'plie_id', message: plie ? `${plie.code} n'est pas un PLIE.` : 'Choisissez un PLIE qui existe.' });
  else if (!plie.active) erreurs.push({ champ: 'plie_id', message: `Le PLIE ${plie.code} est désactivé. Réactivez-le d'abord.` });
  if (agence?.type !== 'AGENCE') erreurs.push({ champ: 'agence_id', message: agence ? `${agence.code} n'est pas une agence.` : 'Choisissez une agence qui existe.' });
  else if (!agence.active) erreurs.push({ champ: 'agence_id', message: `L'agence ${agence.code} est désactivée. Réactivez-la d'abord.` });
  return erreurs;
}
