/** A session of the commission through the real application: list, files, decisions together, letters, closing and reopening. */
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';

let essai: Essai;
let plieId: number;
let animation: Visiteur;
let accompagnateur: Visiteur;
let referent: { id: number };
beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  plieId = (await essai.fabriques.unTerritoireComplet()).plie.id;
  animation = await essai.comme('ANIMATION', plieId);
  accompagnateur = await essai.comme('ACCOMPAGNATEUR', plieId);
  referent = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId, nom: 'Berthier', prenom: 'Lou' });
});
afterAll(() => essai.fermer());

const base = (table: string) => essai.contexte.base(table);
const un = async (table: string, ou: Record<string, unknown>): Promise<Record<string, unknown>> => (await base(table).where(ou))[0] as Record<string, unknown>;
const texte = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
const compterActes = async (action: string) => (await base('journal_actes').where({ action })).length;

let rang = 0;
async function uneRecue(champs: Record<string, unknown> = {}, plie = plieId) {
  rang += 1;
  const personne = await essai.fabriques.unePersonne({ plie_id: plie, nom: `Rivage${rang}`, prenom: 'Alix' });
  return essai.fabriques.uneOrientation({ plie_id: plie, personne_id: personne.id, date_prescription: '2025-04-10', date_contact: '2025-04-20', date_diagnostic: '2025-05-02', ...champs });
}
async function uneSeance(date: string, ...orientations: { id: number }[]) {
  const seance = await essai.fabriques.inserer('commissions', { plie_id: plieId, date_seance: date, lieu: `Salle ${rang += 1}`, membres: ['ANIMATION_PLIE', 'POLE_EMPLOI'] });
  const dossiers: { id: number }[] = [];
  for (const o of orientations) dossiers.push(await essai.fabriques.inserer('commission_dossiers', { plie_id: plieId, commission_id: seance.id, orientation_id: o.id }));
  return { id: seance.id, dossiers: dossiers.map((d) => d.id) };
}
const decider = (id: number, champs: Record<string, string>) => envoyer(animation, `/commissions/${id}/decisions`, `/commissions/${id}/decisions`, champs);
const integrer = (dossier: number, champs: Record<string, string> = {}) => ({ [`version_${dossier}`]: '1', [`decision_${dossier}`]: 'INTEGRER', [`date_integration_${dossier}`]: '13/06/2025', [`utilisateur_id_${dossier}`]: String(referent.id), ...champs });
const refuser = (dossier: number) => ({ [`version_${dossier}`]: '1', [`decision_${dossier}`]: 'REFUSER', [`motif_refus_${dossier}`]: 'NON_ELIGIBLE', [`detail_refus_${dossier}`]: 'AAH' });
const ajourner = (dossier: number, suivante: number | '' = '') => ({ [`version_${dossier}`]: '1', [`decision_${dossier}`]: 'AJOURNER', [`motif_ajournement_${dossier}`]: 'DOSSIER_INCOMPLET', [`suivante_id_${dossier}`]: String(suivante) });

test('de la création de la séance aux personnes proposées, inscrites et retirées', async () => {
  const [prete, attendue, prescrite, integree] = [await uneRecue(), await uneRecue(), await uneRecue({ date_contact: null, date_diagnostic: null }), await uneRecue({ date_integration: '2025-05-20' })];
  await uneSeance('2025-06-20', attendue);
  expect((await envoyer(animation, '/commissions/nouvelle', '/commissions/nouvelle', { date_seance: '19/06/2025', lieu: '' }).expect(422)).text).toContain('value="19/06/2025"');
  const creation = await envoyer(animation, '/commissions/nouvelle', '/commissions/nouvelle', { date_seance: '19/06/2025', lieu: 'Salle du conseil', membres: ['DIRECTION_PLIE', 'POLE_EMPLOI'] }).expect(303);
  const ici = creation.headers.location!;
  const id = Number(ici.split('/').pop());
  expect(await un('commissions', { id })).toMatchObject({ plie_id: plieId, date_seance: '2025-06-19', membres: ['DIRECTION_PLIE', 'POLE_EMPLOI'], date_cloture: null });
  // Received and awaited nowhere: proposed. Awaited elsewhere, not yet received, integrated: not.
  const proposees = (html: string) => [...html.matchAll(/name="orientations" value="(\d+)"/g)].map((m) => Number(m[1]));
  const page = await accompagnateur.get(ici).expect(200);
  expect(proposees(page.text)).toContain(prete.id);
  for (const autre of [attendue, prescrite, integree]) expect(proposees(page.text)).not.toContain(autre.id);
  // Nothing ticked, or somebody who may not be there: told, nothing written.
  expect(texte((await envoyer(accompagnateur, ici, `${ici}/inscrire`, {}).expect(422)).text)).toContain('Cochez au moins une personne');
  expect(texte((await envoyer(accompagnateur, ici, `${ici}/inscrire`, { orientations: [String(prete.id), String(attendue.id)] }).expect(422)).text)).toContain("n'est plus à présenter");
  expect(await base('commission_dossiers').where({ commission_id: id })).toEqual([]);
  await envoyer(accompagnateur, ici, `${ici}/inscrire`, { orientations: String(prete.id) }).expect(303);
  const dossier = await un('commission_dossiers', { commission_id: id });
  expect(dossier).toMatchObject({ orientation_id: prete.id, decision: null });
  // The day has not come: no decision yet.
  expect((await animation.get(`${ici}/decisions`).expect(303)).headers.location).toBe(ici);
  await envoyer(animation, ici, `${ici}/decisions`, integrer(dossier.id as number)).expect(422);
  await envoyer(accompagnateur, ici, `${ici}/dossiers/${String(dossier.id)}/retirer`, {}).expect(303);
  await envoyer(animation, ici, `${ici}/annuler`, {}).expect(303);
  expect(await un('commissions', { id })).toBeUndefined();
});

test('trois décisions en un acte : les actes de l\'orientation suivent, la séance se clôt, un second envoi ne change rien', async () => {
  const [a, b, c] = [await uneRecue(), await uneRecue(), await uneRecue()];
  const suivante = await uneSeance('2025-06-26');
  const { id, dossiers: [da, db, dc] } = await uneSeance('2025-06-12', a, b, c);
  const formulaire = await animation.get(`/commissions/${id}/decisions`).expect(200);
  const cache = (nom: string) => new RegExp(`name="${nom}" value="([^"]*)"`).exec(formulaire.text)![1]!;
  const corps = new URLSearchParams({ _csrf: cache('_csrf'), _cle: cache('_cle'), ...integrer(da!), ...refuser(db!), ...ajourner(dc!, suivante.id) }).toString();
  const reponses = [await animation.post(`/commissions/${id}/decisions`).type('form').send(corps), await animation.post(`/commissions/${id}/decisions`).type('form').send(corps)];
  expect(reponses.map((r) => [r.status, r.headers.location])).toEqual([[303, `/commissions/${id}`], [303, `/commissions/${id}`]]);
  expect(await un('orientations', { id: a.id })).toMatchObject({ etat: 'EN_PARCOURS', date_decision: '2025-06-12', date_integration: '2025-06-13' });
  expect(await base('referents').where({ orientation_id: a.id })).toMatchObject([{ utilisateur_id: referent.id, date_debut: '2025-06-13' }]);
  expect(await base('pni').where({ orientation_id: a.id })).toMatchObject([{ date_demande: '2025-06-13' }]);
  expect(await un('orientations', { id: b.id })).toMatchObject({ etat: 'REFUSEE', date_refus: '2025-06-12', motif_refus: 'NON_ELIGIBLE', detail_refus: 'AAH' });
  expect(await un('orientations', { id: c.id })).toMatchObject({ etat: 'EN_DIAGNOSTIC', date_decision: null });
  expect(await base('commission_dossiers').where({ commission_id: id }).orderBy('id')).toMatchObject([{ decision: 'INTEGRER' }, { decision: 'REFUSER' }, { decision: 'AJOURNER', motif_ajournement: 'DOSSIER_INCOMPLET', suivante_id: suivante.id }]);
  expect(await base('commission_dossiers').where({ commission_id: suivante.id })).toMatchObject([{ orientation_id: c.id, decision: null }]);
  expect(await un('commissions', { id })).toMatchObject({ date_cloture: '2025-06-16' });
  expect(await compterActes('commission.decider')).toBe(1);
  // Another form, older than the decisions: refused in words.
  await envoyer(animation, `/commissions/${id}`, `/commissions/${id}/rouvrir`, {}).expect(303);
  expect(texte((await envoyer(animation, `/commissions/${id}`, `/commissions/${id}/decisions`, refuser(da!)).expect(422)).text)).toContain('sa décision est déjà enregistrée');
});

test('une ligne fausse garde les autres telles quelles, dit de qui elle est, et rien n\'est écrit', async () => {
  const [a, b] = [await uneRecue(), await uneRecue()];
  const { id, dossiers: [da, db] } = await uneSeance('2025-06-12', a, b);
  const actes = await compterActes('commission.decider');
  // The contract cannot be signed before the session: only the orientation's own act knows it.
  const reponse = await decider(id, { ...refuser(da!), ...integrer(db!, { [`date_integration_${db}`]: '11/06/2025' }) }).expect(422);
  const nom = `Alix ${String((await un('personnes', { id: b.personne_id })).nom).toUpperCase()}`;
  expect(texte(reponse.text)).toContain(`${nom} : L'intégration (11/06/2025) ne peut pas précéder la décision d'intégration (12/06/2025)`);
  expect(reponse.text).toContain(`href="#champ-date_integration_${db}"`);
  expect(reponse.text).toContain('value="11/06/2025"');
  expect(reponse.text).toMatch(/value="REFUSER" checked/);
  expect(reponse.text).toMatch(/<option value="AAH" selected>/);
  expect([await un('orientations', { id: a.id }), await un('orientations', { id: b.id })]).toMatchObject([{ etat: 'EN_DIAGNOSTIC' }, { etat: 'EN_DIAGNOSTIC' }]);
  expect(await base('commission_dossiers').where({ commission_id: id, decision: null })).toHaveLength(2);
  expect(await compterActes('commission.decider')).toBe(actes);
  // The other parcours of that person is what the database alone knows: said on the line too.
  await essai.fabriques.uneOrientation({ plie_id: plieId, personne_id: b.personne_id, date_prescription: '2025-01-02', date_contact: '2025-01-03', date_integration: '2025-01-04' });
  expect(texte((await decider(id, { ...refuser(da!), ...integrer(db!) }).expect(422)).text)).toContain(`${nom} : Cette personne a déjà un parcours ouvert dans votre PLIE.`);
  expect(await un('orientations', { id: a.id })).toMatchObject({ etat: 'EN_DIAGNOSTIC' });
});

test('une fiche changée pendant la saisie est dite sur sa ligne ; relue, elle s\'enregistre', async () => {
  const a = await uneRecue();
  const { id, dossiers: [da] } = await uneSeance('2025-06-12', a);
  await envoyer(animation, `/orientations/${a.id}/corriger`, `/orientations/${a.id}/corriger`, { date_prescription: '11/04/2025', prescripteur: 'POLE_EMPLOI', mode_orientation: 'FLUX', date_contact: '20/04/2025', type_contact: 'INDIVIDUEL', date_diagnostic: '02/05/2025' }).expect(303);
  const refus = await decider(id, refuser(da!)).expect(422);
  expect(texte(refus.text)).toContain('Sa fiche a changé pendant votre saisie');
  expect(refus.text).toContain(`name="version_${da}" value="2"`);
  await decider(id, { ...refuser(da!), [`version_${da}`]: '2' }).expect(303);
});

test('intégrer sans contrat signé : la décision seule, la signature reste à enregistrer sur la fiche', async () => {
  const a = await uneRecue();
  const { id, dossiers: [da] } = await uneSeance('2025-06-12', a);
  await decider(id, integrer(da!, { [`date_integration_${da}`]: '' })).expect(303);
  expect(await un('orientations', { id: a.id })).toMatchObject({ etat: 'EN_DIAGNOSTIC', date_decision: '2025-06-12', date_integration: null });
  expect((await animation.get(`/commissions/${id}`)).text).toContain(`href="/orientations/${a.id}/integration"`);
  const fiche = texte((await accompagnateur.get(`/personnes/${a.personne_id}`)).text);
  expect(fiche).toContain("Contrat d'engagement signé");
  expect(fiche).toContain('Intégration décidée le 12/06/2025');
});

describe('une séance close', () => {
  test('ne change plus, sauf rouverte ; la décision reprise est à saisir de nouveau', async () => {
    const [a, b] = [await uneRecue(), await uneRecue()];
    const suivante = await uneSeance('2025-07-03');
    const { id, dossiers: [da, db] } = await uneSeance('2025-06-12', a, b);
    await decider(id, { ...ajourner(da!, suivante.id), ...refuser(db!) }).expect(303);
    await envoyer(animation, `/commissions/${id}`, `/commissions/${id}/dossiers/${da}/reprendre`, {}).expect(303);
    expect(texte((await animation.get(`/commissions/${id}`)).text)).toContain('Cette séance est close. Rouvrez-la');
    expect(await un('commission_dossiers', { id: da })).toMatchObject({ decision: 'AJOURNER' });
    expect((await envoyer(accompagnateur, `/commissions/${id}`, `/commissions/${id}/rouvrir`, {})).status).toBe(403);
    await envoyer(animation, `/commissions/${id}`, `/commissions/${id}/rouvrir`, {}).expect(303);
    expect(await un('commissions', { id })).toMatchObject({ date_cloture: null });
    // The refusal stands on the orientation: it is corrected there first.
    await envoyer(animation, `/commissions/${id}`, `/commissions/${id}/dossiers/${db}/reprendre`, {}).expect(303);
    expect(texte((await animation.get(`/commissions/${id}`)).text)).toContain('porte déjà le refus');
    await envoyer(animation, `/commissions/${id}`, `/commissions/${id}/dossiers/${da}/reprendre`, {}).expect(303);
    expect(await un('commission_dossiers', { id: da })).toMatchObject({ decision: null, motif_ajournement: null, suivante_id: null });
    expect(await base('commission_dossiers').where({ commission_id: suivante.id })).toEqual([]);
    // Somebody awaits a decision: the session cannot be closed.
    await envoyer(animation, `/commissions/${id}`, `/commissions/${id}/clore`, {}).expect(303);
    expect(texte((await animation.get(`/commissions/${id}`)).text)).toContain('Une personne attend encore sa décision');
    await decider(id, integrer(da!)).expect(303);
    expect(await un('commissions', { id })).toMatchObject({ date_cloture: '2025-06-16' });
  });

  test('la décision d\'intégrer reprise s\'efface aussi de l\'orientation', async () => {
    const [a, b] = [await uneRecue(), await uneRecue()];
    const { id, dossiers: [da] } = await uneSeance('2025-06-12', a, b);
    await decider(id, integrer(da!, { [`date_integration_${da}`]: '' })).expect(303);
    await envoyer(animation, `/commissions/${id}`, `/commissions/${id}/dossiers/${da}/reprendre`, {}).expect(303);
    expect(await un('orientations', { id: a.id })).toMatchObject({ date_decision: null });
  });

  test('les lettres disent la décision en clair, et le jour où elles sont remises se note', async () => {
    const [a, b, c] = [await uneRecue(), await uneRecue(), await uneRecue()];
    const { id, dossiers } = await uneSeance('2025-06-12', a, b, c);
    const [da, db, dc] = dossiers as [number, number, number];
    await decider(id, { ...integrer(da), ...refuser(db), ...ajourner(dc) }).expect(303);
    const lettres = texte((await accompagnateur.get(`/commissions/${id}/lettres`).expect(200)).text);
    for (const attendu of ["Vous avez signé votre contrat d'engagement le 13/06/2025", 'La personne qui vous accompagne est Lou BERTHIER', 'Motif : non éligible.', 'Raison : dossier incomplet.']) expect(lettres).toContain(attendu);
    // The precision of a refusal is health data: it is on no paper.
    expect(lettres).not.toContain('AAH');
    const noter = (champs: Record<string, string | string[]>) => envoyer(accompagnateur, `/commissions/${id}/lettres`, `/commissions/${id}/lettres`, champs);
    expect(texte((await noter({ dossiers: [String(da)], date_information: '11/06/2025' }).expect(422)).text)).toContain("n'ont pas pu être informées avant la séance");
    await noter({ dossiers: [String(da), String(db)], date_information: '16/06/2025' }).expect(303);
    expect((await base('commission_dossiers').where({ commission_id: id }).orderBy('id')).map((l: { date_information: string | null }) => l.date_information)).toEqual(['2025-06-16', '2025-06-16', null]);
    const releve = texte((await accompagnateur.get(`/commissions/${id}/liste`).expect(200)).text);
    expect(releve).toContain('Relevé de décisions du 12/06/2025');
    expect(releve).toContain('Représentant de Pôle emploi');
    expect(releve).not.toContain('AAH');
  });
});

test('le dossier : les pièces vues se notent et se reprennent, celle qu\'un collègue a notée entre-temps reste', async () => {
  const a = await uneRecue();
  const ici = `/orientations/${a.id}/dossier`;
  expect(texte((await accompagnateur.get(`/personnes/${a.personne_id}`)).text)).toMatch(/Dossier d'intégration Compléter.* 5 pièces manquent .*Identifiant Pôle emploi .*Justificatif de domicile/);
  await envoyer(accompagnateur, ici, ici, { vues: ['IDENTITE', 'DOMICILE'], montrees: '', date_vue: '10/06/2025' }).expect(303);
  expect((await envoyer(accompagnateur, ici, ici, { vues: ['IDENTITE'], montrees: 'IDENTITE', date_vue: '17/06/2025' }).expect(422)).text).toContain('value="17/06/2025"');
  await envoyer(accompagnateur, ici, ici, { vues: ['HISTORIQUE_INSCRIPTION'], montrees: 'IDENTITE', date_vue: '16/06/2025' }).expect(303);
  expect(await base('justificatifs').where({ orientation_id: a.id }).orderBy('type')).toMatchObject([{ type: 'DOMICILE', date_vue: '2025-06-10' }, { type: 'HISTORIQUE_INSCRIPTION', date_vue: '2025-06-16' }]);
});

test('échange de listes : la page le dit, et permet une liste', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet({ mode_integration: 'ECHANGE_DE_LISTES' });
  const autre = await essai.comme('ANIMATION', plie.id);
  expect(texte((await autre.get('/commissions').expect(200)).text)).toContain('prévoit un échange de listes');
  await envoyer(autre, '/commissions/nouvelle', '/commissions/nouvelle', { date_seance: '19/06/2025', lieu: 'Échange par courriel', membres: 'POLE_EMPLOI' }).expect(303);
});

test('un autre territoire n\'y entre pas, ni par la séance, ni par une ligne d\'une autre séance', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const voisin = await essai.comme('ANIMATION', plie.id);
  const a = await uneRecue();
  const { id, dossiers: [da] } = await uneSeance('2025-06-12', a);
  const ailleurs = await uneRecue({}, plie.id);
  await voisin.get(`/commissions/${id}`).expect(404);
  await voisin.get(`/orientations/${a.id}/dossier`).expect(404);
  const autreSeance = await uneSeance('2025-06-11');
  await envoyer(animation, `/commissions/${autreSeance.id}`, `/commissions/${autreSeance.id}/dossiers/${da}/retirer`, {}).expect(404);
  await envoyer(animation, `/commissions/${id}`, `/commissions/${id}/inscrire`, { orientations: String(ailleurs.id) }).expect(422);
  expect((await (await essai.comme('REFERENT_PE', plie.id)).get('/commissions')).status).toBe(403);
});

test('la base elle-même tient la séance : une décision par personne, une seule séance qui attend, une séance close immuable', async () => {
  const a = await uneRecue();
  const seconde = await essai.fabriques.uneOrientation({ plie_id: plieId, personne_id: a.personne_id, date_prescription: '2025-04-10', date_contact: '2025-04-20' });
  const { id, dossiers: [da] } = await uneSeance('2025-06-12', a);
  const autre = await uneSeance('2025-06-13');
  const inscrire = (commission_id: number, orientation_id: number) => essai.fabriques.inserer('commission_dossiers', { plie_id: plieId, commission_id, orientation_id });
  await expect(inscrire(id, a.id)).rejects.toThrow('déjà sur la liste');
  await expect(inscrire(id, seconde.id)).rejects.toThrow('déjà sur la liste');
  await expect(inscrire(autre.id, a.id)).rejects.toThrow('attend déjà la décision');
  await decider(id, refuser(da!)).expect(303);
  await expect(inscrire(id, (await uneRecue()).id)).rejects.toThrow('close');
});
