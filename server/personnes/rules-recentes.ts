/** The persons opened last, as links. Pure. */
import { nomComplet } from '../lib/texte';

export const RECENTES_GARDEES = 10;

export const decrireRecentes = (personnes: { id: number; nom: string; prenom: string }[]): { adresse: string; nom: string }[] =>
  personnes.map((p) => ({ adresse: `/personnes/${p.id}`, nom: nomComplet(p) }));
