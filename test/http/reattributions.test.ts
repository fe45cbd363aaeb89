/** Handing a portfolio over, through the real application: several targets, one transaction, one bad line. */
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import { repartir } from '../../server/reattributions/rules';

let essai: Essai;
let plieId: number;
let animation: Visiteur;
beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  plieId = (await essai.fabriques.unTerritoireComplet()).plie.id;
  animation = await essai.comme('ANIMATION', plieId);
});
afterAll(() => essai.fermer());

const unAccompagnateur = (prenom: string, champs: Record<string, unknown> = {}) => essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId, prenom, ...champs });
async function confier(utilisateur_id: number, nom: string, depuis = '2025-02-10', plie_id = plieId): Promise<number> {
  const personne = await essai.fabriques.unePersonne({ plie_id, nom });
  const o = await essai.fabriques.uneOrientation({ plie_id, personne_id: personne.id, date_contact: '2025-01-20', date_integration: '2025-02-10' });
  await essai.fabriques.inserer('referents', { plie_id, orientation_id: o.id, utilisateur_id, date_debut: depuis });
  return o.id;
}
const referents = (id: number) => essai.contexte.base('referents').where({ orientation_id: id }).orderBy('date_debut').orderBy('id').select<Record<string, unknown>[]>('utilisateur_id', 'date_debut', 'date_fin');
const adresse = (de: number) => `/portefeuilles/reattribuer?de=${de}`;
const texte = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
const actes = async () => (await essai.contexte.base('journal_actes').where({ action: 'parcours.reattribuer' }).select<{ details: unknown }[]>('details')).map((a) => a.details);

test('cochées, réparties entre deux collègues, en un acte ; les autres restent', async () => {
  const [absente, bob, cleo] = [await unAccompagnateur('Ana'), await unAccompagnateur('Bob', { nom: 'Bard' }), await unAccompagnateur('Cléo', { nom: 'Cormier' })];
  const [un, deux, trois] = [await confier(absente.id, 'Un'), await confier(absente.id, 'Deux', '2025-06-16'), await confier(absente.id, 'Trois')];
  const avant = (await actes()).length;
  const fait = await envoyer(animation, adresse(absente.id), adresse(absente.id), { date_debut: '16/06/2025', vers: String(bob.id), personne: [String(un), String(deux)], [`vers_${deux}`]: String(cleo.id), [`vers_${trois}`]: String(cleo.id) }).expect(303);
  expect(fait.headers.location).toBe(adresse(absente.id));
  expect(await referents(un)).toEqual([{ utilisateur_id: absente.id, date_debut: '2025-02-10', date_fin: '2025-06-15' }, { utilisateur_id: bob.id, date_debut: '2025-06-16', date_fin: null }]);
  // Followed since that very day: the choice is corrected, no référent of zero day is left behind.
  expect(await referents(deux)).toEqual([{ utilisateur_id: cleo.id, date_debut: '2025-06-16', date_fin: null }]);
  expect(await referents(trois)).toEqual([{ utilisateur_id: absente.id, date_debut: '2025-02-10', date_fin: null }]);
  expect((await actes()).slice(avant)).toEqual([{ de: absente.id, nombre: 2 }]);
  expect(texte((await animation.get(adresse(absente.id)).expect(200)).text)).toContain('2 personnes sont confiées à Bob BARD (1), Cléo CORMIER (1) à partir du 16/06/2025.');
});

test('une ligne fausse : 422, elle est nommée, les autres restent telles que saisies, rien n\'est écrit', async () => {
  const [absente, bob, inactif] = [await unAccompagnateur('Ana'), await unAccompagnateur('Bob'), await unAccompagnateur('Éli', { actif: false })];
  const [bon, tardif, sans, parti] = [await confier(absente.id, 'Bonne'), await confier(absente.id, 'Tardive', '2025-06-01'), await confier(absente.id, 'Sanscible'), await confier(absente.id, 'Partie')];
  const envoi = { date_debut: '31/05/2025', vers: '', personne: [bon, tardif, sans, parti].map(String), [`vers_${bon}`]: String(bob.id), [`vers_${tardif}`]: String(bob.id), [`vers_${sans}`]: '', [`vers_${parti}`]: String(inactif.id) };
  const refus = await envoyer(animation, adresse(absente.id), adresse(absente.id), envoi).expect(422);
  const resume = texte(/<div class="resume-erreurs"[\s\S]*?<\/div>/.exec(refus.text)![0]);
  expect(resume).toContain('3 points sont à corriger');
  expect(resume).toContain("Alix TARDIVE : Le référent précédent l'était encore avant le 01/06/2025");
  expect(resume).toContain('Alix SANSCIBLE : choisissez à qui la confier');
  expect(resume).toContain('Alix PARTIE : choisissez un compte actif');
  expect(refus.text).toContain('value="31/05/2025"');
  const ligne = (id: number) => new RegExp(`<tr[^>]*>(?:(?!</tr>)[\\s\\S])*name="personne" value="${id}"[\\s\\S]*?</tr>`).exec(refus.text)![0];
  expect(ligne(bon)).toContain(`<option value="${bob.id}" selected`);
  expect([bon, tardif, sans, parti].map((id) => [/checked/.test(ligne(id)), /ligne-fausse/.test(ligne(id))])).toEqual([[true, false], [true, true], [true, true], [true, true]]);
  for (const id of [bon, tardif, sans, parti]) expect((await referents(id)).map((r) => r.utilisateur_id)).toEqual([absente.id]);
});

test('une personne confiée entre-temps par un autre arrête l\'envoi ; personne de coché, ou demain, aussi', async () => {
  const [absente, bob, cleo] = [await unAccompagnateur('Ana'), await unAccompagnateur('Bob'), await unAccompagnateur('Cléo')];
  const [un, deux] = [await confier(absente.id, 'Un'), await confier(absente.id, 'Deux')];
  const [{ id: ouvert }] = (await essai.contexte.base('referents').where({ orientation_id: un }).select('id')) as [{ id: number }];
  await envoyer(animation, `/orientations/${un}/referent`, `/orientations/${un}/referent`, { utilisateur_id: String(cleo.id), date_debut: '01/06/2025', referent_actuel: String(ouvert) }).expect(303);
  const refus = await envoyer(animation, adresse(absente.id), adresse(absente.id), { date_debut: '16/06/2025', vers: String(bob.id), personne: [String(un), String(deux)] }).expect(422);
  expect(texte(refus.text)).toContain("Alix UN : n'est plus dans ce portefeuille");
  expect((await referents(deux)).map((r) => r.utilisateur_id)).toEqual([absente.id]);
  expect(texte((await envoyer(animation, adresse(absente.id), adresse(absente.id), { date_debut: '16/06/2025', vers: String(bob.id) }).expect(422)).text)).toContain('Cochez au moins une personne');
  await envoyer(animation, adresse(absente.id), adresse(absente.id), { date_debut: 'demain', vers: String(bob.id), personne: [String(deux)] }).expect(422);
});

test('l\'animation seule ; ni un compte, ni une personne d\'un autre territoire', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const [etranger, absente, bob] = [await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id }), await unAccompagnateur('Ana'), await unAccompagnateur('Bob')];
  const [ici, ailleurs] = [await confier(absente.id, 'Ici'), await confier(etranger.id, 'Ailleurs', '2025-02-10', plie.id)];
  await (await essai.comme('ACCOMPAGNATEUR', plieId)).get('/portefeuilles/reattribuer').expect(403);
  await animation.get(adresse(etranger.id)).expect(404);
  await envoyer(animation, adresse(absente.id), adresse(absente.id), { date_debut: '16/06/2025', vers: String(bob.id), personne: [String(ici), String(ailleurs)] }).expect(404);
  await envoyer(animation, adresse(absente.id), adresse(absente.id), { date_debut: '16/06/2025', vers: String(etranger.id), personne: String(ici) }).expect(422);
  for (const [id, de] of [[ici, absente.id], [ailleurs, etranger.id]] as const) expect((await referents(id)).map((r) => r.utilisateur_id)).toEqual([de]);
});

test('un compte désactivé qui suit encore des personnes est proposé d\'abord, et annoncé à l\'accueil', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const visiteur = await essai.comme('ANIMATION', plie.id);
  const comptes = { present: await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id, nom: 'Aaron' }), parti: await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id, nom: 'Zeller', actif: false }) };
  await confier(comptes.present.id, 'Une', '2025-02-10', plie.id);
  expect((await visiteur.get('/').expect(200)).text).not.toContain('compte désactivé');
  for (const nom of ['Deux', 'Trois']) await confier(comptes.parti.id, nom, '2025-02-10', plie.id);
  expect(texte((await visiteur.get('/').expect(200)).text)).toContain('2 personnes suivies par un compte désactivé');
  const { text } = await visiteur.get('/portefeuilles/reattribuer').expect(200);
  expect([...text.matchAll(/reattribuer\?de=(\d+)/g)].map((m) => Number(m[1]))).toEqual([comptes.parti.id, comptes.present.id]);
  expect(texte(text)).toMatch(/Camille ZELLER 2 personnes suivies.*Compte désactivé.*Camille AARON/);
});

test('la répartition proposée égalise les charges', () => {
  expect(repartir([{ id: 1, portefeuille: 50 }, { id: 2, portefeuille: 48 }, { id: 3, portefeuille: 60 }], 5)).toEqual([2, 2, 1, 2, 1]);
  expect(repartir([], 3)).toEqual([]);
});
