/** Restrictions in force (RGPD art. 18), their exceptions, their end. Whom they reach: the function personnes_limitees of the database. */
import type { Contexte } from '../acces/acteur';
import { perimetreDroits } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import { LIMITATION } from '../conservation/rules';
import type { DateCivile } from '../lib/dates';
import { chercherLigne, executer, lignes, sql, type Sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { Conflit, Introuvable } from '../lib/erreurs';

type Lecteur = Pick<Contexte, 'base' | 'acteur'>;
type Usage = CodeDe<'USAGES_LIMITES'>;

export interface Exception { pour: Usage; motif: CodeDe<'MOTIFS_EXCEPTION'>; notee_le: string; expire_le: string; en_cours: boolean; par: string | null }
export interface Limitation { id: number; plie_id: number; personne_id: number; nom: string; prenom: string; efface_le: DateCivile | null; debut: DateCivile; par: string | null; exceptions: Exception[] }

const limitations = (ou: Sql): Sql => sql`
  select s.id, s.plie_id, s.personne_id, p.nom, p.prenom, p.efface_le, s.debut, (select u.prenom || ' ' || upper(u.nom) from utilisateurs u where u.id = s.utilisateur_id) as par,
    (select coalesce(json_agg(json_build_object('pour', e.pour, 'motif', e.motif, 'notee_le', e.notee_le, 'expire_le', e.expire_le, 'en_cours', e.expire_le > now(), 'par', (select u.prenom || ' ' || upper(u.nom) from utilisateurs u where u.id = e.utilisateur_id)) order by e.id desc), '[]')
      from limitation_exceptions e where e.plie_id = s.plie_id and e.suspension_id = s.id) as exceptions
  from suspensions_effacement s join personnes p on p.plie_id = s.plie_id and p.id = s.personne_id
  where s.fin is null and s.motif = ${LIMITATION} and ${ou}`;

/** Those in force, the oldest first. */
export const listerLimitations = ({ base, acteur }: Lecteur): Promise<Limitation[]> => lignes<Limitation>(base, sql`${limitations(perimetreDroits(acteur, 's.plie_id'))} order by s.debut, s.id`);

/** Throws Introuvable, also once it has ended. */
export async function lireLimitation({ base, acteur }: Lecteur, id: number): Promise<Limitation> {
  const lue = await chercherLigne<Limitation>(base, limitations(sql`s.id = ${id} and ${perimetreDroits(acteur, 's.plie_id')}`));
  if (!lue) throw new Introuvable();
  return lue;
}

export const ajouterException = (trx: Transaction, { plie_id, id }: Limitation, e: { pour: Usage; motif: CodeDe<'MOTIFS_EXCEPTION'>; par: number | null }): Promise<number> => executer(trx, sql`
  insert into limitation_exceptions (plie_id, suspension_id, pour, motif, utilisateur_id) values (${plie_id}, ${id}, ${e.pour}, ${e.motif}, ${e.par})`);

export interface Levee { motif_levee: CodeDe<'MOTIFS_LEVEE'>; prevenue_par: CodeDe<'CANAUX_DEMANDE_DROIT'>; prevenue_le: DateCivile }
/** Throws Conflit when it has ended meanwhile. */
export async function leverLimitation(trx: Transaction, { plie_id, id }: Limitation, l: Levee, jour: DateCivile): Promise<void> {
  if (!(await executer(trx, sql`
    update suspensions_effacement set fin = ${jour}, motif_levee = ${l.motif_levee}, prevenue_par = ${l.prevenue_par}, prevenue_le = ${l.prevenue_le} where plie_id = ${plie_id} and id = ${id} and fin is null`))) throw new Conflit();
}

/** When the person has their data erased, there is nothing more to restrict. */
export const leverPourEffacer = (trx: Transaction, { plie_id, personne_id }: { plie_id: number; personne_id: number }, jour: DateCivile): Promise<number> => executer(trx, sql`
  update suspensions_effacement set fin = greatest(debut, ${jour}::date), motif_levee = 'DONNEES_EFFACEES' where plie_id = ${plie_id} and personne_id = ${personne_id} and motif = ${LIMITATION} and fin is null`);
