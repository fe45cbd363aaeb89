/** Every failure as a French page (or JSON on /sante), never a stack trace. */
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { ActeRefuse, Conflit, DonneesEffacees, Introuvable, LienPerime, RegleEnfreinte, TraitementLimite, TropDeDemandes } from '../lib/erreurs';
import { rendre } from './rendu';
import type { Dependances } from './dependances';

/** `personne`: whose page leads back to. */
interface Reponse { statut: number; titre: string; phrase: string; personne?: { adresse: string; nom: string } | null }

const BASE_ABSENTE = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT', '57P01', '57P02', '57P03', '08006', '08001', '53300']);
/** What the driver says, without any code, of a connection cut in the middle of a statement. */
const CONNEXION_COUPEE = /^(Connection terminated|Client (has encountered a connection error|was closed) and is not queryable|timeout expired)/;

/** The database is away, or has gone while it was asked: whether the write was made is not known. */
function estBaseAbsente(erreur: unknown): boolean {
  const { code, name, message } = (erreur ?? {}) as { code?: string; name?: string; message?: string };
  return BASE_ABSENTE.has(code ?? '') || name === 'KnexTimeoutError' || CONNEXION_COUPEE.test((message ?? '').replace(/^.* - /s, ''));
}

const SIGNES_REFUSES = new Set(['22021', '22P05']);

function decrire(erreur: unknown): Reponse {
  const { code, status, type, name } = (erreur ?? {}) as { code?: string; status?: number; type?: string; name?: string };
  if (erreur instanceof LienPerime) return { statut: 404, titre: 'Lien périmé', phrase: erreur.message };
  if (erreur instanceof Introuvable) return { statut: 404, titre: 'Page introuvable', phrase: erreur.message };
  if (erreur instanceof DonneesEffacees) return { statut: 410, titre: 'Données effacées', phrase: erreur.message };
  if (erreur instanceof ActeRefuse) return { statut: 403, titre: 'Action non permise', phrase: erreur.message };
  if (erreur instanceof TropDeDemandes) return { statut: 429, titre: 'Trop de demandes à la fois', phrase: erreur.message };
  if (erreur instanceof Conflit) return { statut: 409, titre: 'Modifié entre-temps', phrase: erreur.message };
  if (erreur instanceof TraitementLimite) return { statut: 409, titre: 'Traitement limité', phrase: erreur.message, personne: erreur.personne };
  if (erreur instanceof RegleEnfreinte) return { statut: 422, titre: 'Enregistrement impossible', phrase: erreur.message };
  if (code === 'EBADCSRFTOKEN') return { statut: 403, titre: 'Formulaire expiré', phrase: "Votre formulaire a expiré et rien n'a été enregistré. Revenez à la page précédente, rechargez-la, puis envoyez-la de nouveau." };
  if (name === 'MulterError' && code === 'LIMIT_FILE_SIZE') return { statut: 413, titre: 'Fichier trop gros', phrase: "Ce fichier dépasse 10 Mo et n'a pas été lu. Envoyez un fichier plus petit, ou découpez-le." };
  if (name === 'MulterError' && code === 'LIMIT_FIELD_VALUE') return { statut: 413, titre: 'Texte trop long', phrase: "Un des textes tapés dans ce formulaire est trop long, et rien n'a été enregistré. Revenez à la page précédente, raccourcissez-le, puis recommencez." };
  if (name === 'MulterError') return { statut: 422, titre: 'Envoi refusé', phrase: "L'envoi ne contient pas exactement un fichier. Choisissez un seul fichier, puis recommencez." };
  if (type === 'entity.too.large') return { statut: 413, titre: 'Formulaire trop gros', phrase: "Ce formulaire est trop volumineux et n'a pas été enregistré." };
  // A null sign, which no text of the database may hold: no keyboard types one.
  if (code && SIGNES_REFUSES.has(code)) return { statut: 400, titre: 'Demande incomprise', phrase: "Ce texte contient des signes qui ne peuvent pas être gardés, et rien n'a été enregistré. Revenez à la page précédente, retapez-le, puis recommencez." };
  if (estBaseAbsente(erreur)) return { statut: 503, titre: 'Service momentanément indisponible', phrase: "La base de données ne répond pas. Rien de ce que vous aviez enregistré n'est perdu : réessayez dans quelques minutes." };
  if (status && status >= 400 && status < 500) return { statut: status, titre: 'Demande incomprise', phrase: "L'application n'a pas compris cette demande. Revenez à la page précédente et recommencez." };
  return { statut: 500, titre: 'Erreur inattendue', phrase: "L'application a rencontré une erreur, et rien n'a été enregistré. Réessayez ; si l'erreur revient, donnez ce numéro à votre administrateur." };
}

export const introuvable: RequestHandler = () => {
  throw new Introuvable();
};

export function erreurs({ logger }: Dependances): ErrorRequestHandler {
  return (erreur, _req, res, next) => {
    if (res.headersSent) return next(erreur);
    const reponse = decrire(erreur);
    if (reponse.statut >= 500) logger.error({ requete: res.locals.requeteId, erreur: erreur instanceof Error ? (erreur.stack ?? erreur.message).replace(/ - .*/s, '') : 'inconnue', code: (erreur as { code?: string })?.code }, 'erreur');
    res.status(reponse.statut);
    rendre(res, 'erreur', { titre: reponse.titre, ...({ phrase: reponse.phrase, personne: reponse.personne, numero: reponse.statut >= 500 ? (res.locals.requeteId as string) : null }) }).catch(() => {
      // The page itself needs the session, hence the database: without it, plain text.
      res.type('text').send(`${reponse.titre}. ${reponse.phrase}`);
    });
  };
}
