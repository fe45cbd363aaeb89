/** May the table of a month go to Pôle emploi? (data convention art. 9, 10). Pure. */
import { dernierJourDuMois, formaterDate, moisDe, premierJourDuMois, type DateCivile, type Mois } from '../lib/dates';
import { echeanceDuMois } from './rules';

export interface ConventionDuPlie { id: number; date_debut: DateCivile; date_fin: DateCivile; date_suspension: DateCivile | null; boite_generique: string | null }

export type EtatDeLEnvoi = { etat: 'OUVERT'; convention: ConventionDuPlie } | { etat: 'ABSENTE' } | { etat: 'TERMINEE' | 'SUSPENDUE'; date: DateCivile };

/**
 * Not without a convention that covers a day of the month, nor while the exchange is suspended, nor once the last convention
 * has ended. Decided: the table of its very last month still leaves after that end, until the day on which it is due.
 */
export function etatDeLEnvoi(conventions: readonly ConventionDuPlie[], mois: Mois, jour: DateCivile): EtatDeLEnvoi {
  const commencees = conventions.filter((c) => c.date_debut <= dernierJourDuMois(mois)).sort((a, b) => (a.date_debut < b.date_debut ? 1 : -1));
  const [couvrante] = commencees;
  if (!couvrante) return { etat: 'ABSENTE' };
  if (couvrante.date_fin < premierJourDuMois(mois)) return { etat: 'TERMINEE', date: couvrante.date_fin };
  const presente = conventions.find((c) => c.date_debut <= jour && jour <= c.date_fin) ?? couvrante;
  if (presente.date_suspension && presente.date_suspension <= jour) return { etat: 'SUSPENDUE', date: presente.date_suspension };
  const dernierMois = moisDe(presente.date_fin) === mois && jour <= echeanceDuMois(mois);
  return presente.date_fin < jour && !dernierMois ? { etat: 'TERMINEE', date: presente.date_fin } : { etat: 'OUVERT', convention: presente };
}

/** Why nothing can be sent, and who can do something about it; null when the way is open. */
export function phraseConvention(envoi: EtatDeLEnvoi): string | null {
  switch (envoi.etat) {
    case 'OUVERT': return null;
    case 'ABSENTE': return "Aucune convention ne couvre ce mois : ce tableau ne peut pas être envoyé. Demandez à l'administrateur d'enregistrer la convention.";
    case 'TERMINEE': return `La convention a pris fin le ${formaterDate(envoi.date)} : ce tableau ne peut pas être envoyé. Si elle a été renouvelée, demandez à l'administrateur de l'enregistrer.`;
    case 'SUSPENDUE': return `L'échange de données est suspendu depuis le ${formaterDate(envoi.date)} : ce tableau ne peut pas être envoyé tant que la suspension dure.`;
  }
}
