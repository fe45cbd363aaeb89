import { parseArgs } from 'node:util';
import { LISTES } from '../codes/listes';
import { analyserDate, aujourdhui, formaterDate, horlogeSysteme, type DateCivile } from '../lib/dates';
import { ajouterConvention } from '../organisations/conventions/actions';
import { REGLAGES_PAR_DEFAUT } from '../organisations/conventions/rules';
import { chercherOrganisationParCode } from '../organisations/queries';
import { exiger, MauvaisUsage, Refus, type Commande } from './commande';

const AIDE = `
Usage : npm run plie -- convention ajouter --plie C --agence A --debut D --fin F [options]

Crée la convention d'un PLIE avec une agence. L'agence est rattachée au PLIE si elle ne l'était pas.

  --plie C            obligatoire ; code du PLIE
  --agence A          obligatoire ; code de l'agence signataire
  --debut D --fin F   obligatoires ; premier et dernier jour (AAAA-MM-JJ ou JJ/MM/AAAA)
  --sans-diagnostic   le PLIE n'a pas de phase de diagnostic (les colonnes 5, 6 et 8 du bilan ne s'appliquent pas)
  --ic TOUTES|CERTAINES|AUCUNE          agences qui orientent par information collective (par défaut AUCUNE)
  --sorties PE|TOUS_PRESCRIPTEURS       sorties comptées dans les colonnes 10 à 13 (par défaut PE)
  --fse               la convention est financée par le FSE (durées de conservation)

Exemple : npm run plie -- convention ajouter --plie VALMORIN --agence TILLEULS --debut 2025-01-01 --fin 2026-12-31 --ic CERTAINES
`;

function lireDate(valeur: string, option: string): DateCivile {
  const date = analyserDate(valeur, aujourdhui(horlogeSysteme));
  if (!date) throw new MauvaisUsage(`--${option} : « ${valeur} » n'est pas une date. Écrivez-la AAAA-MM-JJ ou JJ/MM/AAAA.`);
  return date;
}

function lireCode<C extends string>(valeur: string | undefined, option: string, liste: readonly { code: C }[], defaut: C): C {
  if (valeur === undefined) return defaut;
  const trouve = liste.find(({ code }) => code === valeur.trim().toUpperCase());
  if (!trouve) throw new MauvaisUsage(`--${option} ne peut pas valoir « ${valeur} » : ${liste.map(({ code }) => code).join(', ')}.`);
  return trouve.code;
}

export const commande: Commande = {
  nom: 'convention',
  resume: "crée la convention d'un PLIE avec une agence",
  aide: AIDE,
  async executer(args, { ouvrir, dire }) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        plie: { type: 'string' }, agence: { type: 'string' }, debut: { type: 'string' }, fin: { type: 'string' },
        'sans-diagnostic': { type: 'boolean' }, ic: { type: 'string' }, sorties: { type: 'string' }, fse: { type: 'boolean' },
      },
    });
    if (positionals.length !== 1 || positionals[0] !== 'ajouter') throw new MauvaisUsage('Que faire ? La seule action est « convention ajouter ».');
    const codes = { plie: exiger(values.plie, 'plie'), agence: exiger(values.agence, 'agence') };
    const date_debut = lireDate(exiger(values.debut, 'debut'), 'debut');
    const date_fin = lireDate(exiger(values.fin, 'fin'), 'fin');
    const reglages = {
      ...REGLAGES_PAR_DEFAUT,
      phase_diagnostic: !values['sans-diagnostic'],
      orientations_ic: lireCode(values.ic, 'ic', LISTES.ORIENTATIONS_IC, REGLAGES_PAR_DEFAUT.orientations_ic),
      perimetre_sorties: lireCode(values.sorties, 'sorties', LISTES.PERIMETRES_SORTIES, REGLAGES_PAR_DEFAUT.perimetre_sorties),
      fse: values.fse ?? false,
    };

    const contexte = await ouvrir();
    const plie = await chercherOrganisationParCode(contexte, codes.plie);
    if (!plie) throw new Refus(`Le PLIE ${codes.plie} n'existe pas. Créez-le d'abord : organisation ajouter --type plie --code ${codes.plie} …`);
    const agence = await chercherOrganisationParCode(contexte, codes.agence);
    if (!agence) throw new Refus(`L'agence ${codes.agence} n'existe pas. Créez-la d'abord : organisation ajouter --type agence --code ${codes.agence} …`);
    await ajouterConvention(contexte, { plie_id: plie.id, agence_id: agence.id, date_debut, date_fin, ...reglages });
    dire(`La convention de ${plie.nom} avec ${agence.nom} est créée, du ${formaterDate(date_debut)} au ${formaterDate(date_fin)}.`);
  },
};
