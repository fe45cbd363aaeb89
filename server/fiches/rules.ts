/** What stands on a fiche de liaison, in the order in which it is read. Pure. Source: domaine §3 (contents), §10 (notice). */
import { LISTES, libelle } from '../codes/listes';
import { formaterDate } from '../lib/dates';
import { nomComplet } from '../lib/texte';
import type { Fiche, Situation } from './queries';

export interface Couple { terme: string; valeur: string }
export interface Case { libelle: string; cochee: boolean }

export interface ContenuFiche {
  chapeau: string;
  parties: Couple[];
  personne: Couple[];
  /** Null when Pôle emploi did not give it: it is then not Pôle emploi's to receive. */
  situation: { cases: Case[]; freins: Case[] } | null;
  suites: { entetes: string[]; dates: string[]; refus: string | null };
  notice: string[];
  signatures: { titre: string; texte: string }[];
}

const couple = (terme: string, valeur: string | null | undefined): Couple => ({ terme, valeur: valeur || '' });
const reunir = (...textes: (string | null)[]): string => textes.filter(Boolean).join(', ');

function cases(s: Situation): Case[] {
  return [
    ...LISTES.MINIMA_SOCIAUX.filter((m) => m.code !== 'AUCUN').map((m) => ({ libelle: m.code === 'AUTRE' ? 'Autre minimum social' : m.libelle, cochee: s.minimum_social === m.code })),
    { libelle: 'Aucun minimum social', cochee: s.minimum_social === 'AUCUN' },
    { libelle: 'RQTH (handicap)', cochee: s.rqth === true },
    { libelle: 'DELD (longue durée)', cochee: s.deld === true },
  ];
}

/** What the person is told at the foot: why, who sees it, how long, and their rights. */
function notice(f: Fiche): string[] {
  const duree = f.fse
    ? "Si vous y entrez, vos données sont effacées à la fin de la période de suivi ; comme le Fonds social européen finance cet accompagnement, ce que son contrôle demande est conservé à part, sous accès restreint, au plus 10 ans après la fin de la convention."
    : "Si vous y entrez, vos données sont effacées au plus tard 6 mois après la fin de votre accompagnement, 30 mois après son début et 6 mois après la fin de la convention.";
  return [
    "À quoi servent ces renseignements. Ils permettent au PLIE de vous proposer un accompagnement vers l'emploi, à Pôle emploi de savoir quelle suite est donnée à cette orientation, et aux deux de compter leurs résultats, sans votre nom. Seules les personnes chargées de votre suivi au PLIE et dans votre agence les voient.",
    `Combien de temps. Si vous n'entrez pas au PLIE, vos données y sont effacées 30 jours après que Pôle emploi en a été informé. ${duree}`,
    "Vos droits. Vous pouvez demander à voir ce qui est gardé sur vous, à le faire corriger ou effacer, à en limiter l'usage ou à vous y opposer : adressez-vous au délégué à la protection des données du PLIE ou de Pôle emploi, qui vous répond en un mois. Vous pouvez aussi saisir la CNIL.",
  ];
}

export function contenuFiche(f: Fiche): ContenuFiche {
  const parPoleEmploi = f.prescripteur === 'POLE_EMPLOI';
  const agent = f.agent_nom ? nomComplet({ nom: f.agent_nom, prenom: f.agent_prenom ?? '' }) : '';
  return {
    chapeau: `Orientation n° ${f.id}, prescrite le ${formaterDate(f.date_prescription)}${f.mode_orientation ? `, ${libelle('MODES_ORIENTATION', f.mode_orientation).toLowerCase()}` : ''}`,
    parties: [
      couple('PLIE destinataire', f.plie_nom),
      couple(parPoleEmploi ? 'Agence Pôle emploi' : 'Prescripteur', parPoleEmploi ? (f.agence_nom ?? 'Non renseignée') : reunir(libelle('PRESCRIPTEURS', f.prescripteur), f.agence_nom && `agence de rattachement : ${f.agence_nom}`)),
      couple('Adresse et téléphone du PLIE', reunir(f.plie_adresse, f.plie_telephone)),
      couple("Adresse et téléphone de l'agence", reunir(f.agence_adresse, f.agence_telephone)),
      couple('Agent qui prescrit', reunir(agent, f.agent_fonction)),
      couple("Joindre l'agent", reunir(f.agent_telephone, f.agent_courriel)),
    ],
    personne: [
      couple('Nom et prénom', nomComplet(f)),
      couple('Date de naissance', formaterDate(f.date_naissance)),
      couple('Identifiant Pôle emploi', [f.identifiant_pe, f.zone_pe].filter(Boolean).join(' ')),
      couple('Identifiant CAF', f.identifiant_caf),
      couple('Adresse', reunir(f.adresse, [f.code_postal, f.commune].filter(Boolean).join(' '))),
      couple('Téléphone', f.telephone),
      couple('Courriel (avec son accord)', f.courriel),
    ],
    situation: { cases: cases(f), freins: LISTES.FREINS.map((x) => ({ libelle: x.libelle, cochee: f.freins.includes(x.code) })) },
    suites: {
      entetes: ['Prescription', 'Premier contact', 'Diagnostic', 'Décision', 'Intégration', 'Refus', 'Sortie'],
      dates: [f.date_prescription, f.date_contact, f.date_diagnostic, f.date_decision, f.date_integration, f.date_refus, f.date_sortie].map((d) => formaterDate(d)),
      refus: f.motif_refus && `Motif du refus : ${libelle('MOTIFS_REFUS', f.motif_refus)}.`,
    },
    notice: notice(f),
    signatures: [
      { titre: 'La personne orientée', texte: f.date_information ? `A pris connaissance de l'information ci-dessus le ${formaterDate(f.date_information)}. Signature :` : "J'ai pris connaissance de l'information ci-dessus. Date et signature :" },
      { titre: "L'agent qui prescrit", texte: agent ? `${agent}. Date et signature :` : 'Nom, date et signature :' },
    ],
  };
}

/** The same fiche as it may go back to Pôle emploi: the situation of one whom it did not prescribe is not its own (data annexe B). */
export const contenuPourPoleEmploi = (f: Fiche): ContenuFiche => ({ ...contenuFiche(f), ...(f.prescripteur === 'POLE_EMPLOI' ? {} : { situation: null }) });
