/** The pages of the acts on an orientation: one view, views/orientations/acte.ejs. */
import { LISTES, libelle } from '../codes/listes';
import { champs, type Champ } from '../http/champs';
import { formaterDate } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { nomComplet } from '../lib/texte';
import type { Choix, Orientation, Reglages } from './queries';
import { champsCorrigeables } from './rules';

export const RUBRIQUE = { adresse: '/orientations', libelle: 'Orientations' };

export interface PageActe {
  titre: string;
  rubrique: typeof RUBRIQUE;
  fil: { adresse: string; libelle: string }[];
  /** Of whom the page speaks, and where they stand. */
  personne: { nom: string; adresse: string; situation: string };
  notes: string[];
  formulaire: { adresse: string; champs: Champ[]; bouton: string; annuler: string; danger?: boolean };
}

/** What each page of an act is made from. */
export interface Preparation {
  orientation: Orientation;
  /** Settings of the convention of today, null when none covers it. */
  reglages: Reglages | null;
  accompagnateurs: Choix[];
  agences: Choix[];
  /** Publics that art. 3-1 excludes, as offered today. */
  details: Choix[];
  /** The accompagnateur who fills the form in, offered as référent when the orientation is attributed to nobody; null for the others. */
  utilisateurId: number | null;
}

function page(o: Orientation, titre: string, chemin: string, bouton: string, lesChamps: Champ[], plus: { notes?: string[]; danger?: boolean } = {}): PageActe {
  const adresse = `/personnes/${o.personne_id}`;
  return {
    titre, rubrique: RUBRIQUE,
    fil: [{ adresse: '/orientations', libelle: 'Orientations' }, { adresse, libelle: nomComplet(o) }],
    personne: { nom: nomComplet(o), adresse, situation: `${libelle('ETATS', o.etat)} · orientation du ${formaterDate(o.date_prescription)}` },
    notes: plus.notes ?? [],
    formulaire: { adresse: `/orientations/${o.id}/${chemin}`, champs: lesChamps, bouton, annuler: adresse, danger: plus.danger },
  };
}

export function pageContact({ orientation: o, reglages }: Preparation, saisie: Saisie, erreurs: Erreur[]): PageActe {
  const f = champs(saisie, erreurs);
  return page(o, 'Premier contact', 'contact', 'Enregistrer le premier contact', [
    f.version(o.version),
    f.choix('presence', 'La personne était', LISTES.PRESENCES, { obligatoire: true }),
    f.date('date_contact', 'Date du contact, ou de la convocation manquée', { obligatoire: true, aide: '« hier » ou « j-3 » sont compris.' }),
    f.choix('type_contact', 'Type de contact, si elle était présente', LISTES.TYPES_CONTACT, { vide: 'Sans objet : absente' }),
    ...(reglages?.phase_diagnostic ? [f.coche('diagnostic', 'Le diagnostic commence à cet entretien individuel')] : []),
  ], { notes: o.derniere_absence_contact ? [`Dernière absence à un premier contact : ${formaterDate(o.derniere_absence_contact)}.`] : [] });
}

export function pageDiagnostic({ orientation: o }: Preparation, saisie: Saisie, erreurs: Erreur[]): PageActe {
  const f = champs(saisie, erreurs);
  return page(o, 'Entrée en diagnostic', 'diagnostic', "Enregistrer l'entrée en diagnostic", [
    f.version(o.version),
    f.date('date_diagnostic', "Date d'entrée en diagnostic", { obligatoire: true, aide: `Jour du premier entretien individuel, à partir du premier contact (${formaterDate(o.date_contact)}).` }),
  ]);
}

export function pageRefus({ orientation: o, details }: Preparation, saisie: Saisie, erreurs: Erreur[]): PageActe {
  const f = champs(saisie, erreurs);
  return page(o, "Refus d'intégration", 'refus', 'Enregistrer le refus', [
    f.version(o.version),
    f.date('date_refus', 'Date du refus', { obligatoire: true }),
    f.liste('motif_refus', 'Motif', LISTES.MOTIFS_REFUS, { obligatoire: true }),
    f.liste('detail_refus', 'Précision', details, { aide: 'Seulement pour « Ne relève pas du PLIE » et « Non éligible ». Elle reste dans le PLIE : Pôle emploi ne reçoit que le motif.' }),
  ], { danger: true, notes: ["Le refus termine cette orientation. Une orientation suivante de la même personne en sera une nouvelle."] });
}

export function pageIntegration({ orientation: o, reglages, accompagnateurs, utilisateurId }: Preparation, saisie: Saisie, erreurs: Erreur[]): PageActe {
  const commission = reglages?.mode_integration !== 'ECHANGE_DE_LISTES';
  const propose = accompagnateurs.find((a) => a.code === String(o.attribuee_a)) ?? accompagnateurs.find((a) => a.code === String(utilisateurId));
  const f = champs({
    date_decision: formaterDate(o.date_decision),
    utilisateur_id: propose?.code,
    ...saisie,
  }, erreurs);
  return page(o, 'Intégration', 'integration', "Enregistrer l'intégration", [
    f.version(o.version),
    f.date('date_decision', commission ? "Date de la commission d'intégration" : "Date de l'accord par échange de listes", { obligatoire: commission && reglages !== null }),
    f.date('date_integration', "Date de signature du contrat d'engagement", { aide: "C'est la date d'intégration. Laissez-la vide si le contrat n'est pas encore signé : la décision seule sera enregistrée." }),
    f.liste('utilisateur_id', 'Accompagnateur, référent unique', accompagnateurs, { aide: accompagnateurs.length ? undefined : "Aucun compte d'accompagnateur n'est actif dans ce PLIE : demandez à votre administrateur d'en créer un." }),
  ], { notes: ["À la signature, le PNI est demandé à Pôle emploi avec le prochain tableau de suivi."] });
}

export function pageCorrection({ orientation: o, reglages, agences, details }: Preparation, saisie: Saisie, erreurs: Erreur[]): PageActe {
  const montre = champsCorrigeables(o);
  const actuel: Saisie = {
    date_prescription: formaterDate(o.date_prescription), prescripteur: o.prescripteur, mode_orientation: o.mode_orientation ?? '', agence_id: o.agence_id ? String(o.agence_id) : '',
    date_contact: formaterDate(o.date_contact), type_contact: o.type_contact ?? '', date_diagnostic: formaterDate(o.date_diagnostic),
    date_refus: formaterDate(o.date_refus), motif_refus: o.motif_refus ?? '', detail_refus: o.detail_refus ?? '',
    date_decision: formaterDate(o.date_decision), date_integration: formaterDate(o.date_integration),
  };
  const f = champs(erreurs.length ? saisie : actuel, erreurs, erreurs.length && !saisie.version ? actuel : null);
  const sortie = o.date_sortie ? ' La sortie se corrige avec « Reclasser la sortie ».' : '';
  return page(o, 'Corriger', 'corriger', 'Enregistrer la correction', [
    f.version(o.version),
    f.date('date_prescription', 'Date de prescription', { obligatoire: true }),
    f.liste('prescripteur', 'Prescripteur', LISTES.PRESCRIPTEURS, { obligatoire: true }),
    f.choix('mode_orientation', "Mode d'orientation, pour Pôle emploi", LISTES.MODES_ORIENTATION, { vide: 'Sans objet' }),
    f.liste('agence_id', 'Agence Pôle emploi', agences),
    ...(montre.contact ? [f.date('date_contact', 'Date du premier contact'), f.choix('type_contact', 'Type de premier contact', LISTES.TYPES_CONTACT, { vide: 'Aucun contact' })] : []),
    ...(o.date_diagnostic || (montre.diagnostic && reglages?.phase_diagnostic) ? [f.date('date_diagnostic', "Date d'entrée en diagnostic")] : []),
    ...(montre.refus ? [f.date('date_refus', 'Date du refus'), f.liste('motif_refus', 'Motif du refus', LISTES.MOTIFS_REFUS), f.liste('detail_refus', 'Précision du refus', details)] : []),
    ...(montre.decision ? [f.date('date_decision', "Date de la décision d'intégration")] : []),
    ...(montre.integration ? [f.date('date_integration', "Date de signature du contrat d'engagement (date d'intégration)")] : []),
  ], { notes: [`Changez ce qui est faux. Pour annuler un fait saisi par erreur, videz sa date.${sortie} Chaque correction est gardée au journal, avec la valeur d'avant.`] });
}
