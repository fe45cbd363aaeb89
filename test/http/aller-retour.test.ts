/**
 * The month there and back between two installations, by files alone: the table made in the PLIE's, taken in and worked
 * through in Pôle emploi's, the answers brought back. Two applications, two databases: nothing else links them.
 */
import type request from 'supertest';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';

const JOUR = '2025-06-16';
let a: Essai;
let b: Essai;
let plie: { id: number };
let agenceA: { id: number };
let animation: Visiteur;
let referent: Visiteur;

const CODE = 'VALMORIN';
const AGENCE = { code: 'TILLEULS', nom: 'Agence des Tilleuls' };

async function installer(essai: Essai) {
  const f = essai.fabriques;
  const lePlie = await f.unPlie({ code: CODE, nom: 'PLIE de Valmorin' });
  const agence = await f.uneAgence(AGENCE);
  await f.rattacher(lePlie.id, agence.id, true);
  await f.uneConvention({ plie_id: lePlie.id, agence_id: agence.id });
  return { lePlie, agence };
}

beforeAll(async () => {
  [a, b] = [await demarrerEssai(JOUR), await demarrerEssai(JOUR)];
  // Ids of the one mean nothing in the other.
  await b.fabriques.unTerritoireComplet();
  const ici = await installer(a);
  [plie, agenceA] = [ici.lePlie, ici.agence];
  animation = await a.comme('ANIMATION', plie.id);
  referent = await b.comme('REFERENT_PE', (await installer(b)).agence.id);
});
afterAll(async () => { await a.fermer(); await b.fermer(); });

let rang = 0;
async function accompagnee(nom: string, integration: string, pni: Record<string, unknown>, fin: Record<string, unknown> = {}) {
  const f = a.fabriques;
  rang += 1;
  const personne = await f.unePersonne({ plie_id: plie.id, nom, prenom: 'Lou', identifiant_pe: rang === 2 ? null : `${3000000 + rang}B` });
  const o = await f.uneOrientation({ plie_id: plie.id, personne_id: personne.id, agence_id: agenceA.id, date_prescription: '2025-01-06', date_contact: '2025-01-13', date_integration: integration, ...fin });
  await f.inserer('pni', { plie_id: plie.id, orientation_id: o.id, personne_id: personne.id, ...pni });
  return { id: o.id, personneId: personne.id };
}

const mots = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
const cachet = (page: string, nom: string) => new RegExp(`name="${nom}" value="([^"]*)"`).exec(page)?.[1] ?? '';
const octets = async (envoi: request.Test): Promise<Buffer> => (await envoi.buffer(true).parse((res, suite) => { const m: Buffer[] = []; res.on('data', (x: Buffer) => m.push(x)); res.on('end', () => suite(null, Buffer.concat(m))); }).expect(200)).body as Buffer;

/** From the PLIE's installation to Pôle emploi's: the file of the month, confirmed. */
async function porterLeTableau(mois: string): Promise<void> {
  const { text } = await animation.get(`/tableau-de-suivi?mois=${mois}`).expect(200);
  const tableau = await octets(animation.post(`/tableau-de-suivi/${mois}.xlsx`).type('form').send({ _csrf: cachet(text, '_csrf') }));
  const recus = await referent.get('/tableaux-recus').expect(200);
  const depot = await referent.post('/tableaux-recus').field({ _csrf: cachet(recus.text, '_csrf'), _cle: cachet(recus.text, '_cle') }).attach('fichier', tableau, `tableau-de-suivi_${CODE}_${mois}.xlsx`);
  expect([depot.status, mots(depot.text)]).toEqual([303, expect.anything()]);
  await envoyer(referent, depot.headers.location!, `${depot.headers.location!}/confirmer`, {}).expect(303);
}

/** And back: the workbook of the answers, encrypted, dropped and confirmed. */
async function rapporterLeRetour(champs: Record<string, string> = {}): Promise<{ essai: string; confirme: boolean }> {
  const plieB = (await b.contexte.base('organisations').where({ code: CODE }).first('id')).id as number;
  const { text } = await envoyer(referent, '/retours/classeur', '/retours/classeur', { plie: String(plieB), depuis: '', ...champs }).expect(200);
  const contenu = Buffer.from(/href="data:[^;]+;base64,([^"]+)"/.exec(text)![1]!, 'base64');
  const phrase = /id="phrase"[^>]*value="([^"]+)"/.exec(text)![1]!;
  const page = await animation.get('/retours/import').expect(200);
  const depot = await animation.post('/retours/import').field({ _csrf: cachet(page.text, '_csrf'), _cle: cachet(page.text, '_cle'), mot_de_passe: phrase }).attach('fichier', contenu, 'retour.xlsx');
  expect(depot.status).toBe(303);
  const adresse = depot.headers.location!;
  const essai = (await animation.get(adresse).expect(200)).text;
  const confirme = essai.includes(`${adresse}/confirmer`);
  if (confirme) await envoyer(animation, adresse, `${adresse}/confirmer`, {}).expect(303);
  return { essai: mots(essai), confirme };
}

const tachesDeB = () => b.contexte.base('taches_pe as t').join('dossiers_pe as d', 'd.id', 't.dossier_id').orderBy(['d.nom', 't.id']).select<{ id: number; dossier_id: number; nom: string; action: string; etat: string }[]>('t.id', 't.dossier_id', 'd.nom', 't.action', 't.etat');
const pnis = (orientationId: number) => a.contexte.base('pni').where({ orientation_id: orientationId }).first('date_demande', 'date_debut', 'date_fin', 'date_cloture', 'motif_cloture');
const retours = (orientationId: number) => a.contexte.base('retours_pe').where({ orientation_id: orientationId }).select('etat', 'refus', 'motif_levee', 'ppae_actualise_le');

test('le mois fait l\'aller et le retour, et personne ne tape rien deux fois', async () => {
  const demande = { date_demande: '2025-05-05' };
  const actif = { date_debut: '2025-02-03', date_fin: '2027-02-02' };
  const posee = await accompagnee('Aubier', '2025-05-05', demande);
  const refusee = await accompagnee('Bouleau', '2025-05-05', demande); // without identifiant: name and birth date link her
  const sortie = await accompagnee('Chêne', '2025-02-03', { ...actif, date_cloture: '2025-05-20', motif_cloture: 'SORTIE' }, { date_sortie: '2025-05-20', nature_sortie: 'ADMINISTRATIVE', motif_sortie: 'DEMENAGEMENT' });
  const formee = await accompagnee('Droséra', '2025-02-03', actif);
  await a.fabriques.inserer('etapes', { plie_id: plie.id, orientation_id: formee.id, type: 'FORMATION', date_debut: '2025-05-12' });
  const iae = await accompagnee('Érable', '2025-02-03', actif);

  await porterLeTableau('2025-05');
  const taches = await tachesDeB();
  expect(taches.map((t) => [t.nom, t.action, t.etat])).toEqual([['Aubier', 'POSER_PNI', 'A_FAIRE'], ['Bouleau', 'POSER_PNI', 'A_FAIRE'], ['Chêne', 'LEVER_PNI', 'A_FAIRE'], ['Droséra', 'PPAE', 'A_FAIRE']]);
  expect((await b.contexte.base('dossiers_pe').whereNotNull('orientation_id'))).toEqual([]);

  const id = (nom: string) => String(taches.find((t) => t.nom === nom)!.id);
  const faire = (action: string, champs: Record<string, string>) => envoyer(referent, `/taches?action=${action}`, `/taches?action=${action}`, champs).expect(303);
  await faire('POSER_PNI', { taches: id('Aubier'), date: '12/05/2025' });
  await envoyer(referent, `/taches/${id('Bouleau')}/refuser`, `/taches/${id('Bouleau')}/refuser`, { date: '13/05/2025', motif: 'CESSATION_INSCRIPTION' }).expect(303);
  await faire('LEVER_PNI', { une: id('Chêne'), date: '02/06/2025', motif: 'SORTIE' });
  await faire('PPAE', { une: id('Droséra'), date: '03/06/2025' });
  const dossierIae = (await b.contexte.base('dossiers_pe').where({ nom: 'Érable' }).first('id')).id as number;
  await envoyer(referent, `/taches/dossiers/${dossierIae}/reponse?acte=LEVER_PNI`, `/taches/dossiers/${dossierIae}/reponse?acte=LEVER_PNI`, { date: '04/06/2025', motif: 'CONTRAT_IAE' }).expect(303);

  const { essai } = await rapporterLeRetour();
  expect(essai).toContain('5 lignes lues : 5 nouvelles réponses');
  expect(await pnis(posee.id)).toEqual({ ...demande, date_debut: '2025-05-12', date_fin: '2027-05-11', date_cloture: null, motif_cloture: null });
  expect(await pnis(refusee.id)).toEqual({ ...demande, date_debut: null, date_fin: null, date_cloture: '2025-05-13', motif_cloture: 'CESSATION_INSCRIPTION' });
  expect(await pnis(sortie.id)).toMatchObject({ date_cloture: '2025-05-20', motif_cloture: 'SORTIE' });
  expect(await pnis(iae.id)).toMatchObject({ date_cloture: '2025-06-04', motif_cloture: 'CONTRAT_IAE' });
  expect(await retours(posee.id)).toMatchObject([{ etat: 'APPLIQUE' }]);
  expect(await retours(refusee.id)).toMatchObject([{ etat: 'A_TRAITER', refus: true }]);
  expect(await retours(sortie.id)).toMatchObject([{ etat: 'APPLIQUE', motif_levee: 'SORTIE' }]);
  expect(await retours(formee.id)).toMatchObject([{ etat: 'APPLIQUE', ppae_actualise_le: '2025-06-03' }]);
  expect(await retours(iae.id)).toMatchObject([{ etat: 'A_TRAITER', motif_levee: 'CONTRAT_IAE' }]);

  // Sent again because the first was believed lost: everything is known already.
  const encore = await rapporterLeRetour({ depuis: '16/06/2020' });
  expect([encore.essai.includes('5 lignes lues : 5 inchangées'), encore.confirme]).toEqual([true, false]);
  // What has left is not undone silently.
  expect(mots((await envoyer(referent, '/taches?voir=faites', `/taches/${id('Aubier')}/annuler`, {}).expect(422)).text)).toContain('déjà partie chez le PLIE');

  // The next table asks for nothing that was done; the PNI refused is asked for anew, as the PLIE now knows of it.
  await porterLeTableau('2025-06');
  expect((await tachesDeB()).filter((t) => t.etat === 'A_FAIRE').map((t) => [t.nom, t.action])).toEqual([['Bouleau', 'POSER_PNI']]);
}, 120_000);
