/** The first-use page, as texts ready to show. */
import { champs } from '../../http/champs';
import { anneeDe, dernierJourAnnee, formaterDate, premierJourAnnee, type DateCivile } from '../../lib/dates';
import type { Erreur } from '../../lib/erreurs';
import type { Saisie } from '../../lib/formulaire';
import { CHOIX_DEPARTEMENTS } from '../form';
import { champsReglages, SAISIE_PAR_DEFAUT } from '../conventions/page';

/** A first answer to correct: a convention of the present year, with the usual settings. */
export const premiereSaisie = (jour: DateCivile): Saisie => ({ ...SAISIE_PAR_DEFAUT, date_debut: formaterDate(premierJourAnnee(anneeDe(jour))), date_fin: formaterDate(dernierJourAnnee(anneeDe(jour))) });

export function pageInstallation(exigerCode: boolean, saisie: Saisie, erreurs: Erreur[] = []) {
  const f = champs(saisie, erreurs);
  const { periode, reglages } = champsReglages(saisie, erreurs);
  const sans = { autocomplete: 'off' };
  return {
    titre: 'Première utilisation', erreurs: erreurs.length ? erreurs : undefined, adresse: '/installation',
    parties: [
      ...(exigerCode ? [{ titre: 'Vérification', aide: null, champs: [f.motDePasse('code_installation', "Code d'installation", { obligatoire: true, aide: 'Il est affiché sur le terminal du serveur, à son démarrage.', attributs: { autocomplete: 'off' } })] }] : []),
      {
        titre: '1. Vous, qui administrez',
        aide: "L'administrateur tient les organisations, les conventions et les comptes. Il ne voit aucune personne suivie.",
        champs: [
          f.texte('prenom', 'Prénom', { obligatoire: true, attributs: { autocomplete: 'given-name' } }),
          f.texte('nom', 'Nom', { obligatoire: true, attributs: { autocomplete: 'family-name' } }),
          f.texte('courriel', 'Courriel', { obligatoire: true, attributs: { type: 'email', autocomplete: 'username' } }),
          f.motDePasse('mot_de_passe', 'Mot de passe', { obligatoire: true, aide: '15 caractères au moins. Une suite de mots sans rapport entre eux est facile à retenir et difficile à deviner.', attributs: { autocomplete: 'new-password' } }),
          f.motDePasse('confirmation', 'Le même, une seconde fois', { obligatoire: true, attributs: { autocomplete: 'new-password' } }),
        ],
      },
      {
        titre: '2. Le PLIE',
        aide: null,
        champs: [
          f.texte('plie_nom', 'Nom du PLIE', { obligatoire: true, attributs: sans }),
          f.texte('plie_code', 'Code du PLIE', { obligatoire: true, aide: 'Court, sans accent, par exemple VALMORIN. Il figure dans le nom des fichiers et ne change plus ensuite.', attributs: sans }),
          f.liste('departement_code', 'Département', CHOIX_DEPARTEMENTS, { obligatoire: true }),
        ],
      },
      {
        titre: '3. Son agence de référence',
        aide: 'Vous pourrez en ajouter d\'autres.',
        champs: [
          f.texte('agence_nom', "Nom de l'agence", { obligatoire: true, attributs: sans }),
          f.texte('agence_code', "Code de l'agence", { obligatoire: true, aide: 'Par exemple TILLEULS.', attributs: sans }),
        ],
      },
      { titre: '4. Leur convention', aide: 'Ses réglages disent comment le bilan se compte. Vous pourrez les corriger.', champs: [...periode, ...reglages] },
    ],
  };
}
