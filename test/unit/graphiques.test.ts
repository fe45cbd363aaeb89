/** Charts that need no database: the survey, and the objectives. */
import { consolider, juger, type LignePlie, type Reponse } from '../../reports/bilan-qualitatif/tableau';
import { QUESTIONS } from '../../reports/bilan-qualitatif/questions';
import { enquete } from '../../reports/graphiques/enquete';
import { estTracable } from '../../reports/graphiques/graphique';
import { jauge } from '../../reports/graphiques/jauge';

const lignePlie = (id: number, reponses: (Reponse | null)[]): LignePlie => ({
  plie: { id, code: `P${id}`, nom: `PLIE ${id}` }, departement: { code: '06', nom: 'Alpes-Maritimes' },
  cases: QUESTIONS.map(({ numero }, rang) => juger(numero, { PLIE: { reponse: reponses[rang] ?? null, argument: null }, POLE_EMPLOI: { reponse: null, argument: null } }, null)),
});

test("l'enquête en parts des réponses données, les sans-réponse à part", () => {
  // Question 1: yes, yes, half; question 2: no, and two without; the others: nobody.
  const comptes = consolider([lignePlie(1, ['TOUT_A_FAIT', 'PAS_DU_TOUT']), lignePlie(2, ['TOUT_A_FAIT']), lignePlie(3, ['MOYEN'])]).ensemble;
  const g = enquete(2024, comptes);
  expect(g.series.map((s) => [s.nom, ...s.textes.slice(0, 3)])).toEqual([
    ['Tout à fait', '66,7\u00a0% (2)', '0,0\u00a0% (0)', 'n.d.'], ['Moyen', '33,3\u00a0% (1)', '0,0\u00a0% (0)', 'n.d.'], ['Pas du tout', '0,0\u00a0% (0)', '100,0\u00a0% (1)', 'n.d.'], ['Sans réponse', '0', '2', '3'],
  ]);
  // Never drawn: it is no part of the 100 %.
  expect(g.series[3]!.valeurs.every((v) => v === null)).toBe(true);
  // 2 + 6 × 3
  expect(g.phrase).toBe('« Tout à fait » va de 0,0\u00a0% (question 2) à 66,7\u00a0% (question 1). 20 cases sans réponse.');
  const vide = enquete(2024, consolider([lignePlie(1, [])]).ensemble);
  expect([vide.phrase, estTracable(vide)]).toEqual(["Aucune réponse n'est encore donnée.", false]);
});

test('les objectifs : la part atteinte, au-delà de 100 % aussi, et ceux que personne n\'a fixés', () => {
  const g = jauge(2024, { orientations: { vise: null, atteint: null, plies: 0, sur: 1, inconnus: 1 }, integrations: { vise: 8, atteint: 10, plies: 1, sur: 2, inconnus: 0 }, participants: { vise: null, atteint: null, plies: 0, sur: 2, inconnus: 0 } });
  expect(g.series.map((s) => s.textes)).toEqual([['n.d.', '125,0\u00a0%', 'Aucun objectif'], ['n.d.', '10', '–'], ['n.d.', '8', '–'], ['n.d.', 'Objectif tenu', '–']]);
  expect(g.series[0]!.valeurs).toEqual([null, 125, null]);
  expect(g.phrase).toBe('En 2024 : 10 intégrations pour un objectif de 8 (125,0\u00a0%).');
  expect(g.notes).toEqual([
    "Orientations de Pôle emploi dans l'année : 1 bilan de cette année a été validé avant que l'application tienne cet objectif, et n'en dit rien.",
    "Intégrations de l'année, tous prescripteurs : 1 PLIE sur 2 a fixé cet objectif ; les autres ne comptent pas.",
  ]);
});
