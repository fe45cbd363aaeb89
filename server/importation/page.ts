/** The page of one table received: what becomes of each row, then its confirmation. Pure. */
import { ACTIONS } from '../../reports/tableau-de-suivi/situation';
import { deMois } from '../echanges/rules';
import { champs } from '../http/champs';
import { adresseDeListe, paginer } from '../http/pagination';
import { formaterInstant } from '../lib/dates';
import { accorder, formaterNombre, nomComplet } from '../lib/texte';
import type { Filtre, Importation, lireResume } from './queries';
import { SORTS, type Detail, type LigneExaminee, type Sort } from './rules-examen';
import { NOMS_DES_FEUILLES, type NomDeFeuille } from './rules-format';

export const RUBRIQUE = { adresse: '/tableaux-recus', libelle: 'Tableaux reçus' };
export const LIGNES_PAR_PAGE = 50;
/** Questions asked at once: answered, they leave room for the next ones. */
const QUESTIONS_PAR_PAGE = 20;

export type Resume = NonNullable<Awaited<ReturnType<typeof lireResume>>>;

const TONS: Record<Sort, { ton: string; icone: string }> = {
  NOUVELLE: { ton: 'fait', icone: 'plus' }, MODIFIEE: { ton: 'du', icone: 'modifier' }, INCHANGEE: { ton: '', icone: 'check' },
  A_RAPPROCHER: { ton: 'du', icone: 'personne' }, REFUSEE: { ton: 'retard', icone: 'refus' }, AUTRE_AGENCE: { ton: '', icone: 'maison' },
};
const libelleDe = (sort: Sort): string => SORTS.find((s) => s.code === sort)!.libelle;

const entete = (i: Importation) => ({
  titre: `Tableau ${deMois(i.mois)}, ${i.plie_nom}`, rubrique: RUBRIQUE, fil: [RUBRIQUE],
  fichier: i.nom_fichier,
  recu: `Déposé le ${formaterInstant(i.cree_le)}${i.auteur_nom ? ` par ${nomComplet({ nom: i.auteur_nom, prenom: i.auteur_prenom ?? '' })}` : ''}${i.etabli_le ? `, établi par le PLIE le ${formaterInstant(i.etabli_le)}` : ''}.`,
});

export function pageEnregistree(i: Importation) {
  const chiffre = (libelle: string, n: number) => ({ libelle, valeur: formaterNombre(n) });
  return {
    ...entete(i),
    enregistre: `Enregistré le ${formaterInstant(i.confirmee_le!)}.`,
    chiffres: [chiffre('Orientations nouvelles', i.nouveaux), chiffre('Modifiées', i.modifies), chiffre('Inchangées', i.inchanges), chiffre('Non reprises', i.refuses)],
    taches: { adresse: `/taches?plie=${i.plie_id}`, libelle: 'Voir ce qui est à traiter' },
  };
}

interface Lignes { lignes: LigneExaminee[]; total: number }

export function pageControle(i: Importation, resume: Resume, { lignes, total }: Lignes, filtre: Filtre) {
  const adresse = `${RUBRIQUE.adresse}/${i.id}`;
  const tableau = resume.comptes['Tableau de suivi'];
  const prises = tableau.NOUVELLE + tableau.MODIFIEE;
  const somme = (sort: Sort) => NOMS_DES_FEUILLES.reduce((n, f) => n + resume.comptes[f][sort], 0);
  const refusees = somme('REFUSEE') + somme('A_RAPPROCHER');
  const questions = resume.questions.slice(0, QUESTIONS_PAR_PAGE);
  const reponses = Object.keys(resume.reponses).length;
  return {
    ...entete(i), version: i.version,
    bandeau: bandeau(prises, tableau.INCHANGEE, somme('REFUSEE'), resume.questions.length),
    confirmer: { adresse: `${adresse}/confirmer`, bouton: prises ? `Enregistrer ${accorder(prises, 'orientation')}` : 'Enregistrer ce tableau' },
    abandonner: { adresse: `${adresse}/abandonner` },
    refus: refusees ? { adresse: `${adresse}/refus.xlsx`, libelle: `Télécharger ${refusees > 1 ? `les ${formaterNombre(refusees)} lignes non reprises` : 'la ligne non reprise'} (.xlsx)`, aide: "À rendre au PLIE : chaque ligne, et pourquoi. Ce classeur n'est plus là une fois le tableau enregistré." } : null,
    remarques: resume.remarques.map((r) => ({ ou: [r.feuille, r.colonne && `« ${r.colonne} »`].filter(Boolean).join(', '), texte: r.raison })),
    demandes: demandes(resume),
    feuilles: NOMS_DES_FEUILLES.filter((f) => resume.comptes[f].lues).map((f) => feuille(adresse, f, resume)),
    questions: questions.length ? {
      adresse: `${adresse}/rapprocher`,
      titre: accorder(resume.questions.length, 'personne à rapprocher', 'personnes à rapprocher'),
      suite: resume.questions.length > questions.length ? `Les ${questions.length} premières ; les suivantes viendront après vos réponses.` : '',
      liste: questions.map((q) => ({
        qui: q.qui, identite: `Ligne ${formaterNombre(q.n)} : ${q.identite}`,
        champ: champs({}).choix(`qui-${q.n}`, `Qui est ${q.qui} ?`, [
          ...q.candidats.map((c) => ({ code: String(c.id), libelle: `La même personne que ${c.qui}`, aide: c.identite })),
          { code: 'AUTRE', libelle: 'Une autre personne', aide: 'Un dossier nouveau sera créé.' },
        ]),
      })),
    } : null,
    reponses: reponses ? { adresse: `${adresse}/rapprocher/reprendre`, texte: `${accorder(reponses, 'réponse donnée', 'réponses données')}.` } : null,
    filtres: filtres(adresse, filtre),
    lignes: lignes.map(ligne),
    vide: tableau.lues ? 'Aucune ligne ne correspond à ce choix.' : "Ce tableau n'a aucune ligne : le PLIE n'a rien à transmettre pour ce mois.",
    pagination: paginer(adresse, { sort: filtre.sort, feuille: filtre.feuille }, filtre.page, LIGNES_PAR_PAGE, total),
  };
}

function bandeau(prises: number, inchangees: number, refusees: number, questions: number) {
  const titre = prises ? `${accorder(prises, 'orientation')} à enregistrer` : inchangees ? 'Rien de nouveau dans la feuille « Tableau de suivi »' : 'Aucune orientation à enregistrer';
  const reserves = [
    questions ? `${accorder(questions, 'personne')} à rapprocher d'abord : sans réponse, ${questions > 1 ? 'elles ne seront pas reprises' : 'elle ne sera pas reprise'}.` : '',
    refusees ? `${accorder(refusees, 'ligne refusée', 'lignes refusées')} : ${refusees > 1 ? 'elles seront laissées' : 'elle sera laissée'} de côté.` : '',
  ].filter(Boolean);
  return { ton: questions ? 'du' : refusees ? 'retard' : 'fait', icone: questions || refusees ? 'alerte' : 'fait', titre, texte: ["Rien n'est encore enregistré. Relisez, puis confirmez.", ...reserves].join(' ') };
}

function demandes({ demandes: nouvelles, caduques, retires }: Resume) {
  const liste = ACTIONS.flatMap(({ code, libelle }) => (nouvelles[code] ? [{ libelle, nombre: formaterNombre(nouvelles[code]) }] : []));
  const notes = [
    caduques ? `${accorder(caduques, 'tâche ouverte', 'tâches ouvertes')} que ce tableau ne demande plus ${caduques > 1 ? 'seront closes' : 'sera close'}.` : '',
    retires.etapes ? `${accorder(retires.etapes, 'étape')} du mois que ce tableau ne dit plus ${retires.etapes > 1 ? 'seront retirées' : 'sera retirée'}.` : '',
    retires.absences ? `${accorder(retires.absences, 'absence')} du mois que ce tableau ne dit plus ${retires.absences > 1 ? 'seront retirées' : 'sera retirée'}.` : '',
  ].filter(Boolean);
  return { liste, notes, vide: 'Ce tableau ne vous demande rien de nouveau.' };
}

function feuille(adresse: string, f: NomDeFeuille, { comptes }: Resume) {
  const c = comptes[f];
  const lien = (sort: Sort | 'AVERTIE', n: number) => ({ nombre: formaterNombre(n), adresse: n ? `${adresseDeListe(adresse, { sort, feuille: f })}#lignes` : null });
  return { nom: f, lues: formaterNombre(c.lues), comptes: [...SORTS.map(({ code, pluriel }) => ({ libelle: pluriel, ...lien(code, c[code]) })), { libelle: 'À vérifier', ...lien('AVERTIE', c.averties) }] };
}

function filtres(adresse: string, { sort, feuille: f }: Filtre) {
  const c = champs({ sort: sort ?? '', feuille: f ?? '' });
  return {
    adresse, actif: sort !== null || f !== null,
    champs: [
      c.liste('feuille', 'Feuille', NOMS_DES_FEUILLES.map((nom) => ({ code: nom, libelle: nom })), { vide: 'Toutes' }),
      c.liste('sort', 'Lignes', [...SORTS.map((s) => ({ code: s.code, libelle: s.pluriel })), { code: 'AVERTIE', libelle: 'À vérifier' }], { vide: 'Toutes' }),
    ],
  };
}

const ligne = ({ f, n, qui, sort, averti, d }: LigneExaminee) => ({
  feuille: f, numero: formaterNombre(n), qui, etat: { libelle: libelleDe(sort), ...TONS[sort] }, averti,
  details: d.map(({ colonne, avant, valeur, raison }: Detail) => ({ colonne, avant: avant === undefined ? null : avant || 'vide', valeur: valeur || (avant === undefined ? '' : 'vide'), raison: raison ?? '' })),
});
