/** The page of the follow-up: which kind, its form, then its contacts until the sixth month. */
import { libelle } from '../codes/listes';
import { champs, OUI_NON } from '../http/champs';
import { formaterDate, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { dansLaPhrase } from '../lib/texte';
import type { Parcours } from '../parcours/queries';
import { motifParcoursFerme, situer } from '../parcours/rules';
import { champsPreuve, champsSituation, saisieSituation } from './page';
import { decrireSituation } from './page-suivis';
import type { Suivi } from './queries';
import { finDuMaintien, pourquoiPasDurable } from './regle';
import { changementsDeLaPerte, contactsAttendus, prochainContact, rangDuMois, type Contact } from './rules';

export interface VueSuivi {
  parcours: Parcours;
  suivis: Suivi[];
  contacts: Contact[];
  jour: DateCivile;
  adresse: string;
  /** What is shown or sent: the form of a follow-up, its contacts, its loss, its deletion; null for what comes next. */
  acte: 'suivi' | 'contact' | 'perte' | 'supprimer' | null;
  nature: 'EMPLOI' | 'FORMATION' | null;
  /** The follow-up to correct; null for a new one. */
  suivi: Suivi | null;
  /** Last day foreseen for the parcours, with the follow-up and without it. */
  finPrevue: { avec: DateCivile; sans: DateCivile } | null;
  saisie: Saisie | null;
  erreurs: Erreur[];
}

const nommer = (s: Suivi): string => (s.nature === 'EMPLOI' ? `Emploi (${libelle('CONTRATS', s.contrat)})` : 'Formation');
const ETATS_CONTACT = { FAIT: ['fait', 'Fait'], DU: ['du', 'À faire'], EN_RETARD: ['retard', 'En retard'], A_VENIR: ['', 'À venir'], PASSE: ['', 'Non fait'], SANS_OBJET: ['', 'Sans objet'] } as const;

/** What the follow-up promises: until when it runs, or why it will not make a positive exit. */
function promesse(s: Suivi, jour: DateCivile): string {
  const fin = formaterDate(finDuMaintien(s.date_debut));
  const depuis = `Depuis le ${formaterDate(s.date_debut)}.`;
  if (s.date_perte) return `Perdu${s.nature === 'FORMATION' ? 'e' : ''} le ${formaterDate(s.date_perte)} : le parcours continue.`;
  const raison = s.nature === 'EMPLOI' ? pourquoiPasDurable(s) : s.titre === 'AUCUN' || !s.rncp ? 'la formation ne mène pas à un titre inscrit au RNCP' : null;
  if (raison) return `${depuis} À ce jour, cela ne suffirait pas à une sortie positive : ${raison}.`;
  if (s.nature === 'FORMATION') return `${depuis} Formation qualifiante, suivie jusqu'à sa validation ; ses six premiers mois finissent le ${fin}.`;
  const etape = finDuMaintien(s.date_debut) <= jour ? `les six mois sont accomplis depuis le ${fin}` : `les six mois seront accomplis le ${fin}`;
  return `${depuis} Emploi durable : ${etape}. ${s.preuve ? `Preuve vue : ${dansLaPhrase(libelle('PREUVES', s.preuve))}.` : "Il reste à en voir une preuve."}`;
}

function pageFormulaire(v: VueSuivi) {
  const nature = v.suivi?.nature ?? v.nature ?? 'EMPLOI';
  const f = champs(v.saisie ?? saisieSituation(v.suivi), v.erreurs);
  return {
    titre: v.suivi ? 'Modifier le suivi' : nature === 'EMPLOI' ? "Ouvrir le suivi dans l'emploi" : 'Ouvrir le suivi en formation',
    formulaire: {
      adresse: v.adresse, bouton: v.suivi ? 'Enregistrer les changements' : 'Ouvrir le suivi', annuler: `/personnes/${v.parcours.personne_id}`,
      champs: [
        ...champsSituation(f, nature, { obligatoire: true, perte: v.suivi !== null }), ...champsPreuve(f, nature),
        f.cache('acte', 'suivi'), f.cache('nature', nature), ...(v.suivi ? [f.cache('suivi', v.suivi.id), f.version(v.suivi.version)] : []),
      ],
    },
  };
}

/** Asks before a follow-up opened by mistake is taken back. */
export function pageEffacerSuivi(v: VueSuivi & { suivi: Suivi }) {
  const f = champs({});
  return {
    ...situer(v.parcours),
    titre: `Supprimer le suivi ouvert le ${formaterDate(v.suivi.date_debut)}`,
    empechement: motifParcoursFerme(v.parcours),
    avis: "À ne faire que si ce suivi a été ouvert par erreur : ses contacts sont supprimés avec lui. Si l'emploi ou la formation a été perdu, modifiez-le plutôt. Le journal garde la trace de la suppression.",
    formulaire: { adresse: v.adresse, bouton: 'Supprimer le suivi', annuler: `${v.adresse}?suivi=${v.suivi.id}`, danger: true, champs: [f.cache('acte', 'supprimer'), f.cache('suivi', v.suivi.id)] },
  };
}

/** The job or the training lost: one date, and what it changes. */
export function pagePerte(v: VueSuivi) {
  const suivi = v.suivis.find((s) => s.date_perte === null) ?? null;
  const emploi = suivi?.nature !== 'FORMATION';
  const f = champs(v.saisie ?? {}, v.erreurs);
  return {
    ...situer(v.parcours),
    titre: emploi ? "Noter la perte de l'emploi" : "Noter l'arrêt de la formation",
    empechement: motifParcoursFerme(v.parcours) ?? (suivi ? null : "Aucun suivi n'est ouvert pour ce parcours."),
    avis: suivi && `${decrireSituation(suivi)}. ${finDuMaintien(suivi.date_debut) < v.jour ? `Les six mois étaient accomplis le ${formaterDate(finDuMaintien(suivi.date_debut))} : si la perte vient après, la sortie positive reste possible.` : `Les six mois auraient été accomplis le ${formaterDate(finDuMaintien(suivi.date_debut))}.`}`,
    formulaire: suivi && {
      adresse: v.adresse, bouton: emploi ? 'Enregistrer la perte' : "Enregistrer l'arrêt", annuler: `/personnes/${v.parcours.personne_id}`,
      champs: [
        f.date('date_perte', emploi ? "Premier jour sans l'emploi" : 'Premier jour sans la formation', { obligatoire: true }),
        f.cache('acte', 'perte'), f.cache('suivi', suivi.id), f.version(suivi.version),
      ],
    },
    notes: suivi && v.finPrevue && { titre: 'Ce qui change', vide: '', lignes: changementsDeLaPerte(v.finPrevue, v.jour).map((texte) => ({ texte, detail: '', liens: [] })) },
  };
}

/** The contact that comes next; a later correction chooses another month. */
function pageContacts(v: VueSuivi, suivi: Suivi) {
  const attendus = contactsAttendus(suivi, v.contacts, v.jour);
  const suivant = prochainContact(attendus) ?? attendus.at(-1)!;
  const f = champs(v.saisie ?? { mois: String(suivant.mois), date_contact: formaterDate(v.jour) }, v.erreurs);
  const chez = suivi.nature === 'EMPLOI' ? "dans l'emploi" : 'en formation';
  return {
    titre: `Suivi ${chez}`,
    suivi: { nom: nommer(suivi), promesse: promesse(suivi, v.jour), modifier: `${v.adresse}?suivi=${suivi.id}`, perte: { adresse: `${v.adresse}?acte=perte`, libelle: suivi.nature === 'EMPLOI' ? "L'emploi est perdu" : 'La formation est quittée' } },
    attendus: attendus.map((a) => ({
      libelle: `${rangDuMois(a.mois)} mois`, ton: ETATS_CONTACT[a.etat][0], etat: ETATS_CONTACT[a.etat][1],
      detail: a.contact ? `le ${formaterDate(a.contact.date_contact)}, ${a.contact.en_poste ? `toujours ${chez}` : `plus ${chez}`}` : `pour le ${formaterDate(a.echeance)}`,
    })),
    formulaire: {
      adresse: v.adresse, bouton: 'Enregistrer le contact', annuler: `/personnes/${v.parcours.personne_id}`,
      champs: [
        f.choix('mois', 'Contact du', attendus.map((a) => ({ code: String(a.mois), libelle: `${rangDuMois(a.mois)} mois` })), { obligatoire: true }),
        f.date('date_contact', 'Jour du contact', { obligatoire: true }),
        f.choix('en_poste', `Toujours ${chez} ?`, OUI_NON, { obligatoire: true }),
        f.date('date_perte', 'Si non, depuis le', { aide: `Premier jour sans ${suivi.nature === 'EMPLOI' ? "l'emploi" : 'la formation'}. Le parcours reprend alors.` }),
        f.cache('acte', 'contact'), f.cache('suivi', suivi.id),
      ],
    },
  };
}

export function pageSuivi(v: VueSuivi) {
  const ouvert = v.suivis.find((s) => s.date_perte === null) ?? null;
  const corps = v.acte === 'suivi' || v.suivi ? pageFormulaire(v)
    : ouvert ? pageContacts(v, ouvert)
      : v.nature ? pageFormulaire(v)
        : { titre: "Ouvrir un suivi dans l'emploi ou en formation", choix: [
          { adresse: `${v.adresse}?nature=EMPLOI`, libelle: "Un emploi ou une création d'entreprise", aide: 'CDI, CDD, intérim, CUI-PEC, création…' },
          { adresse: `${v.adresse}?nature=FORMATION`, libelle: 'Une formation qualifiante', aide: 'Titre professionnel, diplôme, CQP…' },
        ] };
  return {
    ...situer(v.parcours),
    empechement: motifParcoursFerme(v.parcours),
    supprimer: v.suivi ? `${v.adresse}?acte=supprimer&suivi=${v.suivi.id}` : null,
    suivi: null, attendus: null, formulaire: null, choix: null,
    ...corps,
    anciens: v.suivis.filter((s) => s.date_perte !== null && s.id !== v.suivi?.id).map((s) => ({ texte: nommer(s), detail: `du ${formaterDate(s.date_debut)}, ${s.nature === 'EMPLOI' ? 'perdu' : 'quittée'} le ${formaterDate(s.date_perte)}`, adresse: `${v.adresse}?suivi=${s.id}` })),
  };
}
