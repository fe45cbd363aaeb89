/** The analyses as each role meets them: any period, each figure and its list, small counts hidden outside the PLIE, in the files too. */
import { demarrerEssai, type Essai, type Visiteur } from '../outils/application';
import { ANNEXE_1, installerLesQuinze } from '../indicateurs/quinze';
import { texteDuClasseur } from '../outils/classeur';
import { commencer, enregistrerControles, valider } from '../../server/bilans/actions';
import { lireAnnee } from '../../server/bilans/actions-lire';
import { chercherBilan, lirePlie } from '../../server/bilans/queries';
import { lignes, sql } from '../../server/lib/db/sql';
import { ecrire } from '../../server/lib/ecriture';

let essai: Essai;
let ids: Awaited<ReturnType<typeof installerLesQuinze>>;
let region: Visiteur;
let animation: Visiteur;
beforeAll(async () => {
  essai = await demarrerEssai();
  ids = await installerLesQuinze(essai);
  // Collines: seven men and six women more, oriented and received in March 2024, so that some counts may be shown.
  for (let n = 0; n < 13; n += 1) {
    const { id } = await essai.fabriques.unePersonne({ plie_id: ids.COL, nom: `Renfort ${n}`, sexe: n < 7 ? 'H' : 'F', commune: n < 7 ? 'Antibes' : '=1+1' });
    await essai.fabriques.uneOrientation({ plie_id: ids.COL, personne_id: id, agence_id: ids.agence, date_prescription: '2024-03-04', date_contact: '2024-03-11' });
  }
  await ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('personnes').whereIn('nom', ['C1', 'C2', 'C4']).update({ sexe: 'F' }));
  region = await essai.comme('CORRESPONDANT_REGIONAL', ids.region);
  animation = await essai.comme('ANIMATION', ids.COL);
});
afterAll(() => essai.fermer());

const net = (html: string): string => html.replace(/<[^>]+>/g, ' ').replaceAll('&#39;', "'").replaceAll('&#34;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&').replace(/\s+/g, ' ').trim();
/** { Femme: { 1: '9', … } }: the first table of a page, by row and number of column. */
function lireTableau(html: string): Record<string, Record<string, string>> {
  const numeros = [...html.matchAll(/<span class="visually-hidden">Colonne <\/span>([^<]+?) </g)].map((m) => m[1]!.replace(' ', ''));
  return Object.fromEntries([...html.split('<tbody>')[1]!.split('</tbody>')[0]!.matchAll(/<tr[^>]*>\s*<th scope="row">([\s\S]*?)<\/tr>/g)].map((m) => {
    const [nom, ...cases] = m[1]!.split(/<td /);
    return [net(nom!), Object.fromEntries(cases.map((c, i) => [numeros[i]!, net(`<td ${c}`.replace(/<small>[\s\S]*<\/small>/, ''))]))];
  }));
}
const AN = 'debut=2024-01-01&fin=2024-12-31';

test("sans répartition : la table faite à la main, pour l'année comme pour ses quatre trimestres", async () => {
  const { text } = await region.get(`/analyses/repartition?${AN}`).expect(200);
  const lu = lireTableau(text);
  expect(Object.keys(lu)).toEqual(['Collines', 'Vallon', 'Total 06', 'Estuaire', 'Total 13', 'Total']);
  // Thirteen more in columns 1 and 3 of Collines.
  for (const [nom, en_plus] of [['Collines', 13], ['Vallon', 0], ['Total 06', 13], ['Estuaire', 0], ['Total', 13]] as const) {
    expect([nom, lu[nom]!['1'], lu[nom]!['3'], lu[nom]!['7'], lu[nom]!['14'], lu[nom]!['15']]).toEqual([nom, String(Number(ANNEXE_1[nom]!['1']) + en_plus), String(Number(ANNEXE_1[nom]!['3']) + en_plus), ANNEXE_1[nom]!['7'], ANNEXE_1[nom]!['14'], ANNEXE_1[nom]!['15']]);
  }
  const trimestres = await Promise.all(['01/01/2024&fin=31/03/2024', '01/04/2024&fin=30/06/2024', '01/07/2024&fin=30/09/2024', '01/10/2024&fin=31/12/2024'].map(async (d) => lireTableau((await region.get(`/analyses/repartition?debut=${d}`).expect(200)).text)));
  for (const numero of ['1', '3', '7', '10', '14', '15']) expect([numero, trimestres.reduce((s, t) => s + Number(t.Total![numero]), 0)]).toEqual([numero, Number(lu.Total![numero])]);
});

test('au PLIE, chaque chiffre de la répartition mène à une liste de sa longueur', async () => {
  for (const axe of ['sexe', 'commune', 'frein', 'motif-sortie', 'motif-refus', '']) {
    const { text } = await animation.get(`/analyses/repartition?${AN}&axe=${axe}`).expect(200);
    const liens = [...text.matchAll(/<a href="(\/analyses\/repartition\/liste[^"]+)"[^>]*>([^<]+)<\/a>/g)].map((m) => ({ adresse: m[1]!.replaceAll('&amp;', '&'), nombre: Number(m[2]) }));
    expect([axe, liens.length > 1]).toEqual([axe, true]);
    for (const { adresse, nombre } of liens) {
      const page = await animation.get(adresse).expect(200);
      expect([adresse, [...page.text.split('<tbody>')[1]!.matchAll(/<tr>/g)].length]).toEqual([adresse, nombre]);
      expect(page.text).not.toMatch(/Témoin [VE]\d/);
    }
  }
  const femmes = lireTableau((await animation.get(`/analyses/repartition?${AN}&axe=sexe`)).text);
  // By hand: C1 and six more oriented by PE; C1 C2 C4 and six more received.
  expect([femmes.Femme!['1'], femmes.Femme!['3'], femmes.Homme!['3'], femmes.Total!['3']]).toEqual(['7', '9', '7', '16']);
});

test('hors du PLIE, un petit nombre ne se lit ni ne se retrouve, sur la page et dans les fichiers', async () => {
  const referent = await essai.comme('REFERENT_PE', ids.agence);
  const adresse = `${AN}&axe=sexe`;
  const { text } = await referent.get(`/analyses/repartition?${adresse}`).expect(200);
  const lu = lireTableau(text);
  // Received: 9 women, 7 men. Oriented: 7 women, 7 men, and C3, whose sex is not known: alone under 5, it takes another with it.
  expect(Object.entries(lu).map(([nom, l]) => [nom, l['1'], l['3']])).toEqual([['Femme', 'masqué', '9'], ['Homme', '7', '7'], ['Non renseigné', '< 5', '0'], ['Total', '15', '16']]);
  // A ratio over a hidden count is hidden; C1 alone was integrated: with the zero of the men.
  expect([lu.Femme!['7'], lu.Homme!['7'], lu.Femme!['9'], lu.Homme!['9'], lu.Femme!['4'], lu.Homme!['4']]).toEqual(['< 5', '< 5', 'masqué', 'masqué', 'masqué', '100,0 %']);
  expect(text).not.toContain('/repartition/liste');
  expect(net(text)).toContain('« < 5 » : moins de cinq personnes.');
  const csv = (await referent.get(`/analyses/repartition.csv?${adresse}`).expect(200)).text;
  expect(csv.split('\r\n').slice(1, 5).map((l) => l.split(';').slice(0, 3))).toEqual([['Femme', 'masqué', '9'], ['Homme', '7', '7'], ['Non renseigné', '< 5', '0'], ['Total', '15', '16']]);
  const classeur = await texteDuClasseur((await referent.get(`/analyses/repartition.xlsx?${adresse}`).responseType('blob').expect(200)).body as Buffer);
  expect([...classeur.matchAll(/&lt;\s5/g)].length).toBe([...csv.matchAll(/;< 5/g)].length + 1);
  await referent.get(`/analyses/repartition/liste?${adresse}&colonne=3&valeur=F`).expect(403);
  await (await essai.comme('CONSEILLER_PE', ids.agence)).get('/analyses').expect(403);
});

test("hors du PLIE, une partie ne se soustrait pas du tout : le détail est celui de tout le territoire", async () => {
  // What the whole shows, less what a part would show, is what the part hides of the rest.
  for (const territoire of ['plie:COL', 'departement:06']) {
    const refus = await region.get(`/analyses/repartition?${AN}&axe=sexe&territoire=${territoire}`).expect(422);
    expect(net(refus.text)).toContain("Hors du PLIE, ce détail se lit pour tout votre territoire à la fois");
    expect(refus.text).not.toContain('<tbody>');
    for (const suite of ['.csv', '.xlsx']) await region.get(`/analyses/repartition${suite}?${AN}&axe=sexe&territoire=${territoire}`).expect(404);
    // The columns of annexe 1 are no detail.
    await region.get(`/analyses/repartition?${AN}&territoire=${territoire}`).expect(200);
    for (const [analyse, tableau] of [['cohortes', 'reperes'], ['delais', 'periode'], ['stock', 'stock'], ['absences-et-etapes', 'absences']]) for (const suite of ['', '.xlsx', '.csv']) {
      const reponse = await region.get(`/analyses/${analyse!}${suite}?${AN}&date=2024-06-30&tableau=${tableau!}&territoire=${territoire}`).expect(404);
      expect(net(reponse.text)).toContain('se lit pour tout votre territoire à la fois');
    }
  }
  expect(Object.keys(lireTableau((await region.get(`/analyses/repartition?${AN}&axe=sexe`).expect(200)).text))).toContain('Femme');
  for (const analyse of ['cohortes', 'delais', 'stock', 'absences-et-etapes']) expect((await region.get(`/analyses/${analyse}?${AN}`).expect(200)).text).not.toContain('name="territoire"');
  expect((await region.get(`/analyses/cohortes?${AN}`)).text).toContain('name="repere"');
});

test('les fichiers : leur nom, rien qui s\'exécute, une ligne de journal', async () => {
  const compter = async () => (await lignes(essai.contexte.base, sql`select 1 from journal_actes where action = 'analyse.exporter' and plie_id = ${ids.COL}`)).length;
  const avant = await compter();
  const csv = await animation.get(`/analyses/repartition.csv?${AN}&axe=commune`).expect(200);
  expect(csv.headers['content-disposition']).toMatch(/filename="?analyse_COL_2024-01-01_2024-12-31\.csv"?$/);
  expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(csv.text.startsWith('\ufeffCommune;')).toBe(true);
  expect(csv.text).toContain(`"'=1+1";6;6;`);
  const xlsx = await animation.get(`/analyses/repartition.xlsx?${AN}&axe=commune`).responseType('blob').expect(200);
  expect(xlsx.headers['content-disposition']).toMatch(/filename="?analyse_COL_2024-01-01_2024-12-31\.xlsx"?$/);
  expect(await compter()).toBe(avant + 2);
});

test('une liste est inscrite au journal, sans la commune', async () => {
  await animation.get(`/analyses/repartition/liste?${AN}&axe=commune&valeur=antibes&colonne=3`).expect(200);
  const [acte] = await lignes<{ details: Record<string, unknown> }>(essai.contexte.base, sql`select details from journal_actes where action = 'analyse.lister' order by id desc limit 1`);
  expect(acte!.details).toMatchObject({ colonne: '3', axe: 'commune', valeur: null, nombre: 7 });
});

test('des dates qui ne font pas une période : une phrase qui dit quoi faire', async () => {
  const dit = async (reste: string) => net((await animation.get(`/analyses/repartition?${reste}`).expect(422)).text);
  expect(await dit('debut=31/02/2024&fin=01/04/2024')).toContain("« 31/02/2024 » n'est pas une date du calendrier.");
  expect(await dit('debut=01/04/2024&fin=')).toContain('Indiquez le dernier jour de la période.');
  expect(await dit('debut=01/04/2024&fin=31/03/2024')).toContain("La période finirait le 31/03/2024, avant de commencer le 01/04/2024 : corrigez l'une des deux dates.");
  expect(await dit('debut=01/01/2010&fin=01/01/2020')).toContain('Une analyse porte sur 10 ans au plus : indiquez une fin au 31/12/2019 au plus tard.');
  await animation.get('/analyses/repartition?debut=01/01/2010&fin=31/12/2019').expect(200);
  expect(net((await animation.get('/analyses/repartition?debut=1999-01-01&fin=1999-01-31').expect(200)).text)).toContain("Aucun fait n'est enregistré sur cette période pour Collines.");
});

test('ce qui n\'est pas de son territoire, ou pas un axe, est introuvable', async () => {
  for (const reste of ['territoire=plie:VAL', 'territoire=plie:RIEN', 'axe=accompagnateur', 'axe=rien']) await animation.get(`/analyses/repartition?${AN}&${reste}`).expect(404);
  for (const reste of ['colonne=2', 'colonne=4', 'colonne=', 'colonne=3&valeur=F', 'colonne=3&axe=sexe&valeur=X', 'colonne=3&axe=prescripteur&valeur=CCAS', 'colonne=14&axe=prescripteur&valeur=-', 'colonne=3&page=2', 'colonne=3&axe=commune&valeur=lune']) {
    expect([reste, (await animation.get(`/analyses/repartition/liste?${AN}&${reste}`)).status]).toEqual([reste, 404]);
  }
});

test("une année civile renvoie à son bilan, et dit s'il est validé ; des chiffres du jour restent ceux du jour", async () => {
  const page = async (reste: string) => net((await animation.get(`/analyses/repartition?${reste}`).expect(200)).text);
  expect(await page(AN)).toContain("Le bilan 2024 n'est pas encore validé. Bilan 2024");
  const acte = { contexte: essai.contexte, maintenant: '2025-06-16T09:00:00Z' };
  const version = async () => (await chercherBilan(essai.contexte, ids.COL, 2024))!.version;
  await commencer(acte, ids.COL, 2024);
  await enregistrerControles(acte, ids.COL, 2024, await version());
  await valider(acte, ids.COL, 2024, { version: await version(), empreinte: (await lireAnnee(essai.contexte, await lirePlie(essai.contexte, ids.COL), 2024)).empreinte, remarque: null });
  await essai.fabriques.uneOrientation({ plie_id: ids.COL, date_prescription: '2024-12-31' });
  expect(await page(AN)).toContain('Le bilan 2024 est validé : seuls ses chiffres font foi, et ceux-ci ont pu changer depuis. Bilan 2024');
  expect(lireTableau((await animation.get(`/analyses/repartition?${AN}`)).text).Collines!['1']).toBe('16');
  expect(net((await region.get(`/analyses/repartition?${AN}`).expect(200)).text)).toContain('Le bilan 2024 est validé pour 1 PLIE sur 3');
  expect(await page('debut=2024-01-01&fin=2024-12-30')).not.toContain('Le bilan 2024');
});
