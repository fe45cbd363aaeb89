/** What can go wrong, in the words of the user. Each kind has one answer over HTTP and one exit code on the command line. */

/** A sentence about one field of a form (or '' for the whole form). */
export interface Erreur {
  champ: string;
  message: string;
}

/** 404. Also the answer for what exists in another territory: never *forbidden*. */
export class Introuvable extends Error {
  constructor(message = "Cette page n'existe pas, ou ne fait pas partie de votre territoire.") {
    super(message);
  }
}

/** 404: a one-time link that opens nothing any more. */
export class LienPerime extends Introuvable {
  constructor() {
    super("Ce lien a déjà servi ou a plus de 24 heures. Demandez-en un nouveau à l'administrateur de votre organisation.");
  }
}

/** 410: somebody was there, whose data went at the end of their retention. `le` as it is printed. */
export class DonneesEffacees extends Error {
  constructor(le: string) {
    super(`Les données de cette personne ont été effacées le ${le}, au terme de leur durée de conservation. Les chiffres qui la comptaient n'ont pas changé, mais plus rien ne dit qui elle était.`);
  }
}

/** 403: the role does not allow the act. */
export class ActeRefuse extends Error {
  constructor(message = "Votre rôle ne permet pas cette action. Demandez à l'administrateur si vous pensez en avoir besoin.") {
    super(message);
  }
}

/** 429: an account asks for more than a person can read. */
export class TropDeDemandes extends Error {
  constructor() {
    super("Votre compte a demandé trop de pages en une minute, et cette demande n'a pas été traitée. Attendez une minute, puis rechargez la page ; si un outil automatique se sert de votre compte, arrêtez-le.");
  }
}

/** 422: a rule of the trade says no; each sentence says what to do. */
export class RegleEnfreinte extends Error {
  readonly erreurs: Erreur[];
  constructor(erreurs: Erreur[] | string) {
    const liste = typeof erreurs === 'string' ? [{ champ: '', message: erreurs }] : erreurs;
    super(liste.map((e) => e.message).join(' '));
    this.erreurs = liste;
  }
}

/** 409: the person asked that their data be stored only (RGPD art. 18). In a form, a sentence like any other rule. */
export class TraitementLimite extends RegleEnfreinte {
  /** Of whom a page that could only be refused would speak. */
  readonly personne: { adresse: string; nom: string } | null;
  constructor({ phrase, personne }: { phrase?: string; personne?: { adresse: string; nom: string } } = {}) {
    super(phrase ?? "À sa demande, le traitement des données de cette personne est limité : elles sont gardées, sans être modifiées, imprimées ni transmises. Si elle y consent, ou si un droit en justice le demande, l'équipe d'animation du PLIE ou son délégué à la protection des données peut noter une exception.");
    this.personne = personne ?? null;
  }
}

/** 409: somebody else changed the row since the form was shown. `fait`: what happened; what to do depends on where it is said, `suite` on a page of its own. */
export class Conflit extends Error {
  constructor(readonly fait = "Quelqu'un d'autre a modifié cette fiche depuis que vous l'avez ouverte : rien n'a été enregistré.", suite = 'Rechargez la page pour voir ce qui a changé, puis recommencez.') {
    super(`${fait} ${suite}`);
  }
}
