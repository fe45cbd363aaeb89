/**
 * Who answers for the data and for security in an organisation, and the countries where its data are held or seen (data convention, art. 6
 * and 7; domaine §10: inside the European Union, list on request). Pure.
 */
import { libelle, LISTES, type CodeDe } from '../codes/listes';
import { ajouterJours, formaterDate, type DateCivile } from '../lib/dates';
import { dansLaPhrase } from '../lib/texte';

export type Domaine = CodeDe<'DOMAINES_D_ORGANISATION'>;
export type Usage = CodeDe<'USAGES_HEBERGEMENT'>;

interface Duree { depuis_le: DateCivile; jusqu_au: DateCivile | null }
export interface Correspondant extends Duree { id: number; domaine: Domaine; nom: string | null; fonction: string | null; telephone: string | null; courriel: string | null; version: number }
export interface Hebergement extends Duree { id: number; usage: Usage; prestataire: string; pays: CodeDe<'PAYS_UE'>; version: number }

export const estActuel = ({ jusqu_au }: Pick<Duree, 'jusqu_au'>): boolean => jusqu_au === null;
export const trouverActuel = (correspondants: readonly Correspondant[], domaine: Domaine): Correspondant | null => correspondants.find((c) => c.domaine === domaine && estActuel(c)) ?? null;

/** « Ada MARTEL, responsable de la sécurité »; the function alone when nobody is named. */
export const designation = ({ nom, fonction }: Pick<Correspondant, 'nom' | 'fonction'>): string => [nom, fonction].filter(Boolean).join(', ');

/** What an organisation that is a party to a convention has not said yet, in sentences. */
export function manques({ correspondants, hebergements }: { correspondants: readonly Correspondant[]; hebergements: readonly Hebergement[] }): string[] {
  return [
    ...LISTES.DOMAINES_D_ORGANISATION.filter(({ code }) => !trouverActuel(correspondants, code)).map((d) => `Personne n'est nommé : ${dansLaPhrase(d.libelle)}`),
    ...(hebergements.some((h) => h.usage === 'HEBERGEMENT' && estActuel(h)) ? [] : ["Le pays où sont les serveurs n'est pas dit"]),
  ];
}

/** Why one cannot follow the other on that day; null when they can. `precedent`: the last day of the one before. */
export function refusDeSuccession(depuis: DateCivile, precedent: DateCivile | null): string | null {
  return precedent && depuis <= precedent ? `Le correspondant d'avant l'a été jusqu'au ${formaterDate(precedent)} : donnez une date plus tardive.` : null;
}
/** The last day of the one who is replaced; null when there would be none. */
export const veilleDuRemplacement = (actuel: Pick<Correspondant, 'depuis_le'>, depuis: DateCivile): DateCivile | null => (depuis > actuel.depuis_le ? ajouterJours(depuis, -1) : null);

/** Why a country is refused; null for a member of the Union. */
export const refusDePays = (pays: string): string | null => {
  if (LISTES.PAYS_UE.some((p) => p.code === pays)) return null;
  return `${libelle('PAYS_HORS_UE', pays)} : ce pays n'est pas dans l'Union européenne. La convention d'échange (article 7) demande que les données ne soient traitées que dans l'Union, accès à distance compris. N'y mettez rien en service : choisissez un prestataire qui travaille depuis l'Union. Si des données y sont déjà, prévenez sans attendre l'autre partie de la convention.`;
};
