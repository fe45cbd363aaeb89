/** The filters of the list, read from the address: an unknown value is as no filter, a link never breaks. */
import { LISTES } from '../codes/listes';
import { analyserDate, type DateCivile } from '../lib/dates';
import { lireFormulaire, obligatoire, texte, type Formulaire, type Lecture } from '../lib/formulaire';
import { ATTENTES } from './rules-attentes';
import type { FiltreEtat, FiltresOrientations, Tri } from './queries-liste';

export const FILTRES_ETAT: readonly { code: FiltreEtat; libelle: string }[] = [
  { code: 'EN_COURS', libelle: 'en cours' },
  { code: 'AVANT_INTEGRATION', libelle: 'avant intégration' },
  { code: 'PRESCRITE', libelle: 'en attente de premier contact' },
  { code: 'ABSENTE', libelle: 'absentes au premier contact' },
  { code: 'ACCUEILLIE', libelle: 'accueillies' },
  { code: 'EN_DIAGNOSTIC', libelle: 'en diagnostic' },
  { code: 'PARCOURS', libelle: 'en parcours (avec les suivis)' },
  { code: 'EN_PARCOURS', libelle: 'en parcours' },
  { code: 'SUIVI_EMPLOI', libelle: "suivies dans l'emploi ou en formation" },
  { code: 'REFUSEE', libelle: 'refusées' },
  { code: 'SORTIE', libelle: 'sorties' },
  { code: 'TOUTES', libelle: 'de tous états' },
];

const TRIS: readonly Tri[] = ['prescription', 'nom', 'etat', 'integration'];

const nombre = (v: string, max: number): number | null => (/^\d{1,15}$/.test(v) && Number(v) <= max ? Number(v) : null);

export function lireFiltres(adresse: Record<string, unknown>, jour: DateCivile): FiltresOrientations {
  const lire = (nom: string): string => (typeof adresse[nom] === 'string' ? adresse[nom].trim() : '');
  const tri = TRIS.find((t) => t === lire('tri')) ?? 'prescription';
  const sens = lire('sens');
  return {
    etat: FILTRES_ETAT.find((e) => e.code === lire('etat'))?.code ?? 'EN_COURS',
    agence: nombre(lire('agence'), Number.MAX_SAFE_INTEGER),
    accompagnateur: nombre(lire('accompagnateur'), Number.MAX_SAFE_INTEGER),
    prescripteur: LISTES.PRESCRIPTEURS.find((p) => p.code === lire('prescripteur'))?.code ?? null,
    depuis: analyserDate(lire('depuis'), jour),
    attente: nombre(lire('attente'), 3650),
    miennes: lire('miennes') === 'oui',
    a_faire: ATTENTES.find((a) => a.code === lire('a_faire'))?.code ?? null,
    q: lire('q').slice(0, 100) || null,
    tri,
    sens: sens === 'asc' || sens === 'desc' ? sens : tri === 'prescription' || tri === 'integration' ? 'desc' : 'asc',
    page: Math.max(1, nombre(lire('page'), 1_000_000) ?? 1),
  };
}

/** The short name of a filter to keep. */
export const lireNomDeFiltre = (corps: unknown, lecture: Lecture): Formulaire<{ nom: string }> => lireFormulaire({ nom: obligatoire(texte(40), 'Donnez un nom court au filtre, par exemple « À convoquer ».') }, corps, lecture);
