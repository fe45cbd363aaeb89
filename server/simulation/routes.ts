/** « Et si » : the exits of a year under another version of the rule. Read only; no form here is a POST. */
import type { Request } from 'express';
import { feuilleDeLAnalyse } from '../../reports/analyses/exporter';
import { PAR_PAGE } from '../../reports/liste';
import type { Contexte } from '../acces/acteur';
import { peut } from '../acces/droits';
import { rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import { classeurEnMemoire, XLSX } from '../lib/classeur/ecrire';
import { consigner } from '../lib/ecriture';
import { Introuvable } from '../lib/erreurs';
import { listerAnnees, listerTerritoires } from '../pilotage/actions';
import { listerPliesOfferts } from '../pilotage/queries';
import { trouverTerritoire, type TerritoireOffert } from '../pilotage/rules-territoires';
import type { Version } from '../sorties/regle';
import { simuler } from './actions';
import { lireDemande, lirePage } from './form';
import { pageSimulation, type Choix, type Resultat } from './page';
import { direParametres, tableauxDeLaSimulation } from './page-tableaux';
import { nommerSorties } from './queries';

const VUE = 'simulation/simulation';

/** Throws Introuvable for a year, a territory or a version that is not there for this reader; a variant out of bounds is told on the page. */
async function choisir(req: Request, contexte: Contexte): Promise<Choix & { offerts: TerritoireOffert[] }> {
  const demande = lireDemande(req.query, contexte.jour);
  const offerts = await listerTerritoires(contexte);
  const choisi = trouverTerritoire(offerts, demande.territoire);
  if (demande.annee === null || !choisi || (!demande.version && !demande.erreurs.length)) throw new Introuvable();
  return { annee: demande.annee, choisi, demande, offerts };
}

async function calculer(contexte: Contexte, { annee, choisi }: Choix, version: Version): Promise<Omit<Resultat, 'listees'>> {
  const simulation = await simuler(contexte, { annee, territoire: choisi.territoire }, version);
  const noms = new Map((await listerPliesOfferts(contexte)).map((p) => [p.code, p.nom]));
  return { simulation, tableaux: tableauxDeLaSimulation(simulation, noms, { contexte: `${choisi.libelle}, année ${annee}`, version, nominatif: peut(contexte.acteur, 'bilan.personnes') }) };
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/bilan/simulation', acte: 'bilan.lire',
    async traiter(req, res, contexte) {
      const choix = await choisir(req, contexte);
      const montrer = async (resultat: Resultat | null) => rendre(res, VUE, pageSimulation({ ...choix, annees: await listerAnnees(contexte, choix.annee) }, resultat));
      const { version } = choix.demande;
      if (!version) {
        res.status(422);
        return montrer(null);
      }
      const page = lirePage(req.query);
      const lu = await calculer(contexte, choix, version);
      if (!peut(contexte.acteur, 'bilan.personnes')) return montrer({ ...lu, listees: null });
      if (page === null || (page > 1 && (page - 1) * PAR_PAGE >= lu.simulation.changees.length)) throw new Introuvable();
      // The latest exits first.
      const changees = lu.simulation.changees.toSorted((a, b) => (a.sortie.date_sortie < b.sortie.date_sortie ? 1 : -1)).slice((page - 1) * PAR_PAGE, page * PAR_PAGE);
      const nommees = changees.length ? await nommerSorties(contexte, changees.map((c) => c.sortie.orientation_id)) : [];
      if (changees.length) await consigner(contexte.base, contexte.auteur, { action: 'simulation.lister', plieId: contexte.acteur.organisation?.id ?? null, details: { annee: choix.annee, territoire: choix.choisi.cle, regle: version.code, nombre: lu.simulation.changees.length, page } });
      await montrer({ ...lu, listees: { changees, nommees, page } });
    },
  },
  {
    methode: 'get', chemin: '/bilan/simulation/classeur', acte: 'bilan.lire',
    async traiter(req, res, contexte) {
      const choix = await choisir(req, contexte);
      const { version } = choix.demande;
      if (!version) throw new Introuvable("Cette variante n'est pas complète : revenez à la simulation pour la corriger.");
      const { tableaux } = await calculer(contexte, choix, version);
      const regle = { nom: 'Simulation, règle', colonnes: [{ titre: version.libelle, largeur: 36 }, { titre: 'Valeur', largeur: 24 }], filtre: false, lignes: [...direParametres(version.parametres).map((p) => [p.libelle, p.valeur]), [], [version.description]] };
      const fichier = await classeurEnMemoire([...tableaux.map(feuilleDeLAnalyse), regle]);
      await consigner(contexte.base, contexte.auteur, { action: 'simulation.exporter', details: { annee: choix.annee, territoire: choix.choisi.cle, regle: version.code } });
      res.attachment(`simulation_${choix.choisi.code}_${choix.annee}_${version.code.toLowerCase()}.xlsx`).type(XLSX).send(fichier);
    },
  },
];
