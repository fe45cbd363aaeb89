/** The home page, role by role: what waits, the most pressing first, then the month, then the year. Pure. */
import type { Acteur } from '../acces/acteur';
import { libelle } from '../codes/listes';
import { ajouterJours, anneeDe, formaterDate, formaterInstant, formaterJour, formaterMois, moisDe, type DateCivile } from '../lib/dates';
import type { CommissionADecider } from '../commissions/queries';
import type { Partie } from '../../reports/bilan-qualitatif/tableau';
import type { EnqueteEnCours } from '../enquete/actions';
import { aConvenir, enAttente, NOMBRE_DE_QUESTIONS, repondues } from '../enquete/rules';
import { JOURS_POUR_DECIDER } from '../commissions/rules';
import { accorder, dansLaPhrase, formaterNombre, formaterTaux, nomComplet } from '../lib/texte';
import { TRANCHES_AVERTISSEMENT } from '../parcours/rules-pni';
import type { SeanceComptee } from '../reception/queries-seances';
import { JOURS_D_ALERTE } from '../reception/rules';
import type { Cadre, Comptes, Consultations, Faits, Installation, Nouvelle, PlieDeLaRegion } from './queries';
import { PORTEFEUILLE_MAX, PORTEFEUILLE_MIN } from '../portefeuille/rules';
import { JOURS_DE_NOUVELLES, prochainTableau } from './rules';
import { controlesBloquants, type Controle } from '../controles/rules';
import type { ComptesDesSuivis } from '../sorties/rules-suivis';
import { moisAttendu, type EtatDuTableau } from '../importation/rules';
import type { ComptesTaches } from '../taches/queries';
import { GENRES, RUBRIQUE as TACHES } from '../taches/rules';
import type { Violation } from '../violations/queries';
import { aDire, aQui, etatDuDelai } from '../violations/rules';

type Ton = 'retard' | 'du' | 'courant';
const TONS: Record<Ton, { rang: number; mot: string; icone: string }> = {
  retard: { rang: 0, mot: 'En retard', icone: 'retard' },
  du: { rang: 1, mot: 'À faire', icone: 'du' },
  courant: { rang: 2, mot: 'En cours', icone: 'horloge' },
};

/** One line of « what waits for me »: its count and its sentence are one link. */
export interface Attend { nombre: string; libelle: string; detail: string; adresse: string; ton: Ton; mot: string; icone: string }
interface Chiffre { libelle: string; valeur: string; note?: string; adresse?: string }
interface Lien { adresse: string; libelle: string; icone: string }

export interface PageAccueil {
  titre: string;
  rubrique: { adresse: string; libelle: string };
  jour: string;
  actes: Lien[];
  attentes: Attend[];
  /** Shown when nothing waits: all is done, or nothing was begun (it then says what to do first). */
  vide: { phrase: string; liens: Lien[] };
  panneaux: { titre: string; chiffres: Chiffre[] }[];
  plies: PageDesPlies | null;
  nouvelles: { titre: string; vide: string; toutes: string; lignes: { date: string; nom: string; adresse: string; libelle: string; ton: string; detail: string }[] } | null;
}
interface PageDesPlies { titre: string; lignes: { nom: string; departement: string; convention: string; enRegle: boolean; orientations: string; integrations: string; sorties: string }[] }

/** A line that shows only when there is something to count. */
function compter(n: number, ton: Ton, singulier: string, pluriel: string, detail: string, adresse: string): Attend[] {
  if (!n) return [];
  return [{ nombre: formaterNombre(n), libelle: n >= 2 ? pluriel : singulier, detail, adresse, ton, mot: TONS[ton].mot, icone: TONS[ton].icone }];
}
const retoursATraiter = (n: number): Attend[] => compter(n, 'du', 'réponse de Pôle emploi à traiter', 'réponses de Pôle emploi à traiter', 'PNI levé ou refusé : dites la suite du parcours.', '/retours');
const absencesASignaler = (n: number): Attend[] => compter(n, 'du', 'absence à signaler à Pôle emploi', 'absences à signaler à Pôle emploi', 'Un courriel chiffré par absence, dans les 30 jours.', '/absences');
/** A line per threshold, the nearest first; the furthest only announces. `filtre`: the end of their address. */
const finsDePni = (c: Comptes, detail: string, filtre: string): Attend[] => TRANCHES_AVERTISSEMENT.flatMap(({ seuil, libelle }, i) =>
  compter(c[`pni-fin-${seuil}`], i < TRANCHES_AVERTISSEMENT.length - 1 ? 'du' : 'courant', `PNI finit ${libelle}`, `PNI finissent ${libelle}`, detail, `/pni?etat=ACTIF&fin=${seuil}${filtre}`));
const pniALever = (c: Comptes, filtre: string): Attend[] => compter(c['pni-a-lever'], 'du', 'PNI à lever', 'PNI à lever', 'Un contrat IAE met fin à la délégation.', `/pni?etat=A_LEVER${filtre}`);
/** What a party still has to answer, one line per PLIE; what the PLIE may record once the comité has met. */
function enquetesARepondre(enquetes: readonly EnqueteEnCours[], jour: DateCivile, partie: Partie): Attend[] {
  return enquetes.flatMap(({ enquete, lignes }) => lignes.flatMap((l) => [
    ...compter(NOMBRE_DE_QUESTIONS - repondues(l.cases, partie), enquete.date_limite < jour ? 'retard' : 'du', `question de l'enquête ${enquete.annee} sans réponse`, `questions de l'enquête ${enquete.annee} sans réponse`, `${l.plie.nom}, le ${formaterDate(enquete.date_limite)} au plus tard.`, `/enquete/${enquete.id}/plies/${l.plie.id}/repondre`),
    ...(partie === 'PLIE' ? compter(aConvenir(l.cases).length, 'courant', "réponse à convenir avec Pôle emploi", "réponses à convenir avec Pôle emploi", `Enquête ${enquete.annee}, en comité de pilotage.`, `/enquete/${enquete.id}/plies/${l.plie.id}`) : []),
  ]));
}
const enquetesARelancer = (enquetes: readonly EnqueteEnCours[], jour: DateCivile): Attend[] => enquetes.flatMap(({ enquete, lignes }) =>
  compter(enAttente(lignes).length, enquete.date_limite < jour ? 'retard' : 'courant', `réponse à l'enquête ${enquete.annee} attendue`, `réponses à l'enquête ${enquete.annee} attendues`, `Des PLIE et de Pôle emploi, le ${formaterDate(enquete.date_limite)} au plus tard.`, `/enquete/${enquete.id}`));
const rappel = (ton: Ton, libelle: string, detail: string, adresse: string): Attend => ({ nombre: '', libelle, detail, adresse, ton, mot: TONS[ton].mot, icone: 'calendrier' });

/** Each breach whose clock runs: whom to tell next, and the hours left. */
export const attentesDesViolations = (ouvertes: readonly Violation[], maintenant: string): Attend[] => ouvertes.flatMap((v) => {
  const [prochain] = aDire(v);
  if (!prochain) return [];
  const { ton, phrase } = etatDuDelai(prochain, maintenant);
  return [{ ...rappel(ton === 'retard' ? 'retard' : 'du', `Violation de données à dire ${aQui(prochain)}`, `${phrase} Découverte le ${formaterInstant(v.decouverte_le)}.`, `/violations/${v.id}`), icone: 'horloge' }];
});

/** Who must be named, and which countries said, in the organisations that the reader keeps. */
export const attentesDesCorrespondants = ({ correspondants, pays }: { correspondants: number; pays: number }): Attend[] => [
  ...compter(correspondants, 'du', 'correspondant à nommer', 'correspondants à nommer', "Protection des données et sécurité : à qui l'autre partie écrit en cas de violation.", '/correspondants-et-hebergement'),
  ...compter(pays, 'du', "liste des pays d'hébergement à établir", "listes des pays d'hébergement à établir", "La convention la doit à l'autre partie dès qu'elle la demande.", '/correspondants-et-hebergement'),
];

/** How a piece of news reads, and its colour. */
const FAITS: Record<Nouvelle['fait'], { libelle: string; ton: string }> = {
  CONTACT: { libelle: 'Reçue par le PLIE', ton: '' }, ABSENCE: { libelle: 'Absente au premier contact', ton: 'retard' }, INTEGRATION: { libelle: 'Intégrée', ton: 'fait' },
  REFUS: { libelle: "Refus d'intégration", ton: 'retard' }, SORTIE: { libelle: 'Sortie', ton: '' },
};

const TOUT_EST_A_JOUR = { phrase: "Rien ne vous attend : tout est à jour.", liens: [] };
const NOUVELLE: Lien = { adresse: '/orientations/nouvelle', libelle: 'Nouvelle orientation', icone: 'plus' };
const REPRENDRE: Lien = { adresse: '/reprise', libelle: "Reprendre l'historique tenu dans Excel", icone: 'fichier' };

/** The most pressing first, in the order given within an urgency. */
export const parUrgence = (attentes: readonly Attend[]): Attend[] => attentes.toSorted((x, y) => TONS[x.ton].rang - TONS[y.ton].rang);

function page(acteur: Acteur, jour: DateCivile, contenu: Partial<PageAccueil> & { attentes: Attend[] }): PageAccueil {
  return {
    titre: `Bonjour ${acteur.prenom}`, rubrique: { adresse: '/', libelle: 'Accueil' }, jour: formaterDate(jour), actes: [], panneaux: [], plies: null, nouvelles: null, vide: TOUT_EST_A_JOUR, ...contenu,
    attentes: parUrgence(contenu.attentes),
  };
}

const nombre = (libelle: string, n: number, adresse?: string): Chiffre => ({ libelle, valeur: formaterNombre(n), adresse });

function mois(f: Faits, jour: DateCivile, { entretiens }: { entretiens: boolean }) {
  return { titre: `Mon mois : ${formaterMois(moisDe(jour))}`, chiffres: [
    nombre('Orientations reçues', f.mois_orientations), nombre('Intégrations', f.mois_integrations), nombre('Refus', f.mois_refus),
    ...(entretiens ? [nombre('Entretiens', f.mois_entretiens)] : []), nombre('Sorties', f.mois_sorties),
  ] };
}
function annee(f: Faits, jour: DateCivile, plus: Chiffre[] = []) {
  return { titre: `Mes chiffres : ${anneeDe(jour)}`, chiffres: [
    ...plus, nombre('Orientations', f.annee_orientations), nombre('Intégrations', f.annee_integrations), nombre('Sorties', f.annee_sorties),
    { libelle: 'dont positives', valeur: formaterNombre(f.annee_positives), note: f.annee_sorties ? formaterTaux(f.annee_positives, f.annee_sorties) : undefined },
  ] };
}

/** The contacts to make, the exits to confirm, the proofs to obtain. `qui`: as the address of their lists says it. */
const attentesDesSuivis = (s: ComptesDesSuivis, qui: string): Attend[] => [
  ...compter(s.contacts, s.enRetard ? 'retard' : 'du', 'contact de suivi à faire', 'contacts de suivi à faire', s.enRetard ? `Dont ${formaterNombre(s.enRetard)} en retard. Dans l'emploi ou en formation, aux mois 1, 3 et 6.` : "Dans l'emploi ou en formation, aux mois 1, 3 et 6.", `/suivis?${qui}`),
  ...compter(s.sorties, 'du', 'sortie positive à confirmer', 'sorties positives à confirmer', 'Les six mois sont accomplis, ou la formation est validée.', `/suivis/sorties?${qui}`),
  ...compter(s.preuves, 'courant', 'sortie en emploi ou en formation sans preuve', 'sorties en emploi ou en formation sans preuve', 'Une preuve vue plus tard la rendrait positive.', `/suivis/preuves?${qui}`),
];

/** What the checks of the month to be sent still count; only while it waits to be sent. `qui`: as the address of the page says it. */
function controlesDuMois(controles: readonly Controle[], jour: DateCivile, qui: string): Attend[] {
  const { mois } = prochainTableau(jour);
  const somme = (lesquels: readonly Controle[]) => lesquels.reduce((n, c) => n + c.nombre, 0);
  const bloquants = somme(controlesBloquants(controles));
  const du = `du tableau de ${formaterMois(mois)}`;
  return compter(somme(controles), bloquants ? 'retard' : 'du', `contrôle ${du} à reprendre`, `contrôles ${du} à reprendre`, bloquants ? `${formaterNombre(bloquants)} ${bloquants >= 2 ? 'empêchent' : 'empêche'} de valider le mois.` : 'Aucun n\'empêche de valider le mois.', `/controles?mois=${mois}&accompagnateur=${qui}`);
}

export function pageAccompagnateur(acteur: Acteur, jour: DateCivile, c: Comptes, f: Faits, absences: number, s: ComptesDesSuivis, retours: number, controles: readonly Controle[]): PageAccueil {
  const mien = `accompagnateur=${acteur.utilisateurId}`;
  const hors = c.portefeuille < PORTEFEUILLE_MIN || c.portefeuille > PORTEFEUILLE_MAX;
  return page(acteur, jour, {
    actes: [NOUVELLE],
    attentes: [
      ...compter(c['pni-echu'], 'retard', 'PNI échu, parcours toujours ouvert', 'PNI échus, parcours toujours ouverts', 'Enregistrez la sortie, ou voyez avec Pôle emploi.', `/pni?etat=ECHU&${mien}`),
      ...compter(c['contact-tardif'], 'retard', 'personne attend un premier contact depuis plus de 30 jours', 'personnes attendent un premier contact depuis plus de 30 jours', 'Dans tout votre PLIE.', '/orientations?a_faire=contact-tardif'),
      ...controlesDuMois(controles, jour, String(acteur.utilisateurId)),
      ...retoursATraiter(retours),
      ...attentesDesSuivis(s, mien),
      ...absencesASignaler(absences),
      ...compter(c.entretien, 'du', 'personne sans entretien ce mois-ci', 'personnes sans entretien ce mois-ci', `À tenir avant la fin de ${formaterMois(moisDe(jour))}.`, '/portefeuille?voir=entretien'),
      ...pniALever(c, `&${mien}`),
      ...finsDePni(c, 'Préparez la sortie ou la suite du parcours.', `&${mien}`),
      ...compter(c.attribuees, 'du', 'orientation vous est attribuée', 'orientations vous sont attribuées', "À recevoir, ou en attente de l'intégration ou du refus.", `/orientations?etat=AVANT_INTEGRATION&${mien}`),
      ...compter(c['pni-a-demander'], 'du', 'parcours sans PNI demandé', 'parcours sans PNI demandé', 'La demande part avec le prochain tableau de suivi.', `/orientations?a_faire=pni-a-demander&${mien}`),
      ...compter(c.contact - c['contact-tardif'] > 0 ? c.contact : 0, 'courant', 'personne attend un premier contact', 'personnes attendent un premier contact', 'Dans tout votre PLIE.', '/orientations?a_faire=contact'),
      ...compter(c.decision, 'courant', "personne attend l'intégration ou le refus", "personnes attendent l'intégration ou le refus", 'Dans tout votre PLIE.', '/orientations?a_faire=decision'),
    ],
    vide: c.total ? TOUT_EST_A_JOUR : { phrase: "Votre portefeuille est vide. Les personnes dont vous êtes le référent unique paraîtront ici ; vous pouvez déjà enregistrer une orientation.", liens: [NOUVELLE] },
    panneaux: [
      mois(f, jour, { entretiens: true }),
      annee(f, jour, [{ libelle: 'Personnes suivies', valeur: formaterNombre(c.portefeuille), note: `repère : ${PORTEFEUILLE_MIN} à ${PORTEFEUILLE_MAX}${hors && c.portefeuille ? `, vous êtes ${c.portefeuille > PORTEFEUILLE_MAX ? 'au-dessus' : 'en dessous'}` : ''}`, adresse: `/orientations?etat=PARCOURS&${mien}` }]),
    ],
  });
}

export interface Seances { deLaSemaine: SeanceComptee[]; sansFeuille: SeanceComptee[] }

/** The sessions of the week, the next ones first to be seen; nothing when none is planned. */
function semaine(seances: SeanceComptee[]) {
  return seances.length ? [{ titre: 'Séances de la semaine', chiffres: seances.map((s) => ({
    libelle: `${formaterJour(s.date_seance)} à ${s.heure}, ${s.type === 'COLLECTIF' ? 'collective' : 'individuelle'}`, valeur: accorder(s.convoques, 'convoquée'), adresse: `/reception/seances/${s.id}`,
  })) }] : [];
}

/** Whose data go, or should not be there any more. */
export interface Conservation { prochaines: number; ouverts: number }
const finsDeConservation = ({ prochaines, ouverts }: Conservation): Attend[] => [
  ...compter(ouverts, 'retard', 'parcours ouvert au-delà de sa limite de conservation', 'parcours ouverts au-delà de leur limite de conservation', "Rien n'en est effacé : dites la sortie, ou vérifiez la prolongation.", '/conservation'),
  ...compter(prochaines, 'courant', 'personne sera effacée dans les 30 jours', 'personnes seront effacées dans les 30 jours', "Suspendez l'effacement si un contentieux ou un contrôle le demande.", '/conservation#titre-previsions'),
];

const demandesDeDroits = (n: number) => compter(n, 'retard', "réponse due à une personne sur ses données", 'réponses dues à des personnes sur leurs données', 'Le délai d\'un mois est passé, ou finit dans les sept jours.', '/demandes-de-droits');

export function pageAnimation(acteur: Acteur, jour: DateCivile, c: Comptes, f: Faits, cadre: Cadre, doublons: number, absences: number, seances: Seances, s: ComptesDesSuivis, aDecider: CommissionADecider[], retours: number, controles: readonly Controle[], enquetes: readonly EnqueteEnCours[], demandes: number, conservation: Conservation): PageAccueil {
  const tableau = prochainTableau(jour);
  const adresseDuTableau = `/tableau-de-suivi?mois=${tableau.mois}`;
  return page(acteur, jour, {
    actes: [NOUVELLE, { adresse: adresseDuTableau, libelle: `Tableau de ${formaterMois(tableau.mois)}`, icone: 'calendrier' }],
    attentes: [
      ...(cadre.convention_fin ? [] : [rappel('retard', "Aucune convention ne couvre aujourd'hui", "Demandez à l'administrateur de l'enregistrer : sans elle, le bilan emploie des réglages par défaut.", '/bilan')]),
      ...demandesDeDroits(demandes),
      ...compter(c['contact-tardif'], 'retard', 'orientation attend un premier contact depuis plus de 30 jours', 'orientations attendent un premier contact depuis plus de 30 jours', 'Attribuez-les ou convoquez à nouveau.', `/reception?attente=${JOURS_D_ALERTE}`),
      ...compter(c['pni-echu'], 'retard', 'PNI échu, parcours toujours ouvert', 'PNI échus, parcours toujours ouverts', 'Enregistrez la sortie, ou voyez avec Pôle emploi.', '/pni?etat=ECHU'),
      ...controlesDuMois(controles, jour, 'tous'),
      ...compter(seances.sansFeuille.length, 'du', 'séance passée, feuille de présence à remplir', 'séances passées, feuille de présence à remplir', 'Chaque présence enregistre le premier contact.', '/reception/seances'),
      ...aDecider.flatMap((x) => compter(x.attendues, x.date_seance < ajouterJours(jour, -JOURS_POUR_DECIDER) ? 'retard' : 'du', 'décision de commission à saisir', 'décisions de commission à saisir', `Commission du ${formaterJour(x.date_seance)}, ${x.lieu}.`, `/commissions/${x.id}/decisions`)),
      ...retoursATraiter(retours),
      ...absencesASignaler(absences),
      ...compter(c['sans-referent'], 'du', 'parcours sans référent unique', 'parcours sans référent unique', 'Attribuez chaque personne à un accompagnateur.', '/orientations?a_faire=sans-referent'),
      ...compter(cadre.sans_compte, 'du', 'personne suivie par un compte désactivé', 'personnes suivies par un compte désactivé', 'Confiez-les à un collègue.', '/portefeuilles/reattribuer'),
      ...attentesDesSuivis(s, 'accompagnateur=tous'),
      ...enquetesARepondre(enquetes, jour, 'PLIE'),
      ...compter(c['pni-a-demander'], 'du', 'intégration sans PNI demandé', 'intégrations sans PNI demandé', 'La demande part avec le tableau de suivi.', '/orientations?a_faire=pni-a-demander'),
      ...pniALever(c, ''),
      ...finsDePni(c, 'Préparez avec le référent la sortie ou la suite du parcours.', ''),
      ...compter(c.contact, 'courant', 'orientation à recevoir', 'orientations à recevoir', 'Fiches reçues, premier contact à venir.', '/reception'),
      ...compter(c.decision, 'courant', "orientation attend l'intégration ou le refus", "orientations attendent l'intégration ou le refus", '', '/orientations?a_faire=decision'),
      ...compter(c['pni-a-poser'], 'courant', 'PNI demandé, pas encore posé par Pôle emploi', 'PNI demandés, pas encore posés par Pôle emploi', '', '/pni?etat=DEMANDE'),
      ...finsDeConservation(conservation),
      ...compter(doublons, 'du', 'doublon possible à vérifier', 'doublons possibles à vérifier', 'Deux fiches qui semblent être la même personne.', '/doublons'),
    ],
    vide: f.total ? TOUT_EST_A_JOUR : { phrase: "Aucune orientation n'est encore enregistrée. Commencez par reprendre l'historique tenu dans Excel, ou enregistrez une première orientation.", liens: [REPRENDRE, NOUVELLE] },
    panneaux: [
      ...semaine(seances.deLaSemaine),
      mois(f, jour, { entretiens: true }),
      annee(f, jour, [
        { libelle: 'Personnes en parcours', valeur: formaterNombre(c.portefeuille), adresse: '/orientations?etat=PARCOURS' },
        { libelle: 'Accompagnateurs', valeur: formaterNombre(cadre.accompagnateurs), note: cadre.surcharges ? `dont ${formaterNombre(cadre.surcharges)} au-dessus de ${PORTEFEUILLE_MAX} personnes` : undefined },
      ]),
    ],
  });
}

/** A conseiller follows what becomes of the orientations that they prescribed; the agency's are a list away. */
export function pageConseiller(acteur: Acteur, jour: DateCivile, c: Comptes, f: Faits, agence: Comptes, nouvelles: Nouvelle[]): PageAccueil {
  return page(acteur, jour, {
    actes: [NOUVELLE],
    attentes: [
      ...compter(c['contact-tardif'], 'retard', 'de vos orientations sans premier contact depuis plus de 30 jours', 'de vos orientations sans premier contact depuis plus de 30 jours', 'Le PLIE doit convoquer ces personnes.', '/orientations?a_faire=contact-tardif&miennes=oui'),
      ...compter(c.contact, 'courant', 'de vos orientations attend un premier contact', 'de vos orientations attendent un premier contact', '', '/orientations?a_faire=contact&miennes=oui'),
      ...compter(c.decision, 'courant', 'de vos orientations attend la décision du PLIE', 'de vos orientations attendent la décision du PLIE', '', '/orientations?a_faire=decision&miennes=oui'),
      ...compter(c.portefeuille, 'courant', 'personne que vous avez orientée est accompagnée par le PLIE', 'personnes que vous avez orientées sont accompagnées par le PLIE', '', '/orientations?etat=PARCOURS&miennes=oui'),
    ],
    vide: f.total ? { phrase: "Aucune de vos orientations n'est en cours.", liens: [NOUVELLE] } : { phrase: "Vous n'avez encore orienté personne vers un PLIE. Enregistrez une première fiche de liaison : vous verrez ici ce que la personne devient.", liens: [NOUVELLE] },
    nouvelles: f.total ? {
      titre: 'Ce que deviennent vos orientations',
      vide: `Rien de nouveau depuis ${JOURS_DE_NOUVELLES} jours.`,
      lignes: nouvelles.map((n) => ({ date: formaterDate(n.date), nom: nomComplet(n), adresse: `/personnes/${n.personne_id}?orientation=${n.orientation_id}`, ...FAITS[n.fait], detail: n.fait === 'REFUS' ? libelle('MOTIFS_REFUS', n.code) : n.fait === 'SORTIE' ? libelle('MOTIFS_SORTIE', n.code) : '' })),
      toutes: '/orientations?etat=TOUTES&miennes=oui',
    } : null,
    panneaux: [
      annee(f, jour),
      { titre: 'Mon agence', chiffres: [
        nombre('Attendent un premier contact', agence.contact, '/orientations?a_faire=contact'), nombre('dont depuis plus de 30 jours', agence['contact-tardif'], '/orientations?a_faire=contact-tardif'),
        nombre('Attendent la décision du PLIE', agence.decision, '/orientations?a_faire=decision'), nombre('Accompagnées par le PLIE', agence.portefeuille, '/orientations?etat=PARCOURS'),
      ] },
    ],
  });
}

/** A référent follows the whole agency, and has the PNI to set. */
export function pageReferentPoleEmploi(acteur: Acteur, jour: DateCivile, c: Comptes, f: Faits, t: ComptesTaches, enRoute: number, recus: Record<EtatDuTableau, number>, enquetes: readonly EnqueteEnCours[]): PageAccueil {
  return page(acteur, jour, {
    attentes: [
      ...compter(recus.A_CONFIRMER, 'du', 'tableau de suivi à relire et à confirmer', 'tableaux de suivi à relire et à confirmer', "Rien n'en est enregistré avant.", '/tableaux-recus'),
      ...compter(recus.EN_RETARD, 'retard', 'tableau de suivi en retard', 'tableaux de suivi en retard', `De ${formaterMois(moisAttendu(jour))}, attendu avant le 7 : relancez le PLIE.`, '/tableaux-recus'),
      ...compter(recus.ATTENDU, 'courant', 'tableau de suivi attendu', 'tableaux de suivi attendus', `De ${formaterMois(moisAttendu(jour))}, avant le 7.`, '/tableaux-recus'),
      ...GENRES.flatMap((g) => compter(t[g.code], 'du', ...g.nom, `D'après les tableaux de suivi : ${dansLaPhrase(g.aide)}`, `${TACHES.adresse}?action=${g.code}`)),
      ...compter(enRoute, 'du', 'réponse à transmettre au PLIE', 'réponses à transmettre aux PLIE', 'Par un classeur : ces PLIE ne travaillent pas dans cette installation.', '/retours/classeur'),
      ...compter(c['pni-echu'], 'retard', 'PNI échu, parcours toujours ouvert', 'PNI échus, parcours toujours ouverts', 'Voyez avec le PLIE : sortie à enregistrer, ou PNI à lever.', '/pni?etat=ECHU'),
      ...compter(c['pni-a-poser'], 'courant', 'PNI demandé, pas encore posé', 'PNI demandés, pas encore posés', 'Demandés par le PLIE, que son tableau soit importé ou non.', '/pni?etat=DEMANDE'),
      ...enquetesARepondre(enquetes, jour, 'POLE_EMPLOI'),
      ...pniALever(c, ''),
      ...finsDePni(c, '', ''),
      ...compter(c['contact-tardif'], 'retard', 'orientation sans premier contact depuis plus de 30 jours', 'orientations sans premier contact depuis plus de 30 jours', 'Le PLIE doit convoquer ces personnes.', '/orientations?a_faire=contact-tardif'),
      ...compter(c.contact, 'courant', 'orientation attend un premier contact', 'orientations attendent un premier contact', '', '/orientations?a_faire=contact'),
      ...compter(c.decision, 'courant', 'orientation attend la décision du PLIE', 'orientations attendent la décision du PLIE', '', '/orientations?a_faire=decision'),
      ...compter(c.portefeuille, 'courant', 'personne accompagnée par le PLIE', 'personnes accompagnées par le PLIE', '', '/orientations?etat=PARCOURS'),
    ],
    vide: f.total ? TOUT_EST_A_JOUR : { phrase: "Aucune personne de votre agence n'est encore orientée vers un PLIE.", liens: [] },
    panneaux: [mois(f, jour, { entretiens: false }), annee(f, jour)],
  });
}

/** `bilans`: those of the year that is over. */
export function pageCorrespondant(acteur: Acteur, jour: DateCivile, plies: PlieDeLaRegion[], bilans: { retard: number; aRelire: number }, enquetes: readonly EnqueteEnCours[]): PageAccueil {
  const annee = anneeDe(jour) - 1;
  const sansConvention = plies.filter((p) => !p.convention_fin).length;
  return page(acteur, jour, {
    actes: [{ adresse: '/bilan', libelle: 'Ouvrir le bilan', icone: 'fleche' }],
    attentes: [
      ...compter(bilans.retard, 'retard', `bilan ${annee} en retard`, `bilans ${annee} en retard`, 'Attendu avant le 30 avril : relancez le PLIE.', `/bilans?annee=${annee}&etat=RETARD`),
      ...compter(bilans.aRelire, 'du', `bilan ${annee} à relire`, `bilans ${annee} à relire`, 'Le PLIE l\'a validé : acceptez-le, ou renvoyez-le.', `/bilans?annee=${annee}&etat=ENVOYE`),
      ...compter(sansConvention, 'retard', "PLIE sans convention aujourd'hui", "PLIE sans convention aujourd'hui", 'Sans convention, le bilan emploie des réglages par défaut.', '/bilan'),
      ...enquetesARelancer(enquetes, jour),
    ],
    vide: plies.length ? TOUT_EST_A_JOUR : { phrase: "Aucun PLIE de votre région n'est encore enregistré. L'administrateur les ajoute, puis leurs nombres paraissent ici.", liens: [] },
    plies: plies.length ? {
      titre: `${plies.length > 1 ? `Les ${formaterNombre(plies.length)} PLIE` : 'Le PLIE'} de la région en ${anneeDe(jour)}`,
      lignes: plies.map((p) => ({
        nom: p.nom, departement: p.departement, convention: p.convention_fin ? `jusqu'au ${formaterDate(p.convention_fin as DateCivile)}` : 'aucune', enRegle: p.convention_fin !== null,
        orientations: formaterNombre(p.orientations), integrations: formaterNombre(p.integrations), sorties: formaterNombre(p.sorties),
      })),
    } : null,
  });
}

export function pageAdministrateur(acteur: Acteur, jour: DateCivile, i: Installation): PageAccueil {
  return page(acteur, jour, {
    actes: [{ adresse: '/administration', libelle: 'Administration', icone: 'modifier' }],
    attentes: [
      ...compter(i.sans_convention, 'retard', "PLIE sans convention aujourd'hui", "PLIE sans convention aujourd'hui", 'Sans convention, le bilan emploie des réglages par défaut.', '/administration/conventions'),
      ...compter(i.sans_agence, 'du', 'PLIE sans agence', 'PLIE sans agence', "Rattachez-lui ses agences, dont celle de référence.", '/administration/organisations'),
      ...compter(i.sans_animation, 'du', "PLIE sans compte d'animation", "PLIE sans compte d'animation", 'Personne ne peut y établir le tableau de suivi.', '/administration/utilisateurs'),
      ...compter(i.conventions_bientot, 'du', 'convention finit dans les 90 jours', 'conventions finissent dans les 90 jours', 'Préparez la suivante.', '/administration/conventions'),
      ...compter(i.a_inviter, 'du', 'compte à inviter', 'comptes à inviter', "Créés par une reprise, ils n'ont pas encore de lien.", '/administration/utilisateurs?etat=A_INVITER'),
      ...compter(i.invites, 'courant', 'compte jamais activé', 'comptes jamais activés', "La personne n'a pas encore choisi son mot de passe ; un lien vaut 24 heures.", '/administration/utilisateurs?etat=INVITE'),
    ],
    vide: i.plies ? TOUT_EST_A_JOUR : { phrase: "Aucun PLIE n'est encore enregistré. Ajoutez le premier, son agence et leur convention.", liens: [{ adresse: '/administration/organisations/nouvelle', libelle: 'Ajouter une organisation', icone: 'plus' }] },
    panneaux: [{ titre: 'Installation', chiffres: [nombre('PLIE', i.plies, '/administration/organisations'), nombre('Agences', i.agences, '/administration/organisations'), nombre('Comptes actifs', i.comptes, '/administration/utilisateurs')] }],
  });
}

export function pageDpo(acteur: Acteur, jour: DateCivile, a: Consultations, alertes: number, conservation: Conservation, demandes: number): PageAccueil {
  return page(acteur, jour, {
    actes: [{ adresse: '/protection-des-donnees', libelle: 'La protection des données en une page', icone: 'fleche' }],
    attentes: [
      ...demandesDeDroits(demandes),
      ...compter(alertes, 'retard', 'usage inhabituel à éclaircir', 'usages inhabituels à éclaircir', "Beaucoup de fiches ouvertes en une heure, ou plusieurs fichiers nominatifs sortis dans la journée.", '/journal/alertes'),
      ...finsDeConservation(conservation),
    ],
    vide: { phrase: 'Rien ne vous attend. Le journal dit qui a vu et changé quoi dans votre organisation.', liens: [] },
    panneaux: [{ titre: `Ce mois-ci : ${formaterMois(moisDe(jour))}`, chiffres: [nombre('Modifications', a.modifications, '/journal?nature=ECRITURE'), nombre('Consultations et exports', a.consultations, '/journal'), nombre('Conventions en cours', a.conventions)] }],
  });
}
