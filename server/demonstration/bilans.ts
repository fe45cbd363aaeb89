/** The bilans of the last two years: the first closed, the second accepted by most, one to read, one returned, one begun, one late. */
import { controlerLAnnee, demandeDe, lireAnnee } from '../bilans/actions-lire';
import { ajouterBilan, figer, franchir, noterControles } from '../bilans/queries';
import type { Contexte } from '../acces/acteur';
import { ajouterJours, anneeDe, dateCivile, type DateCivile } from '../lib/dates';
import type { Transaction } from '../lib/ecriture';
import { jourOuvre } from './calendrier';
import type { RegionDemo } from './region';

/** Ranks of the PLIEs, in the order of the region, whose last bilan is not with the correspondents. */
const PAS_COMMENCE = 5;
const COMMENCE = 8;
const RENVOYE = 3;
const A_RELIRE = 1;

/** The region does not hold it: nothing has left, or it was returned. */
export const sansBilan = (rang: number): boolean => [PAS_COMMENCE, COMMENCE, RENVOYE].includes(rang);

/** The day on which the documents of a year leave: from the middle to the end of April. */
export const jourDEnvoi = (annee: number, rang: number): DateCivile => jourOuvre(dateCivile(`${annee + 1}-04-${15 + (rang % 12)}`));

export async function tenirLesBilans(trx: Transaction, contexte: Contexte, region: Pick<RegionDemo, 'organisations' | 'conventions' | 'utilisateurs'>): Promise<void> {
  const { jour } = contexte;
  const dans: Contexte = { ...contexte, base: trx };
  const correspondant = region.utilisateurs.find((u) => u.role === 'CORRESPONDANT_REGIONAL')!.id;
  const plies = region.organisations.filter((o) => o.type === 'PLIE');
  for (const annee of [anneeDe(jour) - 2, anneeDe(jour) - 1]) {
    const derniere = annee === anneeDe(jour) - 1;
    for (const [rang, o] of plies.entries()) {
      const envoi = jourDEnvoi(annee, rang);
      const conventionne = region.conventions.some((c) => c.plie_id === o.id && c.date_debut <= `${annee}-12-31` && c.date_fin >= `${annee}-01-01`);
      if (!conventionne || envoi > jour || (derniere && rang === PAS_COMMENCE)) continue;
      const plie = { id: o.id, code: o.code, nom: o.nom, departement: '', courriel: null };
      const par = region.utilisateurs.find((u) => u.organisation_id === o.id && u.role === 'ANIMATION')!.id;
      const le = (date: DateCivile, heure: string) => `${date > jour ? jour : date} ${heure}:00+02`;
      const bilan = { ...(await ajouterBilan(trx, o.id, annee)), annee };
      await franchir(trx, bilan, { etape: 'BROUILLON', commentaire: null, par, maintenant: le(ajouterJours(envoi, -20), '09:10') }, 0);
      if (derniere && rang === COMMENCE) continue;
      const lu = await lireAnnee(dans, plie, annee);
      const controles = await controlerLAnnee(dans, plie, annee, lu.ligne);
      await noterControles(trx, bilan, controles);
      await franchir(trx, bilan, { etape: 'CONTROLE', commentaire: null, par, maintenant: le(ajouterJours(envoi, -1), '14:25') }, 0);
      await figer(trx, contexte.acteur, bilan, demandeDe(plie, annee), { ...lu.gel, numero: 1, controles, empreinte: lu.empreinte, par, maintenant: le(envoi, '10:40') });
      await franchir(trx, bilan, { etape: 'VALIDE', commentaire: null, par, maintenant: le(envoi, '10:40') }, 1);
      if (derniere && rang === A_RELIRE) continue;
      const rendu = le(ajouterJours(envoi, 12), '16:05');
      if (derniere && rang === RENVOYE) {
        await franchir(trx, bilan, { etape: 'RENVOYE', commentaire: 'La colonne 2 ne reprend pas la séance de décembre. Vérifiez avec votre agence, puis validez de nouveau.', par: correspondant, maintenant: rendu }, 1);
        continue;
      }
      await franchir(trx, bilan, { etape: 'ACCEPTE', commentaire: null, par: correspondant, maintenant: rendu }, 1);
      if (!derniere) await franchir(trx, bilan, { etape: 'CLOS', commentaire: null, par: correspondant, maintenant: le(dateCivile(`${annee + 1}-06-30`), '11:00') }, 1);
    }
  }
}
