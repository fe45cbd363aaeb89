/** What a reassignment sends: the persons ticked, the day, to whom (for all, and for each line that says otherwise). */
import { datePassee, identifiant, lireFormulaire, obligatoire, type Formulaire, type Lecture, type Saisie } from '../lib/formulaire';
import type { Reattribution } from './actions';

const texteDe = (brut: unknown): string => (typeof brut === 'string' ? brut.trim() : '');

export function lireReattribution(corps: unknown, lecture: Lecture): Formulaire<Reattribution> {
  const recu = (corps ?? {}) as Record<string, unknown>;
  const cochees = [recu.personne].flat().map(texteDe).filter((id) => /^\d{1,15}$/.test(id));
  const lu = lireFormulaire({ date_debut: obligatoire(datePassee, 'Indiquez le jour du changement.'), vers: identifiant }, corps, lecture);
  const parLigne: Saisie = Object.fromEntries(Object.entries(recu).filter(([nom]) => /^vers_\d{1,15}$/.test(nom)).map(([nom, v]) => [nom, texteDe(v)]));
  const saisie: Saisie = { ...lu.saisie, ...parLigne, personne: cochees };
  const erreurs = [...(lu.ok ? [] : lu.erreurs), ...(cochees.length ? [] : [{ champ: 'personnes', message: 'Cochez au moins une personne à réattribuer.' }])];
  if (!lu.ok || erreurs.length) return { ok: false, saisie, erreurs };
  const lignes = [...new Set(cochees.map(Number))].map((orientation_id) => {
    const propre = texteDe(parLigne[`vers_${orientation_id}`]);
    return { orientation_id, vers: /^\d{1,15}$/.test(propre) ? Number(propre) : lu.valeur.vers };
  });
  return { ok: true, saisie, valeur: { date_debut: lu.valeur.date_debut, lignes } };
}
