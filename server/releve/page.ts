/** The statement of a year as a page: every text ready to print. Pure. */
import type { TableauDAnalyse } from '../../reports/analyses/tableau';
import { COLONNES, DELAI, FAMILLES } from '../../reports/releve-des-demandes/definitions';
import type { ChiffreDuReleve } from '../../reports/releve-des-demandes/liste';
import type { ServicesDeclares } from '../../reports/releve-des-demandes/services';
import type { TerritoireOffert } from '../pilotage/rules-territoires';
import { libelle } from '../codes/listes';
import { champs } from '../http/champs';
import { adresseDeListe } from '../http/pagination';
import { formaterDate, formaterInstant, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, formaterNombre } from '../lib/texte';
import type { Envoi, PlieDuReleve } from './queries';
import { motifTropTot } from './rules';

export const RUBRIQUE = { adresse: '/releve-des-demandes', libelle: 'Relevé des demandes' };

export interface Choix { annee: number; choisi: TerritoireOffert }
/** Every address of the slice says which year and whose. */
export const adresseDuReleve = ({ annee, choisi }: Choix, suite = '', reste: Record<string, string> = {}): string => adresseDeListe(`${RUBRIQUE.adresse}${suite}`, { annee: String(annee), territoire: choisi.cle, ...reste });

export const adresseDeLaListe = (choix: Choix, { colonne, ligne }: ChiffreDuReleve): string => adresseDuReleve(choix, '/liste', { colonne, ...(ligne && { par: ligne.axe, ligne: ligne.cle }) });

/** What is known of the sending, for a territory of one PLIE. `empreinte`: of today's figures; `noteAuCalendrier`: the day noted among the documents sent. */
export interface Suivi { plie: PlieDuReleve; envois: Envoi[]; empreinte: string; tenir: boolean; noteAuCalendrier: DateCivile | null }

/** `tableaux`: none when nothing was recorded. */
export interface Vue extends Choix { annees: number[]; offerts: TerritoireOffert[]; tableaux: TableauDAnalyse[]; services: ServicesDeclares; suivi: Suivi | null; jour: DateCivile }

/** What Pôle emploi says of its side, in the same order of types; never added to the requests. */
function declares({ services, annee, suivi }: Vue) {
  const { agences, completes, sansObjet, lignes } = services;
  const etat = [completes ? `${accorder(completes, 'déclare ses chiffres complets', 'déclarent leurs chiffres complets')}` : 'aucune ne déclare ses chiffres complets', ...(sansObjet ? [`${accorder(sansObjet, 'les dit', 'les disent')} « non applicables »`] : [])].join(', ');
  return {
    lignes: FAMILLES.flatMap((f) => f.types).flatMap((t) => lignes.filter((l) => l.type === t)).map((l) => ({ service: libelle('TYPES_DEMANDE_PE', l.type), nombre: formaterNombre(l.nombre) })),
    total: formaterNombre(lignes.reduce((n, l) => n + l.nombre, 0)),
    etat: `Sur ${accorder(agences, 'agence')}, ${etat}.`,
    vide: `Pôle emploi n'a compté aucun service en ${annee}. Son référent les saisit dans « Chiffres de Pôle emploi ».`,
    lien: suivi ? adresseDeListe('/chiffres-pe', { plie: String(suivi.plie.id), annee: String(annee) }) : '/chiffres-pe',
  };
}

/** Where the sending is, the form that notes it, the register. */
function transmission({ suivi, annee, choisi, jour }: Vue, saisie: Saisie | null, erreurs: Erreur[]) {
  if (!suivi) return null;
  const { plie, envois, empreinte, tenir, noteAuCalendrier } = suivi;
  const dernier = envois.find((e) => e.annule_le === null) ?? null;
  const change = dernier !== null && dernier.empreinte !== empreinte;
  const tropTot = motifTropTot(annee, jour);
  const f = champs(saisie ?? { date_envoi: formaterDate(jour), destinataire: plie.boite ?? '' }, erreurs);
  return {
    etat: dernier
      ? { ton: 'fait', icone: 'fait', texte: `Transmis à Pôle emploi le ${formaterDate(dernier.date_envoi)}.${change ? ' Des chiffres ont changé depuis : si cela compte, transmettez-le de nouveau.' : ''}` }
      : noteAuCalendrier ? { ton: 'fait', icone: 'fait', texte: `Noté comme envoyé le ${formaterDate(noteAuCalendrier)} dans « Réunions et envois », sans ligne au registre.` }
      : { ton: tropTot ? 'neutre' : 'du', icone: tropTot ? 'horloge' : 'du', texte: tropTot ?? `Pas encore transmis à Pôle emploi : il part avec les bilans, avant le 30 avril ${annee + 1}.` },
    empreinte,
    formulaire: tenir && !tropTot ? {
      adresse: adresseDuReleve({ annee, choisi }, '/transmettre'), bouton: 'Marquer comme transmis à Pôle emploi',
      champs: [
        f.date('date_envoi', 'Transmis le', { obligatoire: true }),
        f.texte('destinataire', 'À qui', { obligatoire: true, aide: "Le service ou la boîte aux lettres de Pôle emploi. L'application n'envoie rien : elle note que vous l'avez fait.", attributs: { maxlength: '254' } }),
        f.cache('empreinte', empreinte),
      ],
    } : null,
    ouvert: saisie !== null || dernier === null,
    registre: envois.map((e) => ({
      jour: formaterDate(e.date_envoi), destinataire: e.destinataire, note: `${formaterInstant(e.note_le)}${e.par ? `, ${e.par}` : ''}`, empreinte: e.empreinte,
      etat: e.annule_le ? `Annulé le ${formaterInstant(e.annule_le)}` : e.empreinte === empreinte ? 'Mêmes chiffres' : 'Chiffres changés depuis', ton: e.annule_le ? '' : e.empreinte === empreinte ? 'fait' : 'du',
      annuler: tenir && !e.annule_le ? { adresse: `${RUBRIQUE.adresse}/envois/${e.id}/annuler`, libelle: 'Annuler', aria: `Annuler la ligne du ${formaterDate(e.date_envoi)}, ${e.destinataire}` } : null,
    })),
  };
}

export function pageReleve(v: Vue, saisie: Saisie | null = null, erreurs: Erreur[] = []) {
  const { annee, annees, offerts, choisi, tableaux } = v;
  return {
    titre: `Relevé des demandes ${annee}`, rubrique: RUBRIQUE, erreurs,
    territoire: choisi.libelle,
    annees: annees.map((a) => ({ valeur: String(a), choisie: a === annee })),
    territoires: offerts.length > 1 ? offerts.map((t) => ({ valeur: t.cle, libelle: t.libelle, choisie: t.cle === choisi.cle })) : [],
    classeur: adresseDuReleve(v, '/classeur'), csv: adresseDuReleve(v, '/csv'),
    vide: tableaux.length ? null : `Aucune demande à Pôle emploi n'est enregistrée en ${annee} pour ${choisi.libelle}. Les demandes se notent sur la fiche d'une personne suivie, « Demande à Pôle emploi ».`,
    tableaux,
    declares: declares(v),
    transmission: transmission(v, saisie, erreurs),
    definitions: [...COLONNES, DELAI].map((c) => ({ ancre: `def-${c.numero}`, libelle: c.libelle, definition: c.definition })),
    familles: FAMILLES.map((f) => `${f.libelle} : ${f.types.map((t) => libelle('TYPES_DEMANDE_PE', t)).join(', ')}.`),
  };
}

/** A reader to whom no PLIE is attached yet. */
export const pageSansPlie = () => ({ titre: RUBRIQUE.libelle, rubrique: RUBRIQUE, phrase: "Aucun PLIE dans votre territoire. L'administrateur doit d'abord rattacher un PLIE à votre organisation ; son relevé se montrera ici." });
