/** When a person goes (worked out by hand from domaine §10), what goes, what stays: no marker anywhere, and every figure as it was. */
import { randomUUID } from 'node:crypto';
import { AXES } from '../../reports/analyses/axes';
import { repartir } from '../../reports/analyses/repartition';
import { etablirBilan } from '../../reports/bilan-quantitatif/bilan';
import { contexteSysteme, type Contexte } from '../../server/acces/acteur';
import { appliquer, empreinteDuCertificat, purger } from '../../server/conservation/actions';
import { compterPurges } from '../../server/conservation/queries-purges';
import { sauvegarder } from '../../server/sauvegardes/actions';
import { CLE, creerDossier, lire } from '../outils/sauvegarde';
import { chercherEcheance, compterCibles, listerOuvertsAuDela } from '../../server/conservation/queries-echeances';
import { sceller, verifierJournal } from '../../server/administration/journal/actions';
import { dateCivile } from '../../server/lib/dates';
import { ecrire } from '../../server/lib/ecriture';
import { fabriquer, type Fabriques } from '../fabriques';
import { creerBaseDeTest } from '../outils/moteur';

const { chemin, ranger } = creerDossier();
let essai: Awaited<ReturnType<typeof creerBaseDeTest>>;
let f: Fabriques;
const le = (jour: string): Contexte => contexteSysteme(essai.base, dateCivile(jour), 'essai');
beforeAll(async () => {
  essai = await creerBaseDeTest();
  f = fabriquer(le('2024-01-01'));
});
afterAll(async () => { await essai.fermer(); ranger(); });

/** A PLIE whose only agreement ran from 2020 to 2024. */
const unPlie = async (convention: Record<string, unknown> = {}) => (await f.unTerritoireComplet({ date_debut: '2020-01-01', date_fin: '2024-12-31', ...convention })).plie;
const contact = { date_contact: '2021-07-10' };
const integree = (date_integration: string, sortie: string | null = null, nature = 'INITIATIVE_PLIE') => ({
  ...contact, date_prescription: '2021-07-01', date_integration, ...(sortie && { date_sortie: sortie, nature_sortie: nature, motif_sortie: 'FIN_DE_PARCOURS' }),
});
const refusee = (date_refus: string) => ({ ...contact, date_prescription: '2021-07-01', date_refus, motif_refus: 'DEMENAGEMENT' });
const echeance = async (plieId: number, personneId: number) => (await chercherEcheance(le('2024-01-01'), { plie_id: plieId, id: personneId }))!;

test.each([
  // No table ever left: the refusal counts as told three months after its month begins, 01/05/2024, then 30 days.
  ['refus jamais transmis', refusee('2024-02-10'), '2024-05-31', 'REFUS'],
  // Not in any table: 30 days after the refusal itself (February 2024 has 29 days).
  ["refus d'un autre prescripteur", { ...refusee('2024-02-10'), prescripteur: 'SPONTANE' }, '2024-03-11', 'REFUS'],
  ['sortie : six mois après', integree('2023-09-01', '2024-03-15'), '2024-09-15', 'SORTIE'],
  ['sortie un 31 : le dernier jour du mois', integree('2023-09-01', '2024-08-31'), '2025-02-28', 'SORTIE'],
  ["sortie tardive : trente mois après l'intégration", integree('2021-11-10', '2024-02-20'), '2024-05-10', 'INTEGRATION'],
  // 30 months ended on 01/02/2024, before the exit: nothing goes before the table that carries it, 01/05/2024.
  ['sortie après trente mois', integree('2021-08-01', '2024-02-20'), '2024-05-01', 'INTEGRATION'],
  ['sortie après la fin de la convention', integree('2024-01-15', '2025-01-20'), '2025-06-30', 'CONVENTION'],
  ['en attente', { date_prescription: '2024-05-02' }, '2025-06-30', 'CONVENTION'],
  ['parcours ouvert : jamais', integree('2021-08-01'), null, null],
])('échéance : %s', async (_cas, champs, due, regle) => {
  const plie = await unPlie();
  const { personne_id } = await f.uneOrientation({ plie_id: plie.id, ...champs });
  const lue = await echeance(plie.id, personne_id);
  expect(lue.due).toBe(due);
  if (regle) expect(lue.regle).toBe(regle);
});

test('le tableau qui porte le refus donne le départ, et une convention renouvelée sans trou est le même accord', async () => {
  const plie = await unPlie();
  const refus = await f.uneOrientation({ plie_id: plie.id, ...refusee('2024-02-10') });
  const tableau = await f.inserer('tableaux', { plie_id: plie.id, mois: '2024-02', etape: 'CONTROLE', controle_le: '2024-03-02T08:00:00Z', controles: '[]' });
  await ecrire(essai.base, le('2024-03-05').auteur, 'essai', (trx) => trx('tableau_lignes').insert({ plie_id: plie.id, tableau_id: tableau.id, feuille: 'ORIENTATIONS', rang: 1, orientation_id: refus.id, cellules: '[]' }));
  await ecrire(essai.base, le('2024-03-05').auteur, 'essai', (trx) => trx('tableaux').where({ id: tableau.id }).update({ etape: 'VALIDE', valide_le: '2024-03-03T08:00:00Z', format: '1', entete: '{}', empreinte: 'a'.repeat(64) }));
  // Validated, not sent: still as if it had never left.
  expect((await echeance(plie.id, refus.personne_id)).due).toBe('2024-05-31');
  await ecrire(essai.base, le('2024-03-05').auteur, 'essai', (trx) => trx('tableaux').where({ id: tableau.id }).update({ etape: 'TRANSMIS', transmis_le: '2024-03-05T22:30:00Z' }));
  // 5 March at 23.30 in Paris, and thirty days.
  expect((await echeance(plie.id, refus.personne_id)).due).toBe('2024-04-04');

  const attente = await f.uneOrientation({ plie_id: plie.id, date_prescription: '2024-05-02' });
  const { agence_id } = (await essai.base('conventions').where({ plie_id: plie.id }).first<{ agence_id: number }>('agence_id'));
  await f.uneConvention({ plie_id: plie.id, agence_id, date_debut: '2025-01-01', date_fin: '2026-12-31' });
  expect((await echeance(plie.id, attente.personne_id)).due).toBe('2027-06-30');
  // A year without any: another agreement.
  await f.uneConvention({ plie_id: plie.id, agence_id, date_debut: '2028-01-01', date_fin: '2029-12-31' });
  expect((await echeance(plie.id, attente.personne_id)).due).toBe('2027-06-30');
});

test('la veille rien ne part ; le jour venu la personne part, sauf suspension ; un parcours ouvert est signalé, jamais effacé', async () => {
  const plie = await unPlie();
  const sortie = await f.uneOrientation({ plie_id: plie.id, ...integree('2023-09-01', '2024-03-15') });
  const retenue = await f.uneOrientation({ plie_id: plie.id, ...integree('2023-09-01', '2024-03-15') });
  await f.inserer('suspensions_effacement', { plie_id: plie.id, personne_id: retenue.personne_id, motif: 'CONTENTIEUX', debut: '2024-05-01' });
  const ouverte = await f.uneOrientation({ plie_id: plie.id, ...integree('2021-08-01') });
  const effaces = async () => (await essai.base('personnes').where({ plie_id: plie.id }).whereNotNull('efface_le').select<{ id: number; efface_le: string }[]>('id', 'efface_le')).map((p) => [p.id, p.efface_le]);
  await appliquer(le('2024-09-14'));
  expect(await effaces()).toEqual([]);
  await appliquer(le('2024-09-15'));
  expect(await effaces()).toEqual([[sortie.personne_id, '2024-09-15']]);
  expect((await listerOuvertsAuDela(le('2024-09-15'), dateCivile('2024-09-15'), 100)).map((o) => [o.orientation_id, o.limite])).toContainEqual([ouverte.id, '2024-02-01']);
  // Even long after.
  await appliquer(le('2030-01-01'));
  expect(await effaces()).toEqual([[sortie.personne_id, '2024-09-15']]);
});

test("ce qui est effacé ne se lit plus nulle part dans la base, les chiffres de chaque année restent les mêmes, le certificat dit combien", async () => {
  const { plie, agence } = await f.unTerritoireComplet({ date_debut: '2020-01-01', date_fin: '2024-12-31' });
  const MARQUES = ['Zqmarque', 'Zqprenom', 'zqcourriel@exemple.test', '9 impasse Zqrue', '7777777Z', 'ZQCAF', 'zqagent', 'Zqnote', 'ZQREF', '1987-03-21', '06 77 77 77 77'];
  const personne = await f.unePersonne({
    plie_id: plie.id, nom: 'Zqmarque', prenom: 'Zqprenom', date_naissance: '1987-03-21', adresse: '9 impasse Zqrue', code_postal: '06999', commune: 'Valmorin', telephone: '06 77 77 77 77', consentement_courriel: true,
    courriel: 'zqcourriel@exemple.test', identifiant_pe: '7777777Z', identifiant_caf: 'ZQCAF', minimum_social: 'RSA', rqth: true, freins: ['SANTE'], sexe: 'F', reference_reprise: 'ZQREF1',
  });
  const o = await f.uneOrientation({ plie_id: plie.id, agence_id: agence.id, personne_id: personne.id, ...integree('2023-09-01', '2024-03-15', 'POSITIVE_EMPLOI'), motif_sortie: 'EMPLOI', agent_nom: 'zqagent', agent_courriel: 'zqagent@exemple.test', reference_reprise: 'ZQREF2', minimum_social: 'RSA' });
  const auteur = await f.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plie.id });
  const lien = { plie_id: plie.id, orientation_id: o.id };
  await f.inserer('notes', { plie_id: plie.id, personne_id: personne.id, auteur_id: auteur.id, instant: '2024-01-05T08:00:00Z', texte: 'Zqnote' });
  await f.inserer('justificatifs', { ...lien, type: 'RQTH', date_vue: '2023-08-20' });
  await f.inserer('entretiens', { ...lien, date_entretien: '2023-10-04' });
  const importation = await f.uneImportation({ plie_id: plie.id, agence_id: agence.id });
  const dossier = await f.unDossierPe({ plie_id: plie.id, agence_id: agence.id, importation_id: importation.id, orientation_id: o.id, nom: 'Zqmarque', prenom: 'Zqprenom', adresse: '9 impasse Zqrue' });
  await f.uneTachePe(dossier, 'POSER_PNI');
  await f.inserer('retours_pe', { ...lien, dossier_id: dossier.id, origine: 'DIRECT', etat: 'APPLIQUE', nom: 'Zqmarque', prenom: 'Zqprenom', date_naissance: '1987-03-21', pni_leve_le: '2024-03-20', motif_levee: 'SORTIE' });
  const tableau = await f.inserer('tableaux', { plie_id: plie.id, mois: '2024-03', etape: 'CONTROLE', controle_le: '2024-04-02T08:00:00Z', controles: '[]' });
  await ecrire(essai.base, le('2024-04-05').auteur, 'essai', (trx) => trx('tableau_lignes').insert({ plie_id: plie.id, tableau_id: tableau.id, feuille: 'ORIENTATIONS', rang: 1, orientation_id: o.id, cellules: '["Zqmarque"]' }));
  await ecrire(essai.base, le('2024-04-05').auteur, 'essai', (trx) => trx('personnes').where({ id: personne.id }).update({ telephone: '06 77 77 77 78', adresse: '9 impasse Zqrue, bâtiment B' }));
  // What passed through the tool and named them: still there when they go, or long due.
  const cle = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
  await essai.base('formulaires').insert({ cle: cle(1), utilisateur_id: auteur.id, resultat: JSON.stringify({ valeur: { message: 'Zqprenom ZQMARQUE est sortie.' } }) });
  await essai.base('brouillons').insert([
    { cle: cle(2), utilisateur_id: auteur.id, organisation_id: plie.id, formulaire: 'orientation', libelle: 'Zqprenom ZQMARQUE', contenu: { nom: 'ZQMARQUÉ', prenom: 'zqprenom', telephone: '06 77 77 77 77' }, instant: '2024-09-14T10:00:00Z' },
    { cle: cle(3), utilisateur_id: auteur.id, organisation_id: plie.id, formulaire: 'orientation', libelle: 'Autre', contenu: { nom: 'Autre', prenom: 'Personne' }, instant: '2024-09-14T10:00:00Z' },
  ]);
  const ligneDe = (numero: number, nom: string, prenom: string) => ({ numero, valeurs: { nom, prenom, identifiant_pe: null }, fautes: [], affichees: { nom }, cellules: [] });
  await f.inserer('classeurs_retour', { plie_id: plie.id, utilisateur_id: auteur.id, nom_fichier: 'retour.xlsx', contenu: JSON.stringify({ titres: [], remarques: [], choix: {}, lignes: [ligneDe(1, 'Zqmarque', 'Zqprenom'), ligneDe(2, 'Autre', 'Personne')] }) });
  await essai.base('reprises').insert([
    { plie_id: plie.id, utilisateur_id: auteur.id, nom_fichier: 'reprise.xlsx', etat: 'TERMINEE', refus: Buffer.from('Zqmarque'), rapport: { erreurs: [{ message: 'Zqmarque : date' }], lues: 3 } },
    { plie_id: plie.id, utilisateur_id: auteur.id, nom_fichier: 'reprise de Zqmarque.xlsx', etat: 'ANNULEE', cree_le: '2024-01-05T08:00:00Z' },
  ]);
  await ecrire(essai.base, le('2024-01-05').auteur, 'essai', (trx) => trx('filtres').insert({ utilisateur_id: auteur.id, nom: 'Zqprenom Zqmarque', parametres: { etat: 'TOUTES' } }));
  await ecrire(essai.base, le('2024-01-05').auteur, 'essai', (trx) => trx('importations').insert({ plie_id: plie.id, agence_id: agence.id, mois: '2024-01', empreinte: 'b'.repeat(64), nom_fichier: 'tableau Zqmarque.xlsx', etat: 'CONFIRMEE', cree_le: '2024-02-05T08:00:00Z', confirmee_le: '2024-02-05T08:00:00Z' }));
  const bilan = await f.unBilanValide({ plie_id: plie.id, annee: 2020 });
  for (const commentaire of ['Le parcours de M. Zqmarque-Personne… ', 'Zqmarque : compté deux fois', 'Revoir les absences']) await f.inserer('bilan_etapes', { plie_id: plie.id, bilan_id: bilan.id, etape: 'RENVOYE', numero: 1, commentaire });
  await essai.base('echecs_connexion').insert({ courriel: 'zqcourriel@exemple.test', instant: '2024-01-05T08:00:00Z' });
  // Another person of the same PLIE stays whole.
  const voisine = await f.unePersonne({ plie_id: plie.id, nom: 'Voisine', telephone: '06 11 11 11 11' });
  await f.uneOrientation({ plie_id: plie.id, agence_id: agence.id, personne_id: voisine.id, ...integree('2023-09-01') });
  await sceller(essai.base, []);

  // Bytes are in hexadecimal in the text of a row.
  const clair = (texte: string) => texte.replace(/\\x([0-9a-f]+)/g, (_, octets: string) => Buffer.from(octets, 'hex').toString('latin1')).toLowerCase();
  const dump = async (): Promise<string> => {
    const { rows } = await essai.base.raw<{ rows: { nom: string }[] }>("select tablename as nom from pg_tables where schemaname = 'public'");
    return clair((await Promise.all(rows.map(async ({ nom }) => (await essai.base.raw<{ rows: { t: string }[] }>(`select t::text as t from ${nom} t`)).rows.map((r) => `${nom} ${r.t}`).join('\n')))).join('\n'));
  };
  const sauvegarde = async (): Promise<string> => {
    await sauvegarder(le('2024-09-15'), chemin('apres.plie'), CLE);
    const textes: string[] = [];
    await (await lire(chemin('apres.plie'))).relire({ lignes: async (_table, lignes) => { textes.push(...lignes); } }, () => {});
    return clair(textes.join('\n'));
  };
  const bilans = async () => JSON.stringify(await Promise.all([2021, 2022, 2023, 2024].map((annee) => etablirBilan(le('2024-09-15'), { annee, territoire: { type: 'PLIE', code: plie.code } }).then((b) => b.lignes.map(({ comptes, taux, ventilations }) => ({ comptes, taux, ventilations }))))));
  const [avant, chiffres] = [await dump(), await bilans()];
  expect(MARQUES.filter((m) => !avant.includes(m.toLowerCase()))).toEqual([]);
  expect(JSON.parse(chiffres)[3][0].comptes['10'].valeur).toBe(1);

  const dus = await compterPurges(essai.base);
  expect(dus).toEqual({ formulaires: 0, classeurs: 0, noms_de_fichiers: 2, echecs: 1, paroles: 0 });
  const annonces = (await compterCibles(le('2024-09-15'), dateCivile('2024-09-15'))).filter((c) => c.plie_id === plie.id);
  expect(annonces).toEqual([expect.objectContaining({ genre: 'PERSONNE', regle: 'SORTIE', nombre: 1 })]);
  const faits = (await appliquer(le('2024-09-15'))).filter((b) => b.code === plie.code);
  expect(faits).toEqual([{ plie: plie.nom, code: plie.code, lignes: [{ genre: 'PERSONNE', regle: 'SORTIE', nombre: 1 }] }]);
  // The night's second half: journalled as counts, which are those announced.
  expect(await purger(le('2024-09-15'))).toEqual(dus);
  expect((await essai.base('journal_actes').where({ action: 'conservation.purger' }).pluck('details'))).toEqual([dus]);

  const apres = await dump();
  for (const texte of [apres, await sauvegarde()]) expect(MARQUES.filter((m) => texte.includes(m.toLowerCase()))).toEqual([]);
  // What is somebody else's stays.
  expect(await essai.base('brouillons').pluck('libelle')).toEqual(['Autre']);
  expect((await essai.base('classeurs_retour').where({ plie_id: plie.id }).first<{ contenu: { lignes: { numero: number }[] } }>('contenu')).contenu.lignes.map((l) => l.numero)).toEqual([2]);
  expect(apres).toContain('voisine');
  expect(await bilans()).toBe(chiffres);
  expect(await verifierJournal(essai.base, null)).toMatchObject({ segments: 1 });
  const certificat = (await essai.base('certificats_destruction').where({ plie_id: plie.id }).first<{ contenu: never[]; empreinte: string }>());
  expect(certificat.empreinte).toBe(empreinteDuCertificat(plie.id, dateCivile('2024-09-15'), [{ genre: 'PERSONNE', regle: 'SORTIE', nombre: 1 }]));
  // The next night finds nothing, and certifies nothing.
  expect((await appliquer(le('2024-09-16'))).filter((b) => b.code === plie.code)).toEqual([]);
});

test("au FSE, l'active finie, l'archive restreinte garde ce que le contrôle demande, puis part à son terme", async () => {
  const plie = await unPlie({ fse: true });
  const personne = await f.unePersonne({ plie_id: plie.id, nom: 'Zqfse', prenom: 'Ana', telephone: '06 55 55 55 55', rqth: true });
  const o = await f.uneOrientation({ plie_id: plie.id, personne_id: personne.id, ...integree('2023-09-01', '2024-03-15') });
  await f.inserer('justificatifs', { plie_id: plie.id, orientation_id: o.id, type: 'RQTH', date_vue: '2023-08-20' });
  await appliquer(le('2024-09-15'));
  expect(await essai.base('personnes').where({ id: personne.id }).first('nom', 'telephone', 'rqth')).toEqual({ nom: 'Effacées', telephone: null, rqth: null });
  const { contenu } = (await essai.base('archives_fse').where({ plie_id: plie.id }).first<{ contenu: { personne: Record<string, unknown>; parcours: { justificatifs: unknown[] }[] } }>('contenu'));
  expect(contenu.personne).toMatchObject({ nom: 'Zqfse', prenom: 'Ana', rqth: true });
  expect(contenu.personne).not.toHaveProperty('telephone');
  expect(contenu.parcours[0]!.justificatifs).toEqual([{ type: 'RQTH', date_vue: '2023-08-20' }]);
  // Ten years after 31/12/2024.
  await appliquer(le('2034-12-30'));
  expect(await essai.base('archives_fse').where({ plie_id: plie.id })).toHaveLength(1);
  // A hold keeps it; it goes once the hold ends.
  const suspension = await f.inserer('suspensions_effacement', { plie_id: plie.id, personne_id: personne.id, motif: 'CONTROLE', debut: '2034-12-01' });
  await appliquer(le('2034-12-31'));
  expect(await essai.base('archives_fse').where({ plie_id: plie.id })).toHaveLength(1);
  await ecrire(essai.base, le('2035-01-02').auteur, 'essai', (trx) => trx('suspensions_effacement').where({ id: suspension.id }).update({ fin: '2035-01-02' }));
  await appliquer(le('2035-01-03'));
  expect(await essai.base('archives_fse').where({ plie_id: plie.id })).toHaveLength(0);
  expect((await essai.base('effacements').where({ plie_id: plie.id }).orderBy('id').select<{ genre: string }[]>('genre')).map((e) => e.genre)).toEqual(['ARCHIVAGE', 'ARCHIVE']);
});

test("d'une personne encore suivie, seule l'orientation refusée perd ce qui nomme", async () => {
  const plie = await unPlie();
  const personne = await f.unePersonne({ plie_id: plie.id, nom: 'Suivie' });
  const refus = await f.uneOrientation({ plie_id: plie.id, personne_id: personne.id, ...refusee('2022-02-10'), agent_nom: 'Zqprescripteur' });
  await f.uneOrientation({ plie_id: plie.id, personne_id: personne.id, ...integree('2023-09-01'), date_prescription: '2023-08-01', date_contact: '2023-08-10' });
  expect((await appliquer(le('2024-01-01'))).filter((b) => b.code === plie.code)[0]!.lignes).toEqual([{ genre: 'ORIENTATION', regle: 'REFUS', nombre: 1 }]);
  expect(await essai.base('orientations').where({ id: refus.id }).first('agent_nom', 'motif_refus')).toEqual({ agent_nom: null, motif_refus: 'DEMENAGEMENT' });
  expect(await essai.base('personnes').where({ id: personne.id }).first('nom', 'efface_le')).toEqual({ nom: 'Suivie', efface_le: null });
});

test("ce qui ne fait que passer part à son terme, et pas la veille", async () => {
  const plie = await unPlie();
  const { id: utilisateur_id } = await f.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id });
  await purger(le('2024-09-15'));
  const il = (duree: string) => essai.base.raw(`now() - interval '${duree}'`);
  await essai.base('formulaires').insert([{ cle: randomUUID(), utilisateur_id, cree_le: il('23 hours') }, { cle: randomUUID(), utilisateur_id, cree_le: il('25 hours') }]);
  await essai.base('echecs_connexion').insert([{ courriel: 'a@exemple.test', instant: il('29 days') }, { courriel: 'b@exemple.test', instant: il('31 days') }]);
  const contenu = JSON.stringify({ titres: [], remarques: [], choix: {}, lignes: [] });
  for (const jours of ['29 days', '31 days']) {
    await f.inserer('classeurs_retour', { plie_id: plie.id, nom_fichier: 'a', contenu, cree_le: il(jours) });
    await f.inserer('classeurs_retour', { plie_id: plie.id, nom_fichier: 'a', contenu, cree_le: il(jours), etat: 'CONFIRME', confirme_le: il(jours) });
  }
  const bilan = await f.unBilanValide({ plie_id: plie.id, annee: 2023 });
  for (const [age, mois] of [['11 months', '2024-01'], ['13 months', '2023-12']]) {
    await f.inserer('bilan_etapes', { plie_id: plie.id, bilan_id: bilan.id, etape: 'RENVOYE', numero: 1, le: il(age!), commentaire: 'À revoir' });
    await f.inserer('tableaux', {
      plie_id: plie.id, mois: mois!, etape: 'IMPORTE', controle_le: il(age!), controles: '[]', valide_le: il(age!), transmis_le: il(age!), importe_le: il(age!), recu_le: essai.base.raw(`(now() - interval '${age}')::date`), recu_par: 'Zqrecu',
      format: '1', entete: '{}', empreinte: 'a'.repeat(64),
    });
  }
  // Of the two old workbooks one goes, the other forgets its refused rows and its name.
  expect(await purger(le('2024-09-15'))).toEqual({ formulaires: 1, classeurs: 2, noms_de_fichiers: 1, echecs: 1, paroles: 2 });
  expect(await compterPurges(essai.base)).toEqual({ formulaires: 0, classeurs: 0, noms_de_fichiers: 0, echecs: 0, paroles: 0 });
  expect((await essai.base('classeurs_retour').where({ plie_id: plie.id }).orderBy('id').select<{ nom_fichier: string; contenu: unknown }[]>('nom_fichier', 'contenu')).map((c) => [c.nom_fichier, c.contenu !== null])).toEqual([['a', true], ['a', true], ['(nom effacé)', false]]);
  expect(await essai.base('bilan_etapes').where({ plie_id: plie.id }).orderBy('le').pluck('commentaire')).toEqual([null, 'À revoir']);
  expect(await essai.base('tableaux').where({ plie_id: plie.id }).orderBy('mois').pluck('recu_par')).toEqual([null, 'Zqrecu']);
  // The journal keeps no second copy.
  expect(JSON.stringify(await essai.base('journal_lignes').where({ plie_id: plie.id }))).not.toContain('Zqrecu');
});

test('arrêté entre deux lots, le travail reprend où il en est', async () => {
  const plie = await unPlie();
  for (let i = 0; i < 103; i += 1) await f.uneOrientation({ plie_id: plie.id, ...integree('2023-09-01', '2024-03-15') });
  const restantes = async () => (await essai.base('personnes').where({ plie_id: plie.id }).whereNull('efface_le')).length;
  let faits = 0;
  await appliquer(le('2024-09-15'), () => faits < 100, (n) => { faits = n; });
  expect(await restantes()).toBe(3);
  await appliquer(le('2024-09-15'));
  expect(await restantes()).toBe(0);
});

test("l'âge compté à chaque événement reste dans sa tranche après l'effacement, sans garder la date de naissance", async () => {
  const plie = await unPlie();
  // 25 on 15/06/2024: 24 at the integration, 25 at the exit. And one for whom no birthday changes anything.
  const changeante = await f.unePersonne({ plie_id: plie.id, nom: 'Zqage', date_naissance: '1999-06-15' });
  const stable = await f.unePersonne({ plie_id: plie.id, nom: 'Zqstable', date_naissance: '1990-06-15' });
  for (const personne of [changeante, stable]) await f.uneOrientation({ plie_id: plie.id, personne_id: personne.id, ...integree('2024-03-01', '2024-08-10'), date_prescription: '2024-01-10', date_contact: '2024-01-20' });
  const axe = AXES.find((a) => a.cle === 'age')!;
  const parAge = async () => (await repartir(le('2025-06-01'), { debut: dateCivile('2024-01-01'), fin: dateCivile('2024-12-31'), territoire: { type: 'PLIE', code: plie.code } }, axe)).lignes;
  const avant = await parAge();
  await appliquer(le('2025-06-01'));
  expect(await parAge()).toEqual(avant);
  const naissances = await essai.base('personnes').where({ plie_id: plie.id }).orderBy('id').select<{ nom: string; date_naissance: string }[]>('nom', 'date_naissance');
  // The day after the integration, moved to the year of birth; the first of January.
  expect(naissances).toEqual([{ nom: 'Effacées', date_naissance: '1999-03-02' }, { nom: 'Effacées', date_naissance: '1990-01-01' }]);
});

test("ce qu'une reprise vient d'apporter attend trente jours, le temps d'être relu", async () => {
  const plie = await unPlie();
  const reprise = await f.unePersonne({ plie_id: plie.id, nom: 'Reprise', origine: 'REPRISE' });
  const saisie = await f.unePersonne({ plie_id: plie.id, nom: 'Saisie' });
  for (const { id } of [reprise, saisie]) await f.uneOrientation({ plie_id: plie.id, personne_id: id, ...integree('2021-09-01', '2022-03-15') });
  await essai.base('journal_actes').insert({ action: 'reprise.importer', systeme: 'essai', plie_id: plie.id, instant: '2024-01-10T10:00:00Z' });
  expect((await echeance(plie.id, saisie.id)).due).toBe('2022-09-15');
  expect((await echeance(plie.id, reprise.id)).due).toBe('2024-02-09');
});
