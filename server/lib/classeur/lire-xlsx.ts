/**
 * A workbook, cells and shared strings only: merged ranges and validations, which exhaust the memory of readers that
 * look at them, come after the cells and are never reached. Dates stay the numbers they are: the column says what they mean.
 */
import { StringDecoder } from 'node:string_decoder';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { Archive } from './lire-zip';
import { COLONNES_MAX as LARGEUR, FichierRefuse, SIGNES_MAX as LONGUEUR, type CelluleLue } from './lire-types';

// Read for every cell: a local constant is faster than an imported one.
const COLONNES_MAX = LARGEUR;
const SIGNES_MAX = LONGUEUR;

const ABIME = "Ce classeur est abîmé : son contenu ne suit pas le format .xlsx. Ouvrez-le dans un tableur, enregistrez-le de nouveau en .xlsx, puis recommencez.";

/** Takes the rows as they are read; `souffler` is called between two pieces of the file and may make the reading wait. */
export interface Recepteur {
  ligne(numero: number, cellules: CelluleLue[]): void;
  souffler(octetsLus: number): Promise<void>;
}

export interface Xlsx {
  feuilles: { nom: string; partie: string }[];
  date1904: boolean;
  lire(partie: string, recepteur: Recepteur): Promise<void>;
}

interface Gestes {
  ouvrir?: (nom: string, attributs: Record<string, string>) => void;
  fermer?: (nom: string) => void;
  texte?: (texte: string) => void;
  /** True when what is wanted has been read: the rest of the part is left alone. */
  fini?: () => boolean;
  souffler?: (octets: number) => Promise<void>;
}

/** Parses one part. No entity is expanded beyond XML's own five; a DOCTYPE is refused. */
async function parcourir(archive: Archive, partie: string, gestes: Gestes): Promise<void> {
  const lecteur = new SaxesParser();
  lecteur.on('doctype', () => { throw new FichierRefuse("Ce classeur contient une déclaration DOCTYPE, qu'aucun tableur n'écrit : il n'a pas été lu."); });
  const { ouvrir, fermer, texte } = gestes;
  // Some writers put a prefix before every name (x:row): the root says which, once for millions of names.
  let coupe = -1;
  const nommer = (nom: string): string => (coupe > 0 ? nom.slice(coupe) : nom);
  lecteur.on('opentag', (balise: SaxesTagPlain) => {
    if (coupe < 0) coupe = balise.name.indexOf(':') + 1;
    ouvrir?.(nommer(balise.name), balise.attributes);
  });
  if (fermer) lecteur.on('closetag', (balise: SaxesTagPlain) => fermer(nommer(balise.name)));
  if (texte) {
    lecteur.on('text', texte);
    lecteur.on('cdata', texte);
  }
  const decodeur = new StringDecoder('utf8');
  try {
    for await (const morceau of archive.ouvrir(partie)) {
      lecteur.write(decodeur.write(morceau));
      await gestes.souffler?.(morceau.length);
      if (gestes.fini?.()) return;
    }
    lecteur.write(decodeur.end()).close();
  } catch (erreur) {
    throw erreur instanceof FichierRefuse ? erreur : new FichierRefuse(ABIME);
  }
}

export const estUnXlsx = (archive: Archive): boolean => archive.noms.includes('[Content_Types].xml') && archive.noms.some((n) => /^xl\/workbook\.xml$/i.test(n));

/** Reads the workbook's own part: sheets in order, calendar. Throws FichierRefuse. */
export async function ouvrirXlsx(archive: Archive): Promise<Xlsx> {
  const declarees: { nom: string; rid: string }[] = [];
  let date1904 = false;
  const cibles = new Map<string, string>();
  await parcourir(archive, partieReelle(archive, 'xl/workbook.xml'), {
    ouvrir(nom, attributs) {
      if (nom === 'workbookPr') date1904 = ['1', 'true'].includes(attributs.date1904 ?? '');
      if (nom === 'sheet') declarees.push({ nom: attributs.name ?? '', rid: attribut(attributs, 'id') });
    },
  });
  let chainesPartie: string | null = null;
  await parcourir(archive, partieReelle(archive, 'xl/_rels/workbook.xml.rels'), {
    ouvrir(nom, attributs) {
      if (nom !== 'Relationship' || attributs.TargetMode === 'External') return;
      const cible = attributs.Target ?? '';
      const partie = cible.startsWith('/') ? cible.slice(1) : `xl/${cible}`;
      cibles.set(attributs.Id ?? '', partie);
      if (attributs.Type?.endsWith('/sharedStrings')) chainesPartie = partie;
    },
  });
  let chaines: string[] | null = null;
  return {
    feuilles: declarees.filter((f) => cibles.has(f.rid)).map((f) => ({ nom: f.nom, partie: cibles.get(f.rid)! })),
    date1904,
    async lire(partie, recepteur) {
      chaines ??= chainesPartie ? await lireChaines(archive, partieReelle(archive, chainesPartie)) : [];
      await lireFeuille(archive, partieReelle(archive, partie), chaines, recepteur);
    },
  };
}

/** An attribute whatever its prefix: r:id in Excel, d3p1:id elsewhere. */
const attribut = (attributs: Record<string, string>, nom: string): string => Object.entries(attributs).find(([n]) => n.endsWith(`:${nom}`))?.[1] ?? attributs[nom] ?? '';

/** Parts are named without regard to case. */
function partieReelle(archive: Archive, partie: string): string {
  const trouvee = archive.noms.find((n) => n === partie) ?? archive.noms.find((n) => n.toLowerCase() === partie.toLowerCase());
  if (!trouvee) throw new FichierRefuse(ABIME);
  return trouvee;
}

/** Excel writes _x000D_ for what XML cannot hold. What no text of the database may hold (a null, half of a character) stays as it is written. */
const decoder = (texte: string): string => (texte.includes('_x') ? texte.replace(/_x(?!0000|[dD][89a-fA-F])([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16))) : texte);

function verifierLongueur(longueur: number): void {
  if (longueur > SIGNES_MAX) throw new FichierRefuse(`Une cellule de ce classeur contient plus de ${SIGNES_MAX} signes : il n'a pas été lu.`);
}

async function lireChaines(archive: Archive, partie: string): Promise<string[]> {
  const chaines: string[] = [];
  let courante = '';
  let ecoute = false;
  // The phonetic reading of a text (rPh) is not the text.
  let phonetique = false;
  await parcourir(archive, partie, {
    ouvrir(nom) {
      if (nom === 'si') courante = '';
      else if (nom === 't') ecoute = !phonetique;
      else if (nom === 'rPh') phonetique = true;
    },
    fermer(nom) {
      if (nom === 't') ecoute = false;
      else if (nom === 'rPh') phonetique = false;
      else if (nom === 'si') chaines.push(decoder(courante));
    },
    texte(texte) {
      if (!ecoute) return;
      courante += texte;
      verifierLongueur(courante.length);
    },
  });
  return chaines;
}

async function lireFeuille(archive: Archive, partie: string, chaines: string[], recepteur: Recepteur): Promise<void> {
  let numero = 0;
  let colonne = -1;
  let type = 'n';
  let valeur = '';
  let formule = false;
  let ecoute = false;
  let phonetique = false;
  let cellules: CelluleLue[] = [];
  let pleine = false;
  let fini = false;
  await parcourir(archive, partie, {
    ouvrir(nom, attributs) {
      if (nom === 'c') {
        colonne = attributs.r ? indiceDeColonne(attributs.r) : colonne + 1;
        type = attributs.t ?? 'n';
        valeur = '';
        formule = false;
      } else if (nom === 'v' || nom === 't') {
        ecoute = !phonetique;
      } else if (nom === 'row') {
        const annonce = attributs.r ? Number(attributs.r) : numero + 1;
        if (!Number.isInteger(annonce) || annonce <= numero || annonce > 1_048_576) throw new FichierRefuse(ABIME);
        numero = annonce;
        colonne = -1;
        cellules = [];
        pleine = false;
      } else if (nom === 'f') {
        formule = true;
      } else if (nom === 'rPh') {
        phonetique = true;
      }
    },
    texte(texte) {
      if (!ecoute) return;
      valeur += texte;
      verifierLongueur(valeur.length);
    },
    fermer(nom) {
      if (nom === 'v' || nom === 't') {
        ecoute = false;
      } else if (nom === 'c') {
        if (colonne >= COLONNES_MAX || (valeur === '' && !formule)) return;
        while (cellules.length < colonne) cellules.push(null);
        cellules[colonne] = formule ? { refus: 'FORMULE', texte: valeur } : valeurDe(type, valeur, chaines);
        pleine = true;
      } else if (nom === 'row') {
        if (pleine) recepteur.ligne(numero, cellules);
      } else if (nom === 'rPh') {
        phonetique = false;
      } else if (nom === 'sheetData') {
        fini = true;
      }
    },
    fini: () => fini,
    souffler: (octets) => recepteur.souffler(octets),
  });
}

function valeurDe(type: string, brut: string, chaines: string[]): CelluleLue {
  switch (type) {
    case 's': {
      const chaine = chaines[Number(brut)];
      if (chaine === undefined) throw new FichierRefuse(ABIME);
      return chaine;
    }
    case 'n': {
      const nombre = Number(brut);
      if (!Number.isFinite(nombre)) throw new FichierRefuse(ABIME);
      return nombre;
    }
    case 'b':
      return brut === '1';
    case 'e':
      return { refus: 'ERREUR', texte: brut };
    // An ISO date (strict format), with or without its time.
    case 'd':
      return brut.slice(0, 10);
    default:
      return decoder(brut);
  }
}

/** "AB12" → 27. */
function indiceDeColonne(place: string): number {
  let indice = 0;
  for (let i = 0; i < place.length; i += 1) {
    const signe = place.charCodeAt(i);
    if (signe < 65 || signe > 90) break;
    indice = indice * 26 + (signe - 64);
  }
  if (indice < 1 || indice > 16_384) throw new FichierRefuse(ABIME);
  return indice - 1;
}
