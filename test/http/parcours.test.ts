/** The acts along a parcours, through the real application on a real database. */
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';

let essai: Essai;
let plieId: number;
let accompagnateur: Visiteur;
let animation: Visiteur;
beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  plieId = (await essai.fabriques.unTerritoireComplet()).plie.id;
  accompagnateur = await essai.comme('ACCOMPAGNATEUR', plieId);
  animation = await essai.comme('ANIMATION', plieId);
});
afterAll(() => essai.fermer());

const unParcours = (champs: Record<string, unknown> = {}) => essai.fabriques.uneOrientation({ plie_id: plieId, date_contact: '2025-01-20', date_integration: '2025-02-10', ...champs });
const lire = (table: string, orientationId: number): Promise<Record<string, unknown>[]> => essai.contexte.base(table).where({ orientation_id: orientationId }).orderBy('id') as Promise<Record<string, unknown>[]>;
const faire = (visiteur: Visiteur, id: number, acte: string, champs: Record<string, string>) => envoyer(visiteur, `/orientations/${id}/${acte}`, `/orientations/${id}/${acte.split('?')[0]}`, champs);
const texte = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');

describe('le PNI', () => {
  test('demandé, posé, levé, corrigé : une page, l\'acte suivant d\'abord', async () => {
    const o = await unParcours();
    await faire(accompagnateur, o.id, 'pni', { acte: 'demander', date_demande: '12/02/2025' }).expect(303);
    expect(texte((await accompagnateur.get(`/orientations/${o.id}/pni`).expect(200)).text)).toContain('Début donné par Pôle emploi');
    const pose = await faire(accompagnateur, o.id, 'pni', { acte: 'poser', date_debut: '15/02/2025', date_fin: '' }).expect(303);
    expect(pose.headers.location).toBe(`/personnes/${o.personne_id}`);
    expect(await lire('pni', o.id)).toMatchObject([{ date_demande: '2025-02-12', date_debut: '2025-02-15', date_fin: '2027-02-14', date_cloture: null }]);
    const [pni] = await lire('pni', o.id);
    await faire(accompagnateur, o.id, 'pni', { acte: 'lever', pni: String(pni!.id), date_cloture: '01/06/2025', motif_cloture: 'CONTRAT_IAE' }).expect(303);
    expect(await lire('pni', o.id)).toMatchObject([{ date_cloture: '2025-06-01', motif_cloture: 'CONTRAT_IAE' }]);
    expect(texte((await accompagnateur.get(`/orientations/${o.id}/pni`).expect(200)).text)).toContain('levé le 01/06/2025 (contrat IAE)');
    // The lifting was a mistake: its date and motif are emptied.
    await faire(accompagnateur, o.id, 'pni?acte=corriger', { acte: 'corriger', pni: String(pni!.id), date_demande: '12/02/2025', date_debut: '16/02/2025', date_fin: '', date_cloture: '', motif_cloture: '' }).expect(303);
    expect(await lire('pni', o.id)).toMatchObject([{ date_debut: '2025-02-16', date_fin: '2027-02-15', date_cloture: null, motif_cloture: null }]);
  });

  test('plus de 24 mois, ou avant l\'intégration : 422, la saisie revient, rien n\'est écrit', async () => {
    const o = await unParcours();
    const refus = await faire(accompagnateur, o.id, 'pni', { acte: 'poser', date_debut: '15/02/2025', date_fin: '15/02/2027' }).expect(422);
    expect(texte(refus.text)).toContain('posé le 15/02/2025, il finit au plus tard le 14/02/2027');
    expect(refus.text).toContain('value="15/02/2027"');
    await faire(accompagnateur, o.id, 'pni', { acte: 'poser', date_debut: '09/02/2025', date_fin: '' }).expect(422);
    expect(await lire('pni', o.id)).toEqual([]);
  });

  test('deux PNI d\'une personne ne se chevauchent pas : la base le refuse, en une phrase', async () => {
    const ancien = await unParcours({ date_integration: '2024-02-10', date_contact: '2024-02-01', date_prescription: '2024-01-10', date_sortie: '2025-01-31', motif_sortie: 'DEMENAGEMENT', nature_sortie: 'ADMINISTRATIVE' });
    await essai.fabriques.inserer('pni', { plie_id: plieId, orientation_id: ancien.id, personne_id: ancien.personne_id, date_debut: '2024-02-10', date_fin: '2026-02-09', date_cloture: '2025-03-15', motif_cloture: 'SORTIE' });
    const nouveau = await unParcours({ personne_id: ancien.personne_id });
    const refus = await faire(accompagnateur, nouveau.id, 'pni', { acte: 'poser', date_debut: '15/03/2025', date_fin: '' }).expect(422);
    expect(texte(refus.text)).toContain('ne peuvent pas se chevaucher');
    await faire(accompagnateur, nouveau.id, 'pni', { acte: 'poser', date_debut: '16/03/2025', date_fin: '' }).expect(303);
  });

  test('un nouveau PNI prend la suite d\'un PNI échu, qui n\'est plus une anomalie', async () => {
    const o = await unParcours({ date_prescription: '2022-01-10', date_contact: '2022-01-20', date_integration: '2022-02-10' });
    await essai.fabriques.inserer('pni', { plie_id: plieId, orientation_id: o.id, personne_id: o.personne_id, date_debut: '2022-02-15', date_fin: '2024-02-14' });
    expect(texte((await accompagnateur.get(`/orientations/${o.id}/pni`).expect(200)).text)).toContain('Ce PNI est échu depuis le 14/02/2024');
    await faire(accompagnateur, o.id, 'pni?acte=poser', { acte: 'poser', date_debut: '15/02/2024', date_fin: '' }).expect(303);
    expect(await lire('pni', o.id)).toMatchObject([{ date_cloture: '2024-02-14', motif_cloture: 'AUTRE' }, { date_debut: '2024-02-15', date_fin: '2026-02-14', date_cloture: null }]);
  });

  test('deux personnes sur le même PNI : la seconde l\'apprend, rien n\'est perdu', async () => {
    const o = await unParcours();
    await essai.fabriques.inserer('pni', { plie_id: plieId, orientation_id: o.id, personne_id: o.personne_id, date_demande: '2025-02-10' });
    await faire(accompagnateur, o.id, 'pni', { acte: 'poser', date_debut: '15/02/2025', date_fin: '', version: '1' }).expect(303);
    await faire(animation, o.id, 'pni', { acte: 'poser', date_debut: '20/02/2025', date_fin: '', version: '1' }).expect(409);
    expect(await lire('pni', o.id)).toMatchObject([{ date_debut: '2025-02-15' }]);
  });

  test('le référent Pôle emploi pose et lève, mais ne demande pas', async () => {
    const { plie, agence } = await essai.fabriques.unTerritoireComplet();
    const referentPe = await essai.comme('REFERENT_PE', agence.id);
    const o = await essai.fabriques.uneOrientation({ plie_id: plie.id, agence_id: agence.id, date_contact: '2025-01-20', date_integration: '2025-02-10' });
    await faire(referentPe, o.id, 'pni', { acte: 'demander', date_demande: '12/02/2025' }).expect(403);
    await faire(referentPe, o.id, 'pni', { acte: 'poser', date_debut: '15/02/2025', date_fin: '' }).expect(303);
  });

  test('posé par erreur, il se supprime depuis sa correction, après confirmation, une seule fois et avec sa trace', async () => {
    const o = await unParcours();
    await faire(accompagnateur, o.id, 'pni', { acte: 'poser', date_debut: '15/02/2025', date_fin: '' }).expect(303);
    const [pni] = await lire('pni', o.id);
    const adresse = `/orientations/${o.id}/pni/${String(pni!.id)}/supprimer`;
    expect((await accompagnateur.get(`/orientations/${o.id}/pni?acte=corriger`)).text).toContain(`href="${adresse}">Supprimer ce PNI, posé par erreur`);
    const page = (await accompagnateur.get(adresse).expect(200)).text;
    expect(texte(page)).toContain('Supprimer le PNI du 15/02/2025 au 14/02/2027');
    // Somebody corrects it meanwhile: it is no longer what was to be deleted.
    await faire(animation, o.id, 'pni?acte=corriger', { acte: 'corriger', pni: String(pni!.id), date_demande: '', date_debut: '16/02/2025', date_fin: '' }).expect(303);
    const cachets = (html: string) => Object.fromEntries([...html.matchAll(/name="(_csrf|_cle|version)" value="([^"]*)"/g)].map(([, nom, valeur]) => [nom, valeur]));
    // Nothing was typed: nothing is said to be kept.
    const tard = texte((await accompagnateur.post(adresse).type('form').send(cachets(page)).expect(409)).text);
    expect([tard.includes("depuis que vous l'avez ouverte : rien n'a été enregistré. La page ci-dessous est à jour"), tard.includes('Votre saisie')]).toEqual([true, false]);
    const formulaire = cachets((await accompagnateur.get(adresse)).text);
    for (let fois = 0; fois < 2; fois += 1) expect((await accompagnateur.post(adresse).type('form').send(formulaire).expect(303)).headers.location).toBe(`/personnes/${o.personne_id}`);
    expect(await lire('pni', o.id)).toEqual([]);
    await accompagnateur.get(adresse).expect(404);
    expect(texte((await accompagnateur.get(`/personnes/${o.personne_id}`)).text)).toContain('sans PNI demandé');
    const trace = await essai.contexte.base('journal_lignes').join('journal_actes as a', 'a.id', 'acte_id').where({ table_nom: 'pni', ligne_id: pni!.id, operation: 'SUPPRESSION' }).select('a.action', 'a.personne_id', 'avant');
    expect(trace).toMatchObject([{ action: 'pni.supprimer', personne_id: o.personne_id, avant: { date_debut: '2025-02-16', date_fin: '2027-02-15' } }]);
  });

  test('supprimer un PNI qui prenait la suite d\'un PNI échu rend l\'anomalie visible', async () => {
    const o = await unParcours({ date_prescription: '2022-01-10', date_contact: '2022-01-20', date_integration: '2022-02-10' });
    await essai.fabriques.inserer('pni', { plie_id: plieId, orientation_id: o.id, personne_id: o.personne_id, date_debut: '2022-02-15', date_fin: '2024-02-14' });
    await faire(accompagnateur, o.id, 'pni?acte=poser', { acte: 'poser', date_debut: '15/02/2024', date_fin: '' }).expect(303);
    const suivant = (await lire('pni', o.id))[1]!;
    await faire(accompagnateur, o.id, `pni/${String(suivant.id)}/supprimer`, {}).expect(303);
    expect(await lire('pni', o.id)).toMatchObject([{ date_debut: '2022-02-15', date_fin: '2024-02-14', date_cloture: null, motif_cloture: null }]);
    expect(texte((await accompagnateur.get(`/orientations/${o.id}/pni`)).text)).toContain('Ce PNI est échu depuis le 14/02/2024');
  });

  test('qui ne pose pas de PNI n\'en supprime pas ; Pôle emploi n\'efface pas ce que le PLIE a demandé', async () => {
    const { plie, agence } = await essai.fabriques.unTerritoireComplet();
    const [referentPe, conseiller] = [await essai.comme('REFERENT_PE', agence.id), await essai.comme('CONSEILLER_PE', agence.id)];
    const poser = async (champs: Record<string, unknown>) => {
      const o = await essai.fabriques.uneOrientation({ plie_id: plie.id, agence_id: agence.id, date_contact: '2025-01-20', date_integration: '2025-02-10' });
      const { id } = await essai.fabriques.inserer('pni', { plie_id: plie.id, orientation_id: o.id, personne_id: o.personne_id, date_debut: '2025-02-15', date_fin: '2027-02-14', ...champs });
      return { id: o.id, adresse: `/orientations/${o.id}/pni/${id}/supprimer`, acte: `pni/${id}/supprimer` };
    };
    const [sien, demande, autre] = [await poser({}), await poser({ date_demande: '2025-02-10' }), await poser({})];
    await conseiller.get(sien.adresse).expect(403);
    await envoyer(conseiller, '/orientations/nouvelle', sien.adresse, { version: '1' }).expect(403);
    expect(texte((await referentPe.get(demande.adresse).expect(200)).text)).toContain('Corrigez-le plutôt : effacez son début, la demande restera.');
    expect((await referentPe.get(`/orientations/${demande.id}/pni?acte=corriger`)).text).not.toContain('posé par erreur');
    await envoyer(referentPe, sien.adresse, demande.adresse, { version: '1' }).expect(422);
    // The PNI of another parcours, under the address of this one.
    await envoyer(referentPe, sien.adresse, `/orientations/${sien.id}/${autre.acte}`, { version: '1' }).expect(404);
    await referentPe.get(`/orientations/${sien.id}/${autre.acte}`).expect(404);
    for (const p of [sien, demande, autre]) expect(await lire('pni', p.id)).toHaveLength(1);
    await faire(referentPe, sien.id, sien.acte, {}).expect(303);
    expect(await lire('pni', sien.id)).toEqual([]);
  });
});

describe('les faits du parcours', () => {
  test('entretien : enregistré une fois, même envoyé deux fois ; supprimé s\'il est faux, avec sa trace', async () => {
    const o = await unParcours();
    const page = await accompagnateur.get(`/orientations/${o.id}/entretien`).expect(200);
    const cachet = (nom: string) => new RegExp(`name="${nom}" value="([^"]*)"`).exec(page.text)![1]!;
    const corps = new URLSearchParams({ _csrf: cachet('_csrf'), _cle: cachet('_cle'), date_entretien: 'hier' }).toString();
    for (let i = 0; i < 2; i += 1) expect((await accompagnateur.post(`/orientations/${o.id}/entretien`).type('form').send(corps).expect(303)).headers.location).toBe(`/personnes/${o.personne_id}`);
    const entretiens = await lire('entretiens', o.id);
    expect(entretiens).toMatchObject([{ date_entretien: '2025-06-15' }]);
    await faire(accompagnateur, o.id, 'entretien', { date_entretien: '15/06/2025' }).expect(422);
    await faire(accompagnateur, o.id, `entretiens/${entretiens[0]!.id}/supprimer`, {}).expect(303);
    expect(await lire('entretiens', o.id)).toEqual([]);
    const trace = (await essai.contexte.base('journal_lignes').where({ table_nom: 'entretiens', operation: 'SUPPRESSION', orientation_id: o.id })) as { avant: { date_entretien: string } }[];
    expect(trace.map((l) => l.avant.date_entretien)).toEqual(['2025-06-15']);
  });

  test('ni avant l\'intégration, ni après la sortie, ni dans le futur', async () => {
    const o = await unParcours({ date_sortie: '2025-05-31', motif_sortie: 'DEMENAGEMENT', nature_sortie: 'ADMINISTRATIVE' });
    for (const date of ['09/02/2025', '01/06/2025', 'demain']) await faire(accompagnateur, o.id, 'entretien', { date_entretien: date }).expect(422);
    await faire(accompagnateur, o.id, 'entretien', { date_entretien: '31/05/2025' }).expect(303);
    const attente = await essai.fabriques.uneOrientation({ plie_id: plieId });
    expect((await accompagnateur.get(`/orientations/${attente.id}/entretien`).expect(200)).text).not.toContain('name="date_entretien"');
  });

  test('absence : avant l\'intégration elle est au premier contact, jamais avant la prescription', async () => {
    const o = await essai.fabriques.uneOrientation({ plie_id: plieId });
    await faire(accompagnateur, o.id, 'absence', { date_convocation: '09/01/2025', excuse: 'non' }).expect(422);
    await faire(accompagnateur, o.id, 'absence', { date_convocation: '10/01/2025' }).expect(422);
    await faire(accompagnateur, o.id, 'absence', { date_convocation: '10/01/2025', excuse: 'oui' }).expect(303);
    expect(await lire('absences', o.id)).toMatchObject([{ date_convocation: '2025-01-10', excuse: true, premier_contact: true }]);
  });

  test('étape : un type retiré n\'est plus proposé à sa date, un contrat IAE propose la levée du PNI', async () => {
    const o = await unParcours();
    await essai.fabriques.inserer('codes', { liste: 'TYPE_ETAPE', code: 'BILAN_ANCIEN', libelle: 'Bilan ancien', ordre: 20, valable_au: '2025-03-31' });
    await faire(accompagnateur, o.id, 'etape', { type: 'BILAN_ANCIEN', date_debut: '01/04/2025' }).expect(422);
    await faire(accompagnateur, o.id, 'etape', { type: 'BILAN_ANCIEN', date_debut: '31/03/2025' }).expect(303);
    await faire(accompagnateur, o.id, 'pni', { acte: 'poser', date_debut: '15/02/2025', date_fin: '' }).expect(303);
    const iae = await faire(accompagnateur, o.id, 'etape', { type: 'IAE', date_debut: '02/06/2025', date_fin: '01/12/2025' }).expect(303);
    expect(iae.headers.location).toContain(`/orientations/${o.id}/pni?acte=lever&motif=CONTRAT_IAE`);
    const proposition = (await accompagnateur.get(iae.headers.location!).expect(200)).text;
    expect(proposition).toMatch(/name="date_cloture" value="02\/06\/2025"/);
    expect(proposition).toMatch(/value="CONTRAT_IAE" checked/);
  });

  test('étape modifiée : le type retiré reste, une version périmée est refusée', async () => {
    const o = await unParcours();
    const etape = await essai.fabriques.inserer('etapes', { plie_id: plieId, orientation_id: o.id, type: 'FORMATION', date_debut: '2025-03-01' });
    await faire(accompagnateur, o.id, `etapes/${etape.id}`, { type: 'FORMATION', date_debut: '01/03/2025', date_fin: '30/05/2025', resultat: 'ACHEVEE' }).expect(303);
    expect(texte((await faire(animation, o.id, `etapes/${etape.id}`, { type: 'ATELIER', date_debut: '01/03/2025', version: '1' }).expect(409)).text)).toContain("rien n'a été enregistré. Votre saisie est gardée ci-dessous");
    expect(await lire('etapes', o.id)).toMatchObject([{ type: 'FORMATION', date_fin: '2025-05-30', resultat: 'ACHEVEE' }]);
    // A result ticked by mistake can be taken back: the radios have an empty choice.
    expect((await accompagnateur.get(`/orientations/${o.id}/etapes/${etape.id}`)).text).toMatch(/type="radio"[^>]*name="resultat" value=""/);
    await faire(accompagnateur, o.id, `etapes/${etape.id}`, { type: 'FORMATION', date_debut: '01/03/2025', date_fin: '30/05/2025', resultat: '', version: String((await lire('etapes', o.id))[0]!.version) }).expect(303);
    expect(await lire('etapes', o.id)).toMatchObject([{ resultat: null }]);
  });

  test('référent unique : le précédent s\'arrête la veille ; le même jour, le choix est corrigé', async () => {
    const o = await unParcours();
    const [ana, bob, cleo] = await Promise.all(['Ana', 'Bob', 'Cléo'].map((prenom) => essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId, prenom })));
    const inactif = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId, actif: false });
    const premier = await essai.fabriques.inserer('referents', { plie_id: plieId, orientation_id: o.id, utilisateur_id: ana!.id, date_debut: '2025-02-10' });
    const changer = (utilisateur: number, date: string, actuel: unknown) => faire(animation, o.id, 'referent', { utilisateur_id: String(utilisateur), date_debut: date, referent_actuel: String(actuel) });
    await changer(inactif.id, '01/04/2025', premier.id).expect(422);
    await changer(ana!.id, '01/04/2025', premier.id).expect(422);
    await changer(bob!.id, '09/02/2025', premier.id).expect(422);
    await changer(bob!.id, '01/04/2025', premier.id).expect(303);
    await changer(cleo!.id, '02/04/2025', premier.id).expect(409);
    await changer(cleo!.id, '01/04/2025', (await lire('referents', o.id))[1]!.id).expect(303);
    expect(await lire('referents', o.id)).toMatchObject([{ utilisateur_id: ana!.id, date_debut: '2025-02-10', date_fin: '2025-03-31' }, { utilisateur_id: cleo!.id, date_debut: '2025-04-01', date_fin: null }]);
    await accompagnateur.get(`/orientations/${o.id}/referent`).expect(403);
  });

  test('prolongation et demande à Pôle emploi, avec sa réponse', async () => {
    const o = await unParcours();
    await faire(accompagnateur, o.id, 'prolongation', { date_decision: '10/06/2025', date_fin: '09/02/2027', instance: 'COMITE_PILOTAGE', raison: 'SANTE' }).expect(422);
    await faire(accompagnateur, o.id, 'prolongation', { date_decision: '10/06/2025', date_fin: '10/02/2027', instance: 'COMITE_PILOTAGE', raison: 'SANTE' }).expect(303);
    expect(await lire('prolongations', o.id)).toMatchObject([{ date_fin: '2027-02-10', instance: 'COMITE_PILOTAGE' }]);
    await faire(accompagnateur, o.id, 'demande', { type: 'PERMIS_B', date_demande: '01/04/2025' }).expect(303);
    const [demande] = await lire('demandes_pe', o.id);
    await faire(accompagnateur, o.id, `demandes/${demande!.id}`, { type: 'PERMIS_B', date_demande: '01/04/2025', reponse: 'REALISEE', date_reponse: '15/04/2025', date_realisation: '10/04/2025' }).expect(422);
    await faire(accompagnateur, o.id, `demandes/${demande!.id}`, { type: 'PERMIS_B', date_demande: '01/04/2025', reponse: 'REALISEE', date_reponse: '15/04/2025', date_realisation: '20/05/2025' }).expect(303);
    expect(await lire('demandes_pe', o.id)).toMatchObject([{ reponse: 'REALISEE', date_realisation: '2025-05-20' }]);
  });
});

test('un parcours d\'un autre territoire n\'existe pas : 404 à la lecture comme à l\'envoi, rien ne change', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const ailleurs = await essai.fabriques.uneOrientation({ plie_id: plie.id, date_contact: '2025-01-20', date_integration: '2025-02-10' });
  const ici = await unParcours();
  const etape = await essai.fabriques.inserer('etapes', { plie_id: plie.id, orientation_id: ailleurs.id, type: 'FORMATION', date_debut: '2025-03-01' });
  for (const acte of ['referent', 'entretien', 'absence', 'etape', 'pni', 'suivi-emploi', 'sortie', 'sortie/reclasser', 'prolongation', 'demande', `etapes/${etape.id}`, `etapes/${etape.id}/supprimer`]) {
    await animation.get(`/orientations/${ailleurs.id}/${acte}`).expect(404);
    await envoyer(animation, `/orientations/${ici.id}/entretien`, `/orientations/${ailleurs.id}/${acte}`, { date_entretien: '01/06/2025', date_convocation: '01/06/2025', date_debut: '01/06/2025', acte: 'poser', version: '1' }).expect(404);
  }
  // Nor through a parcours of one's own.
  await animation.get(`/orientations/${ici.id}/etapes/${etape.id}`).expect(404);
  await envoyer(animation, `/orientations/${ici.id}/entretien`, `/orientations/${ici.id}/etapes/${etape.id}/supprimer`, {}).expect(404);
  for (const table of ['entretiens', 'absences', 'pni']) expect(await lire(table, ailleurs.id)).toEqual([]);
  expect(await lire('etapes', ailleurs.id)).toHaveLength(1);
});
