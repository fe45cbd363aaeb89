/** `tableau`: the file of a month, as the screen gives it. It does not say that it was sent. */
import { parseArgs } from 'node:util';
import { direNonExportees } from '../acces/rules-limitation';
import { chercherPlie } from '../../reports/tableau-de-suivi/queries';
import { preparerFichier } from '../echanges/actions';
import { lireMoisDuPlie } from '../echanges/actions-mois';
import { listerConventionsDuPlie } from '../echanges/queries';
import { deMois } from '../echanges/rules';
import { etatDeLEnvoi, phraseConvention } from '../echanges/rules-convention';
import { chercherMois, dansMinutes, formaterMois, horlogeSysteme, moisDe } from '../lib/dates';
import { deposer } from '../lib/depot';
import { accorder } from '../lib/texte';
import { exiger, MauvaisUsage, Refus, type Commande } from './commande';

const AIDE = `
Usage : npm run plie -- tableau --plie CODE --mois AAAA-MM --sortie F.xlsx [--mot-de-passe-fichier P]

Établit le tableau de suivi d'un mois dans le fichier F.xlsx, dont le nom est écrit sur la sortie standard :
tel qu'il a été validé s'il l'est, sinon d'après les données du jour. Le tableau n'est pas noté comme envoyé.

  --plie CODE                obligatoire ; le code du PLIE
  --mois AAAA-MM             obligatoire ; un mois commencé, par exemple 2025-05
  --sortie F.xlsx            obligatoire ; le fichier, remplacé s'il existe
  --mot-de-passe-fichier P   chiffre le classeur : il ne s'ouvre qu'avec ce mot de passe
`;

export const commande: Commande = {
  nom: 'tableau',
  resume: "établit le tableau de suivi d'un mois",
  aide: AIDE,
  async executer(args, { ouvrir, sortir, dire }) {
    const { values } = parseArgs({ args, options: { plie: { type: 'string' }, mois: { type: 'string' }, sortie: { type: 'string' }, 'mot-de-passe-fichier': { type: 'string' } } });
    const code = exiger(values.plie, 'plie').toUpperCase();
    const texteMois = exiger(values.mois, 'mois');
    const sortie = exiger(values.sortie, 'sortie');
    const mois = /^\d{4}-\d{2}$/.test(texteMois) ? chercherMois(texteMois) : null;
    if (!mois) throw new MauvaisUsage(`--mois ne peut pas valoir « ${texteMois} » : écrivez AAAA-MM, par exemple 2025-05.`);
    const motDePasse = values['mot-de-passe-fichier'] ?? null;
    if (motDePasse === '') throw new MauvaisUsage('--mot-de-passe-fichier est vide : donnez un mot de passe, ou retirez cette option.');

    const contexte = await ouvrir();
    if (mois > moisDe(contexte.jour)) throw new Refus(`Le mois ${deMois(mois)} n'a pas commencé : son tableau n'existe pas encore.`);
    const plie = await chercherPlie(contexte.base, contexte.acteur, { code });
    if (!plie) throw new Refus(`Aucun PLIE n'a le code « ${code} ».`);
    const empechement = phraseConvention(etatDeLEnvoi(await listerConventionsDuPlie(contexte, plie.id), mois, contexte.jour));
    if (empechement) dire(`Attention. ${empechement}`);
    const lu = await lireMoisDuPlie(contexte, plie.id, mois);
    const fichier = await preparerFichier(contexte, plie.id, lu, { maintenant: dansMinutes(horlogeSysteme, 0), motDePasse });
    await deposer(sortie, (flux) => fichier.ecrire(flux));
    const { ORIENTATIONS, ETAPES, ABSENCES, CORRECTIONS } = lu.contenu.feuilles;
    dire(`${plie.nom}, ${formaterMois(mois)}${lu.suivi?.valide_le ? ', tel que validé' : ''} : ${accorder(ORIENTATIONS.length, 'orientation')}, ${accorder(ETAPES.length, 'étape')}, ${accorder(ABSENCES.length, 'absence')}, ${accorder(CORRECTIONS.length, 'correction')}.`);
    const nonExportees = direNonExportees(lu.limitees);
    if (nonExportees) dire(`${nonExportees}.`);
    sortir(sortie);
  },
};
