/** The delays as tables: PLIE by PLIE over the days asked for, then year by year for the whole. Pure. */
import { accorder } from '../../server/lib/texte';
import { cleAnnee, DELAIS, MESURES, type CodeDelai } from './delais';
import type { Duree, LigneAnalyse } from './faits';
import { couverture, montrerLesNombres, notesDuMasquage, rangeesParPlie, type Vue } from './lignes';
import { SEUIL } from './masquer';
import { celluleMasquee, celluleNombre, celluleTexte, type CelluleDAnalyse, type ColonneDAnalyse, type LigneDAnalyse, type TableauDAnalyse } from './tableau';

const COLONNES: readonly ColonneDAnalyse[] = DELAIS.flatMap((d) => Object.values(MESURES).map((m): ColonneDAnalyse => ({
  cle: `${d.code}_${m.code}`, titre: m.titre, libelle: `${d.titre} : ${m.titre.toLowerCase()}`, unite: m.code === 'nombre' ? 'NOMBRE' : 'JOURS', groupe: d.titre, definition: `#def-${m.code}`,
})));

const celluleJours = (jours: number): CelluleDAnalyse => ({ ...celluleTexte(accorder(jours, 'jour')), valeur: jours });

/** How many delays each cell is computed on. */
const enNombres = (l: LigneAnalyse<Duree>): LigneAnalyse<number> => ({ ...l, valeurs: Object.fromEntries(Object.entries(l.valeurs).map(([cle, v]) => [cle, v.nombre])) });

/** `contexteDesAnnees`: without the days. `annee`: the one that the days are, when they are one. `annees`: those shown, whatever the days. */
interface Delais extends Vue { contexteDesAnnees: string; annee: number | null; annees: readonly number[] }

/** `parAnnee`: the line of the whole, by cleAnnee. Empty without a PLIE in reach. */
export function tableauxDelais(lignes: readonly LigneAnalyse<Duree>[], parAnnee: LigneAnalyse<Duree> | null, { contexte, contexteDesAnnees, annee, annees, lien }: Delais): TableauDAnalyse[] {
  const ensemble = lignes.at(-1);
  if (!ensemble || !parAnnee) return [];
  const [codes, ans] = [DELAIS.map((d) => d.code), annees.flatMap((a) => DELAIS.map((d) => cleAnnee(a, d.code)))];
  // The whole is told in both tables, whose figures are the same when the days are one of the years.
  const entier: LigneAnalyse<Duree> = { ...ensemble, valeurs: { ...ensemble.valeurs, ...parAnnee.valeurs } };
  const nombres = new Map([...lignes.slice(0, -1), entier].map((l) => [l, enNombres(l)]));
  const egalites = annees.filter((a) => a === annee).flatMap((a) => DELAIS.map((d) => ({ tout: d.code, parties: [cleAnnee(a, d.code)] })));
  const montrer = montrerLesNombres([...nombres.values()], (l) => (l.niveau === 'ENSEMBLE' ? [...codes, ...ans] : codes), egalites, lien);

  const rangee = (l: LigneAnalyse<Duree>, cleDe: (code: CodeDelai) => string, plies: (code: CodeDelai) => string[]): CelluleDAnalyse[] => codes.flatMap((code) => {
    const cle = cleDe(code);
    const v = l.valeurs[cle];
    if (!v) return [celluleTexte('n.d.'), celluleTexte('n.d.'), celluleNombre(0)];
    // Of a few persons, a duration would be that of one of them.
    const durees = !lien && v.nombre < SEUIL ? [celluleMasquee('masqué'), celluleMasquee('masqué')] : [celluleJours(v.mediane), celluleJours(v.quatreVingts)];
    return [...durees, montrer(nombres.get(l)!, cle, plies(code))];
  });
  /** How many PLIEs of a total have such a delay. */
  const avecUn = (l: LigneAnalyse<Duree>, code: CodeDelai): string[] => (l.niveau === 'PLIE' ? [] : couverture(lignes.filter((p) => p.niveau === 'PLIE' && (l.niveau === 'ENSEMBLE' || p.departement?.code === l.departement?.code) && p.valeurs[code]).length, l));
  const surLesJours = (l: LigneAnalyse<Duree>): CelluleDAnalyse[] => rangee(l, (c) => c, (code) => avecUn(l, code));

  const parPlie = rangeesParPlie([...nombres.keys()], surLesJours);
  const periode: LigneDAnalyse[] = parPlie.length ? parPlie : [{ libelle: lignes[0]!.plie!.nom, genre: 'VALEUR', cellules: surLesJours(entier) }];
  const enAnnees: LigneDAnalyse[] = annees.map((a) => ({ libelle: String(a), genre: 'VALEUR', cellules: rangee(entier, (c) => cleAnnee(a, c), () => []) }));
  const colonnes = [...COLONNES];
  return [
    { cle: 'periode', nom: 'Délais', titre: 'Les délais de la période', contexte, axe: 'PLIE', colonnes, lignes: periode, notes: ["Un délai compte dans la période où tombe le dernier de ses deux événements. « n.d. » : aucune orientation n'a les deux dates.", ...notesDuMasquage(periode)] },
    { cle: 'annees', nom: 'Délais par année', titre: "Année par année, selon l'année du dernier événement", contexte: contexteDesAnnees, axe: 'Année', colonnes, lignes: enAnnees, notes: notesDuMasquage(enAnnees) },
  ];
}
