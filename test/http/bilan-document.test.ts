/** The document of the comité de pilotage: the figures of the screen and of the workbook, for a reading voice too, whatever the territory. */
import ExcelJS from 'exceljs';
import { demarrerEssai, type Essai, type Visiteur } from '../outils/application';
import { aPlat, horsBalise, pagesDuPdf, textesDuPdf } from '../outils/pdf';
import { installerLesQuinze } from '../indicateurs/quinze';
import { formaterNombre } from '../../server/lib/texte';
import { QUESTIONS } from '../../reports/bilan-qualitatif/questions';

let essai: Essai;
let ids: Awaited<ReturnType<typeof installerLesQuinze>>;
let region: Visiteur;
beforeAll(async () => {
  essai = await demarrerEssai();
  ids = await installerLesQuinze(essai);
  region = await essai.comme('CORRESPONDANT_REGIONAL', ids.region);
  const { inserer } = essai.fabriques;
  await inserer('objectifs', { plie_id: ids.COL, annee: 2024, integrations: 8, participants: 9 });
  const { id: enquete_id } = await inserer('enquetes', { region_code: 'PACA', annee: 2024, date_limite: '2025-12-31' });
  await inserer('enquete_reponses', { plie_id: ids.COL, enquete_id, partie: 'PLIE', question: 1, reponse: 'MOYEN', argument: 'Deux réunions de calage par an.' });
  await inserer('enquete_reponses', { plie_id: ids.COL, enquete_id, partie: 'POLE_EMPLOI', question: 1, reponse: 'TOUT_A_FAIT' });
  await inserer('enquete_reponses', { plie_id: ids.VAL, enquete_id, partie: 'PLIE', question: 1, reponse: 'TOUT_A_FAIT' });
});
afterAll(() => essai.fermer());

async function octetsDe(visiteur: Visiteur, adresse: string): Promise<Buffer> {
  const { body, headers } = await visiteur.get(adresse).responseType('blob').expect(200);
  expect(headers['content-disposition']).toMatch(/^attachment; filename="?bilan/);
  return body as Buffer;
}
const document = (visiteur: Visiteur, reste = '') => octetsDe(visiteur, `/bilan/document?annee=2024${reste}`);
const lu = (octets: Buffer): string => aPlat(textesDuPdf(octets).join(' '));
const net = (html: string): string => aPlat(html.replace(/<[^>]+>/g, ' ').replaceAll('&#39;', "'").replaceAll('&amp;', '&'));
/** The rows of each table body of a page, as one reads them. */
const rangees = (html: string): string[][] => [...html.matchAll(/<tbody>([\s\S]*?)<\/tbody>/g)].map((m) => [...m[1]!.matchAll(/<tr[\s\S]*?<\/tr>/g)].map((r) => net(r[0])));

test("tous les chiffres sont ceux de l'écran, de la comparaison et du classeur", async () => {
  const pdf = lu(await document(region));
  const [annexe, motifs] = rangees((await region.get('/bilan?annee=2024').expect(200)).text);
  // Six lines and three titles of département, each with its figures in their order; then column 13.
  const lignes = annexe!.filter((r) => r.includes('par motif'));
  expect(lignes).toHaveLength(6);
  expect(lignes[1]).toBe('Vallon 3 n.d. 2 66,7 % 2 / 3 Non applicable Non applicable 1 Non applicable 50,0 % 1 / 2 33,3 % 1 / 3 2 1 50,0 % 1 / 2 par motif 2 1 50,0 % 1 / 2');
  for (const r of [...lignes, ...motifs!]) expect(pdf).toContain(r);
  const [objectifs, comparees] = rangees((await region.get('/bilan/evolution?annee=2024').expect(200)).text);
  expect(comparees).toHaveLength(16);
  for (const r of [...objectifs!, ...comparees!]) expect(pdf).toContain(r.replace(/(\/ \d+), (\d+ PLIE)/g, '$1 $2'));
  // Collines alone has set objectives: C1 and C6 integrated, of 8; C1, C5 and C6 accompanied, of 9.
  expect(pdf).toContain('2 intégrations pour un objectif de 8 (25,0 %) et 3 personnes accompagnées pour un objectif de 9 (33,3 %)');
  expect(pdf).toContain('1 PLIE sur 3 a fixé cet objectif');

  const classeur = new ExcelJS.Workbook();
  await classeur.xlsx.load((await octetsDe(region, '/bilan/classeur?annee=2024')) as unknown as ArrayBuffer);
  const feuille = classeur.getWorksheet('Bilan quantitatif')!;
  const titres = (feuille.getRow(1).values as string[]).slice(1);
  const colonnes = titres.flatMap((t, i) => (/^Col\. (?!13 )/.test(t) ? [i + 1] : []));
  const texteDe = (valeur: unknown): string => (typeof valeur === 'number' ? formaterNombre(valeur) : typeof valeur === 'object' && valeur !== null ? `${formaterNombre(Math.floor(Math.round((valeur as { result: number }).result * 1000) / 10))},${Math.round((valeur as { result: number }).result * 1000) % 10} %` : String(valeur));
  const sansTermes = (ligne: string): string => ligne.replace(/ \d+ \/ \d+/g, '').replace(/ \d+ PLIE sur \d+/g, '').replace(' par motif', '');
  const duClasseur = Array.from({ length: 6 }, (_, i) => feuille.getRow(i + 2)).map((r) => aPlat(colonnes.map((c) => texteDe(r.getCell(c).value)).join(' ')));
  expect(duClasseur).toEqual(lignes.map((l) => sansTermes(l).replace(/^(Total \d\d|\p{L}+) /u, '')));
});

test('un brouillon le dit sur chaque page ; chaque page a son numéro, chaque partie le sien au sommaire', async () => {
  const octets = await document(region);
  const pages = pagesDuPdf(octets).map((p) => aPlat(p.join(' ')));
  pages.forEach((p, i) => expect(p).toContain(`page ${i + 1} sur ${pages.length}`));
  expect(pages.filter((p) => p.includes('BROUILLON'))).toHaveLength(pages.length);
  expect(pages[0]).toContain('Bilan 2024 Région PACA BROUILLON – chiffres non validés. Chiffres du jour : ils suivent les saisies.');
  for (const partie of ['Chiffres clés', 'Graphiques', 'Bilan quantitatif (annexe 1)', 'Sorties par motif (colonne 13)', 'Bilan qualitatif (annexe 2)', 'Sources Pôle emploi', 'Définitions']) {
    const numero = Number(new RegExp(`${partie.replace(/[()]/g, '\\$&')} (\\d+)`).exec(pages[1]!)![1]);
    expect([partie, pages[numero - 1]!.includes(partie)]).toEqual([partie, true]);
  }
});

test('rien n\'est hors de la structure : langue, titre, titres en ordre, en-têtes, graphiques dits en une phrase, signets', async () => {
  const octets = await document(region);
  expect(horsBalise(octets)).toEqual([]);
  const brut = octets.toString('latin1');
  for (const marque of ['/Lang (fr-FR)', '/Marked true', '/DisplayDocTitle true', '/Tabs /S', '/PageMode /UseOutlines', '/Scope /Column', '/Scope /Row', '/ColSpan 4', '/S /TOCI']) expect([marque, brut.includes(marque)]).toEqual([marque, true]);
  expect(brut.match(/\/S \/H1\b/g)).toHaveLength(1);
  // Funnel, motifs, months, objectives, two comparisons, survey: each with its words.
  const figures = [...brut.matchAll(/\/S \/Figure\n\/Alt/g)];
  expect(figures).toHaveLength(7);
});

test('les arguments d\'une convention ne sont que dans son document ; les réponses, dans tous', async () => {
  const [deCollines, deTous] = [lu(await document(region, '&territoire=plie:COL')), lu(await document(region))];
  expect(deCollines).toContain('Question 1, PLIE (moyen) : Deux réunions de calage par an.');
  expect(deTous).not.toContain('Deux réunions');
  // Question 1: « moyen » (Collines, its PLIE, until one is agreed) and « tout à fait » (Vallon), Estuaire silent.
  expect(deTous).toContain(`${QUESTIONS[0]!.libelle} 50,0 % (1) 50,0 % (1) 0,0 % (0) 1`);
  expect(deTous).toContain('Collines Moyen *');
  expect(deCollines).toContain(`${QUESTIONS[0]!.libelle} Moyen Moyen Tout à fait`);
});

test('douze PLIE aux longs noms, un seul, aucun fait : le document tient, sans page vide ni mot coupé', async () => {
  const { fabriques: f } = essai;
  // No hyphen: a line may end on one.
  const nom = (n: number) => `Communauté d'agglomération des Hautes Vallées et du Littoral de Valmorin sur Mer ${n}`;
  for (let n = 1; n <= 9; n += 1) await f.unTerritoireComplet({}, { code: `LONG${n}`, nom: nom(n), departement: n < 5 ? '83' : '84' });
  const tous = pagesDuPdf(await document(region)).map((p) => aPlat(p.join(' ')));
  expect(tous.join(' ')).toContain('12 plans locaux');
  for (let n = 1; n <= 9; n += 1) expect(tous.join(' ')).toContain(`${nom(n)} 0 n.d. 0 n.d. 0 n.d.`);
  const vide = pagesDuPdf(await document(region, '&territoire=plie:LONG1')).map((p) => aPlat(p.join(' ')));
  expect(vide.join(' ')).toContain(`Aucun fait n'est enregistré en 2024 pour ${nom(1)}`);
  const seul = pagesDuPdf(await document(region, '&territoire=plie:VAL')).map((p) => aPlat(p.join(' ')));
  // Beside the head and the foot, each page says something.
  for (const page of [...tous, ...vide, ...seul]) expect(page.length).toBeGreaterThan(250);
});

test('le téléchargement est au journal ; un territoire hors de portée est introuvable', async () => {
  const lire = () => essai.contexte.base('journal_actes').where({ action: 'bilan.exporter' }).orderBy('id').select<{ details: object }[]>('details');
  await document(region, '&territoire=plie:COL');
  expect((await lire()).at(-1)!.details).toEqual({ annee: 2024, territoire: 'plie:COL', format: 'pdf' });
  const animation = await essai.comme('ANIMATION', ids.COL);
  await animation.get('/bilan/document?annee=2024&territoire=plie:VAL').expect(404);
  const avant = (await lire()).length;
  expect(lu(await document(animation))).toContain('Collines 2 7 3 150,0 % 3 / 2');
  expect(await lire()).toHaveLength(avant + 1);
});
