import { parseArgs } from 'node:util';
import { LISTES } from '../codes/listes';
import { chercherCompteParCourriel } from '../acces/queries';
import { inviter, retirerFacteur } from '../administration/utilisateurs/actions';
import { deriverIdentite } from '../administration/utilisateurs/rules';
import { aujourdhui, horlogeSysteme } from '../lib/dates';
import { code, courriel as lireCourriel } from '../lib/formulaire';
import { chercherOrganisationParCode } from '../organisations/queries';
import { exiger, MauvaisUsage, Refus, type Commande } from './commande';

const AIDE = `
Usage : npm run plie -- utilisateur ajouter --role R --organisation C --courriel M [options]

       npm run plie -- utilisateur retirer-second-facteur --courriel M

« ajouter » crée un compte et écrit sur la sortie standard le lien, valable 24 heures et une seule fois, par lequel la personne choisit son mot de passe.

  --role R            obligatoire ; code ou libellé :
${LISTES.ROLES.map((r) => `                        ${r.code.padEnd(22)} ${r.libelle}`).join('\n')}
  --organisation C    obligatoire ; code de l'organisation
  --courriel M        obligatoire ; sert d'identifiant
  --nom N --prenom P  par défaut, d'après le courriel

« retirer-second-facteur » est le dernier recours, quand plus aucun administrateur ne peut entrer : le compte choisira un autre
second facteur à sa prochaine connexion, avec son mot de passe. Vérifiez d'abord, de vive voix, qui le demande.

Exemple : npm run plie -- utilisateur ajouter --role ANIMATION --organisation VALMORIN --courriel lea.martin@exemple.fr
`;

export const commande: Commande = {
  nom: 'utilisateur',
  resume: 'crée un compte et donne son lien, ou retire un second facteur',
  aide: AIDE,
  async executer(args, { config, ouvrir, sortir, dire }) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { role: { type: 'string' }, organisation: { type: 'string' }, courriel: { type: 'string' }, nom: { type: 'string' }, prenom: { type: 'string' } },
    });
    const [action] = positionals;
    if (positionals.length !== 1 || (action !== 'ajouter' && action !== 'retirer-second-facteur')) throw new MauvaisUsage('Que faire ? Les actions sont « utilisateur ajouter » et « utilisateur retirer-second-facteur ».');
    if (action === 'retirer-second-facteur') {
      const courriel = exiger(values.courriel, 'courriel');
      const contexte = await ouvrir();
      const compte = await chercherCompteParCourriel(contexte.base, courriel);
      if (!compte) throw new Refus(`Aucun compte n'a le courriel ${courriel}.`);
      await retirerFacteur(contexte, compte.acteur.utilisateurId!, 'SANS_AUTRE_ADMINISTRATEUR');
      return sortir(`Le second facteur de ${compte.courriel} est retiré, et ses sessions sont fermées.`);
    }
    const brut = { role: exiger(values.role, 'role'), organisation: exiger(values.organisation, 'organisation'), courriel: exiger(values.courriel, 'courriel') };

    // The same readers as the form: a code or its label, accents and case ignored.
    const lecture = { jour: aujourdhui(horlogeSysteme) };
    const role = code(LISTES.ROLES)([brut.role], lecture);
    if (!role.ok || !role.valeur) throw new MauvaisUsage(`--role : ${role.ok ? 'indiquez un rôle.' : role.erreur}`);
    const adresse = lireCourriel([brut.courriel], lecture);
    if (!adresse.ok || !adresse.valeur) throw new MauvaisUsage(`--courriel : ${adresse.ok ? 'indiquez une adresse.' : adresse.erreur}`);

    const contexte = await ouvrir();
    const organisation = await chercherOrganisationParCode(contexte, brut.organisation);
    if (!organisation) throw new Refus(`L'organisation ${brut.organisation} n'existe pas. Créez-la d'abord avec « organisation ajouter ».`);
    const derivee = deriverIdentite(adresse.valeur);
    const { lien } = await inviter(contexte, { url: config.url, horloge: horlogeSysteme }, {
      organisation_id: organisation.id, role: role.valeur, courriel: adresse.valeur, fonction: null, telephone: null,
      nom: values.nom?.trim() || derivee.nom, prenom: values.prenom?.trim() || derivee.prenom,
    });
    dire(`Le compte ${adresse.valeur} est créé (${LISTES.ROLES.find((r) => r.code === role.valeur)!.libelle}, ${organisation.nom}). Lien pour choisir le mot de passe, valable 24 heures :`);
    sortir(lien!);
  },
};
