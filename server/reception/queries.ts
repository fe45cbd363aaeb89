/** The inbox of orientations: what is received and not yet met, to whom it is attributed, who looks like whom. */
import type { Contexte } from '../acces/acteur';
import { perimetreOrientations } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import { ajouterJours, type DateCivile } from '../lib/dates';
import { brut, chercherLigne, joindre, lignes, sql, type Sql } from '../lib/db/sql';
import { Introuvable } from '../lib/erreurs';
import { listerFiches, listerPaires } from '../doublons/queries';
import { etatAffiche, type Etat, type EtatEnregistre } from '../orientations/rules';
import { JOURS_D_ALERTE, type Heure } from './rules';

type Lecteur = Pick<Contexte, 'base' | 'acteur'>;

export type FiltreEtat = 'A_RECEVOIR' | 'ABSENTE' | 'ACCUEILLIE' | 'TOUTES';
export type FiltreConvocation = 'SANS' | 'AVEC';

export interface FiltresReception {
  etat: FiltreEtat;
  agence: number | null;
  /** Waiting for more than that many days. */
  attente: number | null;
  /** Attributed to that account; 'PERSONNE': to nobody yet. */
  attribuee: number | 'PERSONNE' | null;
  convocation: FiltreConvocation | null;
  page: number;
}

/** A convocation whose presence is not recorded yet. */
export interface ConvocationEnCours { seance_id: number; date_seance: DateCivile; heure: Heure; type: CodeDe<'TYPES_CONTACT'>; lieu: string }

export interface OrientationRecue {
  id: number;
  plie_id: number;
  personne_id: number;
  version: number;
  nom: string;
  prenom: string;
  date_naissance: DateCivile;
  etat: Etat;
  prescripteur: CodeDe<'PRESCRIPTEURS'>;
  agent: string | null;
  agence: string | null;
  date_prescription: DateCivile;
  /** Since when the next step is waited for. */
  attend_depuis: DateCivile;
  attribuee_a: number | null;
  accompagnateur: string | null;
  convocation: ConvocationEnCours | null;
}

const DERNIERE_ABSENCE = sql`(select max(a.date_convocation) from absences a where a.plie_id = o.plie_id and a.orientation_id = o.id and a.premier_contact)`;
const ATTEND_DEPUIS = sql`coalesce(o.date_contact, greatest(o.date_prescription, ${DERNIERE_ABSENCE}))`;
const CONVOCATION = sql`(select jsonb_build_object('seance_id', s.id, 'date_seance', s.date_seance, 'heure', to_char(c.heure, 'HH24:MI'), 'type', s.type, 'lieu', s.lieu)
  from convocations c join seances s on s.plie_id = c.plie_id and s.id = c.seance_id
  where c.plie_id = o.plie_id and c.orientation_id = o.id and c.presence is null order by s.date_seance desc limit 1)`;
const CONVOQUEE = sql`exists (select 1 from convocations c where c.plie_id = o.plie_id and c.orientation_id = o.id and c.presence is null)`;
const A_RECEVOIR = sql`o.etat = 'PRESCRITE'`;

const ETATS: Record<FiltreEtat, Sql> = {
  A_RECEVOIR,
  ABSENTE: sql`o.etat = 'PRESCRITE' and ${DERNIERE_ABSENCE} is not null`,
  ACCUEILLIE: sql`o.etat = 'ACCUEILLIE'`,
  TOUTES: sql`o.etat in ('PRESCRITE', 'ACCUEILLIE')`,
};

const attendPlusDe = (jours: number, jour: DateCivile): Sql => sql`${ATTEND_DEPUIS} < ${ajouterJours(jour, -jours)}`;

function conditions({ acteur, jour }: Contexte, f: FiltresReception): Sql {
  return joindre([
    perimetreOrientations(acteur, 'o'),
    ETATS[f.etat],
    ...(f.agence ? [sql`o.agence_id = ${f.agence}`] : []),
    ...(f.attente !== null ? [attendPlusDe(f.attente, jour)] : []),
    ...(f.attribuee === 'PERSONNE' ? [sql`o.attribuee_a is null`] : f.attribuee ? [sql`o.attribuee_a = ${f.attribuee}`] : []),
    ...(f.convocation ? [f.convocation === 'AVEC' ? CONVOQUEE : sql`not ${CONVOQUEE}`] : []),
  ], ' and ');
}

const COLONNES = sql`o.id, o.plie_id, o.personne_id, o.version, p.nom, p.prenom, p.date_naissance, o.etat, o.prescripteur, o.date_prescription, o.attribuee_a,
  nullif(concat_ws(' ', o.agent_prenom, upper(o.agent_nom)), '') as agent, g.nom as agence, u.prenom || ' ' || upper(u.nom) as accompagnateur,
  ${ATTEND_DEPUIS} as attend_depuis, ${DERNIERE_ABSENCE} is not null as absente, ${CONVOCATION} as convocation`;
const SOURCE = sql`orientations o join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id
  left join organisations g on g.id = o.agence_id left join utilisateurs u on u.id = o.attribuee_a`;

type Brute = Omit<OrientationRecue, 'etat'> & { etat: EtatEnregistre; absente: boolean };
const versRecue = ({ absente, ...o }: Brute): OrientationRecue => ({ ...o, etat: etatAffiche(o.etat, { absentAuPremierContact: absente, suiviOuvert: false }) });

/** One page of what is received, the longest waiting first, and their number. */
export async function listerReception(contexte: Contexte, f: FiltresReception, parPage: number): Promise<{ lignes: OrientationRecue[]; total: number }> {
  const ou = conditions(contexte, f);
  const brutes = await lignes<Brute>(contexte.base, sql`
    select ${COLONNES} from ${SOURCE} where ${ou} order by attend_depuis, o.id limit ${brut(String(parPage))} offset ${brut(String((f.page - 1) * parPage))}`);
  const { n } = (await chercherLigne<{ n: number }>(contexte.base, sql`select count(*) as n from orientations o where ${ou}`))!;
  return { lignes: brutes.map(versRecue), total: n };
}

/** The orientations chosen in the list, in its order. Throws Introuvable when one is out of scope. */
export async function lireChoisies({ base, acteur }: Lecteur, ids: number[]): Promise<OrientationRecue[]> {
  if (!ids.length) return [];
  const brutes = await lignes<Brute>(base, sql`select ${COLONNES} from ${SOURCE} where ${perimetreOrientations(acteur, 'o')} and o.id in (${joindre(ids)}) order by attend_depuis, o.id`);
  if (brutes.length < ids.length) throw new Introuvable();
  return brutes.map(versRecue);
}

export interface ComptesReception { a_recevoir: number; en_retard: number; sans_convocation: number; a_attribuer: number; accueillies: number; a_moi: number; seances_sans_feuille: number }

/** What the short cuts above the list count; each is the length of the list that it opens. */
export async function compterReception({ base, acteur, jour }: Contexte): Promise<ComptesReception> {
  return (await chercherLigne<ComptesReception>(base, sql`
    select count(*) filter (where ${A_RECEVOIR}) as a_recevoir,
      count(*) filter (where ${A_RECEVOIR} and ${attendPlusDe(JOURS_D_ALERTE, jour)}) as en_retard,
      count(*) filter (where ${A_RECEVOIR} and not ${CONVOQUEE}) as sans_convocation,
      count(*) filter (where ${A_RECEVOIR} and o.attribuee_a is null) as a_attribuer,
      count(*) filter (where o.etat = 'ACCUEILLIE') as accueillies,
      count(*) filter (where o.attribuee_a = ${acteur.utilisateurId}) as a_moi
    from orientations o where ${perimetreOrientations(acteur, 'o')} and o.etat in ('PRESCRITE', 'ACCUEILLIE')`))!;
}

// ---- To whom ----

export interface Charge { id: number; nom: string; prenom: string; role: 'ACCOMPAGNATEUR' | 'ANIMATION'; portefeuille: number; attribuees: number }

/** Who may receive in a PLIE, with the load of each: persons in their portfolio, and orientations attributed before integration. */
export function listerCharges(base: Pick<Contexte['base'], 'raw'>, plieId: number): Promise<Charge[]> {
  return lignes<Charge>(base, sql`
    select u.id, u.nom, u.prenom, u.role,
      (select count(*) from referents r join orientations o on o.plie_id = r.plie_id and o.id = r.orientation_id
       where r.utilisateur_id = u.id and r.plie_id = ${plieId} and r.date_fin is null and o.etat = 'EN_PARCOURS') as portefeuille,
      (select count(*) from orientations o where o.plie_id = ${plieId} and o.attribuee_a = u.id and o.etat in ('PRESCRITE', 'ACCUEILLIE', 'EN_DIAGNOSTIC')) as attribuees
    from utilisateurs u
    where u.organisation_id = ${plieId} and u.actif and u.role in ('ACCOMPAGNATEUR', 'ANIMATION')
    order by u.role, u.nom collate francais, u.prenom collate francais`);
}

// ---- Who looks like whom ----

export interface Sosie { personne_id: number; nom: string; prenom: string }

/** For each person of these orientations, the others of their PLIE who may be the same, unless someone set the two apart. */
export async function listerSosies(lecteur: Lecteur, orientations: Pick<OrientationRecue, 'personne_id'>[]): Promise<Map<number, Sosie[]>> {
  const recues = new Set(orientations.map((o) => o.personne_id));
  const paires = (await listerPaires(lecteur)).flatMap(({ premiere_id: a, seconde_id: b }) => [{ pour: a, autre: b }, { pour: b, autre: a }]).filter(({ pour }) => recues.has(pour));
  const fiches = await listerFiches(lecteur, paires.map((p) => p.autre));
  const sosies = new Map<number, Sosie[]>();
  for (const { pour, autre } of paires) {
    const fiche = fiches.get(autre);
    if (fiche) sosies.set(pour, [...(sosies.get(pour) ?? []), { personne_id: autre, nom: fiche.nom, prenom: fiche.prenom }]);
  }
  return sosies;
}

/** Of these orientations, those whose person has another one open in the PLIE, with the day of its prescription. */
export async function listerAutresOuvertes({ base }: Lecteur, orientations: Pick<OrientationRecue, 'id' | 'plie_id'>[]): Promise<Map<number, { date_prescription: DateCivile; integree: boolean }>> {
  const [premiere] = orientations;
  if (!premiere) return new Map();
  const autres = await lignes<{ pour: number; date_prescription: DateCivile; integree: boolean }>(base, sql`
    select o.id as pour, a.date_prescription, a.date_integration is not null as integree
    from orientations o join orientations a on a.plie_id = o.plie_id and a.personne_id = o.personne_id and a.id <> o.id and a.date_fin = 'infinity'
    where o.plie_id = ${premiere.plie_id} and o.id in (${joindre(orientations.map((o) => o.id))})
    order by a.date_integration nulls first, a.date_prescription`);
  return new Map(autres.map(({ pour, ...autre }) => [pour, autre]));
}
