/** The reminders one chooses, and the stand-ins that the animation names. */
import type { Contexte, Role } from '../acces/acteur';
import { peut } from '../acces/droits';
import { chercherCompteParId } from '../acces/queries';
import { soumettre } from '../http/formulaire';
import { rendre } from '../http/rendu';
import type { Dependances } from '../http/dependances';
import type { RouteGardee } from '../http/routes';
import { nommerSuppleant, reglerMesRappels } from './actions';
import { lireChoix, lireSuppleance } from './form';
import { pageRappels, pageSuppleants, RAPPELS, SUPPLEANTS, type PreparationRappels } from './page';
import { lireReglages, listerCollegues, listerSuppleances } from './queries';
import { rolesDesSuppleants } from './rules';

async function preparer(contexte: Contexte, { config }: Dependances): Promise<PreparationRappels> {
  const { base, acteur } = contexte;
  const [moi, role] = [acteur.utilisateurId!, acteur.role as Role];
  return {
    role, moi, courriel: (await chercherCompteParId(base, moi))!.courriel, reglages: await lireReglages(base, moi),
    collegues: await listerCollegues(contexte, rolesDesSuppleants(role)), sansServeur: !config.smtpUrl, nomme: peut(acteur, 'suppleant.nommer'),
  };
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: RAPPELS.adresse, acte: 'echeance.lire',
    traiter: async (_req, res, contexte, deps) => rendre(res, 'rappels/rappels', pageRappels(await preparer(contexte, deps))),
  },
  {
    methode: 'post', chemin: RAPPELS.adresse, acte: 'echeance.lire',
    traiter: (req, res, contexte, deps) => soumettre(res, {
      lu: lireChoix(req.body, contexte),
      agir: async (choix) => { await reglerMesRappels(contexte, choix); return { actifs: choix.genres.length > 0 }; },
      ensuite: ({ actifs }) => ({ adresse: RAPPELS.adresse, message: actifs ? 'Vos rappels sont enregistrés.' : 'Vous ne recevrez aucun rappel.' }),
      vue: 'rappels/rappels',
      reafficher: async (saisie, erreurs) => pageRappels(await preparer(contexte, deps), saisie, erreurs),
    }),
  },
  {
    methode: 'get', chemin: SUPPLEANTS.adresse, acte: 'suppleant.nommer',
    traiter: async (_req, res, contexte) => rendre(res, 'rappels/suppleants', pageSuppleants(await listerSuppleances(contexte, rolesDesSuppleants('ANIMATION')), [])),
  },
  {
    methode: 'post', chemin: SUPPLEANTS.adresse, acte: 'suppleant.nommer',
    traiter: (req, res, contexte) => soumettre(res, {
      lu: lireSuppleance(req.body, contexte),
      agir: (choix) => nommerSuppleant(contexte, choix),
      ensuite: () => ({ adresse: SUPPLEANTS.adresse, message: 'Le suppléant est enregistré.' }),
      vue: 'rappels/suppleants',
      reafficher: async (_saisie, erreurs) => pageSuppleants(await listerSuppleances(contexte, rolesDesSuppleants('ANIMATION')), erreurs),
    }),
  },
];
