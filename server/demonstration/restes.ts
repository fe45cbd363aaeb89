/** What chance may leave none of on a given day, and that the worklists must show: all is done to parcours already open, so that no figure of the bilan changes. */
import { ajouterJours, ajouterMois, type DateCivile } from '../lib/dates';
import { classerSortie, finDuMaintien } from '../sorties/regle';
import { jourOuvre, jourOuvreSuivant } from './calendrier';
import { ajouter, type Orientation, type Suivi } from './lignes';
import type { Terrain } from './terrain';

const REPRISES = 4;

/** The parcours open today, the oldest first, of those integrated at least so many months ago. */
const enParcours = ({ faits, jour, plieId }: Terrain, mois: number): Orientation[] =>
  faits.orientations.filter((o) => o.plie_id === plieId && o.date_integration && o.date_integration <= ajouterMois(jour, -mois) && o.date_sortie === null);

/** An account closed these days: nobody has taken over its persons, taken from the fullest portfolio. */
export function laisserDesParcoursSansReferent(terrain: Terrain): void {
  const { faits, accompagnateurs, compteFerme } = terrain;
  const suivis = new Set(enParcours(terrain, 3).map((o) => o.id));
  const siens = faits.referents.filter((r) => r.date_fin === null && r.utilisateur_id === accompagnateurs[0]!.id && suivis.has(r.orientation_id));
  if (compteFerme !== null) for (const r of siens.filter((_, i) => i % 3 === 0).slice(0, REPRISES)) r.utilisateur_id = compteFerme;
}

type Faits = Omit<Suivi, 'id' | 'plie_id' | 'orientation_id' | 'date_debut' | 'date_perte'>;
const EMPLOI: Faits = { nature: 'EMPLOI', contrat: 'CDI', date_fin_prevue: null, mi_temps: true, titre: null, rncp: null, date_validation: null, preuve: null, date_preuve: null };

/** Six months in employment, or a title obtained, in the last weeks: some with their proof, others without. */
export function laisserDesSortiesAConfirmer(terrain: Terrain): void {
  const { faits, jour } = terrain;
  const suivies = new Set(faits.suivis_emploi.filter((s) => s.date_perte === null).map((s) => `${s.plie_id} ${s.orientation_id}`));
  const libres = enParcours(terrain, 10).filter((o) => o.date_integration! > ajouterMois(jour, -20) && !suivies.has(`${o.plie_id} ${o.id}`));
  const debutTenuDepuis = (jours: number) => jourOuvre(ajouterJours(ajouterMois(jour, -6), -jours));
  const [vingt, cinq, deuxMois] = [debutTenuDepuis(20), debutTenuDepuis(5), debutTenuDepuis(60)];
  const reprises: [DateCivile, Faits][] = [
    [vingt, { ...EMPLOI, preuve: 'BULLETIN_SALAIRE', date_preuve: jourOuvreSuivant(finDuMaintien(vingt)) }],
    [cinq, { ...EMPLOI, contrat: 'CDD', date_fin_prevue: ajouterMois(cinq, 12) }],
    [debutTenuDepuis(34), { ...EMPLOI, contrat: 'CUI_PEC', date_fin_prevue: ajouterMois(jour, 6), mi_temps: null }],
    [deuxMois, { ...EMPLOI, nature: 'FORMATION', contrat: null, mi_temps: null, date_fin_prevue: ajouterJours(jour, -12), titre: 'TITRE_PROFESSIONNEL', rncp: 'RNCP987654', date_validation: jourOuvre(ajouterJours(jour, -12)), preuve: 'DIPLOME_TITRE', date_preuve: jourOuvre(ajouterJours(jour, -4)) }],
  ];
  libres.slice(0, reprises.length).forEach((o, i) => {
    const [date_debut, situation] = reprises[i]!;
    const suivi = ajouter(faits.suivis_emploi, { ...situation, plie_id: o.plie_id, orientation_id: o.id, date_debut, date_perte: null });
    for (const mois of [1, 3] as const) ajouter(faits.suivi_contacts, { plie_id: o.plie_id, suivi_id: suivi.id, mois, date_contact: jourOuvreSuivant(ajouterMois(date_debut, mois)), en_poste: true });
  });
  laisserDesPniALever(terrain, libres.slice(reprises.length));
}

/** Exits older than that may have been brought by a reprise. */
const MOIS_AVANT_LA_REPRISE = 20;

/** Some exits were brought by a reprise with their nature; a few into employment were noted without a contract. Neither changes a figure. */
export function laisserDesSortiesSansFaits({ faits, jour, plieId }: Terrain): void {
  const parId = new Map(faits.orientations.map((o) => [o.id, o]));
  for (const sortie of faits.sorties.filter((s) => s.plie_id === plieId && !s.date_reclassement)) {
    const orientation = parId.get(sortie.orientation_id)!;
    if (orientation.date_sortie! < ajouterMois(jour, -MOIS_AVANT_LA_REPRISE) && sortie.orientation_id % 3 === 0) {
      Object.assign(sortie, { origine: 'REPRISE', regle: null, explication: null, suivi_id: null });
    } else if (orientation.motif_sortie === 'EMPLOI' && orientation.nature_sortie !== 'POSITIVE_EMPLOI' && sortie.suivi_id && sortie.orientation_id % 4 === 0) {
      faits.suivis_emploi[sortie.suivi_id - 1]!.date_perte ??= orientation.date_sortie;
      const initiative = orientation.nature_sortie === 'INITIATIVE_PLIE' ? 'PLIE' : 'PARTICIPANT';
      Object.assign(sortie, { suivi_id: null, explication: classerSortie({ motif: 'EMPLOI', initiative, situation: null }, orientation.date_sortie!).explication });
    }
  }
}

const PNI_A_LEVER = 2;

/** An IAE contract signed these days ends the delegation: Pôle emploi has not lifted it yet. */
function laisserDesPniALever({ faits, jour, plieId }: Terrain, libres: Orientation[]): void {
  const delegues = new Set(faits.pni.filter((n) => n.plie_id === plieId && n.date_debut && n.date_debut < ajouterMois(jour, -1) && n.date_cloture === null && n.date_fin! > jour).map((n) => n.orientation_id));
  const occupes = new Set(faits.etapes.filter((e) => e.plie_id === plieId && (e.date_fin === null || e.type === 'IAE')).map((e) => e.orientation_id));
  for (const o of libres.filter((x) => delegues.has(x.id) && !occupes.has(x.id)).slice(0, PNI_A_LEVER)) {
    ajouter(faits.etapes, { plie_id: plieId, orientation_id: o.id, type: 'IAE', date_debut: jourOuvre(ajouterJours(jour, -9)), date_fin: null, resultat: null });
  }
}
