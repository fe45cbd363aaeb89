/** Names and free texts that try to be HTML: every page shows them as text. */
import type { Knex } from 'knex';
import { ROUTES } from '../../server/app';
import type { Role } from '../../server/acces/acteur';
import { peut } from '../../server/acces/droits';
import { ecrire } from '../../server/lib/ecriture';
import { creerMonde, type Monde } from '../outils/monde';
import { adresseDe } from '../outils/exemples';

/** Opens a tag, and leaves an attribute, wherever it is not escaped. */
const PIEGE = `<img src=x>" data-piege="'`;
const CIBLES = { personnes: ['nom', 'prenom', 'commune', 'adresse'], organisations: ['nom'], utilisateurs: ['nom', 'prenom', 'fonction'], notes: ['texte'], commissions: ['lieu'], seances: ['lieu'], filtres: ['nom'], codes: ['libelle'] };
/** Between them they may read every page. */
const LECTEURS: Role[] = ['ANIMATION', 'REFERENT_PE', 'CORRESPONDANT_REGIONAL', 'ADMINISTRATEUR', 'DPO'];
const RECHERCHES = ['/personnes', '/orientations'];

let monde: Monde;
beforeAll(async () => {
  monde = await creerMonde();
  const { base, auteur } = monde.essai.contexte;
  await ecrire(base, auteur, 'essai', async (trx: Knex) => {
    for (const [table, colonnes] of Object.entries(CIBLES)) await trx(table).update(Object.fromEntries(colonnes.map((c) => [c, trx.raw('left(coalesce(??, ?), 12) || ?', [c, '', PIEGE])])));
  });
});
afterAll(() => monde.essai.fermer());

test('ce qui ressemble à du HTML se lit sur chaque page, et ne s\'exécute pas', async () => {
  const fautes: string[] = [];
  const lus = new Set<Role>();
  // Each page once, by the first who may read it.
  for (const route of ROUTES.filter((r) => r.methode === 'get')) {
    const role = LECTEURS.find((r) => route.acte === 'public' || peut({ utilisateurId: 1, nom: '', prenom: '', role: r, organisation: null }, route.acte))!;
    const adresse = adresseDe(route.chemin, monde.ici)!;
    for (const lue of RECHERCHES.includes(adresse) ? [adresse, `${adresse}?q=${encodeURIComponent(PIEGE)}`] : [adresse]) {
      const { text, status, headers } = await monde.visiteurs[role].get(lue);
      if (status >= 500) fautes.push(`${lue} : ${status}`);
      if (!String(headers['content-type']).startsWith('text/html')) continue;
      if (text.includes('&lt;img src=x&gt;')) lus.add(role);
      if (/<img src=x|" data-piege=/.test(text)) fautes.push(`${lue} : ${/.{0,80}(<img src=x|" data-piege=)/.exec(text)![0]}`);
    }
  }
  expect(fautes).toEqual([]);
  expect([...lus].sort()).toEqual([...LECTEURS].sort());
});
