/** The corrections of a table, each with what it said, what holds, and why. Pure. */
import { enClair, type Correction } from '../../reports/tableau-de-suivi/corrections';
import { libelleDActe } from '../codes/actes';
import { formaterDate, formaterInstant, formaterMois } from '../lib/dates';
import { nomComplet } from '../lib/texte';
import type { Raison } from './queries-raisons';

const IDENTITE = ['Nom', 'Prénom', 'Date de naissance', 'Identifiant Pôle emploi', 'Identifiant CAF'];
const genreDe = (colonne: string): Raison['genre'] => (IDENTITE.includes(colonne) ? 'PERSONNE' : colonne.startsWith('Étape') ? 'ETAPE' : colonne.startsWith('Absence') ? 'ABSENCE' : 'ORIENTATION');

export function lignesCorrections(corrections: readonly Correction[], raisons: readonly Raison[]) {
  const parCle = new Map(raisons.map((r) => [`${r.orientation_id} ${r.genre}`, r]));
  return corrections.map((c) => ({
    nom: nomComplet(c), adresse: `/orientations/${c.orientation_id}`, identifiant: c.identifiant_pe,
    mois: formaterMois(c.mois), colonne: c.colonne,
    transmise: enClair(c.transmise) || 'Rien', exacte: enClair(c.exacte) || 'Rien',
    raison: direPourquoi(c, parCle.get(`${c.orientation_id} ${genreDe(c.colonne)}`)),
  }));
}

function direPourquoi({ colonne }: Correction, raison: Raison | undefined): { texte: string; precision: string } {
  if (!raison) return { texte: 'Donnée changée depuis la validation', precision: '' };
  const precision = `${formaterInstant(raison.instant)}${raison.par ? `, par ${raison.par}` : ''}`;
  if (raison.date_reclassement && colonne.includes('sortie')) return { texte: `Preuve tardive : sortie reclassée le ${formaterDate(raison.date_reclassement)}`, precision: '' };
  return { texte: libelleDActe(raison.action), precision };
}
