/** The follow-up in employment or in training: opened or corrected (`acte=suivi`), its contacts (`acte=contact`), lost (`acte=perte`), taken back when it was a mistake (`acte=supprimer`). */
import type { Request } from 'express';
import type { Contexte } from '../acces/acteur';
import { soumettre } from '../http/formulaire';
import { rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { Introuvable } from '../lib/erreurs';
import { calculerFinPrevue } from '../parcours/actions';
import { lireParcours, listerProlongations } from '../parcours/queries';
import { finPrevueDuParcours } from '../parcours/rules';
import { effacerSuivi, enregistrerSuivi, noterContact, perdreSuivi } from './actions-suivi';
import { lireContact, lireEffacement, lirePerte, lireSuivi, NATURES_SUIVI } from './form';
import { pageEffacerSuivi, pagePerte, pageSuivi, type VueSuivi } from './page-suivi';
import { chercherSuivi, listerContacts, listerSuivis } from './queries';

const ENTRETIEN_DU = "L'entretien mensuel est de nouveau attendu.";
const CHEMIN = '/orientations/:id/suivi-emploi';

async function preparer(req: Request, contexte: Contexte): Promise<VueSuivi> {
  const { base, acteur, jour } = contexte;
  const parcours = await lireParcours(base, acteur, idDuChemin(req));
  const demande = { ...(req.query as Record<string, unknown>), ...(req.body as Record<string, unknown> | undefined) };
  const suivis = await listerSuivis(base, parcours);
  const ouvert = suivis.find((s) => s.date_perte === null);
  const acte = (['suivi', 'contact', 'perte', 'supprimer'] as const).find((a) => a === demande.acte) ?? null;
  const corrige = acte !== 'contact' && acte !== 'perte';
  const aCorriger = demande.suivi && corrige ? await chercherSuivi(base, parcours, Number(demande.suivi) || -1) : null;
  // A deletion sent twice finds nothing left: the act answers it, not the page.
  if (demande.suivi && corrige && !aCorriger && !(acte === 'supprimer' && req.method === 'POST')) throw new Introuvable();
  return {
    parcours, suivis, jour, acte, adresse: req.path, suivi: aCorriger,
    contacts: ouvert ? await listerContacts(base, parcours, ouvert.id) : [],
    nature: NATURES_SUIVI.find((n) => n.code === demande.nature)?.code ?? null,
    finPrevue: parcours.date_integration && { avec: (await calculerFinPrevue(base, parcours))!, sans: finPrevueDuParcours(parcours.date_integration, null, await listerProlongations(base, parcours)) },
    saisie: null, erreurs: [],
  };
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: CHEMIN, acte: 'parcours.tenir',
    async traiter(req, res, contexte) {
      const vue = await preparer(req, contexte);
      if (vue.acte === 'supprimer' && vue.suivi) return rendre(res, 'parcours/acte', pageEffacerSuivi({ ...vue, suivi: vue.suivi }));
      if (vue.acte === 'perte') return rendre(res, 'parcours/acte', pagePerte(vue));
      await rendre(res, 'sorties/suivi', pageSuivi(vue));
    },
  },
  {
    methode: 'post', chemin: CHEMIN, acte: 'parcours.tenir',
    async traiter(req, res, contexte) {
      const vue = await preparer(req, contexte);
      const commun = { vue: 'sorties/suivi', reafficher: (saisie: VueSuivi['saisie'], erreurs: VueSuivi['erreurs']) => pageSuivi({ ...vue, saisie, erreurs }) };
      if (vue.acte === 'contact') {
        return soumettre(res, {
          ...commun,
          lu: lireContact(req.body, contexte),
          agir: (valeur) => noterContact(contexte, vue.parcours.id, valeur),
          ensuite: ({ personneId, perdu }) => ({ adresse: `/personnes/${personneId}`, message: perdu ? `Le contact est enregistré : le suivi prend fin et le parcours continue. ${ENTRETIEN_DU}` : 'Le contact est enregistré.' }),
        });
      }
      if (vue.acte === 'perte') {
        return soumettre(res, {
          lu: lirePerte(req.body, contexte),
          agir: (valeur) => perdreSuivi(contexte, vue.parcours.id, valeur),
          ensuite: ({ personneId }) => ({ adresse: `/personnes/${personneId}`, message: `Le suivi prend fin et le parcours continue. ${ENTRETIEN_DU}` }),
          vue: 'parcours/acte',
          reafficher: (saisie, erreurs) => pagePerte({ ...vue, saisie, erreurs }),
        });
      }
      if (vue.acte === 'supprimer') {
        return soumettre(res, {
          ...commun,
          lu: lireEffacement(req.body, contexte),
          agir: (valeur) => effacerSuivi(contexte, vue.parcours.id, valeur),
          ensuite: ({ personneId }) => ({ adresse: `/personnes/${personneId}`, message: 'Le suivi est supprimé.' }),
        });
      }
      return soumettre(res, {
        ...commun,
        lu: lireSuivi(req.body, contexte),
        agir: (valeur) => enregistrerSuivi(contexte, vue.parcours.id, valeur),
        ensuite: ({ personneId }) => ({ adresse: `/personnes/${personneId}`, message: vue.suivi ? 'Le suivi est modifié.' : 'Le suivi est ouvert : un contact est attendu au premier, au troisième et au sixième mois.' }),
      });
    },
  },
];
