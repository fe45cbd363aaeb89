/** Who reads what of the journal: settings before and after, never what a person's row holds. */
import { ecrire } from '../../server/lib/ecriture';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';

let essai: Essai;
let admin: Visiteur;
let dpo: Visiteur;
let dpoAilleurs: Visiteur;
beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  const f = essai.fabriques;
  const [ici, la] = [await f.unTerritoireComplet({}, { nom: 'PLIE de Valmorin' }), await f.unTerritoireComplet({}, { nom: 'PLIE Lointain' })];
  admin = await essai.connecter((await f.unUtilisateur({ role: 'ADMINISTRATEUR', organisation_id: la.plie.id, prenom: 'Nadia', nom: 'Ferrand' })).courriel);
  dpo = await essai.comme('DPO', ici.plie.id);
  dpoAilleurs = await essai.comme('DPO', la.plie.id);
  const agent = await f.unUtilisateur({ role: 'ANIMATION', organisation_id: ici.plie.id, prenom: 'Inès', nom: 'Costa' });
  const personne = await f.unePersonne({ plie_id: ici.plie.id, nom: 'Marqueur', telephone: '06 99 99 99 99' });
  await ecrire(essai.contexte.base, { utilisateurId: agent.id, systeme: null, requeteId: null, cleFormulaire: null }, { action: 'personne.modifier', plieId: ici.plie.id, personneId: personne.id },
    (trx) => trx('personnes').where({ id: personne.id }).update({ prenom: 'Nouveauprenom' }));
  const adresse = `/administration/organisations/${ici.plie.id}/modifier`;
  await envoyer(admin, adresse, adresse, { nom: 'PLIE de Valmorin et du Lac', departement_code: '06' }).expect(303);
});
afterAll(() => essai.fermer());

const lire = async (visiteur: Visiteur, adresse = '/journal') => (await visiteur.get(adresse).expect(200)).text.replace(/<option[\s\S]*?<\/option>/g, '').replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');

test('l\'administrateur lit les réglages, avant et après, et rien des personnes', async () => {
  const page = await lire(admin);
  expect(page).toMatch(/Nadia FERRAND Modification d'une organisation .*Organisation : modification Nom PLIE de Valmorin → PLIE de Valmorin et du Lac/);
  expect(page).not.toContain('Modification d\'une personne');
});

test('le DPO lit les actes de son organisation : la table et le nombre, jamais le contenu', async () => {
  const page = await lire(dpo);
  expect(page).toMatch(/Inès COSTA Modification d'une personne PLIE de Valmorin et du Lac, personne n° \d+ Personnes : 1 modification/);
  for (const secret of ['Marqueur', 'Nouveauprenom', '06 99']) expect(page).not.toContain(secret);
  expect(await lire(dpoAilleurs)).not.toContain('Modification d\'une personne');
});

test('les filtres : période, acte, auteur ; une date illisible est dite', async () => {
  expect(await lire(admin, '/journal?action=organisation.modifier')).toContain('Modification d\'une organisation');
  expect(await lire(admin, '/journal?action=code.ajouter')).toContain('Aucun acte sur cette période');
  expect(await lire(admin, '/journal?auteur=ferr')).toContain('Modification d\'une organisation');
  expect(await lire(admin, '/journal?auteur=personne-de-ce-nom')).toContain('Aucun acte');
  expect(await lire(admin, '/journal?du=01/01/2024&au=16/06/2024')).toContain('Aucun acte');
  expect((await admin.get('/journal?du=32/01/2025').expect(422)).text).toContain('pas une date du calendrier');
});

test('les autres rôles n\'ont pas de journal', async () => {
  const animation = await essai.comme('ANIMATION', ((await essai.contexte.base('organisations').where({ nom: 'PLIE Lointain' }).first<{ id: number }>('id'))).id);
  await animation.get('/journal').expect(403);
});
