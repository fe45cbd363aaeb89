/** The worklist of the référent, through the real application: acts, boundaries, the books of the PLIE, two agents at once. */
import { ecrire } from '../../server/lib/ecriture';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';

const JOUR = '2024-02-29';
let essai: Essai;
let plieId: number;
let agenceId: number;
let importationId: number;
let referent: Visiteur;
let animation: Visiteur;

beforeAll(async () => {
  essai = await demarrerEssai(JOUR);
  const { plie, agence } = await essai.fabriques.unTerritoireComplet();
  [plieId, agenceId] = [plie.id, agence.id];
  importationId = (await essai.fabriques.uneImportation({ plie_id: plieId, agence_id: agenceId, mois: '2024-01' })).id;
  referent = await essai.comme('REFERENT_PE', agenceId);
  animation = await essai.comme('ANIMATION', plieId);
});
afterAll(() => essai.fermer());

const dates = { date_prescription: '2023-10-02', date_integration: '2023-11-06' };

/** A dossier of a PLIE that is elsewhere: only the file links them. */
const ailleurs = (nom: string, champs: Record<string, unknown> = {}) => essai.fabriques.unDossierPe({ plie_id: plieId, agence_id: agenceId, importation_id: importationId, nom, ...dates, ...champs });

/** The same, with the orientation of a PLIE of this installation behind it; `pni`: as its own books say. */
async function ici(nom: string, { pni, sortie, ...champs }: { pni?: Record<string, unknown>; sortie?: string } & Record<string, unknown> = {}) {
  const f = essai.fabriques;
  const personne = await f.unePersonne({ plie_id: plieId, nom });
  const fin = sortie ? { date_sortie: sortie, nature_sortie: 'ADMINISTRATIVE', motif_sortie: 'DEMENAGEMENT' } : {};
  const o = await f.uneOrientation({ plie_id: plieId, personne_id: personne.id, agence_id: agenceId, date_contact: '2023-10-16', ...dates, ...fin });
  if (pni) await f.inserer('pni', { plie_id: plieId, orientation_id: o.id, personne_id: personne.id, ...pni });
  const dossier = await ailleurs(nom, { orientation_id: o.id, date_sortie: sortie ?? null, ...champs });
  return { ...dossier, orientationId: o.id, personneId: personne.id };
}
type Dossier = Awaited<ReturnType<typeof ailleurs>>;

const tache = async (d: Dossier, action: string) => (await essai.fabriques.uneTachePe(d, action)).id;
const pnis = (orientationId: number) => essai.contexte.base('pni').where({ orientation_id: orientationId }).select('date_demande', 'date_debut', 'date_fin', 'date_cloture', 'motif_cloture').orderBy('id');
const laTache = (id: number) => essai.contexte.base('taches_pe').where({ id }).first('etat', 'date_acte', 'motif');
const retours = (dossierId: number) => essai.contexte.base('retours_pe').where({ dossier_id: dossierId }).select('etat', 'pni_pose_le', 'pni_fin', 'pni_leve_le', 'motif_levee', 'refus', 'ppae_actualise_le').orderBy('id');
const fait = (visiteur: Visiteur, action: string, champs: Record<string, string | string[]>) => envoyer(visiteur, `/taches?action=${action}`, `/taches?action=${action}`, champs);
const texte = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
const vide = { date_cloture: null, motif_cloture: null };

test('poser dans la même installation : le PNI du PLIE est posé, la tâche close, la réponse connue, et tout se défait le jour même', async () => {
  const d = await ici('POSER', { pni: { date_demande: '2023-11-06' } });
  const id = await tache(d, 'POSER_PNI');
  await fait(referent, 'POSER_PNI', { taches: [String(id)], date: '29/02/2024' }).expect(303);
  // 29 February + 24 months, clamped to the 28th, less a day.
  expect(await pnis(d.orientationId)).toEqual([{ date_demande: '2023-11-06', date_debut: '2024-02-29', date_fin: '2026-02-27', ...vide }]);
  expect(await laTache(id)).toEqual({ etat: 'FAITE', date_acte: '2024-02-29', motif: null });
  expect(await retours(d.id)).toEqual([{ etat: 'APPLIQUE', pni_pose_le: '2024-02-29', pni_fin: '2026-02-27', pni_leve_le: null, motif_levee: null, refus: false, ppae_actualise_le: null }]);
  expect(texte((await referent.get('/taches?voir=faites').expect(200)).text)).toContain('PNI posé à compter du 29/02/2024');

  await envoyer(referent, '/taches?voir=faites', `/taches/${id}/annuler`, {}).expect(303);
  expect(await pnis(d.orientationId)).toEqual([{ date_demande: '2023-11-06', date_debut: null, date_fin: null, ...vide }]);
  expect(await laTache(id)).toEqual({ etat: 'A_FAIRE', date_acte: null, motif: null });
  expect(await retours(d.id)).toEqual([]);
});

test('une réponse de la veille, ou reprise par le PLIE, ne s\'annule plus', async () => {
  const [hier, reprise] = [await ici('HIER', { pni: { date_demande: '2023-11-06' } }), await ici('REPRISE', { pni: { date_demande: '2023-11-06' } })];
  const [idHier, idReprise] = [await tache(hier, 'POSER_PNI'), await tache(reprise, 'POSER_PNI')];
  await fait(referent, 'POSER_PNI', { taches: [String(idHier), String(idReprise)], date: '05/02/2024' }).expect(303);
  const { base, auteur } = essai.contexte;
  await ecrire(base, auteur, 'essai', (trx) => trx('taches_pe').where({ id: idHier }).update({ traitee_le: trx.raw("now() - interval '1 day'") }));
  await ecrire(base, auteur, 'essai', (trx) => trx('pni').where({ orientation_id: reprise.orientationId }).update({ date_fin: '2025-01-31' }));
  for (const [id, phrase] of [[idHier, 'que le jour même'], [idReprise, 'Le PLIE en a déjà tenu compte']] as const) {
    expect(texte((await envoyer(referent, '/taches?voir=faites', `/taches/${id}/annuler`, {}).expect(422)).text)).toContain(phrase);
    expect((await laTache(id)).etat).toBe('FAITE');
  }
});

test.each([
  ['05/11/2023', "précède l'intégration"],
  ['06/11/2023', null],
  ['31/03/2024', null],
  ['01/04/2024', "31 jours à l'avance"],
])('PNI posé le %s, intégration le 06/11/2023, un 29/02/2024 : %s', async (jour, refus) => {
  const d = await ailleurs(`BORNE${jour}`);
  const id = await tache(d, 'POSER_PNI');
  const reponse = await fait(referent, 'POSER_PNI', { une: String(id), date: '', [`date-${id}`]: jour });
  expect([reponse.status, refus ? texte(reponse.text).includes(refus) : true]).toEqual([refus ? 422 : 303, true]);
  expect((await laTache(id)).etat).toBe(refus ? 'A_FAIRE' : 'FAITE');
  expect((await retours(d.id)).map((r: { etat: string }) => r.etat)).toEqual(refus ? [] : ['EN_ROUTE']);
});

test.each([
  ['05/12/2023', 'précède le début du PNI'],
  ['06/12/2023', null],
  ['29/02/2024', null],
  ['01/03/2024', "n'est pas encore arrivé"],
])('PNI du 06/12/2023 levé le %s : %s', async (jour, refus) => {
  const d = await ailleurs(`LEVEE${jour}`, { situation: 'SORTI', date_sortie: '2024-01-15', pni_debut: '2023-12-06', pni_fin: '2025-12-05' });
  const id = await tache(d, 'LEVER_PNI');
  const reponse = await fait(referent, 'LEVER_PNI', { taches: [String(id)], date: jour, motif: 'SORTIE' });
  expect([reponse.status, refus ? texte(reponse.text).includes(refus) : true]).toEqual([refus ? 422 : 303, true]);
  expect(await retours(d.id)).toHaveLength(refus ? 0 : 1);
});

test('plusieurs à la fois, dont une impossible : les autres sont faites, celle-là est dite et reste cochée', async () => {
  const bonnes = [await ici('BONNE1', { pni: { date_demande: '2023-11-06' } }), await ici('BONNE2', { pni: { date_demande: '2023-11-06' } })];
  const sortie = await ici('DEJASORTIE', { sortie: '2024-02-10' });
  const ids = [await tache(bonnes[0]!, 'POSER_PNI'), await tache(sortie, 'POSER_PNI'), await tache(bonnes[1]!, 'POSER_PNI')];
  const { text } = await fait(referent, 'POSER_PNI', { taches: ids.map(String), date: '01/02/2024' }).expect(422);
  expect(texte(text)).toContain('2 PNI posés');
  expect(texte(text)).toContain('Alix DEJASORTIE : Le PLIE a enregistré la sortie de cette personne le 10/02/2024');
  expect(text).toMatch(new RegExp(`name="taches" value="${ids[1]}"[^>]*checked`));
  expect((await Promise.all(ids.map(laTache))).map((t) => t.etat)).toEqual(['FAITE', 'A_FAIRE', 'FAITE']);
  expect(await pnis(sortie.orientationId)).toEqual([]);
});

test('deux agents sur la même tâche : le premier la fait, le second l\'apprend, et rien n\'est écrit deux fois', async () => {
  const d = await ici('CONCURRENTE', { pni: { date_demande: '2023-11-06' } });
  const id = await tache(d, 'POSER_PNI');
  const autre = await essai.comme('REFERENT_PE', agenceId);
  const reponses = await Promise.all([fait(referent, 'POSER_PNI', { taches: [String(id)], date: '01/02/2024' }), fait(autre, 'POSER_PNI', { taches: [String(id)], date: '05/02/2024' })]);
  expect(reponses.map((r) => r.status).sort()).toEqual([303, 422]);
  expect(texte(reponses.find((r) => r.status === 422)!.text)).toContain('y a déjà répondu');
  expect(await pnis(d.orientationId)).toHaveLength(1);
  expect(await retours(d.id)).toHaveLength(1);
});

test('un PNI refusé : la demande du PLIE est levée avec son motif, et l\'accompagnateur a quelque chose à faire', async () => {
  const d = await ici('REFUSE', { pni: { date_demande: '2023-11-06' } });
  const id = await tache(d, 'POSER_PNI');
  const adresse = `/taches/${id}/refuser`;
  await envoyer(referent, adresse, adresse, { date: '20/02/2024', motif: '' }).expect(422);
  await envoyer(referent, adresse, adresse, { date: '20/02/2024', motif: 'CESSATION_INSCRIPTION' }).expect(303);
  expect(await laTache(id)).toEqual({ etat: 'REFUSEE', date_acte: '2024-02-20', motif: 'CESSATION_INSCRIPTION' });
  expect(await pnis(d.orientationId)).toEqual([{ date_demande: '2023-11-06', date_debut: null, date_fin: null, date_cloture: '2024-02-20', motif_cloture: 'CESSATION_INSCRIPTION' }]);
  expect(await retours(d.id)).toMatchObject([{ etat: 'A_TRAITER', pni_leve_le: '2024-02-20', refus: true }]);
});

test('une levée que rien ne demandait : sans sortie, le motif « sortie » est refusé ; un contrat IAE lève le PNI du PLIE', async () => {
  const d = await ici('IAE', { pni: { date_debut: '2023-12-06', date_fin: '2025-12-05' }, pni_debut: '2023-12-06', pni_fin: '2025-12-05' });
  const adresse = `/taches/dossiers/${d.id}/reponse?acte=LEVER_PNI`;
  expect(texte((await envoyer(referent, adresse, adresse, { date: '12/02/2024', motif: 'SORTIE' }).expect(422)).text)).toContain("Le PLIE n'a pas, ou n'a plus, de sortie");
  expect((await pnis(d.orientationId))[0].date_cloture).toBeNull();
  await envoyer(referent, adresse, adresse, { date: '12/02/2024', motif: 'CONTRAT_IAE' }).expect(303);
  expect((await pnis(d.orientationId))[0]).toMatchObject({ date_cloture: '2024-02-12', motif_cloture: 'CONTRAT_IAE' });
  expect(await retours(d.id)).toMatchObject([{ etat: 'A_TRAITER', pni_leve_le: '2024-02-12', motif_levee: 'CONTRAT_IAE', refus: false }]);
  // Once lifted, it is not lifted again.
  expect(texte((await envoyer(referent, adresse, adresse, { date: '13/02/2024', motif: 'AUTRE' }).expect(422)).text)).toContain('déjà levé');
});

test('du parcours comme de la liste : poser le PNI de l\'orientation clôt la tâche, le corriger corrige la réponse', async () => {
  const d = await ici('DIRECT', { pni: { date_demande: '2023-11-06' } });
  const id = await tache(d, 'POSER_PNI');
  const adresse = `/orientations/${d.orientationId}/pni`;
  const cache = async (acte: string, nom: string) => new RegExp(`name="${nom}" value="(\\d+)"`).exec((await referent.get(`${adresse}?acte=${acte}`).expect(200)).text)![1]!;
  await envoyer(referent, `${adresse}?acte=poser`, adresse, { acte: 'poser', date_debut: '01/02/2024', date_fin: '' }).expect(303);
  expect(await laTache(id)).toMatchObject({ etat: 'FAITE', date_acte: '2024-02-01' });
  expect(await retours(d.id)).toMatchObject([{ etat: 'APPLIQUE', pni_pose_le: '2024-02-01', pni_fin: '2026-01-31' }]);
  await envoyer(referent, `${adresse}?acte=corriger`, adresse, { acte: 'corriger', pni: await cache('corriger', 'pni'), date_demande: '06/11/2023', date_debut: '05/02/2024', date_fin: '' }).expect(303);
  expect(await retours(d.id)).toMatchObject([{ etat: 'APPLIQUE', pni_pose_le: '2024-02-05', pni_fin: '2026-02-04' }]);
  expect(await laTache(id)).toMatchObject({ etat: 'FAITE', date_acte: '2024-02-05' });
  // What the PLIE corrects in its own books is no answer of Pôle emploi.
  await envoyer(animation, `${adresse}?acte=corriger`, adresse, { acte: 'corriger', pni: await cache('corriger', 'pni'), date_demande: '06/11/2023', date_debut: '06/02/2024', date_fin: '' }).expect(303);
  expect(await retours(d.id)).toHaveLength(1);
});

test('reprendre, traiter une absence, actualiser un PPAE : seul le PPAE va au PLIE', async () => {
  const d = await ici('DIVERS');
  const ids = { REPRENDRE: await tache(d, 'REPRENDRE'), ABSENCE: await tache(d, 'ABSENCE'), PPAE: await tache(d, 'PPAE') };
  for (const [action, id] of Object.entries(ids)) await fait(referent, action, { une: String(id), date: 'hier' }).expect(303);
  expect(await retours(d.id)).toEqual([{ etat: 'APPLIQUE', pni_pose_le: null, pni_fin: null, pni_leve_le: null, motif_levee: null, refus: false, ppae_actualise_le: '2024-02-28' }]);
  expect((await essai.contexte.base('dossiers_pe').where({ id: d.id }).first('ppae_actualise_le')).ppae_actualise_le).toBe('2024-02-28');
});

test('la dernière tâche d\'un mois faite, le PLIE de la même installation voit son tableau traité', async () => {
  const f = essai.fabriques;
  const passe = '2024-01-05T08:00:00Z';
  const tableau = await f.inserer('tableaux', { plie_id: plieId, mois: '2023-12', etape: 'IMPORTE', controle_le: passe, controles: '[]', valide_le: passe, transmis_le: passe, importe_le: passe, format: '1', entete: '{}', empreinte: 'b'.repeat(64) });
  const decembre = (await f.uneImportation({ plie_id: plieId, agence_id: agenceId, mois: '2023-12' })).id;
  const ids = [await tache(await ailleurs('DERNIERE1', { importation_id: decembre }), 'ABSENCE'), await tache(await ailleurs('DERNIERE2', { importation_id: decembre }), 'ABSENCE')];
  const etape = async () => (await essai.contexte.base('tableaux').where({ id: tableau.id }).first('etape')).etape as string;
  await fait(referent, 'ABSENCE', { une: String(ids[0]), date: 'hier' }).expect(303);
  expect(await etape()).toBe('IMPORTE');
  await fait(referent, 'ABSENCE', { une: String(ids[1]), date: 'hier' }).expect(303);
  expect(await etape()).toBe('TRAITE');
});

test('l\'agence ne voit que les siens ; celle de référence voit tout, et répond pour les autres', async () => {
  const f = essai.fabriques;
  const autre = await f.uneAgence();
  await f.rattacher(plieId, autre.id);
  const voisin = await essai.comme('REFERENT_PE', autre.id);
  const [sien, mien] = [await ici('VOISINE', { agence_id: autre.id, pni: { date_demande: '2023-11-06' } }), await ailleurs('NONINDIQUEE', { agence_id: null })];
  const [idSien, idMien] = [await tache(sien, 'POSER_PNI'), await tache(mien, 'POSER_PNI')];
  const noms = async (v: Visiteur) => texte((await v.get('/taches?action=POSER_PNI').expect(200)).text);
  expect(await noms(voisin)).toContain('VOISINE');
  expect(await noms(voisin)).not.toContain('NONINDIQUEE');
  expect(await noms(referent)).toMatch(/VOISINE[\s\S]*NONINDIQUEE|NONINDIQUEE[\s\S]*VOISINE/);
  await fait(voisin, 'POSER_PNI', { taches: [String(idSien), String(idMien)], date: '01/02/2024' }).expect(404);
  expect((await laTache(idSien)).etat).toBe('A_FAIRE');
  await fait(referent, 'POSER_PNI', { taches: [String(idSien), String(idMien)], date: '01/02/2024' }).expect(303);
  expect(await pnis(sien.orientationId)).toMatchObject([{ date_debut: '2024-02-01' }]);
});

test('rien de coché, pas de jour, un jour qui n\'existe pas : la saisie revient avec ce qu\'il faut faire', async () => {
  const id = await tache(await ailleurs('SAISIE'), 'POSER_PNI');
  expect(texte((await fait(referent, 'POSER_PNI', { date: '01/02/2024' }).expect(422)).text)).toContain('Cochez les personnes concernées');
  expect(texte((await fait(referent, 'POSER_PNI', { taches: [String(id)], date: '' }).expect(422)).text)).toContain('Indiquez le jour');
  const { text } = await fait(referent, 'POSER_PNI', { taches: [String(id)], date: '01/02/2024', [`date-${id}`]: '30/02/2024' }).expect(422);
  expect(texte(text)).toContain("« 30/02/2024 » n'est pas une date du calendrier");
  expect(text).toContain('value="30/02/2024"');
});
