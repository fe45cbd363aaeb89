/**
 * The one place that says who sees what. Each function turns an actor into an SQL condition; an actor it does not
 * know sees nothing. What is out of scope is *not found*, never *forbidden*. Source: domaine §1, security.
 */
import { brut, joindre, sql, type Sql } from '../lib/db/sql';
import type { Acteur } from './acteur';

const RIEN = sql`false`;

/** Orientations (and all that hangs on them) that the actor may see as persons. `alias` is the table's alias. */
export function perimetreOrientations(acteur: Acteur, alias = 'o'): Sql {
  const o = brut(alias);
  const organisation = acteur.organisation;
  switch (acteur.role) {
    case 'SYSTEME':
      return sql`true`;
    case 'ACCOMPAGNATEUR':
    case 'ANIMATION':
      return organisation?.type === 'PLIE' ? sql`${o}.plie_id = ${organisation.id}` : RIEN;
    // Both begin by the PLIEs of the agency, so that the key (plie_id, id) serves.
    case 'CONSEILLER_PE':
      return organisation?.type === 'AGENCE'
        ? sql`(${o}.plie_id in (select pa.plie_id from plie_agences pa where pa.agence_id = ${organisation.id}) and ${o}.agence_id = ${organisation.id} and ${o}.prescripteur = 'POLE_EMPLOI')`
        : RIEN;
    case 'REFERENT_PE':
      return organisation?.type === 'AGENCE'
        ? sql`(${o}.plie_id in (select pa.plie_id from plie_agences pa where pa.agence_id = ${organisation.id}) and ${o}.agence_id = ${organisation.id})`
        : RIEN;
    default:
      return RIEN;
  }
}

/** Persons that the actor may see. Pôle emploi sees a person through an orientation of its agency. */
export function perimetrePersonnes(acteur: Acteur, alias = 'p'): Sql {
  const p = brut(alias);
  switch (acteur.role) {
    case 'SYSTEME':
      return sql`true`;
    case 'ACCOMPAGNATEUR':
    case 'ANIMATION':
      return acteur.organisation?.type === 'PLIE' ? sql`${p}.plie_id = ${acteur.organisation.id}` : RIEN;
    case 'CONSEILLER_PE':
    case 'REFERENT_PE':
      return sql`(${p}.plie_id in (select pa.plie_id from plie_agences pa where pa.agence_id = ${acteur.organisation?.id ?? null})
        and exists (select 1 from orientations ov where ov.plie_id = ${p}.plie_id and ov.personne_id = ${p}.id and ${perimetreOrientations(acteur, 'ov')}))`;
    default:
      return RIEN;
  }
}

/**
 * What Pôle emploi received of a PLIE (dossiers, and all that hangs on them): the référent of an agency sees what is its own,
 * that of the reference agency of the PLIE everything, for it answers for the agreement. `alias` is the table's alias.
 */
export function perimetreDossiers(acteur: Acteur, alias = 'd'): Sql {
  const d = brut(alias);
  if (acteur.role === 'SYSTEME') return sql`true`;
  const agence = acteur.role === 'REFERENT_PE' && acteur.organisation?.type === 'AGENCE' ? acteur.organisation.id : null;
  return agence === null ? RIEN : sql`exists (select 1 from plie_agences mien where mien.plie_id = ${d}.plie_id and mien.agence_id = ${agence} and (mien.reference or ${d}.agence_id = ${agence}))`;
}

/** Figures of Pôle emploi, to be typed: by the agency they are of, by the reference agency for all of a PLIE, by the PLIE itself. `alias` has plie_id and agence_id. */
export function perimetreChiffres(acteur: Acteur, alias = 'c'): Sql {
  if (acteur.role !== 'ANIMATION') return perimetreDossiers(acteur, alias);
  return acteur.organisation?.type === 'PLIE' ? sql`${brut(alias)}.plie_id = ${acteur.organisation.id}` : RIEN;
}

/** The files that an agency took in, or is about to: its own référents. `alias` is the table's alias. */
export function perimetreImportations(acteur: Acteur, alias = 'i'): Sql {
  if (acteur.role === 'SYSTEME') return sql`true`;
  return acteur.role === 'REFERENT_PE' && acteur.organisation?.type === 'AGENCE' ? sql`${brut(alias)}.agence_id = ${acteur.organisation.id}` : RIEN;
}

/** What Pôle emploi answered to a PLIE: the PLIE's own agents. `alias` is the table's alias. */
export const perimetreRetours = (acteur: Acteur, alias = 'r'): Sql => perimetreCommissions(acteur, alias);

/**
 * Working notes: the agents of the PLIE that follows the person, and nobody else. Not the system either: what it writes are
 * files and reports, and no note goes into one. `alias` is the table's alias.
 */
export function perimetreNotes(acteur: Acteur, alias = 'n'): Sql {
  const n = brut(alias);
  switch (acteur.role) {
    case 'ACCOMPAGNATEUR':
    case 'ANIMATION':
      return acteur.organisation?.type === 'PLIE' ? sql`${n}.plie_id = ${acteur.organisation.id}` : RIEN;
    default:
      return RIEN;
  }
}

/** Sessions of the commission d'intégration: those of the PLIE, for its own people. */
export function perimetreCommissions(acteur: Acteur, alias = 'c'): Sql {
  switch (acteur.role) {
    case 'SYSTEME':
      return sql`true`;
    case 'ACCOMPAGNATEUR':
    case 'ANIMATION':
      return acteur.organisation?.type === 'PLIE' ? sql`${brut(alias)}.plie_id = ${acteur.organisation.id}` : RIEN;
    default:
      return RIEN;
  }
}

/** Sessions to which a PLIE convenes persons: as those of its commission. */
export const perimetreSeances = (acteur: Acteur, alias = 's'): Sql => perimetreCommissions(acteur, alias);

/** The monthly tables of a PLIE, their rows and what was sent: for its own people. */
export const perimetreTableaux = (acteur: Acteur, alias = 't'): Sql => perimetreCommissions(acteur, alias);

/** PLIEs whose aggregates (never a person) the actor may see. `colonne` is the SQL name of the PLIE's id. */
export function perimetrePlies(acteur: Acteur, colonne = 'p.id'): Sql {
  const id = brut(colonne);
  const organisation = acteur.organisation;
  switch (acteur.role) {
    case 'SYSTEME':
      return sql`true`;
    case 'ACCOMPAGNATEUR':
    case 'ANIMATION':
      return organisation?.type === 'PLIE' ? sql`${id} = ${organisation.id}` : RIEN;
    case 'CONSEILLER_PE':
    case 'REFERENT_PE':
      return organisation?.type === 'AGENCE' ? sql`${id} in (select pa.plie_id from plie_agences pa where pa.agence_id = ${organisation.id})` : RIEN;
    case 'CORRESPONDANT_REGIONAL':
      return organisation?.type === 'REGION'
        ? sql`${id} in (select po.id from organisations po join departements d on d.code = po.departement_code where po.type = 'PLIE' and d.region_code = ${organisation.regionCode})`
        : RIEN;
    default:
      return RIEN;
  }
}

/**
 * PLIEs whose survey (annexe 2) the actor may see: the PLIE's own, those of which the agency is the reference, those of the
 * region. `colonne` is the SQL name of the PLIE's id.
 */
export function perimetreEnquetes(acteur: Acteur, colonne = 'p.id'): Sql {
  if (acteur.role === 'CONSEILLER_PE') return RIEN;
  if (acteur.role !== 'REFERENT_PE') return perimetrePlies(acteur, colonne);
  return acteur.organisation?.type === 'AGENCE' ? sql`${brut(colonne)} in (select mien.plie_id from plie_agences mien where mien.agence_id = ${acteur.organisation.id} and mien.reference)` : RIEN;
}

/** Campaigns of that survey: those of the region, those that a PLIE in reach takes part in. `alias` is the table's alias. */
export function perimetreCampagnes(acteur: Acteur, alias = 'e'): Sql {
  const e = brut(alias);
  if (acteur.role === 'SYSTEME') return sql`true`;
  if (acteur.role === 'CORRESPONDANT_REGIONAL') return acteur.organisation?.type === 'REGION' ? sql`${e}.region_code = ${acteur.organisation.regionCode}` : RIEN;
  return sql`${e}.region_code in (select dv.region_code from organisations pv join departements dv on dv.code = pv.departement_code where pv.type = 'PLIE' and ${perimetreEnquetes(acteur, 'pv.id')})`;
}

/** Settings of the installation (organisations, accounts, code lists): those who administer them, nobody else. */
export function perimetreReglages(acteur: Acteur): Sql {
  return acteur.role === 'SYSTEME' || acteur.role === 'ADMINISTRATEUR' ? sql`true` : RIEN;
}

/** Conventions that the actor may read: those of their territory; the administrator, all. `alias` is the table's alias. */
export function perimetreConventions(acteur: Acteur, alias = 'c'): Sql {
  const c = brut(alias);
  const organisation = acteur.organisation;
  if (acteur.role === 'ADMINISTRATEUR') return sql`true`;
  if (acteur.role !== 'DPO') return perimetrePlies(acteur, `${alias}.plie_id`);
  switch (organisation?.type) {
    case 'PLIE':
      return sql`${c}.plie_id = ${organisation.id}`;
    case 'AGENCE':
      return sql`${c}.agence_id = ${organisation.id}`;
    case 'REGION':
      return sql`${c}.plie_id in (select po.id from organisations po join departements d on d.code = po.departement_code where po.type = 'PLIE' and d.region_code = ${organisation.regionCode})`;
    default:
      return RIEN;
  }
}

/**
 * Organisations whose contacts and hosting countries the actor reads: one's own, and the parties of the conventions that they read.
 * `alias` is the table's alias.
 */
export function perimetreCorrespondants(acteur: Acteur, alias = 'o'): Sql {
  if (acteur.role === 'SYSTEME' || acteur.role === 'ADMINISTRATEUR') return sql`true`;
  const { organisation } = acteur;
  const lit = acteur.role === 'DPO' || (acteur.role === 'ANIMATION' && organisation?.type === 'PLIE') || (acteur.role === 'REFERENT_PE' && organisation?.type === 'AGENCE');
  if (!lit || !organisation) return RIEN;
  return sql`(${brut(alias)}.id = ${organisation.id} or exists (select 1 from conventions cv where ${brut(alias)}.id in (cv.plie_id, cv.agence_id) and ${perimetreConventions(acteur, 'cv')}))`;
}

/** Organisations whose contacts and hosting countries the actor keeps: one's own; the administrator, all. `alias` is the table's alias. */
export function perimetreCorrespondantsTenus(acteur: Acteur, alias = 'o'): Sql {
  if (acteur.role === 'SYSTEME' || acteur.role === 'ADMINISTRATEUR') return sql`true`;
  const { organisation } = acteur;
  return organisation && (acteur.role === 'DPO' || (acteur.role === 'ANIMATION' && organisation.type === 'PLIE')) ? sql`${brut(alias)}.id = ${organisation.id}` : RIEN;
}

/** Domains (the first word of an act) of settings and accounts. */
export const DOMAINES_DE_REGLAGES = ['installation', 'organisation', 'convention', 'correspondant', 'hebergement', 'utilisateur', 'compte', 'connexion', 'code', 'sauvegarde'];

/**
 * PLIEs whose retention the actor sees to: the PLIE's own team and data-protection officer, and the nightly task. `colonne` is the SQL
 * name of the PLIE's id.
 */
export function perimetreConservation(acteur: Acteur, colonne = 'p.id'): Sql {
  if (acteur.role === 'SYSTEME') return sql`true`;
  return (acteur.role === 'ANIMATION' || acteur.role === 'DPO') && acteur.organisation?.type === 'PLIE' ? sql`${brut(colonne)} = ${acteur.organisation.id}` : RIEN;
}

/** Requests of persons about their data: as their retention. */
export const perimetreDroits = (acteur: Acteur, colonne = 'd.plie_id'): Sql => perimetreConservation(acteur, colonne);

/** Alerts of abnormal use: of the agents of the DPO's own organisation. `alias` is the table's alias. */
export const perimetreAlertes = (acteur: Acteur, alias = 's'): Sql => (acteur.role === 'DPO' && acteur.organisation ? sql`${brut(alias)}.organisation_id = ${acteur.organisation.id}` : RIEN);

/** The register of breaches: that of one's own organisation. `alias` is the table's alias. */
export function perimetreViolations(acteur: Acteur, alias = 'v'): Sql {
  if (acteur.role === 'SYSTEME') return sql`true`;
  const { organisation } = acteur;
  const tient = acteur.role === 'DPO' || (acteur.role === 'ANIMATION' && organisation?.type === 'PLIE') || (acteur.role === 'REFERENT_PE' && organisation?.type === 'AGENCE');
  return tient && organisation ? sql`${brut(alias)}.organisation_id = ${organisation.id}` : RIEN;
}

/** Accounts of one's own organisation, for those who answer for its data. `alias` is the table's alias. */
export const perimetreMembres = (acteur: Acteur, alias = 'u'): Sql =>
  ((acteur.role === 'DPO' || acteur.role === 'ANIMATION') && acteur.organisation ? sql`${brut(alias)}.organisation_id = ${acteur.organisation.id}` : RIEN);

/** The backups of the night, which hold everybody's data: how they went, to those who answer for them. */
export function perimetreSauvegardes(acteur: Acteur): Sql {
  const { role, organisation } = acteur;
  return role === 'SYSTEME' || role === 'ADMINISTRATEUR' || (role === 'DPO' && organisation) || (role === 'ANIMATION' && organisation?.type === 'PLIE') ? sql`true` : RIEN;
}

/** Acts of the journal: to the administrator those on settings and accounts, to a DPO those of their organisation. */
export function perimetreJournal(acteur: Acteur, alias = 'a'): Sql {
  const a = brut(alias);
  switch (acteur.role) {
    case 'SYSTEME':
      return sql`true`;
    case 'ADMINISTRATEUR':
      return sql`split_part(${a}.action, '.', 1) in (${joindre(DOMAINES_DE_REGLAGES)})`;
    case 'DPO':
      return sql`(${a}.plie_id = ${acteur.organisation?.id ?? null} or ${a}.utilisateur_id in (select ju.id from utilisateurs ju where ju.organisation_id = ${acteur.organisation?.id ?? null}))`;
    default:
      return RIEN;
  }
}
