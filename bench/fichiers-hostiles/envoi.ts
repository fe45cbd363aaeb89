/** One hostile file out of its number: which route, which format, what is done to it, and how it is sent. */
import { randomUUID } from 'node:crypto';
import { creerHasard, type Hasard } from '../../server/demonstration/hasard';
import { chiffrer } from '../../server/lib/classeur/chiffrer';
import { deballer, emballer } from './archive';
import type { Depot } from './depots';
import { muterCellules } from './muter-cellules';
import { muterCsv, muterOctets } from './muter-octets';
import { mentir, muterParties } from './muter-parties';
import { MOT_DE_PASSE, enCsv, enXlsx, enXlsxPartage, enZip, type Format } from './semences';

export interface Envoi { depot: Depot; rang: number; quoi: string; nom: string; contenu: Buffer; champs: Record<string, string>; forme: Forme }

/** How the form itself is sent. */
const FORMES = ['ordinaire', 'deux fichiers', 'autre champ', 'sans fichier', 'trop gros', 'coupé', 'sans limite', 'trop de champs', 'champ démesuré', 'en-tête faux', 'sans jeton'] as const;
type Forme = (typeof FORMES)[number];

const NIVEAUX = ['cellules', 'parties', 'sommaire', 'octets'] as const;
type Niveau = (typeof NIVEAUX)[number];
const POIDS_DES_FORMATS: Record<Format, number> = { xlsx: 6, 'xlsx-partage': 3, csv: 4, zip: 3, chiffre: 1 };
const EXTENSION: Record<Format, string> = { xlsx: 'xlsx', 'xlsx-partage': 'xlsx', csv: 'csv', zip: 'zip', chiffre: 'xlsx' };
const NOMS = ['../../../etc/passwd', '..\\..\\x.xlsx', '/etc/cron.d/x.csv', 'C:\\x.xlsx', '', '.', 'x'.repeat(3000) + '.xlsx', '\u202exslx.exe', 'a"b.xlsx', 'a\u0000b.csv', '=cmd.csv', '<img src=x>.xlsx', 'é😀.xlsx', 'Personnes', 'con.xlsx', '__proto__.csv', 'a;b=c.xlsx', '%00.csv', '\ud800.csv'];

/** The same number of the same seed gives the same file; only the salts of an encrypted one are drawn anew. */
export async function fabriquer(graine: string, rang: number, depots: readonly Depot[]): Promise<Envoi> {
  const h = creerHasard(`${graine}/${rang}`);
  const depot = depots[rang % depots.length]!;
  const format = h.peser(depot.formats.map((f) => [f, POIDS_DES_FORMATS[f]] as const));
  const niveaux = new Set<Niveau>([h.peser<Niveau>([['cellules', 5], ['parties', 5], ['sommaire', 3], ['octets', 3]])]);
  if (h.chance(0.15)) niveaux.add(h.choisir(NIVEAUX));
  const forme = h.chance(0.05) ? h.choisir(FORMES) : 'ordinaire';
  const contenu = await composer(h, depot, format, niveaux);
  const feuille = h.choisir(Object.keys(depot.modele));
  const nom = h.chance(0.08) ? h.choisir(NOMS) : format === 'csv' ? `${feuille}.csv` : `fichier.${h.chance(0.05) ? h.choisir(['csv', 'zip', 'xls', 'xlsm', 'ods', 'exe']) : EXTENSION[format]}`;
  return { depot, rang, nom, contenu, forme, champs: depot.champs(format === 'chiffre', rang), quoi: `${depot.nom}, ${format}, ${[...niveaux].join(' et ')}${forme === 'ordinaire' ? '' : `, ${forme}`}, « ${nom.slice(0, 40)} »` };
}

async function composer(h: Hasard, depot: Depot, format: Format, niveaux: ReadonlySet<Niveau>): Promise<Buffer> {
  const modele = niveaux.has('cellules') ? muterCellules(h, depot.modele) : depot.modele;
  const octets = (o: Buffer) => (niveaux.has('octets') ? muterOctets(h, o) : o);
  const separateur = h.choisir([';', ','] as const);
  if (format === 'csv') {
    const lignes = enCsv(modele[h.choisir(Object.keys(modele))] ?? [], separateur);
    return octets(niveaux.has('parties') || niveaux.has('sommaire') ? muterCsv(h, lignes) : lignes);
  }
  const valide = format === 'zip' ? enZip(modele, separateur) : format === 'xlsx-partage' ? await enXlsxPartage(modele) : await enXlsx(modele);
  const zip = niveaux.has('parties') || niveaux.has('sommaire') ? await refaire(h, valide, niveaux) : valide;
  // Of an encrypted file, the envelope is hurt as often as what it holds.
  return octets(format === 'chiffre' ? await chiffrer(zip, MOT_DE_PASSE) : zip);
}

async function refaire(h: Hasard, valide: Buffer, niveaux: ReadonlySet<Niveau>): Promise<Buffer> {
  const parties = await deballer(valide);
  if (niveaux.has('parties')) muterParties(h, parties);
  return emballer(parties, niveaux.has('sommaire') ? mentir(h) : undefined);
}

const champ = (limite: string, nom: string, valeur: string | Buffer): Buffer => Buffer.concat([Buffer.from(`--${limite}\r\nContent-Disposition: form-data; name="${nom}"\r\n\r\n`), Buffer.from(valeur), Buffer.from('\r\n')]);
const fichier = (limite: string, nom: string, nomDeFichier: string, contenu: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`--${limite}\r\nContent-Disposition: form-data; name="${nom}"; filename="${nomDeFichier.replaceAll('"', '%22')}"\r\nContent-Type: application/octet-stream\r\n\r\n`), contenu, Buffer.from('\r\n')]);

const TROP_GROS = 10 * 1024 * 1024 + 1;

/** The body of the request, as a browser makes it, or not. */
export function enCorps({ forme, nom, contenu, champs }: Envoi, jeton: string): { type: string; corps: Buffer } {
  const limite = `----plie${randomUUID()}`;
  const morceaux = Object.entries({ ...(forme === 'sans jeton' ? {} : { _csrf: jeton }), _cle: randomUUID(), ...champs }).map(([n, v]) => champ(limite, n, v));
  if (forme === 'trop de champs') for (let i = 0; i < 30; i += 1) morceaux.push(champ(limite, `plus${i}`, 'x'));
  if (forme === 'champ démesuré') morceaux.push(champ(limite, 'mot_de_passe', 'x'.repeat(20_000)));
  if (forme !== 'sans fichier') morceaux.push(fichier(limite, forme === 'autre champ' ? 'fichiers' : 'fichier', nom, forme === 'trop gros' ? Buffer.concat([contenu, Buffer.alloc(TROP_GROS)]) : contenu));
  if (forme === 'deux fichiers') morceaux.push(fichier(limite, 'fichier', nom, contenu));
  const entier = Buffer.concat([...morceaux, Buffer.from(`--${limite}--\r\n`)]);
  return {
    type: forme === 'sans limite' ? 'multipart/form-data' : `multipart/form-data; boundary=${limite}`,
    corps: forme === 'coupé' ? entier.subarray(0, Math.floor(entier.length * 0.7)) : forme === 'en-tête faux' ? Buffer.concat([Buffer.from(`--${limite}\r\nContent-Disposition: \u0000;;=\r\nX\r\n\r\n`), entier]) : entier,
  };
}
