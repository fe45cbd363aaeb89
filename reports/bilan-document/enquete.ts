/** Annexe 2: counts and percentages of each question, the answers of each PLIE; what a convention argues, in its own document only. */
import { LISTES, libelle } from '../../server/codes/listes';
import type { Pdf } from '../../server/lib/pdf/document';
import type { Tableau } from '../../server/lib/pdf/tableau-mesures';
import { formaterDate, formaterInstant } from '../../server/lib/dates';
import { accorder, formaterNombre, formaterTaux } from '../../server/lib/texte';
import { QUESTIONS } from '../bilan-qualitatif/questions';
import type { Case, Compte, LignePlie, Partie } from '../bilan-qualitatif/tableau';
import { NON_DISPONIBLE } from '../bilan-quantitatif/textes';
import { enquete as graphiqueDeLEnquete } from '../graphiques/enquete';
import { montrer } from './graphiques';
import type { MatiereDuDocument } from './matiere';

const REPONSES = LISTES.REPONSES_ENQUETE;
const PARTIES: readonly Partie[] = ['PLIE', 'POLE_EMPLOI'];
const dite = (reponse: string | null): string => libelle('REPONSES_ENQUETE', reponse) || 'Sans réponse';

export function enquete(pdf: Pdf, { annee, seul, qualitatif: { campagnes, lignes }, tableau }: MatiereDuDocument): void {
  pdf.chapitre('Bilan qualitatif (annexe 2)');
  if (!campagnes.length || !lignes.length) return pdf.paragraphe(`Aucune enquête n'a été ouverte pour ${annee}.`);
  const ouvertes = campagnes.filter((c) => c.close_le === null).length;
  pdf.paragraphe(`${ouvertes ? `Enquête en cours : les réponses peuvent encore changer.` : `Enquête close le ${formaterInstant(campagnes[0]!.close_le!).slice(0, 10)} : les réponses ne changent plus.`} ${accorder(lignes.length, 'convention')}, ${QUESTIONS.length} questions.`);
  if (seul) return lignes.forEach((l) => reponsesDuPlie(pdf, l));
  montrer(pdf, graphiqueDeLEnquete(annee, tableau.ensemble));
  pdf.page('paysage');
  pdf.sousChapitre('Réponse retenue de chaque convention');
  pdf.note('« * » : le PLIE et Pôle emploi n\'ont pas donné la même réponse. La réponse retenue est celle convenue en comité de pilotage ou, en attendant, celle du PLIE.');
  pdf.note('Pourcentages sur les réponses données ; les conventions sans réponse sont comptées à part.');
  pdf.tableau(parConvention(tableau));
}

/** A line for each PLIE, then the percentages of its département; the counts and percentages of all at the end. */
function parConvention({ departements, ensemble }: MatiereDuDocument['tableau']): Tableau {
  const parReponse = (comptes: readonly Compte[], ecrire: (c: Compte) => readonly string[]) => comptes.map((c) => { const [texte, ...details] = [...ecrire(c), ...(c.sansReponse ? [`Sans réponse : ${formaterNombre(c.sansReponse)}`] : [])]; return { texte: texte!, details }; });
  const pourcents = (c: Compte) => REPONSES.map((r) => `${r.libelle} : ${c.donnees ? formaterTaux(c.reponses[r.code], c.donnees) : NON_DISPONIBLE}`);
  const nombres = (c: Compte) => REPONSES.map((r) => `${r.libelle} : ${formaterNombre(c.reponses[r.code])}`);
  return {
    colonnes: [{ titre: 'PLIE', part: 2 }, ...QUESTIONS.map((q) => ({ titre: `${q.numero}. ${q.libelle}`, part: 1.25 }))],
    rangees: [
      ...departements.flatMap((d) => [
        { titre: `${d.nom} (${d.code})` },
        ...d.lignes.map((l) => ({ cellules: [l.plie.nom, ...l.cases.map((c) => `${dite(c.retenue)}${c.divergente ? ' *' : ''}`)] })),
        { cellules: [`${d.nom}, en %`, ...parReponse(d.comptes, pourcents)], total: true },
      ]),
      { cellules: ['Ensemble, en nombre', ...parReponse(ensemble, nombres)], total: true },
      { cellules: ['Ensemble, en %', ...parReponse(ensemble, pourcents)], total: true },
    ],
    nommees: true, dense: true,
  };
}

/** Question by question: what each party answered and argued, what was agreed. */
function reponsesDuPlie(pdf: Pdf, { cases }: LignePlie): void {
  pdf.tableau({
    colonnes: [{ titre: 'Question', part: 4 }, { titre: 'Réponse retenue', part: 1.3 }, ...PARTIES.map((p) => ({ titre: libelle('PARTIES', p), part: 1.3 }))],
    rangees: cases.map((c) => ({ cellules: [`${c.question}. ${QUESTIONS[c.question - 1]!.libelle}`, { texte: dite(c.retenue), gras: true }, ...PARTIES.map((p) => dite(c.avis[p].reponse))] })),
    nommees: true,
  });
  const dites = cases.flatMap((c) => argumentsDe(c));
  if (!dites.length) return;
  pdf.sousChapitre('Argumentation');
  for (const texte of dites) pdf.paragraphe(texte);
}

const argumentsDe = (c: Case): string[] => [
  ...PARTIES.filter((p) => c.avis[p].argument).map((p) => `Question ${c.question}, ${libelle('PARTIES', p)} (${dite(c.avis[p].reponse).toLowerCase()}) : ${c.avis[p].argument}`),
  ...(c.divergente && c.accord ? [`Question ${c.question}, comité de pilotage du ${formaterDate(c.accord.date)} : ${dite(c.accord.reponse)}`] : []),
];
