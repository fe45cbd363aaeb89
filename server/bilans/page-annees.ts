/** The years of one PLIE, and the PLIEs of a region in one year: each with its state, what is late first in the eye. Pure. */
import { enumerer } from '../../reports/bilan-quantitatif/notes';
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import { adresseDeListe } from '../http/pagination';
import { anneeDe, formaterDate, formaterInstant, jourDe, type DateCivile } from '../lib/dates';
import { accorder, formaterNombre } from '../lib/texte';
import type { Plie, PlieDeLAnnee } from './queries';
import { adresseDuBilan, etatRegional, PREMIERE_ANNEE, RUBRIQUE, sansAttente, type EtatRegional } from './rules';
import { echeanceDesBilans } from '../calendrier/rules-convention';

const ETATS: Record<EtatRegional, { libelle: string; ton: '' | 'du' | 'retard' | 'fait'; icone: string }> = {
  PAS_COMMENCE: { libelle: 'Pas commencé', ton: '', icone: 'horloge' },
  EN_COURS: { libelle: 'En préparation', ton: '', icone: 'modifier' },
  RENVOYE: { libelle: 'Renvoyé au PLIE', ton: 'du', icone: 'fleche' },
  ENVOYE: { libelle: 'Reçu, à relire', ton: 'du', icone: 'fichier' },
  ACCEPTE: { libelle: 'Accepté', ton: 'fait', icone: 'check' },
  CLOS: { libelle: 'Clos', ton: 'fait', icone: 'fait' },
  SANS_OBJET: { libelle: 'Pas de convention', ton: '', icone: 'convention' },
  HORS_OUTIL: { libelle: 'Avant Passerelle', ton: '', icone: 'calendrier' },
};
/** Late is a state of its own for whoever chases. */
export const FILTRES = ['RETARD', 'ENVOYE', 'RENVOYE', 'EN_COURS', 'PAS_COMMENCE', 'ACCEPTE', 'CLOS'] as const;
export type Filtre = (typeof FILTRES)[number];

function ligne(p: PlieDeLAnnee, annee: number, jour: DateCivile) {
  const { etat, retard, jours } = etatRegional(p, annee, jour);
  const depuis = p.valide_le && (etat === 'ENVOYE' || etat === 'ACCEPTE' || etat === 'CLOS') ? `remis le ${formaterDate(jourDe(p.valide_le))}${jourDe(p.valide_le) > echeanceDesBilans(annee) ? ', après le délai' : ''}` : p.depuis ? `depuis le ${formaterDate(jourDe(p.depuis))}` : '';
  return {
    id: p.id, nom: p.nom, adresse: adresseDuBilan(p.id, annee), etat, retard,
    affiche: ETATS[etat], depuis, enRetard: retard ? `En retard de ${accorder(jours, 'jour')}` : '',
    version: p.numero && p.numero > 1 ? `version ${p.numero}` : '',
    relances: p.relances ? `${accorder(p.relances, 'relance')}, la dernière le ${formaterInstant(p.relance_le!).slice(0, 10)}` : '',
  };
}

export interface VueRegion { acteur: Acteur; annee: number; plies: PlieDeLAnnee[]; filtre: Filtre | null; jour: DateCivile; erreurs?: { champ: string; message: string }[] }

export function pageRegion({ acteur, annee, plies, filtre, jour, erreurs = [] }: VueRegion) {
  const lignes = plies.map((p) => ({ ...ligne(p, annee, jour), departement: `${p.departement} (${p.departement_code})` }));
  const attendus = lignes.filter((l) => !sansAttente(l.etat));
  const compter = (f: Filtre) => attendus.filter((l) => (f === 'RETARD' ? l.retard : l.etat === f)).length;
  const vers = (f: Filtre | null, a = annee) => adresseDeListe(RUBRIQUE.adresse, { annee: String(a), etat: f });
  const remis = attendus.filter((l) => ['ENVOYE', 'ACCEPTE', 'CLOS'].includes(l.etat)).length;
  const acceptes = compter('ACCEPTE');
  const montrees = filtre === null ? lignes : attendus.filter((l) => (filtre === 'RETARD' ? l.retard : l.etat === filtre));
  const recoit = peut(acteur, 'bilan.recevoir');
  return {
    titre: `Suivi des bilans ${annee}`, rubrique: RUBRIQUE, erreurs,
    annees: Array.from({ length: anneeDe(jour) - PREMIERE_ANNEE + 1 }, (_, i) => anneeDe(jour) - i).map((a) => ({ valeur: String(a), choisie: a === annee })),
    phrase: attendus.length ? `${formaterNombre(remis)} PLIE sur ${formaterNombre(attendus.length)} ${remis > 1 ? 'ont remis leur' : 'a remis son'} bilan${jour > echeanceDesBilans(annee) ? '' : ` ; à remettre avant le 30/04/${annee + 1}`}.` : `Aucun bilan ${annee} n'est attendu des PLIE de votre territoire.`,
    avant: lignes.some((l) => l.etat === 'HORS_OUTIL') ? `« ${ETATS.HORS_OUTIL.libelle} » : le PLIE n'était pas encore tenu dans Passerelle cette année-là, ou seulement en partie. Son bilan n'y est pas attendu.` : null,
    vide: lignes.length ? null : 'Aucun PLIE dans votre territoire.',
    compteurs: ([['RETARD', 'en retard', 'en retard', 'compteur-retard'], ['ENVOYE', 'à relire', 'à relire', 'compteur-du'], ['RENVOYE', 'renvoyé', 'renvoyés', ''], ['EN_COURS', 'en préparation', 'en préparation', ''], ['PAS_COMMENCE', 'pas commencé', 'pas commencés', ''], ['ACCEPTE', 'accepté', 'acceptés', ''], ['CLOS', 'clos', 'clos', '']] as const)
      .map(([f, un, plusieurs, ton]) => ({ nombre: formaterNombre(compter(f)), libelle: compter(f) >= 2 ? plusieurs : un, ton, adresse: vers(filtre === f ? null : f), courant: filtre === f, vide: compter(f) === 0 })),
    tout: filtre === null ? null : vers(null),
    lignes: montrees.map((l, i) => ({ ...l, groupe: montrees[i - 1]?.departement === l.departement ? null : l.departement, relancer: recoit && !sansAttente(l.etat) && !['ENVOYE', 'ACCEPTE', 'CLOS'].includes(l.etat) ? `/bilans/relances?annee=${annee}&plie=${l.id}` : null })),
    consolidation: `/bilan?annee=${annee}`,
    relancer: recoit && attendus.length > remis ? { adresse: `/bilans/relances?annee=${annee}`, libelle: compter('RETARD') ? `Relancer ${compter('RETARD') > 1 ? `les ${formaterNombre(compter('RETARD'))} en retard` : 'celui qui est en retard'}` : 'Rappeler le délai' } : null,
    clore: recoit && acceptes ? { adresse: '/bilans/clore', annee, libelle: `Clore ${annee} : ${accorder(acceptes, 'bilan accepté', 'bilans acceptés')} sur ${attendus.length}`, aide: attendus.length - acceptes - compter('CLOS') ? "Les autres pourront encore être validés et acceptés, puis clos à leur tour." : '' } : null,
  };
}

export function pageAnnees(plie: Plie, annees: (PlieDeLAnnee & { annee: number })[], jour: DateCivile) {
  const lignes = annees.filter((a) => a.conventionne || a.etape !== null).map((a) => ({ annee: a.annee, ...ligne(a, a.annee, jour), enCours: a.annee === anneeDe(jour) }));
  const avant = lignes.filter((l) => l.etat === 'HORS_OUTIL').map((l) => l.annee).sort((a, b) => a - b);
  return {
    titre: RUBRIQUE.libelle, rubrique: RUBRIQUE, plie: plie.nom,
    lignes: lignes.filter((l) => l.etat !== 'HORS_OUTIL'),
    avant: avant.length ? `${enumerer(avant.map(String))} ${avant.length > 1 ? 'précèdent' : 'précède'} la tenue de ce PLIE dans Passerelle : ${avant.length > 1 ? 'leurs bilans ne sont pas attendus ici' : "son bilan n'est pas attendu ici"}.` : null,
    annees: avant.map((a) => ({ adresse: adresseDuBilan(plie.id, a), libelle: `Bilan ${a}` })),
  };
}

/** A reader to whom no PLIE is attached yet. */
export const pageSansPlie = () => ({ titre: RUBRIQUE.libelle, rubrique: RUBRIQUE });
