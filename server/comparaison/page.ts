/** The form of the comparison, and what it found. Pure. */
import { direNonExportees } from '../acces/rules-limitation';
import { champs } from '../http/champs';
import { formaterDate, formaterInstant, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, formaterNombre } from '../lib/texte';
import type { Resultat } from './actions';
import type { Ecart } from './rules';
import { COLONNES_RETOUR } from '../retours/rules-format';
import { SORTIES } from './rules-format';

const ADRESSE = '/comparaison';
const RUBRIQUE = { adresse: '/tableau-de-suivi', libelle: 'Tableau de suivi' };
const TITRE = 'Comparer avec la liste de Pôle emploi';
/** Lines shown of each kind; the workbook holds them all. */
const MONTREES = 200;
const REFUS_MONTRES = 20;

/** `importeLe`: when an agency of this installation took in a table of the PLIE; null when none did. */
export function pageFormulaire(importeLe: string | null, saisie: Saisie, erreurs: Erreur[]) {
  const f = champs({ sortie: 'ECRAN', ...saisie }, erreurs);
  return {
    titre: TITRE, rubrique: RUBRIQUE, fil: [RUBRIQUE], erreurs,
    formulaire: {
      adresse: ADRESSE, bouton: 'Comparer', fichier: true,
      champs: [
        f.fichier('fichier', 'Liste de Pôle emploi', { obligatoire: true, aide: 'Classeur .xlsx (feuille « Retour ») ou fichier .csv, 10 Mo au plus.', attributs: { accept: '.xlsx,.csv,.zip' } }),
        f.motDePasse('mot_de_passe', 'Mot de passe du classeur', { aide: "S'il est protégé : Pôle emploi vous l'a donné par un autre moyen que le fichier.", attributs: { autocomplete: 'off' } }),
        f.choix('sortie', 'Montrer les écarts', SORTIES, { obligatoire: true }),
      ],
    },
    colonnes: Object.values(COLONNES_RETOUR).map((c) => ({ titre: c.titre, aide: c.aide })),
    ici: importeLe ? { phrase: `Une agence de Pôle emploi a importé votre tableau dans cette application, la dernière fois le ${formaterInstant(importeLe)}. La comparaison peut se faire sans fichier.`, adresse: `${ADRESSE}/dossiers`, classeur: `${ADRESSE}/dossiers.xlsx` } : null,
  };
}

const periode = (p: Ecart['pe']): string => (!p ? '' : p.debut ? `${formaterDate(p.debut)} au ${formaterDate(p.fin)}` : 'Demandé');

function section(id: string, titre: string, aide: string, ecarts: readonly Ecart[], acte: 'FICHE' | 'PNI') {
  return {
    id, titre, aide, nombre: formaterNombre(ecarts.length),
    suite: ecarts.length > MONTREES ? `Les ${MONTREES} premières lignes sur ${formaterNombre(ecarts.length)}. Le classeur les donne toutes.` : null,
    lignes: ecarts.slice(0, MONTREES).map((e) => ({
      nom: e.nom, adresse: e.personne_id ? `/personnes/${e.personne_id}${e.orientation_id ? `?orientation=${e.orientation_id}` : ''}` : null,
      precision: [e.identifiant, e.naissance && `né(e) le ${formaterDate(e.naissance)}`].filter(Boolean).join(' · '),
      pe: periode(e.pe), plie: periode(e.plie), accompagnateur: e.accompagnateur ?? '', explication: e.explication,
      acte: acte === 'PNI' && e.orientation_id ? { adresse: `/orientations/${e.orientation_id}/pni`, libelle: 'Tenir le PNI' } : null,
    })),
  };
}

export function pageResultat({ source, comparaison: c, exportable, refusees }: Resultat, jour: DateCivile) {
  const ecarts = c.chezPoleEmploi.length + c.auPlie.length + c.differents.length;
  return {
    titre: `Comparaison du ${formaterDate(jour)}`, rubrique: RUBRIQUE, fil: [RUBRIQUE, { adresse: ADRESSE, libelle: TITRE }],
    source: source ?? 'Dossiers importés par Pôle emploi dans cette application',
    resume: `${accorder(c.pe, 'personne suivie', 'personnes suivies')} selon Pôle emploi, ${formaterNombre(c.plie)} selon le PLIE, ${formaterNombre(c.accord)} d'accord.`,
    verdict: ecarts
      ? { ton: 'du', icone: 'du', texte: `${accorder(ecarts, 'écart')} à éclaircir avant de clore le mois.` }
      : { ton: 'fait', icone: 'fait', texte: 'Les deux listes disent la même chose.' },
    classeur: source === null ? `${ADRESSE}/dossiers.xlsx` : null,
    nonExportees: direNonExportees(exportable.limitees),
    refusees: refusees.length ? {
      phrase: refusees.length === 1 ? "1 cellule du fichier n'a pas pu être lue : sa ligne n'est pas comparée." : `${formaterNombre(refusees.length)} cellules du fichier n'ont pas pu être lues : leurs lignes ne sont pas comparées.`,
      lignes: refusees.slice(0, REFUS_MONTRES).map((r) => `Ligne ${r.ligne}, « ${r.colonne} »${r.valeur ? ` (${r.valeur})` : ''} : ${r.raison}`),
      suite: refusees.length > REFUS_MONTRES ? `Et ${accorder(refusees.length - REFUS_MONTRES, 'autre')}.` : null,
    } : null,
    sections: [
      section('pe', 'Chez Pôle emploi seulement', "Pôle emploi délègue le suivi de ces personnes, et votre liste ne les a pas. Enregistrez ce qui manque, ou demandez la levée du PNI.", c.chezPoleEmploi, 'FICHE'),
      section('plie', 'Au PLIE seulement', "Vous suivez ces personnes avec un PNI demandé ou actif, et la liste de Pôle emploi ne les a pas.", c.auPlie, 'PNI'),
      section('differents', 'Dans les deux, mais différents', "Les dates du PNI, l'identifiant ou l'identité ne sont pas les mêmes.", c.differents, 'PNI'),
    ],
  };
}
