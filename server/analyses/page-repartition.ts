/** The figures of a period, and the list behind one of them. Pure. */
import { AXES, type Axe } from '../../reports/analyses/axes';
import type { TableauDAnalyse } from '../../reports/analyses/tableau';
import type { Compte } from '../../reports/indicateur';
import { PAR_PAGE, type FaitNominatif, type Page } from '../../reports/liste';
import { libelle } from '../codes/listes';
import { champs } from '../http/champs';
import { adresseDeListe, paginer } from '../http/pagination';
import { anneeDe, formaterDate, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, dansLaPhrase, nomComplet } from '../lib/texte';
import type { TerritoireOffert } from '../pilotage/rules-territoires';
import { SANS_VALEUR, type Case } from './form';
import { FIL, RUBRIQUE } from './page';
import { intitule } from './page-tableau';
import { anneeCivile, joursOfferts, nommerJours, type Jours } from './rules';

const ADRESSE = '/analyses/repartition';
const TITRE = "Chiffres d'une période";

interface Choix { offerts: TerritoireOffert[]; choisi: TerritoireOffert; axe: Axe | null; jour: DateCivile; saisie: Saisie; erreurs: Erreur[] }
/** Null when the days typed are not a period. `figes`: how many of the PLIEs have a validated bilan, when the days are a civil year. */
interface Lu { jours: Jours; tableau: TableauDAnalyse | null; figes: { figes: number; plies: number } | null }

export function pageRepartition({ offerts, choisi, axe, jour, saisie, erreurs }: Choix, lu: Lu | null) {
  const f = champs({ ...saisie, territoire: choisi.cle, axe: axe?.cle ?? '' }, erreurs);
  const adresse = (suite: string, jours: Jours) => adresseDeListe(`${ADRESSE}${suite}`, { ...jours, territoire: choisi.cle, axe: axe?.cle });
  const [premier, ...autres] = offerts;
  return {
    titre: TITRE, rubrique: RUBRIQUE, fil: FIL, erreurs,
    chapeau: `${choisi.libelle}${lu ? `, ${nommerJours(lu.jours)}` : ''}`,
    filtres: {
      adresse: ADRESSE, bouton: 'Afficher',
      champs: [
        f.date('debut', 'Du'), f.date('fin', 'Au'),
        ...(offerts.length > 1 ? [f.liste('territoire', 'Territoire', autres.map((t) => ({ code: t.cle, libelle: t.libelle })), { vide: premier!.libelle })] : []),
        f.liste('axe', 'Répartir selon', AXES.map((a) => ({ code: a.cle, libelle: a.libelle })), { vide: offerts.length > 1 ? 'Le PLIE' : 'Rien : les chiffres seuls' }),
      ],
    },
    raccourcis: joursOfferts(jour).map(({ libelle: nom, debut, fin }) => ({ libelle: nom, adresse: adresse('', { debut, fin }), courant: lu !== null && debut === lu.jours.debut && fin === lu.jours.fin })),
    tableau: lu?.tableau ?? null,
    vide: lu && !lu.tableau ? `Aucun fait n'est enregistré sur cette période pour ${choisi.libelle}. Choisissez d'autres dates ou un autre territoire.` : null,
    bilan: lu && annoncerLeBilan(lu, choisi),
    fichiers: lu?.tableau ? { xlsx: adresse('.xlsx', lu.jours), csv: adresse('.csv', lu.jours) } : null,
  };
}

/** A whole civil year has a bilan: its figures may have been validated, those of the page are of today. */
function annoncerLeBilan({ jours, figes }: Lu, choisi: TerritoireOffert) {
  const annee = anneeCivile(jours);
  if (annee === null || !figes) return null;
  const valide = figes.figes === 0 ? null : figes.plies === 1 ? `Le bilan ${annee} est validé` : `Le bilan ${annee} est validé pour ${accorder(figes.figes, 'PLIE', 'PLIE')} sur ${figes.plies}`;
  return {
    adresse: adresseDeListe('/bilan', { annee: String(annee), territoire: choisi.cle }), libelle: `Bilan ${annee}`,
    texte: valide ? `${valide} : seuls ses chiffres font foi, et ceux-ci ont pu changer depuis.` : `Le bilan ${annee} n'est pas encore validé.`,
  };
}

interface Demande { choisi: TerritoireOffert; jours: Jours; axe: Axe | null; compte: Compte; choix: Case; page: number }

/** `nomDeLaValeur`: the row of the cell; null for the total. */
export function pageListe({ choisi, jours, axe, compte, choix, page }: Demande, liste: Page<FaitNominatif>, nomDeLaValeur: string | null) {
  const sorties = compte.source.nom === 'sorties';
  const parametres = { ...jours, territoire: choisi.cle, axe: axe?.cle };
  const precision = axe && nomDeLaValeur ? ` · ${dansLaPhrase(axe.libelle)} : ${nomDeLaValeur}` : '';
  return {
    titre: intitule(compte), rubrique: RUBRIQUE,
    fil: [...FIL, { adresse: adresseDeListe(ADRESSE, parametres), libelle: TITRE }],
    contexte: `${choisi.libelle}, ${nommerJours(jours)}${precision}`,
    resume: accorder(liste.nombre, sorties ? 'sortie' : 'orientation'),
    // That of annexe 1, whose days are a year.
    definition: compte.definition.replaceAll("dans l'année", 'dans la période'),
    nomDeLaDate: compte.nomDeLaDate, sorties, avecPrescription: compte.date !== 'date_prescription',
    personnes: liste.faits.map((p) => ({
      nom: p.efface_le ? `Données effacées le ${formaterDate(p.efface_le)}` : nomComplet(p), adresse: p.efface_le ? null : `/personnes/${p.personne_id}`, date: formaterDate(p.date_fait), prescription: formaterDate(p.date_prescription), prescripteur: libelle('PRESCRIPTEURS', p.prescripteur),
      nature: libelle('NATURES_SORTIE', p.nature_sortie), motif: libelle('MOTIFS_SORTIE', p.motif_sortie), pourquoi: p.efface_le || /^R/.test(compte.numero) ? null : `/personnes/${p.personne_id}/provenance?annee=${anneeDe(p.date_fait)}#col-${compte.numero}`,
    })),
    pagination: paginer(`${ADRESSE}/liste`, { ...parametres, valeur: choix.valeur === null ? SANS_VALEUR : choix.valeur, colonne: compte.numero }, page, PAR_PAGE, liste.nombre),
  };
}
