/** (f) The portfolio of sixty persons, logged in, against the bare page of the same bytes and rows: three accompagnateurs in turn. */
import type { Connexion } from '../server/lib/db';
import { courrielPortefeuille, ouvrirLesPortefeuilles, PORTEFEUILLES } from './donnees';
import { comparer, fois, millisecondes, type Resultat } from './outils';
import { pageNue } from './page-nue';
import { servir, servirApplication, type Serveur } from './serveur';
import { demander, seConnecter } from './visiteur';

const CIBLE = 2;
const REPETITIONS = 15;
const SUITE = `join referents r on r.plie_id = o.plie_id and r.orientation_id = o.id where r.utilisateur_id = ? and r.date_fin is null and o.etat = 'EN_PARCOURS'`;

export async function mesurerPortefeuille(connexion: Connexion): Promise<Resultat> {
  await ouvrirLesPortefeuilles(connexion);
  const application = await servirApplication(connexion);
  const adresse = `${application.url}/portefeuille`;
  const nues: { url: string; cookie: string; serveur: Serveur }[] = [];
  const cookies: string[] = [];
  let octets = 0;
  try {
    for (let rang = 1; rang <= PORTEFEUILLES.comptes; rang += 1) {
      const cookie = await seConnecter(application, courrielPortefeuille(rang));
      const { corps } = await demander(adresse, cookie);
      const compte = await connexion.base<{ id: number; courriel: string }>('utilisateurs').where({ courriel: courrielPortefeuille(rang) }).first();
      octets = Buffer.byteLength(corps);
      const serveur = await servir(pageNue(connexion.base, { suite: SUITE, valeur: compte!.id, octets }));
      const entree = await demander(`${serveur.url}/`, '');
      for (const [nom, page] of [['Le portefeuille', corps], ['La page nue', entree.corps]] as const) {
        const rangees = page.split('<th scope="row"').length - 1;
        if (rangees !== PORTEFEUILLES.personnes) throw new Error(`${nom} montre ${rangees} lignes au lieu de ${PORTEFEUILLES.personnes}.`);
      }
      cookies.push(cookie);
      nues.push({ url: `${serveur.url}/`, cookie: entree.cookie, serveur });
    }
    const nous = async () => { for (const cookie of cookies) await demander(adresse, cookie); };
    const plancher = async () => { for (const { url, cookie } of nues) await demander(url, cookie); };
    const mesure = await comparer(nous, plancher, REPETITIONS);
    return {
      mesure: '(f) portefeuille', valeur: fois(mesure.rapport), cible: `≤ ${fois(CIBLE)}`, tenu: mesure.rapport <= CIBLE,
      detail: `${PORTEFEUILLES.comptes} accompagnateurs de ${PORTEFEUILLES.personnes} personnes : ${millisecondes(mesure.nous / cookies.length)} la page contre ${millisecondes(mesure.plancher / cookies.length)} pour la page nue (${Math.round(octets / 1024)} Kio)`,
    };
  } finally {
    await application.fermer();
    for (const { serveur } of nues) await serveur.fermer();
  }
}
