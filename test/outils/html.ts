/** What every page must hold, read off its HTML: these faults need no browser to be seen. */

const attribut = (balise: string, nom: string): string | null => new RegExp(`\\b${nom}="([^"]*)"`).exec(balise)?.[1] ?? null;

export const titreDe = (html: string): string => (/<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '').trim();

/** One line per fault; an empty list is expected. */
export function fautesHtml(html: string): string[] {
  const fautes: string[] = [];
  if (!/^<!doctype html>\s*<html lang="fr">/i.test(html)) fautes.push('la page ne se dit pas en français');
  if (!/^(Erreur : )?\S.* – Passerelle$/.test(titreDe(html))) fautes.push(`titre « ${titreDe(html)} » : « Objet – Rubrique – Passerelle » attendu`);
  const niveaux = [...html.matchAll(/<h([1-6])\b/g)].map((m) => Number(m[1]));
  if (niveaux.filter((n) => n === 1).length !== 1) fautes.push(`${niveaux.filter((n) => n === 1).length} h1`);
  niveaux.forEach((n, i) => { if (i > 0 && n > niveaux[i - 1]! + 1) fautes.push(`un h${n} suit un h${niveaux[i - 1]}`); });
  for (const balise of ['header', 'main', 'footer']) if (!html.includes(`<${balise}`)) fautes.push(`pas de ${balise}`);
  if (!/<body>\s*<a class="evitement" href="#contenu">/.test(html)) fautes.push('le lien d\'évitement n\'est pas le premier de la page');

  const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map((m) => m[1]!);
  for (const id of new Set(ids.filter((id, i) => ids.indexOf(id) !== i))) fautes.push(`l'id ${id} est donné deux fois`);
  for (const cible of [...html.matchAll(/\s(?:for|aria-describedby|aria-labelledby|aria-controls)="([^"]*)"/g)].flatMap((m) => m[1]!.split(/\s+/))) if (!ids.includes(cible)) fautes.push(`rien ne porte l'id ${cible}`);

  const etiquettes = new Set([...html.matchAll(/<label\b[^>]*\sfor="([^"]*)"/g)].map((m) => m[1]));
  const enveloppes = [...html.matchAll(/<label\b[^>]*>[\s\S]*?<\/label>/g)].map((m) => m[0]).join('');
  for (const [champ] of html.matchAll(/<(?:input|select|textarea)\b[^>]*>/g)) {
    if (['hidden', 'submit', 'button'].includes(attribut(champ, 'type') ?? '')) continue;
    const nomme = etiquettes.has(attribut(champ, 'id') ?? '') || attribut(champ, 'aria-label') || attribut(champ, 'aria-labelledby') || enveloppes.includes(champ);
    if (!nomme) fautes.push(`champ sans étiquette : ${champ}`);
  }
  for (const [formulaire] of html.matchAll(/<form\b[^>]*method="post"[\s\S]*?<\/form>/gi)) if (!/name="_csrf" value="[^"]+"/.test(formulaire)) fautes.push('formulaire sans jeton');
  for (const [, , contenu] of html.matchAll(/<(table)\b[^>]*>([\s\S]*?)<\/table>/g)) {
    if (!/<caption\b/.test(contenu!)) fautes.push('tableau sans titre (caption)');
    for (const [cellule] of contenu!.matchAll(/<th\b[^>]*>/g)) if (!/scope="/.test(cellule)) fautes.push(`entête de tableau sans scope : ${cellule}`);
  }
  if (/\sstyle="/.test(html) || /\son[a-z]+="/.test(html)) fautes.push('style ou script dans une balise : la CSP le refuse');
  if (/undefined|\[object Object\]|NaN\b/.test(html.replace(/<script[\s\S]*?<\/script>/g, ''))) fautes.push('une valeur absente est écrite dans la page');
  return fautes;
}
