/** Every act that changes something × every role: without the right, without the token, or elsewhere, nothing changes. */
import request from 'supertest';
import { ROUTES } from '../../server/app';
import { DROITS, peut } from '../../server/acces/droits';
import { ROLES, type Acteur, type Role } from '../../server/acces/acteur';
import type { RouteGardee } from '../../server/http/routes';
import { creerMonde, jetonDe, type Monde } from '../outils/monde';
import { adresseDe, EXEMPLES } from '../outils/exemples';
import { fautesEntetes } from '../outils/entetes';
import type { Visiteur } from '../outils/application';

const GARDEES = ROUTES.filter((r): r is RouteGardee => r.acte !== 'public');
let monde: Monde;
let ACTES: RouteGardee[];
beforeAll(async () => {
  monde = await creerMonde();
  ACTES = GARDEES.filter((r) => r.methode === 'post' && adresseDe(r.chemin, monde.ici) !== null);
});
afterAll(() => monde.essai.fermer());

const acteur = (role: Role): Acteur => ({ utilisateurId: 1, nom: '', prenom: '', role, organisation: null });

/** Sends what a form sends, its fields left empty; as multipart where a file is expected. */
function poster(visiteur: Visiteur, route: RouteGardee, adresse: string, jeton: string | null) {
  const champs: Record<string, string> = jeton === null ? {} : { _csrf: jeton };
  const envoi = visiteur.post(adresse);
  return route.fichier ? envoi.field(champs).attach('fichier', Buffer.from('essai'), 'essai.csv') : envoi.type('form').send(champs);
}

test('une adresse et une méthode ne sont déclarées qu\'une fois, et Express n\'en connaît pas d\'autres', () => {
  const declarees = ROUTES.map((r) => `${r.methode} ${r.chemin}`);
  expect(declarees.filter((r, i) => declarees.indexOf(r) !== i)).toEqual([]);
  const pile = (monde.essai.app as unknown as { router: { stack: { route?: { path: string; stack: { method: string }[] } }[] } }).router.stack;
  const connues = pile.flatMap(({ route }) => (route ? [...new Set(route.stack.map((s) => `${s.method} ${route.path}`))] : []));
  expect(connues.sort()).toEqual([...declarees, 'get /sante'].sort());
});

test('chaque route nomme un acte connu des droits', () => {
  expect(GARDEES.map((r) => r.acte).filter((acte) => !DROITS.includes(acte))).toEqual([]);
});

test('sans le droit, sans session ou sans jeton, un envoi est refusé et rien ne change', async () => {
  const fautes: string[] = [];
  const jetons = new Map<Role, string>();
  for (const role of ROLES) jetons.set(role, await monde.jeton(monde.visiteurs[role]));
  const inconnu = request.agent(monde.essai.app);
  const jetonInconnu = jetonDe(await inconnu.get('/connexion'));
  expect([...jetons.values(), jetonInconnu].every((j) => j.length > 20)).toBe(true);
  const avant = await monde.empreinte();
  for (const route of ACTES) {
    const adresse = adresseDe(route.chemin, monde.ici)!;
    const verifier = (qui: string, reponse: request.Response, statut: number) => {
      if (reponse.status !== statut) fautes.push(`${qui} POST ${route.chemin} : ${reponse.status} au lieu de ${statut}`);
      fautes.push(...fautesEntetes(reponse).map((f) => `${qui} POST ${route.chemin} : ${f}`));
    };
    verifier('anonyme', await poster(inconnu, route, adresse, jetonInconnu), 303);
    for (const role of ROLES) {
      const permis = peut(acteur(role), route.acte);
      // With the right but no token, or with the token of somebody else; without the right, with a good token.
      verifier(role, await poster(monde.visiteurs[role], route, adresse, permis ? null : jetons.get(role)!), 403);
      if (permis) verifier(`${role}, jeton d'un autre,`, await poster(monde.visiteurs[role], route, adresse, jetonInconnu), 403);
    }
  }
  expect(fautes).toEqual([]);
  expect(await monde.empreinte()).toEqual(avant);
}, 180_000);

test('dans un autre territoire, un acte est introuvable et rien ne change', async () => {
  const fautes: string[] = [];
  const avant = await monde.empreinte();
  for (const route of ACTES.filter((r) => EXEMPLES[r.chemin]?.territoire)) {
    for (const role of ROLES.filter((r) => r !== 'ADMINISTRATEUR' && peut(acteur(r), route.acte))) {
      const reponse = await poster(monde.visiteurs[role], route, adresseDe(route.chemin, monde.ailleurs)!, await monde.jeton(monde.visiteurs[role]));
      if (reponse.status !== 404) fautes.push(`${role} POST ${route.chemin} : ${reponse.status}`);
      if (reponse.text.includes(monde.ailleurs.marqueur)) fautes.push(`${role} POST ${route.chemin} : on y lit ${monde.ailleurs.marqueur}`);
    }
  }
  expect(fautes).toEqual([]);
  expect(await monde.empreinte()).toEqual(avant);
}, 180_000);

test('un envoi vide, dans son propre territoire, est une erreur de saisie dite en français, jamais une panne', async () => {
  const fautes: string[] = [];
  for (const route of ACTES) {
    for (const role of ROLES.filter((r) => peut(acteur(r), route.acte)).slice(0, 1)) {
      const reponse = await poster(monde.visiteurs[role], route, adresseDe(route.chemin, monde.ici)!, await monde.jeton(monde.visiteurs[role]));
      if (reponse.status >= 500) fautes.push(`${role} POST ${route.chemin} : ${reponse.status}`);
    }
  }
  expect(fautes).toEqual([]);
});
