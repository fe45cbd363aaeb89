/** Reads Pôle emploi's list and sets it beside the PLIE's. Nothing is written but the line of the journal. */
import type { Contexte } from '../acces/acteur';
import { listerNonTransmissibles } from '../acces/queries-limitation';
import { lireEntete, lireLigne, valeurAffichee, type Entete, type Remarque } from '../lib/classeur/comprendre';
import type { Colonnes } from '../lib/classeur/colonnes';
import { FichierRefuse, LIMITES_ENVOI, lireClasseur, type LigneLue } from '../lib/classeur/lire';
import type { FichierNomme } from '../lib/classeur/recevoir';
import type { DateCivile } from '../lib/dates';
import { consigner } from '../lib/ecriture';
import { RegleEnfreinte } from '../lib/erreurs';
import { formaterNombre } from '../lib/texte';
import { normaliserNoms } from '../retours/queries-import';
import { COLONNES_RETOUR, FEUILLE, type ValeursRetour } from '../retours/rules-format';
import { listerDossiers, listerDuPlie } from './queries';
import { comparer, type Comparaison, type Ecart, type LignePe } from './rules';

export type FichierAComparer = FichierNomme & { motDePasse: string | null };

/** `source`: the name of the file, or null for the dossiers of this installation. */
export interface Resultat { source: string | null; comparaison: Comparaison; /** The same without those whom no file may name. */ exportable: Exportable; refusees: Remarque[] }

export interface Exportable extends Pick<Comparaison, 'chezPoleEmploi' | 'auPlie' | 'differents'> { limitees: number }

const COLONNES: Colonnes = COLONNES_RETOUR;

/** Several times the persons of the largest PLIE: more is another file. */
const LIGNES_MAX = 10_000;

/** Throws RegleEnfreinte at the field of the file or of the password. */
export async function comparerFichier(contexte: Contexte, plieId: number, fichier: FichierAComparer): Promise<Resultat> {
  const { lues, refusees } = await lireRetour(fichier, contexte.jour).catch((erreur: unknown) => {
    throw erreur instanceof FichierRefuse ? new RegleEnfreinte([{ champ: erreur.champ, message: erreur.message }]) : erreur;
  });
  const noms = await normaliserNoms(contexte.base, lues);
  const liste = lues.map((l, i): LignePe => ({
    ...noms[i]!, orientation_id: null, identifiant_pe: l.identifiant_pe?.identifiant ?? null, nom: l.nom ?? '', prenom: l.prenom ?? '', date_naissance: l.date_naissance, pni_debut: l.pni_pose_le, pni_fin: l.pni_fin, pni_leve_le: l.pni_leve_le,
  }));
  return { source: fichier.nom, ...(await etablir(contexte, plieId, liste)), refusees };
}

export const comparerDossiers = async (contexte: Contexte, plieId: number): Promise<Resultat> =>
  ({ source: null, ...(await etablir(contexte, plieId, await listerDossiers(contexte, plieId))), refusees: [] });

async function etablir(contexte: Contexte, plieId: number, liste: readonly LignePe[]): Promise<Pick<Resultat, 'comparaison' | 'exportable'>> {
  const comparaison = comparer(liste, await listerDuPlie(contexte, plieId, liste), contexte.jour);
  const { chezPoleEmploi, auPlie, differents } = comparaison;
  await consigner(contexte.base, contexte.auteur, { action: 'comparaison.etablir', plieId, details: { lignes: liste.length, chez_pole_emploi: chezPoleEmploi.length, au_plie: auPlie.length, differents: differents.length } });
  // A person may be in several kinds of differences.
  const exclues = await listerNonTransmissibles(contexte, plieId);
  const garder = (ecarts: readonly Ecart[]): Ecart[] => ecarts.filter((e) => !exclues.has(e.personne_id ?? 0));
  const limitees = new Set([...chezPoleEmploi, ...auPlie, ...differents].flatMap((e) => (exclues.has(e.personne_id ?? 0) ? [e.personne_id] : []))).size;
  return { comparaison, exportable: { chezPoleEmploi: garder(chezPoleEmploi), auPlie: garder(auPlie), differents: garder(differents), limitees } };
}

/** A .csv has no sheets: its one list is taken whatever its name. */
const nommer = (nom: string): string => (/\.csv$/i.test(nom) ? `${FEUILLE}.csv` : nom);

async function lireRetour({ nom, contenu, motDePasse }: FichierAComparer, jour: DateCivile): Promise<{ lues: ValeursRetour[]; refusees: Remarque[] }> {
  const lues: ValeursRetour[] = [];
  const refusees: Remarque[] = [];
  let entete: Entete | null = null;
  let date1904 = false;
  const prendre = (brute: LigneLue) => {
    if (!entete) return void (entete = exigerEntete(brute));
    const ligne = lireLigne(Object.entries(COLONNES), entete, brute, jour, date1904);
    if (!ligne) return;
    for (const { champ, message } of ligne.fautes) refusees.push({ feuille: FEUILLE, ligne: ligne.numero, colonne: COLONNES[champ]!.titre, valeur: valeurAffichee(entete, COLONNES, ligne, champ, date1904), raison: message });
    if (ligne.fautes.length) return;
    const lue = ligne.valeurs as unknown as ValeursRetour;
    if (lue.identifiant_pe || (lue.nom && lue.prenom && lue.date_naissance)) lues.push(lue);
    else refusees.push({ feuille: FEUILLE, ligne: ligne.numero, colonne: COLONNES_RETOUR.identifiant_pe.titre, valeur: '', raison: "Rien ne dit de qui il s'agit : il faut l'identifiant, ou le nom, le prénom et la date de naissance." });
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
  const titre = (champ: keyof ValeursRetour) => `« ${COLONNES_RETOUR[champ].titre} »`;
  if (entete.doubles.length) throw new FichierRefuse(`La colonne « ${entete.doubles[0]} » figure deux fois. Gardez-en une seule, puis recommencez.`);
  const manquantes = (['identifiant_pe', 'pni_pose_le'] as const).filter((champ) => !entete.presents.has(champ));
  if (manquantes.length) throw new FichierRefuse(`Il manque ${manquantes.map(titre).join(' et ')} : ajoutez ${manquantes.length > 1 ? 'ces colonnes' : 'cette colonne'} à la première ligne de la feuille « ${FEUILLE} », puis recommencez.`);
  return entete;
}
