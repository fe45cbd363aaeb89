/** Pôle emploi's own figures: typed, imported and declared by whom they are of, through the real application. */
import { classeurEnMemoire } from '../../server/lib/classeur/ecrire';
import { demarrerEssai, envoyer, type Essai, type Visiteur } from '../outils/application';
import { jetonDe } from '../outils/monde';

let essai: Essai;
let plie: { id: number };
let reference: { id: number; nom: string };
let seconde: { id: number; nom: string; code: string };
let animation: Visiteur;
let referent: Visiteur;
let autreReferent: Visiteur;
beforeAll(async () => {
  essai = await demarrerEssai('2025-06-16');
  const territoire = await essai.fabriques.unTerritoireComplet();
  plie = territoire.plie;
  reference = territoire.agence;
  seconde = await essai.fabriques.uneAgence();
  await essai.fabriques.rattacher(plie.id, seconde.id);
  animation = await essai.comme('ANIMATION', plie.id);
  referent = await essai.comme('REFERENT_PE', reference.id);
  autreReferent = await essai.comme('REFERENT_PE', seconde.id);
});
afterAll(() => essai.fermer());

const texte = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/&#39;/g, "'").replace(/[\s\u202f\u00a0]+/g, ' ');
const page = () => `/chiffres-pe?plie=${plie.id}&annee=2025`;
const sur = (suite: string) => `/chiffres-pe/${plie.id}/${suite}?annee=2025`;
const seances = () => essai.contexte.base('informations_collectives').where({ plie_id: plie.id }).orderBy('date_session').select<{ agence_id: number; date_session: string; rang: number; convoques: number; presents: number }[]>('agence_id', 'date_session', 'rang', 'convoques', 'presents');
const services = () => essai.contexte.base('services_pe').where({ plie_id: plie.id }).orderBy(['mois', 'type']).select<{ agence_id: number; mois: string; type: string; nombre: number }[]>('agence_id', 'mois', 'type', 'nombre');
const seance = (convoques: number, presents: number, jour = '03/03/2025') => ({ date_session: jour, agence_id: String(reference.id), convoques: String(convoques), presents: String(presents) });
const message = async (visiteur: Visiteur, adresse: string) => texte((await visiteur.get(adresse).expect(200)).text);

async function importer(visiteur: Visiteur, feuilles: Parameters<typeof classeurEnMemoire>[0]) {
  const jeton = jetonDe(await visiteur.get(page()));
  return visiteur.post(sur('importer')).field('_csrf', jeton).attach('fichier', await classeurEnMemoire(feuilles), 'chiffres.xlsx');
}
const feuilleIc = (lignes: (string | number | null)[][]) => ({ nom: 'Informations collectives', colonnes: ['Date', 'Agence', 'Convoqués', 'Présents'].map((titre) => ({ titre, largeur: 12 })), lignes });
const feuilleServices = (lignes: (string | number | null)[][]) => ({ nom: 'Services', colonnes: ['Nombre', 'Service', 'Agence', 'Mois'].map((titre) => ({ titre, largeur: 12 })), lignes });

test('une séance se saisit, se corrige et compte dans la colonne 2 du bilan ; deux séances d\'un jour restent deux', async () => {
  await envoyer(referent, page(), sur('seances'), seance(10, 8)).expect(303);
  await envoyer(referent, page(), sur('seances'), seance(5, 6)).expect(303);
  expect((await seances()).map((s) => [s.rang, s.convoques, s.presents])).toEqual([[1, 10, 8], [2, 5, 6]]);
  const lue = await message(referent, page());
  expect(lue).toContain('2 séances 15 14 93,3 %'); // 14 / 15
  expect(lue).toContain('Plus de présents que de convoqués');
  const colonne2 = async () => texte(/data-libelle="Col\. 2 –[^"]*">([\s\S]*?)<\/td>/.exec((await animation.get('/bilan?annee=2025').expect(200)).text)![1]!).trim();
  expect(await colonne2()).toBe('14');
  const premiere = /\/chiffres-pe\/seances\/\d+/.exec((await referent.get(page())).text)![0];
  await envoyer(referent, premiere, premiere, { convoques: '10', presents: '', version: '1' }).expect(422);
  await envoyer(referent, premiere, premiere, { convoques: '10', presents: '7', version: '1' }).expect(303);
  await envoyer(referent, premiere, premiere, { convoques: '10', presents: '1', version: '1' }).expect(409);
  expect(await colonne2()).toBe('13');
  await envoyer(referent, page(), sur('seances'), seance(5, 5, '17/06/2025')).expect(422); // tomorrow
});

test('ce qui est déclaré complet ne bouge plus avant d\'être rouvert, par aucune voie', async () => {
  const declarer = (etat: string) => envoyer(referent, page(), sur('declarer'), { agence_id: String(reference.id), annee: '2025', chiffre: 'INFORMATIONS_COLLECTIVES', etat });
  await declarer('COMPLET').expect(303);
  expect(await message(animation, page())).toMatch(/Complet déclaré le \d\d\/\d\d\/\d{4}/);
  const avant = await seances();
  const refus = await envoyer(referent, page(), sur('seances'), seance(3, 3)).expect(422);
  expect(texte(refus.text)).toContain('ces chiffres sont déclarés');
  const adresse = `/chiffres-pe/seances/${(await essai.contexte.base('informations_collectives').where({ plie_id: plie.id }).first<{ id: number }>('id')).id}`;
  await envoyer(referent, adresse, adresse, { convoques: '1', presents: '1', version: '2' }).expect(422);
  await envoyer(referent, adresse, `${adresse}/supprimer`, {}).expect(303);
  expect((await importer(referent, [feuilleIc([['03/03/2025', reference.nom, 99, 99]])])).status).toBe(422);
  expect(await seances()).toEqual(avant);
  // The other agency's figures are its own affair.
  await envoyer(autreReferent, page(), sur('seances'), { ...seance(4, 2), agence_id: String(seconde.id) }).expect(303);
  await declarer('').expect(303);
  await envoyer(referent, adresse, `${adresse}/supprimer`, {}).expect(303);
  expect(await seances()).toHaveLength(2);
});

test('un classeur entre tout entier ou pas du tout ; le même une seconde fois ne change rien', async () => {
  const bon = [
    feuilleIc([['12/05/2025', reference.nom, 20, 15], ['12/05/2025', seconde.code, 8, 8], ['12/05/2025', reference.nom, 6, 5]]),
    feuilleServices([[12, 'Atelier', reference.nom, '05/2025'], [3, 'PERMIS_B', seconde.nom, '2025-04']]),
  ];
  const faux = [feuilleIc([['12/05/2025', reference.nom, 20, 15], ['31/02/2025', reference.nom, 20, 'douze']]), feuilleServices([[12, 'Massage', 'Agence inconnue', '13/2025']])];
  const avant = [await seances(), await services()];
  const refus = await importer(referent, faux);
  expect(refus.status).toBe(422);
  const dit = texte(refus.text);
  for (const lieu of ['ligne 3, colonne « Date »', 'ligne 3, colonne « Présents »', 'Feuille « Services », ligne 2, colonne « Service »', 'ligne 2, colonne « Agence »', 'ligne 2, colonne « Mois »']) expect(dit).toContain(lieu);
  expect([await seances(), await services()]).toEqual(avant);

  expect((await importer(referent, bon)).status).toBe(303);
  expect(await message(referent, page())).toContain('5 lignes ajoutées, 0 modifiée, 0 déjà à jour');
  const apres = [await seances(), await services()];
  expect(apres[1]).toEqual([{ agence_id: seconde.id, mois: '2025-04', type: 'PERMIS_B', nombre: 3 }, { agence_id: reference.id, mois: '2025-05', type: 'ATELIER', nombre: 12 }]);
  expect((await importer(referent, bon)).status).toBe(303);
  expect(await message(referent, page())).toContain('0 ligne ajoutée, 0 modifiée, 5 déjà à jour');
  expect([await seances(), await services()]).toEqual(apres);
  expect((await importer(referent, [feuilleServices([[14, 'Atelier', reference.nom, '05/2025']])])).status).toBe(303);
  expect((await services()).find((s) => s.type === 'ATELIER')).toMatchObject({ nombre: 14 });
  const doublon = await importer(referent, [feuilleServices([[1, 'Atelier', reference.nom, '05/2025'], [2, 'Atelier', reference.nom, '05/2025']])]);
  expect(texte(doublon.text)).toContain('déjà compté à la ligne 2');
});

test('chacun saisit les chiffres des siens : l\'agence les siens, la référente et le PLIE tous, la région lit seulement', async () => {
  const forge = await envoyer(autreReferent, page(), sur('seances'), seance(1, 1)).expect(422);
  expect(texte(forge.text)).toContain('Cette agence ne fait pas partie');
  expect((await importer(autreReferent, [feuilleIc([['12/05/2025', reference.nom, 1, 1]])])).status).toBe(422);
  await envoyer(animation, page(), sur('services'), { mois: '2025-06', agence_du_service: String(seconde.id), type: 'AIF', nombre: '2' }).expect(303);
  expect((await services()).find((s) => s.type === 'AIF')).toMatchObject({ agence_id: seconde.id, nombre: 2 });
  const deja = await envoyer(animation, page(), sur('services'), { mois: '2025-06', agence_du_service: String(seconde.id), type: 'AIF', nombre: '3' }).expect(422);
  expect(texte(deja.text)).toContain('déjà compté pour ce mois');
  const region = await essai.comme('CORRESPONDANT_REGIONAL', (await essai.fabriques.uneRegion()).id);
  expect(await message(region, page())).toContain('Informations collectives');
  expect((await region.get(page())).text).not.toContain('Ajouter une séance');
  expect(await message(region, `/chiffres-pe?plie=${plie.id}&annee=1999`)).toContain("L'année demandée n'est pas de celles qui se lisent ici, de 2015 à 2025 : voici 2025.");
  await envoyer(region, '/compte', sur('seances'), seance(1, 1)).expect(403);
});
