/** The whole fictional region on a day: the same day always gives the same rows. Pure: nothing is read, nothing is written. */
import { createHash } from 'node:crypto';
import { JOURS_POUR_PREVENIR } from '../avis/rules';
import { ajouterJours, ajouterMois, anneeDe, dateCivile, type DateCivile } from '../lib/dates';
import type { Role } from '../acces/acteur';
import { ajouterCas, ajouterDoublons, ajouterPersonne, partager } from './cas';
import { compterLesServices, noterLesSeances } from './chiffres';
import { ilYA, jourDeSaison, jourOuvre } from './calendrier';
import { departDe, ouvrirComptes, PARTS, type Organisation } from './comptes';
import { tenirDesCommissions } from './commissions';
import { aucuneConformite, constaterDesUsages, nommerLesResponsables, noterLesViolations, recevoirDesDemandes, type ConformiteDemo, type Ouverture } from './conformite';
import { aucuneEnquete, tenirLesEnquetes, type EnquetesDemo } from './enquete';
import { creerHasard } from './hasard';
import { ajouter, aucunFait, type Faits } from './lignes';
import { ajouterNotes } from './notes';
import { laisserDesParcoursSansReferent, laisserDesSortiesAConfirmer, laisserDesSortiesSansFaits } from './restes';
import { orienter } from './orientations';
import { vivreParcours } from './parcours';
import { inventerNom, telephoneFixe } from './personnes';
import { tenirDesReceptions } from './reception';
import { tenirLesReunions, type JalonDemo } from './reunions';
import { creerPaquets, type Compte, type Paquets, type Seance, type Terrain } from './terrain';
import { AGENCES, DEPARTEMENTS, PLIES, REGION, type PlieDemo } from './territoire';
import { adresse, enAdresse, PRENOMS_F, PRENOMS_H } from './vocabulaire';

const MOIS = 36;
/** Days between two sessions of information collective of an agency. */
const JOURS_ENTRE_SEANCES = 19;

export interface Convention {
  id: number; plie_id: number; agence_id: number; date_debut: DateCivile; date_fin: DateCivile; phase_diagnostic: boolean; orientations_ic: string; perimetre_sorties: string; mode_integration: string; fse: boolean; boite_generique: string;
}
interface Correspondant { id: number; convention_id: number; partie: string; domaine: string; nom: string; fonction: string; telephone: string; courriel: string }

/** All the tables of the demonstration, in the order in which they may be inserted. */
export interface RegionDemo extends Faits, EnquetesDemo, ConformiteDemo {
  organisations: Organisation[];
  plie_agences: { id: number; plie_id: number; agence_id: number; reference: boolean }[];
  conventions: Convention[];
  convention_correspondants: Correspondant[];
  utilisateurs: Compte[];
  objectifs: { id: number; plie_id: number; annee: number; orientations: number | null; integrations: number | null; participants: number | null }[];
  jalons: JalonDemo[];
  /** Of the journal, not a table of facts. */
  ouvertures: Ouverture[];
}

export function inventerRegion(jour: DateCivile): RegionDemo {
  const region: RegionDemo = { organisations: [], plie_agences: [], conventions: [], convention_correspondants: [], utilisateurs: [], objectifs: [], jalons: [], ...aucunFait(), ...aucuneEnquete(), ...aucuneConformite(), ouvertures: [] };
  const regionale = ajouterOrganisation(region, { type: 'REGION', code: REGION.code, nom: `Région ${REGION.nom}`, departement_code: null, region_code: REGION.code });
  const [desPlie, dePoleEmploi] = ouvrir(region, regionale, { CORRESPONDANT_REGIONAL: 2, ADMINISTRATEUR: 1, DPO: 1 });
  desPlie!.fonction = 'Correspondant régional des PLIE';
  dePoleEmploi!.fonction = 'Correspondant régional de Pôle emploi';
  const agences = new Map(AGENCES.map((a) => {
    const organisation = ajouterOrganisation(region, { type: 'AGENCE', code: a.code, nom: a.nom, departement_code: a.departement, region_code: null });
    const comptes = ouvrir(region, organisation, { REFERENT_PE: 1, CONSEILLER_PE: 2 });
    return [a.code, { id: organisation.id, code: a.code, ic: a.ic === true, conseillers: comptes.filter((c) => c.role === 'CONSEILLER_PE') }] as const;
  }));
  const tirer = creerPaquets(creerHasard(`${jour} paquets`));
  const terrains = PLIES.map((plie) => installer(region, plie, plie.agences.map((code) => agences.get(code)!), tirer, jour));
  for (const terrain of terrains) peupler(terrain);
  const trouver = (code: string) => terrains.find((t) => t.plie.code === code)!;
  ajouterCas(trouver('CASA'));
  for (const code of ['CASA', 'MPM-CENTRE', 'NCA']) ajouterDoublons(trouver(code), 3);
  partager(trouver('MPM-EST'), trouver('MPM-OUEST'), 4);
  partager(trouver('CANNES'), trouver('CASA'), 4);
  for (const terrain of terrains) noterLesSeances(terrain);
  const referents = new Map(region.utilisateurs.filter((u) => u.role === 'REFERENT_PE').map((u) => [u.organisation_id, u.id]));
  for (const terrain of terrains) compterLesServices(terrain, referents);
  for (const terrain of terrains) tenirDesReceptions(terrain);
  for (const terrain of terrains) tenirDesCommissions(terrain);
  terrains.forEach(({ plieId }, rang) => tenirLesReunions(region.jalons, plieId, rang, jour));
  const compteDe = (organisationId: number, role: Role) => region.utilisateurs.find((u) => u.organisation_id === organisationId && u.role === role)!;
  tenirLesEnquetes(region, terrains.map((t) => ({ id: t.plieId, code: t.plie.code, comptes: { PLIE: compteDe(t.plieId, 'ANIMATION'), POLE_EMPLOI: compteDe(t.agences[0]!.id, 'REFERENT_PE') } })), REGION.code, desPlie!.id, jour);
  laisserDesParcoursSansReferent(trouver('CASA'));
  laisserDesSortiesAConfirmer(trouver('CASA'));
  for (const terrain of terrains) laisserDesSortiesSansFaits(terrain);
  // One of them has a data-protection officer of its own; the others, that of the region.
  const casa = trouver('CASA');
  const [delegue] = ouvrir(region, region.organisations.find((o) => o.id === casa.plieId)!, { DPO: 1 });
  const deCasa = { faits: region, plieId: casa.plieId, delegue: delegue!, jour };
  nommerLesResponsables(region, region, jour);
  noterLesViolations(region, { organisationId: casa.plieId, conventionId: region.conventions.findLast((c) => c.plie_id === casa.plieId && c.date_debut <= jour)!.id, delegue: delegue!, jour });
  recevoirDesDemandes(region, deCasa);
  region.ouvertures = constaterDesUsages(region, { ...deCasa, agents: casa.accompagnateurs });
  ajouterNotes(region);
  for (const terrain of terrains) prevenirDesAbsences(region, terrain);
  return region;
}

function ajouterOrganisation(region: RegionDemo, champs: Pick<Organisation, 'type' | 'code' | 'nom' | 'departement_code' | 'region_code'>): Organisation {
  const hasard = creerHasard(`organisation ${champs.code}`);
  return ajouter(region.organisations, { ...champs, adresse: adresse(hasard.choisir, hasard.entier(1, 90)), telephone: telephoneFixe(hasard), courriel: `contact@${enAdresse(champs.code)}.exemple.test` });
}

const ouvrir = (region: RegionDemo, organisation: Organisation, roles: Partial<Record<Role, number>>): Compte[] => ouvrirComptes(region.utilisateurs, organisation, roles);

/** The PLIE, its agencies, its conventions and their correspondents, its team, its sessions to come. */
function installer(region: RegionDemo, plie: PlieDemo, agences: Terrain['agences'], tirer: Paquets, jour: DateCivile): Terrain {
  const organisation = ajouterOrganisation(region, { type: 'PLIE', code: plie.code, nom: plie.nom, departement_code: plie.departement, region_code: null });
  agences.forEach(({ id }, rang) => ajouter(region.plie_agences, { plie_id: organisation.id, agence_id: id, reference: rang === 0 }));
  const conventions = plie.conventions.map(({ debut, fin, ...reglages }) => ({
    ...reglages, date_debut: dateCivile(`${anneeDe(jour) + debut[0]}-${debut[1]}`), date_fin: dateCivile(`${anneeDe(jour) + fin[0]}-${fin[1]}`),
  }));
  for (const convention of conventions) {
    const { id } = ajouter(region.conventions, {
      plie_id: organisation.id, agence_id: agences[0]!.id, date_debut: convention.date_debut, date_fin: convention.date_fin, phase_diagnostic: convention.phase_diagnostic ?? true,
      orientations_ic: convention.orientations_ic ?? 'AUCUNE', perimetre_sorties: convention.perimetre_sorties ?? 'PE', mode_integration: convention.mode_integration ?? 'COMMISSION', fse: convention.fse ?? false,
      boite_generique: `plie-pe@${enAdresse(agences[0]!.code)}.exemple.test`,
    });
    nommerLesCorrespondants(region, id, plie.code, agences[0]!.code);
  }
  // A little more than what three years of orientations bring each year; those of the biggest team were never set.
  const parAn = (plie.orientations / 3) * (1 - plie.absents) * plie.integres;
  if (plie.code !== 'MPM-CENTRE') {
    for (const annee of [anneeDe(jour) - 1, anneeDe(jour)]) ajouter(region.objectifs, { plie_id: organisation.id, annee, orientations: Math.round(plie.orientations / 3), integrations: Math.round(parAn * 1.5), participants: plie.accompagnateurs > 3 ? Math.round(parAn * 3.4) : null });
  }
  const comptes = ouvrir(region, organisation, { ANIMATION: 2, ACCOMPAGNATEUR: plie.accompagnateurs + (plie.depart_recent ? 1 : 0) });
  const equipe = comptes.filter((c) => c.role === 'ACCOMPAGNATEUR');
  const partie = equipe[plie.accompagnateurs];
  if (partie) partie.actif = false;
  const accompagnateurs = equipe.slice(0, plie.accompagnateurs).map((compte, rang) => {
    const depart = departDe(jour, plie.code, rang);
    compte.actif = depart === null;
    return { id: compte.id, part: PARTS[rang]!, depart };
  });
  const hasard = creerHasard(`${jour} ${plie.code}`);
  const seances = new Map<number, Seance[]>(conventions.some((c) => (c.orientations_ic ?? 'AUCUNE') !== 'AUCUNE') ? agences.filter((a) => a.ic).map((a, rang) => [a.id, prevoirLesSeances(jour, rang * 8)]) : []);
  return { jour, hasard, plie, plieId: organisation.id, conventions, agences, accompagnateurs, compteFerme: partie?.id ?? null, identifiants: new Set(), seances, faits: region, tirer };
}

const DOMAINES = [['GOUVERNANCE', 'Direction'], ['OPERATIONNEL', 'Suivi des orientations']] as const;

function nommerLesCorrespondants(region: RegionDemo, conventionId: number, plie: string, agence: string): void {
  const hasard = creerHasard(`correspondants ${plie}`);
  for (const [partie, code] of [['PLIE', plie], ['POLE_EMPLOI', agence]] as const) {
    for (const [domaine, fonction] of DOMAINES) {
      const [prenom, nom] = [hasard.choisir(hasard.chance(0.5) ? PRENOMS_F : PRENOMS_H), inventerNom(hasard)];
      ajouter(region.convention_correspondants, {
        convention_id: conventionId, partie, domaine, nom: `${prenom} ${nom.toLocaleUpperCase('fr')}`, fonction, telephone: telephoneFixe(hasard), courriel: `${enAdresse(prenom)}.${enAdresse(nom)}@${enAdresse(code)}.exemple.test`,
      });
    }
  }
}

function prevoirLesSeances(jour: DateCivile, decalage: number): Seance[] {
  const seances: Seance[] = [];
  const hasard = creerHasard(`${jour} séances ${decalage}`);
  for (let date = ilYA(jour, MOIS); date <= jour; date = ajouterJours(date, JOURS_ENTRE_SEANCES)) {
    const seance = jourOuvre(ajouterJours(date, decalage + hasard.entier(0, 3)));
    if (seance <= jour) seances.push({ date: seance, convoques: 0, presents: 0 });
  }
  return seances;
}

/** Three years of orientations in the order of the days; one in twenty is that of a person whose last one is over. */
function peupler(terrain: Terrain): void {
  const { hasard, jour, plie, conventions } = terrain;
  const [debut, derniere] = [ilYA(jour, MOIS), conventions.at(-1)!.date_fin];
  const dates = Array.from({ length: plie.orientations }, () => jourDeSaison(hasard, debut, derniere < jour ? derniere : jour)).sort();
  const terminees: { personneId: number; fin: DateCivile }[] = [];
  for (const date of dates) {
    const retour = hasard.chance(0.06) ? terminees.findIndex((t) => ajouterMois(t.fin, 2) < date) : -1;
    const personne = retour >= 0 ? terrain.faits.personnes[terminees.splice(retour, 1)[0]!.personneId - 1]! : ajouterPersonne(terrain, date);
    const orientation = orienter(terrain, personne, date);
    if (orientation.date_integration) vivreParcours(terrain, orientation);
    const fin = orientation.date_sortie ?? orientation.date_refus;
    if (fin && orientation.motif_sortie !== 'DECES' && orientation.motif_sortie !== 'RETRAITE') terminees.push({ personneId: personne.id, fin });
  }
}

/** The absences of the last weeks: most are told to Pôle emploi, a few are not yet, and one mail in a while did not leave. */
function prevenirDesAbsences(region: RegionDemo, { plieId, jour, plie, conventions }: Terrain): void {
  const convention = conventions.find((c) => c.date_debut <= jour && jour <= c.date_fin);
  const animation = region.utilisateurs.find((u) => u.organisation_id === plieId && u.role === 'ANIMATION')!;
  if (!convention) return;
  const hasard = creerHasard(`${jour} avis ${plie.code}`);
  const boite = region.conventions.find((c) => c.plie_id === plieId && c.date_debut === convention.date_debut)!.boite_generique;
  for (const absence of region.absences.filter((a) => a.plie_id === plieId && a.date_convocation > ajouterJours(jour, -JOURS_POUR_PREVENIR))) {
    const sort = hasard.entier(1, 20);
    if (sort > 15) continue;
    const date = ajouterJours(absence.date_convocation, 1);
    const le = `${date > jour ? jour : date} 09:30:00+01`;
    const parti = sort > 1;
    ajouter(region.avis_absence, {
      plie_id: plieId, orientation_id: absence.orientation_id, absence_id: absence.id, utilisateur_id: animation.id, destinataire: boite, canal_fichier: 'COURRIEL', canal_cle: hasard.choisir(['TELEPHONE', 'TELEPHONE', 'SMS']),
      empreinte: createHash('sha256').update(`avis ${absence.id}`).digest('hex'), etat: parti ? 'ENVOYE' : 'ECHEC', erreur: parti ? null : 'Le serveur de courriel ne répond pas. Réessayez dans quelques minutes ; si cela dure, prévenez votre administrateur.', prepare_le: le, envoye_le: parti ? le : null,
    });
  }
}

export const DEPARTEMENTS_DEMO = DEPARTEMENTS.map((d) => ({ ...d, region_code: REGION.code }));
