/** The follow-up and the exit, through the real application: shown before it is saved, then corrected, cancelled, reclassified. */
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';

let essai: Essai;
let plieId: number;
let accompagnateur: Visiteur;
let referentId: number;
beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  plieId = (await essai.fabriques.unTerritoireComplet()).plie.id;
  accompagnateur = await essai.comme('ACCOMPAGNATEUR', plieId);
  referentId = (await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId })).id;
});
afterAll(() => essai.fermer());

const base = (table: string) => essai.contexte.base(table);
const lire = async (table: string, orientationId: number): Promise<Record<string, unknown>[]> => base(table).where({ orientation_id: orientationId }).orderBy('id');
const lireOrientation = async (id: number): Promise<Record<string, unknown>> => (await base('orientations').where({ id }))[0] as Record<string, unknown>;
/** A parcours with its référent and its PNI, integrated on 10/02/2024. */
async function unParcours(champs: Record<string, unknown> = {}) {
  const o = await essai.fabriques.uneOrientation({ plie_id: plieId, date_prescription: '2024-01-10', date_contact: '2024-01-20', date_integration: '2024-02-10', ...champs });
  await essai.fabriques.inserer('referents', { plie_id: plieId, orientation_id: o.id, utilisateur_id: referentId, date_debut: '2024-02-10' });
  await essai.fabriques.inserer('pni', { plie_id: plieId, orientation_id: o.id, personne_id: o.personne_id, date_debut: '2024-02-15', date_fin: '2026-02-14' });
  return o;
}
const texte = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
/** The hidden fields of the confirmation page, as the browser sends them back. */
const champsCaches = (html: string): Record<string, string> => Object.fromEntries([...html.slice(html.indexOf('class="feuille verdict"')).matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((m) => [m[1]!, m[2]!]));

/** The last step, sent without its confirmation: shows the class. */
const proposer = (o: { id: number }, champs: Record<string, string>, page = '', action = 'sortie') => envoyer(accompagnateur, `/orientations/${o.id}/${page || `sortie?motif_sortie=${champs.motif_sortie}`}`, `/orientations/${o.id}/${action}`, champs);
/** Second sending, with what the confirmation page holds. */
async function confirmer(o: { id: number }, html: string, action = 'sortie', autres: Record<string, string> = {}) {
  return accompagnateur.post(`/orientations/${o.id}/${action}`).type('form').send(new URLSearchParams({ ...champsCaches(html), confirmer: 'oui', ...autres }).toString());
}
const CDI = { contrat: 'CDI', date_debut: '01/11/2024', date_fin_prevue: '', mi_temps: 'oui' };
const PREUVE = { preuve: 'BULLETIN_SALAIRE', date_preuve: '12/06/2025' };

test('le fil entier : suivi ouvert, contacts, sortie positive montrée puis enregistrée à la fin des six mois', async () => {
  const o = await unParcours();
  await envoyer(accompagnateur, `/orientations/${o.id}/suivi-emploi?nature=EMPLOI`, `/orientations/${o.id}/suivi-emploi`, { acte: 'suivi', nature: 'EMPLOI', ...CDI }).expect(303);
  const [suivi] = await lire('suivis_emploi', o.id);
  await envoyer(accompagnateur, `/orientations/${o.id}/suivi-emploi`, `/orientations/${o.id}/suivi-emploi`, { acte: 'contact', suivi: String(suivi!.id), mois: '1', date_contact: '02/12/2024', en_poste: 'oui' }).expect(303);
  expect(await base('suivi_contacts').where({ suivi_id: suivi!.id })).toMatchObject([{ mois: 1, date_contact: '2024-12-02', en_poste: true }]);

  const formulaire = await accompagnateur.get(`/orientations/${o.id}/sortie?motif_sortie=EMPLOI`).expect(200);
  expect(texte(formulaire.text)).toContain("Repris du suivi dans l'emploi ouvert le 01/11/2024");
  const sansPreuve = await proposer(o, { motif_sortie: 'EMPLOI', date_sortie: '16/06/2025', ...CDI, version_suivi: '1' }).expect(200);
  expect(texte(sansPreuve.text)).toMatch(/Cette sortie sera classée À l'initiative du participant Parce que .*Aucune preuve de l'emploi n'a été vue\./);
  const montre = await proposer(o, { motif_sortie: 'EMPLOI', date_sortie: '16/06/2025', ...CDI, ...PREUVE, version_suivi: '1' }).expect(200);
  expect(texte(montre.text)).toMatch(/Cette sortie sera classée Positive – emploi Parce que .*tenu six mois jusqu'au 30\/04\/2025.* Date de sortie 30\/04\/2025 Motif/);
  expect(await lireOrientation(o.id)).toMatchObject({ date_sortie: null });

  const actes = Number((await base('journal_actes').count('* as n'))[0]!.n);
  const reponses = [await confirmer(o, montre.text), await confirmer(o, montre.text)];
  expect(reponses.map((r) => [r.status, r.headers.location])).toEqual([[303, `/personnes/${o.personne_id}`], [303, `/personnes/${o.personne_id}`]]);
  expect(Number((await base('journal_actes').count('* as n'))[0]!.n)).toBe(actes + 1);
  expect(await lireOrientation(o.id)).toMatchObject({ date_sortie: '2025-04-30', nature_sortie: 'POSITIVE_EMPLOI', motif_sortie: 'EMPLOI', version: 2 });
  expect(await lire('sorties', o.id)).toMatchObject([{ origine: 'DERIVEE', regle: '2024-1', suivi_id: suivi!.id, date_reclassement: null }]);
  expect(await lire('suivis_emploi', o.id)).toMatchObject([{ preuve: 'BULLETIN_SALAIRE', date_preuve: '2025-06-12' }]);
  expect(await lire('referents', o.id)).toMatchObject([{ date_fin: '2025-04-30' }]);
  expect(await lire('pni', o.id)).toMatchObject([{ date_cloture: '2025-04-30', motif_cloture: 'SORTIE' }]);
});

test('une sortie sans emploi ni formation : l\'initiative est demandée quand le motif ne la dit pas', async () => {
  const o = await unParcours();
  expect(texte((await proposer(o, { motif_sortie: 'RUPTURE_ABANDON', date_sortie: '10/06/2025' }).expect(422)).text)).toContain("Dites qui a pris l'initiative de la sortie.");
  expect((await proposer(o, { motif_sortie: 'DEMENAGEMENT', date_sortie: '09/02/2024' }).expect(422)).text).toContain('value="09/02/2024"');
  const montre = await proposer(o, { motif_sortie: 'RUPTURE_ABANDON', date_sortie: '10/06/2025', initiative: 'PLIE' }).expect(200);
  // Back to the form: as typed, nothing written.
  const retour = await confirmer(o, montre.text, 'sortie', { confirmer: '', modifier: 'oui' });
  expect(retour.status).toBe(200);
  expect(retour.text).toMatch(/value="PLIE" checked/);
  expect(await lire('sorties', o.id)).toEqual([]);
  expect((await confirmer(o, montre.text)).status).toBe(303);
  expect(await lireOrientation(o.id)).toMatchObject({ date_sortie: '2025-06-10', nature_sortie: 'INITIATIVE_PLIE' });
});

describe('étape par étape', () => {
  /** A step, by its address, as the GET form of the one before asks for it. */
  const etape = (o: { id: number }, champs: Record<string, string>) => accompagnateur.get(`/orientations/${o.id}/sortie?${new URLSearchParams(champs).toString()}`);
  /** What the form of the step will send: its hidden and its visible fields, as a browser would. */
  const champsDeLEtape = (html: string): Record<string, string> => {
    const formulaire = /<form class="[^"]*" action="[^"]*" method="get" novalidate>[\s\S]*?<\/form>/.exec(html)![0];
    return Object.fromEntries([...formulaire.matchAll(/<input[^>]*name="([^"]+)" value="([^"]*)"([^>]*)>/g)].filter((m) => !/type="radio"/.test(m[0]) || / checked/.test(m[3]!)).map((m) => [m[1]!, m[2]!])
      .concat([...formulaire.matchAll(/<select[^>]*name="([^"]+)"[\s\S]*?<\/select>/g)].map((m) => [m[1]!, /value="([^"]*)" selected/.exec(m[0])?.[1] ?? ''])));
  };
  const ouvrirSuivi = (o: { id: number }, champs: Record<string, unknown>) => essai.fabriques.inserer('suivis_emploi', { plie_id: plieId, orientation_id: o.id, nature: 'EMPLOI', contrat: 'CDI', mi_temps: true, ...champs });

  test('six mois tenus et prouvés : la sortie est proposée, un clic la confirme', async () => {
    const o = await unParcours();
    await ouvrirSuivi(o, { date_debut: '2024-11-01', preuve: 'BULLETIN_SALAIRE', date_preuve: '2025-05-05' });
    const { text } = await accompagnateur.get(`/orientations/${o.id}/sortie`).expect(200);
    expect(texte(text)).toMatch(/Cette sortie sera classée Positive – emploi Parce que CDI depuis le 01\/11\/2024, au moins à mi-temps\..* preuve vue : bulletin de salaire\..* Date de sortie 30\/04\/2025 Motif Emploi CDI ou CDD/);
    expect((await confirmer(o, text)).status).toBe(303);
    expect(await lireOrientation(o.id)).toMatchObject({ date_sortie: '2025-04-30', nature_sortie: 'POSITIVE_EMPLOI', motif_sortie: 'EMPLOI' });
  });

  test('tenus mais sans preuve : les preuves qui comptent sont dites, celle qui est vue suffit', async () => {
    const o = await unParcours();
    await ouvrirSuivi(o, { contrat: 'CUI_PEC', mi_temps: null, date_debut: '2024-11-01', date_fin_prevue: '2025-04-30' });
    const { text } = await accompagnateur.get(`/orientations/${o.id}/sortie`).expect(200);
    expect(texte(text)).toMatch(/La preuve Étape 3 sur 5 .*Il ne manque qu'une preuve.*Contrat de travail.*Bulletin de salaire.*Attestation d'employeur.*À ce stade .*Positive – emploi dès qu'une preuve est vue/);
    const champs = champsDeLEtape(text);
    expect(texte((await etape(o, { ...champs, preuve: 'BULLETIN_SALAIRE', apres: 'preuve' }).expect(422)).text)).toContain('Indiquez le jour où vous avez vu cette preuve.');
    const montre = await etape(o, { ...champs, preuve: 'BULLETIN_SALAIRE', date_preuve: '12/06/2025', apres: 'preuve' }).expect(200);
    expect(texte(montre.text)).toContain('Cette sortie sera classée Positive – emploi');
    expect((await confirmer(o, montre.text)).status).toBe(303);
    expect([await lireOrientation(o.id), (await lire('suivis_emploi', o.id))[0]]).toMatchObject([{ date_sortie: '2025-04-30', motif_sortie: 'CUI_PEC' }, { preuve: 'BULLETIN_SALAIRE', contrat: 'CUI_PEC' }]);
  });

  test('un emploi : contrat, preuve, jour, classement ; rien ne se perd en revenant', async () => {
    const o = await unParcours();
    const motifs = await accompagnateur.get(`/orientations/${o.id}/sortie`).expect(200);
    expect(texte(motifs.text)).toMatch(/Pourquoi la personne sort-elle du parcours \?.* Déménagement Administrative /);
    const contrat = await etape(o, { ...champsDeLEtape(motifs.text), motif_sortie: 'EMPLOI' }).expect(200);
    expect(texte(contrat.text)).toContain("L'emploi Étape 2 sur 4");
    expect(texte((await etape(o, { ...champsDeLEtape(contrat.text), contrat: 'CDD', date_debut: '01/02/2025', apres: 'situation' }).expect(422)).text)).toContain('Indiquez la fin prévue de ce contrat.');
    const preuve = await etape(o, { ...champsDeLEtape(contrat.text), contrat: 'CDD', date_debut: '01/02/2025', date_fin_prevue: '31/12/2025', mi_temps: 'oui', apres: 'situation' }).expect(200);
    expect(texte(preuve.text)).toMatch(/La preuve Étape 3 sur 5 .* À ce stade À l'initiative du participant CDD du 01\/02\/2025 au 31\/12\/2025, au moins à mi-temps\. Les six mois dans l'emploi ne sont pas accomplis le 16\/06\/2025/);
    const retour = await etape(o, { ...champsDeLEtape(preuve.text), preuve: 'DECLARATION', etape: 'situation' }).expect(200);
    expect(champsDeLEtape(retour.text)).toMatchObject({ contrat: 'CDD', date_debut: '01/02/2025', date_fin_prevue: '31/12/2025', mi_temps: 'oui', preuve: 'DECLARATION', motif_sortie: 'EMPLOI' });
    const jour = await etape(o, { ...champsDeLEtape(preuve.text), apres: 'preuve' }).expect(200);
    const montre = await etape(o, { ...champsDeLEtape(jour.text), date_sortie: '10/06/2025', initiative: 'PLIE', apres: 'jour' }).expect(200);
    expect(texte(montre.text)).toContain("Cette sortie sera classée À l'initiative du PLIE");
    expect(await lire('sorties', o.id)).toEqual([]);
    expect((await confirmer(o, montre.text)).status).toBe(303);
    expect([await lireOrientation(o.id), (await lire('suivis_emploi', o.id))[0]]).toMatchObject([{ date_sortie: '2025-06-10', nature_sortie: 'INITIATIVE_PLIE' }, { contrat: 'CDD', date_debut: '2025-02-01', preuve: null }]);
  });

  test.each([
    ['titre RNCP validé', { titre: 'TITRE_PROFESSIONNEL', rncp: '35521', date_debut: '04/11/2024', date_fin_prevue: '30/05/2025', date_validation: '28/05/2025' }, 'Positive – formation Parce que', '2025-05-28'],
    ['plus de neuf mois, six mois faits', { titre: 'DIPLOME', rncp: 'RNCP35521', date_debut: '04/11/2024', date_fin_prevue: '04/08/2025' }, 'Positive – formation Parce que', '2025-05-03'],
    ['neuf mois, non validée', { titre: 'DIPLOME', rncp: 'RNCP35521', date_debut: '04/11/2024', date_fin_prevue: '03/08/2025' }, "À l'initiative du participant Parce que", '2025-06-16'],
    ['sans titre', { titre: 'AUCUN', date_debut: '04/11/2024' }, "À l'initiative du participant Parce que", '2025-06-16'],
  ])('une formation : %s', async (_nom, formation, classe, date_sortie) => {
    const o = await unParcours();
    const situation = await etape(o, { motif_sortie: 'FORMATION' }).expect(200);
    const preuve = await etape(o, { ...champsDeLEtape(situation.text), ...formation, apres: 'situation' }).expect(200);
    let montre = await etape(o, { ...champsDeLEtape(preuve.text), apres: 'preuve' }).expect(200);
    // The day is asked for only when the rule does not give it.
    if (!classe.startsWith('Positive')) montre = await etape(o, { ...champsDeLEtape(montre.text), apres: 'jour' }).expect(200);
    expect(texte(montre.text)).toContain(`Cette sortie sera classée ${classe}`);
    expect((await confirmer(o, montre.text)).status).toBe(303);
    expect(await lireOrientation(o.id)).toMatchObject({ date_sortie, motif_sortie: 'FORMATION' });
  });

  test('un abandon, une fin de parcours : le jour, et l\'initiative quand le motif ne la dit pas', async () => {
    const o = await unParcours();
    const jour = await etape(o, { motif_sortie: 'RUPTURE_ABANDON' }).expect(200);
    expect(texte(jour.text)).toContain('Le jour de la sortie Étape 2 sur 3');
    const refuse = await etape(o, { ...champsDeLEtape(jour.text), date_sortie: '10/06/2025', apres: 'jour' }).expect(422);
    expect(texte(refuse.text)).toContain("Dites qui a pris l'initiative de la sortie.");
    expect(champsDeLEtape(refuse.text).date_sortie).toBe('10/06/2025');
    const tot = await etape(o, { motif_sortie: 'FIN_DE_PARCOURS', date_sortie: '09/02/2024', apres: 'jour' }).expect(422);
    expect(texte(tot.text)).toContain("Le 09/02/2024 précède l'intégration.");
    const montre = await etape(o, { ...champsDeLEtape(refuse.text), initiative: 'PARTICIPANT', apres: 'jour' }).expect(200);
    expect((await confirmer(o, montre.text)).status).toBe(303);
    expect(await lireOrientation(o.id)).toMatchObject({ date_sortie: '2025-06-10', nature_sortie: 'INITIATIVE_PARTICIPANT' });
  });
});

test('une demande de PNI est annulée par la sortie, un référent désigné après elle est arrêté le jour de son début', async () => {
  const o = await essai.fabriques.uneOrientation({ plie_id: plieId, date_prescription: '2024-01-10', date_contact: '2024-01-20', date_integration: '2024-02-10' });
  await essai.fabriques.inserer('pni', { plie_id: plieId, orientation_id: o.id, personne_id: o.personne_id, date_demande: '2024-02-10' });
  await essai.fabriques.inserer('referents', { plie_id: plieId, orientation_id: o.id, utilisateur_id: referentId, date_debut: '2025-06-12' });
  const montre = await proposer(o, { motif_sortie: 'DEMENAGEMENT', date_sortie: '10/06/2025' }).expect(200);
  expect((await confirmer(o, montre.text)).status).toBe(303);
  expect(await lire('pni', o.id)).toMatchObject([{ date_debut: null, date_cloture: '2025-06-10', motif_cloture: 'SORTIE' }]);
  expect(await lire('referents', o.id)).toMatchObject([{ date_debut: '2025-06-12', date_fin: '2025-06-12' }]);
});

test('ce qui a changé depuis la confirmation est dit, rien n\'est enregistré', async () => {
  const o = await unParcours();
  const montre = await proposer(o, { motif_sortie: 'DEMENAGEMENT', date_sortie: '10/06/2025' }).expect(200);
  await envoyer(accompagnateur, `/orientations/${o.id}/sortie?motif_sortie=SANTE`, `/orientations/${o.id}/sortie`, { motif_sortie: 'SANTE', date_sortie: '01/06/2025', confirmer: 'oui' }).expect(303);
  expect((await confirmer(o, montre.text)).status).toBe(409);
  expect(await lireOrientation(o.id)).toMatchObject({ motif_sortie: 'SANTE' });
});

describe('une sortie enregistrée', () => {
  const sortir = async (o: { id: number }, champs: Record<string, string>) => {
    const montre = await proposer(o, champs).expect(200);
    expect((await confirmer(o, montre.text)).status).toBe(303);
  };

  test('est annulée : le parcours, son référent et son PNI reprennent', async () => {
    const o = await unParcours();
    await sortir(o, { motif_sortie: 'DEMENAGEMENT', date_sortie: '10/06/2025' });
    expect(texte((await accompagnateur.get(`/orientations/${o.id}/sortie`).expect(200)).text)).toContain('rend la personne indisponible');
    await envoyer(accompagnateur, `/orientations/${o.id}/sortie?acte=annuler`, `/orientations/${o.id}/sortie`, { acte: 'annuler' }).expect(303);
    expect(await lireOrientation(o.id)).toMatchObject({ date_sortie: null, nature_sortie: null, motif_sortie: null });
    expect([await lire('sorties', o.id), await lire('referents', o.id), await lire('pni', o.id)]).toMatchObject([[], [{ date_fin: null }], [{ date_cloture: null, motif_cloture: null }]]);
  });

  test('est corrigée : la règle s\'applique de nouveau, référent et PNI suivent la date', async () => {
    const o = await unParcours();
    await sortir(o, { motif_sortie: 'DEMENAGEMENT', date_sortie: '10/06/2025' });
    const montre = await proposer(o, { motif_sortie: 'REORIENTATION_PARTENAIRE', date_sortie: '02/06/2025', acte: 'corriger' }, 'sortie?acte=corriger').expect(200);
    expect((await confirmer(o, montre.text)).status).toBe(303);
    expect(await lireOrientation(o.id)).toMatchObject({ date_sortie: '2025-06-02', nature_sortie: 'REORIENTATION' });
    expect([await lire('referents', o.id), await lire('pni', o.id)]).toMatchObject([[{ date_fin: '2025-06-02' }], [{ date_cloture: '2025-06-02' }]]);
  });

  test('est reclassée par une preuve tardive, à la date du dernier jour des six mois', async () => {
    const o = await unParcours();
    await sortir(o, { motif_sortie: 'EMPLOI', date_sortie: '15/03/2025', ...CDI });
    expect(await lireOrientation(o.id)).toMatchObject({ date_sortie: '2025-03-15', nature_sortie: 'INITIATIVE_PARTICIPANT' });
    const sansPreuve = await proposer(o, CDI, 'sortie/reclasser', 'sortie/reclasser').expect(422);
    expect(texte(sansPreuve.text)).toContain("Le classement ne change pas. CDI depuis le 01/11/2024, au moins à mi-temps. Aucune preuve de l'emploi n'a été vue.");
    const montre = await proposer(o, { ...CDI, ...PREUVE }, 'sortie/reclasser', 'sortie/reclasser').expect(200);
    expect(texte(montre.text)).toMatch(/Nature À l'initiative du participant → Positive – emploi Date de sortie 15\/03\/2025 → 30\/04\/2025 Motif Emploi CDI ou CDD .* La correction est datée du 16\/06\/2025 et part avec le tableau de suivi de juin 2025\./);
    expect(texte((await accompagnateur.get(`/personnes/${o.personne_id}`)).text)).toContain('Reclasser la sortie');
    expect((await confirmer(o, montre.text, 'sortie/reclasser')).status).toBe(303);
    expect(texte((await accompagnateur.get(`/personnes/${o.personne_id}`)).text)).not.toContain('Reclasser la sortie');
    expect(await lireOrientation(o.id)).toMatchObject({ date_sortie: '2025-04-30', nature_sortie: 'POSITIVE_EMPLOI', motif_sortie: 'EMPLOI' });
    expect([await lire('sorties', o.id), await lire('referents', o.id), await lire('suivis_emploi', o.id)]).toMatchObject([[{ date_reclassement: '2025-06-16', regle: '2024-1' }], [{ date_fin: '2025-04-30' }], [{ preuve: 'BULLETIN_SALAIRE' }]]);
  });

  test('ne se reclasse pas au-delà d\'une nouvelle intégration', async () => {
    const o = await unParcours();
    await sortir(o, { motif_sortie: 'EMPLOI', date_sortie: '15/03/2025', ...CDI });
    await essai.fabriques.uneOrientation({ plie_id: plieId, personne_id: o.personne_id, date_prescription: '2025-03-20', date_contact: '2025-03-25', date_integration: '2025-04-01' });
    expect(texte((await proposer(o, { ...CDI, ...PREUVE }, 'sortie/reclasser', 'sortie/reclasser').expect(422)).text)).toContain('intégrée de nouveau le 01/04/2025');
  });

  test('de la reprise garde la nature donnée : corrigée, elle est choisie et non dérivée', async () => {
    const o = await unParcours({ date_sortie: '2025-03-31', motif_sortie: 'EMPLOI', nature_sortie: 'POSITIVE_EMPLOI' });
    await essai.fabriques.inserer('sorties', { plie_id: plieId, orientation_id: o.id, origine: 'REPRISE' });
    await envoyer(accompagnateur, `/orientations/${o.id}/sortie?acte=corriger`, `/orientations/${o.id}/sortie`, { acte: 'corriger', date_sortie: '30/03/2025', motif_sortie: 'EMPLOI', nature_sortie: 'POSITIVE_EMPLOI' }).expect(303);
    expect([await lireOrientation(o.id), (await lire('sorties', o.id))[0]]).toMatchObject([{ date_sortie: '2025-03-30', nature_sortie: 'POSITIVE_EMPLOI' }, { origine: 'REPRISE', regle: null }]);
  });
});

describe('le suivi', () => {
  test('perdu avant six mois : il se ferme et le parcours continue', async () => {
    const o = await unParcours();
    await envoyer(accompagnateur, `/orientations/${o.id}/suivi-emploi?nature=FORMATION`, `/orientations/${o.id}/suivi-emploi`, { acte: 'suivi', nature: 'FORMATION', titre: 'DIPLOME', rncp: 'rncp 35521', date_debut: '03/03/2025', date_fin_prevue: '30/01/2026' }).expect(303);
    const [suivi] = await lire('suivis_emploi', o.id);
    expect(suivi).toMatchObject({ nature: 'FORMATION', rncp: 'RNCP35521', contrat: null });
    const contact = { acte: 'contact', suivi: String(suivi!.id), mois: '3', date_contact: '05/06/2025', en_poste: 'non' };
    expect(texte((await envoyer(accompagnateur, `/orientations/${o.id}/suivi-emploi`, `/orientations/${o.id}/suivi-emploi`, contact).expect(422)).text)).toContain("Indiquez le premier jour sans l'emploi ou la formation.");
    await envoyer(accompagnateur, `/orientations/${o.id}/suivi-emploi`, `/orientations/${o.id}/suivi-emploi`, { ...contact, date_perte: '06/06/2025' }).expect(422);
    await envoyer(accompagnateur, `/orientations/${o.id}/suivi-emploi`, `/orientations/${o.id}/suivi-emploi`, { ...contact, date_perte: '20/05/2025' }).expect(303);
    expect([await lireOrientation(o.id), (await lire('suivis_emploi', o.id))[0]]).toMatchObject([{ date_sortie: null }, { date_perte: '2025-05-20' }]);
    await envoyer(accompagnateur, `/orientations/${o.id}/suivi-emploi?nature=EMPLOI`, `/orientations/${o.id}/suivi-emploi`, { acte: 'suivi', nature: 'EMPLOI', ...CDI, date_debut: '02/06/2025' }).expect(303);
    // The new job keeps its own row; the lost training is not touched by the exit.
    const montre = await proposer(o, { motif_sortie: 'EMPLOI', date_sortie: '16/06/2025', ...CDI, date_debut: '02/06/2025' }).expect(200);
    expect((await confirmer(o, montre.text)).status).toBe(303);
    expect(await lire('suivis_emploi', o.id)).toMatchObject([{ nature: 'FORMATION', date_perte: '2025-05-20' }, { nature: 'EMPLOI', date_debut: '2025-06-02' }]);
  });

  test('ouvert par erreur : supprimé avec ses contacts, une seule fois', async () => {
    const o = await unParcours();
    const suivi = await essai.fabriques.inserer('suivis_emploi', { plie_id: plieId, orientation_id: o.id, nature: 'FORMATION', date_debut: '2025-03-03', titre: 'DIPLOME' });
    await essai.fabriques.inserer('suivi_contacts', { plie_id: plieId, suivi_id: suivi.id, mois: 1, date_contact: '2025-04-03', en_poste: true });
    const page = await accompagnateur.get(`/orientations/${o.id}/suivi-emploi?acte=supprimer&suivi=${suivi.id}`).expect(200);
    const corps = new URLSearchParams([...page.text.slice(page.text.indexOf('class="formulaire"')).matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((m): [string, string] => [m[1]!, m[2]!])).toString();
    for (let i = 0; i < 2; i += 1) await accompagnateur.post(`/orientations/${o.id}/suivi-emploi`).type('form').send(corps).expect(303);
    expect([await lire('suivis_emploi', o.id), await base('suivi_contacts').where({ suivi_id: suivi.id })]).toEqual([[], []]);
  });

  test('un seul suivi ouvert : la base le refuse, en une phrase ; un motif qui ne va pas avec lui aussi', async () => {
    const o = await unParcours();
    await essai.fabriques.inserer('suivis_emploi', { plie_id: plieId, orientation_id: o.id, nature: 'FORMATION', date_debut: '2025-03-03', titre: 'DIPLOME' });
    const deux = await envoyer(accompagnateur, `/orientations/${o.id}/suivi-emploi`, `/orientations/${o.id}/suivi-emploi`, { acte: 'suivi', nature: 'EMPLOI', ...CDI, version: '' }).expect(422);
    expect(texte(deux.text)).toContain('est déjà ouvert');
    expect(texte((await proposer(o, { motif_sortie: 'EMPLOI', date_sortie: '16/06/2025', ...CDI }).expect(422)).text)).toContain('Un suivi en formation est en cours depuis le 03/03/2025');
  });
});
