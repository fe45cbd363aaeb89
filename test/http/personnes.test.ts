/** Who sees which person, the page of one, the lists and the search. */
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import { chercherLigne, lignes, sql } from '../../server/lib/db/sql';

let essai: Essai;
let plie: { id: number };
let agence: { id: number; nom: string };
let animation: Visiteur;
let conseiller: Visiteur;
let compteConseiller: { id: number; courriel: string };

beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  ({ plie, agence } = await essai.fabriques.unTerritoireComplet());
  animation = await essai.comme('ANIMATION', plie.id);
  compteConseiller = await essai.fabriques.unUtilisateur({ role: 'CONSEILLER_PE', organisation_id: agence.id, nom: 'Roumel', prenom: 'Anouk', fonction: 'Conseillère' });
  conseiller = await essai.connecter(compteConseiller.courriel);
});
afterAll(() => essai.fermer());

const base = () => essai.contexte.base;

test('une personne d\'un autre PLIE est introuvable, à toutes les adresses, et rien ne change', async () => {
  const ailleurs = await essai.fabriques.unTerritoireComplet();
  const o = await essai.fabriques.uneOrientation({ plie_id: ailleurs.plie.id, agence_id: ailleurs.agence.id, date_contact: '2025-02-01' });
  const tous = [animation, conseiller, await essai.comme('REFERENT_PE', agence.id)];
  for (const v of tous) for (const adresse of [`/personnes/${o.personne_id}`, `/orientations/${o.id}`, `/orientations/nouvelle?personne=${o.personne_id}`]) expect([404, 403]).toContain((await v.get(adresse)).status);
  await animation.get(`/personnes/${o.personne_id}/modifier`).expect(404);
  for (const acte of ['contact', 'diagnostic', 'refus', 'integration', 'corriger']) {
    await animation.get(`/orientations/${o.id}/${acte}`).expect(404);
    const reponse = await envoyer(animation, '/orientations/nouvelle', `/orientations/${o.id}/${acte}`, { version: '1', presence: 'PRESENT', date_contact: '02/02/2025', type_contact: 'COLLECTIF', date_diagnostic: '02/02/2025', date_refus: '02/02/2025', motif_refus: 'EMPLOI', date_integration: '02/02/2025', date_prescription: '10/01/2025', prescripteur: 'AUTRE' });
    expect(reponse.status).toBe(404);
  }
  expect((await chercherLigne<{ version: number }>(base(), sql`select version from orientations where id = ${o.id}`))!.version).toBe(1);
});

test('Pôle emploi voit l\'orientation de son agence, jamais le détail d\'un refus ni les entretiens ni l\'orientation d\'une autre', async () => {
  const autreAgence = await essai.fabriques.uneAgence({ nom: 'Agence Lointaine' });
  await essai.fabriques.rattacher(plie.id, autreAgence.id);
  const personne = await essai.fabriques.unePersonne({ plie_id: plie.id, nom: 'Partagé', prenom: 'Eda', freins: ['SANTE'] });
  const refusee = await essai.fabriques.uneOrientation({ plie_id: plie.id, personne_id: personne.id, agence_id: agence.id, date_prescription: '2024-01-10', date_refus: '2024-02-01', motif_refus: 'NON_ELIGIBLE', detail_refus: 'ADDICTION_FRAGILITE' });
  const autre = await essai.fabriques.uneOrientation({ plie_id: plie.id, personne_id: personne.id, agence_id: autreAgence.id, date_prescription: '2025-01-10', date_contact: '2025-01-15', date_integration: '2025-02-03' });
  await essai.fabriques.inserer('entretiens', { plie_id: plie.id, orientation_id: autre.id, date_entretien: '2025-03-11' });
  const vuePe = (await conseiller.get(`/personnes/${personne.id}`).expect(200)).text;
  expect(vuePe).toContain('Non éligible');
  for (const secret of ['Addiction', 'Agence Lointaine', '11/03/2025', '15/01/2025', '03/02/2025', 'État de santé']) expect(vuePe).not.toContain(secret);
  await conseiller.get(`/orientations/${autre.id}`).expect(404);
  const vuePlie = (await animation.get(`/personnes/${personne.id}`).expect(200)).text;
  for (const fait of ['Addiction ou fragilité mentale', 'Agence Lointaine', 'Entretien', '11/03/2025', '2 orientations', 'État de santé']) expect(vuePlie).toContain(fait);
  // The kind asked for, and nothing else.
  const entretiens = (await animation.get(`/personnes/${personne.id}?faits=entretien`)).text.split('<ol class="chronologie">')[1]!.split('</ol>')[0]!;
  expect(entretiens).toContain('11/03/2025');
  expect(entretiens).not.toContain('Prescription');
  expect((await animation.get(`/orientations/${refusee.id}`).expect(303)).headers.location).toBe(`/personnes/${personne.id}?orientation=${refusee.id}`);
  expect(await lignes(base(), sql`select 1 from journal_actes where action = 'personne.consulter' and personne_id = ${personne.id}`)).toHaveLength(3);
});

test('la chronologie se lit orientation par orientation : l\'ouverte d\'abord, puis de la plus récente à la plus ancienne ; une seule ne se nomme pas', async () => {
  const personne = await essai.fabriques.unePersonne({ plie_id: plie.id, nom: 'Revenue' });
  const une = (champs: Record<string, unknown>) => essai.fabriques.uneOrientation({ plie_id: plie.id, personne_id: personne.id, agence_id: agence.id, ...champs });
  const titres = (html: string) => [...html.matchAll(/<h3 class="chronologie-orientation">([^<]+?) </g)].map((m) => m[1]);
  const adresse = `/personnes/${personne.id}`;
  const ouverte = await une({ date_prescription: '2024-03-05', date_contact: '2024-03-12', date_integration: '2024-04-02' });
  await essai.fabriques.inserer('entretiens', { plie_id: plie.id, orientation_id: ouverte.id, date_entretien: '2024-05-14' });
  expect(titres((await animation.get(adresse)).text)).toEqual([]);
  await une({ date_prescription: '2023-01-10', date_refus: '2023-02-01', motif_refus: 'EMPLOI' });
  await une({ date_prescription: '2025-02-03', date_refus: '2025-02-20', motif_refus: 'EMPLOI' });
  const html = (await animation.get(adresse)).text;
  expect(titres(html)).toEqual(['Orientation du 05/03/2024', 'Orientation du 03/02/2025', 'Orientation du 10/01/2023']);
  // Each heading holds its own facts, newest first.
  const dates = html.split('<h3 class="chronologie-orientation">').slice(1).map((morceau) => [...morceau.split('</ol>')[0]!.matchAll(/chronologie-date">([^<]+)</g)].map((m) => m[1]));
  expect(dates).toEqual([['14/05/2024', '02/04/2024', '12/03/2024', '05/03/2024'], ['20/02/2025', '03/02/2025'], ['01/02/2023', '10/01/2023']]);
  expect(titres((await animation.get(`${adresse}?faits=entretien`)).text)).toEqual(['Orientation du 05/03/2024']);
});

test('un conseiller oriente : son agence, son nom, le PLIE de l\'agence ; une personne que le PLIE connaît déjà n\'est ni montrée ni doublée', async () => {
  const page = (await conseiller.get('/orientations/nouvelle').expect(200)).text;
  expect(page).toContain(`name="plie_id" value="${plie.id}"`);
  const connue = await essai.fabriques.unePersonne({ plie_id: plie.id, nom: 'Discrète', prenom: 'Ondine', date_naissance: '1983-07-08', telephone: '01 11 22 33 44' });
  await essai.fabriques.uneOrientation({ plie_id: plie.id, personne_id: connue.id, prescripteur: 'CCAS', date_prescription: '2025-03-01' });
  const recherche = { plie_id: String(plie.id), nom: 'discrete', prenom: 'ondine', date_naissance: '08/07/1983' };
  const fiche = (await envoyer(conseiller, '/orientations/nouvelle', '/orientations/nouvelle/personne', recherche).expect(200)).text;
  expect(fiche).toContain('Fiche de liaison');
  expect(fiche).toContain('déjà une orientation en cours dans ce PLIE');
  expect(fiche).not.toContain('01 11 22 33 44');
  expect(fiche).toContain('value="Roumel"');
  const champs = { ...recherche, mode_orientation: 'FLUX', date_prescription: '10/06/2025', prescripteur: 'CCAS', agence_id: '999999', agent_nom: 'Roumel', freins: 'LOGEMENT' };
  await envoyer(conseiller, '/orientations/nouvelle', '/orientations/nouvelle', champs).expect(422);
  await envoyer(conseiller, '/orientations/nouvelle', '/orientations/nouvelle', { ...champs, confirmation: 'oui' }).expect(303);
  expect(await lignes(base(), sql`select o.personne_id, o.prescripteur, o.agence_id, o.prescripteur_id, p.telephone from orientations o join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id where p.date_naissance = '1983-07-08' order by o.id desc limit 1`))
    .toEqual([{ personne_id: connue.id, prescripteur: 'POLE_EMPLOI', agence_id: agence.id, prescripteur_id: compteConseiller.id, telephone: '01 11 22 33 44' }]);
  await envoyer(conseiller, '/orientations/nouvelle', '/orientations/nouvelle', { ...champs, plie_id: '999999', nom: 'Neuve' }).expect(422);
});

test('retirer le consentement efface le courriel ; une version ancienne est un conflit', async () => {
  const p = await essai.fabriques.unePersonne({ plie_id: plie.id, nom: 'Courrier', prenom: 'Paul', consentement_courriel: true, courriel: 'paul@exemple.test' });
  const adresse = `/personnes/${p.id}/modifier`;
  const champs = { nom: 'Courrier', prenom: 'Paul', date_naissance: '12/04/1985', courriel: 'paul@exemple.test' };
  await envoyer(animation, adresse, adresse, { ...champs, version: '7' }).expect(409);
  await envoyer(animation, adresse, adresse, champs).expect(303);
  expect(await chercherLigne(base(), sql`select courriel, consentement_courriel from personnes where id = ${p.id}`)).toEqual({ courriel: null, consentement_courriel: false });
  expect((await envoyer(animation, adresse, adresse, champs).expect(422)).text).toContain('Cochez le consentement');
});

test('la recherche : débuts de nom et de prénom, accents et casse ignorés ; un identifiant exact mène à la personne', async () => {
  const p = await essai.fabriques.unePersonne({ plie_id: plie.id, nom: "D'Estrées-Lagarde", prenom: 'Maëlys', identifiant_pe: '5556667C' });
  await essai.fabriques.uneOrientation({ plie_id: plie.id, personne_id: p.id });
  for (const q of ["d'estr", 'D ESTREES lag', 'maelys', 'Maelys d es', 'maëlys D estrées-la']) expect((await animation.get('/personnes').query({ q })).text).toContain(`href="/personnes/${p.id}"`);
  for (const q of ['strees', 'xyz', '李', '%', '{']) expect((await animation.get('/personnes').query({ q }).expect(200)).text).not.toContain(`href="/personnes/${p.id}"`);
  for (const q of ['5556667c', '5556667C 013']) expect((await animation.get('/personnes').query({ q }).expect(303)).headers.location).toBe(`/personnes/${p.id}`);
  expect((await conseiller.get('/personnes').query({ q: '5556667c' }).expect(200)).text).not.toContain('Maëlys');
  expect((await animation.get('/orientations').query({ q: 'maelys d' })).text).toContain('D&#39;ESTRÉES-LAGARDE');
});

test('la liste : en cours d\'abord, chaque filtre, l\'attente au jour près, les pages de 50 et leur compte', async () => {
  const { plie: autre, agence: sienne } = await essai.fabriques.unTerritoireComplet();
  const v = await essai.comme('ACCOMPAGNATEUR', autre.id);
  expect((await v.get('/orientations').expect(200)).text).toContain('Aucune orientation en cours');
  const lui = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: autre.id });
  const une = async (nom: string, champs: Record<string, unknown>) => essai.fabriques.uneOrientation({ plie_id: autre.id, personne_id: (await essai.fabriques.unePersonne({ plie_id: autre.id, nom })).id, agence_id: sienne.id, ...champs });
  await une('Trentejours', { date_prescription: '2025-05-17' });
  await une('Trenteetun', { date_prescription: '2025-05-16' });
  const absente = await une('Absente', { date_prescription: '2025-04-01' });
  await essai.fabriques.inserer('absences', { plie_id: autre.id, orientation_id: absente.id, date_convocation: '2025-05-16', premier_contact: true });
  const suivie = await une('Suivie', { date_prescription: '2025-01-02', date_contact: '2025-01-03', date_integration: '2025-01-04', prescripteur: 'CCAS' });
  await essai.fabriques.inserer('referents', { plie_id: autre.id, orientation_id: suivie.id, utilisateur_id: lui.id, date_debut: '2025-01-04' });
  await essai.fabriques.inserer('suivis_emploi', { plie_id: autre.id, orientation_id: suivie.id, nature: 'EMPLOI', contrat: 'CDI', date_debut: '2025-03-01' });
  await une('Refusée', { date_prescription: '2025-01-02', date_refus: '2025-01-05', motif_refus: 'EMPLOI' });
  const noms = async (query: Record<string, string>) => [...(await v.get('/orientations').query(query).expect(200)).text.matchAll(/<th scope="row"[^>]*><a[^>]*>Alix ([^<]+)</g)].map((m) => m[1]);
  expect(await noms({})).toEqual(['TRENTEJOURS', 'TRENTEETUN', 'ABSENTE', 'SUIVIE']);
  expect(await noms({ tri: 'nom', sens: 'asc' })).toEqual(['ABSENTE', 'SUIVIE', 'TRENTEETUN', 'TRENTEJOURS']);
  expect(await noms({ attente: '30' })).toEqual(['TRENTEETUN', 'ABSENTE']);
  expect(await noms({ etat: 'ABSENTE' })).toEqual(['ABSENTE']);
  expect(await noms({ etat: 'PRESCRITE' })).toEqual(['TRENTEJOURS', 'TRENTEETUN']);
  expect(await noms({ etat: 'SUIVI_EMPLOI' })).toEqual(['SUIVIE']);
  expect(await noms({ etat: 'EN_PARCOURS' })).toEqual([]);
  expect(await noms({ etat: 'REFUSEE' })).toEqual(['REFUSÉE']);
  expect(await noms({ accompagnateur: String(lui.id) })).toEqual(['SUIVIE']);
  expect(await noms({ prescripteur: 'CCAS', agence: String(sienne.id) })).toEqual(['SUIVIE']);
  expect(await noms({ depuis: '17/05/2025' })).toEqual(['TRENTEJOURS']);
  expect(await noms({ etat: 'N_IMPORTE_QUOI', agence: 'abc', tri: "'", page: '-1' })).toHaveLength(4);
  for (let i = 0; i < 50; i += 1) await une(`Suite${i}`, { date_prescription: '2024-01-01' });
  expect(await noms({})).toHaveLength(50);
  expect(await noms({ page: '2' })).toHaveLength(4);
  expect((await v.get('/orientations?page=2')).text).toContain('51 à 54 sur 54');
});

test('un nom dont on ne se souvient qu\'à moitié se retrouve : un mot du milieu, une orthographe voisine, le début de l\'identifiant', async () => {
  const ailleurs = await essai.fabriques.unTerritoireComplet();
  for (const [plie_id, nom, prenom, identifiant_pe] of [
    [plie.id, "D'Orgeval", 'Solène', '7654321B'], [plie.id, 'Corbillon', 'Typhaine', null], [plie.id, 'Vasseur de La Brousse', 'Élie', null], [ailleurs.plie.id, "D'Orgeval", 'Voisine', null],
  ] as const) await essai.fabriques.unePersonne({ plie_id, nom, prenom, identifiant_pe });
  const trouves = async (q: string) => {
    const { text } = await animation.get(`/personnes?q=${encodeURIComponent(q)}`).expect(200);
    return { noms: [...text.matchAll(/data-libelle="Personne"><a [^>]*>([^<]*)/g)].map((m) => m[1]!.replaceAll('&#39;', "'")), approche: text.includes('Rien ne commence par') };
  };
  expect(await trouves('orgeval')).toEqual({ noms: ["Solène D'ORGEVAL"], approche: true });
  expect(await trouves('corbilon tifaine')).toEqual({ noms: ['Typhaine CORBILLON'], approche: true });
  expect(await trouves('brousse')).toEqual({ noms: ['Élie VASSEUR DE LA BROUSSE'], approche: true });
  expect(await trouves('7654321')).toEqual({ noms: ["Solène D'ORGEVAL"], approche: true });
  expect(await trouves('corbill')).toEqual({ noms: ['Typhaine CORBILLON'], approche: false });
  // A part that is not the beginning of a word, and signs that mean something to SQL, find nobody.
  for (const q of ['geval', '%%%', '___', 'ooo', "d'o_geval"]) expect((await trouves(q)).noms).toEqual([]);
});
