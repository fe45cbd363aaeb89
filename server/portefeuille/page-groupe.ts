/** The sheet of a group: the kind of session, its day, and who was convened, came, sent an excuse. */
import type { Acteur } from '../acces/acteur';
import { champs } from '../http/champs';
import { adresseDeListe } from '../http/pagination';
import { formaterDate, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, nomComplet } from '../lib/texte';
import type { FaitDuGroupe } from './actions';
import { NATURES, type Nature } from './form';
import { RUBRIQUE } from './page';
import type { PersonneDuGroupe } from './queries';
import { PERSONNES_MAX } from './rules';

export const GROUPE = '/portefeuille/groupe';
const MOTS: Record<Nature, { chapeau: string; vide: string; bouton: string; jour: string }> = {
  ATELIER: {
    chapeau: "Chaque personne présente reçoit une étape « Atelier » de ce jour ; chaque personne convoquée qui n'est pas venue, une absence.",
    vide: "Personne n'est en parcours dans ce portefeuille.", bouton: "Enregistrer l'atelier", jour: "Jour de l'atelier",
  },
  INFORMATION: {
    chapeau: 'Les personnes présentes ont leur premier contact, collectif, à ce jour ; les autres convoquées sont absentes à ce premier contact et restent à convoquer.',
    vide: "Personne n'attend de premier contact.", bouton: "Enregistrer l'information collective", jour: "Jour de l'information collective",
  },
};

export interface FiltresGroupe { nature: Nature; accompagnateur: number | null; toutes: boolean }

/** From the address; unless it says otherwise, an accompagnateur begins with their own portfolio. */
export function lireFiltresGroupe(adresse: Record<string, unknown>, acteur: Acteur): FiltresGroupe {
  const texte = (nom: string): string => (typeof adresse[nom] === 'string' ? adresse[nom] : '');
  const choisi = texte('accompagnateur');
  const miens = acteur.role === 'ACCOMPAGNATEUR' ? acteur.utilisateurId : null;
  return { nature: NATURES.find((n) => n.code === texte('nature'))?.code ?? 'ATELIER', accompagnateur: choisi === 'tous' ? null : /^\d{1,15}$/.test(choisi) ? Number(choisi) : miens, toutes: texte('convoquees') === 'toutes' };
}

export interface PreparationGroupe { filtres: FiltresGroupe; personnes: PersonneDuGroupe[]; accompagnateurs: { code: string; libelle: string }[]; jour: DateCivile; saisie: Saisie | null; erreurs: Erreur[] }

const liste = (valeur: string | string[] | undefined): string[] => (Array.isArray(valeur) ? valeur : valeur ? [valeur] : []);

export function pageGroupe({ filtres: f, personnes, accompagnateurs, jour, saisie, erreurs }: PreparationGroupe) {
  const parametres = { nature: f.nature === 'ATELIER' ? null : f.nature, accompagnateur: f.nature === 'INFORMATION' ? null : f.accompagnateur ? String(f.accompagnateur) : 'tous' };
  const coches = (nom: string, id: number): boolean => (saisie ? liste(saisie[nom]).includes(String(id)) : nom === 'convoquees' && f.toutes);
  const erreurDe = (champ: string) => erreurs.find((e) => e.champ === champ)?.message ?? null;
  const mots = MOTS[f.nature];
  return {
    titre: 'Saisie de groupe', rubrique: RUBRIQUE, fil: [RUBRIQUE],
    natures: NATURES.map((n) => ({ libelle: n.libelle, adresse: adresseDeListe(GROUPE, { ...parametres, nature: n.code === 'ATELIER' ? null : n.code }), courante: n.code === f.nature })),
    chapeau: mots.chapeau,
    // Who accompanies matters only once a person is integrated.
    portefeuilles: f.nature === 'ATELIER' ? [{ code: 'tous', libelle: 'tout le PLIE' }, ...accompagnateurs].map((a) => ({ ...a, choisi: a.code === (f.accompagnateur ? String(f.accompagnateur) : 'tous') })) : null,
    action: adresseDeListe(GROUPE, parametres), nature: f.nature,
    champDate: champs(saisie ?? { date: formaterDate(jour) }, erreurs).date('date', mots.jour, { obligatoire: true, aide: '« hier » et « j-3 » sont compris.' }),
    erreurPersonnes: erreurDe('personnes'),
    toutesConvoquees: saisie ? null : adresseDeListe(GROUPE, { ...parametres, convoquees: f.toutes ? null : 'toutes' }), toutes: f.toutes,
    legende: f.nature === 'ATELIER' ? accorder(personnes.length, 'personne en parcours', 'personnes en parcours') : accorder(personnes.length, 'personne attend un premier contact', 'personnes attendent un premier contact'),
    lignes: personnes.map((p) => ({
      id: p.id, nom: nomComplet(p),
      detail: p.date_integration ? `en parcours depuis le ${formaterDate(p.date_integration)}` : p.absente ? `absente le ${formaterDate(p.absente)}` : `prescrite le ${formaterDate(p.date_prescription)}`,
      referent: f.nature === 'ATELIER' && !f.accompagnateur ? (p.referent ?? '') : null,
      convoquee: coches('convoquees', p.id), presente: coches('presentes', p.id), excusee: coches('excusees', p.id),
      erreur: erreurDe(`ligne-${p.id}`),
    })),
    avecReferent: f.nature === 'ATELIER' && !f.accompagnateur,
    limite: personnes.length >= PERSONNES_MAX ? `Seules les ${PERSONNES_MAX} premières personnes sont montrées : choisissez un portefeuille.` : null,
    vide: personnes.length ? null : mots.vide,
    bouton: mots.bouton, annuler: RUBRIQUE.adresse,
    // Above the list, a refusal says whose line it is about.
    resume: erreurs.map((e) => { const deQui = personnes.find((p) => e.champ === `ligne-${p.id}`); return deQui ? { ...e, message: `${nomComplet(deQui)} : ${e.message}` } : e; }),
  };
}

const GENRES: Record<Nature, string> = { ATELIER: 'Atelier', INFORMATION: 'Information collective' };

/** « Atelier du 12/06/2025 : 8 présences et 2 absences enregistrées. » */
export function messageDuGroupe(nature: Nature, date: DateCivile, { presents, absents }: FaitDuGroupe): string {
  const comptes = [presents ? accorder(presents, 'présence') : '', absents ? accorder(absents, 'absence') : ''].filter(Boolean).join(' et ');
  return `${GENRES[nature]} du ${formaterDate(date)} : ${comptes} enregistrée${presents + absents > 1 ? 's' : ''}.`;
}
