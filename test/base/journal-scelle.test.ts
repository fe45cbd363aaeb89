/** The journal in sealed segments: any change shows, what is forgotten does not break the seal, segments leave after twelve months. */
import type { Knex } from 'knex';
import { sceller, verifierJournal, viderLeJournal } from '../../server/administration/journal/actions';
import { ligneDeRestauration, ligneDeTete, phraseDeRelecture } from '../../server/administration/journal/rules-sceaux';
import type { Tete } from '../../server/administration/journal/queries-sceaux';
import { contexteSysteme, type Contexte } from '../../server/acces/acteur';
import { dateCivile } from '../../server/lib/dates';
import { consigner, ecrire } from '../../server/lib/ecriture';
import { fabriquer } from '../fabriques';
import { creerBaseDeTest } from '../outils/moteur';

let essai: Awaited<ReturnType<typeof creerBaseDeTest>>;
let contexte: Contexte;
let personneId: number;
const tetes: Tete[] = [];
const fichier = () => tetes.map(ligneDeTete).join('\n');

/** A journal of three segments: a territory and a person; two consultations; a change of name. */
beforeAll(async () => {
  essai = await creerBaseDeTest();
  contexte = contexteSysteme(essai.base, dateCivile('2025-06-16'), 'essai');
  const noter = async (t: Tete) => void tetes.push(t);
  const { plie } = await fabriquer(contexte).unTerritoireComplet();
  const personne = await fabriquer(contexte).unePersonne({ plie_id: plie.id, nom: 'Marqueur' });
  personneId = personne.id;
  await sceller(essai.base, [noter]);
  for (let i = 0; i < 2; i += 1) await consigner(essai.base, contexte.auteur, { action: 'personne.consulter', plieId: plie.id, personneId });
  await sceller(essai.base, [noter]);
  await ecrire(essai.base, contexte.auteur, { action: 'personne.modifier', plieId: plie.id, personneId }, (trx) => trx('personnes').where({ id: personneId }).update({ nom: 'Autre' }));
  await sceller(essai.base, [noter]);
});
afterAll(() => essai.fermer());

/** On that journal, and undone after. */
async function surLeJournal(travail: (trx: Knex.Transaction) => Promise<void>): Promise<void> {
  const trx = await essai.base.transaction();
  try { await travail(trx); } finally { await trx.rollback(); }
}

/** As somebody would who holds the database: the guards off, the change made, the guards back. */
async function enForcant(trx: Knex.Transaction, requete: string): Promise<void> {
  const tables = ['journal_actes', 'journal_lignes', 'journal_sceaux'];
  for (const t of tables) await trx.raw(`alter table ${t} disable trigger user`);
  for (const r of requete.split(';')) await trx.raw(r);
  for (const t of tables) await trx.raw(`alter table ${t} enable trigger user`);
}

/** What the database refuses, without spoiling the transaction around. */
const refuse = (trx: Knex.Transaction, requete: string) => expect(trx.transaction((t) => t.raw(requete))).rejects.toMatchObject({ code: '42501' });

test('trois segments se relisent, et la tête notée dehors leur répond', async () => {
  const relu = await verifierJournal(essai.base, fichier());
  expect(tetes.map((t) => t.numero)).toEqual([1, 2, 3]);
  expect(relu).toMatchObject({ segments: 3, enAttente: 0, tete: { numero: 3, empreinte: tetes[2]!.empreinte } });
  expect(await essai.base('journal_actes')).toHaveLength(relu.actes);
  expect(await essai.base('journal_lignes')).toHaveLength(relu.lignes);
  // Nothing new: no empty segment.
  expect(await sceller(essai.base, [])).toBe(0);
});

test.each([
  ['un acte changé', 'update journal_actes set utilisateur_id = 1, systeme = null where id = (select min(id) from journal_actes where sceau = 2)', /segment 2 .* a été modifié/],
  ['un acte retiré', 'delete from journal_actes where id = (select min(id) from journal_actes where sceau = 2)', /segment 2 .* a été modifié/],
  ['un acte glissé dans un segment', "insert into journal_actes (action, systeme, sceau) values ('personne.consulter', 'essai', 2)", /segment 2 .* a été modifié/],
  ['le contenu d\'une ligne changé', "update journal_lignes set apres = '{\"nom\": \"Tiers\"}' where acte_id in (select id from journal_actes where sceau = 3)", /segment 3 .* a été modifié/],
  ['une ligne oubliée sans son empreinte', "update journal_lignes set avant = null, apres = null, sel = null, empreinte = sha256('x') where acte_id in (select id from journal_actes where sceau = 3)", /segment 3 .* a été modifié/],
  ['un segment retiré du milieu', 'update journal_actes set sceau = null where sceau = 2; delete from journal_sceaux where numero = 2', /segment 2 .* manque/],
  ['un segment refait avec un autre contenu', 'update journal_actes set requete_id = \'x\' where sceau = 1; update journal_sceaux set contenu = contenu_du_journal((select array_agg(id) from journal_actes where sceau = 1)) where numero = 1', /segment 1 .* ne suit plus/],
])('%s se voit', async (_quoi, requete, phrase) => {
  await surLeJournal(async (trx) => {
    await enForcant(trx, requete);
    await expect(verifierJournal(trx, null)).rejects.toThrow(phrase);
  });
});

test('une fin de journal coupée, ou réécrite, se voit par les têtes notées hors de la base', async () => {
  await surLeJournal(async (trx) => {
    await enForcant(trx, 'delete from journal_lignes where acte_id in (select id from journal_actes where sceau = 3); delete from journal_actes where sceau = 3; delete from journal_sceaux where numero = 3');
    expect(await verifierJournal(trx, null)).toMatchObject({ segments: 2 });
    await expect(verifierJournal(trx, fichier())).rejects.toThrow(/segment 3, noté hors de la base, n'est plus/);
    // Another third segment, well made, is not the one that was noted.
    await consigner(trx, contexte.auteur, { action: 'bilan.exporter' });
    await sceller(trx, []);
    expect(await verifierJournal(trx, null)).toMatchObject({ segments: 3 });
    await expect(verifierJournal(trx, fichier())).rejects.toThrow(/segment 3 n'est pas celui/);
    await expect(verifierJournal(trx, `${fichier()}\nn'importe quoi`)).rejects.toThrow(/ligne 4 du fichier/);
  });
});

test("après la restauration d'une sauvegarde, les têtes d'après la sauvegarde ne sont plus attendues, celles d'avant le sont, et la relecture le dit", async () => {
  const restauration = (t: { numero: number; empreinte: string } | null) => `${fichier()}\n${ligneDeRestauration('2025-06-17T04:00:00.000Z', t)}\n`;
  await surLeJournal(async (trx) => {
    await enForcant(trx, 'delete from journal_lignes where acte_id in (select id from journal_actes where sceau = 3); delete from journal_actes where sceau = 3; delete from journal_sceaux where numero = 3');
    await expect(verifierJournal(trx, fichier())).rejects.toThrow(/segment 3, noté hors de la base/);
    const relu = await verifierJournal(trx, restauration(tetes[1]!));
    expect(phraseDeRelecture(relu, relu.enAttente, relu.restaurations)).toContain('Une sauvegarde a été remise le 17/06/2025');
    // What the backup held is still expected, as it was.
    await expect(verifierJournal(trx, restauration({ numero: 2, empreinte: 'f'.repeat(64) }))).rejects.toThrow(/segment 2 n'est pas celui/);
    await enForcant(trx, 'delete from journal_lignes where acte_id in (select id from journal_actes where sceau = 2); delete from journal_actes where sceau = 2; delete from journal_sceaux where numero = 2');
    await expect(verifierJournal(trx, restauration(tetes[1]!))).rejects.toThrow(/segment 2, noté hors de la base/);
  });
});

test('une ligne qui oublie ce qu\'elle disait laisse le sceau entier, et rien à deviner', async () => {
  const oublier = "update journal_lignes set empreinte = empreinte_de_ligne(sel, avant, apres), avant = null, apres = null, sel = null where table_nom = 'personnes' and empreinte is null";
  await surLeJournal(async (trx) => {
    // Outside an act, nothing is forgotten.
    await refuse(trx, oublier);
    await ecrire(trx, contexte.auteur, 'essai', (t) => t.raw(oublier));
    expect(await verifierJournal(trx, null)).toMatchObject({ segments: 3 });
    const lignes = await trx('journal_lignes').where({ table_nom: 'personnes', personne_id: personneId });
    expect(lignes).toHaveLength(2);
    expect(JSON.stringify(lignes)).not.toMatch(/Marqueur|Autre/);
    // It forgets once: its hash is not replaced.
    await refuse(trx, "update journal_lignes set empreinte = sha256('x') where empreinte is not null");
  });
});

test('après douze mois les segments partent, leurs sceaux restent et la chaîne tient', async () => {
  await surLeJournal(async (trx) => {
    expect(await viderLeJournal(trx)).toEqual({ segments: 0, actes: 0 });
    await refuse(trx, 'update journal_sceaux set parti_le = now() where numero = 1');
    await enForcant(trx, "update journal_sceaux set fin = now() - interval '12 months 1 day' where numero in (1, 2)");
    const avant = await verifierJournal(trx, fichier());
    const { segments, actes } = await viderLeJournal(trx);
    expect(segments).toBe(2);
    expect(await verifierJournal(trx, fichier())).toMatchObject({ segments: 3, actes: avant.actes - actes, enAttente: 1 });
    // What is left is the third segment, and the act that says that the others left.
    expect(await trx('journal_actes').select('action', 'sceau').orderBy('id')).toEqual([{ action: 'personne.modifier', sceau: 3 }, { action: 'journal.vider', sceau: null }]);
  });
});

test('un acte encore en cours entre dans un segment suivant', async () => {
  await ecrire(essai.base, contexte.auteur, 'essai', async () => {
    if (essai.url) {
      await consigner(essai.base, contexte.auteur, { action: 'bilan.exporter' });
      expect(await sceller(essai.base, [])).toBe(1);
    }
  });
  expect(await sceller(essai.base, [])).toBe(1);
  expect(await verifierJournal(essai.base, null)).toMatchObject({ enAttente: 0 });
});
