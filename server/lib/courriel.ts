/** Mails: composed once, then sent through the mail server of the settings, or handed over as a file to be sent by hand. */
import { createTransport } from 'nodemailer';

export interface Courriel {
  de: string;
  a: string;
  objet: string;
  texte: string;
  pieces: { nom: string; type: string; octets: Buffer }[];
}

/** The mail did not leave; the message is a sentence that says what to do. */
export class CourrielNonParti extends Error {}

/** The whole message (RFC 5322). `X-Unsent` makes a mail program open it as a draft, ready to be sent. */
export async function composer({ de, a, objet, texte, pieces }: Courriel): Promise<Buffer> {
  const { message } = await createTransport({ streamTransport: true, buffer: true }).sendMail({
    from: de, to: a, subject: objet, text: texte, headers: { 'X-Unsent': '1' },
    attachments: pieces.map(({ nom, type, octets }) => ({ filename: nom, contentType: type, content: octets })),
  });
  return message as Buffer;
}

const SANS_REPONSE = "Le serveur de courriel ne répond pas. Réessayez dans quelques minutes ; si cela dure, prévenez votre administrateur.";
const ECHECS: Record<string, string> = {
  ECONNECTION: SANS_REPONSE, ECONNREFUSED: SANS_REPONSE, ESOCKET: SANS_REPONSE, ETIMEDOUT: SANS_REPONSE, EDNS: SANS_REPONSE,
  EAUTH: "Le serveur de courriel refuse le compte de l'application. Prévenez votre administrateur : l'adresse du serveur (SMTP_URL) est à revoir.",
  ENOAUTH: "Le serveur de courriel refuse le compte de l'application. Prévenez votre administrateur : l'adresse du serveur (SMTP_URL) est à revoir.",
  EENVELOPE: "Le serveur de courriel refuse l'adresse du destinataire ou celle de l'expéditeur. Faites-les vérifier par votre administrateur.",
};

/** Hands a composed message to the mail server; gives the addresses that it took. Throws CourrielNonParti when it took none. */
export async function envoyer(smtpUrl: string, message: Buffer, { de, a }: { de: string; a: string }): Promise<string[]> {
  // Somebody waits in front of the form: a silent server is given up on before the browser does.
  const transport = createTransport({ url: smtpUrl, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 });
  try {
    const { accepted } = await transport.sendMail({ envelope: { from: de, to: a }, raw: message });
    return accepted;
  } catch (erreur) {
    throw new CourrielNonParti(ECHECS[(erreur as { code?: string }).code ?? ''] ?? "Le serveur de courriel a refusé le message. Réessayez ; si cela se répète, prévenez votre administrateur.");
  } finally {
    transport.close();
  }
}
