/** The walk of all pages: every GET route × every role, in a territory that must see nothing of the other. */
import request from 'supertest';
import { ROUTES } from '../../server/app';
import type { Route } from '../../server/http/routes';
import { peut } from '../../server/acces/droits';
import { ROLES, type Acteur, type Role } from '../../server/acces/acteur';
import { creerMonde, type Monde } from '../outils/monde';
import { adresseDe, EXEMPLES, SORT_DE_L_OUTIL } from '../outils/exemples';
import { fautesEntetes } from '../outils/entetes';
import { fautesHtml, titreDe } from '../outils/html';
import { texteDuClasseur } from '../outils/classeur';

let monde: Monde;
let LECTURES: Route[];
let avant: Record<string, string>;
beforeAll(async () => {
  monde = await creerMonde();
  avant = await monde.empreinte();
  LECTURES = ROUTES.filter((r) => r.methode === 'get' && adresseDe(r.chemin, monde.ici) !== null);
});
afterAll(() => monde.essai.fermer());

const acteur = (role: Role): Acteur => ({ utilisateurId: 1, nom: '', prenom: '', role, organisation: null });
/** Closed once there is an account: then it does not exist for anybody. */
const FERMEES = ['/installation'];
const DU_PLIE: Role[] = ['ACCOMPAGNATEUR', 'ANIMATION'];
const VOIENT_DES_PERSONNES: Role[] = [...DU_PLIE, 'CONSEILLER_PE', 'REFERENT_PE'];

/** The names that this role has no business reading. */
const interdits = (role: Role): string[] => [
  monde.ailleurs.marqueur,
  ...(role === 'ADMINISTRATEUR' || role === 'DPO' ? [] : [monde.ailleurs.marqueurAgent]),
  ...(VOIENT_DES_PERSONNES.includes(role) ? [] : [monde.ici.marqueur]),
  ...(DU_PLIE.includes(role) ? [] : [monde.ici.texteNote]),
];

async function texteDe(reponse: request.Response): Promise<string> {
  const entetes = JSON.stringify(reponse.headers);
  return Buffer.isBuffer(reponse.body) && reponse.body.length ? entetes + (await texteDuClasseur(reponse.body)) : entetes + reponse.text;
}

test('toute route qui a des paramètres a un exemple, et tout exemple sert', () => {
  expect(ROUTES.filter((r) => adresseDe(r.chemin, monde.ici) === null).map((r) => r.chemin)).toEqual([]);
});

test.each(ROLES)('%s : ses pages répondent, les autres refusent, rien d\'un autre territoire n\'y paraît', async (role) => {
  const titres = new Map<string, string>();
  const fautes: string[] = [];
  for (const route of LECTURES) {
    const adresse = adresseDe(route.chemin, monde.ici)!;
    const permis = route.acte === 'public' || peut(acteur(role), route.acte);
    const reponse = await monde.visiteurs[role].get(adresse).buffer(true).parse((res, suite) => { const morceaux: Buffer[] = []; res.on('data', (m: Buffer) => morceaux.push(m)); res.on('end', () => suite(null, Buffer.concat(morceaux))); });
    const html = String(reponse.headers['content-type'] ?? '').startsWith('text/');
    const texte = html ? (reponse.body as Buffer).toString('utf8') : '';
    const dire = (faute: string) => fautes.push(`${role} ${adresse} : ${faute}`);
    const attendus = FERMEES.includes(route.chemin) ? [404] : !permis ? [403] : EXEMPLES[route.chemin]?.saufPour === role ? [404] : [200, 303];
    if (!attendus.includes(reponse.status)) dire(`${reponse.status} au lieu de ${attendus.join(' ou ')}`);
    fautesEntetes(reponse).forEach(dire);
    if (!String(reponse.headers['cache-control']).includes('no-store')) dire('la page peut rester dans un cache');
    const contenu = html ? JSON.stringify(reponse.headers) + texte : await texteDe(reponse);
    for (const nom of interdits(role)) if (contenu.includes(nom)) dire(`on y lit ${nom}`);
    // A working note is in no file, whoever downloads it.
    if (!html && contenu.includes(monde.ici.texteNote)) dire('le fichier contient une note de travail');
    if (!html && reponse.status === 200 && !SORT_DE_L_OUTIL.test(route.chemin)) dire('un fichier que le contrôle des limitations ne connaît pas');
    if (html && reponse.status !== 303 && texte.startsWith('<!')) {
      fautesHtml(texte).forEach(dire);
      const titre = titreDe(texte);
      if (attendus.includes(200) && titres.has(titre)) dire(`même titre que ${titres.get(titre)} : ${titre}`);
      if (attendus.includes(200)) titres.set(titre, adresse);
    }
  }
  expect(fautes).toEqual([]);
});

test('sans être connecté, toute page gardée mène à la connexion', async () => {
  const fautes: string[] = [];
  for (const route of LECTURES) {
    const reponse = await request(monde.essai.app).get(adresseDe(route.chemin, monde.ici)!);
    fautes.push(...fautesEntetes(reponse).map((f) => `${route.chemin} : ${f}`));
    if (route.acte !== 'public' && (reponse.status !== 303 || reponse.headers.location !== '/connexion')) fautes.push(`${route.chemin} : ${reponse.status}`);
    if (route.acte === 'public' && !(FERMEES.includes(route.chemin) ? [404] : [200, 303]).includes(reponse.status)) fautes.push(`${route.chemin} : ${reponse.status}`);
    if (reponse.status === 200 && reponse.text.startsWith('<!')) fautes.push(...fautesHtml(reponse.text).map((f) => `${route.chemin} : ${f}`));
    for (const nom of [monde.ici.marqueur, monde.ailleurs.marqueur, monde.ailleurs.marqueurAgent]) if (reponse.text?.includes(nom)) fautes.push(`${route.chemin} : on y lit ${nom}`);
  }
  expect(fautes).toEqual([]);
});

test('ce qui est d\'un autre territoire est introuvable, jamais interdit', async () => {
  const fautes: string[] = [];
  for (const route of LECTURES.filter((r) => EXEMPLES[r.chemin]?.territoire)) {
    for (const role of ROLES.filter((r) => r !== 'ADMINISTRATEUR' && route.acte !== 'public' && peut(acteur(r), route.acte))) {
      const reponse = await monde.visiteurs[role].get(adresseDe(route.chemin, monde.ailleurs)!);
      if (reponse.status !== 404) fautes.push(`${role} ${route.chemin} : ${reponse.status}`);
      for (const nom of interdits(role)) if (reponse.text?.includes(nom)) fautes.push(`${role} ${route.chemin} : on y lit ${nom}`);
    }
  }
  expect(fautes).toEqual([]);
});

test('tout cela lu par tous, rien n\'a changé dans la base que la liste des personnes récemment ouvertes', async () => {
  const apres = await monde.empreinte();
  expect(Object.keys(avant).filter((table) => apres[table] !== avant[table])).toEqual(['personnes_recentes']);
});

test.each(ROLES)('le menu de %s montre sept entrées au plus, chaque adresse une fois, et dit où l\'on est', async (role) => {
  const visiteur = await monde.essai.connecter(monde.ici.utilisateurs[role].courriel);
  const menuDe = async (adresse: string) => /<nav class="navigation"[\s\S]*?<\/nav>/.exec((await visiteur.get(adresse).redirects(1).expect(200)).text)![0];
  const menu = await menuDe('/');
  expect(menu.match(/<li class="navigation-entree">/g)!.length).toBeLessThanOrEqual(7);
  const adresses = [...menu.matchAll(/href="([^"]+)"/g)].map(([, adresse]) => adresse!);
  expect(new Set(adresses).size).toBe(adresses.length);
  for (const adresse of adresses) expect([adresse, /href="([^"]+)" aria-current="page"/.exec(await menuDe(adresse))?.[1]]).toEqual([adresse, adresse]);
});

test.each(ROLES)('le plan du site de %s mène à tout ce que mène le menu', async (role) => {
  const visiteur = await monde.essai.connecter(monde.ici.utilisateurs[role].courriel);
  const menu = [.../<nav class="navigation"[\s\S]*?<\/nav>/.exec((await visiteur.get('/').expect(200)).text)![0].matchAll(/href="([^"]+)"/g)].map(([, adresse]) => adresse!);
  const plan = (await visiteur.get('/plan-du-site').expect(200)).text.replace(/<header[\s\S]*?<\/header>|<footer[\s\S]*?<\/footer>/g, '');
  expect(menu.filter((adresse) => !plan.includes(`href="${adresse}"`))).toEqual([]);
});
