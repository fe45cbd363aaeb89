/** The acts along a parcours: each a form (GET) and what it records (POST), at one address; then back to the person's page. */
import type { Request } from 'express';
import type { Contexte } from '../acces/acteur';
import { peut, type Droit } from '../acces/droits';
import { listerCodes } from '../codes/queries';
import { soumettre } from '../http/formulaire';
import { rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { formaterDate } from '../lib/dates';
import { Introuvable } from '../lib/erreurs';
import type { Formulaire, Lecture } from '../lib/formulaire';
import * as actions from './actions';
import { effacerPni } from './actions-pni';
import * as form from './form';
import * as page from './page';
import { pageSuppressionPni } from './page-pni';
import * as q from './queries';
import { listerPni } from './queries-pni';
import { routes as routesPni } from './routes-pni';
import { cheminDeLevee } from './rules-pni';

/** An act as data: what it shows, what it reads, what it records. */
interface Ecran<T, D, R extends actions.Fait> {
  chemin: string;
  acte: Droit;
  charger(contexte: Contexte, parcours: q.Parcours, req: Request): Promise<D>;
  page(vue: page.Vue<D>): page.PageActe;
  lire(corps: unknown, lecture: Lecture, donnees: D): Formulaire<T>;
  agir(contexte: Contexte, orientationId: number, valeur: T, req: Request): Promise<R>;
  message: string | ((req: Request) => string);
  /** Where to go, when it is not the person's page. */
  ensuite?(resultat: R, valeur: T, orientationId: number): { adresse: string; message: string } | null;
}

function ecran<T, D, R extends actions.Fait>(e: Ecran<T, D, R>): RouteGardee[] {
  const preparer = async (req: Request, contexte: Contexte) => {
    const parcours = await q.lireParcours(contexte.base, contexte.acteur, idDuChemin(req));
    return { parcours, donnees: await e.charger(contexte, parcours, req), jour: contexte.jour, adresse: req.path };
  };
  return [
    {
      methode: 'get', chemin: e.chemin, acte: e.acte,
      async traiter(req, res, contexte) {
        await rendre(res, 'parcours/acte', e.page({ ...(await preparer(req, contexte)), saisie: null, erreurs: [] }));
      },
    },
    {
      methode: 'post', chemin: e.chemin, acte: e.acte,
      async traiter(req, res, contexte) {
        const id = idDuChemin(req);
        const vue = await preparer(req, contexte);
        const lu = e.lire(req.body, contexte, vue.donnees);
        await soumettre(res, {
          lu,
          agir: (valeur) => e.agir(contexte, id, valeur, req),
          ensuite: (resultat) => (lu.ok && e.ensuite?.(resultat, lu.valeur, id)) || { adresse: `/personnes/${resultat.personneId}`, message: typeof e.message === 'string' ? e.message : e.message(req) },
          vue: 'parcours/acte',
          reafficher: (saisie, erreurs) => e.page({ ...vue, saisie, erreurs }),
        });
      },
    },
  ];
}

const RIEN_A_LIRE = (): Formulaire<null> => ({ ok: true, valeur: null, saisie: {} });

/** After an IAE étape, the lifting of the PNI is proposed with what is known of it. */
const proposerLaLevee = ({ pniALever }: { pniALever: boolean }, etape: q.ValeurEtape, id: number) => (pniALever
  ? { adresse: `/orientations/${id}/${cheminDeLevee(etape.date_debut)}`, message: "L'étape est enregistrée. Un contrat IAE met fin à la délégation : le PNI est à lever." }
  : null);

async function chargerEtape(contexte: Contexte, parcours: q.Parcours, req: Request): Promise<page.DonneesEtape> {
  const etape = req.params.etape ? await q.chercherEtape(contexte.base, parcours, idDuChemin(req, 'etape')) : null;
  if (req.params.etape && !etape) throw new Introuvable();
  return { etape, etapes: await q.listerEtapes(contexte.base, parcours), types: await listerCodes(contexte.base, 'TYPE_ETAPE') };
}

async function chargerDemande(contexte: Contexte, parcours: q.Parcours, req: Request): Promise<page.DonneesDemande> {
  const demande = req.params.demande ? await q.chercherDemande(contexte.base, parcours, idDuChemin(req, 'demande')) : null;
  if (req.params.demande && !demande) throw new Introuvable();
  return { demande, demandes: await q.listerDemandes(contexte.base, parcours) };
}

/** The page that asks before taking a fact back, and the act. */
const effacement = (fait: q.FaitEffacable): RouteGardee[] => ecran({
  chemin: `/orientations/:id/${fait}/:fait/supprimer`, acte: 'fait.corriger',
  async charger(contexte, parcours, req) {
    const date = await q.chercherDateDuFait(contexte.base, parcours, fait, idDuChemin(req, 'fait'));
    // A form sent twice finds nothing left: the act answers it, not the page.
    if (!date && req.method === 'GET') throw new Introuvable();
    return { fait, date: date ?? contexte.jour };
  },
  page: page.pageEffacer, lire: RIEN_A_LIRE,
  agir: (contexte, id, _valeur, req) => actions.effacerFait(contexte, id, fait, idDuChemin(req, 'fait')),
  message: page.messageEfface(fait),
});

/** The same for a PNI, by those who may set one. */
const SUPPRESSION_PNI = ecran({
  chemin: '/orientations/:id/pni/:pni/supprimer', acte: 'pni.poser',
  async charger(contexte, parcours, req) {
    const pni = (await listerPni(contexte.base, parcours)).find((p) => p.id === idDuChemin(req, 'pni')) ?? null;
    if (!pni && req.method === 'GET') throw new Introuvable();
    return { pni, peutDemander: peut(contexte.acteur, 'parcours.tenir') };
  },
  page: pageSuppressionPni, lire: form.lireSuppressionPni,
  agir: (contexte, id, { version }, req) => effacerPni(contexte, id, idDuChemin(req, 'pni'), version),
  message: 'Le PNI est supprimé.',
});

export const routes: RouteGardee[] = [
  ...ecran({
    chemin: '/orientations/:id/referent', acte: 'orientation.attribuer',
    charger: async ({ base }, parcours) => ({ referents: await q.listerReferents(base, parcours), accompagnateurs: await q.listerAccompagnateurs(base, parcours.plie_id) }),
    page: page.pageReferent, lire: form.lireReferent, agir: actions.changerReferent, message: 'Le référent unique est enregistré.',
  }),
  ...ecran({
    chemin: '/orientations/:id/entretien', acte: 'parcours.tenir',
    charger: ({ base }, parcours) => q.listerEntretiens(base, parcours),
    page: page.pageEntretien, lire: form.lireEntretien, agir: actions.enregistrerEntretien,
    message: "L'entretien est enregistré.",
    ensuite: (fait, valeur) => ({ adresse: `/personnes/${fait.personneId}`, message: `L'entretien du ${formaterDate(valeur.date_entretien)} est enregistré.` }),
  }),
  ...ecran({
    chemin: '/orientations/:id/absence', acte: 'parcours.tenir',
    charger: ({ base }, parcours) => q.listerAbsences(base, parcours),
    page: page.pageAbsence, lire: form.lireAbsence, agir: actions.enregistrerAbsence, message: "L'absence est enregistrée.",
    // Pôle emploi is to be told of it: that is the next thing to do.
    ensuite: ({ absenceId }, absence, id) => ({ adresse: `/orientations/${id}/absences/${absenceId}/avis`, message: `L'absence du ${formaterDate(absence.date_convocation)} est enregistrée.` }),
  }),
  ...ecran({
    chemin: '/orientations/:id/etape', acte: 'parcours.tenir',
    charger: chargerEtape, page: page.pageEtape,
    lire: (corps, lecture, { types }) => form.lireEtape(corps, lecture, types),
    agir: actions.enregistrerEtape, message: "L'étape est enregistrée.", ensuite: (fait, etape, id) => proposerLaLevee(fait, etape, id),
  }),
  ...ecran({
    chemin: '/orientations/:id/etapes/:etape', acte: 'parcours.tenir',
    charger: chargerEtape, page: page.pageEtape,
    lire: (corps, lecture, { types }) => form.lireModificationEtape(corps, lecture, types),
    agir: (contexte, id, valeur, req) => actions.modifierEtape(contexte, id, idDuChemin(req, 'etape'), valeur),
    message: "L'étape est modifiée.", ensuite: (fait, etape, id) => proposerLaLevee(fait, etape, id),
  }),
  ...ecran({
    chemin: '/orientations/:id/prolongation', acte: 'parcours.tenir',
    charger: async ({ base }, parcours) => ({ finPrevue: await actions.calculerFinPrevue(base, parcours), prolongations: await q.listerProlongations(base, parcours) }),
    page: page.pageProlongation, lire: form.lireProlongation, agir: actions.enregistrerProlongation, message: 'La prolongation est enregistrée.',
  }),
  ...ecran({
    chemin: '/orientations/:id/demande', acte: 'parcours.tenir',
    charger: chargerDemande, page: page.pageDemande, lire: form.lireDemande, agir: actions.enregistrerDemande, message: 'La demande est enregistrée.',
  }),
  ...ecran({
    chemin: '/orientations/:id/demandes/:demande', acte: 'parcours.tenir',
    charger: chargerDemande, page: page.pageDemande, lire: form.lireReponse,
    agir: (contexte, id, valeur, req) => actions.repondreDemande(contexte, id, idDuChemin(req, 'demande'), valeur),
    message: 'La réponse est enregistrée.',
  }),
  ...(['entretiens', 'absences', 'etapes', 'demandes', 'prolongations'] as const).flatMap(effacement),
  ...routesPni,
  ...SUPPRESSION_PNI,
];
