/**
 * (j) and (k): annexe 1 of a region-year and of the whole country, against the best SQL written by hand on the national set,
 * where conventions differ and change: one index range per event, per PLIE, and per part of the year only for the columns that
 * the settings bend; exits read once; one roll-up; prepared once per connection. Both give every figure, coverage and terms of
 * the ratios included, and are compared cell by cell. (l): a PLIE of 2,500 orientations, alone to be as big among 30,000 and
 * among three million.
 */
import { Client } from 'pg';
import { etablirBilan, type Bilan } from '../reports/bilan-quantitatif/bilan';
import type { Ligne } from '../reports/moteur';
import type { Territoire } from '../reports/periodes';
import type { Connexion } from '../server/lib/db';
import { ANNEE, codeDuPlie, contexteDuBanc, courrielAnimation, PLIE_REGARDE } from './donnees';
import { NATIONALE, REGION } from './donnees-nationales';
import { adresseDe, comparer, fois, millisecondes, type Resultat } from './outils';
import { servirApplication } from './serveur';
import { demander, seConnecter } from './visiteur';

const POSITIVE = "nature_sortie in ('POSITIVE_EMPLOI', 'POSITIVE_FORMATION')";
const [COMPTES, TAUX] = [['1', '2', '3', '5', '7', '10', '11', '14', '15'], { 4: ['3', 'd'], 6: ['5', '3'], 8: ['7', '5'], 9: ['7', '3'], '9bis': ['7', 'd'], 12: ['11', '10'], 16: ['15', '14'] } as Record<string, [string, string]>];
const compter = (condition: string, [debut, fin] = ['$1', '$2']): string => `(select count(*) from orientations o where o.plie_id = p.id and o.prescripteur = 'POLE_EMPLOI' and ${condition} between ${debut} and ${fin})`;
const presents = ([debut, fin] = ['$1', '$2']): string => `(select sum(presents) from informations_collectives i where i.plie_id = p.id and i.date_session between ${debut} and ${fin})`;

/** $1, $2: the year; $3: a region, or null for the country. */
const ANNEXE_1 = `
  with plies as materialized (
    select o.id, o.code, o.departement_code as d from organisations o join departements d on d.code = o.departement_code where o.type = 'PLIE' and ($3::text is null or d.region_code = $3)
  ), suites as (
    select c.*, case when lag(c.id) over suite is null then '-infinity'::date else c.date_debut end as debut, coalesce(lead(c.date_debut) over suite - 1, 'infinity') as fin
    from plies p join conventions c on c.plie_id = p.id window suite as (partition by c.plie_id order by c.date_debut)
  ), parts as materialized (
    select p.id, greatest(s.debut, $1) as debut, least(s.fin, $2) as fin, coalesce(phase_diagnostic, true) as diagnostic, coalesce(orientations_ic, 'AUCUNE') <> 'AUCUNE' as ic, coalesce(perimetre_sorties, 'PE') = 'TOUS_PRESCRIPTEURS' as tous
    from plies p left join suites s on s.plie_id = p.id and s.debut <= $2 and s.fin >= $1
  ), regles as (
    select id, bool_or(diagnostic) as diagnostic, bool_or(ic) as ic,
      sum(case when diagnostic then ${compter('o.date_diagnostic', ['p.debut', 'p.fin'])} end) as c5, sum(case when ic then ${presents(['p.debut', 'p.fin'])} end) as presents_ic
    from parts p group by id
  ), exits as materialized (
    select p.id, motif_sortie, ${POSITIVE} as positive, p.tous or prescripteur = 'POLE_EMPLOI' as pe, count(*) as n
    from parts p join orientations o on o.plie_id = p.id and o.date_sortie between p.debut and p.fin group by 1, 2, 3, 4
  ), par_sortie as (
    select id, coalesce(sum(n) filter (where pe), 0) as c10, coalesce(sum(n) filter (where pe and positive), 0) as c11, sum(n) as c14, coalesce(sum(n) filter (where positive), 0) as c15 from exits group by id
  ), comptes as materialized (
    select p.d, p.id, ${compter("o.mode_orientation = 'FLUX' and o.date_prescription")} as c1, ${presents()} as c2, ${compter('o.date_contact')} as c3, ${compter('o.date_integration')} as c7 from plies p
  ), par_plie as (
    select c.*, r.c5, case when c.c2 is not null or not r.ic then c.c1 + coalesce(r.presents_ic, 0) end as cd, coalesce(s.c10, 0) as c10, coalesce(s.c11, 0) as c11, coalesce(s.c14, 0) as c14, coalesce(s.c15, 0) as c15
    from comptes c join regles r using (id) left join par_sortie s using (id)
  ), motifs as (
    select coalesce(d, '') as d, coalesce(id, 0) as id, json_object_agg(motif_sortie, json_build_array(n, positives)) as motifs from (
      select p.d, p.id, motif_sortie, sum(n) as n, coalesce(sum(n) filter (where positive), 0) as positives from plies p join exits e using (id) where pe
      group by grouping sets ((p.d, p.id, motif_sortie), (p.d, motif_sortie), (motif_sortie))
    ) as ventiles group by 1, 2
  ), cumuls as (
    select d, id, count(*) as plies, ${COMPTES.map((c) => `sum(c${c}) as c${c}, count(c${c}) as n${c}`).join(', ')},
      ${Object.entries(TAUX).map(([t, [num, den]]) => `sum(c${num}) filter (where c${den} is not null) as num${t}, sum(c${den}) filter (where c${num} is not null) as den${t}, count(*) filter (where c${num} is not null and c${den} is not null) as couvre${t}`).join(', ')}
    from par_plie group by grouping sets ((d, id), (d), ())
  )
  select c.*, p.code, m.motifs from cumuls c left join plies p on p.id = c.id left join motifs m on m.d = coalesce(c.d, '') and m.id = coalesce(c.id, 0)
  order by c.d nulls last, c.id nulls last`;

type Plancher = Record<string, number | null> & { d: string | null; code: string | null; motifs: Record<string, [number, number]> | null };

/** Every cell of every line must be the same, or the race means nothing. */
function verifier(bilan: Bilan, plancher: Plancher[]): void {
  const cle = (departement: string | null | undefined, plie: string | null | undefined) => `${departement ?? ''}/${plie ?? ''}`;
  const attendues = new Map(plancher.map((p) => [cle(p.d, p.code), p]));
  if (bilan.lignes.length !== plancher.length) throw new Error(`${bilan.lignes.length} lignes au lieu de ${plancher.length}.`);
  for (const ligne of bilan.lignes) {
    const ici = cle(ligne.departement?.code, ligne.plie?.code);
    const [lu, attendu] = [chiffresDe(ligne), chiffresDuPlancher(attendues.get(ici)!)].map((c) => JSON.stringify(c));
    if (lu !== attendu) throw new Error(`${ici} : ${lu} au lieu de ${attendu}`);
  }
}

const chiffresDe = ({ comptes, taux, ventilations }: Ligne) => [
  COMPTES.map((c) => [comptes[c]!.valeur, comptes[c]!.plies]),
  Object.keys(TAUX).map((t) => [taux[t]!.numerateur, taux[t]!.denominateur, taux[t]!.plies]),
  Object.entries(ventilations['13']!.valeurs).filter(([, v]) => v.nombre > 0).map(([motif, v]) => [motif, v.nombre, v.dont]).sort(),
];
const chiffresDuPlancher = (p: Plancher) => [
  COMPTES.map((c) => [p[`c${c}`], p[`n${c}`]]),
  Object.keys(TAUX).map((t) => [p[`num${t}`], p[`den${t}`], p[`couvre${t}`]]),
  Object.entries(p.motifs ?? {}).map(([motif, [nombre, dont]]) => [motif, nombre, dont]).sort(),
];

async function mesurer(nationale: Connexion, { mesure, nom, territoire, region, cible }: { mesure: string; nom: string; territoire: Territoire; region: string | null; cible: number }): Promise<Resultat> {
  const lecteur = contexteDuBanc(nationale);
  const client = new Client({ connectionString: adresseDe(NATIONALE.nom) });
  await client.connect();
  try {
    await client.query('set jit = off');
    const nous = () => etablirBilan(lecteur, { annee: ANNEE, territoire });
    const plancher = () => client.query<Plancher>({ name: 'annexe-1', text: ANNEXE_1, values: [`${ANNEE}-01-01`, `${ANNEE}-12-31`, region] });
    const [bilan, { rows }] = [await nous(), await plancher()];
    verifier(bilan, rows);
    const { nous: a, plancher: b, rapport } = await comparer(nous, plancher, 20);
    return { mesure, valeur: fois(rapport), cible: `≤ ${fois(cible)}`, tenu: rapport <= cible, detail: `${nom}, ${bilan.lignes.at(-1)!.plies} PLIE : ${millisecondes(a)} contre ${millisecondes(b)} en SQL écrit à la main` };
  } finally {
    await client.end();
  }
}

export const mesurerRegion = async (nationale: Connexion): Promise<Resultat[]> => [
  await mesurer(nationale, { mesure: '(j) annexe 1 nationale', nom: `région, ${ANNEE}`, territoire: { type: 'REGION', code: REGION.code }, region: REGION.code, cible: 1.5 }),
];

export const mesurerPays = async (nationale: Connexion): Promise<Resultat[]> => [
  await mesurer(nationale, { mesure: '(k) annexe 1 nationale', nom: `pays, ${ANNEE}`, territoire: { type: 'PERIMETRE' }, region: null, cible: 1.3 }),
];

/** The table itself, then the page that shows it. */
export async function mesurerCroissance(nationale: Connexion, petite: Connexion): Promise<Resultat[]> {
  const cible = 1.25;
  const demande = { annee: ANNEE, territoire: { type: 'PLIE', code: codeDuPlie(PLIE_REGARDE) } } as const;
  const [haut, bas] = [contexteDuBanc(nationale), contexteDuBanc(petite)];
  const enHaut = () => etablirBilan(haut, demande);
  const enBas = () => etablirBilan(bas, demande);
  const [a, b] = [(await enHaut()).lignes, (await enBas()).lignes].map((lignes) => JSON.stringify(lignes.map(chiffresDe)));
  if (a !== b) throw new Error(`Le PLIE comparé n'a pas les mêmes chiffres : ${a} contre ${b}`);
  const resultats: Resultat[] = [];
  const noter = async (nom: string, repetitions: number, travaux: [() => Promise<unknown>, () => Promise<unknown>]) => {
    const { nous, plancher, rapport } = await comparer(...travaux, repetitions);
    resultats.push({ mesure: '(l) taille du pays', valeur: fois(rapport), cible: `≤ ${fois(cible)}`, tenu: rapport <= cible, detail: `${nom} : ${millisecondes(nous)} à 3 millions contre ${millisecondes(plancher)} à 30 000` });
  };
  await noter('annexe 1 du même PLIE', 100, [enHaut, enBas]);
  const serveurs = [await servirApplication(nationale), await servirApplication(petite)] as const;
  try {
    const [pageEnHaut, pageEnBas] = await Promise.all(serveurs.map(async (serveur) => {
      const cookie = await seConnecter(serveur, courrielAnimation(PLIE_REGARDE));
      return async () => {
        const { statut } = await demander(`${serveur.url}/bilan?annee=${ANNEE}`, cookie);
        if (statut !== 200) throw new Error(`/bilan répond ${statut}.`);
      };
    }));
    await noter('page du bilan', 30, [pageEnHaut!, pageEnBas!]);
  } finally {
    for (const serveur of serveurs) await serveur.fermer();
  }
  return resultats;
}
