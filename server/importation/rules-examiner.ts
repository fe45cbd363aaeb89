/** The whole table, examined: what is shown before the confirmation and what the confirmation writes come from here alone. Pure. */
import { estDans, periodeDuMois, type CodeAction } from '../../reports/tableau-de-suivi/situation';
import type { DateCivile } from '../lib/dates';
import { examinerCorrections } from './rules-corrections';
import { AUCUN, grouper, type Comptes, type Connu, type Ecriture, type Examen, type LigneExaminee } from './rules-examen';
import { Personnes, examinerAbsences, examinerEtapes } from './rules-faits';
import { NOMS_DES_FEUILLES, type NomDeFeuille } from './rules-format';
import type { Fautive, FeuilleLue, Lecture } from './rules-lecture';
import type { Reponses } from './rules-rapprochement';
import { cibleDe, examinerTableau, type RangeeExaminee } from './rules-tableau';
import { demandeDe, suiteDesTaches } from './rules-taches';

const refusees = (f: NomDeFeuille, feuille: FeuilleLue<unknown> | null): LigneExaminee[] =>
  (feuille?.fautives ?? []).map(({ n, qui, fautes }: Fautive) => ({ f, n, qui, sort: 'REFUSEE', averti: false, d: fautes }));
const parLigne = (lignes: LigneExaminee[]): LigneExaminee[] => lignes.sort((a, b) => a.n - b.n);

export function examiner(lecture: Lecture, connu: Connu, reponses: Reponses, jour: DateCivile): { examen: Examen; ecriture: Ecriture } {
  const ecriture: Ecriture = { dossiers: [], etapes: [], absences: [], remplaces: { etapes: [], absences: [] }, corrections: [], etapesRetirees: [], absencesRetirees: [], dossiersRetires: [], taches: [], redatees: [], caduques: [] };
  const { rangees, questions } = examinerTableau(lecture.tableau, connu, reponses);
  const personnes = new Personnes(rangees, lecture.tableau.fautives);
  const etapes = lecture.etapes ? examinerEtapes(lecture.etapes, connu, personnes, ecriture) : [];
  const absences = lecture.absences ? examinerAbsences(lecture.absences, connu, personnes, ecriture) : [];
  const prises = rangees.filter((r) => r.ecrit !== null);
  for (const r of prises) ecriture.dossiers.push({ cible: cibleDe(r), ...r.ecrit });
  const retires = remplacer(lecture, prises, connu, ecriture);
  if (lecture.tableau.presents.includes('action')) demander(prises, connu, ecriture);
  const corrections = lecture.corrections ? examinerCorrections(lecture.corrections, connu, personnes, ecriture, jour) : [];

  const feuilles: Record<NomDeFeuille, LigneExaminee[]> = {
    'Tableau de suivi': parLigne([...rangees.map(montrable), ...refusees('Tableau de suivi', lecture.tableau)]),
    Étapes: parLigne([...etapes, ...refusees('Étapes', lecture.etapes)]),
    Absences: parLigne([...absences, ...refusees('Absences', lecture.absences)]),
    Corrections: parLigne([...corrections, ...refusees('Corrections', lecture.corrections)]),
  };
  const demandes: Partial<Record<CodeAction, number>> = {};
  for (const { action } of ecriture.taches) demandes[action] = (demandes[action] ?? 0) + 1;
  return {
    ecriture,
    examen: {
      lignes: NOMS_DES_FEUILLES.flatMap((nom) => feuilles[nom]),
      comptes: Object.fromEntries(NOMS_DES_FEUILLES.map((nom) => [nom, compter(feuilles[nom])])) as Examen['comptes'],
      questions, demandes, caduques: ecriture.caduques.length, retires,
    },
  };
}

const montrable = ({ f, n, qui, sort, averti, d }: RangeeExaminee): LigneExaminee => ({ f, n, qui, sort, averti, d });

function compter(lignes: readonly LigneExaminee[]): Comptes {
  const comptes = { ...AUCUN, lues: lignes.length };
  for (const { sort, averti } of lignes) {
    comptes[sort] += 1;
    if (averti) comptes.averties += 1;
  }
  return comptes;
}

/** The étapes and absences of the month are those of the file, for the dossiers that it tells of; a sheet that is not there says nothing. */
function remplacer({ etapes, absences }: Lecture, prises: readonly RangeeExaminee[], connu: Connu, ecriture: Ecriture): Examen['retires'] {
  const connus = new Set(prises.flatMap((r) => r.dossier?.id ?? []));
  const periode = periodeDuMois(connu.mois);
  if (etapes) ecriture.remplaces.etapes = [...connus];
  if (absences) ecriture.remplaces.absences = [...connus];
  const [ecrites, ecritesAbsences] = [new Set(ecriture.etapes.map((e) => `${e.cible}|${e.type}|${e.date_debut}`)), new Set(ecriture.absences.map((a) => `${a.cible}|${a.date_convocation}`))];
  return {
    etapes: etapes ? connu.etapes.filter((e) => connus.has(e.dossier_id) && e.date_debut <= periode.fin && (e.date_fin === null || e.date_fin >= periode.debut) && !ecrites.has(`${e.dossier_id}|${e.type}|${e.date_debut}`)).length : 0,
    absences: absences ? connu.absences.filter((a) => connus.has(a.dossier_id) && estDans(a.date_convocation, periode) && !ecritesAbsences.has(`${a.dossier_id}|${a.date_convocation}`)).length : 0,
  };
}

function demander(prises: readonly RangeeExaminee[], connu: Connu, ecriture: Ecriture): void {
  const periode = periodeDuMois(connu.mois);
  const taches = grouper(connu.taches, (t) => t.dossier_id);
  const absences = grouper(ecriture.absences, (a) => a.cible);
  const etapes = grouper(ecriture.etapes, (e) => e.cible);
  for (const r of prises) {
    const cible = cibleDe(r);
    const mouvements = (etapes.get(cible) ?? []).flatMap((e) => [e.date_debut, e.date_fin].filter((d) => d !== null && estDans(d, periode)) as DateCivile[]);
    const demande = demandeDe(r.v, (absences.get(cible) ?? []).map((a) => a.date_convocation), mouvements);
    const suite = suiteDesTaches(demande, taches.get(cible) ?? [], connu.mois);
    if (suite.nouvelle) ecriture.taches.push({ cible, ...suite.nouvelle });
    if (suite.redatee) ecriture.redatees.push(suite.redatee);
    ecriture.caduques.push(...suite.caduques);
  }
}
