import { parseArgs } from 'node:util';
import { listerComptes, remplir, type CompteDemo } from '../demonstration/actions';
import { estDemonstration } from '../demonstration/queries';
import { libelle } from '../codes/listes';
import { arreterAuSignal, demarrer } from '../index';
import { MauvaisUsage, Refus, type Commande, type Outils } from './commande';

export const commande: Commande = {
  nom: 'demo',
  resume: 'remplit une base vide avec une région fictive, et donne les comptes pour se connecter',
  aide: `
Usage : npm run plie -- demo [--format texte|json] [--second-facteur] [--servir]
        npm run demo                (la même chose avec --servir)

Remplit une base vide avec une région inventée : douze PLIE, quelque 3 000 orientations sur trois ans,
toujours les mêmes pour un jour donné. Refuse une base qui contient déjà des données.

  --format json      écrit sur la sortie {"comptes":[{"role","organisation","courriel","mot_de_passe"}]}
  --second-facteur   demande le second facteur aux comptes de la démonstration, comme en service réel
  --servir           démarre ensuite l'application ; une base de démonstration déjà remplie est servie telle quelle`,
  async executer(args, outils) {
    const { values: options } = parseArgs({ args, options: { format: { type: 'string', default: 'texte' }, 'second-facteur': { type: 'boolean', default: false }, servir: { type: 'boolean', default: false } } });
    if (options.format !== 'texte' && options.format !== 'json') throw new MauvaisUsage(`Format « ${options.format} » inconnu : choisissez texte ou json.`);
    const contexte = await outils.ouvrirEnProprietaire();
    if (options.servir && (await estDemonstration(contexte.base))) outils.dire('La base de démonstration est déjà remplie : elle est servie telle quelle.');
    else await remplir(contexte, { secondFacteur: options['second-facteur'], avancer: outils.avancer('Démonstration') });
    const comptes = await listerComptes(contexte);
    outils.sortir(options.format === 'json' ? JSON.stringify({ comptes: comptes.map((c) => ({ ...c, organisation: c.organisation.code })) }) : presenter(comptes));
    if (options.servir) await servir(outils);
  },
};

/** One login for each role, then how to guess the others. */
function presenter(comptes: readonly CompteDemo[]): string {
  const premiers = comptes.filter((c, i) => comptes.findIndex((autre) => autre.role === c.role) === i)
    .map((c) => [libelle('ROLES', c.role), c.organisation.nom, c.courriel] as const);
  const entetes = ['Rôle', 'Organisation', 'Courriel'] as const;
  const largeurs = [0, 1].map((i) => Math.max(...[entetes, ...premiers].map((ligne) => ligne[i]!.length)));
  const ligne = (cellules: readonly string[]) => `  ${cellules[0]!.padEnd(largeurs[0]!)}   ${cellules[1]!.padEnd(largeurs[1]!)}   ${cellules[2]}`;
  return `
Comptes de la démonstration, tous avec le mot de passe :  ${comptes[0]!.mot_de_passe}

${ligne(entetes)}
${ligne([...largeurs, 40].map((l) => '─'.repeat(l)))}
${premiers.map(ligne).join('\n')}

  Chaque PLIE et chaque agence a les mêmes (animation@mpm-centre.exemple.test, referent@calanques.exemple.test…) :
  ${comptes.length} comptes en tout, listés par --format json.
`;
}

async function servir({ config, dire, fermer }: Outils): Promise<void> {
  // The embedded database has one holder: the server opens it in turn.
  await fermer();
  const { port, arreter } = await demarrer(config).catch((erreur: unknown) => {
    if ((erreur as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new Refus(`La démonstration est prête, mais le port ${config.port} est déjà pris par un autre programme : choisissez-en un autre avec PORT.`);
    throw erreur;
  });
  arreterAuSignal(arreter);
  dire(`La démonstration est servie à l'adresse  http://localhost:${port}

À essayer d'abord :
  1. Connectez-vous comme équipe d'animation du PLIE CASA : l'accueil dit ce qui attend.
  2. Cherchez une personne, ouvrez sa fiche, enregistrez un entretien ou une sortie.
  3. Établissez le tableau de suivi du mois dernier, puis le bilan de l'an dernier : chaque chiffre ouvre sa liste.
  4. Connectez-vous comme correspondant régional : les totaux de la région, jamais une personne.

Ctrl+C pour arrêter.`);
}
