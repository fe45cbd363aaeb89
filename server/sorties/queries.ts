/** The SQL of the follow-up in employment or training, and of the exits. On a parcours already read within scope. */
import type { DateCivile } from '../lib/dates';
import type { Base } from '../lib/db';
import { chercherLigne, executer, lignes, sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import type { CleParcours } from '../parcours/queries';
import type { MotifSortie, NatureSortie, Situation } from './regle';
import type { Contact } from './rules';

type Lecteur = Pick<Base, 'raw'>;
const du = (p: CleParcours) => sql`plie_id = ${p.plie_id} and orientation_id = ${p.id}`;
const COLONNES = sql`id, nature, date_debut, date_perte, contrat, date_fin_prevue, mi_temps, titre, rncp, date_validation, preuve, date_preuve, version`;

/** A follow-up: the contract or the training, from which the rule of the exit is applied. */
export type Suivi = Situation & { id: number; version: number };

/** The follow-ups of a parcours, the most recent first. */
export const listerSuivis = (base: Lecteur, p: CleParcours): Promise<Suivi[]> =>
  lignes<Suivi>(base, sql`select ${COLONNES} from suivis_emploi where ${du(p)} order by date_debut desc, id desc`);

export const chercherSuivi = (base: Lecteur, p: CleParcours, id: number): Promise<Suivi | null> =>
  chercherLigne<Suivi>(base, sql`select ${COLONNES} from suivis_emploi where ${du(p)} and id = ${id}`);

/** The follow-up that was not lost; one at most. */
export const chercherSuiviOuvert = (base: Lecteur, p: CleParcours): Promise<Suivi | null> =>
  chercherLigne<Suivi>(base, sql`select ${COLONNES} from suivis_emploi where ${du(p)} and date_perte is null`);

const propres = (s: Situation) => (s.nature === 'EMPLOI'
  ? { contrat: s.contrat, mi_temps: s.mi_temps, titre: null, rncp: null, date_validation: null }
  : { contrat: null, mi_temps: null, titre: s.titre, rncp: s.rncp, date_validation: s.date_validation });

export async function ajouterSuivi(trx: Transaction, p: CleParcours, s: Situation): Promise<number> {
  const v = propres(s);
  const ligne = await chercherLigne<{ id: number }>(trx, sql`
    insert into suivis_emploi (plie_id, orientation_id, nature, date_debut, date_perte, contrat, date_fin_prevue, mi_temps, titre, rncp, date_validation, preuve, date_preuve)
    values (${p.plie_id}, ${p.id}, ${s.nature}, ${s.date_debut}, ${s.date_perte}, ${v.contrat}, ${s.date_fin_prevue}, ${v.mi_temps}, ${v.titre}, ${v.rncp}, ${v.date_validation}, ${s.preuve}, ${s.date_preuve})
    returning id`);
  return ligne!.id;
}

/** Number of rows changed: 0 when the version is not the one shown any more. */
export function modifierSuivi(trx: Transaction, p: CleParcours, cle: { id: number; version: number }, s: Situation): Promise<number> {
  const v = propres(s);
  return executer(trx, sql`
    update suivis_emploi set nature = ${s.nature}, date_debut = ${s.date_debut}, date_perte = ${s.date_perte}, contrat = ${v.contrat}, date_fin_prevue = ${s.date_fin_prevue},
           mi_temps = ${v.mi_temps}, titre = ${v.titre}, rncp = ${v.rncp}, date_validation = ${v.date_validation}, preuve = ${s.preuve}, date_preuve = ${s.date_preuve}
    where ${du(p)} and id = ${cle.id} and version = ${cle.version}`);
}

/** Takes back a follow-up opened by mistake, with its contacts. */
export async function supprimerSuivi(trx: Transaction, p: CleParcours, id: number): Promise<number> {
  await executer(trx, sql`delete from suivi_contacts where plie_id = ${p.plie_id} and suivi_id = (select s.id from suivis_emploi s where s.plie_id = ${p.plie_id} and s.orientation_id = ${p.id} and s.id = ${id})`);
  return executer(trx, sql`delete from suivis_emploi where ${du(p)} and id = ${id}`);
}

export const listerContacts = (base: Lecteur, p: CleParcours, suiviId: number): Promise<Contact[]> =>
  lignes<Contact>(base, sql`select mois, date_contact, en_poste from suivi_contacts where plie_id = ${p.plie_id} and suivi_id = ${suiviId} order by mois`);

/** One contact per month of follow-up: recorded again, it is corrected. */
export const enregistrerContact = (trx: Transaction, p: CleParcours, suiviId: number, c: Contact): Promise<number> =>
  executer(trx, sql`
    insert into suivi_contacts (plie_id, suivi_id, mois, date_contact, en_poste) values (${p.plie_id}, ${suiviId}, ${c.mois}, ${c.date_contact}, ${c.en_poste})
    on conflict (plie_id, suivi_id, mois) do update set date_contact = excluded.date_contact, en_poste = excluded.en_poste`);

export interface Sortie {
  id: number;
  suivi_id: number | null;
  /** DERIVEE: by the rule; REPRISE: the nature given in the file is kept. */
  origine: 'DERIVEE' | 'REPRISE';
  regle: string | null;
  explication: string | null;
  date_reclassement: DateCivile | null;
}

/** How the exit was classed; null when there is none. */
export const chercherSortie = (base: Lecteur, p: CleParcours): Promise<Sortie | null> =>
  chercherLigne<Sortie>(base, sql`select id, suivi_id, origine, regle, explication, date_reclassement from sorties where ${du(p)}`);

/** Keeps how the exit was classed, in the place of what was kept before. */
export const garderSortie = (trx: Transaction, p: CleParcours, s: Omit<Sortie, 'id'>): Promise<number> =>
  executer(trx, sql`
    insert into sorties (plie_id, orientation_id, suivi_id, origine, regle, explication, date_reclassement)
    values (${p.plie_id}, ${p.id}, ${s.suivi_id}, ${s.origine}, ${s.regle}, ${s.explication}, ${s.date_reclassement})
    on conflict (plie_id, orientation_id) do update set suivi_id = excluded.suivi_id, origine = excluded.origine, regle = excluded.regle,
      explication = excluded.explication, date_reclassement = excluded.date_reclassement`);

export const supprimerSortie = (trx: Transaction, p: CleParcours): Promise<number> => executer(trx, sql`delete from sorties where ${du(p)}`);

export interface DatesDeSortie { date_sortie: DateCivile | null; nature_sortie: NatureSortie | null; motif_sortie: MotifSortie | null }

/** Writes the exit on the orientation (or takes it off). Number of rows: 0 when the version is not the one shown any more. */
export const porterSortie = (trx: Transaction, p: CleParcours & { version: number }, s: DatesDeSortie): Promise<number> =>
  executer(trx, sql`
    update orientations set date_sortie = ${s.date_sortie}, nature_sortie = ${s.nature_sortie}, motif_sortie = ${s.motif_sortie}
    where plie_id = ${p.plie_id} and id = ${p.id} and version = ${p.version}`);

/** The next integration of the person after this parcours, which a later exit must not overlap; null when there is none. */
export async function chercherIntegrationSuivante(base: Lecteur, p: CleParcours & { personne_id: number; date_integration: DateCivile | null }): Promise<DateCivile | null> {
  const ligne = await chercherLigne<{ date: DateCivile | null }>(base, sql`
    select min(date_integration) as date from orientations
    where plie_id = ${p.plie_id} and personne_id = ${p.personne_id} and id <> ${p.id} and date_integration >= ${p.date_integration}`);
  return ligne?.date ?? null;
}
