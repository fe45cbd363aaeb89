/** The journal, as texts ready to show. */
import { libelleDActe } from '../../codes/actes';
import { libelle, type NomDeListe } from '../../codes/listes';
import { NOMS_DES_TABLES } from '../../conformite/rules-tables';
import { champs } from '../../http/champs';
import { adresseDeListe } from '../../http/pagination';
import { chercherDateIso, formaterDate, formaterInstant } from '../../lib/dates';
import type { Erreur } from '../../lib/erreurs';
import type { Saisie } from '../../lib/formulaire';
import { dansLaPhrase, formaterNombre } from '../../lib/texte';
import type { ActeDuJournal, LigneChangee, LignesComptees } from './queries';
import type { Tete } from './queries-sceaux';
import { ACTES_PAR_PAGE, NATURES } from './rules';

const BASE = '/journal';

const OPERATIONS = { AJOUT: 'ajout', MODIFICATION: 'modification', SUPPRESSION: 'suppression' };

const COLONNES: Record<string, string> = {
  nom: 'Nom', prenom: 'Prénom', code: 'Code', type: 'Type', courriel: 'Courriel', telephone: 'Téléphone', adresse: 'Adresse', fonction: 'Fonction', role: 'Rôle', actif: 'Actif', active: 'Active',
  organisation_id: 'Organisation', plie_id: 'PLIE', agence_id: 'Agence', departement_code: 'Département', region_code: 'Région', ancienne_region: 'Ancienne région', reference: 'Agence de référence', date_debut: 'Premier jour', date_fin: 'Dernier jour',
  phase_diagnostic: 'Phase de diagnostic', orientations_ic: 'Informations collectives', perimetre_sorties: 'Sorties comptées', mode_integration: "Décision d'intégration", fse: 'Financement FSE',
  boite_generique: 'Boîte générique', date_suspension: 'Suspendue à partir du', partie: 'Partie', domaine: 'Domaine', usage: 'Usage', prestataire: 'Prestataire', pays: 'Pays', depuis_le: 'Depuis le', jusqu_au: "Jusqu'au", liste: 'Liste', libelle: 'Libellé', valable_du: 'Proposée à partir du', valable_au: "Proposée jusqu'au",
  appareil: 'Navigateur', nouveau: 'Navigateur nouveau', refuse: 'Refusé', minutes: 'Minutes',
  fiche_gardee: 'Fiche gardée, n°', fiche_fusionnee: 'Fiche fusionnée, n°', autre_fiche: 'Autre fiche, n°',
};
const LISTES_DES_COLONNES: Record<string, NomDeListe> = {
  role: 'ROLES', orientations_ic: 'ORIENTATIONS_IC', perimetre_sorties: 'PERIMETRES_SORTIES', mode_integration: 'MODES_INTEGRATION', partie: 'PARTIES', domaine: 'DOMAINES_CORRESPONDANT', usage: 'USAGES_HEBERGEMENT', pays: 'PAYS_UE', refuse: 'SECRETS_REFUSES',
};
/** The codes that an act tells of itself, by the act or by its domain. */
const LISTES_DES_DETAILS: Record<string, NomDeListe> = {
  'droit.type': 'TYPES_DEMANDE_DROIT', 'droit.reponse': 'REPONSES_DROIT', 'droit.moyen': 'MOYENS_IDENTITE', 'droit.raison': 'RAISONS_PROLONGATION_DROIT', 'droit.pour': 'USAGES_LIMITES',
  'droit.noter_exception.motif': 'MOTIFS_EXCEPTION', 'droit.lever_limitation.motif': 'MOTIFS_LEVEE', 'conservation.suspendre.motif': 'MOTIFS_SUSPENSION', 'archive.raison': 'RAISONS_ARCHIVE',
  'violation.nature': 'NATURES_VIOLATION', 'violation.risque': 'RISQUES_VIOLATION', 'violation.destinataire': 'DESTINATAIRES_ANNONCE', 'violation.canal': 'CANAUX_ANNONCE', 'violation.motif': 'MOTIFS_SANS_OBJET',
  'alerte.genre': 'GENRES_ALERTE', 'alerte.suite': 'SUITES_ALERTE', 'utilisateur.raison': 'RAISONS_SECOND_FACTEUR', 'jalon.type': 'TYPES_JALON', 'avis.canal_cle': 'CANAUX', 'tableau.canal_fichier': 'CANAUX_FICHIER', 'tableau.canal_cle': 'CANAUX',
};
/** Names of details that are no column above, where the accents are missing. */
const DETAILS: Record<string, string> = { reponse: 'réponse', annee: 'année', numero: 'numéro', presences: 'présences', etapes: 'étapes', seances: 'séances', modele: 'modèle', taches: 'tâches', controle: 'contrôle', differents: 'différents' };

/** « réponse : Accordée » */
function detailler(action: string, nom: string, valeur: unknown, noms: Map<number, string>): string {
  const liste = LISTES_DES_DETAILS[`${action}.${nom}`] ?? LISTES_DES_DETAILS[`${action.split('.')[0]}.${nom}`];
  return `${DETAILS[nom] ?? dansLaPhrase(COLONNES[nom] ?? nom.replaceAll('_', ' '))} : ${liste && typeof valeur === 'string' ? libelle(liste, valeur) : nom === 'annee' ? String(valeur) : formater(nom, valeur, noms)}`;
}

const ORGANISATIONS = ['organisation_id', 'plie_id', 'agence_id'];

/** The ids of organisations that rows mention, to be named. */
export const organisationsCitees = (changees: readonly LigneChangee[]): number[] =>
  [...new Set(changees.flatMap((l) => [l.avant, l.apres].flatMap((v) => ORGANISATIONS.map((c) => v?.[c]))).filter((v): v is number => typeof v === 'number'))];

function formater(colonne: string, valeur: unknown, noms: Map<number, string>): string {
  if (valeur === null || valeur === undefined || valeur === '') return '(vide)';
  if (typeof valeur === 'boolean') return valeur ? 'Oui' : 'Non';
  if (typeof valeur === 'number') return ORGANISATIONS.includes(colonne) ? (noms.get(valeur) ?? `n° ${valeur}`) : formaterNombre(valeur);
  if (typeof valeur !== 'string') return JSON.stringify(valeur);
  const liste = LISTES_DES_COLONNES[colonne];
  if (liste) return libelle(liste, valeur);
  const date = chercherDateIso(valeur);
  return date ? formaterDate(date) : valeur;
}

/** Only what people can read: the columns of the dictionary, and of a change those that differ. */
function decrire(l: LigneChangee, noms: Map<number, string>) {
  const differe = (c: string) => l.operation !== 'MODIFICATION' || JSON.stringify(l.avant?.[c] ?? null) !== JSON.stringify(l.apres?.[c] ?? null);
  return {
    titre: `${NOMS_DES_TABLES[l.table_nom] ?? l.table_nom} : ${OPERATIONS[l.operation]}`,
    colonnes: Object.keys(COLONNES).filter((c) => (l.avant && c in l.avant || l.apres && c in l.apres) && differe(c)).map((c) => ({
      nom: COLONNES[c]!, avant: l.avant ? formater(c, l.avant[c], noms) : null, apres: l.apres ? formater(c, l.apres[c], noms) : null,
    })),
  };
}

interface Lu { saisie: Saisie; erreurs: Erreur[]; page: number; actions: { code: string; libelle: string }[]; dpo: boolean; tete: Tete | null }

export function pageJournal(actes: ActeDuJournal[], changees: LigneChangee[], comptees: LignesComptees[], noms: Map<number, string>, { saisie, erreurs, page, actions, dpo, tete }: Lu) {
  const f = champs(saisie, erreurs);
  const texte = (nom: string) => { const v = saisie[nom]; return typeof v === 'string' ? v : null; };
  const aller = (n: number) => adresseDeListe(BASE, { du: texte('du'), au: texte('au'), action: texte('action'), auteur: texte('auteur'), nature: texte('nature'), personne: texte('personne'), page: n > 1 ? String(n) : null });
  const montres = actes.slice(0, ACTES_PAR_PAGE);
  const suivante = actes.length > ACTES_PAR_PAGE;
  return {
    titre: 'Journal', rubrique: { adresse: BASE, libelle: 'Journal' }, erreurs: erreurs.length ? erreurs : undefined,
    adresse: BASE, filtre: Boolean(texte('au') || texte('action') || texte('auteur') || texte('nature') || texte('personne')),
    filtres: [
      f.date('du', 'Du'), f.date('au', 'Au'), f.liste('action', 'Acte', actions, { vide: 'Tous' }),
      f.texte('auteur', 'Auteur', { attributs: { type: 'search', placeholder: 'Nom ou courriel', autocomplete: 'off' } }),
      // The administrator reads settings only: no kinds, nobody's file.
      ...(dpo ? [f.liste('nature', 'Nature', NATURES, { vide: 'Toutes' }), f.texte('personne', 'Fiche n°', { attributs: { inputmode: 'numeric', autocomplete: 'off' } })] : []),
    ],
    alertes: dpo ? '/journal/alertes' : null,
    sceau: tete ? `Le journal est scellé jusqu'au ${formaterInstant(tete.scelle_le)} : segment ${formaterNombre(tete.numero)}, empreinte ${tete.empreinte.slice(0, 16)}…` : "Le journal n'est pas encore scellé : il l'est chaque minute tant que l'application tourne.",
    actes: montres.map((a) => ({
      instant: formaterInstant(a.instant), auteur: a.auteur ?? a.systeme ?? '', phrase: libelleDActe(a.action),
      sujet: [a.plie_nom, a.personne_id ? `personne n° ${a.personne_id}` : null].filter(Boolean).join(', '),
      details: Object.entries(a.details ?? {}).map(([nom, valeur]) => detailler(a.action, nom, valeur, noms)).join(' · '),
      changes: changees.filter((l) => l.acte_id === a.id).map((l) => decrire(l, noms)),
      comptes: comptees.filter((l) => l.acte_id === a.id).map((l) => `${NOMS_DES_TABLES[l.table_nom] ?? l.table_nom} : ${formaterNombre(l.nombre)} ${OPERATIONS[l.operation]}${l.nombre > 1 ? 's' : ''}`),
    })),
    pagination: page > 1 || suivante ? { texte: `Page ${formaterNombre(page)}`, precedente: page > 1 ? aller(page - 1) : null, suivante: suivante ? aller(page + 1) : null } : null,
  };
}
