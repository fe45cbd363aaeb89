/** Beyond annexe 1: the figures of any period, as they are or split along an axis, and the lists behind them. */
import type { Request, Response } from 'express';
import { TOUTES_LES_COLONNES } from '../../reports/analyses/axes';
import { aLaValeur, repartir, type Repartition } from '../../reports/analyses/repartition';
import { ANALYSES } from '../../reports/analyses/definitions';
import { csvDeLAnalyse, feuilleDeLAnalyse } from '../../reports/analyses/exporter';
import { compterFiges } from '../../reports/figes';
import { estCompte } from '../../reports/indicateur';
import { listerFaits } from '../../reports/liste';
import { calculer } from '../../reports/moteur';
import type { Contexte } from '../acces/acteur';
import { peut } from '../acces/droits';
import { rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import { classeurEnMemoire, XLSX } from '../lib/classeur/ecrire';
import { CSV } from '../lib/classeur/ecrire-csv';
import { consigner } from '../lib/ecriture';
import { Introuvable } from '../lib/erreurs';
import { vide } from '../lib/db/sql';
import { listerTerritoires } from '../pilotage/actions';
import { trouverTerritoire } from '../pilotage/rules-territoires';
import { lireAxe, lireCase, lireJours, lirePage, lireTerritoire } from './form';
import { pageAnalyses, pageSansPlie } from './page';
import { pageListe, pageRepartition } from './page-repartition';
import { tableauDeLaPeriode, type Vue } from './page-tableau';
import { anneeCivile, nomDuFichier, TOUT_A_LA_FOIS, type Jours } from './rules';

/** The territory and the axis of the address. Throws Introuvable for what is not there for this reader. */
async function lireAdresse(req: Request, contexte: Contexte) {
  const offerts = await listerTerritoires(contexte);
  const [choisi, axe] = [trouverTerritoire(offerts, lireTerritoire(req.query)), lireAxe(req.query)];
  if (!choisi || axe === undefined) throw new Introuvable();
  const lu = lireJours(req.query, contexte.jour);
  const permis = !axe || choisi === offerts[0] || peut(contexte.acteur, 'bilan.personnes');
  return { offerts, choisi, axe, lu: permis ? lu : { ok: false as const, saisie: lu.saisie, erreurs: [{ champ: '', message: `${TOUT_A_LA_FOIS} Choisissez « ${offerts[0]!.libelle} », ou « Le PLIE » dans « Répartir selon ».` }] } };
}

type Choix = Pick<Vue, 'choisi' | 'axe'> & { jours: Jours };

const compter = async (contexte: Contexte, { choisi, axe, jours }: Choix): Promise<Repartition> => {
  const demande = { ...jours, territoire: choisi.territoire };
  return axe ? repartir(contexte, demande, axe) : { rangees: [], lignes: await calculer(contexte, ANALYSES, demande) };
};
const presenter = async (contexte: Contexte, choix: Choix) => tableauDeLaPeriode(await compter(contexte, choix), { ...choix, jour: contexte.jour, nominatif: peut(contexte.acteur, 'bilan.personnes') });

/** The days of an address that only the page writes. */
async function lireAdresseComplete(req: Request, contexte: Contexte) {
  const { lu, ...reste } = await lireAdresse(req, contexte);
  if (!lu.ok) throw new Introuvable();
  return { ...reste, jours: lu.valeur };
}

/** What is shown, as a file. */
function exporter(extension: 'xlsx' | 'csv'): RouteGardee {
  return {
    methode: 'get', chemin: `/analyses/repartition.${extension}`, acte: 'analyse.lire',
    async traiter(req, res, contexte) {
      const choix = await lireAdresseComplete(req, contexte);
      const tableau = await presenter(contexte, choix);
      if (!tableau) throw new Introuvable();
      await consigner(contexte.base, contexte.auteur, {
        action: 'analyse.exporter', plieId: contexte.acteur.organisation?.type === 'PLIE' ? contexte.acteur.organisation.id : null,
        details: { territoire: choix.choisi.cle, ...choix.jours, axe: choix.axe?.cle ?? null, format: extension },
      });
      res.attachment(nomDuFichier(choix.choisi, choix.jours, extension));
      if (extension === 'csv') res.type(CSV).send(csvDeLAnalyse(tableau));
      else res.type(XLSX).send(await classeurEnMemoire([feuilleDeLAnalyse(tableau)]));
    },
  };
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/analyses', acte: 'analyse.lire',
    async traiter(_req, res) {
      await rendre(res, 'analyses/index', pageAnalyses());
    },
  },
  {
    methode: 'get', chemin: '/analyses/repartition', acte: 'analyse.lire',
    async traiter(req, res, contexte) {
      if (!(await listerTerritoires(contexte)).length && !req.query.territoire) return rendre(res, 'pilotage/sans-plie', pageSansPlie());
      const { offerts, choisi, axe, lu } = await lireAdresse(req, contexte);
      const choix = { offerts, choisi, axe, jour: contexte.jour, saisie: lu.saisie };
      if (!lu.ok) {
        res.status(422);
        return rendre(res, 'analyses/repartition', pageRepartition({ ...choix, erreurs: lu.erreurs }, null));
      }
      const jours = lu.valeur;
      const annee = anneeCivile(jours);
      await rendre(res, 'analyses/repartition', pageRepartition({ ...choix, erreurs: [] }, {
        jours, tableau: await presenter(contexte, { choisi, axe, jours }), figes: annee === null ? null : await compterFiges(contexte, { annee, territoire: choisi.territoire }),
      }));
    },
  },
  exporter('xlsx'),
  exporter('csv'),
  {
    methode: 'get', chemin: '/analyses/repartition/liste', acte: 'bilan.personnes',
    traiter: montrerListe,
  },
];

/** The row of a cell, in words: null for the total, undefined when there is no such row. */
async function nommer(contexte: Contexte, choix: Choix, valeur: string | null | undefined): Promise<string | null | undefined> {
  const { axe } = choix;
  if (valeur === undefined) return null;
  if (!axe || valeur === null) return axe?.sansValeur ?? undefined;
  return (axe.liste?.map((v) => ({ valeur: v.code, libelle: v.libelle })) ?? (await compter(contexte, choix)).rangees).find((l) => l.valeur === valeur)?.libelle;
}

async function montrerListe(req: Request, res: Response, contexte: Contexte): Promise<void> {
  const { choisi, axe, jours } = await lireAdresseComplete(req, contexte);
  const [choix, page] = [lireCase(req.query), lirePage(req.query)];
  const compte = ANALYSES.indicateurs.filter(estCompte).find((i) => i.numero === choix.colonne && i.source.nominative && (axe?.colonnes ?? TOUTES_LES_COLONNES).includes(i.numero));
  const nomDeLaValeur = await nommer(contexte, { choisi, axe, jours }, choix.valeur);
  if (!compte || page === null || nomDeLaValeur === undefined) throw new Introuvable();
  const condition = axe && choix.valeur !== undefined ? aLaValeur(axe, compte, choix.valeur) : vide;
  const liste = await listerFaits(contexte, { ...jours, territoire: choisi.territoire }, { compte, condition }, page);
  if (page > 1 && !liste.faits.length) throw new Introuvable();
  // Codes only in the journal: a commune is somebody's address.
  await consigner(contexte.base, contexte.auteur, {
    action: 'analyse.lister', plieId: contexte.acteur.organisation?.id ?? null,
    details: { territoire: choisi.cle, ...jours, axe: axe?.cle ?? null, valeur: axe?.liste ? (choix.valeur ?? null) : null, colonne: compte.numero, nombre: liste.nombre, page },
  });
  await rendre(res, 'analyses/liste', pageListe({ choisi, jours, axe, compte, choix, page }, liste, nomDeLaValeur));
}
