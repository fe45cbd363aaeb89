/** The acts on a table received: drop it, answer what it asks, confirm it, give it up. Nothing of it is written before the confirmation. */
import type { Contexte } from '../acces/acteur';
import { contexteSysteme } from '../acces/acteur';
import { FichierRefuse, LIMITES_ENVOI } from '../lib/classeur/lire';
import type { DateCivile } from '../lib/dates';
import { Conflit, RegleEnfreinte } from '../lib/erreurs';
import { consigner, ecrire, type Transaction } from '../lib/ecriture';
import type { Base } from '../lib/db';
import { noterImportation } from '../echanges/actions-etapes';
import { lireTableau, type FichierATraiter } from './actions-lire';
import { estDeReference, lireConnu, type Tableau } from './queries-connu';
import { ecrireTableau } from './queries-ecriture';
import {
  ajouterImportation, changerContenu, chercherDerniere, compterPerimees, effacerImportation, effacerPerimees, lireContenu, listerPliesDeLAgence, terminerImportation, verrouillerImportation, verrouillerPlie, type Contenu,
} from './queries';
import { confronter, destinationDe, verifierInformations, type Choix } from './rules';
import { examiner } from './rules-examiner';
import { instantEtabli, type Lecture } from './rules-lecture';
import type { Reponses } from './rules-rapprochement';

/** Where a file that was dropped is to be looked at; `deja`: it was confirmed before, and nothing changed. */
export interface Depot { id: number; deja: boolean }

/** Reads the file aside, and keeps what becomes of each row. Throws RegleEnfreinte with the field that is at fault. */
export async function deposer(contexte: Contexte, fichier: FichierATraiter, choix: Choix): Promise<Depot> {
  const lecture = await lire(fichier, contexte.jour);
  const destination = destinationDe(lecture.informations, choix, await listerPliesDeLAgence(contexte), contexte.jour);
  if (Array.isArray(destination)) throw new RegleEnfreinte(destination);
  const { plie, mois } = destination;
  const etabliLe = instantEtabli(lecture.informations?.etabliLe ?? null);
  const suite = confronter({ mois, empreinte: lecture.empreinte, etabli_a: etabliLe }, await chercherDerniere(contexte.base, contexte, plie.id));
  if (typeof suite === 'string') throw new RegleEnfreinte([{ champ: 'fichier', message: suite }]);
  if (suite) return { id: suite.deja, deja: true };
  for (const raison of verifierInformations(lecture)) lecture.remarques.unshift({ feuille: '', ligne: 0, colonne: '', valeur: '', raison });
  const { contenu } = await refaire(contexte.base, contexte, { plieId: plie.id, mois, etabliLe }, lecture, {});
  const { lues, REFUSEE } = contenu.examen.comptes['Tableau de suivi'];
  const id = await ecrire(contexte.base, contexte.auteur, { action: 'tableau.recevoir', plieId: plie.id, details: { mois, lignes: lues, refusees: REFUSEE } }, (trx) =>
    ajouterImportation(trx, { plie_id: plie.id, agence_id: contexte.acteur.organisation!.id, utilisateur_id: contexte.acteur.utilisateurId, mois, empreinte: lecture.empreinte, etabliLe, nom_fichier: fichier.nom, contenu }));
  return { id, deja: false };
}

async function lire(fichier: FichierATraiter, jour: DateCivile): Promise<Lecture> {
  try {
    return await lireTableau(fichier, jour, LIMITES_ENVOI);
  } catch (erreur) {
    throw erreur instanceof FichierRefuse ? new RegleEnfreinte([{ champ: erreur.champ, message: erreur.message }]) : erreur;
  }
}

async function refaire(base: Base | Transaction, contexte: Contexte, tableau: Tableau, lecture: Lecture, reponses: Reponses) {
  const { examen, ecriture } = examiner(lecture, await lireConnu(base, contexte, tableau, lecture), reponses, contexte.jour);
  return { contenu: { lecture, reponses, examen } satisfies Contenu, ecriture };
}

const DEJA_TRAITE = ["Ce tableau n'attend plus de confirmation : il est déjà enregistré.", 'Rechargez la page pour le voir.'] as const;
const CHANGE = "Quelqu'un d'autre a répondu aux rapprochements de ce tableau entre-temps : rien n'a été enregistré.";

async function ouvrir(trx: Transaction, contexte: Contexte, id: number, version: number) {
  const importation = await verrouillerImportation(trx, contexte, id);
  if (importation.etat !== 'A_CONFIRMER') throw new Conflit(...DEJA_TRAITE);
  if (importation.version !== version) throw new Conflit(CHANGE);
  return { importation, contenu: (await lireContenu(trx, contexte, id))!, tableau: { plieId: importation.plie_id, mois: importation.mois, etabliLe: importation.etabli_a } };
}

/** Keeps who is who, and examines the table again. Answers to rows that ask nothing are left out. */
export async function repondre(contexte: Contexte, id: number, version: number, donnees: Reponses): Promise<void> {
  await ecrire(contexte.base, contexte.auteur, { action: 'tableau.rapprocher', details: { importation: id, reponses: Object.keys(donnees).length } }, async (trx) => {
    const { importation, contenu, tableau } = await ouvrir(trx, contexte, id, version);
    const { contenu: refait } = await refaire(trx, contexte, tableau, contenu.lecture, { ...contenu.reponses, ...donnees });
    await changerContenu(trx, importation, refait);
  });
}

/** Throws away the answers: everything is asked again. */
export async function reprendreReponses(contexte: Contexte, id: number, version: number): Promise<void> {
  await ecrire(contexte.base, contexte.auteur, { action: 'tableau.rapprocher', details: { importation: id, reponses: 0 } }, async (trx) => {
    const { importation, contenu, tableau } = await ouvrir(trx, contexte, id, version);
    await changerContenu(trx, importation, (await refaire(trx, contexte, tableau, contenu.lecture, {})).contenu);
  });
}

/** REFAIT: what is known has changed since the table was examined; it was examined again, and is to be read over. */
export type Issue = 'ENREGISTRE' | 'REFAIT';

/** Writes the table, or nothing. Throws RegleEnfreinte when a newer one came in meanwhile. */
export async function confirmer(contexte: Contexte, id: number, version: number): Promise<Issue> {
  try {
    return await ecrire(contexte.base, contexte.auteur, { action: 'tableau.importer', details: { importation: id } }, async (trx) => {
      const { importation, contenu, tableau } = await ouvrir(trx, contexte, id, version);
      const { plie_id: plieId, mois, empreinte } = importation;
      await verrouillerPlie(trx, plieId);
      const suite = confronter({ mois, empreinte, etabli_a: tableau.etabliLe }, await chercherDerniere(trx, contexte, plieId));
      if (suite) throw new RegleEnfreinte(typeof suite === 'string' ? suite : 'Ce tableau est déjà enregistré : rien de plus ne change.');
      const { contenu: refait, ecriture } = await refaire(trx, contexte, tableau, contenu.lecture, contenu.reponses);
      if (differe(contenu, refait)) {
        await changerContenu(trx, importation, refait);
        return 'REFAIT';
      }
      await ecrireTableau(trx, { plieId, importationId: id, mois }, ecriture);
      // The month of the PLIE is received once its reference agency, which takes every row, has taken it.
      if (await estDeReference(trx, contexte, plieId)) await noterImportation(trx, { plieId, mois, empreinte });
      await terminerImportation(trx, importation, refait, contexte.acteur.utilisateurId);
      return 'ENREGISTRE';
    });
  } catch (erreur) {
    if ((erreur as { code?: string }).code !== '23505') throw erreur;
    throw new RegleEnfreinte('Deux lignes de ce tableau, ou une ligne et un dossier déjà connu, parlent de la même orientation. Rien n\'a été enregistré : relisez les corrections et les identifiants avec le PLIE.');
  }
}

const differe = (a: Contenu, b: Contenu): boolean => JSON.stringify(enOrdre(a)) !== JSON.stringify(enOrdre(b));
/** Row by row what was said of it; keys in one order, for the database gives them back in its own. */
const enOrdre = ({ examen }: Contenu) => examen.lignes.map(({ f, n, sort, d }) => [f, n, sort, d.map(({ colonne, avant, valeur }) => [colonne, avant ?? null, valeur])]);

/** Gives up: what was read is removed. */
export async function abandonner(contexte: Contexte, id: number): Promise<void> {
  await ecrire(contexte.base, contexte.auteur, { action: 'tableau.abandonner', details: { importation: id } }, async (trx) => {
    const importation = await verrouillerImportation(trx, contexte, id);
    if (importation.etat !== 'A_CONFIRMER') throw new Conflit(...DEJA_TRAITE);
    await effacerImportation(trx, importation);
  });
}

/** What was read, to write the refused rows; it holds names: opening it is journalled. Null when it is gone. */
export async function ouvrirRefus(contexte: Contexte, id: number, plieId: number): Promise<Contenu | null> {
  const contenu = await lireContenu(contexte.base, contexte, id);
  if (contenu) await consigner(contexte.base, contexte.auteur, { action: 'tableau.telecharger_refus', plieId, details: { importation: id } });
  return contenu;
}

/** Removes the files that nobody confirmed within a day. Called now and then by index.ts. */
export async function purgerImportations(base: Base, jour: DateCivile): Promise<void> {
  if (!(await compterPerimees(base))) return;
  const { auteur } = contexteSysteme(base, jour, 'ménage');
  await ecrire(base, auteur, 'tableau.perimer', effacerPerimees);
}
