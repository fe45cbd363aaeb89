/** One orientation through the real application, from the search of the person to the integration, and its corrections. */
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import { chercherLigne, lignes, sql } from '../../server/lib/db/sql';

let essai: Essai;
let plie: { id: number; nom: string };
let agence: { id: number; nom: string };
let visiteur: Visiteur;
let accompagnateur: { id: number };

beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  ({ plie, agence } = await essai.fabriques.unTerritoireComplet({ phase_diagnostic: true }));
  accompagnateur = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id, nom: 'Berthier', prenom: 'Lou' });
  visiteur = await essai.comme('ANIMATION', plie.id);
});
afterAll(() => essai.fermer());

const lire = (id: number) => chercherLigne<Record<string, string | number | null>>(essai.contexte.base, sql`select * from orientations where id = ${id}`);
const compterPersonnes = async () => (await chercherLigne<{ n: number }>(essai.contexte.base, sql`select count(*) as n from personnes`))!.n;
const idDe = async (nom: string) => (await chercherLigne<{ id: number; personne_id: number }>(essai.contexte.base, sql`select o.id, o.personne_id from orientations o join personnes p on p.plie_id = o.plie_id and p.id = o.personne_id where p.nom = ${nom} order by o.id desc limit 1`))!;
const cache = (html: string, nom: string) => new RegExp(`name="${nom}" value="([^"]*)"`).exec(html)?.[1]?.replaceAll('&#39;', "'") ?? '';

/** The two steps of a new orientation, as a browser: the search, then the fiche it answers with. */
async function orienter(v: Visiteur, recherche: Record<string, string>, fiche: Record<string, string | string[]>) {
  const reponse = await envoyer(v, '/orientations/nouvelle', '/orientations/nouvelle/personne', recherche).expect(200);
  const caches = Object.fromEntries(['_csrf', '_cle', 'plie_id', 'nom', 'prenom', 'date_naissance', 'identifiant_pe', 'ecartes'].map((n) => [n, cache(reponse.text, n)]).filter(([, valeur]) => valeur));
  const corps = new URLSearchParams(caches as Record<string, string>);
  for (const [nom, valeur] of Object.entries(fiche)) for (const x of [valeur].flat()) corps.append(nom, x);
  return v.post('/orientations/nouvelle').type('form').send(corps.toString());
}

const FICHE = { prescripteur: 'POLE_EMPLOI', mode_orientation: 'FLUX', date_prescription: '02/05/2025', agent_nom: 'Vasseur', agent_prenom: 'Noé', minimum_social: 'RSA', rqth: 'non', deld: 'oui', freins: ['TRANSPORT', 'LOGEMENT'], date_information: '02/05/2025' };

test('de la recherche à l\'intégration, puis les corrections', async () => {
  const creation = await orienter(visiteur, { nom: "d'Almeida", prenom: 'Zoé', date_naissance: '29/02/1988', identifiant_pe: '1234567 a' }, { ...FICHE, agence_id: String(agence.id), courriel: 'zoe@exemple.test', consentement_courriel: 'oui' });
  expect(creation.status).toBe(303);
  const { id, personne_id } = await idDe("d'Almeida");
  expect(creation.headers.location).toBe(`/personnes/${personne_id}`);
  expect(await chercherLigne(essai.contexte.base, sql`select identifiant_pe, courriel, freins, deld, rqth from personnes where id = ${personne_id}`)).toEqual({ identifiant_pe: '1234567A', courriel: 'zoe@exemple.test', freins: ['TRANSPORT', 'LOGEMENT'], deld: true, rqth: false });
  let page = (await visiteur.get(`/personnes/${personne_id}`).expect(200)).text;
  expect(page).toContain('Zoé D&#39;ALMEIDA');
  expect(page).toContain('Prescription le 02/05/2025, sans premier contact depuis 45 jours.');
  expect(page).toContain(`href="/orientations/${id}/contact"`);
  expect(page).not.toContain(`href="/orientations/${id}/integration"`);

  const agir = (acte: string, champs: Record<string, string>, statut = 303) => envoyer(visiteur, `/orientations/${id}/${acte}`, `/orientations/${id}/${acte}`, champs).expect(statut);

  // Two missed convocations, then the presence, which cannot come before them.
  await agir('contact', { presence: 'EXCUSE', date_contact: '12/05/2025' });
  await agir('contact', { presence: 'ABSENT', date_contact: '20/05/2025' });
  const tropTot = await agir('contact', { presence: 'PRESENT', date_contact: '19/05/2025', type_contact: 'INDIVIDUEL' }, 422);
  expect(tropTot.text).toContain("Le premier contact (19/05/2025) ne peut pas précéder l&#39;absence au premier contact (20/05/2025)");
  expect(tropTot.text).toContain('value="19/05/2025"');
  await agir('contact', { presence: 'PRESENT', date_contact: '27/05/2025', type_contact: 'INDIVIDUEL' });
  expect(await lire(id)).toMatchObject({ etat: 'ACCUEILLIE', date_contact: '2025-05-27', type_contact: 'INDIVIDUEL', date_diagnostic: null });
  expect(await lignes(essai.contexte.base, sql`select date_convocation, excuse, premier_contact from absences where orientation_id = ${id} order by 1`)).toEqual([
    { date_convocation: '2025-05-12', excuse: true, premier_contact: true }, { date_convocation: '2025-05-20', excuse: false, premier_contact: true }]);

  await agir('diagnostic', { date_diagnostic: '26/05/2025' }, 422);
  await agir('diagnostic', { date_diagnostic: '28/05/2025' });
  expect((await agir('integration', { date_integration: '10/06/2025', utilisateur_id: String(accompagnateur.id) }, 422)).text).toContain('Indiquez le jour de la commission');
  await agir('integration', { date_decision: '05/06/2025', date_integration: '', utilisateur_id: '' });
  expect((await lire(id))!.etat).toBe('EN_DIAGNOSTIC');
  await agir('integration', { date_decision: '05/06/2025', date_integration: '10/06/2025', utilisateur_id: String(accompagnateur.id) });
  expect(await lire(id)).toMatchObject({ etat: 'EN_PARCOURS', date_decision: '2025-06-05', date_integration: '2025-06-10' });
  expect(await lignes(essai.contexte.base, sql`select utilisateur_id, date_debut, date_fin from referents where orientation_id = ${id}`)).toEqual([{ utilisateur_id: accompagnateur.id, date_debut: '2025-06-10', date_fin: null }]);
  expect(await lignes(essai.contexte.base, sql`select personne_id, date_demande, date_debut from pni where orientation_id = ${id}`)).toEqual([{ personne_id, date_demande: '2025-06-10', date_debut: null }]);
  page = (await visiteur.get(`/personnes/${personne_id}`).expect(200)).text;
  expect(page).toContain('PNI demandé le 10/06/2025, pas encore posé');
  expect(page).toContain('Lou BERTHIER');

  // A date corrected moves what it opened; a disorder is refused; an emptied date cancels the fact.
  const correction = { date_prescription: '02/05/2025', prescripteur: 'POLE_EMPLOI', mode_orientation: 'FLUX', agence_id: String(agence.id), date_contact: '27/05/2025', type_contact: 'COLLECTIF', date_diagnostic: '28/05/2025', date_decision: '05/06/2025', date_integration: '11/06/2025' };
  await agir('corriger', { ...correction, date_contact: '29/05/2025' }, 422);
  await agir('corriger', correction);
  expect(await lire(id)).toMatchObject({ type_contact: 'COLLECTIF', date_integration: '2025-06-11' });
  expect(await chercherLigne(essai.contexte.base, sql`select r.date_debut, n.date_demande from referents r join pni n using (plie_id, orientation_id) where orientation_id = ${id}`)).toEqual({ date_debut: '2025-06-11', date_demande: '2025-06-11' });
  await agir('corriger', { ...correction, date_integration: '', date_decision: '' });
  expect(await lire(id)).toMatchObject({ etat: 'EN_DIAGNOSTIC', date_integration: null });
  expect(await lignes(essai.contexte.base, sql`select 1 from referents where orientation_id = ${id} union all select 1 from pni where orientation_id = ${id}`)).toEqual([]);
  expect(await chercherLigne(essai.contexte.base, sql`select l.avant ->> 'date_integration' as avant, l.apres ->> 'date_integration' as apres, a.personne_id from journal_lignes l join journal_actes a on a.id = l.acte_id where a.action = 'orientation.corriger' and l.table_nom = 'orientations' order by l.id desc limit 1`)).toEqual({ avant: '2025-06-11', apres: null, personne_id });

  // A refusal, with a detail that stays inside, then cancelled.
  expect((await agir('refus', { date_refus: '12/06/2025', motif_refus: 'EMPLOI', detail_refus: 'AAH' }, 422)).text).toContain('La précision ne vaut que pour');
  await agir('refus', { date_refus: '12/06/2025', motif_refus: 'NON_ELIGIBLE', detail_refus: 'AAH' });
  expect(await lire(id)).toMatchObject({ etat: 'REFUSEE', motif_refus: 'NON_ELIGIBLE', detail_refus: 'AAH' });
  expect((await visiteur.get(`/orientations/${id}/refus`)).headers.location).toBe(`/personnes/${personne_id}`);
  await agir('corriger', { ...correction, date_refus: '' });
  expect(await lire(id)).toMatchObject({ etat: 'EN_DIAGNOSTIC', motif_refus: null, detail_refus: null });
});

test('une fiche modifiée entre-temps : 409, rien n\'est écrit ; le même formulaire deux fois ne compte qu\'une fois', async () => {
  const o = await essai.fabriques.uneOrientation({ plie_id: plie.id, date_prescription: '2025-06-01' });
  await envoyer(visiteur, `/orientations/${o.id}/contact`, `/orientations/${o.id}/contact`, { version: '9', presence: 'PRESENT', date_contact: '02/06/2025', type_contact: 'COLLECTIF' }).expect(409);
  expect((await lire(o.id))!.date_contact).toBeNull();
  const formulaire = (await visiteur.get(`/orientations/${o.id}/contact`)).text;
  const corps = { _csrf: cache(formulaire, '_csrf'), _cle: cache(formulaire, '_cle'), version: cache(formulaire, 'version'), presence: 'ABSENT', date_contact: '03/06/2025' };
  const premiere = await visiteur.post(`/orientations/${o.id}/contact`).type('form').send(corps).expect(303);
  const seconde = await visiteur.post(`/orientations/${o.id}/contact`).type('form').send(corps).expect(303);
  expect(seconde.headers.location).toBe(premiere.headers.location);
  expect(await lignes(essai.contexte.base, sql`select date_convocation from absences where orientation_id = ${o.id}`)).toHaveLength(1);
});

test('sans phase de diagnostic, l\'entrée en diagnostic est refusée', async () => {
  const { plie: sans } = await essai.fabriques.unTerritoireComplet({ phase_diagnostic: false, mode_integration: 'ECHANGE_DE_LISTES' });
  const o = await essai.fabriques.uneOrientation({ plie_id: sans.id, date_contact: '2025-02-01' });
  const animation = await essai.comme('ANIMATION', sans.id);
  expect((await envoyer(animation, `/orientations/${o.id}/diagnostic`, `/orientations/${o.id}/diagnostic`, { date_diagnostic: '03/02/2025' }).expect(422)).text).toContain('pas de phase de diagnostic');
  expect((await animation.get(`/personnes/${o.personne_id}`)).text).not.toContain(`/orientations/${o.id}/diagnostic`);
});

test('les doublons sont montrés avant de créer, et rien ne se crée à côté d\'eux', async () => {
  const martin = await essai.fabriques.unePersonne({ plie_id: plie.id, nom: 'Le Goff-Martin', prenom: 'Éloïse', date_naissance: '1990-03-04', identifiant_pe: '7654321B' });
  const avant = await compterPersonnes();
  const proche = { nom: 'LEGOF MARTIN', prenom: 'eloise', date_naissance: '04/03/1990' };
  const vue = await envoyer(visiteur, '/orientations/nouvelle', '/orientations/nouvelle/personne', proche).expect(200);
  expect(vue.text).toContain('Éloïse LE GOFF-MARTIN');
  expect(vue.text).toContain('Nom proche, même date de naissance');
  expect(vue.text).toContain(`href="/orientations/nouvelle?personne=${martin.id}"`);
  expect(vue.text).toContain('Créer une nouvelle personne');
  // Posting the fiche without having set the proposed person aside is refused too.
  const force = await envoyer(visiteur, '/orientations/nouvelle', '/orientations/nouvelle', { ...FICHE, ...proche, agence_id: String(agence.id) }).expect(422);
  expect(force.text).toContain('ressemble à la personne saisie');
  // The same identifiant is the same person: no second one is offered.
  const meme = await envoyer(visiteur, '/orientations/nouvelle', '/orientations/nouvelle/personne', { identifiant_pe: '7654321B' }).expect(200);
  expect(meme.text).not.toContain('Créer une nouvelle personne');
  expect(await compterPersonnes()).toBe(avant);
  // « C'est cette personne » hangs the orientation on them; « nouvelle » makes another.
  await envoyer(visiteur, `/orientations/nouvelle?personne=${martin.id}`, '/orientations/nouvelle', { ...FICHE, personne_id: String(martin.id), agence_id: String(agence.id) }).expect(303);
  expect(await compterPersonnes()).toBe(avant);
  const seconde = await envoyer(visiteur, `/orientations/nouvelle?personne=${martin.id}`, '/orientations/nouvelle', { ...FICHE, personne_id: String(martin.id), agence_id: String(agence.id) }).expect(422);
  expect(seconde.text).toContain('déjà une orientation en cours dans ce PLIE, prescrite le 02/05/2025');
  expect((await orienter(visiteur, { ...proche, nouvelle: 'oui' }, { ...FICHE, agence_id: String(agence.id) })).status).toBe(303);
  expect(await compterPersonnes()).toBe(avant + 1);
});

test('suivie par un autre PLIE : on le dit, sans dire lequel ni rien de plus', async () => {
  const autre = await essai.fabriques.unPlie({ nom: 'PLIE du Secret-Voisin' });
  const ailleurs = await essai.fabriques.unePersonne({ plie_id: autre.id, nom: 'Voisinier', prenom: 'Ambre', date_naissance: '1979-01-02', identifiant_pe: '11223344' });
  await essai.fabriques.uneOrientation({ plie_id: autre.id, personne_id: ailleurs.id });
  const vue = await envoyer(visiteur, '/orientations/nouvelle', '/orientations/nouvelle/personne', { nom: 'Autrement', prenom: 'Ida', date_naissance: '02/01/1979', identifiant_pe: '11223344' }).expect(200);
  expect(vue.text).toContain('déjà suivie par un autre PLIE');
  expect(vue.text).not.toMatch(/Secret-Voisin|Voisinier|Ambre/);
});

test('une saisie fausse revient telle quelle, avec ce qu\'il faut faire', async () => {
  const reponse = await orienter(visiteur, { nom: 'Ostrev', prenom: 'Mila', date_naissance: '01/02/1980' }, { ...FICHE, mode_orientation: '', date_prescription: '31/02/2025', courriel: 'mila@exemple.test', commune: 'Valmorin' });
  expect(reponse.status).toBe(422);
  for (const attendu of ['n&#39;est pas une date du calendrier', 'value="31/02/2025"', 'value="Valmorin"', 'Erreur : Fiche de liaison', 'value="Ostrev"']) expect(reponse.text).toContain(attendu);
  expect(await chercherLigne(essai.contexte.base, sql`select 1 from personnes where nom = 'Ostrev'`)).toBeNull();
});
