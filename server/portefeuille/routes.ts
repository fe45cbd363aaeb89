/** The portfolio, what is recorded from its lines, the team, the sheet of a group. The order matters: words before « :id ». */
import type { Request, Response } from 'express';
import type { Contexte } from '../acces/acteur';
import { soumettre } from '../http/formulaire';
import { rediriger, rendre } from '../http/rendu';
import { idDuChemin, type RouteGardee } from '../http/routes';
import { adresseDeListe } from '../http/pagination';
import { RegleEnfreinte, type Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { listerAccompagnateurs } from '../orientations/queries';
import { enregistrerAbsence, enregistrerEntretien } from '../parcours/actions';
import { lireParcours } from '../parcours/queries';
import { compterRetours } from '../retours/queries';
import { enregistrerAtelier, enregistrerInformation } from './actions';
import { lireGroupe, lireSaisie } from './form';
import { adresseDuPortefeuille, EQUIPE, lireVue, messageDeLigne, pageEquipe, pagePortefeuille, type RetourDeLigne } from './page';
import { GROUPE, lireFiltresGroupe, messageDuGroupe, pageGroupe } from './page-groupe';
import { compterSansReferent, lireTitulaire, listerCharges, listerPersonnesDuGroupe, listerPortefeuille } from './queries';

const VUE = 'portefeuille/portefeuille';
const entier = (texte: unknown): number | null => (typeof texte === 'string' && /^\d{1,15}$/.test(texte) ? Number(texte) : null);

async function preparer(req: Request, contexte: Contexte, utilisateurId: number, retour: RetourDeLigne | null) {
  const { acteur, jour } = contexte;
  const titulaire = utilisateurId === acteur.utilisateurId ? { id: utilisateurId, nom: acteur.nom, prenom: acteur.prenom, actif: true } : await lireTitulaire(contexte, utilisateurId);
  // Two connections at once: neither waits for the other.
  const [lignes, retours] = await Promise.all([listerPortefeuille(contexte, utilisateurId), utilisateurId === acteur.utilisateurId ? compterRetours(contexte, 'MIENNES') : 0]);
  return pagePortefeuille({ acteur, titulaire, lignes, jour, vue: lireVue(req.query.voir), retour, retours });
}

/** The list; after a line was recorded, its sentence stands beside it rather than above the page. */
async function afficher(req: Request, res: Response, contexte: Contexte, utilisateurId: number): Promise<void> {
  const id = entier(req.query.fait);
  const message = id ? (req.session.message?.texte ?? null) : null;
  if (message) delete req.session.message;
  await rendre(res, VUE, await preparer(req, contexte, utilisateurId, id ? { id, avant: entier(req.query.avant), message, date: null, erreurs: [] } : null));
}

/** One line of the list: an entretien or an absence, by the acts of the parcours, and back to the same line. */
async function saisir(req: Request, res: Response, contexte: Contexte): Promise<void> {
  const parcours = await lireParcours(contexte.base, contexte.acteur, idDuChemin(req));
  const utilisateurId = entier(req.query.accompagnateur) ?? contexte.acteur.utilisateurId!;
  const avant = entier(req.query.avant);
  const lu = lireSaisie(req.body, contexte);
  let erreurs: Erreur[];
  if (lu.ok) {
    const { fait, date } = lu.valeur;
    try {
      if (fait === 'ENTRETIEN') await enregistrerEntretien(contexte, parcours.id, { date_entretien: date });
      else await enregistrerAbsence(contexte, parcours.id, { date_convocation: date, excuse: fait === 'EXCUSEE' });
      const vue = lireVue(req.query.voir);
      const adresse = adresseDeListe(adresseDuPortefeuille(contexte.acteur, utilisateurId), { voir: vue === 'tout' ? null : vue, fait: String(parcours.id), avant: avant === null ? null : String(avant) });
      return await rediriger(res, `${adresse}#fait-${parcours.id}`, messageDeLigne(fait, date));
    } catch (erreur) {
      if (!(erreur instanceof RegleEnfreinte)) throw erreur;
      erreurs = erreur.erreurs;
    }
  } else {
    erreurs = lu.erreurs;
  }
  const { date } = lu.saisie;
  res.status(422);
  await rendre(res, VUE, await preparer(req, contexte, utilisateurId, { id: parcours.id, avant, message: null, date: typeof date === 'string' ? date : '', erreurs }));
}

const idsDe = (saisie: Saisie): number[] => ['convoquees', 'presentes', 'excusees'].flatMap((nom) => saisie[nom] ?? []).flatMap((v) => entier(v) ?? []);

async function preparerGroupe(req: Request, contexte: Contexte, saisie: Saisie | null, erreurs: Erreur[]) {
  const filtres = lireFiltresGroupe(req.query, contexte.acteur);
  const personnes = await listerPersonnesDuGroupe(contexte, filtres.nature, filtres.accompagnateur, saisie ? idsDe(saisie) : []);
  return pageGroupe({ filtres, personnes, accompagnateurs: await listerAccompagnateurs(contexte.base, contexte.acteur.organisation!.id), jour: contexte.jour, saisie, erreurs });
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: '/portefeuille', acte: 'portefeuille.lire',
    async traiter(req, res, contexte) {
      // Who leads the team sees everybody's first.
      if (contexte.acteur.role === 'ANIMATION') return rediriger(res, EQUIPE);
      await afficher(req, res, contexte, contexte.acteur.utilisateurId!);
    },
  },
  {
    methode: 'get', chemin: EQUIPE, acte: 'portefeuille.lire',
    async traiter(_req, res, contexte) {
      await rendre(res, 'portefeuille/equipe', pageEquipe({ acteur: contexte.acteur, charges: await listerCharges(contexte), sansReferent: await compterSansReferent(contexte) }));
    },
  },
  {
    methode: 'get', chemin: GROUPE, acte: 'parcours.tenir',
    async traiter(req, res, contexte) {
      await rendre(res, 'portefeuille/groupe', await preparerGroupe(req, contexte, null, []));
    },
  },
  {
    methode: 'post', chemin: GROUPE, acte: 'parcours.tenir',
    async traiter(req, res, contexte) {
      const lu = lireGroupe(req.body, contexte);
      await soumettre(res, {
        lu,
        agir: async (feuille) => ({ feuille, fait: await (feuille.nature === 'ATELIER' ? enregistrerAtelier : enregistrerInformation)(contexte, feuille) }),
        ensuite: ({ feuille, fait }) => ({ adresse: contexte.acteur.role === 'ANIMATION' ? EQUIPE : '/portefeuille', message: messageDuGroupe(feuille.nature, feuille.date, fait) }),
        vue: 'portefeuille/groupe',
        reafficher: (saisie, erreurs) => preparerGroupe(req, contexte, saisie, erreurs),
      });
    },
  },
  { methode: 'post', chemin: '/portefeuille/saisie/:id', acte: 'parcours.tenir', traiter: saisir },
  {
    methode: 'get', chemin: '/portefeuille/:id', acte: 'portefeuille.lire',
    async traiter(req, res, contexte) {
      const id = idDuChemin(req);
      const adresse = adresseDuPortefeuille(contexte.acteur, id);
      // One's own has one address.
      return adresse === req.path ? afficher(req, res, contexte, id) : rediriger(res, adresse);
    },
  },
];
