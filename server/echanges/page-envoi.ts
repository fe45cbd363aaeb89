/** Sending the table: to whom and how, the file once it is ready, its sending confirmed; and its reception noted. Pure. */
import { LISTES, libelle } from '../codes/listes';
import { champs } from '../http/champs';
import { formaterDate, formaterInstant, type DateCivile, type Mois } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { ligneEnvoi, RUBRIQUE } from './page';
import { ADRESSE, adresseDe } from './page-lignes';
import type { TableauSuivi } from './queries';
import type { Envoi } from './queries-envois';
import { deMois } from './rules';
import { JOURS_DE_GARDE, type Destinataire } from './rules-envoi';

const situer = (mois: Mois) => ({ rubrique: RUBRIQUE, fil: [RUBRIQUE, { adresse: adresseDe({ mois }), libelle: `Tableau de suivi ${deMois(mois)}` }], retour: adresseDe({ mois }) });

export interface PreparationEnvoi {
  suivi: TableauSuivi | null;
  /** Why nothing can be sent. */
  empechement: string | null;
  destinataires: Destinataire[];
  envois: Envoi[];
  /** A mail server is set: mails leave by themselves. */
  automatique: boolean;
}

export function pageEnvoi({ suivi, empechement, destinataires, envois, automatique }: PreparationEnvoi, mois: Mois, jour: DateCivile, saisie: Saisie, erreurs: Erreur[]) {
  const f = champs(erreurs.length ? saisie : { canal_fichier: 'COURRIEL', canal_cle: 'TELEPHONE', destinataire: destinataires[0]?.code, ...saisie }, erreurs);
  const attente = envois.find((e) => e.etat === 'PREPARE') ?? null;
  return {
    ...situer(mois), titre: `Envoyer le tableau ${deMois(mois)}`, erreurs,
    empechement: empechement ?? (suivi?.valide_le ? null : `Le tableau ${deMois(mois)} n'est pas encore validé : validez-le d'abord.`),
    attente: attente && { ...suiteDe(attente, mois, jour, { automatique }, saisie, erreurs), prepare: formaterInstant(attente.prepare_le), garde: attente.garde, jours: JOURS_DE_GARDE },
    formulaire: {
      adresse: `${ADRESSE}/${mois}/envoi`, bouton: 'Préparer le fichier chiffré', annuler: adresseDe({ mois }),
      champs: [
        f.choix('canal_fichier', 'Par quel moyen le fichier part-il ?', LISTES.CANAUX_FICHIER.map((c) => ({ ...c, aide: aides(automatique)[c.code] })), { obligatoire: true }),
        f.choix('destinataire', 'À qui ?', destinataires, { obligatoire: true }),
        f.choix('canal_cle', 'Comment donnerez-vous la phrase de passe ?', LISTES.CANAUX, { obligatoire: true, aide: 'Jamais par le même moyen que le fichier.' }),
      ],
    },
    envois: envois.map((e) => ligneEnvoi(e, mois)),
  };
}

const aides = (automatique: boolean) => ({
  FILR: 'Vous téléchargez le fichier et le déposez vous-même.',
  COURRIEL: automatique ? 'Passerelle envoie le courriel.' : 'Passerelle prépare le courriel ; vous l\'envoyez de votre messagerie.',
  MAIN_PROPRE: 'Vous téléchargez le fichier et le remettez sur un support.',
});

/** What is left to do with a file that is ready. */
function suiteDe(e: Envoi, mois: Mois, jour: DateCivile, { automatique }: { automatique: boolean }, saisie: Saisie, erreurs: Erreur[]) {
  const adresse = `${ADRESSE}/${mois}/envois/${e.id}`;
  const f = champs(erreurs.some((x) => x.champ === 'date_envoi') ? saisie : { date_envoi: formaterDate(jour) }, erreurs);
  return {
    destinataire: e.destinataire, moyen: libelle('CANAUX_FICHIER', e.canal_fichier).toLowerCase(), cle: libelle('CANAUX', e.canal_cle).toLowerCase(), empreinte: e.empreinte,
    fichier: `${adresse}/fichier.xlsx`, courriel: e.canal_fichier === 'COURRIEL' && !automatique ? `${adresse}/courriel.eml` : null,
    confirmer: { adresse: `${adresse}/confirmer`, bouton: "Le fichier est parti", champs: [f.date('date_envoi', "Jour de l'envoi", { obligatoire: true })] },
  };
}

/** Shown once, right after the file was made: the phrase is stored nowhere. */
export function pagePrete(e: Envoi, phrase: string | null, mois: Mois, jour: DateCivile, automatique: boolean) {
  return {
    ...situer(mois), titre: e.etat === 'ENVOYE' ? `Le tableau ${deMois(mois)} est envoyé` : `Le fichier ${deMois(mois)} est prêt`,
    envoye: e.etat === 'ENVOYE', phrase, recommencer: `${ADRESSE}/${mois}/envoi`, ...suiteDe(e, mois, jour, { automatique }, {}, []),
  };
}

export function pageReception(suivi: TableauSuivi | null, mois: Mois, jour: DateCivile, saisie: Saisie, erreurs: Erreur[]) {
  const f = champs(erreurs.length ? saisie : { recu_le: formaterDate(jour), ...saisie }, erreurs);
  return {
    ...situer(mois), titre: `Noter la réception du tableau ${deMois(mois)}`, erreurs,
    chapeau: 'Quand Pôle emploi ne travaille pas dans cette installation, notez ici qu\'il vous a confirmé avoir le tableau.',
    empechement: suivi?.etape === 'TRANSMIS' || erreurs.length ? null : suivi?.importe_le ? 'La réception de ce tableau est déjà notée.' : "Ce tableau n'est pas encore noté comme envoyé : confirmez d'abord l'envoi.",
    formulaire: {
      adresse: `${ADRESSE}/${mois}/reception`, bouton: 'Noter la réception', annuler: adresseDe({ mois }),
      champs: [
        f.date('recu_le', 'Reçu le', { obligatoire: true }),
        f.texte('recu_par', 'Par qui, à Pôle emploi', { obligatoire: true, aide: 'Prénom et nom, ou le service.', attributs: { autocomplete: 'off', maxlength: '100' } }),
        f.cache('version', String(saisie.version ?? suivi?.version ?? '')),
      ],
    },
  };
}
