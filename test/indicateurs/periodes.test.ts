/** The settings of the convention, day by day: two conventions in a year, days without any, years out of reach. */
import { demarrerEssai, type Essai } from '../outils/application';
import { etablirBilan, type Bilan } from '../../reports/bilan-quantitatif/bilan';
import { feuillesDuBilan } from '../../reports/bilan-quantitatif/classeur';
import { BILAN_QUANTITATIF } from '../../reports/bilan-quantitatif/definitions';
import { compteDuChiffre, listerFaits, listerSeances } from '../../reports/liste';
import { noteEnClair } from '../../reports/bilan-quantitatif/notes';
import { calculer } from '../../reports/moteur';
import type { Etendue } from '../../reports/periodes';
import { dateCivile, dernierJourDuMois, premierJourDuMois, type Mois } from '../../server/lib/dates';

let essai: Essai;
beforeAll(async () => {
  essai = await demarrerEssai();
  const { fabriques: f } = essai;
  /*
   * MARAIS. Convention 1: 01/01/2023 – 30/06/2024, diagnostic, IC of certain agencies, exits of PE.
   *         July 2024: none, so the settings of convention 1 go on.
   *         Convention 2: 01/08/2024 – 31/12/2025, no diagnostic, no IC, exits of all prescribers.
   *
   *                                              in 2024
   * diagnostic 31/07 (PE)                        col. 5: yes        diagnostic 01/08 (PE): the column does not exist
   * exit 01/03 (PE)                              col. 10 and 14
   * exit 31/07 (CCAS)                            col. 14 only       exit 01/08 (CCAS): col. 10 and 14, positive
   * flux 01/02, 01/07, 01/10, 01/11              col. 1 = 4
   * IC 31/07: 4 present (they count in D)        IC 01/08: 6 present (shown in col. 2, out of D)     col. 2 = 10, D = 4 + 4 = 8
   * contacts 20/07 and 20/10                     col. 3 = 2, col. 4 = 2/8, col. 6 = 1/2
   */
  const { plie, agence } = await f.unTerritoireComplet({ date_debut: '2023-01-01', date_fin: '2024-06-30', orientations_ic: 'CERTAINES' }, { code: 'MARAIS', nom: 'Marais' });
  await f.uneConvention({ plie_id: plie.id, agence_id: agence.id, date_debut: '2024-08-01', date_fin: '2025-12-31', phase_diagnostic: false, perimetre_sorties: 'TOUS_PRESCRIPTEURS' });
  const inscrire = (champs: Record<string, unknown>) => f.uneOrientation({ plie_id: plie.id, ...champs });
  await inscrire({ date_prescription: '2024-07-01', date_contact: '2024-07-20', date_diagnostic: '2024-07-31' });
  await inscrire({ date_prescription: '2024-02-01', date_diagnostic: '2024-08-01' });
  await inscrire({ date_prescription: '2024-10-01', date_contact: '2024-10-20' });
  await inscrire({ date_prescription: '2024-11-01' });
  const sortie = (prescripteur: string, date: string, nature: string, motif: string) => inscrire({ prescripteur, date_prescription: '2021-01-01', date_integration: '2021-03-01', date_sortie: date, nature_sortie: nature, motif_sortie: motif });
  await sortie('POLE_EMPLOI', '2024-03-01', 'ADMINISTRATIVE', 'RETRAITE');
  await sortie('CCAS', '2024-07-31', 'ADMINISTRATIVE', 'DEMENAGEMENT');
  await sortie('CCAS', '2024-08-01', 'POSITIVE_EMPLOI', 'EMPLOI');
  for (const [date, presents] of [['2024-07-31', 4], ['2024-08-01', 6]] as const) await f.inserer('informations_collectives', { plie_id: plie.id, agence_id: agence.id, date_session: date, convoques: 10, presents });
  await f.unPlie({ code: 'NU', nom: 'Sans convention' });
  await f.unPlie({ code: 'CLOS', nom: 'Fermé', active: false });
});
afterAll(() => essai.fermer());

const etablir = (annee: number, code = 'MARAIS'): Promise<Bilan> => etablirBilan(essai.contexte, { annee, territoire: { type: 'PLIE', code } });
const ligneDe = (bilan: Bilan) => bilan.lignes.find((l) => l.niveau === 'PLIE')!;

test('deux conventions dans une année : chaque fait suit les réglages de son jour', async () => {
  const bilan = await etablir(2024);
  const { comptes, taux, ventilations, termes, periodes } = ligneDe(bilan);
  expect(periodes.map((p) => [p.debut, p.fin, p.phase_diagnostic, p.conventionnee])).toEqual([['2024-01-01', '2024-07-31', true, true], ['2024-08-01', '2024-12-31', false, true]]);
  expect(Object.fromEntries(Object.entries(comptes).map(([n, c]) => [n, c.valeur]))).toEqual({ 1: 4, 2: 10, 3: 2, 5: 1, 7: 0, 10: 2, 11: 1, 14: 3, 15: 1 });
  expect(Object.values(comptes).every((c) => c.applicable)).toBe(true);
  expect([taux['4'], taux['6']]).toMatchObject([{ numerateur: 2, denominateur: 8 }, { numerateur: 1, denominateur: 2 }]);
  expect(termes.D).toEqual({ 1: 4, 2: 4 });
  const { EMPLOI, RETRAITE, DEMENAGEMENT } = ventilations['13']!.valeurs;
  expect([EMPLOI, RETRAITE, DEMENAGEMENT]).toEqual([{ nombre: 1, dont: 1 }, { nombre: 1, dont: 0 }, { nombre: 0, dont: 0 }]);
  const notes = bilan.notes.map(noteEnClair).join('\n');
  expect(notes).toContain('sans objet pour Marais (du 01/08/2024 au 31/12/2024)');
  expect(notes).toContain('la colonne 1 pour Marais (du 01/08/2024 au 31/12/2024) ; la colonne 1 + la colonne 2 (certaines agences orientent par information collective) pour Marais (du 01/01/2024 au 31/07/2024)');
});

test('les listes suivent les mêmes réglages', async () => {
  const demande = { annee: 2024, territoire: { type: 'PLIE', code: 'MARAIS' } } as const;
  for (const [numero, n] of [['1', 4], ['3', 2], ['5', 1], ['7', 0], ['10', 2], ['11', 1], ['14', 3], ['15', 1]] as const) {
    const liste = await listerFaits(essai.contexte, demande, compteDuChiffre(BILAN_QUANTITATIF, { numero })!, 1);
    expect([numero, liste.nombre, liste.faits.length]).toEqual([numero, n, n]);
  }
  expect(await listerSeances(essai.contexte, demande, compteDuChiffre(BILAN_QUANTITATIF, { numero: '2' })!, 1)).toMatchObject({ nombre: 2, mesure: 10 });
});

describe('une période libre', () => {
  const libre = (debut: string, fin: string) => ({ debut: dateCivile(debut), fin: dateCivile(fin), territoire: { type: 'PLIE', code: 'MARAIS' } }) as const;
  const lire = async (etendue: Etendue) => (await calculer(essai.contexte, BILAN_QUANTITATIF, etendue))[0]!;
  const valeurs = async (etendue: Etendue) => Object.fromEntries(Object.entries((await lire(etendue)).comptes).map(([n, c]) => [n, c.valeur]));

  test('ses deux bouts compris, à cheval sur deux conventions', async () => {
    // From the head of this file. 01/07: flux. 20/07: contact. 31/07: diagnostic, exit (CCAS: col. 14 only), IC of 4 (in D).
    // 01/08: exit (CCAS, positive: 10, 11, 14, 15), IC of 6 (out of D). Hence D = 1 + 4.
    const juillet = libre('2024-07-01', '2024-08-01');
    expect(await valeurs(juillet)).toEqual({ 1: 1, 2: 10, 3: 1, 5: 1, 7: 0, 10: 1, 11: 1, 14: 2, 15: 1 });
    const { periodes, termes } = await lire(juillet);
    expect(periodes.map((p) => [p.debut, p.fin])).toEqual([['2024-07-01', '2024-07-31'], ['2024-08-01', '2024-08-01']]);
    expect(termes.D).toEqual({ 1: 1, 2: 4 });
    for (const [numero, n] of [['1', 1], ['3', 1], ['5', 1], ['7', 0], ['10', 1], ['11', 1], ['14', 2], ['15', 1]] as const) {
      expect([numero, (await listerFaits(essai.contexte, juillet, compteDuChiffre(BILAN_QUANTITATIF, { numero })!, 1)).faits.length]).toEqual([numero, n]);
    }
    // The day after the last contact of July, to the eve of the diagnostic.
    expect(await valeurs(libre('2024-07-21', '2024-07-30'))).toEqual({ 1: 0, 2: null, 3: 0, 5: 0, 7: 0, 10: 0, 11: 0, 14: 0, 15: 0 });
  });

  test("douze mois font l'année, et dix ans font leurs années", async () => {
    const ajouter = (lues: Record<string, number | null>[]) => Object.fromEntries(Object.keys(lues[0]!).map((n) => [n, lues.reduce((total, l) => total + (l[n] ?? 0), 0)]));
    const mois = Array.from({ length: 12 }, (_, i) => `2024-${String(i + 1).padStart(2, '0')}` as Mois);
    expect(ajouter(await Promise.all(mois.map((m) => valeurs(libre(premierJourDuMois(m), dernierJourDuMois(m))))))).toEqual(await valeurs({ annee: 2024, territoire: { type: 'PLIE', code: 'MARAIS' } }));
    const annees = Array.from({ length: 10 }, (_, i) => 2016 + i);
    expect(await valeurs(libre('2016-01-01', '2025-12-31'))).toEqual(ajouter(await Promise.all(annees.map((annee) => valeurs({ annee, territoire: { type: 'PLIE', code: 'MARAIS' } })))));
  });
});

test("dans le classeur, une part de colonne s'écrit en nombre dans la formule", async () => {
  const [feuille] = feuillesDuBilan(await etablir(2024), [], { campagnes: [], lignes: [] });
  const [ligne] = [...(feuille!.lignes as Iterable<unknown[]>)];
  // Column 4: contacts over flux (4) and the 4 present of July, which no cell shows apart from the 6 of August.
  expect(ligne![5]).toEqual({ formule: '(E2)/(C2+4)', valeur: 0.25, format: 'taux' });
});

test("avant la première convention, ce sont ses réglages ; après la dernière, les siens", async () => {
  const [avant, apres] = [ligneDe(await etablir(2021)), ligneDe(await etablir(2026))];
  expect(avant.periodes).toMatchObject([{ debut: '2021-01-01', fin: '2021-12-31', phase_diagnostic: true, orientations_ic: 'CERTAINES', conventionnee: false }]);
  expect(avant.comptes['5']).toMatchObject({ applicable: true, valeur: 0 });
  // Column 2 has no source that year, hence D has none.
  expect(avant.comptes['2']!.valeur).toBeNull();
  expect(avant.taux['4']).toMatchObject({ applicable: true, numerateur: null, denominateur: null });
  expect(apres.periodes).toMatchObject([{ phase_diagnostic: false, orientations_ic: 'AUCUNE', perimetre_sorties: 'TOUS_PRESCRIPTEURS', conventionnee: false }]);
  expect(apres.comptes['5']).toMatchObject({ applicable: false, valeur: null });
  expect(apres.taux['8']!.applicable).toBe(false);
});

test('sans convention : les réglages par défaut, et une note le dit', async () => {
  const bilan = await etablir(2024, 'NU');
  expect(ligneDe(bilan).periodes).toMatchObject([{ phase_diagnostic: true, orientations_ic: 'AUCUNE', perimetre_sorties: 'PE', conventionnee: false }]);
  expect(bilan.notes.map(noteEnClair).join('\n')).toContain('Aucune convention ne couvre 2024 pour Sans convention');
});

test('un PLIE fermé et sans convention cette année-là ne compte pas parmi les PLIE', async () => {
  expect((await etablir(2024, 'CLOS')).lignes).toEqual([]);
  const { lignes } = await etablirBilan(essai.contexte, { annee: 2024, territoire: { type: 'PERIMETRE' } });
  expect(lignes.filter((l) => l.plie).map((l) => l.plie!.code)).toEqual(['MARAIS', 'NU']);
});
