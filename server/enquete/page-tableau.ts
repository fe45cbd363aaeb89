/** The consolidated table on a screen, as annexe 2 lays it out: three columns a question, percentages under each département. Pure. */
import { QUESTIONS } from '../../reports/bilan-qualitatif/questions';
import { consolider, type Case, type Compte, type LignePlie } from '../../reports/bilan-qualitatif/tableau';
import { enquete as dessin } from '../../reports/graphiques/enquete';
import { LISTES } from '../codes/listes';
import type { DateCivile } from '../lib/dates';
import { accorder, formaterNombre, formaterTaux } from '../lib/texte';
import { adresseDuPlie, filVers, RUBRIQUE } from './page';
import type { Enquete } from './queries';
import { resumeDEnquete } from './rules';

const REPONSES = LISTES.REPONSES_ENQUETE;

/** `nul`: nothing to say in that column, which a phone leaves out. `retenue`: the answer that the line keeps. */
interface Cellule { libelle: string; texte: string; lu: string; retenue: boolean; nul: boolean }

function cellulesDe(c: Case): Cellule[] {
  return REPONSES.map(({ code, libelle }) => {
    const retenue = c.retenue === code;
    const qui = c.divergente ? [...(c.avis.PLIE.reponse === code ? ['PLIE'] : []), ...(c.avis.POLE_EMPLOI.reponse === code ? ['PE'] : [])].join('') : '';
    const texte = qui || (retenue ? 'X' : '');
    return { libelle: `${c.question}. ${libelle}`, texte, lu: texte && [qui === 'PLIE' ? 'réponse du PLIE' : qui === 'PE' ? 'réponse de Pôle emploi' : '', retenue ? 'réponse retenue' : ''].filter(Boolean).join(', '), retenue, nul: !texte };
  });
}

const cellulesDeCompte = (comptes: Compte[], ecrire: (n: number, c: Compte) => string): Cellule[] =>
  comptes.flatMap((c, rang) => REPONSES.map(({ code, libelle }) => ({ libelle: `${rang + 1}. ${libelle}`, texte: ecrire(c.reponses[code], c), lu: '', retenue: false, nul: c.reponses[code] === 0 })));

const enPourcent = (comptes: Compte[]) => cellulesDeCompte(comptes, (n, c) => (c.donnees ? formaterTaux(n, c.donnees) : 'n.d.'));
const enNombre = (comptes: Compte[]) => cellulesDeCompte(comptes, (n) => formaterNombre(n));
const sansReponse = (comptes: Compte[]) => comptes.map((c, rang) => ({ libelle: `${rang + 1}. Sans réponse`, texte: formaterNombre(c.sansReponse), aucune: c.sansReponse === 0 }));

export function pageTableau({ enquete, lignes, jour }: { enquete: Enquete; lignes: LignePlie[]; jour: DateCivile }) {
  const { departements, ensemble } = consolider(lignes);
  return {
    titre: `Tableau de l'enquête ${enquete.annee}`, rubrique: RUBRIQUE, fil: filVers(enquete),
    chapeau: `${enquete.region} · annexe 2 de la convention · ${accorder(lignes.length, 'PLIE', 'PLIE')}`, resume: resumeDEnquete(enquete, jour),
    classeur: `/bilan/classeur?annee=${enquete.annee}`,
    questions: QUESTIONS.map((q) => ({ numero: String(q.numero), libelle: q.libelle })), reponses: REPONSES.map((r) => r.libelle),
    departements: departements.map((d) => ({
      nom: `${d.nom} (${d.code})`,
      lignes: d.lignes.map((l) => ({ nom: l.plie.nom, adresse: adresseDuPlie(enquete.id, l.plie.id), cellules: l.cases.flatMap(cellulesDe) })),
      total: enPourcent(d.comptes), sansReponse: sansReponse(d.comptes),
    })),
    region: lignes.length ? { nombres: enNombre(ensemble), total: enPourcent(ensemble), sansReponse: sansReponse(ensemble) } : null,
    graphique: dessin(enquete.annee, ensemble),
    vide: lignes.length ? null : `Aucun PLIE de la région n'a de convention en ${enquete.annee}.`,
  };
}
