/** Retention on screen: the clause that says no, what is held back, the archive opened with a reason, the page of somebody who is no more. */
import { appliquer } from '../../server/conservation/actions';
import { contexteSysteme } from '../../server/acces/acteur';
import { dateCivile } from '../../server/lib/dates';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';

let essai: Essai;
let animation: Visiteur;
let dpo: Visiteur;
let plieId: number;
let conventionId: number;
beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  const { plie } = await essai.fabriques.unTerritoireComplet({ fse: true }, { nom: 'PLIE de Valmorin' });
  plieId = plie.id;
  conventionId = (await essai.contexte.base('conventions').where({ plie_id: plieId }).first<{ id: number }>('id')).id;
  animation = await essai.comme('ANIMATION', plieId);
  dpo = await essai.comme('DPO', plieId);
});
afterAll(() => essai.fermer());

const texte = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/\s+/g, ' ');
const lire = async (adresse: string, visiteur = animation) => texte((await visiteur.get(adresse).expect(200)).text);
const sortie = { date_prescription: '2023-08-01', date_contact: '2023-08-10', date_integration: '2023-09-01', date_sortie: '2024-03-15', nature_sortie: 'INITIATIVE_PLIE', motif_sortie: 'FIN_DE_PARCOURS' };

test('une politique plus longue ou plus courte que la convention le permet est refusée, avec la clause ; la bonne devient une version', async () => {
  const adresse = `/conservation/conventions/${conventionId}`;
  const juste = { numero: '0', modele: 'PLIE_FSE', jours_apres_refus: '30', mois_apres_sortie: '6', mois_apres_integration: '30', mois_apres_convention: '6', annees_archive: '10' };
  const refus = async (champs: Record<string, string>) => texte((await envoyer(animation, adresse, adresse, { ...juste, ...champs }).expect(422)).text);
  expect(await refus({ annees_archive: '11' })).toContain('11 dépasse ce que la convention permet, 10 (convention sur les données, articles 4.2 et 7');
  expect(await refus({ mois_apres_sortie: '7' })).toContain('7 dépasse ce que la convention permet, 6 (convention PLIE, article 8');
  expect(await refus({ mois_apres_integration: '12' })).toContain("12 effacerait trop tôt : 24 au moins, car un parcours dure jusqu'à vingt-quatre mois");
  // Without the FSE, no archive.
  expect(await refus({ modele: 'PLIE' })).toContain("Ce modèle de convention n'a pas cette durée");
  expect(await lire('/conservation')).toContain("rien n'a encore été décidé pour cette convention");
  await envoyer(animation, adresse, adresse, { ...juste, mois_apres_sortie: '3' }).expect(303);
  expect(await lire('/conservation', dpo)).toMatch(/Version 1, décidée le 16\/06\/2025 par .*Sortie : 3 mois après/);
  await envoyer(dpo, adresse, adresse, juste).expect(409);
  await envoyer(dpo, adresse, adresse, { ...juste, numero: '1' }).expect(303);
  expect(await lire('/conservation')).toMatch(/Version 2, décidée le 16\/06\/2025/);
});

test('un effacement se suspend par le numéro de la fiche, une fois, et se lève', async () => {
  const { personne_id } = await essai.fabriques.uneOrientation({ plie_id: plieId, ...sortie });
  const suspendre = (champs: Record<string, string>) => envoyer(dpo, '/conservation', '/conservation/suspensions', champs);
  expect(texte((await suspendre({ personne_id: '999999', motif: 'CONTENTIEUX' }).expect(422)).text)).toContain('Aucune fiche n° 999999 dans votre PLIE');
  await suspendre({ personne_id: String(personne_id), motif: 'CONTENTIEUX' }).expect(303);
  expect(texte((await suspendre({ personne_id: String(personne_id), motif: 'CONTROLE' }).expect(422)).text)).toContain('est déjà suspendu');
  const page = (await dpo.get('/conservation')).text;
  expect(texte(page)).toMatch(new RegExp(`Fiche n° ${personne_id} Contentieux en cours 16/06/2025`));
  const lever = /action="(\/conservation\/suspensions\/\d+\/lever)"/.exec(page)![1]!;
  await envoyer(dpo, '/conservation', lever, {}).expect(303);
  expect(await lire('/conservation', dpo)).toContain("Aucun effacement n'est suspendu");
});

test("après l'effacement : la page le dit, le chiffre reste, sa liste montre la date, l'archive s'ouvre avec une raison qui reste au journal", async () => {
  const personne = await essai.fabriques.unePersonne({ plie_id: plieId, nom: 'Zqarchivee', prenom: 'Lou', telephone: '06 55 55 55 55' });
  const o = await essai.fabriques.uneOrientation({ plie_id: plieId, personne_id: personne.id, ...sortie });
  const liste = '/bilan/liste?annee=2024&colonne=14';
  const avant = await lire(liste);
  expect(avant).toContain('Lou ZQARCHIVEE');
  await appliquer(contexteSysteme(essai.contexte.base, dateCivile('2025-06-16'), 'essai'));

  expect(texte((await animation.get(`/personnes/${personne.id}`).expect(410)).text)).toContain('Les données de cette personne ont été effacées le 16/06/2025');
  await animation.get(`/orientations/${o.id}`).expect(410);
  expect(await lire('/personnes?q=zqarchivee')).not.toContain('ZQARCHIVEE');
  const apres = await lire(liste);
  expect(apres).toContain('Données effacées le 16/06/2025');
  expect(apres).not.toContain('ZQARCHIVEE');
  expect(/(\d+) sorties?/.exec(apres)![1]).toBe(/(\d+) sorties?/.exec(avant)![1]);

  const archives = (await dpo.get('/conservation/archive').expect(200)).text;
  expect(archives).not.toContain('Zqarchivee');
  const { id } = await essai.contexte.base('archives_fse').where({ personne_id: personne.id }).first<{ id: number }>('id');
  expect(texte((await envoyer(dpo, '/conservation/archive', `/conservation/archive/${id}`, { raison: '' }).expect(422)).text)).toContain('Dites pourquoi vous ouvrez cette archive');
  const ouverte = texte((await envoyer(dpo, '/conservation/archive', `/conservation/archive/${id}`, { raison: 'CONTROLE_FSE' }).expect(200)).text);
  expect(ouverte).toMatch(/Nom Zqarchivee .*Prénom Lou/);
  expect(ouverte).not.toContain('06 55 55');
  expect(await lire(`/journal?personne=${personne.id}`, dpo)).toContain("Ouverture d'une archive restreinte");
  expect(await lire('/conservation', dpo)).toMatch(/Personnes passées en archive restreinte : \d/);
});

test("à la demande de la personne, au FSE : suspendu, rien ne part ; puis ce que le contrôle demande passe en archive, et la réponse dit ce qui reste et pourquoi", async () => {
  const DROITS = '/demandes-de-droits';
  const personne = await essai.fabriques.unePersonne({ plie_id: plieId, nom: 'Zqdemandeuse', prenom: 'Noa', telephone: '06 44 44 44 44', identifiant_pe: '4444444Z' });
  const o = await essai.fabriques.uneOrientation({ plie_id: plieId, personne_id: personne.id, ...sortie, date_sortie: '2025-05-15' });
  await essai.fabriques.inserer('justificatifs', { plie_id: plieId, orientation_id: o.id, type: 'IDENTITE', date_vue: '2023-08-20' });
  const recue = await envoyer(animation, `${DROITS}/nouvelle`, DROITS, { personne_id: String(personne.id), type: 'EFFACEMENT', canal: 'LETTRE', recue_le: '10/06/2025' }).expect(303);
  const demande = /\/demandes-de-droits\/\d+$/.exec(recue.headers.location!)![0];
  await envoyer(animation, demande, `${demande}/identite`, { identite_moyen: 'PIECE_MONTREE', identite_le: '11/06/2025' }).expect(303);
  await envoyer(animation, '/conservation', '/conservation/suspensions', { personne_id: String(personne.id), motif: 'CONTENTIEUX' }).expect(303);
  expect(await lire(`${demande}/effacement`)).toContain("L'effacement est suspendu depuis le 16/06/2025");
  // The page has no form then; sent all the same, it is refused.
  expect(texte((await envoyer(animation, demande, `${demande}/effacement`, { confirmer: 'oui' }).expect(422)).text)).toContain("L'effacement est suspendu");
  await envoyer(animation, '/conservation', /action="(\/conservation\/suspensions\/\d+\/lever)"/.exec((await animation.get('/conservation')).text)![1]!, {}).expect(303);

  // The agreement ends on 31/12/2030; the archive ten years later.
  expect(await lire(`${demande}/effacement`)).toMatch(/Dans l'archive restreinte, jusqu'au 31\/12\/2040 .* le contrôle du FSE peut les demander/);
  await envoyer(animation, `${demande}/effacement`, `${demande}/effacement`, { confirmer: 'oui' }).expect(303);
  expect(await lire(demande)).toMatch(/Accordée en partie.*le 16\/06\/2025.* Ce qui reste dans l'archive restreinte, l'identité.* car le contrôle du FSE peut les demander/);
  await animation.get(`/personnes/${personne.id}`).expect(410);
  const { base } = essai.contexte;
  const { contenu } = await base('archives_fse').where({ personne_id: personne.id }).first<{ contenu: { personne: Record<string, unknown>; parcours: { justificatifs: unknown[] }[] } }>('contenu');
  expect(contenu.personne).toMatchObject({ nom: 'Zqdemandeuse', identifiant_pe: '4444444Z' });
  expect(contenu.personne).not.toHaveProperty('telephone');
  expect(contenu.parcours[0]!.justificatifs).toEqual([{ type: 'IDENTITE', date_vue: '2023-08-20' }]);
  // Elsewhere, nothing: the answers that the forms of the day gave included.
  for (const table of ['personnes', 'orientations', 'justificatifs', 'journal_lignes', 'formulaires']) {
    const { rows } = await base.raw<{ rows: { n: number }[] }>(`select count(*) as n from ${table} t where t::text ~* 'zqdemandeuse|06 44 44|4444444Z'`);
    expect([table, rows[0]!.n]).toEqual([table, 0]);
  }
  const [bilan] = await appliquer(contexteSysteme(base, dateCivile('2025-06-16'), 'essai'));
  expect(bilan!.lignes).toContainEqual({ genre: 'ARCHIVAGE', regle: 'DROIT', nombre: 1 });
});

test("le délégué de la région lit les politiques de son territoire, sans rien qui agisse ; ailleurs et dans une fiche, rien", async () => {
  const region = await essai.fabriques.uneRegion('PACA');
  const ailleurs = await essai.fabriques.unTerritoireComplet({ fse: true }, { nom: 'PLIE Ailleurs', departement: '31', region: 'OCC' });
  const regional = await essai.comme('DPO', region.id);
  const page = (await regional.get('/conservation').expect(200)).text;
  expect(texte(page)).toContain('Vous lisez la politique de chaque convention de votre territoire');
  expect(texte(page)).toMatch(/PLIE de Valmorin et .* Version 2/);
  expect(texte(page)).not.toContain('PLIE Ailleurs');
  expect(page).not.toMatch(/<form[^>]*suspensions|Changer|Qui part/);
  for (const id of [conventionId, (await essai.contexte.base('conventions').where({ plie_id: ailleurs.plie.id }).first<{ id: number }>('id')).id]) await regional.get(`/conservation/conventions/${id}`).expect(404);
  expect(texte((await regional.get('/conservation/archive').expect(200)).text)).toContain("L'archive restreinte se tient dans chaque PLIE");
});

test("la page publique et le registre disent les durées en vigueur, et pas d'autres", async () => {
  // Decided above: six months after the exit, and the FSE; the other template holds nowhere.
  const publique = texte((await animation.get('/donnees-personnelles').expect(200)).text);
  expect(publique).toContain("Convention PLIE, financée par le FSE Refus d'intégration : 30 jours après l'envoi du tableau qui le porte. Sortie : 6 mois après, et 30 mois après l'intégration au plus tard.");
  expect(publique).not.toContain('sans financement FSE');
  const registre = await lire('/registre-des-traitements', dpo);
  expect(registre).toContain('Convention PLIE, financée par le FSE');
  expect(registre).toContain('Réponses gardées au cas où un formulaire serait envoyé deux fois 24 heures');
  expect(registre).toMatch(/Notes de travail \d+ colonnes ne sort pas de l'organisation Effacées/);
});
