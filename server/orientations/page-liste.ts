/** The list of orientations: filters that read as a sentence, kept in the address. */
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import { LISTES, libelle } from '../codes/listes';
import { champs } from '../http/champs';
import { adresseDeListe, formaterCompte, paginer } from '../http/pagination';
import { ajouterJours, formaterDate, joursEntre, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { dansLaPhrase, nomComplet } from '../lib/texte';
import { FILTRES_ETAT } from './form-liste';
import { RUBRIQUE } from './page';
import { ATTENTES } from './rules-attentes';
import type { Filtre } from './queries-filtres';
import type { FiltresOrientations, LigneOrientation, ListeOrientations, OptionsListe, Tri } from './queries-liste';
import { JOURS_AVANT_RETARD_CONTACT } from './rules-echeances';
import type { Etat } from './rules';

export const PAR_PAGE = 50;
const CHEMIN = '/orientations';

const TONS: Partial<Record<Etat, string>> = { PRESCRITE: 'du', ABSENTE: 'retard', ACCUEILLIE: 'du', EN_DIAGNOSTIC: 'du', REFUSEE: 'retard', EN_PARCOURS: 'fait', SUIVI_EMPLOI: 'fait' };

/** The main act of a row, by its state. */
function acteDe(etat: Etat, phaseDiagnostic: boolean): { chemin: string; libelle: string } | null {
  switch (etat) {
    case 'PRESCRITE':
    case 'ABSENTE': return { chemin: 'contact', libelle: 'Premier contact' };
    case 'ACCUEILLIE': return phaseDiagnostic ? { chemin: 'diagnostic', libelle: 'Diagnostic' } : { chemin: 'integration', libelle: 'Intégration' };
    case 'EN_DIAGNOSTIC': return { chemin: 'integration', libelle: 'Intégration' };
    case 'EN_PARCOURS': return { chemin: 'entretien', libelle: 'Entretien' };
    case 'SUIVI_EMPLOI': return { chemin: 'suivi-emploi', libelle: 'Suivi' };
    default: return null;
  }
}

/** The filters as the address carries them; the defaults are left out. */
function parametres(f: FiltresOrientations): Record<string, string | null> {
  return {
    etat: f.etat === 'EN_COURS' ? null : f.etat,
    agence: f.agence ? String(f.agence) : null,
    accompagnateur: f.accompagnateur ? String(f.accompagnateur) : null,
    prescripteur: f.prescripteur,
    depuis: f.depuis && formaterDate(f.depuis),
    attente: f.attente === null ? null : String(f.attente),
    miennes: f.miennes ? 'oui' : null,
    a_faire: f.a_faire,
    q: f.q,
    tri: f.tri === 'prescription' && f.sens === 'desc' ? null : f.tri,
    sens: f.tri === 'prescription' && f.sens === 'desc' ? null : f.sens,
  };
}

/** « 312 orientations en cours, de l'agence X, en attente depuis plus de 30 jours » */
function phrase(f: FiltresOrientations, o: OptionsListe, compte: string): string {
  const nomDe = (liste: { code: string; libelle: string }[], id: number | null) => liste.find((c) => c.code === String(id))?.libelle ?? 'inconnu';
  return [
    `${compte} orientation${compte === '0' || compte === '1' ? '' : 's'} ${FILTRES_ETAT.find((e) => e.code === f.etat)!.libelle}`,
    f.q && `pour « ${f.q} »`,
    f.agence && `de ${nomDe(o.agences, f.agence)}`,
    f.accompagnateur && `suivies par ${nomDe(o.accompagnateurs, f.accompagnateur)}`,
    f.miennes && 'prescrites par vous',
    f.prescripteur && `prescrites par : ${libelle('PRESCRIPTEURS', f.prescripteur)}`,
    f.depuis && `prescrites depuis le ${formaterDate(f.depuis)}`,
    f.attente !== null && `en attente depuis plus de ${f.attente} jours`,
    f.a_faire && ATTENTES.find((a) => a.code === f.a_faire)!.libelle,
  ].filter(Boolean).join(', ');
}

const COLONNES: { libelle: string; tri: Tri | null; premier: 'asc' | 'desc'; nombre?: boolean }[] = [
  { libelle: 'Personne', tri: 'nom', premier: 'asc' },
  { libelle: 'Identifiant', tri: null, premier: 'asc' },
  { libelle: 'État', tri: 'etat', premier: 'asc' },
  { libelle: 'Attente', tri: null, premier: 'asc', nombre: true },
  { libelle: 'Prescription', tri: 'prescription', premier: 'desc' },
  { libelle: 'Prescripteur', tri: null, premier: 'asc' },
  { libelle: 'Intégration', tri: 'integration', premier: 'desc' },
  { libelle: 'Accompagnateur', tri: null, premier: 'asc' },
];

function precisionDe(l: LigneOrientation): string {
  if (l.attend_depuis) return `en attente depuis le ${formaterDate(l.attend_depuis)}`;
  if (l.etat === 'REFUSEE') return `le ${formaterDate(l.date_fin)} : ${dansLaPhrase(libelle('MOTIFS_REFUS', l.motif_refus))}`;
  return l.date_fin ? `le ${formaterDate(l.date_fin)}` : '';
}

/** What a named filter keeps: everything but the page, and the name searched for, which is somebody's. */
export function parametresAGarder(f: FiltresOrientations): Record<string, string> {
  return Object.fromEntries(Object.entries(parametres({ ...f, q: null })).filter((p): p is [string, string] => p[1] !== null));
}

/** What was typed to name a filter, and what is wrong with it; `id` null: the one being recorded. */
export interface NomDeFiltre { id: number | null; nom: string; erreurs: Erreur[] }

function mesFiltres(f: FiltresOrientations, filtres: Filtre[], saisi: NomDeFiltre | null) {
  const aGarder = parametresAGarder(f);
  const cle = (p: Record<string, string>) => JSON.stringify(Object.entries(p).sort());
  const nouveau = saisi?.id === null ? saisi : null;
  return {
    liens: filtres.map((x) => ({
      id: x.id, nom: x.nom, adresse: adresseDeListe(CHEMIN, x.parametres), courant: cle(x.parametres) === cle(aGarder) && !f.q,
      saisie: saisi?.id === x.id ? saisi.nom : x.nom,
    })),
    gerer: saisi !== null && saisi.id !== null,
    enregistrer: nouveau || (Object.keys(aGarder).some((nom) => nom !== 'tri' && nom !== 'sens') && !filtres.some((x) => cle(x.parametres) === cle(aGarder)))
      ? {
        ouvert: nouveau !== null, caches: Object.entries(aGarder).map(([nom, valeur]) => ({ nom, valeur })),
        champ: champs({ nom: nouveau?.nom }, nouveau?.erreurs).texte('nom', 'Nom court du filtre', { attributs: { maxlength: '40', autocomplete: 'off' } }),
        note: f.q ? 'Le nom cherché ne fait pas partie du filtre enregistré.' : null,
      }
      : null,
  };
}

export interface PreparationListe {
  nomDeFiltre: NomDeFiltre | null;
  filtres: FiltresOrientations;
  liste: ListeOrientations;
  plafond: number;
  acteur: Acteur;
  jour: DateCivile;
}

export function pageListe({ nomDeFiltre, filtres: f, liste, plafond, acteur, jour }: PreparationListe) {
  const { lignes, total } = liste;
  const interne = acteur.organisation?.type === 'PLIE';
  const instruit = peut(acteur, 'orientation.instruire');
  const enCours = parametres(f);
  const adresse = (plus: Record<string, string | null>) => adresseDeListe(CHEMIN, { ...enCours, ...plus });
  const retard = ajouterJours(jour, -JOURS_AVANT_RETARD_CONTACT);
  const choix = (liste: readonly { code: string; libelle: string }[], valeur: string | number | null) => liste.map((c) => ({ ...c, choisi: c.code === String(valeur) }));
  const filtree = f.q !== null || Object.entries(enCours).some(([nom, valeur]) => !['tri', 'sens'].includes(nom) && valeur !== null);
  const moi = acteur.role === 'ACCOMPAGNATEUR' ? String(acteur.utilisateurId) : null;
  const prescrit = acteur.role === 'CONSEILLER_PE';
  return {
    titre: 'Orientations', rubrique: RUBRIQUE, erreurs: nomDeFiltre?.erreurs,
    mesFiltres: mesFiltres(f, liste.mesFiltres, nomDeFiltre),
    creer: peut(acteur, 'orientation.creer'),
    interne, prescrit,
    filtres: {
      etats: choix(FILTRES_ETAT, f.etat), agences: choix(liste.agences, f.agence), accompagnateurs: choix(liste.accompagnateurs, f.accompagnateur), prescripteurs: choix(LISTES.PRESCRIPTEURS, f.prescripteur),
      depuis: formaterDate(f.depuis), attente: f.attente === null ? '' : String(f.attente), q: f.q ?? '', miennes: f.miennes, a_faire: f.a_faire, tri: enCours.tri, sens: enCours.sens,
      affines: f.agence !== null || f.accompagnateur !== null || f.prescripteur !== null || f.depuis !== null || f.attente !== null,
    },
    raccourcis: [
      ...(moi ? [{ libelle: 'Les personnes que je suis', adresse: adresseDeListe(CHEMIN, { accompagnateur: moi }) }] : []),
      ...(prescrit ? [{ libelle: 'Toutes mes orientations', adresse: adresseDeListe(CHEMIN, { etat: 'TOUTES', miennes: 'oui' }) }, { libelle: 'Mes orientations refusées', adresse: adresseDeListe(CHEMIN, { etat: 'REFUSEE', miennes: 'oui' }) }] : []),
      { libelle: `En attente depuis plus de ${JOURS_AVANT_RETARD_CONTACT} jours`, adresse: adresseDeListe(CHEMIN, { etat: 'AVANT_INTEGRATION', attente: String(JOURS_AVANT_RETARD_CONTACT) }) },
      ...(peut(acteur, 'orientation.attribuer') ? [{ libelle: 'Réattribuer un portefeuille', adresse: '/portefeuilles/reattribuer' }] : []),
      ...(filtree ? [{ libelle: 'Effacer les filtres', adresse: CHEMIN }] : []),
    ],
    legende: phrase(f, liste, formaterCompte(total, plafond)),
    colonnes: COLONNES.filter((c) => interne || c.libelle !== 'Prescripteur').map((c) => {
      const courant = c.tri !== null && c.tri === f.tri;
      const sens = courant ? (f.sens === 'asc' ? 'desc' : 'asc') : c.premier;
      return { libelle: c.libelle, nombre: c.nombre ?? false, adresse: c.tri && adresse({ tri: c.tri, sens }), ordre: courant ? (f.sens === 'asc' ? 'ascending' : 'descending') : null };
    }),
    lignes: lignes.map((l) => {
      const acte = instruit ? acteDe(l.etat, liste.phaseDiagnostic) : null;
      const enRetard = l.attend_depuis !== null && l.attend_depuis < retard && (l.etat === 'PRESCRITE' || l.etat === 'ABSENTE');
      return {
        id: l.id, adresse: `/personnes/${l.personne_id}?orientation=${l.id}`, nom: nomComplet(l), identifiant: l.identifiant_pe ?? '',
        etat: libelle('ETATS', l.etat), ton: enRetard ? 'retard' : (TONS[l.etat] ?? ''),
        // What Pôle emploi asks of a row: since when, or how it ended.
        precision: interne ? '' : precisionDe(l),
        attente: l.attend_depuis ? `${joursEntre(l.attend_depuis, jour)} j` : '',
        prescription: formaterDate(l.date_prescription),
        prescripteur: [l.prescripteur === 'POLE_EMPLOI' ? '' : libelle('PRESCRIPTEURS', l.prescripteur), l.agence].filter(Boolean).join(' · '),
        integration: formaterDate(l.date_integration),
        accompagnateur: l.accompagnateur ?? l.plie ?? '',
        acte: acte ? { libelle: acte.libelle, adresse: `/orientations/${l.id}/${acte.chemin}` } : { libelle: 'Fiche (PDF)', adresse: `/orientations/${l.id}/fiche.pdf` },
      };
    }),
    vide: total > 0 || lignes.length ? null : filtree ? 'Aucune orientation ne répond à ces filtres.' : "Aucune orientation en cours pour l'instant.",
    pagination: paginer(CHEMIN, enCours, f.page, PAR_PAGE, total, plafond),
  };
}
