/** The closed lists of the code are those that the database accepts. */
import { ACTIONS, SITUATIONS } from '../../reports/tableau-de-suivi/situation';
import { LISTES, type NomDeListe } from '../../server/codes/listes';
import { ROLES } from '../../server/acces/acteur';
import { creerBaseDeTest } from '../outils/moteur';

/** Each checked column, and the list it follows. */
const COLONNES: Record<string, NomDeListe> = {
  'avis_absence.canal_fichier': 'CANAUX', 'avis_absence.canal_cle': 'CANAUX', 'avis_absence.etat': 'ETATS_AVIS',
  'bilans.etape': 'ETAPES_BILAN', 'bilan_etapes.etape': 'ETAPES_BILAN', 'bilan_relances.etat': 'ETATS_AVIS', 'bilan_envois.etat': 'ETATS_AVIS',
  'tableaux.etape': 'ETAPES_TABLEAU', 'transmissions.canal_fichier': 'CANAUX_FICHIER', 'transmissions.canal_cle': 'CANAUX', 'transmissions.etat': 'ETATS_AVIS',
  'orientations.prescripteur': 'PRESCRIPTEURS', 'orientations.mode_orientation': 'MODES_ORIENTATION', 'orientations.type_contact': 'TYPES_CONTACT',
  'orientations.minimum_social': 'MINIMA_SOCIAUX', 'orientations.freins': 'FREINS', 'orientations.motif_refus': 'MOTIFS_REFUS',
  'orientations.motif_sortie': 'MOTIFS_SORTIE', 'orientations.nature_sortie': 'NATURES_SORTIE',
  'personnes.minimum_social': 'MINIMA_SOCIAUX', 'personnes.freins': 'FREINS', 'personnes.sexe': 'SEXES',
  'pni.motif_cloture': 'MOTIFS_CLOTURE_PNI', 'etapes.resultat': 'RESULTATS_ETAPE',
  'demandes_pe.type': 'TYPES_DEMANDE_PE', 'demandes_pe.reponse': 'REPONSES_DEMANDE_PE',
  'seances.type': 'TYPES_CONTACT', 'convocations.presence': 'PRESENCES',
  'prolongations.instance': 'INSTANCES', 'prolongations.raison': 'RAISONS_PROLONGATION',
  'suivis_emploi.contrat': 'CONTRATS', 'suivis_emploi.titre': 'TITRES_FORMATION', 'suivis_emploi.preuve': 'PREUVES',
  'commissions.membres': 'FONCTIONS_COMMISSION', 'commission_dossiers.decision': 'DECISIONS_COMMISSION', 'commission_dossiers.motif_ajournement': 'MOTIFS_AJOURNEMENT', 'justificatifs.type': 'JUSTIFICATIFS',
  'conventions.orientations_ic': 'ORIENTATIONS_IC', 'conventions.perimetre_sorties': 'PERIMETRES_SORTIES', 'conventions.mode_integration': 'MODES_INTEGRATION',
  'jalons.type': 'TYPES_JALON', 'rappels_reglages.genres': 'GENRES_ECHEANCE',
  'convention_correspondants.partie': 'PARTIES', 'convention_correspondants.domaine': 'DOMAINES_DE_CONVENTION', 'correspondants.domaine': 'DOMAINES_D_ORGANISATION', 'hebergements.usage': 'USAGES_HEBERGEMENT', 'hebergements.pays': 'PAYS_UE', 'utilisateurs.role': 'ROLES',
  'retours_pe.motif_levee': 'MOTIFS_CLOTURE_PNI', 'services_pe.type': 'TYPES_DEMANDE_PE', 'declarations_pe.chiffre': 'CHIFFRES_PE', 'declarations_pe.etat': 'ETATS_DECLARATION_PE',
  'enquete_reponses.partie': 'PARTIES', 'enquete_reponses.reponse': 'REPONSES_ENQUETE', 'enquete_accords.reponse': 'REPONSES_ENQUETE', 'enquete_relances.partie': 'PARTIES', 'enquete_relances.etat': 'ETATS_AVIS',
  'politiques_conservation.modele': 'MODELES_CONSERVATION', 'effacements.regle': 'REGLES_EFFACEMENT', 'effacements.genre': 'GENRES_EFFACEMENT', 'suspensions_effacement.motif': 'MOTIFS_SUSPENSION', 'suspensions_effacement.motif_levee': 'MOTIFS_LEVEE', 'suspensions_effacement.prevenue_par': 'CANAUX_DEMANDE_DROIT',
  'limitation_exceptions.pour': 'USAGES_LIMITES', 'limitation_exceptions.motif': 'MOTIFS_EXCEPTION',
  'demandes_droits.type': 'TYPES_DEMANDE_DROIT', 'demandes_droits.canal': 'CANAUX_DEMANDE_DROIT', 'demandes_droits.identite_moyen': 'MOYENS_IDENTITE', 'demandes_droits.reponse': 'REPONSES_DROIT', 'demandes_droits.motif_refus': 'MOTIFS_REFUS_DROIT', 'demandes_droits.prolongation': 'RAISONS_PROLONGATION_DROIT',
  'alertes_usage.genre': 'GENRES_ALERTE', 'alertes_usage.suite': 'SUITES_ALERTE',
  'violations.nature': 'NATURES_VIOLATION', 'violations.personnes': 'PERSONNES_VIOLATION', 'violations.donnees': 'DONNEES_VIOLATION', 'violations.mesures': 'MESURES_VIOLATION', 'violations.risque': 'RISQUES_VIOLATION', 'violations.raison_sans_risque': 'RAISONS_SANS_RISQUE', 'violations.motif_sans_objet': 'MOTIFS_SANS_OBJET',
  'violation_annonces.destinataire': 'DESTINATAIRES_ANNONCE', 'violation_annonces.objet': 'OBJETS_ANNONCE', 'violation_annonces.canal': 'CANAUX_ANNONCE',
  'taches_pe.motif': 'MOTIFS_CLOTURE_PNI', 'retours_pe.suite': 'SUITES_RETOUR',
};
/** Those of the monthly table, whose lists are the file's own. */
const DU_TABLEAU: Record<string, readonly { code: string }[]> = { 'dossiers_pe.situation': SITUATIONS, 'taches_pe.action': ACTIONS };
/** Codes that only the code reads: no list of choices is shown for them. */
const INTERNES = ['classeurs_retour.etat', 'codes.liste', 'importations.etat', 'journal_lignes.operation', 'organisations.type', 'orientations.origine', 'personnes.origine', 'rappels.etat', 'reprises.etat', 'retours_pe.etat', 'retours_pe.origine', 'sauvegardes.etat', 'sauvegardes.raison', 'sorties.origine', 'suivis_emploi.nature', 'tableau_lignes.feuille', 'taches_pe.etat'];

test('chaque liste fermée est celle de la contrainte, ni plus ni moins', async () => {
  const essai = await creerBaseDeTest();
  const { rows } = await essai.base.raw<{ rows: { nom: string; definition: string }[] }>(`
    select c.conrelid::regclass || '.' || a.attname as nom, pg_get_constraintdef(c.oid) as definition
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'c' and c.connamespace = 'public'::regnamespace and cardinality(c.conkey) = 1 and pg_get_constraintdef(c.oid) like '%ARRAY[%::text%'`);
  await essai.fermer();
  const enBase = Object.fromEntries(rows.map((r) => [r.nom, [...r.definition.matchAll(/'([^']+)'::text/g)].map((m) => m[1]!)]));
  for (const [colonne, liste] of Object.entries(COLONNES)) expect([colonne, enBase[colonne]]).toEqual([colonne, LISTES[liste].map((c) => c.code)]);
  for (const [colonne, liste] of Object.entries(DU_TABLEAU)) expect([colonne, enBase[colonne]]).toEqual([colonne, liste.map((c) => c.code)]);
  expect(Object.keys(enBase).filter((c) => !COLONNES[c] && !DU_TABLEAU[c]).sort()).toEqual(INTERNES);
});

test('les rôles de la liste sont ceux que l\'accès connaît', () => {
  expect(LISTES.ROLES.map((r) => r.code)).toEqual(ROLES);
});

test('codes et libellés ne se répètent pas dans une liste', () => {
  for (const liste of Object.values(LISTES)) {
    expect(new Set(liste.map((c) => c.code)).size).toBe(liste.length);
    expect(new Set(liste.map((c) => c.libelle)).size).toBe(liste.length);
  }
});

test('les motifs de sortie se ramènent aux dix de l\'échange', () => {
  const echanges = new Set<string>(LISTES.MOTIFS_SORTIE.map((m) => m.echange));
  expect(echanges.size).toBe(10);
  for (const code of echanges) expect(LISTES.MOTIFS_SORTIE.some((m) => m.code === code && m.echange === code)).toBe(true);
});
