/** A person under a restriction (RGPD art. 18): their pages offer nothing that would be refused, and every list says it beside their name. */
import { ROUTES } from '../../server/app';
import { ecrire } from '../../server/lib/ecriture';
import { adresseDe, SORT_DE_L_OUTIL } from '../outils/exemples';
import { creerMonde, type Monde } from '../outils/monde';

let monde: Monde;
beforeAll(async () => { monde = await creerMonde(); });
afterAll(() => monde.essai.fermer());

const ROLES = ['ANIMATION', 'ACCOMPAGNATEUR', 'CONSEILLER_PE', 'REFERENT_PE'] as const;
const base = () => monde.essai.contexte.base;
const changer = (travail: Parameters<typeof ecrire<unknown>>[3]) => ecrire(base(), monde.essai.contexte.auteur, 'essai', travail);
const principal = (html: string) => html.slice(html.indexOf('<main'), html.indexOf('</main>')).replace(/<nav aria-label="Fil d'Ariane"[\s\S]*?<\/nav>/, '');
const liens = (html: string) => [...principal(html).matchAll(/<a [^>]*href="([^"#]*)[^"]*"/g)].map((m) => m[1]!.replaceAll('&amp;', '&'));
const lectures = (filtre: RegExp) => ROUTES.filter((r) => r.methode === 'get' && r.acte !== 'public' && filtre.test(r.chemin) && !SORT_DE_L_OUTIL.test(r.chemin)).map((r) => adresseDe(r.chemin, monde.ici)!);

async function limiterTous(): Promise<number[]> {
  const { plieId: plie_id } = monde.ici;
  const personnes = await base()('personnes').where({ plie_id }).pluck<number[]>('id');
  const deja = await base()('suspensions_effacement').where({ plie_id, motif: 'DEMANDE_DE_LA_PERSONNE', fin: null }).pluck<number[]>('personne_id');
  for (const personne_id of personnes.filter((id) => !deja.includes(id))) await monde.essai.fabriques.inserer('suspensions_effacement', { plie_id, personne_id, motif: 'DEMANDE_DE_LA_PERSONNE', debut: '2025-06-02' });
  return personnes;
}

test("les pages d'une personne limitée n'offrent aucun formulaire ni aucun lien qui serait refusé, et disent pourquoi ; une exception les rouvre", async () => {
  const { plieId, fabriques } = { plieId: monde.ici.plieId, fabriques: monde.essai.fabriques };
  await fabriques.inserer('correspondants', { organisation_id: plieId, domaine: 'DONNEES_PERSONNELLES', nom: 'Ondine ZQDELEGUE', courriel: 'dpo@zq.exemple.test', depuis_le: '2025-01-06' });
  const dejaLimitee = await base()('suspensions_effacement').where({ id: monde.ici.limitationId }).first<{ personne_id: number }>('personne_id');
  await changer((trx) => trx('suspensions_effacement').where({ plie_id: plieId, motif: 'DEMANDE_DE_LA_PERSONNE' }).delete());
  const personnes = await base()('personnes').where({ plie_id: plieId }).pluck<number[]>('id');
  const pages = [...new Set([...lectures(/^\/(personnes|orientations)\/:id/), ...personnes.flatMap((id) => [`/personnes/${id}`, `/personnes/${id}/notes`, `/orientations/nouvelle?personne=${id}`])])];

  /** What the pages offer: the actions of their forms; what the links of the persons' pages answer when they refuse; what is said in the place of a form. */
  const voir = async () => {
    const [formulaires, refus, raisons] = [new Set<string>(), new Set<string>(), new Set<string>()];
    for (const role of ROLES) {
      const suivis = new Set<string>();
      for (const page of pages) {
        const { status, text } = await monde.visiteurs[role].get(page);
        if (status === 409) raisons.add(/<p>(Le traitement[^<]*)/.exec(principal(text))?.[1] ?? page);
        for (const [, action] of principal(text).matchAll(/<form [^>]*action="([^"]*)"[^>]*method="post"/g)) formulaires.add(`${role} ${action}`);
        if (/^\/personnes\/\d+(\/notes)?$/.test(page) && status === 200) liens(text).filter((l) => /^\/(personnes|orientations|reception)\//.test(l)).forEach((l) => suivis.add(l));
      }
      for (const lien of suivis) if ((await monde.visiteurs[role].get(lien)).status >= 400) refus.add(`${role} ${lien}`);
    }
    return { formulaires: [...formulaires].sort(), refus: [...refus], raisons: [...raisons] };
  };

  const avant = await voir();
  expect(avant.refus).toEqual([]);
  expect(avant.formulaires.length).toBeGreaterThan(40);
  expect(await limiterTous()).toContain(dejaLimitee?.personne_id);
  const limitees = await voir();
  expect([limitees.formulaires, limitees.refus]).toEqual([[], []]);
  expect(limitees.raisons).toEqual([expect.stringMatching(/limité depuis le 02\/06\/2025, à sa demande.*délégué à la protection des données du PLIE : Ondine ZQDELEGUE \(dpo@zq.exemple.test\)/)]);

  for (const { id } of await base()('suspensions_effacement').where({ plie_id: plieId, motif: 'DEMANDE_DE_LA_PERSONNE' }).select<{ id: number }[]>('id')) await fabriques.inserer('limitation_exceptions', { plie_id: plieId, suspension_id: id, pour: 'MODIFIER', motif: 'CONSENTEMENT' });
  const ouvertes = await voir();
  expect(ouvertes.refus).toEqual([]);
  // The notice of an absence leaves the house: that use is still closed.
  expect(ouvertes.formulaires).toEqual(avant.formulaires.filter((f) => !/\/avis$/.test(f)));
  expect(ouvertes.raisons).toEqual([expect.stringMatching(/Une exception permet de modifier sa fiche et son parcours jusqu&#39;au .* \(la personne y consent\)\. Pour une autre exception/)]);
});

test('toute page qui mène à la fiche d\'une personne limitée la dit limitée, chez Pôle emploi aussi', async () => {
  const { dossierPeId, orientations } = monde.ici;
  await changer((trx) => trx('dossiers_pe').where({ id: dossierPeId }).update({ orientation_id: orientations.EN_PARCOURS }));
  await limiterTous();
  const fautes: string[] = [];
  let menent = 0;
  for (const role of ROLES) {
    for (const page of lectures(/./)) {
      const { status, text } = await monde.visiteurs[role].get(page);
      if (status !== 200 && status !== 409) continue;
      const qui = new Set(liens(text).map((l) => /^\/personnes\/\d+|^\/taches\/dossiers\/\d+/.exec(l)?.[0]).filter((l) => l && page.split('?')[0] !== l && l !== `/taches/dossiers/${dossierPeId}/reponse`));
      if (!qui.size) continue;
      menent++;
      const dites = principal(text).split('Traitement limité').length - 1;
      if (dites < qui.size) fautes.push(`${role} ${page} : ${dites} sur ${qui.size}`);
    }
  }
  expect(menent).toBeGreaterThan(40);
  expect(fautes).toEqual([]);
  for (const page of ['/taches', `/taches/dossiers/${dossierPeId}`]) expect((await monde.visiteurs.REFERENT_PE.get(page)).text).toContain('Traitement limité');
});
