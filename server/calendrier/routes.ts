/** The page of the deadlines, and the register of meetings and yearly documents. */
import type { Contexte } from '../acces/acteur';
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type Route } from '../http/routes';
import { LISTES } from '../codes/listes';
import { Conflit, type Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { ajouterJalon, modifierJalon, supprimerJalon } from './actions';
import { lireJalonSaisi, lireModification, lireSujet, lireSuppression, lireVue } from './form';
import { pageEcheances } from './page';
import { JALONS, pageJalon, pageJalons, saisieDuJalon } from './page-jalons';
import { routesFlux } from './routes-flux';
import { lireJalon, listerEcheances, listerJalons } from './queries';
import { aLeChoix, vueParDefaut, type TypeJalon } from './rules';

const acte = 'jalon.tenir';
const SAISIE = 'calendrier/jalon';

/** A form sent back keeps the type that was chosen. */
const typeDe = (saisie: Saisie): TypeJalon => LISTES.TYPES_JALON.find((t) => t.code === saisie.type)?.code ?? 'ECHANGE_INFORMATIONS';
const saisir = ({ jour }: Contexte, id: number | null, saisie: Saisie, erreurs: Erreur[]) => pageJalon({ id, type: typeDe(saisie), saisie, erreurs, jour });

export const routes: Route[] = [
  ...routesFlux,
  {
    methode: 'get', chemin: '/echeances', acte: 'echeance.lire',
    async traiter(req, res, contexte) {
      const { acteur, jour } = contexte;
      const vue = (aLeChoix(acteur.role) ? lireVue(req.query) : null) ?? vueParDefaut(acteur.role);
      await rendre(res, 'calendrier/echeances', pageEcheances(await listerEcheances(contexte, vue), vue, acteur, jour));
    },
  },
  {
    methode: 'get', chemin: JALONS.adresse, acte,
    traiter: async (_req, res, contexte) => rendre(res, 'calendrier/jalons', pageJalons(await listerJalons(contexte), contexte.jour)),
  },
  {
    methode: 'get', chemin: `${JALONS.adresse}/nouveau`, acte,
    traiter: (req, res, contexte) => rendre(res, SAISIE, saisir(contexte, null, { ...lireSujet(req.query, contexte.jour) }, [])),
  },
  {
    methode: 'post', chemin: `${JALONS.adresse}/nouveau`, acte,
    traiter: (req, res, contexte) => soumettre(res, {
      lu: lireJalonSaisi(req.body, contexte),
      agir: (jalon) => ajouterJalon(contexte, jalon),
      ensuite: ({ message }) => ({ adresse: '/echeances', message }),
      vue: SAISIE,
      reafficher: (saisie, erreurs) => saisir(contexte, null, saisie, erreurs),
    }),
  },
  {
    methode: 'get', chemin: `${JALONS.adresse}/:id`, acte,
    traiter: async (req, res, contexte) => { const jalon = await lireJalon(contexte, idDuChemin(req)); await rendre(res, SAISIE, saisir(contexte, jalon.id, saisieDuJalon(jalon), [])); },
  },
  {
    methode: 'post', chemin: `${JALONS.adresse}/:id`, acte,
    async traiter(req, res, contexte) {
      const { id } = await lireJalon(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireModification(req.body, contexte),
        agir: (jalon) => modifierJalon(contexte, id, jalon),
        ensuite: ({ message }) => ({ adresse: '/echeances', message }),
        vue: SAISIE,
        reafficher: async (saisie, erreurs) => saisir(contexte, id, { ...saisie, version: saisie.version ?? String((await lireJalon(contexte, id)).version) }, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: `${JALONS.adresse}/:id/supprimer`, acte,
    async traiter(req, res, contexte) {
      const { id } = await lireJalon(contexte, idDuChemin(req));
      const lu = lireSuppression(req.body, contexte);
      if (!lu.ok) throw new Conflit();
      await rediriger(res, JALONS.adresse, (await supprimerJalon(contexte, id, lu.valeur)).message);
    },
  },
];
