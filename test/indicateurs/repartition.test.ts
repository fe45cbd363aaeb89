/**
 * The figures of a period split along every axis, on the fifteen files and the situations below: rows = total = engine, figure = list.
 *
 *      agency  born        sex  commune          min. social  RQTH  DELD  freins
 * C1   1       16/01/1999  F    Antibes          RSA          yes   yes   FINANCIER TRANSPORT
 * C2   1       02/01/1999  H    ANTIBES          RSA          no    yes   TRANSPORT
 * C4   –       01/01/1960  F    Saint-Paul       AUCUN        –     no    –
 * C5   1       30/06/1969  H    saint paul       –            no    –     SANTE
 * the others: what the builders give, no situation, no agency (V: agency 2 for V1)
 */
import { demarrerEssai, type Essai } from '../outils/application';
import { AXES, type Axe } from '../../reports/analyses/axes';
import { ANALYSES } from '../../reports/analyses/definitions';
import { aLaValeur, repartir } from '../../reports/analyses/repartition';
import { estCompte } from '../../reports/indicateur';
import { listerFaits } from '../../reports/liste';
import type { DemandeLibre, Territoire } from '../../reports/periodes';
import { dateCivile } from '../../server/lib/dates';
import { ecrire } from '../../server/lib/ecriture';
import { installerLesQuinze } from './quinze';

let essai: Essai;
let ids: Awaited<ReturnType<typeof installerLesQuinze>>;
beforeAll(async () => {
  essai = await demarrerEssai();
  ids = await installerLesQuinze(essai);
  const situer = async (nom: string, personne: Record<string, unknown>, orientation: Record<string, unknown>) => {
    const { id, plie_id } = await essai.contexte.base('personnes').where({ nom }).first<{ id: number; plie_id: number }>('id', 'plie_id');
    await ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', async (trx) => {
      await trx('personnes').where({ plie_id, id }).update(personne);
      await trx('orientations').where({ plie_id, personne_id: id }).update(orientation);
    });
  };
  const agence_id = ids.agence;
  await situer('C1', { date_naissance: '1999-01-16', sexe: 'F', commune: 'Antibes' }, { agence_id, minimum_social: 'RSA', rqth: true, deld: true, freins: ['FINANCIER', 'TRANSPORT'] });
  await situer('C2', { date_naissance: '1999-01-02', sexe: 'H', commune: 'ANTIBES' }, { agence_id, minimum_social: 'RSA', rqth: false, deld: true, freins: ['TRANSPORT'] });
  await situer('C4', { date_naissance: '1960-01-01', sexe: 'F', commune: 'Saint-Paul' }, { agence_id: null, minimum_social: 'AUCUN', deld: false });
  await situer('C5', { date_naissance: '1969-06-30', sexe: 'H', commune: 'saint paul' }, { agence_id, rqth: false, freins: ['SANTE'] });
});
afterAll(() => essai.fermer());

const axe = (cle: string): Axe => AXES.find((a) => a.cle === cle)!;
const demande = (debut: string, fin: string, territoire: Territoire = { type: 'PERIMETRE' }): DemandeLibre => ({ debut: dateCivile(debut), fin: dateCivile(fin), territoire });
const COLLINES: Territoire = { type: 'PLIE', code: 'COL' };
const AN = demande('2024-01-01', '2024-12-31');
/** { 'Antibes': 2 } of one column, rows at 0 left out. */
const colonne = async (cle: string, numero: string, d: DemandeLibre) => Object.fromEntries((await repartir(essai.contexte, d, axe(cle))).rangees.flatMap((l) => (l.comptes[numero] ? [[l.libelle, l.comptes[numero]]] : [])));

test('à la main : les accueillis de Collines en 2024 (C1, C2, C4) selon chaque axe', async () => {
  const accueillis = (cle: string) => colonne(cle, '3', demande('2024-01-01', '2024-12-31', COLLINES));
  const agence = (await essai.contexte.base('organisations').where({ id: ids.agence }).first<{ nom: string }>('nom')).nom;
  expect(await accueillis('agence')).toEqual({ [agence]: 2, 'Agence non précisée': 1 });
  expect(await accueillis('commune')).toEqual({ Antibes: 2, 'Saint-Paul': 1 });
  expect(await accueillis('minimum-social')).toEqual({ RSA: 2, Aucun: 1 });
  expect(await accueillis('rqth')).toEqual({ Oui: 1, Non: 1, 'Non renseigné': 1 });
  expect(await accueillis('deld')).toEqual({ Oui: 2, Non: 1 });
  expect(await accueillis('sexe')).toEqual({ Femme: 2, Homme: 1 });
  // Contacts: C1 on 15/01/2024, the eve of 25; C2 on 01/01/2024, the eve of 25; C4 on 15/03/2024, 64.
  expect(await accueillis('age')).toEqual({ 'Moins de 25 ans': 2, '55 ans et plus': 1 });
  // C1 has two freins: three rows and the total counts 3 persons for 4.
  expect(await accueillis('frein')).toEqual({ 'Difficultés financières': 1, 'Accès à un moyen de transport': 2, 'Aucun frein coché': 1 });
});

test("l'âge est celui du jour de ce que la colonne compte", async () => {
  const d = demande('2024-01-01', '2024-12-31', COLLINES);
  // C1: prescribed on 01/01/2024 at 24, diagnosed on 01/02/2024 at 25. C2: diagnosed on 10/01/2024 at 25. C5: out on 30/06/2024, the day of 55.
  expect(await colonne('age', '1', d)).toMatchObject({ 'Moins de 25 ans': 1 });
  expect(await colonne('age', '5', d)).toEqual({ '25 à 29 ans': 2, '55 ans et plus': 1 });
  expect(await colonne('age', '10', d)).toEqual({ '25 à 29 ans': 1, '55 ans et plus': 1 });
});

test('à la main : motifs et prescripteurs des sorties, motifs des refus', async () => {
  expect(await colonne('motif-sortie', '14', AN)).toEqual({ 'Emploi CDI ou CDD': 1, 'Rupture ou abandon': 1, Formation: 1, 'Réorientation vers un autre partenaire': 1, 'CUI-PEC': 1 });
  expect(await colonne('prescripteur', '14', AN)).toEqual({ 'Pôle emploi': 3, CCAS: 1, 'Mission locale': 1 });
  // Vallon counts the exits of all prescribers in column 10: V4 came from the mission locale.
  expect(await colonne('prescripteur', '10', AN)).toEqual({ 'Pôle emploi': 3, 'Mission locale': 1 });
  // C2 on 01/02, V3 on 01/06, E3 on 15/10.
  expect(await colonne('motif-refus', 'R', AN)).toEqual({ Formation: 3 });
  expect(await colonne('motif-refus', 'RT', demande('2024-02-02', '2024-10-14'))).toEqual({ Formation: 1 });
});

test('les taux se refont sur les mêmes PLIE : sans diagnostic, sans présents nommés', async () => {
  const { rangees } = await repartir(essai.contexte, AN, axe('sexe'));
  const femmes = rangees.find((l) => l.libelle === 'Femme')!;
  const sans = rangees.find((l) => l.libelle === 'Non renseigné')!;
  // C1 and C4: two received, two diagnosed, one integrated (C1). Estuaire orients by IC: no D there.
  expect([femmes.taux['6'], femmes.taux['8'], femmes.taux['9'], femmes.taux['9bis']]).toEqual([{ numerateur: 2, denominateur: 2 }, { numerateur: 1, denominateur: 2 }, { numerateur: 1, denominateur: 2 }, { numerateur: 1, denominateur: 1 }]);
  // C3, V1 V2 V3, E1 E2 E3 E4. Column 6: E only, 2/3. Column 4: C3 and V, 2 received for 4 oriented.
  expect([sans.comptes['1'], sans.comptes['3'], sans.comptes['5'], sans.taux['6'], sans.taux['4']]).toEqual([5, 5, 2, { numerateur: 2, denominateur: 3 }, { numerateur: 2, denominateur: 4 }]);
});

/** With the lists behind, or the sums only. */
const PERIODES: [string, DemandeLibre, boolean][] = [
  ['une année', AN, true], ['un trimestre', demande('2024-01-01', '2024-03-31'), true], ['un PLIE sans diagnostic, deux ans', demande('2023-02-01', '2025-01-31', { type: 'PLIE', code: 'VAL' }), true],
  ['un PLIE', demande('2024-01-01', '2024-12-31', COLLINES), false], ['dix ans', demande('2016-01-01', '2025-12-31'), false], ['un mois vide', demande('1999-01-01', '1999-01-31'), false],
];

test.each(PERIODES)('%s : sur chaque axe et chaque colonne, les lignes font le total du moteur, et chaque chiffre a sa liste', async (_, d, listes) => {
  for (const a of AXES) {
    const { rangees, lignes } = await repartir(essai.contexte, d, a);
    for (const compte of ANALYSES.indicateurs.filter(estCompte).filter((i) => a.colonnes.includes(i.numero))) {
      const [numero, attendu] = [compte.numero, lignes.at(-1)!.comptes[compte.numero]!];
      const valeurs = rangees.map((l) => l.comptes[numero]!);
      if (!attendu.applicable) { expect([a.cle, numero, valeurs.every((v) => v === null)]).toEqual([a.cle, numero, true]); continue; }
      const somme = valeurs.reduce<number>((s, v) => s + (v ?? 0), 0);
      expect([a.cle, numero, a.partition ? somme : somme >= attendu.valeur!]).toEqual([a.cle, numero, a.partition ? attendu.valeur : true]);
      if (!listes) continue;
      const trouves = new Set<number>();
      for (const l of rangees.filter((x) => x.comptes[numero])) {
        const { nombre, faits } = await listerFaits(essai.contexte, d, { compte, condition: aLaValeur(a, compte, l.valeur) }, 1);
        expect([a.cle, numero, l.libelle, nombre, faits.length]).toEqual([a.cle, numero, l.libelle, l.comptes[numero], nombre]);
        faits.forEach((f) => trouves.add(f.orientation_id));
      }
      // Whoever is in several rows is one in the total.
      expect([a.cle, numero, trouves.size]).toEqual([a.cle, numero, attendu.valeur]);
    }
  }
});
