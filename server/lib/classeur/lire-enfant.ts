/**
 * The child process that reads a file sent by somebody: whatever it does (memory, endless loop), its parent kills it
 * and goes on. It reads a batch, sends it, and waits when the parent is behind.
 */
import fs from 'node:fs';
import path from 'node:path';
import officeCrypto from 'officecrypto-tool';
import { sansAccents } from '../texte';
import { lireCsv, type Ouvrir } from './lire-csv';
import { FichierRefuse, LIGNES_PAR_LOT, LOTS_D_AVANCE, type CelluleLue, type DepuisEnfant, type Limites, type Ordre, type VersEnfant } from './lire-types';
import { estUnXlsx, ouvrirXlsx, type Recepteur } from './lire-xlsx';
import { ouvrirArchive, type Archive } from './lire-zip';

/** A sheet that can be read, whatever the file is made of. */
interface FeuilleOuverte { nom: string; octets: number; lire(recepteur: Recepteur): Promise<void> }
interface Classeur { format: 'xlsx' | 'csv'; feuilles: FeuilleOuverte[]; date1904: boolean; fermer(): void }

const dire = (message: DepuisEnfant) => new Promise<void>((resolve, reject) => process.send!(message, (erreur: Error | null) => (erreur ? reject(erreur) : resolve())));

let avance = LOTS_D_AVANCE;
let reprendre: (() => void) | null = null;

async function lire({ source, feuilles, limites }: Ordre): Promise<void> {
  const classeur = await ouvrir(source, limites);
  const cle = (nom: string) => sansAccents(nom).replace(/[^a-z0-9]/g, '');
  const connues = feuilles.flatMap((nom) => {
    const trouvees = classeur.feuilles.filter((f) => cle(f.nom) === cle(nom));
    if (trouvees.length > 1) throw new FichierRefuse(`Deux feuilles portent le nom « ${nom} » : gardez-en une seule, puis recommencez.`);
    return trouvees.map((feuille) => ({ nom, feuille }));
  });
  const ignorees = classeur.feuilles.filter((f) => !connues.some((c) => c.feuille === f)).map((f) => f.nom);
  await dire({ genre: 'ouvert', format: classeur.format, connues: connues.map((c) => c.nom), ignorees, date1904: classeur.date1904 });
  const total = Math.max(1, connues.reduce((n, c) => n + c.feuille.octets, 0));
  let lus = 0;
  for (const { nom, feuille } of connues) {
    await dire({ genre: 'feuille', nom });
    let numeros: number[] = [];
    let cellules: CelluleLue[][] = [];
    const envoyer = async () => {
      if (!numeros.length) return;
      if (avance === 0) await new Promise<void>((resolve) => (reprendre = resolve));
      avance -= 1;
      // Not waited for: the next rows are read while these travel; the answers of the parent hold the pace.
      void dire({ genre: 'lot', numeros, cellules, avancement: Math.min(1, lus / total) }).catch(() => process.exit());
      numeros = [];
      cellules = [];
    };
    await feuille.lire({
      ligne(numero, valeurs) {
        numeros.push(numero);
        cellules.push(valeurs);
      },
      async souffler(octets) {
        lus += octets;
        if (numeros.length >= LIGNES_PAR_LOT) await envoyer();
      },
    });
    await envoyer();
  }
  classeur.fermer();
  await dire({ genre: 'fin' });
}

const SIGNATURE_ZIP = Buffer.from([0x50, 0x4b]);
const INCONNU = "Ce fichier n'est ni un classeur .xlsx, ni une archive .zip de fichiers .csv. Vérifiez que vous avez choisi le bon.";
/** Old .xls files, and workbooks under a password. */
const SIGNATURE_OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

async function ouvrir(source: Ordre['source'], limites: Limites): Promise<Classeur> {
  if ('chemin' in source) return ouvrirChemin(source.chemin, limites);
  const recu = await lireEntree(limites);
  const contenu = source.motDePasse !== undefined && recu.subarray(0, 4).equals(SIGNATURE_OLE) ? await dechiffrer(recu, source.motDePasse) : recu;
  return ouvrirContenu(source.nom, contenu.subarray(0, 4), contenu.length, contenu, () => parMorceaux(contenu), limites);
}

const ANCIEN = 'Ce fichier est un ancien classeur .xls. Ouvrez-le dans un tableur, enregistrez-le en .xlsx, puis recommencez.';

/** Here and not in the parent: the file says how many rounds its key takes, and the time of this process is counted. */
async function dechiffrer(recu: Buffer, motDePasse: string | null): Promise<Buffer> {
  let chiffre: boolean;
  try {
    chiffre = officeCrypto.isEncrypted(recu);
  } catch {
    throw new FichierRefuse("Ce fichier est abîmé ou incomplet : demandez à la personne qui l'a envoyé de le refaire, ou récupérez-le de nouveau.");
  }
  if (!chiffre) throw new FichierRefuse(ANCIEN);
  if (!motDePasse) throw new FichierRefuse("Ce classeur est protégé : indiquez le mot de passe que l'expéditeur vous a donné par un autre moyen que le fichier.", 'mot_de_passe');
  let clair: Buffer;
  try {
    clair = await officeCrypto.decrypt(recu, { password: motDePasse });
  } catch (erreur) {
    if ((erreur as Error).message.includes('password is incorrect')) throw new FichierRefuse("Ce mot de passe n'ouvre pas le classeur. Vérifiez-le auprès de la personne qui l'a envoyé, majuscules et espaces compris.", 'mot_de_passe');
    throw new FichierRefuse("Ce classeur est abîmé ou incomplet : demandez à la personne qui l'a envoyé de le refaire.");
  }
  // An old .xls under a password is opened too, by the same library.
  if (clair.subarray(0, 4).equals(SIGNATURE_OLE)) throw new FichierRefuse(ANCIEN);
  return clair;
}

async function* parMorceaux(contenu: Buffer): AsyncGenerator<Buffer> {
  for (let i = 0; i < contenu.length; i += 65_536) yield contenu.subarray(i, i + 65_536);
}

async function lireEntree(limites: Limites): Promise<Buffer> {
  const morceaux: Buffer[] = [];
  let octets = 0;
  for await (const morceau of process.stdin as AsyncIterable<Buffer>) {
    octets += morceau.length;
    verifierTaille(octets, limites);
    morceaux.push(morceau);
  }
  return Buffer.concat(morceaux);
}

function verifierTaille(octets: number, limites: Limites): void {
  if (octets > limites.octets) throw new FichierRefuse(`Ce fichier dépasse ${Math.round(limites.octets / 1024 / 1024)} Mo et n'a pas été lu. Découpez-le en plusieurs fichiers.`);
}

async function ouvrirChemin(chemin: string, limites: Limites): Promise<Classeur> {
  let etat: fs.Stats;
  try {
    etat = fs.statSync(chemin);
  } catch {
    throw new FichierRefuse(`« ${chemin} » n'existe pas ou ne peut pas être lu.`);
  }
  if (etat.isDirectory()) {
    const noms = fs.readdirSync(chemin).filter((n) => /\.csv$/i.test(n) && !n.startsWith('.'));
    if (noms.length > limites.entrees) throw new FichierRefuse(`Ce dossier contient ${noms.length} fichiers .csv, plus que les ${limites.entrees} permis.`);
    const fichiers = noms.map((nom) => ({ nom, octets: fs.statSync(path.join(chemin, nom)).size, ouvrir: () => fs.createReadStream(path.join(chemin, nom)) as AsyncIterable<Buffer> }));
    verifierTaille(fichiers.reduce((n, f) => n + f.octets, 0), limites);
    return classeurCsv(fichiers, 'Ce dossier ne contient aucun fichier .csv.');
  }
  verifierTaille(etat.size, limites);
  const descripteur = fs.openSync(chemin, 'r');
  const tete = Buffer.alloc(4);
  fs.readSync(descripteur, tete, 0, 4, 0);
  fs.closeSync(descripteur);
  return ouvrirContenu(path.basename(chemin), tete, etat.size, chemin, () => fs.createReadStream(chemin) as AsyncIterable<Buffer>, limites);
}

async function ouvrirContenu(nom: string, tete: Buffer, octets: number, zip: Buffer | string, flux: Ouvrir, limites: Limites): Promise<Classeur> {
  if (octets === 0) throw new FichierRefuse('Ce fichier est vide.');
  if (tete.equals(SIGNATURE_OLE)) throw new FichierRefuse("Ce classeur est protégé par un mot de passe, ou c'est un ancien fichier .xls. Enregistrez-le en .xlsx, sans mot de passe, puis recommencez.");
  if (!tete.subarray(0, 2).equals(SIGNATURE_ZIP)) {
    if (!/\.csv$/i.test(nom)) throw new FichierRefuse(INCONNU);
    return classeurCsv([{ nom, octets, ouvrir: flux }], '');
  }
  const archive = await ouvrirArchive(zip, limites);
  if (estUnXlsx(archive)) {
    if (archive.noms.some((n) => /vbaProject\.bin$/i.test(n))) throw new FichierRefuse("Ce classeur contient des macros (.xlsm) et n'a pas été lu. Enregistrez-le en .xlsx, sans macro, puis recommencez.");
    const xlsx = await ouvrirXlsx(archive);
    return {
      format: 'xlsx', date1904: xlsx.date1904, fermer: () => archive.fermer(),
      feuilles: xlsx.feuilles.map((f) => ({ nom: f.nom, octets: archive.taille(f.partie), lire: (recepteur) => xlsx.lire(f.partie, recepteur) })),
    };
  }
  return { ...classeurCsv(fichiersDe(archive), autreFormat(archive)), fermer: () => archive.fermer() };
}

const fichiersDe = (archive: Archive) => archive.noms
  .filter((n) => /\.csv$/i.test(n) && !/(^|\/)(__MACOSX\/|\.)/.test(n))
  .map((n) => ({ nom: n.split('/').at(-1)!, octets: archive.taille(n), ouvrir: () => archive.ouvrir(n) }));

function autreFormat(archive: Archive): string {
  if (archive.noms.includes('mimetype')) return 'Ce fichier est un classeur OpenDocument. Enregistrez-le au format Excel (.xlsx), puis recommencez.';
  if (archive.noms.some((n) => /workbook\.bin$/i.test(n))) return 'Ce fichier est un classeur binaire (.xlsb). Enregistrez-le au format .xlsx, puis recommencez.';
  if (archive.noms.some((n) => /\.xlsx$/i.test(n))) return "Cette archive contient un classeur : envoyez le classeur lui-même, sans l'archiver.";
  return INCONNU;
}

function classeurCsv(fichiers: { nom: string; octets: number; ouvrir: Ouvrir }[], aucun: string): Classeur {
  if (!fichiers.length) throw new FichierRefuse(aucun);
  return {
    format: 'csv', date1904: false, fermer: () => {},
    feuilles: fichiers.map((f) => ({ nom: f.nom.replace(/\.csv$/i, ''), octets: f.octets, lire: (recepteur) => lireCsv(f.nom, f.ouvrir, recepteur) })),
  };
}

process.on('message', (message: VersEnfant) => {
  if (message.genre === 'suite') {
    avance += 1;
    reprendre?.();
    reprendre = null;
    return;
  }
  lire(message)
    .catch((erreur: unknown) => dire(erreur instanceof FichierRefuse
      ? { genre: 'refus', phrase: erreur.message, champ: erreur.champ }
      : { genre: 'refus', phrase: "Ce fichier n'a pas pu être lu. Enregistrez-le de nouveau, puis recommencez.", champ: 'fichier' }))
    .finally(() => process.disconnect());
});
// The parent has gone: nothing is left to read for.
process.on('disconnect', () => process.exit());
