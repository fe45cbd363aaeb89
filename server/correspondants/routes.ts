/** Who answers for the data and for security in each party, and the countries of the data. */
import type { Request } from 'express';
import type { Contexte } from '../acces/acteur';
import { soumettre } from '../http/formulaire';
import { rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { Introuvable } from '../lib/erreurs';
import { cesserHebergement, corrigerCorrespondant, corrigerHebergement, declarerHebergement, designerCorrespondant, noterExport } from './actions';
import { dessinerPays } from './document';
import { lireCorrespondant, lireHebergement, lireVersion } from './form';
import { adresseDe, CHEMINS, pageCorrespondant, pageListe, pageOrganisation, pagePays, RUBRIQUE } from './page';
import { lireOrganisation, listerOrganisations, type Organisation } from './queries';
import { estActuel, trouverActuel, type Domaine, type Hebergement } from './rules';

const [LIRE, TENIR] = ['correspondant.lire', 'correspondant.tenir'] as const;
const ICI = `${RUBRIQUE.adresse}/:id`;
const [VUE, SAISIE] = ['correspondants/organisation', 'correspondants/saisie'];

/** What the actor does not keep is not found, as in every act. */
async function lireTenue(contexte: Contexte, req: Request): Promise<Organisation> {
  const organisation = await lireOrganisation(contexte, idDuChemin(req));
  if (!organisation.tenue) throw new Introuvable();
  return organisation;
}
function domaineDuChemin(req: Request): Domaine {
  const trouve = Object.entries(CHEMINS).find(([, chemin]) => chemin === req.params.domaine);
  if (!trouve) throw new Introuvable();
  return trouve[0] as Domaine;
}
function ligneDuChemin(req: Request, o: Organisation): Hebergement {
  const ligne = o.hebergements.find((h) => h.id === idDuChemin(req, 'pays') && estActuel(h));
  if (!ligne) throw new Introuvable();
  return ligne;
}

export const routes: RouteGardee[] = [
  { methode: 'get', chemin: RUBRIQUE.adresse, acte: LIRE, traiter: async (_req, res, contexte, { config }) => rendre(res, 'correspondants/liste', pageListe(await listerOrganisations(contexte), config)) },
  { methode: 'get', chemin: ICI, acte: LIRE, traiter: async (req, res, contexte) => rendre(res, VUE, pageOrganisation(await lireOrganisation(contexte, idDuChemin(req)))) },
  {
    methode: 'get', chemin: `${ICI}/pays.pdf`, acte: LIRE,
    async traiter(req, res, contexte, { config }) {
      const organisation = await lireOrganisation(contexte, idDuChemin(req));
      const octets = await dessinerPays(organisation, { nomOperateur: config.nomOperateur, jour: contexte.jour });
      await noterExport(contexte, organisation.id);
      res.type('application/pdf').attachment(`pays_${organisation.id}_${contexte.jour}.pdf`).send(octets);
    },
  },
  {
    methode: 'get', chemin: `${ICI}/correspondants/:domaine`, acte: TENIR,
    async traiter(req, res, contexte) {
      const domaine = domaineDuChemin(req);
      await rendre(res, SAISIE, pageCorrespondant(await lireTenue(contexte, req), domaine, contexte.jour));
    },
  },
  {
    methode: 'post', chemin: `${ICI}/correspondants/:domaine`, acte: TENIR,
    async traiter(req, res, contexte) {
      const domaine = domaineDuChemin(req);
      const organisation = await lireTenue(contexte, req);
      await soumettre(res, {
        lu: lireCorrespondant(req.body, contexte, trouverActuel(organisation.correspondants, domaine) !== null),
        agir: (saisi) => (saisi.changement === 'CORRECTION' ? corrigerCorrespondant : designerCorrespondant)(contexte, organisation.id, domaine, saisi),
        ensuite: () => ({ adresse: adresseDe(organisation), message: 'Le correspondant est enregistré.' }),
        vue: SAISIE,
        reafficher: (saisie, erreurs) => pageCorrespondant(organisation, domaine, contexte.jour, saisie, erreurs),
      });
    },
  },
  { methode: 'get', chemin: `${ICI}/pays/nouveau`, acte: TENIR, traiter: async (req, res, contexte) => rendre(res, SAISIE, pagePays(await lireTenue(contexte, req), null, contexte.jour)) },
  {
    methode: 'post', chemin: `${ICI}/pays/nouveau`, acte: TENIR,
    async traiter(req, res, contexte) {
      const organisation = await lireTenue(contexte, req);
      await soumettre(res, {
        lu: lireHebergement(req.body, contexte),
        agir: (saisi) => declarerHebergement(contexte, organisation.id, saisi),
        ensuite: () => ({ adresse: `${adresseDe(organisation)}#pays`, message: 'Cette ligne est ajoutée à la liste.' }),
        vue: SAISIE,
        reafficher: (saisie, erreurs) => pagePays(organisation, null, contexte.jour, saisie, erreurs),
      });
    },
  },
  {
    methode: 'get', chemin: `${ICI}/pays/:pays`, acte: TENIR,
    async traiter(req, res, contexte) {
      const organisation = await lireTenue(contexte, req);
      await rendre(res, SAISIE, pagePays(organisation, ligneDuChemin(req, organisation), contexte.jour));
    },
  },
  {
    methode: 'post', chemin: `${ICI}/pays/:pays`, acte: TENIR,
    async traiter(req, res, contexte) {
      const organisation = await lireTenue(contexte, req);
      const ligne = ligneDuChemin(req, organisation);
      await soumettre(res, {
        lu: lireHebergement(req.body, contexte),
        agir: (saisi) => corrigerHebergement(contexte, organisation.id, ligne.id, saisi),
        ensuite: () => ({ adresse: `${adresseDe(organisation)}#pays`, message: 'La ligne est corrigée.' }),
        vue: SAISIE,
        reafficher: (saisie, erreurs) => pagePays(organisation, ligne, contexte.jour, saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: `${ICI}/pays/:pays/cesser`, acte: TENIR,
    async traiter(req, res, contexte) {
      const organisation = await lireTenue(contexte, req);
      const ligne = ligneDuChemin(req, organisation);
      await soumettre(res, {
        lu: lireVersion(req.body, contexte),
        agir: ({ version }) => cesserHebergement(contexte, organisation.id, ligne.id, version, contexte.jour),
        ensuite: () => ({ adresse: `${adresseDe(organisation)}#pays`, message: "Cette ligne n'a plus cours. Elle reste à l'historique." }),
        vue: VUE,
        reafficher: (_saisie, erreurs) => ({ ...pageOrganisation(organisation), erreurs }),
      });
    },
  },
];
