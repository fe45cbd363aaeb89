/** The operator has had two names: the one shown is a setting (domaine §1). */
import { demarrerEssai, type Essai } from '../outils/application';

let essai: Essai;
beforeAll(async () => { essai = await demarrerEssai('2025-06-16', { PLIE_OPERATEUR: 'France Travail <07>' }); });
afterAll(() => essai.fermer());

test("tous les textes portent le nom réglé, et ce qu'un champ contient reste tel qu'il a été tapé", async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const animation = await essai.comme('ANIMATION', plie.id);
  for (const adresse of ['/aide', '/orientations/nouvelle?nom=Essai&prenom=Ana&date_naissance=01/02/1980', '/definitions']) {
    const { text } = await animation.get(adresse).expect(200);
    expect(text).toContain('France Travail &lt;07&gt;');
    expect(text).not.toContain('Pôle emploi');
  }

  const administrateur = await essai.comme('ADMINISTRATEUR', plie.id);
  const agence = await essai.fabriques.uneAgence({ nom: 'Pôle emploi du Port' });
  const { text } = await administrateur.get(`/administration/organisations/${agence.id}/modifier`).expect(200);
  expect(text).toContain('value="Pôle emploi du Port"');
});
