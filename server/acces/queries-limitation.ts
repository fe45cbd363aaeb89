/**
 * Whose data may not be used (RGPD art. 18): read here, decided by the function personnes_limitees of the database. Changes are refused by
 * the database itself; what leaves (files, letters, prints) asks here.
 */
import type { CodeDe } from '../codes/listes';
import { LIMITATION } from '../conservation/rules';
import type { DateCivile } from '../lib/dates';
import { chercherLigne, lignes, sql, type Sql } from '../lib/db/sql';
import { TraitementLimite } from '../lib/erreurs';
import { nomComplet } from '../lib/texte';
import type { Contexte } from './acteur';
import { perimetreOrientations, perimetrePersonnes } from './perimetre';
import { direLimitation, permet } from './rules-limitation';

type Lecteur = Pick<Contexte, 'base'>;

const numeros = async ({ base }: Lecteur, requete: Sql): Promise<Set<number>> => new Set((await lignes<{ id: number }>(base, requete)).map((l) => l.id));

/** Pages under which a person goes by name: at the PLIE, and at Pôle emploi's own worklist. */
export interface PagesLimitees { personne_id: number; dossiers: number[] }

/** All the persons under a restriction, exceptions or not: as they are marked on screen. */
export const listerLimitees = ({ base }: Lecteur): Promise<PagesLimitees[]> => lignes<PagesLimitees>(base, sql`
  select l.personne_id, (select coalesce(json_agg(d.id), '[]') from orientations o join dossiers_pe d on d.plie_id = o.plie_id and d.orientation_id = o.id where o.plie_id = l.plie_id and o.personne_id = l.personne_id) as dossiers
  from personnes_limitees(null) l`);

/** Persons of a PLIE whom no file may name today. */
export const listerNonTransmissibles = (contexte: Lecteur, plieId: number): Promise<Set<number>> =>
  numeros(contexte, sql`select personne_id as id from personnes_limitees('TRANSMETTRE') where plie_id = ${plieId}`);

/** The same, by their orientations: each with its person. */
export const listerOrientationsNonTransmissibles = async ({ base }: Lecteur, plieId: number): Promise<Map<number, number>> =>
  new Map((await lignes<{ id: number; personne_id: number }>(base, sql`
    select o.id, o.personne_id from personnes_limitees('TRANSMETTRE') l join orientations o on o.plie_id = l.plie_id and o.personne_id = l.personne_id where l.plie_id = ${plieId}`)).map((o) => [o.id, o.personne_id]));

/** The restriction of one person, with the uses that are open for a while and whom to ask for one. */
export interface LimitationDUnePersonne {
  id: number; personne_id: number; nom: string; prenom: string; debut: DateCivile;
  exceptions: { pour: CodeDe<'USAGES_LIMITES'>; motif: CodeDe<'MOTIFS_EXCEPTION'>; expire_le: string }[];
  delegue: { nom: string | null; telephone: string | null; courriel: string | null } | null;
}

/** Of the person that a page is about, by their number or that of one of their orientations; null when there is none, or out of scope. */
export const chercherLimitation = ({ base, acteur }: Pick<Contexte, 'base' | 'acteur'>, sur: 'personnes' | 'orientations', id: number): Promise<LimitationDUnePersonne | null> => chercherLigne<LimitationDUnePersonne>(base, sql`
  select s.id, s.personne_id, p.nom, p.prenom, s.debut,
    (select coalesce(json_agg(json_build_object('pour', e.pour, 'motif', e.motif, 'expire_le', e.expire_le) order by e.expire_le), '[]') from limitation_exceptions e where e.plie_id = s.plie_id and e.suspension_id = s.id and e.expire_le > now()) as exceptions,
    (select json_build_object('nom', k.nom, 'telephone', k.telephone, 'courriel', k.courriel) from correspondants k where k.organisation_id = s.plie_id and k.domaine = 'DONNEES_PERSONNELLES' and k.jusqu_au is null) as delegue
  from suspensions_effacement s join personnes p on p.plie_id = s.plie_id and p.id = s.personne_id
  where s.fin is null and s.motif = ${LIMITATION} and ${sur === 'personnes'
    ? sql`s.personne_id = ${id} and ${perimetrePersonnes(acteur)}`
    : sql`exists (select 1 from orientations o where o.plie_id = s.plie_id and o.personne_id = s.personne_id and o.id = ${id} and ${perimetreOrientations(acteur)})`}`);

/** What answers an act that the restriction forbids. */
export const refusDe = (l: LimitationDUnePersonne): TraitementLimite => new TraitementLimite({ phrase: direLimitation(l), personne: { adresse: `/personnes/${l.personne_id}`, nom: nomComplet(l) } });

/** Before a form that writes on a person is shown. Throws TraitementLimite. */
export async function exigerModifiable(contexte: Pick<Contexte, 'base' | 'acteur'>, personneId: number): Promise<void> {
  const limitation = await chercherLimitation(contexte, 'personnes', personneId);
  if (limitation && !permet(limitation, 'MODIFIER')) throw refusDe(limitation);
}

/** Before a document on one person leaves. Throws TraitementLimite. */
export async function exigerTransmissible(contexte: Pick<Contexte, 'base' | 'acteur'>, { plie_id, personne_id }: { plie_id: number; personne_id: number }): Promise<void> {
  if (!(await listerNonTransmissibles(contexte, plie_id)).has(personne_id)) return;
  const limitation = await chercherLimitation(contexte, 'personnes', personne_id);
  throw limitation ? refusDe(limitation) : new TraitementLimite();
}

/** What may leave of a list on the persons of one PLIE, and how many persons stay behind. */
export async function separerLimitees<T extends { personne_id: number | null }>(contexte: Lecteur, plieId: number, liste: readonly T[]): Promise<{ gardees: T[]; limitees: number }> {
  const exclues = await listerNonTransmissibles(contexte, plieId);
  const estExclue = (l: T): boolean => l.personne_id !== null && exclues.has(l.personne_id);
  return { gardees: liste.filter((l) => !estExclue(l)), limitees: new Set(liste.filter(estExclue).map((l) => l.personne_id)).size };
}
