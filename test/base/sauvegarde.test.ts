/** Backup and restore: the same world on the other engine and back, what is undone, an older schema, failures half-way. */
import fs from 'node:fs';
import request from 'supertest';
import { createApp } from '../../server/app';
import { contexteSysteme } from '../../server/acces/acteur';
import { lireConfig } from '../../server/config';
import { sceller, verifierJournal } from '../../server/administration/journal/actions';
import { etablirBilan } from '../../reports/bilan-quantitatif/bilan';
import { appliquer, effacer } from '../../server/conservation/actions';
import { noterEffacements } from '../../server/conservation/actions-registre';
import { chercherInstallation } from '../../server/conservation/queries-registre';
import { effacementsValables, ligneDEffacement, ligneDOuverture, ligneDeRestauration, lireRegistre } from '../../server/conservation/rules-registre';
import { migrationSource } from '../../migrations';
import type { Base, Connexion } from '../../server/lib/db';
import { listerMigrations } from '../../server/lib/db';
import { dateCivile, horlogeFixe } from '../../server/lib/dates';
import { ecrire } from '../../server/lib/ecriture';
import { creerLogger } from '../../server/lib/logger';
import { sauvegarder } from '../../server/sauvegardes/actions';
import { annoncer, restaurer } from '../../server/sauvegardes/actions-restaurer';
import { lireInstant } from '../../server/sauvegardes/queries';
import { lireMigrations } from '../../server/sauvegardes/queries-schema';
import { fabriquer, MOT_DE_PASSE } from '../fabriques';
import { envoyer } from '../outils/application';
import { creerBaseDeTest } from '../outils/moteur';
import { creerMonde, JOUR, type Monde } from '../outils/monde';
import { AUTEUR, CLE, compterTout, creerDossier, decrireSchema, lire, ouvrirEmbarquee, remettre } from '../outils/sauvegarde';

const { chemin, ranger } = creerDossier();
const ouvertes: Connexion[] = [];
let monde: Monde;
const base = () => monde.essai.contexte.base;

async function vierge(ouverture: Promise<Connexion>): Promise<Base> {
  const connexion = await ouverture;
  ouvertes.push(connexion);
  return connexion.base;
}

beforeAll(async () => {
  monde = await creerMonde();
  const { ici, essai: { fabriques: f } } = monde;
  // All that a text may hold, an empty one beside an absent one, JSON's null beside SQL's, bytes, an instant to the microsecond.
  await f.unePersonne({ plie_id: ici.plieId, nom: `O'Brian, "la\\ (Grande)"\n\t{é, œ, 漢, 🌻} $1 ?`, prenom: '\\N', adresse: '', freins: ['TRANSPORT', 'FINANCIER'] });
  await base()('formulaires').insert({ cle: '00000000-0000-4000-8000-000000000001', resultat: 'null', cree_le: '2025-03-30T00:59:59.123456Z' });
}, 120_000);
afterAll(async () => {
  for (const connexion of ouvertes) await connexion.fermer();
  await monde.essai.fermer();
  ranger();
});

/** What is read of the world: annexe 1, and a file and a dashboard as their reader sees them. */
async function regarder(connectee: Base) {
  const contexte = contexteSysteme(connectee, dateCivile(JOUR), 'essai');
  const bilan = JSON.stringify(await etablirBilan(contexte, { annee: 2025, territoire: { type: 'PERIMETRE' } }));
  const connexion: Connexion = { base: connectee, moteur: 'postgresql', copier: null, fermer: async () => {} };
  const app = createApp({ config: lireConfig({ PORT: '0' }), connexion, horloge: horlogeFixe(JOUR), logger: creerLogger('silent'), demonstration: false });
  const visiteur = request.agent(app);
  await envoyer(visiteur, '/connexion', '/connexion', { courriel: monde.ici.utilisateurs.ANIMATION.courriel, mot_de_passe: MOT_DE_PASSE }).expect(303);
  const page = async (adresse: string) => (await visiteur.get(adresse).expect(200)).text.replace(/(nonce|value|content)="[^"]{20,}"/g, '');
  return { bilan, fiche: await page(`/personnes/${monde.ici.personneId}`), mois: await page('/bilan?annee=2025'), orientations: await page('/orientations') };
}

test('d\'un moteur à l\'autre et retour : mêmes sommes pour chaque table, mêmes pages, mêmes chiffres, et l\'on continue d\'écrire', async () => {
  const depart = await regarder(base());
  await sceller(base(), []);
  const un = await sauvegarder(monde.essai.contexte, chemin('un.plie'), CLE);
  const lu = await lire(chemin('un.plie'));
  expect({ tables: lu.sommes.size, lignes: lu.lignes, octets: lu.octets }).toEqual(un);
  expect(un.tables).toBe(Object.keys(await compterTout(base())).length - 4);

  const autre = await vierge(ouvrirEmbarquee());
  await remettre(autre, chemin('un.plie'));
  expect(await autre('sessions')).toEqual([]);
  expect(await regarder(autre)).toEqual(depart);
  expect(await autre('journal_actes').orderBy('id', 'desc').limit(5).select('action')).toContainEqual({ action: 'sauvegarde.restaurer' });

  await sauvegarder(contexteSysteme(autre, dateCivile(JOUR), 'essai'), chemin('deux.plie'), CLE);
  const retour = await vierge(creerBaseDeTest());
  const relu = await remettre(retour, chemin('deux.plie'));
  // Since the first backup: the reading of a file, the restore, the backup.
  const differentes = [...lu.sommes].filter(([table, somme]) => relu.sommes.get(table)!.sha256 !== somme.sha256).map(([table]) => table);
  expect(differentes.sort()).toEqual(['journal_actes', 'personnes_recentes']);
  expect(await regarder(retour)).toEqual(depart);

  expect(await verifierJournal(retour, null)).toMatchObject({ segments: 1 });
  expect(await decrireSchema(retour)).toEqual(await decrireSchema(base()));
  expect(await lireMigrations(retour)).toEqual(await listerMigrations());
  const { id: attendu } = await base()('personnes').max<{ id: number }[]>('id as id').then((r) => r[0]!);
  expect((await fabriquer(contexteSysteme(retour, dateCivile(JOUR), 'essai')).unePersonne({ plie_id: monde.ici.plieId })).id).toBe(attendu + 1);
  await expect(retour('personnes').update({ nom: 'X' })).rejects.toMatchObject({ code: '42501' });
  await expect(retour('journal_actes').del()).rejects.toMatchObject({ code: '42501' });
}, 180_000);

test('ce qui s\'écrit pendant la sauvegarde n\'y est pas ; la restauration dit ce qu\'elle défait, et le défait', async () => {
  const { contexte, fabriques: f } = monde.essai;
  const [avant, nombre] = [await monde.empreinte(), (await base()('notes')).length];
  const ecritures: Promise<unknown>[] = [];
  await sauvegarder(contexte, chemin('pendant.plie'), CLE, { avancer: () => { if (!ecritures.length) ecritures.push(f.inserer('notes', { plie_id: monde.ici.plieId, personne_id: monde.ici.personneId, auteur_id: monde.ici.utilisateurs.ANIMATION.id, instant: '2025-06-16T08:00:00Z', texte: 'Écrite pendant la sauvegarde' })); } });
  await Promise.all(ecritures);
  expect((await base()('notes')).length).toBe(nombre + 1);
  await ecrire(base(), AUTEUR, 'essai', (trx) => trx('personnes').where({ id: monde.ici.personneId }).update({ commune: 'Ailleurs' }));

  const sauvegarde = await lire(chemin('pendant.plie'));
  expect(sauvegarde.sommes.get('notes')!.lignes).toBe(nombre);
  const defait = await annoncer(base(), sauvegarde);
  expect(defait).toMatchObject({ suite: true, actes: 2, tables: [{ nom: 'notes', lignes: 1 }, { nom: 'personnes', lignes: 1 }] });

  // One more act than was announced: nothing is touched.
  await ecrire(base(), AUTEUR, 'essai', async () => {});
  const comptes = await compterTout(base());
  await expect(restaurer(base(), AUTEUR, sauvegarde, defait, () => {})).rejects.toThrow(/vient d'écrire dans la base/);
  expect(await compterTout(base())).toEqual(comptes);

  await restaurer(base(), AUTEUR, sauvegarde, await annoncer(base(), sauvegarde), () => {});
  expect(await monde.empreinte()).toEqual(avant);
  expect(await base()('sessions')).toEqual([]);
}, 120_000);

test('une base qui n\'est pas la suite de la sauvegarde est annoncée comme remplacée tout entière', async () => {
  const autre = await vierge(creerBaseDeTest());
  const f = fabriquer(contexteSysteme(autre, dateCivile(JOUR), 'essai'));
  await f.unTerritoireComplet();
  const actes = (await autre('journal_actes')).length;
  expect(await annoncer(autre, await lire(chemin('un.plie')))).toMatchObject({ suite: false, actes });
});

test('ce qui a été effacé depuis la sauvegarde l\'est de nouveau, fusions comprises ; dans une base d\'un autre passé, rien n\'est effacé', async () => {
  const vivante = await vierge(creerBaseDeTest());
  const le = (jour: string) => contexteSysteme(vivante, dateCivile(jour), 'essai');
  const f = fabriquer(le('2024-01-01'));
  const { plie } = await f.unTerritoireComplet({ date_debut: '2020-01-01', date_fin: '2024-12-31' });
  const parcours = { plie_id: plie.id, date_prescription: '2021-07-01', date_contact: '2021-07-10', date_integration: '2023-09-01' };
  const sortie = { date_sortie: '2024-03-15', nature_sortie: 'INITIATIVE_PLIE', motif_sortie: 'FIN_DE_PARCOURS' };
  const unePersonne = async (nom: string) => (await f.unePersonne({ plie_id: plie.id, nom, telephone: '06 77 77 77 77' })).id;
  const [effacee, doublon, gardee, tardive] = [await unePersonne('Zqeffacee'), await unePersonne('Zqdoublon'), await unePersonne('Gardee'), await unePersonne('Tardive')];
  await f.uneOrientation({ ...parcours, ...sortie, personne_id: effacee });
  await f.uneOrientation({ ...parcours, personne_id: gardee });
  await sceller(vivante, []);
  await sauvegarder(le('2024-04-01'), chemin('avant-effacement.plie'), CLE);

  // Since: the two files became one, which went on 15 September, six months after the exit; the last one has no orientation yet.
  await f.inserer('fusions', { plie_id: plie.id, personne_id: effacee, ancienne_id: doublon });
  await ecrire(vivante, AUTEUR, 'essai', (trx) => trx('personnes').where({ id: doublon }).del());
  await appliquer(le('2024-09-15'));
  // Came after the backup, and went: unknown to it.
  const venue = await unePersonne('Venue');
  await ecrire(vivante, AUTEUR, 'essai', (trx) => effacer(trx, plie.id, [{ genre: 'PERSONNE', cible_id: venue, regle: 'DROIT' }], dateCivile('2024-10-01')));
  const etat = async (ou = vivante) => (await ou('personnes').orderBy('id').select('id', 'nom', 'efface_le', 'telephone')) as unknown[];

  const registre = chemin('effacements');
  // Noted once: the person, the former file of the merge, and the one who came after.
  expect([await noterEffacements(vivante, registre, await lireInstant(vivante)), await noterEffacements(vivante, registre, await lireInstant(vivante))]).toEqual([3, 0]);
  expect(fs.readFileSync(registre, 'utf8')).not.toMatch(/Zq/i);

  const sauvegarde = await lire(chemin('avant-effacement.plie'));
  expect(await restaurer(vivante, AUTEUR, sauvegarde, await annoncer(vivante, sauvegarde), () => {})).toEqual({ rejoues: 2 });
  const effacees = { nom: 'Effacées', efface_le: '2024-09-15', telephone: null };
  expect(await etat()).toEqual([{ id: effacee, ...effacees }, { id: doublon, ...effacees }, { id: gardee, nom: 'Gardee', efface_le: null, telephone: '06 77 77 77 77' }, { id: tardive, nom: 'Tardive', efface_le: null, telephone: '06 77 77 77 77' }]);
  const { rows } = await vivante.raw<{ rows: { n: number }[] }>("select count(*) as n from journal_lignes l where l::text ~ 'Zq'");
  expect(rows[0]!.n).toBe(0);
  // The same again: what was made again is in the register, and is made again once more. Then the night certifies it.
  expect(await restaurer(vivante, AUTEUR, sauvegarde, await annoncer(vivante, sauvegarde), () => {})).toEqual({ rejoues: 2 });
  expect((await appliquer(le('2024-10-02')))[0]!.lignes).toEqual([{ genre: 'PERSONNE', regle: 'SORTIE', nombre: 2 }]);

  // Into an empty installation, the register kept outside is the only one to know; the heads of the journal learn of the restore.
  const neuve = await vierge(creerBaseDeTest());
  const installation = (await chercherInstallation(vivante))!;
  fs.writeFileSync(chemin('tetes'), `1 ${installation} 2024-04-01T00:00:00.000Z\n2 ${'a'.repeat(64)} 2024-09-01T00:00:00.000Z\n`);
  expect(await restaurer(neuve, AUTEUR, sauvegarde, await annoncer(neuve, sauvegarde), () => {}, { effacements: registre, tetes: chemin('tetes') })).toEqual({ rejoues: 2 });
  expect((await etat(neuve)).slice(0, 2)).toEqual([{ id: effacee, ...effacees }, { id: doublon, ...effacees }]);
  expect(lireRegistre(fs.readFileSync(registre, 'utf8')).restaurations).toHaveLength(1);
  const relu = await verifierJournal(neuve, fs.readFileSync(chemin('tetes'), 'utf8'));
  expect(relu).toMatchObject({ segments: 1, restaurations: [expect.any(String)] });

  const autre = await vierge(creerBaseDeTest());
  await fabriquer(contexteSysteme(autre, dateCivile(JOUR), 'essai')).unTerritoireComplet();
  // The register of another installation says nothing of these numbers.
  fs.writeFileSync(chemin('etranger'), fs.readFileSync(registre, 'utf8').replaceAll(installation, 'b'.repeat(64)));
  expect(await restaurer(autre, AUTEUR, sauvegarde, await annoncer(autre, sauvegarde), () => {}, { effacements: chemin('etranger') })).toEqual({ rejoues: null });
  expect(await autre('personnes').whereNotNull('efface_le')).toEqual([]);
}, 120_000);

test("le registre des effacements ne vaut, de part et d'autre d'une restauration, que pour les numéros que la sauvegarde remise connaissait", () => {
  const installation = 'c'.repeat(64);
  const a = (heure: string) => `2025-06-16T${heure}:00.000Z`;
  const efface = (heure: string, cible_id: number) => ligneDEffacement({ instant: a(heure), installation, plie_id: 1, genre: 'PERSONNE', cible_id, regle: 'SORTIE', le: dateCivile('2025-06-16') });
  // At noon the backup of 09:00, which had given numbers up to 100, was put back: 101 and later are then somebody else.
  const registre = lireRegistre([
    ligneDOuverture(a('08:00'), installation), efface('10:00', 50), efface('10:00', 101),
    ligneDeRestauration({ instant: a('12:00'), installation, sauvegarde: a('09:00'), marques: { personnes: 100, orientations: 0, dossiers_pe: 0 } }),
    efface('14:00', 60), efface('14:00', 102),
  ].join(''));
  const pour = (heure: string) => effacementsValables(registre, installation, a(heure)).map((e) => e.cible_id);
  expect(pour('09:30')).toEqual([50, 101, 60]);
  expect(pour('13:00')).toEqual([50, 60, 102]);
  expect(effacementsValables(registre, 'd'.repeat(64), a('13:00'))).toEqual([]);
  expect(() => lireRegistre('effacement hier')).toThrow(/ligne 1 du registre/);
});

/** A database as an earlier version left it. */
async function ancienne(derniere: string): Promise<Base> {
  const vieille = await vierge(creerBaseDeTest());
  while ((await lireMigrations(vieille)).includes(derniere)) await vieille.migrate.down({ migrationSource, tableName: 'migrations' });
  return vieille;
}

test('la sauvegarde d\'une version plus ancienne se restaure, puis passe au schéma d\'aujourd\'hui', async () => {
  const vieille = await ancienne('027-creer-l-enquete');
  const contexte = contexteSysteme(vieille, dateCivile(JOUR), 'essai');
  const f = fabriquer(contexte);
  const { plie, agence } = await f.unTerritoireComplet();
  const { personne_id } = await f.uneOrientation({ plie_id: plie.id, agence_id: agence.id });
  await sauvegarder(contexte, chemin('ancienne.plie'), CLE);
  const neuve = await vierge(creerBaseDeTest());
  await remettre(neuve, chemin('ancienne.plie'));
  expect(await neuve('personnes').select('id')).toEqual([{ id: personne_id }]);
  expect(await neuve('enquetes')).toEqual([]);
  expect(await lireMigrations(neuve)).toEqual(await listerMigrations());
  expect(await decrireSchema(neuve)).toEqual(await decrireSchema(base()));
}, 120_000);

test('un échec en cours de restauration laisse la base comme elle était', async () => {
  // A column too many, added by hand to the database that was saved.
  const modifiee = await vierge(creerBaseDeTest());
  await modifiee.raw('alter table regions add column ajoutee text');
  await fabriquer(contexteSysteme(modifiee, dateCivile(JOUR), 'essai')).unTerritoireComplet();
  await sauvegarder(contexteSysteme(modifiee, dateCivile(JOUR), 'essai'), chemin('modifiee.plie'), CLE);
  // A key that leads nowhere: it shows at the very end, when the rows are in.
  const trouee = await vierge(creerBaseDeTest());
  await trouee.raw('alter table organisations drop constraint organisations_departement_code_fkey');
  await fabriquer(contexteSysteme(trouee, dateCivile(JOUR), 'essai')).unPlie();
  await trouee.raw('delete from departements');
  await sauvegarder(contexteSysteme(trouee, dateCivile(JOUR), 'essai'), chemin('trouee.plie'), CLE);

  const [schema, comptes, empreinte] = [await decrireSchema(base()), await compterTout(base()), await monde.empreinte()];
  await expect(remettre(base(), chemin('modifiee.plie'))).rejects.toThrow(/La table regions .* schéma a été modifié à la main/);
  await expect(remettre(base(), chemin('trouee.plie'))).rejects.toThrow(/code 23503, table organisations, contrainte organisations_departement_code_fkey.* Rien n'a été changé/);
  expect([await decrireSchema(base()), await compterTout(base()), await monde.empreinte()]).toEqual([schema, comptes, empreinte]);
}, 120_000);
