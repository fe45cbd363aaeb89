/** The rules of a reprised row (domaine 05, A): the same as those of the screens, said with both dates. Pure. */
import { verifierDates } from '../orientations/rules';
import { critiquerPeriode, finDuPni } from '../parcours/rules-pni';
import { classerSortie, type MotifSortie, type NatureSortie } from '../sorties/regle';
import type { DateCivile } from '../lib/dates';
import type { FauteDeLigne } from '../lib/classeur/comprendre';
import type { Valeurs } from './rules-format';

/** An orientation and what a row of the file says of its way, as it is written to the database. */
export interface OrientationReprise {
  reference: string;
  reference_personne: string;
  agence_id: number | null;
  prescripteur: string;
  mode_orientation: string | null;
  date_prescription: DateCivile;
  date_contact: DateCivile | null;
  type_contact: string | null;
  /** The first contact that was missed: a row of absences. */
  date_absence: DateCivile | null;
  date_diagnostic: DateCivile | null;
  date_refus: DateCivile | null;
  motif_refus: string | null;
  date_integration: DateCivile | null;
  accompagnateur: string | null;
  pni_debut: DateCivile | null;
  pni_fin: DateCivile | null;
  date_sortie: DateCivile | null;
  nature_sortie: NatureSortie | null;
  motif_sortie: MotifSortie | null;
  /** REPRISE: the nature was given; DERIVEE: the rule found it from the motif. */
  sortie_origine: 'REPRISE' | 'DERIVEE' | null;
  sortie_regle: string | null;
  sortie_explication: string | null;
}

export interface OrientationJugee { orientation: OrientationReprise; fautes: FauteDeLigne[]; remarques: FauteDeLigne[] }

/** Judges a row of « Orientations » by itself; what it shares with other rows is judged elsewhere. */
export function jugerOrientation(v: Valeurs<'Orientations'>, agenceId: number | null, jour: DateCivile): OrientationJugee {
  const fautes: FauteDeLigne[] = [];
  const remarques: FauteDeLigne[] = [];
  const faute = (champ: keyof Valeurs<'Orientations'>, message: string) => void fautes.push({ champ, message });
  const remarque = (champ: keyof Valeurs<'Orientations'>, message: string) => void remarques.push({ champ, message });

  const parPoleEmploi = v.prescripteur === 'POLE_EMPLOI';
  if (parPoleEmploi && !v.mode_orientation) faute('mode_orientation', "Le mode d'orientation est obligatoire quand Pôle emploi prescrit : indiquez « Sur le flux » ou « Information collective ».");
  if (!parPoleEmploi && v.mode_orientation) remarque('mode_orientation', "Le mode d'orientation ne sert que pour Pôle emploi : il n'est pas gardé.");

  if (!v.date_contact && v.type_contact) faute('date_contact', 'Le type de premier contact est donné sans sa date. Indiquez la date, ou videz le type.');
  if (!v.date_contact && v.present !== null) faute('date_contact', 'La présence au premier contact est donnée sans sa date. Indiquez la date, ou videz la présence.');
  const absent = v.date_contact !== null && v.present === false;
  if (v.date_contact && !absent && !v.type_contact) remarque('type_contact', `Le type de premier contact manque : « ${v.mode_orientation === 'INFO_COLLECTIVE' ? 'Collectif' : 'Individuel'} » est déduit du mode d'orientation.`);
  if (absent && (v.date_diagnostic || v.date_integration)) remarque('present', "Absent au premier contact, mais reçu ensuite : la date du premier contact avec présence n'est pas connue et ne comptera pas.");

  if (v.date_refus && !v.motif_refus) faute('motif_refus', 'Le refus a une date mais pas de motif. Indiquez le motif.');
  if (!v.date_refus && v.motif_refus) faute('date_refus', 'Le motif de refus est donné sans sa date. Indiquez la date, ou videz le motif.');
  if (v.date_sortie && !v.motif_sortie) faute('motif_sortie', 'La sortie a une date mais pas de motif. Indiquez le motif.');
  if (!v.date_sortie && (v.motif_sortie || v.nature_sortie)) faute('date_sortie', 'La sortie a un motif ou une nature, mais pas de date. Indiquez la date, ou videz-les.');

  const dates = {
    date_prescription: v.date_prescription, date_contact: absent ? null : v.date_contact, date_diagnostic: v.date_diagnostic, date_refus: v.date_refus,
    date_decision: null, date_integration: v.date_integration, date_sortie: v.date_sortie,
  };
  // The missed contact is held to the same order as a contact that took place.
  for (const erreur of verifierDates({ ...dates, date_contact: v.date_contact }, jour)) fautes.push(erreur);

  const pniFin = v.pni_fin ?? (v.pni_debut && finDuPni(v.pni_debut));
  if (v.pni_fin && !v.pni_debut) faute('pni_debut', 'La fin du PNI est donnée sans son début. Indiquez le début, ou videz la fin.');
  if (v.pni_debut && !v.date_integration) faute('pni_debut', "Un PNI suppose une intégration. Indiquez la date d'intégration, ou videz le PNI.");
  if (v.pni_debut && v.date_integration) {
    for (const { champ, message } of critiquerPeriode(v.pni_debut, pniFin!, v.date_integration, v.date_sortie)) fautes.push({ champ: champ === 'date_fin' ? 'pni_fin' : 'pni_debut', message });
  }
  if (v.accompagnateur && !v.date_integration && !v.date_refus) remarque('accompagnateur', "L'accompagnateur n'est le référent unique qu'à partir de l'intégration : il n'est pas encore rattaché à cette orientation.");

  const classement = v.date_sortie && v.motif_sortie && !v.nature_sortie ? classerSortie({ motif: v.motif_sortie, initiative: null, situation: null }, v.date_sortie) : null;
  return {
    fautes, remarques,
    orientation: {
      reference: v.reference, reference_personne: v.reference_personne, agence_id: agenceId,
      prescripteur: v.prescripteur, mode_orientation: parPoleEmploi ? v.mode_orientation : null,
      date_prescription: v.date_prescription,
      date_contact: dates.date_contact, type_contact: dates.date_contact && (v.type_contact ?? (v.mode_orientation === 'INFO_COLLECTIVE' ? 'COLLECTIF' : 'INDIVIDUEL')),
      date_absence: absent ? v.date_contact : null,
      date_diagnostic: v.date_diagnostic, date_refus: v.date_refus, motif_refus: v.motif_refus, date_integration: v.date_integration,
      accompagnateur: v.accompagnateur,
      pni_debut: v.pni_debut, pni_fin: v.pni_debut && pniFin,
      date_sortie: v.date_sortie, nature_sortie: v.nature_sortie ?? classement?.nature ?? null, motif_sortie: v.motif_sortie,
      sortie_origine: v.date_sortie ? (classement ? 'DERIVEE' : 'REPRISE') : null,
      sortie_regle: classement?.regle ?? null,
      sortie_explication: classement?.explication ?? (v.date_sortie ? 'La nature donnée par le fichier de reprise est gardée.' : null),
    },
  };
}

export interface PersonneReprise {
  reference: string;
  nom: string;
  prenom: string;
  date_naissance: DateCivile;
  sexe: string | null;
  adresse: string | null;
  code_postal: string | null;
  commune: string | null;
  telephone: string | null;
  consentement_courriel: boolean;
  courriel: string | null;
  identifiant_pe: string | null;
  zone_pe: string | null;
  identifiant_caf: string | null;
  minimum_social: string | null;
  rqth: boolean | null;
  deld: boolean | null;
  freins: string[];
}

/** A row of « Personnes » as it is stored: the e-mail only with consent to electronic exchange (domaine §2). */
export function versPersonne(v: Valeurs<'Personnes'>): PersonneReprise {
  const { identifiant_pe: identifiant, courriel, consentement_courriel: consentement, ...reste } = v;
  return {
    ...reste, consentement_courriel: consentement ?? false, courriel: consentement ? courriel : null,
    identifiant_pe: identifiant?.identifiant ?? null, zone_pe: identifiant?.zone ?? null, freins: [...v.freins].sort(),
  };
}

/** A first and a last name out of an address, for an account to be invited: « lea.martin@… » → Lea, Martin. */
export function nommerCompte(courriel: string): { prenom: string; nom: string } {
  const mots = courriel.split('@')[0]!.split(/[._-]+/).filter((m) => /\p{L}/u.test(m)).map((m) => m.charAt(0).toUpperCase() + m.slice(1));
  return mots.length > 1 ? { prenom: mots[0]!, nom: mots.slice(1).join(' ') } : { prenom: 'À compléter', nom: mots[0] ?? courriel.split('@')[0]! };
}
