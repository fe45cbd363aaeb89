/** The bilan quantitatif (annexe 1): the table, its charts, the list behind a figure, the workbook, the definitions. */
import type { Request } from 'express';
import { COLONNES_DU_FLUX } from '../../reports/graphiques/flux';
import { compteDuChiffre, listerFaits, listerSeances } from '../../reports/liste';
import { chercherVersionFigee, listerFaitsFiges, listerSeancesFigees } from '../../reports/liste-figee';
import { etablirBilan } from '../../reports/bilan-quantitatif/bilan';
import { lireClasseur } from '../../reports/bilan-document/classeur';
import { dessinerBilan, PDF } from '../../reports/bilan-document/document';
import { lireMatiere } from '../../reports/bilan-document/matiere';
import { BILAN_QUANTITATIF } from '../../reports/bilan-quantitatif/definitions';
import { compterParMois } from '../../reports/mois';
import { lireObjectifs } from '../../reports/objectifs';
import { calculer } from '../../reports/moteur';
import { etablirProvenance } from '../../reports/provenance';
import { lireProvenanceFigee } from '../../reports/provenance-figee';
import type { Contexte } from '../acces/acteur';
import { peut } from '../acces/droits';
import { rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { XLSX } from '../lib/classeur/ecrire';
import { anneeDe } from '../lib/dates';
import { consigner } from '../lib/ecriture';
import { Introuvable } from '../lib/erreurs';
import { lirePersonne } from '../personnes/queries';
import { listerAnnees, listerTerritoires } from './actions';
import { lireAnneeDemandee, lireChiffre, lireDemande, lireIndicateur, lirePage } from './form';
import { pageBilan, pageSansPlie } from './page';
import { pageEvolution } from './page-evolution';
import { pageComparaison, pageGraphiques } from './page-graphiques';
import { pageDefinitions, pageListe } from './page-liste';
import { pageProvenance } from './page-provenance';
import { anneesDe } from './rules-provenance';
import { lireCodeDuPlie } from './queries';
import { aPlusieursPlies, nomDuClasseur, nomDuDocument, trouverTerritoire, type TerritoireOffert } from './rules-territoires';

/** Of an address typed or broken on the way. */
const PAS_UNE_ANNEE = "L'adresse ne dit pas de quelle année il s'agit : quatre chiffres, par exemple 2024. Ouvrez le bilan depuis le menu, puis choisissez l'année dans la liste.";

/** The year and the territory of the address. Throws Introuvable for a year or a territory that is not there for this reader. */
function lireAdresse(req: Request, contexte: Contexte, offerts: TerritoireOffert[]) {
  const { annee, territoire, fond } = lireDemande(req.query, anneeDe(contexte.jour));
  const choisi = trouverTerritoire(offerts, territoire);
  if (annee === null) throw new Introuvable(PAS_UNE_ANNEE);
  if (!choisi) throw new Introuvable("Ce territoire n'existe pas, ou n'est pas le vôtre. Ouvrez le bilan depuis le menu : la liste « Territoire » montre ceux que vous pouvez lire.");
  return { annee, choisi, fond, demande: { annee, territoire: choisi.territoire } };
}

/** The same, with all that the head of a screen offers to choose from. */
async function lireChoix(req: Request, contexte: Contexte, offerts: TerritoireOffert[]) {
  const { annee, choisi, fond, demande } = lireAdresse(req, contexte, offerts);
  return { demande, choix: { annee, anneeCourante: anneeDe(contexte.jour), annees: await listerAnnees(contexte, annee), offerts, choisi, fond, nominatif: peut(contexte.acteur, 'bilan.personnes') } };
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/bilan', acte: 'bilan.lire',
    async traiter(req, res, contexte) {
      const offerts = await listerTerritoires(contexte);
      if (!offerts.length && !req.query.territoire) return rendre(res, 'pilotage/sans-plie', pageSansPlie());
      const { choix, demande } = await lireChoix(req, contexte, offerts);
      await rendre(res, 'pilotage/bilan', pageBilan(await etablirBilan(contexte, demande, choix.fond), choix));
    },
  },
  {
    methode: 'get', chemin: '/bilan/graphiques', acte: 'bilan.lire',
    async traiter(req, res, contexte) {
      const { choix, demande } = await lireChoix(req, contexte, await listerTerritoires(contexte));
      const parMois = await compterParMois(contexte, BILAN_QUANTITATIF, demande, choix.fond, COLONNES_DU_FLUX);
      await rendre(res, 'pilotage/graphiques', pageGraphiques(await etablirBilan(contexte, demande, choix.fond), parMois, choix, contexte.jour));
    },
  },
  {
    methode: 'get', chemin: '/bilan/comparaison', acte: 'bilan.lire',
    async traiter(req, res, contexte) {
      const offerts = await listerTerritoires(contexte);
      const plusieurs = offerts.filter(aPlusieursPlies);
      const { choix, demande } = await lireChoix(req, contexte, plusieurs.length ? plusieurs : offerts);
      const page = pageComparaison(await etablirBilan(contexte, demande, choix.fond), choix, lireIndicateur(req.query));
      if (!page) throw new Introuvable();
      await rendre(res, 'pilotage/graphiques', page);
    },
  },
  {
    methode: 'get', chemin: '/bilan/evolution', acte: 'bilan.lire',
    async traiter(req, res, contexte) {
      const { choix, demande } = await lireChoix(req, contexte, await listerTerritoires(contexte));
      await rendre(res, 'pilotage/evolution', pageEvolution({
        choix, cette: await etablirBilan(contexte, demande, choix.fond), precedente: await etablirBilan(contexte, { ...demande, annee: demande.annee - 1 }, choix.fond), objectifs: await lireObjectifs(contexte, demande, choix.fond),
      }));
    },
  },
  {
    methode: 'get', chemin: '/bilan/liste', acte: 'bilan.personnes',
    async traiter(req, res, contexte) {
      const { annee, choisi, fond, demande } = lireAdresse(req, contexte, await listerTerritoires(contexte));
      const [chiffre, page] = [lireChiffre(req.query), lirePage(req.query)];
      const trouve = compteDuChiffre(BILAN_QUANTITATIF, chiffre);
      if (!trouve || page === null) throw new Introuvable();
      const figee = fond === 'JOUR' ? null : await chercherVersionFigee(contexte, demande);
      if (fond === 'VALIDES' && !figee) throw new Introuvable();
      const { nominative } = trouve.compte.source;
      const liste = nominative
        ? { personnes: figee ? await listerFaitsFiges(contexte, BILAN_QUANTITATIF, figee, chiffre, page) : await listerFaits(contexte, demande, trouve, page) }
        : { seances: figee ? listerSeancesFigees(figee, chiffre, page) : await listerSeances(contexte, demande, trouve, page) };
      const { faits, nombre } = liste.seances ?? liste.personnes;
      if (page > 1 && !faits.length) throw new Introuvable();
      await consigner(contexte.base, contexte.auteur, {
        action: 'bilan.lister', plieId: contexte.acteur.organisation?.id ?? null,
        details: { annee, territoire: choisi.cle, colonne: chiffre.numero, valeur: chiffre.valeur ?? null, mois: chiffre.mois ?? null, nombre, page },
      });
      await rendre(res, 'pilotage/liste', pageListe({ annee, choisi, fond, chiffre, page, figee }, liste));
    },
  },
  {
    methode: 'get', chemin: '/bilan/classeur', acte: 'bilan.lire',
    async traiter(req, res, contexte) {
      const { annee, choisi, fond, demande } = lireAdresse(req, contexte, await listerTerritoires(contexte));
      const fichier = await lireClasseur(contexte, demande, fond);
      await consigner(contexte.base, contexte.auteur, { action: 'bilan.exporter', details: { annee, territoire: choisi.cle, format: 'xlsx' } });
      res.attachment(nomDuClasseur(choisi, annee)).type(XLSX).send(fichier);
    },
  },
  {
    methode: 'get', chemin: '/bilan/document', acte: 'bilan.lire',
    async traiter(req, res, contexte, { config }) {
      const { annee, choisi, fond, demande } = lireAdresse(req, contexte, await listerTerritoires(contexte));
      const document = await dessinerBilan(await lireMatiere(contexte, demande, fond, choisi.libelle), config);
      await consigner(contexte.base, contexte.auteur, { action: 'bilan.exporter', details: { annee, territoire: choisi.cle, format: 'pdf' } });
      res.attachment(nomDuDocument(choisi, annee)).type(PDF).send(document);
    },
  },
  {
    methode: 'get', chemin: '/personnes/:id/provenance', acte: 'bilan.personnes',
    async traiter(req, res, contexte) {
      const personne = await lirePersonne(contexte, idDuChemin(req));
      const plieCode = await lireCodeDuPlie(contexte, personne.plie_id);
      const evaluer = (annee: number) => etablirProvenance(contexte, BILAN_QUANTITATIF, { annee, plieCode, personneId: personne.id });
      const demandee = lireAnneeDemandee(req.query);
      if (demandee === null) throw new Introuvable(PAS_UNE_ANNEE);
      // Without a year, the last one in which something happened.
      const annee = demandee ?? anneesDe(await evaluer(anneeDe(contexte.jour)))[0] ?? anneeDe(contexte.jour);
      const provenances = await evaluer(annee);
      const demande = { annee, territoire: { type: 'PLIE', code: plieCode } } as const;
      const duJour = (await calculer(contexte, BILAN_QUANTITATIF, demande, 'JOUR')).find((l) => l.niveau === 'PLIE') ?? null;
      const version = await chercherVersionFigee(contexte, demande);
      const figee = version && await lireProvenanceFigee(contexte, version, personne.id);
      await consigner(contexte.base, contexte.auteur, { action: 'personne.consulter', plieId: personne.plie_id, personneId: personne.id });
      await rendre(res, 'pilotage/provenance', pageProvenance({ personne, provenances, annee, plieCode, duJour, figee }));
    },
  },
  {
    methode: 'get', chemin: '/definitions', acte: 'definitions.lire',
    async traiter(_req, res) {
      await rendre(res, 'pilotage/definitions', pageDefinitions());
    },
  },
];
