/** What Pôle emploi counts by itself: its sessions, the services it delivers, and what it declares of the year before. */
import { ajouterJours, ajouterMois, anneeDe, moisDe, premierJourAnnee } from '../lib/dates';
import { creerHasard } from './hasard';
import { ajouter, type ServicePe } from './lignes';
import type { Terrain } from './terrain';

/** Months of services: the present year and the one before. */
const MOIS_DE_SERVICES = 18;
const SERVICES: readonly [type: ServicePe['type'], au_plus: number][] = [['ATELIER', 9], ['ECCP', 3], ['PMSMP', 4], ['AIDE_MOBILITE', 5]];

/** Pôle emploi's own count of each session; it convenes a few people who are not for the PLIE. */
export function noterLesSeances({ seances, faits, plieId, hasard, conventions }: Terrain): void {
  const toutes = conventions.some((c) => c.orientations_ic === 'TOUTES');
  for (const [agence_id, liste] of seances) {
    for (const { date, convoques, presents } of liste) {
      if (convoques) ajouter(faits.informations_collectives, { plie_id: plieId, agence_id, date_session: date, rang: 1, convoques: convoques + (toutes ? 0 : hasard.entier(0, 4)), presents });
    }
  }
}

/** The services of each agency up to the month before; its figures of the last year are declared, those of a session it does not hold included. */
export function compterLesServices({ faits, plieId, plie, agences, seances, jour }: Terrain, referents: ReadonlyMap<number, number>): void {
  for (const agence of agences) {
    const hasard = creerHasard(`${jour} services ${plie.code} ${agence.code}`);
    for (let n = MOIS_DE_SERVICES; n >= 1; n -= 1) {
      for (const [type, auPlus] of SERVICES) {
        const nombre = hasard.entier(0, auPlus);
        if (nombre) ajouter(faits.services_pe, { plie_id: plieId, agence_id: agence.id, mois: moisDe(ajouterMois(jour, -n)), type, nombre });
      }
    }
    const enJanvier = ajouterJours(premierJourAnnee(anneeDe(jour)), 13);
    const declaration = { plie_id: plieId, agence_id: agence.id, annee: anneeDe(jour) - 1, utilisateur_id: referents.get(agence.id)!, declare_le: `${enJanvier < jour ? enJanvier : jour} 09:30:00+01` };
    ajouter(faits.declarations_pe, { ...declaration, chiffre: 'INFORMATIONS_COLLECTIVES', etat: seances.has(agence.id) ? 'COMPLET' : 'NON_APPLICABLE' });
    ajouter(faits.declarations_pe, { ...declaration, chiffre: 'SERVICES', etat: 'COMPLET' });
  }
}
