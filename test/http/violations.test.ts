/** The register of breaches: two clocks in elapsed hours, what was told, the message without a name, the closing. Figures worked out by hand. */
import { ajouterHeures, instantAParis, dateCivile } from '../../server/lib/dates';
import { formaterDuree } from '../../server/violations/rules';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';

// The fixed clock stands at 11:00 UTC: on 31 March 2025, the day after summer time began, it is 13:00 in Paris.
const JOUR = '2025-03-31';
let essai: Essai;
let dpo: Visiteur;
let animation: Visiteur;
let referent: Visiteur;
let ailleurs: Visiteur;
let conventionId: number;
beforeAll(async () => {
  essai = await demarrerEssai(JOUR);
  const f = essai.fabriques;
  const { plie, agence } = await f.unTerritoireComplet({}, { nom: 'PLIE de Valmorin' });
  conventionId = (await essai.contexte.base('conventions').where({ plie_id: plie.id }).first<{ id: number }>('id')).id;
  for (const [partie, domaine, courriel] of [['POLE_EMPLOI', 'DONNEES_PERSONNELLES', 'donnees@agence.exemple.test'], ['POLE_EMPLOI', 'SECURITE', 'securite@agence.exemple.test'], ['POLE_EMPLOI', 'GOUVERNANCE', 'direction@agence.exemple.test'], ['PLIE', 'SECURITE', 'securite@plie.exemple.test']] as const) {
    await f.inserer('convention_correspondants', { convention_id: conventionId, partie, domaine, nom: 'Zqcorrespondant', courriel });
  }
  dpo = await essai.comme('DPO', plie.id);
  animation = await essai.comme('ANIMATION', plie.id);
  referent = await essai.comme('REFERENT_PE', agence.id);
  ailleurs = await essai.comme('DPO', (await f.unTerritoireComplet()).plie.id);
});
afterAll(() => essai.fermer());

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
  for (const nom of ['Zqcorrespondant', 'Zqmarqueur', 'Camille', 'direction@', 'securite@plie']) expect(message).not.toContain(nom);
  // No high risk: nothing to tell the persons.
  await dpo.get(`${page}/message-aux-personnes.eml`).expect(404);
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
  expect(await lire(sienne, referent)).toMatch(/PLIE de Valmorin.*À : securite@plie\.exemple\.test/);
  expect(await lire('/', referent)).toContain('Violation de données à dire à « PLIE de Valmorin »');
  await dpo.get(sienne).expect(404);
  await ailleurs.get('/violations').expect(200).expect(({ text }) => expect(text).toContain("Aucune violation n'est notée"));
});
