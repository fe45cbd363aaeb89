/** (e) The same pages of a PLIE of the same size, at 30,000 and at 300,000 orientations in the database. */
import type { Connexion } from '../server/lib/db';
import { ANNEE, codeDuPlie, courrielAnimation, MOIS_DU_TABLEAU, PLIE_REGARDE } from './donnees';
import { comparer, fois, millisecondes, type Resultat } from './outils';
import { servirApplication } from './serveur';
import { demander, seConnecter } from './visiteur';

const CIBLE = 1.3;
const REPETITIONS = 15;

const PAGES = (personne: number): [nom: string, chemin: string][] => [
  ['accueil', '/'],
  ['orientations', '/orientations'],
  ['orientations en attente, par nom', '/orientations?etat=AVANT_INTEGRATION&attente=30&tri=nom&sens=asc'],
  ['recherche d\'un nom', '/personnes?q=bellerive'],
  ['une personne', `/personnes/${personne}`],
  ['tableau du mois', `/tableau-de-suivi?mois=${MOIS_DU_TABLEAU}`],
  ['bilan de l\'année', `/bilan?annee=${ANNEE}`],
];

export async function mesurerTaille(grande: Connexion, petite: Connexion): Promise<Resultat[]> {
  const [haut, bas] = [await ouvrir(grande), await ouvrir(petite)];
  try {
    const resultats: Resultat[] = [];
    for (const [rang, [nom]] of PAGES(0).entries()) {
      const [enHaut, enBas] = [haut, bas].map((b) => async () => {
        const chemin = PAGES(b.personne)[rang]![1];
        const reponse = await demander(`${b.serveur.url}${chemin}`, b.cookie);
        if (reponse.statut !== 200) throw new Error(`${chemin} répond ${reponse.statut}.`);
      }) as [() => Promise<void>, () => Promise<void>];
      const { nous, plancher, rapport } = await comparer(enHaut, enBas, REPETITIONS);
      resultats.push({ mesure: '(e) taille de la base', valeur: fois(rapport), cible: `≤ ${fois(CIBLE)}`, tenu: rapport <= CIBLE, detail: `${nom} : ${millisecondes(nous)} à 300 000 contre ${millisecondes(plancher)} à 30 000` });
    }
    return resultats;
  } finally {
    await haut.serveur.fermer();
    await bas.serveur.fermer();
  }
}

async function ouvrir(connexion: Connexion) {
  const serveur = await servirApplication(connexion);
  const { rows } = await connexion.base.raw<{ rows: { personne: number }[] }>(
    "select o.personne_id as personne from orientations o join organisations p on p.id = o.plie_id where p.code = ? and o.etat = 'EN_PARCOURS' order by o.id limit 1", [codeDuPlie(PLIE_REGARDE)]);
  return { serveur, personne: rows[0]!.personne, cookie: await seConnecter(serveur, courrielAnimation(PLIE_REGARDE)) };
}
