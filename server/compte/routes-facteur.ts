/** « Second facteur » of one's own account: new recovery codes, another telephone, adding or taking it away. */
import type { Request, Response } from 'express';
import { poser, proposer, renouvelerCodes, retirerLeSien } from '../acces/actions-facteur';
import type { Contexte } from '../acces/acteur';
import { porte, type Porte } from '../acces/connexion';
import { lireCode } from '../acces/form';
import { pageCodesDeSecours } from '../acces/page-facteur';
import { chercherCompteParId, type Compte } from '../acces/queries';
import { chercherSecondFacteur, compterCodesRestants, estDispense } from '../acces/queries-facteur';
import { preparerPose } from '../acces/routes-facteur';
import { CODE_FAUX, demandeSecondFacteur, MINUTES_POUR_LE_CODE } from '../acces/rules-facteur';
import { rediriger, rendre } from '../http/rendu';
import type { RouteGardee } from '../http/routes';
import type { Erreur } from '../lib/erreurs';
import { confirmer } from './actions';
import { lireGeste } from './form';
import { pageFacteur } from './page';
import type { EtatDuFacteur } from './rules';

export const FACTEUR = '/compte/second-facteur';
const CHOIX = `${FACTEUR}/choix`;

/** Whose account it is, and what it may do with its second factor. */
export async function situer({ base, acteur }: Contexte): Promise<{ compte: Compte; etat: EtatDuFacteur }> {
  const id = acteur.utilisateurId!;
  const facteur = await chercherSecondFacteur(base, id);
  return {
    compte: (await chercherCompteParId(base, id))!,
    etat: { pose_le: facteur?.pose_le ?? null, codes: await compterCodesRestants(base, id), impose: demandeSecondFacteur(acteur.role, await estDispense(base, id)) },
  };
}

/** The seed waits in the session, sealed, no longer than a code is awaited. */
async function montrerLeChoix(req: Request, res: Response, p: Porte, compte: Compte, erreurs: Erreur[]): Promise<void> {
  const { choixFacteur } = req.session;
  const page = choixFacteur && p.horloge.maintenant().getTime() - choixFacteur.depuis <= MINUTES_POUR_LE_CODE * 60_000 && await preparerPose(p, compte, choixFacteur.secret, CHOIX, erreurs);
  if (!page) return rediriger(res, FACTEUR, choixFacteur ? 'Reprenez : le code était attendu depuis trop longtemps.' : 'Aucun choix ne reste à finir. Les codes de secours ne se montrent qu\'une fois : si vous ne les avez pas notés, faites-en de nouveaux.');
  if (erreurs.length) res.status(422);
  await rendre(res, 'acces/second-facteur', page);
}

export const routes: RouteGardee[] = [
  {
    methode: 'get', chemin: FACTEUR, acte: 'compte.gerer',
    traiter: async (_req, res, contexte) => rendre(res, 'compte/second-facteur', pageFacteur((await situer(contexte)).etat)),
  },
  {
    methode: 'post', chemin: FACTEUR, acte: 'compte.gerer',
    async traiter(req, res, contexte, deps) {
      const { compte, etat } = await situer(contexte);
      const p = porte(res, deps);
      const lu = lireGeste(req.body, contexte, etat);
      const erreurs = lu.ok ? await confirmer(p, compte, lu.valeur.actuel, lu.valeur.code) : lu.erreurs;
      if (!lu.ok || erreurs.length) {
        res.status(422);
        return rendre(res, 'compte/second-facteur', pageFacteur(etat, lu.saisie, erreurs));
      }
      if (lu.valeur.geste === 'CODES') return rendre(res, 'acces/codes-de-secours', pageCodesDeSecours(await renouvelerCodes(p, compte), FACTEUR));
      if (lu.valeur.geste === 'RETIRER') {
        await retirerLeSien(p, compte, req.sessionID);
        return rediriger(res, FACTEUR, 'Votre second facteur est retiré : votre mot de passe suffit de nouveau. Vos autres sessions sont fermées.');
      }
      req.session.choixFacteur = { secret: proposer(p.cles, compte), depuis: p.horloge.maintenant().getTime() };
      await montrerLeChoix(req, res, p, compte, []);
    },
  },
  {
    methode: 'post', chemin: CHOIX, acte: 'compte.gerer',
    async traiter(req, res, contexte, deps) {
      const { compte } = await situer(contexte);
      const p = porte(res, deps);
      const lu = lireCode(req.body, contexte);
      const scelle = req.session.choixFacteur?.secret;
      const codes = lu.ok && scelle ? await poser(p, compte, scelle, lu.valeur.code, req.sessionID) : null;
      if (!codes) return montrerLeChoix(req, res, p, compte, lu.ok ? [{ champ: 'code', message: CODE_FAUX }] : lu.erreurs);
      delete req.session.choixFacteur;
      await rendre(res, 'acces/codes-de-secours', pageCodesDeSecours(codes, FACTEUR));
    },
  },
];
