/** The workbook C as it leaves Pôle emploi: the answers on their way to one PLIE, encrypted, its passphrase shown once. */
import { createHash } from 'node:crypto';
import type { Contexte } from '../acces/acteur';
import { chercherConvention } from '../avis/queries';
import { chiffrer } from '../lib/classeur/chiffrer';
import { classeurEnMemoire } from '../lib/classeur/ecrire';
import { formaterDate, type DateCivile } from '../lib/dates';
import { ecrire } from '../lib/ecriture';
import { Conflit, Introuvable, RegleEnfreinte } from '../lib/erreurs';
import { accorder } from '../lib/texte';
import { tirerCode } from '../lib/tirage';
import { listerDestinataires, listerSortants, noterTransmis, type PlieDestinataire } from './queries-import';
import { feuilleRetour } from './rules-format';

/** Four groups: some 79 bits, and a minute on the telephone. */
const GROUPES = 4;

/** Shown once, and kept nowhere. `phrase` and `fichier` are null when the form had already been sent. */
export interface ClasseurPret { plie: PlieDestinataire; lignes: number; /** Answers that wait, their person's processing being restricted. */ retenues: string | null; nom: string; phrase: string | null; fichier: Buffer | null }

const direRetenues = (nombre: number): string => `${accorder(nombre, 'réponse non exportée', 'réponses non exportées')} : limitation du traitement, à la demande de la personne`;

/** `depuis`: all the answers since that day, sent again; null for those that have not left yet. */
export async function preparerClasseur(contexte: Contexte, plieId: number, depuis: DateCivile | null): Promise<ClasseurPret> {
  const { base, auteur, acteur, jour } = contexte;
  const plie = (await listerDestinataires(contexte)).find((p) => p.id === plieId);
  if (!plie) throw new Introuvable();
  const convention = await chercherConvention(contexte, plieId);
  if (convention?.date_suspension && convention.date_suspension <= jour) throw new RegleEnfreinte(`Les échanges avec ce PLIE sont suspendus depuis le ${formaterDate(convention.date_suspension)} : rien ne peut être transmis tant que la suspension dure.`);
  const lues = await listerSortants(base, acteur, plieId, depuis);
  const sortants = lues.filter((s) => !s.limitee);
  const limitees = lues.length - sortants.length;
  if (!sortants.length && limitees) throw new RegleEnfreinte(`${direRetenues(limitees)}. Rien d'autre n'attend d'être transmis à ce PLIE.`);
  if (!sortants.length) throw new RegleEnfreinte(depuis ? [{ champ: 'depuis', message: `Aucune réponse n'a été donnée pour ce PLIE depuis le ${formaterDate(depuis)}.` }] : "Aucune réponse n'attend d'être transmise à ce PLIE.");
  const phrase = tirerCode(GROUPES);
  const fichier = await chiffrer(await classeurEnMemoire([feuilleRetour(sortants)], { auteur: acteur.organisation?.nom }), phrase);
  const ids = sortants.map((s) => s.id);
  let premiereFois = false;
  await ecrire(base, auteur, { action: 'retour.exporter', plieId, details: { lignes: ids.length, empreinte: createHash('sha256').update(fichier).digest('hex') } }, async (trx) => {
    premiereFois = true;
    // What is in the file is what leaves: an answer given or taken back meanwhile is for another file.
    if ((await listerSortants(trx, acteur, plieId, depuis, true)).filter((s) => !s.limitee).map((s) => s.id).join() !== ids.join()) throw new Conflit("Une réponse a été donnée ou annulée pendant la préparation du classeur : rien n'est parti.", 'Préparez-le de nouveau.');
    await noterTransmis(trx, plieId, ids);
  });
  return { plie, lignes: ids.length, retenues: limitees ? direRetenues(limitees) : null, nom: `retour-pole-emploi_${plie.code}_${jour}.xlsx`, ...(premiereFois ? { phrase, fichier } : { phrase: null, fichier: null }) };
}
