/** Each deadline the day before, the day, the day after; and over the change of clocks, whatever the time zone of the server. */
import { dateCivile, type Mois } from '../../server/lib/dates';
import { bandeDe, codesDuRole, etatDe, genresDuRole, type CodeEcheance } from '../../server/calendrier/rules';
import { critiquerJalon, echeancesDeLaConvention, moisAEnvoyer, prochaineReunion, type ConventionSuivie, type Jalon } from '../../server/calendrier/rules-convention';
import { echeancesDesPersonnes, regrouper } from '../../server/calendrier/rules-personnes';
import { ROLES } from '../../server/acces/acteur';

const d = dateCivile;
const CONVENTION: ConventionSuivie = { id: 7, plie_id: 3, plie_nom: 'PLIE de Valmorin', date_debut: d('2024-01-01'), date_fin: d('2026-12-31'), date_suspension: null, premier_jour: d('2024-01-01'), suivie: false, hors_outil: false };
const jalon = (type: Jalon['type'], date_jalon: string, fait: boolean, annee: number | null = null): Jalon => ({ id: 1, plie_id: 3, type, date_jalon: d(date_jalon), annee, fait, version: 1 });

interface Cas { jalons?: Jalon[]; transmis?: Mois[]; convention?: Partial<ConventionSuivie> }
/** What is due of that code on that day, as « date état ». */
function dues(code: CodeEcheance, jour: string, { jalons = [], transmis = [], convention = {} }: Cas = {}): string[] {
  const situation = { convention: { ...CONVENTION, ...convention }, jalons, transmis: new Map([[3, new Set(transmis)]]), role: 'ANIMATION' as const, jour: d(jour) };
  return echeancesDeLaConvention(situation, [code]).map((e) => `${e.date} ${e.etat}`);
}

test.each([
  // The day before, the day, the day after; and as long as it has not left.
  ['2025-06-05', ['2025-06-06 PROCHE', '2025-07-06 A_VENIR']],
  ['2025-06-06', ['2025-06-06 PROCHE', '2025-07-06 A_VENIR']],
  ['2025-06-07', ['2025-06-06 EN_RETARD', '2025-07-06 A_VENIR']],
  ['2025-07-01', ['2025-06-06 EN_RETARD', '2025-07-06 PROCHE', '2025-08-06 A_VENIR']],
  ['2026-01-06', ['2025-06-06 EN_RETARD', '2025-07-06 EN_RETARD', '2025-08-06 EN_RETARD', '2025-09-06 EN_RETARD', '2025-10-06 EN_RETARD', '2025-11-06 EN_RETARD', '2025-12-06 EN_RETARD', '2026-01-06 PROCHE', '2026-02-06 A_VENIR']],
])('le %s, les tableaux attendus depuis le dernier transmis, avril', (jour, attendues) => {
  expect(dues('TABLEAU', jour, { transmis: ['2025-04' as Mois] })).toEqual(attendues);
});

test('le tableau transmis est fait, en retard ou non ; suspendue, la convention n\'en doit aucun', () => {
  expect(dues('TABLEAU', '2025-06-07', { transmis: ['2025-05' as Mois] })).toEqual(['2025-07-06 A_VENIR', '2025-06-06 FAIT']);
  expect(dues('TABLEAU', '2025-06-05', { convention: { date_suspension: d('2025-06-05') } })).toEqual([]);
  // A PLIE that has sent none yet owes the last month, not the years before.
  expect(dues('TABLEAU', '2025-06-06')).toEqual(['2025-06-06 PROCHE', '2025-07-06 A_VENIR']);
  expect(dues('TABLEAU', '2025-06-07')).toEqual(['2025-06-06 EN_RETARD', '2025-07-06 A_VENIR']);
  // The first month of a convention is due, the one before is not.
  expect(moisAEnvoyer({ ...CONVENTION, date_debut: d('2025-06-02') }, new Map(), d('2025-06-10'))).toEqual(['2025-06']);
});

test.each([
  ['ECHANGE_INFORMATIONS', '2025-01-31', '2025-05-31'], // four calendar months
  ['ECHANGE_INFORMATIONS', '2024-10-31', '2025-02-28'],
  ['COMITE_PILOTAGE_PLIE', '2024-12-15', '2025-06-15'],
  ['COMITE_PILOTAGE_CONVENTION', '2024-02-29', '2025-02-28'],
] as const)('%s tenu le %s : le prochain au plus tard le %s, en retard le lendemain', (type, tenu, limite) => {
  expect(prochaineReunion(type, d(tenu), CONVENTION.date_debut)).toBe(limite);
  const jours = [-1, 0, 1].map((n) => new Date(Date.parse(limite) + n * 86_400_000).toISOString().slice(0, 10));
  expect(jours.map((jour) => dues(type, jour, { jalons: [jalon(type, tenu, true)] }))).toEqual([[`${limite} PROCHE`], [`${limite} PROCHE`], [`${limite} EN_RETARD`]]);
});

test('une réunion jamais tenue se compte depuis le début de la convention, et une réunion prévue à temps prend la place de la date limite', () => {
  expect(dues('COMITE_PILOTAGE_PLIE', '2024-07-01')).toEqual(['2024-07-01 PROCHE']);
  expect(dues('COMITE_PILOTAGE_PLIE', '2024-07-02')).toEqual(['2024-07-01 EN_RETARD']);
  const prevu = (date: string) => ({ jalons: [jalon('COMITE_PILOTAGE_PLIE', '2025-01-10', true), jalon('COMITE_PILOTAGE_PLIE', date, false)] });
  expect(dues('COMITE_PILOTAGE_PLIE', '2025-06-16', prevu('2025-06-20'))).toEqual(['2025-06-20 PROCHE']);
  // Its day is past and nobody said whether it was held.
  expect(dues('COMITE_PILOTAGE_PLIE', '2025-06-21', prevu('2025-06-20'))).toEqual(['2025-06-20 EN_RETARD']);
  // Planned after the last day: the rule stays.
  expect(dues('COMITE_PILOTAGE_PLIE', '2025-06-16', prevu('2025-08-01'))).toEqual(['2025-07-10 A_VENIR']);
  expect(dues('COMITE_TECHNIQUE', '2025-06-16')).toEqual([]);
  expect(dues('COMITE_TECHNIQUE', '2025-06-16', { jalons: [jalon('COMITE_TECHNIQUE', '2025-06-30', false)] })).toEqual(['2025-06-30 A_VENIR']);
});

test.each(['BILAN_QUANTITATIF', 'BILAN_QUALITATIF', 'RELEVE_DEMANDES'] as const)('%s : le 29 avril au plus tard, en retard le 30 jusqu\'à ce qu\'il parte', (type) => {
  expect(['2025-04-28', '2025-04-29', '2025-04-30', '2025-12-31'].map((jour) => dues(type, jour)[0])).toEqual(['2025-04-29 PROCHE', '2025-04-29 PROCHE', '2025-04-29 EN_RETARD', '2025-04-29 EN_RETARD']);
  expect(dues(type, '2026-01-01')).toEqual(['2026-04-29 A_VENIR']);
  expect(dues(type, '2025-05-06', { jalons: [jalon(type, '2025-05-05', true, 2024)] })).toEqual(['2025-05-05 FAIT']);
  // No year before the first convention.
  expect(dues(type, '2024-03-01')).toEqual([]);
  // Nor a year that was kept otherwise, before the tool.
  expect(dues(type, '2025-04-30', { convention: { hors_outil: true } })).toEqual([]);
});

test('la fin d\'une convention, son dernier jour compris ; rien quand une autre suit', () => {
  expect(['2026-12-30', '2026-12-31', '2027-01-01'].map((jour) => dues('FIN_CONVENTION', jour)[0])).toEqual(['2026-12-31 PROCHE', '2026-12-31 PROCHE', '2026-12-31 EN_RETARD']);
  expect(dues('FIN_CONVENTION', '2026-12-31', { convention: { suivie: true } })).toEqual([]);
  // Once it has ended, nothing else of it is due.
  expect(dues('TABLEAU', '2027-01-01')).toEqual([]);
});

test('sept jours, trente jours, plus tard : le jour même compte', () => {
  const bande = (date: string) => bandeDe({ date: d(date), etat: etatDe(d(date), d('2025-06-16')) }, d('2025-06-16'));
  expect(['2025-06-15', '2025-06-16', '2025-06-22', '2025-06-23', '2025-07-16', '2025-07-17'].map(bande)).toEqual(['RETARD', 'SEMAINE', 'SEMAINE', 'MOIS', 'MOIS', 'PLUS_TARD']);
});

test('les échéances des personnes : par jour, le retard et le lointain en une ligne, chacune vers sa liste', () => {
  const jour = d('2025-06-16');
  const plie = { id: 3, nom: 'PLIE de Valmorin', convention: 7 };
  const parJour = ([['2025-06-15', 1], ['2025-06-02', 2], ['2025-06-16', 4], ['2025-08-03', 1], ['2025-08-20', 2]] as const).map(([date, nombre]) => ({ code: 'PNI_FIN' as const, date: d(date), nombre }));
  const lignes = regrouper(echeancesDesPersonnes(parJour, { plie, accompagnateur: 12 }, jour), 12, jour).map((e) => `${e.date} ${e.libelle} ${e.adresse}`);
  expect(lignes.sort()).toEqual([
    '2025-06-02 3 PNI échus, parcours toujours ouverts /pni?etat=ECHU&accompagnateur=12',
    '2025-06-16 4 fins de PNI /pni?etat=ACTIF&fin=2025-06-16..2025-06-16&accompagnateur=12',
    '2025-08-03 3 fins de PNI /pni?etat=ACTIF&fin=2025-08-03..2025-08-20&accompagnateur=12',
  ]);
});

test('la région et ceux qui tiennent les réglages n\'ont aucune échéance d\'une personne', () => {
  for (const role of ROLES.filter((r) => r !== 'ANIMATION' && r !== 'ACCOMPAGNATEUR')) expect([role, codesDuRole(role).filter((c) => ['PNI_FIN', 'CONTACT_SUIVI', 'SUIVI_TENU', 'PREMIER_CONTACT'].includes(c))]).toEqual([role, []]);
  expect(genresDuRole('CONSEILLER_PE')).toEqual([]);
  expect(genresDuRole('CORRESPONDANT_REGIONAL')).toEqual(['BILANS', 'REUNIONS']);
});

test('ce qui est fait a son jour derrière soi, et un bilan son année', () => {
  const champs = (date: string, fait: boolean, type: Jalon['type'] = 'COMITE_PILOTAGE_PLIE', annee: number | null = null) => critiquerJalon({ type, date_jalon: d(date), annee, fait }, d('2025-06-16')).map((e) => e.champ);
  expect(champs('2025-06-16', true)).toEqual([]);
  expect(champs('2025-06-17', true)).toEqual(['date_jalon']);
  expect(champs('2025-06-17', false)).toEqual([]);
  expect(champs('2025-04-10', true, 'BILAN_QUANTITATIF')).toEqual(['annee']);
  expect(champs('2024-12-31', true, 'BILAN_QUANTITATIF', 2024)).toEqual(['date_jalon']);
  expect(champs('2025-04-10', true, 'BILAN_QUANTITATIF', 2024)).toEqual([]);
});
