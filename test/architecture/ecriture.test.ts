/** One act: one transaction, one line of journal, once per form. */
import { randomUUID } from 'node:crypto';
import { contexteSysteme, type Contexte } from '../../server/acces/acteur';
import { dateCivile } from '../../server/lib/dates';
import { ecrire, type Auteur, type Transaction } from '../../server/lib/ecriture';
import { RegleEnfreinte } from '../../server/lib/erreurs';
import { fabriquer } from '../fabriques';
import { creerBaseDeTest } from '../outils/moteur';

let essai: Awaited<ReturnType<typeof creerBaseDeTest>>;
let contexte: Contexte;
beforeAll(async () => {
  essai = await creerBaseDeTest();
  contexte = contexteSysteme(essai.base, dateCivile('2025-06-16'), 'essai');
});
afterAll(() => essai.fermer());

const compter = async (table: string) => (await essai.base(table).select('*')).length;
const ajouter = (code: string) => async (trx: Transaction) => (await trx('organisations').insert({ type: 'AGENCE', code, nom: `Agence ${code}` }).returning<{ id: number }[]>('id'))[0]!.id;
const formulaire = (): Auteur => ({ ...contexte.auteur, cleFormulaire: randomUUID() });

test('le même formulaire envoyé deux fois ne s\'applique qu\'une fois, et reçoit la même réponse', async () => {
  const auteur = formulaire();
  const premier = await ecrire(essai.base, auteur, 'essai.ajouter', ajouter('A1'));
  const [agences, actes] = [await compter('organisations'), await compter('journal_actes')];
  const second = await ecrire(essai.base, auteur, 'essai.ajouter', ajouter('A1'));
  expect(second).toBe(premier);
  expect([await compter('organisations'), await compter('journal_actes')]).toEqual([agences, actes]);
});

test('deux envois simultanés du même formulaire ne s\'appliquent qu\'une fois', async () => {
  const auteur = formulaire();
  const [un, deux] = await Promise.all([ecrire(essai.base, auteur, 'essai.ajouter', ajouter('A2')), ecrire(essai.base, auteur, 'essai.ajouter', ajouter('A2'))]);
  expect(un).toBe(deux);
  expect(await essai.base('organisations').where({ code: 'A2' })).toHaveLength(1);
});

test('un travail interrompu ne laisse rien : ni ligne, ni journal, ni clé de formulaire', async () => {
  const tables = ['organisations', 'journal_actes', 'journal_lignes', 'formulaires'];
  const avant = await Promise.all(tables.map(compter));
  const auteur = formulaire();
  await expect(ecrire(essai.base, auteur, 'essai.ajouter', async (trx) => {
    await ajouter('A3')(trx);
    throw new Error('panne au milieu');
  })).rejects.toThrow('panne au milieu');
  expect(await Promise.all(tables.map(compter))).toEqual(avant);
  // The same form may then be sent again, and is applied.
  await ecrire(essai.base, auteur, 'essai.ajouter', ajouter('A3'));
  expect(await essai.base('organisations').where({ code: 'A3' })).toHaveLength(1);
});

test('le journal garde qui, quoi, l\'avant et l\'après ; d\'une modification, seules les colonnes changées', async () => {
  const { plie } = await fabriquer(contexte).unTerritoireComplet();
  const personne = await fabriquer(contexte).unePersonne({ plie_id: plie.id, nom: 'Aubier', prenom: 'Lou' });
  await ecrire(essai.base, contexte.auteur, { action: 'personne.modifier', plieId: plie.id, personneId: personne.id }, (trx) => trx('personnes').where({ id: personne.id }).update({ prenom: 'Louise' }));
  const [acte] = await essai.base('journal_actes').where({ action: 'personne.modifier' }).select();
  expect(acte).toMatchObject({ systeme: 'essai', utilisateur_id: null, plie_id: plie.id, personne_id: personne.id });
  const lignes = (await essai.base('journal_lignes').where({ acte_id: acte.id }).select('table_nom', 'ligne_id', 'personne_id', 'operation', 'avant', 'apres')) as unknown[];
  expect(lignes).toEqual([{
    table_nom: 'personnes', ligne_id: personne.id, personne_id: personne.id, operation: 'MODIFICATION',
    avant: { prenom: 'Lou', prenom_norm: 'lou' }, apres: { prenom: 'Louise', prenom_norm: 'louise' },
  }]);
});

test('le mot de passe haché n\'entre jamais dans le journal', async () => {
  const { plie } = await fabriquer(contexte).unTerritoireComplet();
  const compte = await fabriquer(contexte).unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id });
  await ecrire(essai.base, contexte.auteur, 'compte.choisir_mot_de_passe', (trx) => trx('utilisateurs').where({ id: compte.id }).update({ mot_de_passe: '$argon2id$autre' }));
  const { rows } = await essai.base.raw<{ rows: { n: number }[] }>("select count(*) as n from journal_lignes where avant::text like '%argon2%' or apres::text like '%argon2%'");
  expect(rows[0]!.n).toBe(0);
});

test('une contrainte de la base devient une phrase', async () => {
  await ecrire(essai.base, contexte.auteur, 'essai', ajouter('A4'));
  const refus = await ecrire(essai.base, contexte.auteur, 'essai', ajouter('A4')).catch((e: unknown) => e);
  expect(refus).toBeInstanceOf(RegleEnfreinte);
  expect((refus as RegleEnfreinte).erreurs).toEqual([{ champ: 'code', message: 'Ce code est déjà celui d\'une autre organisation.' }]);
});
