/** A workbook of Pôle emploi's figures: read whole, then written whole or not at all. Known figures take the values of the file. */
import type { Contexte } from '../acces/acteur';
import { lireEntete, lireLigne, type Entete } from '../lib/classeur/comprendre';
import type { Colonnes } from '../lib/classeur/colonnes';
import { FichierRefuse, LIMITES_ENVOI, lireClasseur, type LigneLue } from '../lib/classeur/lire';
import type { FichierNomme } from '../lib/classeur/recevoir';
import { anneeDe, type DateCivile } from '../lib/dates';
import { ecrire } from '../lib/ecriture';
import { RegleEnfreinte, type Erreur } from '../lib/erreurs';
import { accorder } from '../lib/texte';
import { verifierOuverts, type Fait, type SeanceSaisie, type ServiceSaisi } from './actions';
import { listerAgences, reprendreSeances, reprendreServices, type AgenceDesChiffres } from './queries';
import { anneeDuMois, decrireFormat, NOMS_DES_FEUILLES, type NomDeFeuille } from './rules';

const ERREURS_MONTREES = 20;

interface Lus { seances: (SeanceSaisie & { rang: number })[]; services: ServiceSaisi[]; erreurs: string[] }

/** Reads the file to its end. Throws FichierRefuse, RegleEnfreinte (nothing is written). */
export async function importerChiffres(contexte: Contexte, plieId: number, { nom, contenu }: FichierNomme): Promise<Fait> {
  const agences = (await listerAgences(contexte, plieId)).filter((a) => a.saisie);
  const lus = await lire(contexte, agences, { nom, contenu }).catch((erreur: unknown) => {
    throw erreur instanceof FichierRefuse ? new RegleEnfreinte([{ champ: 'fichier', message: erreur.message }]) : erreur;
  });
  if (lus.erreurs.length) throw new RegleEnfreinte(aDire(lus.erreurs));
  return ecrire(contexte.base, contexte.auteur, { action: 'chiffres_pe.importer', plieId, details: { seances: lus.seances.length, services: lus.services.length } }, async (trx) => {
    await verifierOuverts(trx, contexte, plieId, [
      ...lus.seances.map((s) => ({ agence_id: s.agence_id, annee: anneeDe(s.date_session), chiffre: 'INFORMATIONS_COLLECTIVES' as const })),
      ...lus.services.map((s) => ({ agence_id: s.agence_id, annee: anneeDuMois(s.mois), chiffre: 'SERVICES' as const })),
    ]);
    const [seances, services] = [await reprendreSeances(trx, plieId, lus.seances), await reprendreServices(trx, plieId, lus.services)];
    const [ajoutees, changees] = [seances.ajoutees + services.ajoutees, seances.changees + services.changees];
    const memes = lus.seances.length + lus.services.length - ajoutees - changees;
    return { message: `Classeur importé : ${accorder(ajoutees, 'ligne ajoutée', 'lignes ajoutées')}, ${accorder(changees, 'modifiée', 'modifiées')}, ${accorder(memes, 'déjà à jour', 'déjà à jour')}.` };
  });
}

function aDire(erreurs: string[]): Erreur[] {
  const suite = erreurs.length - ERREURS_MONTREES;
  return [...erreurs.slice(0, ERREURS_MONTREES), ...(suite > 0 ? [`Et ${accorder(suite, 'autre point', 'autres points')} à corriger.`] : [])].map((message) => ({ champ: 'fichier', message }));
}

async function lire(contexte: Contexte, agences: AgenceDesChiffres[], source: FichierNomme): Promise<Lus> {
  // Named by its code or its name; the code is what comes out.
  const format = decrireFormat(agences.map((a) => ({ code: a.code, libelle: a.nom })));
  const lus: Lus = { seances: [], services: [], erreurs: [] };
  const lignesVues = new Map<string, number>();
  let feuille: { nom: NomDeFeuille; entete: Entete | null } | null = null;
  let date1904 = false;
  for await (const morceau of lireClasseur(source, [...NOMS_DES_FEUILLES], LIMITES_ENVOI)) {
    if (morceau.genre === 'ouvert') {
      if (!morceau.connues.length) throw new FichierRefuse(`Aucune feuille de ce fichier n'est connue. Nommez-les comme dans le modèle : ${NOMS_DES_FEUILLES.join(', ')}.`);
      date1904 = morceau.date1904;
    } else if (morceau.genre === 'feuille') {
      feuille = { nom: morceau.nom as NomDeFeuille, entete: null };
    } else {
      for (const ligne of morceau.lignes) {
        const colonnes: Colonnes = format[feuille!.nom];
        if (!feuille!.entete) feuille!.entete = exigerEntete(feuille!.nom, colonnes, ligne);
        else prendre({ lus, agences, lignesVues, jour: contexte.jour, date1904 }, feuille!.nom, colonnes, feuille!.entete, ligne);
      }
    }
  }
  if (!lus.seances.length && !lus.services.length && !lus.erreurs.length) throw new FichierRefuse("Ce classeur ne contient aucune ligne. Remplissez l'une des feuilles du modèle, puis envoyez-le.");
  return lus;
}

function exigerEntete(nom: NomDeFeuille, colonnes: Colonnes, ligne: LigneLue): Entete {
  const entete = lireEntete(colonnes, ligne.cellules);
  if (entete.absentes.length) throw new FichierRefuse(`Feuille « ${nom} » : des colonnes manquent (${entete.absentes.join(', ')}). La première ligne porte les titres du modèle.`);
  return entete;
}

interface Lecture { lus: Lus; agences: AgenceDesChiffres[]; lignesVues: Map<string, number>; jour: DateCivile; date1904: boolean }

function prendre({ lus, agences, lignesVues, jour, date1904 }: Lecture, nom: NomDeFeuille, colonnes: Colonnes, entete: Entete, brute: LigneLue): void {
  const ligne = lireLigne(Object.entries(colonnes), entete, brute, jour, date1904);
  if (!ligne) return;
  const dire = (colonne: string, raison: string) => lus.erreurs.push(`Feuille « ${nom} », ligne ${ligne.numero}, colonne « ${colonne} » : ${raison}`);
  for (const faute of ligne.fautes) dire(colonnes[faute.champ]!.titre, faute.message);
  const agence = ligne.valeurs.agence ? agences.find((a) => a.code === ligne.valeurs.agence) : agences.length === 1 ? agences[0] : undefined;
  if (!agence && !ligne.fautes.some((f) => f.champ === 'agence')) dire('Agence', `indiquez l'agence : ${agences.map((a) => a.nom).join(', ')}.`);
  if (ligne.fautes.length || !agence) return;
  const valeurs = { ...ligne.valeurs, agence_id: agence.id };
  if (nom === 'Services') {
    const service = valeurs as unknown as ServiceSaisi;
    const cle = `${service.agence_id} ${service.mois} ${service.type}`;
    const deja = lignesVues.get(cle);
    if (deja) return void dire('Service', `ce service de ce mois est déjà compté à la ligne ${deja}. Ne gardez qu'une des deux.`);
    lignesVues.set(cle, ligne.numero);
    lus.services.push({ agence_id: service.agence_id, mois: service.mois, type: service.type, nombre: service.nombre });
    return;
  }
  const { date_session, convoques, presents } = valeurs as unknown as SeanceSaisie;
  const cle = `${agence.id} ${date_session}`;
  const rang = (lignesVues.get(cle) ?? 0) + 1;
  lignesVues.set(cle, rang);
  lus.seances.push({ agence_id: agence.id, date_session, convoques, presents, rang });
}
