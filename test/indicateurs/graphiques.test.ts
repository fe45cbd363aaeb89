/** The charts of the fifteen files (quinze.ts): every value below was worked out by hand from its table. */
import { demarrerEssai, type Essai } from '../outils/application';
import { ANNEE, installerLesQuinze } from './quinze';
import { BILAN_QUANTITATIF } from '../../reports/bilan-quantitatif/definitions';
import { etablirBilan } from '../../reports/bilan-quantitatif/bilan';
import { comparaison } from '../../reports/graphiques/comparaison';
import { entonnoir } from '../../reports/graphiques/entonnoir';
import { COLONNES_DU_FLUX, flux } from '../../reports/graphiques/flux';
import { estTracable, type Graphique } from '../../reports/graphiques/graphique';
import { INDICATEURS_SIMPLES, SANS_LIEN, type Lier } from '../../reports/graphiques/lecture';
import { motifs } from '../../reports/graphiques/motifs';
import { compterParMois } from '../../reports/mois';
import type { Territoire } from '../../reports/periodes';
import { dateCivile } from '../../server/lib/dates';

let essai: Essai;
beforeAll(async () => {
  essai = await demarrerEssai();
  await installerLesQuinze(essai);
});
afterAll(() => essai.fermer());

const TOUT: Territoire = { type: 'PERIMETRE' };
const plie = (code: string): Territoire => ({ type: 'PLIE', code });
const bilanDe = (territoire: Territoire, annee = ANNEE) => etablirBilan(essai.contexte, { annee, territoire });
const lier: Lier = ({ numero, valeur, dont, mois }, ligne) => [ligne.plie?.code ?? 'TOUT', numero, valeur, dont && 'dont', mois].filter(Boolean).join('/');
/** { Étape: ['2', …] } */
const net = (texte: string) => texte.replaceAll('\u00a0', ' ');
const table = ({ etiquettes, series }: Graphique) => Object.fromEntries(etiquettes.map((e, i) => [net(e), series.map((s) => s.textes[i])]));
const liens = ({ series }: Graphique) => series.flatMap((s) => s.liens);

test("l'entonnoir d'un PLIE, d'un PLIE sans diagnostic, et de tous, avec ce qui manque", async () => {
  const collines = entonnoir(await bilanDe(plie('COL')), lier);
  expect(table(collines)).toEqual({ 'Prescription (col. 1)': ['2'], 'Premier contact (col. 3)': ['3'], 'Diagnostic (col. 5)': ['3'], 'Intégration (col. 7)': ['1'], 'Sortie (col. 10)': ['2'] });
  expect(collines.phrase).toBe('En 2024 : 2 prescriptions, 3 premiers contacts, 3 entrées en diagnostic, 1 intégration et 2 sorties.');
  expect(liens(collines)).toEqual(['COL/1', 'COL/3', 'COL/5', 'COL/7', 'COL/10']);

  const vallon = entonnoir(await bilanDe(plie('VAL')), lier);
  expect(vallon.etiquettes.map(net)).toEqual(['Prescription (col. 1)', 'Premier contact (col. 3)', 'Intégration (col. 7)', 'Sortie (col. 10)']);
  expect(vallon.notes.join(' ')).toContain('sans objet pour Vallon');

  // D is 2 + 3 + (1 + 4): the sum of two columns has no list.
  const tous = entonnoir(await bilanDe(TOUT), lier);
  expect(tous.series[0]!.valeurs).toEqual([10, 8, 5, 3, 4]);
  expect(net(tous.etiquettes[0]!)).toBe('Prescription (col. 1 + 2)');
  expect(tous.series[0]!.liens[0]).toBeNull();
  expect(tous.notes).toContain('Col. 5 : 2 PLIE sur 3.');

  // In 2022 Estuaire, all by IC, has no session: what was prescribed is not known, and says so. E1 to E4 come later: the rest is 0, without a list.
  const estuaire = entonnoir(await bilanDe(plie('EST'), 2022), lier);
  expect(table(estuaire)).toMatchObject({ 'Prescription (col. 1 + 2)': ['n.d.'], 'Premier contact (col. 3)': ['0'] });
  expect(liens(estuaire)).toEqual([null, null, null, null, null]);
  expect(estTracable(estuaire)).toBe(false);
  expect(estuaire.phrase).toContain('prescriptions non disponibles');
});

test('les sorties par motif, les positives à part, chacune avec sa liste', async () => {
  const vallon = motifs(await bilanDe(plie('VAL')), lier);
  expect(table(vallon)).toEqual({ 'CUI-PEC': ['1', '1'], 'Réorientation vers un autre partenaire': ['1', '0'] });
  expect(vallon.series[1]!.liens).toEqual(['VAL/13/CUI_PEC/dont', null]);
  expect(vallon.phrase).toBe('En 2024 : 2 sorties, dont 1 positive (50,0\u00a0%).');
  const aucune = motifs(await bilanDe(plie('EST')), lier);
  expect([aucune.etiquettes, aucune.phrase, estTracable(aucune)]).toEqual([[], 'Aucune sortie en 2024.', false]);
});

test('les douze mois de chaque colonne font son chiffre', async () => {
  const demande = { annee: ANNEE, territoire: TOUT };
  const [bilan, parMois] = [await bilanDe(TOUT), await compterParMois(essai.contexte, BILAN_QUANTITATIF, demande, 'JOUR', COLONNES_DU_FLUX)];
  expect(parMois).toEqual({
    1: [1, 1, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1],
    2: [2, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 2],
    3: [2, 2, 1, 0, 1, 1, 0, 0, 1, 0, 0, 0],
    7: [0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0],
    10: [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1],
  });
  for (const n of COLONNES_DU_FLUX) expect([n, parMois[n]!.reduce((a, b) => a + b)]).toEqual([n, bilan.lignes.at(-1)!.comptes[n]!.valeur]);

  const dessin = flux(bilan, parMois, dateCivile('2024-10-15'), lier);
  expect(table(dessin)).toMatchObject({ janvier: ['1', '2', '2', '0', '0'], octobre: ['1', '0', '0', '0', '0'], novembre: ['à venir', 'à venir', 'à venir', 'à venir', '1'] });
  expect(dessin.series[0]!.liens.slice(0, 3)).toEqual(['TOUT/1/1', 'TOUT/1/2', null]);
  expect(dessin.phrase).toBe('En 2024, sur douze mois : 6 orientations sur le flux, 11 présents aux informations collectives, 8 accueillis, 3 intégrés et 4 sorties.');
  // Vallon has no session: its column 2 is not available, and is no curve.
  const vallon = await compterParMois(essai.contexte, BILAN_QUANTITATIF, { annee: ANNEE, territoire: plie('VAL') }, 'JOUR', COLONNES_DU_FLUX);
  expect(flux(await bilanDe(plie('VAL')), vallon, dateCivile('2025-06-16'), SANS_LIEN).series.map((s) => net(s.nom))).toEqual(['Orientations sur le flux (col. 1)', 'Accueillis (col. 3)', 'Intégrés (col. 7)', 'Sorties (col. 10)']);
});

test('les PLIE comparés dans l\'ordre du bilan, jamais de la valeur, avec la couverture', async () => {
  const bilan = await bilanDe(TOUT);
  const sur = (numero: string) => comparaison(bilan, INDICATEURS_SIMPLES.find((i) => i.numero === numero)!, (l) => l.plie!.code);
  // 1/3, not applicable, 1/2, and (1 + 1) / (3 + 2).
  expect(table(sur('8'))).toEqual({ 'Collines (06)': ['33,3\u00a0%'], 'Vallon (06)': ['Non applicable'], 'Estuaire (13)': ['50,0\u00a0%'], 'Ensemble (2 PLIE sur 3)': ['40,0\u00a0%'] });
  expect(sur('8').phrase).toBe("Taux d'intégration / diagnostic en 2024 : 40,0\u00a0% pour l'ensemble (2 / 5), de 33,3\u00a0% à 50,0\u00a0% selon le PLIE. 2 PLIE sur 3 ont ce chiffre.");
  expect(sur('1').etiquettes).toEqual(['Collines (06)', 'Vallon (06)', 'Estuaire (13)']);
  expect(sur('1').phrase).toBe('Orientations PE sur le flux en 2024 : 6 en tout, de 1 à 3 selon le PLIE. 3 PLIE sur 3 ont ce chiffre.');
  expect(sur('1').series[0]!.liens).toEqual(['COL', 'VAL', 'EST']);
});
