/** The lists of the follow-up, and the entry of a contact on its line. */
import type { Contexte } from '../acces/acteur';
import { soumettre } from '../http/formulaire';
import { rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import { lireOptions } from '../orientations/queries-liste';
import { noterContact } from './actions-suivi';
import { lireContactDeListe, lireFiltresSuivis } from './form';
import { adresseDesSuivis, pageContacts, pagePreuves, pageSortiesAConfirmer, type VueSuivis } from './page-suivis';
import { listerSortiesSansPreuve, listerSuivisOuverts } from './queries-suivis';

/** An accompagnateur finds their own portfolio first. */
const filtrer = ({ acteur }: Contexte, adresse: unknown) => lireFiltresSuivis(adresse, acteur.role === 'ACCOMPAGNATEUR' ? acteur.utilisateurId : null);

async function preparer(contexte: Contexte, adresse: unknown): Promise<VueSuivis> {
  const filtres = filtrer(contexte, adresse);
  return {
    filtres, jour: contexte.jour,
    suivis: await listerSuivisOuverts(contexte, filtres.accompagnateur),
    sorties: await listerSortiesSansPreuve(contexte, filtres.accompagnateur),
    accompagnateurs: (await lireOptions(contexte)).accompagnateurs,
  };
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/suivis', acte: 'parcours.tenir',
    traiter: async (req, res, contexte) => rendre(res, 'sorties/contacts', pageContacts(await preparer(contexte, req.query), null, [])),
  },
  {
    methode: 'post', chemin: '/suivis', acte: 'parcours.tenir',
    traiter: (req, res, contexte) => soumettre(res, {
      lu: lireContactDeListe(req.body, contexte),
      agir: ({ orientation, ...contact }) => noterContact(contexte, orientation, contact),
      ensuite: ({ nom, perdu }) => ({
        adresse: adresseDesSuivis('/suivis', filtrer(contexte, req.body)),
        message: perdu ? `${nom} : le suivi prend fin et le parcours continue. L'entretien mensuel est de nouveau attendu.` : `${nom} : le contact est enregistré.`,
      }),
      vue: 'sorties/contacts',
      reafficher: async (saisie, erreurs) => pageContacts(await preparer(contexte, req.body), saisie, erreurs),
    }),
  },
  {
    methode: 'get', chemin: '/suivis/sorties', acte: 'sortie.enregistrer',
    traiter: async (req, res, contexte) => rendre(res, 'sorties/liste', pageSortiesAConfirmer(await preparer(contexte, req.query))),
  },
  {
    methode: 'get', chemin: '/suivis/preuves', acte: 'sortie.enregistrer',
    traiter: async (req, res, contexte) => rendre(res, 'sorties/liste', pagePreuves(await preparer(contexte, req.query))),
  },
];
