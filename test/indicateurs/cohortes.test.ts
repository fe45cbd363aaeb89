/**
 * Cohort, delays, stock, absences and étapes of the fifteen files (quinze.ts), worked out with a pencil from their dates and from
 * the facts added below. Every figure is also the length of the list behind it.
 */
import { demarrerEssai, type Essai } from '../outils/application';
import { installerLesQuinze } from './quinze';
import { ABSENCES, cleAbsence, etablirAbsences, faitsAbsences } from '../../reports/analyses/absences';
import { cleCohorte, COLONNES_COHORTE, etablirCohorte, faitsCohorte, REPERES, type DemandeCohorte } from '../../reports/analyses/cohorte';
import { cleAnnee, DELAIS, etablirDelais, etablirDelaisParAnnee, faitsDelais } from '../../reports/analyses/delais';
import { cleEtape, ETAPES, etablirEtapes, faitsEtapes } from '../../reports/analyses/etapes';
import { listerFaits, type Faits, type LigneAnalyse } from '../../reports/analyses/faits';
import { etablirStock, faitsStock, STOCK } from '../../reports/analyses/stock';
import type { Territoire } from '../../reports/periodes';
import { etablirTableau } from '../../reports/tableau-de-suivi/tableau';
import { dateCivile, dernierJourDuMois, premierJourDuMois, type Mois } from '../../server/lib/dates';

let essai: Essai;
beforeAll(async () => {
  essai = await demarrerEssai('2025-02-15');
  await installerLesQuinze(essai);
  const { fabriques: f, contexte } = essai;
  const connues = await contexte.base('orientations').join('personnes', 'personnes.id', 'orientations.personne_id').select<{ nom: string; plie_id: number; id: number; personne_id: number }[]>('personnes.nom', 'orientations.plie_id', 'orientations.id', 'orientations.personne_id');
  const de = (nom: string) => { const o = connues.find((c) => c.nom === nom)!; return { plie_id: o.plie_id, orientation_id: o.id }; };
  const pni = (nom: string, champs: object) => f.inserer('pni', { ...de(nom), personne_id: connues.find((c) => c.nom === nom)!.personne_id, ...champs });
  // V1 lifted on 30/06, V5 covered until 29/06, E1 only asked for.
  await pni('C1', { date_debut: '2024-03-15', date_fin: '2026-03-14', date_cloture: '2024-12-31', motif_cloture: 'SORTIE' });
  await pni('V1', { date_debut: '2024-04-01', date_fin: '2026-03-31', date_cloture: '2024-06-30', motif_cloture: 'CONTRAT_IAE' });
  await pni('V5', { date_debut: '2022-06-30', date_fin: '2024-06-29' });
  await pni('E1', { date_demande: '2024-04-01' });
  // C1's job begins on the day when C6's training is lost.
  await f.inserer('suivis_emploi', { ...de('C1'), nature: 'EMPLOI', contrat: 'CDI', mi_temps: true, date_debut: '2024-06-30' });
  await f.inserer('suivis_emploi', { ...de('C6'), nature: 'FORMATION', date_debut: '2024-05-01', date_perte: '2024-06-30' });
  const absence = (nom: string, date_convocation: string, excuse: boolean, premier_contact = false) => f.inserer('absences', { ...de(nom), date_convocation, excuse, premier_contact });
  await absence('V2', '2024-05-15', false, true);
  await absence('V1', '2024-05-31', false);
  await absence('V1', '2024-06-01', true);
  await absence('E4', '2024-12-31', true, true);
  const etape = (nom: string, type: string, date_debut: string, date_fin: string | null, resultat: string | null) => f.inserer('etapes', { ...de(nom), type, date_debut, date_fin, resultat });
  await etape('V1', 'FORMATION', '2024-04-01', '2024-06-30', 'ACHEVEE');
  await etape('V1', 'ATELIER', '2024-06-15', null, null);
  await etape('C1', 'PMSMP', '2024-05-01', '2024-05-15', 'INTERROMPUE');
  // C5 goes out on 30/06.
  await etape('C5', 'FORMATION', '2024-06-01', '2024-12-31', null);
  await etape('E1', 'ATELIER', '2024-07-01', '2024-07-01', null);
});
afterAll(() => essai.fermer());

const REGION: Territoire = { type: 'REGION', code: 'PACA' };
const jours = (debut: string, fin: string) => ({ debut: dateCivile(debut), fin: dateCivile(fin), territoire: REGION });
const nomDe = (l: LigneAnalyse<unknown>): string => l.plie?.nom ?? (l.departement ? `Total ${l.departement.code}` : 'Total');
const TERRITOIRES: Record<string, Territoire> = {
  Collines: { type: 'PLIE', code: 'COL' }, Vallon: { type: 'PLIE', code: 'VAL' }, Estuaire: { type: 'PLIE', code: 'EST' },
  'Total 06': { type: 'DEPARTEMENT', code: '06' }, 'Total 13': { type: 'DEPARTEMENT', code: '13' }, Total: REGION,
};

/** { 'Collines 3': '4 1 3 …' }: the cells of a line in the order of the columns, none as 0. */
const enNotation = (lignes: LigneAnalyse<number>[], codes: readonly string[], rangees: Record<string, (code: string) => string>) =>
  Object.fromEntries(lignes.flatMap((l) => Object.entries(rangees).map(([nom, cle]) => [`${nomDe(l)}${nom}`, codes.map((code) => l.valeurs[cle(code)] ?? 0).join(' ')])));

/** Each cell of each line against its list, in that line's territory. */
async function verifierListes(lignes: LigneAnalyse<number>[], cles: string[], faits: (territoire: Territoire) => Faits): Promise<void> {
  expect(lignes.map(nomDe)).toEqual(['Collines', 'Vallon', 'Total 06', 'Estuaire', 'Total 13', 'Total']);
  for (const l of lignes) {
    for (const cle of cles) {
      const liste = await listerFaits(essai.contexte, faits(TERRITOIRES[nomDe(l)]!), cle, 1);
      expect([nomDe(l), cle, liste.nombre, liste.faits.length]).toEqual([nomDe(l), cle, l.valeurs[cle] ?? 0, l.valeurs[cle] ?? 0]);
    }
  }
}

describe('la cohorte', () => {
  const demande = (debut: string, fin: string, plus: Partial<DemandeCohorte> = {}): DemandeCohorte => ({ ...jours(debut, fin), population: 'TOUTES', jour: essai.contexte.jour, ...plus });
  const codes = COLONNES_COHORTE.map((c) => c.code);
  const rangees = Object.fromEntries(REPERES.map((r) => [` ${r}`, (code: string) => cleCohorte(r, code as (typeof codes)[number])]));

  test('les orientés de 2024, vus le 15/02/2025', async () => {
    const lignes = await etablirCohorte(essai.contexte, demande('2024-01-01', '2024-12-31'));
    // all, not yet, observable | waiting, received, diagnostic, refused, followed, positive, other exits
    expect(enNotation(lignes, codes, rangees)).toEqual({
      // C1 C3 C4 C6. C3 was oriented on 31/12: its 3 months end on 31/03/2025. At 12 months C1 (01/01/2025) and C6 (01/02/2025) are out; C4's come on 01/03/2025.
      'Collines 3': '4 1 3 0 0 1 0 2 0 0', 'Collines 6': '4 1 3 0 0 1 0 2 0 0', 'Collines 12': '4 2 2 0 0 0 0 0 2 0', 'Collines 24': '4 4 0 0 0 0 0 0 0 0',
      // V1 followed, V2 waits, V3 refused
      'Vallon 3': '3 0 3 1 0 0 1 1 0 0', 'Vallon 6': '3 0 3 1 0 0 1 1 0 0', 'Vallon 12': '3 2 1 0 0 0 0 1 0 0', 'Vallon 24': '3 3 0 0 0 0 0 0 0 0',
      'Total 06 3': '7 1 6 1 0 1 1 3 0 0', 'Total 06 6': '7 1 6 1 0 1 1 3 0 0', 'Total 06 12': '7 4 3 0 0 0 0 1 2 0', 'Total 06 24': '7 7 0 0 0 0 0 0 0 0',
      // E1 followed, E2 received, E3 refused, E4 waits; the 6 months of E3 (01/03/2025) and E4 (10/04/2025) are to come.
      'Estuaire 3': '4 0 4 1 1 0 1 1 0 0', 'Estuaire 6': '4 2 2 0 1 0 0 1 0 0', 'Estuaire 12': '4 3 1 0 0 0 0 1 0 0', 'Estuaire 24': '4 4 0 0 0 0 0 0 0 0',
      'Total 13 3': '4 0 4 1 1 0 1 1 0 0', 'Total 13 6': '4 2 2 0 1 0 0 1 0 0', 'Total 13 12': '4 3 1 0 0 0 0 1 0 0', 'Total 13 24': '4 4 0 0 0 0 0 0 0 0',
      'Total 3': '11 1 10 2 1 1 2 4 0 0', 'Total 6': '11 3 8 1 1 1 1 4 0 0', 'Total 12': '11 7 4 0 0 0 0 2 2 0', 'Total 24': '11 11 0 0 0 0 0 0 0 0',
    });
    await verifierListes(lignes, REPERES.flatMap((r) => codes.map((c) => cleCohorte(r, c))), (territoire) => faitsCohorte({ ...demande('2024-01-01', '2024-12-31'), territoire }));
  });

  test("Pôle emploi seulement : C6, orientée par un CCAS, n'y est plus", async () => {
    const lignes = await etablirCohorte(essai.contexte, demande('2024-01-01', '2024-12-31', { population: 'PE' }));
    expect(enNotation(lignes, codes, rangees)).toMatchObject({ 'Collines 3': '3 1 2 0 0 1 0 1 0 0', 'Collines 12': '3 2 1 0 0 0 0 0 1 0', 'Vallon 3': '3 0 3 1 0 0 1 1 0 0' });
  });

  test('une réorientation est une autre sortie ; le 31/12 a ses 6 mois le 30/06', async () => {
    const lire = async (jour: string) => enNotation(await etablirCohorte(essai.contexte, demande('2023-01-01', '2023-12-31', { jour: dateCivile(jour) })), codes, rangees);
    // V4, out on 01/02/2024; C2, refused on 01/02/2024
    expect(await lire('2025-02-15')).toMatchObject({ 'Vallon 6': '1 0 1 0 0 0 0 1 0 0', 'Vallon 12': '1 0 1 0 0 0 0 0 0 1', 'Collines 12': '1 0 1 0 0 0 1 0 0 0' });
    expect(await lire('2024-06-29')).toMatchObject({ 'Collines 6': '1 1 0 0 0 0 0 0 0 0' });
    expect(await lire('2024-06-30')).toMatchObject({ 'Collines 6': '1 0 1 0 0 0 1 0 0 0' });
  });

  test("ce qui arrive le jour du repère est connu ce jour-là ; ce qui arrive le lendemain ne l'est pas", async () => {
    const { plie } = await essai.fabriques.unTerritoireComplet({}, { code: 'BOR', departement: '29', region: 'BRE' });
    for (const date_integration of ['2023-11-30', '2023-12-01']) await essai.fabriques.uneOrientation({ plie_id: plie.id, date_prescription: '2023-08-31', date_contact: '2023-09-05', date_integration });
    const [ligne] = await etablirCohorte(essai.contexte, demande('2023-08-31', '2023-08-31', { territoire: { type: 'PLIE', code: 'BOR' } }));
    // 31/08 + 3 months: 30/11
    expect(codes.map((c) => ligne!.valeurs[cleCohorte(3, c)] ?? 0).join(' ')).toBe('2 0 2 0 1 0 0 1 0 0');
  });
});

describe('les délais', () => {
  const lire = (l: LigneAnalyse<{ nombre: number; mediane: number; quatreVingts: number }>) => DELAIS.map((d) => { const v = l.valeurs[d.code]; return v ? `${v.mediane}/${v.quatreVingts}/${v.nombre}` : 'nd'; });
  const demande = { ...jours('2024-01-01', '2024-12-31'), population: 'TOUTES' as const };

  test('médiane, 80e centile et nombre, en 2024', async () => {
    const lignes = await etablirDelais(essai.contexte, demande);
    expect(Object.fromEntries(lignes.map((l) => [nomDe(l), lire(l)]))).toEqual({
      // contact: C2 1, C6 9, C1 14, C4 14 · integration: C6 29, C1 46 · both: C6 38, C1 60 · exit: C6 175, C1 305, C5 1460
      Collines: ['9/14/4', '29/46/2', '38/60/2', '305/1460/3'],
      // V3 14, V1 15 · V1 10 · V1 25 · V4 306, V5 1018
      Vallon: ['14/15/2', '10/10/1', '25/25/1', '306/1018/2'],
      'Total 06': ['14/14/6', '29/46/3', '38/60/3', '306/1018/5'],
      // E3 9, E1 12, E2 14 · E1 60 · E1 72 · nobody went out
      Estuaire: ['12/14/3', '60/60/1', '72/72/1', 'nd'],
      'Total 13': ['12/14/3', '60/60/1', '72/72/1', 'nd'],
      // 1 9 9 12 14 14 14 14 15: the fifth and the eighth. The mean of the three medians would be 11,7.
      Total: ['14/14/9', '29/60/4', '38/72/4', '306/1018/5'],
    });
    for (const l of lignes) for (const d of DELAIS) {
      const liste = await listerFaits(essai.contexte, faitsDelais({ ...demande, territoire: TERRITOIRES[nomDe(l)]! }), d.code, 1);
      expect([nomDe(l), d.code, liste.nombre]).toEqual([nomDe(l), d.code, l.valeurs[d.code]?.nombre ?? 0]);
    }
  });

  test("un délai compte l'année de son dernier événement ; sans aucun, rien", async () => {
    const ensemble = await etablirDelaisParAnnee(essai.contexte, { ...demande, ...jours('2022-01-01', '2025-12-31') });
    // V4 in 2023: contact 9, then 22 and 31 to 01/04/2023. C3 in 2025: 1; C4: contact on 15/03/2024, integrated on 01/01/2025, 292 and 306.
    const { valeurs } = ensemble!;
    const annee = (a: number) => DELAIS.map((d) => valeurs[cleAnnee(a, d.code)]?.mediane ?? 'nd');
    expect([2022, 2023, 2024, 2025].map(annee)).toEqual([[10, 12, 22, 'nd'], [9, 22, 31, 'nd'], [14, 29, 38, 306], [1, 292, 306, 'nd']]);
  });
});

describe('le stock', () => {
  const codes = STOCK.map((c) => c.code);
  const lire = async (date: string) => enNotation(await etablirStock(essai.contexte, { date: dateCivile(date), territoire: REGION }), codes, { '': (code) => code });

  test('la veille et le jour où des parcours, des PNI et des suivis finissent', async () => {
    // in course | waiting, received, diagnostic, followed, of which PNI, of which in employment | others before the integration
    expect(await lire('2024-06-29')).toMatchObject({ Collines: '4 0 0 1 3 1 1 0', Vallon: '3 1 0 0 2 2 0 0', Estuaire: '2 0 1 0 1 0 0 0', Total: '9 1 1 1 6 3 1 0' });
    expect(await lire('2024-06-30')).toMatchObject({ Collines: '3 0 0 1 2 1 1 0', Vallon: '3 1 0 0 2 0 0 0', Estuaire: '2 0 1 0 1 0 0 0', Total: '8 1 1 1 5 1 1 0' });
    // C6, oriented by a CCAS, is not integrated yet; C1 in diagnostic, C5 followed.
    expect(await lire('2024-02-15')).toMatchObject({ Collines: '2 0 0 1 1 0 0 1' });
    expect(await lire('1999-12-31')).toMatchObject({ Total: '0 0 0 0 0 0 0 0' });
    const lignes = await etablirStock(essai.contexte, { date: dateCivile('2024-06-29'), territoire: REGION });
    await verifierListes(lignes, codes, (territoire) => faitsStock({ date: dateCivile('2024-06-29'), territoire }));
  });

  test("à la fin d'un mois, c'est ce que le tableau de suivi montre en cours", async () => {
    const mois = (['2023-12', '2024-01', '2024-02', '2024-03', '2024-05', '2024-06', '2024-09', '2024-12', '2025-01'] as Mois[]);
    for (const m of mois) for (const [nom, code] of [['Collines', 'COL'], ['Vallon', 'VAL'], ['Estuaire', 'EST']] as const) {
      const { lignes } = await etablirTableau(essai.contexte, { code }, m);
      const compter = (...situations: string[]) => lignes.filter((l) => situations.includes(l.situation)).length;
      const parcours = lignes.filter((l) => l.situation === 'INTEGRE' || l.situation === 'EN_PARCOURS');
      const [ligne] = await etablirStock(essai.contexte, { date: dernierJourDuMois(m), territoire: { type: 'PLIE', code } });
      const lu = codes.slice(0, 6).map((c) => ligne!.valeurs[c] ?? 0);
      expect([m, nom, lu]).toEqual([m, nom, [
        compter('EN_ATTENTE', 'ABSENT', 'ACCUEILLI', 'EN_DIAGNOSTIC', 'INTEGRE', 'EN_PARCOURS'),
        compter('EN_ATTENTE', 'ABSENT'), compter('ACCUEILLI'), compter('EN_DIAGNOSTIC'), parcours.length,
        parcours.filter((l) => l.pni_debut && l.pni_fin! >= dernierJourDuMois(m) && !l.pni_cloture).length,
      ]]);
    }
  });
});

test('les absences : le mois de la convocation, excusées ou non', async () => {
  const demande = jours('2024-05-01', '2024-12-31');
  const lignes = await etablirAbsences(essai.contexte, demande);
  const codes = ABSENCES.map((c) => c.code);
  const cle = (mois?: string) => (code: string) => cleAbsence(code as (typeof codes)[number], mois as Mois | undefined);
  const lues = enNotation(lignes, codes, { '': cle(), ' mai': cle('2024-05'), ' juin': cle('2024-06'), ' décembre': cle('2024-12') });
  // missed | not excused, excused | of which at the first contact
  expect(lues).toMatchObject({ Vallon: '3 2 1 1', 'Vallon mai': '2 2 0 1', 'Vallon juin': '1 0 1 0', Estuaire: '1 0 1 1', 'Estuaire décembre': '1 0 1 1', Collines: '0 0 0 0', Total: '4 2 2 2', 'Total mai': '2 2 0 1' });
  await verifierListes(lignes, codes.flatMap((c) => [cleAbsence(c), cleAbsence(c, '2024-05' as Mois)]), (territoire) => faitsAbsences({ ...demande, territoire }));
});

test('les étapes par type : commencées, terminées, en cours ; sur un mois, celles du tableau de suivi', async () => {
  const codes = ETAPES.map((c) => c.code);
  const types = (type?: string) => (code: string) => cleEtape(code as (typeof codes)[number], type);
  const rangees = { '': types(), ' formation': types('FORMATION'), ' atelier': types('ATELIER'), ' pmsmp': types('PMSMP') };
  const printemps = jours('2024-04-01', '2024-06-30');
  const lignes = await etablirEtapes(essai.contexte, printemps);
  // in the period | begun, ended (of which achieved, not achieved), running on the last day
  expect(enNotation(lignes, codes, rangees)).toMatchObject({
    // C5's training outlives its exit of 30/06: neither ended nor running.
    'Collines formation': '1 1 0 0 0 0', 'Collines pmsmp': '1 1 1 0 1 0', 'Vallon formation': '1 1 1 1 0 0', 'Vallon atelier': '1 1 0 0 0 1', Total: '4 4 2 1 1 1', 'Total formation': '2 2 1 1 0 0',
  });
  await verifierListes(lignes, codes.flatMap((c) => [cleEtape(c), cleEtape(c, 'FORMATION')]), (territoire) => faitsEtapes({ ...printemps, territoire }));
  const ete = await etablirEtapes(essai.contexte, jours('2024-07-01', '2024-09-30'));
  expect(enNotation(ete, codes, rangees)).toMatchObject({ 'Vallon atelier': '1 0 0 0 0 1', 'Estuaire atelier': '1 1 1 0 0 0', Collines: '0 0 0 0 0 0', Total: '2 1 1 0 0 1' });
  for (const m of ['2024-05', '2024-06', '2024-07'] as Mois[]) for (const code of ['COL', 'VAL', 'EST']) {
    const [ligne] = await etablirEtapes(essai.contexte, { debut: premierJourDuMois(m), fin: dernierJourDuMois(m), territoire: { type: 'PLIE', code } });
    expect([m, code, ligne!.valeurs.TOTAL ?? 0]).toEqual([m, code, (await etablirTableau(essai.contexte, { code }, m)).etapes.length]);
  }
});
