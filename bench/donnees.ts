/**
 * The data of the benchmark: twelve PLIEs over ten years, drawn by SQL (generate_series and a seeded random()), the same
 * at each run. Journal lines would double the time of the filling and are read by no measure: their triggers are off
 * while it lasts, the act itself is journalled.
 */
import { ecrire, type Transaction } from '../server/lib/ecriture';
import { hacher } from '../server/acces/mots-de-passe';
import { contexteSysteme, type Contexte } from '../server/acces/acteur';
import { dateCivile } from '../server/lib/dates';
import type { Connexion } from '../server/lib/db';

/** The day of every measure; the year looked at is the one before. */
export const JOUR = dateCivile('2026-06-15');
export const ANNEE = 2025;
export const MOIS_DU_TABLEAU = '2026-05';
export const PLIES = 12;
export const MOT_DE_PASSE = 'quatre mots pour un banc';

/** Numbers of orientations: the last PLIE has the same in both, so that the same pages can be compared. */
export const REGARDE = 2_500;
export const GRANDE = { nom: 'plie_bench_grande', total: 300_000 };
export const PETITE = { nom: 'plie_bench_petite', total: 30_000 };

export const codeDuPlie = (rang: number): string => `BANC-${rang}`;
/** 1: the biggest; 2: parcours so long that its month has some 5,000 rows; 12: the one of the same size everywhere. */
export const [PLIE_GROS, PLIE_LONG, PLIE_REGARDE] = [1, 2, 12];
export const courrielAnimation = (rang: number): string => `animation@banc-${rang}.exemple.test`;

export const PORTEFEUILLES = { comptes: 3, personnes: 60 };
export const courrielPortefeuille = (rang: number): string => `portefeuille${rang}@banc-${PLIE_GROS}.exemple.test`;

const JOURNALISEES = ['personnes', 'orientations', 'referents', 'pni', 'etapes', 'entretiens', 'absences', 'suivis_emploi', 'sorties', 'informations_collectives'];

export const contexteDuBanc = ({ base }: Pick<Connexion, 'base'>): Contexte => contexteSysteme(base, JOUR, 'banc d\'essai');

/** Fills a migrated database with `total` orientations. */
export async function remplir(connexion: Connexion, total: number): Promise<void> {
  const { base, auteur } = contexteDuBanc(connexion);
  const mot_de_passe = await hacher(MOT_DE_PASSE);
  await ecrire(base, auteur, 'essai.remplir', async (trx) => {
    await sansJournal(trx, async () => {
      await ouvrirLesPlies(trx, mot_de_passe);
      for (let rang = 1; rang <= PLIES; rang += 1) {
        const autres = Math.floor((total - REGARDE) / (PLIES - 1));
        await peupler(trx, rang, rang === PLIE_REGARDE ? total - autres * (PLIES - 1) : autres);
      }
      await tenirLesSeances(trx, 'true');
    });
  });
  await base.raw('vacuum analyze');
}

/** Leaves the lines of the journal unwritten while `travail` fills the tables. */
export async function sansJournal(trx: Transaction, travail: () => Promise<void>): Promise<void> {
  for (const table of JOURNALISEES) await trx.raw(`alter table ${table} disable trigger ${table}_journal_ajout`);
  await travail();
  for (const table of JOURNALISEES) await trx.raw(`alter table ${table} enable trigger ${table}_journal_ajout`);
}

async function ouvrirLesPlies(trx: Transaction, mot_de_passe: string): Promise<void> {
  await trx.raw(`
    insert into regions (code, nom) values ('PACA', 'Région du banc');
    insert into departements (code, nom, region_code) values ('13', 'Bouches-du-Rhône', 'PACA'), ('06', 'Alpes-Maritimes', 'PACA'), ('83', 'Var', 'PACA');
    insert into organisations (type, code, nom, departement_code) select 'PLIE', 'BANC-' || n, 'PLIE du banc ' || n, (array['13', '06', '83'])[1 + n % 3] from generate_series(1, ${PLIES}) n;
    insert into organisations (type, code, nom, departement_code) select 'AGENCE', 'AGENCE-' || n, 'Agence du banc ' || n, (array['13', '06', '83'])[1 + n % 3] from generate_series(1, ${PLIES}) n;
    insert into organisations (type, code, nom, region_code) values ('REGION', 'REGION', 'Région du banc', 'PACA');
    insert into plie_agences (plie_id, agence_id, reference) select p.id, a.id, true from organisations p join organisations a on a.code = replace(p.code, 'BANC', 'AGENCE') where p.type = 'PLIE' and a.type = 'AGENCE';
    insert into conventions (plie_id, agence_id, date_debut, date_fin) select plie_id, agence_id, '2015-01-01', '2030-12-31' from plie_agences;`);
  await trx.raw(`
    insert into utilisateurs (organisation_id, role, nom, prenom, courriel, mot_de_passe, telephone, dispense_second_facteur)
    select o.id, case when n = 0 then 'ANIMATION' else 'ACCOMPAGNATEUR' end, 'Nom' || n, 'Camille', case when n = 0 then 'animation' else 'accompagnateur' || n end || '@' || lower(o.code) || '.exemple.test', ?, '01 99 00 00 00', true
    from organisations o cross join generate_series(0, 10) n where o.type = 'PLIE'`, [mot_de_passe]);
}

/** In the biggest PLIE, accompagnateurs who follow sixty persons each, taken from the others. Data kept from an earlier run get them too. */
export async function ouvrirLesPortefeuilles(connexion: Connexion): Promise<void> {
  const { base, auteur } = contexteDuBanc(connexion);
  if (await base('utilisateurs').where({ courriel: courrielPortefeuille(1) }).first()) return;
  const { comptes, personnes } = PORTEFEUILLES;
  const mot_de_passe = await hacher(MOT_DE_PASSE);
  await ecrire(base, auteur, 'essai.ouvrir_les_portefeuilles', (trx) => trx.raw(`
    with nouveaux as (
      insert into utilisateurs (organisation_id, role, nom, prenom, courriel, mot_de_passe, dispense_second_facteur)
      select o.id, 'ACCOMPAGNATEUR', 'Portefeuille' || n, 'Camille', 'portefeuille' || n || '@banc-${PLIE_GROS}.exemple.test', ?, true from organisations o cross join generate_series(1, ${comptes}) n where o.code = '${codeDuPlie(PLIE_GROS)}'
      returning id, organisation_id
    ), comptes as (select id, organisation_id, row_number() over (order by id) - 1 as rang from nouveaux),
    confies as (
      select r.plie_id, r.id, row_number() over (order by r.id) - 1 as n
      from referents r join orientations o on o.plie_id = r.plie_id and o.id = r.orientation_id
      where r.plie_id = (select id from organisations where code = '${codeDuPlie(PLIE_GROS)}') and r.date_fin is null and o.etat = 'EN_PARCOURS' order by r.id limit ${comptes * personnes}
    )
    update referents r set utilisateur_id = c.id from confies x join comptes c on c.rang = x.n / ${personnes} where r.plie_id = x.plie_id and r.id = x.id`, [mot_de_passe]));
  await base.raw('vacuum analyze referents');
}

/** The orientations of a PLIE, one to a person, and all that hangs on them. Statistics are gathered with the first, for the checks of the keys. */
async function peupler(trx: Transaction, rang: number, nombre: number): Promise<void> {
  await ouvrirLeBrouillon(trx);
  await tirer(trx, rang, nombre);
  await deposerLesPersonnes(trx, 'id');
  if (rang === 1) await trx.raw('analyze personnes');
  await deposerLesOrientations(trx, 'id');
  if (rang === 1) await trx.raw('analyze orientations');
  await accompagner(trx);
  await trx.raw('drop table brouillon');
}

/** `date` when it is past. */
const passee = (expression: string): string => `case when ${expression} <= date '${JOUR}' then ${expression} end`;

/** What is drawn of an orientation: its dates, and the numbers that decide of the rest. `lenteur`: how much longer the parcours are. */
const tirage = (rang: number, nombre: number, lenteur: number): string => `
    with tirage as (
      select n, random() as a, random() as b, random() as c, random() as d, random() as e, random() as f, random() as g, (date '${JOUR}' - (random() * 3650)::int) as p from generate_series(1, ${nombre}) n
    ), contacts as (
      select *, case when a < 0.7 then 'POLE_EMPLOI' else (array['DEPARTEMENT', 'MISSION_LOCALE', 'CCAS', 'SPONTANE'])[1 + floor(b * 4)::int] end as prescripteur,
        case when c < 0.78 then p + 6 + (d * 25)::int end as contact
      from tirage
    ), diagnostics as (
      select *, case when contact is not null and b < 0.9 then contact + (e * 20)::int end as diagnostic from contacts
    ), decisions as (
      select *, case when diagnostic is not null and f < 0.6 then diagnostic + 10 + (a * 60)::int end as integration,
        case when diagnostic is not null and f >= 0.6 then diagnostic + (a * 40)::int when contact is null and e < 0.85 then p + 40 + (a * 60)::int end as refus
      from diagnostics
    ), plie as (
      select o.id as plie_id, (select array_agg(pa.agence_id order by pa.agence_id) from plie_agences pa where pa.plie_id = o.id) as agences from organisations o where o.code = '${codeDuPlie(rang)}'
    )
    select nextval(pg_get_serial_sequence('orientations', 'id')) as id, plie_id, agences[1 + n % cardinality(agences)] as agence_id, n, prescripteur, p as prescription, b, c, d, e, f, g,
      ${passee('contact')} as contact, ${passee('diagnostic')} as diagnostic, ${passee('integration')} as integration, ${passee('refus')} as refus,
      ${passee(`integration + 90 + (g * 640 * ${lenteur})::int`)} as sortie
    from decisions cross join plie`;

/** The temporary table into which each PLIE is drawn before it is kept. */
export const ouvrirLeBrouillon = (trx: Transaction): Promise<unknown> => trx.raw(`create temp table brouillon on commit drop as ${tirage(1, 0, 1)}`);

/** Adds the orientations of a PLIE to the draft: the same at each run, wherever it is. */
export async function tirer(trx: Transaction, rang: number, nombre: number): Promise<void> {
  await trx.raw(`select setseed(${rang / 1000})`);
  await trx.raw(`insert into brouillon ${tirage(rang, nombre, rang === PLIE_LONG ? 2.4 : 1)}`);
}

/** minimum_social, rqth, deld, freins: of the person, and of the fiche de liaison. */
const SITUATION = "(array['AUCUN', 'RSA', 'RSA', 'ASS'])[1 + n % 4], n % 9 = 0, n % 2 = 0, case when n % 2 = 0 then array['TRANSPORT', 'FINANCIER'] else array[]::text[] end";

/** The persons of the draft, written in that order. */
export async function deposerLesPersonnes(trx: Transaction, ordre: string): Promise<void> {
  await trx.raw(`
    insert into personnes (id, plie_id, nom, prenom, date_naissance, sexe, adresse, code_postal, commune, telephone, consentement_courriel, courriel, identifiant_pe, minimum_social, rqth, deld, freins)
      overriding system value
      select id, plie_id, (array['Abricot', 'Bellerive', 'Chardon', 'Desgenêts', 'Fougère', 'Grandpierre', 'Hautbois', 'Jolivet', 'Lavigne', 'Mésange', 'Noisetier', 'Olivet', 'Peuplier', 'Rossignol', 'Tilleul'])[1 + n % 15] || ' ' || n,
        (array['Anaïs', 'Bastien', 'Chloé', 'Damien', 'Élodie', 'Farid', 'Hélène', 'Jérôme', 'Leïla', 'Nicolas'])[1 + n % 10], date '1960-01-01' + (d * 16000)::int, (array['F', 'H'])[1 + n % 2],
        n || ' rue des Amandiers', '06990', (array['Valbrise', 'Montclair', 'Sainte-Fontaine', 'Les Aubépines', 'Rochemoire'])[1 + n % 5], '06 39 98 00 00', n % 3 = 0, case when n % 3 = 0 then 'personne' || n || '@exemple.test' end, lpad(n::text, 7, '0') || 'A',
        ${SITUATION}
      from brouillon order by ${ordre};
    select setval(pg_get_serial_sequence('personnes', 'id'), (select max(id) from personnes));
  `);
}

/** Their orientations, one to a person, written in that order. */
export async function deposerLesOrientations(trx: Transaction, ordre: string): Promise<void> {
  await trx.raw(`
    insert into orientations (id, plie_id, personne_id, agence_id, prescripteur, mode_orientation, date_prescription, agent_nom, agent_prenom, minimum_social, rqth, deld, freins, date_contact, type_contact, date_diagnostic, date_refus, motif_refus,
        date_decision, date_integration, date_sortie, nature_sortie, motif_sortie)
      overriding system value
      select id, plie_id, id, agence_id, prescripteur, case when prescripteur = 'POLE_EMPLOI' then case when e < 0.85 then 'FLUX' else 'INFO_COLLECTIVE' end end, prescription, 'Agent', 'Claude', ${SITUATION}, contact, case when contact is not null then case when e < 0.8 then 'INDIVIDUEL' else 'COLLECTIF' end end,
        diagnostic, refus, case when refus is not null then case when contact is null then 'ABSENCE_RDV' else (array['EMPLOI', 'FORMATION', 'AUTRE_DISPOSITIF', 'NE_RELEVE_PAS', 'NON_ELIGIBLE'])[1 + n % 5] end end,
        integration, integration, sortie,
        case when sortie is not null then (array['POSITIVE_EMPLOI', 'POSITIVE_EMPLOI', 'POSITIVE_FORMATION', 'ADMINISTRATIVE', 'INITIATIVE_PARTICIPANT', 'INITIATIVE_PLIE', 'REORIENTATION'])[1 + n % 7] end,
        case when sortie is not null then (array['EMPLOI', 'CUI_PEC', 'FORMATION', 'DEMENAGEMENT', 'RUPTURE_ABANDON', 'FIN_DE_PARCOURS', 'REORIENTATION_PARTENAIRE'])[1 + n % 7] end
      from brouillon order by ${ordre}`);
}

/** The sessions of Pôle emploi for the PLIEs `p` of that condition: one a fortnight, of each agency in turn. */
export const tenirLesSeances = (trx: Transaction, condition: string): Promise<unknown> => trx.raw(`
    insert into informations_collectives (plie_id, agence_id, date_session, convoques, presents)
      select p.id, a.agences[1 + k % cardinality(a.agences)], date '${JOUR}' - 14 * k, 12, 8
      from organisations p cross join lateral (select array_agg(pa.agence_id order by pa.agence_id) as agences from plie_agences pa where pa.plie_id = p.id) a cross join generate_series(0, 250) k
      where p.type = 'PLIE' and ${condition}`);

/** What hangs on the orientations of the draft: référents, PNI, entretiens, étapes, absences, exits. */
async function accompagner(trx: Transaction): Promise<void> {
  await trx.raw(`
    insert into referents (plie_id, orientation_id, utilisateur_id, date_debut, date_fin)
      select f.plie_id, f.id, (select min(u.id) from utilisateurs u where u.organisation_id = f.plie_id) + 1 + f.n % 10, integration, sortie from brouillon f where integration is not null;
    insert into pni (plie_id, orientation_id, personne_id, date_demande, date_debut, date_fin, date_cloture, motif_cloture)
      select plie_id, id, id, integration, integration, (integration + interval '24 months')::date - 1, case when sortie < integration + interval '24 months' then sortie end, case when sortie < integration + interval '24 months' then 'SORTIE' end from brouillon
      where integration is not null and n % 50 <> 0;
    insert into entretiens (plie_id, orientation_id, date_entretien)
      select plie_id, id, integration + 10 + 31 * k from brouillon cross join generate_series(0, 23) k where integration is not null and integration + 10 + 31 * k <= least(coalesce(sortie, date '${JOUR}'), integration + 730) and (n + k) % 7 <> 0;
    insert into etapes (plie_id, orientation_id, type, date_debut, date_fin)
      select plie_id, id, (array['ATELIER', 'FORMATION', 'PMSMP', 'EMPLOI'])[1 + (n + k) % 4], integration + 40 + 120 * k, least(integration + 60 + 120 * k, coalesce(sortie, date '${JOUR}'))
      from brouillon cross join generate_series(0, 3) k where integration is not null and integration + 40 + 120 * k <= coalesce(sortie, date '${JOUR}');
    insert into absences (plie_id, orientation_id, date_convocation, excuse, premier_contact)
      select plie_id, id, prescription + 5, n % 3 = 0, true from brouillon where c > 0.7 and prescription + 5 <= date '${JOUR}' and coalesce(contact, date '${JOUR}') > prescription + 5;
    insert into absences (plie_id, orientation_id, date_convocation, excuse)
      select plie_id, id, integration + 25 + 90 * k, n % 2 = 0 from brouillon cross join generate_series(0, 7) k where integration is not null and integration + 25 + 90 * k <= coalesce(sortie, date '${JOUR}');
    insert into sorties (plie_id, orientation_id, origine, regle, explication) select plie_id, id, 'DERIVEE', 'banc', 'Sortie du banc' from brouillon where sortie is not null;
  `);
}
