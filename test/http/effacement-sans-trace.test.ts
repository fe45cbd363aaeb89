/**
 * The text search of a data-protection officer: the application as it is started, on the embedded database, somebody's file read, changed,
 * searched and refused there; the retention command; then no file of the installation and no line of the logs holds a word of them.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import request from 'supertest';
import { contexteSysteme } from '../../server/acces/acteur';
import { aujourdhui, horlogeSysteme } from '../../server/lib/dates';
import { migrer, ouvrirBase } from '../../server/lib/db';
import { RACINE } from '../../server/lib/racine';
import { fabriquer, MOT_DE_PASSE } from '../fabriques';
import { envoyer } from '../outils/application';
import { CLE, creerDossier } from '../outils/sauvegarde';

const { chemin, ranger } = creerDossier();
afterAll(ranger);

const DONNEES = 'donnees';
const env = { PATH: process.env.PATH, PORT: '0', SESSION_SECRET: 'un secret de quarante caractères, ou presque', PLIE_DONNEES: chemin(DONNEES), PLIE_JOURNAL: 'debug', PLIE_JOURNAL_TETES: chemin('tetes'), PLIE_EFFACEMENTS: chemin('effacements'), PLIE_CLE_SAUVEGARDE: CLE };

/** A process of the project; `dit`: all that it wrote. */
function lancer(...args: string[]) {
  const enfant = spawn(process.execPath, ['--require', 'tsx/cjs', ...args], { cwd: RACINE, env });
  const ecrits: Buffer[] = [];
  for (const flux of [enfant.stdout, enfant.stderr]) flux.on('data', (morceau: Buffer) => ecrits.push(morceau));
  return { enfant, dit: () => Buffer.concat(ecrits).toString(), fini: new Promise<number | null>((resolve) => enfant.once('close', resolve)) };
}

async function servir() {
  const serveur = lancer('server/index.ts');
  const url = await new Promise<string>((resolve, reject) => {
    void serveur.fini.then(() => reject(new Error(serveur.dit())));
    serveur.enfant.stderr.on('data', () => { const pret = /Passerelle est prête : (\S+)/.exec(serveur.dit()); if (pret) resolve(pret[1]!); });
  });
  return { url, arreter: async () => { serveur.enfant.kill('SIGTERM'); await serveur.fini; return serveur.dit(); } };
}

/** The files of the installation that hold one of the words, as written in UTF-8 or in Latin 1. */
function chercher(mots: readonly string[]): string[] {
  const octets = mots.flatMap((mot) => [Buffer.from(mot), Buffer.from(mot, 'latin1')]);
  return fs.readdirSync(chemin('.'), { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).map((e) => path.join(e.parentPath, e.name))
    .filter((fichier) => { const lu = fs.readFileSync(fichier); return octets.some((o) => lu.includes(o)); }).map((fichier) => path.relative(chemin('.'), fichier));
}

test('une personne effacée ne se trouve plus dans aucun fichier, ni dans les journaux du serveur', async () => {
  const MOTS = ['Zqmarque', 'ZQMARQUE', 'zqmarque', 'Zqprenom', 'ZQPRENOM', 'zqprenom', 'zqcourriel', '7777777Z', '9 impasse Zqrue', '06 77 77 77 7', '1987-03-21', '21/03/1987', 'Zqmotif', 'Zqnouvelle'];
  const connexion = await ouvrirBase({ donnees: chemin(DONNEES) });
  await migrer(connexion.base);
  const f = fabriquer(contexteSysteme(connexion.base, aujourdhui(horlogeSysteme), 'essai'));
  const { plie, agence } = await f.unTerritoireComplet({ date_debut: '2020-01-01', date_fin: '2024-12-31' });
  const compte = await f.unUtilisateur({ role: 'ANIMATION', organisation_id: plie.id });
  const personne = await f.unePersonne({ plie_id: plie.id, nom: 'Zqmarque', prenom: 'Zqprenom', date_naissance: '1987-03-21', adresse: '9 impasse Zqrue', code_postal: '06999', commune: 'Valmorin', telephone: '06 77 77 77 77', consentement_courriel: true, courriel: 'zqcourriel@exemple.test', identifiant_pe: '7777777Z' });
  const orientation = await f.uneOrientation({ plie_id: plie.id, agence_id: agence.id, personne_id: personne.id, date_prescription: '2021-07-01', date_contact: '2021-07-10', date_integration: '2021-08-01', date_sortie: '2022-03-15', nature_sortie: 'POSITIVE_EMPLOI', motif_sortie: 'EMPLOI' });
  // The planner's statistics hold common values: enough of them to be kept.
  await connexion.base.raw('analyze');
  await connexion.fermer();

  const premier = await servir();
  const visiteur = request.agent(premier.url);
  await envoyer(visiteur, '/connexion', '/connexion', { courriel: compte.courriel, mot_de_passe: MOT_DE_PASSE }).expect(303);
  await visiteur.get('/personnes').query({ recherche: 'Zqmarque Zqprenom' }).expect(200).expect(/Zqmarque/i);
  await visiteur.get(`/personnes/${personne.id}`).expect(200).expect(/7777777Z/);
  await visiteur.get(`/orientations/${orientation.id}/fiche.pdf`).expect(200);
  const fiche = `/personnes/${personne.id}/modifier`;
  const identite = { nom: 'Zqmarque', prenom: 'Zqprenom', date_naissance: '1987-03-21', code_postal: '06999', commune: 'Valmorin', identifiant_pe: '7777777Z', motif: 'Zqmotif' };
  // Refused, then corrected.
  await envoyer(visiteur, fiche, fiche, { ...identite, telephone: 'Zqnouvelle 06 77 77 77 78' }).expect(422);
  await envoyer(visiteur, fiche, fiche, { ...identite, telephone: '06 77 77 77 79', adresse: '9 impasse Zqrue, Zqnouvelle porte' }).expect(303);
  await visiteur.get('/Zqmarque/Zqprenom').expect(404);
  await visiteur.get('/personnes').query({ recherche: '\u0000Zqmarque' });
  const journaux = [await premier.arreter()];
  expect(journaux[0]).toMatch(/"route":/);
  expect(chercher(MOTS).filter((fichier) => fichier.startsWith(DONNEES))).not.toEqual([]);

  const commande = lancer('server/cli/index.ts', 'conservation');
  expect(await commande.fini).toBe(0);
  expect(commande.dit()).toMatch(/^1 effacement fait, 1 certificat/m);
  // A start notes the erasure outside the database.
  const second = await servir();
  journaux.push(commande.dit(), await second.arreter());
  expect(chercher(MOTS)).toEqual([]);
  expect(MOTS.filter((mot) => journaux.join('\n').includes(mot))).toEqual([]);
}, 240_000);
