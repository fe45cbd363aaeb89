/**
 * On the national set, what is read rather than how long it takes. (m): a validated region-year, whose statements must scan no
 * table of cases (their scans are counted by PostgreSQL); its time is quoted beside that of the same year counted again. (n):
 * the pages of a correspondent, whose statements must be as many for fifteen PLIEs as for one, told by the source they read.
 */
import { etablirBilan, listerSourcesPoleEmploi } from '../reports/bilan-quantitatif/bilan';
import { BILAN_QUANTITATIF } from '../reports/bilan-quantitatif/definitions';
import { COLONNES_DU_FLUX } from '../reports/graphiques/flux';
import { compterParMois } from '../reports/mois';
import { lireObjectifs } from '../reports/objectifs';
import type { Connexion } from '../server/lib/db';
import { DOSSIERS, lecturesParTable, requetesDe } from '../test/outils/lectures';
import { ANNEE, contexteDuBanc } from './donnees';
import { REGION, SEULE } from './donnees-nationales';
import { comparer, fois, millisecondes, type Resultat } from './outils';
import { servirApplication } from './serveur';
import { demander, seConnecter } from './visiteur';

const enClair = (lectures: Record<string, number>): string => Object.entries(lectures).map(([table, nombre]) => `${table} ${nombre}`).join(', ') || 'aucune';

export async function mesurerFige(nationale: Connexion): Promise<Resultat[]> {
  const lecteur = contexteDuBanc(nationale);
  const demande = { annee: REGION.anneeValidee, territoire: { type: 'REGION', code: REGION.code } } as const;
  const requetes = await requetesDe(lecteur.base, async () => {
    const { lignes } = await etablirBilan(lecteur, demande);
    if (!lignes.filter((l) => l.plie).every((l) => l.fige)) throw new Error('Un PLIE de la région n\'a pas de bilan validé.');
    await listerSourcesPoleEmploi(lecteur, demande);
    await lireObjectifs(lecteur, demande, 'RETENUS');
    await compterParMois(lecteur, BILAN_QUANTITATIF, demande, 'RETENUS', COLONNES_DU_FLUX);
  });
  const lectures = await lecturesParTable(lecteur.base, requetes);
  const dossiers = Object.fromEntries(Object.entries(lectures).filter(([table]) => DOSSIERS.includes(table)));
  const { nous, plancher, rapport } = await comparer(() => etablirBilan(lecteur, demande), () => etablirBilan(lecteur, demande, 'JOUR'), 40);
  const nom = `région, ${demande.annee}, ${REGION.plies} PLIE`;
  return [
    { mesure: '(m) bilan validé', valeur: enClair(dossiers), cible: 'aucune', tenu: !Object.keys(dossiers).length, detail: `tables de dossiers lues pour l'annexe 1, ses sources, ses objectifs et ses douze mois (${nom} ; lit ${enClair(lectures)})` },
    { mesure: '(m) bilan validé', valeur: fois(rapport), cible: '', tenu: null, detail: `${nom} : ${millisecondes(nous)} contre ${millisecondes(plancher)} recompté ce jour` },
  ];
}

const PAGES = ['/', `/bilan?annee=${ANNEE}`, `/bilan?annee=${REGION.anneeValidee}`, `/bilan/evolution?annee=${ANNEE}`, `/bilans?annee=${ANNEE}`, `/bilans/relances?annee=${ANNEE}`, '/enquete'];

export async function mesurerPagesRegionales(nationale: Connexion): Promise<Resultat[]> {
  const serveur = await servirApplication(nationale);
  try {
    const [quinze, un] = [await seConnecter(serveur, REGION.courriel), await seConnecter(serveur, SEULE.courriel)];
    const lire = async (page: string, cookie: string) => {
      const demandee = () => demander(`${serveur.url}${page}`, cookie).then(({ statut }) => { if (statut !== 200) throw new Error(`${page} répond ${statut}.`); });
      await demandee();
      return requetesDe(nationale.base, demandee);
    };
    const resultats: Resultat[] = [];
    for (const page of PAGES) {
      const [requetes, deUn] = [await lire(page, quinze), await lire(page, un)];
      resultats.push({
        mesure: '(n) page régionale', valeur: `${requetes.length} requêtes`, cible: `= ${deUn.length}`, tenu: requetes.length === deUn.length,
        detail: `${page} : ${REGION.plies} PLIE contre 1 ; par source : ${enClair(await lecturesParTable(nationale.base, requetes))}`,
      });
    }
    return resultats;
  } finally {
    await serveur.fermer();
  }
}
