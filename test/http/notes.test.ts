/** Working notes: who writes and reads them, what they may not hold, and that they never leave. */
import fs from 'node:fs';
import path from 'node:path';
import { ecrire } from '../../server/lib/ecriture';
import { RACINE } from '../../server/lib/racine';
import { ressembleAUnNir } from '../../server/notes/rules';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';

let essai: Essai;
let plie: { id: number };
let agence: { id: number };
let elle: Visiteur;
let collegue: Visiteur;
beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  ({ plie, agence } = await essai.fabriques.unTerritoireComplet());
  const compte = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id, nom: 'Delmas', prenom: 'Inès' });
  elle = await essai.connecter(compte.courriel);
  collegue = await essai.comme('ANIMATION', plie.id);
});
afterAll(() => essai.fermer());

const base = () => essai.contexte.base;
const notesDe = (personneId: number) => base()('notes').where({ personne_id: personneId }).orderBy('id').select<{ id: number; texte: string; version: number }[]>('id', 'texte', 'version');

test('une note s\'ajoute, se corrige et se supprime par son auteur ; un collègue la lit, sans plus ; le journal sait qui, jamais quoi', async () => {
  const p = await essai.fabriques.unePersonne({ plie_id: plie.id });
  const [fiche, adresse] = [`/personnes/${p.id}`, `/personnes/${p.id}/notes`];
  const ajout = await envoyer(elle, fiche, adresse, { texte: 'Rappeler mardi.\r\nApporter le <CV>.' }).expect(303);
  expect(ajout.headers.location).toBe(`${fiche}#notes`);
  const [note] = await notesDe(p.id);
  expect(note!.texte).toBe('Rappeler mardi.\nApporter le <CV>.');
  const vue = (await collegue.get(fiche).expect(200)).text;
  expect(vue).toContain('Rappeler mardi.\nApporter le &lt;CV&gt;.');
  expect(vue).toContain('Inès DELMAS');
  expect(vue).not.toContain('corriger=');
  for (const suite of ['', '/supprimer']) await envoyer(collegue, adresse, `${adresse}/${note!.id}${suite}`, { texte: 'Autre', version: '1' }).expect(403);
  await envoyer(elle, adresse, `${adresse}/${note!.id}`, { texte: 'Rappeler jeudi.', version: '7' }).expect(409);
  expect(await notesDe(p.id)).toEqual([note]);
  const correction = (await elle.get(`${adresse}?corriger=${note!.id}`).expect(200)).text;
  expect(correction).toContain('Enregistrer la correction');
  await envoyer(elle, `${adresse}?corriger=${note!.id}`, `${adresse}/${note!.id}`, { texte: 'Rappeler jeudi.' }).expect(303);
  expect((await elle.get(adresse)).text).toContain('corrigée le 16/06/2025 à 13:00');
  await envoyer(elle, `${adresse}?corriger=${note!.id}`, `${adresse}/${note!.id}/supprimer`, {}).expect(303);
  expect(await notesDe(p.id)).toEqual([]);
  const actes = await base()('journal_actes').where({ personne_id: p.id }).whereLike('action', 'note.%').orderBy('id').select<{ action: string }[]>('action');
  expect(actes.map((a) => a.action)).toEqual(['note.ajouter', 'note.corriger', 'note.supprimer']);
  expect(await base()('journal_lignes').where({ table_nom: 'notes' }).whereRaw("avant::text ilike '%rappeler%' or apres::text ilike '%rappeler%'")).toEqual([]);
  expect(await base()('journal_lignes').where({ table_nom: 'notes', personne_id: p.id }).orderBy('id').pluck('operation')).toEqual(['AJOUT', 'SUPPRESSION']);
});

test('la fiche montre les trois dernières, et mène à toutes', async () => {
  const p = await essai.fabriques.unePersonne({ plie_id: plie.id });
  for (const jour of ['01', '02', '03', '04']) await essai.fabriques.inserer('notes', { plie_id: plie.id, personne_id: p.id, auteur_id: (await base()('utilisateurs').first<{ id: number }>('id')).id, instant: `2025-05-${jour}T08:00:00Z`, texte: `Point du ${jour} mai` });
  const lues = (html: string) => [...html.matchAll(/note-texte">([^<]+)</g)].map((m) => m[1]);
  const fiche = (await collegue.get(`/personnes/${p.id}`)).text;
  expect(lues(fiche)).toEqual(['Point du 04 mai', 'Point du 03 mai', 'Point du 02 mai']);
  expect(fiche).toContain('Voir les 4 notes');
  expect(lues((await collegue.get(`/personnes/${p.id}/notes`)).text)).toHaveLength(4);
});

test.each([
  ['un numéro de sécurité sociale', 'Son numéro : 1 85 04 78 006 084 36, à vérifier', 'numéro de sécurité sociale'],
  ['un texte trop long', 'a'.repeat(2001), '2 000 au plus'],
  ['rien', '   ', 'Écrivez la note'],
])('%s est refusé avec une phrase, et le texte reste', async (_cas, texte, phrase) => {
  const p = await essai.fabriques.unePersonne({ plie_id: plie.id });
  const adresse = `/personnes/${p.id}/notes`;
  const reponse = await envoyer(elle, adresse, adresse, { texte }).expect(422);
  expect(reponse.text.replaceAll(' ', ' ').replaceAll('\u202f', ' ')).toContain(phrase);
  if (texte.trim()) expect(reponse.text).toContain(texte);
  expect(await notesDe(p.id)).toEqual([]);
});

test.each([
  ['185047800608436', true], ['2850478006084', true], ['1 85 04 78 006 084', true], ['2.85.04.2A.006.084.36', true], ['1-85-04-78-006-084-36', true], ['n°285 04 78 006 084 36.', true],
  ['06 39 98 12 34', false], ['le 12/04/2025 à 14 h 30, puis le 18/04/2025', false], ['285047800608', false], ['3850478006084', false], ['1850478006084361', false], ['identifiant 1234567A', false], ['0185047800608436', false],
])('« %s » ressemble à un numéro de sécurité sociale : %s', (texte, attendu) => {
  expect(ressembleAUnNir(texte)).toBe(attendu);
});

test('Pôle emploi, la région, l\'administrateur et le DPO n\'ont ni la page ni le bloc ; la note d\'une autre personne est introuvable', async () => {
  const o = await essai.fabriques.uneOrientation({ plie_id: plie.id, agence_id: agence.id });
  await envoyer(elle, `/personnes/${o.personne_id}`, `/personnes/${o.personne_id}/notes`, { texte: 'Secret de polichinelle' }).expect(303);
  const [note] = await notesDe(o.personne_id);
  const region = await essai.fabriques.uneRegion();
  for (const [role, organisation] of [['CONSEILLER_PE', agence.id], ['REFERENT_PE', agence.id], ['CORRESPONDANT_REGIONAL', region.id], ['ADMINISTRATEUR', plie.id], ['DPO', plie.id]] as const) {
    const visiteur = await essai.comme(role, organisation);
    await visiteur.get(`/personnes/${o.personne_id}/notes`).expect(403);
    const fiche = (await visiteur.get(`/personnes/${o.personne_id}`)).text;
    for (const trace of ['polichinelle', 'otes de travail']) expect(fiche).not.toContain(trace);
  }
  const autre = await essai.fabriques.unePersonne({ plie_id: plie.id });
  await envoyer(elle, `/personnes/${autre.id}/notes`, `/personnes/${autre.id}/notes/${note!.id}`, { texte: 'Déplacée', version: '1' }).expect(404);
  expect(await notesDe(o.personne_id)).toEqual([note]);
});

test('les notes s\'effacent avec la personne', async () => {
  const p = await essai.fabriques.unePersonne({ plie_id: plie.id });
  await envoyer(elle, `/personnes/${p.id}`, `/personnes/${p.id}/notes`, { texte: 'À revoir en septembre' }).expect(303);
  await ecrire(base(), essai.contexte.auteur, 'essai', (trx) => trx('personnes').where({ id: p.id }).delete());
  expect(await notesDe(p.id)).toEqual([]);
});

test('seules les requêtes des notes et la démonstration nomment leur table : ni un export, ni un rapport, ni une autre page', () => {
  const fichiers = ['server', 'reports', 'views'].flatMap((dossier) => (fs.readdirSync(path.join(RACINE, dossier), { recursive: true }) as string[]).map((f) => path.join(dossier, f)).filter((f) => /\.(ts|ejs)$/.test(f)));
  const lire = (f: string) => fs.readFileSync(path.join(RACINE, f), 'utf8');
  expect(fichiers.filter((f) => /\b(from|join|into|update|table)\s+notes\b|\bnotes n\b|\(['"]notes['"]\)/.test(lire(f)))).toEqual(['server/notes/queries.ts']);
  // Their slice is known of the page of the person, of the table of routes, and of what erases them.
  expect(fichiers.filter((f) => !f.startsWith('server/notes/') && /['"][^'"]*\/notes\/(queries|actions|rules|page|routes|form)['"]/.test(lire(f))).sort()).toEqual(['server/app.ts', 'server/conservation/queries-effacer.ts', 'server/personnes/page.ts', 'server/personnes/routes.ts']);
});
