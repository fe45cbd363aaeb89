/** What the users do: each gesture reads its page, fills in its form as a browser would, and says what will tell its writing from the others. */
import type { Role } from '../../server/acces/acteur';
import { ajouterJours, formaterDate, moisDe } from '../../server/lib/dates';
import { enParcours, fichierB } from '../../test/outils/tableau-recu';
import { remplir, type Envoi, type Poste, type Registre } from './client';
import { dateDuFait } from './monde';

/** Rows of a monthly table: all written, or none. */
export const LIGNES_DU_TABLEAU = 30;
export const telephoneDuTableau = (rang: number): string => `06 39 98 ${String(rang).padStart(4, '0').replace(/(..)(..)/, '$1 $2')}`;
/** Of the persons that the gestures create. */
export const PREFIXE = 'Zz';

let compteur = 0;
const suivant = () => (compteur += 1);

async function unFait(poste: Poste, acte: string, champ: string, autres: Record<string, string> = {}): Promise<Omit<Envoi, 'genre'>> {
  const suivie = poste.hasard.choisir(poste.territoire.suivies);
  suivie.faits += 1;
  const date = dateDuFait(poste.territoire.jour, suivie.faits);
  const adresse = `/orientations/${suivie.orientation}/${acte}`;
  return { marque: `${suivie.orientation} ${date}`, adresse, corps: remplir(await poste.lire(adresse), adresse, { [champ]: formaterDate(date), ...autres }) };
}

async function noter(poste: Poste): Promise<Omit<Envoi, 'genre'>> {
  const { personne } = poste.hasard.choisir(poste.territoire.suivies);
  const [adresse, marque] = [`/personnes/${personne}/notes`, `Relance ${suivant()}`];
  return { marque, adresse, corps: remplir(await poste.lire(adresse), adresse, { texte: marque }) };
}

/** Several users at once on few persons: some come second, and are told so. */
async function modifierLaFiche(poste: Poste): Promise<Omit<Envoi, 'genre'>> {
  const { personne } = poste.hasard.choisir(poste.territoire.suivies.slice(0, 6));
  const [adresse, marque] = [`/personnes/${personne}/modifier`, `${suivant()} rue des Amandiers`];
  return { marque, adresse, corps: remplir(await poste.lire(adresse), adresse, { adresse: marque }) };
}

/** A person and their orientation: two rows, in two steps. */
async function orienter(poste: Poste): Promise<Omit<Envoi, 'genre'>> {
  const lettres = () => String.fromCharCode(97 + poste.hasard.entier(0, 25));
  const nom = `${PREFIXE}${Array.from({ length: 12 }, lettres).join('')}${suivant()}`;
  const recherche = '/orientations/nouvelle/personne';
  const naissance = formaterDate(ajouterJours(poste.territoire.jour, -poste.hasard.entier(7_000, 20_000)));
  const fiche = await poste.lire(recherche, remplir(await poste.lire('/orientations/nouvelle'), recherche, { nom, prenom: 'Lou', date_naissance: naissance, nouvelle: 'oui' }));
  return { marque: nom, adresse: '/orientations/nouvelle', corps: remplir(fiche, '/orientations/nouvelle', { mode_orientation: 'FLUX' }) };
}

/** The orientation, its référent and the PNI asked for: three rows. */
async function integrer(poste: Poste): Promise<Omit<Envoi, 'genre'> | null> {
  const id = poste.territoire.aIntegrer.pop();
  if (id === undefined) return null;
  const [adresse, date] = [`/orientations/${id}/integration`, formaterDate(ajouterJours(poste.territoire.jour, -3))];
  return { marque: String(id), adresse, corps: remplir(await poste.lire(adresse), adresse, { date_decision: date, date_integration: date, utilisateur_id: String(poste.territoire.accompagnateurId) }) };
}

/** The file of the PLIE, each one later than the one before, with the same persons and another telephone. */
async function deposerUnTableau(poste: Poste): Promise<Omit<Envoi, 'genre'>> {
  const { territoire } = poste;
  const rang = (territoire.tableaux += 1);
  const [jour, nom] = [ajouterJours(territoire.jour, -1), `tableau-${rang}.xlsx`];
  const [heure, minute] = [Math.floor(rang / 60), rang % 60].map((n) => String(n).padStart(2, '0'));
  const contenu = await fichierB({
    plie: territoire.plieCode, mois: moisDe(ajouterJours(territoire.jour, -32)), etabliLe: `${formaterDate(jour)} à ${heure}:${minute}`,
    lignes: Array.from({ length: LIGNES_DU_TABLEAU }, (_, n) => enParcours(`Tableau ${n}`, {
      'Identifiant Pôle emploi': `${String(n).padStart(7, '0')}A`, 'Date de naissance': { date: ajouterJours(territoire.jour, -10_000 - 37 * n) }, Situation: 'En parcours', Téléphone: telephoneDuTableau(rang),
    })),
  });
  const corps = new FormData();
  for (const [champ, valeur] of remplir(await poste.lire('/tableaux-recus'), '/tableaux-recus', {})) if (champ.startsWith('_')) corps.append(champ, valeur);
  corps.append('fichier', new Blob([new Uint8Array(contenu)]), nom);
  return { marque: `${territoire.plieId} ${nom}`, adresse: '/tableaux-recus', corps };
}

async function confirmer(poste: Poste, adresse: string): Promise<Omit<Envoi, 'genre'>> {
  return { marque: adresse.split('/').at(-1)!, adresse: `${adresse}/confirmer`, corps: remplir(await poste.lire(adresse), `${adresse}/confirmer`, {}) };
}

const GESTES: Record<string, (poste: Poste) => Promise<Omit<Envoi, 'genre'> | null>> = {
  ENTRETIEN: (poste) => unFait(poste, 'entretien', 'date_entretien'),
  DEMANDE: (poste) => unFait(poste, 'demande', 'date_demande', { type: 'PERMIS_B' }),
  NOTE: noter, FICHE: modifierLaFiche, ORIENTATION: orienter, INTEGRATION: integrer, DEPOT: deposerUnTableau,
};
const AU_PLIE = ['ENTRETIEN', 'DEMANDE', 'NOTE', 'FICHE'];
const GESTES_DE: Partial<Record<Role, readonly string[]>> = { ACCOMPAGNATEUR: AU_PLIE, ANIMATION: ['INTEGRATION', 'INTEGRATION', 'FICHE', 'NOTE'], CONSEILLER_PE: ['ORIENTATION'], REFERENT_PE: ['DEPOT'] };

/** One gesture, and what follows from it. False: nobody answers any more. Throws when a page does not come. */
export async function faireUnGeste(poste: Poste, registre: Registre): Promise<boolean> {
  const genre = poste.hasard.choisir(GESTES_DE[poste.role]!);
  const envoi = await GESTES[genre]!(poste);
  if (!envoi) return true;
  const faite = await registre.envoyer(poste, { genre, ...envoi });
  if (genre !== 'DEPOT' || faite.issue !== 'RECONNUE') return faite.issue !== 'SANS_REPONSE';
  return (await registre.envoyer(poste, { genre: 'TABLEAU', ...(await confirmer(poste, faite.vers!)) })).issue !== 'SANS_REPONSE';
}
