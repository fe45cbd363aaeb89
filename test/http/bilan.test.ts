/** The bilan as each role meets it: the hand-made figures on screen, the lists behind them, and nothing of another territory. */
import { demarrerEssai, type Essai, type Visiteur } from '../outils/application';
import { ANNEXE_1, COLONNE_13, installerLesQuinze } from '../indicateurs/quinze';
import { lireEcran, lireMotifsEcran, net } from '../outils/annexe1';
import { lignes, sql } from '../../server/lib/db/sql';

let essai: Essai;
let ids: Awaited<ReturnType<typeof installerLesQuinze>>;
let region: Visiteur;
let animation: Visiteur;
beforeAll(async () => {
  essai = await demarrerEssai();
  ids = await installerLesQuinze(essai);
  region = await essai.comme('CORRESPONDANT_REGIONAL', ids.region);
  animation = await essai.comme('ANIMATION', ids.COL);
});
afterAll(() => essai.fermer());

const corpsDe = (html: string, rang: number): string => [...html.matchAll(/<tbody>([\s\S]*?)<\/tbody>/g)][rang]![1]!;

test("l'écran porte la table faite à la main, avec ses totaux et sa couverture", async () => {
  const { text } = await region.get('/bilan').expect(200);
  const lus = lireEcran(text);
  expect(Object.keys(lus)).toEqual(['Collines', 'Vallon', 'Total 06', 'Estuaire', 'Total 13', 'Total']);
  expect(lus).toEqual(ANNEXE_1);
  expect(lireMotifsEcran(text)).toEqual(COLONNE_13);
  // 3/2, 8/10, 5/6
  expect(net(text)).toContain('150,0 % 3 / 2');
  expect(net(text)).toContain('80,0 % 8 / 10');
  expect(net(text)).toContain('83,3 % 5 / 6 2 PLIE sur 3');
  expect(net(corpsDe(text, 1))).toContain('Vallon 0 1 dont 1 positive 1 0');
  expect(net(text)).toContain('à vérifier pour Estuaire : 3 accueillis pour 4 présents');
});

test("le correspondant régional ne voit que des nombres : ni lien, ni liste, ni nom, nulle part", async () => {
  const { text } = await region.get('/bilan?annee=2024').expect(200);
  expect(text).not.toContain('/bilan/liste');
  expect(text).not.toContain('Témoin');
  await region.get('/bilan/liste?annee=2024&territoire=plie:COL&colonne=3').expect(403);
  const classeur = await region.get('/bilan/classeur?annee=2024').responseType('blob').expect(200);
  expect(classeur.headers['content-disposition']).toMatch(/^attachment; filename="?bilan-quantitatif_PACA_2024\.xlsx"?$/);
  expect((await textesDuClasseur(classeur.body as Buffer)).join(' ')).not.toContain('Témoin');
});

test('un territoire hors de portée ne se distingue pas d\'un territoire qui n\'existe pas', async () => {
  for (const chemin of ['/bilan', '/bilan/classeur', '/bilan/liste']) {
    const reponses = await Promise.all(['plie:VAL', 'plie:RIEN', 'departement:06', 'region:PACA'].map((t) => animation.get(`${chemin}?annee=2024&colonne=3&territoire=${t}`)));
    expect(reponses.map((r) => r.status)).toEqual([404, 404, 404, 404]);
    expect(new Set(reponses.map((r) => net(r.text.replace(/[\s\S]*<main/, '<main').replace(/<\/main>[\s\S]*/, '')))).size).toBe(1);
  }
  const ailleurs = await essai.comme('CORRESPONDANT_REGIONAL', (await essai.fabriques.uneRegion('BRE')).id);
  expect(net((await ailleurs.get('/bilan').expect(200)).text)).toContain('Aucun PLIE dans votre territoire.');
  await ailleurs.get('/bilan?territoire=region:PACA').expect(404);
});

test('chaque chiffre du PLIE mène à une liste de cette longueur, avec les personnes de ce PLIE seulement', async () => {
  const { text } = await animation.get('/bilan?annee=2024').expect(200);
  expect(lireEcran(text)).toEqual({ Collines: ANNEXE_1.Collines });
  const liens = [...text.matchAll(/<a href="(\/bilan\/liste[^"]+)"[^>]*>([^<]+)<\/a>/g)].map((m) => ({ adresse: m[1]!.replaceAll('&amp;', '&'), nombre: Number(/\d+/.exec(m[2]!)![0]) }));
  // Columns 1 2 3 5 7 10 11 14 15, then two motifs, of which one has a positive exit.
  expect(liens).toHaveLength(9 + Object.keys(COLONNE_13.Collines!).length + 1);
  for (const { adresse, nombre } of liens) {
    const page = await animation.get(adresse).expect(200);
    const rangees = [...corpsDe(page.text, 0).matchAll(/<tr>/g)].length;
    if (adresse.includes('colonne=2')) {
      expect([...page.text.matchAll(/data-libelle="Présents">(\d+)</g)].map((m) => Number(m[1]))).toEqual([nombre]);
    } else {
      expect([adresse, rangees]).toEqual([adresse, nombre]);
      expect([...page.text.matchAll(/href="\/personnes\/\d+">Témoin (\S+)<\/a>/g)].every((m) => m[1]!.startsWith('C'))).toBe(true);
    }
  }
});

const liensDes = (text: string) => [...text.matchAll(/<a href="(\/bilan[^"]+)" aria-label="([^"]+)"/g)].map((m) => ({ adresse: m[1]!.replaceAll('&amp;', '&'), nombre: Number(/\d+/.exec(m[2]!)![0]) }));

test('chaque valeur d\'un graphique, mois par mois aussi, mène à une liste de cette longueur', async () => {
  const { text } = await animation.get('/bilan/graphiques?annee=2024').expect(200);
  expect(net(text)).toContain('En 2024 : 2 prescriptions, 3 premiers contacts, 3 entrées en diagnostic, 1 intégration et 2 sorties.');
  const liens = liensDes(text);
  // Five steps; two motifs, of which one has a positive exit; the months of Collines that are not 0: columns 1 (01, 12), 2 (05), 3 (01 for two, 03), 7 (03), 10 (06, 12).
  expect(liens).toHaveLength(5 + 2 + 1 + 2 + 1 + 2 + 1 + 2);
  for (const { adresse, nombre } of liens) {
    const page = await animation.get(adresse).expect(200);
    const lus = adresse.includes('colonne=2&') ? Number(/data-libelle="Présents">(\d+)</.exec(page.text)![1]) : [...corpsDe(page.text, 0).matchAll(/<tr>/g)].length;
    expect([adresse, lus]).toEqual([adresse, nombre]);
  }
  expect(net((await animation.get('/bilan/liste?annee=2024&colonne=3&mois=1').expect(200)).text)).toContain('Collines, janvier 2024 · 2 orientations');
});

test('la région compare les PLIE et va de chacun à son bilan, jamais à une liste', async () => {
  for (const adresse of ['/bilan/graphiques?annee=2024', '/bilan/comparaison?annee=2024&indicateur=1', '/bilan/evolution?annee=2024']) {
    const { text } = await region.get(adresse).expect(200);
    expect(text).not.toMatch(/bilan\/liste|Témoin/);
  }
  const { text } = await region.get('/bilan/comparaison?annee=2024&indicateur=1').expect(200);
  expect(liensDes(text)).toEqual(['COL', 'VAL', 'EST'].map((code, i) => ({ adresse: `/bilan?annee=2024&territoire=plie%3A${code}`, nombre: [2, 3, 1][i]! })));
  expect(net(text)).toContain('6 en tout, de 1 à 3 selon le PLIE. 3 PLIE sur 3 ont ce chiffre.');
  for (const reste of ['indicateur=13', 'indicateur=99', 'territoire=plie:RIEN']) await region.get(`/bilan/comparaison?annee=2024&${reste}`).expect(404);
  // A PLIE alone has nobody to be compared with, and is not offered to be.
  expect(net((await animation.get('/bilan/comparaison?annee=2024').expect(200)).text)).toContain('Il faut au moins deux PLIE pour comparer');
  expect((await animation.get('/bilan?annee=2024').expect(200)).text).not.toContain('/bilan/comparaison');
});

test('la bibliothèque de dessin ne se charge que là où il y a un dessin', async () => {
  const charge = async (adresse: string) => /\/vendor\/chart\.js\/chart\.umd\.min\.js/.test((await animation.get(adresse).expect(200)).text);
  expect([await charge('/bilan?annee=2024'), await charge('/bilan/graphiques?annee=2024'), await charge('/bilan/graphiques?annee=1999'), await charge('/bilan/evolution?annee=2024')]).toEqual([false, true, false, false]);
});

test('consulter une liste est inscrit au journal', async () => {
  const compter = async () => (await lignes(essai.contexte.base, sql`select 1 from journal_actes where action = 'bilan.lister' and plie_id = ${ids.COL} and details ->> 'colonne' = '14'`)).length;
  const avant = await compter();
  await animation.get('/bilan/liste?annee=2024&colonne=14').expect(200);
  expect(await compter()).toBe(avant + 1);
});

test('une adresse qui ne désigne aucun chiffre répond « introuvable »', async () => {
  for (const reste of ['colonne=4', 'colonne=99', 'colonne=', 'colonne=13', 'colonne=13&valeur=RIEN', 'colonne=3&mois=0', 'colonne=3&mois=13', 'colonne=3&mois=mars', 'colonne=3&page=0', 'colonne=3&page=2', 'colonne=3&annee=24']) await animation.get(`/bilan/liste?annee=2024&${reste}`.replace('annee=2024&colonne=3&annee=24', 'annee=24&colonne=3')).expect(404);
});

test('le référent Pôle emploi voit les chiffres des PLIE de son agence, sans les noms', async () => {
  const visiteur = await essai.comme('REFERENT_PE', ids.agence);
  const { text } = await visiteur.get('/bilan?annee=2024').expect(200);
  expect(lireEcran(text)).toEqual({ Collines: ANNEXE_1.Collines });
  expect(text).not.toContain('/bilan/liste');
  await visiteur.get('/bilan/liste?annee=2024&colonne=3').expect(403);
});

test('une année vide dit quoi faire', async () => {
  const { text } = await animation.get('/bilan?annee=1999').expect(200);
  expect(net(text)).toContain("Aucun fait n'est enregistré en 1999 pour Collines.");
  expect(net((await animation.get('/bilan?annee=2150').expect(200)).text)).toContain("L'année 2150 n'a pas commencé");
  for (const adresse of ['/bilan?annee=abc', '/bilan/evolution?annee=20', '/bilan/classeur?annee=99999']) expect(net((await animation.get(adresse).expect(404)).text)).toContain('quatre chiffres, par exemple 2024');
  expect(net((await animation.get('/bilan?annee=2024&territoire=ailleurs').expect(404)).text)).toContain("Ce territoire n'existe pas, ou n'est pas le vôtre.");
  expect(text).not.toContain('<tbody>');
});

test('au-delà de cent, la liste se lit par pages, et le chiffre reste entier', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet({}, { code: 'CENT' });
  const { id } = await essai.fabriques.unePersonne({ plie_id: plie.id });
  for (let i = 0; i < 101; i += 1) await essai.fabriques.uneOrientation({ plie_id: plie.id, personne_id: id, date_prescription: '2024-02-01' });
  const visiteur = await essai.comme('ACCOMPAGNATEUR', plie.id);
  const [premiere, seconde] = [await visiteur.get('/bilan/liste?annee=2024&colonne=1').expect(200), await visiteur.get('/bilan/liste?annee=2024&colonne=1&page=2').expect(200)];
  expect([premiere, seconde].map((p) => [...corpsDe(p.text, 0).matchAll(/<tr>/g)].length)).toEqual([100, 1]);
  expect(net(premiere.text)).toContain('101 orientations');
  expect(premiere.text).toContain('page=2');
  expect(lireEcran((await visiteur.get('/bilan?annee=2024').expect(200)).text)).toMatchObject({ [plie.nom]: { 1: '101' } });
});

test('la page des définitions est écrite par les définitions, pour tous les rôles', async () => {
  for (const [role, organisation] of [['ANIMATION', ids.COL], ['CONSEILLER_PE', ids.agence], ['CORRESPONDANT_REGIONAL', ids.region], ['ADMINISTRATEUR', ids.COL], ['DPO', ids.COL]] as const) {
    const { text } = await (await essai.comme(role, organisation)).get('/definitions').expect(200);
    expect([...text.matchAll(/id="col-(\w+)"/g)].map((m) => m[1])).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '9bis', '10', '11', '12', '13', '14', '15', '16']);
  }
});

async function textesDuClasseur(octets: Buffer): Promise<string[]> {
  const ExcelJS = await import('exceljs');
  const classeur = new ExcelJS.default.Workbook();
  await classeur.xlsx.load(octets as unknown as ArrayBuffer);
  const textes: string[] = [];
  classeur.eachSheet((feuille) => feuille.eachRow((ligne) => ligne.eachCell((c) => textes.push(c.text))));
  return textes;
}
