/** The files and drafts that wait, and name the person: only their rows are taken. */
import type { Contexte } from '../acces/acteur';
import { NOMS_DES_TABLES } from '../conformite/rules-tables';
import { FichierRefuse, LIMITES_ENVOI, lireClasseur } from '../lib/classeur/lire';
import { NOMS_DES_FEUILLES } from '../reprise/rules-format';
import type { Partie } from './queries-acces';
import { chercherIdentite, listerBrouillonsGardes, listerFichiersGardes, type FichierGarde } from './queries-fichiers';
import type { Valeur } from './rules-acces';
import { enClair, morceauxSur, type Cherchee } from './rules-fichiers';

/** Tables that no key ties to a person: looked through by what they say. */
export const TABLES_A_LIRE = ['brouillons', 'reprises', 'importation_contenus', 'classeurs_retour'] as const;

/** One part of the document per table; empty once the identity has gone: nothing can be recognised. */
export async function lireFichiersSur(contexte: Contexte, { plie_id, personne_id }: { plie_id: number; personne_id: number }): Promise<Partie[]> {
  const personne = await chercherIdentite(contexte, plie_id, personne_id);
  const parties = new Map<string, Partie>(TABLES_A_LIRE.map((table) => [table, { table, nom: NOMS_DES_TABLES[table]!, lignes: [] }]));
  if (!personne) return [...parties.values()];
  for (const b of await listerBrouillonsGardes(contexte, plie_id)) {
    if (morceauxSur(personne, b.contenu).length) parties.get('brouillons')!.lignes.push({ libelle: b.libelle, instant: b.instant, valeurs: enClair(b.contenu) });
  }
  for (const fichier of await listerFichiersGardes(contexte, plie_id)) {
    for (const valeurs of await morceauxDe(fichier, personne)) parties.get(fichier.table)!.lignes.push({ nom_fichier: fichier.nom_fichier, depose_le: fichier.depose_le, valeurs: enClair(valeurs) });
  }
  return [...parties.values()];
}

async function morceauxDe({ nom_fichier, octets, lu }: FichierGarde, personne: Cherchee): Promise<Valeur[]> {
  const trouves = lu.flatMap((v) => morceauxSur(personne, v));
  for (const contenu of octets) {
    try {
      for await (const morceau of lireClasseur({ nom: nom_fichier, contenu }, [...NOMS_DES_FEUILLES], LIMITES_ENVOI)) {
        if (morceau.genre === 'lignes') trouves.push(...morceau.lignes.flatMap((l) => morceauxSur(personne, l.cellules as Valeur[])));
      }
    } catch (erreur) {
      // A file that is no workbook was taken in by nobody: nothing of it is known.
      if (!(erreur instanceof FichierRefuse)) throw erreur;
    }
  }
  return trouves;
}
