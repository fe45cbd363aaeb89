/** All the SQL of the yearly bilans as they are kept: their steps, their versions, the lists behind. */
import { VERSION, BILAN_QUANTITATIF } from '../../reports/bilan-quantitatif/definitions';
import { faitsAFiger, type ChiffresFiges, type Gel, type SeanceFigee } from '../../reports/figer';
import type { Demande } from '../../reports/periodes';
import type { Acteur, Contexte } from '../acces/acteur';
import { perimetrePlies } from '../acces/perimetre';
import { dernierJourAnnee, premierJourAnnee, type DateCivile } from '../lib/dates';
import { chercherLigne, executer, lignes, sql, type Sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { Conflit, Introuvable } from '../lib/erreurs';
import { horsOutil } from './queries-outil';
import type { EtapeBilan } from './rules';
import type { ControleBilan } from './rules-controles';

type Lecture = Pick<Contexte, 'base' | 'acteur'>;

export interface Plie { id: number; code: string; nom: string; departement: string; courriel: string | null }

/** A PLIE whose aggregates the actor may see. Throws Introuvable. */
export async function lirePlie({ base, acteur }: Lecture, id: number): Promise<Plie> {
  const plie = await chercherLigne<Plie>(base, sql`
    select p.id, p.code, p.nom, d.nom as departement, p.courriel from organisations p join departements d on d.code = p.departement_code
    where p.id = ${id} and p.type = 'PLIE' and ${perimetrePlies(acteur)}`);
  if (!plie) throw new Introuvable();
  return plie;
}

/** `controles`: what the checks found last. */
export interface BilanSuivi { id: number; plie_id: number; annee: number; etape: EtapeBilan; numero: number; controles: ControleBilan[] | null; version: number }

const SUIVI = sql`b.id, b.plie_id, b.annee, b.etape, b.numero, b.controles, b.version`;

/** Null as long as nobody has begun it. */
export const chercherBilan = ({ base, acteur }: Lecture, plieId: number, annee: number): Promise<BilanSuivi | null> =>
  chercherLigne<BilanSuivi>(base, sql`select ${SUIVI} from bilans b where b.plie_id = ${plieId} and b.annee = ${annee} and ${perimetrePlies(acteur, 'b.plie_id')}`);

/** Inside an act: the row, held until it ends. Throws Introuvable, or Conflit when the form showed another version. */
export async function verrouillerBilan(trx: Transaction, acteur: Acteur, plieId: number, annee: number, version: number): Promise<BilanSuivi> {
  const bilan = await chercherLigne<BilanSuivi>(trx, sql`select ${SUIVI} from bilans b where b.plie_id = ${plieId} and b.annee = ${annee} and ${perimetrePlies(acteur, 'b.plie_id')} for update`);
  if (!bilan) throw new Introuvable();
  if (bilan.version !== version) throw new Conflit("Quelqu'un d'autre a fait avancer ce bilan entre-temps : rien n'a été enregistré.");
  return bilan;
}

export async function ajouterBilan(trx: Transaction, plieId: number, annee: number): Promise<{ plie_id: number; id: number; numero: number }> {
  return (await chercherLigne<{ plie_id: number; id: number; numero: number }>(trx, sql`insert into bilans (plie_id, annee) values (${plieId}, ${annee}) returning plie_id, id, numero`))!;
}

export interface Pas { etape: EtapeBilan; commentaire: string | null; par: number | null; maintenant: string }

/** The step of the bilan, and the line that says who took it. `numero`: the version that it is about. */
export async function franchir(trx: Transaction, { plie_id, id }: Pick<BilanSuivi, 'plie_id' | 'id'>, { etape, commentaire, par, maintenant }: Pas, numero: number): Promise<void> {
  await executer(trx, sql`update bilans set etape = ${etape}, numero = ${numero} where plie_id = ${plie_id} and id = ${id}`);
  await executer(trx, sql`insert into bilan_etapes (plie_id, bilan_id, etape, numero, le, par, commentaire) values (${plie_id}, ${id}, ${etape}, ${numero || null}, ${maintenant}, ${par}, ${commentaire})`);
}

export const noterControles = (trx: Transaction, { plie_id, id }: Pick<BilanSuivi, 'plie_id' | 'id'>, controles: readonly ControleBilan[]): Promise<number> =>
  executer(trx, sql`update bilans set controles = ${JSON.stringify(controles)}::jsonb where plie_id = ${plie_id} and id = ${id}`);

export interface EtapeFranchie { etape: EtapeBilan; numero: number | null; le: string; par: string | null; commentaire: string | null }

/** Of a bilan read within scope, the first step first. */
export const listerEtapes = ({ base }: Pick<Lecture, 'base'>, { plie_id, id }: Pick<BilanSuivi, 'plie_id' | 'id'>): Promise<EtapeFranchie[]> => lignes<EtapeFranchie>(base, sql`
  select e.etape, e.numero, e.le, e.commentaire, (select u.prenom || ' ' || upper(u.nom) from utilisateurs u where u.id = e.par) as par
  from bilan_etapes e where e.plie_id = ${plie_id} and e.bilan_id = ${id} order by e.id`);

export interface VersionFigee { id: number; numero: number; definitions: string; chiffres: ChiffresFiges; seances: SeanceFigee[]; controles: ControleBilan[]; empreinte: string; valide_le: string; par: string | null }

/** Of a bilan read within scope, the first validation first. */
export const listerVersions = ({ base }: Pick<Lecture, 'base'>, { plie_id, id }: Pick<BilanSuivi, 'plie_id' | 'id'>): Promise<VersionFigee[]> => lignes<VersionFigee>(base, sql`
  select v.id, v.numero, v.definitions, v.chiffres, v.seances, v.controles, v.empreinte, v.valide_le, (select u.prenom || ' ' || upper(u.nom) from utilisateurs u where u.id = v.valide_par) as par
  from bilan_versions v where v.plie_id = ${plie_id} and v.bilan_id = ${id} order by v.numero`);

// ---- Freezing ----

/** Pôle emploi's sessions of the year, as they are kept. `base`: the transaction that freezes them. */
export const listerSeancesAFiger = (base: Pick<Contexte['base'], 'raw'>, plieId: number, annee: number): Promise<SeanceFigee[]> => lignes<SeanceFigee>(base, sql`
  select s.agence_id, a.nom as agence, s.date_session, s.convoques, s.presents
  from informations_collectives s left join organisations a on a.id = s.agence_id
  where s.plie_id = ${plieId} and s.date_session between ${premierJourAnnee(annee)} and ${dernierJourAnnee(annee)}
  order by s.date_session desc, s.id desc`);

export interface Validation extends Gel { numero: number; controles: readonly ControleBilan[]; empreinte: string; par: number | null; maintenant: string }

/** Writes the version and the lists behind, and seals them. Gives how long each list is. */
export async function figer(trx: Transaction, acteur: Acteur, { plie_id, id }: Pick<BilanSuivi, 'plie_id' | 'id'>, demande: Demande, v: Validation): Promise<Record<string, number>> {
  const { id: versionId } = (await chercherLigne<{ id: number }>(trx, sql`
    insert into bilan_versions (plie_id, bilan_id, numero, definitions, chiffres, seances, controles, empreinte, valide_par)
    values (${plie_id}, ${id}, ${v.numero}, ${VERSION}, ${JSON.stringify(v.chiffres)}::jsonb, ${JSON.stringify(v.seances)}::jsonb, ${JSON.stringify(v.controles)}::jsonb, ${v.empreinte}, ${v.par}) returning id`))!;
  await executer(trx, sql`
    insert into bilan_faits (plie_id, version_id, colonne, rang, orientation_id, date_fait, nature_sortie, motif_sortie)
    select ${plie_id}, ${versionId}, x.colonne, x.rang, x.orientation_id, x.date_fait, x.nature_sortie, x.motif_sortie
    from (${faitsAFiger({ base: trx, acteur }, BILAN_QUANTITATIF, demande)}) x`);
  await executer(trx, sql`update bilan_versions set valide_le = ${v.maintenant} where plie_id = ${plie_id} and id = ${versionId}`);
  const longueurs = await lignes<{ colonne: string; n: number }>(trx, sql`select colonne, count(*) as n from bilan_faits where plie_id = ${plie_id} and version_id = ${versionId} group by colonne`);
  return Object.fromEntries(longueurs.map(({ colonne, n }) => [colonne, n]));
}

// ---- The year of a region ----

export interface PlieDeLAnnee {
  id: number; nom: string; departement_code: string; departement: string; courriel: string | null;
  /** A convention covers a day of the year. */
  conventionne: boolean;
  /** Of before the tool: its bilan is not awaited here. */
  hors_outil: boolean;
  etape: EtapeBilan | null; numero: number | null; version: number | null;
  /** Last time it was validated, and last time it moved. */
  valide_le: string | null; depuis: string | null;
  relances: number; relance_le: string | null;
}

const plies = (acteur: Acteur, annees: Sql): Sql => sql`
  select p.id, p.nom, d.code as departement_code, d.nom as departement, p.courriel, y.annee,
    exists (select 1 from conventions c where c.plie_id = p.id and c.date_debut <= make_date(y.annee, 12, 31) and c.date_fin >= make_date(y.annee, 1, 1)) as conventionne,
    ${horsOutil(sql`y.annee`)} as hors_outil,
    b.etape, b.numero, b.version,
    (select max(e.le) from bilan_etapes e where e.plie_id = b.plie_id and e.bilan_id = b.id and e.etape = 'VALIDE') as valide_le,
    (select max(e.le) from bilan_etapes e where e.plie_id = b.plie_id and e.bilan_id = b.id) as depuis,
    r.relances, r.relance_le
  from organisations p
  join departements d on d.code = p.departement_code
  cross join (${annees}) y
  left join bilans b on b.plie_id = p.id and b.annee = y.annee
  left join lateral (select count(*) as relances, max(x.le) as relance_le from bilan_relances x where x.plie_id = p.id and x.annee = y.annee and x.etat = 'ENVOYE') r on true
  where p.type = 'PLIE' and ${perimetrePlies(acteur)}`;

/** The PLIEs of the territory and where their bilan of that year is; closed ones only if they have one, or a convention. */
export const listerPliesDeLAnnee = ({ base, acteur }: Lecture, annee: number): Promise<PlieDeLAnnee[]> => lignes<PlieDeLAnnee>(base, sql`
  select * from (${plies(acteur, sql`select ${annee}::int as annee`)} and (p.active or b.id is not null or exists (select 1 from conventions c where c.plie_id = p.id and c.date_debut <= make_date(y.annee, 12, 31) and c.date_fin >= make_date(y.annee, 1, 1)))) x
  order by x.departement_code, x.nom collate francais, x.id`);

/** Those of one PLIE, newest first. */
export const listerAnneesDuPlie = ({ base, acteur }: Lecture, plieId: number, de: number, a: number): Promise<(PlieDeLAnnee & { annee: number })[]> => lignes<PlieDeLAnnee & { annee: number }>(base, sql`
  select * from (${plies(acteur, sql`select generate_series(${de}::int, ${a}::int) as annee`)} and p.id = ${plieId}) x order by x.annee desc`);

/** The accepted bilans of a year, held until the act ends. */
export const verrouillerAcceptes = (trx: Transaction, acteur: Acteur, annee: number): Promise<BilanSuivi[]> =>
  lignes<BilanSuivi>(trx, sql`select ${SUIVI} from bilans b where b.annee = ${annee} and b.etape = 'ACCEPTE' and ${perimetrePlies(acteur, 'b.plie_id')} order by b.plie_id for update`);

/** Days of a year that a convention covers, and the months whose table was sent; of a PLIE read within scope. */
export async function lireAnneeDuPlie({ base, acteur }: Lecture, plieId: number, annee: number): Promise<{ conventions: { date_debut: DateCivile; date_fin: DateCivile }[]; transmis: string[] }> {
  const [debut, fin] = [premierJourAnnee(annee), dernierJourAnnee(annee)];
  return {
    conventions: await lignes(base, sql`select c.date_debut, c.date_fin from conventions c where c.plie_id = ${plieId} and c.date_debut <= ${fin} and c.date_fin >= ${debut} and ${perimetrePlies(acteur, 'c.plie_id')} order by c.date_debut`),
    transmis: (await lignes<{ mois: string }>(base, sql`select t.mois from tableaux t where t.plie_id = ${plieId} and t.mois between ${`${annee}-01`} and ${`${annee}-12`} and t.transmis_le is not null and ${perimetrePlies(acteur, 't.plie_id')}`)).map((t) => t.mois),
  };
}
