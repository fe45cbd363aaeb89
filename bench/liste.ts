/** (b) The list of fifty orientations, logged in, against the bare page of the same bytes and rows: requests a second, on both databases. */
import type { Connexion } from '../server/lib/db';
import { codeDuPlie, courrielAnimation, PLIE_GROS } from './donnees';
import { pageNue } from './page-nue';
import { charger, servir, servirApplication } from './serveur';
import { demander, seConnecter } from './visiteur';
import { mediane, TOURS, type Resultat } from './outils';

const CIBLE = 0.6;

export async function mesurerListe(connexion: Connexion, moteur: string): Promise<Resultat> {
  const application = await servirApplication(connexion);
  const { rows } = await connexion.base.raw<{ rows: { id: number }[] }>('select id from organisations where code = ?', [codeDuPlie(PLIE_GROS)]);
  const liste = `${application.url}/orientations`;
  const cookie = await seConnecter(application, courrielAnimation(PLIE_GROS));
  const { corps } = await demander(liste, cookie);
  const rangees = corps.split('<tr>').length - 2;
  if (rangees !== 50) throw new Error(`La liste montre ${rangees} lignes au lieu de 50.`);
  const nue = await servir(pageNue(connexion.base, { suite: 'where o.plie_id = ? order by o.date_prescription desc, o.id desc limit 50', valeur: rows[0]!.id, octets: Buffer.byteLength(corps) }));
  const entree = await demander(`${nue.url}/`, '');
  try {
    const mesures: { nous: number; plancher: number }[] = [];
    for (let tour = 0; tour <= TOURS; tour += 1) {
      const mesure = { nous: (await charger(liste, cookie)).parSeconde, plancher: (await charger(`${nue.url}/`, entree.cookie)).parSeconde };
      if (tour > 0) mesures.push(mesure);
    }
    const [nous, plancher] = [mediane(mesures.map((m) => m.nous)), mediane(mesures.map((m) => m.plancher))];
    return {
      mesure: `(b) liste, ${moteur}`, valeur: `${Math.round((100 * nous) / plancher)} %`, cible: `≥ ${Math.round(CIBLE * 100)} %`, tenu: nous / plancher >= CIBLE,
      detail: `${Math.round(nous)} requêtes par seconde contre ${Math.round(plancher)} pour la page nue (${Math.round(Buffer.byteLength(corps) / 1024)} Kio)`,
    };
  } finally {
    await application.fermer();
    await nue.fermer();
  }
}
