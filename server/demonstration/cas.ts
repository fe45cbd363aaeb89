/** The cases that chance may not bring and that people must be able to try: each is written here by hand, once. */
import { ajouterJours, ajouterMois, type DateCivile } from '../lib/dates';
import { accompagner, limiteDuParcours, prolonger } from './accompagnement';
import { dernier29Fevrier, jourOuvre } from './calendrier';
import { ajouter, type Orientation, type Personne } from './lignes';
import { orienter } from './orientations';
import { reclasser, sortir, vivreParcours } from './parcours';
import { inventerPersonne } from './personnes';
import { reglages, type Terrain } from './terrain';
import { NOM_TRES_LONG } from './vocabulaire';

export function ajouterPersonne(terrain: Terrain, prescription: DateCivile, change: Partial<Personne> = {}): Personne {
  return ajouter(terrain.faits.personnes, { plie_id: terrain.plieId, ...inventerPersonne(terrain.hasard, terrain.plie, prescription, terrain.identifiants), ...change });
}

/** A person integrated on a given day, oriented ten weeks before. */
function integrerLe(terrain: Terrain, date: DateCivile, change: Partial<Personne> = {}, prescripteur = 'POLE_EMPLOI'): Orientation {
  const prescription = jourOuvre(ajouterJours(date, -70));
  const orientation = orienter(terrain, ajouterPersonne(terrain, prescription, change), prescription, { prescripteur, suite: 'INTEGRATION' });
  const contact = jourOuvre(ajouterJours(date, -45));
  return Object.assign(orientation, {
    date_contact: contact, type_contact: 'INDIVIDUEL', date_diagnostic: reglages(terrain, contact).phase_diagnostic ? contact : null, date_decision: jourOuvre(ajouterJours(date, -6)), date_integration: date,
  });
}

/** In one PLIE, whose first contacts are individual. */
export function ajouterCas(terrain: Terrain): void {
  const { jour } = terrain;
  // Integrated on a 29 February: the PNI ends on 27 February two years later.
  vivreParcours(terrain, integrerLe(terrain, dernier29Fevrier(ajouterMois(jour, -1))));
  // The PNI has run out with no exit; or runs out within 20, 50 and 80 days.
  for (const date of [ajouterJours(ajouterMois(jour, -24), -60), ...[20, 50, 80].map((j) => ajouterJours(ajouterMois(jour, -24), j))]) accompagner(terrain, integrerLe(terrain, jourOuvre(date)), null);
  // Past the twenty-four months, with six more that the commission granted.
  const prolonge = integrerLe(terrain, jourOuvre(ajouterJours(ajouterMois(jour, -24), -45)));
  prolonger(terrain, prolonge, limiteDuParcours(prolonge.date_integration!));
  accompagner(terrain, prolonge, null);
  // Neither identifiant nor agency, the longest of names, and prescribed by the département.
  accompagner(terrain, Object.assign(integrerLe(terrain, jourOuvre(ajouterMois(jour, -5)), { identifiant_pe: null, zone_pe: null, nom: NOM_TRES_LONG, prenom: 'Marie-Bénédicte Anne-Sophie' }, 'DEPARTEMENT'), { agence_id: null }), null);
  reclasserUneSortie(terrain);
  // Oriented twice within a week, by two advisers who did not know of each other.
  const prescription = jourOuvre(ajouterJours(jour, -12));
  const personne = ajouterPersonne(terrain, prescription);
  for (const date of [prescription, jourOuvre(ajouterJours(prescription, 6))]) orienter(terrain, personne, date, { prescripteur: 'POLE_EMPLOI', suite: 'ATTENTE' });
}

/** Left for a CDI without waiting for the six months: a plain exit. The proof came nine months later, and reclassed it. */
function reclasserUneSortie(terrain: Terrain): void {
  const { faits, jour, plieId } = terrain;
  const orientation = integrerLe(terrain, jourOuvre(ajouterMois(jour, -20)));
  const suivi = ajouter(faits.suivis_emploi, {
    plie_id: plieId, orientation_id: orientation.id, nature: 'EMPLOI', date_debut: jourOuvre(ajouterMois(jour, -11)), date_perte: null, contrat: 'CDI', date_fin_prevue: null, mi_temps: true,
    titre: null, rncp: null, date_validation: null, preuve: null, date_preuve: null,
  });
  const fin = sortir(terrain, orientation, 'EMPLOI_DURABLE', jourOuvre(ajouterJours(suivi.date_debut, 50)), suivi);
  accompagner(terrain, orientation, fin);
  reclasser(terrain, orientation, fin);
}

const vivre = (terrain: Terrain, orientation: Orientation): void => { if (orientation.date_integration) vivreParcours(terrain, orientation); };

/** The same person entered a second time in a PLIE, the name written otherwise and without identifiant: what the search for duplicates must find. */
export function ajouterDoublons(terrain: Terrain, combien: number): void {
  const { faits, jour } = terrain;
  const candidats = faits.orientations.filter((o) => o.plie_id === terrain.plieId && o.date_prescription < ajouterMois(jour, -10) && faits.personnes[o.personne_id - 1]!.identifiant_pe);
  for (let n = 0; n < combien; n += 1) {
    const { id: _id, ...modele } = faits.personnes[candidats[Math.floor((candidats.length * (n + 0.5)) / combien)]!.personne_id - 1]!;
    const nom = n % 2 ? modele.nom.toLocaleUpperCase('fr').normalize('NFD').replace(/\p{M}/gu, '') : modele.nom.replace(/[-' ]+/g, ' ');
    const prenom = modele.prenom.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('-', ' ');
    // The third one was entered with the nom in the place of the prénom.
    const double = ajouter(faits.personnes, { ...modele, ...(n % 3 === 2 ? { nom: prenom, prenom: nom } : { nom, prenom }), identifiant_pe: null, zone_pe: null, telephone: null });
    vivre(terrain, orienter(terrain, double, jourOuvre(ajouterMois(jour, -2 - n))));
  }
}

/** Persons known to another PLIE too, with the same identifiant: each PLIE has its own file, and sees only that one. */
export function partager(terrain: Terrain, voisin: Terrain, combien: number): void {
  const { faits, jour } = terrain;
  const connues = faits.personnes.filter((p) => p.plie_id === terrain.plieId && p.identifiant_pe && !voisin.identifiants.has(p.identifiant_pe));
  for (let n = 0; n < combien; n += 1) {
    const { id: _id, ...modele } = connues[Math.floor((connues.length * (n + 0.5)) / combien)]!;
    const [commune, code_postal] = voisin.plie.communes[0]!;
    voisin.identifiants.add(modele.identifiant_pe!);
    vivre(voisin, orienter(voisin, ajouter(faits.personnes, { ...modele, plie_id: voisin.plieId, commune, code_postal }), jourOuvre(ajouterMois(jour, -1 - n))));
  }
}
