/** The register of requests, and the page of one, as texts ready to show. */
import { libelle, LISTES } from '../codes/listes';
import { champs } from '../http/champs';
import { formaterDate, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, dansLaPhrase, nomComplet } from '../lib/texte';
import type { AEffacer } from './actions';
import type { Demande } from './queries';
import { adresseDeLimitation, aDesDonnees, echeanceDe, horloge, LIMITENT, peutEtreProlongee } from './rules';
import { nommerColonne } from './rules-acces';

export const RUBRIQUE = { adresse: '/demandes-de-droits', libelle: 'Demandes de droits' };
export const PLAFOND = 200;
const adresseDe = (d: Pick<Demande, 'id'>): string => `${RUBRIQUE.adresse}/${d.id}`;

/** The data-protection officer meets no name: the number of the file. */
const designer = (d: Demande, voitLesNoms: boolean): string => (d.personne_id === null ? `Personne sans fiche (demande n° ${d.id})` : voitLesNoms && !d.efface_le ? nomComplet(d) : `Fiche n° ${d.personne_id}${d.archivee && d.efface_le ? ' (archive restreinte)' : ''}`);
const aUnePage = (d: Demande, voitLesNoms: boolean): boolean => voitLesNoms && d.personne_id !== null && !d.efface_le;
const direReponse = (d: Demande): string => `${libelle('REPONSES_DROIT', d.reponse)}${d.motif_refus ? ` (${dansLaPhrase(libelle('MOTIFS_REFUS_DROIT', d.motif_refus))})` : ''}`;

/** The register, by what is left to do; and the restrictions that its answers set. */
export const filtres = (courant: '' | 'closes' | 'limitations') => ([['', 'Ouvertes'], ['closes', 'Closes'], ['limitations', 'Limitations en cours']] as const)
  .map(([etat, texte]) => ({ adresse: etat ? `${RUBRIQUE.adresse}?etat=${etat}` : RUBRIQUE.adresse, libelle: texte, courant: etat === courant }));

export function pageListe(demandes: readonly Demande[], { closes, voitLesNoms, jour }: { closes: boolean; voitLesNoms: boolean; jour: DateCivile }) {
  return {
    titre: 'Demandes de droits', rubrique: RUBRIQUE, closes, nouvelle: `${RUBRIQUE.adresse}/nouvelle`,
    filtres: filtres(closes ? 'closes' : ''),
    legende: closes ? `${accorder(demandes.length, 'demande close', 'demandes closes')}, les dernières d'abord${demandes.length >= PLAFOND ? ` (les ${PLAFOND} dernières)` : ''}` : `${accorder(demandes.length, 'demande ouverte', 'demandes ouvertes')}, la plus pressée d'abord`,
    vide: closes ? "Aucune demande n'est close." : "Aucune demande n'est ouverte.",
    demandes: demandes.map((d) => ({
      adresse: adresseDe(d), type: libelle('TYPES_DEMANDE_DROIT', d.type), qui: designer(d, voitLesNoms), recue: `${formaterDate(d.recue_le)}, ${dansLaPhrase(libelle('CANAUX_DEMANDE_DROIT', d.canal))}`,
      etat: d.reponse ? { texte: `${direReponse(d)} le ${formaterDate(d.repondue_le)}`, ton: '' } : horloge(d, jour), echeance: formaterDate(echeanceDe(d)),
    })),
  };
}

export function pageNouvelle(saisie: Saisie, erreurs: Erreur[] = []) {
  const f = champs(saisie, erreurs);
  return {
    titre: 'Nouvelle demande de droits', rubrique: RUBRIQUE, fil: [RUBRIQUE], erreurs: erreurs.length ? erreurs : undefined,
    formulaire: {
      adresse: RUBRIQUE.adresse, bouton: 'Enregistrer la demande', annuler: RUBRIQUE.adresse,
      champs: [
        f.texte('personne_id', 'Numéro de la fiche', { aide: "Dans l'adresse de la page de la personne : /personnes/123 est la fiche 123. L'archive restreinte donne aussi le numéro des siennes.", attributs: { inputmode: 'numeric', autocomplete: 'off' } }),
        f.coche('inconnue', 'Aucune fiche à son nom', { aide: "Cherchez d'abord par le nom, par l'identifiant, et dans l'archive restreinte. Le nom n'est pas gardé : notez le numéro de la demande sur le courrier." }),
        f.choix('type', 'La personne demande', LISTES.TYPES_DEMANDE_DROIT.map((t) => ({ ...t, aide: AIDES[t.code] })), { obligatoire: true }),
        f.date('recue_le', 'Reçue le', { obligatoire: true, aide: 'La réponse est due un mois après ce jour.' }),
        f.choix('canal', 'Reçue par', LISTES.CANAUX_DEMANDE_DROIT, { obligatoire: true }),
      ],
    },
  };
}
const AIDES: Readonly<Record<Demande['type'], string>> = {
  ACCES: 'Savoir tout ce qui est gardé sur elle.', RECTIFICATION: 'Corriger une donnée fausse.', EFFACEMENT: 'Effacer ses données.', LIMITATION: 'Garder ses données sans les employer, le temps de régler un désaccord.', OPPOSITION: "Dire non à l'emploi de ses données.",
};

const COMPTE = "les faits que le bilan compte, sans rien qui dise de qui il s'agit, et cette demande, par le numéro de la fiche";
/** To be told to the person with the answer. */
const RESTE: Partial<Record<NonNullable<Demande['reponse']>, string>> = {
  ACCORDEE: `${COMPTE}.`,
  EN_PARTIE: `dans l'archive restreinte, l'identité, la situation déclarée, les preuves vues et les dates du parcours, car le contrôle du FSE peut les demander ; ${COMPTE}.`,
};

interface Vue { demande: Demande; changements: string[]; voitLesNoms: boolean; jour: DateCivile; saisie?: Saisie; erreurs?: Erreur[] }

export function pageDemande({ demande: d, changements, voitLesNoms, jour, saisie = {}, erreurs = [] }: Vue) {
  const f = champs(saisie, erreurs);
  const ici = adresseDe(d);
  const ouverte = !d.reponse;
  const connue = aDesDonnees(d);
  const corriges = (d.reponse ? d.champs_changes : changements).map(nommerColonne).join(', ');
  return {
    titre: `Demande n° ${d.id} : ${dansLaPhrase(libelle('TYPES_DEMANDE_DROIT', d.type))}`, rubrique: RUBRIQUE, fil: [RUBRIQUE], erreurs: erreurs.length ? erreurs : undefined,
    horloge: ouverte ? { ...horloge(d, jour), echeance: formaterDate(echeanceDe(d)) } : null,
    personne: { texte: designer(d, voitLesNoms), adresse: aUnePage(d, voitLesNoms) ? `/personnes/${d.personne_id}` : null },
    faits: [
      { terme: 'Reçue', valeur: `le ${formaterDate(d.recue_le)}, ${dansLaPhrase(libelle('CANAUX_DEMANDE_DROIT', d.canal))}` },
      { terme: 'Identité', valeur: d.identite_le ? `vérifiée le ${formaterDate(d.identite_le)} : ${dansLaPhrase(libelle('MOYENS_IDENTITE', d.identite_moyen))}` : 'pas encore vérifiée' },
      { terme: 'Réponse', valeur: d.reponse ? `${direReponse(d)}, le ${formaterDate(d.repondue_le)}${d.par ? `, par ${d.par}` : ''}` : 'à donner' },
      ...(d.prolongee_le ? [{ terme: 'Délai', valeur: `prolongé de deux mois : ${dansLaPhrase(libelle('RAISONS_PROLONGATION_DROIT', d.prolongation))}. Personne prévenue le ${formaterDate(d.prolongee_le)}` }] : []),
      ...(d.type === 'EFFACEMENT' && d.reponse && RESTE[d.reponse] ? [{ terme: 'Ce qui reste', valeur: RESTE[d.reponse] }] : []),
      ...(d.type === 'RECTIFICATION' ? [{ terme: 'Corrigé depuis la demande', valeur: corriges || 'rien pour le moment' }] : []),
    ],
    identite: ouverte && !d.identite_le ? {
      adresse: `${ici}/identite`, bouton: "Noter l'identité vérifiée",
      champs: [f.version(d.version), f.choix('identite_moyen', 'Vérifiée par', LISTES.MOYENS_IDENTITE, { obligatoire: true }), f.date('identite_le', 'Vérifiée le', { obligatoire: true })],
    } : null,
    acces: d.type === 'ACCES' && d.identite_le && connue ? [{ adresse: `${ici}/document.pdf`, libelle: "Document d'accès (PDF)" }, { adresse: `${ici}/document.json`, libelle: 'Les mêmes données (JSON)' }] : [],
    modifier: d.type === 'RECTIFICATION' && ouverte && d.identite_le && connue && !d.efface_le ? { adresse: voitLesNoms ? `/personnes/${d.personne_id}/modifier` : null } : null,
    effacement: d.type === 'EFFACEMENT' && ouverte && d.identite_le && connue ? `${ici}/effacement` : null,
    limitation: d.limitation_id && LIMITENT.includes(d.type) && d.reponse ? adresseDeLimitation({ id: d.limitation_id }) : null,
    limite: LIMITENT.includes(d.type) && ouverte && d.identite_le !== null && connue,
    opposition: d.type === 'OPPOSITION' && d.reponse === 'ACCORDEE' && aUnePage(d, true) ? `${RUBRIQUE.adresse}/nouvelle?personne=${d.personne_id}&type=EFFACEMENT` : null,
    sansDonnees: ouverte && !connue,
    prolonger: ouverte && peutEtreProlongee(d, jour) ? {
      adresse: `${ici}/prolongation`, bouton: 'Prolonger de deux mois',
      champs: [f.cache('version', d.version), f.choix('prolongation', 'Raison', LISTES.RAISONS_PROLONGATION_DROIT, { obligatoire: true }), f.date('prolongee_le', 'Personne prévenue le', { obligatoire: true })],
    } : null,
    reponse: ouverte ? {
      adresse: `${ici}/reponse`, bouton: 'Clore la demande',
      champs: [
        f.version(d.version),
        f.choix('reponse', 'Réponse', LISTES.REPONSES_DROIT.filter((r) => r.code === 'REFUSEE' || (r.code === 'SANS_DONNEES' ? !connue : connue && d.identite_le && d.type !== 'EFFACEMENT')), { obligatoire: true }),
        f.choix('motif_refus', 'Motif du refus', LISTES.MOTIFS_REFUS_DROIT, { aide: "À donner quand la demande, ou une partie, est refusée. Il est à dire à la personne, avec son droit de s'adresser à la CNIL." }),
      ],
    } : null,
  };
}

export function pageEffacement(d: Demande, { refus, restent, genre }: AEffacer, { voitLesNoms, saisie = {}, erreurs = [] }: { voitLesNoms: boolean; saisie?: Saisie; erreurs?: Erreur[] }) {
  const f = champs(saisie, erreurs);
  return {
    titre: `Effacer les données de la fiche n° ${d.personne_id}`, rubrique: RUBRIQUE, fil: [RUBRIQUE, { adresse: adresseDe(d), libelle: `Demande n° ${d.id}` }], erreurs: erreurs.length ? erreurs : undefined,
    qui: designer(d, voitLesNoms), refus, restent, retour: adresseDe(d),
    formulaire: refus.length ? null : {
      adresse: `${adresseDe(d)}/effacement`, bouton: genre === 'ARCHIVAGE' ? 'Effacer et passer en archive restreinte' : 'Effacer maintenant', annuler: adresseDe(d), danger: true,
      champs: [f.version(d.version), f.coche('confirmer', "Je confirme l'effacement : il ne se défait pas")],
    },
  };
}
