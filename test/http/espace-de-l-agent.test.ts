/** What an agent finds again: the persons opened last, and the filters they keep. Each their own. */
import { ecrire } from '../../server/lib/ecriture';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';

let essai: Essai;
let plie: { id: number };
let agence: { id: number };
let elle: Visiteur;
let collegue: Visiteur;
let compte: { id: number };
beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  ({ plie, agence } = await essai.fabriques.unTerritoireComplet());
  const lue = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id });
  compte = lue;
  elle = await essai.connecter(lue.courriel);
  collegue = await essai.comme('ACCOMPAGNATEUR', plie.id);
});
afterAll(() => essai.fermer());

const recentes = async (v: Visiteur, adresse: string) => [...((await v.get(adresse).expect(200)).text.split('aria-label="Personnes ouvertes récemment"')[1]?.split('</nav>')[0] ?? '').matchAll(/href="\/personnes\/(\d+)"/g)].map((m) => Number(m[1]));

test('les dix dernières personnes ouvertes, la plus récente d\'abord, à l\'accueil et sous la recherche vide ; chacun les siennes', async () => {
  const ids: number[] = [];
  for (let i = 0; i < 12; i += 1) ids.push((await essai.fabriques.unePersonne({ plie_id: plie.id, nom: `Ouverte${i}` })).id);
  expect(await recentes(elle, '/')).toEqual([]);
  for (const id of ids) await elle.get(`/personnes/${id}`).expect(200);
  await elle.get(`/personnes/${ids[4]}`).expect(200);
  const attendues = [4, 11, 10, 9, 8, 7, 6, 5, 3, 2].map((i) => ids[i]);
  expect(await recentes(elle, '/')).toEqual(attendues);
  expect(await recentes(elle, '/personnes')).toEqual(attendues);
  expect(await recentes(elle, '/personnes?q=ouverte')).toEqual([]);
  expect(await recentes(collegue, '/')).toEqual([]);
  expect(await essai.contexte.base('personnes_recentes').where({ utilisateur_id: compte.id })).toHaveLength(10);
  expect(await essai.contexte.base('sessions').whereRaw("donnees::text ilike '%ouverte%'")).toEqual([]);
  // Erased with the person.
  await ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('personnes').where({ id: ids[4] }).delete());
  expect(await recentes(elle, '/')).toEqual(attendues.slice(1));
});

test('une personne qui n\'est plus dans le territoire n\'y paraît plus', async () => {
  const conseiller = await essai.comme('CONSEILLER_PE', agence.id);
  const o = await essai.fabriques.uneOrientation({ plie_id: plie.id, agence_id: agence.id });
  await conseiller.get(`/personnes/${o.personne_id}`).expect(200);
  expect(await recentes(conseiller, '/')).toEqual([o.personne_id]);
  await ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('orientations').where({ id: o.id }).update({ prescripteur: 'CCAS', mode_orientation: null }));
  expect(await recentes(conseiller, '/')).toEqual([]);
});

const filtres = () => essai.contexte.base('filtres').where({ utilisateur_id: compte.id }).orderBy('id').select<{ id: number; nom: string; parametres: Record<string, string> }[]>('id', 'nom', 'parametres');

test('un filtre se garde sous un nom court, se renomme et se supprime ; il ne garde que les clés permises, jamais le nom cherché', async () => {
  const adresse = '/orientations?etat=PRESCRITE&attente=30';
  expect((await elle.get('/orientations')).text).not.toContain('Enregistrer ce filtre');
  const envoi = await envoyer(elle, adresse, '/orientations/filtres', { nom: 'À convoquer', etat: 'PRESCRITE', attente: '30', q: 'Castellan', page: '3', couleur: 'rouge', agence: 'abc' }).expect(303);
  expect(envoi.headers.location).toBe('/orientations?etat=PRESCRITE&attente=30');
  const [filtre] = await filtres();
  expect(filtre).toMatchObject({ nom: 'À convoquer', parametres: { etat: 'PRESCRITE', attente: '30' } });
  const page = (await elle.get(adresse)).text;
  expect(page).toContain('<a href="/orientations?etat=PRESCRITE&amp;attente=30" aria-current="true">À convoquer</a>');
  expect(page).not.toContain('Enregistrer ce filtre');
  const refus = await envoyer(elle, '/orientations?etat=SORTIE', '/orientations/filtres', { nom: 'À convoquer', etat: 'SORTIE' }).expect(422);
  expect(refus.text).toContain('Vous avez déjà un filtre de ce nom');
  expect(refus.text).toContain('value="À convoquer"');
  expect((await envoyer(elle, adresse, '/orientations/filtres', { nom: '', etat: 'SORTIE' }).expect(422)).text).toContain('Donnez un nom court');
  expect((await envoyer(elle, adresse, '/orientations/filtres', { nom: 'Vide' }).expect(422)).text).toContain('Aucun filtre n&#39;est choisi');
  await envoyer(elle, adresse, `/orientations/filtres/${filtre!.id}/renommer`, { nom: '' }).expect(422);
  await envoyer(elle, adresse, `/orientations/filtres/${filtre!.id}/renommer`, { nom: 'Premier contact' }).expect(303);
  expect((await filtres()).map((f) => f.nom)).toEqual(['Premier contact']);
  // Nobody else's.
  for (const acte of ['renommer', 'supprimer']) await envoyer(collegue, '/orientations', `/orientations/filtres/${filtre!.id}/${acte}`, { nom: 'Pris' }).expect(404);
  expect((await collegue.get('/orientations')).text).not.toContain('Premier contact</a>');
  await envoyer(elle, adresse, `/orientations/filtres/${filtre!.id}/supprimer`, {}).expect(303);
  expect(await filtres()).toEqual([]);
});

test('vingt filtres au plus', async () => {
  for (let i = 0; i < 20; i += 1) await essai.fabriques.inserer('filtres', { utilisateur_id: compte.id, nom: `Filtre ${i}`, parametres: JSON.stringify({ attente: String(i) }) });
  expect((await envoyer(elle, '/orientations?etat=SORTIE', '/orientations/filtres', { nom: 'De trop', etat: 'SORTIE' }).expect(422)).text).toContain('Supprimez-en un');
  expect(await filtres()).toHaveLength(20);
});
