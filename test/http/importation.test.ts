/** A table received by Pôle emploi: read aside, shown row by row, answered, confirmed once; nothing before, nothing of another territory. */
import type request from 'supertest';
import { texteDuClasseur } from '../outils/classeur';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import { enParcours, fichierB, le, type TableauRecu } from '../outils/tableau-recu';

let essai: Essai;
let plie: { id: number; code: string; nom: string };
let agence: { id: number; nom: string; code: string };
let referent: Visiteur;
beforeAll(async () => { essai = await demarrerEssai('2025-06-16'); });
afterAll(() => essai.fermer());
/** A territory for each test: what one imports is not there for the next. */
beforeEach(async () => {
  ({ plie, agence } = await essai.fabriques.unTerritoireComplet());
  referent = await essai.comme('REFERENT_PE', agence.id);
});

const mots = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
const cachet = (page: string, nom: string) => new RegExp(`name="${nom}" value="([^"]*)"`).exec(page)?.[1] ?? '';
const octets = (reponse: request.Test) => reponse.buffer(true).parse((res, suite) => { const m: Buffer[] = []; res.on('data', (x: Buffer) => m.push(x)); res.on('end', () => suite(null, Buffer.concat(m))); });

async function deposer(visiteur: Visiteur, contenu: Buffer, champs: Record<string, string> = {}, nom = 'tableau.xlsx') {
  const { text } = await visiteur.get('/tableaux-recus');
  return visiteur.post('/tableaux-recus').field({ _csrf: cachet(text, '_csrf'), _cle: cachet(text, '_cle'), ...champs }).attach('fichier', contenu, nom);
}
/** Drops a table that is read, and gives back where it is looked at. */
async function recevoir(tableau: Omit<TableauRecu, 'plie'> & { plie?: string | null }, visiteur = referent, champs: Record<string, string> = {}): Promise<string> {
  const reponse = await deposer(visiteur, await fichierB({ plie: plie.code, ...tableau }), champs);
  if (reponse.status !== 303) throw new Error(mots(reponse.text));
  return reponse.headers.location!;
}
const confirmer = (adresse: string, visiteur = referent) => envoyer(visiteur, adresse, `${adresse}/confirmer`, {});
const enregistrer = async (tableau: Parameters<typeof recevoir>[0], visiteur = referent): Promise<string> => {
  const adresse = await recevoir(tableau, visiteur);
  await confirmer(adresse, visiteur).expect(303);
  return adresse;
};
const dossiers = <T = { nom: string }>(...colonnes: string[]) => essai.contexte.base('dossiers_pe').where({ plie_id: plie.id }).orderBy(['nom', 'date_prescription']).select<T[]>(colonnes.length ? colonnes : ['nom']);
const taches = () => essai.contexte.base('taches_pe as t').join('dossiers_pe as d', 'd.id', 't.dossier_id').where('t.plie_id', plie.id).orderBy('t.id').select<{ nom: string; action: string; etat: string; date_fait: string | null }[]>('d.nom', 't.action', 't.etat', 't.date_fait');
const page = async (adresse: string, visiteur = referent) => mots((await visiteur.get(adresse).expect(200)).text);
const identifie = (n: number) => `${String(n).padStart(7, '0')}A`;

test('le tableau du PLIE, chiffré par l\'application, est lu avec son mot de passe ; rien avant la confirmation, tout après, lié à ses orientations', async () => {
  const f = essai.fabriques;
  const personne = await f.unePersonne({ plie_id: plie.id, nom: 'Aulnaie', prenom: 'Rose', identifiant_pe: '1234567A' });
  const orientation = await f.uneOrientation({ plie_id: plie.id, personne_id: personne.id, agence_id: agence.id, date_prescription: '2025-03-03', date_contact: '2025-03-10', date_integration: '2025-05-31' });
  await f.inserer('etapes', { plie_id: plie.id, orientation_id: orientation.id, type: 'ATELIER', date_debut: '2025-05-31' });
  const absente = await f.uneOrientation({ plie_id: plie.id, personne_id: (await f.unePersonne({ plie_id: plie.id, nom: 'Bruyère' })).id, date_prescription: '2025-05-02', date_contact: '2025-05-05' });
  await f.inserer('absences', { plie_id: plie.id, orientation_id: absente.id, date_convocation: '2025-05-20' });
  const animation = await essai.comme('ANIMATION', plie.id);
  const { text } = await animation.get('/tableau-de-suivi?mois=2025-05');
  const { body } = await octets(animation.post('/tableau-de-suivi/2025-05.xlsx').type('form').send({ _csrf: cachet(text, '_csrf'), mot_de_passe: 'tilleul brume été 7' }));

  const depot = await deposer(referent, body as Buffer, { mot_de_passe: 'tilleul brume été 7' });
  expect(depot.status).toBe(303);
  const controle = await page(depot.headers.location!);
  expect(controle).toContain('2 orientations à enregistrer');
  // What the file says of itself is borne out by its rows: nothing is said of it.
  expect(controle).not.toContain('empreinte');
  expect(controle).toMatch(/Ce qu'il vous demandera Poser le PNI 1 Traiter l'absence 1/);
  expect(await dossiers()).toEqual([]);
  await confirmer(depot.headers.location!).expect(303);
  expect(await dossiers('nom', 'identifiant_pe', 'situation', 'orientation_id', 'agence_id')).toEqual([
    { nom: 'Aulnaie', identifiant_pe: '1234567A', situation: 'INTEGRE', orientation_id: orientation.id, agence_id: agence.id },
    { nom: 'Bruyère', identifiant_pe: null, situation: 'ACCUEILLI', orientation_id: absente.id, agence_id: null },
  ]);
  expect(await taches()).toEqual([{ nom: 'Aulnaie', action: 'POSER_PNI', etat: 'A_FAIRE', date_fait: '2025-05-31' }, { nom: 'Bruyère', action: 'ABSENCE', etat: 'A_FAIRE', date_fait: '2025-05-20' }]);
  const [importation] = await essai.contexte.base('importations').where({ plie_id: plie.id }).select('etat', 'contenu', 'nouveaux', 'mois');
  expect(importation).toEqual({ etat: 'CONFIRMEE', contenu: null, nouveaux: 2, mois: '2025-05' });
  // The same file again: said, and nothing changes.
  const encore = await deposer(referent, body as Buffer, { mot_de_passe: 'tilleul brume été 7' });
  expect(await page(encore.headers.location!)).toContain("Ce tableau était déjà enregistré : rien n'a changé.");
  expect(await essai.contexte.base('importations').where({ plie_id: plie.id })).toHaveLength(1);
});

test('nouvelle, modifiée avec l\'ancien et le nouveau, inchangée, refusée, à vérifier : chaque ligne a son sort, sa place et sa raison', async () => {
  await enregistrer({ mois: '2025-04', etabliLe: '05/05/2025 à 09:00', lignes: [
    enParcours('Aubier', { 'Identifiant Pôle emploi': identifie(1), Téléphone: '01 02 03 04 05' }), enParcours('Bruyère', { 'Identifiant Pôle emploi': identifie(2) }),
  ] });
  const adresse = await recevoir({ lignes: [
    enParcours('Aubier', { 'Identifiant Pôle emploi': identifie(1), Téléphone: '06 02 03 04 05' }),
    enParcours('Bruyère', { 'Identifiant Pôle emploi': identifie(2) }),
    enParcours('Chêne', { 'Identifiant Pôle emploi': identifie(3), Situation: 'Perdu de vue' }),
    enParcours('Érable', { Situation: 'Sorti', "Date d'intégration": le('2025-03-10') }),
  ] });
  const lignes = await page(adresse);
  expect(lignes).toContain('Tableau de suivi 2 Lou AUBIER Modifiée Téléphone : 01 02 03 04 05 → devient 06 02 03 04 05');
  expect(lignes).toContain('Tableau de suivi 3 Lou BRUYÈRE Inchangée');
  expect(lignes).toMatch(/Tableau de suivi 4 Lou CHÊNE Refusée Situation : Perdu de vue « Perdu de vue » ne fait pas partie de la liste/);
  expect(lignes).toMatch(/Tableau de suivi 5 Lou ÉRABLE Nouvelle À vérifier Identifiant Pôle emploi : Sans identifiant/);
  expect(await page(`${adresse}?sort=REFUSEE`)).not.toContain('AUBIER');
  const refus = await texteDuClasseur((await octets(referent.get(`${adresse}/refus.xlsx`))).body as Buffer);
  expect([refus.includes('Chêne'), refus.includes('Perdu de vue'), refus.includes('Motif du refus'), refus.includes('Aubier')]).toEqual([true, true, true, false]);
  await confirmer(adresse).expect(303);
  expect(await dossiers('nom', 'telephone')).toEqual([{ nom: 'Aubier', telephone: '06 02 03 04 05' }, { nom: 'Bruyère', telephone: null }, { nom: 'Érable', telephone: null }]);
});
