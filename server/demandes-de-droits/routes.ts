/** What persons ask about their data: the register, one request, the document of access, the erasure. */
import { peut } from '../acces/droits';
import type { Contexte } from '../acces/acteur';
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { Introuvable, type Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { effacerALaDemande, estDUneFiche, examinerEffacement, noter, prolonger, remettreJson, remettrePdf, repondre, verifierIdentite } from './actions';
import { lireEffacement, lireIdentite, lireNouvelle, lireProlongation, lireReponse } from './form';
import { pageDemande, pageEffacement, pageListe, pageNouvelle, PLAFOND, RUBRIQUE } from './page';
import { pageLimitations } from './page-limitation';
import { listerLimitations } from './queries-limitation';
import { routes as routesLimitation } from './routes-limitation';
import { lireDemande, listerChangements, listerDemandesCloses, listerDemandesOuvertes } from './queries';

const acte = 'droit.traiter';
const ICI = `${RUBRIQUE.adresse}/:id`;
const voit = ({ acteur }: Contexte): boolean => peut(acteur, 'personne.lire');

async function preparer(contexte: Contexte, id: number, saisie?: Saisie, erreurs?: Erreur[]) {
  const demande = await lireDemande(contexte, id);
  return pageDemande({ demande, changements: estDUneFiche(demande) && demande.type === 'RECTIFICATION' ? await listerChangements(contexte, demande) : [], voitLesNoms: voit(contexte), jour: contexte.jour, saisie, erreurs });
}
async function preparerEffacement(contexte: Contexte, id: number, saisie?: Saisie, erreurs?: Erreur[]) {
  const demande = await lireDemande(contexte, id);
  if (!estDUneFiche(demande)) throw new Introuvable();
  return pageEffacement(demande, await examinerEffacement(contexte, demande), { voitLesNoms: voit(contexte), saisie, erreurs });
}

export const routes: RouteGardee[] = [
  ...routesLimitation,
  {
    methode: 'get', chemin: RUBRIQUE.adresse, acte,
    async traiter(req, res, contexte) {
      if (req.query.etat === 'limitations') return rendre(res, 'demandes-de-droits/limitations', pageLimitations(await listerLimitations(contexte), voit(contexte)));
      const closes = req.query.etat === 'closes';
      const demandes = closes ? await listerDemandesCloses(contexte, PLAFOND) : await listerDemandesOuvertes(contexte);
      await rendre(res, 'demandes-de-droits/liste', pageListe(demandes, { closes, voitLesNoms: voit(contexte), jour: contexte.jour }));
    },
  },
  {
    methode: 'get', chemin: `${RUBRIQUE.adresse}/nouvelle`, acte,
    traiter: (req, res) => rendre(res, 'demandes-de-droits/nouvelle', pageNouvelle({ personne_id: typeof req.query.personne === 'string' && /^\d{1,15}$/.test(req.query.personne) ? req.query.personne : '', type: typeof req.query.type === 'string' ? req.query.type : '' })),
  },
  {
    methode: 'post', chemin: RUBRIQUE.adresse, acte,
    traiter: (req, res, contexte) => soumettre(res, {
      lu: lireNouvelle(req.body, contexte),
      agir: (saisie) => noter(contexte, saisie),
      ensuite: (id) => ({ adresse: `${RUBRIQUE.adresse}/${id}`, message: 'La demande est enregistrée.' }),
      vue: 'demandes-de-droits/nouvelle',
      reafficher: (saisie, erreurs) => pageNouvelle(saisie, erreurs),
    }),
  },
  { methode: 'get', chemin: ICI, acte, traiter: async (req, res, contexte) => rendre(res, 'demandes-de-droits/demande', await preparer(contexte, idDuChemin(req))) },
  {
    methode: 'post', chemin: `${ICI}/identite`, acte,
    async traiter(req, res, contexte) {
      const { id } = await lireDemande(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireIdentite(req.body, contexte),
        agir: (saisie) => verifierIdentite(contexte, id, saisie),
        ensuite: () => ({ adresse: `${RUBRIQUE.adresse}/${id}`, message: "L'identité est vérifiée. La demande peut être traitée." }),
        vue: 'demandes-de-droits/demande',
        reafficher: (saisie, erreurs) => preparer(contexte, id, saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: `${ICI}/prolongation`, acte,
    async traiter(req, res, contexte) {
      const { id } = await lireDemande(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireProlongation(req.body, contexte),
        agir: (saisie) => prolonger(contexte, id, saisie),
        ensuite: () => ({ adresse: `${RUBRIQUE.adresse}/${id}`, message: 'Le délai est prolongé de deux mois.' }),
        vue: 'demandes-de-droits/demande',
        reafficher: (saisie, erreurs) => preparer(contexte, id, saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: `${ICI}/reponse`, acte,
    async traiter(req, res, contexte) {
      const { id } = await lireDemande(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireReponse(req.body, contexte),
        agir: (saisie) => repondre(contexte, id, saisie),
        ensuite: () => ({ adresse: `${RUBRIQUE.adresse}/${id}`, message: 'La demande est close. Dites la réponse à la personne.' }),
        vue: 'demandes-de-droits/demande',
        reafficher: (saisie, erreurs) => preparer(contexte, id, saisie, erreurs),
      });
    },
  },
  // Sent, not read at an address: it names the person, and each time is journalled.
  {
    methode: 'post', chemin: `${ICI}/document.pdf`, acte,
    async traiter(req, res, contexte, { config }) {
      const id = idDuChemin(req);
      const octets = await remettrePdf(contexte, id, config.nomOperateur);
      res.setHeader('Content-Disposition', `attachment; filename="demande-${id}-acces.pdf"`);
      res.type('application/pdf').send(octets);
    },
  },
  {
    methode: 'post', chemin: `${ICI}/document.json`, acte,
    async traiter(req, res, contexte) {
      const id = idDuChemin(req);
      const texte = await remettreJson(contexte, id);
      res.setHeader('Content-Disposition', `attachment; filename="demande-${id}-acces.json"`);
      res.type('application/json').send(texte);
    },
  },
  {
    methode: 'get', chemin: `${ICI}/effacement`, acte,
    async traiter(req, res, contexte) {
      const { id, type, reponse } = await lireDemande(contexte, idDuChemin(req));
      if (type !== 'EFFACEMENT' || reponse) return rediriger(res, `${RUBRIQUE.adresse}/${id}`);
      await rendre(res, 'demandes-de-droits/effacement', await preparerEffacement(contexte, id));
    },
  },
  {
    methode: 'post', chemin: `${ICI}/effacement`, acte,
    async traiter(req, res, contexte) {
      const { id } = await lireDemande(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireEffacement(req.body, contexte),
        agir: (saisie) => effacerALaDemande(contexte, id, saisie),
        ensuite: () => ({ adresse: `${RUBRIQUE.adresse}/${id}`, message: 'Les données de la personne sont effacées, et la demande est close.' }),
        vue: 'demandes-de-droits/effacement',
        reafficher: (saisie, erreurs) => preparerEffacement(contexte, id, saisie, erreurs),
      });
    },
  },
];
