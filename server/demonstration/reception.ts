/** The receptions of the last weeks with who came, yesterday's whose sheet is still blank, and the one of the coming days. */
import { ajouterJours, type DateCivile } from '../lib/dates';
import { heuresEchelonnees } from '../reception/rules';
import { jourOuvre, jourOuvreSuivant } from './calendrier';
import { ajouter, type Orientation, type SeanceDemo } from './lignes';
import type { Terrain } from './terrain';

const JOURS_MONTRES = 28;
/** What the PLIE has not lost sight of: older fiches were forgotten, and stay so. */
const JOURS_SUIVIS = 200;
/** Days between an orientation and the session to which it is convened. */
const DELAI = 4;
const INDIVIDUELS = 4;
const COLLECTIFS = 7;
const LIEUX = { INDIVIDUEL: 'Bureaux du PLIE', COLLECTIF: 'Salle de réunion du PLIE' };

/** Draws nothing at random: what else the region holds stays as it was. */
export function tenirDesReceptions(terrain: Terrain): void {
  const { faits, jour, plieId, conventions } = terrain;
  if (!conventions.some((c) => c.date_debut <= jour && jour <= c.date_fin)) return;
  // Pôle emploi convenes to its own informations collectives.
  const siennes = faits.orientations.filter((o) => o.plie_id === plieId && o.mode_orientation !== 'INFO_COLLECTIVE');
  const hier = jourOuvre(ajouterJours(jour, -1));
  const tenues = new Map<string, { seance: Pick<SeanceDemo, 'date_seance' | 'type'>; venues: [Orientation, 'PRESENT' | 'ABSENT' | 'EXCUSE'][] }>();
  const noter = (o: Orientation, date_seance: DateCivile, type: SeanceDemo['type'], presence: 'PRESENT' | 'ABSENT' | 'EXCUSE') => {
    if (date_seance >= hier || date_seance < ajouterJours(jour, -JOURS_MONTRES)) return;
    const cle = `${date_seance} ${type}`;
    tenues.set(cle, { seance: { date_seance, type }, venues: [...(tenues.get(cle)?.venues ?? []), [o, presence]] });
  };
  for (const o of siennes) if (o.date_contact) noter(o, o.date_contact, o.type_contact!, 'PRESENT');
  for (const a of faits.absences) {
    const o = a.plie_id === plieId && a.premier_contact ? siennes.find((x) => x.id === a.orientation_id) : undefined;
    if (o) noter(o, a.date_convocation, o.type_contact ?? 'INDIVIDUEL', a.excuse ? 'EXCUSE' : 'ABSENT');
  }
  for (const [, { seance, venues }] of [...tenues].sort(([a], [b]) => (a < b ? -1 : 1))) reunir(terrain, seance, venues);

  const attend = (o: Orientation, x: Orientation) => x.date_contact === null && x.date_refus === null && x.personne_id === o.personne_id;
  const enAttente = siennes.filter((o) => attend(o, o) && o.date_prescription > ajouterJours(jour, -JOURS_SUIVIS) && o.date_prescription <= ajouterJours(jour, -DELAI) && !siennes.some((x) => x.id !== o.id && attend(o, x)));
  const passees = enAttente.filter((o) => o.date_prescription <= ajouterJours(hier, -DELAI)).slice(0, INDIVIDUELS);
  const prochaines = enAttente.filter((o) => !passees.includes(o)).slice(0, COLLECTIFS);
  attribuer(terrain, [...siennes.filter((o) => o.date_contact && o.date_refus === null && o.date_integration === null), ...passees, ...prochaines]);
  if (passees.length) reunir(terrain, { date_seance: hier, type: 'INDIVIDUEL' }, passees.map((o) => [o, null]));
  if (prochaines.length) reunir(terrain, { date_seance: jourOuvreSuivant(ajouterJours(jour, 4)), type: 'COLLECTIF' }, prochaines.map((o) => [o, null]));
}

function reunir({ faits, plieId }: Terrain, seance: Pick<SeanceDemo, 'date_seance' | 'type'>, convoquees: [Orientation, 'PRESENT' | 'ABSENT' | 'EXCUSE' | null][]): void {
  const collectif = seance.type === 'COLLECTIF';
  const heure = collectif ? '14:00' : '09:00';
  const heures = collectif ? null : heuresEchelonnees(heure, 45, convoquees.length);
  const { id } = ajouter(faits.seances, { plie_id: plieId, ...seance, heure, lieu: LIEUX[seance.type] });
  convoquees.forEach(([o, presence], i) => ajouter(faits.convocations, { plie_id: plieId, seance_id: id, orientation_id: o.id, personne_id: o.personne_id, heure: heures?.[i] ?? heure, presence }));
}

/** Each colleague in turn; one orientation in three still waits to be attributed. */
function attribuer({ accompagnateurs }: Terrain, orientations: Orientation[]): void {
  const presents = accompagnateurs.filter((a) => a.depart === null);
  orientations.forEach((o, i) => { if (i % 3 !== 2) o.attribuee_a = presents[i % presents.length]!.id; });
}
