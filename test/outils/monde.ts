/**
 * Two territories that must never see each other, with every state of an orientation and every role in each.
 * The walks go through all routes with them; a name that holds the marker of the other territory betrays a leak.
 */
import type request from 'supertest';
import type { Role } from '../../server/acces/acteur';
import { creerLien, empreinteDuJeton } from '../../server/acces/connexion';
import { ecrire } from '../../server/lib/ecriture';
import { horlogeFixe } from '../../server/lib/dates';
import { demarrerEssai, type Essai, type Visiteur } from './application';

export const JOUR = '2025-06-16';

export interface Territoire {
  /** In the name of each of its persons. */
  marqueur: string;
  /** In the name of its organisations and agents. */
  marqueurAgent: string;
  plieId: number;
  plieCode: string;
  agenceId: number;
  conventionId: number;
  regionId: number;
  /** One of each on the orientation EN_PARCOURS. */
  faits: Record<'pni' | 'entretiens' | 'absences' | 'etapes' | 'demandes' | 'prolongations', number>;
  /** A session already held, open: one person awaits a decision, another is adjourned. */
  commissionId: number;
  dossierId: number;
  repriseId: number;
  /** What Pôle emploi received of a person, and what is asked of it. */
  dossierPeId: number;
  tacheId: number;
  /** A monthly table that the agency dropped, and has not confirmed. */
  importationId: number;
  /** What it answered on the orientation EN_PARCOURS, and a workbook of answers not confirmed yet. */
  retourId: number;
  classeurId: number;
  /** On that person, by the accompagnateur. */
  noteId: number;
  /** On the person PRESCRITE, and what else retention knows of the PLIE. */
  suspensionId: number;
  /** On the person REFUSEE, at their request. */
  limitationId: number;
  demandeDroitId: number;
  certificatId: number;
  archiveId: number;
  /** About the accompagnateur, for the DPO of the PLIE. */
  alerteId: number;
  /** Of the PLIE, open, of high risk; nobody was told yet. */
  violationId: number;
  hebergementId: number;
  texteNote: string;
  jalonId: number;
  /** The statement of the year before, noted as sent. */
  releveEnvoiId: number;
  /** Of the accompagnateur's feed. */
  secretCalendrier: string;
  /** Kept by the accompagnateur. */
  filtreId: number;
  /** A session of the day, to which the person PRESCRITE is convened. */
  seanceId: number;
  convocationId: number;
  /** Of the agency: a session and a service. */
  chiffres: Record<'seances' | 'services', number>;
  /** Of April, validated: its encrypted file waits to be sent. */
  envoiId: number;
  /** Of the bilan of 2023, validated: its mail waits to be sent. */
  envoiDeBilanId: number;
  /** Of the year before, open; its first question shows a divergence. */
  enqueteId: number;
  jeton: string;
  personneId: number;
  autrePersonneId: number;
  orientations: Record<'PRESCRITE' | 'ACCUEILLIE' | 'EN_DIAGNOSTIC' | 'REFUSEE' | 'EN_PARCOURS' | 'SORTIE', number>;
  utilisateurs: Record<Role, { id: number; courriel: string }>;
}

export interface Monde {
  essai: Essai;
  ici: Territoire;
  ailleurs: Territoire;
  visiteurs: Record<Role, Visiteur>;
  /** CSRF token of a visitor, read off a page it may see. */
  jeton(visiteur: Visiteur): Promise<string>;
  /** A digest of each table that an act may change: equal before and after means that nothing was written. */
  empreinte(): Promise<Record<string, string>>;
}

async function creerTerritoire(essai: Essai, nom: string, departement: string, region: string): Promise<Territoire> {
  const { fabriques: f, contexte } = essai;
  const [marqueur, marqueurAgent] = [`Personne${nom}`, `Agent${nom}`];
  const { plie, agence } = await f.unTerritoireComplet({}, { departement, region, nom: `PLIE ${marqueurAgent}` });
  await ecrire(contexte.base, contexte.auteur, 'essai', (trx) => trx('organisations').where({ id: agence.id }).update({ nom: `Agence ${marqueurAgent}` }));
  const [convention] = await contexte.base('conventions').where({ plie_id: plie.id }).select<{ id: number }[]>('id');
  const regionale = await f.uneRegion(region);
  const organisationDe: Record<Role, number> = {
    ACCOMPAGNATEUR: plie.id, ANIMATION: plie.id, ADMINISTRATEUR: plie.id, DPO: plie.id,
    CONSEILLER_PE: agence.id, REFERENT_PE: agence.id, CORRESPONDANT_REGIONAL: regionale.id,
  };
  const utilisateurs = {} as Territoire['utilisateurs'];
  for (const [role, organisation_id] of Object.entries(organisationDe) as [Role, number][]) {
    utilisateurs[role] = await f.unUtilisateur({ role, organisation_id, nom: marqueurAgent, prenom: 'Camille' });
  }
  let rang = 0;
  const orienter = async (champs: Record<string, unknown>) => {
    rang += 1;
    const personne = await f.unePersonne({ plie_id: plie.id, nom: `${marqueur} ${rang}`, prenom: 'Alix', identifiant_pe: `${departement}0000${rang}A`, commune: `Ville${nom}`, telephone: '01 02 03 04 05' });
    return f.uneOrientation({ plie_id: plie.id, personne_id: personne.id, agence_id: agence.id, prescripteur_id: utilisateurs.CONSEILLER_PE.id, date_prescription: '2025-01-10', ...champs });
  };
  const contact = { date_contact: '2025-01-20' };
  const diagnostic = { ...contact, date_diagnostic: '2025-01-27' };
  const integration = { ...diagnostic, date_integration: '2025-02-10' };
  const enParcours = await orienter(integration);
  const prescrite = await orienter({ attribuee_a: utilisateurs.ACCOMPAGNATEUR.id });
  const orientations = {
    PRESCRITE: prescrite.id,
    ACCUEILLIE: (await orienter(contact)).id,
    EN_DIAGNOSTIC: (await orienter(diagnostic)).id,
    REFUSEE: (await orienter({ ...contact, date_refus: '2025-02-01', motif_refus: 'DEMENAGEMENT' })).id,
    EN_PARCOURS: enParcours.id,
    SORTIE: (await orienter({ ...integration, date_sortie: '2025-05-30', nature_sortie: 'INITIATIVE_PLIE', motif_sortie: 'FIN_DE_PARCOURS' })).id,
  };
  const parcours = { plie_id: plie.id, orientation_id: enParcours.id };
  await f.inserer('referents', { ...parcours, utilisateur_id: utilisateurs.ACCOMPAGNATEUR.id, date_debut: '2025-02-10' });
  const faits = {
    pni: (await f.inserer('pni', { ...parcours, personne_id: enParcours.personne_id, date_demande: '2025-02-10' })).id,
    entretiens: (await f.inserer('entretiens', { ...parcours, date_entretien: '2025-03-04' })).id,
    absences: (await f.inserer('absences', { ...parcours, date_convocation: '2025-04-01' })).id,
    etapes: (await f.inserer('etapes', { ...parcours, type: 'ATELIER', date_debut: '2025-03-10' })).id,
    demandes: (await f.inserer('demandes_pe', { ...parcours, type: 'PERMIS_B', date_demande: '2025-03-12' })).id,
    prolongations: (await f.inserer('prolongations', { ...parcours, date_decision: '2025-05-02', date_fin: '2027-08-31', instance: 'DIRECTION_PLIE', raison: 'FORMATION_EN_COURS' })).id,
  };
  await f.inserer('sorties', { plie_id: plie.id, orientation_id: orientations.SORTIE, origine: 'DERIVEE', regle: '1', explication: 'Fin de parcours sans solution.' });
  const commission = await f.inserer('commissions', { plie_id: plie.id, date_seance: '2025-06-12', lieu: `Salle ${marqueurAgent}`, membres: ['ANIMATION_PLIE', 'POLE_EMPLOI'] });
  const dossier = await f.inserer('commission_dossiers', { plie_id: plie.id, commission_id: commission.id, orientation_id: orientations.ACCUEILLIE });
  await f.inserer('commission_dossiers', { plie_id: plie.id, commission_id: commission.id, orientation_id: orientations.EN_DIAGNOSTIC, decision: 'AJOURNER', motif_ajournement: 'DOSSIER_INCOMPLET' });
  const seance = await f.inserer('seances', { plie_id: plie.id, type: 'COLLECTIF', date_seance: JOUR, heure: '09:30', lieu: `Salle ${marqueurAgent}` });
  const convocation = await f.inserer('convocations', { plie_id: plie.id, seance_id: seance.id, orientation_id: prescrite.id, personne_id: prescrite.personne_id, heure: '09:30' });
  const reprise = await f.inserer('reprises', { plie_id: plie.id, utilisateur_id: utilisateurs.ANIMATION.id, nom_fichier: `${marqueur}.xlsx`, etat: 'TERMINEE', avancement: 100, rapport: JSON.stringify({}) });
  const importation = await f.uneImportation({ plie_id: plie.id, agence_id: agence.id });
  const dossierPe = await f.unDossierPe({ plie_id: plie.id, agence_id: agence.id, importation_id: importation.id, nom: `${marqueur} 1` });
  const tache = await f.uneTachePe(dossierPe, 'POSER_PNI');
  const recue = await f.inserer('importations', { plie_id: plie.id, agence_id: agence.id, utilisateur_id: utilisateurs.REFERENT_PE.id, mois: '2025-05', empreinte: 'a'.repeat(64), nom_fichier: `${marqueur}.xlsx` });
  await contexte.base('importation_contenus').insert({ plie_id: plie.id, importation_id: recue.id, ...Object.fromEntries(Object.entries(contenuRecu(marqueur)).map(([colonne, valeur]) => [colonne, JSON.stringify(valeur)])) });
  const surRetour = { plie_id: plie.id, nom: `${marqueur} 1`, prenom: 'Alix', date_naissance: '1985-04-12' };
  const retour = await f.inserer('retours_pe', { ...surRetour, orientation_id: enParcours.id, origine: 'CLASSEUR', etat: 'A_TRAITER', pni_leve_le: '2025-05-20', motif_levee: 'CONTRAT_IAE' });
  const classeur = await f.inserer('classeurs_retour', { plie_id: plie.id, nom_fichier: `${marqueur}.xlsx`, contenu: JSON.stringify({ titres: [], remarques: [], lignes: [], choix: {} }) });
  const texteNote = `Rappeler ${marqueur} la semaine prochaine`;
  const note = await f.inserer('notes', { plie_id: plie.id, personne_id: enParcours.personne_id, auteur_id: utilisateurs.ACCOMPAGNATEUR.id, instant: '2025-05-12T08:00:00Z', texte: texteNote });
  const alerte = await f.inserer('alertes_usage', { organisation_id: plie.id, utilisateur_id: utilisateurs.ACCOMPAGNATEUR.id, genre: 'FICHES_OUVERTES', debut: '2025-06-12T08:00:00Z', fin: '2025-06-12T08:40:00Z', nombre: 64, seuil: 50 });
  const suspension = await f.inserer('suspensions_effacement', { plie_id: plie.id, personne_id: prescrite.personne_id, motif: 'CONTROLE', debut: '2025-05-02' });
  const refusee = (await contexte.base('orientations').where({ id: orientations.REFUSEE }).first<{ personne_id: number }>('personne_id'));
  const limitation = await f.inserer('suspensions_effacement', { plie_id: plie.id, personne_id: refusee.personne_id, motif: 'DEMANDE_DE_LA_PERSONNE', debut: '2025-05-02' });
  const certificat = await f.inserer('certificats_destruction', { plie_id: plie.id, le: '2025-05-02', contenu: JSON.stringify([{ genre: 'PERSONNE', regle: 'SORTIE', nombre: 3 }]), empreinte: 'c'.repeat(64) });
  const archive = await f.inserer('archives_fse', { plie_id: plie.id, personne_id: enParcours.personne_id, archive_le: '2025-05-02', contenu: JSON.stringify({ personne: { nom: marqueur, prenom: 'Alix' }, parcours: [] }) });
  const demandeDroit = await f.inserer('demandes_droits', { plie_id: plie.id, personne_id: enParcours.personne_id, type: 'ACCES', canal: 'LETTRE', recue_le: '2025-06-02', identite_moyen: 'COPIE_DE_PIECE', identite_le: '2025-06-03' });
  const jalon = await f.inserer('jalons', { plie_id: plie.id, type: 'COMITE_PILOTAGE_PLIE', date_jalon: '2025-06-24', fait: false });
  const releveEnvoi = await f.inserer('releve_envois', { plie_id: plie.id, annee: 2024, date_envoi: '2025-04-22', destinataire: `boite-${marqueurAgent}@exemple.test`, definitions: '1', empreinte: 'c'.repeat(64) });
  const secretCalendrier = `secret-${nom}`;
  await f.inserer('flux_calendrier', { utilisateur_id: utilisateurs.ACCOMPAGNATEUR.id, empreinte: empreinteDuJeton(secretCalendrier), cree_le: '2025-06-01T08:00:00Z' });
  const violation = await f.inserer('violations', { organisation_id: plie.id, decouverte_le: '2025-06-15T08:00:00Z', ouverte_le: '2025-06-15T09:00:00Z', nature: 'VOL', personnes: ['ACCOMPAGNEES'], donnees: ['IDENTITE'], mesures: [], risque: 'ELEVE' });
  await f.inserer('violation_conventions', { violation_id: violation.id, convention_id: convention!.id });
  for (const organisation_id of [plie.id, agence.id]) await f.inserer('correspondants', { organisation_id, domaine: 'SECURITE', nom: marqueurAgent, courriel: `securite-${organisation_id}-${marqueurAgent.toLowerCase()}@exemple.test`, depuis_le: '2025-01-06' });
  const hebergement = await f.inserer('hebergements', { organisation_id: plie.id, usage: 'HEBERGEMENT', prestataire: `Service ${marqueurAgent}`, pays: 'FR', depuis_le: '2025-01-06' });
  const filtre = await f.inserer('filtres', { utilisateur_id: utilisateurs.ACCOMPAGNATEUR.id, nom: `À convoquer, ${marqueurAgent}`, parametres: JSON.stringify({ etat: 'PRESCRITE' }) });
  const chiffres = {
    seances: (await f.inserer('informations_collectives', { plie_id: plie.id, agence_id: agence.id, date_session: '2025-03-06', convoques: 12, presents: 9 })).id,
    services: (await f.inserer('services_pe', { plie_id: plie.id, agence_id: agence.id, mois: '2025-03', type: 'ATELIER', nombre: 7 })).id,
  };
  const tableau = await f.inserer('tableaux', { plie_id: plie.id, mois: '2025-04', etape: 'CONTROLE', controle_le: '2025-05-02T08:00:00Z', controles: '[]' });
  await ecrire(contexte.base, contexte.auteur, 'essai', (trx) => trx('tableau_lignes').insert({ plie_id: plie.id, tableau_id: tableau.id, feuille: 'ORIENTATIONS', rang: 1, orientation_id: enParcours.id, cellules: JSON.stringify([marqueur, 'Alix']) }));
  const entete = { plie: { nom: plie.nom, code: plie.code }, agence: null, mois: '2025-04', typesEtape: [] };
  await ecrire(contexte.base, contexte.auteur, 'essai', (trx) => trx('tableaux').where({ plie_id: plie.id, id: tableau.id }).update({ etape: 'VALIDE', valide_le: '2025-05-03T08:00:00Z', valide_par: utilisateurs.ANIMATION.id, format: '1', entete: JSON.stringify(entete), empreinte: 'a'.repeat(64) }));
  const envoi = await f.inserer('transmissions', { plie_id: plie.id, tableau_id: tableau.id, utilisateur_id: utilisateurs.ANIMATION.id, empreinte: 'b'.repeat(64), canal_fichier: 'COURRIEL', canal_cle: 'TELEPHONE', destinataire: 'boite@exemple.test', contenu: Buffer.from('chiffré'), prepare_le: new Date().toISOString() });
  const bilan = await f.unBilanValide({ plie_id: plie.id, annee: 2023 });
  const envoiDeBilan = await f.inserer('bilan_envois', { plie_id: plie.id, bilan_id: bilan.id, numero: 1, destinataire: `region-${marqueurAgent}@exemple.test`, par_serveur: false, empreinte_document: 'c'.repeat(64), empreinte_classeur: 'd'.repeat(64), message: Buffer.from('Bonjour,') });
  // Question 1: the parties differ; the others wait.
  const enquete = await f.inserer('enquetes', { region_code: region, annee: 2024, date_limite: '2025-06-30' });
  for (const [partie, reponse] of [['PLIE', 'MOYEN'], ['POLE_EMPLOI', 'TOUT_A_FAIT']]) await f.inserer('enquete_reponses', { plie_id: plie.id, enquete_id: enquete.id, partie, question: 1, reponse, argument: `Réunion avec ${marqueurAgent}` });
  const lien = await ecrire(contexte.base, contexte.auteur, 'essai', (trx) => creerLien(trx, horlogeFixe(JOUR), utilisateurs.ACCOMPAGNATEUR.id, ''));
  return {
    marqueur, marqueurAgent, plieId: plie.id, plieCode: plie.code, agenceId: agence.id, conventionId: convention!.id, regionId: regionale.id, faits, commissionId: commission.id, dossierId: dossier.id, repriseId: reprise.id, importationId: recue.id, seanceId: seance.id, convocationId: convocation.id,
    jeton: lien.slice(lien.lastIndexOf('/') + 1), personneId: enParcours.personne_id, autrePersonneId: prescrite.personne_id, orientations, utilisateurs,
    dossierPeId: dossierPe.id, tacheId: tache.id, retourId: retour.id, classeurId: classeur.id,
    jalonId: jalon.id, releveEnvoiId: releveEnvoi.id, secretCalendrier, noteId: note.id, suspensionId: suspension.id, limitationId: limitation.id, demandeDroitId: demandeDroit.id, certificatId: certificat.id, archiveId: archive.id, alerteId: alerte.id, violationId: violation.id, hebergementId: hebergement.id, texteNote, filtreId: filtre.id, chiffres, envoiId: envoi.id, envoiDeBilanId: envoiDeBilan.id, enqueteId: enquete.id,
  };
}

/** Tables that a refused request may touch: who came, and what they looked at. */
const LIBRES = ['sessions', 'echecs_connexion', 'journal_actes', 'formulaires', 'migrations', 'migrations_lock'];

export async function creerMonde(): Promise<Monde> {
  const essai = await demarrerEssai(JOUR);
  const ici = await creerTerritoire(essai, 'Aulnaie', '06', 'PACA');
  const ailleurs = await creerTerritoire(essai, 'Bruyere', '31', 'OCC');
  const visiteurs = {} as Monde['visiteurs'];
  for (const [role, { courriel }] of Object.entries(ici.utilisateurs) as [Role, { courriel: string }][]) visiteurs[role] = await essai.connecter(courriel);
  const tables = ((await essai.contexte.base.raw<{ rows: { nom: string }[] }>("select tablename as nom from pg_tables where schemaname = 'public' order by 1")).rows).map((t) => t.nom).filter((t) => !LIBRES.includes(t));
  const compter = tables.map((t) => `select '${t}' as nom, count(*) || ':' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as valeur from ${t} t`).join(' union all ');
  return {
    essai, ici, ailleurs, visiteurs,
    jeton: async (visiteur) => jetonDe(await visiteur.get('/accessibilite')),
    empreinte: async () => Object.fromEntries((await essai.contexte.base.raw<{ rows: { nom: string; valeur: string }[] }>(compter)).rows.map((r) => [r.nom, r.valeur])),
  };
}

/** What was read of a table: one row that could not be understood, and nothing else. */
function contenuRecu(marqueur: string) {
  const fautes = [{ colonne: 'Date de naissance', valeur: 'hier soir', raison: 'Ce n\'est pas une date.' }];
  const tableau = { presents: ['nom', 'prenom'], lignes: [], fautives: [{ n: 2, qui: marqueur, cellules: [marqueur, 'Alix'], fautes }] };
  const aucune = { lues: 0, NOUVELLE: 0, MODIFIEE: 0, INCHANGEE: 0, A_RAPPROCHER: 0, REFUSEE: 0, AUTRE_AGENCE: 0, averties: 0 };
  return {
    lecture: { informations: null, empreinte: 'a'.repeat(64), remarques: [], tableau, etapes: null, absences: null, corrections: null }, reponses: {},
    examen: {
      lignes: [{ f: 'Tableau de suivi', n: 2, qui: marqueur, sort: 'REFUSEE', averti: false, d: fautes }], questions: [], demandes: {}, caduques: 0, retires: { etapes: 0, absences: 0 },
      comptes: { 'Tableau de suivi': { ...aucune, lues: 1, REFUSEE: 1 }, Étapes: aucune, Absences: aucune, Corrections: aucune },
    },
  };
}

export const jetonDe = (reponse: request.Response): string => /name="_csrf" value="([^"]*)"/.exec(reponse.text)?.[1] ?? '';
