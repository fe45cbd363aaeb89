/** What the analyses that follow people in time have in common as pages: filters, tables, definitions, files, lists. Pure. */
import type { Definition, FaitNominatif } from '../../reports/analyses/faits';
import { PAR_PAGE } from '../../reports/analyses/faits';
import type { TableauDAnalyse } from '../../reports/analyses/tableau';
import type { Champ } from '../http/champs';
import { adresseDeListe, paginer } from '../http/pagination';
import type { Cellule, Feuille } from '../lib/classeur/ecrire';
import { libelle } from '../codes/listes';
import { formaterDate } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { accorder, nomComplet } from '../lib/texte';
import { FIL, RUBRIQUE } from './page';

/** What stands in the address besides the path: empty ones are left out. */
export type Parametres = Record<string, string | null>;

export interface Figures {
  chemin: string;
  titre: string;
  /** What the page answers, in one or two sentences. */
  chapeau: string;
  parametres: Parametres;
  champs: Champ[];
  /** Other days, one click away. */
  offerts: { libelle: string; parametres: Parametres; choisi: boolean }[];
  tableaux: TableauDAnalyse[];
  /** Said instead of the tables when nothing was counted. */
  vide: string | null;
  /** Of every column shown; `prefixe` of the anchors. */
  definitions: readonly { prefixe?: string; titre?: string; definitions: readonly Definition[] }[];
  erreurs?: Erreur[];
  /** Name of the files, without their end. */
  fichier: string;
}

export function pageFigures({ chemin, titre, chapeau, parametres, champs, offerts, tableaux, vide, definitions, erreurs, fichier }: Figures) {
  const montre = tableaux.length > 0 && !vide;
  return {
    titre, chapeau, rubrique: RUBRIQUE, fil: FIL, erreurs, fichier,
    filtres: { adresse: chemin, champs, bouton: 'Afficher', actif: false },
    offerts: offerts.map((o) => ({ libelle: o.libelle, choisi: o.choisi, adresse: adresseDeListe(chemin, { ...parametres, ...o.parametres }) })),
    vide: erreurs?.length ? null : montre ? null : (vide ?? "Aucun PLIE de votre territoire n'était en activité à ces dates. Choisissez d'autres dates."),
    tableaux: montre ? tableaux : [],
    classeur: adresseDeListe(`${chemin}.xlsx`, parametres),
    csv: tableaux.map((t) => adresseDeListe(`${chemin}.csv`, { ...parametres, tableau: t.cle })),
    definitions: definitions.map((d) => ({ titre: d.titre ?? null, lignes: d.definitions.map((x) => ({ ancre: `def-${d.prefixe ?? ''}${x.code}`, titre: x.titre, definition: x.definition })) })),
  };
}
export type PageFigures = ReturnType<typeof pageFigures>;

/** Last sheet of the workbook: what each column means. */
export const feuilleDesDefinitions = (page: PageFigures): Feuille => ({
  nom: 'Définitions', filtre: false,
  colonnes: [{ titre: 'Colonne', largeur: 38 }, { titre: 'Définition', largeur: 120 }],
  lignes: page.definitions.flatMap((d) => d.lignes.map((l): Cellule[] => [l.titre, l.definition])),
});

/** What a cell says of its list: its name, its definition, what it counts, what dates each fact, and what else is told of it. */
export interface MotsDeLaCellule { titre: string; definition: string; unite: [singulier: string, pluriel: string]; nomDeLaDate: string; detail: { nom: string; lire(detail: string): string } | null }

interface Derriere { chemin: string; titreDeLaPage: string; contexte: string; parametres: Parametres; cellule: string; mots: MotsDeLaCellule; page: number }

/** The persons behind a cell. */
export function pageFaits({ chemin, titreDeLaPage, contexte, parametres, cellule, mots, page }: Derriere, { nombre, faits }: { nombre: number; faits: FaitNominatif[] }) {
  return {
    titre: mots.titre, rubrique: RUBRIQUE, contexte, definition: mots.definition,
    fil: [...FIL, { adresse: adresseDeListe(chemin, parametres), libelle: titreDeLaPage }],
    resume: accorder(nombre, ...mots.unite),
    nomDeLaDate: mots.nomDeLaDate, nomDuDetail: mots.detail?.nom ?? null,
    avecPrescription: mots.nomDeLaDate !== 'Date de prescription',
    personnes: faits.map((f) => ({
      efface: f.efface_le ? `Données effacées le ${formaterDate(f.efface_le)}` : null, nom: nomComplet(f), adresse: `/personnes/${f.personne_id}`, date: formaterDate(f.date_fait), prescription: formaterDate(f.date_prescription), prescripteur: libelle('PRESCRIPTEURS', f.prescripteur),
      detail: mots.detail && f.detail !== null ? mots.detail.lire(f.detail) : '',
    })),
    pagination: paginer(`${chemin}/liste`, { ...parametres, cellule }, page, PAR_PAGE, nombre),
  };
}
