/** The PNI: one address, whose form says which of its acts it sends. */
import type { Request } from 'express';
import type { Contexte } from '../acces/acteur';
import { peut } from '../acces/droits';
import { soumettre } from '../http/formulaire';
import { rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { chercherDateIso, formaterDate } from '../lib/dates';
import type { Formulaire, Lecture } from '../lib/formulaire';
import type { Fait } from './actions';
import { corrigerPni, demanderPni, leverPni, poserPni } from './actions-pni';
import { lireCorrectionPni, lireDemandePni, lireLeveePni, lirePosePni } from './form';
import { ACTES_PNI, pagePni, type ActePni } from './page-pni';
import { lireParcours } from './queries';
import { listerPni } from './queries-pni';

interface Envoi<T> { lire(corps: unknown, lecture: Lecture): Formulaire<T>; agir(contexte: Contexte, id: number, valeur: T): Promise<Fait>; message: string }
const envoi = <T>(e: Envoi<T>) => e;

const ENVOIS = {
  demander: envoi({ lire: lireDemandePni, agir: demanderPni, message: 'Le PNI est demandé.' }),
  poser: envoi({ lire: lirePosePni, agir: poserPni, message: 'Le PNI est posé.' }),
  lever: envoi({ lire: lireLeveePni, agir: leverPni, message: 'Le PNI est levé.' }),
  corriger: envoi({ lire: lireCorrectionPni, agir: corrigerPni, message: 'Le PNI est corrigé.' }),
};

const acteDemande = (brut: unknown): ActePni | null => ACTES_PNI.find((a) => a === brut) ?? null;

async function preparer(req: Request, contexte: Contexte) {
  const parcours = await lireParcours(contexte.base, contexte.acteur, idDuChemin(req));
  const { acte, pni, motif, date } = { ...(req.query as Record<string, unknown>), ...(req.body as Record<string, unknown> | undefined) };
  const jour = typeof date === 'string' ? chercherDateIso(date) : null;
  return {
    parcours, jour: contexte.jour, adresse: req.path,
    donnees: {
      pnis: await listerPni(contexte.base, parcours), acte: acteDemande(acte), pni: Number(pni) || null,
      peutDemander: peut(contexte.acteur, 'parcours.tenir'),
      levee: motif === 'CONTRAT_IAE' ? { date_cloture: formaterDate(jour), motif_cloture: motif } : null,
    },
  };
}

async function soumettreEnvoi<T>(req: Request, res: Parameters<typeof soumettre>[0], contexte: Contexte, e: Envoi<T>): Promise<void> {
  const vue = await preparer(req, contexte);
  await soumettre(res, {
    lu: e.lire(req.body, contexte),
    agir: (valeur) => e.agir(contexte, idDuChemin(req), valeur),
    ensuite: (fait) => ({ adresse: `/personnes/${fait.personneId}`, message: e.message }),
    vue: 'parcours/pni',
    reafficher: (saisie, erreurs) => pagePni({ ...vue, saisie, erreurs }),
  });
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/orientations/:id/pni', acte: 'pni.poser',
    async traiter(req, res, contexte) {
      await rendre(res, 'parcours/pni', pagePni({ ...(await preparer(req, contexte)), saisie: null, erreurs: [] }));
    },
  },
  {
    methode: 'post', chemin: '/orientations/:id/pni', acte: 'pni.poser',
    async traiter(req, res, contexte) {
      const acte = acteDemande((req.body as { acte?: unknown } | undefined)?.acte) ?? 'poser';
      if (acte === 'demander') return soumettreEnvoi(req, res, contexte, ENVOIS.demander);
      if (acte === 'poser') return soumettreEnvoi(req, res, contexte, ENVOIS.poser);
      if (acte === 'lever') return soumettreEnvoi(req, res, contexte, ENVOIS.lever);
      return soumettreEnvoi(req, res, contexte, ENVOIS.corriger);
    },
  },
];
