/**
 * Two roles on PostgreSQL: the application works, and cannot change the journal, by whatever way. What it must still do to it goes through
 * functions that hold their own conditions, on both engines.
 */
import { spawnSync } from 'node:child_process';
import { consigner, ecrire, type Transaction } from '../../server/lib/ecriture';
import { sceller, verifierJournal, viderLeJournal } from '../../server/administration/journal/actions';
import { executer } from '../../server/cli';
import { appliquer } from '../../server/conservation/actions';
import { contexteSysteme, type Contexte } from '../../server/acces/acteur';
import { dateCivile } from '../../server/lib/dates';
import { exigerSchema, ouvrirBase, SchemaEnRetard, type Base } from '../../server/lib/db';
import { listerChemins } from '../../server/lib/db/roles';
import { RACINE } from '../../server/lib/racine';
import { analyserTableNeuve } from '../../server/reprise/queries-import';
import { fabriquer } from '../fabriques';
import { demarrerEssai, envoyer, type Essai } from '../outils/application';
import { creerBaseADeuxRoles, creerBaseDeTest, POSTGRES } from '../outils/moteur';
import { CLE, creerDossier } from '../outils/sauvegarde';

const JOUR = '2025-06-16';
const REFUSEE = { code: '42501' };

describe('les fonctions du journal', () => {
  let essai: Awaited<ReturnType<typeof creerBaseDeTest>>;
  let base: Base;
  let contexte: Contexte;
  let plieId: number;
  let personneId: number;
  beforeAll(async () => {
    essai = await creerBaseDeTest();
    base = essai.base;
    contexte = contexteSysteme(base, dateCivile(JOUR), 'essai');
    plieId = (await fabriquer(contexte).unTerritoireComplet()).plie.id;
    personneId = (await fabriquer(contexte).unePersonne({ plie_id: plieId, nom: 'Marqueur' })).id;
  });
  afterAll(() => essai.fermer());

  const OUBLIER = 'select oublier_au_journal(array(select id from journal_lignes where personne_id = ?)) as n';
  const oublier = async (trx: Base | Transaction) => (await trx.raw<{ rows: { n: number }[] }>(OUBLIER, [personneId])).rows[0]!.n;
  const dansUnActe = <T>(travail: (trx: Transaction) => Promise<T>) => ecrire(base, contexte.auteur, 'essai', travail);
  const dit = async () => JSON.stringify(await base('journal_lignes').where({ personne_id: personneId }));
  const effacee = (trx: Transaction) => trx('effacements').insert({ plie_id: plieId, genre: 'PERSONNE', cible_id: personneId, regle: 'DROIT', le: JOUR });
  const anonyme = (trx: Transaction) => trx('personnes').where({ id: personneId }).update({
    nom: 'Effacées', prenom: 'Données', reference_reprise: null, adresse: null, code_postal: null, telephone: null, courriel: null, identifiant_pe: null, zone_pe: null, identifiant_caf: null, minimum_social: null, rqth: null, deld: null, freins: [], efface_le: JOUR,
  });

  test("le journal n'oublie une personne que dans un acte, son effacement inscrit et son identité partie", async () => {
    await expect(oublier(base)).rejects.toMatchObject(REFUSEE);
    await expect(dansUnActe(oublier)).rejects.toThrow("n'oublie que ce qui est effacé");
    await expect(dansUnActe(async (trx) => { await effacee(trx); await oublier(trx); })).rejects.toThrow("n'oublie que ce qui est effacé");
    await expect(dansUnActe(async (trx) => { await anonyme(trx); await oublier(trx); })).rejects.toThrow("n'oublie que ce qui est effacé");
    expect(await dit()).toContain('Marqueur');
    await dansUnActe(async (trx) => { await effacee(trx); await anonyme(trx); expect(await oublier(trx)).toBe(2); });
    expect(await dit()).not.toContain('Marqueur');
  });

  test("ni une autre personne, ni une ligne supprimée sans effacement", async () => {
    const autre = await fabriquer(contexte).unePersonne({ plie_id: plieId, nom: 'Tierce' });
    await expect(dansUnActe((trx) => trx.raw('select oublier_au_journal(array(select id from journal_lignes where personne_id in (?, ?)))', [personneId, autre.id]))).rejects.toThrow("n'oublie que");
    const compte = await fabriquer(contexte).unUtilisateur({ role: 'ANIMATION', organisation_id: plieId });
    const filtre = await fabriquer(contexte).inserer('filtres', { utilisateur_id: compte.id, nom: 'Tierce', parametres: '{}' });
    const supprimer = async (trx: Transaction) => { await trx('filtres').where({ id: filtre.id }).delete(); await trx.raw("select oublier_au_journal(array(select id from journal_lignes where table_nom = 'filtres'))"); };
    await expect(dansUnActe(supprimer)).rejects.toThrow("n'oublie que");
  });

  test('un segment ne part que dans un acte, et pas avant douze mois', async () => {
    await sceller(base, []);
    await expect(base.raw('select * from vider_le_journal()')).rejects.toMatchObject(REFUSEE);
    const { rows } = await dansUnActe((trx) => trx.raw<{ rows: unknown[] }>('select * from vider_le_journal()'));
    expect(rows).toEqual([{ segments: 0, retires: 0 }]);
    expect(await verifierJournal(base, null)).toMatchObject({ segments: 1 });
  });

  test('chaque fonction du propriétaire lit ses noms au même endroit, les tables temporaires en dernier, et n\'est pas à tous', async () => {
    const { rows } = await base.raw<{ rows: { nom: string; chemin: string[]; tous: boolean }[] }>(`
      select proname::text as nom, proconfig as chemin, has_function_privilege('public', oid, 'EXECUTE') as tous from pg_proc where prosecdef and pronamespace = 'public'::regnamespace order by 1`);
    expect(rows).toEqual(['analyser_table_neuve', 'oublier_au_journal', 'sceller_le_journal', 'vider_le_journal'].map((nom) => ({ nom, chemin: ['search_path=pg_catalog, public, pg_temp'], tous: false })));
  });

  test('avec un seul rôle, il est dit que ce rôle pourrait changer le journal', async () => {
    expect(await listerChemins(base)).toEqual(['il est superutilisateur']);
  });
});

if (POSTGRES) describe('deux rôles', () => {
  const { chemin, ranger } = creerDossier();
  let serveur: Awaited<ReturnType<typeof creerBaseADeuxRoles>>;
  let essai: Essai;
  let proprietaire: Awaited<ReturnType<typeof ouvrirBase>>;
  let messages = '';

  /** A command, with the two addresses in its environment. */
  const plie = async (...args: string[]) => {
    messages = '';
    const espions = [jest.spyOn(process.stdout, 'write').mockReturnValue(true), jest.spyOn(process.stderr, 'write').mockImplementation((t) => { messages += String(t); return true; })];
    const avant = { ...process.env };
    Object.assign(process.env, { DATABASE_URL: serveur.application.url, PLIE_PROPRIETAIRE_URL: serveur.proprietaire.url, PLIE_CLE_SAUVEGARDE: CLE });
    try { return await executer(args); } finally {
      process.env = avant;
      for (const espion of espions) espion.mockRestore();
    }
  };
  const application = () => essai.contexte.base;

  beforeAll(async () => {
    serveur = await creerBaseADeuxRoles();
    essai = await demarrerEssai(JOUR, {}, () => ouvrirBase({ databaseUrl: serveur.application.url }));
    proprietaire = await ouvrirBase({ databaseUrl: serveur.proprietaire.url });
    // Nothing there yet: the application does not make the schema, and says who does.
    await expect(exigerSchema(application())).rejects.toThrow(SchemaEnRetard);
    // As on a server that was upgraded: there, everybody may make tables.
    await proprietaire.base.raw('grant create on schema public to public');
    expect([await plie('migrer'), messages]).toEqual([0, expect.stringContaining('La base est à jour.')]);
    await exigerSchema(application());
  }, 120_000);
  afterAll(async () => {
    await essai.fermer();
    await proprietaire.fermer();
    await serveur.fermer();
    ranger();
  });

  test("l'application, sous son rôle : connexion, étape écrite, effacement, scellement, départ d'un segment, sauvegarde, restauration", async () => {
    const { fabriques: f, contexte } = essai;
    const { plie: unPlie, agence } = await f.unTerritoireComplet({ date_debut: '2020-01-01', date_fin: '2026-12-31' });
    const parcours = await f.uneOrientation({ plie_id: unPlie.id, agence_id: agence.id, date_prescription: '2025-01-10', date_contact: '2025-01-15', date_integration: '2025-02-01' });
    const accompagnateur = await essai.comme('ACCOMPAGNATEUR', unPlie.id);
    const page = `/orientations/${parcours.id}/etape`;
    await envoyer(accompagnateur, page, page, { type: 'FORMATION', date_debut: '01/03/2025' }).expect(303);
    expect(await application()('etapes').where({ orientation_id: parcours.id }).select('type')).toEqual([{ type: 'FORMATION' }]);

    const partie = await f.uneOrientation({ plie_id: unPlie.id, agence_id: agence.id, date_prescription: '2021-07-01', date_contact: '2021-07-10', date_integration: '2023-09-01', date_sortie: '2024-03-15', nature_sortie: 'INITIATIVE_PLIE', motif_sortie: 'FIN_DE_PARCOURS' });
    await ecrire(application(), contexte.auteur, 'essai', (trx) => trx('personnes').where({ id: partie.personne_id }).update({ adresse: '9 impasse Zqrue' }));
    await appliquer(contexteSysteme(application(), dateCivile('2024-09-15'), 'essai'));
    expect(await application()('personnes').where({ id: partie.personne_id }).first('nom')).toEqual({ nom: 'Effacées' });
    expect(JSON.stringify(await application()('journal_lignes'))).not.toContain('Zqrue');

    expect(await sceller(application(), [])).toBe(1);
    await consigner(application(), contexte.auteur, { action: 'bilan.exporter' });
    expect(await sceller(application(), [])).toBe(1);
    expect(await plie('journal', 'verifier')).toBe(0);
    // As if the first had been sealed a year ago; its owner alone may.
    await proprietaire.base.raw("alter table journal_sceaux disable trigger user; update journal_sceaux set fin = now() - interval '12 months 1 day' where numero = 1; alter table journal_sceaux enable trigger user");
    expect(await viderLeJournal(application())).toMatchObject({ segments: 1 });
    expect(await verifierJournal(application(), null)).toMatchObject({ segments: 2, enAttente: 1 });

    await ecrire(application(), contexte.auteur, 'essai', (trx) => analyserTableNeuve(trx, 'personnes'));
    expect((await application().raw<{ rows: { n: number }[] }>("select reltuples::int as n from pg_class where oid = 'personnes'::regclass")).rows[0]!.n).toBeGreaterThan(0);

    expect(await plie('sauvegarde', chemin('deux.plie'))).toBe(0);
    await accompagnateur.get(page).expect(200);
    expect([await plie('restauration', chemin('deux.plie'), '--remplacer'), messages]).toEqual([0, expect.anything()]);
    // The tables are new; the rights are as they were.
    const revenu = await essai.comme('ACCOMPAGNATEUR', unPlie.id);
    await envoyer(revenu, page, page, { type: 'ATELIER', date_debut: '02/03/2025' }).expect(303);
    expect(await listerChemins(application())).toEqual([]);
  }, 120_000);

  test('le rôle de l\'application ne change, ne vide ni ne désarme le journal, par aucun chemin', async () => {
    await consigner(application(), essai.contexte.auteur, { action: 'bilan.exporter' });
    await sceller(application(), []);
    const tables = ['journal_actes', 'journal_lignes', 'journal_sceaux'];
    const etat = async () => JSON.stringify(await Promise.all(tables.map((t) => proprietaire.base(t).orderBy(1))));
    const avant = await etat();
    const { role } = serveur.proprietaire;
    const requetes = [
      ...tables.flatMap((t) => [`delete from ${t}`, `truncate ${t} cascade`, `alter table ${t} disable trigger user`, `alter table ${t} add autre text`, `drop table ${t} cascade`, `alter table ${t} owner to current_user`, `create trigger t before insert on ${t} for each row execute function compter_version()`]),
      "update journal_actes set action = 'autre'", 'update journal_actes set sceau = null', 'update journal_lignes set apres = null, sel = null, empreinte = empreinte_de_ligne(sel, avant, apres)', 'update journal_sceaux set parti_le = now()',
      "insert into journal_actes (action, systeme, sceau) values ('personne.consulter', 'essai', 1)", "insert into journal_actes (action, systeme, instant) values ('personne.consulter', 'essai', now() - interval '2 years')",
      "insert into journal_sceaux (numero, actes, lignes, debut, fin, contenu, empreinte) select 99, 1, 1, now(), now(), contenu, empreinte from journal_sceaux limit 1",
      'drop trigger journal_actes_immuables on journal_actes', 'drop function journal_actes_immuables() cascade', 'create or replace function journal_actes_immuables() returns trigger language plpgsql as $$ begin return new; end $$',
      `set role ${role}`, `set session authorization ${role}`, `set session_replication_role = replica`, `grant ${role} to current_user`, 'create table autre (id int)', 'create temporary table journal_lignes (id int)', 'create schema autre',
      'delete from effacements', 'delete from certificats_destruction', 'delete from migrations',
      'select oublier_au_journal(array(select id from journal_lignes))', 'select * from vider_le_journal()',
    ];
    for (const requete of requetes) expect([requete, await application().raw(requete).then(() => 'acceptée', (e: { code?: string }) => e.code)]).toEqual([requete, '42501']);
    expect(await etat()).toBe(avant);
  });

  test('une table née depuis est à l\'application au prochain « migrer » ; celle du journal ne se lit seulement', async () => {
    await proprietaire.base.raw('create table nouvelle (id int); create table journal_nouveau (id int)');
    expect(await plie('migrer')).toBe(0);
    // An import takes the numbers of its rows before it writes them.
    for (const requete of ["select nextval(pg_get_serial_sequence('dossiers_pe', 'id'))", 'insert into nouvelle values (1)', 'update nouvelle set id = 2', 'delete from nouvelle', 'select * from journal_nouveau']) await application().raw(requete);
    await expect(application().raw('insert into journal_nouveau values (1)')).rejects.toMatchObject(REFUSEE);
    await proprietaire.base.raw('drop table nouvelle, journal_nouveau');
  });

  test('la page du délégué dit ce qui est, d\'après la base', async () => {
    const { plie: unPlie } = await essai.fabriques.unTerritoireComplet();
    const dpo = await essai.comme('DPO', unPlie.id);
    const lire = async () => (await dpo.get('/protection-des-donnees').expect(200)).text.replace(/&#39;/g, "'");
    expect(await lire()).toContain("n'en a pas le droit, et ne peut pas se le donner");
    await proprietaire.base.raw(`grant delete on journal_actes to ${serveur.application.role}`);
    expect(await lire()).toContain('il a le droit de changer ou de vider une table du journal');
    expect(await plie('migrer')).toBe(0);
    expect(await lire()).toContain("n'en a pas le droit, et ne peut pas se le donner");
  });

  test.each([
    ['membre du propriétaire', (r: { application: string; proprietaire: string }) => [`grant ${r.proprietaire} to ${r.application}`, `revoke ${r.proprietaire} from ${r.application}`], 'peut prendre le rôle qui les possède'],
    ['membre sans hériter', (r) => [`alter role ${r.application} noinherit; grant ${r.proprietaire} to ${r.application}`, `alter role ${r.application} inherit; revoke ${r.proprietaire} from ${r.application}`], 'peut prendre le rôle qui les possède'],
    ['qui crée des rôles', (r) => [`alter role ${r.application} createrole`, `alter role ${r.application} nocreaterole`], 'créer des rôles'],
    ['qui fait taire les déclencheurs', (r) => [`grant set on parameter session_replication_role to ${r.application}`, `revoke set on parameter session_replication_role from ${r.application}`], 'faire taire les déclencheurs'],
    ['superutilisateur', (r) => [`alter role ${r.application} superuser`, `alter role ${r.application} nosuperuser`], 'superutilisateur'],
  ])('un rôle %s est refusé par « migrer », qui dit quoi corriger', async (_quoi, ordres, phrase) => {
    const [donner, reprendre] = ordres({ application: serveur.application.role, proprietaire: serveur.proprietaire.role });
    await serveur.enMaitre(donner!);
    try {
      expect([await plie('migrer'), messages]).toEqual([1, expect.stringContaining(phrase)]);
    } finally {
      await serveur.enMaitre(reprendre!);
    }
    expect(await plie('migrer')).toBe(0);
  });

  test('le serveur ne démarre pas avec le mot de passe du propriétaire', () => {
    const { status, stderr } = spawnSync(process.execPath, ['--require', 'tsx/cjs', 'server/index.ts'], { cwd: RACINE, encoding: 'utf8', env: { PATH: process.env.PATH, PORT: '0', DATABASE_URL: serveur.application.url, PLIE_PROPRIETAIRE_URL: serveur.proprietaire.url } });
    expect([status, stderr]).toEqual([1, expect.stringContaining('retirez-la des réglages du serveur')]);
  }, 60_000);

  test('le même rôle des deux côtés n\'en fait pas deux', async () => {
    const { application } = serveur;
    serveur.application = serveur.proprietaire;
    try { expect([await plie('migrer'), messages]).toEqual([1, expect.stringContaining('avec le même rôle')]); } finally { serveur.application = application; }
  });
});
