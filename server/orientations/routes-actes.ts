/** The acts on an orientation: each a form page and its sending, at one address. */
import type { Response } from 'express';
import type { Contexte } from '../acces/acteur';
import type { Droit } from '../acces/droits';
import { listerCodes, listerCodesOfferts } from '../codes/queries';
import { soumettre } from '../http/formulaire';
import { rendre, rediriger } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import type { Erreur } from '../lib/erreurs';
import type { Formulaire, Lecture, Saisie } from '../lib/formulaire';
import { corriger, enregistrerContact, enregistrerDiagnostic, enregistrerIntegration, enregistrerRefus, type Fait } from './actions';
import { lireContact, lireCorrection, lireDiagnostic, lireIntegration, lireRefus, proposerRefus } from './form';
import { pageContact, pageCorrection, pageDiagnostic, pageIntegration, pageRefus, type PageActe, type Preparation } from './page';
import { chercherReglages, lireOrientation, listerAccompagnateurs, listerAgences, type Orientation } from './queries';
import { empechement, type CodeActe } from './rules';

const VUE = 'orientations/acte';

interface Definition<T> {
  code: CodeActe;
  acte: Droit;
  lire(corps: unknown, lecture: Lecture): Formulaire<T>;
  agir(contexte: Contexte, id: number, valeur: T): Promise<Fait>;
  page(preparation: Preparation, saisie: Saisie, erreurs: Erreur[]): PageActe;
  /** The fields that a link may fill in, once checked. */
  proposer?(adresse: Record<string, unknown>): Saisie;
}

async function preparer({ base, acteur, jour }: Contexte, orientation: Orientation): Promise<Preparation> {
  const { plie_id } = orientation;
  const details = orientation.detail_refus ? await listerCodes(base, 'PUBLIC_EXCLU') : await listerCodesOfferts(base, 'PUBLIC_EXCLU', jour);
  return {
    orientation, details, utilisateurId: acteur.role === 'ACCOMPAGNATEUR' ? acteur.utilisateurId : null,
    reglages: await chercherReglages(base, plie_id, jour),
    accompagnateurs: await listerAccompagnateurs(base, plie_id),
    agences: await listerAgences(base, plie_id),
  };
}

/** An act that the present state does not allow sends back to the person, with the reason. */
function renvoyer(res: Response, orientation: Orientation, raison: string): Promise<void> {
  res.req.session.message = { texte: raison, ton: 'alerte' };
  return rediriger(res, `/personnes/${orientation.personne_id}`);
}

function routesDe<T>(d: Definition<T>): RouteGardee[] {
  const chemin = `/orientations/:id/${d.code}`;
  return [
    {
      methode: 'get', chemin, acte: d.acte,
      async traiter(req, res, contexte) {
        const orientation = await lireOrientation(contexte, idDuChemin(req));
        const raison = empechement(d.code, orientation.etat);
        if (raison) return renvoyer(res, orientation, raison);
        await rendre(res, VUE, d.page(await preparer(contexte, orientation), d.proposer?.(req.query) ?? {}, []));
      },
    },
    {
      methode: 'post', chemin, acte: d.acte,
      async traiter(req, res, contexte) {
        const id = idDuChemin(req);
        await lireOrientation(contexte, id);
        await soumettre(res, {
          lu: d.lire(req.body, { jour: contexte.jour }),
          agir: (valeur) => d.agir(contexte, id, valeur),
          ensuite: (fait) => ({ adresse: `/personnes/${fait.personne_id}`, message: fait.message }),
          vue: VUE,
          reafficher: async (saisie, erreurs) => d.page(await preparer(contexte, await lireOrientation(contexte, id)), saisie, erreurs),
        });
      },
    },
  ];
}

export const routesActes: RouteGardee[] = [
  ...routesDe({ code: 'contact', acte: 'orientation.instruire', lire: lireContact, agir: enregistrerContact, page: pageContact }),
  ...routesDe({ code: 'diagnostic', acte: 'orientation.instruire', lire: lireDiagnostic, agir: enregistrerDiagnostic, page: pageDiagnostic }),
  ...routesDe({ code: 'refus', acte: 'orientation.instruire', lire: lireRefus, agir: enregistrerRefus, page: pageRefus, proposer: proposerRefus }),
  ...routesDe({ code: 'integration', acte: 'orientation.instruire', lire: lireIntegration, agir: enregistrerIntegration, page: pageIntegration }),
  ...routesDe({ code: 'corriger', acte: 'fait.corriger', lire: lireCorrection, agir: corriger, page: pageCorrection }),
];
