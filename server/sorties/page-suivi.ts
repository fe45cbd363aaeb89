/** The page of the follow-up: which kind, its form, then its contacts until the sixth month. */
import { libelle } from '../codes/listes';
import { champs, OUI_NON } from '../http/champs';
import { formaterDate, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { dansLaPhrase } from '../lib/texte';
import type { Parcours } from '../parcours/queries';
import { motifParcoursFerme, situer } from '../parcours/rules';
import { champsSituation, saisieSituation } from './page';
import type { Suivi } from './queries';
import { finDuMaintien, pourquoiPasDurable } from './regle';
import { contactsAttendus, type Contact } from './rules';

export interface VueSuivi {
  parcours: Parcours;
  suivis: Suivi[];
  contacts: Contact[];
  jour: DateCivile;
  adresse: string;
  /** What is shown or sent: the form of a follow-up, its contacts, its deletion; null for what comes next. */
  acte: 'suivi' | 'contact' | 'supprimer' | null;
  nature: 'EMPLOI' | 'FORMATION' | null;
  /** The follow-up to correct; null for a new one. */
  suivi: Suivi | null;
  saisie: Saisie | null;
  erreurs: Erreur[];
}

const nommer = (s: Suivi): string => (s.nature === 'EMPLOI' ? `Emploi (${libelle('CONTRATS', s.contrat)})` : 'Formation');
const ETATS_CONTACT = { FAIT: ['fait', 'Fait'], DU: ['du', 'À faire'], A_VENIR: ['', 'À venir'], SANS_OBJET: ['', 'Sans objet'] } as const;

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
        ...champsSituation(f, nature, { obligatoire: true, perte: v.suivi !== null }),
        f.cache('acte', 'suivi'), f.cache('nature', nature), ...(v.suivi ? [f.cache('suivi', v.suivi.id), f.cache('version', v.suivi.version)] : []),
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

/** The contact that comes next; a later correction chooses another month. */
function pageContacts(v: VueSuivi, suivi: Suivi) {
  const attendus = contactsAttendus(suivi, v.contacts, v.jour);
  const suivant = attendus.find((a) => a.etat === 'DU') ?? attendus.find((a) => a.etat === 'A_VENIR') ?? attendus[0]!;
  const f = champs(v.saisie ?? { mois: String(suivant.mois), date_contact: formaterDate(v.jour) }, v.erreurs);
  const chez = suivi.nature === 'EMPLOI' ? "dans l'emploi" : 'en formation';
  return {
    titre: `Suivi ${chez}`,
    suivi: { nom: nommer(suivi), promesse: promesse(suivi, v.jour), modifier: `${v.adresse}?suivi=${suivi.id}` },
    attendus: attendus.map((a) => ({
      libelle: `${a.mois === 1 ? '1er' : `${a.mois}e`} mois`, ton: ETATS_CONTACT[a.etat][0], etat: ETATS_CONTACT[a.etat][1],
      detail: a.contact ? `le ${formaterDate(a.contact.date_contact)}, ${a.contact.en_poste ? `toujours ${chez}` : `plus ${chez}`}` : a.etat === 'SANS_OBJET' ? '' : `à partir du ${formaterDate(a.echeance)}`,
    })),
    formulaire: {
      adresse: v.adresse, bouton: 'Enregistrer le contact', annuler: `/personnes/${v.parcours.personne_id}`,
      champs: [
        f.choix('mois', 'Contact du', attendus.map((a) => ({ code: String(a.mois), libelle: `${a.mois === 1 ? '1er' : `${a.mois}e`} mois` })), { obligatoire: true }),
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
