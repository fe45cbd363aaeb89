/** The decisions of a session, all on one page: one line a person, sent together. */
import { LISTES, libelle } from '../codes/listes';
import { champs } from '../http/champs';
import { formaterDate } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, nomComplet } from '../lib/texte';
import type { Choix } from '../orientations/queries';
import { resumeDuDossier, RUBRIQUE, titreDe } from './page';
import type { Commission, DossierPresente } from './queries';
import { estPresentable } from './rules';

export interface PreparationDecisions {
  commission: Commission;
  /** Those who still await a decision. */
  dossiers: DossierPresente[];
  suivantes: Pick<Commission, 'id' | 'date_seance' | 'lieu'>[];
  accompagnateurs: Choix[];
  details: Choix[];
  phaseDiagnostic: boolean;
}

export function pageDecisions({ commission: c, dossiers, suivantes, accompagnateurs, details, phaseDiagnostic }: PreparationDecisions, saisie: Saisie, erreurs: Erreur[]) {
  const ici = `/commissions/${c.id}`;
  const f = champs(saisie, erreurs);
  const seances = suivantes.map((s) => ({ code: String(s.id), libelle: `${formaterDate(s.date_seance)}, ${s.lieu}` }));
  // What changed meanwhile has been said on its line: once read, it is sent again on the file as it is.
  const version = (d: DossierPresente) => {
    const montree = saisie[`version_${d.id}`];
    return typeof montree === 'string' && !erreurs.some((e) => e.champ === `version_${d.id}`) ? montree : String(d.version);
  };
  const presentables = dossiers.filter((d) => estPresentable(d.etat));
  return {
    titre: `Décisions de la commission du ${formaterDate(c.date_seance)}`, rubrique: RUBRIQUE, fil: [RUBRIQUE, { adresse: ici, libelle: titreDe(c) }], erreurs,
    annuler: ici, adresse: `${ici}/decisions`,
    compte: accorder(presentables.length, 'personne attend sa décision', 'personnes attendent leur décision'),
    ailleurs: dossiers.filter((d) => !estPresentable(d.etat)).map((d) => ({ nom: nomComplet(d), adresse: `/personnes/${d.personne_id}`, texte: d.date_refus ? `déjà refusée le ${formaterDate(d.date_refus)}` : `déjà intégrée le ${formaterDate(d.date_integration)}` })),
    lignes: presentables.map((d) => ({
      id: d.id, nom: nomComplet(d), fiche: `/personnes/${d.personne_id}?orientation=${d.orientation_id}`, dossier: resumeDuDossier(d, phaseDiagnostic),
      precisions: [d.agence ?? libelle('PRESCRIPTEURS', d.prescripteur), `accueil le ${formaterDate(d.date_contact)}`, ...(d.date_diagnostic ? [`diagnostic le ${formaterDate(d.date_diagnostic)}`] : [])].join(' · '),
      version: f.cache(`version_${d.id}`, version(d)),
      changee: erreurs.some((e) => e.champ === `version_${d.id}`),
      decision: f.choix(`decision_${d.id}`, 'Décision', LISTES.DECISIONS_COMMISSION, { vide: 'Pas encore' }),
      integrer: [
        f.date(`date_integration_${d.id}`, 'Contrat signé le', { aide: 'Vide si le contrat reste à signer.' }),
        f.liste(`utilisateur_id_${d.id}`, 'Référent unique', accompagnateurs),
      ],
      refuser: [
        f.liste(`motif_refus_${d.id}`, 'Motif du refus', LISTES.MOTIFS_REFUS),
        f.liste(`detail_refus_${d.id}`, 'Précision', details, { aide: 'Pour « Ne relève pas » et « Non éligible ».', vide: 'Aucune' }),
      ],
      ajourner: [
        f.liste(`motif_ajournement_${d.id}`, 'Raison', LISTES.MOTIFS_AJOURNEMENT),
        f.liste(`suivante_id_${d.id}`, 'Séance suivante', seances, { vide: seances.length ? 'À fixer' : 'Aucune séance prévue' }),
      ],
    })),
  };
}
