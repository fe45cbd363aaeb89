/** Of which PLIE and which month a file is, and whether it still has something to say. Pure. */
import { decalerMois, formaterInstant, formaterMois, moisDe, type DateCivile, type Mois } from '../lib/dates';
import { echeanceDuMois } from '../echanges/rules';
import type { Erreur } from '../lib/erreurs';
import type { NomDeFeuille } from './rules-format';
import { NOMS_DES_FEUILLES } from './rules-format';
import { instantEtabli, type Informations, type Lecture } from './rules-lecture';

interface Plie { id: number; code: string; nom: string }
/** What was chosen on screen; null where the file is left to say it. */
export interface Choix { plie_id: number | null; mois: Mois | null }

/** The PLIE and the month: those of « Informations », which must be those that were chosen; without that sheet, those chosen. */
export function destinationDe(informations: Informations | null, choix: Choix, plies: readonly Plie[], jour: DateCivile): { plie: Plie; mois: Mois } | Erreur[] {
  const erreurs: Erreur[] = [];
  const code = informations?.plie?.toUpperCase() ?? null;
  const choisi = plies.find((p) => p.id === choix.plie_id) ?? null;
  const annonce = code === null ? null : (plies.find((p) => p.code.toUpperCase() === code) ?? null);
  if (code !== null && !annonce) erreurs.push({ champ: 'fichier', message: `Ce tableau vient du PLIE « ${informations?.nomDuPlie ?? code} » (code « ${code} »), qui ne travaille pas avec votre agence. Vérifiez que vous avez choisi le bon fichier ; si ce PLIE est bien le vôtre, demandez à l'administrateur de le rattacher.` });
  else if (annonce && choisi && annonce.id !== choisi.id) erreurs.push({ champ: 'plie_id', message: `Ce tableau vient de ${annonce.nom}, et non de ${choisi.nom}. Choisissez l'autre fichier, ou laissez ce choix vide.` });
  else if (!annonce && !choisi) erreurs.push({ champ: 'plie_id', message: "Ce fichier ne dit pas de quel PLIE il vient (il n'a pas de feuille « Informations » complète) : choisissez-le." });
  const [dit, voulu] = [informations?.mois ?? null, choix.mois];
  const mois = dit ?? voulu;
  if (!mois) erreurs.push({ champ: 'mois_du_tableau', message: "Ce fichier ne dit pas de quel mois il est (il n'a pas de feuille « Informations » complète) : choisissez-le." });
  else if (dit && voulu && dit !== voulu) erreurs.push({ champ: 'mois_du_tableau', message: `Ce tableau est celui de ${formaterMois(dit)}, et non de ${formaterMois(voulu)}. Choisissez l'autre fichier, ou laissez ce choix vide.` });
  else if (mois > moisDe(jour)) erreurs.push({ champ: dit ? 'fichier' : 'mois_du_tableau', message: `Ce tableau serait celui de ${formaterMois(mois)}, qui n'a pas commencé. Demandez au PLIE de le refaire, ou vérifiez la feuille « Informations ».` });
  return erreurs.length ? erreurs : { plie: annonce ?? choisi!, mois: mois! };
}

interface Derniere { id: number; mois: Mois; empreinte: string; etabli_a: string | null; confirmee_le: string }
interface Recu { mois: Mois; empreinte: string; etabli_a: string | null }

/** DEJA: the last file again. A sentence: it is older than the last one. Null: it may come in. */
export function confronter(recu: Recu, derniere: Derniere | null): { deja: number } | string | null {
  if (!derniere) return null;
  if (recu.mois === derniere.mois && recu.empreinte === derniere.empreinte) return { deja: derniere.id };
  const le = formaterInstant(derniere.confirmee_le);
  if (recu.mois < derniere.mois) return `Ce tableau (${formaterMois(recu.mois)}) est plus ancien que le dernier enregistré de ce PLIE : ${formaterMois(derniere.mois)}, le ${le}. L'enregistrer ferait revenir en arrière : rien n'a changé.`;
  if (recu.mois === derniere.mois && recu.etabli_a && derniere.etabli_a && recu.etabli_a < derniere.etabli_a) return `Le PLIE a établi ce tableau avant celui de ${formaterMois(derniere.mois)} déjà enregistré (le ${le}). L'enregistrer ferait revenir en arrière : demandez-lui le dernier.`;
  return null;
}

const VERSION_CONNUE = '1';

/** What « Informations » says and the rows do not bear out. */
export function verifierInformations({ informations, empreinte, ...feuilles }: Lecture): string[] {
  if (!informations) return ["Ce fichier n'a pas de feuille « Informations » : le PLIE et le mois sont ceux que vous avez choisis."];
  const remarques: string[] = [];
  if (informations.empreinte && informations.empreinte !== empreinte) remarques.push("Ce fichier a été modifié après avoir été établi : l'empreinte de ses données n'est plus celle qu'il annonce. Demandez au PLIE si c'est lui qui l'a changé.");
  if (informations.version && informations.version !== VERSION_CONNUE) remarques.push(`Ce fichier suit la version ${informations.version} du format ; cette application connaît la version ${VERSION_CONNUE}. Relisez les lignes avec soin.`);
  if (!instantEtabli(informations.etabliLe)) remarques.push("Ce fichier ne dit pas quand il a été établi : un tableau plus ancien du même mois ne serait pas reconnu.");
  const lues: Record<NomDeFeuille, number> = { 'Tableau de suivi': nombre(feuilles.tableau), Étapes: nombre(feuilles.etapes), Absences: nombre(feuilles.absences), Corrections: nombre(feuilles.corrections) };
  for (const nom of NOMS_DES_FEUILLES) {
    const annoncees = informations.lignes[nom];
    if (annoncees !== undefined && annoncees !== lues[nom]) remarques.push(`La feuille « ${nom} » devait avoir ${annoncees} lignes ; elle en a ${lues[nom]}.`);
  }
  return remarques;
}
const nombre = (feuille: { lignes: unknown[]; fautives: unknown[] } | null): number => (feuille ? feuille.lignes.length + feuille.fautives.length : 0);

/** The month whose tables are looked for: the last one that is over. */
export const moisAttendu = (jour: DateCivile): Mois => decalerMois(moisDe(jour), -1);

interface Attendu { conventionne: boolean; importation_id: number | null; depose_id: number | null }
export type EtatDuTableau = 'RECU' | 'A_CONFIRMER' | 'PAS_ATTENDU' | 'ATTENDU' | 'EN_RETARD';
/** Where the table of a PLIE is. It is late from the 7th on; nothing is expected of a PLIE without a convention that month. */
export function etatDuTableau({ conventionne, importation_id, depose_id }: Attendu, mois: Mois, jour: DateCivile): EtatDuTableau {
  if (importation_id) return 'RECU';
  if (depose_id) return 'A_CONFIRMER';
  if (!conventionne) return 'PAS_ATTENDU';
  return jour > echeanceDuMois(mois) ? 'EN_RETARD' : 'ATTENDU';
}

/** For the home page: how many of the last month are in each state. */
export function compterTableaux(attendus: readonly Attendu[], jour: DateCivile): Record<EtatDuTableau, number> {
  const comptes: Record<EtatDuTableau, number> = { RECU: 0, A_CONFIRMER: 0, PAS_ATTENDU: 0, ATTENDU: 0, EN_RETARD: 0 };
  for (const a of attendus) comptes[etatDuTableau(a, moisAttendu(jour), jour)] += 1;
  return comptes;
}
