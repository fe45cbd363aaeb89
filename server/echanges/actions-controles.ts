/** Where the month asks for its quality checks. */
import { etablirTableau } from '../../reports/tableau-de-suivi/tableau';
import type { Contexte } from '../acces/acteur';
import type { Mois } from '../lib/dates';
import type { Controle } from './rules-etapes';

export async function controlerLeMois(contexte: Contexte, plieId: number, mois: Mois): Promise<Controle[]> {
  const { lignes } = await etablirTableau(contexte, { id: plieId }, mois);
  const adresse = (sans: string) => `/tableau-de-suivi?mois=${mois}&sans=${sans}#lignes`;
  return [
    { code: 'SANS_IDENTIFIANT', phrase: 'Sans identifiant Pôle emploi', gravite: 'ALERTE', bloquant: false, nombre: lignes.filter((l) => !l.identifiant_pe).length, adresse: adresse('identifiant') },
    { code: 'SANS_AGENCE', phrase: 'Sans agence', gravite: 'ALERTE', bloquant: false, nombre: lignes.filter((l) => !l.agence_nom).length, adresse: adresse('agence') },
  ];
}
