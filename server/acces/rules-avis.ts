/** What an account is told by mail of its own safety. Pure: no name, no address that lets in. */

/** What happened; each is said with its hour and the kind of browser. */
export type AvisDeCompte = 'NAVIGATEUR' | 'MOT_DE_PASSE' | 'FACTEUR_POSE' | 'FACTEUR_RETIRE' | 'FACTEUR_RETIRE_PAR_UN_AUTRE' | 'CODES_RENOUVELES' | 'CODE_DE_SECOURS' | 'BLOQUE';

interface Circonstances { quand: string; appareil: string; url: string }

const AVIS: Record<AvisDeCompte, { objet: string; fait: (c: Circonstances) => string }> = {
  NAVIGATEUR: { objet: 'connexion depuis un nouveau navigateur', fait: (c) => `Votre compte a été ouvert le ${c.quand}, depuis un navigateur qui ne l'avait jamais ouvert, ou pas depuis un an : ${c.appareil}.` },
  MOT_DE_PASSE: { objet: 'mot de passe changé', fait: (c) => `Le mot de passe de votre compte a été choisi ou changé le ${c.quand} (${c.appareil}). Les sessions ouvertes ailleurs sont fermées.` },
  FACTEUR_POSE: { objet: 'second facteur choisi', fait: (c) => `Un téléphone ou une application a été choisi comme second facteur de votre compte le ${c.quand} (${c.appareil}). Les sessions ouvertes ailleurs sont fermées.` },
  FACTEUR_RETIRE: { objet: 'second facteur retiré', fait: (c) => `Le second facteur de votre compte a été retiré depuis « Mon compte » le ${c.quand} (${c.appareil}).` },
  FACTEUR_RETIRE_PAR_UN_AUTRE: { objet: 'second facteur retiré par un administrateur', fait: (c) => `Un administrateur a retiré le second facteur de votre compte le ${c.quand} : vous en choisirez un autre à votre prochaine connexion.` },
  CODES_RENOUVELES: { objet: 'nouveaux codes de secours', fait: (c) => `Dix nouveaux codes de secours ont été faits pour votre compte le ${c.quand} (${c.appareil}). Les anciens ne valent plus rien.` },
  CODE_DE_SECOURS: { objet: 'code de secours utilisé', fait: (c) => `Un de vos codes de secours a servi le ${c.quand} (${c.appareil}). Il ne servira plus.` },
  BLOQUE: { objet: 'tentatives de connexion refusées', fait: (c) => `Cinq tentatives d'ouvrir votre compte ont échoué : il est fermé depuis le ${c.quand}, pour 15 minutes, puis se rouvrira de lui-même. La dernière venait de : ${c.appareil}. D'autres peuvent suivre : ce message n'est envoyé qu'une fois par jour, « Mon compte » les montre toutes.` },
};

/** `quand` is written as it is read: « 16/06/2025 à 13:00 ». */
export function ecrireAvis(avis: AvisDeCompte, c: Circonstances): { objet: string; texte: string } {
  const { objet, fait } = AVIS[avis];
  return {
    objet: `Passerelle : ${objet}`,
    texte: `Bonjour,

${fait(c)}

C'était vous, ou vous l'aviez demandé : il n'y a rien à faire.

Sinon : changez de mot de passe dans « Mon compte » (${c.url}/compte), ce qui ferme toutes les autres sessions, et prévenez
l'administrateur de votre organisation sans attendre.

Ce message est envoyé par Passerelle, sans réponse attendue. Il ne vous demandera jamais votre mot de passe ni un code.
`,
  };
}
