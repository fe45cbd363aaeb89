/** The demonstration: the same twice for a day, whole, within the rules, and never over real data. */
import { contexteSysteme, ROLES, type Contexte } from '../../server/acces/acteur';
import { critiquer, verifier } from '../../server/acces/mots-de-passe';
import { commande } from '../../server/cli/demo';
import { LISTES, type NomDeListe } from '../../server/codes/listes';
import { listerComptes, remplir } from '../../server/demonstration/actions';
import { estDemonstration } from '../../server/demonstration/queries';
import { dateCivile } from '../../server/lib/dates';
import { listerSuivisOuverts } from '../../server/sorties/queries-suivis';
import { sortiesAConfirmer } from '../../server/sorties/rules-suivis';
import { fabriquer } from '../fabriques';
import { outilsDeCommande } from '../outils/commande';
import { creerBaseDeTest } from '../outils/moteur';

const JOUR = dateCivile('2026-11-21');
const options = { secondFacteur: false, avancer: () => {} };

const bases: { fermer(): Promise<void> }[] = [];
async function ouvrir(jour = JOUR): Promise<Contexte> {
  const connexion = await creerBaseDeTest();
  bases.push(connexion);
  return contexteSysteme(connexion.base, jour, 'essai');
}

let demo: Contexte;
beforeAll(async () => {
  demo = await ouvrir();
  await remplir(demo, options);
}, 120_000);
afterAll(async () => {
  for (const base of bases) await base.fermer();
});

const lire = async <T>(texte: string): Promise<T[]> => (await demo.base.raw<{ rows: T[] }>(texte)).rows;
const compter = async (condition: string) => (await lire<{ n: number }>(`select count(*) as n from ${condition}`))[0]!.n;

/** One line per table: its name, its rows, and the sum of all that they say (a password's hash is salted, and left out). */
async function empreintes({ base }: Contexte): Promise<string[]> {
  const { rows: tables } = await base.raw<{ rows: { nom: string }[] }>("select table_name as nom from information_schema.tables where table_schema = 'public' and table_name !~ '^(journal_|migrations)' order by 1");
  const sommes: string[] = [];
  for (const { nom } of tables) {
    const { rows } = await base.raw<{ rows: { somme: string }[] }>(`select count(*) || ' ' || coalesce(md5(string_agg(ligne, '' order by ligne collate "C")), '-') as somme from (select (to_jsonb(t) - 'mot_de_passe')::text as ligne from ${nom} t) as lignes`);
    sommes.push(`${nom} ${rows[0]!.somme}`);
  }
  return sommes;
}

test('la commande écrit les comptes en JSON, donne deux fois la même région pour un jour, et refuse la base qu\'elle a remplie', async () => {
  const jumelle = await ouvrir();
  expect(await estDemonstration(jumelle.base)).toBe(false);
  const essai = outilsDeCommande(jumelle);
  await commande.executer(['--format', 'json'], essai.outils);
  const { comptes } = JSON.parse(essai.sortie.join('')) as { comptes: Record<string, string>[] };
  expect(comptes.length).toBeGreaterThan(100);
  for (const compte of comptes) expect(Object.keys(compte)).toEqual(['role', 'organisation', 'courriel', 'mot_de_passe']);
  expect(comptes).toContainEqual({ role: 'ANIMATION', organisation: 'CASA', courriel: 'animation@casa.exemple.test', mot_de_passe: comptes[0]!.mot_de_passe });
  expect(await empreintes(jumelle)).toEqual(await empreintes(demo));
  expect(await estDemonstration(jumelle.base)).toBe(true);
  await expect(commande.executer([], outilsDeCommande(jumelle).outils)).rejects.toThrow('contient déjà des données');
}, 120_000);

test('un 29 février se remplit comme un autre jour, autrement', async () => {
  const autre = await ouvrir(dateCivile('2028-02-29'));
  await remplir(autre, options);
  expect(await empreintes(autre)).not.toEqual(await empreintes(demo));
}, 120_000);

test('rien de ce qui a eu lieu n\'est daté après le jour', async () => {
  // What is planned, not what happened: ends of conventions, of PNI, of contracts, of extensions, and « no end yet ».
  const prevues = ['conventions.date_fin', 'conventions.date_debut', 'pni.date_fin', 'dossiers_pe.pni_fin', 'suivis_emploi.date_fin_prevue', 'prolongations.date_fin', 'orientations.date_fin', 'commissions.date_seance', 'seances.date_seance', 'jalons.date_jalon', 'enquetes.date_limite'];
  const colonnes = await lire<{ t: string; c: string }>("select table_name as t, column_name as c from information_schema.columns where table_schema = 'public' and data_type = 'date' order by 1, 2");
  for (const { t, c } of colonnes.filter(({ t, c }) => !prevues.includes(`${t}.${c}`))) expect([t, c, await compter(`${t} where ${c} > '${JOUR}'`)]).toEqual([t, c, 0]);
});

test('chaque code de chaque liste et chaque état se rencontre', async () => {
  const colonnes: [colonne: string, table: string, liste: NomDeListe][] = [
    ['prescripteur', 'orientations', 'PRESCRIPTEURS'], ['mode_orientation', 'orientations', 'MODES_ORIENTATION'], ['type_contact', 'orientations', 'TYPES_CONTACT'], ['motif_refus', 'orientations', 'MOTIFS_REFUS'],
    ['motif_sortie', 'orientations', 'MOTIFS_SORTIE'], ['nature_sortie', 'orientations', 'NATURES_SORTIE'], ['minimum_social', 'personnes', 'MINIMA_SOCIAUX'], ['motif_cloture', 'pni', 'MOTIFS_CLOTURE_PNI'],
    ['resultat', 'etapes', 'RESULTATS_ETAPE'], ['type', 'demandes_pe', 'TYPES_DEMANDE_PE'], ['reponse', 'demandes_pe', 'REPONSES_DEMANDE_PE'], ['contrat', 'suivis_emploi', 'CONTRATS'],
    ['orientations_ic', 'conventions', 'ORIENTATIONS_IC'], ['perimetre_sorties', 'conventions', 'PERIMETRES_SORTIES'], ['mode_integration', 'conventions', 'MODES_INTEGRATION'],
  ];
  for (const [colonne, table, liste] of colonnes) {
    const vus = (await lire<{ code: string }>(`select distinct ${colonne} as code from ${table} where ${colonne} is not null`)).map((l) => l.code);
    expect([table, colonne, vus.sort()]).toEqual([table, colonne, LISTES[liste].map((c) => c.code as string).sort()]);
  }
  expect((await lire<{ etat: string }>('select distinct etat from orientations order by 1')).map((l) => l.etat)).toEqual(['ACCUEILLIE', 'EN_DIAGNOSTIC', 'EN_PARCOURS', 'PRESCRITE', 'REFUSEE', 'SORTIE']);
  expect((await lire<{ type: string }>("select code as type from codes where liste = 'TYPE_ETAPE' except select type from etapes"))).toEqual([]);
});

test.each([
  ['près de 3 000 orientations', 'generate_series(2900, 3100) n where n = (select count(*) from orientations)'],
  ['absents au premier contact, toujours attendus', "absences a join orientations o on o.plie_id = a.plie_id and o.id = a.orientation_id where a.premier_contact and o.etat = 'PRESCRITE'"],
  ['PNI demandé, pas encore posé', 'pni where date_debut is null and date_cloture is null'],
  ['PNI échu sans sortie', `pni p join orientations o on o.plie_id = p.plie_id and o.id = p.orientation_id where p.date_fin < '${JOUR}' and p.date_cloture is null and o.etat = 'EN_PARCOURS'`],
  ['PNI qui finit dans moins de 30 jours', `pni p join orientations o on o.plie_id = p.plie_id and o.id = p.orientation_id where p.date_fin between '${JOUR}' and date '${JOUR}' + 30 and p.date_cloture is null and o.etat = 'EN_PARCOURS'`],
  ['intégration et PNI un 29 février', "pni where to_char(date_debut, 'MM-DD') = '02-29' and to_char(date_fin, 'MM-DD') = '02-27'"],
  ['référent qui a changé', 'referents where date_fin is not null and exists (select 1 from referents s where s.plie_id = referents.plie_id and s.orientation_id = referents.orientation_id and s.date_debut > referents.date_fin)'],
  ['suivi dans l\'emploi en cours', "suivis_emploi s join orientations o on o.plie_id = s.plie_id and o.id = s.orientation_id where s.date_perte is null and o.etat = 'EN_PARCOURS'"],
  ['emploi perdu avant six mois, parcours qui continue', 'suivis_emploi s join orientations o on o.plie_id = s.plie_id and o.id = s.orientation_id where s.date_perte is not null and (o.date_sortie is null or o.date_sortie > s.date_perte)'],
  ['sortie apportée par une reprise', "sorties where origine = 'REPRISE'"],
  ['sortie en emploi dont le contrat n\'est pas enregistré', "sorties s join orientations o on o.plie_id = s.plie_id and o.id = s.orientation_id where s.origine = 'DERIVEE' and s.suivi_id is null and o.motif_sortie = 'EMPLOI'"],
  ['sortie reclassée par une preuve tardive', "sorties s join orientations o on o.plie_id = s.plie_id and o.id = s.orientation_id where s.date_reclassement > o.date_sortie and o.nature_sortie = 'POSITIVE_EMPLOI'"],
  ['parcours prolongé', 'prolongations'],
  ['deux orientations en attente pour une personne', "(select 1 from orientations where etat = 'PRESCRITE' group by plie_id, personne_id having count(*) > 1) as doubles"],
  ['personne revenue après une fin', '(select 1 from orientations group by plie_id, personne_id having count(*) > 1 and count(date_fin) > 1) as retours'],
  ['doublon probable dans un PLIE', 'personnes a join personnes b on b.plie_id = a.plie_id and b.id > a.id and b.nom_norm = a.nom_norm and b.prenom_norm = a.prenom_norm and b.date_naissance = a.date_naissance and b.nom <> a.nom'],
  ['même personne dans deux PLIE', 'personnes a join personnes b on b.plie_id <> a.plie_id and b.identifiant_pe = a.identifiant_pe and b.date_naissance = a.date_naissance'],
  ['violation dont les 36 heures courent', `violations v where v.close_le is null and v.sans_objet_le is null and v.decouverte_le + interval '36 hours' > timestamptz '${JOUR} 23:59 Europe/Paris' and not exists (select 1 from violation_annonces a where a.violation_id = v.id)`],
  ['violation close, dite à temps', "violations v join violation_annonces a on a.violation_id = v.id where v.close_le is not null and a.dite_le < v.decouverte_le + interval '36 hours'"],
  ['demande de droits à répondre dans le mois', `demandes_droits where repondue_le is null and recue_le > date '${JOUR}' - 30`],
  ['alerte en attente, avec ses actes au journal', "alertes_usage s where s.suite is null and s.nombre = (select count(*) from journal_actes j where j.utilisateur_id = s.utilisateur_id and j.instant between s.debut and s.fin)"],
  ['organisation sans correspondant, et une autre sans pays', "organisations a cross join organisations b where a.type <> 'REGION' and b.type <> 'REGION' and not exists (select 1 from correspondants k where k.organisation_id = a.id and k.domaine = 'SECURITE') and not exists (select 1 from hebergements h where h.organisation_id = b.id)"],
  ['séance de commission close, avec une personne refusée', "commissions c join commission_dossiers d on d.plie_id = c.plie_id and d.commission_id = c.id where c.date_cloture is not null and d.decision = 'REFUSER'"],
  ['séance de commission passée qui attend des décisions', `commissions c join commission_dossiers d on d.plie_id = c.plie_id and d.commission_id = c.id where c.date_seance <= '${JOUR}' and d.decision is null`],
  ['personne ajournée à la prochaine séance', "commission_dossiers d join commissions s on s.plie_id = d.plie_id and s.id = d.suivante_id where d.decision = 'AJOURNER'"],
  ['sans identifiant', 'personnes where identifiant_pe is null'],
  ['Pôle emploi sans agence', "orientations where prescripteur = 'POLE_EMPLOI' and agence_id is null"],
  ['convention terminée', `(select 1 from conventions group by plie_id having max(date_fin) < '${JOUR}') as finies`],
  ['réglages changés d\'une année à l\'autre', '(select 1 from conventions group by plie_id having count(distinct phase_diagnostic) = 2) as changees'],
  ['agence de deux PLIE', '(select 1 from plie_agences group by agence_id having count(*) > 1) as partagees'],
  ['convention FSE', 'conventions where fse'],
  ['notes de travail écrites par le référent', 'notes n join referents r on r.plie_id = n.plie_id and r.utilisateur_id = n.auteur_id and r.date_fin is null'],
  ['parcours ouvert suivi par un compte désactivé', "referents r join utilisateurs u on u.id = r.utilisateur_id join orientations o on o.plie_id = r.plie_id and o.id = r.orientation_id where not u.actif and r.date_fin is null and o.etat = 'EN_PARCOURS'"],
  ['personnes convoquées à une séance collective des jours qui viennent', `seances s join convocations c on c.plie_id = s.plie_id and c.seance_id = s.id where s.type = 'COLLECTIF' and c.presence is null and s.date_seance between '${JOUR}' and date '${JOUR}' + 7`],
  ['feuille de présence à remplir', `seances s join convocations c on c.plie_id = s.plie_id and c.seance_id = s.id join orientations o on o.plie_id = c.plie_id and o.id = c.orientation_id where s.date_seance < '${JOUR}' and c.presence is null and o.etat = 'PRESCRITE'`],
  ['orientation attribuée avant l’intégration', "orientations where etat = 'PRESCRITE' and attribuee_a is not null"],
  ['orientation à attribuer, qui n’a pas encore un mois', `orientations where etat = 'PRESCRITE' and attribuee_a is null and date_prescription > date '${JOUR}' - 30`],
  ['PNI actif qu’un contrat IAE oblige à lever', `pni n join etapes e on e.plie_id = n.plie_id and e.orientation_id = n.orientation_id where e.type = 'IAE' and e.resultat is null and e.date_debut between n.date_debut and '${JOUR}' and n.date_cloture is null and n.date_fin >= '${JOUR}'`],
])('il y a de quoi essayer : %s', async (_cas, source) => {
  expect(await compter(source)).toBeGreaterThan(0);
});

test('ce qui est noté d’une séance est ce que disent les premiers contacts et les absences', async () => {
  const notees = 'convocations c join seances s on s.plie_id = c.plie_id and s.id = c.seance_id join orientations o on o.plie_id = c.plie_id and o.id = c.orientation_id';
  expect(await compter(`${notees} where c.presence = 'PRESENT' and (o.date_contact, o.type_contact) is distinct from (s.date_seance, s.type)`)).toBe(0);
  expect(await compter(`${notees} where c.presence in ('ABSENT', 'EXCUSE') and not exists (select 1 from absences a where a.plie_id = o.plie_id and a.orientation_id = o.id and a.date_convocation = s.date_seance and a.excuse = (c.presence = 'EXCUSE'))`)).toBe(0);
  expect(await compter(`${notees} where s.date_seance < o.date_prescription or (c.presence is null and o.etat <> 'PRESCRITE')`)).toBe(0);
});

test('au PLIE CASA, des sorties attendent leur confirmation, avec leur preuve et sans elle', async () => {
  const casa = new Set((await lire<{ id: number }>("select o.id from orientations o join organisations p on p.id = o.plie_id where p.code = 'CASA'")).map((o) => o.id));
  const aConfirmer = sortiesAConfirmer((await listerSuivisOuverts(demo, null)).filter((s) => casa.has(s.orientation_id)), JOUR);
  expect(aConfirmer.filter((s) => !s.proposition.preuveManquante).length).toBeGreaterThanOrEqual(2);
  expect(aConfirmer.filter((s) => s.proposition.preuveManquante).length).toBeGreaterThanOrEqual(2);
});

test('une sortie positive tient son contrat ou son titre, et sa preuve', async () => {
  expect(await compter(`orientations o left join sorties s on s.plie_id = o.plie_id and s.orientation_id = o.id left join suivis_emploi e on e.plie_id = s.plie_id and e.id = s.suivi_id
    where s.origine = 'DERIVEE' and o.nature_sortie like 'POSITIVE%' and (s.explication is null or e.id is null or e.preuve is null
      or (o.nature_sortie = 'POSITIVE_EMPLOI' and o.date_sortie <> (e.date_debut + interval '6 months')::date - 1)
      or (o.nature_sortie = 'POSITIVE_FORMATION' and o.date_sortie <> e.date_validation))`)).toBe(0);
  expect(await compter('orientations o left join sorties s on s.plie_id = o.plie_id and s.orientation_id = o.id where (o.date_sortie is null) <> (s.id is null)')).toBe(0);
});

test('au PLIE où tout passe par les informations collectives, les présents sont les accueillis', async () => {
  const [ecart] = await lire<{ presents: number; accueillis: number; flux: number }>(`
    select (select sum(presents) from informations_collectives i where i.plie_id = p.id) as presents,
           (select count(*) from orientations o where o.plie_id = p.id and o.prescripteur = 'POLE_EMPLOI' and o.date_contact is not null) as accueillis,
           (select count(*) from orientations o where o.plie_id = p.id and o.mode_orientation = 'FLUX') as flux
    from organisations p where p.code = 'PAYS-AIX'`);
  expect(ecart!.accueillis).toBeGreaterThan(50);
  expect(ecart).toEqual({ presents: ecart!.accueillis, accueillis: ecart!.accueillis, flux: 0 });
});

test('personne n\'est joignable : numéros et courriels de fiction', async () => {
  const numeros = await lire<{ n: string }>("select telephone as n from personnes union select telephone from utilisateurs union select telephone from organisations union select telephone from convention_correspondants union select telephone from correspondants union select agent_telephone from orientations");
  for (const { n } of numeros) if (n) expect(n).toMatch(/^0(1 99 00|6 39 98) \d\d \d\d$/);
  const courriels = await lire<{ c: string }>('select courriel as c from personnes union select courriel from utilisateurs union select courriel from organisations union select courriel from convention_correspondants union select courriel from correspondants union select agent_courriel from orientations union select boite_generique from conventions');
  for (const { c } of courriels) if (c) expect(c).toMatch(/^[a-z0-9.-]+@([a-z0-9-]+\.)?exemple\.test$/);
});

test('il y a un compte par rôle, et le mot de passe annoncé ouvre', async () => {
  const comptes = await listerComptes(demo);
  expect(comptes.map((c) => c.role).filter((role, i, tous) => tous.indexOf(role) === i).sort()).toEqual([...ROLES].sort());
  const hache = (await lire<{ mot_de_passe: string }>(`select mot_de_passe from utilisateurs where courriel = '${comptes[0]!.courriel}'`))[0]!.mot_de_passe;
  expect(await verifier(hache, comptes[0]!.mot_de_passe)).toBe(true);
  expect(await critiquer(comptes[0]!.mot_de_passe, [comptes[0]!.courriel])).toBeNull();
});

test('une base qui sert déjà n\'est jamais remplie', async () => {
  const reelle = await ouvrir();
  await fabriquer(reelle).unPlie();
  await expect(remplir(reelle, options)).rejects.toThrow('contient déjà des données');
  await expect(commande.executer(['--servir'], outilsDeCommande(reelle).outils)).rejects.toThrow('contient déjà des données');
  expect((await reelle.base('personnes').count('* as n'))[0]).toEqual({ n: 0 });
});

test("le délégué à la protection des données d'une partie est la même personne sur son compte et parmi ses correspondants", async () => {
  const delegues = await lire<{ meme: boolean }>(`
    select exists (select 1 from correspondants k where k.organisation_id = u.organisation_id and k.domaine = 'DONNEES_PERSONNELLES' and k.jusqu_au is null and k.nom = u.prenom || ' ' || upper(u.nom) and k.courriel = u.courriel) as meme
    from utilisateurs u join organisations o on o.id = u.organisation_id and o.type <> 'REGION' where u.role = 'DPO'`);
  expect([delegues.length > 0, delegues.every((d) => d.meme)]).toEqual([true, true]);
});
