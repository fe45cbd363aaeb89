/** When a deadline is said again: five days before, one day before, late, then each Monday. */
import { dateCivile } from '../../server/lib/dates';
import { palierDe, rolesDesSuppleants } from '../../server/rappels/rules';

test.each([
  ['2025-05-31', null], ['2025-06-01', '5'], ['2025-06-04', '5'], ['2025-06-05', '1'], ['2025-06-06', '1'], ['2025-06-07', 'R'],
  ['2025-06-15', 'R'], ['2025-06-16', '2025-06-16'], ['2025-06-22', '2025-06-16'], ['2025-06-23', '2025-06-23'],
])('une échéance du 6 juin, vue le %s, en est à : %s', (jour, palier) => {
  expect(palierDe(dateCivile('2025-06-06'), dateCivile(jour))).toBe(palier);
});

test('le suppléant peut ouvrir les mêmes pages', () => {
  expect([rolesDesSuppleants('ACCOMPAGNATEUR'), rolesDesSuppleants('REFERENT_PE')]).toEqual([['ACCOMPAGNATEUR', 'ANIMATION'], ['REFERENT_PE']]);
});
