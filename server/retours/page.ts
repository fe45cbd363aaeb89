/** The answers of Pôle emploi: what they ask of the PLIE, each with the act that answers it, then what is only to be known. Pure. */
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import { libelle, LISTES } from '../codes/listes';
import { formaterInstant } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { accorder, dansLaPhrase, nomComplet } from '../lib/texte';
import type { Portee, RetourRecu } from './queries';
import { direReponse, direSuite, RUBRIQUE, suiteProposee } from './rules';

export interface PreparationRetours { aTraiter: RetourRecu[]; connus: RetourRecu[]; portee: Portee; acteur: Acteur; /** What was chosen on a line, and why it was refused. */ saisie: { id: number; suite: string } | null; erreurs: Erreur[] }

const commun = (r: RetourRecu) => ({
  id: r.id, nom: nomComplet(r), adresse: `/personnes/${r.personne_id}?orientation=${r.orientation_id}`, reponse: direReponse(r),
  recue: [`reçue le ${formaterInstant(r.cree_le)}`, r.agence].filter(Boolean).join(', '), referent: r.referent ?? '',
});

/** The acts that lead to an end: the guided exit, a new request. */
function liens(r: RetourRecu, acteur: Acteur) {
  if (r.date_sortie) return [];
  const sur = (chemin: string) => `/orientations/${r.orientation_id}/${chemin}`;
  return [
    ...(peut(acteur, 'sortie.enregistrer') ? [{ adresse: sur('sortie'), libelle: 'Enregistrer la sortie' }] : []),
    ...(r.pni_en_cours || r.motif_levee === 'CONTRAT_IAE' ? [] : [{ adresse: sur('pni?acte=demander'), libelle: 'Demander un nouveau PNI' }]),
  ];
}

export function pageRetours({ aTraiter, connus, portee, acteur, saisie, erreurs }: PreparationRetours) {
  const personnelle = acteur.role === 'ACCOMPAGNATEUR';
  return {
    titre: 'Réponses de Pôle emploi', rubrique: RUBRIQUE, erreurs,
    portees: personnelle ? [
      { libelle: 'Des personnes que je suis', adresse: RUBRIQUE.adresse, courante: portee === 'MIENNES' },
      { libelle: 'De tout le PLIE', adresse: `${RUBRIQUE.adresse}?de=tous`, courante: portee === 'TOUTES' },
    ] : [],
    suffixe: portee === 'TOUTES' && personnelle ? '?de=tous' : '',
    importer: peut(acteur, 'retour.importer') ? '/retours/import' : null,
    legende: `${accorder(aTraiter.length, 'réponse')} à traiter`,
    aTraiter: aTraiter.map((r) => {
      const choisie = saisie?.id === r.id ? saisie.suite : suiteProposee(r);
      return {
        ...commun(r), conseil: direSuite(r), liens: liens(r, acteur), erreur: erreurs.find((e) => saisie?.id === r.id && e.champ === `suite-${r.id}`)?.message ?? null,
        suites: LISTES.SUITES_RETOUR.map((s) => ({ ...s, choisie: s.code === choisie })),
      };
    }),
    vide: portee === 'MIENNES' ? "Aucune réponse de Pôle emploi n'attend rien de vous." : "Aucune réponse de Pôle emploi n'attend la suite à donner.",
    connus: connus.map((r) => ({ ...commun(r), suite: r.suite ? dansLaPhrase(libelle('SUITES_RETOUR', r.suite)) : '' })),
  };
}
