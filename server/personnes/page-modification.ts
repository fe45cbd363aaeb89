/** The page « Modifier » of a person. */
import { LISTES } from '../codes/listes';
import { champs } from '../http/champs';
import { formaterDate } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { nomComplet } from '../lib/texte';
import { RUBRIQUE } from './page';
import type { Personne } from './queries';
import { champsCoordonnees, champsIdentite, champsSituation } from './rules-fiche';

const ouiOuNon = (v: boolean | null): string => (v === null ? '' : v ? 'oui' : 'non');

export function pageModification(p: Personne, saisie: Saisie, erreurs: Erreur[]) {
  const actuel: Saisie = {
    nom: p.nom, prenom: p.prenom, date_naissance: formaterDate(p.date_naissance), identifiant_pe: `${p.identifiant_pe ?? ''}${p.zone_pe ?? ''}`, sexe: p.sexe ?? '',
    adresse: p.adresse ?? '', code_postal: p.code_postal ?? '', commune: p.commune ?? '', telephone: p.telephone ?? '', identifiant_caf: p.identifiant_caf ?? '',
    consentement_courriel: p.consentement_courriel ? 'oui' : '', courriel: p.courriel ?? '',
    minimum_social: p.minimum_social ?? '', rqth: ouiOuNon(p.rqth), deld: ouiOuNon(p.deld), freins: p.freins,
  };
  const f = champs(erreurs.length ? saisie : actuel, erreurs, erreurs.length && !saisie.version ? actuel : null);
  const adresse = `/personnes/${p.id}`;
  return {
    titre: 'Modifier la fiche', rubrique: RUBRIQUE, fil: [RUBRIQUE, { adresse, libelle: nomComplet(p) }],
    nom: nomComplet(p), adresse,
    caches: [f.version(p.version)],
    sections: [
      { titre: 'Identité', champs: [...champsIdentite(f), f.choix('sexe', 'Sexe', LISTES.SEXES, { aide: 'Pour les chiffres du FSE ; jamais transmis.', vide: 'Non renseigné' })] },
      { titre: 'Coordonnées', champs: champsCoordonnees(f) },
      { titre: 'Situation', champs: champsSituation(f) },
    ],
  };
}
