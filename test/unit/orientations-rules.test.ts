/** The way of an orientation: order of dates, acts by state, what is due and when, at named boundaries. */
import fc from 'fast-check';
import { ajouterJours, dateCivile, type DateCivile } from '../../server/lib/dates';
import { actesPossibles, empechement, etatDesDates, verifierCorrectionIntegration, verifierDates, type DatesOrientation } from '../../server/orientations/rules';
import { prochaineEcheance, type SituationOrientation } from '../../server/orientations/rules-echeances';
import { comparerNoms, decouperRecherche, ecart } from '../../server/personnes/rules';

const d = dateCivile;
const JOUR = d('2025-06-16');
const dates = (plus: Partial<DatesOrientation> = {}): DatesOrientation => ({ date_prescription: d('2025-05-01'), date_contact: null, date_diagnostic: null, date_refus: null, date_decision: null, date_integration: null, date_sortie: null, ...plus });
const situation = (plus: Partial<SituationOrientation> = {}): SituationOrientation => ({ etat: 'PRESCRITE', dates: dates(), phaseDiagnostic: true, absencesPremierContact: [], pni: [], entretiens: [], etapes: [], suivis: [], ...plus });
const integree = (plus: Partial<SituationOrientation> = {}) => situation({
  etat: 'EN_PARCOURS', dates: dates({ date_contact: d('2025-05-02'), date_integration: d('2025-05-05') }), entretiens: [d('2025-06-02')],
  pni: [{ date_demande: null, date_debut: d('2025-05-05'), date_fin: d('2027-05-04'), date_cloture: null, motif_cloture: null }], ...plus,
});

describe('ordre des dates', () => {
  test('le même jour pour tout est dans l\'ordre', () => {
    const jour = d('2025-05-01');
    expect(verifierDates(dates({ date_contact: jour, date_diagnostic: jour, date_decision: jour, date_integration: jour, date_sortie: jour }), JOUR)).toEqual([]);
  });
  test('un jour trop tôt : la phrase nomme les deux dates', () => {
    expect(verifierDates(dates({ date_contact: d('2025-04-30') }), JOUR)).toEqual([{ champ: 'date_contact', message: "Le premier contact (30/04/2025) ne peut pas précéder la prescription (01/05/2025). Corrigez l'une de ces deux dates." }]);
  });
  test('sans diagnostic, l\'intégration se compare au premier contact', () => {
    expect(verifierDates(dates({ date_contact: d('2025-05-10'), date_integration: d('2025-05-09') }), JOUR)[0]!.message).toContain("L'intégration (09/05/2025) ne peut pas précéder le premier contact (10/05/2025)");
  });
  test('aujourd\'hui passe, demain non', () => {
    expect(verifierDates(dates({ date_contact: JOUR }), JOUR)).toEqual([]);
    expect(verifierDates(dates({ date_contact: ajouterJours(JOUR, 1) }), JOUR).map((e) => e.champ)).toEqual(['date_contact']);
  });
  test('un refus et une intégration s\'excluent', () => {
    expect(verifierDates(dates({ date_contact: d('2025-05-02'), date_refus: d('2025-05-03'), date_integration: d('2025-05-03') }), JOUR)[0]!.message).toContain('Le refus (03/05/2025) et l\'intégration (03/05/2025)');
  });
  test('toute suite croissante est acceptée, toute inversion est dite', () => {
    const suite = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 4, maxLength: 4 });
    fc.assert(fc.property(suite, (jours) => {
      const [a, b, c, e] = jours.map((n) => ajouterJours(d('2025-05-01'), n)) as [DateCivile, DateCivile, DateCivile, DateCivile];
      const erreurs = verifierDates(dates({ date_prescription: a, date_contact: b, date_diagnostic: c, date_integration: e }), d('2025-12-31'));
      expect(erreurs.length === 0).toBe(a <= b && b <= c && c <= e);
    }));
  });
});

describe('états et actes', () => {
  test('l\'état suit la dernière date', () => {
    expect(etatDesDates(dates())).toBe('PRESCRITE');
    expect(etatDesDates(dates({ date_contact: JOUR, date_refus: JOUR }))).toBe('REFUSEE');
    expect(etatDesDates(dates({ date_contact: JOUR, date_integration: JOUR, date_sortie: JOUR }))).toBe('SORTIE');
  });
  test('sans phase de diagnostic, on ne l\'offre pas', () => {
    expect(actesPossibles('ACCUEILLIE', { phaseDiagnostic: false }).map((a) => a.code)).toEqual(['integration', 'absence', 'refus', 'corriger']);
    expect(actesPossibles('ACCUEILLIE', { phaseDiagnostic: true }).map((a) => a.code)[0]).toBe('diagnostic');
  });
  test('on n\'intègre qu\'après un contact, et une seule fois ; on corrige toujours', () => {
    for (const etat of ['PRESCRITE', 'ABSENTE', 'EN_PARCOURS', 'SORTIE', 'REFUSEE'] as const) expect(empechement('integration', etat)).not.toBeNull();
    for (const etat of ['PRESCRITE', 'ABSENTE', 'ACCUEILLIE', 'EN_DIAGNOSTIC', 'REFUSEE', 'EN_PARCOURS', 'SUIVI_EMPLOI', 'SORTIE'] as const) expect(empechement('corriger', etat)).toBeNull();
  });
  test('une intégration ne s\'annule pas tant qu\'un fait en dépend', () => {
    const faits = [{ nom: "l'étape", date: d('2025-05-20') }];
    expect(verifierCorrectionIntegration(null, faits)[0]!.message).toContain("l'étape (20/05/2025) en dépend");
    expect(verifierCorrectionIntegration(d('2025-05-20'), faits)).toEqual([]);
    expect(verifierCorrectionIntegration(d('2025-05-21'), faits)[0]!.message).toContain("L'étape (20/05/2025) ne peut pas précéder l'intégration (21/05/2025)");
  });
});

describe('ce qui est dû', () => {
  const due = (s: SituationOrientation, jour: string) => prochaineEcheance(s, d(jour));
  test('premier contact : le 30e jour n\'est pas en retard, le 31e oui', () => {
    expect(due(situation(), '2025-05-31')).toMatchObject({ code: 'PREMIER_CONTACT', date: '2025-05-31', enRetard: false });
    expect(due(situation(), '2025-06-01')).toMatchObject({ code: 'PREMIER_CONTACT', enRetard: true, raison: 'Prescription le 01/05/2025, sans premier contact depuis 31 jours.' });
  });
  test('après une absence, le délai repart de la convocation manquée', () => {
    expect(due(situation({ etat: 'ABSENTE', absencesPremierContact: [d('2025-05-20'), d('2025-05-10')] }), '2025-06-16')).toMatchObject({ acte: 'contact', date: '2025-06-19', enRetard: false });
  });
  test('diagnostic, ou décision là où il n\'y en a pas, puis contrat', () => {
    const accueillie = situation({ etat: 'ACCUEILLIE', dates: dates({ date_contact: d('2025-05-10') }) });
    expect(due(accueillie, '2025-06-16')!.code).toBe('DIAGNOSTIC');
    expect(due({ ...accueillie, phaseDiagnostic: false }, '2025-06-16')!.code).toBe('DECISION');
    expect(due({ ...accueillie, dates: { ...accueillie.dates, date_decision: d('2025-06-01') } }, '2025-06-16')!.code).toBe('CONTRAT');
  });
  test('PNI : annoncé 90 jours avant, échu le lendemain du dernier jour', () => {
    const juin2027 = integree({ entretiens: [d('2027-02-03'), d('2027-05-03')] });
    expect(due(juin2027, '2027-02-02')?.code).not.toBe('PNI_FIN');
    expect(due(juin2027, '2027-02-03')).toMatchObject({ code: 'PNI_FIN', date: '2027-05-04', raison: 'Le PNI se termine dans 90 jours (04/05/2027).' });
    expect(due(juin2027, '2027-05-04')!.raison).toBe("Le PNI se termine aujourd'hui (04/05/2027).");
    expect(due(juin2027, '2027-05-05')).toMatchObject({ code: 'PNI_ECHU', enRetard: true });
  });
  test('entretien : dû avant la fin du mois, en retard quand le mois d\'avant n\'en a pas eu', () => {
    expect(due(integree(), '2025-06-16')).toBeNull();
    expect(due(integree(), '2025-07-01')).toMatchObject({ code: 'ENTRETIEN', date: '2025-07-31', enRetard: false });
    expect(due(integree(), '2025-08-01')).toMatchObject({ code: 'ENTRETIEN', date: '2025-07-31', enRetard: true });
  });
  test('suivi : le premier contact non vu, puis la sortie', () => {
    const suivi = (mois_vus: number[]) => integree({ etat: 'SUIVI_EMPLOI', entretiens: [d('2025-06-02'), d('2025-07-02')], suivis: [{ date_debut: d('2025-05-31'), date_perte: null, mois_vus }] });
    expect(due(suivi([]), '2025-06-30')).toMatchObject({ code: 'SUIVI_CONTACT', date: '2025-06-30', enRetard: false });
    expect(due(suivi([]), '2025-07-02')).toMatchObject({ enRetard: true });
    expect(due(suivi([1, 3, 6]), '2025-07-02')).toMatchObject({ code: 'SUIVI_TENU', date: '2025-11-29' });
  });
});

describe('qui est qui', () => {
  const zoe = { nom: 'd almeida', prenom: 'zoe' };
  test.each([
    ['espaces et apostrophes', { nom: 'dalmeida', prenom: 'zoe' }, 'MEME_NOM'],
    ['une lettre de trop', { nom: 'd allmeida', prenom: 'zoe' }, 'NOM_PROCHE'],
    ['lettre doublée et y pour i', { nom: 'dallmeyda', prenom: 'zoe' }, 'NOM_PROCHE'],
    ['nom et prénom inversés', { nom: 'zoe', prenom: 'd almeida' }, 'NOM_PROCHE'],
    ['nom composé', { nom: 'd almeida martin', prenom: 'zoe' }, 'NOM_PROCHE'],
    ['autre prénom', { nom: 'd almeida', prenom: 'lea' }, null],
    ['autre nom', { nom: 'durand', prenom: 'zoe' }, null],
  ])('%s', (_, autre, attendu) => { expect(comparerNoms(zoe, autre)).toBe(attendu); });
  test('deux lettres voisines échangées comptent pour une', () => { expect(ecart('martin', 'matrin')).toBe(1); });
  test('une recherche se découpe dans les deux ordres', () => {
    expect(decouperRecherche("d'alm  zo")).toContainEqual({ nom: 'd alm', prenom: 'zo' });
    expect(decouperRecherche('zo alm')).toContainEqual({ nom: 'alm', prenom: 'zo' });
    expect(decouperRecherche(' - ')).toEqual([]);
  });
});
