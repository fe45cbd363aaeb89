/** The page of the PNI: where it stands, and the one act that comes next; the others are a link away. And the page that asks before one is taken back. */
import { libelle } from '../codes/listes';
import { champs, type Champ } from '../http/champs';
import { accorder, dansLaPhrase } from '../lib/texte';
import { ajouterJours, formaterDate, joursEntre, moisEntre, type DateCivile } from '../lib/dates';
import type { Saisie } from '../lib/formulaire';
import { MOTIFS_LEVEE } from './form';
import type { Lien, PageActe, Vue } from './page';
import type { Pni } from './queries-pni';
import { motifHorsParcours, motifParcoursFerme, situer } from './rules';
import { avertissementPni, etatPni, finDuPni, LIBELLES_ETAT_PNI, motifSansSuppression, pniEnCours, type EtatPni } from './rules-pni';

export const ACTES_PNI = ['demander', 'poser', 'lever', 'corriger'] as const;
export type ActePni = (typeof ACTES_PNI)[number];

export interface DonneesPni {
  pnis: Pni[];
  /** The act asked for in the address; null for the one that comes next. */
  acte: ActePni | null;
  /** Pôle emploi answers a request and does not make one. */
  peutDemander: boolean;
  /** The PNI to correct; null for the most recent. */
  pni: number | null;
  /** Proposed after an IAE étape. */
  levee: { date_cloture: string; motif_cloture: string } | null;
}

export interface FichePni { etat: string; ton: string; dates: string; barre: { passes: number; total: number; texte: string } | null; corriger: string }
export interface PagePni extends PageActe { fiches: FichePni[]; autres: Lien[]; question: string; acte: ActePni }

/** « encore 7 mois, jusqu'au 14/03/2027 »; in days for the last month. */
export function resteEnMots(fin: DateCivile, jour: DateCivile): string {
  const mois = moisEntre(jour, ajouterJours(fin, 1));
  return `encore ${mois ? `${mois} mois` : accorder(joursEntre(jour, fin) + 1, 'jour')}, jusqu'au ${formaterDate(fin)}`;
}

function fiche(v: Vue<DonneesPni>, pni: Pni): FichePni {
  const etat = etatPni(pni, v.jour);
  const avertissement = avertissementPni(pni, v.jour);
  const dates = [
    pni.date_demande && `demandé le ${formaterDate(pni.date_demande)}`,
    pni.date_debut && `du ${formaterDate(pni.date_debut)} au ${formaterDate(pni.date_fin)}`,
    pni.date_cloture && `${pni.motif_cloture === 'SORTIE' ? 'terminé' : 'levé'} le ${formaterDate(pni.date_cloture)} (${dansLaPhrase(libelle('MOTIFS_CLOTURE_PNI', pni.motif_cloture))})`,
  ].filter((t) => t).join(' · ');
  return {
    etat: LIBELLES_ETAT_PNI[etat], ton: etat === 'ECHU' ? 'retard' : etat === 'DEMANDE' || avertissement ? 'du' : etat === 'ACTIF' ? 'fait' : '', dates,
    barre: etat === 'ACTIF'
      ? { passes: joursEntre(pni.date_debut!, v.jour) + 1, total: joursEntre(pni.date_debut!, pni.date_fin!) + 1, texte: resteEnMots(pni.date_fin!, v.jour) }
      : null,
    corriger: `${v.adresse}?acte=corriger&pni=${pni.id}`,
  };
}

const avisDe = (v: Vue<DonneesPni>, pni: Pni | null): string | undefined => {
  if (motifParcoursFerme(v.parcours)) return undefined;
  if (pni && etatPni(pni, v.jour) === 'ECHU') return `Ce PNI est échu depuis le ${formaterDate(pni.date_fin)} alors que le parcours continue : enregistrez la sortie, ou demandez un nouveau PNI si le parcours est prolongé.`;
  const seuil = pni && avertissementPni(pni, v.jour);
  return seuil ? `Ce PNI finit dans moins de ${seuil + 1} jours.` : undefined;
};

/** The act that comes next, by the state of the PNI in hand. */
function acteSuivant(d: DonneesPni, enCours: Pni | null, jour: DateCivile): ActePni {
  const etat = enCours && etatPni(enCours, jour);
  if (etat === 'DEMANDE') return 'poser';
  if (etat === 'ACTIF') return 'lever';
  return d.peutDemander ? 'demander' : 'poser';
}

/** The acts that each state of the PNI in hand allows, besides its correction. */
const ACTES_POSSIBLES: Record<EtatPni | 'AUCUN', readonly ActePni[]> = {
  AUCUN: ['demander', 'poser'], DEMANDE: ['poser', 'lever'], ACTIF: ['lever'], ECHU: ['demander', 'poser', 'lever'], TERMINE: [], LEVE: [],
};

interface FormulairePni { titre: string; question: string; bouton: string; initiale: Saisie; champs(f: ReturnType<typeof champs>): Champ[] }

function formulaires(v: Vue<DonneesPni>, cible: Pni | null): Record<ActePni, FormulairePni> {
  const cles = (f: ReturnType<typeof champs>) => (cible ? [f.cache('pni', cible.id), f.version(cible.version)] : []);
  const dates = (pni: Pni | null): Saisie => ({ date_demande: formaterDate(pni?.date_demande), date_debut: formaterDate(pni?.date_debut), date_fin: formaterDate(pni?.date_fin), date_cloture: formaterDate(pni?.date_cloture), motif_cloture: pni?.motif_cloture ?? '' });
  const demande = v.donnees.pnis.find((p) => !p.date_debut && !p.date_cloture);
  const fin = (f: ReturnType<typeof champs>) => f.date('date_fin', 'Dernier jour', { aide: `À laisser vide : il est calculé, 24 mois moins un jour. À remplir seulement si Pôle emploi a fixé une fin plus proche.` });
  return {
    demander: { titre: 'Demander le PNI', question: `La demande part à Pôle emploi avec le tableau de suivi du mois.`, bouton: 'Enregistrer la demande', initiale: { date_demande: formaterDate(v.jour) }, champs: (f) => [f.date('date_demande', 'Jour de la demande', { obligatoire: true })] },
    poser: {
      titre: 'Poser le PNI', question: `Pôle emploi a codifié la délégation et en a donné le début.`, bouton: 'Poser le PNI', initiale: {},
      champs: (f) => [f.date('date_debut', `Début donné par Pôle emploi`, { obligatoire: true, aide: v.parcours.date_integration ? `À partir de l'intégration, le ${formaterDate(v.parcours.date_integration)}.` : undefined }), fin(f), ...(demande ? [f.version(demande.version)] : [])],
    },
    lever: {
      titre: 'Lever le PNI', question: `Pôle emploi met fin à la délégation avant son terme.`, bouton: 'Lever le PNI', initiale: { date_cloture: v.donnees.levee?.date_cloture ?? '', motif_cloture: v.donnees.levee?.motif_cloture ?? '' },
      champs: (f) => [f.date('date_cloture', 'Dernier jour de la délégation', { obligatoire: true }), f.choix('motif_cloture', 'Motif', MOTIFS_LEVEE, { obligatoire: true }), ...cles(f)],
    },
    corriger: {
      titre: 'Corriger le PNI', question: 'Pour une date saisie par erreur.', bouton: 'Enregistrer la correction', initiale: dates(cible),
      champs: (f) => [
        f.date('date_demande', 'Jour de la demande'), f.date('date_debut', 'Début'),
        f.date('date_fin', 'Dernier jour', { aide: cible?.date_debut ? `Au plus tard le ${formaterDate(finDuPni(cible.date_debut))} pour ce début. Vide : calculé.` : 'Vide : calculé.' }),
        ...(cible?.date_cloture && cible.motif_cloture !== 'SORTIE' ? [f.date('date_cloture', 'Levé le', { aide: 'Effacez la date et le motif pour annuler la levée.' }), f.liste('motif_cloture', 'Motif de la levée', MOTIFS_LEVEE)] : []),
        ...cles(f),
      ],
    },
  };
}

export function pagePni(v: Vue<DonneesPni>): PagePni {
  const { pnis } = v.donnees;
  const enCours = pniEnCours(pnis, v.jour);
  let acte = v.donnees.acte ?? acteSuivant(v.donnees, enCours, v.jour);
  // Nothing to lift or to correct: back to what comes next.
  const cible = acte === 'corriger' ? (pnis.find((p) => p.id === v.donnees.pni) ?? pnis[0] ?? null) : enCours;
  if ((acte === 'lever' || acte === 'corriger') && !cible) acte = acteSuivant(v.donnees, null, v.jour);
  const tous = formulaires(v, cible);
  const f = champs(v.saisie ?? tous[acte].initiale, v.erreurs);
  const possibles = ACTES_POSSIBLES[enCours ? etatPni(enCours, v.jour) : 'AUCUN'];
  return {
    ...situer(v.parcours),
    titre: tous[acte].titre,
    question: tous[acte].question,
    acte,
    empechement: acte === 'corriger' ? motifHorsParcours(v.parcours) : motifParcoursFerme(v.parcours),
    avis: avisDe(v, enCours),
    formulaire: { adresse: v.adresse, bouton: tous[acte].bouton, annuler: `/personnes/${v.parcours.personne_id}`, champs: [...tous[acte].champs(f), f.cache('acte', acte)] },
    fiches: pnis.map((p) => fiche(v, p)),
    autres: [
      ...possibles.filter((a) => a !== acte && (a !== 'demander' || v.donnees.peutDemander)).map((a) => ({ adresse: `${v.adresse}?acte=${a}`, libelle: a === 'lever' && enCours && !enCours.date_debut ? 'Annuler la demande' : tous[a].titre })),
      ...(acte === 'corriger' && cible && !motifSansSuppression(cible, v.donnees.peutDemander) ? [{ adresse: `${v.adresse}/${cible.id}/supprimer`, libelle: cible.date_debut ? 'Supprimer ce PNI, posé par erreur' : 'Supprimer cette demande, faite par erreur' }] : []),
    ],
  };
}

/** Asks before a PNI set by mistake is taken back. `pni` is null once it is gone: a form sent twice shows nothing more. */
export function pageSuppressionPni(v: Vue<{ pni: Pni | null; peutDemander: boolean }>): PageActe {
  const { pni, peutDemander } = v.donnees;
  const nom = pni?.date_debut === null ? 'la demande de PNI' : 'le PNI';
  const dates = pni && (pni.date_debut ? ` du ${formaterDate(pni.date_debut)} au ${formaterDate(pni.date_fin)}` : ` du ${formaterDate(pni.date_demande)}`);
  return {
    ...situer(v.parcours),
    titre: `Supprimer ${nom}${dates ?? ''}`,
    empechement: pni && motifSansSuppression(pni, peutDemander),
    avis: pni?.date_debut === null
      ? "À ne faire que si cette demande a été faite par erreur, pour une autre personne par exemple. Si Pôle emploi ne doit simplement plus la suivre, annulez-la plutôt. Le journal garde la trace de la suppression."
      : "À ne faire que si ce PNI a été posé par erreur, pour une autre personne par exemple : la délégation n'aura jamais existé. Si elle a existé et a pris fin, levez-le plutôt. Le journal garde la trace de la suppression.",
    formulaire: { adresse: v.adresse, bouton: `Supprimer ${nom}`, annuler: `/personnes/${v.parcours.personne_id}`, danger: true, champs: pni ? [champs({}).cache('version', pni.version)] : [] },
  };
}
