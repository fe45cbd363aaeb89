/** The accounts: for each organisation and role, the first has an address that can be guessed (animation@casa.exemple.test). */
import { ajouterMois, type DateCivile } from '../lib/dates';
import type { Role } from '../acces/acteur';
import { creerHasard, type Hasard } from './hasard';
import { inventerNom, telephoneFixe } from './personnes';
import { ajouter } from './lignes';
import type { Compte } from './terrain';
import { enAdresse, PRENOMS_F, PRENOMS_H } from './vocabulaire';

/** One for all, so that every role can be tried. Long enough for the rules of acces/mots-de-passe. */
export const MOT_DE_PASSE = 'mistral olivier cigale ponton';

const BOITES: Record<Role, string> = {
  ACCOMPAGNATEUR: 'accompagnateur', ANIMATION: 'animation', CONSEILLER_PE: 'conseiller', REFERENT_PE: 'referent', CORRESPONDANT_REGIONAL: 'regional', ADMINISTRATEUR: 'administrateur', DPO: 'dpo',
};
const FONCTIONS: Partial<Record<Role, string>> = {
  ACCOMPAGNATEUR: 'Accompagnateur-emploi', ANIMATION: "Équipe d'animation", CONSEILLER_PE: "Conseiller à l'emploi", REFERENT_PE: 'Référent PLIE', CORRESPONDANT_REGIONAL: 'Correspondant régional', DPO: 'Délégué à la protection des données',
};

export interface Organisation {
  id: number; type: 'PLIE' | 'AGENCE' | 'REGION'; code: string; nom: string; departement_code: string | null; region_code: string | null; adresse: string; telephone: string; courriel: string;
}

/** Opens the accounts of an organisation. `roles`: how many of each. */
export function ouvrirComptes(comptes: Compte[], organisation: Organisation, roles: Partial<Record<Role, number>>): Compte[] {
  // The people at work do not change with the day.
  const hasard = creerHasard(`comptes ${organisation.code}`);
  const domaine = `${enAdresse(organisation.code)}.exemple.test`;
  return (Object.entries(roles) as [Role, number][]).flatMap(([role, nombre]) => Array.from({ length: nombre }, (_, rang) => {
    const { nom, prenom } = inventerCollegue(hasard, new Set(comptes.filter((c) => c.organisation_id === organisation.id).map((c) => `${enAdresse(c.prenom)}.${enAdresse(c.nom)}`)));
    return ajouter(comptes, {
      organisation_id: organisation.id, role, nom, prenom, fonction: FONCTIONS[role] ?? null, telephone: telephoneFixe(hasard), actif: true,
      courriel: `${rang === 0 ? BOITES[role] : `${enAdresse(prenom)}.${enAdresse(nom)}`}@${domaine}`,
    });
  }));
}

function inventerCollegue(hasard: Hasard, pris: Set<string>): { nom: string; prenom: string } {
  for (;;) {
    const collegue = { nom: inventerNom(hasard), prenom: hasard.choisir(hasard.chance(0.6) ? PRENOMS_F : PRENOMS_H) };
    if (!pris.has(`${enAdresse(collegue.prenom)}.${enAdresse(collegue.nom)}`)) return collegue;
  }
}

/** Shares of the portfolios in a team: one who carries more, a part-time, a newcomer. */
export const PARTS = [2.2, 1.3, 1, 0.9, 0.6, 0.35];

/** In the biggest team the last but one left eight months ago: a disabled account, and persons who changed référent. */
export const departDe = (jour: DateCivile, codePlie: string, rang: number): DateCivile | null => (codePlie === 'MPM-CENTRE' && rang === 4 ? ajouterMois(jour, -8) : null);
