/** A .csv: UTF-8 (with or without its mark) or Windows-1252, « ; » or « , », fields between quotes. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream';
import { parse, type CsvError } from 'csv-parse';
import { COLONNES_MAX, FichierRefuse, SIGNES_MAX, type CelluleLue } from './lire-types';
import type { Recepteur } from './lire-xlsx';

/** Opens the bytes of the file from their beginning: they are read twice, the first time to know how they are written. */
export type Ouvrir = () => AsyncIterable<Buffer>;

interface Ecriture { encodage: 'utf-8' | 'windows-1252'; separateur: ';' | ',' }

export async function lireCsv(nom: string, ouvrir: Ouvrir, recepteur: Recepteur): Promise<void> {
  const { encodage, separateur } = await reconnaitre(nom, ouvrir);
  let octets = 0;
  async function* textes(): AsyncGenerator<string> {
    const decodeur = new TextDecoder(encodage);
    for await (const morceau of ouvrir()) {
      octets += morceau.length;
      yield decodeur.decode(morceau, { stream: true });
    }
    yield decodeur.decode();
  }
  const enregistrements = parse({ delimiter: separateur, bom: true, relax_column_count: true, skip_empty_lines: false, max_record_size: SIGNES_MAX * 20 });
  // Errors of either end come out of the loop below.
  pipeline(Readable.from(textes()), enregistrements, () => {});
  let numero = 0;
  try {
    for await (const champs of enregistrements as AsyncIterable<string[]>) {
      numero += 1;
      const cellules = champs.slice(0, COLONNES_MAX).map(lireChamp);
      if (cellules.some((c) => c !== null)) recepteur.ligne(numero, cellules);
      if (octets) {
        const lus = octets;
        octets = 0;
        await recepteur.souffler(lus);
      }
    }
  } catch (erreur) {
    if (erreur instanceof FichierRefuse) throw erreur;
    // The parser may be well ahead of the rows taken from it: the row in fault follows those that it has finished.
    const { code, records } = erreur as CsvError & { records?: number };
    const ligne = (records ?? numero) + 1;
    if (code === 'CSV_QUOTE_NOT_CLOSED') throw new FichierRefuse(`« ${nom} » : les guillemets ouverts à la ligne ${ligne} ne sont jamais refermés. Corrigez-les, puis recommencez.`);
    if (code === 'CSV_MAX_RECORD_SIZE') throw new FichierRefuse(`« ${nom} », ligne ${ligne} : cette ligne est démesurée, sans doute à cause de guillemets qui ne sont pas refermés. Corrigez-les, puis recommencez.`);
    if (code === 'INVALID_OPENING_QUOTE' || code === 'CSV_INVALID_CLOSING_QUOTE') throw new FichierRefuse(`« ${nom} », ligne ${ligne} : des guillemets sont mal placés. Dans un champ entre guillemets, doublez ceux qu'il contient.`);
    throw new FichierRefuse(`« ${nom} » n'est pas un fichier .csv lisible (ligne ${ligne}).`);
  }
}

function lireChamp(champ: string): CelluleLue {
  if (champ.trim() === '') return null;
  if (champ.length > SIGNES_MAX) throw new FichierRefuse(`Une cellule de ce fichier contient plus de ${SIGNES_MAX} signes : il n'a pas été lu.`);
  // A spreadsheet would run it: it has no value of its own.
  return champ.startsWith('=') ? { refus: 'FORMULE', texte: champ } : champ;
}

/** UTF-8 when every byte of it is, else Windows-1252 (of which ISO-8859-1 is a part); the separator is the one that the first line has most. */
async function reconnaitre(nom: string, ouvrir: Ouvrir): Promise<Ecriture> {
  const strict = new TextDecoder('utf-8', { fatal: true });
  let utf8 = true;
  let debut: Buffer = Buffer.alloc(0);
  for await (const morceau of ouvrir()) {
    // A text never holds a null byte: this is UTF-16, or no text at all.
    if (morceau.includes(0)) throw new FichierRefuse(`« ${nom} » n'est pas un fichier texte en UTF-8 ou Windows-1252. Enregistrez-le en « CSV UTF-8 », puis recommencez.`);
    if (debut.length < 16_384) debut = Buffer.concat([debut, morceau]);
    if (!utf8) continue;
    try {
      strict.decode(morceau, { stream: true });
    } catch {
      utf8 = false;
    }
  }
  if (utf8) {
    try { strict.decode(); } catch { utf8 = false; }
  }
  const premiere = /^[^\r\n]*/.exec(debut.toString('latin1'))![0].replace(/"[^"]*"/g, '');
  const compter = (signe: string) => premiere.split(signe).length - 1;
  return { encodage: utf8 ? 'utf-8' : 'windows-1252', separateur: compter(',') > compter(';') ? ',' : ';' };
}
