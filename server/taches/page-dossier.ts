/** A dossier: what the PLIE told of it, table after table, what Pôle emploi answered; and the forms of an answer. Pure. */
import { SITUATIONS } from '../../reports/tableau-de-suivi/situation';
import { libelle, LISTES } from '../codes/listes';
import { champs } from '../http/champs';
import { chercherMois, formaterDate, formaterInstant, formaterMois, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { dansLaPhrase, nomComplet } from '../lib/texte';
import { direReponse } from '../retours/rules';
import { ACTES_DU_DOSSIER, MOTIFS_REFUS_PNI, type ActeDuDossier } from './form';
import { adresseDuDossier, identite } from './page';
import type { Dossier, FaitsDuDossier, LigneTache } from './queries';
import { genreDe, RUBRIQUE } from './rules';

const mois = (texte: string): string => { const lu = chercherMois(texte); return lu ? formaterMois(lu) : texte; };
const LIBELLES_ETAT = { A_FAIRE: 'À faire', FAITE: 'Fait', REFUSEE: 'Refusé', CADUQUE: "N'est plus demandé" } as const;
const TONS_ETAT: Record<string, string> = { A_FAIRE: 'du', FAITE: 'fait', REFUSEE: 'retard', CADUQUE: '' };
const LIBELLES_RETOUR: Record<string, string> = { EN_ROUTE: 'à transmettre au PLIE', TRANSMIS: 'transmis au PLIE', APPLIQUE: 'chez le PLIE', A_TRAITER: 'chez le PLIE, à traiter', TRAITE: 'traité par le PLIE' };
const ACTES: Record<ActeDuDossier, string> = { POSER_PNI: 'Poser le PNI', LEVER_PNI: 'Lever le PNI', PPAE: 'Actualiser le PPAE' };

/** A PNI in course is lifted; none can be set while one runs. */
const actesPossibles = (d: Dossier): ActeDuDossier[] => ACTES_DU_DOSSIER.filter((a) => (a === 'POSER_PNI' ? d.date_integration && !d.date_sortie && (!d.pni_debut || d.pni_leve_le) : a === 'LEVER_PNI' ? d.pni_debut && !d.pni_leve_le : d.date_integration));

export function pageDossier(d: Dossier, f: FaitsDuDossier) {
  const adresse = adresseDuDossier(d.id);
  const lignes = (...l: [string, string][]) => l.filter(([, v]) => v).map(([terme, valeur]) => ({ terme, valeur }));
  return {
    titre: nomComplet(d), adresse, rubrique: RUBRIQUE, fil: [RUBRIQUE], identite: identite(d),
    situation: SITUATIONS.find((s) => s.code === d.situation)?.libelle ?? d.situation,
    origine: f.importations[0] ? `D'après le tableau de ${mois(f.importations[0].mois)}` : "D'après le tableau du PLIE",
    actes: actesPossibles(d).map((a) => ({ adresse: `${adresse}/reponse?acte=${a}`, libelle: ACTES[a] })),
    faits: [
      { titre: 'Ce que dit le PLIE', lignes: lignes(
        ['PLIE', d.plie], ['Agence', d.agence ?? 'non indiquée'], ['Prescription', formaterDate(d.date_prescription)], ['Intégration', formaterDate(d.date_integration)],
        ['Refus', d.date_refus ? `${formaterDate(d.date_refus)}, ${dansLaPhrase(libelle('MOTIFS_REFUS', d.motif_refus))}` : ''],
        ['Sortie', d.date_sortie ? `${formaterDate(d.date_sortie)}, ${dansLaPhrase(libelle('MOTIFS_SORTIE', d.motif_sortie))}` : '']) },
      { titre: 'PNI', lignes: lignes(['Du', formaterDate(d.pni_debut)], ["Jusqu'au", formaterDate(d.pni_fin)], ['Levé le', formaterDate(d.pni_leve_le)], ['PPAE actualisé le', formaterDate(d.ppae_actualise_le)]) },
      { titre: 'Accompagnateur', lignes: lignes(['Nom', d.accompagnateur ?? ''], ['Téléphone', d.accompagnateur_telephone ?? ''], ['Courriel', d.accompagnateur_courriel ?? '']) },
    ],
    taches: f.taches.map((t) => ({ mois: mois(t.mois), action: genreDe(t.action).nom[0], etat: LIBELLES_ETAT[t.etat], ton: TONS_ETAT[t.etat] ?? '', detail: [t.date_acte && `au ${formaterDate(t.date_acte)}`, t.par && `par ${t.par}`].filter(Boolean).join(', ') })),
    retours: f.retours.map((r) => ({ texte: direReponse(r), detail: [formaterInstant(r.cree_le), r.par && `par ${r.par}`, LIBELLES_RETOUR[r.etat]].filter(Boolean).join(', ') })),
    etapes: f.etapes.map((e) => ({ texte: e.type, detail: `du ${formaterDate(e.date_debut)}${e.date_fin ? ` au ${formaterDate(e.date_fin)}` : ''}` })),
    absences: f.absences.map((a) => ({ texte: `Convocation du ${formaterDate(a.date_convocation)}`, detail: a.excuse ? 'excusée' : 'non excusée' })),
  };
}

interface Vue { saisie: Saisie; erreurs: Erreur[]; jour: DateCivile }

const situer = (d: { nom: string; prenom: string; date_integration: DateCivile | null; plie: string }, dossierId: number) => ({
  rubrique: RUBRIQUE, fil: [RUBRIQUE, { adresse: adresseDuDossier(dossierId), libelle: nomComplet(d) }],
  personne: { nom: nomComplet(d), adresse: adresseDuDossier(dossierId), depuis: `${d.plie}${d.date_integration ? `, intégrée le ${formaterDate(d.date_integration)}` : ''}` },
});

export function pageReponse(d: Dossier, acte: ActeDuDossier, { saisie, erreurs, jour }: Vue) {
  const f = champs({ date: formaterDate(jour), ...saisie }, erreurs);
  const adresse = adresseDuDossier(d.id);
  return {
    ...situer(d, d.id), titre: ACTES[acte], empechement: null, erreurs,
    avis: acte === 'LEVER_PNI' ? `PNI du ${formaterDate(d.pni_debut)} au ${formaterDate(d.pni_fin)}. Le PLIE en est informé : sans sortie de sa part, l'accompagnateur dira la suite du parcours.` : genreDe(acte).aide,
    formulaire: {
      adresse: `${adresse}/reponse?acte=${acte}`, bouton: ACTES[acte], annuler: adresse,
      champs: [
        f.date('date', genreDe(acte).jour, { obligatoire: true }),
        ...(acte === 'LEVER_PNI' ? [f.choix('motif', 'Motif de la levée', LISTES.MOTIFS_CLOTURE_PNI, { obligatoire: true })] : []),
      ],
    },
  };
}

export function pageRefus(t: LigneTache, { saisie, erreurs, jour }: Vue) {
  const f = champs({ date: formaterDate(jour), ...saisie }, erreurs);
  return {
    ...situer(t, t.dossier_id), titre: 'Refuser le PNI', empechement: t.etat === 'A_FAIRE' ? null : "Cette demande n'attend plus de réponse.", erreurs,
    avis: "Le PNI demandé n'est pas posé. L'accompagnateur en est informé, avec le motif, et dira la suite du parcours.",
    formulaire: {
      adresse: `${RUBRIQUE.adresse}/${t.id}/refuser`, bouton: 'Refuser le PNI', annuler: `${RUBRIQUE.adresse}?action=POSER_PNI`,
      champs: [f.date('date', 'PNI refusé le', { obligatoire: true }), f.choix('motif', 'Motif du refus', MOTIFS_REFUS_PNI, { obligatoire: true })],
    },
  };
}
