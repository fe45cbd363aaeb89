/** Sending a validated bilan to the regional correspondents, and the register of what left. */
import type { Contexte } from '../acces/acteur';
import type { Dependances } from '../http/dependances';
import { soumettre } from '../http/formulaire';
import { rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { dansMinutes } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { confirmerEnvoi, envoyerLeBilan, telechargerMessage } from './actions-envoi';
import { lireSignataire } from './actions-relances';
import { lireEnvoi } from './form';
import { pageEnvoi } from './page-envoi';
import { chercherBilan, listerVersions, type Plie } from './queries';
import { listerDestinataires, listerEnvois } from './queries-envois';
import { lireChemin } from './routes';
import { adresseDuBilan } from './rules';

const VUE = 'bilans/envoi';
const CHEMIN = '/bilans/:plie/:annee';

async function composer(contexte: Contexte, { config }: Dependances, plie: Plie, annee: number, saisie?: Saisie, erreurs: Erreur[] = []) {
  const suivi = await chercherBilan(contexte, plie.id, annee);
  return pageEnvoi({
    plie, annee, suivi, version: suivi ? ((await listerVersions(contexte, suivi)).at(-1) ?? null) : null, destinataires: await listerDestinataires(contexte, plie.id, annee),
    envois: await listerEnvois(contexte, plie.id, annee), signataire: (await lireSignataire(contexte)).nom, url: config.url, parServeur: Boolean(config.smtpUrl),
  }, saisie, erreurs);
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: `${CHEMIN}/envoi`, acte: 'bilan.tenir',
    async traiter(req, res, contexte, deps) {
      const { plie, annee } = await lireChemin(req, contexte);
      await rendre(res, VUE, await composer(contexte, deps, plie, annee));
    },
  },
  {
    methode: 'post', chemin: `${CHEMIN}/envoi`, acte: 'bilan.tenir',
    async traiter(req, res, contexte, deps) {
      const { plie, annee } = await lireChemin(req, contexte);
      const destinataires = await listerDestinataires(contexte, plie.id, annee);
      await soumettre(res, {
        lu: lireEnvoi(req.body, contexte, destinataires.map((d) => ({ code: d.courriel, libelle: d.libelle }))),
        agir: ({ version, destinataire }) => envoyerLeBilan(contexte, { config: deps.config, maintenant: dansMinutes(deps.horloge, 0) }, plie, annee, version, destinataires.filter((d) => destinataire.includes(d.courriel))),
        ensuite: (nombre) => ({
          adresse: `${adresseDuBilan(plie.id, annee)}/envoi#registre`,
          message: deps.config.smtpUrl ? `Le bilan ${annee} est parti : ${nombre > 1 ? `${nombre} envois sont notés` : 'son envoi est noté'} au registre.` : `${nombre > 1 ? 'Les messages sont prêts' : 'Le message est prêt'} : téléchargez-${nombre > 1 ? 'les, envoyez-les' : 'le, envoyez-le'} depuis votre messagerie, puis dites-le ci-dessous.`,
        }),
        vue: VUE,
        reafficher: (saisie, erreurs) => composer(contexte, deps, plie, annee, saisie, erreurs),
      });
    },
  },
  {
    methode: 'get', chemin: `${CHEMIN}/envois/:envoi/courriel.eml`, acte: 'bilan.tenir',
    async traiter(req, res, contexte) {
      const { plie, annee } = await lireChemin(req, contexte);
      const { nom, octets } = await telechargerMessage(contexte, plie, annee, idDuChemin(req, 'envoi'));
      res.type('message/rfc822').attachment(nom).send(octets);
    },
  },
  {
    methode: 'post', chemin: `${CHEMIN}/envois/:envoi/confirmer`, acte: 'bilan.tenir',
    async traiter(req, res, contexte, deps) {
      const { plie, annee } = await lireChemin(req, contexte);
      await soumettre(res, {
        lu: { ok: true, valeur: null, saisie: {} },
        agir: () => confirmerEnvoi(contexte, plie, annee, idDuChemin(req, 'envoi'), dansMinutes(deps.horloge, 0)),
        ensuite: () => ({ adresse: `${adresseDuBilan(plie.id, annee)}/envoi#registre`, message: 'Cet envoi est noté au registre.' }),
        vue: VUE,
        reafficher: (saisie, erreurs) => composer(contexte, deps, plie, annee, saisie, erreurs),
      });
    },
  },
];
