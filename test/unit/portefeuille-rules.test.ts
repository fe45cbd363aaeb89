/** The portfolio's rules at their boundaries. */
import { dateCivile } from '../../server/lib/dates';
import type { Echeance } from '../../server/orientations/rules-echeances';
import { periodeDeSuivi, type Periode } from '../../server/parcours/rules';
import { apprecierCharge, classer, prochainEntretien, retenirEnPlace, urgenceDe } from '../../server/portefeuille/rules';

const d = dateCivile;
const JOUR = d('2025-06-16');

test.each([[44, 'EN_DESSOUS', 1], [45, 'DANS_LE_REPERE', 0], [65, 'DANS_LE_REPERE', 0], [66, 'AU_DESSUS', 1], [0, 'EN_DESSOUS', 45]] as const)('%i personnes : %s, écart %i', (personnes, charge, ecart) => {
  expect(apprecierCharge(personnes)).toEqual({ charge, ecart });
});

describe('le prochain entretien est dû à la fin du premier mois qui n\'en a pas', () => {
  const parcours = { date_integration: d('2025-01-10'), date_sortie: null };
  const formation = (debut: string, fin: string | null): Periode => ({ type: 'FORMATION', date_debut: d(debut), date_fin: fin === null ? null : d(fin), resultat: null });
  test.each<[string, string[], Periode[], string | null]>([
    ['rien ce mois-ci', ['2025-05-31'], [], '2025-06-30'],
    ['tenu le premier du mois', ['2025-06-01'], [], '2025-07-31'],
    ['une formation couvre juin et juillet', [], [formation('2025-06-01', '2025-07-31')], '2025-08-31'],
    ['il manque un jour à la formation', [], [formation('2025-06-01', '2025-07-30')], '2025-07-31'],
    ['un suivi ouvert : ses contacts en tiennent lieu', [], [periodeDeSuivi({ date_debut: d('2025-05-10'), date_perte: null })], null],
    ['un suivi perdu le 1er juillet', [], [periodeDeSuivi({ date_debut: d('2025-05-10'), date_perte: d('2025-07-01') })], '2025-07-31'],
    ['une formation sans fin connue', ['2025-05-02'], [formation('2025-05-20', null)], null],
  ])('%s', (_cas, entretiens, etapes, attendu) => {
    expect(prochainEntretien(parcours, entretiens.map(d), etapes, JOUR)).toBe(attendu);
  });
  test("la signature du contrat est l'entretien du mois de l'intégration", () => {
    expect(prochainEntretien({ date_integration: d('2025-06-02'), date_sortie: null }, [], [], JOUR)).toBe('2025-07-31');
  });
});

const due = (date: string | null, enRetard = false): Echeance => ({ code: 'ENTRETIEN', acte: 'entretien', libelle: '', raison: '', date: date && d(date), enRetard } as Echeance);

test.each<[string, Echeance[], string]>([
  ['en retard, même à côté de ce qui attend', [due(null), due('2025-05-31', true)], 'RETARD'],
  ['dû dans 30 jours', [due('2025-07-16')], 'PROCHE'],
  ['dû dans 31 jours', [due('2025-07-17')], 'PLUS_TARD'],
  ['sans date, passe avant ce qui est lointain', [due('2025-07-17'), due(null)], 'ATTENTE'],
  ['rien', [], 'RIEN'],
])('urgence : %s', (_cas, echeances, attendue) => {
  expect(urgenceDe(echeances, JOUR)).toBe(attendue);
});

test('le plus pressant d\'abord : retard le plus ancien, puis date la plus proche, puis le nom', () => {
  const ligne = (tri: string, echeances: Echeance[], prochain: string | null = '2025-07-31') => ({ tri, echeances, urgence: urgenceDe(echeances, JOUR), prochain: prochain === null ? null : d(prochain) });
  const lignes = [
    ligne('rien zoe', []), ligne('rien alix', []), ligne('attend', [due(null)]), ligne('loin', [due('2025-09-01')]), ligne('fin du mois', [due('2025-06-30')]),
    ligne('dans trois jours', [due('2025-06-19'), due(null)]), ligne('retard recent', [due('2025-05-31', true), due('2025-01-01')]), ligne('retard ancien', [due('2025-04-30', true)]), ligne('rien, dispense', [], null),
  ];
  expect(classer(lignes).map((l) => l.tri)).toEqual(['retard ancien', 'retard recent', 'dans trois jours', 'fin du mois', 'attend', 'loin', 'rien alix', 'rien zoe', 'rien, dispense']);
});

test('la ligne saisie reste devant celle qui la suivait ; sans elle, l\'ordre ne change pas', () => {
  const lignes = [{ id: 2 }, { id: 3 }, { id: 4 }, { id: 1 }];
  const ids = (fait: number | null, avant: number | null) => retenirEnPlace(lignes, fait, avant).map((l) => l.id);
  expect(ids(1, 2)).toEqual([1, 2, 3, 4]);
  expect(ids(1, 4)).toEqual([2, 3, 1, 4]);
  for (const [fait, avant] of [[null, null], [1, null], [1, 99], [99, 2], [1, 1]] as const) expect(ids(fait, avant)).toEqual([2, 3, 4, 1]);
});
