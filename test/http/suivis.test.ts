/** The lists of the follow-up: contacts entered on their line, a job lost, exits to confirm, proofs to obtain. */
import { compterSortiesSansPreuve } from '../../server/sorties/queries-suivis';
import { ecrire } from '../../server/lib/ecriture';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';

const JOUR = '2025-06-16';
let essai: Essai;
let plieId: number;
let moi: { id: number; courriel: string };
let accompagnateur: Visiteur;
beforeAll(async () => {
  essai = await demarrerEssai(JOUR);
  plieId = (await essai.fabriques.unTerritoireComplet()).plie.id;
  moi = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId });
  accompagnateur = await essai.connecter(moi.courriel);
});
afterAll(() => essai.fermer());

const base = (table: string) => essai.contexte.base(table);
const texte = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
interface Suivie { id: number; suivi: number; nom: string }
let rang = 0;
interface Options { referent?: number; plie?: number; sortie?: Record<string, unknown> }
async function unSuivi(champs: Record<string, unknown>, { referent = moi.id, plie = plieId, sortie = {} }: Options = {}): Promise<Suivie> {
  const nom = `Lierre ${(rang += 1)}`;
  const personne = await essai.fabriques.unePersonne({ plie_id: plie, nom, prenom: 'Ange' });
  const o = await essai.fabriques.uneOrientation({ plie_id: plie, personne_id: personne.id, date_prescription: '2024-01-10', date_contact: '2024-01-20', date_integration: '2024-02-10', ...sortie });
  if (plie === plieId) await essai.fabriques.inserer('referents', { plie_id: plie, orientation_id: o.id, utilisateur_id: referent, date_debut: '2024-02-10' });
  const suivi = await essai.fabriques.inserer('suivis_emploi', { plie_id: plie, orientation_id: o.id, nature: 'EMPLOI', contrat: 'CDI', mi_temps: true, ...champs });
  if (sortie.date_sortie) await essai.fabriques.inserer('sorties', { plie_id: plie, orientation_id: o.id, suivi_id: suivi.id, origine: 'DERIVEE', regle: '2024-1' });
  return { id: o.id, suivi: suivi.id, nom: `Ange ${nom.toUpperCase()}` };
}
const contact = (s: Suivie, champs: Record<string, string>) => envoyer(accompagnateur, '/suivis', '/suivis', { orientation: String(s.id), suivi: String(s.suivi), mois: '1', date_contact: '16/06/2025', ...champs });
const lireSuivi = async (s: Suivie): Promise<Record<string, unknown>> => (await base('suivis_emploi').where({ id: s.suivi }))[0] as Record<string, unknown>;

test('un contact se note sur sa ligne, qui disparaît ; la liste garde ses filtres', async () => {
  const [retard, bientot, loin] = [await unSuivi({ date_debut: '2025-05-10' }), await unSuivi({ date_debut: '2025-06-01' }), await unSuivi({ date_debut: '2025-06-02' })];
  const { text } = await accompagnateur.get('/suivis').expect(200);
  expect(texte(text)).toMatch(new RegExp(`2 contacts à faire, dont 1 en retard, .*${retard.nom}.*1er mois, pour le 10/06/2025 En retard de 6 jours.*${bientot.nom}.*1er mois, pour le 01/07/2025 À faire`));
  expect(text).not.toContain(loin.nom);
  expect(texte((await accompagnateur.get('/suivis?tous=oui')).text)).toContain(loin.nom);
  const fait = await contact(retard, { en_poste: 'oui', tous: 'oui', accompagnateur: 'tous' }).expect(303);
  expect(fait.headers.location).toBe('/suivis?accompagnateur=tous&tous=oui');
  expect(texte((await accompagnateur.get('/suivis')).text)).toContain(`${retard.nom} : le contact est enregistré. `);
  expect((await accompagnateur.get('/suivis')).text).not.toContain(retard.nom);
  expect(await base('suivi_contacts').where({ suivi_id: retard.suivi })).toMatchObject([{ mois: 1, date_contact: '2025-06-16', en_poste: true }]);
});

test('les siennes d\'abord : un accompagnateur choisit de voir celles des autres', async () => {
  const autre = await essai.fabriques.unUtilisateur({ role: 'ACCOMPAGNATEUR', organisation_id: plieId });
  const sienne = await unSuivi({ date_debut: '2025-05-10' }, { referent: autre.id });
  expect((await accompagnateur.get('/suivis')).text).not.toContain(sienne.nom);
  for (const qui of ['tous', String(autre.id)]) expect((await accompagnateur.get(`/suivis?accompagnateur=${qui}`)).text).toContain(sienne.nom);
});

test('sur la ligne, « ne l\'est plus » demande depuis quand, puis le parcours continue', async () => {
  const s = await unSuivi({ date_debut: '2025-05-10' });
  const sansDate = await contact(s, { en_poste: 'non', date_contact: '12/06/2025' }).expect(422);
  expect(texte(sansDate.text)).toContain("Indiquez le premier jour sans l'emploi ou la formation.");
  expect(sansDate.text).toContain('href="#champ-date_perte"');
  expect(sansDate.text).toContain('id="champ-date_perte" name="date_perte"');
  expect(sansDate.text).toContain('id="champ-date_contact" name="date_contact" value="12/06/2025"');
  await contact(s, { en_poste: 'non', date_contact: '12/06/2025', date_perte: '13/06/2025' }).expect(422);
  await contact(s, { en_poste: 'non', date_contact: '12/06/2025', date_perte: '06/06/2025' }).expect(303);
  expect(texte((await accompagnateur.get('/suivis')).text)).toContain(`${s.nom} : le suivi prend fin et le parcours continue. L'entretien mensuel est de nouveau attendu.`);
  expect([await lireSuivi(s), (await base('orientations').where({ id: s.id }))[0]]).toMatchObject([{ date_perte: '2025-06-06' }, { date_sortie: null }]);
});

test('la perte en un geste dit ce qui change ; l\'entretien du mois est de nouveau attendu sur la fiche', async () => {
  const s = await unSuivi({ date_debut: '2025-03-01' });
  const { personne_id } = (await base('orientations').where({ id: s.id }))[0] as { personne_id: number };
  const fiche = async () => texte((await accompagnateur.get(`/personnes/${personne_id}`).expect(200)).text);
  expect(await fiche()).not.toContain('Entretien mensuel');
  expect(await fiche()).toMatch(/Contact de suivi du mois 3 en retard/);
  const page = `/orientations/${s.id}/suivi-emploi?acte=perte`;
  expect(texte((await accompagnateur.get(page).expect(200)).text)).toContain("Ce qui change Le suivi prend fin et le parcours continue, avec le même référent unique et le même PNI. L'entretien mensuel est de nouveau attendu, dès juin 2025 : au plus tard le 30/06/2025.");
  const perdre = (champs: Record<string, string>) => envoyer(accompagnateur, page, `/orientations/${s.id}/suivi-emploi`, { acte: 'perte', suivi: String(s.suivi), version: '1', ...champs });
  await perdre({ date_perte: '28/02/2025' }).expect(422);
  await perdre({ date_perte: '' }).expect(422);
  await perdre({ date_perte: '12/06/2025' }).expect(303);
  expect(await lireSuivi(s)).toMatchObject({ date_perte: '2025-06-12', contrat: 'CDI' });
  expect(await fiche()).toContain('Entretien mensuel');
  // Somebody else changed it meanwhile.
  await perdre({ date_perte: '11/06/2025' }).expect(409);
});

test('les sorties à confirmer et les preuves à obtenir mènent à leur acte', async () => {
  const [prete, sansPreuve, perdu] = [await unSuivi({ date_debut: '2024-11-01', preuve: 'BULLETIN_SALAIRE', date_preuve: '2025-05-05' }), await unSuivi({ date_debut: '2024-12-01' }), await unSuivi({ date_debut: '2024-11-01', mi_temps: false })];
  const confirmer = (await accompagnateur.get('/suivis/sorties').expect(200)).text;
  expect(texte(confirmer)).toMatch(new RegExp(`2 sorties positives à confirmer.*${prete.nom} CDI depuis le 01/11/2024 30/04/2025 Positive – emploi Rien.*${sansPreuve.nom} CDI depuis le 01/12/2024 31/05/2025 Positive – emploi Une preuve`));
  expect(confirmer).not.toContain(perdu.nom);
  expect(confirmer).toContain(`href="/orientations/${prete.id}/sortie"`);
  const sortie = { date_sortie: '2025-03-15', nature_sortie: 'INITIATIVE_PARTICIPANT', motif_sortie: 'EMPLOI' };
  const [tardive, prouvee] = [await unSuivi({ date_debut: '2024-11-01' }, { sortie }), await unSuivi({ date_debut: '2024-11-01', mi_temps: false, preuve: 'DECLARATION', date_preuve: '2025-05-05' }, { sortie })];
  const preuves = (await accompagnateur.get('/suivis/preuves').expect(200)).text;
  expect(texte(preuves)).toMatch(new RegExp(`1 sortie en emploi ou en formation sans preuve.*${tardive.nom} CDI depuis le 01/11/2024 15/03/2025 À l'initiative du participant Une preuve suffit`));
  expect(preuves).not.toContain(prouvee.nom);
  expect(preuves).toContain(`href="/orientations/${tardive.id}/sortie/reclasser"`);
  // Once the data of that person are erased, nobody can see a proof of theirs any more.
  await ecrire(essai.contexte.base, essai.contexte.auteur, 'essai', (trx) => trx('personnes').whereIn('id', trx('orientations').where({ id: tardive.id }).select('personne_id')).update({ nom: 'Effacées', prenom: 'Données', efface_le: '2025-06-01' }));
  expect(texte((await accompagnateur.get('/suivis/preuves').expect(200)).text)).not.toMatch(/EFFACÉES|1 sortie en emploi/);
  expect(await compterSortiesSansPreuve(essai.contexte, plieId, 2025)).toBe(0);
});

test('un suivi d\'un autre territoire n\'existe pas', async () => {
  const { plie } = await essai.fabriques.unTerritoireComplet();
  const ailleurs = await unSuivi({ date_debut: '2025-05-10' }, { plie: plie.id });
  for (const adresse of ['/suivis?accompagnateur=tous', '/suivis/sorties', '/suivis/preuves']) expect((await accompagnateur.get(adresse).expect(200)).text).not.toContain(ailleurs.nom);
  await contact(ailleurs, { en_poste: 'oui' }).expect(404);
  expect(await base('suivi_contacts').where({ suivi_id: ailleurs.suivi })).toEqual([]);
  // Nor through a parcours of one's own.
  const sien = await unSuivi({ date_debut: '2025-05-10' });
  await contact({ ...ailleurs, id: sien.id }, { en_poste: 'oui' }).expect(404);
});
