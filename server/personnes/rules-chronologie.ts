/** The timeline of a person: the facts of each orientation, one line each, newest first. Pure. */
import { libelle } from '../codes/listes';
import { JOURS_POUR_PREVENIR } from '../avis/rules';
import { formaterDate, formaterPeriode, joursEntre, type DateCivile } from '../lib/dates';
import { dansLaPhrase, nomComplet } from '../lib/texte';
import type { OrientationDossier, Suivi } from './queries-dossier';

/** The kinds by which the timeline is filtered, in the order of the filter. */
export const GENRES = [
  { code: 'orientation', libelle: 'Orientation' },
  { code: 'entretien', libelle: 'Entretiens' },
  { code: 'etape', libelle: 'Étapes' },
  { code: 'absence', libelle: 'Absences' },
  { code: 'pni', libelle: 'PNI' },
  { code: 'emploi', libelle: 'Emploi et formation' },
  { code: 'demande', libelle: 'Demandes' },
] as const;
export type Genre = (typeof GENRES)[number]['code'];

export interface FaitDate {
  date: DateCivile;
  genre: Genre;
  icone: string;
  libelle: string;
  detail: string | null;
  /** Where this fact is edited, when it has its own page. */
  adresse: string | null;
  /** What there is still to do about it there; null when nothing. */
  acte: string | null;
}

/** An orientation and what happened in it. */
export interface Episode { orientation: OrientationDossier; faits: FaitDate[] }

type Ajout = (date: DateCivile | null | undefined, genre: Genre, icone: string, texte: string, detail?: string | null, adresse?: string, acte?: string) => void;

/** Facts of one orientation, in the order in which they follow one another on a same day. */
function faitsDe(o: OrientationDossier, jour: DateCivile): FaitDate[] {
  const faits: FaitDate[] = [];
  const noter: Ajout = (date, genre, icone, texte, detail = null, adresse, acte) => { if (date) faits.push({ date, genre, icone, libelle: texte, detail, adresse: adresse ?? null, acte: acte ?? null }); };
  const agent = o.agent_nom ? nomComplet({ nom: o.agent_nom, prenom: o.agent_prenom ?? '' }) : null;
  noter(o.date_prescription, 'orientation', 'orientation', `Prescription : ${libelle('PRESCRIPTEURS', o.prescripteur)}`, [o.mode_orientation && dansLaPhrase(libelle('MODES_ORIENTATION', o.mode_orientation)), o.agence, agent].filter(Boolean).join(' · ') || null);
  noter(o.date_information, 'orientation', 'fichier', "Notice d'information remise");
  for (const a of o.absences) noter(a.date_convocation, 'absence', 'absence', a.premier_contact ? 'Absence au premier contact' : 'Absence à une convocation', `${a.excuse ? 'excusée' : 'non excusée'}${a.signalee ? ', signalée à Pôle emploi' : ''}`, `/orientations/${o.id}/absences/${a.id}/avis`, !a.signalee && joursEntre(a.date_convocation, jour) <= JOURS_POUR_PREVENIR ? 'Prévenir Pôle emploi' : undefined);
  noter(o.date_contact, 'orientation', 'personne', 'Premier contact', dansLaPhrase(libelle('TYPES_CONTACT', o.type_contact)));
  noter(o.date_diagnostic, 'orientation', 'recherche', 'Entrée en diagnostic');
  noter(o.date_decision, 'orientation', 'check', "Décision d'intégration");
  noter(o.date_refus, 'orientation', 'refus', "Refus d'intégration", [libelle('MOTIFS_REFUS', o.motif_refus), o.detail_refus_libelle].filter(Boolean).join(' · '));
  noter(o.date_integration, 'orientation', 'integration', 'Intégration', "contrat d'engagement signé");
  for (const r of o.referents) noter(r.date_debut, 'orientation', 'personne', `Référent unique : ${nomComplet(r)}`);
  for (const p of o.pni) {
    noter(p.date_demande, 'pni', 'pni', 'PNI demandé');
    noter(p.date_debut, 'pni', 'pni', 'PNI posé', `jusqu'au ${formaterDate(p.date_fin)}`);
    if (p.date_cloture) noter(p.date_cloture, 'pni', 'pni', p.motif_cloture === 'SORTIE' ? 'PNI terminé' : 'PNI levé', libelle('MOTIFS_CLOTURE_PNI', p.motif_cloture));
    else if (p.date_fin && p.date_fin < jour) noter(p.date_fin, 'pni', 'retard', 'Dernier jour couvert par le PNI', 'échu sans sortie');
  }
  for (const d of o.entretiens) noter(d, 'entretien', 'entretien', 'Entretien');
  for (const e of o.etapes) noter(e.date_debut, 'etape', 'etape', e.libelle, [e.date_fin ? formaterPeriode(e.date_debut, e.date_fin) : 'en cours', dansLaPhrase(libelle('RESULTATS_ETAPE', e.resultat))].filter(Boolean).join(' · '), `/orientations/${o.id}/etapes/${e.id}`);
  for (const d of o.demandes) {
    noter(d.date_demande, 'demande', 'fichier', `Demande : ${libelle('TYPES_DEMANDE_PE', d.type)}`, dansLaPhrase(libelle('REPONSES_DEMANDE_PE', d.reponse)), `/orientations/${o.id}/demandes/${d.id}`);
    noter(d.date_reponse, 'demande', 'fichier', `Réponse à la demande : ${libelle('TYPES_DEMANDE_PE', d.type)}`, d.reponse === 'REFUSEE' ? 'refusée' : 'accordée');
    noter(d.date_realisation, 'demande', 'check', `Demande réalisée : ${libelle('TYPES_DEMANDE_PE', d.type)}`);
  }
  for (const p of o.prolongations) noter(p.date_decision, 'orientation', 'calendrier', 'Prolongation du parcours', `jusqu'au ${formaterDate(p.date_fin)} · ${libelle('INSTANCES', p.instance)} · ${dansLaPhrase(libelle('RAISONS_PROLONGATION', p.raison))}`);
  for (const s of o.suivis) noterSuivi(s, noter);
  noter(o.date_sortie, 'orientation', 'sortie', `Sortie : ${libelle('NATURES_SORTIE', o.nature_sortie)}`, [libelle('MOTIFS_SORTIE', o.motif_sortie), o.sortie?.explication].filter(Boolean).join(' · '));
  noter(o.sortie?.date_reclassement, 'orientation', 'modifier', 'Sortie reclassée', libelle('NATURES_SORTIE', o.nature_sortie));
  return faits;
}

function noterSuivi(s: Suivi, noter: Ajout): void {
  const emploi = s.nature === 'EMPLOI';
  noter(s.date_debut, 'emploi', 'horloge', emploi ? `Entrée dans l'emploi : ${libelle('CONTRATS', s.contrat)}` : 'Entrée en formation', [s.titre && libelle('TITRES_FORMATION', s.titre), s.date_fin_prevue && `fin prévue le ${formaterDate(s.date_fin_prevue)}`].filter(Boolean).join(' · ') || null);
  for (const c of s.contacts) noter(c.date_contact, 'emploi', 'entretien', `Contact de suivi du mois ${c.mois}`, c.en_poste ? (emploi ? 'en poste' : 'en formation') : (emploi ? "n'est plus en poste" : "n'est plus en formation"));
  noter(s.date_validation, 'emploi', 'check', 'Formation validée', libelle('TITRES_FORMATION', s.titre));
  noter(s.date_preuve, 'emploi', 'fichier', 'Preuve vue', libelle('PREUVES', s.preuve));
  noter(s.date_perte, 'emploi', 'alerte', emploi ? "Perte de l'emploi" : 'Arrêt de la formation', 'le parcours continue');
}

const estOuverte = (o: OrientationDossier): boolean => !o.date_sortie && !o.date_refus;

/**
 * The open orientation first, then the others; the list comes newest first. In each the newest fact first, and on one day
 * the last of the way first. What is planned (an étape to come) stands on top.
 */
export function chronologie(orientations: OrientationDossier[], jour: DateCivile): Episode[] {
  return [...orientations.filter(estOuverte), ...orientations.filter((o) => !estOuverte(o))].map((orientation) => ({
    orientation,
    faits: faitsDe(orientation, jour).map((f, i) => ({ f, i })).sort((a, b) => (a.f.date === b.f.date ? b.i - a.i : a.f.date < b.f.date ? 1 : -1)).map(({ f }) => f),
  }));
}

/** The orientation shown first: an open parcours, else the newest that is open, else the newest. The list comes newest first. */
export function orientationCourante(orientations: OrientationDossier[], choisie: number | null): OrientationDossier | null {
  return orientations.find((o) => o.id === choisie) ?? orientations.find((o) => estOuverte(o) && o.date_integration) ?? orientations.find(estOuverte) ?? orientations[0] ?? null;
}
