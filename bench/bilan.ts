/**
 * (a) Annexe 1 of a region-year and of a PLIE-year, against the best SQL written by hand: one index range per event and
 * per PLIE, exits read once, one roll-up, prepared once per connection. The floor knows what the engine must find out:
 * that all conventions have the same settings, so that a year is one period.
 */
import { Client } from 'pg';
import { etablirBilan, type Bilan } from '../reports/bilan-quantitatif/bilan';
import type { Territoire } from '../reports/periodes';
import type { Connexion } from '../server/lib/db';
import { ANNEE, codeDuPlie, contexteDuBanc, GRANDE, PLIE_GROS } from './donnees';
import { adresseDe, comparer, fois, millisecondes, type Resultat } from './outils';

const COMPTES = `
  with plies as (select id, departement_code as departement from organisations where type = 'PLIE' and ($3::text is null or code = $3)),
  exits as materialized (
    select p.id, o.prescripteur, o.nature_sortie, o.motif_sortie, count(*) as n
    from plies p join orientations o on o.plie_id = p.id and o.date_sortie between $1 and $2 group by 1, 2, 3, 4
  ), par_sortie as (
    select id, sum(n) filter (where prescripteur = 'POLE_EMPLOI') as c10, sum(n) filter (where prescripteur = 'POLE_EMPLOI' and nature_sortie in ('POSITIVE_EMPLOI', 'POSITIVE_FORMATION')) as c11,
      sum(n) as c14, sum(n) filter (where nature_sortie in ('POSITIVE_EMPLOI', 'POSITIVE_FORMATION')) as c15
    from exits group by id
  ), par_plie as (
    select p.departement, p.id,
      (select count(*) from orientations o where o.plie_id = p.id and o.prescripteur = 'POLE_EMPLOI' and o.mode_orientation = 'FLUX' and o.date_prescription between $1 and $2) as c1,
      (select sum(presents) from informations_collectives i where i.plie_id = p.id and i.date_session between $1 and $2) as c2,
      (select count(*) from orientations o where o.plie_id = p.id and o.prescripteur = 'POLE_EMPLOI' and o.date_contact between $1 and $2) as c3,
      (select count(*) from orientations o where o.plie_id = p.id and o.prescripteur = 'POLE_EMPLOI' and o.date_diagnostic between $1 and $2) as c5,
      (select count(*) from orientations o where o.plie_id = p.id and o.prescripteur = 'POLE_EMPLOI' and o.date_integration between $1 and $2) as c7,
      s.c10, s.c11, s.c14, s.c15
    from plies p left join par_sortie s using (id)
  ), motifs as (
    select coalesce(departement, '') as departement, coalesce(id, 0) as id, json_object_agg(motif_sortie, json_build_array(n, dont)) as motifs from (
      select p.departement, p.id, motif_sortie, sum(n) as n, sum(n) filter (where nature_sortie in ('POSITIVE_EMPLOI', 'POSITIVE_FORMATION')) as dont
      from plies p join exits e using (id) where prescripteur = 'POLE_EMPLOI' group by grouping sets ((p.departement, p.id, motif_sortie), (p.departement, motif_sortie), (motif_sortie))
    ) as ventiles group by 1, 2
  ), cumuls as (
    select departement, id, sum(c1) as c1, sum(c2) as c2, sum(c3) as c3, sum(c5) as c5, sum(c7) as c7, sum(c10) as c10, sum(c11) as c11, sum(c14) as c14, sum(c15) as c15
    from par_plie group by grouping sets ((departement, id), (departement), ())
  )
  select c.*, m.motifs from cumuls c left join motifs m on m.departement = coalesce(c.departement, '') and m.id = coalesce(c.id, 0)
  order by c.departement nulls last, c.id nulls last`;

const TERRITOIRES: { nom: string; territoire: Territoire; code: string | null; cible: number }[] = [
  { nom: `région, ${ANNEE}`, territoire: { type: 'REGION', code: 'PACA' }, code: null, cible: 1.5 },
  { nom: `un PLIE, ${ANNEE}`, territoire: { type: 'PLIE', code: codeDuPlie(PLIE_GROS) }, code: codeDuPlie(PLIE_GROS), cible: 2 },
];

export async function mesurerBilan(grande: Connexion): Promise<Resultat[]> {
  const lecteur = contexteDuBanc(grande);
  const client = new Client({ connectionString: adresseDe(GRANDE.nom) });
  await client.connect();
  try {
    const resultats: Resultat[] = [];
    for (const { nom, territoire, code, cible } of TERRITOIRES) {
      const nous = () => etablirBilan(lecteur, { annee: ANNEE, territoire });
      const plancher = () => client.query<Plancher>({ name: 'annexe-1', text: COMPTES, values: [`${ANNEE}-01-01`, `${ANNEE}-12-31`, code] });
      verifier(await nous(), (await plancher()).rows);
      const { nous: a, plancher: b, rapport } = await comparer(nous, plancher, 40);
      resultats.push({ mesure: '(a) annexe 1', detail: `${nom} : ${millisecondes(a)} contre ${millisecondes(b)} en SQL écrit à la main`, valeur: fois(rapport), cible: `≤ ${fois(cible)}`, tenu: rapport <= cible });
    }
    return resultats;
  } finally {
    await client.end();
  }
}

type Plancher = Record<'c1' | 'c2' | 'c3' | 'c5' | 'c7' | 'c10' | 'c11' | 'c14' | 'c15', number | null> & { motifs: Record<string, [number, number | null]> };

/** Both must say the same, or the race means nothing. */
function verifier(bilan: Bilan, plancher: Plancher[]): void {
  const ensemble = bilan.lignes.at(-1)!;
  const attendu = plancher.at(-1)!;
  for (const numero of ['1', '2', '3', '5', '7', '10', '11', '14', '15'] as const) {
    if (ensemble.comptes[numero]!.valeur !== Number(attendu[`c${numero}`])) throw new Error(`Colonne ${numero} : ${ensemble.comptes[numero]!.valeur} au lieu de ${attendu[`c${numero}`]}.`);
  }
  for (const [motif, [nombre]] of Object.entries(attendu.motifs)) if (ensemble.ventilations['13']!.valeurs[motif]?.nombre !== nombre) throw new Error(`Colonne 13, ${motif} : le plancher compte ${nombre}.`);
}
