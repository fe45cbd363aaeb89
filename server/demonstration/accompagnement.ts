/** What fills a parcours between the contrat d'engagement and its end: référent, PNI, étapes, monthly interviews, absences, requests. */
import { ajouterJours, ajouterMois, decalerMois, dernierJour, dernierJourDuMois, joursEntre, moisDe, premierJourDuMois, type DateCivile } from '../lib/dates';
import { jourOuvre, jourOuvreSuivant } from './calendrier';
import { ajouter, type Etape, type Orientation } from './lignes';
import type { Accompagnateur, Terrain } from './terrain';

/** Days that an étape lasts, by type. */
const DUREES: Record<string, [min: number, max: number]> = {
  ATELIER: [0, 2], FORMATION: [20, 150], PMSMP: [6, 26], EMPLOI: [7, 58], PRESTATION: [20, 75], ACTION_PLIE: [0, 30], BILAN_ORIENTATION: [0, 12], IAE: [118, 230],
};
/** Étapes that excuse the month's interview when they cover it whole. */
const INDISPONIBLE = new Set(['FORMATION', 'EMPLOI', 'PMSMP', 'PRESTATION']);

/** `fin`: the day of the exit, null while the parcours is open. */
export function accompagner(terrain: Terrain, orientation: Orientation, fin: DateCivile | null): void {
  const borne = fin ?? terrain.jour;
  suivreParUnReferent(terrain, orientation, fin);
  const etapes = poserDesEtapes(terrain, orientation, borne, fin !== null);
  deleguer(terrain, orientation, fin, etapes);
  tenirDesEntretiens(terrain, orientation, borne, etapes);
  demander(terrain, orientation, borne);
}

function choisirAccompagnateur({ hasard, accompagnateurs }: Terrain, date: DateCivile, sauf?: number): Accompagnateur {
  const presents = accompagnateurs.filter((a) => a.id !== sauf && (!a.depart || date < a.depart));
  return hasard.peser(presents.map((a) => [a, a.part] as const));
}

/** One référent at a time; the persons of one who leaves go to a colleague the day after, a few others change on the way. */
function suivreParUnReferent(terrain: Terrain, orientation: Orientation, fin: DateCivile | null): void {
  const { hasard, faits, plieId, jour } = terrain;
  let debut = orientation.date_integration!;
  let referent = choisirAccompagnateur(terrain, debut);
  for (;;) {
    const borne = fin ?? jour;
    const spontane = hasard.chance(0.06) ? ajouterJours(debut, hasard.entier(60, 300)) : null;
    const changement = [referent.depart, spontane].filter((d): d is DateCivile => d !== null && d >= debut && d < borne).sort()[0];
    ajouter(faits.referents, { plie_id: plieId, orientation_id: orientation.id, utilisateur_id: referent.id, date_debut: debut, date_fin: changement ?? fin });
    if (!changement) return;
    debut = ajouterJours(changement, 1);
    referent = choisirAccompagnateur(terrain, debut, referent.id);
  }
}

function poserDesEtapes(terrain: Terrain, orientation: Orientation, borne: DateCivile, terminee: boolean): Etape[] {
  const { hasard, faits, plieId, jour } = terrain;
  const etapes: Etape[] = [];
  let curseur = ajouterJours(orientation.date_integration!, hasard.entier(5, 45));
  while (curseur < borne) {
    const type = terrain.tirer.etape();
    const debut = jourOuvre(curseur);
    const [min, max] = DUREES[type]!;
    const prevue = ajouterJours(debut, hasard.entier(min, max));
    const fin = prevue <= borne ? prevue : terminee ? borne : null;
    const resultat = fin === null ? null : prevue > borne ? 'INTERROMPUE' : hasard.peser([['ACHEVEE', 80], ['INTERROMPUE', 9], ['NON_REALISEE', 4], [null, 7]] as const);
    if (debut >= orientation.date_integration!) etapes.push(ajouter(faits.etapes, { plie_id: plieId, orientation_id: orientation.id, type, date_debut: debut, date_fin: fin, resultat }));
    if (fin === null || fin > jour) break;
    curseur = ajouterJours(fin, hasard.entier(20, 190));
  }
  return etapes;
}

/** The PNI: asked at the integration, set by Pôle emploi some days later, closed at the exit, lifted by an IAE contract, or left to run out. */
function deleguer(terrain: Terrain, orientation: Orientation, fin: DateCivile | null, etapes: Etape[]): void {
  const { hasard, faits, plieId, jour } = terrain;
  const personne = faits.personnes[orientation.personne_id - 1]!;
  const demande = orientation.date_integration!;
  const base = { plie_id: plieId, orientation_id: orientation.id, personne_id: orientation.personne_id, date_demande: demande };
  const debut = demande.endsWith('02-29') ? demande : jourOuvreSuivant(ajouterJours(demande, hasard.entier(3, 38)));
  const pose = personne.identifiant_pe !== null && debut <= (fin ?? jour) && hasard.chance(0.98);
  if (!pose) {
    ajouter(faits.pni, { ...base, date_debut: null, date_fin: null, date_cloture: fin, motif_cloture: fin && 'SORTIE' });
    return;
  }
  const date_fin = dernierJour(debut, 24);
  const iae = etapes.find((e) => e.type === 'IAE' && e.date_debut > debut);
  const levee = iae ? ajouterJours(iae.date_debut, hasard.entier(2, 20)) : hasard.chance(0.03) ? ajouterJours(debut, hasard.entier(60, 400)) : null;
  if (levee && levee <= date_fin && levee <= jour && (!fin || levee < fin)) {
    ajouter(faits.pni, { ...base, date_debut: debut, date_fin, date_cloture: levee, motif_cloture: iae ? 'CONTRAT_IAE' : hasard.choisir(['CESSATION_INSCRIPTION', 'CESSATION_INSCRIPTION', 'AUTRE']) });
    return;
  }
  const close = fin !== null && fin <= date_fin;
  ajouter(faits.pni, { ...base, date_debut: debut, date_fin, date_cloture: close ? fin : null, motif_cloture: close ? 'SORTIE' : null });
}

/** One a month, more or less: some are missed, some months are covered by a stage or a training. */
function tenirDesEntretiens(terrain: Terrain, orientation: Orientation, borne: DateCivile, etapes: Etape[]): void {
  const { hasard, faits, plieId } = terrain;
  const debut = orientation.date_integration!;
  const rattachement = { plie_id: plieId, orientation_id: orientation.id };
  const assidu = hasard.chance(0.8) ? 0.93 : 0.6;
  for (let mois = moisDe(debut); mois <= moisDe(borne); mois = decalerMois(mois, 1)) {
    const [premier, dernier] = [premierJourDuMois(mois), dernierJourDuMois(mois)];
    const couvert = etapes.some((e) => INDISPONIBLE.has(e.type) && e.date_debut <= premier && (e.date_fin ?? borne) >= dernier);
    if (couvert && hasard.chance(0.8)) continue;
    const [de, a] = [premier < debut ? debut : premier, dernier > borne ? borne : dernier];
    const date = jourOuvre(ajouterJours(de, hasard.entier(0, joursEntre(de, a))));
    if (date < de) continue;
    if (hasard.chance(assidu)) ajouter(faits.entretiens, { ...rattachement, date_entretien: date });
    else if (hasard.chance(0.6)) ajouter(faits.absences, { ...rattachement, date_convocation: date, excuse: hasard.chance(0.45), premier_contact: false });
    const second = jourOuvre(ajouterJours(date, 9));
    if (hasard.chance(0.16) && second <= a && second > date) ajouter(faits.entretiens, { ...rattachement, date_entretien: second });
  }
}

/** Requests to Pôle emploi: reponse within two months, most of those granted then realised. */
function demander(terrain: Terrain, orientation: Orientation, borne: DateCivile): void {
  const { hasard, faits, plieId, jour } = terrain;
  for (let date = ajouterJours(orientation.date_integration!, hasard.entier(20, 260)); date <= borne; date = ajouterJours(date, hasard.entier(90, 400))) {
    const demande = jourOuvre(date);
    const reponse = jourOuvreSuivant(ajouterJours(demande, hasard.entier(4, 55)));
    const realisation = jourOuvreSuivant(ajouterJours(reponse, hasard.entier(5, 90)));
    const issue = reponse > jour ? 'EN_ATTENTE' : hasard.peser([['ACCORDEE', 68], ['REFUSEE', 24], ['EN_ATTENTE', 8]] as const);
    const realisee = issue === 'ACCORDEE' && realisation <= jour && hasard.chance(0.75);
    ajouter(faits.demandes_pe, {
      plie_id: plieId, orientation_id: orientation.id, type: terrain.tirer.demande(), date_demande: demande, reponse: realisee ? 'REALISEE' : issue,
      date_reponse: issue === 'EN_ATTENTE' ? null : reponse, date_realisation: realisee ? realisation : null,
    });
  }
}

/** Six months more, decided in the last weeks before the twenty-fourth; returns the new limit. */
export function prolonger(terrain: Terrain, orientation: Orientation, limite: DateCivile): DateCivile {
  const { hasard, faits, plieId } = terrain;
  const date_fin = dernierJour(ajouterJours(limite, 1), 6);
  ajouter(faits.prolongations, {
    plie_id: plieId, orientation_id: orientation.id, date_decision: jourOuvre(ajouterJours(limite, -hasard.entier(1, 40))), date_fin,
    instance: hasard.choisir(['COMMISSION_INTEGRATION', 'COMITE_PILOTAGE', 'DIRECTION_PLIE']), raison: hasard.choisir(['FORMATION_EN_COURS', 'EMPLOI_EN_COURS', 'SANTE', 'MATERNITE_PARENTALITE', 'PROJET_A_FINALISER', 'AUTRE']),
  });
  return date_fin;
}

/** Last day of a parcours that is not extended. */
export const limiteDuParcours = (integration: DateCivile): DateCivile => ajouterJours(ajouterMois(integration, 24), -1);
