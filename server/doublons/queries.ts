/** Persons of a PLIE who may be one: found, shown side by side, set apart. */
import type { Contexte } from '../acces/acteur';
import { perimetrePersonnes } from '../acces/perimetre';
import { chercherLigne, executer, lignes, lignesPreparees, sql, type Sql } from '../lib/db/sql';
import type { DateCivile } from '../lib/dates';
import type { Transaction } from '../lib/ecriture';
import { Introuvable } from '../lib/erreurs';
import type { EtatEnregistre } from '../orientations/rules';
import { COLONNES_PERSONNE, lirePersonne, type Personne } from '../personnes/queries';
import { comparerIdentites, RESSEMBLANCES, type Ressemblance } from './rules';

type Lecteur = Pick<Contexte, 'base' | 'acteur'>;

/** Two persons; the first is the older file. */
export interface Paire { premiere_id: number; seconde_id: number }
export interface PaireRessemblante extends Paire { ressemblance: Ressemblance }

const nonEcartee = sql`not exists (select 1 from personnes_distinctes d where d.plie_id = a.plie_id and d.premiere_id = a.id and d.seconde_id = b.id)`;
const candidates = (acteur: Contexte['acteur'], condition: Sql): Sql => sql`
  select a.id as premiere_id, b.id as seconde_id, a.nom_norm as nom_a, a.prenom_norm as prenom_a, b.nom_norm as nom_b, b.prenom_norm as prenom_b,
    a.date_naissance as naissance_a, b.date_naissance as naissance_b
  from personnes a join personnes b on b.plie_id = a.plie_id and b.id > a.id and b.efface_le is null and ${condition}
  where ${perimetrePersonnes(acteur, 'a')} and a.efface_le is null and ${nonEcartee}`;

/**
 * Pairs that look alike and that nobody has set apart, the surest and the newest first. The database joins by its indexes
 * (birth dates, names) and drops what cannot be near: a near name keeps its first or its last letter; a birth date badly
 * typed keeps its year, or its day and month. The rule then judges the few thousand that are left, of 25,000 persons.
 */
export async function listerPaires({ base, acteur }: Lecteur): Promise<PaireRessemblante[]> {
  interface Candidate extends Paire { nom_a: string; prenom_a: string; nom_b: string; prenom_b: string; naissance_a: DateCivile; naissance_b: DateCivile }
  const trouvees = await lignesPreparees<Candidate>(base, sql`
    ${candidates(acteur, sql`b.date_naissance = a.date_naissance
      and (left(a.nom_norm, 1) in (left(b.nom_norm, 1), left(b.prenom_norm, 1)) or right(a.nom_norm, 1) in (right(b.nom_norm, 1), right(b.prenom_norm, 1)))`)}
    union all
    ${candidates(acteur, sql`b.nom_norm = a.nom_norm and b.prenom_norm = a.prenom_norm and b.date_naissance <> a.date_naissance
      and (extract(year from b.date_naissance) = extract(year from a.date_naissance)
        or (extract(month from b.date_naissance) = extract(month from a.date_naissance) and extract(day from b.date_naissance) = extract(day from a.date_naissance)))`)}`);
  const rang = (r: Ressemblance) => RESSEMBLANCES.findIndex((x) => x.code === r);
  return trouvees
    .flatMap(({ premiere_id, seconde_id, ...c }) => {
      const ressemblance = comparerIdentites({ nom: c.nom_a, prenom: c.prenom_a, date_naissance: c.naissance_a }, { nom: c.nom_b, prenom: c.prenom_b, date_naissance: c.naissance_b });
      return ressemblance ? [{ premiere_id, seconde_id, ressemblance }] : [];
    })
    .sort((x, y) => rang(x.ressemblance) - rang(y.ressemblance) || y.seconde_id - x.seconde_id || y.premiere_id - x.premiere_id);
}

export const compterPaires = async (lecteur: Lecteur): Promise<number> => (await listerPaires(lecteur)).length;

/** Pairs set apart, the latest first. */
export function listerPairesEcartees({ base, acteur }: Lecteur, plafond: number): Promise<Paire[]> {
  return lignes<Paire>(base, sql`
    select d.premiere_id, d.seconde_id from personnes_distinctes d
    join personnes p on p.plie_id = d.plie_id and p.id = d.premiere_id
    where ${perimetrePersonnes(acteur, 'p')} order by d.id desc limit ${plafond}`);
}

export interface FichePersonne extends Personne {
  orientations: number;
  /** Of the newest orientation. */
  etat: EtatEnregistre | null;
  date_prescription: DateCivile | null;
}

/** The persons of several pairs, by id. */
export async function listerFiches({ base, acteur }: Lecteur, ids: readonly number[]): Promise<Map<number, FichePersonne>> {
  if (!ids.length) return new Map();
  const lues = await lignes<FichePersonne>(base, sql`
    select ${COLONNES_PERSONNE}, d.etat, d.date_prescription, (select count(*) from orientations o where o.plie_id = p.plie_id and o.personne_id = p.id) as orientations
    from personnes p
    left join lateral (
      select o.etat, o.date_prescription from orientations o where o.plie_id = p.plie_id and o.personne_id = p.id order by o.date_prescription desc, o.id desc limit 1
    ) d on true
    where ${perimetrePersonnes(acteur, 'p')} and p.id = any(${[...ids]}::bigint[])`);
  return new Map(lues.map((p) => [p.id, p]));
}

/** Two persons of one PLIE within scope, the older file first. Throws Introuvable, also for a person and themselves. */
export async function lirePaire(lecteur: Lecteur, un: number, autre: number): Promise<[Personne, Personne]> {
  if (un === autre) throw new Introuvable();
  const [premiere, seconde] = [await lirePersonne(lecteur, Math.min(un, autre)), await lirePersonne(lecteur, Math.max(un, autre))];
  if (premiere.plie_id !== seconde.plie_id) throw new Introuvable();
  return [premiere, seconde];
}

export async function ecarter(trx: Transaction, premiere: Personne, seconde: Personne): Promise<void> {
  await executer(trx, sql`insert into personnes_distinctes (plie_id, premiere_id, seconde_id) values (${premiere.plie_id}, ${premiere.id}, ${seconde.id}) on conflict do nothing`);
}

export async function rapprocher(trx: Transaction, premiere: Personne, seconde: Personne): Promise<void> {
  await executer(trx, sql`delete from personnes_distinctes where plie_id = ${premiere.plie_id} and premiere_id = ${premiere.id} and seconde_id = ${seconde.id}`);
}

/** The person into whom that one was merged, within scope; null when there was no such merge. */
export async function chercherPersonneGardee({ base, acteur }: Lecteur, ancienneId: number): Promise<number | null> {
  const ligne = await chercherLigne<{ personne_id: number }>(base, sql`
    select f.personne_id from fusions f join personnes p on p.plie_id = f.plie_id and p.id = f.personne_id
    where f.ancienne_id = ${ancienneId} and ${perimetrePersonnes(acteur, 'p')}`);
  return ligne?.personne_id ?? null;
}
