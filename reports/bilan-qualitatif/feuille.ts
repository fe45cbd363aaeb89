/**
 * The sheet « Bilan qualitatif » of workbook D: annexe 2 as its table is printed, three columns a question and one for those
 * without an answer, percentages as formulas over the lines above them; then the arguments, convention by convention.
 */
import { LISTES, libelle } from '../../server/codes/listes';
import { lettreDeColonne, type Cellule, type Colonne, type Feuille } from '../../server/lib/classeur/ecrire';
import { formaterDate } from '../../server/lib/dates';
import { QUESTIONS } from './questions';
import { consolider, type Case, type LignePlie, type Partie, type TableauQualitatif } from './tableau';

const REPONSES = LISTES.REPONSES_ENQUETE;
/** Département and PLIE come first. */
const DEBUT = 2;
/** Columns of a question: its answers, then « sans réponse ». */
const LARGEUR = REPONSES.length + 1;
const PARTIES: readonly Partie[] = ['PLIE', 'POLE_EMPLOI'];

/** « 1. Les spécificités … ? Tout à fait », then « 1. Moyen »: each question is named once. */
const COLONNES: Colonne[] = [
  { titre: 'Département', largeur: 22 }, { titre: 'PLIE', largeur: 34 },
  ...QUESTIONS.flatMap((q): Colonne[] => [
    ...REPONSES.map((r, rang): Colonne => ({ titre: `${q.numero}. ${rang ? '' : `${q.libelle} `}${r.libelle}`, largeur: rang ? 10 : 28 })), { titre: `${q.numero}. Sans réponse`, largeur: 10 },
  ]),
];
const composer = (lignes: Cellule[][]): Feuille => ({ nom: 'Bilan qualitatif', colonnes: COLONNES, lignes, filtre: false });

export const feuilleQualitative = (lignes: readonly LignePlie[]): Feuille => composer([...remplir(consolider(lignes)), ...argumentation(lignes)]);

/** The year had no campaign: the PLIEs, and nothing beside them. */
export const feuilleSansEnquete = (plies: { departement: string; plie: string }[]): Feuille =>
  composer([...plies.map((p): Cellule[] => [p.departement, p.plie]), [], ["Aucune enquête n'a été ouverte pour cette année."]]);

const rangee = (ecrire: (c: Case) => Cellule[], ligne: LignePlie): Cellule[] => ligne.cases.flatMap(ecrire);
const gras = (texte: string): Cellule => ({ texte, gras: true });

function remplir({ departements, ensemble }: TableauQualitatif): Cellule[][] {
  const rangees: Cellule[][] = [];
  const plies: number[] = [];
  /** Row in the sheet of the next line: row 1 is the header. */
  const prochaine = () => rangees.length + 2;
  for (const d of departements) {
    const siennes: number[] = [];
    for (const ligne of d.lignes) {
      siennes.push(prochaine());
      rangees.push([d.nom, ligne.plie.nom, ...rangee((c) => [...REPONSES.map((r) => (c.retenue === r.code ? 1 : null)), c.retenue ? null : 1], ligne)]);
      // Where the parties differ both are shown, as texts: nothing sums them.
      if (ligne.cases.some((c) => c.divergente)) {
        for (const p of PARTIES) rangees.push(['', `   réponse ${p === 'PLIE' ? 'du PLIE' : 'de Pôle emploi'}`, ...rangee((c) => [...REPONSES.map((r) => (c.divergente && c.avis[p].reponse === r.code ? 'x' : null)), null], ligne)]);
      }
    }
    plies.push(...siennes);
    rangees.push([gras(d.nom), gras('Total en %'), ...pourcents(siennes, d.comptes)]);
  }
  if (!plies.length) return rangees;
  rangees.push([gras('Ensemble'), gras('Total'), ...ensemble.flatMap((c, rang) => [...REPONSES.map((r) => c.reponses[r.code]), c.sansReponse].map((valeur, i): Cellule => ({ formule: somme(plies, DEBUT + rang * LARGEUR + i), valeur })))]);
  rangees.push([gras('Ensemble'), gras('Total en %'), ...pourcents(plies, ensemble)]);
  return rangees;
}

/** Runs of rows, since the lines of the parties stand between. */
const somme = (rangs: number[], colonne: number): string => {
  const lettre = lettreDeColonne(colonne);
  const suites: [number, number][] = [];
  for (const r of rangs) {
    const derniere = suites.at(-1);
    if (derniere && derniere[1] === r - 1) derniere[1] = r;
    else suites.push([r, r]);
  }
  return `SUM(${suites.map(([a, b]) => (a === b ? `${lettre}${a}` : `${lettre}${a}:${lettre}${b}`)).join(',')})`;
};

/** Over the answers given; those without are counted apart, as a number. */
function pourcents(rangs: number[], comptes: TableauQualitatif['ensemble']): Cellule[] {
  return comptes.flatMap((c, rang) => {
    const premiere = DEBUT + rang * LARGEUR;
    const donnees = REPONSES.map((_, i) => somme(rangs, premiere + i)).join('+');
    return [
      ...REPONSES.map((r, i): Cellule => (c.donnees ? { formule: `${somme(rangs, premiere + i)}/(${donnees})`, valeur: c.reponses[r.code] / c.donnees, format: 'taux' } : 'n.d.')),
      { formule: somme(rangs, premiere + REPONSES.length), valeur: c.sansReponse },
    ];
  });
}

function argumentation(lignes: readonly LignePlie[]): Cellule[][] {
  const dites = lignes.flatMap((l) => l.cases.flatMap((c) => [
    ...PARTIES.filter((p) => c.avis[p].argument).map((p): Cellule[] => [l.departement.nom, l.plie.nom, `${c.question}. ${libelle('PARTIES', p)} : ${libelle('REPONSES_ENQUETE', c.avis[p].reponse) || 'sans réponse'}. ${c.avis[p].argument}`]),
    ...(c.divergente && c.accord ? [[l.departement.nom, l.plie.nom, `${c.question}. Comité de pilotage du ${formaterDate(c.accord.date)} : ${libelle('REPONSES_ENQUETE', c.accord.reponse)}`] as Cellule[]] : []),
  ]));
  return dites.length ? [[], [gras('Bilan qualitatif par convention : argumentation')], ...dites] : [];
}
