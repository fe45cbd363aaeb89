/**
 * The analyses that follow people in time, as each role meets them: the lists behind every cell inside the PLIE, figures alone and
 * no small one outside it, files that say what the page says, and nothing of another territory.
 */
import ExcelJS from 'exceljs';
import { demarrerEssai, type Essai, type Visiteur } from '../outils/application';
import { installerLesQuinze } from '../indicateurs/quinze';
import { masquerSommes } from '../../reports/analyses/masquer-sommes';
import { ecrire } from '../../server/lib/ecriture';

let essai: Essai;
let ids: Awaited<ReturnType<typeof installerLesQuinze>>;
let animation: Visiteur;
let region: Visiteur;

beforeAll(async () => {
  essai = await demarrerEssai('2025-02-15');
  ids = await installerLesQuinze(essai);
  const { fabriques: f, contexte } = essai;
  const [c1] = await contexte.base('orientations').join('personnes', 'personnes.id', 'orientations.personne_id').where('personnes.nom', 'C1').select<{ id: number }[]>('orientations.id');
  const duParcours = { plie_id: ids.COL, orientation_id: c1!.id };
  await f.inserer('absences', { ...duParcours, date_convocation: '2024-05-06' });
  await f.inserer('absences', { ...duParcours, date_convocation: '2024-06-03', excuse: true });
  await f.inserer('etapes', { ...duParcours, type: 'ATELIER', date_debut: '2024-05-13', date_fin: '2024-05-14', resultat: 'ACHEVEE' });
  // Two PLIEs of another region, oriented on 01/03/2023: twelve wait in one; in the other nine wait and two were refused.
  const bretagne = await f.uneRegion('BRE');
  for (const [code, nombres] of [['ARM', [12, 6]], ['GOE', [9, 2]]] as const) {
    const { plie } = await f.unTerritoireComplet({}, { code, nom: code, departement: '29', region: 'BRE' });
    for (let n = 0; n < nombres[0]; n += 1) await f.uneOrientation({ plie_id: plie.id, date_prescription: '2023-03-01' });
    for (let n = 0; n < nombres[1]; n += 1) await f.uneOrientation({ plie_id: plie.id, date_prescription: '2023-03-01', date_contact: '2023-03-08', date_refus: '2023-03-09', motif_refus: 'DEMENAGEMENT' });
  }
  animation = await essai.comme('ANIMATION', ids.COL);
  region = await essai.comme('CORRESPONDANT_REGIONAL', bretagne.id);
});
afterAll(() => essai.fermer());

const net = (html: string): string => html.replace(/<[^>]+>/g, ' ').replaceAll('&#39;', "'").replaceAll('&amp;', '&').replaceAll('&lt;', '<').replace(/\s+/g, ' ').trim();
const adresseDe = (href: string): string => href.replaceAll('&amp;', '&');

/** The tables of a page: rows of texts, what stands under a figure left out. */
function tableauxDe(html: string): { cle: string; rangees: string[][] }[] {
  return [...html.matchAll(/<div class="tableau-cadre" id="([\w-]+)"[\s\S]*?<tbody>([\s\S]*?)<\/tbody>/g)].map(([, cle, corps]) => ({
    cle: cle!,
    rangees: [...corps!.matchAll(/<tr(?![^>]*bilan-territoire)[^>]*>([\s\S]*?)<\/tr>/g)].map(([, r]) => [...r!.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, c]) => net(c!.replace(/<small>[\s\S]*?<\/small>/g, '')))),
  }));
}

const PAGES = ['/analyses/cohortes?debut=2024-01-01&fin=2024-12-31', '/analyses/delais?debut=2024-01-01&fin=2024-12-31', '/analyses/stock?date=2024-06-29', '/analyses/absences-et-etapes?debut=2024-04-01&fin=2024-12-31'];
const BRETAGNE = ['/analyses/cohortes?debut=2023-01-01&fin=2023-12-31', '/analyses/delais?debut=2023-01-01&fin=2023-12-31', '/analyses/stock?date=2023-03-08', '/analyses/absences-et-etapes?debut=2023-01-01&fin=2023-12-31'];

test('dans le PLIE, chaque chiffre ouvre une liste de cette longueur, de ses personnes seulement', async () => {
  let cellules = 0;
  for (const page of PAGES) {
    const { text } = await animation.get(page).expect(200);
    const liens = [...text.matchAll(/<a href="(\/analyses\/[\w-]+\/liste[^"]+)"[^>]*>([\d\s]+)<\/a>/g)];
    expect([page, liens.length > 2]).toEqual([page, true]);
    for (const [, href, nombre] of liens) {
      const liste = await animation.get(adresseDe(href!)).expect(200);
      const personnes = [...liste.text.matchAll(/<a href="\/personnes\/\d+">Témoin (\w+)<\/a>/g)].map((m) => m[1]!);
      expect([href, personnes.length]).toEqual([href, Number(nombre)]);
      expect(personnes.every((nom) => nom.startsWith('C'))).toBe(true);
      cellules += 1;
    }
  }
  // Of the cohort 5 + 5 + 4 + 2, delays 4, again 4 for 2024 and 3 for 2020 (C5: contact, integration, both), 3 of the stock, absences 2 + 2 and 3 in all, étapes 4 for their only type and 4 in all.
  expect(cellules).toBe(45);
  const { text } = await animation.get('/analyses/absences-et-etapes/liste?debut=2024-04-01&fin=2024-12-31&cellule=A+2024-06+EXCUSEES').expect(200);
  expect(net(text)).toContain('Convocations manquées, excusées, juin 2024');
  expect(net(text)).toMatch(/Témoin C1 03\/06\/2024 Absente, excusée 01\/01\/2024/);
});

test('les figures faites à la main se lisent à l\'écran, et ce qui n\'est pas observable le dit', async () => {
  const { text } = await animation.get(PAGES[0]!).expect(200);
  // C1 C3 C4 C6, as in test/indicateurs/cohortes
  expect(tableauxDe(text)).toEqual([{ cle: 'reperes', rangees: [
    ['À 3 mois', '4', '1', '3', '0', '0', '1', '0', '2', '0', '0'], ['À 6 mois', '4', '1', '3', '0', '0', '1', '0', '2', '0', '0'],
    ['À 12 mois', '4', '2', '2', '0', '0', '0', '0', '0', '2', '0'], ['À 24 mois', '4', '4', '0', ...Array<string>(7).fill('n.d.')],
  ] }]);
  expect(net(text)).toContain('les 12 mois ne seront passés pour toutes que le 31/12/2025');
  expect(net(text)).toContain('Celles pour qui le repère est encore à venir : personne ne sait où elles en seront.');
  const delais = net((await animation.get(PAGES[1]!).expect(200)).text);
  expect(delais).toContain('Collines 9 jours 14 jours 4 29 jours 46 jours 2 38 jours 60 jours 2 305 jours 1 460 jours 3');
  expect(delais).toMatch(/2022 n\.d\. n\.d\. 0 n\.d\. n\.d\. 0/);
});

test('hors du PLIE : des nombres seulement, sans les petits, et aucun ne se retrouve par différence', async () => {
  for (const page of [...BRETAGNE, `${BRETAGNE[0]!}&repere=3`]) {
    const { text } = await region.get(page).expect(200);
    expect([page, text.includes('/liste?')]).toEqual([page, false]);
    for (const { cle, rangees } of tableauxDe(text)) for (const r of rangees) expect([page, cle, r.slice(1).filter((c) => /^[1-4]$/.test(c))]).toEqual([page, cle, []]);
  }
  const { text } = await region.get(`${BRETAGNE[0]!}&repere=3`).expect(200);
  const [reperes, parPlie] = tableauxDe(text);
  // The 2 refused of GOE, hence something else in its line, and the same two elsewhere: with one line or one column alone they would come back.
  expect(reperes!.rangees[0]!.slice(0, 4)).toEqual(['À 3 mois', '29', '0', '29']);
  expect(parPlie!.rangees.map((r) => r[0])).toEqual(['ARM', 'GOE', 'Total']);
  const goe = parPlie!.rangees[1]!;
  expect([goe[4], goe[7]]).toEqual(['masqué', '< 5']);
  const lus = parPlie!.rangees.map((r) => [r[4]!, r[7]!]);
  expect(lus.map((l) => l.filter((c) => /^\d+$/.test(c)).length === 1)).toEqual([false, false, false]);
  expect(net(text)).toContain('« < 5 » : moins de cinq personnes');
  await region.get('/analyses/cohortes/liste?debut=2023-01-01&fin=2023-12-31&cellule=12+EN_ATTENTE').expect(403);
  await (await essai.comme('REFERENT_PE', ids.agence)).get('/analyses/stock/liste?date=2024-06-29&cellule=EN_PARCOURS').expect(403);
  await (await essai.comme('DPO', ids.COL)).get('/analyses/stock').expect(403);
});

test('un petit nombre se protège dans les deux sens ; ce qui ne protège rien reste montré', () => {
  const sommes = [
    { tout: 'tA', parties: ['a1', 'a2', 'a3'] }, { tout: 'tB', parties: ['b1', 'b2', 'b3'] },
    ...['1', '2', '3'].map((n) => ({ tout: `t${n}`, parties: [`a${n}`, `b${n}`] })), { tout: 't', parties: ['tA', 'tB'] }, { tout: 't', parties: ['t1', 't2', 't3'] },
  ];
  const nombres = { a1: 2, a2: 9, a3: 20, tA: 31, b1: 8, b2: 7, b3: 30, tB: 45, t1: 10, t2: 16, t3: 50, t: 76 };
  const etats = masquerSommes(nombres, sommes);
  const caches = Object.keys(nombres).filter((c) => etats[c] !== 'CLAIR');
  // A rectangle: two lines, two columns, the smallest counts.
  expect(caches.sort()).toEqual(['a1', 'a2', 'b1', 'b2']);
  expect(etats.a1).toBe('MOINS');
  // 8 = 4 + 4: both would be known from the sign alone.
  expect(masquerSommes({ t: 8, x: 4, y: 4 }, [{ tout: 't', parties: ['x', 'y'] }]).t).toBe('MASQUE');
  expect(masquerSommes({ t: 30, x: 10, y: 20 }, [{ tout: 't', parties: ['x', 'y'] }])).toEqual({ t: 'CLAIR', x: 'CLAIR', y: 'CLAIR' });
});

test('le classeur et les CSV disent ce que dit la page, ni plus ni moins', async () => {
  for (const [visiteur, pages] of [[animation, PAGES], [region, BRETAGNE]] as const) for (const page of pages) {
    const { text } = await visiteur.get(page).expect(200);
    const tableaux = tableauxDe(text);
    const fichiers = [...text.matchAll(/href="(\/analyses\/[\w-]+\.(xlsx|csv)[^"]*)"/g)].map((m) => ({ adresse: adresseDe(m[1]!), genre: m[2]! }));
    if (!tableaux.length) { expect([page, fichiers]).toEqual([page, []]); continue; }
    expect([page, fichiers.map((f) => f.genre)]).toEqual([page, ['xlsx', ...tableaux.map(() => 'csv')]]);
    const enTexte = (v: string | undefined): string => (v ?? '').replace(/[\u00a0\u202f]/g, ' ');
    /** « 1 460 jours » on the page is 1460 in a file. */
    const enFichier = (c: string): string => (/^[\d\s\u202f]+( jours?)?$/.test(c) ? c.replace(/\D/g, '') : enTexte(c));
    const classeur = new ExcelJS.Workbook();
    await classeur.xlsx.load((await visiteur.get(fichiers[0]!.adresse).responseType('blob').expect(200)).body as ExcelJS.Buffer);
    expect(classeur.worksheets).toHaveLength(tableaux.length + 1);
    for (const [i, { cle, rangees }] of tableaux.entries()) {
      const attendues = rangees.map((r) => [enTexte(r[0]), ...r.slice(1).map(enFichier)]);
      const largeur = attendues[0]!.length;
      const feuille = classeur.worksheets[i]!;
      const lues = feuille.getRows(2, rangees.length)!.map((r) => Array.from({ length: feuille.columnCount }, (_, c) => enTexte(r.getCell(c + 1).text)).slice(-largeur));
      expect([page, cle, lues]).toEqual([page, cle, attendues]);
      const csv = (await visiteur.get(fichiers[i + 1]!.adresse).expect(200)).text.replace('\ufeff', '').split('\r\n').slice(1, rangees.length + 1).map((l) => l.split(';').map((c) => c.replace(/^"|"$/g, '').replace(/^'/, '')).slice(-largeur));
      expect([page, cle, csv]).toEqual([page, cle, attendues]);
    }
  }
});

test("un autre territoire, comme un territoire qui n'existe pas, est introuvable ; une adresse qui ne désigne rien aussi", async () => {
  const main = (html: string) => net(html.replace(/[\s\S]*<main/, '<main').replace(/<\/main>[\s\S]*/, ''));
  for (const page of PAGES) for (const suite of ['', '.xlsx', '.csv', '/liste']) {
    const adresse = page.replace('?', `${suite}?`);
    const reponses = await Promise.all(['plie:VAL', 'plie:RIEN', 'departement:29', 'region:BRE'].map((t) => animation.get(`${adresse}&cellule=EN_PARCOURS&tableau=stock&territoire=${t}`)));
    expect([adresse, reponses.map((r) => r.status)]).toEqual([adresse, [404, 404, 404, 404]]);
    expect(new Set(reponses.map((r) => main(r.text))).size).toBe(1);
  }
  for (const [page, reste] of [[0, 'repere=5'], [0, 'population=TOUS']] as const) await animation.get(`${PAGES[page]!}&${reste}`).expect(404);
  for (const [page, cellule] of [[0, '12'], [0, '5 EN_ATTENTE'], [1, 'RIEN'], [2, ''], [3, 'A 2024-13 TOTAL'], [3, 'E TOTAL RIEN'], [3, 'TOTAL']] as const) await animation.get(`${PAGES[page]!.replace('?', '/liste?')}&cellule=${encodeURIComponent(cellule)}`).expect(404);
  await animation.get(`${PAGES[2]!.replace('?', '.csv?')}&tableau=rien`).expect(404);
});

test('un jour à venir, une période à l\'envers : une phrase qui dit quoi faire ; rien à montrer : une autre', async () => {
  const stock = await animation.get('/analyses/stock?date=16/02/2025').expect(422);
  expect(net(stock.text)).toContain("Le 16/02/2025 n'est pas encore arrivé. Indiquez une date passée ou celle d'aujourd'hui.");
  expect(stock.text).not.toContain('<tbody>');
  expect(net((await animation.get('/analyses/delais?debut=2024-12-31&fin=2024-01-01').expect(422)).text)).toContain('La période finirait le 01/01/2024, avant de commencer le 31/12/2024');
  expect(net((await animation.get('/analyses/cohortes?debut=1999-01-01&fin=1999-12-31').expect(200)).text)).toContain("Aucune orientation n'a été prescrite dans cette période.");
  expect(net((await animation.get('/analyses/stock?date=1999-12-31').expect(200)).text)).toContain("Aucune orientation n'était en cours le 31/12/1999.");
});

test('une personne effacée compte toujours, sans nom ni lien', async () => {
  await ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('personnes').where({ nom: 'C5' }).update({ nom: 'Effacées', prenom: 'Données', date_naissance: '1985-01-01', efface_le: '2025-02-01' }));
  const { text } = await animation.get('/analyses/stock/liste?date=2024-06-29&cellule=EN_PARCOURS').expect(200);
  expect(net(text)).toContain('3 orientations');
  expect(net(text)).toContain('Données effacées le 01/02/2025');
  expect([...text.matchAll(/<a href="\/personnes\/\d+">/g)]).toHaveLength(2);
});

test('ouvrir une liste et emporter un fichier sont inscrits au journal', async () => {
  const compter = async (action: string) => (await essai.contexte.base('journal_actes').where({ action, plie_id: ids.COL })).length;
  const avant = [await compter('analyse.lister'), await compter('analyse.exporter')];
  await animation.get('/analyses/stock/liste?date=2024-06-29&cellule=PNI_ACTIF').expect(200);
  await animation.get('/analyses/stock.xlsx?date=2024-06-29').expect(200);
  expect([await compter('analyse.lister'), await compter('analyse.exporter')]).toEqual([avant[0]! + 1, avant[1]! + 1]);
});
