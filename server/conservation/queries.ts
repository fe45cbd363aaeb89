/** Policies, holds, certificates and the restricted archive: read within scope, written. */
import { perimetreConservation, perimetreConventions } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import type { DateCivile } from '../lib/dates';
import { chercherLigne, executer, lignes, sql, type Sql } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { Conflit, Introuvable } from '../lib/erreurs';
import type { Lecteur } from './queries-echeances';
import type { LigneDeCertificat } from './queries-effacer';
import { dureesParDefaut, modeleParDefaut, type Durees, type Modele } from './rules';

export interface Politique extends Durees {
  convention_id: number; plie_id: number; plie_nom: string; agence_nom: string; date_debut: DateCivile; date_fin: DateCivile; fse: boolean;
  modele: Modele;
  /** 0 as long as nothing was decided: the template's own durations hold. */
  numero: number;
  decidee_le: DateCivile | null; par: string | null;
}

type PolitiqueLue = Omit<Politique, 'modele'> & { modele: Modele | null };
const completer = (p: PolitiqueLue): Politique => {
  const modele = p.modele ?? modeleParDefaut(p);
  return p.modele ? { ...p, modele } : { ...p, ...dureesParDefaut(modele), modele };
};

const politiques = (perimetre: Sql) => sql`
  select c.id as convention_id, c.plie_id, p.nom as plie_nom, a.nom as agence_nom, c.date_debut, c.date_fin, c.fse, d.modele, coalesce(d.numero, 0) as numero,
    d.jours_apres_refus, d.mois_apres_sortie, d.mois_apres_integration, d.mois_apres_convention, d.annees_archive, d.decidee_le,
    (select u.prenom || ' ' || upper(u.nom) from utilisateurs u where u.id = d.utilisateur_id) as par
  from conventions c
  join organisations p on p.id = c.plie_id
  join organisations a on a.id = c.agence_id
  left join lateral (select * from politiques_conservation x where x.convention_id = c.id order by x.numero desc limit 1) d on true
  where ${perimetre}`;

/** One per convention that the reader may read, those of a PLIE together, the latest first. */
export const listerPolitiques = async ({ base, acteur }: Lecteur): Promise<Politique[]> =>
  (await lignes<PolitiqueLue>(base, sql`${politiques(perimetreConventions(acteur))} order by p.nom collate francais, c.date_debut desc, c.id desc`)).map(completer);

/** One that the reader may decide. Throws Introuvable. */
export async function lirePolitique({ base, acteur }: Lecteur, conventionId: number): Promise<Politique> {
  const lue = await chercherLigne<PolitiqueLue>(base, sql`${politiques(perimetreConservation(acteur, 'c.plie_id'))} and c.id = ${conventionId}`);
  if (!lue) throw new Introuvable();
  return completer(lue);
}

/** A new version; Conflit when another was decided meanwhile. */
export async function ajouterPolitique(trx: Transaction, p: { plie_id: number; convention_id: number; numero: number; modele: Modele; durees: Durees; jour: DateCivile; par: number | null }): Promise<void> {
  const faits = await executer(trx, sql`
    insert into politiques_conservation (plie_id, convention_id, numero, modele, jours_apres_refus, mois_apres_sortie, mois_apres_integration, mois_apres_convention, annees_archive, decidee_le, utilisateur_id)
    values (${p.plie_id}, ${p.convention_id}, ${p.numero}, ${p.modele}, ${p.durees.jours_apres_refus}, ${p.durees.mois_apres_sortie}, ${p.durees.mois_apres_integration}, ${p.durees.mois_apres_convention}, ${p.durees.annees_archive}, ${p.jour}, ${p.par})
    on conflict do nothing`);
  if (!faits) throw new Conflit("Quelqu'un d'autre a décidé d'une politique pour cette convention entre-temps : rien n'a été enregistré.");
}

export interface Suspension { id: number; plie_id: number; personne_id: number; motif: CodeDe<'MOTIFS_SUSPENSION'>; debut: DateCivile; par: string | null }

export const listerSuspensions = ({ base, acteur }: Lecteur): Promise<Suspension[]> => lignes<Suspension>(base, sql`
  select s.id, s.plie_id, s.personne_id, s.motif, s.debut, (select u.prenom || ' ' || upper(u.nom) from utilisateurs u where u.id = s.utilisateur_id) as par
  from suspensions_effacement s where s.fin is null and ${perimetreConservation(acteur, 's.plie_id')} order by s.debut desc, s.id desc`);

/** The PLIE of a person still there, of the reader's scope; null otherwise. */
export const chercherPlieDe = async ({ base, acteur }: Lecteur, personneId: number): Promise<number | null> =>
  (await chercherLigne<{ plie_id: number }>(base, sql`select e.plie_id from personnes e where e.id = ${personneId} and e.efface_le is null and ${perimetreConservation(acteur, 'e.plie_id')}`))?.plie_id ?? null;

/** False when a hold is on already. */
export const ajouterSuspension = async (trx: Transaction, s: { plie_id: number; personne_id: number; motif: string; debut: DateCivile; par: number | null }): Promise<boolean> => (await executer(trx, sql`
  insert into suspensions_effacement (plie_id, personne_id, motif, debut, utilisateur_id) values (${s.plie_id}, ${s.personne_id}, ${s.motif}, ${s.debut}, ${s.par}) on conflict do nothing`)) > 0;

/** Throws Introuvable. */
export async function lireSuspension({ base, acteur }: Lecteur, id: number): Promise<Suspension> {
  const lue = await chercherLigne<Suspension>(base, sql`select s.id, s.plie_id, s.personne_id, s.motif, s.debut, null as par from suspensions_effacement s where s.id = ${id} and s.fin is null and ${perimetreConservation(acteur, 's.plie_id')}`);
  if (!lue) throw new Introuvable();
  return lue;
}

export const leverSuspension = (trx: Transaction, { plie_id, id }: Pick<Suspension, 'plie_id' | 'id'>, jour: DateCivile): Promise<number> =>
  executer(trx, sql`update suspensions_effacement set fin = greatest(debut, ${jour}::date) where plie_id = ${plie_id} and id = ${id} and fin is null`);

export interface Certificat { id: number; plie_id: number; plie_nom: string; le: DateCivile; contenu: LigneDeCertificat[]; empreinte: string }

export const listerCertificats = ({ base, acteur }: Lecteur, plafond: number): Promise<Certificat[]> => lignes<Certificat>(base, sql`
  select c.id, c.plie_id, p.nom as plie_nom, c.le, c.contenu, c.empreinte from certificats_destruction c join organisations p on p.id = c.plie_id
  where ${perimetreConservation(acteur, 'c.plie_id')} order by c.le desc, c.id desc limit ${plafond}`);

/** Throws Introuvable. */
export async function lireCertificat({ base, acteur }: Lecteur, id: number): Promise<Certificat> {
  const lu = await chercherLigne<Certificat>(base, sql`
    select c.id, c.plie_id, p.nom as plie_nom, c.le, c.contenu, c.empreinte from certificats_destruction c join organisations p on p.id = c.plie_id where c.id = ${id} and ${perimetreConservation(acteur, 'c.plie_id')}`);
  if (!lu) throw new Introuvable();
  return lu;
}

export interface Archive { id: number; plie_id: number; personne_id: number; archive_le: DateCivile }
export interface ContenuDArchive {
  personne: Record<string, string | boolean>;
  parcours: { prescripteur: string; date_prescription: DateCivile; date_integration: DateCivile; date_sortie?: DateCivile; nature_sortie?: string; motif_sortie?: string; justificatifs?: { type: string; date_vue: DateCivile }[] }[];
}

/** Who they are is not read here: numbers only. */
export const listerArchives = ({ base, acteur }: Lecteur, plafond: number): Promise<Archive[]> => lignes<Archive>(base, sql`
  select v.id, v.plie_id, v.personne_id, v.archive_le from archives_fse v where ${perimetreConservation(acteur, 'v.plie_id')} order by v.archive_le desc, v.id desc limit ${plafond}`);

export const compterArchives = async ({ base, acteur }: Lecteur): Promise<number> =>
  (await chercherLigne<{ n: number }>(base, sql`select count(*) as n from archives_fse v where ${perimetreConservation(acteur, 'v.plie_id')}`))!.n;

/** What it holds; within an act that says why it was opened. Throws Introuvable. */
export async function ouvrirArchive({ base, acteur }: Lecteur, id: number): Promise<Archive & { contenu: ContenuDArchive }> {
  const lue = await chercherLigne<Archive & { contenu: ContenuDArchive }>(base, sql`select v.id, v.plie_id, v.personne_id, v.archive_le, v.contenu from archives_fse v where v.id = ${id} and ${perimetreConservation(acteur, 'v.plie_id')}`);
  if (!lue) throw new Introuvable();
  return lue;
}
