/** What persons ask about their data: the clock, the scope, the document that forgets no table, the erasure that says no and yes. */
import { TABLES_D_ACCES } from '../../server/demandes-de-droits/queries-acces';
import { LIBELLES_COLONNES } from '../../server/demandes-de-droits/rules-acces';
import { COLONNES } from '../../server/conformite/colonnes';
import { colonnesADire } from '../../server/conformite/rules-acces';
import { echeanceDe, horloge } from '../../server/demandes-de-droits/rules';
import { dateCivile } from '../../server/lib/dates';
import { envoyer, type Visiteur } from '../outils/application';
import { creerMonde, type Monde } from '../outils/monde';
import { horsBalise, textesDuPdf } from '../outils/pdf';

let monde: Monde;
let animation: Visiteur;
let dpo: Visiteur;
const BASE = '/demandes-de-droits';
beforeAll(async () => {
  monde = await creerMonde();
  animation = monde.visiteurs.ANIMATION;
  dpo = monde.visiteurs.DPO;
});
afterAll(() => monde.essai.fermer());

const base = () => monde.essai.contexte.base;
const texte = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
const lire = async (adresse: string, visiteur = animation) => texte((await visiteur.get(adresse).expect(200)).text);
const versionDe = async (id: number) => String((await base()('demandes_droits').where({ id }).first<{ version: number }>('version')).version);

async function demander(personneId: number, type: string, { recue_le = '10/06/2025', identite = true } = {}): Promise<number> {
  const reponse = await envoyer(animation, `${BASE}/nouvelle`, BASE, { personne_id: String(personneId), type, canal: 'LETTRE', recue_le }).expect(303);
  const id = Number(/\/(\d+)$/.exec(reponse.headers.location!)![1]);
  if (identite) await envoyer(animation, `${BASE}/${id}`, `${BASE}/${id}/identite`, { version: '1', identite_moyen: 'PIECE_MONTREE', identite_le: '11/06/2025' }).expect(303);
  return id;
}
const repondre = async (id: number, champs: Record<string, string>) => envoyer(animation, `${BASE}/${id}`, `${BASE}/${id}/reponse`, { version: await versionDe(id), ...champs });
/** The bytes of a file that a form asks for. */
async function telecharger(id: number, suite: string, visiteur = animation): Promise<Buffer> {
  const reponse = await visiteur.post(`${BASE}/${id}/${suite}`).type('form').send({ _csrf: await monde.jeton(visiteur) }).buffer(true).parse((res, fin) => { const morceaux: Buffer[] = []; res.on('data', (m: Buffer) => morceaux.push(m)); res.on('end', () => fin(null, Buffer.concat(morceaux))); }).expect(200);
  return reponse.body as Buffer;
}

test("la réponse est due un mois après, au dernier jour du mois s'il est plus court", () => {
  const due = (jour: string) => echeanceDe(dateCivile(jour));
  expect([due('2025-01-31'), due('2024-01-31'), due('2025-05-31'), due('2025-06-10'), due('2025-12-31')]).toEqual(['2025-02-28', '2024-02-29', '2025-06-30', '2025-07-10', '2026-01-31']);
  // Received on 31/01/2025, due on 28/02/2025.
  const au = (jour: string) => horloge(dateCivile('2025-01-31'), dateCivile(jour));
  expect([au('2025-01-31'), au('2025-02-21'), au('2025-02-28'), au('2025-03-03')]).toEqual([
    { texte: 'encore 28 jours', ton: '' }, { texte: 'encore 7 jours', ton: 'du' }, { texte: 'dernier jour', ton: 'du' }, { texte: 'en retard de 3 jours', ton: 'retard' },
  ]);
});

test("une demande d'un autre PLIE est introuvable ; le registre montre les délais, l'accueil ce qui presse, et le délégué ne lit pas de nom", async () => {
  for (const suite of ['', '/effacement']) await animation.get(`${BASE}/${monde.ailleurs.demandeDroitId}${suite}`).expect(404);
  expect(texte((await envoyer(animation, `${BASE}/nouvelle`, BASE, { personne_id: String(monde.ailleurs.personneId), type: 'ACCES', canal: 'LETTRE', recue_le: '10/06/2025' }).expect(422)).text)).toContain('Aucune fiche n° ');
  expect(await lire('/', dpo)).not.toContain('réponse due à une personne');
  // Received on 12/05, due on 12/06; today is 16/06.
  const id = await demander(monde.ici.personneId, 'OPPOSITION', { recue_le: '12/05/2025', identite: false });
  expect(await lire(BASE)).toMatch(/Opposition.*Due le|12\/06\/2025 en retard de 4 jours/);
  expect(await lire(BASE, dpo)).toContain(`Fiche n° ${monde.ici.personneId}`);
  expect(await lire(BASE, dpo)).not.toContain(monde.ici.marqueur);
  for (const visiteur of [animation, dpo]) expect(await lire('/', visiteur)).toContain('réponse due à une personne');
  expect(texte((await repondre(id, { reponse: 'ACCORDEE' })).text)).toContain("Vérifiez d'abord l'identité");
  expect(texte((await repondre(id, { reponse: 'REFUSEE' })).text)).toContain('Dites pourquoi la demande');
  expect((await repondre(id, { reponse: 'REFUSEE', motif_refus: 'IDENTITE_NON_ETABLIE' })).status).toBe(303);
  expect(await lire(`${BASE}?etat=closes`)).toContain('Refusée (identité non établie) le 16/06/2025');
});

test("le document d'accès couvre toute table qui mène à une personne, et chaque valeur qu'elle garde", async () => {
  // The tables that hang on a person, however far: read off the foreign keys. A journal line has no key.
  const cles = (await base().raw<{ rows: { table: string; vers: string }[] }>(`select distinct conrelid::regclass::text as table, confrelid::regclass::text as vers from pg_constraint where contype = 'f'`)).rows;
  const menent = new Set(['personnes', ...(await base().raw<{ rows: { t: string }[] }>("select table_name as t from information_schema.columns where table_schema = 'public' and column_name in ('personne_id', 'orientation_id') and table_name not like 'journal%'")).rows.map((r) => r.t)]);
  for (let avant = 0; avant !== menent.size;) { avant = menent.size; for (const c of cles) if (menent.has(c.vers)) menent.add(c.table); }
  expect([...menent].sort()).toEqual([...TABLES_D_ACCES].sort());
  const sansNom = TABLES_D_ACCES.flatMap((t) => colonnesADire(t).filter((c) => !LIBELLES_COLONNES[c]).map((c) => `${t}.${c}`));
  expect(sansNom).toEqual([]);

  const { personneId, plieId, demandeDroitId } = monde.ici;
  const orientationId = monde.ici.orientations.EN_PARCOURS;
  const f = monde.essai.fabriques;
  await f.inserer('prolongations', { plie_id: plieId, orientation_id: orientationId, date_decision: '2025-05-20', date_fin: '2026-05-19', instance: 'DIRECTION_PLIE', raison: 'AUTRE' });
  const dossier = (await base()('dossiers_pe').where({ plie_id: plieId }).first<{ id: number; importation_id: number; plie_id: number }>());
  const sien = await f.unDossierPe({ plie_id: plieId, importation_id: dossier.importation_id, orientation_id: orientationId, nom: 'Zqchezpe', telephone: '06 11 22 33 44' });
  await f.uneTachePe(sien, 'POSER_PNI');
  await f.inserer('dossier_etapes', { plie_id: plieId, dossier_id: sien.id, type: 'Zqetaperecue', date_debut: '2025-03-01' });
  await dpo.get(BASE).expect(200);
  await monde.visiteurs.ACCOMPAGNATEUR.get(`/personnes/${personneId}`).expect(200);

  const json = JSON.parse((await telecharger(demandeDroitId, 'document.json', dpo)).toString('utf8')) as { parties: { table: string; lignes: Record<string, unknown>[] }[]; consultations: { role: string; action: string }[] };
  const fautes: string[] = [];
  for (const table of ['orientations', 'pni', 'notes', 'personnes_recentes', 'demandes_droits', 'entretiens', 'absences', 'etapes', 'demandes_pe', 'prolongations', 'referents', 'tableau_lignes', 'retours_pe', 'dossiers_pe', 'archives_fse']) {
    const colonnes = Object.keys(COLONNES[table]!);
    const ou = colonnes.includes('personne_id') ? { personne_id: personneId } : { orientation_id: orientationId };
    const enBase = await base()(table).where({ plie_id: plieId, ...ou });
    const lues = json.parties.find((p) => p.table === table)!.lignes;
    if (!enBase.length || lues.length !== enBase.length) fautes.push(`${table} : ${lues.length} au lieu de ${enBase.length}`);
  }
  expect(fautes).toEqual([]);
  const dit = JSON.stringify(json);
  for (const marqueur of [monde.ici.marqueur, monde.ici.texteNote, 'Zqchezpe', '06 11 22 33 44', 'Zqetaperecue', '2025-04', 'POSER_PNI']) expect(dit).toContain(marqueur);
  expect(json.consultations).toContainEqual(expect.objectContaining({ role: 'ACCOMPAGNATEUR', action: 'personne.consulter' }));
  // The document tells of itself, and of no other territory; who looked is an organisation and a role.
  expect(json.consultations.at(-1)).toMatchObject({ role: 'DPO', action: 'droit.remettre' });
  expect(dit).not.toContain(monde.ailleurs.marqueur);

  const pdf = await telecharger(demandeDroitId, 'document.pdf');
  const ecrit = textesDuPdf(pdf).join(' ').replace(/\s+/g, ' ');
  for (const phrase of ['Les données gardées sur vous', 'Zqchezpe', 'Rappeler', "Ouverture de la fiche d'une personne", 'Qui a consulté ou changé vos données']) expect(ecrit).toContain(phrase);
  expect(horsBalise(pdf)).toEqual([]);
  const actes = await base()('journal_actes').where({ personne_id: personneId, action: 'droit.remettre' });
  expect(actes).toHaveLength(2);
  const sansIdentite = await demander(personneId, 'ACCES', { identite: false });
  await envoyer(animation, `${BASE}/${sansIdentite}`, `${BASE}/${sansIdentite}/document.pdf`, {}).expect(422);
});

test('une rectification se clôt avec ce qui a changé ; une limitation suspend et se voit', async () => {
  const f = monde.essai.fabriques;
  const p = await f.unePersonne({ plie_id: monde.ici.plieId, nom: 'Zqrectifiee' });
  const id = await demander(p.id, 'RECTIFICATION');
  expect(texte((await repondre(id, { reponse: 'ACCORDEE' })).text)).toContain("Rien n'a été corrigé depuis la demande");
  await base().transaction(async (trx) => { await trx.raw("select set_config('plie.acte', (select max(id)::text from journal_actes), true)"); await trx('personnes').where({ id: p.id }).update({ telephone: '04 00 00 00 00' }); });
  expect((await repondre(id, { reponse: 'ACCORDEE' })).status).toBe(303);
  expect(await lire(`${BASE}/${id}`)).toMatch(/Accordée, le 16\/06\/2025.*Corrigé depuis la demande Téléphone/);

  const limitee = await demander(p.id, 'LIMITATION');
  expect(await lire(`/personnes/${p.id}`)).not.toContain('Traitement limité');
  expect((await repondre(limitee, { reponse: 'ACCORDEE' })).status).toBe(303);
  expect(await lire(`/personnes/${p.id}`)).toContain('Traitement limité');
  expect(await lire('/conservation')).toContain('Demande de la personne (limitation)');
  const effacement = await demander(p.id, 'EFFACEMENT');
  expect(await lire(`${BASE}/${effacement}/effacement`)).toContain("L'effacement est suspendu depuis le 16/06/2025");
});

test("un effacement est refusé tant qu'un parcours est ouvert, et fait aussitôt quand rien ne s'y oppose", async () => {
  const f = monde.essai.fabriques;
  const p = await f.unePersonne({ plie_id: monde.ici.plieId, nom: 'Zqpartie', prenom: 'Lou' });
  const o = await f.uneOrientation({ plie_id: monde.ici.plieId, personne_id: p.id, date_prescription: '2025-05-01' });
  const id = await demander(p.id, 'EFFACEMENT');
  const effacer = async (champs: Record<string, string>) => envoyer(animation, `${BASE}/${id}`, `${BASE}/${id}/effacement`, { version: await versionDe(id), ...champs });
  expect(texte((await repondre(id, { reponse: 'ACCORDEE' })).text)).toContain("Voir ce qui sera effacé");
  expect(texte((await effacer({ confirmer: 'oui' })).text)).toContain('Une orientation ou un parcours est ouvert');
  await base().transaction(async (trx) => { await trx.raw("select set_config('plie.acte', (select max(id)::text from journal_actes), true)"); await trx('orientations').where({ id: o.id }).update({ date_refus: '2025-05-20', motif_refus: 'DEMENAGEMENT' }); });
  expect(await lire(`${BASE}/${id}/effacement`)).toContain('Effacer maintenant');
  expect(texte((await effacer({})).text)).toContain("Cochez la case : l'effacement ne se défait pas.");
  expect((await effacer({ confirmer: 'oui' })).status).toBe(303);
  await animation.get(`/personnes/${p.id}`).expect(410);
  expect(await base()('effacements').where({ cible_id: p.id, genre: 'PERSONNE' }).pluck('regle')).toEqual(['DROIT']);
  expect(await lire(`${BASE}/${id}`)).toMatch(new RegExp(`Fiche n° ${p.id} .*Accordée, le 16/06/2025`));
  expect(JSON.stringify(await base()('journal_lignes').where({ personne_id: p.id }))).not.toContain('Zqpartie');
});
