/** `plie reprise`: brings in what a PLIE already has (format A), from a workbook, an archive, a folder or one .csv. */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { FichierRefuse, LIMITES_COMMANDE } from '../lib/classeur/lire';
import { ecrireClasseur } from '../lib/classeur/ecrire';
import { accorder, formaterNombre } from '../lib/texte';
import { reprendre, type Reprise } from '../reprise/actions';
import { feuillesDesRefus } from '../reprise/classeurs';
import type { Remarque } from '../lib/classeur/comprendre';
import { chercherPlie } from '../reprise/queries';
import { MauvaisUsage, Refus, exiger, type Commande } from './commande';

const REMARQUES_MONTREES = 20;

export const commande: Commande = {
  nom: 'reprise',
  resume: "reprend les données qu'un PLIE possède déjà (classeur, .zip ou dossier de .csv)",
  aide: `
Usage : npm run plie -- reprise <fichier> --plie CODE [--simulation] [--ignorer-les-erreurs] [--refus F.xlsx]

<fichier> : un classeur .xlsx, une archive .zip de fichiers .csv, un dossier de .csv ou un seul .csv,
nommés comme les feuilles (Personnes, Orientations, Étapes, Entretiens, Absences, Informations collectives).

  --plie CODE             le PLIE auquel les données appartiennent
  --simulation            contrôle tout le fichier et n'écrit rien
  --ignorer-les-erreurs   reprend les lignes justes ; sans cette option, une seule erreur arrête tout
  --refus F.xlsx          classeur des lignes refusées, chacune avec son motif
                          (par défaut, avec --ignorer-les-erreurs : <fichier>-refus.xlsx)

Relancer la même reprise ne change rien : les références (Réf.) sont gardées.
Limites : 300 Mo, 2 Go une fois déplié. Sur la base embarquée, arrêtez d'abord l'application.
`,
  async executer(args, { ouvrir, sortir, dire, avancer }) {
    const { values, positionals } = parseArgs({
      args, allowPositionals: true,
      options: { plie: { type: 'string' }, simulation: { type: 'boolean', default: false }, 'ignorer-les-erreurs': { type: 'boolean', default: false }, refus: { type: 'string' } },
    });
    if (positionals.length !== 1) throw new MauvaisUsage(positionals.length ? 'Donnez un seul fichier.' : 'Il manque le fichier à reprendre.');
    const chemin = path.resolve(positionals[0]!);
    const code = exiger(values.plie, 'plie').toUpperCase();
    const ignorerLesErreurs = values['ignorer-les-erreurs'];
    const contexte = await ouvrir();
    const plie = await chercherPlie(contexte, code);
    if (!plie) throw new Refus(`Aucun PLIE ne porte le code « ${code} ».`);

    const barre = avancer(values.simulation ? 'Contrôle' : 'Reprise ');
    let reprise: Reprise;
    try {
      reprise = await reprendre(contexte, plie.id, { chemin }, { simulation: values.simulation, ignorerLesErreurs, limites: LIMITES_COMMANDE, avancer: (part) => barre(Math.floor(part * 100)) });
    } catch (erreur) {
      if (erreur instanceof FichierRefuse) throw new Refus(erreur.message);
      throw erreur;
    }
    sortir(ecrireRapport(plie.nom, reprise));
    const refus = values.refus ? path.resolve(values.refus) : ignorerLesErreurs ? `${chemin.replace(/\.(xlsx|zip|csv)$/i, '').replace(/\/$/, '')}-refus.xlsx` : null;
    if (refus && reprise.refusees.size) {
      // Names are in it: nobody else on the machine reads it.
      await ecrireClasseur(fs.createWriteStream(refus, { mode: 0o600 }), feuillesDesRefus(reprise.refusees));
      dire(`Lignes refusées, avec leur motif : ${refus}`);
    }
    if (reprise.issue === 'REFUSEE') throw new Refus(`${accorder(reprise.rapport.nombre_erreurs, 'erreur')} : rien n'a été enregistré. Corrigez le fichier, ou relancez avec --ignorer-les-erreurs.`);
  },
};

function ecrireRapport(nom: string, { issue, rapport }: Reprise): string {
  const colonnes = ['Feuille', 'Lues', 'Nouvelles', 'Inchangées', 'Différentes', 'Refusées'];
  const rangees = rapport.feuilles.map((f) => [f.nom, ...[f.lues, f.nouvelles, f.inchangees, f.differentes, f.refusees].map(formaterNombre)]);
  const largeurs = colonnes.map((c, i) => Math.max(c.length, ...rangees.map((r) => r[i]!.length)));
  const rangee = (cases: string[]) => cases.map((c, i) => (i ? c.padStart(largeurs[i]!) : c.padEnd(largeurs[i]!))).join('  ');
  const titre = { IMPORTEE: 'Reprise enregistrée', SIMULEE: 'Simulation : rien n\'a été enregistré', REFUSEE: 'Reprise refusée : rien n\'a été enregistré' }[issue];
  return [
    `${titre} (${nom})`, '',
    rangee(colonnes), ...rangees.map(rangee), '',
    ...(rapport.comptes_crees ? [`Comptes inactifs d'accompagnateur ${issue === 'IMPORTEE' ? 'créés, à inviter' : 'à créer'} : ${formaterNombre(rapport.comptes_crees)}`] : []),
    ...(rapport.courriels_ecartes ? [`Courriels sans consentement, qui ne sont pas gardés : ${formaterNombre(rapport.courriels_ecartes)}`] : []),
    ...lister('Erreurs', rapport.nombre_erreurs, rapport.erreurs),
    ...lister('Avertissements', rapport.nombre_avertissements, rapport.avertissements),
  ].join('\n').trimEnd();
}

function lister(titre: string, nombre: number, remarques: Remarque[]): string[] {
  if (!nombre) return [];
  const montrees = remarques.slice(0, REMARQUES_MONTREES).map((r) => `  ${situer(r)} : ${r.raison}`);
  return ['', `${titre} (${formaterNombre(nombre)})`, ...montrees, ...(nombre > montrees.length ? [`  … et ${formaterNombre(nombre - montrees.length)} de plus.`] : [])];
}

const situer = (r: Remarque): string => [r.feuille, r.ligne ? `ligne ${r.ligne}` : '', r.colonne && `colonne « ${r.colonne} »`, r.valeur && `valeur « ${r.valeur} »`].filter(Boolean).join(', ');
