/** Abnormal use: told to the data-protection officer of the agent's organisation, once, with its acts behind it. */
import { chercherAbus } from '../../server/administration/journal/actions-alertes';
import type { Action } from '../../server/codes/actes';
import request from 'supertest';
import { horlogeFixe, horlogeSysteme } from '../../server/lib/dates';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';

const JOUR = '2025-06-16';
const horloge = horlogeFixe(JOUR);
let essai: Essai;
let dpo: Visiteur;
let agent: { id: number; courriel: string };
let plieId: number;
beforeAll(async () => {
  essai = await demarrerEssai(JOUR);
  const f = essai.fabriques;
  const [ici, la] = [await f.unTerritoireComplet({}, { nom: 'PLIE de Valmorin' }), await f.unTerritoireComplet({}, { nom: 'PLIE Lointain' })];
  plieId = ici.plie.id;
  dpo = await essai.comme('DPO', plieId);
  agent = await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId, prenom: 'Inès', nom: 'Costa' });
  await essai.comme('DPO', la.plie.id);
});
afterAll(() => essai.fermer());

const texte = (html: string) => html.replace(/<option[\s\S]*?<\/option>/g, '').replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
const lire = async (adresse: string, visiteur = dpo) => texte((await visiteur.get(adresse).expect(200)).text);
/** Acts of the agent at that minute before the present instant; a person each, from that number on. */
async function agir(action: Action, nombre: number, minutes: number, depuis = 1): Promise<void> {
  const instant = new Date(horloge.maintenant().getTime() - minutes * 60_000).toISOString();
  await essai.contexte.base('journal_actes').insert(Array.from({ length: nombre }, (_, i) => ({ action, instant, utilisateur_id: agent.id, plie_id: plieId, personne_id: depuis + i })));
}
const constater = () => chercherAbus(essai.contexte.base, horloge);

test('jusqu\'à 50 fiches dans l\'heure, la même rouverte ne comptant qu\'une fois, rien ; la 51e alerte, une seule fois', async () => {
  await agir('personne.consulter', 50, 30);
  await agir('personne.consulter', 50, 20);
  // Beyond the hour.
  await agir('personne.consulter', 30, 61, 200);
  expect(await constater()).toBe(0);
  await agir('personne.consulter', 1, 10, 51);
  expect(await constater()).toBe(1);
  await agir('personne.consulter', 1, 5, 52);
  expect(await constater()).toBe(0);
  expect(await lire('/journal/alertes')).toMatch(/1 alerte attend une suite .*Inès COSTA .*51 fiches de personnes ouvertes en une heure \(seuil : 50\)/);
  expect(await lire('/')).toContain('usage inhabituel à éclaircir');
});

test('trois fichiers nominatifs dans la journée alertent ; un bilan, sans nom, ne compte pas', async () => {
  await agir('tableau.exporter', 2, 60);
  await agir('bilan.exporter', 5, 50);
  // The day before, in Paris.
  await agir('tableau.exporter', 5, 24 * 60);
  expect(await constater()).toBe(0);
  await agir('retour.exporter', 1, 1);
  expect(await constater()).toBe(1);
  expect(await lire('/journal/alertes')).toContain('3 fichiers nominatifs sortis dans la journée (seuil : 3)');
});

test('les actes derrière une alerte se lisent dans le journal, par leur nature', async () => {
  const lien = /href="(\/journal\?[^"]*CONSULTATION)"/.exec((await dpo.get('/journal/alertes')).text)![1]!.replaceAll('&amp;', '&');
  const page = await lire(lien);
  expect(page).toContain("Ouverture de la fiche d'une personne");
  expect(page).not.toContain("Téléchargement d'un tableau de suivi");
  expect(await lire(`/journal?personne=51`)).toMatch(/personne n° 51/);
  expect(await lire(`/journal?personne=999`)).toContain('Aucun acte sur cette période');
});

test('la suite se note une fois ; sans choix, une phrase ; le DPO d\'ailleurs ne voit rien', async () => {
  const { id, version } = (await essai.contexte.base('alertes_usage').where({ genre: 'FICHES_OUVERTES' }).first<{ id: number; version: number }>('id', 'version'));
  const adresse = `/journal/alertes/${id}`;
  expect((await envoyer(dpo, '/journal/alertes', adresse, { version: String(version), suite: '' }).expect(422)).text).toContain('Choisissez la suite donnée');
  await envoyer(dpo, '/journal/alertes', adresse, { version: String(version), suite: 'EXPLIQUE' }).expect(303);
  expect(await lire('/journal/alertes')).toContain('Expliqué, usage normal');
  await envoyer(dpo, '/journal/alertes', adresse, { version: String(version), suite: 'VIOLATION' }).expect(409);
  const ailleurs = await essai.comme('DPO', (await essai.contexte.base('organisations').where({ nom: 'PLIE Lointain' }).first<{ id: number }>('id')).id);
  expect(await lire('/journal/alertes', ailleurs)).toContain("Aucun usage inhabituel");
  await envoyer(ailleurs, '/journal/alertes', adresse, { version: '2', suite: 'EXPLIQUE' }).expect(404);
});

test("traitée comme une violation, l'alerte mène au registre, déjà rempli, et y renvoie", async () => {
  const { id, version } = (await essai.contexte.base('alertes_usage').where({ genre: 'EXPORTS_NOMINATIFS' }).first<{ id: number; version: number }>('id', 'version'));
  const suite = await envoyer(dpo, '/journal/alertes', `/journal/alertes/${id}`, { version: String(version), suite: 'VIOLATION' }).expect(303);
  const formulaire = suite.headers.location as string;
  const page = (await dpo.get(formulaire).expect(200)).text;
  expect(texte(page)).toMatch(/D'après l'usage inhabituel du 16\/06\/2025 à .*Inès COSTA : 3 fichiers nominatifs sortis/);
  expect(page).toMatch(/name="donnees" value="IDENTITE"[^>]* checked/);
  const saisie = { alerte: String(id), date: '16/06/2025', heure: '08:00', nature: 'ACCES', personnes: 'ACCOMPAGNEES', donnees: 'IDENTITE', risque: 'PROBABLE', conventions: /name="conventions" value="(\d+)"/.exec(page)![1]! };
  const violation = (await envoyer(dpo, formulaire, '/violations/nouvelle', saisie).expect(303)).headers.location as string;
  expect((await dpo.get('/journal/alertes')).text).toContain(`href="${violation}"`);
  expect(texte((await envoyer(dpo, formulaire, '/violations/nouvelle', saisie).expect(422)).text)).toContain('Cette alerte est déjà au registre des violations.');
});

test('les seuils se règlent entre leurs bornes, et valent pour la suite', async () => {
  const seuils = '/journal/alertes/seuils';
  expect((await envoyer(dpo, seuils, seuils, { version: '0', fiches_par_heure: '9', exports_par_jour: '3', refus_par_heure: '20' }).expect(422)).text).toMatch(/10 (à|et) 500|entre 10 et 500/);
  await envoyer(dpo, seuils, seuils, { version: '0', fiches_par_heure: '10', exports_par_jour: '20', refus_par_heure: '5' }).expect(303);
  await essai.contexte.base.raw("truncate alertes_usage restart identity cascade");
  expect(await constater()).toBe(1);
  expect(await lire('/journal/alertes')).toMatch(/52 fiches .*seuil : 10/);
});

test("chaque page refusée est un acte, sans rien de l'adresse ; le cinquième refus de l'heure alerte, et l'obstination ne remplit pas le journal", async () => {
  const compte = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId });
  const seul = await essai.connecter(compte.courriel);
  const refus = () => essai.contexte.base('journal_actes').where({ action: 'acces.refuser', utilisateur_id: compte.id }).orderBy('id').select<{ details: { page: string; nombre: number } }[]>('details');
  // Nobody; an address that is no page; a form that has expired: none is somebody trying what is not theirs.
  await request(essai.app).get('/personnes/987654').expect(303);
  await seul.get('/nulle-part').expect(404);
  await seul.post('/compte').type('form').send({}).expect(403);
  expect(await refus()).toEqual([]);
  for (let n = 0; n < 3; n += 1) await seul.get('/personnes/987654?q=Secret').expect(404);
  await seul.get('/journal').expect(403);
  expect(await chercherAbus(essai.contexte.base, horlogeSysteme)).toBe(0);
  await envoyer(seul, '/compte', '/journal/alertes/seuils', {}).expect(403);
  expect((await refus()).map((a) => a.details)).toEqual([
    ...Array<object>(3).fill({ page: 'GET /personnes/:id', statut: 404, nombre: 1 }),
    { page: 'GET /journal', statut: 403, nombre: 1 }, { page: 'POST /journal/alertes/seuils', statut: 403, nombre: 1 },
  ]);
  expect(await chercherAbus(essai.contexte.base, horlogeSysteme)).toBe(1);
  expect(await chercherAbus(essai.contexte.base, horlogeSysteme)).toBe(0);
  const page = (await dpo.get('/journal/alertes').expect(200)).text;
  expect(texte(page)).toContain('5 pages ou gestes refusés en une heure (seuil : 5)');
  expect(await lire(/href="(\/journal\?[^"]*CONNEXION)"/.exec(page)![1]!.replaceAll('&amp;', '&'))).toContain('Page ou geste refusé');
  for (let n = 5; n < 130; n += 1) await seul.get('/personnes/987654').expect(404);
  // Thirty one by one, then the sixtieth, then the hundred and twentieth.
  expect((await refus()).map((a) => a.details.nombre)).toEqual([...Array<number>(30).fill(1), 30, 60]);
});
