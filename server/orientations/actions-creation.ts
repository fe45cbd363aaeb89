/**
 * A new orientation: the person looked for first, then the fiche de liaison recorded (domaine §2, §3).
 * The fiche is a snapshot on the orientation; it also brings the person's own row up to date.
 */
import type { Contexte } from '../acces/acteur';
import { supprimerBrouillon } from '../brouillons/queries';
import type { DateCivile } from '../lib/dates';
import { formaterDate } from '../lib/dates';
import { consigner, ecrire, type Transaction } from '../lib/ecriture';
import { Introuvable, RegleEnfreinte } from '../lib/erreurs';
import type { IdentifiantPe } from '../lib/formulaire';
import { deQui } from '../lib/texte';
import { ajouterPersonne, estSuivieAilleurs, lirePersonne, listerDoublons, modifierPersonne, verrouillerPersonne, type Candidat, type ChampsPersonne, type Personne } from '../personnes/queries';
import { ajouterOrientation, listerAgences, listerOrientationsOuvertes, listerPliesDeLAgence, type Choix, type FicheOrientation } from './queries';
import { verifierDates } from './rules';

export interface RechercheSaisie {
  plie_id: number | null;
  nom: string | null;
  prenom: string | null;
  date_naissance: DateCivile | null;
  identifiant_pe: IdentifiantPe | null;
  nouvelle: boolean;
}

type Situation = Pick<FicheOrientation, 'minimum_social' | 'rqth' | 'deld' | 'freins'>;
type Coordonnees = Pick<Personne, 'adresse' | 'code_postal' | 'commune' | 'telephone' | 'consentement_courriel' | 'courriel' | 'identifiant_caf'>;
type Prescription = Omit<FicheOrientation, 'plie_id' | 'personne_id' | 'prescripteur_id' | keyof Situation>;

export interface FicheSaisie extends RechercheSaisie, Situation, Coordonnees, Prescription {
  personne_id: number | null;
  version: number | null;
  ecartes: number[];
  /** The alerts (already followed here, or elsewhere) were read. */
  confirmation: boolean;
  /** The draft that ends with the recording. */
  brouillon: string | null;
}

/** The PLIEs to which the actor may orient, as choices: their own, or those that work with their agency. */
export async function listerPliesPossibles({ base, acteur }: Contexte): Promise<Choix[]> {
  const organisation = acteur.organisation;
  if (!organisation) return [];
  return organisation.type === 'PLIE' ? [{ code: String(organisation.id), libelle: organisation.nom }] : listerPliesDeLAgence(base, organisation.id);
}

/** The PLIE chosen, or the only one. Throws RegleEnfreinte when the choice is still to be made. */
export async function choisirPlie(contexte: Contexte, plieId: number | null): Promise<number> {
  const possibles = await listerPliesPossibles(contexte);
  const choisi = plieId === null && possibles.length === 1 ? possibles[0] : possibles.find((p) => p.code === String(plieId));
  if (!choisi) throw new RegleEnfreinte([{ champ: 'plie_id', message: 'Choisissez le PLIE auquel vous adressez la personne.' }]);
  return Number(choisi.code);
}

export interface ResultatRecherche {
  plieId: number;
  candidats: Candidat[];
  alertes: string[];
}

/** Looks for the person in the PLIE. Only the candidates that the actor may see come back; the search is journalled. */
export async function rechercherPersonne(contexte: Contexte, saisie: RechercheSaisie): Promise<ResultatRecherche> {
  const plieId = await choisirPlie(contexte, saisie.plie_id);
  const doublons = await listerDoublons(contexte, plieId, { ...saisie, identifiant_pe: saisie.identifiant_pe?.identifiant ?? null });
  const candidats = doublons.filter((c) => c.visible);
  await consigner(contexte.base, contexte.auteur, { action: 'personne.rechercher', plieId, details: { candidats: candidats.length, par_identifiant: saisie.identifiant_pe !== null } });
  const cachee = personneCachee(doublons, saisie);
  return { plieId, candidats, alertes: await listerAlertes(contexte, plieId, cachee?.id ?? null, saisie.identifiant_pe?.identifiant ?? null) };
}

/** What must be known before orienting: an orientation open here, or a follow-up elsewhere (which PLIE is never said). */
export async function listerAlertes({ base }: Pick<Contexte, 'base'>, plieId: number, personneId: number | null, identifiantPe: string | null): Promise<string[]> {
  const alertes: string[] = [];
  const [ouverte] = personneId === null ? [] : await listerOrientationsOuvertes(base, plieId, personneId);
  if (ouverte) {
    alertes.push(ouverte.date_integration
      ? `Cette personne est déjà suivie par ce PLIE : son parcours est ouvert depuis le ${formaterDate(ouverte.date_integration)}.`
      : `Cette personne a déjà une orientation en cours dans ce PLIE, prescrite le ${formaterDate(ouverte.date_prescription)}.`);
  }
  if (await estSuivieAilleurs(base, plieId, identifiantPe)) alertes.push('Cette personne est déjà suivie par un autre PLIE.');
  return alertes;
}

/**
 * A person whom the PLIE knows and the agency does not see: surely the same one (same birth date, and same identifiant or
 * same name). The orientation is hung on their row, and nothing of it is shown.
 */
function personneCachee(doublons: Candidat[], saisie: Pick<RechercheSaisie, 'date_naissance'>): Candidat | null {
  return doublons.find((c) => !c.visible && c.ressemblance !== 'NOM_PROCHE' && c.date_naissance === saisie.date_naissance) ?? null;
}

/** Records the fiche de liaison. Throws RegleEnfreinte, Introuvable or Conflit; nothing is then written. */
export async function creerOrientation(contexte: Contexte, saisie: FicheSaisie): Promise<{ personne_id: number; orientation_id: number; message: string }> {
  const { acteur, jour } = contexte;
  const connue = saisie.personne_id ? await lirePersonne(contexte, saisie.personne_id) : null;
  const plieId = connue?.plie_id ?? (await choisirPlie(contexte, saisie.plie_id));
  const agenceId = acteur.organisation?.type === 'AGENCE' ? acteur.organisation.id : saisie.agence_id;
  return ecrire(contexte.base, contexte.auteur, { action: 'orientation.creer', plieId, personneId: connue?.id ?? null }, async (trx) => {
    const ici = { ...contexte, base: trx };
    if (agenceId && !(await listerAgences(trx, plieId)).some((a) => a.code === String(agenceId))) throw new RegleEnfreinte([{ champ: 'agence_id', message: 'Choisissez une agence avec laquelle le PLIE travaille.' }]);
    const erreurs = verifierDates({ date_prescription: saisie.date_prescription, date_contact: null, date_diagnostic: null, date_refus: null, date_decision: null, date_integration: null, date_sortie: null }, jour);
    if (erreurs.length) throw new RegleEnfreinte(erreurs);
    const cible = connue ? { id: connue.id, identifiant_pe: connue.identifiant_pe } : await retrouver(ici, plieId, saisie);
    const alertes = await listerAlertes(ici, plieId, cible?.id ?? null, cible?.identifiant_pe ?? saisie.identifiant_pe?.identifiant ?? null);
    if (alertes.length && !saisie.confirmation) throw new RegleEnfreinte([{ champ: 'confirmation', message: `${alertes.join(' ')} Si vous voulez tout de même l'orienter, cochez la confirmation.` }]);
    const personneId = await enregistrerPersonne(trx, contexte, plieId, saisie, cible?.id ?? null);
    const orientationId = await ajouterOrientation(trx, ficheDe(saisie, contexte, { plie_id: plieId, personne_id: personneId, agence_id: agenceId }));
    if (saisie.brouillon) await supprimerBrouillon(trx, acteur, saisie.brouillon);
    const deLaPersonne = deQui(connue ?? { nom: saisie.nom!, prenom: saisie.prenom! });
    return { personne_id: personneId, orientation_id: orientationId, message: `L'orientation ${deLaPersonne}, prescrite le ${formaterDate(saisie.date_prescription)}, est enregistrée. Imprimez la fiche de liaison pour la faire signer.` };
  });
}

/** The row to hang a "new" person on, looked for once more: nobody slips in between the search and the recording. */
async function retrouver(contexte: Contexte, plieId: number, saisie: FicheSaisie): Promise<{ id: number; identifiant_pe: string | null } | null> {
  const doublons = await listerDoublons(contexte, plieId, { ...saisie, identifiant_pe: saisie.identifiant_pe?.identifiant ?? null });
  const nouveaux = doublons.filter((c) => c.visible && !saisie.ecartes.includes(c.id));
  if (nouveaux.length) throw new RegleEnfreinte(`${deQui(nouveaux[0]!)}, né(e) le ${formaterDate(nouveaux[0]!.date_naissance)}, ressemble à la personne saisie. Recommencez la recherche pour dire si c'est elle.`);
  if (doublons.some((c) => c.ressemblance === 'IDENTIFIANT' && c.date_naissance !== saisie.date_naissance)) {
    throw new RegleEnfreinte([{ champ: 'identifiant_pe', message: "Cet identifiant Pôle emploi est celui d'une personne née un autre jour. Recommencez la recherche avec le bon identifiant, ou la bonne date de naissance." }]);
  }
  return personneCachee(doublons, saisie);
}

/** Creates the person, or brings their row up to date; one whom the agency does not see only gains what the fiche says. */
async function enregistrerPersonne(trx: Transaction, contexte: Contexte, plieId: number, s: FicheSaisie, cibleId: number | null): Promise<number> {
  const coordonnees: ChampsPersonne = {
    adresse: s.adresse, code_postal: s.code_postal, commune: s.commune, telephone: s.telephone, identifiant_caf: s.identifiant_caf,
    consentement_courriel: s.consentement_courriel, courriel: s.consentement_courriel ? s.courriel : null,
  };
  const situation: ChampsPersonne = { minimum_social: s.minimum_social, rqth: s.rqth, deld: s.deld, freins: s.freins };
  const identifiant: ChampsPersonne = s.identifiant_pe ? { identifiant_pe: s.identifiant_pe.identifiant, zone_pe: s.identifiant_pe.zone } : {};
  if (cibleId === null) return ajouterPersonne(trx, plieId, { nom: s.nom!, prenom: s.prenom!, date_naissance: s.date_naissance!, ...identifiant, ...coordonnees, ...situation });
  if (s.personne_id) {
    if (s.version === null) throw new Introuvable();
    const connue = await verrouillerPersonne(trx, contexte.acteur, s.personne_id, s.version);
    await modifierPersonne(trx, connue, { ...coordonnees, ...situation, ...(connue.identifiant_pe ? {} : identifiant) });
    return connue.id;
  }
  const donnees = Object.fromEntries(Object.entries({ ...coordonnees, ...situation }).filter(([, v]) => v !== null && v !== false && !(Array.isArray(v) && !v.length)));
  if (Object.keys(donnees).length) await modifierPersonne(trx, { plie_id: plieId, id: cibleId }, donnees);
  return cibleId;
}

function ficheDe(s: FicheSaisie, { acteur }: Contexte, cles: Pick<FicheOrientation, 'plie_id' | 'personne_id' | 'agence_id'>): FicheOrientation {
  return {
    ...cles,
    prescripteur: s.prescripteur, mode_orientation: s.mode_orientation, date_prescription: s.date_prescription,
    agent_nom: s.agent_nom, agent_prenom: s.agent_prenom, agent_fonction: s.agent_fonction, agent_telephone: s.agent_telephone, agent_courriel: s.agent_courriel,
    prescripteur_id: acteur.organisation?.type === 'AGENCE' ? acteur.utilisateurId : null,
    minimum_social: s.minimum_social, rqth: s.rqth, deld: s.deld, freins: s.freins, date_information: s.date_information,
  };
}
