import { actionAttendue, finDuPniAffichee, periodeDuMois, type Faits } from '../../reports/tableau-de-suivi/situation';
import { echeance, moisATraiter } from '../../server/echanges/rules';
import { etatDeLEnvoi } from '../../server/echanges/rules-convention';
import { chercherMois, dateCivile as d, type Mois } from '../../server/lib/dates';

const MARS = chercherMois('2025-03') as Mois;
const periode = periodeDuMois(MARS);
const integre = (champs: Partial<Faits>): Faits => ({
  prescripteur: 'POLE_EMPLOI', date_contact: d('2024-01-08'), date_diagnostic: null, absent_au_premier_contact: false, date_refus: null, date_integration: d('2024-02-01'), date_sortie: null,
  pni_debut: d('2024-02-05'), pni_fin: d('2026-02-04'), pni_cloture: null, pni_motif_cloture: null, absence_du_mois: false, etape_du_mois: false, ...champs,
});

test('un PNI est à lever tant que Pôle emploi ne l\'a pas fait', () => {
  const sorti = (champs: Partial<Faits>) => actionAttendue(integre({ date_sortie: d('2025-03-10'), ...champs }), periode);
  expect(sorti({})).toBe('LEVER_PNI');
  // closed in the PLIE's books by the exit itself
  expect(sorti({ pni_cloture: d('2025-03-10'), pni_motif_cloture: 'SORTIE' })).toBe('LEVER_PNI');
  // lifted by Pôle emploi, after the exit or before
  expect(sorti({ pni_cloture: d('2025-03-20'), pni_motif_cloture: 'SORTIE' })).toBeNull();
  expect(sorti({ pni_cloture: d('2025-03-10'), pni_motif_cloture: 'CONTRAT_IAE' })).toBeNull();
  // run out the day before the exit, or on its very day
  expect(sorti({ pni_fin: d('2025-03-09') })).toBeNull();
  expect(sorti({ pni_fin: d('2025-03-10') })).toBe('LEVER_PNI');
  expect(sorti({ pni_debut: null, pni_fin: null })).toBeNull();
});

test('une seule action, dans l\'ordre : PNI à lever, suivi à reprendre, PNI à poser, absence, PPAE', () => {
  const tout = { absence_du_mois: true, etape_du_mois: true };
  expect(actionAttendue(integre({ ...tout, date_sortie: d('2025-03-31') }), periode)).toBe('LEVER_PNI');
  expect(actionAttendue(integre({ ...tout, date_integration: null, date_refus: d('2025-03-31'), pni_debut: null, pni_fin: null }), periode)).toBe('REPRENDRE');
  expect(actionAttendue(integre({ ...tout, pni_debut: null, pni_fin: null }), periode)).toBe('POSER_PNI');
  expect(actionAttendue(integre(tout), periode)).toBe('ABSENCE');
  expect(actionAttendue(integre({ etape_du_mois: true }), periode)).toBe('PPAE');
  expect(actionAttendue(integre({}), periode)).toBeNull();
  // once it was set, an ended PNI is not to be set again
  expect(actionAttendue(integre({ pni_fin: d('2025-03-01') }), periode)).toBeNull();
});

test('la fin du PNI n\'est avancée que si Pôle emploi l\'a levé', () => {
  expect(finDuPniAffichee(integre({}))).toBe('2026-02-04');
  expect(finDuPniAffichee(integre({ pni_cloture: d('2025-03-10'), pni_motif_cloture: 'SORTIE' }))).toBe('2026-02-04');
  expect(finDuPniAffichee(integre({ pni_cloture: d('2025-03-10'), pni_motif_cloture: 'AUTRE' }))).toBe('2025-03-10');
});

test('le tableau de mars est à temps le 6 avril, en retard le 7', () => {
  const le = (jour: string) => echeance(MARS, d(jour));
  expect(le('2025-03-31')).toEqual({ date: '2025-04-06', etat: 'A_VENIR', jours: 6 });
  expect(le('2025-04-01')).toEqual({ date: '2025-04-06', etat: 'EN_COURS', jours: 5 });
  expect(le('2025-04-06')).toEqual({ date: '2025-04-06', etat: 'DERNIER_JOUR', jours: 0 });
  expect(le('2025-04-07')).toEqual({ date: '2025-04-06', etat: 'DEPASSEE', jours: 1 });
  expect(echeance(chercherMois('2024-12') as Mois, d('2024-12-31')).date).toBe('2025-01-06');
});

test('jusqu\'au 7 on travaille sur le mois passé, ensuite sur le mois en cours', () => {
  expect(['2025-01-01', '2025-01-07', '2025-01-08', '2025-01-31'].map((jour) => moisATraiter(d(jour)))).toEqual(['2024-12', '2024-12', '2025-01', '2025-01']);
});

test('sans convention qui couvre le mois, suspendue ou terminée, rien ne part ; le dernier mois part encore à temps', () => {
  const convention = (debut: string, fin: string, suspension?: string) => ({ id: 1, date_debut: d(debut), date_fin: d(fin), date_suspension: suspension ? d(suspension) : null, boite_generique: null });
  const etat = (jour: string, ...conventions: ReturnType<typeof convention>[]) => etatDeLEnvoi(conventions, MARS, d(jour)).etat;
  const annee = (suspension?: string) => convention('2025-01-01', '2025-12-31', suspension);
  expect([etat('2025-04-02', annee()), etat('2025-04-02'), etat('2025-04-02', convention('2025-04-01', '2026-03-31'))]).toEqual(['OUVERT', 'ABSENTE', 'ABSENTE']);
  expect([etat('2025-04-02', annee('2025-04-03')), etat('2025-04-02', annee('2025-04-02'))]).toEqual(['OUVERT', 'SUSPENDUE']);
  // ended the day before the month, or on its first day
  expect([etat('2025-04-02', convention('2024-01-01', '2025-02-28')), etat('2025-04-02', convention('2024-01-01', '2025-03-01'))]).toEqual(['TERMINEE', 'OUVERT']);
  // the table of its last month: until the day it is due, or under the convention that follows
  const finie = convention('2024-01-01', '2025-03-31');
  expect([etat('2025-04-06', finie), etat('2025-04-07', finie), etat('2025-04-07', finie, convention('2025-04-01', '2026-03-31'))]).toEqual(['OUVERT', 'TERMINEE', 'OUVERT']);
});
