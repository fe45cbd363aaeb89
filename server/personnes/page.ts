/** The page of a person: band, timeline, facts. Every text shown is prepared here. */
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import type { LimitationDUnePersonne } from '../acces/queries-limitation';
import { decrireLimitation, permet } from '../acces/rules-limitation';
import type { Dossier } from '../commissions/queries';
import { pieces, piecesManquantes } from '../commissions/rules';
import { libelle } from '../codes/listes';
import { adresseDeLimitation } from '../demandes-de-droits/rules';
import { age, ajouterJours, ajouterMois, formaterDate, formaterInstant, joursEntre, moisEntre, type DateCivile } from '../lib/dates';
import { accorder, dansLaPhrase, nomComplet } from '../lib/texte';
import type { blocNotes } from '../notes/rules';
import { contactsAttendus, finDuMaintien, motifSansReclassement, rangDuMois } from '../sorties/rules';
import { actesPossibles, type Acte } from '../orientations/rules';
import { echeances, type Echeance, type SituationOrientation } from '../orientations/rules-echeances';
import { etatPni, finEffective, LIBELLES_ETAT_PNI, MOIS_DU_PNI, type DatesPni } from '../parcours/rules-pni';
import type { OrientationRecue } from '../reception/queries';
import type { RetourRecu } from '../retours/queries';
import { direReponse, direSuite, RUBRIQUE as RETOURS } from '../retours/rules';
import type { Personne } from './queries';
import type { OrientationDossier } from './queries-dossier';
import { chronologie, GENRES, orientationCourante } from './rules-chronologie';
import { finDuParcours, rappels } from './rules-rappels';
import { receptionDe } from './rules-reception';

export const RUBRIQUE = { adresse: '/personnes', libelle: 'Personnes' };

/** Colour of a state's chip, always beside its word. */
const TONS: Record<OrientationDossier['etat'], string> = { PRESCRITE: 'du', ABSENTE: 'retard', ACCUEILLIE: 'du', EN_DIAGNOSTIC: 'du', REFUSEE: 'retard', EN_PARCOURS: 'fait', SUIVI_EMPLOI: 'fait', SORTIE: '' };
export const pastille = (etat: OrientationDossier['etat']) => ({ libelle: libelle('ETATS', etat), ton: TONS[etat] });

/** « encore 7 mois », « encore 12 jours », « dernier jour ». `fin` is covered. */
function reste(jour: DateCivile, fin: DateCivile): string {
  const mois = moisEntre(jour, ajouterJours(fin, 1));
  const jours = joursEntre(jour, fin);
  return mois > 0 ? `encore ${mois} mois` : jours > 0 ? `encore ${accorder(jours, 'jour')}` : 'dernier jour';
}

/** The PNI as 24 months, each past, present, to come or not covered, and what is left in words. */
export function frisePni(pni: DatesPni[], jour: DateCivile) {
  const dernier = pni.at(-1);
  if (!dernier) return null;
  const etat = etatPni(dernier, jour);
  const { date_debut: debut, date_fin: fin, date_cloture: cloture } = dernier;
  const texte = {
    DEMANDE: `le ${formaterDate(dernier.date_demande)}, pas encore posé`,
    ACTIF: fin && `${reste(jour, fin)}, jusqu'au ${formaterDate(fin)}`,
    ECHU: `depuis le ${formaterDate(fin)}, parcours toujours ouvert`,
    TERMINE: `le ${formaterDate(cloture)}`,
    LEVE: `le ${formaterDate(cloture)} (${dansLaPhrase(libelle('MOTIFS_CLOTURE_PNI', dernier.motif_cloture))})`,
  }[etat] ?? '';
  const terme = cloture ?? fin;
  const cases = debut && terme ? Array.from({ length: MOIS_DU_PNI }, (_, i) => {
    const [premier, suivant] = [ajouterMois(debut, i), ajouterMois(debut, i + 1)];
    return { x: i * 10, sorte: premier > terme ? 'hors' : suivant <= jour ? 'passe' : premier <= jour ? 'present' : 'avenir' };
  }) : [];
  return { etat: LIBELLES_ETAT_PNI[etat], texte, retard: etat === 'ECHU', cases, largeur: MOIS_DU_PNI * 10 };
}

const ligne = (terme: string, valeur: string | null | undefined) => ({ terme, valeur: valeur || '' });
const ouiNon = (v: boolean | null): string => (v === null ? 'Non renseigné' : v ? 'Oui' : 'Non');

/** Those who were the référent unique before, the latest first, with their dates. */
const referentsPasses = (o: OrientationDossier, actuel: OrientationDossier['referents'][number]) =>
  o.referents.filter((r) => r !== actuel).reverse().map((r) => ligne(`Du ${formaterDate(r.date_debut)} au ${formaterDate(r.date_fin)}`, nomComplet(r)));

const ETATS_CONTACT = { FAIT: '', DU: 'à faire', EN_RETARD: 'en retard', A_VENIR: 'à venir', PASSE: 'non fait', SANS_OBJET: 'sans objet' } as const;

/** The follow-up in course: the contract or the training, its three contacts, the end of its six months. */
function suiviEnCours(o: OrientationDossier, jour: DateCivile) {
  const suivi = o.date_sortie ? undefined : o.suivis.find((s) => !s.date_perte);
  if (!suivi) return [];
  const emploi = suivi.nature === 'EMPLOI';
  return [{
    titre: emploi ? "Suivi dans l'emploi" : 'Suivi en formation', modifier: false,
    lignes: [
      ligne(emploi ? libelle('CONTRATS', suivi.contrat) : libelle('TITRES_FORMATION', suivi.titre) || 'Formation', `depuis le ${formaterDate(suivi.date_debut)}`),
      ...contactsAttendus(suivi, suivi.contacts, jour).map((c) => ligne(`Contact du ${rangDuMois(c.mois)} mois`, c.contact ? `fait le ${formaterDate(c.contact.date_contact)}` : `${formaterDate(c.echeance)}, ${ETATS_CONTACT[c.etat]}`)),
      ligne('Fin des six mois', formaterDate(finDuMaintien(suivi.date_debut))),
      ligne('Preuve', suivi.preuve ? `${libelle('PREUVES', suivi.preuve)}, vue le ${formaterDate(suivi.date_preuve)}` : 'aucune pour le moment'),
    ],
  }];
}

function faits(p: Personne, o: OrientationDossier | null, interne: boolean, jour: DateCivile, retours: RetourRecu[]) {
  // Pôle emploi reads the situation that its own fiche gave, not what another agency's brought since.
  const situation = interne || !o ? p : o;
  const referent = o?.referents.find((r) => !r.date_fin) ?? o?.referents.at(-1);
  return [
    ...(o && interne ? suiviEnCours(o, jour) : []),
    ...(retours.length ? [{ titre: 'Réponses de Pôle emploi', modifier: false, lignes: retours.map((r) => ligne(direReponse(r), r.suite ? libelle('SUITES_RETOUR', r.suite) : r.etat === 'A_TRAITER' ? 'à traiter' : `reçue le ${formaterInstant(r.cree_le)}`)) }] : []),
    {
      titre: 'Coordonnées', modifier: true,
      lignes: [
        ligne('Adresse', [p.adresse, [p.code_postal, p.commune].filter(Boolean).join(' ')].filter(Boolean).join(', ')),
        ligne('Téléphone', p.telephone),
        ligne('Courriel', p.courriel ?? (p.consentement_courriel ? 'Consentement donné, aucun courriel' : 'Sans consentement')),
        ligne('Identifiant CAF', p.identifiant_caf),
      ],
    },
    {
      titre: 'Situation', modifier: true,
      lignes: [
        ligne('Minimum social', libelle('MINIMA_SOCIAUX', situation.minimum_social) || 'Non renseigné'),
        ligne('RQTH', ouiNon(situation.rqth)),
        ligne('DELD', ouiNon(situation.deld)),
        ligne('Freins', situation.freins.map((f) => libelle('FREINS', f)).join(', ') || 'Aucun coché'),
      ],
    },
    ...(o ? [
      { titre: 'Référent unique', modifier: false, lignes: referent ? [ligne(referent.date_fin ? `Jusqu'au ${formaterDate(referent.date_fin)}` : `Depuis le ${formaterDate(referent.date_debut)}`, nomComplet(referent)), ligne('Téléphone', referent.telephone), ligne('Courriel', referent.courriel), ...referentsPasses(o, referent)] : [ligne('Accompagnateur', "Choisi à l'intégration")] },
      {
        titre: 'Prescripteur', modifier: false,
        lignes: [
          ligne('Prescripteur', libelle('PRESCRIPTEURS', o.prescripteur)),
          ligne('Agence', o.agence ?? 'Non renseignée'),
          ligne('Agent', o.agent_nom && nomComplet({ nom: o.agent_nom, prenom: o.agent_prenom ?? '' })),
          ligne('Fonction', o.agent_fonction), ligne('Téléphone', o.agent_telephone), ligne('Courriel', o.agent_courriel),
        ],
      },
      {
        titre: 'Dates', modifier: false,
        lignes: [
          ligne('Prescription', formaterDate(o.date_prescription)), ligne('Premier contact', formaterDate(o.date_contact)), ligne('Diagnostic', formaterDate(o.date_diagnostic)),
          ligne('Décision', formaterDate(o.date_decision)), ligne('Refus', formaterDate(o.date_refus)), ligne('Intégration', formaterDate(o.date_integration)),
          ligne('Début du PNI', formaterDate(o.pni.at(-1)?.date_debut)), ligne('Fin du PNI', formaterDate(finEffective(o.pni.at(-1)))), ligne('Fin prévue du parcours', interne && !o.date_sortie ? formaterDate(finDuParcours(o)) : ''), ligne('Sortie', formaterDate(o.date_sortie)),
        ],
      },
    ] : []),
  ].map((section) => ({ ...section, lignes: section.lignes.filter((l) => l.valeur) }));
}

const situationDe = (o: OrientationDossier, phaseDiagnostic: boolean): SituationOrientation => ({
  etat: o.etat, dates: o, phaseDiagnostic, pni: o.pni, entretiens: o.entretiens, etapes: o.etapes,
  absencesPremierContact: o.absences.filter((a) => a.premier_contact).map((a) => a.date_convocation),
  suivis: o.suivis.map((s) => ({ date_debut: s.date_debut, date_perte: s.date_perte, mois_vus: s.contacts.map((c) => c.mois) })),
});

/** What to do next, and the other acts that the state and the role allow. */
function actes(o: OrientationDossier, acteur: Acteur, phaseDiagnostic: boolean, jour: DateCivile): { premier: { acte: Acte; echeance: Echeance } | null; autres: Acte[]; echeances: Echeance[] } {
  const possibles = actesPossibles(o.etat, { phaseDiagnostic }).filter((a) => peut(acteur, a.droit) && (a.code !== 'reclasser' || !motifSansReclassement(o)));
  // What the actor can do nothing about is not shown as theirs to do (and Pôle emploi does not read the entretiens).
  const dues = echeances(situationDe(o, phaseDiagnostic), jour).filter((e) => possibles.some((a) => a.code === e.acte));
  const [echeance] = dues;
  const premier = echeance ? { acte: possibles.find((a) => a.code === echeance.acte)!, echeance } : null;
  return { premier, autres: possibles.filter((a) => a !== premier?.acte), echeances: dues };
}

/** The end of the parcours concerns the PLIE; a PNI to lift, whoever may lift it. */
const rappelsDe = (o: OrientationDossier, acteur: Acteur, jour: DateCivile) => rappels(o, jour)
  .filter((r) => acteur.organisation?.type === 'PLIE' || (r.chemin && peut(acteur, 'pni.poser')))
  .map(({ chemin, ...r }) => ({ ...r, adresse: chemin && peut(acteur, 'pni.poser') ? `/orientations/${o.id}/${chemin}` : null, acte: 'Lever le PNI' }));

/** An answer of Pôle emploi that waits for its sequel. */
const rappelDuRetour = (r: RetourRecu) => ({ libelle: 'Réponse de Pôle emploi à traiter', raison: `${direReponse(r)}. ${direSuite(r)}`, retard: true, adresse: `${RETOURS.adresse}?de=tous#retour-${r.id}`, acte: 'Traiter' });

/** Before the integration: what its file still lacks, and the session that awaits the person. */
function dossierIntegration(d: Dossier, phaseDiagnostic: boolean, acteur: Acteur) {
  const manques = piecesManquantes(pieces(d, { phaseDiagnostic }));
  return {
    adresse: peut(acteur, 'commission.preparer') ? `/orientations/${d.orientation_id}/dossier` : null, complet: manques.length === 0, etat: manques.length ? accorder(manques.length, 'pièce manque', 'pièces manquent') : 'Complet',
    manques: manques.map((p) => p.libelle),
    seance: d.attendue_id ? { adresse: `/commissions/${d.attendue_id}`, texte: `Inscrite à la commission du ${formaterDate(d.attendue_le)}` } : null,
    attente: d.date_decision ? `Intégration décidée le ${formaterDate(d.date_decision)}` : 'Inscrite à aucune commission',
  };
}

export interface PreparationPersonne {
  personne: Personne;
  orientations: OrientationDossier[];
  phaseDiagnostic: boolean;
  acteur: Acteur;
  jour: DateCivile;
  /** The integration file of that orientation, while it may be presented to a commission. */
  dossier: Dossier | null;
  /** How that orientation waits to be received, for the agents of the PLIE and before the integration. */
  recue: OrientationRecue | null;
  /** Their processing is restricted, at their request. */
  limitation: LimitationDUnePersonne | null;
  /** From the address: the orientation shown in the band, and the kind of facts shown. */
  choisie: number | null;
  genre: string | null;
  /** For the agents of the PLIE only. */
  notes: ReturnType<typeof blocNotes> | null;
  /** What Pôle emploi answered, for the agents of the PLIE. */
  retours: RetourRecu[];
}

export function pagePersonne({ personne: p, orientations, phaseDiagnostic, dossier, recue, limitation, acteur, jour, choisie, genre, notes, retours }: PreparationPersonne) {
  const o = orientationCourante(orientations, choisie);
  const interne = acteur.organisation?.type === 'PLIE';
  const episodes = chronologie(orientations, jour);
  const tous = episodes.flatMap((e) => e.faits);
  const filtre = GENRES.find((g) => g.code === genre) ?? null;
  const ici = `/personnes/${p.id}`;
  const adresse = (parametres: Record<string, string | number | null>) => {
    const q = new URLSearchParams(Object.entries({ orientation: choisie, ...parametres }).filter(([, v]) => v !== null).map(([k, v]): [string, string] => [k, String(v)])).toString();
    return q ? `${ici}?${q}` : ici;
  };
  const { premier, autres, echeances: dues } = o ? actes(o, acteur, phaseDiagnostic, jour) : { premier: null, autres: [], echeances: [] };
  const versActe = (a: Acte) => ({ libelle: a.libelle, icone: a.icone, adresse: `/orientations/${o!.id}/${a.chemin}` });
  const transmissible = !limitation || permet(limitation, 'TRANSMETTRE');
  // An absence has the page of its notice to Pôle emploi.
  const ouvrePage = (genre: string): boolean => interne && peut(acteur, 'parcours.tenir') && (genre !== 'absence' || transmissible);
  const close = !o || o.etat === 'REFUSEE' || o.etat === 'SORTIE';
  return {
    titre: nomComplet(p), rubrique: RUBRIQUE, fil: [RUBRIQUE],
    bandeau: {
      naissance: `${age(p.date_naissance, jour)} ans, né(e) le ${formaterDate(p.date_naissance)}`,
      identifiant: p.identifiant_pe && `${p.identifiant_pe}${p.zone_pe ? ` ${p.zone_pe}` : ''}`,
      identifiantCopie: p.identifiant_pe,
      etat: o && pastille(o.etat),
      pni: o && frisePni(o.pni, jour),
    },
    premier: premier && { ...versActe(premier.acte), titre: premier.echeance.libelle, raison: premier.echeance.raison, retard: premier.echeance.enRetard, date: premier.echeance.date && formaterDate(premier.echeance.date) },
    // What is due says what to do, which is not to be done.
    echeances: acteur.surLimitee ? [] : [...dues.filter((e) => e !== premier?.echeance).map((e) => ({ libelle: e.libelle, raison: e.raison, retard: e.enRetard, adresse: null, acte: null })), ...retours.filter((r) => r.etat === 'A_TRAITER').map(rappelDuRetour), ...(o ? rappelsDe(o, acteur, jour) : [])],
    autres: autres.map(versActe),
    fiche: o && transmissible && { adresse: `/orientations/${o.id}/fiche.pdf`, libelle: 'Fiche de liaison (PDF)' },
    nouvelle: close && peut(acteur, 'orientation.creer') ? { adresse: `/orientations/nouvelle?personne=${p.id}`, libelle: 'Nouvelle orientation' } : null,
    modifier: peut(acteur, 'personne.modifier') ? `${ici}/modifier` : null,
    limitation: limitation && { ...decrireLimitation(limitation), adresse: peut(acteur, 'droit.traiter') ? adresseDeLimitation(limitation) : null },
    droits: peut(acteur, 'droit.traiter') ? `/demandes-de-droits/nouvelle?personne=${p.id}` : null,
    provenance: peut(acteur, 'bilan.personnes') ? `${ici}/provenance` : null,
    reception: recue && receptionDe(recue, acteur, jour),
    dossier: dossier && dossierIntegration(dossier, phaseDiagnostic, acteur),
    faits: faits(p, o, interne, jour, retours),
    notes,
    orientations: orientations.map((x) => ({
      id: x.id, adresse: `${ici}?orientation=${x.id}`, courante: x.id === o?.id, pastille: pastille(x.etat), agence: x.agence,
      periode: x.date_sortie || x.date_refus ? `${formaterDate(x.date_prescription)} – ${formaterDate(x.date_sortie ?? x.date_refus)}` : `Depuis le ${formaterDate(x.date_prescription)}`,
    })),
    chronologie: {
      filtres: [{ libelle: 'Tout', nombre: tous.length, adresse: adresse({ faits: null }), courant: !filtre }, ...GENRES.map((g) => ({ libelle: g.libelle, nombre: tous.filter((f) => f.genre === g.code).length, adresse: adresse({ faits: g.code }), courant: filtre?.code === g.code })).filter((g) => g.nombre > 0 || g.courant)],
      // With several orientations each has its heading, unless the filter leaves it nothing to show.
      episodes: episodes.map(({ orientation: x, faits: siens }) => ({
        titre: orientations.length > 1 ? `Orientation du ${formaterDate(x.date_prescription)}` : null,
        pastille: pastille(x.etat),
        faits: siens.filter((f) => !filtre || f.genre === filtre.code).map((f) => ({ ...f, date: formaterDate(f.date), aVenir: f.date > jour, ...(ouvrePage(f.genre) ? {} : { adresse: null, acte: null }) })),
      })).filter((e) => e.faits.length > 0),
    },
  };
}
