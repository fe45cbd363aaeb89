/** Every act that changes something × every role: without the right, without the token, or elsewhere, nothing changes. */
import ExcelJS from 'exceljs';
import request from 'supertest';
import { ROUTES } from '../../server/app';
import { DROITS, peut } from '../../server/acces/droits';
import { ROLES, type Acteur, type Role } from '../../server/acces/acteur';
import type { RouteGardee } from '../../server/http/routes';
import { creerMonde, jetonDe, type Monde } from '../outils/monde';
import { adresseDe, EXEMPLES } from '../outils/exemples';
import { fautesEntetes } from '../outils/entetes';
import type { Visiteur } from '../outils/application';
import { cellulesQuiSExecuteraient } from '../outils/classeur';
import { archive, classeur, feuilleXml, xlsxBrut } from '../outils/fichiers';

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

describe('chaque adresse où l\'on dépose un fichier', () => {
  /** A row that can be read; the column whose cell the test spoils; what goes with the file. */
  interface Depot { role: Role; feuille: string; ligne: Record<string, string>; gatee: string; champs: () => Record<string, string> }
  const personne = { Nom: 'Aubier', Prénom: 'Lou', 'Date de naissance': '12/04/1985' };
  const retour = { role: 'ANIMATION', feuille: 'Retour', ligne: { ...personne, 'Identifiant Pôle emploi': '1234567A', 'PNI posé le': '12/05/2025' }, gatee: 'PNI posé le' } as const;
  const DEPOTS: Record<string, Depot> = {
    '/tableaux-recus': { role: 'REFERENT_PE', feuille: 'Tableau de suivi', ligne: { ...personne, Prescripteur: 'Pôle emploi', 'Date de prescription': '03/03/2025', Situation: 'En parcours' }, gatee: 'Date de prescription', champs: () => ({ plie_id: String(monde.ici.plieId), mois_du_tableau: '2025-05' }) },
    '/retours/import': { ...retour, champs: () => ({}) },
    '/comparaison': { ...retour, champs: () => ({ sortie: 'ECRAN' }) },
    '/reprise': { role: 'ANIMATION', feuille: 'Personnes', ligne: { 'Réf. personne': 'P1', ...personne }, gatee: 'Date de naissance', champs: () => ({}) },
    '/chiffres-pe/:plie/importer': { role: 'ANIMATION', feuille: 'Informations collectives', ligne: { Date: '06/03/2025', Convoqués: '12', Présents: '9' }, gatee: 'Convoqués', champs: () => ({}) },
  };
  const mots = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
  const cellule = (texte: string) => `<c t="inlineStr"><is><t>${texte}</t></is></c>`;
  const rangee = (numero: number, cellules: string[]) => `<row r="${numero}">${cellules.join('')}</row>`;

  /** What is shown in the end: the refusal, or what was understood of the file. */
  async function deposer(chemin: string, ...fichiers: Buffer[]): Promise<request.Response> {
    const { role, champs } = DEPOTS[chemin]!;
    const visiteur = monde.visiteurs[role];
    const envoi = visiteur.post(adresseDe(chemin, monde.ici)!).field({ _csrf: await monde.jeton(visiteur), ...champs() });
    for (const fichier of fichiers) envoi.attach('fichier', fichier, 'fichier.xlsx');
    const reponse = await envoi;
    if (reponse.status !== 303) return reponse;
    for (;;) {
      const page = await visiteur.get(reponse.headers.location!);
      if (!page.headers.refresh) return page;
    }
  }
  const partout = async (verifier: (chemin: string, depot: Depot) => Promise<void>) => { await Promise.all(Object.entries(DEPOTS).map(([chemin, depot]) => verifier(chemin, depot))); };

  test('est éprouvée ici', () => {
    expect(Object.keys(DEPOTS).sort()).toEqual(ACTES.filter((r) => r.fichier).map((r) => r.chemin).sort());
  });

  test('refuse une formule en disant sa cellule, et lit sans panne ce que la base ne peut pas garder', async () => {
    await partout(async (chemin, { feuille, ligne, gatee }) => {
      const rang = (autre: string) => Object.entries(ligne).map(([titre, texte]) => (titre === gatee ? autre : cellule(texte)));
      // Cut at 200 signs, the last one would be half of a character.
      const lignes = [Object.keys(ligne).map(cellule), rang('<c><f>1+1</f><v>2</v></c>'), rang(cellule('_x0000__xD83D_')), rang(cellule(`a${'😀'.repeat(150)}`))];
      const { text } = await deposer(chemin, await xlsxBrut(feuilleXml(lignes.map((l, i) => rangee(i + 1, l)).join('')), { nom: feuille }));
      expect([chemin, mots(text)]).toEqual([chemin, expect.stringMatching(new RegExp(`2[^.]*${gatee}[^.]*Cette cellule contient une formule\\. Remplacez-la par sa valeur`))]);
      expect([chemin, mots(text)]).toEqual([chemin, expect.stringContaining('a😀')]);
    });
  });

  test('refuse par une phrase macros, bombe, parties trop nombreuses, entités, fichier trop gros, fichiers par deux ; rien ne change', async () => {
    const bombe = await xlsxBrut(feuilleXml(''));
    // The directory declares it: nothing is inflated. One that lies is told in test/unit/classeur-lire.
    bombe.writeUInt32LE(101 * 1024 * 1024, bombe.indexOf('PK\x01\x02') + 24);
    const refusees: [Buffer[], string][] = [
      [[await archive({ '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook/>', 'xl/vbaProject.bin': 'x' })], 'contient des macros'],
      [[bombe], 'dépasse 100 Mo'],
      [[await archive(Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`${i}.csv`, 'a'])))], 'contient 201 parties, plus que les 200 permises'],
      [[Buffer.alloc(10 * 1024 * 1024 + 1)], 'dépasse 10 Mo'],
      [[Buffer.from('a'), Buffer.from('b')], "ne contient pas exactement un fichier"],
    ];
    // What was deposited above waits for its confirmation, and a reprise keeps the trace of a refused one.
    const regarder = async () => ({ ...(await monde.empreinte()), reprises: '' });
    const avant = await regarder();
    await partout(async (chemin, { feuille }) => {
      const entites = await xlsxBrut('<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>', { nom: feuille });
      for (const [fichiers, phrase] of [...refusees, [[entites], 'DOCTYPE'] as const]) {
        const { status, text } = await deposer(chemin, ...fichiers);
        // The reprise is read aside: its refusal is a page.
        expect([chemin, status < 500, mots(text)]).toEqual([chemin, true, expect.stringContaining(phrase)]);
      }
    });
    expect(await regarder()).toEqual(avant);
  });

  test('rend ses lignes refusées telles qu\'elles étaient : renvoyé, leur classeur redonne le même', async () => {
    const noms = ['+33612345678', "=cmd|' /C calc'!A0", '@SOMME(A1)', '-1', '\tretrait', '\rretour', "'apostrophe", 'Éléonore Œuvré', '0001234567', '00012'];
    const relire = async (octets: Buffer) => {
      const lu = new ExcelJS.Workbook();
      await lu.xlsx.load(octets as unknown as ArrayBuffer);
      return lu.worksheets.map((f) => [f.name, f.getSheetValues().slice(1).map((l) => (l as ExcelJS.CellValue[]).slice(1))]);
    };
    await partout(async (chemin, { role, feuille, ligne, gatee }) => {
      if (!ROUTES.some((r) => r.chemin === `${chemin}/:id/refus.xlsx`)) return;
      const visiteur = monde.visiteurs[role];
      const refusDe = async (fichier: Buffer): Promise<Buffer> => {
        const page = await deposer(chemin, fichier);
        const adresse = /href="([^"]+\/refus\.xlsx)"/.exec(page.text)?.[1];
        expect([chemin, adresse]).toEqual([chemin, expect.any(String)]);
        return (await visiteur.get(adresse!).buffer(true).parse((res, suite) => { const m: Buffer[] = []; res.on('data', (x: Buffer) => m.push(x)); res.on('end', () => suite(null, Buffer.concat(m))); })).body as Buffer;
      };
      const titres = Object.keys(ligne);
      const rangees = noms.map((nom) => titres.map((t) => (t === gatee ? 'un jour' : t === 'Nom' || t === 'Prénom' ? nom : ligne[t]!)));
      const premier = await refusDe(await classeur({ [feuille]: [titres, ...rangees] }));
      const [[, [entete, ...lues]]] = (await relire(premier)) as [[string, ExcelJS.CellValue[][]]];
      expect([chemin, lues.map((l) => l[entete!.indexOf('Nom')])]).toEqual([chemin, noms]);
      expect(await cellulesQuiSExecuteraient(premier, '=')).toEqual([]);
      expect([chemin, await relire(await refusDe(premier))]).toEqual([chemin, await relire(premier)]);
    });
  });

  test('dit d\'un texte trop long qu\'il est trop long, et non qu\'un fichier manque', async () => {
    await partout(async (chemin, { role, champs }) => {
      const { status, text } = await monde.visiteurs[role].post(adresseDe(chemin, monde.ici)!).field({ _csrf: 'a', ...champs(), mot_de_passe: 'a'.repeat(10_001) }).attach('fichier', Buffer.from('a'), 'a.csv');
      expect([chemin, status, mots(text)]).toEqual([chemin, 413, expect.stringContaining('Un des textes tapés dans ce formulaire est trop long')]);
    });
  });

  test('refuse sans panne un formulaire coupé en route ou écrit de travers', async () => {
    for (const [type, corps] of [['multipart/form-data', 'x'], ['multipart/form-data; boundary=a', '--a\r\nContent-Disposition: form-data; name="fichier"; filename="a.csv"\r\n\r\nNom'], ['multipart/form-data; boundary=a', '--a\r\nContent-Disposition: \u0000\r\nX\r\n\r\n\r\n--a--\r\n']]) {
      const reponse = await monde.visiteurs.ANIMATION.post('/reprise').set('Content-Type', type!).send(corps);
      expect([reponse.status, mots(reponse.text)]).toEqual([expect.any(Number), expect.stringMatching(/n'a pas compris cette demande|Votre formulaire a expiré/)]);
      expect(reponse.status).toBeLessThan(500);
    }
  });
});
