/** Drafts of the fiche de liaison: kept, taken up again, given up, ended by the recording; each agent's own, for a week. */
import { randomUUID } from 'node:crypto';
import { purgerBrouillons } from '../../server/brouillons/queries';
import { horlogeFixe } from '../../server/lib/dates';
import { ecrire } from '../../server/lib/ecriture';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';

const NOUVELLE = '/orientations/nouvelle';
let essai: Essai;
let plie: { id: number };
let agence: { id: number };
let compte: { id: number; courriel: string };
let elle: Visiteur;
beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  ({ plie, agence } = await essai.fabriques.unTerritoireComplet());
  compte = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id });
  elle = await essai.connecter(compte.courriel);
});
afterAll(() => essai.fermer());
beforeEach(async () => { await essai.contexte.base('brouillons').delete(); });

const base = () => essai.contexte.base;
const identite = () => ({ plie_id: String(plie.id), nom: 'Castellan', prenom: 'Noé', date_naissance: '12/04/1988' });
const reprendre = (cle: string) => `${NOUVELLE}?brouillon=${cle}`;
const garder = (v: Visiteur, cle: string, champs: Record<string, string | string[]>) => envoyer(v, NOUVELLE, `${NOUVELLE}/brouillon`, { ...champs, brouillon: cle });
const rangees = () => base()('brouillons').orderBy('instant').select<{ cle: string; utilisateur_id: number; contenu: Record<string, unknown> }[]>('cle', 'utilisateur_id', 'contenu');

test('« Continuer plus tard » garde ce qui est tapé ; on le reprend tel quel, on l\'enregistre, et le brouillon s\'efface', async () => {
  const fiche = (await envoyer(elle, NOUVELLE, `${NOUVELLE}/personne`, identite()).expect(200)).text;
  const cle = /name="brouillon" value="([^"]+)"/.exec(fiche)![1]!;
  await garder(elle, cle, { ...identite(), prescripteur: 'CCAS', telephone: 'pas un numéro', freins: ['LOGEMENT', 'SANTE'], date_prescription: '1/6', confirmation: 'oui', couleur: 'rouge', _autre: 'x' }).expect(303);
  expect((await rangees())[0]!.contenu).toEqual({ ...identite(), prescripteur: 'CCAS', telephone: 'pas un numéro', freins: ['LOGEMENT', 'SANTE'], date_prescription: '1/6' });
  const liste = (await elle.get(NOUVELLE)).text;
  expect(liste).toContain('Noé CASTELLAN');
  expect(liste).toContain('Reprendre le brouillon du 16/06/2025 à 13 h 00');
  const repris = (await elle.get(reprendre(cle)).expect(200)).text;
  expect(repris).toContain('value="pas un numéro"');
  expect(repris).toContain('value="1/6"');
  expect(repris.match(/name="freins" value="[A-Z_]+" checked/g)).toHaveLength(2);
  // A refused recording keeps it; the recording ends it.
  const champs = { ...identite(), prescripteur: 'CCAS', date_prescription: '02/06/2025', brouillon: cle };
  expect((await envoyer(elle, NOUVELLE, NOUVELLE, { ...champs, date_prescription: '' }).expect(422)).text).toContain(`name="brouillon" value="${cle}"`);
  expect(await rangees()).toHaveLength(1);
  await envoyer(elle, NOUVELLE, NOUVELLE, champs).expect(303);
  expect(await rangees()).toEqual([]);
  await elle.get(reprendre(cle)).expect(404);
});

test('le script reçoit une phrase ; le même brouillon s\'écrit par-dessus, sans acte au journal ; sans jeton, rien', async () => {
  const cle = randomUUID();
  const jeton = /name="_csrf" value="([^"]*)"/.exec((await elle.get(NOUVELLE)).text)![1]!;
  const actes = await base()('journal_actes').count('* as n').first();
  for (const adresse of ['3 rue des Lilas', '3 rue des Lilas bis']) {
    const reponse = await elle.post(`${NOUVELLE}/brouillon`).set('Accept', 'application/json').type('form').send({ ...identite(), adresse, brouillon: cle, _csrf: jeton }).expect(200);
    expect(reponse.body).toEqual({ message: 'Brouillon enregistré à 13 h 00' });
  }
  expect(await rangees()).toMatchObject([{ cle, contenu: { adresse: '3 rue des Lilas bis' } }]);
  expect(await base()('journal_actes').count('* as n').first()).toEqual(actes);
  await elle.post(`${NOUVELLE}/brouillon`).type('form').send({ ...identite(), adresse: 'Ailleurs', brouillon: cle }).expect(403);
  await elle.post(`${NOUVELLE}/brouillon`).type('form').send({ ...identite(), _csrf: jeton }).expect(422);
  expect(await rangees()).toMatchObject([{ contenu: { adresse: '3 rue des Lilas bis' } }]);
});

test('un brouillon est à son auteur seul, là où il travaille', async () => {
  const cle = randomUUID();
  await garder(elle, cle, { ...identite(), telephone: '01 11 22 33 44' }).expect(303);
  const avant = await rangees();
  const collegue = await essai.comme('ANIMATION', plie.id);
  const conseiller = await essai.comme('CONSEILLER_PE', agence.id);
  for (const [v, nom] of [[collegue, 'Bertin'], [conseiller, 'Delmas']] as const) {
    expect((await v.get(NOUVELLE).expect(200)).text).not.toContain('CASTELLAN');
    await v.get(reprendre(cle)).expect(404);
    await garder(v, cle, { ...identite(), telephone: '09 99 99 99 99' }).expect(422);
    await envoyer(v, NOUVELLE, `${NOUVELLE}/brouillon/abandonner`, { brouillon: cle }).expect(404);
    // Recording one's own fiche with that key ends nobody else's draft.
    await envoyer(v, NOUVELLE, NOUVELLE, { ...identite(), nom, prescripteur: 'CCAS', mode_orientation: 'FLUX', date_prescription: '02/06/2025', brouillon: cle }).expect(303);
  }
  expect(await rangees()).toEqual(avant);
  // The account moves to another PLIE: the draft does not follow.
  const ailleurs = await essai.fabriques.unTerritoireComplet();
  const deplacer = (organisation_id: number) => ecrire(base(), essai.contexte.auteur, 'essai', (trx) => trx('utilisateurs').where({ id: compte.id }).update({ organisation_id }));
  await deplacer(ailleurs.plie.id);
  expect((await elle.get(NOUVELLE)).text).not.toContain('CASTELLAN');
  await elle.get(reprendre(cle)).expect(404);
  await deplacer(plie.id);
  await elle.get(reprendre(cle)).expect(200);
});

test('ni personne, ni PLIE hors du territoire', async () => {
  const ailleurs = await essai.fabriques.unTerritoireComplet();
  const autre = await essai.fabriques.unePersonne({ plie_id: ailleurs.plie.id });
  await garder(elle, randomUUID(), { personne_id: String(autre.id) }).expect(404);
  await garder(elle, randomUUID(), { ...identite(), plie_id: String(ailleurs.plie.id) }).expect(422);
  expect(await rangees()).toEqual([]);
});

test('pour une personne connue, il le dit sur sa fiche ; modifiée depuis, on en est averti et l\'enregistrement passe', async () => {
  const p = await essai.fabriques.unePersonne({ plie_id: plie.id, nom: 'Connue', prenom: 'Ada', consentement_courriel: true, courriel: 'ada@exemple.test' });
  const cle = randomUUID();
  await garder(elle, cle, { personne_id: String(p.id), version: '1', prescripteur: 'CCAS', date_prescription: '02/06/2025' }).expect(303);
  expect((await elle.get(`${NOUVELLE}?personne=${p.id}`)).text).toContain(reprendre(cle));
  expect((await elle.get(reprendre(cle))).text).not.toContain('a changé depuis');
  await ecrire(base(), essai.contexte.auteur, 'essai', (trx) => trx('personnes').where({ id: p.id }).update({ telephone: '01 22 33 44 55' }));
  const repris = (await elle.get(reprendre(cle))).text;
  expect(repris).toContain('a changé depuis');
  // The box was not ticked in the draft: what is known of the person does not tick it again.
  expect(repris).not.toMatch(/name="consentement_courriel"[^>]*checked/);
  await envoyer(elle, reprendre(cle), NOUVELLE, { personne_id: String(p.id), prescripteur: 'CCAS', date_prescription: '02/06/2025', brouillon: cle }).expect(303);
  expect(await rangees()).toEqual([]);
});

test('abandonné, ou vieux de 7 jours, il n\'est plus', async () => {
  const [un, deux] = [randomUUID(), randomUUID()];
  for (const cle of [un, deux]) await garder(elle, cle, identite()).expect(303);
  await envoyer(elle, NOUVELLE, `${NOUVELLE}/brouillon/abandonner`, { brouillon: un }).expect(303);
  expect((await rangees()).map((b) => b.cle)).toEqual([deux]);
  await purgerBrouillons(base(), horlogeFixe('2025-06-22'));
  expect(await rangees()).toHaveLength(1);
  await purgerBrouillons(base(), horlogeFixe('2025-06-23'));
  expect(await rangees()).toEqual([]);
  // Not shown either while it waits for the purge.
  await base()('brouillons').insert({ cle: un, utilisateur_id: compte.id, organisation_id: plie.id, formulaire: 'orientation.creer', libelle: 'Noé CASTELLAN', contenu: JSON.stringify(identite()), instant: '2025-06-09T10:00:00Z' });
  expect((await elle.get(NOUVELLE)).text).not.toContain('CASTELLAN');
  await elle.get(reprendre(un)).expect(404);
});
