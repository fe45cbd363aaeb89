/** What is printed of a session: its list, to be signed, and the letters that tell each person of the decision. */
import type { Acteur } from '../acces/acteur';
import { direNonExportees } from '../acces/rules-limitation';
import { libelle } from '../codes/listes';
import { champs } from '../http/champs';
import { formaterDate, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, dansLaPhrase, nomComplet } from '../lib/texte';
import { decisionPrise, membresDe, resumeDuDossier, RUBRIQUE, titreDe } from './page';
import type { Commission, DossierPresente } from './queries';

const filDe = (c: Commission) => [RUBRIQUE, { adresse: `/commissions/${c.id}`, libelle: titreDe(c) }];

/** `limitees`: how many more may not be printed, their processing being restricted. */
interface AImprimer { gardees: DossierPresente[]; limitees: number }

/** The order of the day before the decisions, their record after. Partners read it: what is missing is only counted. */
export function pageListe(c: Commission, { gardees: dossiers, limitees }: AImprimer, phaseDiagnostic: boolean) {
  const decidee = dossiers.some((d) => d.decision);
  return {
    titre: `${decidee ? 'Relevé de décisions' : 'Ordre du jour'} du ${formaterDate(c.date_seance)}`, rubrique: RUBRIQUE, fil: filDe(c),
    plie: c.plie, lieu: c.lieu, decidee,
    legende: `${accorder(dossiers.length, 'personne présentée', 'personnes présentées')}`, nonExportees: direNonExportees(limitees),
    lignes: dossiers.map((d, i) => ({
      rang: i + 1, nom: nomComplet(d), naissance: formaterDate(d.date_naissance), identifiant: d.identifiant_pe ?? 'sans', prescripteur: d.agence ?? libelle('PRESCRIPTEURS', d.prescripteur),
      accueil: formaterDate(d.date_contact), dossier: resumeDuDossier(d, phaseDiagnostic).etat, decision: decisionPrise(d),
    })),
    membres: membresDe(c),
  };
}

/** Closed wording: only dates, the motif and the PLIE's own contact change. */
function paragraphes(c: Commission, d: DossierPresente): string[] {
  const seance = formaterDate(c.date_seance);
  switch (d.decision) {
    case 'INTEGRER':
      return [
        `Votre candidature a été étudiée le ${seance}. Nous avons le plaisir de vous annoncer que vous êtes admis(e) au PLIE.`,
        d.date_integration
          ? `Vous avez signé votre contrat d'engagement le ${formaterDate(d.date_integration)} : votre parcours commence à cette date.${d.referent ? ` La personne qui vous accompagne est ${d.referent}.` : ''}`
          : "Pour commencer votre parcours, il vous reste à signer votre contrat d'engagement. Nous vous contactons pour fixer un rendez-vous.",
        'Pôle emploi est informé de cette décision. Pendant votre parcours, votre suivi est confié au PLIE : restez inscrit(e) et actualisez votre situation chaque mois.',
      ];
    case 'REFUSER':
      return [
        `Votre candidature a été étudiée le ${seance}. Le PLIE ne peut pas vous accompagner aujourd'hui.`,
        `Motif : ${dansLaPhrase(libelle('MOTIFS_REFUS', d.motif_refus))}.`,
        "Pôle emploi est informé de cette décision et reste votre interlocuteur. Si votre situation change, vous pouvez demander une nouvelle orientation.",
      ];
    default:
      return [
        `Votre candidature a été étudiée le ${seance}. Nous avons besoin de plus de temps avant de décider.`,
        `Raison : ${dansLaPhrase(libelle('MOTIFS_AJOURNEMENT', d.motif_ajournement))}.`,
        d.suivante_le ? `Elle sera étudiée de nouveau le ${formaterDate(d.suivante_le)}. Vous n'avez pas de démarche à refaire.` : "Nous vous dirons à quelle date elle sera étudiée de nouveau. Vous n'avez pas de démarche à refaire.",
      ];
  }
}

export function pageLettres({ commission: c, aImprimer: { gardees: dossiers, limitees }, acteur, jour }: { commission: Commission; aImprimer: AImprimer; acteur: Acteur; jour: DateCivile }, saisie: Saisie, erreurs: Erreur[]) {
  const aInformer = dossiers.filter((d) => !d.date_information);
  const cochees = saisie.dossiers === undefined ? aInformer.map((d) => String(d.id)) : [saisie.dossiers].flat().filter((v): v is string => v !== undefined);
  const f = champs({ date_information: formaterDate(jour), ...saisie, dossiers: cochees }, erreurs);
  return {
    titre: `Lettres de la commission du ${formaterDate(c.date_seance)}`, rubrique: RUBRIQUE, fil: filDe(c), erreurs,
    legende: [`${accorder(dossiers.length, 'lettre', 'lettres')}, une par page à l'impression`, direNonExportees(limitees)].filter(Boolean).join('. ').concat('.'),
    formulaire: {
      adresse: `/commissions/${c.id}/lettres`, bouton: "Noter l'information", annuler: `/commissions/${c.id}`,
      champs: [
        f.cases('dossiers', 'Personnes informées', dossiers.map((d) => ({ code: String(d.id), libelle: `${nomComplet(d)}${d.date_information ? `, informée le ${formaterDate(d.date_information)}` : ''}` })), { obligatoire: true }),
        f.date('date_information', 'Lettre remise ou envoyée le', { obligatoire: true }),
      ],
    },
    lettres: dossiers.map((d) => ({
      plie: c.plie, date: formaterDate(jour), destinataire: nomComplet(d), adresse: [d.adresse, [d.code_postal, d.commune].filter(Boolean).join(' ')].filter(Boolean),
      objet: `Votre candidature au PLIE, commission du ${formaterDate(c.date_seance)}`, paragraphes: paragraphes(c, d).map((p) => p.replaceAll(' :', '\u00a0:')), signataire: acteur.organisation?.nom ?? c.plie,
    })),
  };
}
