/** What the first-use page sends. */
import { lireNouveauMotDePasse } from '../../acces/form';
import { code, courriel, lireFormulaire, obligatoire, texte, type Formulaire, type Lecture } from '../../lib/formulaire';
import { CHOIX_DEPARTEMENTS, codeOrganisation } from '../form';
import { REGLAGES } from '../conventions/form';
import { verifierPeriode } from '../conventions/rules';
import type { Installation } from './actions';
import { estLeCode } from './code';

const SCHEMA = {
  prenom: obligatoire(texte(100), 'Indiquez votre prénom.'),
  nom: obligatoire(texte(100), 'Indiquez votre nom.'),
  courriel: obligatoire(courriel, "Indiquez votre courriel : il sert d'identifiant."),
  plie_nom: obligatoire(texte(120), 'Indiquez le nom du PLIE.'),
  plie_code: obligatoire(codeOrganisation, 'Indiquez un code pour le PLIE, par exemple VALMORIN.'),
  departement_code: obligatoire(code(CHOIX_DEPARTEMENTS), 'Choisissez le département du PLIE.'),
  agence_nom: obligatoire(texte(120), "Indiquez le nom de l'agence."),
  agence_code: obligatoire(codeOrganisation, "Indiquez un code pour l'agence, par exemple TILLEULS."),
  ...REGLAGES,
};

/** Passwords and the code are never shown again. `exigerCode`: the code of the terminal is compared. */
export async function lireInstallation(corps: unknown, lecture: Lecture, exigerCode: boolean): Promise<Formulaire<Installation>> {
  const lu = lireFormulaire(SCHEMA, corps, lecture);
  const recu = (corps ?? {}) as { code_installation?: unknown };
  const erreurs = [];
  if (exigerCode && !estLeCode(typeof recu.code_installation === 'string' ? recu.code_installation : '')) erreurs.push({ champ: 'code_installation', message: "Ce n'est pas le code affiché sur le terminal du serveur à son démarrage. Recopiez-le." });
  const motDePasse = await lireNouveauMotDePasse(corps, lecture, lu.ok ? [lu.valeur.courriel, lu.valeur.prenom, lu.valeur.nom, lu.valeur.plie_nom, lu.valeur.plie_code] : []);
  erreurs.push(...(lu.ok ? [] : lu.erreurs.filter((e) => ['prenom', 'nom', 'courriel'].includes(e.champ))), ...(motDePasse.ok ? [] : motDePasse.erreurs));
  if (lu.ok) {
    if (lu.valeur.plie_code === lu.valeur.agence_code) erreurs.push({ champ: 'agence_code', message: "Donnez à l'agence un autre code que celui du PLIE." });
    erreurs.push(...verifierPeriode(lu.valeur.date_debut, lu.valeur.date_fin));
  } else {
    erreurs.push(...lu.erreurs.filter((e) => !['prenom', 'nom', 'courriel'].includes(e.champ)));
  }
  if (!lu.ok || !motDePasse.ok || erreurs.length) return { ok: false, saisie: lu.saisie, erreurs };
  const { prenom, nom, courriel: adresse, plie_nom, plie_code, departement_code, agence_nom, agence_code, ...convention } = lu.valeur;
  return {
    ok: true, saisie: lu.saisie,
    valeur: {
      administrateur: { prenom, nom, courriel: adresse, motDePasse: motDePasse.valeur.mot_de_passe },
      departement_code, plie: { nom: plie_nom, code: plie_code }, agence: { nom: agence_nom, code: agence_code }, convention,
    },
  };
}
