/**
 * The national set: 200 PLIEs in every département, three million orientations over ten years, written in the order of
 * their prescription, as ten years of work leave them (the rows of a PLIE are spread over the whole table). Conventions of
 * three years, of all settings, some changing in the middle of a year, some PLIEs with none left; some without any session
 * of Pôle emploi. The PLIE of rank 12 is the same as in the small set. No entretien, étape, absence or PNI: nothing that is
 * measured here reads them.
 */
import { hacher } from '../server/acces/mots-de-passe';
import { ecrire, type Transaction } from '../server/lib/ecriture';
import type { Connexion } from '../server/lib/db';
import { accepter, commencer, enregistrerControles, valider, type Acte } from '../server/bilans/actions';
import { lireAnnee } from '../server/bilans/actions-lire';
import { chercherBilan, lirePlie } from '../server/bilans/queries';
import { ANNEE, codeDuPlie, contexteDuBanc, courrielAnimation, deposerLesOrientations, deposerLesPersonnes, MOT_DE_PASSE, ouvrirLeBrouillon, PLIE_REGARDE, REGARDE, sansJournal, tenirLesSeances, tirer } from './donnees';

export const NATIONALE = { nom: 'plie_bench_national', plies: 200, total: 3_000_000 };
/** The region that is looked at, its number of PLIEs, its year that is validated, its correspondent. */
export const REGION = { code: 'PACA', plies: 15, anneeValidee: ANNEE - 1, courriel: 'regional@paca.exemple.test' };
/** A region of one PLIE, to tell whether a page costs more for fifteen. */
export const SEULE = { code: 'MAY', courriel: 'regional@may.exemple.test' };

/** Région and its départements; the one that is looked at first. */
const REGIONS: readonly [code: string, nom: string, departements: string][] = [
  ['PACA', "Provence-Alpes-Côte d'Azur", '04 05 06 13 83 84'], ['ARA', 'Auvergne-Rhône-Alpes', '01 03 07 15 26 38 42 43 63 69 73 74'], ['BFC', 'Bourgogne-Franche-Comté', '21 25 39 58 70 71 89 90'],
  ['BRE', 'Bretagne', '22 29 35 56'], ['CVL', 'Centre-Val de Loire', '18 28 36 37 41 45'], ['COR', 'Corse', '2A 2B'], ['GES', 'Grand Est', '08 10 51 52 54 55 57 67 68 88'], ['HDF', 'Hauts-de-France', '02 59 60 62 80'],
  ['IDF', 'Île-de-France', '75 77 78 91 92 93 94 95'], ['NOR', 'Normandie', '14 27 50 61 76'], ['NAQ', 'Nouvelle-Aquitaine', '16 17 19 23 24 33 40 47 64 79 86 87'], ['OCC', 'Occitanie', '09 11 12 30 31 32 34 46 48 65 66 81 82'],
  ['PDL', 'Pays de la Loire', '44 49 53 72 85'], ['GUA', 'Guadeloupe', '971'], ['MTQ', 'Martinique', '972'], ['GUY', 'Guyane', '973'], ['REU', 'La Réunion', '974'], ['MAY', 'Mayotte', '976'],
];

/** The département of each PLIE, by rank from 1: fifteen in the region looked at, the others in turn over the rest of the country. */
function departementsDesPlies(): string[] {
  const [ici, ailleurs] = [REGIONS[0]![2].split(' '), REGIONS.slice(1).flatMap(([, , liste]) => liste.split(' '))];
  return Array.from({ length: NATIONALE.plies }, (_, i) => (i < REGION.plies ? ici[i % ici.length]! : ailleurs[(i - REGION.plies) % ailleurs.length]!));
}

/** How many orientations each PLIE has, by rank from 1: from half to one and a half of the mean. */
function tailles(): number[] {
  const poids = Array.from({ length: NATIONALE.plies }, (_, i) => (i + 1 === PLIE_REGARDE ? 0 : 50 + ((i * 37) % 101)));
  const total = poids.reduce((a, b) => a + b);
  const partages = poids.map((p) => Math.floor((p * (NATIONALE.total - REGARDE)) / total));
  partages[PLIE_REGARDE - 1] = REGARDE;
  partages[0]! += NATIONALE.total - partages.reduce((a, b) => a + b);
  return partages;
}

/** Fills a migrated database. */
export async function remplirNational(connexion: Connexion): Promise<void> {
  const { base, auteur } = contexteDuBanc(connexion);
  const mot_de_passe = await hacher(MOT_DE_PASSE);
  await ecrire(base, auteur, 'essai.remplir', async (trx) => sansJournal(trx, async () => {
    await ouvrirLePays(trx, mot_de_passe);
    await ouvrirLeBrouillon(trx);
    for (const [i, nombre] of tailles().entries()) await tirer(trx, i + 1, nombre);
    await deposerLesPersonnes(trx, 'prescription, id');
    await trx.raw('analyze personnes');
    await deposerLesOrientations(trx, 'prescription, id');
    // Every twenty-fifth PLIE has no source for column 2, none of them in the region that is validated.
    await tenirLesSeances(trx, 'p.id % 25 <> 18');
  }));
  await base.raw('vacuum analyze');
  await validerLaRegion(connexion);
  await base.raw('vacuum analyze bilan_faits');
}

async function ouvrirLePays(trx: Transaction, mot_de_passe: string): Promise<void> {
  const departements = REGIONS.flatMap(([code, , liste]) => liste.split(' ').map((d) => ({ code: d, nom: `Département ${d}`, region_code: code })));
  await trx('regions').insert(REGIONS.map(([code, nom]) => ({ code, nom })));
  await trx('departements').insert(departements);
  await trx('organisations').insert(departementsDesPlies().map((departement_code, i) => ({ type: 'PLIE', code: codeDuPlie(i + 1), nom: `PLIE du banc ${i + 1}`, departement_code })));
  // Three agencies a PLIE, the first one its reference; the PLIE that is compared keeps the only one it has in the small set.
  await trx.raw(`
    create temp table plies on commit drop as select id, departement_code, replace(code, 'BANC-', '')::int as rang from organisations where type = 'PLIE';
    insert into organisations (type, code, nom, departement_code)
      select 'AGENCE', 'AGENCE-' || rang || '-' || k, 'Agence du banc ' || rang || '-' || k, departement_code from plies cross join generate_series(1, 3) k where k = 1 or rang <> ${PLIE_REGARDE};
    insert into organisations (type, code, nom, region_code) select 'REGION', 'REGION-' || code, nom, code from regions;
    insert into plie_agences (plie_id, agence_id, reference) select p.id, a.id, a.code like '%-1' from plies p join organisations a on a.type = 'AGENCE' and a.code like 'AGENCE-' || p.rang || '-%';
    insert into conventions (plie_id, agence_id, date_debut, date_fin, phase_diagnostic, orientations_ic, perimetre_sorties)
      select p.id, pa.agence_id, debut, (debut + interval '3 years')::date - 1,
        (p.rang + k) % 4 <> 0, (array['AUCUNE', 'CERTAINES', 'TOUTES'])[1 + (p.rang + k) % 3], case when (p.rang + 2 * k) % 7 < 2 then 'TOUS_PRESCRIPTEURS' else 'PE' end
      from plies p join plie_agences pa on pa.plie_id = p.id and pa.reference
      cross join generate_series(0, 3) k
      cross join lateral (select make_date(2015 + 3 * k, 1, 1) as debut where p.rang % 5 <> 0 union all select make_date(2016 + 3 * k, 7, 1) where p.rang % 5 = 0) d
      -- one PLIE in fifty has none since 2020
      where p.rang <> ${PLIE_REGARDE} and (p.rang % 50 <> 16 or k < 2);
    insert into conventions (plie_id, agence_id, date_debut, date_fin) select p.id, pa.agence_id, '2015-01-01', '2030-12-31' from plies p join plie_agences pa on pa.plie_id = p.id where p.rang = ${PLIE_REGARDE};
    insert into objectifs (plie_id, annee, integrations, participants) select id, ${ANNEE}, 300, 900 from plies where rang % 3 <> 0;`);
  const compte = { nom: 'Banc', prenom: 'Camille', mot_de_passe };
  await trx.raw(`
    insert into utilisateurs (organisation_id, role, nom, prenom, courriel, mot_de_passe, dispense_second_facteur)
      select id, case type when 'PLIE' then 'ANIMATION' else 'CORRESPONDANT_REGIONAL' end, :nom, :prenom, case type when 'PLIE' then :animation else 'regional@' || lower(region_code) || '.exemple.test' end, :mot_de_passe, true
      from organisations where code = :plie or type = 'REGION'`, { ...compte, animation: courrielAnimation(PLIE_REGARDE), plie: codeDuPlie(PLIE_REGARDE) });
}

/** The year of each PLIE of the region, taken to its acceptance by the acts of the application. */
async function validerLaRegion(connexion: Connexion): Promise<void> {
  const contexte = contexteDuBanc(connexion);
  const acte: Acte = { contexte, maintenant: `${contexte.jour}T08:00:00Z` };
  const plies = await contexte.base('organisations').where('type', 'PLIE').whereIn('departement_code', REGIONS[0]![2].split(' ')).select<{ id: number }[]>('id');
  for (const { id } of plies) {
    const version = async () => (await chercherBilan(contexte, id, REGION.anneeValidee))!.version;
    await commencer(acte, id, REGION.anneeValidee);
    await enregistrerControles(acte, id, REGION.anneeValidee, await version());
    const { empreinte } = await lireAnnee(contexte, await lirePlie(contexte, id), REGION.anneeValidee);
    await valider(acte, id, REGION.anneeValidee, { version: await version(), empreinte, remarque: null });
    await accepter(acte, id, REGION.anneeValidee, { version: await version(), commentaire: null });
  }
}
