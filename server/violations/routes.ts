/** The register of breaches: the list, one breach with its clocks, what was told, the messages, the closing. */
import type { Contexte } from '../acces/acteur';
import { lireAlerte, type Alerte } from '../administration/journal/queries-alertes';
import type { Dependances } from '../http/dependances';
import { soumettre } from '../http/formulaire';
import { rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { dansMinutes } from '../lib/dates';
import { RegleEnfreinte, type Erreur } from '../lib/erreurs';
import { identifiant, lireFormulaire, type Saisie } from '../lib/formulaire';
import { cloreViolation, completerViolation, declarerSansObjet, envoyerALaPartie, lireContact, noterAnnonce, ouvrirViolation, telechargerPourLaPartie, telechargerPourLesPersonnes } from './actions';
import { lireAnnonce, lireComplement, lireNouvelle, lireSansObjet, lireVersion } from './form';
import { pageRegistre, pageSaisie, pageViolation, PLAFOND, RUBRIQUE } from './page';
import { lireViolation, listerAdministrateurs, listerParties, listerViolations, type Partie, type Violation } from './queries';
import { estOuverte } from './rules';

const acte = 'violation.tenir';
const BASE = RUBRIQUE.adresse;
const [SAISIE, VIOLATION] = ['violations/saisie', 'violations/violation'];

const present = ({ horloge }: Dependances): string => dansMinutes(horloge, 0);

async function composer(contexte: Contexte, deps: Dependances, violation: Violation, saisie?: Saisie, erreurs: Erreur[] = []) {
  return pageViolation({ violation, maintenant: present(deps), url: deps.config.url, contact: await lireContact(contexte, violation), administrateurs: await listerAdministrateurs(contexte), parServeur: Boolean(deps.config.smtpUrl) }, saisie, erreurs);
}

/** The conventions to choose among; those already concerned stay, whoever reads. */
async function partiesPour(contexte: Contexte, violation: Violation | null): Promise<Partie[]> {
  const siennes = await listerParties(contexte);
  return [...siennes, ...(violation?.parties ?? []).filter((p) => !siennes.some((s) => s.convention_id === p.convention_id))];
}

/** The alert that the form comes from; null when it comes from none. Throws Introuvable when the actor may not read it. */
async function trouverAlerte(contexte: Contexte, envoi: unknown): Promise<Alerte | null> {
  const lu = lireFormulaire({ alerte: identifiant }, envoi, contexte);
  return lu.ok && lu.valeur.alerte !== null ? lireAlerte(contexte, lu.valeur.alerte) : null;
}

async function lireOuverte(contexte: Contexte, id: number): Promise<Violation> {
  const violation = await lireViolation(contexte, id);
  if (!estOuverte(violation)) throw new RegleEnfreinte(violation.close_le ? 'Cette violation est close : elle ne change plus.' : 'Cette ligne est sans objet : elle ne change plus.');
  return violation;
}

const telecharger = (chemin: string, nom: string, composerLe: (contexte: Contexte, violation: Violation, convention: number) => Promise<Buffer>): RouteGardee => ({
  methode: 'get', chemin, acte,
  async traiter(req, res, contexte) {
    const violation = await lireViolation(contexte, idDuChemin(req));
    res.type('message/rfc822').attachment(`${nom}_${violation.id}.eml`).send(await composerLe(contexte, violation, idDuChemin(req, 'convention')));
  },
});

export const routes: RouteGardee[] = [
  { methode: 'get', chemin: BASE, acte, traiter: async (_req, res, contexte, deps) => rendre(res, 'violations/registre', pageRegistre(await listerViolations(contexte, PLAFOND), present(deps))) },
  {
    methode: 'get', chemin: `${BASE}/nouvelle`, acte,
    async traiter(req, res, contexte, deps) {
      await rendre(res, SAISIE, pageSaisie({ parties: await listerParties(contexte), violation: null, maintenant: present(deps), alerte: await trouverAlerte(contexte, req.query) }));
    },
  },
  {
    methode: 'post', chemin: `${BASE}/nouvelle`, acte,
    async traiter(req, res, contexte, deps) {
      const [parties, maintenant] = [await listerParties(contexte), present(deps)];
      const alerte = await trouverAlerte(contexte, req.body);
      await soumettre(res, {
        lu: lireNouvelle(req.body, { jour: contexte.jour, maintenant, parties }),
        agir: (valeur) => ouvrirViolation(contexte, valeur, maintenant),
        ensuite: (id) => ({ adresse: `${BASE}/${id}`, message: 'La violation est notée au registre. Dites-la maintenant à ceux qui doivent savoir.' }),
        vue: SAISIE,
        reafficher: (saisie, erreurs) => pageSaisie({ parties, violation: null, maintenant, alerte }, saisie, erreurs),
      });
    },
  },
  { methode: 'get', chemin: `${BASE}/:id`, acte, traiter: async (req, res, contexte, deps) => rendre(res, VIOLATION, await composer(contexte, deps, await lireViolation(contexte, idDuChemin(req)))) },
  {
    methode: 'get', chemin: `${BASE}/:id/modifier`, acte,
    async traiter(req, res, contexte, deps) {
      const violation = await lireOuverte(contexte, idDuChemin(req));
      await rendre(res, SAISIE, pageSaisie({ parties: await partiesPour(contexte, violation), violation, maintenant: present(deps) }));
    },
  },
  {
    methode: 'post', chemin: `${BASE}/:id/modifier`, acte,
    async traiter(req, res, contexte, deps) {
      const violation = await lireOuverte(contexte, idDuChemin(req));
      const [parties, maintenant] = [await partiesPour(contexte, violation), present(deps)];
      await soumettre(res, {
        lu: lireComplement(req.body, { jour: contexte.jour, maintenant, parties }),
        agir: (valeur) => completerViolation(contexte, violation, valeur),
        ensuite: () => ({ adresse: `${BASE}/${violation.id}`, message: 'La violation est complétée.' }),
        vue: SAISIE,
        reafficher: (saisie, erreurs) => pageSaisie({ parties, violation, maintenant }, saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: `${BASE}/:id/annonces`, acte,
    async traiter(req, res, contexte, deps) {
      const violation = await lireOuverte(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireAnnonce(req.body, { jour: contexte.jour, maintenant: present(deps) }, violation),
        agir: (valeur) => noterAnnonce(contexte, violation, valeur),
        ensuite: () => ({ adresse: `${BASE}/${violation.id}#registre`, message: 'Cette information est notée au registre.' }),
        vue: VIOLATION,
        reafficher: (saisie, erreurs) => composer(contexte, deps, violation, saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: `${BASE}/:id/conventions/:convention/envoyer`, acte,
    async traiter(req, res, contexte, deps) {
      const violation = await lireOuverte(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireVersion(req.body, contexte),
        agir: ({ version }) => envoyerALaPartie(contexte, { smtpUrl: deps.config.smtpUrl, maintenant: present(deps) }, violation, idDuChemin(req, 'convention'), version),
        ensuite: (refusees) => ({ adresse: `${BASE}/${violation.id}#registre`, message: `Le message est parti, et son envoi est noté au registre.${refusees.length ? ` Le serveur n'a pas pris l'adresse ${refusees.join(', ')} : demandez à l'autre partie de la corriger.` : ''}` }),
        vue: VIOLATION,
        reafficher: (_saisie, erreurs) => composer(contexte, deps, violation, undefined, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: `${BASE}/:id/sans-objet`, acte,
    async traiter(req, res, contexte, deps) {
      const violation = await lireOuverte(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireSansObjet(req.body, contexte),
        agir: (saisie) => declarerSansObjet(contexte, violation, saisie, present(deps)),
        ensuite: () => ({ adresse: `${BASE}/${violation.id}`, message: 'Cette ligne est sans objet. Elle reste au registre, et ses délais ne courent plus.' }),
        vue: VIOLATION,
        reafficher: (_saisie, erreurs) => composer(contexte, deps, violation, undefined, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: `${BASE}/:id/clore`, acte,
    async traiter(req, res, contexte, deps) {
      const violation = await lireOuverte(contexte, idDuChemin(req));
      await soumettre(res, {
        lu: lireVersion(req.body, contexte),
        agir: ({ version }) => cloreViolation(contexte, violation, version, present(deps)),
        ensuite: () => ({ adresse: `${BASE}/${violation.id}`, message: 'La violation est close.' }),
        vue: VIOLATION,
        reafficher: (_saisie, erreurs) => composer(contexte, deps, violation, undefined, erreurs),
      });
    },
  },
  telecharger(`${BASE}/:id/conventions/:convention/message.eml`, 'violation', telechargerPourLaPartie),
  telecharger(`${BASE}/:id/message-aux-personnes.eml`, 'violation_personnes', telechargerPourLesPersonnes),
];
