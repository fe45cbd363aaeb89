/**
 * (i) A monthly table of 5,000 rows taken in by Pôle emploi, looked at then confirmed, against the reading of that file alone
 * (in its process too, nothing checked). In the clear, then encrypted as it is sent.
 */
import { ecrire } from '../server/lib/ecriture';
import { confirmer, deposer } from '../server/importation/actions';
import { lireImportation } from '../server/importation/queries';
import { NOMS_DES_FEUILLES, colonnesDe } from '../server/importation/rules-format';
import type { Acteur, Contexte } from '../server/acces/acteur';
import { creerHasard } from '../server/demonstration/hasard';
import { chiffrer } from '../server/lib/classeur/chiffrer';
import { classeurEnMemoire, type Cellule } from '../server/lib/classeur/ecrire';
import { LIMITES_ENVOI, lireClasseur } from '../server/lib/classeur/lire';
import { ajouterJours, chercherMois, dateCivile } from '../server/lib/dates';
import { JOUR, MOIS_DU_TABLEAU, contexteDuBanc } from './donnees';
import { TOURS, comparer, fois, mebioctets, memoireResidente, millisecondes, ouvrirSurLeServeur, sommetDeMemoire, surLeServeur, type Resultat } from './outils';

const LIGNES = 5_000;
const CIBLE = 3;
const CIBLE_MEMOIRE = 300 * 1_048_576;
const BASE = 'plie_bench_importation';
const MOT_DE_PASSE = 'tilleul brume amande 7';

export async function mesurerImportation(): Promise<Resultat[]> {
  const connexion = await ouvrirSurLeServeur(BASE, false);
  try {
    const systeme = contexteDuBanc(connexion);
    // One PLIE a round: each takes in a table of which nothing is known yet, the costliest.
    const plies = await ecrire(systeme.base, systeme.auteur, 'essai.ouvrir', async (trx) => {
      await trx.raw(`
        insert into regions (code, nom) values ('PACA', 'Région du banc');
        insert into departements (code, nom, region_code) values ('06', 'Alpes-Maritimes', 'PACA');
        insert into organisations (type, code, nom) values ('AGENCE', 'AGENCE', 'Agence du banc');
        insert into organisations (type, code, nom, departement_code) select 'PLIE', 'BANC-' || n, 'PLIE du banc ' || n, '06' from generate_series(1, ${2 * (TOURS + 1) + 1}) n;
        insert into plie_agences (plie_id, agence_id, reference) select p.id, a.id, true from organisations p, organisations a where p.type = 'PLIE' and a.type = 'AGENCE';
        insert into utilisateurs (organisation_id, role, nom, prenom, courriel) select id, 'REFERENT_PE', 'Banc', 'Référent', 'referent@banc.exemple.test' from organisations where type = 'AGENCE'`);
      return (await trx('organisations').where({ type: 'PLIE' }).select<{ id: number }[]>('id')).map((p) => p.id);
    });
    const contexte = await contexteDuReferent(systeme);
    const clair = await ecrireFichier();
    const chiffre = await chiffrer(clair, MOT_DE_PASSE);
    const importer = async (contenu: Buffer) => {
      const plie_id = plies.pop()!;
      const { id } = await deposer(contexte, { nom: 'tableau.xlsx', contenu, motDePasse: MOT_DE_PASSE }, { plie_id, mois: chercherMois(MOIS_DU_TABLEAU) });
      const { version, nouveaux } = await lireImportation(contexte, id);
      if (nouveaux !== LIGNES) throw new Error(`${nouveaux} lignes nouvelles au lieu de ${LIGNES}.`);
      await confirmer(contexte, id, version);
    };
    const resultats: Resultat[] = [];
    for (const [nom, contenu] of [['en clair', clair], ['chiffré', chiffre]] as const) {
      const { nous, plancher, rapport } = await comparer(() => importer(contenu), () => lire(contenu));
      resultats.push({
        mesure: `(i) tableau reçu, ${nom}`, valeur: fois(rapport), cible: `≤ ${fois(CIBLE)}`, tenu: rapport <= CIBLE,
        detail: `${LIGNES} lignes contrôlées puis enregistrées, journal compris : ${millisecondes(nous)} contre ${millisecondes(plancher)} pour lire le fichier seul`,
      });
    }
    const repos = memoireResidente(process.pid);
    const { sommet } = await sommetDeMemoire(process.pid, () => importer(chiffre));
    resultats.push({ mesure: '(i) mémoire', valeur: mebioctets(sommet - repos), cible: `≤ ${mebioctets(CIBLE_MEMOIRE)}`, tenu: sommet - repos <= CIBLE_MEMOIRE, detail: `au-dessus du repos (${mebioctets(repos)}), processus de lecture compris` });
    return resultats;
  } finally {
    await connexion.fermer();
    await surLeServeur(`drop database if exists ${BASE} with (force)`);
  }
}

async function contexteDuReferent(systeme: Contexte): Promise<Contexte> {
  const [compte] = await systeme.base('utilisateurs as u').join('organisations as o', 'o.id', 'u.organisation_id').where('u.role', 'REFERENT_PE').select<{ id: number; organisation_id: number; code: string; nom: string }[]>('u.id', 'u.organisation_id', 'o.code', 'o.nom');
  const acteur: Acteur = { utilisateurId: compte!.id, nom: 'Banc', prenom: 'Référent', role: 'REFERENT_PE', organisation: { id: compte!.organisation_id, type: 'AGENCE', code: compte!.code, nom: compte!.nom, departementCode: null, regionCode: null } };
  return { ...systeme, acteur, auteur: { ...systeme.auteur, utilisateurId: compte!.id, systeme: null } };
}

async function lire(contenu: Buffer): Promise<void> {
  let lues = 0;
  for await (const morceau of lireClasseur({ nom: 'tableau.xlsx', contenu, motDePasse: MOT_DE_PASSE }, [...NOMS_DES_FEUILLES], LIMITES_ENVOI)) if (morceau.genre === 'lignes') lues += morceau.lignes.length;
  if (lues < LIGNES) throw new Error(`${lues} lignes lues au lieu de ${LIGNES}.`);
}

function ecrireFichier(): Promise<Buffer> {
  const personne = (n: number) => ({ Nom: `Bellerive ${n}`, Prénom: 'Camille', 'Identifiant Pôle emploi': `${String(n).padStart(7, '0')}A` });
  const feuilles: Record<string, (n: number) => Record<string, Cellule> | null> = {
    'Tableau de suivi': rangee(personne),
    Étapes: (n) => (n % 3 ? null : { ...personne(n), "Type d'étape": 'Formation', Début: { date: dateCivile('2026-05-11') } }),
    Absences: (n) => (n % 10 ? null : { ...personne(n), 'Date de convocation': { date: dateCivile('2026-05-12') }, Excusé: false }),
    Corrections: () => null,
  };
  return classeurEnMemoire(NOMS_DES_FEUILLES.map((nom) => {
    const titres = colonnesDe(nom).map(([, c]) => c.titre);
    const lignes = Array.from({ length: LIGNES }, (_, i) => feuilles[nom]!(i + 1)).filter((l) => l !== null);
    return { nom, colonnes: titres.map((titre) => ({ titre })), lignes: lignes.map((l) => titres.map((t) => l[t] ?? null)) };
  }));
}

const rangee = (personne: (n: number) => Record<string, Cellule>) => (n: number): Record<string, Cellule> => {
  const hasard = creerHasard(`importation ${n}`);
  const prescription = ajouterJours(JOUR, -hasard.entier(100, 700));
  const integration = ajouterJours(prescription, 40);
  return {
    ...personne(n), 'Date de naissance': { date: ajouterJours(dateCivile('1965-01-01'), hasard.entier(0, 14_000)) }, Adresse: `${n} rue des Amandiers, 06990 Valbrise`, Téléphone: '06 39 98 00 00', 'Conseiller Pôle emploi': 'Noé OSTREV',
    Prescripteur: 'Pôle emploi', 'Date de prescription': { date: prescription }, Situation: 'En parcours', "Date d'intégration": { date: integration }, 'Début PNI': n % 4 ? { date: integration } : null, 'Fin PNI': n % 4 ? { date: ajouterJours(integration, 729) } : null,
    Accompagnateur: 'Maëlle CASTELLAN', 'Téléphone accompagnateur': '01 99 00 00 00', 'Courriel accompagnateur': 'maelle@banc.exemple.test', 'Action attendue': n % 4 ? null : 'Poser le PNI',
  };
};
