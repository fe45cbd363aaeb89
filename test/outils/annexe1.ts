/** Annexe 1 read back from where it is shown, in the notation of the tables made by hand: « 3 », « 3/2 », « na », « nd ». Column 13 apart. */
import type ExcelJS from 'exceljs';
import { LISTES } from '../../server/codes/listes';

export type Notation = Record<string, Record<string, string>>;
/** By line and motif: exits, of which positive; those at 0 left out. */
export type Motifs = Record<string, Record<string, [number, number]>>;

export const net = (html: string): string => html.replace(/<[^>]+>/g, ' ').replaceAll('&#39;', "'").replaceAll('&amp;', '&').replace(/\s+/g, ' ').trim();
const corpsDe = (html: string, rang: number): string => [...html.matchAll(/<tbody>([\s\S]*?)<\/tbody>/g)][rang]?.[1] ?? '';
const rangeesDe = (corps: string): string[] => [...corps.matchAll(/<tr[^>]*>\s*<th scope="row">([\s\S]*?)<\/tr>/g)].map((m) => m[1]!);

/** The table of /bilan. A ratio is read twice, its percentage by its two terms. */
export function lireEcran(html: string): Notation {
  return Object.fromEntries(rangeesDe(corpsDe(html, 0)).map((r) => {
    const [nom, ...cases] = r.split(/<td /);
    return [net(nom!), Object.fromEntries(cases.filter((c) => !c.includes('Col. 13')).map((c) => {
      const numero = /data-libelle="Col\. (\d+(?: bis)?)/.exec(c)![1]!.replace(' ', '');
      const terme = /<small>(\S+) \/ (\S+)<\/small>/.exec(c);
      const texte = net(`<td ${c}`.replace(/<small>[\s\S]*<\/small>/, ''));
      if (!terme) return [numero, texte === 'Non applicable' ? 'na' : texte === 'n.d.' ? 'nd' : texte];
      const [n, d] = [Number(terme[1]), Number(terme[2])];
      expect([nom, numero, texte]).toEqual([nom, numero, `${(Math.round((n * 1000) / d) / 10).toFixed(1).replace('.', ',')} %`]);
      return [numero, `${n}/${d}`];
    }))];
  }));
}

/** The table of column 13, on the same page; the motifs that it does not show are at 0. */
export function lireMotifsEcran(html: string): Motifs {
  const codes = new Map<string, string>(LISTES.MOTIFS_SORTIE.map((m) => [m.libelle, m.code]));
  return Object.fromEntries(rangeesDe(corpsDe(html, 1)).map((r) => {
    const [nom, ...cases] = r.split(/<td /);
    return [net(nom!), Object.fromEntries(cases.flatMap((c): [string, [number, number]][] => {
      const nombre = Number(net(`<td ${c}`.replace(/<small>[\s\S]*<\/small>/, '')));
      return nombre ? [[codes.get(net(/data-libelle="([^"]*)"/.exec(c)![1]!))!, [nombre, Number(/dont (\d+)/.exec(net(c))?.[1] ?? 0)]]] : [];
    }))];
  }));
}

interface LigneJson { nom?: string; colonnes: Record<string, unknown>; nonApplicable: string[] }

/** A line of the command's JSON: n.d. is null, what does not apply is null and listed. */
export function lireJson({ colonnes, nonApplicable }: LigneJson): Record<string, string> {
  expect(nonApplicable.filter((n) => colonnes[n] !== null)).toEqual([]);
  return Object.fromEntries(Object.entries(colonnes).filter(([n]) => !n.startsWith('13')).map(([numero, v]) => {
    if (v === null) return [numero, nonApplicable.includes(numero) ? 'na' : 'nd'];
    if (typeof v === 'number') return [numero, String(v)];
    const t = v as { numerateur: number; denominateur: number; valeur: number };
    expect(t.valeur).toBe(t.numerateur / t.denominateur);
    return [numero, `${t.numerateur}/${t.denominateur}`];
  }));
}

export const textesDe = (ligne: ExcelJS.Row): string[] => Array.from({ length: ligne.cellCount }, (_, i) => ligne.getCell(i + 1).text);
export const lignesDe = (classeur: ExcelJS.Workbook, nom: string): ExcelJS.Row[] => { const f = classeur.getWorksheet(nom)!; return f.getRows(1, f.rowCount)!; };

/** The first sheet of workbook D: every ratio worked out again from the cells that its formula names, and compared with its cached value. */
export function lireClasseurD(classeur: ExcelJS.Workbook, combien: number): { lignes: Notation; motifs: Motifs } {
  const feuille = classeur.getWorksheet('Bilan quantitatif')!;
  const [tetes, ...corps] = lignesDe(classeur, 'Bilan quantitatif');
  const titres = textesDe(tetes!);
  /** (E2+E3)/(C2+C3+5) → [numerator, denominator], from the cells of the sheet. */
  const calculer = (formule: string): [number, number] => {
    const m = /^\(([^()]+)\)\/\(([^()]+)\)$/.exec(formule)!;
    return [m[1]!, m[2]!].map((somme) => somme.split('+').map((t) => (/^\d+$/.test(t) ? Number(t) : (feuille.getCell(t).value as number))).reduce((a, b) => a + b, 0)) as [number, number];
  };
  const lignes: Notation = {};
  const motifs: Motifs = {};
  for (const ligne of corps.slice(0, combien)) {
    const [departement, nom] = textesDe(ligne) as [string, string];
    const cle = !nom.startsWith('Total') ? nom : departement === 'Ensemble' ? 'Total' : `Total ${departement}`;
    lignes[cle] = {};
    motifs[cle] = {};
    titres.forEach((titre, i) => {
      const m = /^Col\. (\d+)( bis)? /.exec(titre);
      if (!m) return;
      const v = ligne.getCell(i + 1).value;
      if (m[1] === '13') {
        const { code, libelle } = LISTES.MOTIFS_SORTIE.find((x) => titre === `Col. 13 ${x.libelle}`)!;
        if (v) motifs[cle]![code] = [v as number, ligne.getCell(titres.indexOf(`Dont positives : ${libelle}`) + 1).value as number];
        return;
      }
      const numero = m[1]! + (m[2] ? 'bis' : '');
      if (v !== null && typeof v === 'object' && 'formula' in v) {
        const [n, d] = calculer(v.formula!);
        // ExcelJS leaves out a cached value of 0.
        expect([cle, numero, v.result ?? 0]).toEqual([cle, numero, n / d]);
        lignes[cle]![numero] = `${n}/${d}`;
      } else {
        lignes[cle]![numero] = v === 'Non applicable' ? 'na' : v === 'n.d.' ? 'nd' : ligne.getCell(i + 1).text;
      }
    });
  }
  return { lignes, motifs };
}
