/** What « Mon compte » sends. */
import { lireNouveauMotDePasse, motDePasse } from '../acces/form';
import { code, lireFormulaire, obligatoire, texte, type Formulaire, type Lecture } from '../lib/formulaire';
import { gestesPossibles, type EtatDuFacteur, type Geste } from './rules';

const ACTUEL = motDePasse('Tapez votre mot de passe actuel : il prouve que c\'est toujours vous.');

/** The present password, and the new one typed twice. Nothing typed is ever shown again. */
export async function lireChangement(corps: unknown, lecture: Lecture, propres: readonly string[]): Promise<Formulaire<{ actuel: string; mot_de_passe: string }>> {
  const actuel = lireConfirmation(corps, lecture);
  const nouveau = await lireNouveauMotDePasse(corps, lecture, propres);
  if (!actuel.ok || !nouveau.ok) return { ok: false, saisie: {}, erreurs: [actuel, nouveau].flatMap((l) => (l.ok ? [] : l.erreurs)) };
  return { ok: true, saisie: {}, valeur: { actuel: actuel.valeur.actuel, mot_de_passe: nouveau.valeur.mot_de_passe } };
}

/** The present password alone. */
export const lireConfirmation = (corps: unknown, lecture: Lecture): Formulaire<{ actuel: string }> => ({ ...lireFormulaire({ actuel: ACTUEL }, corps, lecture), saisie: {} });

/** What to do with one's second factor, the password, and the code when there is a factor already (null: there is none). */
export function lireGeste(corps: unknown, lecture: Lecture, etat: EtatDuFacteur): Formulaire<{ geste: Geste; actuel: string; code: string | null }> {
  const gestes = gestesPossibles(etat);
  const lu = lireFormulaire({ geste: obligatoire(code(gestes), 'Choisissez ce que vous voulez faire.'), actuel: ACTUEL, code: etat.pose_le ? obligatoire(texte(20), 'Tapez le code de votre application, ou un code de secours.') : texte(0) }, corps, lecture);
  const saisie = { geste: lu.saisie.geste ?? '' };
  return lu.ok ? { ok: true, saisie, valeur: { geste: lu.valeur.geste, actuel: lu.valeur.actuel, code: etat.pose_le ? lu.valeur.code : null } } : { ok: false, saisie, erreurs: lu.erreurs };
}
