/** Reminding the parties that have not answered everything: by mail, or noted as sent by hand. Each leaves a row of the register. */
import type { Contexte } from '../acces/acteur';
import { lireLignes } from '../../reports/bilan-qualitatif/enquete';
import type { LignePlie, Partie } from '../../reports/bilan-qualitatif/tableau';
import { composer, CourrielNonParti, envoyer } from '../lib/courriel';
import { ecrire } from '../lib/ecriture';
import { RegleEnfreinte } from '../lib/erreurs';
import { accorder } from '../lib/texte';
import { exigerOuverte } from './actions';
import { lireEnquete, type Enquete } from './queries';
import { ajouterRelance, chercherCourriel, listerDestinataires, noterRelance, type Destinataire } from './queries-relances';
import { enAttente, messageDeRelance, repondues } from './rules';

export interface PartieRelancee { plieId: number; partie: Partie }
export interface ReglagesDeRelance { smtpUrl: string | undefined; url: string }

/** Mails at once: few enough for any mail server, and a silent one keeps nobody waiting long. */
const ENSEMBLE = 4;

export interface PartieARelancer { ligne: LignePlie; partie: Partie; destinataires: string[]; message: { objet: string; texte: string } }

/** Those that have not answered everything, with whom to write to and what to say. */
export async function listerPartiesARelancer(contexte: Contexte, enquete: Enquete, url: string): Promise<PartieARelancer[]> {
  const destinataires = await listerDestinataires(contexte, enquete.id);
  return enAttente(await lireLignes(contexte, enquete)).map(({ ligne, partie }) => ({
    ligne, partie,
    destinataires: destinataires.filter((d) => d.plie_id === ligne.plie.id && d.partie === partie).map((d) => d.courriel),
    message: messageDeRelance(enquete, ligne.plie.nom, repondues(ligne.cases, partie), `${url}/enquete/${enquete.id}/plies/${ligne.plie.id}/repondre`),
  }));
}

/** Sends (or, without a mail server, notes as sent by hand) the reminders chosen. Throws RegleEnfreinte when none left. */
export async function relancer(contexte: Contexte, { smtpUrl, url }: ReglagesDeRelance, enqueteId: number, choisies: PartieRelancee[]): Promise<{ message: string }> {
  const { base, auteur } = contexte;
  const enquete = await lireEnquete(contexte, enqueteId);
  exigerOuverte(enquete);
  const parties = (await listerPartiesARelancer(contexte, enquete, url)).filter((p) => choisies.some((c) => c.plieId === p.ligne.plie.id && c.partie === p.partie) && p.destinataires.length);
  if (!parties.length) throw new RegleEnfreinte([{ champ: 'parties', message: 'Ceux que vous avez choisis ont répondu entre-temps, ou n\'ont pas de compte actif. Rechargez la page pour voir qui il reste à relancer.' }]);
  const envois = parties.flatMap((p) => p.destinataires.map((courriel) => ({ ...p.message, a: { plie_id: p.ligne.plie.id, partie: p.partie, courriel } })));

  // On the register before they leave: whatever happens then, none is lost.
  let premiereFois = false;
  const ids = await ecrire(base, auteur, { action: 'enquete.relancer', details: { annee: enquete.annee, parties: parties.length } }, async (trx) => {
    premiereFois = true;
    const notees: number[] = [];
    for (const { a } of envois) {
      const id = await ajouterRelance(trx, enqueteId, a, auteur.utilisateurId);
      if (!smtpUrl) await noterRelance(trx, a.plie_id, id, null);
      notees.push(id);
    }
    return notees;
  });
  if (!smtpUrl) return { message: `${accorder(envois.length, 'relance')} notée${envois.length > 1 ? 's' : ''} au registre.` };
  if (!premiereFois) return { message: 'Ces relances étaient déjà parties : le registre les montre.' };

  const de = await chercherCourriel(contexte);
  const echecs: string[] = [];
  for (let debut = 0; debut < envois.length; debut += ENSEMBLE) {
    const partis = await Promise.all(envois.slice(debut, debut + ENSEMBLE).map((e) => poster(smtpUrl, de, e)));
    await ecrire(base, { ...auteur, cleFormulaire: null }, { action: 'enquete.noter_relances', details: { annee: enquete.annee, nombre: partis.length } }, async (trx) => {
      for (const [i, erreur] of partis.entries()) await noterRelance(trx, envois[debut + i]!.a.plie_id, ids[debut + i]!, erreur);
    });
    echecs.push(...partis.filter((e) => e !== null));
  }
  const envoyees = envois.length - echecs.length;
  if (!envoyees) throw new RegleEnfreinte(`Aucune relance n'est partie, et le registre le garde. ${echecs[0]}`);
  return { message: `${accorder(envoyees, 'relance')} ${envoyees > 1 ? 'sont parties' : 'est partie'}.${echecs.length ? ` ${accorder(echecs.length, 'autre')} n'${echecs.length > 1 ? 'ont' : 'a'} pas pu partir : le registre dit pourquoi.` : ''}` };
}

/** The sentence of the failure; null when it left. */
async function poster(smtpUrl: string, de: string, { a, objet, texte }: { a: Destinataire; objet: string; texte: string }): Promise<string | null> {
  try {
    await envoyer(smtpUrl, await composer({ de, a: a.courriel, objet, texte, pieces: [] }), { de, a: a.courriel });
    return null;
  } catch (erreur) {
    if (!(erreur instanceof CourrielNonParti)) throw erreur;
    return erreur.message;
  }
}
