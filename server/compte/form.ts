/** What « Mon compte » sends. */
import { lireNouveauMotDePasse } from '../acces/form';
import type { Formulaire, Lecture } from '../lib/formulaire';

/** The present password, and the new one typed twice. Nothing typed is ever shown again. */
export async function lireChangement(corps: unknown, lecture: Lecture, propres: readonly string[]): Promise<Formulaire<{ actuel: string; mot_de_passe: string }>> {
  const brut = (corps as { actuel?: unknown } | undefined)?.actuel;
  const actuel = typeof brut === 'string' ? brut : '';
  const lu = await lireNouveauMotDePasse(corps, lecture, propres);
  const erreurs = [...(actuel ? [] : [{ champ: 'actuel', message: 'Indiquez votre mot de passe actuel.' }]), ...(lu.ok ? [] : lu.erreurs)];
  if (!lu.ok || erreurs.length) return { ok: false, saisie: {}, erreurs };
  return { ok: true, saisie: {}, valeur: { actuel, mot_de_passe: lu.valeur.mot_de_passe } };
}
