/** The sessions: their list, one of them with the persons presented, the form of its date and place. */
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import { LISTES, libelle, type CodeDe } from '../codes/listes';
import { champs } from '../http/champs';
import { ajouterJours, formaterDate, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, dansLaPhrase, nomComplet } from '../lib/texte';
import type { Commission, CommissionComptee, Dossier, DossierPresente } from './queries';
import { estPresentable, JOURS_POUR_DECIDER, ordonnerCandidats, pieces, piecesManquantes } from './rules';

export const RUBRIQUE = { adresse: '/commissions', libelle: 'Commissions' };

type Mode = CodeDe<'MODES_INTEGRATION'> | null;

/** What the convention says when it has no commission; null when it has one. */
const avisDuMode = (mode: Mode): string | null => (mode === 'ECHANGE_DE_LISTES'
  ? "Votre convention prévoit un échange de listes, sans commission : l'accord se donne par écrit avec Pôle emploi. Vous pouvez tout de même tenir une liste ici ; sa date sera celle de l'accord."
  : null);

/** Where a session stands, in a word. */
function etatDe(c: Commission, attendus: number, presentes: number, jour: DateCivile): { libelle: string; ton: string } {
  if (c.date_cloture) return { libelle: 'Close', ton: 'fait' };
  if (c.date_seance > jour) return { libelle: 'À venir', ton: '' };
  if (!presentes) return { libelle: 'Liste vide', ton: 'du' };
  return attendus ? { libelle: c.date_seance < jour ? 'Décisions à saisir' : "Aujourd'hui", ton: c.date_seance < ajouterJours(jour, -JOURS_POUR_DECIDER) ? 'retard' : 'du' } : { libelle: 'À clore', ton: 'du' };
}

export function pageCommissions({ commissions, mode, aPresenter, acteur, jour }: { commissions: CommissionComptee[]; mode: Mode; aPresenter: number; acteur: Acteur; jour: DateCivile }) {
  return {
    titre: "Commissions d'intégration", rubrique: RUBRIQUE,
    avis: avisDuMode(mode),
    creer: peut(acteur, 'commission.tenir') ? '/commissions/nouvelle' : null,
    aPresenter: aPresenter ? `${accorder(aPresenter, 'personne reçue n\'est inscrite', 'personnes reçues ne sont inscrites')} à aucune séance.` : 'Toutes les personnes reçues sont inscrites à une séance, ou ont leur décision.',
    lignes: commissions.map((c) => {
      const decidees = c.integrer + c.refuser + c.ajourner;
      return {
        adresse: `/commissions/${c.id}`, date: formaterDate(c.date_seance), lieu: c.lieu, presentes: c.presentes, etat: etatDe(c, c.presentes - decidees, c.presentes, jour),
        decisions: [[c.integrer, 'intégration'], [c.refuser, 'refus', 'refus'], [c.ajourner, 'ajournement']].filter(([n]) => n).map(([n, un, plusieurs]) => accorder(n as number, un as string, plusieurs as string | undefined)).join(', '),
        informees: decidees ? `${c.informees} sur ${decidees}` : '',
      };
    }),
  };
}

/** What the file of a person lacks, in one line. */
export function resumeDuDossier(d: Dossier, phaseDiagnostic: boolean) {
  const manques = piecesManquantes(pieces(d, { phaseDiagnostic }));
  return {
    adresse: `/orientations/${d.orientation_id}/dossier`, ton: manques.length ? 'du' : 'fait', etat: manques.length ? accorder(manques.length, 'pièce manque', 'pièces manquent') : 'Complet',
    manques: manques.map((p) => dansLaPhrase(p.libelle)).join(', '), nombre: manques.length,
  };
}

/** « Intégrer », with what follows from it on the orientation as it is today. */
export function decisionPrise(d: DossierPresente): { libelle: string; ton: string; detail: string; suite: { adresse: string; libelle: string } | null } | null {
  if (!d.decision) return null;
  const nom = libelle('DECISIONS_COMMISSION', d.decision);
  if (d.decision === 'REFUSER') return { libelle: nom, ton: 'retard', detail: d.date_refus ? libelle('MOTIFS_REFUS', d.motif_refus) : 'Refus annulé depuis sur la fiche', suite: null };
  if (d.decision === 'AJOURNER') return { libelle: nom, ton: 'du', detail: `${libelle('MOTIFS_AJOURNEMENT', d.motif_ajournement)}${d.suivante_le ? `, revu le ${formaterDate(d.suivante_le)}` : ''}`, suite: null };
  if (d.date_integration) return { libelle: nom, ton: 'fait', detail: `Contrat signé le ${formaterDate(d.date_integration)}, référent ${d.referent ?? 'à désigner'}`, suite: null };
  return { libelle: nom, ton: 'fait', detail: "Contrat d'engagement à signer", suite: d.date_decision ? { adresse: `/orientations/${d.orientation_id}/integration`, libelle: 'Enregistrer la signature' } : null };
}

export interface PreparationSeance {
  commission: Commission;
  dossiers: DossierPresente[];
  candidats: Dossier[];
  phaseDiagnostic: boolean;
  mode: Mode;
  acteur: Acteur;
  jour: DateCivile;
}

export const titreDe = (c: Pick<Commission, 'date_seance'>): string => `Commission du ${formaterDate(c.date_seance)}`;
export const membresDe = (c: Pick<Commission, 'membres'>): string[] => LISTES.FONCTIONS_COMMISSION.filter((f) => c.membres.includes(f.code)).map((f) => f.libelle);

export function pageSeance({ commission: c, dossiers, candidats, phaseDiagnostic, mode, acteur, jour }: PreparationSeance, saisie: Saisie, erreurs: Erreur[]) {
  const ici = `/commissions/${c.id}`;
  const tient = peut(acteur, 'commission.tenir');
  const attendus = dossiers.filter((d) => !d.decision);
  const decides = dossiers.filter((d) => d.decision);
  const ouverte = c.date_cloture === null;
  const coches = saisie.orientations === undefined ? null : [saisie.orientations].flat();
  return {
    titre: titreDe(c), rubrique: RUBRIQUE, fil: [RUBRIQUE], erreurs,
    avis: avisDuMode(mode),
    etat: etatDe(c, attendus.length, dossiers.length, jour),
    faits: [
      { terme: 'Lieu', valeur: c.lieu },
      { terme: 'Membres', valeur: membresDe(c).join(', ') },
      ...(c.date_cloture ? [{ terme: 'Close le', valeur: formaterDate(c.date_cloture) }] : []),
      ...(decides.length ? [{ terme: 'Personnes informées', valeur: `${decides.filter((d) => d.date_information).length} sur ${decides.length}` }] : []),
    ],
    decider: tient && ouverte && attendus.length && c.date_seance <= jour ? `${ici}/decisions` : null,
    clore: tient && ouverte && !attendus.length && dossiers.length ? { adresse: `${ici}/clore`, libelle: 'Clore la séance', classe: 'btn-primary btn-taille' } : null,
    rouvrir: tient && !ouverte ? { adresse: `${ici}/rouvrir`, libelle: 'Rouvrir la séance', classe: 'btn-outline-secondary' } : null,
    annuler: tient && ouverte && !dossiers.length ? { adresse: `${ici}/annuler`, libelle: 'Annuler la séance', classe: 'btn-outline-secondary' } : null,
    modifier: tient && ouverte ? `${ici}/modifier` : null,
    imprimer: dossiers.length ? { adresse: `${ici}/liste`, libelle: decides.length ? 'Relevé de décisions' : 'Ordre du jour' } : null,
    lettres: decides.length ? `${ici}/lettres` : null,
    vide: ouverte ? 'Personne n\'est encore inscrit. Cochez ci-dessous les personnes à présenter.' : 'Personne n\'a été présenté à cette séance.',
    lignes: dossiers.map((d) => ({
      nom: nomComplet(d), adresse: `/personnes/${d.personne_id}?orientation=${d.orientation_id}`, agence: d.agence ?? libelle('PRESCRIPTEURS', d.prescripteur),
      dossier: resumeDuDossier(d, phaseDiagnostic),
      decision: decisionPrise(d) ?? (estPresentable(d.etat) ? null : { libelle: 'À retirer', ton: 'retard', detail: d.date_refus ? `Déjà refusée le ${formaterDate(d.date_refus)}` : `Déjà intégrée le ${formaterDate(d.date_integration)}`, suite: null }),
      attend: c.date_seance > jour ? '' : 'En attente',
      information: formaterDate(d.date_information),
      acte: !ouverte ? null
        : d.decision ? (tient ? { adresse: `${ici}/dossiers/${d.id}/reprendre`, libelle: 'Reprendre', aria: `Reprendre la décision sur ${nomComplet(d)}` } : null)
        : { adresse: `${ici}/dossiers/${d.id}/retirer`, libelle: 'Retirer', aria: `Retirer ${nomComplet(d)} de la liste` },
    })),
    candidats: ouverte ? {
      adresse: `${ici}/inscrire`, erreur: erreurs.find((e) => e.champ === 'orientations')?.message ?? null,
      lignes: ordonnerCandidats(candidats.map((d) => { const dossier = resumeDuDossier(d, phaseDiagnostic); return { d, dossier, manques: dossier.nombre, date_contact: d.date_contact }; })).map(({ d, dossier }) => ({
        id: d.orientation_id, nom: nomComplet(d), adresse: `/personnes/${d.personne_id}?orientation=${d.orientation_id}`, dossier,
        etat: libelle('ETATS', d.etat), contact: formaterDate(d.date_contact), agence: d.agence ?? libelle('PRESCRIPTEURS', d.prescripteur),
        cochee: coches ? coches.includes(String(d.orientation_id)) : dossier.nombre === 0,
      })),
    } : null,
  };
}

export function pageSaisie(commission: Commission | null, mode: Mode, saisie: Saisie, erreurs: Erreur[]) {
  const actuelle: Saisie = commission
    ? { date_seance: formaterDate(commission.date_seance), lieu: commission.lieu, membres: commission.membres }
    : { membres: ['ANIMATION_PLIE', 'ACCOMPAGNATEUR', 'POLE_EMPLOI'] };
  const f = champs(erreurs.length ? saisie : actuelle, erreurs);
  const retour = commission ? `/commissions/${commission.id}` : '/commissions';
  return {
    titre: commission ? `Modifier la séance du ${formaterDate(commission.date_seance)}` : 'Nouvelle séance', rubrique: RUBRIQUE,
    fil: commission ? [RUBRIQUE, { adresse: retour, libelle: titreDe(commission) }] : [RUBRIQUE], erreurs,
    avis: avisDuMode(mode),
    formulaire: {
      adresse: commission ? `${retour}/modifier` : '/commissions/nouvelle', annuler: retour, bouton: commission ? 'Enregistrer' : 'Créer la séance',
      champs: [
        ...(commission ? [f.cache('version', typeof saisie.version === 'string' ? saisie.version : commission.version)] : []),
        f.date('date_seance', 'Jour de la séance', { obligatoire: true }),
        f.texte('lieu', 'Lieu', { obligatoire: true, aide: 'Une salle ou un service, sans nom de personne.', attributs: { maxlength: '120' } }),
        f.cases('membres', 'Fonctions représentées', LISTES.FONCTIONS_COMMISSION, { obligatoire: true, aide: 'Les personnes signeront la liste imprimée.' }),
      ],
    },
  };
}
