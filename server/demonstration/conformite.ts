/**
 * What a data-protection officer sees to: who answers in each party and where the data are, breaches, requests of persons, an alert of
 * abnormal use with its acts. The PLIE of the tour has one of each; one agency and one PLIE still have something to complete.
 */
import { ajouterHeures, ajouterJours, anneeDe, dateCivile, instantAParis, type DateCivile } from '../lib/dates';
import type { CodeDe } from '../codes/listes';
import { nomComplet } from '../lib/texte';
import type { Correspondant, Hebergement } from '../correspondants/rules';
import type { Organisation } from './comptes';
import { creerHasard } from './hasard';
import { ajouter, type Faits } from './lignes';
import { inventerNom, telephoneFixe } from './personnes';
import type { Compte } from './terrain';
import { enAdresse, PRENOMS_F, PRENOMS_H } from './vocabulaire';

type Rattache<T> = Omit<T, 'version'> & { organisation_id: number };
interface ViolationDemo {
  id: number; organisation_id: number; decouverte_le: string; ouverte_le: string; utilisateur_id: number; nature: CodeDe<'NATURES_VIOLATION'>; personnes: string[]; donnees: string[]; nombre: number | null; mesures: string[];
  mesures_texte: string | null; risque: CodeDe<'RISQUES_VIOLATION'>; raison_sans_risque: CodeDe<'RAISONS_SANS_RISQUE'> | null; close_le: string | null; close_par: number | null;
  sans_objet_le: string | null; sans_objet_par: number | null; motif_sans_objet: CodeDe<'MOTIFS_SANS_OBJET'> | null;
}
interface AnnonceDemo { id: number; violation_id: number; destinataire: 'AUTRE_PARTIE'; convention_id: number; objet: 'ALERTE'; canal: 'COURRIEL'; dite_le: string; notee_le: string; utilisateur_id: number }
interface DemandeDroitDemo {
  id: number; plie_id: number; personne_id: number; type: CodeDe<'TYPES_DEMANDE_DROIT'>; canal: CodeDe<'CANAUX_DEMANDE_DROIT'>; recue_le: DateCivile; identite_moyen: CodeDe<'MOYENS_IDENTITE'> | null; identite_le: DateCivile | null;
  reponse: CodeDe<'REPONSES_DROIT'> | null; motif_refus: CodeDe<'MOTIFS_REFUS_DROIT'> | null; repondue_le: DateCivile | null; utilisateur_id: number | null;
}
interface AlerteDemo {
  id: number; organisation_id: number; utilisateur_id: number; genre: 'FICHES_OUVERTES' | 'EXPORTS_NOMINATIFS'; debut: string; fin: string; nombre: number; seuil: number;
  suite: CodeDe<'SUITES_ALERTE'> | null; suite_par: number | null; suite_le: string | null;
}

export interface ConformiteDemo {
  correspondants: Rattache<Correspondant>[]; hebergements: Rattache<Hebergement>[];
  violations: ViolationDemo[]; violation_conventions: { id: number; violation_id: number; convention_id: number }[]; violation_annonces: AnnonceDemo[];
  demandes_droits: DemandeDroitDemo[]; alertes_usage: AlerteDemo[];
}
export const aucuneConformite = (): ConformiteDemo => ({ correspondants: [], hebergements: [], violations: [], violation_conventions: [], violation_annonces: [], demandes_droits: [], alertes_usage: [] });

/** Those who have not named anybody for security, and those who have not said where their servers are. */
const SANS_SECURITE = ['ARLES'];
const SANS_PAYS = ['CANNES'];
const DELEGUE = 'Délégué à la protection des données';

/** In each party: its contacts, a former one, its countries. Who has an account of data-protection officer is the one of their party. */
export function nommerLesResponsables(demo: ConformiteDemo, { organisations, utilisateurs }: { organisations: readonly Organisation[]; utilisateurs: readonly Compte[] }, jour: DateCivile): void {
  const [avant, depuis] = [dateCivile(`${anneeDe(jour) - 3}-01-08`), dateCivile(`${anneeDe(jour) - 1}-09-02`)];
  for (const o of organisations.filter((x) => x.type !== 'REGION')) {
    const hasard = creerHasard(`responsables ${o.code}`);
    const boite = (nom: string) => `${nom}@${enAdresse(o.code)}.exemple.test`;
    const inventer = (courriel: string) => ({ nom: `${hasard.choisir(hasard.chance(0.5) ? PRENOMS_F : PRENOMS_H)} ${inventerNom(hasard).toLocaleUpperCase('fr')}`, telephone: telephoneFixe(hasard), courriel });
    const nommer = (domaine: Correspondant['domaine'], fonction: string, qui: Pick<Correspondant, 'nom' | 'telephone' | 'courriel'>, du: DateCivile, au: DateCivile | null) =>
      ajouter(demo.correspondants, { organisation_id: o.id, domaine, ...qui, fonction, depuis_le: du, jusqu_au: au });
    const compte = utilisateurs.find((u) => u.organisation_id === o.id && u.role === 'DPO');
    nommer('DONNEES_PERSONNELLES', DELEGUE, inventer(boite('dpo')), avant, ajouterJours(depuis, -1));
    nommer('DONNEES_PERSONNELLES', DELEGUE, compte ? { nom: nomComplet(compte), telephone: compte.telephone, courriel: compte.courriel } : inventer(boite('dpo')), depuis, null);
    if (!SANS_SECURITE.includes(o.code)) nommer('SECURITE', 'Responsable de la sécurité des systèmes', inventer(boite('securite')), avant, null);
    if (SANS_PAYS.includes(o.code)) continue;
    const loger = (usage: Hebergement['usage'], prestataire: string, pays: Hebergement['pays'], jusqu_au: DateCivile | null = null) => ajouter(demo.hebergements, { organisation_id: o.id, usage, prestataire, pays, depuis_le: avant, jusqu_au });
    loger('HEBERGEMENT', 'Centre de données des Pins', 'FR');
    loger('SAUVEGARDE', 'Coffre du Rhin', 'DE', ajouterJours(depuis, -1));
    loger('SAUVEGARDE', 'Centre de données des Pins, second site', 'FR');
    loger('MAINTENANCE', 'Atelier logiciel du Tage', 'PT');
    loger('MESSAGERIE', 'Service informatique de la maison', 'FR');
  }
}

/** The breaches of an organisation: one discovered yesterday afternoon, whose hours run, one closed, one noted by mistake. */
export function noterLesViolations(demo: ConformiteDemo, { organisationId, conventionId, delegue, jour }: { organisationId: number; conventionId: number; delegue: Pick<Compte, 'id'>; jour: DateCivile }): void {
  const a = (jours: number, heure: string): string => instantAParis(ajouterJours(jour, -jours), heure)!;
  const noter = (decouverte_le: string, v: Partial<ViolationDemo> & Pick<ViolationDemo, 'nature' | 'donnees' | 'nombre' | 'mesures' | 'risque'>) => {
    const violation = ajouter(demo.violations, {
      organisation_id: organisationId, decouverte_le, ouverte_le: ajouterHeures(decouverte_le, 1), utilisateur_id: delegue.id, personnes: ['ACCOMPAGNEES'], mesures_texte: null, raison_sans_risque: null, close_le: null, close_par: null, sans_objet_le: null,
      sans_objet_par: null, motif_sans_objet: null, ...v,
    });
    ajouter(demo.violation_conventions, { violation_id: violation.id, convention_id: conventionId });
    return violation;
  };
  const close = noter(a(64, '10:20'), {
    nature: 'MAUVAIS_DESTINATAIRE', donnees: ['IDENTITE', 'PARCOURS'], nombre: 3, mesures: ['EFFACEMENT_OBTENU', 'CONSIGNES'], mesures_texte: "Le destinataire, un organisme de formation partenaire, a confirmé par écrit l'effacement.", risque: 'AUCUN',
    raison_sans_risque: 'DESTINATAIRE_TENU', close_le: a(62, '15:30'), close_par: delegue.id,
  });
  ajouter(demo.violation_annonces, { violation_id: close.id, destinataire: 'AUTRE_PARTIE', convention_id: conventionId, objet: 'ALERTE', canal: 'COURRIEL', dite_le: a(64, '15:05'), notee_le: a(64, '15:10'), utilisateur_id: delegue.id });
  noter(a(30, '09:15'), { nature: 'INDISPONIBILITE', donnees: ['PARCOURS'], nombre: null, mesures: [], risque: 'PROBABLE', sans_objet_le: a(30, '11:40'), sans_objet_par: delegue.id, motif_sans_objet: 'FAUSSE_ALERTE' });
  noter(a(1, '16:40'), { nature: 'VOL', donnees: ['IDENTITE', 'COORDONNEES', 'PARCOURS'], nombre: 18, mesures: ['MOTS_DE_PASSE'], mesures_texte: 'Ordinateur portable pris dans une voiture ; disque chiffré, mot de passe changé le soir même.', risque: 'PROBABLE' });
}

/** The requests of four persons followed by the PLIE: two to answer, one of them soon, and two answered. */
export function recevoirDesDemandes(demo: ConformiteDemo, { faits, plieId, delegue, jour }: { faits: Faits; plieId: number; delegue: Pick<Compte, 'id'>; jour: DateCivile }): void {
  const suivies = faits.orientations.filter((o) => o.plie_id === plieId && o.date_integration && !o.date_sortie).map((o) => o.personne_id);
  const il = (jours: number) => ajouterJours(jour, -jours);
  const sansReponse = { reponse: null, motif_refus: null, repondue_le: null, utilisateur_id: null };
  const demandes: Omit<DemandeDroitDemo, 'id' | 'plie_id' | 'personne_id'>[] = [
    { type: 'RECTIFICATION', canal: 'SUR_PLACE', recue_le: il(95), identite_moyen: 'CONNUE', identite_le: il(95), reponse: 'ACCORDEE', motif_refus: null, repondue_le: il(93), utilisateur_id: delegue.id },
    { type: 'EFFACEMENT', canal: 'LETTRE', recue_le: il(58), identite_moyen: 'COPIE_DE_PIECE', identite_le: il(55), reponse: 'REFUSEE', motif_refus: 'PARCOURS_OUVERT', repondue_le: il(44), utilisateur_id: delegue.id },
    { type: 'ACCES', canal: 'COURRIEL', recue_le: il(25), identite_moyen: 'COPIE_DE_PIECE', identite_le: il(22), ...sansReponse },
    { type: 'LIMITATION', canal: 'SUR_PLACE', recue_le: il(4), identite_moyen: null, identite_le: null, ...sansReponse },
  ];
  demandes.forEach((d, i) => ajouter(demo.demandes_droits, { plie_id: plieId, personne_id: suivies[i]!, ...d }));
}

/** A file opened by an agent, for the journal. */
export interface Ouverture { instant: string; utilisateur_id: number; plie_id: number; personne_id: number }
const FICHES_OUVERTES = 63;

/** An agent who opened many files yesterday morning, not yet asked why, and another explained last month. Gives the acts behind the first. */
export function constaterDesUsages(demo: ConformiteDemo, { faits, plieId, agents, delegue, jour }: { faits: Faits; plieId: number; agents: readonly Pick<Compte, 'id'>[]; delegue: Pick<Compte, 'id'>; jour: DateCivile }): Ouverture[] {
  const [present, passe] = agents;
  const a = (jours: number, heure: string): string => instantAParis(ajouterJours(jour, -jours), heure)!;
  const debut = a(1, '09:05');
  const ouvertures = faits.personnes.filter((p) => p.plie_id === plieId).slice(0, FICHES_OUVERTES)
    .map((p, i) => ({ instant: ajouterHeures(debut, i / 80), utilisateur_id: present!.id, plie_id: plieId, personne_id: p.id }));
  ajouter(demo.alertes_usage, { organisation_id: plieId, utilisateur_id: passe!.id, genre: 'EXPORTS_NOMINATIFS', debut: a(40, '14:02'), fin: a(40, '16:20'), nombre: 4, seuil: 3, suite: 'EXPLIQUE', suite_par: delegue.id, suite_le: a(39, '09:30') });
  ajouter(demo.alertes_usage, { organisation_id: plieId, utilisateur_id: present!.id, genre: 'FICHES_OUVERTES', debut, fin: ouvertures.at(-1)!.instant, nombre: ouvertures.length, seuil: 50, suite: null, suite_par: null, suite_le: null });
  return ouvertures;
}
