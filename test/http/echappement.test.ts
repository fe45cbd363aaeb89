/** Names and free texts that try to be HTML, or a formula: every page, and every file, holds them as text. */
import type { Knex } from 'knex';
import type request from 'supertest';
import { ROUTES } from '../../server/app';
import type { Role } from '../../server/acces/acteur';
import { peut } from '../../server/acces/droits';
import { dechiffrer } from '../../server/lib/classeur/chiffrer';
import { ecrire } from '../../server/lib/ecriture';
import { envoyer } from '../outils/application';
import { cellulesQuiSExecuteraient, texteDuClasseur } from '../outils/classeur';
import { classeur } from '../outils/fichiers';
import { creerMonde, type Monde } from '../outils/monde';
import { adresseDe } from '../outils/exemples';

/** A formula where it begins a cell; it opens a tag, and leaves an attribute, wherever it is not escaped. */
const PIEGE = `=1<img src=x>" data-piege="'`;
const CIBLES = { personnes: ['nom', 'prenom', 'commune', 'adresse'], organisations: ['nom'], utilisateurs: ['nom', 'prenom', 'fonction'], notes: ['texte'], commissions: ['lieu'], seances: ['lieu'], filtres: ['nom'], codes: ['libelle'], dossiers_pe: ['nom', 'prenom', 'adresse', 'conseiller', 'accompagnateur'] };
/** Between them they may read every page. */
const LECTEURS: Role[] = ['ANIMATION', 'REFERENT_PE', 'CORRESPONDANT_REGIONAL', 'ADMINISTRATEUR', 'DPO'];
const RECHERCHES = ['/personnes', '/orientations'];

let monde: Monde;
beforeAll(async () => {
  monde = await creerMonde();
  const { base, auteur } = monde.essai.contexte;
  // One of them is restricted: only acts on their rights may touch their row.
  await ecrire(base, auteur, 'droit.repondre', async (trx: Knex) => {
    await trx.raw("update importation_contenus set lecture = replace(lecture::text, ?, ?)::jsonb", [monde.ici.marqueur, PIEGE.replaceAll('"', '\\"')]);
    for (const [table, colonnes] of Object.entries(CIBLES)) await trx(table).update(Object.fromEntries(colonnes.map((c) => [c, trx.raw('? || left(coalesce(??, ?), 12)', [PIEGE, c, ''])])));
  });
});
afterAll(() => monde.essai.fermer());

const enOctets = (envoi: request.Test) => envoi.buffer(true).parse((res, suite) => { const morceaux: Buffer[] = []; res.on('data', (m: Buffer) => morceaux.push(m)); res.on('end', () => suite(null, Buffer.concat(morceaux))); });

test('ce qui ressemble à du HTML se lit sur chaque page, ce qui ressemble à une formule dans chaque fichier, et rien ne s\'exécute', async () => {
  const fautes: string[] = [];
  const fichiers: string[] = [];
  const lus = new Set<Role>();
  // Each page once, by the first who may read it.
  for (const route of ROUTES.filter((r) => r.methode === 'get')) {
    const role = LECTEURS.find((r) => route.acte === 'public' || peut({ utilisateurId: 1, nom: '', prenom: '', role: r, organisation: null }, route.acte))!;
    const adresse = adresseDe(route.chemin, monde.ici)!;
    for (const lue of RECHERCHES.includes(adresse) ? [adresse, `${adresse}?q=${encodeURIComponent(PIEGE)}`] : [adresse]) {
      const { body, status, headers } = await enOctets(monde.visiteurs[role].get(lue));
      if (status >= 500) fautes.push(`${lue} : ${status}`);
      const type = String(headers['content-type']);
      if (/spreadsheet|csv/.test(type)) {
        fichiers.push(route.chemin);
        fautes.push(...(await cellulesQuiSExecuteraient(body as Buffer, '&lt;img')).map((cellule) => `${lue} : ${cellule}`));
      }
      if (!type.startsWith('text/html')) continue;
      const text = (body as Buffer).toString('utf8');
      if (text.includes('&lt;img src=x&gt;')) lus.add(role);
      if (/<img src=x|" data-piege=/.test(text)) fautes.push(`${lue} : ${/.{0,80}(<img src=x|" data-piege=)/.exec(text)![0]}`);
    }
  }
  expect(fautes).toEqual([]);
  expect([...lus].sort()).toEqual([...LECTEURS].sort());
  expect(fichiers).toEqual(expect.arrayContaining(['/tableaux-recus/:id/refus.xlsx', '/comparaison/dossiers.xlsx', '/bilan/classeur', '/analyses/repartition.xlsx', '/analyses/repartition.csv', '/releve-des-demandes/csv']));
});

test('les fichiers qui se demandent par un formulaire ne s\'exécutent pas davantage', async () => {
  const { animation, referent } = { animation: monde.visiteurs.ANIMATION, referent: monde.visiteurs.REFERENT_PE };
  const jeton = { _csrf: await monde.jeton(animation) };
  const lus = [
    await enOctets(animation.post('/tableau-de-suivi/2025-05.xlsx').type('form').send(jeton)),
    await enOctets(animation.post('/comparaison').field({ ...jeton, sortie: 'CLASSEUR' }).attach('fichier', await classeur({ Retour: [['Identifiant Pôle emploi', 'Nom', 'PNI posé le'], ['7654321A', PIEGE, '31/02/2025']] }), 'retour.xlsx')),
  ].map(({ status, body }) => { expect(status).toBe(200); return body as Buffer; });
  // Answers of the agency: encrypted, in the page itself.
  await envoyer(referent, '/taches', `/taches?action=POSER_PNI`, { taches: String(monde.ici.tacheId), date: '10/06/2025' }).expect(303);
  const { text } = await envoyer(referent, '/retours/classeur', '/retours/classeur', { plie: String(monde.ici.plieId), depuis: '' }).expect(200);
  lus.push(await dechiffrer(Buffer.from(/href="data:[^;]+;base64,([^"]+)"/.exec(text)![1]!, 'base64'), /id="phrase"[^>]*value="([^"]+)"/.exec(text)![1]!));
  for (const octets of lus) {
    expect(await cellulesQuiSExecuteraient(octets, '&lt;img')).toEqual([]);
    expect(await texteDuClasseur(octets)).toContain('=1&lt;img');
  }
});
