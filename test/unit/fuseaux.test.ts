/** The deadlines and the feed over the change of clocks (last Sunday of March and of October), on servers of several time zones. */
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { RACINE } from '../../server/lib/racine';

/** In a process of its own, whose time zone is chosen: the table of a month at an instant, and the days of a feed. */
const PROGRAMME = `
  const { aujourdhui } = require('./server/lib/dates');
  const { echeancesDeLaConvention } = require('./server/calendrier/rules-convention');
  const { ecrireFlux, evenements } = require('./server/calendrier/flux');
  const convention = { id: 1, plie_id: 3, plie_nom: 'PLIE', date_debut: '2024-01-01', date_fin: '2026-12-31', date_suspension: null, premier_jour: '2024-01-01', suivie: false };
  const a = (instant, code, transmis) => {
    const jour = aujourdhui({ maintenant: () => new Date(instant) });
    const dues = echeancesDeLaConvention({ convention, jalons: [], transmis: new Map([[3, new Set(transmis)]]), role: 'ANIMATION', jour }, [code]);
    const siens = evenements(dues, { url: 'http://localhost', plusieurs: false, operateur: 'Pôle emploi', jour });
    const flux = ecrireFlux(siens, new Map(siens.map((e) => [e.uid, { sequence: 0, modifie_le: '2025-01-01T00:00:00Z' }])), 'PLIE');
    return [jour, dues[0].date + ' ' + dues[0].etat, /DTSTART[^\\r]*/.exec(flux)[0]].join(' | ');
  };
  process.stdout.write(JSON.stringify(JSON.parse(process.argv[1]).map((x) => a(...x))));
`;

// The instant, what is looked at, the months already sent, and what Paris says of it.
const CAS: [string, string, string[], string][] = [
  // Winter time is UTC + 1: the 6th ends at 23:00 UTC.
  ['2025-03-06T22:59:59Z', 'TABLEAU', ['2025-01'], '2025-03-06 | 2025-03-06 PROCHE | DTSTART;VALUE=DATE:20250306'],
  ['2025-03-06T23:00:00Z', 'TABLEAU', ['2025-01'], '2025-03-07 | 2025-03-06 EN_RETARD | DTSTART;VALUE=DATE:20250306'],
  // The night of the change, 29 to 30 March 2025, and the 23 hours of the 30th.
  ['2025-03-29T22:59:59Z', 'TABLEAU', ['2025-02'], '2025-03-29 | 2025-04-06 A_VENIR | DTSTART;VALUE=DATE:20250406'],
  ['2025-03-29T23:00:00Z', 'TABLEAU', ['2025-02'], '2025-03-30 | 2025-04-06 A_VENIR | DTSTART;VALUE=DATE:20250406'],
  ['2025-03-30T21:59:59Z', 'TABLEAU', ['2025-02'], '2025-03-30 | 2025-04-06 A_VENIR | DTSTART;VALUE=DATE:20250406'],
  ['2025-03-30T22:00:00Z', 'TABLEAU', ['2025-02'], '2025-03-31 | 2025-04-06 PROCHE | DTSTART;VALUE=DATE:20250406'],
  // Summer time is UTC + 2: the 6th ends at 22:00 UTC.
  ['2025-04-06T21:59:59Z', 'TABLEAU', ['2025-02'], '2025-04-06 | 2025-04-06 PROCHE | DTSTART;VALUE=DATE:20250406'],
  ['2025-04-06T22:00:00Z', 'TABLEAU', ['2025-02'], '2025-04-07 | 2025-04-06 EN_RETARD | DTSTART;VALUE=DATE:20250406'],
  ['2025-04-29T21:59:59Z', 'BILAN_QUANTITATIF', [], '2025-04-29 | 2025-04-29 PROCHE | DTSTART;VALUE=DATE:20250429'],
  ['2025-04-29T22:00:00Z', 'BILAN_QUANTITATIF', [], '2025-04-30 | 2025-04-29 EN_RETARD | DTSTART;VALUE=DATE:20250429'],
  // The 25 hours of 26 October 2025.
  ['2025-10-25T21:59:59Z', 'TABLEAU', ['2025-09'], '2025-10-25 | 2025-11-06 A_VENIR | DTSTART;VALUE=DATE:20251106'],
  ['2025-10-25T22:00:00Z', 'TABLEAU', ['2025-09'], '2025-10-26 | 2025-11-06 A_VENIR | DTSTART;VALUE=DATE:20251106'],
  ['2025-10-26T22:59:59Z', 'TABLEAU', ['2025-09'], '2025-10-26 | 2025-11-06 A_VENIR | DTSTART;VALUE=DATE:20251106'],
  ['2025-10-26T23:00:00Z', 'TABLEAU', ['2025-09'], '2025-10-27 | 2025-11-06 A_VENIR | DTSTART;VALUE=DATE:20251106'],
  ['2025-11-06T22:59:59Z', 'TABLEAU', ['2025-09'], '2025-11-06 | 2025-11-06 PROCHE | DTSTART;VALUE=DATE:20251106'],
  ['2025-11-06T23:00:00Z', 'TABLEAU', ['2025-09'], '2025-11-07 | 2025-11-06 EN_RETARD | DTSTART;VALUE=DATE:20251106'],
];

test.each(['UTC', 'Europe/Paris', 'Pacific/Auckland', 'America/Los_Angeles'])('sur un serveur à l\'heure de %s, les échéances sont celles de Paris', (TZ) => {
  const sortie = execFileSync(process.execPath, ['--require', 'tsx/cjs', '-e', PROGRAMME, JSON.stringify(CAS.map(([instant, code, transmis]) => [instant, code, transmis]))], { cwd: RACINE, env: { ...process.env, TZ, NODE_OPTIONS: '', NODE_PATH: path.join(RACINE, 'node_modules') }, encoding: 'utf8' });
  expect(JSON.parse(sortie)).toEqual(CAS.map(([, , , attendu]) => attendu));
});
