/** A thousand races on one file, by several users at once: what is acknowledged is kept, in its order; what is refused is said, and given back as typed. */
import { randomUUID } from 'node:crypto';
import { lignes, sql } from '../../server/lib/db/sql';
import { demarrerEssai, type Essai, type Visiteur } from '../outils/application';
import { jetonDe } from '../outils/monde';

const [VOLEES, COUREURS] = [125, 4];
const CONFLIT = "Quelqu&#39;un d&#39;autre a modifié cette fiche depuis que vous l&#39;avez ouverte : rien n&#39;a été enregistré.";

let essai: Essai;
let coureurs: { visiteur: Visiteur; jeton: string }[];
let personne: { id: number };
let orientation: { id: number };
beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  const { plie } = await essai.fabriques.unTerritoireComplet();
  personne = await essai.fabriques.unePersonne({ plie_id: plie.id, nom: 'Courue', prenom: 'Alix' });
  orientation = await essai.fabriques.uneOrientation({ plie_id: plie.id, personne_id: personne.id, prescripteur: 'SPONTANE', date_prescription: '2024-01-01' });
  coureurs = [];
  for (let n = 0; n < COUREURS; n += 1) {
    const visiteur = await essai.comme(n % 2 ? 'ANIMATION' : 'ACCOMPAGNATEUR', plie.id);
    coureurs.push({ visiteur, jeton: jetonDe(await visiteur.get('/accessibilite')) });
  }
});
afterAll(() => essai.fermer());

interface Course { adresse: () => string; table: string; id: () => number; colonne: string; champs: (valeur: string) => Record<string, string>; valeur: (rang: number) => string; montree: (valeur: string) => string }

/** A day of its own to each form, as it is typed and as it is kept. */
const jour = (rang: number) => new Date(Date.UTC(2022, 0, 1 + rang)).toISOString().slice(0, 10);
const enFrancais = (date: string) => date.split('-').reverse().join('/');

test.each<[string, Course]>([
  ['la fiche de la personne', {
    adresse: () => `/personnes/${personne.id}/modifier`, table: 'personnes', id: () => personne.id, colonne: 'adresse',
    champs: (adresse) => ({ nom: 'Courue', prenom: 'Alix', date_naissance: '12/04/1985', adresse }), valeur: (rang) => `${rang} rue des Amandiers`, montree: (adresse) => `value="${adresse}"`,
  }],
  ['son orientation', {
    adresse: () => `/orientations/${orientation.id}/corriger`, table: 'orientations', id: () => orientation.id, colonne: 'date_prescription',
    champs: (date) => ({ prescripteur: 'SPONTANE', date_prescription: enFrancais(date) }), valeur: jour, montree: (date) => `value="${enFrancais(date)}"`,
  }],
])('cinq cents formulaires sur %s : chaque changement reconnu est gardé, chaque refus est dit', async (_quoi, { adresse, table, id, colonne, champs, valeur, montree }) => {
  const reconnues: string[] = [];
  let version = 1;
  for (let volee = 0; volee < VOLEES; volee += 1) {
    const envois = await Promise.all(coureurs.map(async ({ visiteur, jeton }, n) => {
      const ecrite = valeur(1 + volee * COUREURS + n);
      // One in four shows an older page: it must lose whatever the order in which they come.
      const montre = n === volee % COUREURS ? Math.max(version - 1, 1) : version;
      const reponse = await visiteur.post(adresse()).type('form').send({ _csrf: jeton, _cle: randomUUID(), version: String(montre), ...champs(ecrite) });
      return { ecrite, perimee: montre < version, reponse };
    }));
    const gagnants = envois.filter(({ reponse }) => reponse.status === 303);
    expect([volee, gagnants.map(({ perimee }) => perimee)]).toEqual([volee, [false]]);
    for (const { ecrite, reponse } of envois.filter((e) => e !== gagnants[0])) {
      expect(reponse.status).toBe(409);
      expect(reponse.text).toContain(CONFLIT);
      expect(reponse.text).toContain(montree(ecrite));
    }
    reconnues.push(gagnants[0]!.ecrite);
    version += 1;
  }
  const [ligne] = await essai.contexte.base(table).where({ id: id() }).select<{ valeur: string; version: number }[]>({ valeur: colonne, version: 'version' });
  expect(ligne).toEqual({ valeur: reconnues.at(-1), version: 1 + VOLEES });
  const journal = await lignes<{ avant: Record<string, string>; apres: Record<string, string> }>(essai.contexte.base, sql`select avant, apres from journal_lignes where table_nom = ${table} and ligne_id = ${id()} and operation = 'MODIFICATION' order by id`);
  expect(journal.map(({ apres }) => apres[colonne])).toEqual(reconnues);
  // Each one was made on the one before, which nobody lost out of sight.
  expect(journal.slice(1).map(({ avant }) => avant[colonne])).toEqual(reconnues.slice(0, -1));
});

test('après un conflit, la page dit à côté de chaque champ ce qui est enregistré ; envoyée de nouveau, elle s\'enregistre', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const elle = await essai.fabriques.unePersonne({ plie_id: plie.id, nom: 'Aubier', prenom: 'Lou', telephone: '01 02 03 04 05' });
  const visiteur = await essai.comme('ANIMATION', plie.id);
  const jeton = jetonDe(await visiteur.get('/accessibilite'));
  const adresse = `/personnes/${elle.id}/modifier`;
  const envoyer = (version: string, champs: Record<string, string>) => visiteur.post(adresse).type('form').send({ _csrf: jeton, _cle: randomUUID(), version, nom: 'Aubier', prenom: 'Lou', date_naissance: '12/04/1985', ...champs });
  await envoyer('1', { telephone: '01 11 11 11 11', minimum_social: 'RSA' }).expect(303);
  const { text } = await envoyer('1', { telephone: '01 02 03 04 05', commune: 'Valbrise' }).expect(409);
  expect(text).toContain('Enregistré actuellement : 01 11 11 11 11.');
  expect(text).toContain('Enregistré actuellement : RSA.');
  expect(text).toContain('Enregistré actuellement : rien.');
  expect(text.match(/Enregistré actuellement/g)).toHaveLength(3);
  expect(text).toContain('si vous l&#39;enregistrez de nouveau');
  await envoyer(/name="version" value="(\d+)"/.exec(text)![1]!, { telephone: '01 11 11 11 11', minimum_social: 'RSA', commune: 'Valbrise' }).expect(303);
  expect(await essai.contexte.base('personnes').where({ id: elle.id }).first('telephone', 'commune', 'minimum_social', 'version')).toEqual({ telephone: '01 11 11 11 11', commune: 'Valbrise', minimum_social: 'RSA', version: 3 });
});
