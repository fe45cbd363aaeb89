/** The figures that only Pôle emploi holds: its sessions, its services, and what it declares of them. */
import type { Request, Response } from 'express';
import type { Contexte } from '../acces/acteur';
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { ecrireClasseur, XLSX } from '../lib/classeur/ecrire';
import type { Erreur } from '../lib/erreurs';
import { Introuvable, RegleEnfreinte } from '../lib/erreurs';
import { anneeDe } from '../lib/dates';
import type { Formulaire, Saisie } from '../lib/formulaire';
import { declarerChiffres, enregistrerSeance, enregistrerService, lirePlie, modifierSeance, modifierService, retirerSeance, retirerService, type Fait } from './actions';
import { importerChiffres } from './actions-import';
import { lireDeclaration, lireFichier, lireNombre, lirePresence, lireSeance as lireSaisieDeSeance, lireService as lireSaisieDeService } from './form';
import { adresseDesChiffres, pageChiffres, pageSansPlie, pageSeance, pageService, type FormulaireRefuse } from './page';
import { lireSeance, lireService, listerAgences, listerDeclarations, listerPlies, listerSeances, listerServices, type PlieDesChiffres } from './queries';
import { anneeDemandee, anneeDuMois, avisSurLAnnee, decrireFormat } from './rules';

const VUE = 'chiffres-pe/chiffres';

async function composer(contexte: Contexte, plie: PlieDesChiffres, annee: number, refuse: FormulaireRefuse = null, saisie: Saisie = {}, erreurs: Erreur[] = []) {
  return pageChiffres({
    plies: await listerPlies(contexte), plie, annee, agences: await listerAgences(contexte, plie.id), seances: await listerSeances(contexte, plie.id, annee),
    services: await listerServices(contexte, plie.id, annee), declarations: await listerDeclarations(contexte.base, contexte, plie.id), jour: contexte.jour,
  }, refuse, saisie, erreurs);
}

interface Ajout<T> { suite: string; formulaire: FormulaireRefuse; lire: (req: Request, contexte: Contexte) => Formulaire<T>; agir: (contexte: Contexte, plieId: number, valeur: T) => Promise<Fait> }

/** A form of the page: back to it, done or with what is wrong. */
function ajout<T>({ suite, formulaire, lire, agir }: Ajout<T>): Pick<RouteGardee, 'methode' | 'chemin' | 'acte' | 'traiter'> {
  return {
    methode: 'post', chemin: `/chiffres-pe/:plie/${suite}`, acte: 'chiffres_pe.saisir',
    async traiter(req, res, contexte) {
      const plie = await lirePlie(contexte, idDuChemin(req, 'plie'));
      const annee = anneeDemandee(req.query.annee, contexte.jour);
      await soumettre(res, {
        lu: lire(req, contexte),
        agir: (valeur) => agir(contexte, plie.id, valeur),
        ensuite: ({ message }) => ({ adresse: adresseDesChiffres(plie.id, annee), message }),
        vue: VUE,
        reafficher: (saisie, erreurs) => composer(contexte, plie, annee, formulaire, saisie, erreurs),
      });
    },
  };
}

/** A deletion is one button: what prevents it is told on the page of the year. */
async function retirer(res: Response, adresse: string, agir: () => Promise<Fait>): Promise<void> {
  try {
    await rediriger(res, adresse, (await agir()).message);
  } catch (erreur) {
    if (!(erreur instanceof RegleEnfreinte)) throw erreur;
    res.req.session.message = { texte: erreur.message, ton: 'alerte' };
    await rediriger(res, adresse);
  }
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/chiffres-pe', acte: 'informations_collectives.lire',
    async traiter(req, res, contexte) {
      const plies = await listerPlies(contexte);
      const plie = req.query.plie === undefined ? plies[0] : plies.find((p) => String(p.id) === req.query.plie);
      if (!plie && req.query.plie !== undefined) throw new Introuvable();
      if (!plie) return rendre(res, 'chiffres-pe/sans-plie', pageSansPlie());
      const page = { ...await composer(contexte, plie, anneeDemandee(req.query.annee, contexte.jour)), avis: avisSurLAnnee(req.query.annee, contexte.jour) };
      await rendre(res, VUE, page);
    },
  },
  {
    methode: 'get', chemin: '/chiffres-pe/modele.xlsx', acte: 'chiffres_pe.saisir',
    async traiter(_req, res) {
      res.type(XLSX).attachment('modele-chiffres-pole-emploi.xlsx');
      await ecrireClasseur(res, Object.entries(decrireFormat([])).map(([nom, colonnes]) => ({ nom, colonnes: Object.values(colonnes).map((c) => ({ titre: c.titre, largeur: Math.max(14, c.titre.length + 2) })), lignes: [] })));
    },
  },
  {
    methode: 'get', chemin: '/chiffres-pe/seances/:id', acte: 'chiffres_pe.saisir',
    async traiter(req, res, contexte) {
      await rendre(res, 'chiffres-pe/modifier', pageSeance(await lireSeance(contexte, idDuChemin(req))));
    },
  },
  {
    methode: 'post', chemin: '/chiffres-pe/seances/:id', acte: 'chiffres_pe.saisir',
    async traiter(req, res, contexte) {
      const seance = await lireSeance(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lirePresence(req.body, contexte),
        agir: (valeur) => modifierSeance(contexte, seance.id, valeur),
        ensuite: ({ message }) => ({ adresse: adresseDesChiffres(seance.plie_id, anneeDe(seance.date_session)), message }),
        vue: 'chiffres-pe/modifier',
        reafficher: (saisie, erreurs) => pageSeance(seance, saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: '/chiffres-pe/seances/:id/supprimer', acte: 'chiffres_pe.saisir',
    async traiter(req, res, contexte) {
      const seance = await lireSeance(contexte, idDuChemin(req));
      await retirer(res, adresseDesChiffres(seance.plie_id, anneeDe(seance.date_session)), () => retirerSeance(contexte, seance.id));
    },
  },
  {
    methode: 'get', chemin: '/chiffres-pe/services/:id', acte: 'chiffres_pe.saisir',
    async traiter(req, res, contexte) {
      await rendre(res, 'chiffres-pe/modifier', pageService(await lireService(contexte, idDuChemin(req))));
    },
  },
  {
    methode: 'post', chemin: '/chiffres-pe/services/:id', acte: 'chiffres_pe.saisir',
    async traiter(req, res, contexte) {
      const service = await lireService(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireNombre(req.body, contexte),
        agir: (valeur) => modifierService(contexte, service.id, valeur),
        ensuite: ({ message }) => ({ adresse: adresseDesChiffres(service.plie_id, anneeDuMois(service.mois)), message }),
        vue: 'chiffres-pe/modifier',
        reafficher: (saisie, erreurs) => pageService(service, saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: '/chiffres-pe/services/:id/supprimer', acte: 'chiffres_pe.saisir',
    async traiter(req, res, contexte) {
      const service = await lireService(contexte, idDuChemin(req));
      await retirer(res, adresseDesChiffres(service.plie_id, anneeDuMois(service.mois)), () => retirerService(contexte, service.id));
    },
  },
  ajout({ suite: 'seances', formulaire: 'seance', lire: (req, contexte) => lireSaisieDeSeance(req.body, contexte), agir: enregistrerSeance }),
  ajout({ suite: 'services', formulaire: 'service', lire: (req, contexte) => lireSaisieDeService(req.body, contexte), agir: enregistrerService }),
  ajout({ suite: 'declarer', formulaire: null, lire: (req, contexte) => lireDeclaration(req.body, contexte), agir: declarerChiffres }),
  { ...ajout({ suite: 'importer', formulaire: 'import', lire: (req) => lireFichier(req.file), agir: importerChiffres }), fichier: true },
];
