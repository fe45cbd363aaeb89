/** The register of breaches: two clocks in elapsed hours, what was told, the message without a name, the closing. Figures worked out by hand. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { ajouterHeures, instantAParis, dateCivile } from '../../server/lib/dates';
import { formaterDuree } from '../../server/violations/rules';
import { ecrire } from '../../server/lib/ecriture';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';

// The fixed clock stands at 11:00 UTC: on 31 March 2025, the day after summer time began, it is 13:00 in Paris.
const JOUR = '2025-03-31';
const recus: string[][] = [];
const refuses = new Set<string>();
let serveur: SMTPServer;
let essai: Essai;
let dpo: Visiteur;
let animation: Visiteur;
let referent: Visiteur;
let ailleurs: Visiteur;
let conventionId: number;
let plieId: number;
let agenceId: number;
beforeAll(async () => {
  serveur = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, suite) => suite(refuses.has(address) ? new Error('boîte inconnue') : undefined),
    onData(flux, session, fini) {
      flux.on('data', () => undefined).on('end', () => { recus.push(session.envelope.rcptTo.map((r) => r.address)); fini(); });
    },
  });
  await new Promise<void>((pret) => { serveur.listen(0, '127.0.0.1', pret); });
  essai = await demarrerEssai(JOUR, { SMTP_URL: `smtp://127.0.0.1:${(serveur.server.address() as AddressInfo).port}` });
  const f = essai.fabriques;
  const { plie, agence } = await f.unTerritoireComplet({}, { nom: 'PLIE de Valmorin' });
  conventionId = (await essai.contexte.base('conventions').where({ plie_id: plie.id }).first<{ id: number }>('id')).id;
  [plieId, agenceId] = [plie.id, agence.id];
  for (const [organisation_id, domaine, courriel] of [[agence.id, 'DONNEES_PERSONNELLES', 'donnees@agence.exemple.test'], [agence.id, 'SECURITE', 'securite@agence.exemple.test'], [plie.id, 'SECURITE', 'securite@plie.exemple.test']] as const) {
    await f.inserer('correspondants', { organisation_id, domaine, nom: 'Zqcorrespondant', courriel, depuis_le: '2025-01-06' });
  }
  dpo = await essai.comme('DPO', plie.id);
  animation = await essai.comme('ANIMATION', plie.id);
  referent = await essai.comme('REFERENT_PE', agence.id);
  ailleurs = await essai.comme('DPO', (await f.unTerritoireComplet()).plie.id);
});
afterAll(async () => {
  await essai.fermer();
  await new Promise<void>((fini) => { serveur.close(fini); });
});

const texte = (html: string) => html.replace(/<option[\s\S]*?<\/option>/g, '').replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
const lire = async (adresse: string, visiteur = dpo) => texte((await visiteur.get(adresse).expect(200)).text);
const SAISIE = { date: '29/03/2025', heure: '23:30', nature: 'VOL', personnes: 'ACCOMPAGNEES', donnees: ['IDENTITE', 'SANTE'], nombre: '1250', risque: 'PROBABLE' };
async function ouvrir(champs: Record<string, string | string[]> = {}, visiteur = dpo): Promise<string> {
  return (await envoyer(visiteur, '/violations/nouvelle', '/violations/nouvelle', { ...SAISIE, conventions: String(conventionId), ...champs }).expect(303)).headers.location as string;
}
const refuser = async (champs: Record<string, string | string[]>) => texte((await envoyer(dpo, '/violations/nouvelle', '/violations/nouvelle', { ...SAISIE, conventions: String(conventionId), ...champs }).expect(422)).text);
const noter = (page: string, champs: Record<string, string>, visiteur = dpo) => envoyer(visiteur, page, `${page}/annonces`, { objet: 'ALERTE', date: '31/03/2025', heure: '12:00', canal: 'COURRIEL', ...champs });

test("36 et 72 heures sont des heures écoulées : la nuit de l'heure d'été, l'échéance tombe une heure plus tard à la pendule", async () => {
  // 23:30 in winter time is 22:30 UTC on the 29th. + 36 h = 10:30 UTC on the 31st, which is 12:30 in summer time (11:30 on the dial without the change).
  const page = await ouvrir();
  const lu = await lire(page);
  expect(lu).toMatch(/Agence des Tilleuls \d+ Le 31\/03\/2025 à 12:30 36 heures après la découverte/);
  // + 72 h = 22:30 UTC on 1 April = 00:30 on the 2nd in Paris. Now is 11:00 UTC on the 31st: 30 min late, and 35 h 30 left.
  expect(lu).toMatch(/CNIL Le 02\/04\/2025 à 00:30 72 heures après la découverte/);
  expect(lu).toContain('En retard de 30 min.');
  expect(lu).toContain('Il reste 35 h 30 min.');
  expect(await lire('/')).toMatch(/Violation de données à dire à « Agence des Tilleuls \d+ » En retard de 30 min\. Découverte le 29\/03\/2025 à 23:30\./);
  // Back to winter time, 25 to 26 October: 22:30 on the 25th is 20:30 UTC; + 36 h = 08:30 UTC on the 27th, 09:30 on the dial.
  expect(ajouterHeures(instantAParis(dateCivile('2025-10-25'), '22:30')!, 36)).toBe('2025-10-27T08:30:00.000Z');
  // The hour that comes twice is its first passage (summer time); the one that does not exist is refused.
  expect(instantAParis(dateCivile('2025-10-26'), '02:30')).toBe('2025-10-26T00:30:00.000Z');
  expect(await refuser({ date: '30/03/2025', heure: '02:30' })).toContain("Il n'a jamais été 02:30 ce jour-là : l'heure d'été commence.");
  expect([formaterDuree(0), formaterDuree(59), formaterDuree(60), formaterDuree(725)]).toEqual(['0 min', '59 min', '1 h', '12 h 05 min']);
});

test('ce qui manque ou ne va pas ensemble est refusé avec une phrase', async () => {
  expect(await refuser({ heure: '' })).toContain("Indiquez l'heure de la découverte");
  expect(await refuser({ date: JOUR, heure: '13:01' })).toContain("Il n'est pas encore 13:01");
  expect(await refuser({ conventions: '' })).toContain('Cochez au moins une convention.');
  expect(await refuser({ conventions: '999999' })).toContain('ne fait pas partie de la liste');
  expect(await refuser({ risque: 'AUCUN' })).toContain("Sans risque, la CNIL n'est pas à informer : dites pourquoi");
  expect(await refuser({ raison_sans_risque: 'ILLISIBLES' })).toContain('Cette raison ne vaut que sans risque');
  expect(await refuser({ mesures: 'AUTRE' })).toContain('Dites en quelques mots quelle autre mesure a été prise, sans aucun nom.');
});

test("le message à l'autre partie va à ses correspondants données et sécurité, et ne nomme personne", async () => {
  const page = await ouvrir({ mesures: 'PLAINTE', mesures_texte: 'Zqmarqueur libre' });
  const brut = ((await dpo.get(`${page}/conventions/${conventionId}/message.eml`).responseType('blob').expect(200)).body as Buffer).toString('latin1');
  const message = Buffer.from(brut.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, octet: string) => String.fromCharCode(parseInt(octet, 16))), 'latin1').toString('utf8').replace(/\u202f/g, ' ');
  expect(message).toMatch(/To: donnees@agence\.exemple\.test, securite@agence\.exemple\.test/);
  expect(message).toContain('découverte le 29/03/2025 à 23:30 (heure de Paris)');
  expect(message).toContain('Nombre de personnes : 1 250');
  expect(message).toContain('CNIL informée : à faire, le 02/04/2025 à 00:30 (heure de Paris) au plus tard');
  for (const nom of ['Zqcorrespondant', 'Zqmarqueur', 'Camille', 'securite@plie']) expect(message).not.toContain(nom);
  // No high risk: nothing to tell the persons.
  await dpo.get(`${page}/message-aux-personnes.eml`).expect(404);
});

test("envoyé par l'outil, le message va aux deux correspondants et se note avec son heure ; s'il ne part pas, le délai court toujours", async () => {
  const page = await ouvrir();
  const partir = () => envoyer(dpo, page, `${page}/conventions/${conventionId}/envoyer`, {});
  refuses.add('securite@agence.exemple.test').add('donnees@agence.exemple.test');
  expect(texte((await partir().expect(422)).text)).toMatch(/Le message n'est pas parti, et rien n'est noté au registre : le délai court toujours\. .*téléphonez/);
  expect(await lire(page)).toMatch(/Rien n'est encore noté/);
  refuses.clear();
  await partir().expect(303);
  expect(recus).toEqual([['donnees@agence.exemple.test', 'securite@agence.exemple.test']]);
  expect(await lire(page)).toMatch(/Dit en retard Le 31\/03\/2025 à 13:00, 30 min après le délai.*Première information 31\/03\/2025 à 13:00 Noté le 31\/03\/2025 à 13:00 par Camille [^ ]+ Par courriel donnees@agence\.exemple\.test, securite@agence\.exemple\.test/);
  // One address out of two is refused: the other party is told, by the one that took it.
  refuses.add('securite@agence.exemple.test');
  await partir().expect(303);
  refuses.clear();
  expect(recus[1]).toEqual(['donnees@agence.exemple.test']);
  expect(await lire(page)).toMatch(/Complément 31\/03\/2025 à 13:00 Noté le .* Par courriel donnees@agence\.exemple\.test [^,]/);
  expect(await lire('/journal')).toContain("Échec de l'envoi d'un message sur une violation");
});

test("notée par erreur, une ligne reste au registre avec sa raison et ne court plus ; pas une fois quelqu'un informé", async () => {
  const page = await ouvrir();
  const annuler = (champs: Record<string, string>) => envoyer(dpo, page, `${page}/sans-objet`, champs);
  expect(texte((await annuler({ motif: '' }).expect(422)).text)).toContain('Dites pourquoi cette ligne est sans objet.');
  const adresse = new RegExp(`href="${page}"`);
  expect((await dpo.get('/').expect(200)).text).toMatch(adresse);
  await annuler({ motif: 'DEJA_NOTEE' }).expect(303);
  expect(await lire(page)).toMatch(/Sans objet, le 31\/03\/2025 à 13:00 par Camille.*Déjà notée sur une autre ligne/);
  expect((await dpo.get('/').expect(200)).text).not.toMatch(adresse);
  expect(await lire('/violations')).toContain('Sans objet Déjà notée sur une autre ligne.');
  const base = essai.contexte.base;
  await expect(ecrire(base, essai.contexte.auteur, 'essai', (trx) => trx('violations').where({ id: Number(page.split('/').pop()) }).update({ nature: 'PERTE' }))).rejects.toThrow('garde ce qui est clos');
  const dite = await ouvrir();
  await noter(dite, { destinataire: 'CNIL' }).expect(303);
  expect(texte((await envoyer(dpo, dite, `${dite}/sans-objet`, { motif: 'FAUSSE_ALERTE' }).expect(422)).text)).toContain("Quelqu'un a déjà été informé de cette violation.");
});

test('la violation ne se clôt qu\'une fois tous informés ; le registre et ce qui est clos ne changent plus', async () => {
  const page = await ouvrir({ risque: 'ELEVE' });
  const clore = (statut: number) => envoyer(dpo, page, `${page}/clore`, {}).expect(statut);
  const manques = texte((await clore(422)).text);
  expect(manques).toMatch(/Il manque au registre ce qui a été dit à « Agence des Tilleuls \d+ » : la convention demande/);
  for (const phrase of ['ce qui a été dit à la CNIL : un risque est déclaré', 'ce qui a été dit aux personnes concernées : le risque déclaré est élevé', 'au moins une mesure prise']) expect(manques).toContain(phrase);
  expect(texte((await noter(page, { destinataire: 'CNIL', date: '29/03/2025', heure: '23:29' }).expect(422)).text)).toContain('ce qui en a été dit vient après');
  await noter(page, { destinataire: `AUTRE_PARTIE-${conventionId}`, heure: '12:30' }).expect(303);
  await noter(page, { destinataire: 'CNIL', canal: 'TELESERVICE' }).expect(303);
  await noter(page, { destinataire: 'PERSONNES', canal: 'COURRIER' }, animation).expect(303);
  // The last minute is in time: 12:30 is the deadline itself.
  expect(await lire(page)).toContain('Le 31/03/2025 à 12:30, dans le délai.');
  await clore(422);
  await envoyer(dpo, `${page}/modifier`, `${page}/modifier`, { ...SAISIE, heure: '23:45', conventions: String(conventionId), risque: 'ELEVE', mesures: 'ACCES_FERMES' }).expect(303);
  await clore(303);
  expect(await lire(page)).toMatch(/Close le 31\/03\/2025 à 13:00 par Camille/);
  expect(texte((await noter(page, { destinataire: 'CNIL' })).text)).toContain('close');
  const id = Number(page.split('/').pop());
  await expect(essai.contexte.base('violation_annonces').where({ violation_id: id }).delete()).rejects.toThrow();
  expect(await lire('/journal')).toContain('Violation de données close');
});

test('sans risque, la raison tient lieu d\'information de la CNIL ; un retard se dit', async () => {
  const page = await ouvrir({ risque: 'AUCUN', raison_sans_risque: 'ILLISIBLES', mesures: 'CONSIGNES' });
  await noter(page, { destinataire: `AUTRE_PARTIE-${conventionId}`, heure: '13:00', canal: 'TELEPHONE' }).expect(303);
  // 30 minutes after 12:30.
  expect(await lire(page)).toMatch(/Dit en retard Le 31\/03\/2025 à 13:00, 30 min après le délai\..*CNIL Pas à informer Aucun risque Données chiffrées, illisibles sans la clé\./);
  await envoyer(dpo, page, `${page}/clore`, {}).expect(303);
});

test("chaque organisation a son registre : l'agence le sien, et personne d'autre ne lit celui du PLIE", async () => {
  const page = await ouvrir();
  await referent.get(page).expect(404);
  await ailleurs.get(page).expect(404);
  expect(await lire(page, animation)).toContain('Vol');
  const sienne = await ouvrir({}, referent);
  expect(await lire(sienne, referent)).toMatch(/Pour PLIE de Valmorin.*Zqcorrespondant.*securite@plie\.exemple\.test/);
  expect(await lire('/', referent)).toContain('Violation de données à dire à « PLIE de Valmorin »');
  await dpo.get(sienne).expect(404);
  await ailleurs.get('/violations').expect(200).expect(({ text }) => expect(text).toContain("Aucune violation n'est notée"));
});

const CORRESPONDANTS = '/correspondants-et-hebergement';
const PERSONNE = { nom: '', fonction: 'Service juridique', courriel: 'dpd@plie.exemple.test', telephone: '', depuis_le: '10/03/2025', version: '0' };

test("qui manque se voit, se nomme, se remplace à une date, et l'autre partie le lit aussitôt", async () => {
  const page = `${CORRESPONDANTS}/${plieId}`;
  const formulaire = `${page}/correspondants/donnees-personnelles`;
  const nommer = (champs: Record<string, string>, visiteur = dpo) => envoyer(visiteur, formulaire, formulaire, { ...PERSONNE, ...champs });
  // One of the two places of the PLIE is held; the agency is for others to complete.
  expect(await lire('/')).toContain('1 correspondant à nommer');
  expect(await lire(page)).toContain("Personne n'est nommé : protection des données personnelles.");
  expect(texte((await nommer({ fonction: '' }).expect(422)).text)).toContain('Indiquez un nom, ou une fonction');
  await nommer({}).expect(303);
  expect(await lire('/')).not.toContain('correspondant à nommer');
  expect(await lire(page, referent)).toMatch(/Service juridique dpd@plie\.exemple\.test Depuis le 10\/03\/2025/);
  expect(await lire('/donnees-personnelles?departement=06')).toContain('dpd@plie.exemple.test');
  // Two at once: the second is told.
  await nommer({ nom: 'Ada Martel', changement: 'REMPLACEMENT', depuis_le: '31/03/2025' }).expect(409);
  const suite = { version: '1', nom: 'Ada Martel', fonction: '', courriel: 'ada@plie.exemple.test' };
  expect(texte((await nommer({ ...suite, changement: 'REMPLACEMENT' }).expect(422)).text)).toContain('son remplaçant vient après ce jour');
  await nommer({ ...suite, changement: 'REMPLACEMENT', depuis_le: '20/03/2025' }, animation).expect(303);
  expect(await lire(page)).toMatch(/Ada Martel ada@plie\.exemple\.test Depuis le 20\/03\/2025 Avant .*Service juridique, du 10\/03\/2025 au 19\/03\/2025/);
  expect(texte((await nommer({ ...suite, changement: 'CORRECTION', depuis_le: '19/03/2025' }).expect(422)).text)).toContain("l'a été jusqu'au 19/03/2025");
  expect(await lire('/journal')).toContain("Correspondant d'une organisation nommé");
  // Each keeps its own; who has no convention with it does not find it.
  await dpo.get(`${CORRESPONDANTS}/${agenceId}/correspondants/securite`).expect(404);
  await ailleurs.get(page).expect(404);
  await referent.get(formulaire).expect(403);
});

test("hors de l'Union européenne, un pays est refusé avec la règle ; la liste se donne, et garde ce qui n'a plus cours", async () => {
  const page = `${CORRESPONDANTS}/${plieId}`;
  const ajouter = (champs: Record<string, string>) => envoyer(dpo, `${page}/pays/nouveau`, `${page}/pays/nouveau`, { version: '0', usage: 'HEBERGEMENT', prestataire: 'Nuage du Var', pays: 'FR', depuis_le: '01/02/2025', ...champs });
  for (const pays of ['CH', 'GB', 'XX']) expect(texte((await ajouter({ pays }).expect(422)).text)).toContain("n'est pas dans l'Union européenne. La convention d'échange (article 7) demande");
  expect(await lire('/')).toContain("liste des pays d'hébergement à établir");
  await ajouter({}).expect(303);
  await ajouter({ usage: 'SAUVEGARDE', pays: 'IE' }).expect(303);
  await expect(essai.fabriques.inserer('hebergements', { organisation_id: plieId, usage: 'ACCES', prestataire: 'Ailleurs', pays: 'CH', depuis_le: '2025-02-01' })).rejects.toThrow();
  expect(await lire('/')).not.toContain("liste des pays d'hébergement");
  const { id } = await essai.contexte.base('hebergements').where({ organisation_id: plieId, pays: 'IE' }).first<{ id: number }>('id');
  await envoyer(dpo, page, `${page}/pays/${id}/cesser`, { version: '1' }).expect(303);
  expect(await lire(page)).toMatch(/Hébergement des serveurs Nuage du Var France 01\/02\/2025 .*Ce qui n'a plus cours Sauvegardes, Nuage du Var, Irlande : du 01\/02\/2025 au 31\/03\/2025/);
  expect((await referent.get(`${page}/pays.pdf`).expect(200)).headers['content-type']).toBe('application/pdf');
  expect(await lire('/registre-des-traitements')).toMatch(/Ada Martel, ada@plie\.exemple\.test Hébergement des serveurs : Nuage du Var, France/);
});

test('une page dit à qui répond des données ce qui est promis et où cela en est ; personne d\'autre ne la lit', async () => {
  const ESSENTIEL = '/protection-des-donnees';
  // A territory where nothing was ever noted.
  expect(await lire(ESSENTIEL, ailleurs)).toMatch(/Aucune violation ouverte\..*2 correspondants à nommer\. La liste des pays est à établir\./);
  await ouvrir();
  const lu = await lire(ESSENTIEL);
  expect(lu).toMatch(/points? à voir, marqués ci-dessous/);
  expect(lu).toMatch(/À dire à « Agence des Tilleuls \d+ » : (en retard de|il reste) /);
  expect(lu).toContain('2 comptes actifs, dont 2 avec accès à des personnes ou aux réglages. 2 comptes dispensés du second facteur, pour une démonstration.');
  await referent.get(ESSENTIEL).expect(403);
});
