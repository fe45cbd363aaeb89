/**
 * What an erasure does to each table that says something of a person (server/conformite/colonnes.ts says which columns): every row of
 * theirs, in sets. The rows that the indicators count stay, with nothing left in them that says who it was.
 */
import { CHANGEMENTS_DE_TRANCHE } from '../../reports/analyses/axes';
import type { DateCivile } from '../lib/dates';
import type { Base } from '../lib/db';
import { executer, joindre, lignes, sql, type Sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { effacerNotes } from '../notes/queries';
import type { Genre, Regle } from './queries-echeances';

/** Keeps apart what the control of the FSE asks for: who it was, the situation declared, the proofs seen, the dates (PLIE data art. 4.2). */
export const archiver = (trx: Transaction, plieId: number, personnes: readonly number[], jour: DateCivile): Promise<number> => executer(trx, sql`
  insert into archives_fse (plie_id, personne_id, archive_le, contenu)
  select p.plie_id, p.id, ${jour}, jsonb_build_object(
    'personne', jsonb_strip_nulls(jsonb_build_object('nom', p.nom, 'prenom', p.prenom, 'date_naissance', p.date_naissance, 'sexe', p.sexe, 'adresse', p.adresse, 'code_postal', p.code_postal, 'commune', p.commune,
      'identifiant_pe', p.identifiant_pe, 'minimum_social', p.minimum_social, 'rqth', p.rqth, 'deld', p.deld)),
    'parcours', (select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('prescripteur', o.prescripteur, 'date_prescription', o.date_prescription, 'date_integration', o.date_integration,
        'date_sortie', o.date_sortie, 'nature_sortie', o.nature_sortie, 'motif_sortie', o.motif_sortie,
        'justificatifs', (select jsonb_agg(jsonb_build_object('type', j.type, 'date_vue', j.date_vue) order by j.date_vue, j.type) from justificatifs j where j.plie_id = o.plie_id and j.orientation_id = o.id))) order by o.date_prescription), '[]')
      from orientations o where o.plie_id = p.plie_id and o.personne_id = p.id and o.date_integration is not null))
  from personnes p where p.plie_id = ${plieId} and p.id = any (${personnes})
  on conflict (plie_id, personne_id) do nothing`);

/** What an orientation itself says of somebody: who prescribed it, why it was refused, the proofs seen, the rows sent and received. */
export async function viderOrientations(trx: Transaction, plieId: number, orientations: readonly number[]): Promise<void> {
  if (!orientations.length) return;
  const ici = sql`plie_id = ${plieId} and orientation_id = any (${orientations})`;
  await executer(trx, sql`update orientations set reference_reprise = null, agent_nom = null, agent_prenom = null, agent_fonction = null, agent_telephone = null, agent_courriel = null, detail_refus = null
    where plie_id = ${plieId} and id = any (${orientations})`);
  await executer(trx, sql`update prolongations set raison = 'AUTRE' where ${ici} and raison <> 'AUTRE'`);
  await executer(trx, sql`delete from justificatifs where ${ici}`);
  await executer(trx, sql`update tableau_lignes set cellules = null where ${ici} and cellules is not null`);
  const dossiers = await lignes<{ id: number }>(trx, sql`select id from dossiers_pe where ${ici}`);
  await effacerDossiersRecus(trx, plieId, dossiers.map((d) => d.id));
  const retours = await lignes<{ id: number }>(trx, sql`delete from retours_pe where ${ici} returning id`);
  await oublierAuJournal(trx, sql`plie_id = ${plieId} and table_nom = 'retours_pe' and ligne_id = any (${retours.map((r) => r.id)})`);
  await oublierAuJournal(trx, ici);
}

/** What Pôle emploi received, and answered, of these dossiers. */
export async function effacerDossiersRecus(trx: Transaction, plieId: number, dossiers: readonly number[]): Promise<void> {
  if (!dossiers.length) return;
  const retours = sql`(select id from retours_pe where plie_id = ${plieId} and dossier_id = any (${dossiers}))`;
  const retires = (await lignes<{ id: number }>(trx, retours)).map((r) => r.id);
  await executer(trx, sql`delete from retours_pe where plie_id = ${plieId} and id = any (${retires})`);
  await executer(trx, sql`delete from dossiers_pe where plie_id = ${plieId} and id = any (${dossiers})`);
  await oublierAuJournal(trx, sql`plie_id = ${plieId} and ((table_nom = 'dossiers_pe' and ligne_id = any (${dossiers})) or (table_nom = 'retours_pe' and ligne_id = any (${retires})))`);
}

/**
 * A day of the year of birth under which a person `p` stays in the same band of ages at each of their events: the first of January, or
 * the day after the last event that fell, in a year when they changed bands, before their birthday.
 */
const NAISSANCE_ANONYME = sql`coalesce((
  select max((v.jour - make_interval(years => extract(year from v.jour)::int - extract(year from p.date_naissance)::int))::date) + 1
  from orientations o cross join lateral unnest(array[o.date_prescription, o.date_contact, o.date_diagnostic, o.date_refus, o.date_integration, o.date_sortie]) as v (jour)
  where o.plie_id = p.plie_id and o.personne_id = p.id and extract(year from v.jour)::int - extract(year from p.date_naissance)::int in (${joindre(CHANGEMENTS_DE_TRANCHE)})
    and extract(year from age(v.jour::timestamp, p.date_naissance::timestamp)) < extract(year from v.jour)::int - extract(year from p.date_naissance)::int
), date_trunc('year', p.date_naissance)::date)`;

/** Everything else that says who they were. Their rows stay, under « Données EFFACÉES », with the year of birth, the sex and the commune that figures are split by. */
export async function effacerPersonnes(trx: Transaction, plieId: number, personnes: readonly number[], jour: DateCivile): Promise<void> {
  if (!personnes.length) return;
  const ici = sql`plie_id = ${plieId} and personne_id = any (${personnes})`;
  await effacerNotes(trx, plieId, personnes);
  await executer(trx, sql`delete from personnes_recentes where ${ici}`);
  await executer(trx, sql`update fusions set reference_reprise = null where ${ici} and reference_reprise is not null`);
  await executer(trx, sql`delete from personnes_distinctes where plie_id = ${plieId} and (premiere_id = any (${personnes}) or seconde_id = any (${personnes}))`);
  await executer(trx, sql`
    update personnes p set nom = 'Effacées', prenom = 'Données', date_naissance = ${NAISSANCE_ANONYME}, reference_reprise = null, adresse = null, code_postal = null, telephone = null,
      consentement_courriel = false, courriel = null, identifiant_pe = null, zone_pe = null, identifiant_caf = null, minimum_social = null, rqth = null, deld = null, freins = '{}', efface_le = ${jour}
    where plie_id = ${plieId} and id = any (${personnes}) and efface_le is null`);
  // Once their identity is gone, and not before, the journal agrees to forget what it said of them.
  const leurs = await lignes<{ id: number }>(trx, sql`select id from orientations where ${ici}`);
  await viderOrientations(trx, plieId, leurs.map((o) => o.id));
  // Last: what the statements above have just written of them is forgotten too. A merged file leaves rows under its former number.
  await oublierAuJournal(trx, sql`plie_id = ${plieId} and (personne_id = any (${personnes}) or (table_nom = 'personnes' and ligne_id in (select ancienne_id from fusions where ${ici})))`);
}

export const detruireArchives = (trx: Transaction, plieId: number, personnes: readonly number[]): Promise<number> =>
  executer(trx, sql`delete from archives_fse where plie_id = ${plieId} and personne_id = any (${personnes})`);

/** The journal keeps that something was done, and forgets what it said; its seal holds (migration 033). Of what is written down as erased only (migration 047). */
export const oublierAuJournal = (trx: Transaction, ou: Sql): Promise<number> =>
  executer(trx, sql`select oublier_au_journal(array(select id from journal_lignes where ${ou} and empreinte is null))`);

/** By number, so that a restored backup erases them again. */
export const inscrireEffacements = (trx: Transaction, plieId: number, cibles: readonly { genre: Genre; cible_id: number; regle: Regle }[], jour: DateCivile): Promise<number> => executer(trx, sql`
  insert into effacements (plie_id, genre, cible_id, regle, le)
  select ${plieId}, x.genre, x.cible_id, x.regle, ${jour} from jsonb_to_recordset(${JSON.stringify(cibles)}::jsonb) as x (genre text, cible_id bigint, regle text)
  on conflict do nothing`);

export interface LigneDeCertificat { genre: Genre; regle: Regle; nombre: number }

/** What was destroyed and is in no certificate yet. */
export const listerNonCertifies = (base: Pick<Base, 'raw'>, plieId: number): Promise<LigneDeCertificat[]> => lignes<LigneDeCertificat>(base, sql`
  select genre, regle, count(*) as nombre from effacements where plie_id = ${plieId} and certificat_id is null group by genre, regle order by genre, regle`);

export async function certifier(trx: Transaction, plieId: number, certificat: { le: DateCivile; contenu: unknown; empreinte: string }): Promise<void> {
  await executer(trx, sql`
    with c as (insert into certificats_destruction (plie_id, le, contenu, empreinte) values (${plieId}, ${certificat.le}, ${JSON.stringify(certificat.contenu)}::jsonb, ${certificat.empreinte}) returning id)
    update effacements set certificat_id = c.id from c where plie_id = ${plieId} and certificat_id is null`);
}
