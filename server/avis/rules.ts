/** When and how Pôle emploi is told of an absence (domaine §5). Pure. */
import { LISTES, type CodeDe } from '../codes/listes';
import { formaterDate, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import { etatConvention } from '../organisations/conventions/rules';

/** An absence older than that is told by the monthly table alone (decided). */
export const JOURS_POUR_PREVENIR = 30;

export interface ConventionDAvis { date_debut: DateCivile; date_fin: DateCivile; date_suspension: DateCivile | null; boite_generique: string | null }

/** Why nothing can be sent, and who can do something about it; null when the way is open. Source: data convention art. 9, 10. */
export function empechementDEnvoi(convention: ConventionDAvis | null, jour: DateCivile): string | null {
  if (!convention) return "Aucune convention n'est enregistrée pour votre PLIE : rien ne peut être transmis. Demandez à l'administrateur de l'enregistrer.";
  switch (etatConvention(convention, jour)) {
    case 'A_VENIR': return `La convention ne commence que le ${formaterDate(convention.date_debut)} : rien ne peut être transmis avant.`;
    case 'TERMINEE': return `La convention s'est terminée le ${formaterDate(convention.date_fin)} : rien ne peut plus être transmis. Si elle a été renouvelée, demandez à l'administrateur de l'enregistrer.`;
    case 'SUSPENDUE': return `Les échanges sont suspendus depuis le ${formaterDate(convention.date_suspension)} : rien ne peut être transmis tant que la suspension dure.`;
    case 'EN_COURS': return convention.boite_generique ? null : "La convention n'a pas de boîte générique, à laquelle écrire. Demandez à l'administrateur de l'ajouter aux correspondants de la convention.";
  }
}

/** Pôle emploi does not know one whom another prescribed, until the integration (convention PLIE art. 3-4 a). */
export function empechementDeLAbsence(o: { prescripteur: CodeDe<'PRESCRIPTEURS'>; date_integration: DateCivile | null }): string | null {
  if (o.prescripteur === 'POLE_EMPLOI' || o.date_integration) return null;
  return "Pôle emploi n'a pas orienté cette personne et elle n'est pas encore intégrée : son absence ne lui est pas signalée.";
}

/** The file travels by mail, sent by us or by the user's own program. */
export const CANAL_DU_FICHIER: CodeDe<'CANAUX'> = 'COURRIEL';

/** The password never takes the way of the file. */
export function verifierCanaux(canalCle: CodeDe<'CANAUX'>): Erreur[] {
  return canalCle === CANAL_DU_FICHIER ? [{ champ: 'canal_cle', message: 'Les fichiers partent par courriel : donnez la phrase de passe par un autre moyen, le téléphone par exemple.' }] : [];
}

/** Where the person was convened, from what is known: no free text travels. */
export const LIEUX = [
  { code: 'PLIE', libelle: 'Au PLIE' },
  { code: 'AGENCE', libelle: "À l'agence" },
  { code: 'AUTRE', libelle: 'Ailleurs' },
] as const;
export type Lieu = (typeof LIEUX)[number]['code'];

interface Parties { plie_nom: string; plie_adresse: string | null; agence_nom: string | null; agence_adresse: string | null }

export function decrireLieu(lieu: Lieu, f: Parties): string {
  const place = (nom: string | null, adresse: string | null) => [nom, adresse].filter(Boolean).join(', ');
  return lieu === 'PLIE' ? place(f.plie_nom, f.plie_adresse) : lieu === 'AGENCE' ? place(f.agence_nom, f.agence_adresse) : 'Non précisé';
}

/** Subject and body: neither name nor identifier. */
export function messageDAvis(plie: string, excuse: boolean, canalCle: CodeDe<'CANAUX'>, nomOperateur: string): { objet: string; texte: string } {
  const moyen = LISTES.CANAUX.find((c) => c.code === canalCle)!.libelle.toLowerCase();
  return {
    objet: `${plie} : absence à une convocation`,
    texte: [
      'Bonjour,',
      '',
      `Une personne suivie avec ${nomOperateur} ne s'est pas présentée à une convocation du PLIE (absence ${excuse ? 'excusée' : 'non excusée'}).`,
      'Vous trouverez ci-joint sa fiche de liaison et la copie de la convocation. Ces deux documents sont chiffrés :',
      `la phrase de passe qui les ouvre vous est donnée à part, ${moyen}.`,
      '',
      plie,
      '',
    ].join('\n'),
  };
}
