/** Settings that stop the start, each with a sentence that says what to set. */
import { lireConfig } from '../../server/config';

const PRODUCTION = { NODE_ENV: 'production', SESSION_SECRET: 'x'.repeat(40) };
const lire = (env: Record<string, string>) => () => lireConfig({ ...PRODUCTION, ...env });

describe('en production, rien ne passe en clair vers une autre machine', () => {
  test.each([
    'postgres://u:p@db.exemple.fr/plie', 'postgres://u:p@10.0.0.5:5432/plie', 'postgres://u:p@db.exemple.fr/plie?sslmode=disable', 'postgres://u:p@db.exemple.fr/plie?sslmode=prefer',
    'postgres://u:p@db.exemple.fr/plie?sslmode=no-verify', 'postgres://u:p@db.exemple.fr/plie?uselibpqcompat=true&sslmode=require', 'postgres://u:p@localhost/plie?host=db.exemple.fr', 'postgresql://u@localhost.exemple.fr/plie',
  ])('base refusée : %s', (DATABASE_URL) => {
    expect(lire({ DATABASE_URL })).toThrow(/^DATABASE_URL mène à une autre machine.*sslmode=verify-full.*PLIE_RESEAU_PRIVE=oui/);
    expect(lire({ DATABASE_URL: 'postgres://u@localhost/plie', PLIE_PROPRIETAIRE_URL: DATABASE_URL })).toThrow(/^PLIE_PROPRIETAIRE_URL mène à une autre machine/);
    expect(lire({ DATABASE_URL, PLIE_RESEAU_PRIVE: 'oui' })).not.toThrow();
    // Elsewhere than in production, a trial stays simple.
    expect(() => lireConfig({ DATABASE_URL })).not.toThrow();
  });

  test.each([
    'postgres://u:p@localhost/plie', 'postgres://u:p@127.0.0.1:5433/plie', 'postgres://u:p@[::1]/plie', 'postgres:///plie', 'postgres:///plie?host=/run/postgresql', 'postgres://%2Frun%2Fpostgresql/plie',
    'postgres://u:p@db.exemple.fr/plie?sslmode=require', 'postgres://u:p@db.exemple.fr/plie?sslmode=verify-ca', 'postgres://u:p@db.exemple.fr/plie?sslmode=verify-full',
  ])('base prise : %s', (DATABASE_URL) => {
    expect(lire({ DATABASE_URL })).not.toThrow();
  });

  test.each([
    ['smtp://u:p@courriel.exemple.fr:587', false], ['smtp://courriel.exemple.fr?requireTLS=false', false], ['smtps://courriel.exemple.fr?tls.rejectUnauthorized=false', false],
    ['smtps://u:p@courriel.exemple.fr', true], ['smtp://u:p@courriel.exemple.fr:587?requireTLS=true', true], ['smtp://localhost:25', true],
  ])('serveur de courriel %s : %s', (SMTP_URL, pris) => {
    if (pris) expect(lire({ SMTP_URL })).not.toThrow();
    else expect(lire({ SMTP_URL })).toThrow(/^SMTP_URL mène à une autre machine.*smtps:.*requireTLS=true/);
    expect(lire({ SMTP_URL, PLIE_RESEAU_PRIVE: 'oui' })).not.toThrow();
  });
});

const REFUSES: [Record<string, string>, RegExp][] = [
  [{ PLIE_RESEAU_PRIVE: 'true' }, /PLIE_RESEAU_PRIVE vaut « true » : donnez « oui »/],
  [{ PLIE_PROPRIETAIRE_URL: 'postgres://u@localhost/plie' }, /demande DATABASE_URL/],
  [{ DATABASE_URL: 'mysql://localhost/plie' }, /commence par postgres:\/\//],
  [{ DATABASE_URL: 'postgres://u:pa/ss@localhost/plie' }, /adresse complète/],
  [{ SMTP_URL: 'courriel.exemple.fr' }, /SMTP_URL doit être une adresse complète/],
  ...['oui', '0', '12', '10.0.0.256', '10.0.0.0/33', '10.0.0.0/24/8', '10.0.0.5,', '0.0.0.0/0', 'proxy.exemple.fr'].map((PLIE_PROXY): [Record<string, string>, RegExp] => [{ PLIE_PROXY }, /PLIE_PROXY vaut .* donnez les adresses des proxys/]),
];
test.each(REFUSES)('%j est refusé, avec ce qu\'il faut donner', (env, phrase) => {
  expect(lire(env)).toThrow(phrase);
});

test('les proxys : leur nombre, ou leurs adresses', () => {
  expect(['2', 'loopback', '10.0.0.5, 2001:db8::/32', ''].map((PLIE_PROXY) => lireConfig({ PLIE_PROXY }).proxys)).toEqual([2, ['loopback'], ['10.0.0.5', '2001:db8::/32'], undefined]);
});
