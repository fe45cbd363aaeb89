/** The register of breaches of an organisation. */
import type { Acteur, Contexte } from '../acces/acteur';
import { perimetreConventions, perimetreViolations } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import type { Correspondant } from '../correspondants/rules';
import type { DateCivile } from '../lib/dates';
import { chercherLigne, executer, lignes, sql, type Sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { Conflit, Introuvable } from '../lib/erreurs';
import type { FaitsDeViolation } from './rules';

type Lecteur = Pick<Contexte, 'base' | 'acteur'>;

export interface DonneesDeViolation {
  decouverte_le: string; nature: CodeDe<'NATURES_VIOLATION'>; personnes: CodeDe<'PERSONNES_VIOLATION'>[]; donnees: CodeDe<'DONNEES_VIOLATION'>[];
  /** Of persons; null: not known yet. */
  nombre: number | null;
  mesures: CodeDe<'MESURES_VIOLATION'>[]; mesures_texte: string | null; risque: CodeDe<'RISQUES_VIOLATION'>; raison_sans_risque: CodeDe<'RAISONS_SANS_RISQUE'> | null;
}
/** Whom to write to there, in charge today. */
export type ContactDePartie = Pick<Correspondant, 'domaine' | 'nom' | 'fonction' | 'telephone' | 'courriel'>;
/** The other party of a convention, as the organisation of the breach has it in front of it. */
export interface Partie { convention_id: number; nom: string; date_debut: DateCivile; date_fin: DateCivile; date_suspension: DateCivile | null; contacts: ContactDePartie[] }
export interface LigneDuRegistre { destinataire: CodeDe<'DESTINATAIRES_ANNONCE'>; convention_id: number | null; nom: string | null; objet: CodeDe<'OBJETS_ANNONCE'>; canal: CodeDe<'CANAUX_ANNONCE'>; dite_le: string; notee_le: string; par: string | null; adresses: string | null }
export interface Violation extends DonneesDeViolation, FaitsDeViolation {
  id: number; organisation_id: number; organisation_nom: string; courriel: string | null; ouverte_le: string; par: string | null; close_par: string | null; sans_objet_par: string | null; motif_sans_objet: CodeDe<'MOTIFS_SANS_OBJET'> | null; version: number; parties: Partie[]; annonces: LigneDuRegistre[];
}

const QUI = (id: Sql): Sql => sql`(select q.prenom || ' ' || upper(q.nom) from utilisateurs q where q.id = ${id})`;

/** Of a convention `c`, the party in front of organisation `o`: who it is, and its data-protection and security contacts. */
const EN_FACE = sql`c.id as convention_id, ef.nom, c.date_debut, c.date_fin, c.date_suspension,
  coalesce((select json_agg(k order by k.domaine) from (select domaine, nom, fonction, telephone, courriel from correspondants where organisation_id = ef.id and jusqu_au is null) k), '[]') as contacts
  from conventions c cross join organisations ef`;
/** An agency that did not sign itself is Pôle emploi as well: the PLIE is in front of it. */
const EST_EN_FACE = sql`ef.id = case when o.type = 'PLIE' then c.agence_id else c.plie_id end`;

const LUE = sql`v.id, v.organisation_id, o.nom as organisation_nom, o.courriel, v.decouverte_le, v.nature, v.personnes, v.donnees, v.nombre, v.mesures, v.mesures_texte, v.risque, v.raison_sans_risque,
  v.ouverte_le, ${QUI(sql`v.utilisateur_id`)} as par, v.close_le, ${QUI(sql`v.close_par`)} as close_par, v.sans_objet_le, ${QUI(sql`v.sans_objet_par`)} as sans_objet_par, v.motif_sans_objet, v.version,
  coalesce((select json_agg(p order by p.nom, p.convention_id) from (select ${EN_FACE} join violation_conventions w on w.convention_id = c.id where w.violation_id = v.id and ${EST_EN_FACE}) p), '[]') as parties,
  coalesce((select json_agg(a order by a.dite_le, a.id) from (
    select x.id, x.destinataire, x.convention_id, case when o.type = 'PLIE' then ag.nom else pl.nom end as nom, x.objet, x.canal, x.dite_le, x.notee_le, x.adresses, ${QUI(sql`x.utilisateur_id`)} as par
    from violation_annonces x left join conventions c on c.id = x.convention_id left join organisations pl on pl.id = c.plie_id left join organisations ag on ag.id = c.agence_id
    where x.violation_id = v.id) a), '[]') as annonces
  from violations v join organisations o on o.id = v.organisation_id`;

/** Those still open first, then the latest discovered. */
export const listerViolations = ({ base, acteur }: Lecteur, plafond: number): Promise<Violation[]> => lignes<Violation>(base, sql`
  select ${LUE} where ${perimetreViolations(acteur)} order by (v.close_le is not null or v.sans_objet_le is not null), v.decouverte_le desc, v.id desc limit ${plafond}`);

export const listerOuvertes = ({ base, acteur }: Lecteur): Promise<Violation[]> => lignes<Violation>(base, sql`
  select ${LUE} where v.close_le is null and v.sans_objet_le is null and ${perimetreViolations(acteur)} order by v.decouverte_le, v.id`);

/** Throws Introuvable. */
export async function lireViolation({ base, acteur }: Lecteur, id: number): Promise<Violation> {
  const violation = await chercherLigne<Violation>(base, sql`select ${LUE} where v.id = ${id} and ${perimetreViolations(acteur)}`);
  if (!violation) throw new Introuvable();
  return violation;
}

/** The conventions to which the reader's organisation is a party, the latest first; none for a region. */
export const listerParties = ({ base, acteur }: Lecteur): Promise<Partie[]> => lignes<Partie>(base, sql`
  select ${EN_FACE} join organisations o on o.id = ${acteur.organisation?.id ?? null}
  where o.type in ('PLIE', 'AGENCE') and ${EST_EN_FACE} and ${perimetreConventions(acteur)} order by c.date_debut desc, nom, c.id`);

/** Of their organisation: who may suspend the exchanges. */
export const listerAdministrateurs = async ({ base, acteur }: Lecteur): Promise<string[]> => (await lignes<{ courriel: string }>(base, sql`
  select u.courriel from utilisateurs u where u.role = 'ADMINISTRATEUR' and u.actif and u.organisation_id = ${acteur.organisation?.id ?? null} order by u.courriel`)).map((u) => u.courriel);

/** Inside an act: held until it ends, and still open. Throws Introuvable, or Conflit when somebody changed it meanwhile. */
export async function verrouillerViolation(trx: Transaction, acteur: Acteur, id: number, version: number): Promise<void> {
  const lue = await chercherLigne<{ version: number; close: boolean }>(trx, sql`select v.version, (v.close_le is not null or v.sans_objet_le is not null) as close from violations v where v.id = ${id} and ${perimetreViolations(acteur)} for update`);
  if (!lue) throw new Introuvable();
  if (lue.close || lue.version !== version) throw new Conflit("Quelqu'un d'autre a complété cette violation entre-temps : rien n'a été enregistré.");
}

export async function insererViolation(trx: Transaction, violation: DonneesDeViolation & { organisation_id: number; ouverte_le: string; utilisateur_id: number | null; alerte_id: number | null }, conventions: readonly number[]): Promise<number> {
  const [ligne] = await trx('violations').insert(violation).returning<{ id: number }[]>('id');
  for (const convention_id of conventions) await trx('violation_conventions').insert({ violation_id: ligne!.id, convention_id });
  return ligne!.id;
}

export async function changerViolation(trx: Transaction, id: number, donnees: DonneesDeViolation, conventions: readonly number[]): Promise<void> {
  await trx('violations').where({ id }).update({ ...donnees });
  await trx('violation_conventions').where({ violation_id: id }).whereNotIn('convention_id', [...conventions]).delete();
  for (const convention of conventions) await executer(trx, sql`insert into violation_conventions (violation_id, convention_id) values (${id}, ${convention}) on conflict do nothing`);
}

/** `adresses`: to whom the tool itself wrote. */
export type NouvelleAnnonce = Pick<LigneDuRegistre, 'destinataire' | 'convention_id' | 'objet' | 'canal' | 'dite_le' | 'notee_le' | 'adresses'>;
export async function insererAnnonce(trx: Transaction, violationId: number, annonce: NouvelleAnnonce & { utilisateur_id: number | null }): Promise<void> {
  await trx('violation_annonces').insert({ violation_id: violationId, ...annonce });
}

export async function fermerViolation(trx: Transaction, id: number, maintenant: string, par: number | null): Promise<void> {
  await executer(trx, sql`update violations set close_le = ${maintenant}, close_par = ${par} where id = ${id}`);
}

/** Throws Conflit when somebody was told meanwhile. */
export async function marquerSansObjet(trx: Transaction, id: number, { motif, maintenant, par }: { motif: CodeDe<'MOTIFS_SANS_OBJET'>; maintenant: string; par: number | null }): Promise<void> {
  const fait = await executer(trx, sql`
    update violations set sans_objet_le = ${maintenant}, sans_objet_par = ${par}, motif_sans_objet = ${motif}
    where id = ${id} and not exists (select 1 from violation_annonces a where a.violation_id = ${id})`);
  if (!fait) throw new Conflit("Quelqu'un vient d'être informé de cette violation : rien n'a été enregistré.");
}
