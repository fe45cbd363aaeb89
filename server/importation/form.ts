/** What the forms of the tables received send. */
import { lireFichierRecu, type FichierRecu } from '../lib/classeur/recevoir';
import { chercherMois, type Mois } from '../lib/dates';
import { identifiant, lireFormulaire, type Formulaire, type Lecteur, type Lecture } from '../lib/formulaire';
import type { FichierATraiter } from './actions-lire';
import type { Choix } from './rules';
import { SORTS } from './rules-examen';
import type { Filtre } from './queries';
import { NOMS_DES_FEUILLES } from './rules-format';
import type { Reponses } from './rules-rapprochement';

const mois: Lecteur<Mois | null> = (brut) => {
  const texte = (brut[0] ?? '').trim();
  const lu = texte ? chercherMois(texte) : null;
  return texte && !lu ? { ok: false, erreur: `« ${texte} » n'est pas un mois : choisissez-le dans la liste.` } : { ok: true, valeur: lu };
};
/** Taken as typed, blanks included. */
const motDePasse: Lecteur<string | null> = (brut) => ((brut[0] ?? '').length > 255 ? { ok: false, erreur: 'Ce mot de passe est trop long : 255 caractères au plus.' } : { ok: true, valeur: brut[0] || null });

export function lireDepot(recu: FichierRecu | undefined, corps: unknown, lecture: Lecture): Formulaire<{ fichier: FichierATraiter; choix: Choix }> {
  const lu = lireFormulaire({ plie_id: identifiant, mois_du_tableau: mois, mot_de_passe: motDePasse }, corps, lecture);
  const fichier = lireFichierRecu(recu, 'Choisissez le tableau de suivi que le PLIE vous a envoyé : un classeur .xlsx.');
  if (!fichier.ok || !lu.ok) return { ok: false, saisie: lu.saisie, erreurs: [...(fichier.ok ? [] : fichier.erreurs), ...(lu.ok ? [] : lu.erreurs)] };
  return { ok: true, saisie: lu.saisie, valeur: { fichier: { ...fichier.valeur, motDePasse: lu.valeur.mot_de_passe }, choix: { plie_id: lu.valeur.plie_id, mois: lu.valeur.mois_du_tableau } } };
}

/** The version that the page showed; -1, which no row has, when it is missing. */
export const lireVersion = (corps: unknown): number => { const texte = (corps as { version?: unknown } | undefined)?.version; return typeof texte === 'string' && /^\d{1,9}$/.test(texte) ? Number(texte) : -1; };

/** « qui-12 » is the row 12: the id of a dossier, or AUTRE. What was not answered is not there. */
export function lireReponses(corps: unknown): Reponses {
  const reponses: Reponses = {};
  for (const [champ, valeur] of Object.entries((corps ?? {}) as Record<string, unknown>)) {
    const ligne = /^qui-(\d{1,7})$/.exec(champ)?.[1];
    if (!ligne || typeof valeur !== 'string') continue;
    if (valeur === 'AUTRE') reponses[ligne] = 'AUTRE';
    else if (/^\d{1,15}$/.test(valeur)) reponses[ligne] = Number(valeur);
  }
  return reponses;
}

const page = (texte: unknown): number => { const n = Number(texte); return Number.isSafeInteger(n) && n > 0 && n < 1_000_000 ? n : 1; };

export function lireFiltre(adresse: Record<string, unknown>): Filtre {
  const sort = [...SORTS.map((s) => s.code), 'AVERTIE' as const].find((s) => s === adresse.sort) ?? null;
  return { sort, feuille: NOMS_DES_FEUILLES.find((f) => f === adresse.feuille) ?? null, page: page(adresse.page) };
}

export interface FiltreListe { mois: Mois | null; plie: number | null; page: number }
export function lireFiltreListe(adresse: Record<string, unknown>): FiltreListe {
  const texte = typeof adresse.mois === 'string' ? adresse.mois : '';
  return { mois: chercherMois(texte), plie: typeof adresse.plie === 'string' && /^\d{1,15}$/.test(adresse.plie) ? Number(adresse.plie) : null, page: page(adresse.page) };
}
