/**
 * Acts on organisations. Each `…Organisation(contexte)` is one act of the journal; `inscrireOrganisation` is its work
 * inside an act already open (first use creates several organisations at once).
 */
import type { Acteur, Contexte } from '../acces/acteur';
import { chercherDepartement, nomDeRegion } from '../codes/territoires';
import { ecrire, type Transaction } from '../lib/ecriture';
import { Conflit, Introuvable, RegleEnfreinte, type Erreur } from '../lib/erreurs';
import { exigerUnAdministrateur } from '../administration/utilisateurs/actions';
import {
  aUneConventionOuverte, changerActivite, changerOrganisation, changerReference, changerRegionDuDepartement, chercherOrganisation, estRattachementUtilise, garantirDepartement, garantirRegion,
  insererOrganisation, insererRattachement, supprimerRattachement, verrouillerOrganisation, type Departement,
} from './queries';
import { verifierDepartement, verifierOrganisation, verifierParties, verifierRegion, type ModificationOrganisation, type NouvelleOrganisation } from './rules';

const exiger = (erreurs: Erreur[]): void => {
  if (erreurs.length) throw new RegleEnfreinte(erreurs);
};

/** The département (and its région) must stand in the database before an organisation names it. */
async function garantirTerritoire(trx: Transaction, codeDepartement: string | null, codeRegion: string | null): Promise<void> {
  if (codeRegion) await garantirRegion(trx, codeRegion, nomDeRegion(codeRegion));
  if (!codeDepartement) return;
  const departement = chercherDepartement(codeDepartement);
  if (!departement) throw new RegleEnfreinte([{ champ: 'departement_code', message: `« ${codeDepartement} » n'est pas un département. Donnez son numéro, par exemple 06, 2A ou 974.` }]);
  if (!codeRegion) await garantirRegion(trx, departement.region, nomDeRegion(departement.region));
  await garantirDepartement(trx, { code: departement.code, nom: departement.nom, region_code: codeRegion ?? departement.region }, codeRegion !== null);
}

/** Creates an organisation inside an open act, with the agencies of a PLIE (the first one is its reference). Returns its id. */
export async function inscrireOrganisation(trx: Transaction, acteur: Acteur, demande: NouvelleOrganisation, agences: readonly number[] = []): Promise<number> {
  exiger(verifierOrganisation(demande));
  await garantirTerritoire(trx, demande.departement_code, demande.region_code);
  const id = await insererOrganisation(trx, demande);
  for (const agenceId of agences) await inscrireRattachement(trx, acteur, id, agenceId);
  return id;
}

export function ajouterOrganisation({ base, auteur, acteur }: Contexte, demande: NouvelleOrganisation, agences: readonly number[] = []): Promise<number> {
  return ecrire(base, auteur, { action: 'organisation.ajouter', details: { type: demande.type, code: demande.code } }, (trx) => inscrireOrganisation(trx, acteur, demande, agences));
}

/** Name, département and contact. The type and the code never change. */
export function modifierOrganisation({ base, auteur, acteur }: Contexte, id: number, version: number, changement: ModificationOrganisation): Promise<void> {
  return ecrire(base, auteur, 'organisation.modifier', async (trx) => {
    const organisation = await verrouillerOrganisation(trx, acteur, id, version);
    exiger(verifierDepartement(organisation.type, changement.departement_code));
    await garantirTerritoire(trx, changement.departement_code, null);
    await changerOrganisation(trx, id, changement);
  });
}

/**
 * Moves a département to another région, with all its PLIEs: the bilans are grouped, and the regional correspondents see,
 * by it. Conflit when it has moved since the form was shown.
 */
export function rattacherDepartement({ base, auteur, acteur }: Contexte, departement: Pick<Departement, 'code' | 'nom'>, ancienne: string | null, nouvelle: string): Promise<void> {
  const details = { departement_code: departement.code, ancienne_region: ancienne, region_code: nouvelle };
  return ecrire(base, auteur, { action: 'organisation.rattacher_departement', details }, async (trx) => {
    exiger(verifierRegion({ nom: departement.nom, region_code: ancienne }, nouvelle));
    await garantirRegion(trx, nouvelle, nomDeRegion(nouvelle));
    if (!(await changerRegionDuDepartement(trx, acteur, departement.code, ancienne, nouvelle))) throw new Conflit();
  });
}

/** Its people can no longer log in; nothing is erased. Refused while a convention is open, or when no administrator would be left. */
export function desactiverOrganisation({ base, auteur, acteur, jour }: Contexte, id: number): Promise<void> {
  return ecrire(base, auteur, 'organisation.desactiver', async (trx) => {
    await verrouillerOrganisation(trx, acteur, id);
    if (await aUneConventionOuverte(trx, id, jour)) throw new RegleEnfreinte('Une convention de cette organisation est en cours ou à venir. Changez d\'abord la date de fin de la convention.');
    await changerActivite(trx, id, false);
    await exigerUnAdministrateur(trx);
  });
}

export function reactiverOrganisation({ base, auteur, acteur }: Contexte, id: number): Promise<void> {
  return ecrire(base, auteur, 'organisation.reactiver', async (trx) => {
    await verrouillerOrganisation(trx, acteur, id);
    await changerActivite(trx, id, true);
  });
}

/** Attaches an agency to a PLIE inside an open act; without effect when it is attached already. */
export async function inscrireRattachement(trx: Transaction, acteur: Acteur, plieId: number, agenceId: number): Promise<void> {
  const plie = await chercherOrganisation(trx, acteur, plieId);
  exiger(verifierParties(plie, await chercherOrganisation(trx, acteur, agenceId)));
  await insererRattachement(trx, plieId, agenceId);
}

export function rattacherAgence({ base, auteur, acteur }: Contexte, plieId: number, agenceId: number): Promise<void> {
  return ecrire(base, auteur, { action: 'organisation.rattacher', plieId }, (trx) => inscrireRattachement(trx, acteur, plieId, agenceId));
}

/** One reference agency per PLIE: the new one takes the place of the other. */
export function designerReference({ base, auteur, acteur }: Contexte, plieId: number, agenceId: number): Promise<void> {
  return ecrire(base, auteur, { action: 'organisation.designer_reference', plieId }, async (trx) => {
    await verrouillerOrganisation(trx, acteur, plieId);
    if (!(await changerReference(trx, plieId, agenceId))) throw new Introuvable();
  });
}

/** Undoes a mistaken attachment. Refused once a convention or an orientation relies on it. */
export function detacherAgence({ base, auteur, acteur }: Contexte, plieId: number, agenceId: number): Promise<void> {
  return ecrire(base, auteur, { action: 'organisation.detacher', plieId }, async (trx) => {
    await verrouillerOrganisation(trx, acteur, plieId);
    if (await estRattachementUtilise(trx, plieId, agenceId)) throw new RegleEnfreinte('Cette agence a une convention avec ce PLIE ou lui a orienté des personnes : elle reste rattachée.');
    await supprimerRattachement(trx, plieId, agenceId);
  });
}
