/** The pages that everybody may read. Pure. */
import type { Acteur, Role } from '../acces/acteur';
import type { DeleguePublic } from '../correspondants/queries';
import { peut } from '../acces/droits';
import { ajouterMois, type DateCivile } from '../lib/dates';
import { phraseDesDurees, type PolitiqueEnVigueur } from '../conservation/rules';
import { libelle } from '../codes/listes';
import { glossaire } from './glossaire';
import { guides } from './guides';

const INFORMATIONS = { adresse: '/plan-du-site', libelle: 'Informations' };

/** What the settings say of who runs this installation; what they leave out is said to be missing. */
export interface Exploitant { editeur: string | undefined; hebergeur: string | undefined; contact: string | undefined; url: string }

/** Day of the declaration: it changes with what it declares, not with the calendar. */
const DATE_DECLARATION = '21/11/2026';

export function pageAccessibilite(exploitant: Exploitant) {
  return { titre: 'Déclaration d\'accessibilité', rubrique: INFORMATIONS, ...exploitant, date: DATE_DECLARATION };
}

export function pageMentionsLegales(exploitant: Exploitant) {
  return { titre: 'Mentions légales', rubrique: INFORMATIONS, ...exploitant };
}

interface Delegues { departements: readonly { code: string; nom: string }[]; choisi: { code: string; nom: string } | null; delegues: readonly DeleguePublic[] }

/** `politiques`: those in force, each once; the templates' own as long as there is none. */
export function pageDonneesPersonnelles(exploitant: Exploitant, politiques: readonly PolitiqueEnVigueur[], { departements, choisi, delegues }: Delegues) {
  return {
    titre: 'Vos données personnelles', rubrique: INFORMATIONS, ...exploitant, departements: departements.map((d) => ({ ...d, nom: `${d.code} – ${d.nom}`, choisi: d.code === choisi?.code })), choisi: choisi?.nom ?? null, delegues,
    durees: [
      ...politiques.map(({ modele, durees }) => ({ qui: libelle('MODELES_CONSERVATION', modele), duree: phraseDesDurees(durees).join(' ') })),
      { qui: 'Vous utilisez cette application pour votre travail', duree: 'Votre compte est gardé tant que vous en avez besoin ; le journal de vos actes, 12 mois.' },
    ],
  };
}

/** The help: one's own role first and open, the others below. */
export function pageAide(acteur: Acteur | null) {
  const tous = guides();
  const mien = (role: Role) => role === acteur?.role;
  return {
    titre: 'Aide', rubrique: INFORMATIONS,
    guides: [...tous.filter((g) => mien(g.role)), ...tous.filter((g) => !mien(g.role))].map((g) => ({ ...g, id: g.role.toLowerCase().replaceAll('_', '-'), ouvert: mien(g.role), taches: g.taches.map((t) => ({ ...t, lien: mien(g.role) ? t.lien : undefined })) })),
    termes: glossaire(),
  };
}

const PLAN = [
  { titre: 'Suivre les personnes', liens: [
    { adresse: '/', libelle: 'Accueil', acte: 'accueil.voir' },
    { adresse: '/reception', libelle: 'Réception', acte: 'reception.lire' },
    { adresse: '/reception/seances', libelle: 'Séances de réception', acte: 'reception.lire' },
    { adresse: '/portefeuille', libelle: 'Portefeuille', acte: 'portefeuille.lire' },
    { adresse: '/portefeuille/groupe', libelle: 'Saisie de groupe', acte: 'parcours.tenir' },
    { adresse: '/portefeuilles/reattribuer', libelle: 'Réattribuer un portefeuille', acte: 'orientation.attribuer' },
    { adresse: '/taches', libelle: 'À traiter', acte: 'tache.traiter' },
    { adresse: '/orientations', libelle: 'Orientations', acte: 'orientation.lire' },
    { adresse: '/orientations/nouvelle', libelle: 'Nouvelle orientation', acte: 'orientation.creer' },
    { adresse: '/personnes', libelle: 'Personnes', acte: 'personne.lire' },
    { adresse: '/doublons', libelle: 'Doublons possibles', acte: 'doublon.traiter' },
    { adresse: '/commissions', libelle: "Commissions d'intégration", acte: 'commission.preparer' },
    { adresse: '/pni', libelle: 'PNI', acte: 'pni.lire' },
    { adresse: '/pni/previsions', libelle: 'Prévisions de fin de PNI', acte: 'prevision.lire' },
    { adresse: '/absences', libelle: 'Absences à signaler', acte: 'parcours.tenir' },
    { adresse: '/suivis', libelle: 'Contacts de suivi', acte: 'parcours.tenir' },
    { adresse: '/retours', libelle: 'Réponses de Pôle emploi', acte: 'retour.traiter' },
    { adresse: '/retours/import', libelle: 'Importer un retour de Pôle emploi', acte: 'retour.importer' },
    { adresse: '/retours/classeur', libelle: 'Réponses à transmettre', acte: 'tache.traiter' },
    { adresse: '/suivis/sorties', libelle: 'Sorties à confirmer', acte: 'sortie.enregistrer' },
    { adresse: '/suivis/preuves', libelle: 'Preuves à obtenir', acte: 'sortie.enregistrer' },
  ] },
  { titre: 'Rendre compte', liens: [
    { adresse: '/tableau-de-suivi', libelle: 'Tableau de suivi', acte: 'tableau.etablir' },
    { adresse: '/controles', libelle: 'Contrôles du mois', acte: 'controle.lire' },
    { adresse: '/comparaison', libelle: 'Comparer avec la liste de Pôle emploi', acte: 'comparaison.etablir' },
    { adresse: '/echeances', libelle: 'Échéances', acte: 'echeance.lire' },
    { adresse: '/echeances/jalons', libelle: 'Réunions et envois', acte: 'jalon.tenir' },
    { adresse: '/echeances/suppleants', libelle: 'Suppléants', acte: 'suppleant.nommer' },
    { adresse: '/tableaux-recus', libelle: 'Tableaux reçus', acte: 'tableau.importer' },
    { adresse: '/bilans', libelle: 'Suivi des bilans', acte: 'bilan.lire' },
    { adresse: '/bilans/relances', libelle: 'Relancer les PLIE', acte: 'bilan.recevoir' },
    { adresse: '/bilan', libelle: 'Bilan', acte: 'bilan.lire' },
    { adresse: '/analyses', libelle: 'Analyses', acte: 'analyse.lire' },
    { adresse: '/analyses/repartition', libelle: "Chiffres d'une période", acte: 'analyse.lire' },
    { adresse: '/analyses/absences-et-etapes', libelle: 'Absences et étapes', acte: 'analyse.lire' },
    { adresse: '/analyses/cohortes', libelle: 'Devenir des personnes orientées', acte: 'analyse.lire' },
    { adresse: '/analyses/delais', libelle: 'Délais entre les étapes', acte: 'analyse.lire' },
    { adresse: '/analyses/stock', libelle: 'Orientations en cours à une date', acte: 'analyse.lire' },
    { adresse: '/bilan/simulation', libelle: 'Simulation des sorties positives', acte: 'bilan.lire' },
    { adresse: '/releve-des-demandes', libelle: 'Relevé des demandes', acte: 'bilan.lire' },
    { adresse: '/enquete', libelle: 'Enquête annuelle', acte: 'enquete.lire' },
    { adresse: '/chiffres-pe', libelle: 'Chiffres de Pôle emploi', acte: 'informations_collectives.lire' },
    { adresse: '/definitions', libelle: 'Définitions des indicateurs', acte: 'definitions.lire' },
  ] },
  { titre: 'Administrer', liens: [
    { adresse: '/compte', libelle: 'Mon compte', acte: 'compte.gerer' },
    { adresse: '/compte/calendrier', libelle: 'Échéances dans mon agenda', acte: 'echeance.lire' },
    { adresse: '/compte/rappels', libelle: 'Rappels par courriel', acte: 'echeance.lire' },
    { adresse: '/reprise', libelle: 'Reprise de données', acte: 'reprise.importer' },
    { adresse: '/conventions', libelle: 'Conventions', acte: 'convention.lire' },
    { adresse: '/administration', libelle: 'Administration', acte: 'organisation.administrer' },
    { adresse: '/conservation', libelle: 'Conservation', acte: 'conservation.lire' },
    { adresse: '/conservation/archive', libelle: 'Archive restreinte', acte: 'archive.ouvrir' },
    { adresse: '/protection-des-donnees', libelle: 'Protection des données en une page', acte: 'registre.lire' },
    { adresse: '/registre-des-traitements', libelle: 'Registre des traitements', acte: 'registre.lire' },
    { adresse: '/correspondants-et-hebergement', libelle: 'Correspondants et hébergement', acte: 'correspondant.lire' },
    { adresse: '/violations', libelle: 'Registre des violations', acte: 'violation.tenir' },
    { adresse: '/violations/nouvelle', libelle: 'Noter une violation', acte: 'violation.tenir' },
    { adresse: '/demandes-de-droits', libelle: 'Demandes de droits', acte: 'droit.traiter' },
    { adresse: '/journal', libelle: 'Journal', acte: 'journal.lire' },
    { adresse: '/journal/alertes', libelle: 'Usages inhabituels', acte: 'alerte.lire' },
  ] },
] as const;

const PUBLIQUES = [
  { adresse: '/aide', libelle: 'Aide' },
  { adresse: '/accessibilite', libelle: 'Accessibilité' },
  { adresse: '/mentions-legales', libelle: 'Mentions légales' },
  { adresse: '/donnees-personnelles', libelle: 'Données personnelles' },
];

/** Only what this actor may open. */
export function pagePlanDuSite(acteur: Acteur | null) {
  const rubriques = PLAN.map(({ titre, liens }) => ({ titre, liens: liens.filter((l) => acteur && peut(acteur, l.acte)).map(({ adresse, libelle }) => ({ adresse, libelle })) })).filter((r) => r.liens.length);
  return { titre: 'Plan du site', rubrique: INFORMATIONS, rubriques: [...rubriques, { titre: 'Informations', liens: acteur ? PUBLIQUES : [{ adresse: '/connexion', libelle: 'Se connecter' }, ...PUBLIQUES] }] };
}

/** security.txt (RFC 9116): where to report a weakness. Renewed by itself: it always ends three months from now. */
export function texteSecurite({ contact, url }: Exploitant, jour: DateCivile): string {
  return [
    `Contact: ${contact ? `mailto:${contact}` : `${url}/mentions-legales`}`,
    `Expires: ${ajouterMois(jour, 3)}T00:00:00Z`,
    'Preferred-Languages: fr, en',
    `Canonical: ${url}/.well-known/security.txt`,
    '',
  ].join('\n');
}

