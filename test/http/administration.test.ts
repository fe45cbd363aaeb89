/** The administration as an administrator meets it: organisations, conventions, accounts, lists, the journal. */
import request from 'supertest';
import { ROLES, ROLES_PAR_TYPE } from '../../server/acces/acteur';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import { codeDuFacteur, donnerCode, poserFacteur } from '../outils/facteur';
import { MOT_DE_PASSE } from '../fabriques';

let essai: Essai;
let admin: Visiteur;
let adminId: number;
let plie: { id: number; nom: string };
let agence: { id: number; nom: string };
beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  ({ plie, agence } = await essai.fabriques.unTerritoireComplet({ date_debut: '2024-01-01', date_fin: '2025-12-31' }, { nom: 'PLIE de Valmorin' }));
  const compte = await essai.fabriques.unUtilisateur({ role: 'ADMINISTRATEUR', organisation_id: plie.id, nom: 'Ferrand', prenom: 'Nadia' });
  adminId = compte.id;
  admin = await essai.connecter(compte.courriel);
});
afterAll(() => essai.fermer());

const base = () => essai.contexte.base;
const texte = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
const lire = async (adresse: string, visiteur = admin) => texte((await visiteur.get(adresse).expect(200)).text);
const creerOrganisation = async (type: string, champs: Record<string, string>): Promise<string> => {
  const adresse = `/administration/organisations/nouvelle?type=${type}`;
  return (await envoyer(admin, adresse, adresse, champs).expect(303)).headers.location as string;
};
const REGLAGES = { phase_diagnostic: 'oui', orientations_ic: 'AUCUNE', perimetre_sorties: 'PE', mode_integration: 'COMMISSION', fse: 'non' };

test('un PLIE, ses agences, sa référence : une seule, et la détacher ne perd rien de ce qui sert', async () => {
  const page = await creerOrganisation('PLIE', { nom: 'PLIE des Deux Rives', code: 'deux rives', departement_code: '31' });
  const un = (await creerOrganisation('AGENCE', { nom: 'Agence Une', code: 'UNE' })).split('/').pop()!;
  const deux = (await creerOrganisation('AGENCE', { nom: 'Agence Deux', code: 'DEUX' })).split('/').pop()!;
  for (const id of [un, deux]) await envoyer(admin, page, `${page}/agences`, { agence_id: id }).expect(303);
  expect(await lire(page)).toMatch(/Agence Une UNE Agence de référence/);
  await envoyer(admin, page, `${page}/agences/${deux}/reference`, {}).expect(303);
  expect(await lire(page)).toMatch(/Agence Deux DEUX Agence de référence .*Agence Une UNE Désigner comme référence/);
  expect((await base()('plie_agences').where({ plie_id: Number(page.split('/').pop()), reference: true }))).toHaveLength(1);
  await essai.fabriques.uneOrientation({ plie_id: Number(page.split('/').pop()), agence_id: Number(un) });
  expect(texte((await envoyer(admin, page, `${page}/agences/${un}/detacher`, {}).expect(422)).text)).toContain('elle reste rattachée');
  await envoyer(admin, page, `${page}/agences/${deux}/detacher`, {}).expect(303);
  expect(await base()('organisations').where({ code: 'DEUX-RIVES' }).first('departement_code')).toEqual({ departement_code: '31' });
});

test('un département change de région : ses PLIE passent d\'un correspondant régional à l\'autre, et le journal le dit', async () => {
  const { plie: deplace } = await essai.fabriques.unTerritoireComplet({}, { departement: '84', region: 'ARA', nom: 'PLIE du Mont Chauve' });
  const correspondant = async (region: string) => essai.comme('CORRESPONDANT_REGIONAL', (await essai.fabriques.uneRegion(region)).id);
  const [avant, apres] = [await correspondant('ARA'), await correspondant('BRE')];
  const bilan = `/bilan?annee=2025&territoire=plie:${deplace.code}`;
  await avant.get(bilan).expect(200);
  await apres.get(bilan).expect(404);
  const liste = '/administration/organisations/departements';
  expect((await admin.get('/administration/organisations').expect(200)).text).toContain(`href="${liste}"`);
  expect(await lire(liste)).toMatch(/Département 84 \(84\) Région ARA · habituellement Provence-Alpes-Côte d'Azur 1 0 Changer de région/);
  const page = `${liste}/84`;
  expect(await lire(page)).toContain('1 PLIE dans ce département');
  expect((await admin.get(page)).text).toContain('name="region_actuelle" value="ARA"');
  expect(texte((await envoyer(admin, page, page, { region_code: 'ARA', region_actuelle: 'ARA' }).expect(422)).text)).toContain('est déjà dans cette région');
  await envoyer(admin, page, page, { region_code: 'ATLANTIDE', region_actuelle: 'ARA' }).expect(422);
  await envoyer(admin, page, page, { region_code: 'BRE', region_actuelle: 'ARA' }).expect(303);
  await avant.get(bilan).expect(404);
  await apres.get(bilan).expect(200);
  expect(await lire(liste)).toMatch(/Département 84 \(84\) Région BRE · habituellement Provence-Alpes-Côte d'Azur 1 0/);
  // The form of someone who still saw the former région.
  await envoyer(admin, page, page, { region_code: 'PACA', region_actuelle: 'ARA' }).expect(409);
  expect(await base()('departements').where({ code: '84' }).first('region_code')).toEqual({ region_code: 'BRE' });
  expect(await lire('/journal?action=organisation.rattacher_departement')).toContain("Rattachement d'un département à une région région : BRE · ancienne région : ARA · département : 84");
  for (const faux of ['13', '999', 'x']) await admin.get(`${liste}/${faux}`).expect(404);
});

test('une organisation dont une convention est ouverte ne se désactive pas ; terminée, ses comptes perdent l\'accès', async () => {
  const { plie: autre } = await essai.fabriques.unTerritoireComplet({ date_fin: '2025-06-16' });
  const { id } = await base()('conventions').where({ plie_id: autre.id }).first<{ id: number }>('id');
  const agent = await essai.comme('ANIMATION', autre.id);
  const page = `/administration/organisations/${autre.id}`;
  await envoyer(admin, page, `${page}/desactiver`, {}).expect(422);
  await envoyer(admin, `/administration/conventions/${id}/modifier`, `/administration/conventions/${id}/modifier`, { agence_id: String(await agenceDe(autre.id)), date_debut: '01/01/2020', date_fin: '15/06/2025', ...REGLAGES }).expect(303);
  await envoyer(admin, page, `${page}/desactiver`, {}).expect(303);
  expect((await agent.get('/').expect(303)).headers.location).toBe('/connexion');
  await envoyer(admin, page, `${page}/reactiver`, {}).expect(303);
});
const agenceDe = async (plieId: number) => ((await base()('plie_agences').where({ plie_id: plieId }).first<{ agence_id: number }>('agence_id'))).agence_id;

test('une convention : chevauchement dit en clair, état du jour, suspension et reprise', async () => {
  const nouvelle = '/administration/conventions/nouvelle';
  const champs = { plie_id: String(plie.id), agence_id: String(agence.id), ...REGLAGES, date_debut: '31/12/2025', date_fin: '31/12/2026' };
  expect(texte((await envoyer(admin, nouvelle, nouvelle, champs).expect(422)).text)).toContain('Une autre convention de ce PLIE couvre déjà une partie de ces dates');
  const page = (await envoyer(admin, nouvelle, nouvelle, { ...champs, date_debut: '01/01/2026' }).expect(303)).headers.location as string;
  expect(await lire(page)).toContain('À venir');
  const { id } = await base()('conventions').where({ plie_id: plie.id, date_debut: '2024-01-01' }).first<{ id: number }>('id');
  const courante = `/administration/conventions/${id}`;
  expect(await lire(courante)).toContain('En cours');
  expect(texte((await envoyer(admin, courante, `${courante}/suspension`, { date_suspension: '17/06/2025' }).expect(422)).text)).toContain("n'est pas encore arrivé");
  await envoyer(admin, courante, `${courante}/suspension`, { date_suspension: '16/06/2025' }).expect(303);
  expect(await lire('/administration')).toContain('1 convention suspendue');
  await envoyer(admin, courante, `${courante}/reprise-des-echanges`, {}).expect(303);
  expect(await lire(courante)).toContain('En cours');
});

test('deux administrateurs sur la même convention : le second est prévenu, rien n\'est perdu', async () => {
  const { id } = await base()('conventions').where({ plie_id: plie.id, date_debut: '2024-01-01' }).first<{ id: number }>('id');
  const adresse = `/administration/conventions/${id}/correspondants`;
  const version = /name="version" value="(\d+)"/.exec((await admin.get(adresse)).text)![1]!;
  await envoyer(admin, adresse, adresse, { version, PLIE_OPERATIONNEL_nom: 'Anne Dubreuil', boite_generique: 'plie@exemple.test' }).expect(303);
  await envoyer(admin, adresse, adresse, { version, PLIE_OPERATIONNEL_nom: '' }).expect(409);
  expect(await base()('convention_correspondants').where({ convention_id: id }).select('partie', 'domaine', 'nom')).toEqual([{ partie: 'PLIE', domaine: 'OPERATIONNEL', nom: 'Anne Dubreuil' }]);
  expect(texte((await envoyer(admin, adresse, adresse, { PLIE_GOUVERNANCE_courriel: 'x@exemple.test' }).expect(422)).text)).toContain('Indiquez le nom de ce correspondant');
});

test('les conventions se lisent dans son territoire seulement', async () => {
  const ailleurs = await essai.fabriques.unTerritoireComplet({}, { departement: '33', region: 'NAQ', nom: 'PLIE Lointain' });
  const region = await essai.fabriques.uneRegion('PACA');
  const { id: ici } = await base()('conventions').where({ plie_id: plie.id }).first<{ id: number }>('id');
  const { id: la } = await base()('conventions').where({ plie_id: ailleurs.plie.id }).first<{ id: number }>('id');
  for (const [role, organisation] of [['ANIMATION', plie.id], ['REFERENT_PE', agence.id], ['CORRESPONDANT_REGIONAL', region.id], ['DPO', plie.id], ['DPO', agence.id], ['DPO', region.id]] as const) {
    const visiteur = await essai.comme(role, organisation);
    const liste = await lire('/conventions', visiteur);
    expect([role, liste.includes('PLIE de Valmorin'), liste.includes('PLIE Lointain')]).toEqual([role, true, false]);
    await visiteur.get(`/conventions/${ici}`).expect(200);
    await visiteur.get(`/conventions/${la}`).expect(404);
    await visiteur.get('/administration').expect(403);
  }
});

test('un compte invité choisit son mot de passe par un lien montré une seule fois', async () => {
  const adresse = `/administration/utilisateurs/nouveau?organisation=${plie.id}`;
  const champs = { role: 'ANIMATION', prenom: 'Léa', nom: 'Martin', courriel: 'Lea@exemple.test' };
  const page = (await admin.get(adresse)).text;
  const cachets = Object.fromEntries([...page.matchAll(/name="(_csrf|_cle)" value="([^"]*)"/g)].map(([, nom, valeur]) => [nom, valeur]));
  const invitation = await admin.post(adresse).type('form').send({ ...cachets, ...champs }).expect(200);
  const lien = /value="[^"]*(\/mot-de-passe\/[^"]+)"/.exec(invitation.text)![1]!;
  // The same form again: one account, and the link is nowhere to be read again.
  const encore = await admin.post(adresse).type('form').send({ ...cachets, ...champs }).expect(200);
  expect(encore.text).not.toContain('/mot-de-passe/');
  expect(await base()('utilisateurs').where({ courriel: 'lea@exemple.test' })).toHaveLength(1);

  const { id } = await base()('utilisateurs').where({ courriel: 'lea@exemple.test' }).first<{ id: number }>('id');
  expect(await lire(`/administration/utilisateurs/${id}`)).toMatch(/Invitation en attente .*Dernière connexion jamais connecté/);
  const autre = await envoyer(admin, `/administration/utilisateurs/${id}`, `/administration/utilisateurs/${id}/lien`, {}).expect(200);
  const nouveau = /value="[^"]*(\/mot-de-passe\/[^"]+)"/.exec(autre.text)![1]!;
  await request(essai.app).get(lien).expect(404);
  const premier = request.agent(essai.app);
  await envoyer(premier, nouveau, nouveau, { mot_de_passe: 'genêt tambour huit lanterne', confirmation: 'genêt tambour huit lanterne' }).expect(303);
  // Whoever sees names is not in before choosing a second factor.
  await premier.get('/').expect(303);
  const { secret } = await poserFacteur(premier);
  expect(await lire(`/administration/utilisateurs/${id}`)).toMatch(/Actif .*Dernière connexion 16\/06\/2025 à 13:00/);
  expect(await lire('/administration/utilisateurs?q=lea@exemple.test')).toMatch(/Actif 16\/06\/2025 à 13:00/);

  // Disabled: sessions end; enabled again: they stay ended; a link cannot be made meanwhile.
  const lea = request.agent(essai.app);
  await envoyer(lea, '/connexion', '/connexion', { courriel: 'lea@exemple.test', mot_de_passe: 'genêt tambour huit lanterne' }).expect(303);
  await donnerCode(lea, codeDuFacteur(secret)).expect(303);
  await envoyer(admin, `/administration/utilisateurs/${id}`, `/administration/utilisateurs/${id}/desactiver`, {}).expect(303);
  await envoyer(admin, '/administration', `/administration/utilisateurs/${id}/lien`, {}).then((r) => expect([403, 422]).toContain(r.status));
  await envoyer(admin, `/administration/utilisateurs/${id}`, `/administration/utilisateurs/${id}/reactiver`, {}).expect(303);
  expect((await lea.get('/').expect(303)).headers.location).toBe('/connexion');
});

test('chaque type d\'organisation n\'accepte que ses rôles', async () => {
  const region = await base()('organisations').where({ type: 'REGION' }).first<{ id: number }>('id');
  for (const [type, organisation] of [['PLIE', plie.id], ['AGENCE', agence.id], ['REGION', region.id]] as const) {
    const adresse = `/administration/utilisateurs/nouveau?organisation=${organisation}`;
    const acceptes: string[] = [];
    for (const role of ROLES) {
      const reponse = await envoyer(admin, adresse, adresse, { role, prenom: 'A', nom: 'B', courriel: `${type}-${role}@exemple.test` });
      if (reponse.status === 200) acceptes.push(role);
      else expect(reponse.status).toBe(422);
    }
    expect(acceptes.sort()).toEqual([...ROLES_PAR_TYPE[type]].sort());
  }
});

test('le dernier administrateur en activité ne peut être ni désactivé, ni changé de rôle, ni privé de son organisation', async () => {
  const moi = `/administration/utilisateurs/${adminId}`;
  const refus = 'Il ne resterait aucun administrateur en activité';
  expect(texte((await envoyer(admin, moi, `${moi}/desactiver`, {}).expect(422)).text)).toContain(refus);
  const compte = (await base()('utilisateurs').where({ id: adminId }).first<{ courriel: string }>('courriel'));
  expect(texte((await envoyer(admin, `${moi}/modifier`, `${moi}/modifier`, { organisation_id: String(plie.id), role: 'DPO', prenom: 'Nadia', nom: 'Ferrand', courriel: compte.courriel }).expect(422)).text)).toContain(refus);

  const seul = await essai.fabriques.unPlie();
  const second = await essai.fabriques.unUtilisateur({ role: 'ADMINISTRATEUR', organisation_id: seul.id });
  const autre = await essai.connecter(second.courriel);
  // Both at once: one is refused, or finds their session already closed.
  const sien = `/administration/utilisateurs/${second.id}`;
  await Promise.all([envoyer(admin, sien, `${sien}/desactiver`, {}), envoyer(autre, moi, `${moi}/desactiver`, {})].map((e) => Promise.resolve(e)));
  const actifs = await base()('utilisateurs').where({ role: 'ADMINISTRATEUR', actif: true }).whereNotNull('mot_de_passe').select('id');
  expect(actifs).toHaveLength(1);
  if ((actifs as { id: number }[])[0]!.id !== adminId) {
    await envoyer(autre, moi, `${moi}/reactiver`, {}).expect(303);
    admin = await essai.connecter(compte.courriel);
    await envoyer(admin, sien, `${sien}/desactiver`, {}).expect(303);
  }
  expect(texte((await envoyer(admin, moi, `/administration/organisations/${plie.id}/desactiver`, {}).expect(422)).text)).toMatch(/convention|administrateur/);
});

test('une valeur s\'ajoute et se retire d\'une liste, sans homonyme ni effacement', async () => {
  const adresse = '/administration/codes/nouveau';
  await envoyer(admin, adresse, adresse, { liste: 'TYPE_ETAPE', libelle: "Période d'essai" }).expect(303);
  expect(await base()('codes').where({ code: 'PERIODE_D_ESSAI' }).first('liste', 'libelle', 'ordre')).toEqual({ liste: 'TYPE_ETAPE', libelle: "Période d'essai", ordre: 9 });
  expect(texte((await envoyer(admin, adresse, adresse, { liste: 'TYPE_ETAPE', libelle: 'PERIODE D’ESSAI' }).expect(422)).text)).toContain('est déjà dans la liste');
  const { id } = await base()('codes').where({ code: 'PERIODE_D_ESSAI' }).first<{ id: number }>('id');
  const retrait = `/administration/codes/${id}/retirer`;
  await envoyer(admin, retrait, retrait, { valable_au: '15/06/2025' }).expect(303);
  expect(await lire('/administration/codes')).toContain('Retiré depuis le 15/06/2025');
  await envoyer(admin, '/administration/codes', `/administration/codes/${id}/remettre`, {}).expect(303);
  expect(await base()('codes').where({ id }).first('valable_au')).toEqual({ valable_au: null });
});

test('un mot de passe trop court ou qui se devine est refusé, avec ce qu\'il faut faire', async () => {
  const moi = await essai.fabriques.unUtilisateur({ role: 'REFERENT_PE', organisation_id: agence.id, nom: 'Castellane', prenom: 'Maurice', courriel: 'mcastellane@exemple.test' });
  const visiteur = await essai.connecter(moi.courriel);
  const changer = (mot_de_passe: string, statut: number) => envoyer(visiteur, '/compte', '/compte', { actuel: MOT_DE_PASSE, mot_de_passe, confirmation: mot_de_passe }).expect(statut);
  // Fourteen signs; then known to attackers, said twice, walked on the keyboard, dated, or the names of the application, of the agency, of the account.
  expect(texte((await changer('tX9#kf2!qLm7@z', 422)).text)).toContain('15 caractères au moins');
  const faciles = ['1qaz2wsx3edc4rfv', 'motdepassemotdepasse', 'm0td3p@ss3m0td3p@ss3', 'azertyuiopqsdfghjklm', 'soleilsoleil2026', 'marseille13marseille', '01/01/2000 02/02/2001', 'Passerelle2026!Passerelle', 'Pôle emploi 2026 !!', `${agence.nom} 2026`, 'Maurice.Castellane85'];
  for (const facile of faciles) expect([facile, texte((await changer(facile, 422)).text).includes('quatre ou cinq mots sans rapport entre eux')]).toEqual([facile, true]);
  await changer('tX9#kf2!qLm7@zP', 303);
});

test('chacun change son mot de passe avec l\'actuel ; ses autres sessions finissent', async () => {
  const compte = await essai.fabriques.unUtilisateur({ role: 'REFERENT_PE', organisation_id: agence.id });
  const [ici, ailleurs] = [await essai.connecter(compte.courriel), await essai.connecter(compte.courriel)];
  const nouveau = 'genêt tambour huit lanterne';
  expect(texte((await envoyer(ici, '/compte', '/compte', { actuel: 'pas celui-là du tout', mot_de_passe: nouveau, confirmation: nouveau }).expect(422)).text)).toContain("Ce n'est pas votre mot de passe actuel");
  await envoyer(ici, '/compte', '/compte', { actuel: MOT_DE_PASSE, mot_de_passe: nouveau, confirmation: nouveau }).expect(303);
  await ici.get('/compte').expect(200);
  expect((await ailleurs.get('/compte').expect(303)).headers.location).toBe('/connexion');
});
