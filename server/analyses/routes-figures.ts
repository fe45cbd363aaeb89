/** What the analyses that follow people in time have in common: a page, its workbook, its tables as CSV, the lists behind its cells. */
import type { Request } from 'express';
import { csvDeLAnalyse, feuilleDeLAnalyse } from '../../reports/analyses/exporter';
import { listerFaits, type Faits } from '../../reports/analyses/faits';
import { cleDeLigne, type Lien } from '../../reports/analyses/lignes';
import type { Contexte } from '../acces/acteur';
import { peut } from '../acces/droits';
import { adresseDeListe } from '../http/pagination';
import { rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import { classeurEnMemoire, XLSX } from '../lib/classeur/ecrire';
import { CSV } from '../lib/classeur/ecrire-csv';
import { consigner } from '../lib/ecriture';
import { Introuvable } from '../lib/erreurs';
import { listerTerritoires } from '../pilotage/actions';
import { trouverTerritoire, type TerritoireOffert } from '../pilotage/rules-territoires';
import { lirePage, lireTerritoire } from './form';
import { lireTexte } from './form-figures';
import { pageSansPlie } from './page';
import { feuilleDesDefinitions, pageFaits, pageFigures, type Figures, type MotsDeLaCellule, type Parametres } from './page-figures';
import { TOUT_A_LA_FOIS } from './rules';

/** What an address asks for. */
export interface Demandee { contexte: Contexte; requete: Record<string, unknown>; choisi: TerritoireOffert; nominatif: boolean }

/** The persons behind a cell, and the words of their list. */
export interface Derriere { faits: Faits; cle: string; mots: MotsDeLaCellule; titreDeLaPage: string; contexte: string; parametres: Parametres }

export interface Analyse {
  chemin: string;
  etablir(d: Demandee): Promise<Figures>;
  /** Null for a cell that does not exist, and for an address mistyped. */
  chercherDerriere(d: Demandee, cellule: string): Promise<Derriere | null>;
}

/**
 * All that the reader may see, PLIE by PLIE: never a part of it alone, whose own table would show what that of the whole hides.
 * Throws Introuvable for another territory.
 */
async function lireDemande(req: Request, contexte: Contexte): Promise<Demandee> {
  const offerts = await listerTerritoires(contexte);
  const choisi = trouverTerritoire(offerts, lireTerritoire(req.query));
  if (!choisi) throw new Introuvable();
  if (choisi !== offerts[0]) throw new Introuvable(TOUT_A_LA_FOIS);
  return { contexte, requete: req.query, choisi, nominatif: peut(contexte.acteur, 'bilan.personnes') };
}

/** Where the cells lead, for those who may open a list. `prefixe`: of the keys of a table in the address. */
export const lienVers = ({ nominatif }: Demandee, chemin: string, parametres: Parametres, prefixe = ''): Lien =>
  (nominatif ? (ligne, cle) => adresseDeListe(`${chemin}/liste`, { ...parametres, territoire: cleDeLigne(ligne) || parametres.territoire, cellule: `${prefixe}${cle}` }) : null);

/** In the journal: of which PLIE the acts are, where the reader belongs to one. */
const plieDe = ({ acteur }: Contexte): number | null => (acteur.organisation?.type === 'PLIE' ? acteur.organisation.id : null);

export function routesDe(analyse: Analyse): RouteGardee[] {
  const { chemin } = analyse;
  /** The page of an address that only the page writes. */
  const lireFichier = async (req: Request, contexte: Contexte, format: 'xlsx' | 'csv') => {
    const demandee = await lireDemande(req, contexte);
    const page = pageFigures(await analyse.etablir(demandee));
    if (!page.tableaux.length) throw new Introuvable();
    return { page, consigner: () => consigner(contexte.base, contexte.auteur, { action: 'analyse.exporter', plieId: plieDe(contexte), details: { analyse: chemin, territoire: demandee.choisi.cle, fichier: page.fichier, format } }) };
  };
  return [
    {
      methode: 'get', chemin, acte: 'analyse.lire',
      async traiter(req, res, contexte) {
        if (!(await listerTerritoires(contexte)).length && !req.query.territoire) return rendre(res, 'pilotage/sans-plie', pageSansPlie());
        const page = pageFigures(await analyse.etablir(await lireDemande(req, contexte)));
        if (page.erreurs?.length) res.status(422);
        await rendre(res, 'analyses/figures', page);
      },
    },
    {
      methode: 'get', chemin: `${chemin}.xlsx`, acte: 'analyse.lire',
      async traiter(req, res, contexte) {
        const fichier = await lireFichier(req, contexte, 'xlsx');
        const octets = await classeurEnMemoire([...fichier.page.tableaux.map(feuilleDeLAnalyse), feuilleDesDefinitions(fichier.page)]);
        await fichier.consigner();
        res.attachment(`${fichier.page.fichier}.xlsx`).type(XLSX).send(octets);
      },
    },
    {
      methode: 'get', chemin: `${chemin}.csv`, acte: 'analyse.lire',
      async traiter(req, res, contexte) {
        const fichier = await lireFichier(req, contexte, 'csv');
        const tableau = fichier.page.tableaux.find((t) => t.cle === lireTexte(req.query, 'tableau'));
        if (!tableau) throw new Introuvable();
        await fichier.consigner();
        res.attachment(`${fichier.page.fichier}_${tableau.cle}.csv`).type(CSV).send(csvDeLAnalyse(tableau));
      },
    },
    {
      methode: 'get', chemin: `${chemin}/liste`, acte: 'bilan.personnes',
      async traiter(req, res, contexte) {
        const [cellule, page] = [lireTexte(req.query, 'cellule'), lirePage(req.query)];
        const demandee = await lireDemande(req, contexte);
        const derriere = await analyse.chercherDerriere(demandee, cellule);
        if (!derriere || page === null) throw new Introuvable();
        const liste = await listerFaits(contexte, derriere.faits, derriere.cle, page);
        if (page > 1 && !liste.faits.length) throw new Introuvable();
        await consigner(contexte.base, contexte.auteur, {
          action: 'analyse.lister', plieId: plieDe(contexte),
          details: { analyse: chemin, ...derriere.parametres, cellule, nombre: liste.nombre, page },
        });
        await rendre(res, 'analyses/liste', pageFaits({ ...derriere, chemin, cellule, page }, liste));
      },
    },
  ];
}
