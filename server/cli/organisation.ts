import { parseArgs } from 'node:util';
import type { TypeOrganisation } from '../acces/acteur';
import { chercherDepartement } from '../codes/territoires';
import { ajouterOrganisation } from '../organisations/actions';
import { chercherOrganisationParCode } from '../organisations/queries';
import { exiger, MauvaisUsage, Refus, type Commande } from './commande';

const AIDE = `
Usage : npm run plie -- organisation ajouter --type plie|agence|region --code C --nom N [options]

Crée une organisation : un PLIE, une agence ou une région.

  --type plie|agence|region  obligatoire
  --code C            obligatoire ; unique, ne change plus ensuite (lettres sans accent, chiffres, « - », « _ »)
  --nom N             obligatoire ; le nom affiché
  --departement 06    numéro du département ; obligatoire pour un PLIE
  --region PACA       PLIE ou agence : région à laquelle rattacher le département (par défaut, la sienne)
                      région : son code (par défaut, celui de --code)
  --agences A,B       PLIE : codes de ses agences, déjà créées ; la première est son agence de référence

Exemple : npm run plie -- organisation ajouter --type plie --code VALMORIN --nom "PLIE de Valmorin" --departement 06 --agences TILLEULS
`;

const TYPES: Record<string, TypeOrganisation> = { plie: 'PLIE', agence: 'AGENCE', region: 'REGION' };

export const commande: Commande = {
  nom: 'organisation',
  resume: 'crée une organisation (PLIE, agence, région)',
  aide: AIDE,
  async executer(args, { ouvrir, dire }) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { type: { type: 'string' }, code: { type: 'string' }, nom: { type: 'string' }, departement: { type: 'string' }, region: { type: 'string' }, agences: { type: 'string' } },
    });
    if (positionals.length !== 1 || positionals[0] !== 'ajouter') throw new MauvaisUsage('Que faire ? La seule action est « organisation ajouter ».');
    const type = TYPES[exiger(values.type, 'type').toLowerCase()];
    if (!type) throw new MauvaisUsage(`--type ne peut pas valoir « ${values.type} » : plie, agence ou region.`);
    const code = exiger(values.code, 'code').toUpperCase();
    const nom = exiger(values.nom, 'nom');
    const departement = values.departement === undefined ? null : chercherDepartement(values.departement);
    if (values.departement !== undefined && !departement) throw new MauvaisUsage(`--departement ne peut pas valoir « ${values.departement} » : donnez un numéro de département, par exemple 06, 2A ou 974.`);
    const codes = (values.agences ?? '').split(',').map((c) => c.trim()).filter(Boolean);
    if (codes.length && type !== 'PLIE') throw new MauvaisUsage('--agences ne concerne que les PLIE.');
    const region = values.region?.trim().toUpperCase() || null;

    const contexte = await ouvrir();
    const agences: number[] = [];
    for (const codeAgence of codes) {
      const agence = await chercherOrganisationParCode(contexte, codeAgence);
      if (!agence) throw new Refus(`L'agence ${codeAgence} n'existe pas. Créez-la d'abord : organisation ajouter --type agence --code ${codeAgence} --nom …`);
      agences.push(agence.id);
    }
    await ajouterOrganisation(contexte, {
      type, code, nom, departement_code: departement?.code ?? null, region_code: type === 'REGION' ? (region ?? code) : region, adresse: null, telephone: null, courriel: null,
    }, agences);
    dire(`${nom} (${code}) est créé${type === 'PLIE' ? '' : 'e'}${agences.length ? `, avec ${agences.length > 1 ? `${agences.length} agences` : 'une agence'}` : ''}.`);
  },
};
