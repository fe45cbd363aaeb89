/**
 * The list of orientations: one statement gives a page of 50, its count and what stands above it, in one row. A statement
 * more costs as much as the reading itself: a fifth of what the page can serve.
 * The page is cut first, by an index, and only its 50 rows are then joined to what they show. Per-row lookups are index-only.
 */
import type { Contexte } from '../acces/acteur';
import { perimetreOrientations, perimetrePlies } from '../acces/perimetre';
import type { CodeDe } from '../codes/listes';
import { ajouterJours, type DateCivile } from '../lib/dates';
import { brut, chercherLigne, chercherLignePreparee, joindre, sql, vide, type Sql } from '../lib/db/sql';
import { conditionRecherche } from '../personnes/queries';
import type { Choix } from './queries';
import type { Filtre } from './queries-filtres';
import { conditionAttente } from './queries-attentes';
import type { Attente } from './rules-attentes';
import { ETATS_AVANT_INTEGRATION, etatAffiche, type Etat, type EtatEnregistre } from './rules';

/** Groups of states beside the states themselves. */
export type FiltreEtat = Etat | 'EN_COURS' | 'AVANT_INTEGRATION' | 'PARCOURS' | 'TOUTES';
export type Tri = 'prescription' | 'nom' | 'etat' | 'integration';

export interface FiltresOrientations {
  etat: FiltreEtat;
  agence: number | null;
  accompagnateur: number | null;
  prescripteur: CodeDe<'PRESCRIPTEURS'> | null;
  /** Prescribed on that day or after. */
  depuis: DateCivile | null;
  /** Waiting for the next step of the way to the integration for more than that many days. */
  attente: number | null;
  /** Prescribed by the actor's own account. */
  miennes: boolean;
  /** Waiting for that one thing: the lines of the home page open such lists. */
  a_faire: Attente | null;
  q: string | null;
  tri: Tri;
  sens: 'asc' | 'desc';
  page: number;
}

export interface LigneOrientation {
  id: number;
  personne_id: number;
  nom: string;
  prenom: string;
  identifiant_pe: string | null;
  etat: Etat;
  prescripteur: CodeDe<'PRESCRIPTEURS'>;
  date_prescription: DateCivile;
  date_integration: DateCivile | null;
  date_fin: DateCivile | null;
  /** Since when the next step is waited for; null once integrated or ended. */
  attend_depuis: DateCivile | null;
  motif_refus: CodeDe<'MOTIFS_REFUS'> | null;
  agence: string | null;
  /** For an agency, which works with several PLIEs; null for the PLIE itself. */
  plie: string | null;
  accompagnateur: string | null;
}

const DERNIERE_ABSENCE = sql`(select max(a.date_convocation) from absences a where a.plie_id = o.plie_id and a.orientation_id = o.id and a.premier_contact)`;
const SUIVI_OUVERT = sql`exists (select 1 from suivis_emploi s where s.plie_id = o.plie_id and s.orientation_id = o.id and s.date_perte is null)`;
const ATTEND_DEPUIS = sql`coalesce(o.date_diagnostic, o.date_contact, ${DERNIERE_ABSENCE}, o.date_prescription)`;

function conditionEtat(etat: FiltreEtat): Sql {
  switch (etat) {
    case 'TOUTES': return sql`true`;
    case 'EN_COURS': return sql`o.date_fin = 'infinity'`;
    case 'AVANT_INTEGRATION': return sql`o.date_fin = 'infinity' and o.date_integration is null`;
    case 'PARCOURS': return sql`o.etat = 'EN_PARCOURS'`;
    case 'PRESCRITE': return sql`o.etat = 'PRESCRITE' and ${DERNIERE_ABSENCE} is null`;
    case 'ABSENTE': return sql`o.etat = 'PRESCRITE' and ${DERNIERE_ABSENCE} is not null`;
    case 'EN_PARCOURS': return sql`o.etat = 'EN_PARCOURS' and not ${SUIVI_OUVERT}`;
    case 'SUIVI_EMPLOI': return sql`o.etat = 'EN_PARCOURS' and ${SUIVI_OUVERT}`;
    default: return sql`o.etat = ${etat}`;
  }
}

/** By its référent unique; before the integration, by the one to whom it is attributed. */
const suiviePar = (utilisateurId: number): Sql => sql`(
  exists (select 1 from referents r where r.utilisateur_id = ${utilisateurId} and r.plie_id = o.plie_id and r.orientation_id = o.id and r.date_fin is null)
  or (o.attribuee_a = ${utilisateurId} and o.etat in ('PRESCRITE', 'ACCUEILLIE', 'EN_DIAGNOSTIC')))`;

function conditions({ acteur, jour }: Contexte, f: FiltresOrientations): Sql {
  return joindre([
    perimetreOrientations(acteur, 'o'),
    conditionEtat(f.etat),
    ...(f.agence ? [sql`o.agence_id = ${f.agence}`] : []),
    ...(f.prescripteur ? [sql`o.prescripteur = ${f.prescripteur}`] : []),
    ...(f.depuis ? [sql`o.date_prescription >= ${f.depuis}`] : []),
    ...(f.accompagnateur ? [suiviePar(f.accompagnateur)] : []),
    ...(f.attente !== null ? [sql`o.etat in ('PRESCRITE', 'ACCUEILLIE', 'EN_DIAGNOSTIC') and ${ATTEND_DEPUIS} < ${ajouterJours(jour, -f.attente)}`] : []),
    ...(f.miennes ? [sql`o.prescripteur_id = ${acteur.utilisateurId}`] : []),
    ...(f.a_faire ? [conditionAttente(f.a_faire, jour)] : []),
  ], ' and ');
}

/** `noms`: the alias that holds the normalised names. */
function ordre({ tri, sens }: FiltresOrientations, noms: 'o' | 'p'): Sql {
  const [s, n] = [brut(sens), brut(noms)];
  switch (tri) {
    case 'nom': return sql`${n}.nom_norm ${s}, ${n}.prenom_norm ${s}, o.id ${s}`;
    case 'etat': return sql`o.etat ${s}, o.date_prescription desc, o.id desc`;
    case 'integration': return sql`o.date_integration ${s} nulls last, o.id ${s}`;
    default: return sql`o.date_prescription ${s}, o.id ${s}`;
  }
}

export interface OptionsListe { agences: Choix[]; accompagnateurs: Choix[]; phaseDiagnostic: boolean }

/** What the filters of a PLIE offer; nothing for an agency, whose list is its own. */
function colonnesDesOptions({ acteur, jour }: Contexte): Sql {
  const plieId = acteur.organisation?.type === 'PLIE' ? acteur.organisation.id : null;
  return sql`
    (select coalesce(jsonb_agg(jsonb_build_object('code', g.id::text, 'libelle', g.nom) order by pa.reference desc, g.nom), '[]')
     from plie_agences pa join organisations g on g.id = pa.agence_id where pa.plie_id = ${plieId}) as agences,
    (select coalesce(jsonb_agg(jsonb_build_object('code', u.id::text, 'libelle', u.prenom || ' ' || upper(u.nom)) order by u.nom, u.prenom), '[]')
     from utilisateurs u where u.organisation_id = ${plieId} and u.role in ('ACCOMPAGNATEUR', 'ANIMATION')) as accompagnateurs,
    coalesce((select c.phase_diagnostic from conventions c where c.plie_id = ${plieId} and daterange(c.date_debut, c.date_fin, '[]') @> ${jour}::date), false) as "phaseDiagnostic"`;
}

export async function lireOptions(contexte: Contexte): Promise<OptionsListe> {
  return (await chercherLignePreparee<OptionsListe>(contexte.base, sql`select ${colonnesDesOptions(contexte)}`))!;
}

type Brute = Omit<LigneOrientation, 'etat' | 'attend_depuis'> & { etat: EtatEnregistre; date_contact: DateCivile | null; date_diagnostic: DateCivile | null; absence: DateCivile | null; suivi_ouvert: boolean };

function versLigne(l: Brute): LigneOrientation {
  const etat = etatAffiche(l.etat, { absentAuPremierContact: l.absence !== null, suiviOuvert: l.suivi_ouvert });
  return Object.assign(l, { etat, attend_depuis: ETATS_AVANT_INTEGRATION.includes(etat) ? (l.date_diagnostic ?? l.date_contact ?? l.absence ?? l.date_prescription) : null });
}

export interface ListeOrientations extends OptionsListe {
  /** One page within scope. */
  lignes: LigneOrientation[];
  /** Rows of all the pages, counted up to `plafond` + 1. */
  total: number;
  mesFiltres: Filtre[];
}

export async function listerOrientations(contexte: Contexte, f: FiltresOrientations, parPage: number, plafond: number): Promise<ListeOrientations> {
  const { acteur } = contexte;
  const duPlie = acteur.organisation?.type === 'PLIE';
  const [ou, parNom] = [conditions(contexte, f), f.tri === 'nom'];
  // The persons found come first, by the indexes on names: otherwise each orientation of the agency would be looked at.
  const trouvees = f.q ? sql`trouvees as materialized (select p.plie_id, p.id, p.nom_norm, p.prenom_norm from personnes p where ${perimetrePlies(acteur, 'p.plie_id')} and ${conditionRecherche(f.q, 'p')}),` : vide;
  const parPersonne = f.q ? sql`join trouvees p on p.plie_id = o.plie_id and p.id = o.personne_id` : vide;
  // Planning costs as much as reading: the first page, which is what is opened all day, is planned once per connection.
  const lire = f.page === 1 && !f.q ? chercherLignePreparee<ListeOrientations & { lignes: Brute[] }> : chercherLigne<ListeOrientations & { lignes: Brute[] }>;
  const liste = (await lire(contexte.base, sql`
    with ${trouvees}
    feuillet as (
      select o.id, o.plie_id, o.personne_id, o.agence_id, o.attribuee_a, o.etat, o.prescripteur, o.date_prescription, o.date_contact, o.date_diagnostic, o.date_integration, o.motif_refus,
        coalesce(o.date_sortie, o.date_refus) as date_fin ${parNom ? sql`, p.nom_norm, p.prenom_norm` : vide}
      from orientations o ${f.q || !parNom ? parPersonne : sql`join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id`}
      where ${ou}
      order by ${ordre(f, 'p')} limit ${brut(String(parPage))} ${f.page > 1 ? sql`offset ${(f.page - 1) * parPage}` : vide}
    ),
    lignes as (
      select o.id, o.personne_id, p.nom, p.prenom, p.identifiant_pe, o.etat, o.prescripteur, o.date_prescription, o.date_contact, o.date_diagnostic, o.date_integration, o.date_fin, o.motif_refus,
        case when o.etat = 'PRESCRITE' then ${DERNIERE_ABSENCE} end as absence,
        o.etat = 'EN_PARCOURS' and ${SUIVI_OUVERT} as suivi_ouvert,
        g.nom as agence, ${duPlie ? sql`null` : sql`pl.nom`} as plie, u.prenom || ' ' || upper(u.nom) as accompagnateur
      from feuillet o
      join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id
      ${duPlie ? vide : sql`join organisations pl on pl.id = o.plie_id`}
      left join organisations g on g.id = o.agence_id
      left join referents r on r.plie_id = o.plie_id and r.orientation_id = o.id and r.date_fin is null
      left join utilisateurs u on u.id = case when o.date_integration is null then o.attribuee_a else r.utilisateur_id end
      order by ${ordre(f, 'o')}
    )
    select (select coalesce(json_agg(row_to_json(l)), '[]') from lignes l) as lignes,
      (select count(*) from (select 1 from orientations o ${parPersonne} where ${ou} limit ${brut(String(plafond + 1))}) c) as total,
      (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'nom', m.nom, 'parametres', m.parametres) order by m.nom collate francais, m.id), '[]')
       from filtres m where m.utilisateur_id = ${acteur.utilisateurId}) as "mesFiltres",
      ${colonnesDesOptions(contexte)}`))!;
  return { ...liste, lignes: liste.lignes.map(versLigne) };
}
