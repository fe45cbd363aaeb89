/** The integration file of one person: every check, done or missing, and the proofs seen. */
import { libelle } from '../codes/listes';
import { champs } from '../http/champs';
import { formaterDate, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, nomComplet } from '../lib/texte';
import { RUBRIQUE } from './page';
import type { Dossier } from './queries';
import { justificatifsAttendus, pieces, piecesManquantes, type Piece } from './rules';

const TONS: Record<Piece['etat'], { ton: string; mot: string }> = { FAITE: { ton: 'fait', mot: 'Fait' }, MANQUE: { ton: 'du', mot: 'Manque' }, A_VENIR: { ton: '', mot: 'Après la décision' } };

export function pageDossier({ dossier: d, phaseDiagnostic, jour }: { dossier: Dossier; phaseDiagnostic: boolean; jour: DateCivile }, saisie: Saisie, erreurs: Erreur[]) {
  const toutes = pieces(d, { phaseDiagnostic });
  const manques = piecesManquantes(toutes);
  const vues = d.justificatifs.map((j) => j.type);
  // What is no longer called for, but was seen, may still be taken back.
  const proposees = [...new Set([...justificatifsAttendus(d), ...vues])];
  const f = champs({ vues, date_vue: formaterDate(jour), ...saisie }, erreurs);
  const adresse = `/personnes/${d.personne_id}?orientation=${d.orientation_id}`;
  return {
    titre: "Dossier d'intégration", rubrique: RUBRIQUE, fil: [{ adresse: '/personnes', libelle: 'Personnes' }, { adresse, libelle: nomComplet(d) }], erreurs,
    personne: { nom: nomComplet(d), adresse, situation: `${libelle('ETATS', d.etat)} · orientation du ${formaterDate(d.date_prescription)}` },
    bilan: manques.length ? `${accorder(manques.length, 'pièce manque', 'pièces manquent')} encore.` : 'Le dossier est complet.',
    complet: manques.length === 0,
    seance: d.attendue_id ? { adresse: `/commissions/${d.attendue_id}`, texte: `Inscrit à la commission du ${formaterDate(d.attendue_le)}` } : null,
    pieces: toutes.map((p) => ({ libelle: p.libelle, ...TONS[p.etat], etat: p.etat, date: formaterDate(p.date) })),
    formulaire: {
      adresse: `/orientations/${d.orientation_id}/dossier`, bouton: 'Enregistrer les pièces vues', annuler: adresse,
      champs: [
        f.cache('montrees', vues.join(';')),
        f.cases('vues', 'Pièces vues', proposees.map((code) => {
          const date = d.justificatifs.find((j) => j.type === code)?.date_vue;
          return { code, libelle: `${libelle('JUSTIFICATIFS', code)}${date ? `, vue le ${formaterDate(date)}` : ''}` };
        }), { aide: 'Aucune copie n\'est gardée ici : seulement la date. Décochez une pièce notée par erreur.' }),
        f.date('date_vue', 'Vues le, pour celles que vous cochez', { obligatoire: true }),
      ],
    },
  };
}
