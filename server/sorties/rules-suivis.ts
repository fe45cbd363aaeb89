/** The three lists of what follows a return to employment or training: contacts to make, exits to confirm, proofs to obtain. Pure. */
import { formaterDate, type DateCivile } from '../lib/dates';
import { finDuMaintien, pourquoiPasDurable, estTenuSixMois, type MotifSortie, type Situation } from './regle';
import { contactsAttendus, prochainContact, proposerSortie, type Contact, type ContactAttendu, type Proposition } from './rules';

type Suivi = Situation & { contacts: readonly Contact[] };
export interface ContactDuSuivi<S> { suivi: S; attendu: ContactAttendu<Contact> }

/** The next contact of each follow-up, in the order of their dates; `aFaire`: those whose time has come. */
export function listerContacts<S extends Suivi>(suivis: readonly S[], jour: DateCivile): { tous: ContactDuSuivi<S>[]; aFaire: ContactDuSuivi<S>[] } {
  const tous = suivis
    .flatMap((suivi) => { const attendu = prochainContact(contactsAttendus(suivi, suivi.contacts, jour)); return attendu ? [{ suivi, attendu }] : []; })
    .sort((a, b) => (a.attendu.echeance < b.attendu.echeance ? -1 : a.attendu.echeance > b.attendu.echeance ? 1 : 0));
  return { tous, aFaire: tous.filter(({ attendu }) => attendu.etat !== 'A_VENIR') };
}

/** The follow-ups whose positive exit only waits for a confirmation or for a proof; those that lack nothing come first. */
export function sortiesAConfirmer<S extends Situation>(suivis: readonly S[], jour: DateCivile): { suivi: S; proposition: Proposition }[] {
  const proposees = suivis.flatMap((suivi) => { const proposition = proposerSortie(suivi, jour); return proposition ? [{ suivi, proposition }] : []; });
  return [...proposees.filter((p) => !p.proposition.preuveManquante), ...proposees.filter((p) => p.proposition.preuveManquante)];
}

interface SansPreuve { motif_sortie: MotifSortie; situation: Situation | null }
/** `pretes`: a proof seen today would be enough. */
export interface PreuveAObtenir<S> { sortie: S; pretes: boolean; attente: string }

/** The exits that a proof may still make positive, with what is waited for; those that cannot become positive are left out. */
export function preuvesAObtenir<S extends SansPreuve>(sorties: readonly S[], jour: DateCivile): PreuveAObtenir<S>[] {
  return sorties.flatMap((sortie): PreuveAObtenir<S>[] => {
    const { situation, motif_sortie } = sortie;
    if (!situation) return [{ sortie, pretes: false, attente: motif_sortie === 'FORMATION' ? 'Formation à compléter' : 'Contrat à compléter' }];
    const proposition = proposerSortie(situation, jour, motif_sortie);
    if (proposition) return [{ sortie, pretes: true, attente: proposition.preuveManquante ? 'Une preuve suffit' : 'À reclasser' }];
    const fin = finDuMaintien(situation.date_debut);
    if (situation.nature === 'EMPLOI' && !pourquoiPasDurable(situation) && estTenuSixMois(situation) && fin > jour) return [{ sortie, pretes: false, attente: `Six mois le ${formaterDate(fin)}` }];
    return situation.nature === 'FORMATION' && situation.rncp && !situation.date_perte ? [{ sortie, pretes: false, attente: 'Validation attendue' }] : [];
  });
}

export interface ComptesDesSuivis { contacts: number; enRetard: number; sorties: number; preuves: number }

/** What each list holds: the lines of the home page. */
export function compterSuivis(suivis: readonly Suivi[], sorties: readonly SansPreuve[], jour: DateCivile): ComptesDesSuivis {
  const { aFaire } = listerContacts(suivis, jour);
  return {
    contacts: aFaire.length, enRetard: aFaire.filter((c) => c.attendu.etat === 'EN_RETARD').length,
    sorties: sortiesAConfirmer(suivis, jour).length, preuves: preuvesAObtenir(sorties, jour).length,
  };
}
