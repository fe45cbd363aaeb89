/** Writes a confirmed table: each kind of row in one statement that reads its JSON. */
import { periodeDuMois } from '../../reports/tableau-de-suivi/situation';
import { brut, executer, joindre, lignes, sql, type Sql } from '../lib/db/sql';
import type { Mois } from '../lib/dates';
import type { Transaction } from '../lib/ecriture';
import { analyserTableNeuve } from '../reprise/queries-import';
import type { Ecriture } from './rules-examen';

export interface Destination { plieId: number; importationId: number; mois: Mois }

/** Columns of dossiers_pe that a table gives. */
const COLONNES: Record<string, 'text' | 'date' | 'bigint'> = {
  agence_id: 'bigint', identifiant_pe: 'text', zone_pe: 'text', nom: 'text', prenom: 'text', date_naissance: 'date', identifiant_caf: 'text', adresse: 'text', telephone: 'text', courriel: 'text', conseiller: 'text',
  prescripteur: 'text', date_prescription: 'date', situation: 'text', date_refus: 'date', motif_refus: 'text', date_integration: 'date', pni_debut: 'date', pni_fin: 'date', date_sortie: 'date', nature_sortie: 'text', motif_sortie: 'text',
  accompagnateur: 'text', accompagnateur_telephone: 'text', accompagnateur_courriel: 'text',
};
const NOMS = Object.keys(COLONNES);
const LISTE = joindre(NOMS.map(brut));
const RECORD = brut(`as r (id bigint, ${NOMS.map((nom) => `${nom} ${COLONNES[nom]}`).join(', ')})`);
const lire = (valeurs: readonly unknown[], forme: Sql): Sql => sql`json_to_recordset(${JSON.stringify(valeurs)}::json) ${forme}`;

export async function ecrireTableau(trx: Transaction, destination: Destination, e: Ecriture): Promise<void> {
  const ids = await ecrireDossiers(trx, destination, e);
  const reel = <T extends { cible: number }>(faits: readonly T[]) => faits.map(({ cible, ...fait }) => ({ dossier_id: cible > 0 ? cible : ids.get(cible)!, ...fait }));
  await ecrireFaits(trx, destination, e, reel);
  await ecrireTaches(trx, destination, e, reel(e.taches));
  await relier(trx, destination);
}

/** Returns the id of each new dossier, by its target. Corrections come first: they may set right what the rows are known by. */
async function ecrireDossiers(trx: Transaction, { plieId, importationId }: Destination, { dossiers, corrections, dossiersRetires }: Ecriture): Promise<Map<number, number>> {
  for (const { id, champ, valeur } of corrections) {
    if (!(champ in COLONNES)) throw new Error(`Colonne inconnue : ${champ}`);
    await executer(trx, sql`update dossiers_pe set ${brut(champ)} = ${valeur}${champ === 'identifiant_pe' ? sql`, zone_pe = null` : sql``} where plie_id = ${plieId} and id = ${id}`);
  }
  if (dossiersRetires.length) await executer(trx, sql`delete from dossiers_pe where plie_id = ${plieId} and id = any(${dossiersRetires})`);
  const connus = dossiers.filter((d) => d.cible > 0).map(({ cible, ...d }) => ({ id: cible, ...d }));
  if (connus.length) {
    await executer(trx, sql`
      update dossiers_pe d set importation_id = ${importationId}, ${joindre(NOMS.map((nom) => brut(`${nom} = r.${nom}`)))}
      from ${lire(connus, RECORD)} where d.plie_id = ${plieId} and d.id = r.id`);
  }
  const nouveaux = dossiers.filter((d) => d.cible < 0);
  if (!nouveaux.length) return new Map();
  const reserves = await lignes<{ id: number }>(trx, sql`select nextval(pg_get_serial_sequence('dossiers_pe', 'id')) as id from generate_series(1, ${nouveaux.length}::int)`);
  await executer(trx, sql`
    insert into dossiers_pe (plie_id, id, importation_id, ${LISTE}) overriding system value
    select ${plieId}, r.id, ${importationId}, ${joindre(NOMS.map((nom) => brut(`r.${nom}`)))} from ${lire(nouveaux.map(({ cible: _, ...d }, i) => ({ ...d, id: reserves[i]!.id })), RECORD)}`);
  await analyserTableNeuve(trx, 'dossiers_pe');
  return new Map(nouveaux.map((d, i) => [d.cible, reserves[i]!.id]));
}

type Reel = <T extends { cible: number }>(faits: readonly T[]) => object[];

async function ecrireFaits(trx: Transaction, { plieId, mois }: Destination, e: Ecriture, reel: Reel): Promise<void> {
  const { debut, fin } = periodeDuMois(mois);
  const [etapes, absences] = [reel(e.etapes), reel(e.absences)];
  const FORME_ETAPE = brut('as r (dossier_id bigint, type text, date_debut date, date_fin date)');
  const FORME_ABSENCE = brut('as r (dossier_id bigint, date_convocation date, excuse boolean)');
  // Only what the file no longer tells is removed: what it repeats is not written again.
  if (e.remplaces.etapes.length) {
    await executer(trx, sql`
      delete from dossier_etapes x where x.plie_id = ${plieId} and x.dossier_id = any(${e.remplaces.etapes}) and x.date_debut <= ${fin} and (x.date_fin is null or x.date_fin >= ${debut})
        and not exists (select 1 from ${lire(etapes, FORME_ETAPE)} where r.dossier_id = x.dossier_id and r.type = x.type and r.date_debut = x.date_debut)`);
  }
  if (e.remplaces.absences.length) {
    await executer(trx, sql`
      delete from dossier_absences x where x.plie_id = ${plieId} and x.dossier_id = any(${e.remplaces.absences}) and x.date_convocation between ${debut} and ${fin}
        and not exists (select 1 from ${lire(absences, FORME_ABSENCE)} where r.dossier_id = x.dossier_id and r.date_convocation = x.date_convocation)`);
  }
  if (etapes.length) {
    await executer(trx, sql`
      insert into dossier_etapes (plie_id, dossier_id, type, date_debut, date_fin) select ${plieId}, r.dossier_id, r.type, r.date_debut, r.date_fin from ${lire(etapes, FORME_ETAPE)}
      on conflict (plie_id, dossier_id, type, date_debut) do update set date_fin = excluded.date_fin where dossier_etapes.date_fin is distinct from excluded.date_fin`);
  }
  if (absences.length) {
    await executer(trx, sql`
      insert into dossier_absences (plie_id, dossier_id, date_convocation, excuse) select ${plieId}, r.dossier_id, r.date_convocation, r.excuse from ${lire(absences, FORME_ABSENCE)}
      on conflict (plie_id, dossier_id, date_convocation) do update set excuse = excluded.excuse where dossier_absences.excuse is distinct from excluded.excuse`);
  }
  if (e.etapesRetirees.length) await executer(trx, sql`delete from dossier_etapes x using ${lire(reel(e.etapesRetirees), FORME_ETAPE)} where x.plie_id = ${plieId} and x.dossier_id = r.dossier_id and x.type = r.type and x.date_debut = r.date_debut`);
  if (e.absencesRetirees.length) await executer(trx, sql`delete from dossier_absences x using ${lire(reel(e.absencesRetirees), FORME_ABSENCE)} where x.plie_id = ${plieId} and x.dossier_id = r.dossier_id and x.date_convocation = r.date_convocation`);
}

async function ecrireTaches(trx: Transaction, { plieId, importationId }: Destination, { caduques, redatees }: Ecriture, taches: object[]): Promise<void> {
  if (caduques.length) await executer(trx, sql`update taches_pe set etat = 'CADUQUE', traitee_le = now() where plie_id = ${plieId} and id = any(${caduques}) and etat = 'A_FAIRE'`);
  if (redatees.length) await executer(trx, sql`update taches_pe t set date_fait = r.date_fait, importation_id = ${importationId} from ${lire(redatees, brut('as r (id bigint, date_fait date)'))} where t.plie_id = ${plieId} and t.id = r.id and t.etat = 'A_FAIRE'`);
  if (!taches.length) return;
  await executer(trx, sql`
    insert into taches_pe (plie_id, dossier_id, importation_id, action, date_fait)
    select ${plieId}, r.dossier_id, ${importationId}, r.action, r.date_fait from ${lire(taches, brut('as r (dossier_id bigint, action text, date_fait date)'))}`);
}

/** The same orientation, when the PLIE works in this installation: what Pôle emploi does then reaches it at once. */
async function relier(trx: Transaction, { plieId, importationId }: Destination): Promise<void> {
  await executer(trx, sql`
    update dossiers_pe d set orientation_id = o.id
    from personnes p join orientations o on o.plie_id = p.plie_id and o.personne_id = p.id
    where d.plie_id = ${plieId} and d.importation_id = ${importationId} and p.plie_id = d.plie_id and o.date_prescription = d.date_prescription and d.orientation_id is distinct from o.id
      and case when d.identifiant_pe is not null and p.identifiant_pe is not null then p.identifiant_pe = d.identifiant_pe
          else p.nom_norm = d.nom_norm and p.prenom_norm = d.prenom_norm and p.date_naissance = d.date_naissance end`);
}
