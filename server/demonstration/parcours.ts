/** How a parcours goes on from the integration, and how it ends: the class of each exit is the one that the rule derives. */
import { ajouterJours, ajouterMois, dernierJour, type DateCivile } from '../lib/dates';
import { classerSortie, finDuMaintien, type Initiative, type MotifSortie, type Situation } from '../sorties/regle';
import { accompagner, limiteDuParcours, prolonger } from './accompagnement';
import { jourOuvre, jourOuvreSuivant } from './calendrier';
import { ajouter, type Orientation, type Suivi } from './lignes';
import type { Issue, Terrain } from './terrain';

/** The motif of each end; the others bear the motif's own name. */
const MOTIFS: Partial<Record<Issue, MotifSortie>> = {
  EMPLOI_DURABLE: 'EMPLOI', EMPLOI_COURT: 'EMPLOI', CUI_PEC: 'CUI_PEC', CREATION: 'CREATION_ENTREPRISE', FORMATION_QUALIFIANTE: 'FORMATION', FORMATION_SANS_TITRE: 'FORMATION',
};
const motifDe = (issue: Issue): MotifSortie => MOTIFS[issue] ?? (issue as MotifSortie);

/** Lives an integrated orientation up to today. */
export function vivreParcours(terrain: Terrain, orientation: Orientation): void {
  const { hasard, jour } = terrain;
  const fin = chercherFin(terrain, orientation);
  accompagner(terrain, orientation, fin);
  // A proof that comes after a plain exit moves it to the last day of the six months: the parcours itself ended before.
  if (fin && fin < jour && hasard.chance(0.6)) reclasser(terrain, orientation, fin);
}

/** One thing after the other until one ends the parcours; null when it is still open today. */
function chercherFin(terrain: Terrain, orientation: Orientation): DateCivile | null {
  const { hasard, jour } = terrain;
  let limite = limiteDuParcours(orientation.date_integration!);
  let prolongee = false;
  let depart = ajouterJours(orientation.date_integration!, hasard.entier(75, 300));
  for (;;) {
    const date = jourOuvreSuivant(ajouterJours(depart, hasard.entier(0, 480)));
    if (date > jour && limite > jour) return null;
    if (date > limite) {
      const suite = prolongee ? 'SORTIE' : hasard.peser([['SORTIE', 62], ['PROLONGATION', 28], ['OUBLI', 10]] as const);
      // Forgotten: the PNI runs out with no exit, an anomaly that the application must show.
      if (suite === 'OUBLI') return null;
      if (suite === 'SORTIE') return sortir(terrain, orientation, 'FIN_DE_PARCOURS', jourOuvre(limite), null);
      limite = prolonger(terrain, orientation, limite);
      prolongee = true;
      depart = date;
      continue;
    }
    const issue = terrain.tirer.issue();
    const suite = estRetour(issue) ? retourner(terrain, orientation, issue, date) : sortir(terrain, orientation, issue, date, null);
    if (suite === null || typeof suite === 'string') return suite;
    depart = suite.perte;
  }
}

/** Days after the six months within which an exit may still wait, and within which a contact may not be made yet. */
const JOURS_D_ATTENTE = 60;
const JOURS_SANS_CONTACT = 25;

type Retour = 'EMPLOI_DURABLE' | 'CUI_PEC' | 'CREATION' | 'FORMATION_QUALIFIANTE' | 'EMPLOI_COURT' | 'FORMATION_SANS_TITRE';
const estRetour = (issue: Issue): issue is Retour => issue in MOTIFS;

/**
 * A return to employment or an entry into training: followed for six months, lost before their end one time in eight.
 * Returns the day of the exit, null while it is followed, or the day on which it was lost (the parcours goes on).
 */
function retourner(terrain: Terrain, orientation: Orientation, issue: Retour, debut: DateCivile): DateCivile | null | { perte: DateCivile } {
  const { hasard, jour } = terrain;
  const suivi = ouvrirSuivi(terrain, orientation, issue, debut);
  if (issue === 'EMPLOI_COURT' || issue === 'FORMATION_SANS_TITRE') {
    const depart = jourOuvreSuivant(ajouterJours(debut, hasard.entier(2, 40)));
    return depart > jour ? null : sortir(terrain, orientation, issue, depart, suivi);
  }
  const perte = hasard.chance(0.13) ? ajouterJours(debut, hasard.entier(12, 170)) : null;
  if (perte && perte <= jour && (!suivi.date_validation || perte < suivi.date_validation)) {
    suivi.date_perte = perte;
    suivi.date_validation = null;
    contacter(terrain, suivi, perte);
    return { perte };
  }
  const echeance = suivi.date_validation ?? finDuMaintien(debut);
  if (echeance >= jour) {
    suivi.date_validation = null;
    contacter(terrain, suivi, jour);
    return null;
  }
  contacter(terrain, suivi, jour);
  // Kept six months not long ago: two in three still wait, for their confirmation or for a proof.
  if (echeance > ajouterJours(jour, -JOURS_D_ATTENTE) && suivi.id % 3) {
    if (suivi.id % 3 === 1 && suivi.nature === 'EMPLOI') Object.assign(suivi, { preuve: 'BULLETIN_SALAIRE', date_preuve: echeance });
    return null;
  }
  const preuve = ajouterJours(echeance, hasard.entier(0, 35));
  // A title speaks for itself; a job without proof makes a plain exit.
  if (issue === 'FORMATION_QUALIFIANTE' || hasard.chance(0.88)) {
    // Until the proof is there the parcours stays open: the worklist shows it.
    if (preuve > jour) return null;
    suivi.preuve = issue === 'FORMATION_QUALIFIANTE' ? 'DIPLOME_TITRE' : issue === 'CREATION' ? 'EXTRAIT_IMMATRICULATION' : terrain.tirer.preuve();
    suivi.date_preuve = preuve;
  }
  return sortir(terrain, orientation, issue, echeance, suivi);
}

function ouvrirSuivi(terrain: Terrain, orientation: Orientation, issue: Retour, debut: DateCivile): Suivi {
  const { hasard, faits, plieId } = terrain;
  const commun = { plie_id: plieId, orientation_id: orientation.id, date_debut: debut, date_perte: null, preuve: null, date_preuve: null };
  if (issue === 'FORMATION_QUALIFIANTE' || issue === 'FORMATION_SANS_TITRE') {
    const mois = hasard.entier(3, 9);
    const qualifiante = issue === 'FORMATION_QUALIFIANTE';
    const date_fin_prevue = dernierJour(debut, mois);
    return ajouter(faits.suivis_emploi, {
      ...commun, nature: 'FORMATION', contrat: null, mi_temps: null, date_fin_prevue,
      titre: qualifiante ? hasard.choisir(['TITRE_PROFESSIONNEL', 'TITRE_PROFESSIONNEL', 'DIPLOME', 'CQP']) : 'AUCUN', rncp: qualifiante ? `RNCP${hasard.entier(900_000, 999_999)}` : null,
      date_validation: qualifiante ? jourOuvre(ajouterJours(date_fin_prevue, -hasard.entier(0, 10))) : null,
    });
  }
  const court = issue === 'EMPLOI_COURT';
  const contrat = court ? terrain.tirer.contratCourt() : issue === 'CUI_PEC' ? 'CUI_PEC' : issue === 'CREATION' ? 'CREATION_ENTREPRISE' : terrain.tirer.contratDurable();
  const sansFin = contrat === 'CDI' || contrat === 'CREATION_ENTREPRISE';
  return ajouter(faits.suivis_emploi, {
    ...commun, nature: 'EMPLOI', contrat, date_fin_prevue: sansFin ? null : dernierJour(debut, court ? hasard.entier(1, 4) : hasard.choisir([6, 6, 7, 9, 12])),
    mi_temps: contrat === 'CREATION_ENTREPRISE' ? null : contrat === 'CDI' && court ? false : true, titre: null, rncp: null, date_validation: null,
  });
}

/** The contacts of months 1, 3 and 6, as far as they are due; still there until the loss. One in ten is not made. */
function contacter(terrain: Terrain, suivi: Suivi, borne: DateCivile): void {
  const { hasard, faits, plieId, jour } = terrain;
  for (const mois of [1, 3, 6] as const) {
    const date = jourOuvreSuivant(ajouterJours(ajouterMois(suivi.date_debut, mois), hasard.entier(0, 8)));
    if (date > jour) return;
    const perdu = suivi.date_perte !== null && date >= suivi.date_perte;
    const oublie = hasard.chance(0.1);
    const aFaire = suivi.date_perte === null && date > ajouterJours(jour, -JOURS_SANS_CONTACT) && suivi.id % 2 === 0;
    if (!oublie && !aFaire) ajouter(faits.suivi_contacts, { plie_id: plieId, suivi_id: suivi.id, mois, date_contact: date, en_poste: !perdu });
    if (perdu || date > borne) return;
  }
}

/** Records the exit as the rule classes it on that day. */
export function sortir(terrain: Terrain, orientation: Orientation, issue: Issue, date: DateCivile, suivi: Suivi | null): DateCivile {
  const { hasard, faits, plieId } = terrain;
  const motif = motifDe(issue);
  const initiative: Initiative = hasard.chance(issue === 'RUPTURE_ABANDON' ? 0.6 : 0.85) ? 'PARTICIPANT' : 'PLIE';
  const classement = classerSortie({ motif, initiative, situation: suivi && situationDe(suivi) }, date);
  Object.assign(orientation, { date_sortie: classement.date, nature_sortie: classement.nature, motif_sortie: motif });
  ajouter(faits.sorties, { plie_id: plieId, orientation_id: orientation.id, suivi_id: suivi?.id ?? null, origine: 'DERIVEE', regle: classement.regle, explication: classement.explication, date_reclassement: null });
  return classement.date;
}

/** The proof of a lasting job arrives after a plain exit: classed again on the day of the proof, when the rule then says yes. */
export function reclasser({ hasard, faits, jour }: Terrain, orientation: Orientation, fin: DateCivile): void {
  const sortie = faits.sorties.at(-1);
  const suivi = sortie?.orientation_id === orientation.id && sortie.suivi_id ? faits.suivis_emploi[sortie.suivi_id - 1] : undefined;
  if (!sortie || !suivi || suivi.preuve || suivi.nature !== 'EMPLOI') return;
  const tenu = finDuMaintien(suivi.date_debut);
  const date = ajouterJours(tenu > fin ? tenu : fin, hasard.entier(15, 90));
  if (date > jour) return;
  const classement = classerSortie({ motif: orientation.motif_sortie as MotifSortie, initiative: null, situation: situationDe({ ...suivi, preuve: 'BULLETIN_SALAIRE', date_preuve: date }) }, date);
  if (!classement.positive) return;
  Object.assign(suivi, { preuve: 'BULLETIN_SALAIRE', date_preuve: date });
  Object.assign(orientation, { date_sortie: classement.date, nature_sortie: classement.nature });
  Object.assign(sortie, { explication: classement.explication, date_reclassement: date });
}

const situationDe = (suivi: Suivi): Situation => suivi as unknown as Situation;
