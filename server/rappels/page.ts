/** « Mes rappels », and who stands in for whom in the PLIE. Pure. */
import type { Role } from '../acces/acteur';
import { genresDuRole } from '../calendrier/rules';
import { LISTES, libelle } from '../codes/listes';
import { champs } from '../http/champs';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { nomComplet } from '../lib/texte';
import type { Collegue, CollegueRegle, Reglages } from './queries';
import { HEURE_DES_RAPPELS } from './rules';

const COMPTE = { adresse: '/compte', libelle: 'Mon compte' };
export const RAPPELS = { adresse: '/compte/rappels', libelle: 'Rappels par courriel' };
export const SUPPLEANTS = { adresse: '/echeances/suppleants', libelle: 'Suppléants' };
const ECHEANCES = { adresse: '/echeances', libelle: 'Échéances' };

const offrir = (collegues: readonly Collegue[], sauf: number) => collegues.filter((c) => c.id !== sauf).map((c) => ({ code: String(c.id), libelle: nomComplet(c) }));

export interface PreparationRappels { role: Role; moi: number; courriel: string; reglages: Reglages; collegues: readonly Collegue[]; sansServeur: boolean; nomme: boolean }

export function pageRappels({ role, moi, courriel, reglages, collegues, sansServeur, nomme }: PreparationRappels, saisie: Saisie | null = null, erreurs: Erreur[] = []) {
  const f = champs(saisie ?? { genres: reglages.genres, suppleant_id: reglages.suppleant_id ? String(reglages.suppleant_id) : '' }, erreurs);
  const genres = genresDuRole(role);
  return {
    titre: RAPPELS.libelle, rubrique: COMPTE, fil: [COMPTE], courriel, sansServeur, heure: String(HEURE_DES_RAPPELS), suppleants: nomme ? SUPPLEANTS.adresse : null,
    actifs: reglages.genres.length > 0,
    formulaire: {
      adresse: RAPPELS.adresse, annuler: COMPTE.adresse, bouton: 'Enregistrer mes rappels',
      champs: [
        f.cases('genres', 'Me rappeler', LISTES.GENRES_ECHEANCE.filter((g) => genres.includes(g.code)), { aide: 'Rien de coché : aucun courriel.' }),
        f.liste('suppleant_id', 'Suppléant', offrir(collegues, moi), { vide: 'Aucun', aide: 'Reçoit aussi ces rappels, par exemple pendant un congé.' }),
        f.cache('version', [saisie?.version ?? String(reglages.version)].flat()[0]!),
      ],
    },
  };
}

export function pageSuppleants(collegues: readonly CollegueRegle[], erreurs: Erreur[]) {
  return {
    titre: SUPPLEANTS.libelle, rubrique: ECHEANCES, fil: [ECHEANCES], erreurs: erreurs.length ? erreurs : undefined, adresse: SUPPLEANTS.adresse,
    lignes: collegues.map((c) => ({
      id: c.id, nom: nomComplet(c), role: libelle('ROLES', c.role), version: c.version,
      choix: [{ code: '', libelle: 'Aucun', choisi: c.suppleant_id === null }, ...offrir(collegues, c.id).map((o) => ({ ...o, choisi: o.code === String(c.suppleant_id) }))],
    })),
  };
}
