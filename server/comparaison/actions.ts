/** Reads Pôle emploi's list and sets it beside the PLIE's. Nothing is written but the line of the journal. */
import type { Contexte } from '../acces/acteur';
import { lireEntete, lireLigne, valeurAffichee, type Entete, type Remarque } from '../lib/classeur/comprendre';
import type { Colonnes } from '../lib/classeur/colonnes';
import { FichierRefuse, LIMITES_ENVOI, lireClasseur, type LigneLue } from '../lib/classeur/lire';
import type { FichierNomme } from '../lib/classeur/recevoir';
import type { DateCivile } from '../lib/dates';
import { consigner } from '../lib/ecriture';
import { RegleEnfreinte } from '../lib/erreurs';
import { formaterNombre } from '../lib/texte';
import { listerDossiers, listerDuPlie, normaliserNoms } from './queries';
import { comparer, type Comparaison, type LignePe } from './rules';
import { COLONNES_RETOUR, FEUILLE, type LigneRetour } from './rules-format';

export type FichierAComparer = FichierNomme & { motDePasse: string | null };

/** `source`: the name of the file, or null for the dossiers of this installation. */
export interface Resultat { source: string | null; comparaison: Comparaison; refusees: Remarque[] }

const COLONNES: Colonnes = COLONNES_RETOUR;

/** Several times the persons of the largest PLIE: more is another file. */
const LIGNES_MAX = 10_000;

/** Throws RegleEnfreinte at the field of the file or of the password. */
export async function comparerFichier(contexte: Contexte, plieId: number, fichier: FichierAComparer): Promise<Resultat> {
  const { lues, refusees } = await lireRetour(fichier, contexte.jour).catch((erreur: unknown) => {
    throw erreur instanceof FichierRefuse ? new RegleEnfreinte([{ champ: erreur.champ, message: erreur.message }]) : erreur;
  });
  const liste = await normaliserNoms(contexte, lues.map(({ identifiant_pe, pni_pose_le, ...l }) => ({ ...l, identifiant_pe: identifiant_pe?.identifiant ?? null, pni_debut: pni_pose_le, orientation_id: null })));
  return { source: fichier.nom, comparaison: await etablir(contexte, plieId, liste), refusees };
}

export const comparerDossiers = async (contexte: Contexte, plieId: number): Promise<Resultat> =>
  ({ source: null, comparaison: await etablir(contexte, plieId, await listerDossiers(contexte, plieId)), refusees: [] });

async function etablir(contexte: Contexte, plieId: number, liste: readonly LignePe[]): Promise<Comparaison> {
  const comparaison = comparer(liste, await listerDuPlie(contexte, plieId, liste), contexte.jour);
  const { chezPoleEmploi, auPlie, differents } = comparaison;
  await consigner(contexte.base, contexte.auteur, { action: 'comparaison.etablir', plieId, details: { lignes: liste.length, chez_pole_emploi: chezPoleEmploi.length, au_plie: auPlie.length, differents: differents.length } });
  return comparaison;
}

/** A .csv has no sheets: its one list is taken whatever its name. */
const nommer = (nom: string): string => (/\.csv$/i.test(nom) ? `${FEUILLE}.csv` : nom);

async function lireRetour({ nom, contenu, motDePasse }: FichierAComparer, jour: DateCivile): Promise<{ lues: LigneRetour[]; refusees: Remarque[] }> {
  const lues: LigneRetour[] = [];
  const refusees: Remarque[] = [];
  let entete: Entete | null = null;
  let date1904 = false;
  const prendre = (brute: LigneLue) => {
    if (!entete) return void (entete = exigerEntete(brute));
    const ligne = lireLigne(Object.entries(COLONNES), entete, brute, jour, date1904);
    if (!ligne) return;
    for (const { champ, message } of ligne.fautes) refusees.push({ feuille: FEUILLE, ligne: ligne.numero, colonne: COLONNES[champ]!.titre, valeur: valeurAffichee(entete, COLONNES, ligne, champ, date1904), raison: message });
    if (!ligne.fautes.length) lues.push(ligne.valeurs as unknown as LigneRetour);
  };
  for await (const morceau of lireClasseur({ nom: nommer(nom), contenu, motDePasse }, [FEUILLE], LIMITES_ENVOI)) {
    if (morceau.genre === 'ouvert') {
      if (!morceau.connues.length) throw new FichierRefuse(`Aucune feuille de ce fichier ne s'appelle « ${FEUILLE} ». Vérifiez que c'est bien la liste de Pôle emploi, ou donnez ce nom à la feuille qui la porte.`);
      date1904 = morceau.date1904;
    } else if (morceau.genre === 'lignes') {
      morceau.lignes.forEach(prendre);
      if (lues.length + refusees.length > LIGNES_MAX) throw new FichierRefuse(`Cette liste compte plus de ${formaterNombre(LIGNES_MAX)} lignes : elle ne peut pas être celle de votre seul PLIE. Vérifiez que vous avez choisi le bon fichier.`);
    }
  }
  if (!lues.length && !refusees.length) throw new FichierRefuse('Ce fichier ne contient aucune personne. Vérifiez que vous avez choisi le bon.');
  return { lues, refusees };
}

function exigerEntete(ligne: LigneLue): Entete {
  const entete = lireEntete(COLONNES, ligne.cellules);
  if (entete.absentes.length) throw new FichierRefuse(`Des colonnes manquent : ${entete.absentes.join(', ')}. La première ligne de la feuille « ${FEUILLE} » porte les titres.`);
  if (entete.doubles.length) throw new FichierRefuse(`Une colonne paraît deux fois : ${entete.doubles.join(', ')}. N'en gardez qu'une.`);
  return entete;
}
