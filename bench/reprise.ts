/** (d) A reprise of 50,000 orientations: reading the file against a bare streaming reader, then the whole import and its memory. */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ecrire } from '../server/lib/ecriture';
import { lireClasseur, LIMITES_COMMANDE } from '../server/lib/classeur/lire';
import { NOMS_DES_FEUILLES } from '../server/reprise/rules-format';
import { contexteDuBanc } from './donnees';
import { ecrireFichierDeReprise } from './fichier-reprise';
import { lireSansRien } from './lecteur-nu';
import { adresseDe, comparer, fois, mebioctets, mediane, millisecondes, ouvrirSurLeServeur, surLeServeur, TOURS, type Resultat } from './outils';

const ORIENTATIONS = 50_000;
const BASE = 'plie_bench_reprise';
const CIBLE_LECTURE = 1.5;
const CIBLE_MEMOIRE = 300 * 1_048_576;

interface Import { repos: number; sommet: number; millisecondes: number; issue: string; erreurs: unknown[] }

export async function mesurerReprise(): Promise<Resultat[]> {
  const chemin = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'plie-bench-')), 'reprise.xlsx');
  try {
    const lignes = await ecrireFichierDeReprise(chemin, ORIENTATIONS, 'AGENCE');
    const lire = async () => {
      let lues = 0;
      for await (const morceau of lireClasseur({ chemin }, [...NOMS_DES_FEUILLES], LIMITES_COMMANDE)) if (morceau.genre === 'lignes') lues += morceau.lignes.length;
      if (lues < lignes) throw new Error(`${lues} lignes lues au lieu de ${lignes}.`);
    };
    const lecture = await comparer(lire, () => lireSansRien(chemin));
    const imports: Import[] = [];
    for (let tour = 0; tour < TOURS; tour += 1) imports.push(await importer(chemin));
    const duree = mediane(imports.map((i) => i.millisecondes));
    const memoire = mediane(imports.map((i) => i.sommet - i.repos));
    return [
      {
        mesure: '(d) lecture du fichier', valeur: fois(lecture.rapport), cible: `≤ ${fois(CIBLE_LECTURE)}`, tenu: lecture.rapport <= CIBLE_LECTURE,
        detail: `${lignes} lignes, ${ORIENTATIONS} orientations : ${millisecondes(lecture.nous)} contre ${millisecondes(lecture.plancher)} pour un lecteur nu`,
      },
      { mesure: '(d) import entier', valeur: `${Math.round((lignes * 1000) / duree)} lignes/s`, cible: '–', tenu: null, detail: `${millisecondes(duree)}, contrôle et journal compris, sur PostgreSQL` },
      { mesure: '(d) mémoire de l\'import', valeur: mebioctets(memoire), cible: `≤ ${mebioctets(CIBLE_MEMOIRE)}`, tenu: memoire <= CIBLE_MEMOIRE, detail: `au-dessus du repos (${mebioctets(imports[0]!.repos)}), processus de lecture compris` },
    ];
  } finally {
    fs.rmSync(path.dirname(chemin), { recursive: true, force: true });
    await surLeServeur(`drop database if exists ${BASE} with (force)`);
  }
}

/** One import into a PLIE that has nothing yet. */
async function importer(chemin: string): Promise<Import> {
  const connexion = await ouvrirSurLeServeur(BASE, false);
  const { base, auteur } = contexteDuBanc(connexion);
  await ecrire(base, auteur, 'essai.ouvrir', (trx) => trx.raw(`
    insert into regions (code, nom) values ('PACA', 'Région du banc');
    insert into departements (code, nom, region_code) values ('06', 'Alpes-Maritimes', 'PACA');
    insert into organisations (type, code, nom, departement_code) values ('PLIE', 'BANC', 'PLIE du banc', '06'), ('AGENCE', 'AGENCE', 'Agence du banc', '06');
    insert into plie_agences (plie_id, agence_id, reference) select p.id, a.id, true from organisations p, organisations a where p.type = 'PLIE' and a.type = 'AGENCE';
    insert into conventions (plie_id, agence_id, date_debut, date_fin) select plie_id, agence_id, '2015-01-01', '2030-12-31' from plie_agences;`));
  await connexion.fermer();
  const { stdout } = await promisify(execFile)(process.execPath, ['--require', require.resolve('tsx/cjs'), path.join(__dirname, 'reprise-enfant.ts'), adresseDe(BASE), 'BANC', chemin]);
  const resultat = JSON.parse(stdout) as Import;
  if (resultat.issue !== 'IMPORTEE') throw new Error(`La reprise du banc est refusée : ${JSON.stringify(resultat.erreurs)}`);
  return resultat;
}
