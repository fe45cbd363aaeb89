/** What persons ask about their data: the clock, the scope, the document that forgets no table, the erasure that says no and yes. */
import { randomUUID } from 'node:crypto';
import { TABLES_D_ACCES } from '../../server/demandes-de-droits/queries-acces';
import { TABLES_A_LIRE } from '../../server/demandes-de-droits/actions-fichiers';
import { dire, LIBELLES_COLONNES, type Valeur } from '../../server/demandes-de-droits/rules-acces';
import { classeurEnMemoire } from '../../server/lib/classeur/ecrire';
import { COLONNES } from '../../server/conformite/colonnes';
import { colonnesADire } from '../../server/conformite/rules-acces';
import { echeanceDe, horloge } from '../../server/demandes-de-droits/rules';
import { dateCivile } from '../../server/lib/dates';
import { ROUTES } from '../../server/app';
import { ecrire } from '../../server/lib/ecriture';
import { envoyer, type Visiteur } from '../outils/application';
import { texteDuClasseur } from '../outils/classeur';
import { adresseDe, SORT_DE_L_OUTIL } from '../outils/exemples';
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
  const recue = (jour: string, prolongee: string | null = null) => ({ recue_le: dateCivile(jour), prolongee_le: prolongee === null ? null : dateCivile(prolongee) });
  const due = (jour: string) => echeanceDe(recue(jour));
  expect([due('2025-01-31'), due('2024-01-31'), due('2025-05-31'), due('2025-06-10'), due('2025-12-31')]).toEqual(['2025-02-28', '2024-02-29', '2025-06-30', '2025-07-10', '2026-01-31']);
  // Received on 31/01/2025, due on 28/02/2025.
  const au = (jour: string) => horloge(recue('2025-01-31'), dateCivile(jour));
  expect(echeanceDe(recue('2025-01-31', '2025-02-27'))).toBe('2025-04-30');
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
  for (const table of ['orientations', 'pni', 'notes', 'personnes_recentes', 'demandes_droits', 'entretiens', 'absences', 'etapes', 'demandes_pe', 'prolongations', 'referents', 'tableau_lignes', 'retours_pe', 'archives_fse']) {
    const colonnes = Object.keys(COLONNES[table]!);
    const ou = colonnes.includes('personne_id') ? { personne_id: personneId } : { orientation_id: orientationId };
    const enBase = await base()(table).where({ plie_id: plieId, ...ou });
    const lues = json.parties.find((p) => p.table === table)!.lignes;
    if (!enBase.length || lues.length !== enBase.length) fautes.push(`${table} : ${lues.length} au lieu de ${enBase.length}`);
  }
  expect(fautes).toEqual([]);
  // The one tied to the orientation, and the one of the same name, first name and birth date that Pôle emploi tied to nobody.
  expect(json.parties.find((p) => p.table === 'dossiers_pe')!.lignes.map((l) => l.nom).sort()).toEqual([`${monde.ici.marqueur} 1`, 'Zqchezpe'].sort());
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

test("chaque colonne classée identité ou sensible d'une personne est dans le document, aux deux formats ; rien d'un homonyme n'y est", async () => {
  // What names nobody that a PLIE follows: agents, organisations and their mail, texts on the partnership; and the journal, read apart in the document.
  const SANS_PERSONNE = ['tableaux', 'transmissions', 'bilan_etapes', 'bilan_envois', 'bilan_relances', 'releve_envois', 'importations', 'convention_correspondants', 'correspondants', 'violation_annonces', 'utilisateurs', 'seconds_facteurs', 'codes_secours', 'liens_compte', 'sessions', 'echecs_connexion', 'formulaires', 'flux_calendrier', 'violations', 'journal_lignes'];
  const sensibles = Object.entries(COLONNES).filter(([, colonnes]) => Object.values(colonnes).some((c) => c.nature === 'IDENTITE' || c.nature === 'SENSIBLE')).map(([table]) => table);
  expect(sensibles.filter((t) => !SANS_PERSONNE.includes(t) && !TABLES_D_ACCES.includes(t) && !(TABLES_A_LIRE as readonly string[]).includes(t))).toEqual([]);

  const { plieId, agenceId, utilisateurs } = monde.ici;
  const f = monde.essai.fabriques;
  const ici = { plie_id: plieId };
  const situation = { minimum_social: 'RSA', rqth: true, deld: false, freins: ['LOGEMENT'] };
  const p = await f.unePersonne({
    ...ici, nom: 'Zqtoutdit', prenom: 'Lou', date_naissance: '1979-08-23', adresse: '3 rue Zqrue', code_postal: '06999', commune: 'Zqville', telephone: '06 98 76 54 32', courriel: 'zq@exemple.test', consentement_courriel: true,
    identifiant_pe: '7654399Z', zone_pe: '987', identifiant_caf: 'ZQCAF', reference_reprise: 'ZQREF', ...situation,
  });
  const agent = { agent_nom: 'Zqagent', agent_prenom: 'Zqmax', agent_fonction: 'Zqfonction', agent_telephone: '04 11 11 11 11', agent_courriel: 'zqagent@exemple.test' };
  const o = await f.uneOrientation({ ...ici, personne_id: p.id, agence_id: agenceId, reference_reprise: 'ZQORI', ...agent, ...situation, date_prescription: '2024-01-10', date_contact: '2024-01-20', date_integration: '2024-02-10' });
  await f.inserer('notes', { ...ici, personne_id: p.id, auteur_id: utilisateurs.ACCOMPAGNATEUR.id, instant: '2025-05-12T08:00:00Z', texte: 'Zqnote de travail', modifie_le: '2025-05-13T08:00:00Z' });
  await f.inserer('prolongations', { ...ici, orientation_id: o.id, date_decision: '2025-05-20', date_fin: '2026-05-19', instance: 'DIRECTION_PLIE', raison: 'FORMATION_EN_COURS' });
  await f.inserer('justificatifs', { ...ici, orientation_id: o.id, type: 'RQTH', date_vue: '2024-01-21' });
  await f.inserer('fusions', { ...ici, personne_id: p.id, ancienne_id: 987_654, reference_reprise: 'ZQFUSION' });
  await f.inserer('archives_fse', { ...ici, personne_id: p.id, archive_le: '2025-05-02', contenu: JSON.stringify({ personne: { nom: 'Zqarchive' }, parcours: [] }) });
  const { importation_id } = await base()('dossiers_pe').where(ici).first<{ importation_id: number }>('importation_id');
  const recu = { importation_id, prenom: 'Lou', date_naissance: '1979-08-23', zone_pe: '987', adresse: 'Zqchezpe', telephone: '05 55 55 55 55', courriel: 'zqpe@exemple.test', identifiant_caf: 'ZQCAFPE', conseiller: 'Zqconseiller', accompagnateur: 'Zqaccompagnateur', accompagnateur_telephone: '05 44', accompagnateur_courriel: 'zqa@exemple.test' };
  // Tied to no orientation: theirs by the identifiant; not that of a namesake born another day, nor one who shares all but the identifiant.
  await f.unDossierPe({ ...ici, ...recu, nom: 'Zqtoutdit', identifiant_pe: '7654399Z' });
  await f.unDossierPe({ ...ici, ...recu, nom: 'Zqtoutdit', identifiant_pe: '1111111A', adresse: 'Zqhomonyme' });
  await f.unDossierPe({ ...ici, ...recu, nom: 'Zqtoutdit', identifiant_pe: null, zone_pe: null, date_naissance: '1980-01-01', adresse: 'Zqhomonyme' });
  await f.inserer('retours_pe', { ...ici, nom: 'Zqtoutdit', prenom: 'Lou', date_naissance: '1979-08-23', identifiant_pe: '7654399Z', orientation_id: o.id, origine: 'CLASSEUR', etat: 'A_TRAITER', pni_leve_le: '2025-05-20', motif_levee: 'CONTRAT_IAE' });
  const ligne = ['7654399Z', 'Zqtoutdit', 'Lou', '23/08/1979', 'Zqligne'];
  const autre = ['', 'Zqtoutdit', 'Lou', '01/01/1980', 'Zqhomonyme'];
  await f.inserer('reprises', { ...ici, utilisateur_id: utilisateurs.ANIMATION.id, nom_fichier: 'zqreprise.xlsx', etat: 'LUE', contenu: await classeurEnMemoire([{ nom: 'Personnes', colonnes: ['Réf. personne', 'Nom', 'Prénom', 'Date de naissance', 'Adresse'].map((titre) => ({ titre })), lignes: [ligne, autre] }]), rapport: JSON.stringify({ erreurs: [{ cellules: [...ligne.slice(0, 4), 'Zqrapport'] }] }) });
  await f.inserer('classeurs_retour', { ...ici, nom_fichier: 'zqretour.xlsx', contenu: JSON.stringify({ titres: [], remarques: [], lignes: [{ numero: 2, cellules: [...ligne.slice(0, 4), 'Zqretour'] }, { numero: 3, cellules: autre }], choix: {} }) });
  const recue = await f.inserer('importations', { ...ici, agence_id: agenceId, utilisateur_id: utilisateurs.REFERENT_PE.id, mois: '2025-03', empreinte: 'e'.repeat(64), nom_fichier: 'zqrecu.xlsx' });
  await base()('importation_contenus').insert({ ...ici, importation_id: recue.id, lecture: JSON.stringify({ tableau: { lignes: [{ n: 2, v: { nom: 'Zqtoutdit', prenom: 'Lou', date_naissance: '1979-08-23', adresse: 'Zqlecture' } }] } }), reponses: '{}', examen: '{}' });
  await base()('brouillons').insert([['Zqbrouillon', '23/08/1979'], ['Zqhomonyme', '01/01/1980']].map(([adresse, date_naissance]) => ({ cle: randomUUID(), utilisateur_id: utilisateurs.CONSEILLER_PE.id, organisation_id: agenceId, formulaire: 'orientation.creer', libelle: 'Lou ZQTOUTDIT', contenu: JSON.stringify({ nom: 'Zqtoutdit', prenom: 'Lou', date_naissance, adresse }), instant: '2025-06-15T08:00:00Z' })));
  await monde.visiteurs.ACCOMPAGNATEUR.get(`/personnes/${p.id}`).expect(200);

  const id = await demander(p.id, 'ACCES');
  const json = JSON.parse((await telecharger(id, 'document.json')).toString('utf8')) as { parties: { table: string; lignes: Record<string, Valeur>[] }[] };
  const serrer = (t: string) => t.replace(/\s+/g, '');
  const ecrit = serrer(textesDuPdf(await telecharger(id, 'document.pdf')).join(''));
  const fautes: string[] = [];
  for (const { table, lignes } of json.parties) {
    for (const ligneDite of lignes) for (const [colonne, valeur] of Object.entries(ligneDite)) if (!ecrit.includes(serrer(dire(table, colonne, valeur)))) fautes.push(`${table}.${colonne} n'est pas dans le PDF : ${dire(table, colonne, valeur)}`);
    // A row sent is read above; an orientation that is integrated has no refusal.
    for (const [colonne, { nature }] of Object.entries(COLONNES[table]!)) {
      if ((nature === 'IDENTITE' || nature === 'SENSIBLE') && colonnesADire(table).includes(colonne) && TABLES_D_ACCES.includes(table) && !['tableau_lignes.cellules', 'orientations.detail_refus'].includes(`${table}.${colonne}`) && !lignes.some((l) => l[colonne] !== null && l[colonne] !== undefined)) fautes.push(`${table}.${colonne} n'est pas dans le document`);
    }
  }
  expect(fautes).toEqual([]);
  const dit = JSON.stringify(json);
  for (const marqueur of ['Zqrue', 'Zqnote de travail', 'ZQFUSION', 'Zqarchive', 'Zqchezpe', 'Zqligne', 'Zqrapport', 'Zqretour', 'Zqlecture', 'Zqbrouillon']) expect([marqueur, dit.includes(marqueur), ecrit.includes(serrer(marqueur))]).toEqual([marqueur, true, true]);
  expect(dit).not.toContain('Zqhomonyme');
});

test('une rectification se clôt avec ce qui a changé', async () => {
  const f = monde.essai.fabriques;
  const p = await f.unePersonne({ plie_id: monde.ici.plieId, nom: 'Zqrectifiee' });
  const id = await demander(p.id, 'RECTIFICATION');
  expect(texte((await repondre(id, { reponse: 'ACCORDEE' })).text)).toContain("Rien n'a été corrigé depuis la demande");
  await base().transaction(async (trx) => { await trx.raw("select set_config('plie.acte', (select max(id)::text from journal_actes), true)"); await trx('personnes').where({ id: p.id }).update({ telephone: '04 00 00 00 00' }); });
  expect((await repondre(id, { reponse: 'ACCORDEE' })).status).toBe(303);
  expect(await lire(`${BASE}/${id}`)).toMatch(/Accordée, le 16\/06\/2025.*Corrigé depuis la demande Téléphone/);

});

test('une limitation vaut même sous une autre suspension, se voit partout, arrête toute écriture ; une exception ouvre un usage sept jours, la levée la finit', async () => {
  const f = monde.essai.fabriques;
  const ici = { plie_id: monde.ici.plieId };
  const p = await f.unePersonne({ ...ici, nom: 'Zqlimitee' });
  const o = await f.uneOrientation({ ...ici, personne_id: p.id, date_prescription: '2025-02-01', date_contact: '2025-02-10', date_integration: '2025-02-20' });
  const suivi = await f.inserer('suivis_emploi', { ...ici, orientation_id: o.id, nature: 'EMPLOI', contrat: 'CDI', date_debut: '2025-05-01', mi_temps: true });
  await f.inserer('suspensions_effacement', { ...ici, personne_id: p.id, motif: 'CONTENTIEUX', debut: '2025-05-02' });
  const id = await demander(p.id, 'LIMITATION');
  expect(await lire('/orientations?etat=TOUTES&q=Zqlimitee')).not.toContain('Traitement limité');
  expect((await repondre(id, { reponse: 'ACCORDEE' })).status).toBe(303);
  const limitation = /href="(\/demandes-de-droits\/limitations\/\d+)"/.exec((await animation.get(`${BASE}/${id}`)).text)![1]!;

  for (const adresse of ['/personnes?q=Zqlimitee', '/orientations?etat=TOUTES&q=Zqlimitee']) expect([adresse, /ZQLIMITEE Traitement limité/.test(await lire(adresse))]).toEqual([adresse, true]);
  expect(await lire(`/personnes/${p.id}`)).toContain('Traitement limité depuis le 16/06/2025');
  expect(await lire(`${BASE}?etat=limitations`, dpo)).toContain(`Fiche n° ${p.id}`);
  expect(await lire(limitation, dpo)).not.toContain('Zqlimitee');

  // Every table that the PLIE holds on a person; the others are Pôle emploi's, files that have left, and what is known of the restriction itself.
  const { rows: [garde] } = await base().raw<{ rows: { prosrc: string }[] }>("select prosrc from pg_proc where proname = 'refuser_si_limitee'");
  const gardees = [.../table_nom in \(([^)]*)\)/.exec(garde!.prosrc)![1]!.matchAll(/'(\w+)'/g)].map((m) => m[1]!);
  const autres = ['tableau_lignes', 'dossiers_pe', 'dossier_etapes', 'dossier_absences', 'taches_pe', 'retours_pe', 'bilan_faits', 'personnes_distinctes', 'personnes_recentes', 'suspensions_effacement', 'limitation_exceptions', 'archives_fse', 'demandes_droits'];
  expect([...gardees, ...autres].sort()).toEqual([...TABLES_D_ACCES].sort());
  const sur = { ...ici, orientation_id: o.id };
  const refuse = async (travail: Promise<unknown>) => travail.then(() => 'accepté', (e: Error) => e.constructor.name);
  const changer = (table: string, champs: object) => ecrire(base(), monde.essai.contexte.auteur, 'essai', (trx) => trx(table).where({ ...ici, id: table === 'personnes' ? p.id : o.id }).update(champs));
  expect([
    await refuse(changer('personnes', { telephone: '04 00 00 00 00' })), await refuse(changer('orientations', { date_contact: '2025-02-11' })),
    await refuse(f.inserer('entretiens', { ...sur, date_entretien: '2025-06-10' })), await refuse(f.inserer('suivi_contacts', { ...ici, suivi_id: suivi.id, mois: 1, date_contact: '2025-06-02', en_poste: true })),
    await refuse(f.inserer('notes', { ...ici, personne_id: p.id, auteur_id: monde.ici.utilisateurs.ACCOMPAGNATEUR.id, instant: '2025-06-12T08:00:00Z', texte: 'Vue' })),
  ]).toEqual(Array(5).fill('TraitementLimite'));
  const saisir = () => envoyer(animation, `/orientations/${o.id}/entretien`, `/orientations/${o.id}/entretien`, { date_entretien: '12/06/2025' });
  const refus = await saisir();
  expect([refus.status, texte(refus.text).includes("peut noter une exception")]).toEqual([422, true]);
  await animation.get(`/orientations/${o.id}/fiche.pdf`).expect(409);

  expect(texte((await envoyer(dpo, limitation, `${limitation}/exception`, { pour: 'MODIFIER' })).text)).toContain("Dites pourquoi l'exception est possible");
  await envoyer(dpo, limitation, `${limitation}/exception`, { pour: 'MODIFIER', motif: 'CONSENTEMENT' }).expect(303);
  // In the words of the lists, not in their codes.
  expect(await lire('/journal', dpo)).toMatch(/pour : Modifier les données · motif : La personne y consent.*type : Limitation · réponse : Accordée/i);
  expect((await saisir()).status).toBe(303);
  await animation.get(`/orientations/${o.id}/fiche.pdf`).expect(409);
  await envoyer(dpo, limitation, `${limitation}/exception`, { pour: 'TRANSMETTRE', motif: 'DROIT_EN_JUSTICE' }).expect(303);
  await animation.get(`/orientations/${o.id}/fiche.pdf`).expect(200);
  await ecrire(base(), monde.essai.contexte.auteur, 'essai', (trx) => trx('limitation_exceptions').where(ici).update({ expire_le: trx.raw('now()') }));
  expect(await refuse(changer('personnes', { telephone: '04 00 00 00 00' }))).toBe('TraitementLimite');
  await animation.get(`/orientations/${o.id}/fiche.pdf`).expect(409);

  // The hold of the other reason neither hides it nor ends with it.
  const { id: suspensionId } = await base()('suspensions_effacement').where({ ...ici, personne_id: p.id, motif: 'DEMANDE_DE_LA_PERSONNE' }).first<{ id: number }>('id');
  expect((await envoyer(dpo, '/conservation', `/conservation/suspensions/${suspensionId}/lever`, {})).status).toBe(422);
  const lever = (prevenue_le: string) => envoyer(dpo, limitation, `${limitation}/lever`, { motif_levee: 'EXACTITUDE_VERIFIEE', prevenue_par: 'LETTRE', prevenue_le });
  expect(texte((await lever('15/06/2025')).text)).toContain("n'a pas pu être prévenue de sa fin avant");
  expect(texte((await lever('')).text)).toContain('Donnez le jour où la personne a été prévenue');
  expect((await lever('16/06/2025')).status).toBe(303);
  expect(await lire('/personnes?q=Zqlimitee')).not.toContain('Traitement limité');
  await changer('personnes', { telephone: '04 00 00 00 00' });
  expect(await base()('suspensions_effacement').where({ ...ici, personne_id: p.id, fin: null }).pluck('motif')).toEqual(['CONTENTIEUX']);
  await dpo.get(limitation).expect(404);
});

test("qui est limité n'est dans aucun fichier ni aucune feuille imprimée, quel que soit le rôle", async () => {
  const { orientations: o, faits, envoiId, plieId } = monde.ici;
  const [enParcours, prescrite, accueillie] = [o.EN_PARCOURS, o.PRESCRITE, o.ACCUEILLIE];
  await ecrire(base(), monde.essai.contexte.auteur, 'essai', (trx) => trx('dossiers_pe').where({ id: monde.ici.dossierPeId }).update({ orientation_id: enParcours }));
  await monde.essai.fabriques.inserer('retours_pe', { plie_id: plieId, dossier_id: monde.ici.dossierPeId, agence_id: monde.ici.agenceId, nom: `${monde.ici.marqueur} 1`, prenom: 'Alix', date_naissance: '1985-04-12', origine: 'DIRECT', etat: 'EN_ROUTE', pni_pose_le: '2025-03-01' });
  const roles = ['ANIMATION', 'ACCOMPAGNATEUR', 'CONSEILLER_PE', 'REFERENT_PE'] as const;
  const lectures = ROUTES.filter((r) => r.methode === 'get' && r.acte !== 'public' && SORT_DE_L_OUTIL.test(r.chemin)).map((r) => adresseDe(r.chemin, monde.ici)!);
  const envois = [...['2025-04', '2025-05'].map((m) => `/tableau-de-suivi/${m}.xlsx`)];
  const lireOctets = (envoi: ReturnType<Visiteur['get']>) => envoi.buffer(true).parse((res, fin) => { const morceaux: Buffer[] = []; res.on('data', (m: Buffer) => morceaux.push(m)); res.on('end', () => fin(null, Buffer.concat(morceaux))); });
  /** Whom each file names, by the rank in their name or their identifiant. */
  const nommes = async () => {
    const vus: Record<string, string> = {};
    for (const role of roles) {
      const visiteur = monde.visiteurs[role];
      const jeton = await monde.jeton(visiteur);
      const reponses = [...[...lectures, `/orientations/${enParcours}/fiche.pdf`, `/orientations/${accueillie}/fiche.pdf`].map((a): [string, () => ReturnType<Visiteur['get']>] => [a, () => visiteur.get(a)]),
        ...envois.map((a): [string, () => ReturnType<Visiteur['get']>] => [a, () => visiteur.post(a).type('form').send({ _csrf: jeton })])];
      for (const [adresse, envoi] of reponses) {
        const reponse = await lireOctets(envoi());
        if (reponse.status !== 200) continue;
        const lu = await texteDuClasseur(reponse.body as Buffer);
        const qui = [...lu.matchAll(/personneaulnaie\s*([123])\b|060000([123])A/gi)].map((m) => m[1] ?? m[2]!);
        if (qui.length) vus[`${role} ${adresse}`] = [...new Set(qui)].sort().join('');
      }
    }
    return vus;
  };
  // The rows frozen in the month of April hold the name without its rank.
  const avant = await nommes();
  expect([...new Set(Object.values(avant).join(''))].sort().join('')).toBe('123');
  expect(Object.keys(avant)).toEqual(expect.arrayContaining([`ANIMATION /orientations/${enParcours}/fiche.pdf`, 'ANIMATION /tableau-de-suivi/2025-05.xlsx', `ANIMATION /reception/seances/${monde.ici.seanceId}/feuille`, `ANIMATION /reception/seances/${monde.ici.seanceId}/lettres`, `ANIMATION /reception/convocations/${monde.ici.convocationId}`, `ANIMATION /commissions/${monde.ici.commissionId}/liste`, `CONSEILLER_PE /orientations/${prescrite}/fiche.pdf`]));

  const personnes = await base()('orientations').whereIn('id', [enParcours, prescrite, accueillie]).pluck<number[]>('personne_id');
  for (const personne of personnes) expect((await repondre(await demander(personne, 'LIMITATION'), { reponse: 'ACCORDEE' })).status).toBe(303);
  expect(await nommes()).toEqual({});
  expect(await lire('/tableau-de-suivi?mois=2025-05')).toContain('3 personnes non exportées : limitation');
  expect(await texteDuClasseur((await lireOctets(animation.post('/tableau-de-suivi/2025-05.xlsx').type('form').send({ _csrf: await monde.jeton(animation) }))).body as Buffer)).toContain('3 personnes non exportées : limitation');
  // The frozen rows too, and the encrypted file that waited.
  expect(await texteDuClasseur((await lireOctets(animation.post('/tableau-de-suivi/2025-04.xlsx').type('form').send({ _csrf: await monde.jeton(animation) }))).body as Buffer)).not.toContain(monde.ici.marqueur);
  await animation.get(`/tableau-de-suivi/2025-04/envois/${envoiId}/fichier.xlsx`).expect(404);
  expect(await base()('transmissions').where({ id: envoiId }).first<object>('etat', 'contenu')).toEqual({ etat: 'ECHEC', contenu: null });
  expect(await lire(`/reception/seances/${monde.ici.seanceId}/feuille`)).toContain('1 personne non exportée : limitation');
  const avis = `/orientations/${enParcours}/absences/${faits.absences}/avis`;
  expect(texte((await envoyer(animation, avis, avis, { lieu: 'PLIE', canal_cle: 'TELEPHONE' })).text)).toContain('Le traitement des données de cette personne est limité depuis le');
  const referent = monde.visiteurs.REFERENT_PE;
  expect(texte((await envoyer(referent, '/retours/classeur', '/retours/classeur', { plie: String(plieId) })).text)).toContain('1 réponse non exportée : limitation');
});

test("la limitation de la personne n'arrête pas l'effacement qu'elle demande ensuite, une autre suspension si", async () => {
  const f = monde.essai.fabriques;
  const p = await f.unePersonne({ plie_id: monde.ici.plieId, nom: 'Zqpuis' });
  expect((await repondre(await demander(p.id, 'OPPOSITION'), { reponse: 'ACCORDEE' })).status).toBe(303);
  const id = await demander(p.id, 'EFFACEMENT');
  const controle = await f.inserer('suspensions_effacement', { plie_id: monde.ici.plieId, personne_id: p.id, motif: 'CONTROLE', debut: '2025-06-16' });
  expect(await lire(`${BASE}/${id}/effacement`)).toContain("L'effacement est suspendu depuis le 16/06/2025");
  await ecrire(base(), monde.essai.contexte.auteur, 'essai', (trx) => trx('suspensions_effacement').where({ id: controle.id }).update({ fin: '2025-06-16' }));
  expect((await envoyer(animation, `${BASE}/${id}/effacement`, `${BASE}/${id}/effacement`, { version: await versionDe(id), confirmer: 'oui' })).status).toBe(303);
  await animation.get(`/personnes/${p.id}`).expect(410);
  expect(await lire(`${BASE}?etat=limitations`)).not.toContain(`Fiche n° ${p.id}`);
});

test("le délai se prolonge une fois, dans le premier mois ; une personne sans fiche reçoit sa réponse, une personne archivée son archive", async () => {
  const f = monde.essai.fabriques;
  const ici = { plie_id: monde.ici.plieId };
  const p = await f.unePersonne({ ...ici, nom: 'Zqlente' });
  const prolonger = async (id: number, prolongee_le: string) => envoyer(animation, `${BASE}/${id}`, `${BASE}/${id}/prolongation`, { version: await versionDe(id), prolongation: 'COMPLEXITE', prolongee_le });
  const id = await demander(p.id, 'ACCES', { recue_le: '16/05/2025', identite: false });
  expect(texte((await prolonger(id, '15/05/2025')).text)).toContain("n'a pas pu être prévenue avant");
  expect((await prolonger(id, '16/06/2025')).status).toBe(303);
  expect(await lire(`${BASE}/${id}`)).toMatch(/Réponse due le 16\/08\/2025.*prolongé de deux mois : la demande est complexe/);
  expect((await prolonger(id, '16/06/2025')).status).toBe(422);
  const tardive = await demander(p.id, 'ACCES', { recue_le: '15/05/2025', identite: false });
  expect(await lire(`${BASE}/${tardive}`)).not.toContain('Prolonger le délai');
  expect(texte((await prolonger(tardive, '16/06/2025')).text)).toContain('le délai ne peut plus être prolongé');

  const noter = (champs: Record<string, string>) => envoyer(dpo, `${BASE}/nouvelle`, BASE, { type: 'ACCES', canal: 'LETTRE', recue_le: '10/06/2025', ...champs });
  expect(texte((await noter({})).text)).toContain('cochez « Aucune fiche à son nom »');
  expect(texte((await noter({ inconnue: 'oui', personne_id: String(p.id) })).text)).toContain("gardez l'un des deux");
  const inconnue = Number(/\/(\d+)$/.exec((await noter({ inconnue: 'oui' }).expect(303)).headers.location!)![1]);
  expect(await lire(`${BASE}/${inconnue}`, dpo)).toContain(`Personne sans fiche (demande n° ${inconnue})`);
  await animation.get(`${BASE}/${inconnue}/effacement`).expect(303);
  expect(texte((await repondre(id, { reponse: 'SANS_DONNEES' })).text)).toContain('Des données de cette personne sont gardées');
  expect((await repondre(inconnue, { reponse: 'ACCORDEE' })).status).toBe(422);
  expect((await repondre(inconnue, { reponse: 'SANS_DONNEES' })).status).toBe(303);
  expect(await lire(`${BASE}?etat=closes`, dpo)).toContain(`Personne sans fiche (demande n° ${inconnue})`);

  const archivee = await f.unePersonne({ ...ici, nom: 'Effacées', prenom: 'Données', efface_le: '2025-05-02' });
  await f.inserer('archives_fse', { ...ici, personne_id: archivee.id, archive_le: '2025-05-02', contenu: JSON.stringify({ personne: { nom: 'Zqenarchive' }, parcours: [] }) });
  const acces = await demander(archivee.id, 'ACCES');
  expect(await lire(`${BASE}/${acces}`)).toContain(`Fiche n° ${archivee.id} (archive restreinte)`);
  expect((await telecharger(acces, 'document.json', dpo)).toString('utf8')).toContain('Zqenarchive');
  expect(textesDuPdf(await telecharger(acces, 'document.pdf')).join(' ')).toContain('Zqenarchive');
  expect((await repondre(acces, { reponse: 'ACCORDEE' })).status).toBe(303);
  const effacement = await demander(archivee.id, 'EFFACEMENT');
  expect(await lire(`${BASE}/${effacement}/effacement`)).toContain("Il n'en reste que l'archive restreinte");
  expect((await repondre(effacement, { reponse: 'REFUSEE', motif_refus: 'OBLIGATION_LEGALE' })).status).toBe(303);
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
