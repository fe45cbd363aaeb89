/** All the SQL of the calendar: conventions in force, meetings and documents noted, persons counted by day; and the deadlines made of them. */
import type { Contexte } from '../acces/acteur';
import { perimetreConventions, perimetreOrientations, perimetrePlies } from '../acces/perimetre';
import { horsOutil } from '../bilans/queries-outil';
import { compterParJour } from '../conservation/queries-echeances';
import { JOURS_D_AVERTISSEMENT } from '../conservation/rules';
import { ajouterJours, anneeDe, type DateCivile } from '../lib/dates';
import { chercherLigne, executer, lignes, sql, vide } from '../lib/db/sql';
import type { Transaction } from '../lib/ecriture';
import { Conflit, Introuvable } from '../lib/erreurs';
import { ATTEND_DEPUIS, conditionAttente } from '../orientations/queries-attentes';
import { JOURS_AVANT_RETARD_CONTACT } from '../orientations/rules-echeances';
import { pniDuPerimetre } from '../pni/queries';
import { listerSuivisOuverts } from '../sorties/queries-suivis';
import { finDuMaintien } from '../sorties/regle';
import { contactsAttendus } from '../sorties/rules';
import { listerEnquetesAttendues } from './queries-enquetes';
import { listerTableauxTransmis } from './queries-tableaux';
import { codesDuRole, estDePersonnes, ordonner, REGLES, type Echeance, type Vue } from './rules';
import { echeancesDeLaConvention, type ConventionSuivie, type Jalon } from './rules-convention';
import { echeancesDesEnquetes } from './rules-enquete';
import { echeancesDesPersonnes, JOURS_A_VENIR, type ParJour } from './rules-personnes';

type Lecture = Pick<Contexte, 'base' | 'acteur'>;

/** Of each PLIE of the territory, the convention in force; else the last one, as long as none follows it. */
function listerConventionsSuivies({ base, acteur, jour }: Contexte): Promise<ConventionSuivie[]> {
  return lignes<ConventionSuivie>(base, sql`
    select c.id, c.plie_id, p.nom as plie_nom, c.date_debut, c.date_fin, c.date_suspension,
      (select min(a.date_debut) from conventions a where a.plie_id = c.plie_id) as premier_jour,
      exists (select 1 from conventions s where s.plie_id = c.plie_id and s.date_debut > c.date_fin) as suivie,
      ${horsOutil(sql`${anneeDe(jour) - 1}::int`)} as hors_outil
    from conventions c join organisations p on p.id = c.plie_id
    where ${perimetreConventions(acteur)} and p.active and c.date_debut <= ${jour}
      and (c.date_fin >= ${jour} or not exists (select 1 from conventions s where s.plie_id = c.plie_id and s.date_debut > c.date_fin))
    order by p.nom collate francais, p.id`);
}

// Meetings and documents

const JALON = sql`j.id, j.plie_id, j.type, j.date_jalon, j.annee, j.fait, j.version`;

/** Those of the territory, the latest first. */
export function listerJalons({ base, acteur }: Lecture): Promise<Jalon[]> {
  return lignes<Jalon>(base, sql`select ${JALON} from jalons j where ${perimetrePlies(acteur, 'j.plie_id')} order by j.date_jalon desc, j.id desc`);
}

export async function lireJalon({ base, acteur }: Lecture, id: number): Promise<Jalon> {
  const ligne = await chercherLigne<Jalon>(base, sql`select ${JALON} from jalons j where j.id = ${id} and ${perimetrePlies(acteur, 'j.plie_id')}`);
  if (!ligne) throw new Introuvable();
  return ligne;
}

/** Inside an act: the row, held until it ends. Introuvable out of scope, Conflit when the form showed an older version. */
export async function verrouillerJalon(trx: Transaction, acteur: Contexte['acteur'], id: number, version: number): Promise<Jalon> {
  const ligne = await chercherLigne<Jalon>(trx, sql`select ${JALON} from jalons j where j.id = ${id} and ${perimetrePlies(acteur, 'j.plie_id')} for update`);
  if (!ligne) throw new Introuvable();
  if (ligne.version !== version) throw new Conflit();
  return ligne;
}

export type JalonSaisi = Pick<Jalon, 'type' | 'date_jalon' | 'annee' | 'fait'>;

export async function insererJalon(trx: Transaction, plieId: number, j: JalonSaisi): Promise<number> {
  return (await chercherLigne<{ id: number }>(trx, sql`insert into jalons (plie_id, type, date_jalon, annee, fait) values (${plieId}, ${j.type}, ${j.date_jalon}, ${j.annee}, ${j.fait}) returning id`))!.id;
}

export async function changerJalon(trx: Transaction, { plie_id, id }: Jalon, j: JalonSaisi): Promise<void> {
  await executer(trx, sql`update jalons set type = ${j.type}, date_jalon = ${j.date_jalon}, annee = ${j.annee}, fait = ${j.fait} where plie_id = ${plie_id} and id = ${id}`);
}

export async function effacerJalon(trx: Transaction, { plie_id, id }: Jalon): Promise<void> {
  await executer(trx, sql`delete from jalons where plie_id = ${plie_id} and id = ${id}`);
}

/** A yearly document left on that day: what was noted or planned of it takes that day. */
export async function noterDocumentEnvoye(trx: Transaction, plieId: number, type: JalonSaisi['type'], annee: number, jour: DateCivile): Promise<void> {
  await executer(trx, sql`
    insert into jalons (plie_id, type, date_jalon, annee, fait) values (${plieId}, ${type}, ${jour}, ${annee}, true)
    on conflict (plie_id, type, annee) where annee is not null do update set date_jalon = excluded.date_jalon, fait = true`);
}

/** It is awaited again. */
export const oublierDocumentEnvoye = (trx: Transaction, plieId: number, type: JalonSaisi['type'], annee: number): Promise<number> =>
  executer(trx, sql`delete from jalons where plie_id = ${plieId} and type = ${type} and annee = ${annee}`);

// Persons, counted by day

async function compterFinsDePni(contexte: Contexte, accompagnateur: number | null): Promise<ParJour[]> {
  return lignes<ParJour>(contexte.base, sql`
    select 'PNI_FIN' as code, n.date_fin as date, count(*) as nombre from ${pniDuPerimetre(contexte, { agence: null, accompagnateur })} n
    where n.etat in ('ACTIF', 'ECHU') and n.date_fin <= ${ajouterJours(contexte.jour, JOURS_A_VENIR)} group by n.date_fin`);
}

/** `accompagnateur`: the orientations attributed to them; a first contact has no référent unique yet. */
async function compterPremiersContacts({ base, acteur, jour }: Contexte, accompagnateur: number | null): Promise<ParJour[]> {
  return lignes<ParJour>(base, sql`
    select 'PREMIER_CONTACT' as code, x.date, count(*) as nombre
    from (select ${ATTEND_DEPUIS} + ${JOURS_AVANT_RETARD_CONTACT}::integer as date from orientations o
      where ${perimetreOrientations(acteur)} and o.date_fin = 'infinity' and ${conditionAttente('contact', jour)} ${accompagnateur === null ? vide : sql`and o.attribuee_a = ${accompagnateur}`}) x
    group by x.date`);
}

/** The contacts of months 1, 3 and 6, and the exits that six months kept allow to confirm. */
async function compterSuivis(contexte: Contexte, accompagnateur: number | null): Promise<ParJour[]> {
  const { jour } = contexte;
  const loin = ajouterJours(jour, JOURS_A_VENIR);
  const comptes = new Map<string, ParJour>();
  const compter = (code: ParJour['code'], date: DateCivile) => {
    if (date > loin) return;
    const deja = comptes.get(`${code}${date}`);
    comptes.set(`${code}${date}`, { code, date, nombre: (deja?.nombre ?? 0) + 1 });
  };
  for (const suivi of await listerSuivisOuverts(contexte, accompagnateur)) {
    for (const contact of contactsAttendus(suivi, suivi.contacts, jour)) if (['A_VENIR', 'DU', 'EN_RETARD'].includes(contact.etat)) compter('CONTACT_SUIVI', contact.echeance);
    compter('SUIVI_TENU', ajouterJours(finDuMaintien(suivi.date_debut), JOURS_AVANT_RETARD_CONTACT));
  }
  return [...comptes.values()];
}

/**
 * The deadlines of the actor's territory, in their order. MIENNES: those that the actor has to meet, of their own portfolio for an
 * accompagnateur. No name of a person in any of them.
 */
export async function listerEcheances(contexte: Contexte, vue: Vue): Promise<Echeance[]> {
  const { acteur, jour } = contexte;
  if (acteur.role === 'SYSTEME') return [];
  const role = acteur.role;
  const codes = codesDuRole(role).filter((c) => vue === 'TOUTES' || REGLES[c].acteurs.includes(role));
  if (!codes.length) return [];
  const conventions = await listerConventionsSuivies(contexte);
  const jalons = codes.some((c) => !estDePersonnes(c)) ? await listerJalons(contexte) : [];
  const transmis = await listerTableauxTransmis(contexte);
  const deLaConvention = [
    ...conventions.flatMap((convention) => echeancesDeLaConvention({ convention, jalons: jalons.filter((j) => j.plie_id === convention.plie_id), transmis, role, jour }, codes)),
    ...(codes.includes('ENQUETE') ? echeancesDesEnquetes(await listerEnquetesAttendues(contexte), role, jour) : []),
  ];
  const { organisation } = acteur;
  if (organisation?.type !== 'PLIE' || !codes.some(estDePersonnes)) return ordonner(deLaConvention);
  const accompagnateur = role === 'ACCOMPAGNATEUR' && vue === 'MIENNES' ? acteur.utilisateurId : null;
  const parJour = [
    ...(codes.includes('PNI_FIN') ? await compterFinsDePni(contexte, accompagnateur) : []),
    ...(codes.includes('CONTACT_SUIVI') ? await compterSuivis(contexte, accompagnateur) : []),
    ...(codes.includes('PREMIER_CONTACT') ? await compterPremiersContacts(contexte, accompagnateur) : []),
    ...(codes.includes('EFFACEMENT') ? await compterParJour(contexte, ajouterJours(jour, JOURS_D_AVERTISSEMENT)) : []),
  ];
  const plie = { id: organisation.id, nom: organisation.nom, convention: conventions[0]?.id ?? 0 };
  return ordonner([...deLaConvention, ...echeancesDesPersonnes(parJour, { plie, accompagnateur }, jour)]);
}
