/** `tableau`: the file of a month, as the screen gives it. It does not say that it was sent. */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { etablirTableau, etatConvention } from '../../reports/tableau-de-suivi/tableau';
import { preparerFichier, type Fichier } from '../echanges/actions';
import { deMois } from '../echanges/rules';
import { chercherMois, dansMinutes, formaterDate, formaterInstant, formaterMois, horlogeSysteme, moisDe } from '../lib/dates';
import { Introuvable } from '../lib/erreurs';
import { accorder } from '../lib/texte';
import { exiger, MauvaisUsage, Refus, type Commande } from './commande';

const AIDE = `
Usage : npm run plie -- tableau --plie CODE --mois AAAA-MM --sortie F.xlsx [--mot-de-passe-fichier P]

Établit le tableau de suivi d'un mois dans le fichier F.xlsx, dont le nom est écrit sur la sortie standard.
Le tableau n'est pas noté comme envoyé.

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
    const tableau = await etablirTableau(contexte, { code }, mois).catch((erreur: unknown) => {
      throw erreur instanceof Introuvable ? new Refus(`Aucun PLIE n'a le code « ${code} ».`) : erreur;
    });
    const convention = etatConvention(tableau, contexte.jour);
    if (convention.etat !== 'EN_VIGUEUR') {
      const raison = { ABSENTE: "aucune convention ne couvre ce mois", TERMINEE: 'la convention a pris fin', SUSPENDUE: "l'échange de données est suspendu" }[convention.etat];
      dire(`Attention : ${raison}${'date' in convention ? ` depuis le ${formaterDate(convention.date)}` : ''}. Ce tableau ne peut pas être envoyé.`);
    }
    await deposer(sortie, await preparerFichier(contexte, tableau, { etabliLe: formaterInstant(dansMinutes(horlogeSysteme, 0)), motDePasse }));
    dire(`${tableau.plie.nom}, ${formaterMois(mois)} : ${accorder(tableau.lignes.length, 'orientation')}, ${accorder(tableau.etapes.length, 'étape')}, ${accorder(tableau.absences.length, 'absence')}.`);
    sortir(sortie);
  },
};

/** Under another name until it is whole: a file that bears its name is never half a table. */
async function deposer(sortie: string, fichier: Fichier): Promise<void> {
  const provisoire = path.join(path.dirname(sortie), `.${path.basename(sortie)}.${process.pid}.partiel`);
  try {
    await fichier.ecrire(fs.createWriteStream(provisoire));
    fs.renameSync(provisoire, sortie);
  } catch (erreur) {
    fs.rmSync(provisoire, { force: true });
    const { code } = erreur as NodeJS.ErrnoException;
    if (code && ['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR', 'ENOSPC', 'EROFS', 'EPERM'].includes(code)) throw new Refus(`Impossible d'écrire ${sortie} : vérifiez que le dossier existe, qu'il a de la place et que vous pouvez y écrire.`);
    throw erreur;
  }
}
