/** The delays as tables: PLIE by PLIE over the days asked for, then year by year for the whole. Pure. */
import { cleAnnee, DELAIS, MESURES, type CodeDelai } from './delais';
import type { Duree, LigneAnalyse } from './faits';
import { couverture, lignesAMontrer, montrerLesNombres, nomDeLigne, notesDuMasquage, rangeesParPlie, type Vue } from './lignes';
import { SEUIL } from './masquer';
import { celluleMasquee, celluleTexte, type CelluleDAnalyse, type ColonneDAnalyse, type LigneDAnalyse, type TableauDAnalyse } from './tableau';
import { accorder } from '../../server/lib/texte';

const COLONNES: readonly ColonneDAnalyse[] = DELAIS.flatMap((d) => Object.values(MESURES).map((m): ColonneDAnalyse => ({
  cle: `${d.code}_${m.code}`, titre: m.titre, libelle: `${d.titre} : ${m.titre.toLowerCase()}`, unite: m.code === 'nombre' ? 'NOMBRE' : 'JOURS', groupe: d.titre, definition: `#def-${m.code}`,
})));

const celluleJours = (jours: number, details: string[] = []): CelluleDAnalyse => ({ ...celluleTexte(accorder(jours, 'jour')), valeur: jours, details });

interface Delais extends Vue { annees: readonly number[] }

/** `parAnnee`: the line of the whole, by cleAnnee. Empty without a PLIE in reach. */
export function tableauxDelais(lignes: readonly LigneAnalyse<Duree>[], parAnnee: LigneAnalyse<Duree> | null, { contexte, annees, lien }: Delais): TableauDAnalyse[] {
  const ensemble = lignes.at(-1);
  if (!ensemble || !parAnnee) return [];
  const enNombres = (l: LigneAnalyse<Duree>): LigneAnalyse<number> => ({ ...l, valeurs: Object.fromEntries(Object.entries(l.valeurs).map(([cle, v]) => [cle, v.nombre])) });
  const nombres = new Map(lignes.map((l) => [l, enNombres(l)]));
  const [codes, ans] = [DELAIS.map((d) => d.code), annees.flatMap((a) => DELAIS.map((d) => cleAnnee(a, d.code)))];
  const { montrer } = montrerLesNombres([...nombres.values()], () => codes, [], lien);
  const { montrer: montrerAnnee } = montrerLesNombres([enNombres(parAnnee)], () => ans, [], lien);
  const rangee = (l: LigneAnalyse<Duree>, cleDe: (code: CodeDelai) => string, nombre: (cle: string, details: string[]) => CelluleDAnalyse, plies: (code: CodeDelai) => string[]) => DELAIS.flatMap(({ code }) => {
    const v = l.valeurs[cleDe(code)];
    if (!v) return [celluleTexte('n.d.'), celluleTexte('n.d.'), celluleTexte('0')].map((c, i) => (i === 2 ? { ...c, valeur: 0 } : c));
    // Of a few persons, a duration would be that of one of them.
    const durees = !lien && v.nombre < SEUIL ? [celluleMasquee('masqué'), celluleMasquee('masqué')] : [celluleJours(v.mediane), celluleJours(v.quatreVingts)];
    return [...durees, nombre(cleDe(code), plies(code))];
  });
  const avecUn = (l: LigneAnalyse<Duree>, code: CodeDelai) => couverture(lignes.filter((p) => p.niveau === 'PLIE' && (l.niveau === 'ENSEMBLE' || p.departement?.code === l.departement?.code) && p.valeurs[code]).length, l);
  const surLesJours = (l: LigneAnalyse<Duree>) => rangee(l, (c) => c, (cle, details) => montrer(nombres.get(l)!, cle, details), (code) => (l.niveau === 'PLIE' ? [] : avecUn(l, code)));
  const parPlie = rangeesParPlie(lignes, surLesJours);
  const seule = lignesAMontrer(lignes);
  const periode: LigneDAnalyse[] = parPlie.length ? parPlie : [{ libelle: lignes[0]!.plie?.nom ?? nomDeLigne(seule[0]!), genre: 'VALEUR', cellules: surLesJours(ensemble) }];
  const enAnnees: LigneDAnalyse[] = annees.map((a) => ({ libelle: String(a), genre: 'VALEUR', cellules: rangee(parAnnee, (c) => cleAnnee(a, c), (cle) => ({ ...montrerAnnee(enNombres(parAnnee), cle), lien: null }), () => []) }));
  const colonnes = [...COLONNES];
  return [
    { cle: 'periode', nom: 'Délais', titre: 'Les délais de la période', contexte, axe: 'PLIE', colonnes, lignes: periode, notes: ["Un délai compte dans la période où tombe le dernier de ses deux événements. « n.d. » : aucune orientation n'a les deux dates.", ...notesDuMasquage(periode)] },
    { cle: 'annees', nom: 'Délais par année', titre: "Année par année, selon l'année du dernier événement", contexte: contexte.replace(/,[^,]*$/, ''), axe: 'Année', colonnes, lignes: enAnnees, notes: notesDuMasquage(enAnnees) },
  ];
}
