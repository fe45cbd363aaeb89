/** From the fiche de liaison to the integration or the refusal: convocations, absences, reception, diagnostic. */
import { ajouterJours, type DateCivile } from '../lib/dates';
import { jourDeSemaine, jourOuvreSuivant } from './calendrier';
import { ajouter, type Orientation, type Personne } from './lignes';
import { inventerNom, telephoneFixe } from './personnes';
import { reglages, type Agence, type Seance, type Terrain } from './terrain';
import { enAdresse, FONCTIONS_PE, PRENOMS_F, PRENOMS_H } from './vocabulaire';

/** Some fiches wait longer than they should: nobody has convened the person yet. */
const OUBLIEES = 0.025;

/** Orients a person on a day, and lives what follows up to today, the integration included. `force` imposes what a case needs. */
export function orienter(terrain: Terrain, personne: Personne, datePrescription: DateCivile, force: { prescripteur?: string; suite?: 'INTEGRATION' | 'ATTENTE' } = {}): Orientation {
  const { hasard, faits, plieId } = terrain;
  const prescripteur = force.prescripteur ?? terrain.tirer.prescripteur();
  const parPoleEmploi = prescripteur === 'POLE_EMPLOI';
  const agence = choisirAgence(terrain, parPoleEmploi);
  const { orientations_ic: ic } = reglages(terrain, datePrescription);
  const enReunion = parPoleEmploi && (ic === 'TOUTES' || (ic === 'CERTAINES' && agence?.ic === true));
  const orientation = ajouter(faits.orientations, {
    plie_id: plieId, personne_id: personne.id, agence_id: agence?.id ?? null, prescripteur, mode_orientation: parPoleEmploi ? (enReunion ? 'INFO_COLLECTIVE' : 'FLUX') : null, date_prescription: datePrescription,
    ...agent(terrain, parPoleEmploi ? agence : null),
    minimum_social: personne.minimum_social, rqth: personne.rqth, deld: personne.deld, freins: personne.freins, date_information: hasard.chance(0.97) ? datePrescription : null,
    date_contact: null, type_contact: null, date_diagnostic: null, date_refus: null, motif_refus: null, detail_refus: null, date_decision: null, date_integration: null, date_sortie: null, nature_sortie: null, motif_sortie: null, attribuee_a: null,
  });
  const assure = force.suite === 'INTEGRATION';
  if (force.suite === 'ATTENTE' || (!assure && hasard.chance(OUBLIEES))) return orientation;
  recevoir(terrain, orientation, enReunion ? (agence?.ic ? agence : terrain.agences.find((a) => a.ic)!) : null, assure);
  if (orientation.date_contact) decider(terrain, orientation, assure);
  return orientation;
}

/** Pôle emploi's own fiches name their agency, a few excepted; the others name the one where the person is registered. */
function choisirAgence({ hasard, agences }: Terrain, parPoleEmploi: boolean): Agence | null {
  if (hasard.chance(parPoleEmploi ? 0.025 : 0.2)) return null;
  return agences.length === 1 || hasard.chance(0.6) ? agences[0]! : hasard.choisir(agences.slice(1));
}

function agent({ hasard }: Terrain, agence: Agence | null) {
  if (!agence) return { agent_nom: null, agent_prenom: null, agent_fonction: null, agent_telephone: null, agent_courriel: null, prescripteur_id: null };
  const connu = hasard.chance(0.75) ? hasard.choisir(agence.conseillers) : null;
  const { nom, prenom } = connu ?? { nom: inventerNom(hasard), prenom: hasard.choisir(hasard.chance(0.5) ? PRENOMS_F : PRENOMS_H) };
  return {
    agent_nom: nom, agent_prenom: prenom, agent_fonction: connu?.fonction ?? hasard.choisir(FONCTIONS_PE), agent_telephone: connu?.telephone ?? telephoneFixe(hasard),
    agent_courriel: connu?.courriel ?? `${enAdresse(prenom)}.${enAdresse(nom)}@${enAdresse(agence.code)}.exemple.test`, prescripteur_id: connu?.id ?? null,
  };
}

/** Convened until present; one to three absences end in a refusal. `reunion`: the agency whose sessions are attended. */
function recevoir(terrain: Terrain, orientation: Orientation, reunion: Agence | null, assure: boolean): void {
  const { hasard, jour, plie, faits, plieId } = terrain;
  const convoquer = (apres: DateCivile, delai: number): Seance | undefined =>
    reunion ? terrain.seances.get(reunion.id)!.find((s) => s.date > ajouterJours(apres, 4)) : { date: jourOuvreSuivant(ajouterJours(apres, delai)), convoques: 0, presents: 0 };
  let seance = convoquer(orientation.date_prescription, hasard.entier(6, 32));
  for (let absences = 0; seance && seance.date <= jour;) {
    const convocation = seance.date;
    seance.convoques += 1;
    if (assure || !hasard.chance(plie.absents)) {
      seance.presents += 1;
      orientation.date_contact = convocation;
      orientation.type_contact = reunion || (plie.accueil_collectif && hasard.chance(0.45)) ? 'COLLECTIF' : 'INDIVIDUEL';
      return;
    }
    ajouter(faits.absences, { plie_id: plieId, orientation_id: orientation.id, date_convocation: convocation, excuse: hasard.chance(0.3), premier_contact: true });
    absences += 1;
    if (absences === 3 || hasard.chance(0.35 * absences)) return refuser(orientation, jourOuvreSuivant(ajouterJours(convocation, hasard.entier(3, 20))), 'ABSENCE_RDV', terrain);
    seance = convoquer(convocation, hasard.entier(8, 24));
  }
}

/** From the reception: refused at once, or after the diagnostic, or integrated. */
function decider(terrain: Terrain, orientation: Orientation, assure: boolean): void {
  const { hasard, jour, plie } = terrain;
  const contact = orientation.date_contact!;
  const integree = assure || hasard.chance(plie.integres);
  const diagnostic = reglages(terrain, contact).phase_diagnostic;
  if (!integree && (!diagnostic || hasard.chance(0.45))) return refuser(orientation, jourOuvreSuivant(ajouterJours(contact, hasard.entier(0, 40))), terrain.tirer.motifRefus(), terrain);
  let depart = contact;
  if (diagnostic) {
    // The diagnostic begins at the first individual interview.
    depart = orientation.type_contact === 'INDIVIDUEL' ? contact : jourOuvreSuivant(ajouterJours(contact, hasard.entier(4, 24)));
    if (depart > jour) return;
    orientation.date_diagnostic = depart;
  }
  const decision = jourOuvreSuivant(ajouterJours(depart, diagnostic ? hasard.entier(10, 62) : hasard.entier(5, 34)));
  if (!integree) return refuser(orientation, decision, terrain.tirer.motifRefus(), terrain);
  // The commission sits on Thursdays; the contrat d'engagement is signed within the fortnight.
  const commission = ajouterJours(decision, (10 - jourDeSemaine(decision)) % 7);
  const signature = jourOuvreSuivant(ajouterJours(commission, hasard.entier(0, 13)));
  if (signature > jour) return;
  orientation.date_decision = commission;
  orientation.date_integration = signature;
}

function refuser(orientation: Orientation, date: DateCivile, motif: string, terrain: Terrain): void {
  if (date > terrain.jour) return;
  orientation.date_refus = date;
  orientation.motif_refus = motif;
  if (motif === 'NE_RELEVE_PAS' || motif === 'NON_ELIGIBLE') orientation.detail_refus = terrain.tirer.detailRefus();
}
