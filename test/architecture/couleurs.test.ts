/** The colours of the charts: seen on white, and told apart by those who do not see red, green or blue as others do. */
import fs from 'node:fs';
import path from 'node:path';
import { RACINE } from '../../server/lib/racine';

type Trois = readonly [number, number, number];

/** How each kind of eye sees linear red, green and blue (Machado, Oliveira and Fernandes, 2009, severity 1). */
const YEUX: Record<string, readonly Trois[]> = {
  ordinaire: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  deuteranopie: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  protanopie: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  tritanopie: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};
const lineaire = (c: number): number => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);
const lire = (hexa: string): Trois => [1, 3, 5].map((i) => lineaire(parseInt(hexa.slice(i, i + 2), 16))) as unknown as Trois;
const voir = (oeil: readonly Trois[], rvb: Trois): Trois => oeil.map((l) => Math.min(1, Math.max(0, l[0] * rvb[0] + l[1] * rvb[1] + l[2] * rvb[2]))) as unknown as Trois;
const luminance = ([r, v, b]: Trois): number => 0.2126 * r + 0.7152 * v + 0.0722 * b;
const cielab = ([r, v, b]: Trois): Trois => {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const [x, y, z] = [f((0.4124 * r + 0.3576 * v + 0.1805 * b) / 0.95047), f(luminance([r, v, b])), f((0.0193 * r + 0.1192 * v + 0.9505 * b) / 1.08883)];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
};
const ecart = (a: Trois, b: Trois): number => Math.hypot(...a.map((n, i) => n - b[i]!));

test('les séries d\'un graphique se distinguent deux à deux pour tous les yeux, et du blanc', () => {
  const css = fs.readFileSync(path.join(RACINE, 'public/css/passerelle.css'), 'utf8');
  const couleurs = [...css.matchAll(/--serie-\d: (#[0-9a-f]{6});/g)].map((m) => m[1]!);
  expect(couleurs).toHaveLength(5);
  const fautes = couleurs.filter((c) => 1.05 / (luminance(lire(c)) + 0.05) < 3).map((c) => `${c} : moins de 3 pour 1 sur le blanc`);
  for (const [nom, oeil] of Object.entries(YEUX)) {
    couleurs.forEach((a, i) => couleurs.slice(i + 1).forEach((b) => {
      // 2 is just seen side by side; 25 is told from a legend.
      if (ecart(cielab(voir(oeil, lire(a))), cielab(voir(oeil, lire(b)))) < 25) fautes.push(`${a} et ${b} se confondent (${nom})`);
    }));
  }
  expect(fautes).toEqual([]);
});
