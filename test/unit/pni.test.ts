/** The rules of the PNI and of the parcours, at their named boundaries. Expected dates were worked out on a calendar. */
import { dateCivile, type DateCivile, type Mois } from '../../server/lib/dates';
import { alertePni, avertissementPni, critiquerLevee, critiquerPeriode, echuARouvrir, etatPni, finDuPni, finEffective, joursRestants, type DatesPni } from '../../server/parcours/rules-pni';
import { critiquerDate, critiquerEtape, critiquerReferent, entretienDuMois, periodeDeSuivi, estUnPremierContactManque, finPrevueDuParcours, type DatesDuParcours, type Periode } from '../../server/parcours/rules';

const d = dateCivile;
const m = (mois: string) => mois as Mois;
const pni = (champs: Partial<DatesPni>): DatesPni => ({ date_demande: null, date_debut: null, date_fin: null, date_cloture: null, motif_cloture: null, ...champs });
const parcours = (champs: Partial<DatesDuParcours> = {}): DatesDuParcours => ({ date_prescription: d('2025-01-10'), date_contact: d('2025-01-20'), date_integration: d('2025-02-10'), date_refus: null, date_sortie: null, ...champs });

test.each([
  ['2024-03-15', '2026-03-14'],
  ['2024-02-29', '2026-02-27'],
  ['2024-02-28', '2026-02-27'],
  ['2026-03-01', '2028-02-29'],
  ['2025-12-31', '2027-12-30'],
])('un PNI posé le %s couvre jusqu\'au %s compris', (debut, fin) => {
  expect(finDuPni(d(debut))).toBe(fin);
});

test("le dernier jour couvert est celui de la sortie ou de la levée, quand elle vient avant le terme", () => {
  const periode = { date_debut: d('2025-05-27'), date_fin: d('2027-05-26') };
  expect(finEffective(pni(periode))).toBe('2027-05-26');
  expect(finEffective(pni({ ...periode, date_cloture: d('2026-11-14'), motif_cloture: 'SORTIE' }))).toBe('2026-11-14');
  expect(finEffective(pni({ ...periode, date_cloture: d('2027-06-01'), motif_cloture: 'SORTIE' }))).toBe('2027-05-26');
  expect(finEffective(pni({ date_demande: d('2025-05-27') }))).toBeNull();
  expect(finEffective(undefined)).toBeNull();
});

test('actif le dernier jour, échu le lendemain', () => {
  const actif = pni({ date_debut: d('2024-03-15'), date_fin: d('2026-03-14') });
  expect(etatPni(actif, d('2024-03-14'))).toBe('DEMANDE');
  expect(etatPni(actif, d('2024-03-15'))).toBe('ACTIF');
  expect(etatPni(actif, d('2026-03-14'))).toBe('ACTIF');
  expect(etatPni(actif, d('2026-03-15'))).toBe('ECHU');
  expect(joursRestants(actif, d('2026-03-14'))).toBe(0);
});

test('levé par Pôle emploi, terminé par la sortie, qu\'il ait été posé ou seulement demandé', () => {
  const debut = { date_debut: d('2024-03-15'), date_fin: d('2026-03-14') };
  expect(etatPni(pni({ ...debut, date_cloture: d('2025-06-01'), motif_cloture: 'CONTRAT_IAE' }), d('2025-06-01'))).toBe('LEVE');
  expect(etatPni(pni({ ...debut, date_cloture: d('2025-06-01'), motif_cloture: 'SORTIE' }), d('2025-05-31'))).toBe('ACTIF');
  expect(etatPni(pni({ ...debut, date_cloture: d('2025-06-01'), motif_cloture: 'SORTIE' }), d('2026-09-01'))).toBe('TERMINE');
  expect(etatPni(pni({ date_demande: d('2025-05-01'), date_cloture: d('2025-06-01'), motif_cloture: 'SORTIE' }), d('2025-06-02'))).toBe('TERMINE');
});

test.each([['2025-12-13', null], ['2025-12-14', 90], ['2026-01-12', 90], ['2026-01-13', 60], ['2026-02-11', 60], ['2026-02-12', 30], ['2026-03-14', 30], ['2026-03-15', null]])('averti le %s : %s jours', (jour, seuil) => {
  expect(avertissementPni(pni({ date_debut: d('2024-03-15'), date_fin: d('2026-03-14') }), d(jour))).toBe(seuil);
});

test('un PNI supprimé ne rouvre que celui, échu, dont il avait pris la suite', () => {
  const p = (debut: string | null, fin: string | null, champs: Partial<DatesPni> = {}) => pni({ date_debut: debut === null ? null : d(debut), date_fin: fin === null ? null : d(fin), ...champs });
  const echu = p('2022-02-15', '2024-02-14', { date_cloture: d('2024-02-14'), motif_cloture: 'AUTRE' });
  const suivant = p('2024-02-15', '2026-02-14');
  const encore = p('2026-02-15', '2028-02-14');
  expect(echuARouvrir([suivant, echu], suivant)).toBe(echu);
  expect(echuARouvrir([encore, suivant, echu], suivant)).toBeNull();
  expect(echuARouvrir([suivant, echu], echu)).toBeNull();
  const demande = p(null, null, { date_demande: d('2024-02-20') });
  expect(echuARouvrir([demande, echu], demande)).toBeNull();
  // Lifted by Pôle emploi, on its last day or before: it stays so.
  for (const cloture of [{ date_cloture: d('2024-02-13'), motif_cloture: 'AUTRE' }, { date_cloture: d('2024-02-14'), motif_cloture: 'CONTRAT_IAE' }] as const) expect(echuARouvrir([suivant, { ...echu, ...cloture }], suivant)).toBeNull();
});

test.each([
  // Across a 29 February, then ending on one.
  ['2024-03-31', '2023-12-31', null], ['2024-03-31', '2024-01-01', 90], ['2024-03-31', '2024-01-30', 90], ['2024-03-31', '2024-01-31', 60], ['2024-03-31', '2024-02-29', 60], ['2024-03-31', '2024-03-01', 30],
  ['2024-02-29', '2024-01-30', 30], ['2024-02-29', '2024-01-29', 60], ['2024-02-29', '2024-02-29', 30], ['2024-02-29', '2024-03-01', 'ECHU'],
])('fin le %s : le %s, alerte %s', (fin, jour, alerte) => {
  expect(alertePni(d(fin), d(jour))).toBe(alerte);
});

test('la fin ne peut qu\'être avancée ; le début suit l\'intégration', () => {
  const champsDe = (debut: string, fin: string) => critiquerPeriode(d(debut), d(fin), d('2025-02-10'), null).map((e) => e.champ);
  expect(champsDe('2025-02-10', '2027-02-09')).toEqual([]);
  expect(champsDe('2025-02-10', '2026-02-09')).toEqual([]);
  expect(champsDe('2025-02-10', '2027-02-10')).toEqual(['date_fin']);
  expect(champsDe('2025-02-09', '2025-02-08')).toEqual(['date_debut', 'date_fin']);
});

test('une levée tombe un jour couvert', () => {
  const actif = pni({ date_debut: d('2025-02-10'), date_fin: d('2027-02-09') });
  expect(critiquerLevee(actif, d('2025-02-09'))).toHaveLength(1);
  expect(critiquerLevee(actif, d('2027-02-09'))).toHaveLength(0);
  expect(critiquerLevee(actif, d('2027-02-10'))).toHaveLength(1);
});

test('un fait du parcours va de l\'intégration à la sortie, bornes comprises', () => {
  const clos = parcours({ date_sortie: d('2025-05-31') });
  const refuses = ['2025-02-09', '2025-02-10', '2025-05-31', '2025-06-01'].filter((jour) => critiquerDate(clos, d(jour), 'x').length);
  expect(refuses).toEqual(['2025-02-09', '2025-06-01']);
  expect(critiquerDate(parcours({ date_integration: null }), d('2025-03-01'), 'x')[0]!.message).toContain('pas encore intégrée');
});

test('une absence avant le premier contact est une absence au premier contact', () => {
  expect(estUnPremierContactManque(parcours(), d('2025-01-19'))).toBe(true);
  expect(estUnPremierContactManque(parcours(), d('2025-01-20'))).toBe(false);
  expect(estUnPremierContactManque(parcours({ date_contact: null, date_integration: null }), d('2025-03-01'))).toBe(true);
});

test('une étape finie ne l\'est pas dans le futur ; une étape prévue peut l\'être', () => {
  const jour = d('2025-06-16');
  expect(critiquerEtape(parcours(), { date_debut: d('2025-06-01'), date_fin: d('2025-09-30'), resultat: null }, jour)).toEqual([]);
  expect(critiquerEtape(parcours(), { date_debut: d('2025-06-01'), date_fin: d('2025-06-17'), resultat: 'ACHEVEE' }, jour).map((e) => e.champ)).toEqual(['resultat']);
  expect(critiquerEtape(parcours(), { date_debut: d('2025-06-01'), date_fin: null, resultat: 'ACHEVEE' }, jour).map((e) => e.champ)).toEqual(['date_fin']);
});

test('le référent change le jour même ou après, jamais avant que le précédent ait commencé', () => {
  const ouvert = { utilisateur_id: 1, date_debut: d('2025-03-01') };
  const fautes = (utilisateur_id: number, date_debut: string) => critiquerReferent(parcours(), ouvert, null, { utilisateur_id, date_debut: d(date_debut) }).map((e) => e.champ);
  expect([fautes(2, '2025-03-01'), fautes(2, '2025-03-02'), fautes(2, '2025-02-28'), fautes(1, '2025-03-02')]).toEqual([[], [], ['date_debut'], ['utilisateur_id']]);
  expect(critiquerReferent(parcours(), null, d('2025-04-30'), { utilisateur_id: 2, date_debut: d('2025-04-30') })).toHaveLength(1);
  expect(critiquerReferent(parcours(), null, d('2025-04-30'), { utilisateur_id: 2, date_debut: d('2025-05-01') })).toHaveLength(0);
});

test('la fin prévue : 24 mois, six mois après le retour à l\'emploi, ou la prolongation décidée', () => {
  expect(finPrevueDuParcours(d('2024-02-29'), null, [])).toBe('2026-02-27');
  expect(finPrevueDuParcours(d('2024-02-29'), d('2025-12-01'), [])).toBe('2026-05-31');
  expect(finPrevueDuParcours(d('2024-02-29'), d('2025-12-01'), [{ date_fin: d('2026-08-31') }])).toBe('2026-08-31');
});

describe('au moins un entretien par mois', () => {
  const etape = (type: string, debut: string, fin: string | null, resultat: string | null = null) => ({ type, date_debut: d(debut), date_fin: fin as DateCivile | null, resultat });
  const mai = (etapes: Periode[], entretiens: string[] = [], jour = '2025-06-16', p: Partial<DatesDuParcours> = {}) => entretienDuMois(parcours(p), m('2025-05'), entretiens.map(d), etapes, d(jour));
  test.each([
    ['rien, mois passé', mai([]), 'MANQUANT'],
    ['rien, mois en cours', mai([], [], '2025-05-31'), 'A_FAIRE'],
    ['entretien le dernier jour', mai([], ['2025-05-31']), 'FAIT'],
    ['entretien le lendemain du mois', mai([], ['2025-06-01']), 'MANQUANT'],
    ['formation du 1er au 31', mai([etape('FORMATION', '2025-05-01', '2025-05-31')]), 'DISPENSE'],
    ['formation finie la veille du dernier jour', mai([etape('FORMATION', '2025-05-01', '2025-05-30')]), 'MANQUANT'],
    ['formation commencée le 2', mai([etape('FORMATION', '2025-05-02', null)]), 'MANQUANT'],
    ['PMSMP puis prestation, sans trou', mai([etape('PRESTATION', '2025-05-16', null), etape('PMSMP', '2025-04-20', '2025-05-15')]), 'DISPENSE'],
    ['PMSMP puis prestation, un jour de trou', mai([etape('PRESTATION', '2025-05-17', null), etape('PMSMP', '2025-04-20', '2025-05-15')]), 'MANQUANT'],
    ['emploi de deux mois moins un jour', mai([etape('EMPLOI', '2025-04-15', '2025-06-13')]), 'DISPENSE'],
    ['emploi de deux mois', mai([etape('EMPLOI', '2025-04-15', '2025-06-14')]), 'MANQUANT'],
    ['emploi sans fin connue', mai([etape('EMPLOI', '2025-04-15', null)]), 'MANQUANT'],
    ['atelier tout le mois', mai([etape('ATELIER', '2025-05-01', '2025-05-31')]), 'MANQUANT'],
    ['formation non réalisée', mai([etape('FORMATION', '2025-05-01', '2025-05-31', 'NON_REALISEE')]), 'MANQUANT'],
    ['suivi dans l\'emploi depuis le 1er', mai([periodeDeSuivi({ date_debut: d('2025-05-01'), date_perte: null })]), 'DISPENSE'],
    ['suivi commencé le 2', mai([periodeDeSuivi({ date_debut: d('2025-05-02'), date_perte: null })]), 'MANQUANT'],
    ['emploi perdu le dernier jour du mois', mai([periodeDeSuivi({ date_debut: d('2025-03-10'), date_perte: d('2025-05-31') })]), 'MANQUANT'],
    ['emploi perdu le lendemain du mois', mai([periodeDeSuivi({ date_debut: d('2025-03-10'), date_perte: d('2025-06-01') })]), 'DISPENSE'],
    ['mois de la signature du contrat', mai([], [], '2025-06-16', { date_integration: d('2025-05-31') }), 'FAIT'],
    ['avant l\'intégration', mai([], [], '2025-06-16', { date_integration: d('2025-06-01') }), 'NON_DU'],
    ['sorti la veille du dernier jour', mai([], [], '2025-06-16', { date_sortie: d('2025-05-30') }), 'NON_DU'],
    ['sorti le dernier jour', mai([], [], '2025-06-16', { date_sortie: d('2025-05-31') }), 'MANQUANT'],
  ])('%s', (_nom, recu, attendu) => expect(recu).toBe(attendu));
});
