/**
 * What is promised to the persons, and where it stands today, on one page: what a data-protection officer reads before going live,
 * and prints for the other party. Each line leads to what it sums up. Pure.
 */
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import type { Tete } from '../administration/journal/queries-sceaux';
import type { Certificat, Politique } from '../conservation/queries';
import { JOURS_D_AVERTISSEMENT } from '../conservation/rules';
import type { Demande } from '../demandes-de-droits/queries';
import { horloge } from '../demandes-de-droits/rules';
import { formaterDate, formaterInstant, type DateCivile } from '../lib/dates';
import { accorder, formaterNombre } from '../lib/texte';
import type { EtatSauvegardes } from '../sauvegardes/rules';
import type { Violation } from '../violations/queries';
import { aDire, aQui, etatDuDelai } from '../violations/rules';
import type { Comptes } from './queries-comptes';

export const ESSENTIEL = { adresse: '/protection-des-donnees', libelle: 'Protection des données' };

export interface Etat {
  jour: DateCivile;
  /** ISO. */
  maintenant: string;
  politiques: Politique[];
  prochaines: number;
  ouverts: number;
  dernierCertificat: Certificat | null;
  archives: number;
  demandes: Demande[];
  violations: Violation[];
  /** Still missing in one's own organisation. */
  correspondants: { correspondants: number; pays: number };
  comptes: Comptes;
  /** Null for whoever does not see to them. */
  alertes: number | null;
  tete: Tete | null;
  /** By which ways the application's own role could change the journal (lib/db/roles.ts); none is what is wanted. */
  chemins: string[];
  sauvegardes: EtatSauvegardes;
}

type Ton = 'fait' | 'du' | 'retard';
const MOTS: Record<Ton, string> = { fait: 'En règle', du: 'À voir', retard: 'En retard' };
interface Ligne { promesse: string; ton: Ton; mot: string; etat: string[]; lien: { adresse: string; libelle: string } | null }
const ligne = (promesse: string, ton: Ton, etat: string[], lien: Ligne['lien']): Ligne => ({ promesse, ton, mot: MOTS[ton], etat, lien });

function durees({ jour, politiques, prochaines, ouverts, dernierCertificat, archives }: Etat): Ligne[] {
  const lien = { adresse: '/conservation', libelle: 'Conservation' };
  const presentes = politiques.filter((p) => p.date_debut <= jour && jour <= p.date_fin);
  const decidees = presentes.filter((p) => p.numero).length;
  return [
    ligne('Personne n\'est gardé plus longtemps que la convention ne le permet : au terme, l\'effacement se fait seul, la nuit, et les bilans ne changent pas.', presentes.length ? 'fait' : 'du', [
      presentes.length
        ? `${accorder(presentes.length, 'convention en cours', 'conventions en cours')} : ${decidees ? `durées décidées pour ${formaterNombre(decidees)}${decidees < presentes.length ? ', durées du modèle pour les autres' : ''}` : 'durées du modèle'}.`
        : "Aucune convention n'est en cours : rien n'est effacé avant que la dernière ne soit finie.",
      `${prochaines ? accorder(prochaines, 'personne sera effacée', 'personnes seront effacées') : 'Personne ne sera effacé'} dans les ${JOURS_D_AVERTISSEMENT} jours.`,
      dernierCertificat ? `Dernier certificat de destruction : le ${formaterDate(dernierCertificat.le)}.` : "Rien n'a encore été détruit.",
    ], lien),
    ligne('Un parcours encore ouvert à sa limite n\'est jamais effacé en silence.', ouverts ? 'retard' : 'fait', [ouverts ? `${accorder(ouverts, 'parcours ouvert', 'parcours ouverts')} au-delà : la sortie est à dire.` : 'Aucun parcours au-delà de sa limite.'], lien),
    ligne('Ce que demande le contrôle du FSE, et rien de plus, reste dans une archive fermée : chaque ouverture dit pourquoi.', 'fait', [`${accorder(archives, 'personne')} dans l'archive.`], { adresse: '/conservation/archive', libelle: 'Archive restreinte' }),
  ];
}

function demandes({ jour, demandes: ouvertes }: Etat): Ligne {
  const [premiere] = ouvertes;
  const delai = premiere && horloge(premiere, jour);
  return ligne('Qui demande à voir, corriger, effacer ou limiter ses données reçoit sa réponse dans le mois.', delai ? delai.ton || 'fait' : 'fait', [
    delai ? `${accorder(ouvertes.length, 'demande ouverte', 'demandes ouvertes')} ; la plus pressante : ${delai.texte}.` : 'Aucune demande ouverte.',
  ], { adresse: '/demandes-de-droits', libelle: 'Demandes de droits' });
}

function violations({ violations: ouvertes, maintenant }: Etat): Ligne {
  const attentes = ouvertes.flatMap((v) => aDire(v).map((d) => ({ ...etatDuDelai(d, maintenant), qui: aQui(d) })));
  const pire = attentes.find((a) => a.ton === 'retard') ?? attentes[0];
  return ligne("Une violation est dite à l'autre partie dans les 36 heures, à la CNIL dans les 72.", pire?.ton ?? 'fait', [
    ouvertes.length ? `${accorder(ouvertes.length, 'violation ouverte', 'violations ouvertes')}.${pire ? ` À dire ${pire.qui} : ${pire.phrase.charAt(0).toLowerCase()}${pire.phrase.slice(1)}` : ' Tout a été dit.'}` : 'Aucune violation ouverte.',
  ], { adresse: '/violations', libelle: 'Violations' });
}

function correspondants({ correspondants: { correspondants: aNommer, pays } }: Etat): Ligne {
  return ligne("L'autre partie sait à qui écrire, et dans quels pays les données sont hébergées et vues : l'Union européenne seulement.", aNommer || pays ? 'du' : 'fait', [
    aNommer ? `${accorder(aNommer, 'correspondant')} à nommer.` : 'Correspondants nommés.', pays ? 'La liste des pays est à établir.' : 'Liste des pays établie.',
  ], { adresse: '/correspondants-et-hebergement', libelle: 'Correspondants et hébergement' });
}

function acces(acteur: Acteur, { comptes, alertes, tete, chemins }: Etat): Ligne[] {
  return [
    ligne('Chacun ne voit que son territoire, avec un mot de passe et un second facteur ; un compte inutilisé six mois se ferme.', comptes.sansFacteur || comptes.dispenses ? 'du' : 'fait', [
      `${accorder(comptes.actifs, 'compte actif', 'comptes actifs')}, dont ${formaterNombre(comptes.gardes)} avec accès à des personnes ou aux réglages.`,
      ...(comptes.dispenses ? [`${accorder(comptes.dispenses, 'compte dispensé', 'comptes dispensés')} du second facteur, pour une démonstration.`] : []),
      ...(comptes.sansFacteur ? [`${accorder(comptes.sansFacteur, 'compte')} sans second facteur : il sera demandé à la prochaine connexion.`] : []),
      ...(comptes.dispenses || comptes.sansFacteur ? [] : ['Tous ont leur second facteur.']),
    ], null),
    ...(alertes === null ? [] : [ligne('Un usage inhabituel se signale de lui-même.', alertes ? 'retard' : 'fait', [alertes ? `${accorder(alertes, 'usage')} à éclaircir.` : "Rien à éclaircir."], { adresse: '/journal/alertes', libelle: 'Usages inhabituels' })]),
    ligne('Chaque consultation, export, impression et changement est au journal douze mois ; une ligne touchée se voit.', tete ? 'fait' : 'du', [
      tete ? `Scellé jusqu'au ${formaterInstant(tete.scelle_le)}, segment ${formaterNombre(tete.numero)}.` : "Rien n'est encore scellé.",
    ], peut(acteur, 'journal.lire') ? { adresse: '/journal', libelle: 'Journal' } : null),
    ligne("L'application elle-même ne peut ni changer ni effacer le journal.", chemins.length ? 'du' : 'fait', chemins.length
      ? [`Aujourd'hui son rôle dans la base le pourrait : ${chemins.join(' ; ')}. Les déclencheurs et les sceaux gardent le journal.`, 'Sur PostgreSQL, votre service informatique peut lui donner un rôle à part : docs/exploitation.md dit comment.']
      : ["Son rôle dans la base n'en a pas le droit, et ne peut pas se le donner."], null),
  ];
}

/** What others may do again by themselves, each with its command. */
const PREUVES = [
  { commande: 'npm run plie -- journal verifier', dit: "relit toute la chaîne du journal et la compare aux têtes gardées hors de la base." },
  { commande: 'npm run plie -- conservation --simulation', dit: "compte ce que la nuit effacerait, sans rien changer." },
  { commande: 'npm run plie -- sauvegarde', dit: 'écrit une sauvegarde chiffrée, avec le compte et la somme de contrôle de chaque table.' },
  { commande: 'npm run mutations', dit: "retire une à une les gardes de l'accès, du territoire et du journal : chaque fois, un essai doit échouer." },
];

/** What no software can promise by itself. */
const A_L_HEBERGEUR = [
  "Le chiffrement des disques et des échanges (HTTPS), et la mise à jour du serveur.",
  "La garde des clés et de la phrase de passe des sauvegardes, ailleurs que les sauvegardes.",
  "L'antivirus des postes : les fichiers reçus sont lus cellule par cellule et jamais redonnés.",
];

export function pageEssentiel(acteur: Acteur, etat: Etat) {
  // A PLIE keeps persons of its own, and answers to them.
  const gardeDesPersonnes = acteur.organisation?.type === 'PLIE';
  const rubriques = [
    ...(gardeDesPersonnes ? [{ titre: 'Durées et effacement', lignes: durees(etat) }, { titre: 'Droits des personnes', lignes: [demandes(etat)] }] : []),
    { titre: 'Violations et correspondants', lignes: [violations(etat), correspondants(etat)] },
    { titre: 'Accès et traces', lignes: acces(acteur, etat) },
    { titre: 'Sauvegardes', lignes: [ligne('Une sauvegarde chiffrée chaque nuit, restaurée pour la vérifier, gardée trente jours ; les effacements sont rejoués après une restauration.', etat.sauvegardes.ton === 'fait' ? 'fait' : 'du', [etat.sauvegardes.phrase], null)] },
  ];
  const aVoir = rubriques.flatMap((r) => r.lignes).filter((l) => l.ton !== 'fait').length;
  return {
    titre: 'Protection des données en une page', rubrique: ESSENTIEL, organisation: acteur.organisation?.nom ?? '', jour: formaterDate(etat.jour),
    bilan: aVoir ? `${accorder(aVoir, 'point')} à voir, marqués ci-dessous.` : 'Tout est en règle.', ton: aVoir ? 'alerte' : 'fait', icone: aVoir ? 'alerte' : 'check',
    rubriques, preuves: PREUVES, hebergeur: A_L_HEBERGEUR,
    suites: [{ adresse: '/registre-des-traitements', libelle: 'Registre des traitements' }, { adresse: '/donnees-personnelles', libelle: "Ce qui est dit aux personnes" }, { adresse: '/conventions', libelle: 'Conventions' }],
  };
}
