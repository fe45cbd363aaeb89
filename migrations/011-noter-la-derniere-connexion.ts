import type { Knex } from 'knex';

/** Every column but the instant of the last log-in; a test fails on a column left out. */
export const COLONNES = 'id, organisation_id, role, nom, prenom, fonction, telephone, courriel, mot_de_passe, actif, version_sessions, version';

/**
 * The last log-in is a technical fact, as a session is: writing it is no act on the account. It asks for no actor, and must
 * not make stale the form that an administrator has open. The journal leaves it out already (003).
 */
export const up = (trx: Knex): Promise<void> => surveiller(trx, COLONNES);

/** A later migration that adds a column says so again. */
export async function surveiller(trx: Knex, colonnes: string): Promise<void> {
  await trx.raw(`
    drop trigger utilisateurs_acteur on utilisateurs;
    drop trigger utilisateurs_version on utilisateurs;
    create trigger utilisateurs_acteur before insert or delete or update of ${colonnes} on utilisateurs for each statement execute function exiger_acteur();
    create trigger utilisateurs_version before update of ${colonnes} on utilisateurs for each row execute function compter_version();
  `);
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw(`
    drop trigger utilisateurs_acteur on utilisateurs;
    drop trigger utilisateurs_version on utilisateurs;
    create trigger utilisateurs_acteur before insert or update or delete on utilisateurs for each statement execute function exiger_acteur();
    create trigger utilisateurs_version before update on utilisateurs for each row execute function compter_version();
  `);
}
