/** For each route with parameters (in its path or its query), an address in a territory: the walks fail on a route that has none. */
import type { Role } from '../../server/acces/acteur';
import type { Territoire } from './monde';

type Etat = keyof Territoire['orientations'];
const surOrientation = (etat: Etat, suite = '') => (t: Territoire) => `/orientations/${t.orientations[etat]}${suite}`;

interface Exemple {
  adresse(t: Territoire): string;
  /** False when the address is of no territory: a month, a one-time link. The administrator keeps the settings of all territories. */
  territoire: boolean;
  /** Who keeps a register of their own: what the PLIE's holds is not found by them. */
  saufPour?: Role;
}
const deTerritoire = (adresse: Exemple['adresse']): Exemple => ({ adresse, territoire: true });
const duRegistre = (adresse: Exemple['adresse']): Exemple => ({ adresse, territoire: true, saufPour: 'REFERENT_PE' });

function administration(dossier: string, id: (t: Territoire) => number, suites: string[]): Record<string, Exemple> {
  return Object.fromEntries(suites.map((suite) => [`/administration/${dossier}/:id${suite}`, deTerritoire((t) => `/administration/${dossier}/${id(t)}${suite}`)]));
}

export const EXEMPLES: Record<string, Exemple> = {
  '/calendrier/:secret.ics': { adresse: (t) => `/calendrier/${t.secretCalendrier}.ics`, territoire: false },
  '/mot-de-passe/:jeton': { adresse: (t) => `/mot-de-passe/${t.jeton}`, territoire: false },
  '/personnes/:id': deTerritoire((t) => `/personnes/${t.personneId}`),
  '/personnes/:id/provenance': deTerritoire((t) => `/personnes/${t.personneId}/provenance?annee=2025`),
  '/personnes/:id/modifier': deTerritoire((t) => `/personnes/${t.personneId}/modifier`),
  ...Object.fromEntries(['', '/distinctes', '/revenir'].map((suite) => [`/doublons/:premiere/:seconde${suite}`, deTerritoire((t) => `/doublons/${t.personneId}/${t.autrePersonneId}${suite}`)])),
  '/conservation/conventions/:id': deTerritoire((t) => `/conservation/conventions/${t.conventionId}`),
  '/conservation/suspensions/:id/lever': deTerritoire((t) => `/conservation/suspensions/${t.suspensionId}/lever`),
  ...Object.fromEntries(['', '/identite', '/prolongation', '/reponse', '/document.pdf', '/document.json', '/effacement'].map((suite) => [`/demandes-de-droits/:id${suite}`, deTerritoire((t) => `/demandes-de-droits/${t.demandeDroitId}${suite}`)])),
  ...Object.fromEntries(['', '/exception', '/lever'].map((suite) => [`/demandes-de-droits/limitations/:id${suite}`, deTerritoire((t) => `/demandes-de-droits/limitations/${t.limitationId}${suite}`)])),
  '/conservation/certificats/:id': deTerritoire((t) => `/conservation/certificats/${t.certificatId}`),
  '/conservation/archive/:id': deTerritoire((t) => `/conservation/archive/${t.archiveId}`),
  ...Object.fromEntries(['', '/modifier', '/annonces', '/clore', '/sans-objet', '/message-aux-personnes.eml'].map((suite) => [`/violations/:id${suite}`, duRegistre((t) => `/violations/${t.violationId}${suite}`)])),
  ...Object.fromEntries(['message.eml', 'envoyer'].map((suite) => [`/violations/:id/conventions/:convention/${suite}`, duRegistre((t) => `/violations/${t.violationId}/conventions/${t.conventionId}/${suite}`)])),
  ...Object.fromEntries(['', '/pays.pdf', '/pays/nouveau'].map((suite) => [`/correspondants-et-hebergement/:id${suite}`, deTerritoire((t) => `/correspondants-et-hebergement/${t.plieId}${suite}`)])),
  '/correspondants-et-hebergement/:id/correspondants/:domaine': deTerritoire((t) => `/correspondants-et-hebergement/${t.plieId}/correspondants/securite`),
  ...Object.fromEntries(['', '/cesser'].map((suite) => [`/correspondants-et-hebergement/:id/pays/:pays${suite}`, deTerritoire((t) => `/correspondants-et-hebergement/${t.plieId}/pays/${t.hebergementId}${suite}`)])),
  '/journal/alertes/:id': deTerritoire((t) => `/journal/alertes/${t.alerteId}`),
  '/personnes/:id/notes': deTerritoire((t) => `/personnes/${t.personneId}/notes`),
  ...Object.fromEntries(['', '/supprimer'].map((suite) => [`/personnes/:id/notes/:note${suite}`, deTerritoire((t) => `/personnes/${t.personneId}/notes/${t.noteId}${suite}`)])),
  ...Object.fromEntries(['renommer', 'supprimer'].map((acte) => [`/orientations/filtres/:filtre/${acte}`, deTerritoire((t) => `/orientations/filtres/${t.filtreId}/${acte}`)])),
  '/orientations/:id': deTerritoire(surOrientation('EN_PARCOURS')),
  '/orientations/:id/fiche.pdf': deTerritoire(surOrientation('PRESCRITE', '/fiche.pdf')),
  '/orientations/:id/contact': deTerritoire(surOrientation('PRESCRITE', '/contact')),
  '/orientations/:id/diagnostic': deTerritoire(surOrientation('ACCUEILLIE', '/diagnostic')),
  '/orientations/:id/refus': deTerritoire(surOrientation('ACCUEILLIE', '/refus')),
  '/orientations/:id/integration': deTerritoire(surOrientation('EN_DIAGNOSTIC', '/integration')),
  '/orientations/:id/corriger': deTerritoire(surOrientation('EN_PARCOURS', '/corriger')),
  '/orientations/:id/sortie/reclasser': deTerritoire(surOrientation('SORTIE', '/sortie/reclasser')),
  ...Object.fromEntries((['entretiens', 'absences', 'etapes', 'demandes', 'prolongations'] as const).map((faits) => [`/orientations/:id/${faits}/:fait/supprimer`, deTerritoire((t) => `/orientations/${t.orientations.EN_PARCOURS}/${faits}/${t.faits[faits]}/supprimer`)])),
  '/orientations/:id/pni/:pni/supprimer': deTerritoire((t) => `/orientations/${t.orientations.EN_PARCOURS}/pni/${t.faits.pni}/supprimer`),
  ...Object.fromEntries(['', '/confirmer'].map((suite) => [`/orientations/:id/absences/:fait/avis${suite}`, deTerritoire((t) => `/orientations/${t.orientations.EN_PARCOURS}/absences/${t.faits.absences}/avis${suite}`)])),
  '/orientations/:id/etapes/:etape': deTerritoire((t) => `/orientations/${t.orientations.EN_PARCOURS}/etapes/${t.faits.etapes}`),
  '/orientations/:id/demandes/:demande': deTerritoire((t) => `/orientations/${t.orientations.EN_PARCOURS}/demandes/${t.faits.demandes}`),
  ...Object.fromEntries(['referent', 'entretien', 'absence', 'etape', 'pni', 'suivi-emploi', 'sortie', 'prolongation', 'demande'].map((acte) => [`/orientations/:id/${acte}`, deTerritoire(surOrientation('EN_PARCOURS', `/${acte}`))])),
  '/portefeuille/:id': deTerritoire((t) => `/portefeuille/${t.utilisateurs.ACCOMPAGNATEUR.id}`),
  '/portefeuille/saisie/:id': deTerritoire((t) => `/portefeuille/saisie/${t.orientations.EN_PARCOURS}`),
  '/portefeuilles/reattribuer': deTerritoire((t) => `/portefeuilles/reattribuer?de=${t.utilisateurs.ACCOMPAGNATEUR.id}`),
  '/orientations/:id/dossier': deTerritoire(surOrientation('EN_DIAGNOSTIC', '/dossier')),
  ...Object.fromEntries(['', '/modifier', '/inscrire', '/decisions', '/liste', '/lettres', '/annuler', '/clore', '/rouvrir'].map((suite) => [`/commissions/:id${suite}`, deTerritoire((t) => `/commissions/${t.commissionId}${suite}`)])),
  ...Object.fromEntries(['retirer', 'reprendre'].map((acte) => [`/commissions/:id/dossiers/:dossier/${acte}`, deTerritoire((t) => `/commissions/${t.commissionId}/dossiers/${t.dossierId}/${acte}`)])),
  ...Object.fromEntries(['attribuer', 'convoquer'].map((acte) => [`/reception/${acte}`, deTerritoire((t) => `/reception/${acte}?o=${t.orientations.PRESCRITE}`)])),
  ...Object.fromEntries(['', '/presences', '/modifier', '/annuler', '/feuille', '/lettres'].map((suite) => [`/reception/seances/:id${suite}`, deTerritoire((t) => `/reception/seances/${t.seanceId}${suite}`)])),
  ...Object.fromEntries(['', '/retirer'].map((suite) => [`/reception/convocations/:id${suite}`, deTerritoire((t) => `/reception/convocations/${t.convocationId}${suite}`)])),
  '/retours/:id/traiter': deTerritoire((t) => `/retours/${t.retourId}/traiter`),
  ...Object.fromEntries(['', '/refus.xlsx', '/corriger', '/confirmer', '/annuler'].map((suite) => [`/retours/import/:id${suite}`, deTerritoire((t) => `/retours/import/${t.classeurId}${suite}`)])),
  ...Object.fromEntries(['', '/reponse'].map((suite) => [`/taches/dossiers/:id${suite}`, deTerritoire((t) => `/taches/dossiers/${t.dossierPeId}${suite}`)])),
  ...Object.fromEntries(['refuser', 'annuler'].map((acte) => [`/taches/:id/${acte}`, deTerritoire((t) => `/taches/${t.tacheId}/${acte}`)])),
  ...Object.fromEntries(['', '/supprimer'].map((suite) => [`/echeances/jalons/:id${suite}`, deTerritoire((t) => `/echeances/jalons/${t.jalonId}${suite}`)])),
  ...Object.fromEntries(['', '/refus.xlsx', '/rapprocher', '/rapprocher/reprendre', '/confirmer', '/abandonner'].map((suite) => [`/tableaux-recus/:id${suite}`, deTerritoire((t) => `/tableaux-recus/${t.importationId}${suite}`)])),
  ...Object.fromEntries(['', '/reglage'].map((suite) => [`/controles/:code${suite}`, { adresse: () => `/controles/sans-entretien${suite}`, territoire: false }])),
  // One's own month: the address is the same in every territory.
  ...Object.fromEntries(['.xlsx', '/preparer', '/controler', '/valider', '/envoi', '/reception'].map((suite) => [`/tableau-de-suivi/:mois${suite}`, { adresse: () => `/tableau-de-suivi/2025-04${suite}`, territoire: false }])),
  ...Object.fromEntries(['fichier.xlsx', 'courriel.eml', 'confirmer'].map((acte) => [`/tableau-de-suivi/:mois/envois/:envoi/${acte}`, deTerritoire((t) => `/tableau-de-suivi/2025-04/envois/${t.envoiId}/${acte}`)])),
  ...Object.fromEntries(['', '/importer', '/annuler', '/refus.xlsx'].map((suite) => [`/reprise/:id${suite}`, deTerritoire((t) => `/reprise/${t.repriseId}${suite}`)])),
  '/chiffres-pe': deTerritoire((t) => `/chiffres-pe?plie=${t.plieId}&annee=2025`),
  ...Object.fromEntries((['seances', 'services'] as const).flatMap((genre) => ['', '/supprimer'].map((suite) => [`/chiffres-pe/${genre}/:id${suite}`, deTerritoire((t) => `/chiffres-pe/${genre}/${t.chiffres[genre]}${suite}`)]))),
  ...Object.fromEntries(['seances', 'services', 'declarer', 'importer'].map((suite) => [`/chiffres-pe/:plie/${suite}`, deTerritoire((t) => `/chiffres-pe/${t.plieId}/${suite}?annee=2025`)])),
  ...Object.fromEntries(['', '/echeance', '/tableau', '/relances', '/cloture'].map((suite) => [`/enquete/:id${suite}`, deTerritoire((t) => `/enquete/${t.enqueteId}${suite}`)])),
  ...Object.fromEntries(['', '/repondre', '/reprendre', '/accord'].map((suite) => [`/enquete/:id/plies/:plie${suite}`, deTerritoire((t) => `/enquete/${t.enqueteId}/plies/${t.plieId}${suite}`)])),
  ...Object.fromEntries(['', '/commencer', '/controler', '/valider', '/rouvrir', '/accepter', '/renvoyer'].map((suite) => [`/bilans/:plie/:annee${suite}`, deTerritoire((t) => `/bilans/${t.plieId}/2024${suite}`)])),
  '/bilans/:plie/:annee/envoi': deTerritoire((t) => `/bilans/${t.plieId}/2023/envoi`),
  ...Object.fromEntries(['courriel.eml', 'confirmer'].map((acte) => [`/bilans/:plie/:annee/envois/:envoi/${acte}`, deTerritoire((t) => `/bilans/${t.plieId}/2023/envois/${t.envoiDeBilanId}/${acte}`)])),
  '/bilans/:plie/:annee/controles/:code': deTerritoire((t) => `/bilans/${t.plieId}/2024/controles/BILAN_VIDE`),
  '/bilan': deTerritoire((t) => `/bilan?annee=2025&territoire=plie:${t.plieCode}`),
  '/bilan/evolution': deTerritoire((t) => `/bilan/evolution?annee=2025&territoire=plie:${t.plieCode}`),
  '/bilan/graphiques': deTerritoire((t) => `/bilan/graphiques?annee=2025&territoire=plie:${t.plieCode}`),
  '/bilan/comparaison': deTerritoire((t) => `/bilan/comparaison?annee=2025&territoire=plie:${t.plieCode}`),
  '/bilan/liste': deTerritoire((t) => `/bilan/liste?annee=2025&colonne=1&territoire=plie:${t.plieCode}`),
  '/bilan/classeur': deTerritoire((t) => `/bilan/classeur?annee=2025&territoire=plie:${t.plieCode}`),
  '/analyses/repartition': deTerritoire((t) => `/analyses/repartition?debut=01/01/2025&fin=30/06/2025&axe=commune&territoire=plie:${t.plieCode}`),
  ...Object.fromEntries(['.xlsx', '.csv'].map((extension) => [`/analyses/repartition${extension}`, deTerritoire((t) => `/analyses/repartition${extension}?debut=2025-01-01&fin=2025-06-30&axe=agence&territoire=plie:${t.plieCode}`)])),
  '/analyses/repartition/liste': deTerritoire((t) => `/analyses/repartition/liste?debut=2025-01-01&fin=2025-06-30&colonne=1&axe=sexe&valeur=-&territoire=plie:${t.plieCode}`),
  '/bilan/document': deTerritoire((t) => `/bilan/document?annee=2025&territoire=plie:${t.plieCode}`),
  ...Object.fromEntries(['', '/liste', '/classeur', '/csv', '/transmettre'].map((suite) => [`/releve-des-demandes${suite}`, deTerritoire((t) => `/releve-des-demandes${suite}?annee=2025&territoire=plie:${t.plieCode}${suite === '/liste' ? '&colonne=demandees' : ''}`)])),
  ...Object.fromEntries(['', '/classeur'].map((suite) => [`/bilan/simulation${suite}`, deTerritoire((t) => `/bilan/simulation${suite}?annee=2025&territoire=plie:${t.plieCode}`)])),
  '/releve-des-demandes/envois/:id/annuler': deTerritoire((t) => `/releve-des-demandes/envois/${t.releveEnvoiId}/annuler`),
  ...Object.fromEntries([['cohortes', '12 EN_PARCOURS', 'reperes'], ['delais', 'CONTACT', 'annees'], ['absences-et-etapes', 'A 2025-04 TOTAL', 'absences']].flatMap(([analyse, cellule, tableau]) => ['', '.xlsx', '.csv', '/liste'].map((suite) => [
    `/analyses/${analyse}${suite}`, deTerritoire((t) => `/analyses/${analyse}${suite}?${new URLSearchParams({ debut: '2025-01-01', fin: '2025-06-30', territoire: `plie:${t.plieCode}`, cellule: cellule!, tableau: tableau! }).toString()}`),
  ]))),
  ...Object.fromEntries(['', '.xlsx', '.csv', '/liste'].map((suite) => [`/analyses/stock${suite}`, deTerritoire((t) => `/analyses/stock${suite}?date=2025-06-15&territoire=plie:${t.plieCode}&cellule=EN_PARCOURS&tableau=stock`)])),
  '/conventions/:id': deTerritoire((t) => `/conventions/${t.conventionId}`),
  ...administration('organisations', (t) => t.agenceId, ['', '/modifier', '/desactiver', '/reactiver']),
  ...administration('organisations', (t) => t.plieId, ['/agences']),
  '/administration/organisations/:id/agences/:agenceId/reference': deTerritoire((t) => `/administration/organisations/${t.plieId}/agences/${t.agenceId}/reference`),
  '/administration/organisations/:id/agences/:agenceId/detacher': deTerritoire((t) => `/administration/organisations/${t.plieId}/agences/${t.agenceId}/detacher`),
  // A département is shared by the organisations of several territories.
  '/administration/organisations/departements/:code': { adresse: () => '/administration/organisations/departements/06', territoire: false },
  ...administration('conventions', (t) => t.conventionId, ['', '/modifier', '/suspension', '/reprise-des-echanges', '/correspondants']),
  ...Object.fromEntries(['retirer', 'remettre'].map((acte) => [`/administration/codes/:id/${acte}`, { adresse: () => `/administration/codes/1/${acte}`, territoire: false }])),
  ...administration('utilisateurs', (t) => t.utilisateurs.ACCOMPAGNATEUR.id, ['', '/modifier', '/lien', '/desactiver', '/reactiver', '/second-facteur']),
};

/** The routes that give a file, or a sheet made for paper: what a person whose processing is restricted must be in none of. */
export const SORT_DE_L_OUTIL = /\.(xlsx|csv|pdf|eml|json|ics)$|\/(classeur|csv|document|lettres|feuille)$|^\/commissions\/:id\/liste$|^\/reception\/convocations\/:id$/;

/** The address of a route in a territory, or null when it has parameters and no example. */
export function adresseDe(chemin: string, t: Territoire): string | null {
  return EXEMPLES[chemin]?.adresse(t) ?? (/[:*]/.test(chemin) ? null : chemin);
}
