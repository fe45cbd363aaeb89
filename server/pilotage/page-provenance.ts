/** Why a person counts in each column of annexe 1, or not; of a validated year, as it was kept, beside today. Every text ready to print. Pure. */
import { estCompte, numeroLisible } from '../../reports/indicateur';
import type { Ligne } from '../../reports/moteur';
import type { Provenance } from '../../reports/provenance';
import { colonnesSansObjet } from '../../reports/bilan-quantitatif/bilan';
import { BILAN_QUANTITATIF, GROUPES, VERSION } from '../../reports/bilan-quantitatif/definitions';
import { NON_APPLICABLE } from '../../reports/bilan-quantitatif/textes';
import { reglagesEnClair } from '../bilans/rules-differences';
import { adresseDuBilan as adresseDesVersions } from '../bilans/rules';
import { formaterDate, formaterInstant } from '../lib/dates';
import { dansLaPhrase, nomComplet } from '../lib/texte';
import type { Personne } from '../personnes/queries';
import { adresseDuBilan } from './page-cadre';
import { ceQuiABouge, telsQueFiges, type Gel } from './rules-gel';
import { anneesDe, verdicts, type Raison, type VerdictDeColonne } from './rules-provenance';

/** `alerte`: today is not what was validated. */
interface Paragraphe { orientation: string | null; texte: string; alerte?: boolean }

const parceQue = (texte: string): string => `parce qu${texte.startsWith('e') ? "'" : 'e '}${texte}`;

/** Each orientation named with its reason; all together when none counts, for one same reason. */
function nommer(raisons: readonly Raison[], textes: readonly Paragraphe[][]): Paragraphe[] {
  const [premiers] = textes;
  if (raisons.length < 2) return textes.flat();
  if (raisons.every((r) => !r.comptee) && textes.every((t) => JSON.stringify(t) === JSON.stringify(premiers))) return premiers!.map((p, i) => ({ ...p, orientation: i ? null : 'Chaque orientation' }));
  return textes.flatMap((t, rang) => t.map((p, i) => ({ ...p, orientation: i ? null : `Orientation du ${formaterDate(raisons[rang]!.orientation)}` })));
}

const duJourEnClair = ({ fois, raisons }: VerdictDeColonne): Paragraphe[] =>
  nommer(raisons, raisons.map((r) => [{ orientation: null, texte: fois === null ? r.texte : `${r.comptee ? 'Comptée' : 'Non comptée'} ${parceQue(r.texte)}.` }]));

/** What the version kept, then what today says where it is not the same, and why. `v`: of today; `f`: as frozen. */
function figeEnClair(numero: string, v: VerdictDeColonne, f: VerdictDeColonne, provenances: readonly Provenance[], gel: Gel): Paragraphe[] {
  if (f.fois === null) return duJourEnClair(v);
  const i = BILAN_QUANTITATIF.indicateurs.find((x) => x.numero === numero)!;
  const version = `la version ${gel.figee.version.numero}`;
  const dire = (alors: Raison, rang: number): Paragraphe[] => {
    const [duJour, p] = [v.raisons[rang]!, provenances[rang]!];
    const bouge = estCompte(i) ? ceQuiABouge(i, BILAN_QUANTITATIF, p, gel) : [];
    const fait = gel.figee.faits.find((x) => x.colonne === numero && x.orientation_id === p.orientation_id);
    const meme = alors.comptee === duJour.comptee && (estCompte(i) ? !fait || p.jugements[numero]!.date === fait.date_fait : alors.texte === duJour.texte);
    if (meme && !alors.comptee && bouge.length) return [{ orientation: null, texte: `Non comptée dans ${version}. Aujourd'hui non plus, ${parceQue(duJour.texte)}.` }];
    if (meme) return [{ orientation: null, texte: `${alors.comptee ? `Comptée dans ${version} et aujourd'hui` : `Non comptée, ni dans ${version}, ni aujourd'hui`}, ${parceQue(duJour.texte)}.` }];
    const gardee = alors.comptee ? `Comptée dans ${version} : ${estCompte(i) ? `sa ${dansLaPhrase(i.nomDeLaDate)} était le ${formaterDate(fait!.date_fait)}` : alors.texte}.` : `Non comptée dans ${version}.`;
    const pourquoi = !estCompte(i) ? duJour.texte : bouge.length ? bouge.join(' ; ') : `${duJour.texte} ; le journal ne dit pas ce qui a changé depuis`;
    const aujourdhui = alors.comptee && duJour.comptee ? "Aujourd'hui aussi, mais autrement" : alors.comptee ? "Aujourd'hui elle ne le serait plus" : "Aujourd'hui elle le serait";
    return [{ orientation: null, texte: gardee }, { orientation: null, texte: `${aujourdhui} : ${pourquoi}.`, alerte: true }];
  };
  return nommer(f.raisons, f.raisons.map(dire));
}

/** Said of a column that the year's conventions leave out: nobody counts there, and a date that is missing is not why. */
const SANS_OBJET = "La convention de ce PLIE ne compte pas cette colonne : le bilan l'affiche « Non applicable ».";
const fois = (n: number | null): string => (n === null ? 'Sans nom' : n === 0 ? 'Non comptée' : n === 1 ? 'Comptée' : `Comptée ${n} fois`);

/** `duJour`: the line of that PLIE and year counted today; null for a closed PLIE without a convention that year. `figee`: null as long as the year is not validated. */
export interface VueDeProvenance { personne: Personne; provenances: Provenance[]; annee: number; plieCode: string; duJour: Ligne | null; figee: Gel['figee'] | null }

export function pageProvenance({ personne, provenances, annee, plieCode, duJour, figee }: VueDeProvenance) {
  const gel: Gel | null = figee && { figee, reglages: { alors: figee.version.chiffres.periodes, aujourdhui: duJour?.periodes ?? [] } };
  const lus = verdicts(BILAN_QUANTITATIF, provenances, annee);
  const figes = gel && verdicts(BILAN_QUANTITATIF, telsQueFiges(provenances, gel.figee.faits), annee);
  const sansObjet = { aujourdhui: duJour ? colonnesSansObjet(duJour) : new Set<string>(), alors: gel && colonnesSansObjet(gel.figee.version.chiffres) };
  const ici = `/personnes/${personne.id}/provenance`;
  const liste = (numero: string, v: VerdictDeColonne) => (v.fois && estCompte(BILAN_QUANTITATIF.indicateurs.find((x) => x.numero === numero)!) ? adresseDuBilan('/bilan/liste', annee, `plie:${plieCode}`, { colonne: numero }) : null);

  const colonneDuJour = (numero: string, v: VerdictDeColonne) => (sansObjet.aujourdhui.has(numero)
    ? { etat: NON_APPLICABLE, comptee: false, differe: false, liste: null, raisons: [{ orientation: null, texte: SANS_OBJET }] as Paragraphe[] }
    : { etat: fois(v.fois), comptee: Boolean(v.fois), differe: false, liste: liste(numero, v), raisons: duJourEnClair(v) });
  const colonneFigee = (numero: string, v: VerdictDeColonne, f: VerdictDeColonne, g: Gel) => {
    const [alors, aujourdhui] = [sansObjet.alors!.has(numero), sansObjet.aujourdhui.has(numero)];
    if (alors && aujourdhui) return colonneDuJour(numero, v);
    const raisons: Paragraphe[] = alors ? [{ orientation: null, texte: SANS_OBJET.replace('ne compte pas', 'ne comptait pas').replace("l'affiche", "validé l'affiche") }, { orientation: null, texte: "Depuis, la convention a changé : elle la compte.", alerte: true }]
      : [...figeEnClair(numero, v, f, provenances, g), ...(aujourdhui ? [{ orientation: null, texte: "Depuis, la convention a changé : elle ne compte plus cette colonne.", alerte: true }] : [])];
    return { etat: alors ? NON_APPLICABLE : fois(f.fois), comptee: !alors && Boolean(f.fois), differe: raisons.some((r) => r.alerte), liste: alors ? null : liste(numero, f), raisons };
  };
  const groupes = GROUPES.map((g) => ({
    titre: g.titre,
    colonnes: g.colonnes.map((numero) => {
      const rang = BILAN_QUANTITATIF.indicateurs.findIndex((x) => x.numero === numero);
      const tete = { ancre: `col-${numero}`, numero: numeroLisible(numero), libelle: BILAN_QUANTITATIF.indicateurs[rang]!.libelle, definition: `/definitions#col-${numero}` };
      return { ...tete, ...(gel ? colonneFigee(numero, lus[rang]!, figes![rang]!, gel) : colonneDuJour(numero, lus[rang]!)) };
    }),
  }));
  const differentes = groupes.flatMap((g) => g.colonnes).filter((c) => c.differe);
  return {
    titre: `Bilan ${annee} : ce qui est compté`, rubrique: { adresse: '/personnes', libelle: 'Personnes' },
    fil: [{ adresse: '/personnes', libelle: 'Personnes' }, { adresse: `/personnes/${personne.id}`, libelle: nomComplet(personne) }],
    personne: { adresse: `/personnes/${personne.id}`, nom: nomComplet(personne) },
    annees: [...new Set([annee, ...anneesDe(provenances)])].sort((a, b) => b - a).map((a) => ({ annee: a, adresse: `${ici}?annee=${a}`, courante: a === annee })),
    sansOrientation: provenances.length === 0,
    gel: gel && {
      phrase: `Le bilan ${annee} est validé : version ${gel.figee.version.numero}, le ${formaterInstant(gel.figee.version.valide_le)} (définitions, version ${gel.figee.version.definitions}${gel.figee.version.definitions === VERSION ? '' : ` ; celles d'aujourd'hui sont la version ${VERSION}`}). Chaque colonne dit ce qui a été compté alors.`,
      difference: differentes.length ? `Aujourd'hui diffère en col. ${differentes.map((c) => c.numero).join(', ')} : ce qui a changé est dit à la ligne. Le bilan validé, lui, ne change pas.` : "Rien n'a changé depuis : ce serait compté de même aujourd'hui.",
      differe: differentes.length > 0,
      reglages: reglagesEnClair(gel.figee.version.chiffres),
      versions: { adresse: `${adresseDesVersions(personne.plie_id, annee)}#titre-versions`, libelle: `Versions du bilan ${annee}` },
    },
    groupes,
  };
}
