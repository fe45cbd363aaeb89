/** `organisation`, `convention` and `utilisateur ajouter`: the contract of domain/05-fichiers.md E, as a person types it. */
import type { Contexte } from '../../server/acces/acteur';
import { contexteSysteme } from '../../server/acces/acteur';
import { empreinteDuJeton } from '../../server/acces/connexion';
import { chercherCompteParLien } from '../../server/acces/queries';
import { commande as convention } from '../../server/cli/convention';
import { commande as organisation } from '../../server/cli/organisation';
import { commande as utilisateur } from '../../server/cli/utilisateur';
import { MauvaisUsage, Refus, type Commande } from '../../server/cli/commande';
import { aujourdhui, dansMinutes, horlogeSysteme } from '../../server/lib/dates';
import { RegleEnfreinte } from '../../server/lib/erreurs';
import { outilsDeCommande } from '../outils/commande';
import { creerBaseDeTest } from '../outils/moteur';

let essai: Awaited<ReturnType<typeof creerBaseDeTest>>;
let contexte: Contexte;
let sortie: string[];
beforeAll(async () => {
  essai = await creerBaseDeTest();
  contexte = contexteSysteme(essai.base, aujourdhui(horlogeSysteme), 'ligne de commande');
});
beforeEach(() => { sortie = []; });
afterAll(() => essai.fermer());

const lancer = (commande: Commande, ligne: string): Promise<void> => {
  const args = [...ligne.matchAll(/"([^"]*)"|(\S+)/g)].map(([, cite, mot]) => cite ?? mot!);
  const essaiDeCommande = outilsDeCommande(contexte, { PLIE_URL: 'https://plie.exemple.test/' });
  sortie = essaiDeCommande.sortie;
  return commande.executer(['ajouter', ...args], essaiDeCommande.outils);
};
const compter = async (table: string) => (await essai.base(table)).length;

test('un PLIE et ses agences, sans autre préparation ; la première agence est la référence', async () => {
  await lancer(organisation, '--type agence --code tilleuls --nom "Agence des Tilleuls" --departement 6');
  await lancer(organisation, '--type AGENCE --code ORMES --nom "Agence des Ormes"');
  await lancer(organisation, '--type plie --code VALMORIN --nom "PLIE de Valmorin" --departement 06 --agences ORMES,tilleuls');
  await lancer(organisation, '--type region --code PACA --nom "Provence-Alpes-Côte d\'Azur"');
  const rattachees = await essai.base('plie_agences').join('organisations as a', 'a.id', 'agence_id').orderBy('a.code').select('a.code', 'reference');
  expect(rattachees).toEqual([{ code: 'ORMES', reference: true }, { code: 'TILLEULS', reference: false }]);
  expect(await essai.base('organisations').where({ code: 'PACA' }).first('type', 'region_code')).toEqual({ type: 'REGION', region_code: 'PACA' });
});

test('une région qui diffère de l\'habituelle est prise, et le reste quand on ne dit rien', async () => {
  const region = async () => ((await essai.base('departements').where({ code: '84' }).first<{ region_code: string }>('region_code'))).region_code;
  await lancer(organisation, '--type plie --code VENTOUX --nom "PLIE du Mont" --departement 84 --region OCC');
  expect(await region()).toBe('OCC');
  await lancer(organisation, '--type plie --code VENTOUX2 --nom "PLIE du Mont 2" --departement 84');
  expect(await region()).toBe('OCC');
});

test('un département de chaque sorte : métropole, Corse, outre-mer', async () => {
  for (const [i, departement] of ['1', '2a', '2B', '95', '974', '976'].entries()) await lancer(organisation, `--type plie --code D${i} --nom "PLIE ${departement}" --departement ${departement}`);
  const noms = (await essai.base('departements').whereIn('code', ['01', '2A', '2B', '95', '974', '976']).orderBy('code').select<{ nom: string }[]>('nom'));
  expect(noms.map((d) => d.nom)).toEqual(['Ain', 'Corse-du-Sud', 'Haute-Corse', "Val-d'Oise", 'La Réunion', 'Mayotte']);
});

test('une convention prend ses réglages par défaut, ou ceux donnés, et rattache son agence', async () => {
  await lancer(convention, '--plie VENTOUX --agence TILLEULS --debut 2025-01-01 --fin 31/12/2025');
  await lancer(convention, '--plie ventoux --agence tilleuls --debut 2026-01-01 --fin 2026-12-31 --sans-diagnostic --ic certaines --sorties TOUS_PRESCRIPTEURS --fse');
  const [premiere, seconde] = await essai.base('conventions').orderBy('date_debut').select('date_debut', 'date_fin', 'phase_diagnostic', 'orientations_ic', 'perimetre_sorties', 'fse');
  expect(premiere).toEqual({ date_debut: '2025-01-01', date_fin: '2025-12-31', phase_diagnostic: true, orientations_ic: 'AUCUNE', perimetre_sorties: 'PE', fse: false });
  expect(seconde).toEqual({ date_debut: '2026-01-01', date_fin: '2026-12-31', phase_diagnostic: false, orientations_ic: 'CERTAINES', perimetre_sorties: 'TOUS_PRESCRIPTEURS', fse: true });
  const ventoux = (await essai.base('organisations').where({ code: 'VENTOUX' }).first<{ id: number }>('id'));
  expect(await essai.base('plie_agences').where({ plie_id: ventoux.id }).select('reference')).toEqual([{ reference: true }]);
});

test('le dernier jour compte : une convention peut commencer le lendemain, pas le jour même', async () => {
  await expect(lancer(convention, '--plie VENTOUX --agence TILLEULS --debut 2026-12-31 --fin 2027-12-31')).rejects.toThrow(/couvre déjà une partie de ces dates/);
  await lancer(convention, '--plie VENTOUX --agence TILLEULS --debut 2027-01-01 --fin 2027-01-01');
});

test('un compte : rôle par son code ou son libellé, lien à usage unique sur la sortie standard', async () => {
  await lancer(utilisateur, '--role "équipe d\'animation du plie" --organisation valmorin --courriel Lea.MARTIN-ROY@exemple.test');
  expect(sortie).toHaveLength(1);
  const jeton = /^https:\/\/plie\.exemple\.test\/mot-de-passe\/(\S{40,})$/.exec(sortie[0]!)![1]!;
  const compte = await chercherCompteParLien(essai.base, empreinteDuJeton(jeton), dansMinutes(horlogeSysteme, 0));
  expect(compte).toMatchObject({ courriel: 'lea.martin-roy@exemple.test', motDePasse: null, acteur: { prenom: 'Lea', nom: 'Martin-Roy', role: 'ANIMATION', organisation: { code: 'VALMORIN' } } });
  const { rows } = await essai.base.raw<{ rows: { n: number }[] }>('select count(*) as n from (select apres::text as t from journal_lignes union all select resultat::text from formulaires) as x where position(? in t) > 0', [jeton]);
  expect(rows[0]!.n).toBe(0);
});

test.each<[string, Commande, string, new (...a: never[]) => Error]>([
  ['un code déjà pris', organisation, '--type agence --code TILLEULS --nom X', RegleEnfreinte],
  ['un PLIE sans département', organisation, '--type plie --code X1 --nom X', RegleEnfreinte],
  ['une agence inconnue', organisation, '--type plie --code X2 --nom X --departement 06 --agences NULLE', Refus],
  ['un code impossible', organisation, '--type agence --code "é à/" --nom X', RegleEnfreinte],
  ['une convention à l\'envers', convention, '--plie VALMORIN --agence TILLEULS --debut 2025-01-02 --fin 2025-01-01', RegleEnfreinte],
  ['une agence prise pour un PLIE', convention, '--plie TILLEULS --agence VALMORIN --debut 2025-01-01 --fin 2025-01-02', RegleEnfreinte],
  ['un PLIE inconnu', convention, '--plie NUL --agence TILLEULS --debut 2025-01-01 --fin 2025-01-02', Refus],
  ['un rôle qui ne convient pas à l\'organisation', utilisateur, '--role ACCOMPAGNATEUR --organisation TILLEULS --courriel a@exemple.test', RegleEnfreinte],
  ['un courriel déjà pris', utilisateur, '--role DPO --organisation TILLEULS --courriel LEA.martin-roy@exemple.test', RegleEnfreinte],
  ['un type inconnu', organisation, '--type mairie --code X --nom X', MauvaisUsage],
  ['une option oubliée', organisation, '--type agence --code X', MauvaisUsage],
  ['un département inconnu', organisation, '--type plie --code X --nom X --departement 20', MauvaisUsage],
  ['une date impossible', convention, '--plie VALMORIN --agence TILLEULS --debut 2025-02-30 --fin 2025-03-01', MauvaisUsage],
  ['un réglage inconnu', convention, '--plie VALMORIN --agence TILLEULS --debut 2025-01-01 --fin 2025-03-01 --ic PARFOIS', MauvaisUsage],
  ['un rôle inconnu', utilisateur, '--role CHEF --organisation TILLEULS --courriel b@exemple.test', MauvaisUsage],
])('%s est refusé, et rien n\'est écrit', async (_cas, commande, ligne, classe) => {
  const tables = ['organisations', 'plie_agences', 'conventions', 'utilisateurs', 'departements', 'journal_actes'];
  const avant = await Promise.all(tables.map(compter));
  await expect(lancer(commande, ligne)).rejects.toBeInstanceOf(classe);
  expect(await Promise.all(tables.map(compter))).toEqual(avant);
  expect(sortie).toEqual([]);
});
