/**
 * (o) What else is read at national size, without a target: the flows of the year, its objectives, and the analyses (cohort, delays,
 * split figures, stock), of a region and of the country. Of the country nothing is shown on a page: only the command line counts it.
 */
import { AXES } from '../reports/analyses/axes';
import { etablirCohorte } from '../reports/analyses/cohorte';
import { etablirDelais } from '../reports/analyses/delais';
import { repartir } from '../reports/analyses/repartition';
import { etablirStock } from '../reports/analyses/stock';
import { BILAN_QUANTITATIF } from '../reports/bilan-quantitatif/definitions';
import { COLONNES_DU_FLUX } from '../reports/graphiques/flux';
import { compterParMois } from '../reports/mois';
import { lireObjectifs } from '../reports/objectifs';
import type { Territoire } from '../reports/periodes';
import { dernierJourAnnee, premierJourAnnee } from '../server/lib/dates';
import type { Connexion } from '../server/lib/db';
import { ANNEE, contexteDuBanc, JOUR } from './donnees';
import { REGION } from './donnees-nationales';
import { chronometrer, mediane, millisecondes, TOURS, type Resultat } from './outils';

export async function mesurerAnalyses(nationale: Connexion): Promise<Resultat[]> {
  const lecteur = contexteDuBanc(nationale);
  const travaux = (territoire: Territoire): Record<string, () => Promise<unknown>> => {
    const libre = { debut: premierJourAnnee(ANNEE), fin: dernierJourAnnee(ANNEE), territoire };
    return {
      'douze mois de flux': () => compterParMois(lecteur, BILAN_QUANTITATIF, { annee: ANNEE, territoire }, 'RETENUS', COLONNES_DU_FLUX),
      objectifs: () => lireObjectifs(lecteur, { annee: ANNEE, territoire }, 'RETENUS'),
      cohorte: () => etablirCohorte(lecteur, { ...libre, population: 'PE', jour: JOUR }),
      délais: () => etablirDelais(lecteur, { ...libre, population: 'PE' }),
      ...Object.fromEntries(AXES.filter((a) => ['agence', 'frein', 'commune'].includes(a.cle)).map((axe) => [`répartition ${axe.par}`, () => repartir(lecteur, libre, axe)])),
      'stock au dernier jour': () => etablirStock(lecteur, { date: libre.fin, territoire }),
    };
  };
  const [region, pays] = [travaux({ type: 'REGION', code: REGION.code }), travaux({ type: 'PERIMETRE' })];
  const mesurer = async (travail: () => Promise<unknown>) => {
    await travail();
    const durees: number[] = [];
    for (let tour = 0; tour < TOURS; tour += 1) durees.push(await chronometrer(travail));
    return millisecondes(mediane(durees));
  };
  const resultats: Resultat[] = [];
  for (const nom of Object.keys(region)) {
    resultats.push({ mesure: '(o) à la taille du pays', valeur: await mesurer(region[nom]!), cible: '', tenu: null, detail: `${nom}, région de ${REGION.plies} PLIE, ${ANNEE} ; pays : ${await mesurer(pays[nom]!)}` });
  }
  return resultats;
}
