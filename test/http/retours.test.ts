/** The answers of Pôle emploi in the PLIE: hand-made workbooks brought in, what the dry run says, what the accompagnateur does of them. */
import { classeurEnMemoire, type Cellule } from '../../server/lib/classeur/ecrire';
import { chiffrer } from '../../server/lib/classeur/chiffrer';
import { lireClasseur, LIMITES_ENVOI } from '../../server/lib/classeur/lire';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import { texteDuClasseur } from '../outils/classeur';

let essai: Essai;
let plieId: number;
let agenceId: number;
let moi: { id: number; courriel: string };
let animation: Visiteur;
let accompagnateur: Visiteur;

beforeAll(async () => {
  essai = await demarrerEssai('2024-02-29');
  const { plie, agence } = await essai.fabriques.unTerritoireComplet();
  [plieId, agenceId] = [plie.id, agence.id];
  moi = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId });
  accompagnateur = await essai.connecter(moi.courriel);
  animation = await essai.comme('ANIMATION', plieId);
});
afterAll(() => essai.fermer());

let rang = 0;
/** A person in course, mine; `pni`: as the books of the PLIE say. */
async function enParcours(nom: string, pni: Record<string, unknown> | null, orientation: Record<string, unknown> = {}) {
  const f = essai.fabriques;
  rang += 1;
  const personne = await f.unePersonne({ plie_id: plieId, nom, identifiant_pe: `${String(1000000 + rang)}A` });
  const o = await f.uneOrientation({ plie_id: plieId, personne_id: personne.id, agence_id: agenceId, date_prescription: '2023-10-02', date_contact: '2023-10-16', date_integration: '2023-11-06', ...orientation });
  await f.inserer('referents', { plie_id: plieId, orientation_id: o.id, utilisateur_id: moi.id, date_debut: '2023-11-06', date_fin: (orientation.date_sortie as string | undefined) ?? null });
  if (pni) await f.inserer('pni', { plie_id: plieId, orientation_id: o.id, personne_id: personne.id, ...pni });
  return { id: o.id, personneId: personne.id, identifiant: `${String(1000000 + rang)}A`, nom };
}
const demande = { date_demande: '2023-11-06' };
const actif = { date_debut: '2023-12-06', date_fin: '2025-12-05' };

const pnis = (orientationId: number) => essai.contexte.base('pni').where({ orientation_id: orientationId }).select('date_debut', 'date_fin', 'date_cloture', 'motif_cloture').orderBy('id');
const retours = (orientationId: number) => essai.contexte.base('retours_pe').where({ orientation_id: orientationId }).select('id', 'etat', 'suite', 'refus', 'pni_pose_le', 'pni_leve_le').orderBy('id');
const texte = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ').replace(/ ([.,])/g, '$1');

const xlsx = (titres: string[], lignes: Cellule[][], nom = 'Retour') => classeurEnMemoire([{ nom, colonnes: titres.map((titre) => ({ titre })), lignes }]);
async function deposer(contenu: Buffer, { motDePasse = '', nom = 'retour.xlsx' } = {}) {
  const { text } = await animation.get('/retours/import').expect(200);
  const cachet = (quoi: string) => new RegExp(`name="${quoi}" value="([^"]*)"`).exec(text)![1]!;
  return animation.post('/retours/import').field('_csrf', cachet('_csrf')).field('_cle', cachet('_cle')).field('mot_de_passe', motDePasse).attach('fichier', contenu, nom);
}
async function ouvrir(contenu: Buffer, options = {}): Promise<{ adresse: string; html: string }> {
  const depot = await deposer(contenu, options);
  expect([depot.status, depot.headers.location ?? texte(depot.text)]).toEqual([303, expect.stringMatching(/^\/retours\/import\/\d+$/)]);
  const adresse = depot.headers.location!;
  return { adresse, html: (await animation.get(adresse).expect(200)).text };
}
/** The rows of the dry run: number, fate, what is said. */
const lignes = (html: string) => [...html.matchAll(/<tr>\s*<td class="nombre"([\s\S]*?)<\/tr>/g)].map(([l]) => ({
  ligne: Number(/data-libelle="Ligne">(\d+)/.exec(l)![1]), sort: texte(/data-libelle="Sort">([\s\S]*?)<\/td>/.exec(l)![1]!).trim(), dit: texte(/data-libelle="À savoir">([\s\S]*?)<\/td>/.exec(l)![1]!).trim(),
}));
const confirmer = (adresse: string) => envoyer(animation, adresse, `${adresse}/confirmer`, {});

test('un classeur fait à la main : colonnes dans un autre ordre, lignes vides, dates en texte, codes ou libellés', async () => {
  const [pose, iae, ppae] = [await enParcours('Pose', demande), await enParcours('Iae', actif), await enParcours('Ppae', actif)];
  const contenu = await xlsx(['Motif de levée', 'PNI levé le', 'Identifiant Pôle emploi (8 signes)', 'Remarque', 'PNI posé le', 'PPAE actualisé le'], [
    [null, null, `${pose.identifiant} 013`, 'à la main', '12/02/2024', null],
    [null, null, null, null, null, null],
    ['contrat iae', '20/02/2024', iae.identifiant, null, null, null],
    [null, null, ppae.identifiant, null, null, '15-2-24'],
  ]);
  const { adresse, html } = await ouvrir(contenu);
  expect(texte(html)).toContain('La colonne « Remarque » n\'est pas connue');
  expect(lignes(html).map(({ ligne, sort }) => [ligne, sort])).toEqual([[2, 'Nouvelle'], [4, 'Nouvelle'], [5, 'Nouvelle']]);
  // Looking changes nothing.
  expect((await pnis(pose.id))[0].date_debut).toBeNull();
  expect(await retours(pose.id)).toEqual([]);

  await confirmer(adresse).expect(303);
  expect(await pnis(pose.id)).toEqual([{ date_debut: '2024-02-12', date_fin: '2026-02-11', date_cloture: null, motif_cloture: null }]);
  expect(await pnis(iae.id)).toEqual([{ ...actif, date_cloture: '2024-02-20', motif_cloture: 'CONTRAT_IAE' }]);
  expect([(await retours(pose.id))[0].etat, (await retours(iae.id))[0].etat, (await retours(ppae.id))[0].etat]).toEqual(['APPLIQUE', 'A_TRAITER', 'APPLIQUE']);

  // The same again changes nothing, and there is nothing to confirm.
  const encore = await ouvrir(contenu);
  expect(lignes(encore.html).map((l) => l.sort)).toEqual(['Déjà connue', 'Déjà connue', 'Déjà connue']);
  expect(encore.html).not.toContain('/confirmer"');
});

test('ce que les livres du PLIE refusent est dit, avec la ligne, la colonne et la valeur ; le reste passe', async () => {
  const sortie = { date_sortie: '2024-02-10', nature_sortie: 'ADMINISTRATIVE', motif_sortie: 'DEMENAGEMENT' };
  const [bonne, partie, tot, sansSortie, leve] = [await enParcours('Bonne', demande), await enParcours('Partie', null, sortie), await enParcours('Tot', demande), await enParcours('Sanssortie', actif), await enParcours('Leve', { ...actif, date_cloture: '2024-01-10', motif_cloture: 'AUTRE' })];
  const titres = ['Identifiant Pôle emploi', 'Nom', 'PNI posé le', 'Fin du PNI', 'PNI levé le', 'Motif de levée'];
  const { adresse, html } = await ouvrir(await xlsx(titres, [
    [bonne.identifiant, 'Bonne', '01/02/2024', '31/01/2026', null, null],
    [partie.identifiant, 'Partie', '15/02/2024', null, null, null],
    [tot.identifiant, 'Tot', '05/11/2023', null, null, null],
    [tot.identifiant, 'Tot', '29/02/2024', '28/02/2026', null, null],
    [sansSortie.identifiant, 'Sanssortie', null, null, '12/02/2024', 'Sortie'],
    [leve.identifiant, 'Leve', null, null, '12/02/2024', 'Autre'],
    ['9999999Z', null, '01/02/2024', null, null, null],
    [bonne.identifiant, 'Bonne', '30/02/2024', null, null, null],
    [bonne.identifiant, 'Bonne', null, null, '12/02/2024', null],
  ]));
  const refus = Object.fromEntries(lignes(html).filter((l) => l.sort === 'Refusée').map((l) => [l.ligne, l.dit]));
  expect(Object.keys(refus).map(Number)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
  expect(refus[3]).toContain('est sortie le 10/02/2024');
  expect(refus[4]).toMatch(/PNI posé le : 05\/11\/2023 .*précède l'intégration/);
  // 29 February: the last day of the 24 months is the 27th.
  expect(refus[5]).toMatch(/Fin du PNI : 28\/02\/2026 .*au plus tard le 27\/02\/2026/);
  expect(refus[6]).toMatch(/Motif de levée : Sortie .*Aucune sortie n'est enregistrée/);
  expect(refus[7]).toContain('déjà levé, depuis le 10/01/2024');
  expect(refus[8]).toContain('Aucune personne de votre PLIE ne porte cet identifiant');
  expect(refus[9]).toContain("« 30/02/2024 » n'est pas une date");
  expect(refus[10]).toContain('Une levée a un motif');
  await confirmer(adresse).expect(303);
  expect((await pnis(bonne.id))[0].date_debut).toBe('2024-02-01');
  expect((await pnis(tot.id))[0].date_debut).toBeNull();
  const { body } = await animation.get(`${adresse}/refus.xlsx`).buffer(true).parse((res, suite) => { const m: Buffer[] = []; res.on('data', (d: Buffer) => m.push(d)); res.on('end', () => suite(null, Buffer.concat(m))); }).expect(200);
  const relues: unknown[][] = [];
  for await (const m of lireClasseur({ contenu: body as Buffer, nom: 'refus.xlsx' }, ['Retour'], LIMITES_ENVOI)) if (m.genre === 'lignes') relues.push(...m.lignes.map((l) => l.cellules));
  expect(relues[0]).toEqual([...titres, 'Motif du refus']);
  expect(relues).toHaveLength(9);
  expect(relues[1]!.slice(0, 3)).toEqual([partie.identifiant, 'Partie', '15/02/2024']);
});

test("le classeur des lignes refusées ne dit rien de ce que le PLIE garde sur une personne dont le traitement est limité", async () => {
  const [leve, nommee, autre] = [await enParcours('Zqlevee', { ...actif, date_cloture: '2024-01-10', motif_cloture: 'AUTRE' }), await enParcours('Zqnommee', demande), await enParcours('Zqautre', { ...actif, date_cloture: '2024-01-11', motif_cloture: 'AUTRE' })];
  const { adresse } = await ouvrir(await xlsx(['Identifiant Pôle emploi', 'Nom', 'Prénom', 'PNI levé le', 'Motif de levée'], [[leve.identifiant, null, null, '12/02/2024', 'Autre'], [nommee.identifiant, 'Inconnue', 'Zacharie', '12/02/2024', 'Autre'], [autre.identifiant, null, null, '12/02/2024', 'Autre']]));
  await confirmer(adresse).expect(303);
  const relire = async () => texteDuClasseur((await animation.get(`${adresse}/refus.xlsx`).buffer(true).parse((res, suite) => { const m: Buffer[] = []; res.on('data', (d: Buffer) => m.push(d)); res.on('end', () => suite(null, Buffer.concat(m))); }).expect(200)).body as Buffer);
  expect(await relire()).toMatch(/10\/01\/2024[\s\S]*ZQNOMMEE[\s\S]*11\/01\/2024/);
  for (const { personneId } of [leve, nommee]) await essai.fabriques.inserer('suspensions_effacement', { plie_id: plieId, personne_id: personneId, motif: 'DEMANDE_DE_LA_PERSONNE', debut: '2024-03-01' });
  const apres = await relire();
  expect(apres).not.toMatch(/10\/01\/2024|ZQNOMMEE/);
  expect(apres).toContain('11/01/2024');
  expect(apres.split('dont le traitement est limité')).toHaveLength(3);
});

test('une personne mal désignée : les proches sont proposées, le choix se fait à l\'écran', async () => {
  const o = await enParcours('Montgolfier', demande);
  const { adresse, html } = await ouvrir(await xlsx(['Nom', 'Prénom', 'Date de naissance', 'PNI posé le'], [['MONTGOLFIE', 'Alix', '12/04/1985', '01/02/2024']]));
  expect(lignes(html)).toMatchObject([{ sort: 'Refusée', dit: expect.stringContaining('Alix MONTGOLFIER') }]);
  await envoyer(animation, adresse, `${adresse}/corriger`, { ligne: '2', personne: String(o.personneId) }).expect(303);
  expect(lignes((await animation.get(adresse)).text)).toMatchObject([{ sort: expect.stringContaining('Nouvelle'), dit: expect.stringContaining("Choisie à l'écran") }]);
  await confirmer(adresse).expect(303);
  expect((await pnis(o.id))[0].date_debut).toBe('2024-02-01');
});

test('l\'identifiant d\'un autre : le nom de la ligne le trahit', async () => {
  const [un, autre] = [await enParcours('Garance', demande), await enParcours('Philibert', demande)];
  const { html } = await ouvrir(await xlsx(['Identifiant Pôle emploi', 'Nom', 'Prénom', 'PNI posé le'], [[un.identifiant, autre.nom, 'Zacharie', '01/02/2024']]));
  expect(lignes(html)).toMatchObject([{ sort: 'Refusée', dit: expect.stringContaining("Cet identifiant est celui de Alix GARANCE") }]);
});

test('d\'autres dates pour le PNI qui court : l\'ancienne et la nouvelle sont montrées', async () => {
  const o = await enParcours('Corrigee', actif);
  const { adresse, html } = await ouvrir(await xlsx(['Identifiant Pôle emploi', 'PNI posé le'], [[o.identifiant, '11/12/2023']]));
  expect(lignes(html)).toMatchObject([{ sort: 'Modifie', dit: 'PNI posé le : 06/12/2023 – 05/12/2025 → devient 11/12/2023 – 10/12/2025' }]);
  await confirmer(adresse).expect(303);
  expect(await pnis(o.id)).toEqual([{ date_debut: '2023-12-11', date_fin: '2025-12-10', date_cloture: null, motif_cloture: null }]);
});

test('ce qui n\'est pas un retour est refusé d\'une phrase, et rien n\'est gardé', async () => {
  const bon = await xlsx(['Identifiant Pôle emploi', 'PNI posé le'], [['1234567A', '01/02/2024']]);
  const chiffre = await chiffrer(bon, 'ABCD-EFGH');
  const avant = (await essai.contexte.base('classeurs_retour').count('* as n'))[0]!.n;
  for (const [contenu, motDePasse, phrase] of [
    [await xlsx(['Nom'], [['X']], 'Tableau de suivi'), '', "n'a pas de feuille « Retour »"],
    [await xlsx(['Identifiant Pôle emploi', 'Remarque'], [['1234567A', 'x']]), '', 'ne contient aucune réponse'],
    [await xlsx(['Nom', 'PNI posé le'], [['X', '01/02/2024']]), '', 'Rien ne dit de qui parle chaque ligne'],
    [bon.subarray(0, bon.length - 200), '', 'abîmé'],
    [chiffre, 'FAUX-MOT', 'mot de passe'],
    [chiffre, '', 'mot de passe'],
    [Buffer.from('ceci n\'est pas un classeur'), '', 'fichier'],
  ] as const) {
    const reponse = await deposer(contenu, { motDePasse });
    expect([reponse.status, texte(reponse.text).includes(phrase)]).toEqual([422, true]);
  }
  expect((await essai.contexte.base('classeurs_retour').count('* as n'))[0]!.n).toBe(avant);
  const { adresse } = await ouvrir(chiffre, { motDePasse: 'ABCD-EFGH' });
  await envoyer(animation, adresse, `${adresse}/annuler`, {}).expect(303);
  await animation.get(adresse).expect(404);
});

test('une réponse attend l\'accompagnateur : accueil, portefeuille, fiche ; elle se ferme par ce qui a été fait, et pas par autre chose', async () => {
  const o = await enParcours('Attend', actif);
  const { adresse } = await ouvrir(await xlsx(['Identifiant Pôle emploi', 'PNI levé le', 'Motif de levée'], [[o.identifiant, '20/02/2024', "Cessation d'inscription"]]));
  await confirmer(adresse).expect(303);
  for (const page of ['/', '/portefeuille', '/retours']) expect(texte((await accompagnateur.get(page).expect(200)).text)).toMatch(/réponses? (de Pôle emploi )?à traiter/);
  expect(texte((await accompagnateur.get(`/personnes/${o.personneId}`).expect(200)).text)).toContain("PNI levé le 20/02/2024 : cessation d'inscription. La personne n'est plus inscrite à Pôle emploi.");
  const [{ id }] = await retours(o.id);
  const traiter = (suite: string) => envoyer(accompagnateur, '/retours', `/retours/${id}/traiter`, { suite });
  expect(texte((await traiter('').expect(422)).text)).toContain('Choisissez ce qui a été fait');
  expect(texte((await traiter('SORTIE').expect(422)).text)).toContain("La sortie n'est pas enregistrée");
  expect(texte((await traiter('NOUVELLE_DEMANDE').expect(422)).text)).toContain("Aucun PNI n'est demandé");
  await envoyer(accompagnateur, `/orientations/${o.id}/pni?acte=demander`, `/orientations/${o.id}/pni`, { acte: 'demander', date_demande: '28/02/2024' }).expect(303);
  await traiter('NOUVELLE_DEMANDE').expect(303);
  expect(await retours(o.id)).toMatchObject([{ etat: 'TRAITE', suite: 'NOUVELLE_DEMANDE' }]);
  expect(texte((await traiter('VU').expect(422)).text)).toContain('déjà traitée');
  // Of somebody else's portfolio: not mine, but the head of the PLIE sees it.
  expect(texte((await (await essai.comme('ACCOMPAGNATEUR', plieId)).get('/').expect(200)).text)).not.toContain('de Pôle emploi à traiter');
});
