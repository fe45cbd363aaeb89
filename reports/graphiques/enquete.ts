/** Annexe 2 as bars of 100 % per question; those without an answer are apart, in the table only. Pure. */
import { LISTES } from '../../server/codes/listes';
import { accorder, formaterNombre, formaterTaux } from '../../server/lib/texte';
import { QUESTIONS } from '../bilan-qualitatif/questions';
import type { Compte } from '../bilan-qualitatif/tableau';
import { enumerer } from '../bilan-quantitatif/notes';
import { NON_DISPONIBLE } from '../bilan-quantitatif/textes';
import type { Graphique } from './graphique';
import { absent, serie, type Point } from './lecture';

const REPONSES = LISTES.REPONSES_ENQUETE;
const [TOUT_A_FAIT] = REPONSES;

/** `comptes`: one per question, of the lines shown together. */
export function enquete(annee: number, comptes: readonly Compte[]): Graphique {
  const part = (c: Compte, code: keyof Compte['reponses']): Point => (c.donnees
    ? { valeur: (100 * c.reponses[code]) / c.donnees, texte: `${formaterTaux(c.reponses[code], c.donnees)} (${formaterNombre(c.reponses[code])})`, lien: null }
    : absent(NON_DISPONIBLE));
  return {
    cle: 'enquete', titre: `Les réponses à l'enquête ${annee}`, genre: 'EMPILEES', unite: 'POURCENTAGE',
    phrase: phrase(comptes),
    axe: 'Question', etiquettes: QUESTIONS.map((q) => `${q.numero}. ${q.libelle}`),
    series: [
      ...REPONSES.map(({ code, libelle }) => serie(libelle, comptes.map((c) => part(c, code)))),
      serie('Sans réponse', comptes.map((c) => absent(formaterNombre(c.sansReponse)))),
    ],
    notes: ['Pourcentages sur les réponses données ; les conventions sans réponse sont comptées à part.'],
  };
}

/** Where the parties are the most, and the least, content. */
function phrase(comptes: readonly Compte[]): string {
  const sansReponse = comptes.reduce((n, c) => n + c.sansReponse, 0);
  const parts = comptes.map((c, rang) => ({ numero: rang + 1, c })).filter(({ c }) => c.donnees > 0);
  if (!parts.length) return "Aucune réponse n'est encore donnée.";
  const valeur = ({ c }: (typeof parts)[number]) => c.reponses[TOUT_A_FAIT.code] / c.donnees;
  const dire = (cible: number) => {
    const elles = parts.filter((p) => valeur(p) === cible);
    const { c } = elles[0]!;
    return `${formaterTaux(c.reponses[TOUT_A_FAIT.code], c.donnees)} (${elles.length > 1 ? 'questions' : 'question'} ${enumerer(elles.map((e) => String(e.numero)))})`;
  };
  const [bas, haut] = [Math.min(...parts.map(valeur)), Math.max(...parts.map(valeur))];
  const [a, b] = [dire(bas), dire(haut)];
  return `« ${TOUT_A_FAIT.libelle} » ${bas === haut ? `: ${a}` : `va de ${a} à ${b}`}. ${sansReponse ? `${accorder(sansReponse, 'case')} sans réponse.` : 'Toutes les réponses sont données.'}`;
}
