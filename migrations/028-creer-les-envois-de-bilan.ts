import type { Knex } from 'knex';
import { journaliser } from './outils';

/**
 * The register of what left of a validated bilan: one row per recipient, with the checksums of its two files. A row tells what was
 * prepared, once; it only learns whether it left, and then forgets the mail that waited to be sent by hand. Nothing is taken away.
 */
export async function up(trx: Knex): Promise<void> {
  await trx.raw(`
    create table bilan_envois (
      id bigint generated always as identity,
      plie_id bigint not null,
      bilan_id bigint not null,
      -- the validated version that left
      numero integer not null,
      destinataire text not null check (length(destinataire) between 1 and 254),
      -- sent by the tool, or by hand from one's own mail
      par_serveur boolean not null,
      -- SHA-256 of the files as they left
      empreinte_document text not null check (empreinte_document ~ '^[0-9a-f]{64}$'),
      empreinte_classeur text not null check (empreinte_classeur ~ '^[0-9a-f]{64}$'),
      etat text not null default 'PREPARE' check (etat in ('PREPARE', 'ENVOYE', 'ECHEC')),
      erreur text,
      utilisateur_id bigint references utilisateurs (id),
      prepare_le timestamptz not null default now(),
      envoye_le timestamptz,
      -- the whole mail, aggregates only, while somebody has to send it by hand
      message bytea,
      primary key (plie_id, id),
      foreign key (plie_id, bilan_id) references bilans (plie_id, id),
      foreign key (plie_id, bilan_id, numero) references bilan_versions (plie_id, bilan_id, numero),
      check ((etat = 'ENVOYE') = (envoye_le is not null)),
      check ((etat = 'ECHEC') = (erreur is not null)),
      check (message is null or (etat = 'PREPARE' and not par_serveur))
    );
    create index bilan_envois_bilan on bilan_envois (plie_id, bilan_id);

    create function tenir_bilan_envoi() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' and not exists (
        select 1 from bilans b where b.plie_id = new.plie_id and b.id = new.bilan_id and b.numero = new.numero and b.etape in ('VALIDE', 'ACCEPTE', 'CLOS'))
      then raise exception 'Seule la dernière version validée part' using errcode = 'check_violation', constraint = 'bilan_envois_valide'; end if;
      if tg_op = 'INSERT' then return new; end if;
      if tg_op = 'UPDATE' and old.etat = 'PREPARE' and (new.plie_id, new.id, new.bilan_id, new.numero, new.destinataire, new.par_serveur, new.empreinte_document, new.empreinte_classeur, new.utilisateur_id, new.prepare_le)
         is not distinct from (old.plie_id, old.id, old.bilan_id, old.numero, old.destinataire, old.par_serveur, old.empreinte_document, old.empreinte_classeur, old.utilisateur_id, old.prepare_le)
      then return new; end if;
      raise exception 'Le registre des envois ne change plus' using errcode = 'check_violation', constraint = 'bilan_envois_tenus';
    end $$;
    create trigger bilan_envois_tenus before insert or update or delete on bilan_envois for each row execute function tenir_bilan_envoi();
    create trigger bilan_envois_gardes before truncate on bilan_envois for each statement execute function tenir_bilan_envoi();
  `);
  await journaliser(trx, 'bilan_envois', ['message']);
}

export async function down(trx: Knex): Promise<void> {
  await trx.raw('drop table bilan_envois; drop function tenir_bilan_envoi');
}
