/** The yearly bilans: the states of a territory, the year of a PLIE with its steps, the reminders. */
import type { Request, Response } from 'express';
import type { Contexte } from '../acces/acteur';
import { peut } from '../acces/droits';
import { lireReglages } from '../controles/queries';
import type { Dependances } from '../http/dependances';
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { anneeDe, dansMinutes } from '../lib/dates';
import { RegleEnfreinte, type Erreur } from '../lib/erreurs';
import type { Formulaire, Saisie } from '../lib/formulaire';
import { listerAgences, listerDeclarations, listerPlies } from '../chiffres-pe/queries';
import { accepter, clore, commencer, enregistrerControles, reglerLeControle, renvoyer, rouvrir, valider, type Acte } from './actions';
import { controlerLAnnee, lireAnnee } from './actions-lire';
import { lireSignataire, relancer } from './actions-relances';
import { lireAcceptation, lireAnnee as lireAnneeDuChemin, lireAnneeChoisie, lireEtape, lireReglage, lireRelance, lireRenvoi, lireReouverture, lireValidation, lireVersion } from './form';
import { pageDuBilan, type FormulaireRefuse } from './page';
import { FILTRES, pageAnnees, pageRegion, pageSansPlie } from './page-annees';
import { aRelancer, pageRelances } from './page-relances';
import { chercherBilan, lirePlie, listerAnneesDuPlie, listerEtapes, listerPliesDeLAnnee, listerVersions, type Plie } from './queries';
import { listerEnvois } from './queries-envois';
import { listerRelances } from './queries-relances';
import { adresseDuBilan, estFige, PREMIERE_ANNEE, RUBRIQUE } from './rules';

const VUE = 'bilans/bilan';

/** Of a frozen year nothing of the cases is read; its checks are those of its validation. */
async function composer(contexte: Contexte, plie: Plie, annee: number, comparee: number | null, refuse: FormulaireRefuse = null, saisie: Saisie = {}, erreurs: Erreur[] = []) {
  const suivi = await chercherBilan(contexte, plie.id, annee);
  const versions = suivi ? await listerVersions(contexte, suivi) : [];
  const fige = estFige(suivi?.etape ?? null);
  const duJour = fige ? null : await lireAnnee(contexte, plie, annee);
  const controles = fige ? versions.at(-1)!.controles : duJour && peut(contexte.acteur, 'bilan.tenir') ? await controlerLAnnee(contexte, plie, annee, duJour.ligne) : (suivi?.controles ?? []);
  return pageDuBilan({
    acteur: contexte.acteur, plie, annee, suivi, attendu: (await listerAnneesDuPlie(contexte, plie.id, annee, annee))[0]!, versions, duJour, controles, comparee, jour: contexte.jour,
    agences: await listerAgences(contexte, plie.id), declarations: (await listerDeclarations(contexte.base, contexte, plie.id)).filter((d) => d.annee === annee),
    etapes: suivi ? await listerEtapes(contexte, suivi) : [], envois: suivi ? await listerEnvois(contexte, plie.id, annee) : [],
    reglages: peut(contexte.acteur, 'controle.regler') ? await lireReglages(contexte, plie.id) : new Map(),
  }, refuse, saisie, erreurs);
}

interface Etape<T> { nom: string; acte: 'bilan.tenir' | 'bilan.recevoir'; refuse: FormulaireRefuse; lire: (corps: unknown, contexte: Contexte) => Formulaire<T>; agir: (acte: Acte, plieId: number, annee: number, valeur: T) => Promise<void>; fait: (annee: number) => string }

/** A step: done and back to the year, or the year again with what was typed and why not. */
function etape<T>({ nom, acte, refuse, lire, agir, fait }: Etape<T>): RouteGardee {
  return {
    methode: 'post', chemin: `/bilans/:plie/:annee/${nom}`, acte,
    async traiter(req, res, contexte, { horloge }) {
      const { plie, annee } = await lireChemin(req, contexte);
      await soumettre(res, {
        lu: lire(req.body, contexte),
        agir: (valeur) => agir({ contexte, maintenant: dansMinutes(horloge, 0) }, plie.id, annee, valeur),
        ensuite: () => ({ adresse: adresseDuBilan(plie.id, annee), message: fait(annee) }),
        vue: VUE,
        reafficher: (saisie, erreurs) => composer(contexte, plie, annee, null, refuse, saisie, erreurs),
      });
    },
  };
}

/** The PLIE and the year of an address. Throws Introuvable. */
export async function lireChemin(req: Request, contexte: Contexte): Promise<{ plie: Plie; annee: number }> {
  const plie = await lirePlie(contexte, idDuChemin(req, 'plie'));
  return { plie, annee: lireAnneeDuChemin(req.params.annee, contexte.jour) };
}

const sansSaisie = (): Formulaire<null> => ({ ok: true, valeur: null, saisie: {} });

async function montrerRegion(res: Response, contexte: Contexte, annee: number, etat: unknown, erreurs: Erreur[] = []): Promise<void> {
  await rendre(res, 'bilans/region', pageRegion({ acteur: contexte.acteur, annee, plies: await listerPliesDeLAnnee(contexte, annee), filtre: FILTRES.find((f) => f === etat) ?? null, jour: contexte.jour, erreurs }));
}

async function composerRelances(contexte: Contexte, { config }: Dependances, annee: number, choisi: number | null, saisie?: Saisie, erreurs: Erreur[] = []) {
  return pageRelances({
    annee, choisi, plies: await listerPliesDeLAnnee(contexte, annee), relances: await listerRelances(contexte, annee), signataire: (await lireSignataire(contexte)).nom,
    url: config.url, parServeur: Boolean(config.smtpUrl), jour: contexte.jour,
  }, saisie, erreurs);
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/bilans', acte: 'bilan.lire',
    async traiter(req, res, contexte) {
      const annee = lireAnneeChoisie(req.query.annee, contexte.jour);
      const plies = await listerPlies(contexte);
      if (plies.length > 1 || peut(contexte.acteur, 'bilan.recevoir')) return montrerRegion(res, contexte, annee, req.query.etat);
      if (!plies.length) return rendre(res, 'bilans/sans-plie', pageSansPlie());
      const plie = await lirePlie(contexte, plies[0]!.id);
      await rendre(res, 'bilans/annees', pageAnnees(plie, await listerAnneesDuPlie(contexte, plie.id, PREMIERE_ANNEE, anneeDe(contexte.jour)), contexte.jour));
    },
  },
  {
    methode: 'get', chemin: '/bilans/relances', acte: 'bilan.recevoir',
    async traiter(req, res, contexte, deps) {
      const annee = lireAnneeChoisie(req.query.annee, contexte.jour);
      const choisi = typeof req.query.plie === 'string' && /^\d{1,15}$/.test(req.query.plie) ? Number(req.query.plie) : null;
      await rendre(res, 'bilans/relances', await composerRelances(contexte, deps, annee, choisi));
    },
  },
  {
    methode: 'post', chemin: '/bilans/relances', acte: 'bilan.recevoir',
    async traiter(req, res, contexte, deps) {
      const annee = lireAnneeChoisie(req.query.annee, contexte.jour);
      const attendus = aRelancer(await listerPliesDeLAnnee(contexte, annee), annee, contexte.jour);
      await soumettre(res, {
        lu: lireRelance(req.body, contexte, attendus.map((p) => ({ code: String(p.id), libelle: p.nom }))),
        agir: ({ plie, mot }) => relancer(contexte, { smtpUrl: deps.config.smtpUrl, url: deps.config.url, maintenant: dansMinutes(deps.horloge, 0) }, annee, attendus.filter((p) => plie.includes(String(p.id))), mot),
        ensuite: (nombre) => ({ adresse: `${RUBRIQUE.adresse}?annee=${annee}`, message: nombre > 1 ? `${nombre} relances sont notées au registre.` : 'La relance est notée au registre.' }),
        vue: 'bilans/relances',
        reafficher: (saisie, erreurs) => composerRelances(contexte, deps, annee, null, saisie, erreurs),
      });
    },
  },
  {
    methode: 'post', chemin: '/bilans/clore', acte: 'bilan.recevoir',
    async traiter(req, res, contexte, { horloge }) {
      const annee = lireAnneeChoisie((req.body as { annee?: unknown }).annee, contexte.jour);
      try {
        const nombre = await clore({ contexte, maintenant: dansMinutes(horloge, 0) }, annee);
        await rediriger(res, `${RUBRIQUE.adresse}?annee=${annee}`, `${nombre > 1 ? `${nombre} bilans sont clos` : 'Un bilan est clos'} pour ${annee}.`);
      } catch (erreur) {
        if (!(erreur instanceof RegleEnfreinte)) throw erreur;
        res.status(422);
        await montrerRegion(res, contexte, annee, null, erreur.erreurs);
      }
    },
  },
  {
    methode: 'get', chemin: '/bilans/:plie/:annee', acte: 'bilan.lire',
    async traiter(req, res, contexte) {
      const { plie, annee } = await lireChemin(req, contexte);
      await rendre(res, VUE, await composer(contexte, plie, annee, lireVersion(req.query.comparer)));
    },
  },
  etape({ nom: 'commencer', acte: 'bilan.tenir', refuse: null, lire: sansSaisie, agir: (acte, plie, annee) => commencer(acte, plie, annee), fait: (annee) => `Le bilan ${annee} est commencé. Regardez ce que disent les contrôles.` }),
  etape({ nom: 'controler', acte: 'bilan.tenir', refuse: null, lire: lireEtape, agir: (acte, plie, annee, { version }) => enregistrerControles(acte, plie, annee, version), fait: () => 'Les contrôles sont enregistrés.' }),
  etape({ nom: 'valider', acte: 'bilan.tenir', refuse: 'valider', lire: lireValidation, agir: valider, fait: (annee) => `Le bilan ${annee} est validé : ses chiffres ne changent plus, et les correspondants régionaux l'ont reçu.` }),
  etape({ nom: 'rouvrir', acte: 'bilan.tenir', refuse: 'rouvrir', lire: lireReouverture, agir: rouvrir, fait: (annee) => `Le bilan ${annee} est rouvert. La version validée reste lisible ci-dessous.` }),
  etape({ nom: 'accepter', acte: 'bilan.recevoir', refuse: 'accepter', lire: lireAcceptation, agir: (acte, plie, annee, { version, mot }) => accepter(acte, plie, annee, { version, commentaire: mot }), fait: (annee) => `Le bilan ${annee} est accepté.` }),
  etape({ nom: 'renvoyer', acte: 'bilan.recevoir', refuse: 'renvoyer', lire: lireRenvoi, agir: renvoyer, fait: () => 'Le bilan est renvoyé au PLIE avec votre commentaire.' }),
  {
    methode: 'post', chemin: '/bilans/:plie/:annee/controles/:code', acte: 'controle.regler',
    async traiter(req, res, contexte) {
      const { plie, annee } = await lireChemin(req, contexte);
      await soumettre(res, {
        lu: lireReglage(req.body, contexte),
        agir: (reglage) => reglerLeControle(contexte, plie.id, String(req.params.code), reglage).then(() => reglage.bloquant),
        ensuite: (bloquant) => ({ adresse: adresseDuBilan(plie.id, annee), message: bloquant ? 'Ce contrôle bloque désormais la validation du bilan.' : 'Ce contrôle ne bloque plus la validation du bilan.' }),
        vue: VUE,
        reafficher: (saisie, erreurs) => composer(contexte, plie, annee, null, null, saisie, erreurs),
      });
    },
  },
];
