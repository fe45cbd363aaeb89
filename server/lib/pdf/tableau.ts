/** Tables: their head on every page, a row never cut, headers that a reading voice can tell. */
import type { Alignement, Feuille, Noeud, Zone } from './feuille';
import { COULEURS } from './styles';
import { APRES, mesurer, versCellule, type Cellule, type Mesures, type Rangee, type Tableau } from './tableau-mesures';

/** How something written enters the structure, or the decoration of a page that repeats it. */
type Dire = (ecrire: () => void) => void;

export function dessinerTableau(f: Feuille, t: Tableau): void {
  const m = mesurer(f, t);
  const [debut, suivante] = t.rangees;
  f.prendrePlace(m.groupes + m.titres + (debut ? avecLaSuivante(m, debut, suivante) : 0));
  const table = f.noeud('Table');
  f.racine.add(table);
  tracerEntete(f, t, m, tetesDe(f, t, table));
  let titre: string | null = null;
  t.rangees.forEach((r, n) => {
    if (f.y + avecLaSuivante(m, r, t.rangees[n + 1]) > f.bas()) {
      f.nouvellePage();
      tracerEntete(f, t, m, (_ligne, _etendue, ecrire) => f.decorer(ecrire, 'Pagination'));
      if (titre !== null && !('titre' in r)) tracerTitre(f, t, m, `${titre} (suite)`, (ecrire) => f.decorer(ecrire, 'Pagination'));
    }
    const ligne = f.noeud('TR');
    table.add(ligne);
    if ('titre' in r) {
      titre = r.titre;
      tracerTitre(f, t, m, r.titre, (ecrire) => ligne.add(enTete(f, 'Column', t.colonnes.length, ecrire)));
    } else tracerRangee(f, t, m, r, ligne);
    ligne.end();
  });
  table.end();
  f.y += APRES;
}

/** A title is never alone at the foot of a page. */
const avecLaSuivante = (m: Mesures, r: Rangee, suivante: Rangee | undefined): number => m.rangee(r) + ('titre' in r && suivante ? m.rangee(suivante) : 0);

// ---- The head ----

/** `ligne` 0: the groups; `etendue` 0: an empty corner. */
type DireTete = (ligne: 0 | 1, etendue: number, ecrire: () => void) => void;

function tracerEntete(f: Feuille, t: Tableau, m: Mesures, dire: DireTete): void {
  const { tete, haut } = m.aspect;
  if (t.groupes) {
    encadrer(f, m, m.groupes, COULEURS.fond, t.groupes.map((g, k) => m.cadre(m.rangs[k]!, g.etendue)));
    t.groupes.forEach((g, k) => { const z = m.interieur(m.rangs[k]!, g.etendue); dire(0, g.titre ? g.etendue : 0, () => f.ecrire(g.titre, tete, z.x, f.y + haut, z.largeur, 'center')); });
    f.y += m.groupes;
  }
  encadrer(f, m, m.titres, COULEURS.fond, t.colonnes.map((_, i) => m.cadre(i)));
  t.colonnes.forEach((c, i) => { const z = m.interieur(i); dire(1, 1, () => f.ecrire(c.titre, tete, z.x, f.y + haut, z.largeur, c.alignement)); });
  f.y += m.titres;
}

/** The head as it is said once, on the first page. */
function tetesDe(f: Feuille, t: Tableau, table: Noeud): DireTete {
  const lignes = { 0: t.groupes ? f.noeud('TR') : null, 1: f.noeud('TR') };
  let reste = t.colonnes.length;
  if (lignes[0]) table.add(lignes[0]);
  return (ligne, etendue, ecrire) => {
    if (ligne === 1 && reste === t.colonnes.length) { lignes[0]?.end(); table.add(lignes[1]); }
    lignes[ligne]!.add(etendue ? enTete(f, 'Column', etendue, ecrire) : f.noeud('TD', ecrire));
    if (ligne === 1 && (reste -= 1) === 0) lignes[1].end();
  };
}

function enTete(f: Feuille, scope: 'Column' | 'Row', etendue: number, ecrire: () => void): Noeud {
  const th = f.noeud('TH', undefined, { scope });
  if (etendue > 1) {
    // pdfkit has no word for the columns that a header stands over.
    const { data } = (th as unknown as { dictionary: { data: { A?: Record<string, unknown> } } }).dictionary;
    data.A = { ...data.A, ColSpan: etendue };
  }
  th.add(ecrire);
  th.end();
  return th;
}

// ---- The rows ----

function tracerTitre(f: Feuille, t: Tableau, m: Mesures, titre: string, dire: Dire): void {
  const h = m.rangee({ titre });
  const z = m.interieur(0, t.colonnes.length);
  encadrer(f, m, h, null, [m.cadre(0, t.colonnes.length)]);
  dire(() => f.ecrire(titre, m.aspect.gras, z.x, f.y + m.aspect.haut, z.largeur));
  f.y += h;
}

function tracerRangee(f: Feuille, t: Tableau, m: Mesures, r: { cellules: readonly (string | Cellule)[]; total?: boolean }, ligne: Noeud): void {
  const h = m.rangee(r);
  encadrer(f, m, h, r.total ? COULEURS.fond : null, t.colonnes.map((_, i) => m.cadre(i)));
  r.cellules.map(versCellule).forEach((c, i) => {
    const ecrire = () => tracerCellule(f, m, c, r, m.interieur(i), t.colonnes[i]!.alignement);
    ligne.add(t.nommees && i === 0 ? enTete(f, 'Row', 1, ecrire) : f.noeud('TD', ecrire));
  });
  f.y += h;
}

function tracerCellule(f: Feuille, m: Mesures, c: Cellule, r: { total?: boolean }, { x, largeur }: Zone, alignement?: Alignement): void {
  const style = m.styleDe(c, r);
  let y = f.y + m.aspect.haut;
  f.ecrire(c.texte, style, x, y, largeur, alignement);
  y += f.hauteur(c.texte, style, largeur);
  for (const d of c.details ?? []) {
    f.ecrire(d, m.aspect.detail, x, y, largeur, alignement);
    y += f.hauteur(d, m.aspect.detail, largeur);
  }
}

function encadrer(f: Feuille, m: Mesures, h: number, fond: string | null, cases: readonly Zone[]): void {
  f.decorer(() => {
    if (fond) f.doc.rect(m.zone.x, f.y, m.zone.largeur, h).fill(fond);
    f.doc.lineWidth(0.5).strokeColor(COULEURS.trait);
    for (const { x, largeur } of cases) f.doc.rect(x, f.y, largeur, h).stroke();
  });
}
