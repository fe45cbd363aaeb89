/** Who may import whom (architecture.md), read off the imports of server/ and reports/. */
import fs from 'node:fs';
import path from 'node:path';
import { RACINE } from '../../server/lib/racine';

const fichiers = ['server', 'reports'].flatMap((dossier) =>
  (fs.readdirSync(path.join(RACINE, dossier), { recursive: true }) as string[]).filter((f) => f.endsWith('.ts')).map((f) => path.join(dossier, f)));

interface Import { cible: string; deType: boolean }

/** Files of ours (without extension) and packages that a file imports. */
function importsDe(fichier: string): Import[] {
  const texte = fs.readFileSync(path.join(RACINE, fichier), 'utf8');
  return [...texte.matchAll(/(?:(?:import|export)\s+(type\s)?[^;'"]*?from\s+|import\s+|import\(|require\()'([^']+)'/g)].map(([, type, cible]) => {
    const ici = path.join(path.dirname(fichier), cible!);
    const index = fs.existsSync(path.join(RACINE, ici, 'index.ts'));
    return { deType: Boolean(type), cible: cible!.startsWith('.') ? (index ? path.join(ici, 'index') : ici) : cible! };
  });
}

/** The folders that are the frame of the house; every other folder of server/ is a slice, a word of the trade. */
const CADRE = ['lib', 'http', 'codes', 'cli'];
const tranche = (f: string) => { const m = /^server\/([^/]+)\//.exec(f); return m && !CADRE.includes(m[1]!) ? m[1]! : null; };
/** routes, form, rules…: the first word of a file's name, so that `page-liste.ts` is a page. A versioned `regle` is rules. */
const sorte = (f: string) => /^(routes|form|rules|queries|actions|page)\b/.exec(path.basename(f).replace(/^regle/, 'rules'))?.[1] ?? null;
const LIBRE = /^server\/(app|index|config)$|^migrations/;

/** The sentence that says what is wrong with an import, or null. */
function juger(fichier: string, { cible, deType }: Import): string | null {
  const [ma, sa] = [tranche(fichier), tranche(cible)];
  const [mienne, sienne] = [ma && sorte(fichier), sa && sorte(cible)];
  if (cible.startsWith('server/cli/') && !fichier.startsWith('server/cli/')) return 'personne n\'importe cli';
  if (/^(express|multer|passport|express-session|helmet|csrf-sync)$/.test(cible) && mienne !== 'routes' && !/^server\/(http\/|app\.ts|acces\/connexion\.ts)/.test(fichier)) return 'seuls routes et http connaissent Express';
  if (fichier.startsWith('reports/')) {
    return cible.startsWith('server/') && !/^server\/(lib|codes)\/|^server\/acces\/(perimetre|acteur)$/.test(cible) ? 'reports n\'importe que lib, codes et acces/perimetre' : null;
  }
  if (/^server\/(lib|codes)\//.test(fichier) && /^(server\/(?!lib\/|codes\/)|reports\/)/.test(cible)) return 'lib et codes ne connaissent personne';
  if (!ma) return null;
  if (mienne !== 'routes' && /^server\/http\/(?!champs$|pagination$)/.test(cible) && !(ma === 'acces' && sorte(fichier) === null)) return 'seules les routes connaissent http (sauf les champs et la pagination, purs)';
  if (['form', 'page', 'rules'].includes(mienne ?? '') && !deType && (sienne === 'queries' || sienne === 'actions' || /^server\/lib\/(db|ecriture)\b/.test(cible))) return 'form, page et rules sont purs';
  if (mienne === 'actions' && ['routes', 'form', 'page'].includes(sienne ?? '')) return 'une action ne connaît ni route, ni formulaire, ni page';
  if (mienne === 'queries' && ['routes', 'form', 'page', 'actions'].includes(sienne ?? '')) return 'queries ne connaît que la base, le périmètre et les règles';
  if (sa && sa !== ma && sa !== 'acces' && !['rules', 'queries', 'actions'].includes(sienne ?? '')) return 'd\'une autre tranche on n\'importe que rules, queries ou actions';
  return LIBRE.test(cible) && mienne && mienne !== 'routes' ? 'une tranche ne connaît ni l\'application ni ses réglages' : null;
}

test('chaque import respecte « qui peut importer qui »', () => {
  expect(fichiers.length).toBeGreaterThan(30);
  const fautes = fichiers.flatMap((f) => importsDe(f).flatMap((cible) => { const faute = juger(f, cible); return faute ? [`${f} → ${cible.cible} : ${faute}`] : []; }));
  expect(fautes).toEqual([]);
});

test('le SQL d\'une tranche est dans ses queries', () => {
  const fautes = fichiers.filter((f) => tranche(f) && /\bsql`\s*(select|insert|update|delete|with)\b/i.test(fs.readFileSync(path.join(RACINE, f), 'utf8')))
    .filter((f) => !path.basename(f).startsWith('queries'));
  expect(fautes).toEqual([]);
});
