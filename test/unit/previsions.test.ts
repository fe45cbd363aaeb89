/** The forecast and the reminders of a parcours, at their boundaries. */
import { dateCivile, type DateCivile } from '../../server/lib/dates';
import { douzeDerniersMois, orientationsNecessaires, type Flux } from '../../server/pni/rules-previsions';
import { rappels, type ParcoursConnu } from '../../server/personnes/rules-rappels';

const d = dateCivile;
const JOUR = d('2025-06-16');

test.each([['2025-06-16', '2024-06-17'], ['2024-02-29', '2023-03-01'], ['2025-02-28', '2024-02-29'], ['2025-03-31', '2024-04-01'], ['2024-12-31', '2024-01-01']])('les douze mois qui finissent le %s commencent le %s', (fin, debut) => {
  expect(douzeDerniersMois(d(fin))).toEqual({ debut, fin });
});

describe('les orientations nécessaires', () => {
  const flux = (champs: Partial<Flux> = {}): Flux => ({ orientations: 100, integrations: 40, en_attente: 0, premiere: d('2024-06-17'), ...champs });
  const reste = (objectif: number, acquis: number, f: Flux) => orientationsNecessaires(objectif, acquis, f, JOUR);
  test('ce qui manque, au taux du PLIE, arrondi au-dessus, moins ce qui attend une décision', () => {
    expect(reste(50, 30, flux())).toEqual({ connu: true, manque: 20, total: 50, reste: 50 });
    expect(reste(50, 29, flux())).toMatchObject({ manque: 21, total: 53 });
    expect(reste(50, 30, flux({ en_attente: 12 }))).toMatchObject({ total: 50, reste: 38 });
    expect(reste(50, 30, flux({ en_attente: 60 }))).toMatchObject({ total: 50, reste: 0 });
    expect(reste(50, 51, flux({ integrations: 0 }))).toEqual({ connu: true, manque: 0, total: 0, reste: 0 });
  });
  test('trop peu de données : non disponible, avec sa raison', () => {
    const raison = (f: Flux) => { const b = reste(50, 30, f); return b.connu ? null : b.raison; };
    expect(raison(flux())).toBeNull();
    expect(raison(flux({ premiere: d('2024-06-18') }))).toContain('la première orientation date du 18/06/2024');
    expect(raison(flux({ premiere: null }))).toContain("aucune orientation n'est enregistrée");
    expect(raison(flux({ orientations: 20, integrations: 5 }))).toBeNull();
    expect(raison(flux({ orientations: 19, integrations: 5 }))).toContain('19 orientations en douze mois');
    expect(raison(flux({ integrations: 0 }))).toContain('aucune intégration');
  });
});

describe('les rappels d\'un parcours', () => {
  const parcours = (champs: Partial<ParcoursConnu> = {}): ParcoursConnu => ({ date_integration: d('2024-02-29'), date_sortie: null, prolongations: [], suivis: [], etapes: [], pni: [], ...champs });
  const dits = (p: ParcoursConnu, jour: DateCivile) => rappels(p, jour).map((r) => `${r.libelle}${r.retard ? ' !' : ''}`);
  test('24 mois : annoncés 90 jours avant, dépassés le lendemain', () => {
    expect(dits(parcours(), d('2025-11-28'))).toEqual([]);
    expect(dits(parcours(), d('2025-11-29'))).toEqual(['Fin du parcours']);
    expect(dits(parcours(), d('2026-02-27'))).toEqual(['Fin du parcours']);
    expect(dits(parcours(), d('2026-02-28'))).toEqual(['Parcours au-delà de sa durée !']);
    expect(dits(parcours({ date_sortie: d('2026-02-27') }), d('2026-02-28'))).toEqual([]);
  });
  test('six mois de plus après une entrée en emploi, ou ce qu\'une prolongation a décidé', () => {
    const suivi = parcours({ suivis: [{ date_debut: d('2025-12-31'), date_perte: null }] });
    expect(dits(suivi, d('2026-06-29'))).toEqual(['Fin du parcours']);
    expect(dits(suivi, d('2026-06-30'))).toEqual(['Parcours au-delà de sa durée !']);
    expect(dits(parcours({ suivis: [{ date_debut: d('2025-12-31'), date_perte: d('2026-02-01') }] }), d('2026-02-28'))).toEqual(['Parcours au-delà de sa durée !']);
    expect(dits(parcours({ prolongations: [{ date_fin: d('2026-08-31') }] }), d('2026-02-28'))).toEqual([]);
  });
  test('un contrat IAE commencé pendant un PNI actif : il est à lever, jusqu\'à ce qu\'il le soit', () => {
    const pni = { date_demande: null, date_debut: d('2025-01-01'), date_fin: d('2026-12-31'), date_cloture: null, motif_cloture: null } as const;
    const iae = { type: 'IAE', date_debut: d('2025-06-16'), resultat: null };
    const p = (champs: Partial<ParcoursConnu>) => parcours({ date_integration: d('2025-01-01'), pni: [pni], etapes: [iae], ...champs });
    expect(dits(p({}), d('2025-06-16'))).toEqual(['PNI à lever !']);
    expect(dits(p({}), d('2025-06-15'))).toEqual([]);
    expect(dits(p({ etapes: [{ ...iae, date_debut: d('2024-12-31') }] }), JOUR)).toEqual([]);
    expect(dits(p({ etapes: [{ ...iae, resultat: 'NON_REALISEE' }] }), JOUR)).toEqual([]);
    expect(dits(p({ pni: [{ ...pni, date_cloture: d('2025-06-16'), motif_cloture: 'CONTRAT_IAE' }] }), JOUR)).toEqual([]);
  });
});
