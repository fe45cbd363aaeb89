/** All the SQL of conventions and of their correspondents. */
import type { Acteur, Contexte } from '../../acces/acteur';
import { perimetreConventions } from '../../acces/perimetre';
import { CORRESPONDANTS_DE_CONVENTION } from '../../correspondants/queries';
import type { DateCivile } from '../../lib/dates';
import { chercherLigne, executer, lignes, sql, vide } from '../../lib/db/sql';
import type { Transaction } from '../../lib/ecriture';
import { Conflit, Introuvable } from '../../lib/erreurs';
import type { Correspondant, NouvelleConvention, ReglagesConvention } from './rules';

export interface Convention extends NouvelleConvention {
  id: number;
  boite_generique: string | null;
  date_suspension: DateCivile | null;
  version: number;
}

export interface ConventionLue extends Convention {
  plie_code: string; plie_nom: string; departement_code: string; agence_nom: string;
  /** Correspondents that the convention names, of the 4 that it asks for itself. */
  correspondants: number;
}

const COLONNES = sql`c.id, c.plie_id, c.agence_id, c.date_debut, c.date_fin, c.phase_diagnostic, c.orientations_ic, c.perimetre_sorties, c.mode_integration, c.fse,
  c.boite_generique, c.date_suspension, c.version`;

const AVEC_PARTIES = sql`${COLONNES}, p.code as plie_code, p.nom as plie_nom, p.departement_code, a.nom as agence_nom,
  (select count(*) from convention_correspondants cc where cc.convention_id = c.id) as correspondants
  from conventions c join organisations p on p.id = c.plie_id join organisations a on a.id = c.agence_id`;

/** The conventions of the actor's territory, by département and PLIE, newest first. */
export function listerConventions({ base, acteur }: Contexte, filtre: { organisation?: number | null } = {}): Promise<ConventionLue[]> {
  return lignes<ConventionLue>(base, sql`
    select ${AVEC_PARTIES}
    where ${perimetreConventions(acteur)} ${filtre.organisation ? sql`and ${filtre.organisation} in (c.plie_id, c.agence_id)` : vide}
    order by p.departement_code, p.nom collate francais, p.id, c.date_debut desc`);
}

export async function lireConvention({ base, acteur }: Contexte, id: number): Promise<ConventionLue> {
  const ligne = await chercherLigne<ConventionLue>(base, sql`select ${AVEC_PARTIES} where c.id = ${id} and ${perimetreConventions(acteur)}`);
  if (!ligne) throw new Introuvable();
  return ligne;
}

/** Inside an act: the row, held until it ends; Introuvable out of scope, Conflit when the form showed an older version. */
export async function verrouillerConvention(trx: Transaction, acteur: Acteur, id: number, version: number): Promise<Convention> {
  const ligne = await chercherLigne<Convention>(trx, sql`select ${COLONNES} from conventions c where c.id = ${id} and ${perimetreConventions(acteur)} for update`);
  if (!ligne) throw new Introuvable();
  if (ligne.version !== version) throw new Conflit();
  return ligne;
}

export async function insererConvention(trx: Transaction, c: NouvelleConvention): Promise<number> {
  const ligne = await chercherLigne<{ id: number }>(trx, sql`
    insert into conventions (plie_id, agence_id, date_debut, date_fin, phase_diagnostic, orientations_ic, perimetre_sorties, mode_integration, fse)
    values (${c.plie_id}, ${c.agence_id}, ${c.date_debut}, ${c.date_fin}, ${c.phase_diagnostic}, ${c.orientations_ic}, ${c.perimetre_sorties}, ${c.mode_integration}, ${c.fse})
    returning id`);
  return ligne!.id;
}

export async function changerConvention(trx: Transaction, id: number, c: ReglagesConvention): Promise<void> {
  await executer(trx, sql`
    update conventions set agence_id = ${c.agence_id}, date_debut = ${c.date_debut}, date_fin = ${c.date_fin}, phase_diagnostic = ${c.phase_diagnostic},
      orientations_ic = ${c.orientations_ic}, perimetre_sorties = ${c.perimetre_sorties}, mode_integration = ${c.mode_integration}, fse = ${c.fse}
    where id = ${id}`);
}

export async function changerSuspension(trx: Transaction, id: number, date: DateCivile | null): Promise<void> {
  await executer(trx, sql`update conventions set date_suspension = ${date} where id = ${id}`);
}

// Correspondents

/** Of all four domains. */
export function listerCorrespondants({ base, acteur }: Contexte, conventionId: number): Promise<Correspondant[]> {
  return lignes<Correspondant>(base, sql`
    select cc.partie, cc.domaine, cc.nom, cc.fonction, cc.telephone, cc.courriel
    from ${CORRESPONDANTS_DE_CONVENTION} cc join conventions c on c.id = cc.convention_id
    where c.id = ${conventionId} and ${perimetreConventions(acteur)}`);
}

/** The mailbox changes the row of the convention, hence its version, even when only correspondents differ. */
export async function changerBoiteGenerique(trx: Transaction, id: number, boite: string | null): Promise<void> {
  await executer(trx, sql`update conventions set boite_generique = ${boite} where id = ${id}`);
}

export async function poserCorrespondant(trx: Transaction, conventionId: number, c: Correspondant): Promise<void> {
  await executer(trx, sql`
    insert into convention_correspondants (convention_id, partie, domaine, nom, fonction, telephone, courriel)
    values (${conventionId}, ${c.partie}, ${c.domaine}, ${c.nom}, ${c.fonction}, ${c.telephone}, ${c.courriel})
    on conflict (convention_id, partie, domaine) do update set nom = excluded.nom, fonction = excluded.fonction, telephone = excluded.telephone, courriel = excluded.courriel`);
}

export async function retirerCorrespondant(trx: Transaction, conventionId: number, partie: Correspondant['partie'], domaine: Correspondant['domaine']): Promise<void> {
  await executer(trx, sql`delete from convention_correspondants where convention_id = ${conventionId} and partie = ${partie} and domaine = ${domaine}`);
}
