/** Pôle emploi's figures of a year, typed and declared agency by agency. Pure. */
import { LISTES, libelle, type CodeDe } from '../codes/listes';
import { champs } from '../http/champs';
import { adresseDeListe } from '../http/pagination';
import { anneeDe, formaterDate, formaterInstant, formaterMois, moisDe, type DateCivile, type Mois } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, formaterNombre, formaterTaux, nomComplet } from '../lib/texte';
import type { AgenceDesChiffres, Chiffre, Declaration, PlieDesChiffres, SeanceIc, ServicePe } from './queries';
import { PREMIERE_ANNEE } from './rules';

const RUBRIQUE = { adresse: '/chiffres-pe', libelle: 'Chiffres de Pôle emploi' };

/** Which form came back with errors. */
export type FormulaireRefuse = 'seance' | 'service' | 'import' | null;

export interface Chiffres {
  plies: PlieDesChiffres[];
  plie: PlieDesChiffres;
  annee: number;
  agences: AgenceDesChiffres[];
  seances: SeanceIc[];
  services: ServicePe[];
  declarations: Declaration[];
  jour: DateCivile;
}

export const adresseDesChiffres = (plieId: number, annee: number): string => adresseDeListe('/chiffres-pe', { plie: String(plieId), annee: String(annee) });

export function pageSansPlie() {
  return { titre: RUBRIQUE.libelle, rubrique: RUBRIQUE };
}

export function pageChiffres(c: Chiffres, refuse: FormulaireRefuse = null, saisie: Saisie = {}, erreurs: Erreur[] = []) {
  const { plies, plie, annee, agences, jour } = c;
  const siennes = agences.filter((a) => a.saisie);
  const vers = (a: number) => adresseDesChiffres(plie.id, a);
  return {
    titre: `Chiffres de Pôle emploi ${annee}`, rubrique: RUBRIQUE, erreurs,
    plie: plie.nom,
    plies: plies.length > 1 ? plies.map((p) => ({ code: String(p.id), libelle: p.nom, choisi: p.id === plie.id })) : null,
    annee,
    precedente: annee > PREMIERE_ANNEE ? { adresse: vers(annee - 1), libelle: String(annee - 1) } : null,
    suivante: annee < anneeDe(jour) ? { adresse: vers(annee + 1), libelle: String(annee + 1) } : null,
    saisie: siennes.length > 0,
    seances: seancesAffichees(c, siennes, refuse === 'seance' ? saisie : null, erreurs),
    services: servicesAffiches(c, siennes, refuse === 'service' ? saisie : null, erreurs),
    importation: siennes.length ? {
      ouvert: refuse === 'import',
      formulaire: {
        adresse: `/chiffres-pe/${plie.id}/importer?annee=${annee}`, fichier: true, bouton: 'Importer ce classeur',
        champs: [champs({}, refuse === 'import' ? erreurs : []).fichier('fichier', 'Votre classeur', { obligatoire: true, aide: 'Excel (.xlsx), 10 Mo au plus. Tout est enregistré, ou rien : chaque erreur est dite avec sa ligne.', attributs: { accept: '.xlsx' } })],
      },
    } : null,
  };
}

/** With one agency there is nothing to choose. */
function champAgence(f: ReturnType<typeof champs>, nom: string, agences: AgenceDesChiffres[]) {
  return agences.length === 1 ? f.cache(nom, agences[0]!.id) : f.liste(nom, 'Agence', agences.map((a) => ({ code: String(a.id), libelle: a.nom })), { obligatoire: true });
}

function seancesAffichees({ plie, annee, seances, ...c }: Chiffres, siennes: AgenceDesChiffres[], saisie: Saisie | null, erreurs: Erreur[]) {
  const f = champs(saisie ?? {}, saisie ? erreurs : []);
  const [convoques, presents] = [seances.reduce((n, s) => n + s.convoques, 0), seances.reduce((n, s) => n + s.presents, 0)];
  return {
    lignes: seances.map((s) => ({
      date: formaterDate(s.date_session), agence: s.agence ?? 'Sans agence', convoques: formaterNombre(s.convoques), presents: formaterNombre(s.presents), taux: s.convoques ? formaterTaux(s.presents, s.convoques) : '',
      note: s.presents > s.convoques ? 'Plus de présents que de convoqués' : null,
      modifier: s.saisie && !estClose(c.declarations, s.agence_id, annee, 'INFORMATIONS_COLLECTIVES') ? `/chiffres-pe/seances/${s.id}` : null,
    })),
    total: seances.length ? { libelle: accorder(seances.length, 'séance'), convoques: formaterNombre(convoques), presents: formaterNombre(presents), taux: convoques ? formaterTaux(presents, convoques) : 'n.d.' } : null,
    etats: etatsDesAgences({ plie, annee, ...c }, 'INFORMATIONS_COLLECTIVES'),
    ajout: ouvertes(c.declarations, siennes, annee, 'INFORMATIONS_COLLECTIVES', (agences) => ({
      adresse: `/chiffres-pe/${plie.id}/seances?annee=${annee}`, bouton: 'Ajouter la séance',
      champs: [f.date('date_session', 'Jour de la séance', { obligatoire: true }), champAgence(f, 'agence_id', agences), ...champsDePresence(f)],
    })),
    ouvert: saisie !== null,
  };
}

function servicesAffiches({ plie, annee, services, jour, ...c }: Chiffres, siennes: AgenceDesChiffres[], saisie: Saisie | null, erreurs: Erreur[]) {
  const f = champs(saisie ?? {}, saisie ? erreurs : []);
  return {
    mois: MOIS_COURTS,
    groupes: c.agences.map((a) => ({ agence: a.nom, lignes: lignesDeServices(services.filter((s) => s.agence_id === a.id), c.declarations, annee) })).filter((g) => g.lignes.length),
    total: services.length ? formaterNombre(services.reduce((n, s) => n + s.nombre, 0)) : null,
    etats: etatsDesAgences({ plie, annee, ...c }, 'SERVICES'),
    ajout: ouvertes(c.declarations, siennes, annee, 'SERVICES', (agences) => ({
      adresse: `/chiffres-pe/${plie.id}/services?annee=${annee}`, bouton: 'Ajouter ce nombre',
      champs: [
        f.liste('mois', 'Mois', moisDeLAnnee(annee, jour), { obligatoire: true }), champAgence(f, 'agence_du_service', agences),
        f.liste('type', 'Service, mesure ou prestation', LISTES.TYPES_DEMANDE_PE, { obligatoire: true }), f.texte('nombre', 'Nombre délivré', { obligatoire: true, attributs: { inputmode: 'numeric', maxlength: '6', autocomplete: 'off' } }),
      ],
    })),
    ouvert: saisie !== null,
  };
}

const MOIS_COURTS = ['Janv.', 'Févr.', 'Mars', 'Avril', 'Mai', 'Juin', 'Juil.', 'Août', 'Sept.', 'Oct.', 'Nov.', 'Déc.'];

/** One line per service, its twelve months and their sum. */
function lignesDeServices(services: ServicePe[], declarations: Declaration[], annee: number) {
  return LISTES.TYPES_DEMANDE_PE.filter((t) => services.some((s) => s.type === t.code)).map((t) => {
    const siens = services.filter((s) => s.type === t.code);
    return {
      service: t.libelle,
      mois: MOIS_COURTS.map((_, i) => {
        const s = siens.find((x) => Number(x.mois.slice(5)) === i + 1);
        return s ? { nombre: formaterNombre(s.nombre), mois: formaterMois(s.mois), adresse: s.saisie && !estClose(declarations, s.agence_id, annee, 'SERVICES') ? `/chiffres-pe/services/${s.id}` : null } : null;
      }),
      total: formaterNombre(siens.reduce((n, s) => n + s.nombre, 0)),
    };
  });
}

const champsDePresence = (f: ReturnType<typeof champs>) => [
  f.texte('convoques', 'Personnes convoquées', { obligatoire: true, attributs: { inputmode: 'numeric', maxlength: '6', autocomplete: 'off' } }),
  f.texte('presents', 'Personnes présentes', { obligatoire: true, attributs: { inputmode: 'numeric', maxlength: '6', autocomplete: 'off' } }),
];

const moisDeLAnnee = (annee: number, jour: DateCivile) =>
  Array.from({ length: 12 }, (_, i) => `${annee}-${String(i + 1).padStart(2, '0')}` as Mois).filter((m) => m <= moisDe(jour)).map((m) => ({ code: m, libelle: formaterMois(m) }));

const declarationDe = (declarations: Declaration[], agenceId: number | null, annee: number, chiffre: Chiffre) => declarations.find((d) => d.agence_id === agenceId && d.annee === annee && d.chiffre === chiffre) ?? null;
const estClose = (...args: Parameters<typeof declarationDe>): boolean => declarationDe(...args) !== null;

/** The form, for the agencies whose figures are not declared; null when there is none. */
function ouvertes<T>(declarations: Declaration[], agences: AgenceDesChiffres[], annee: number, chiffre: Chiffre, faire: (agences: AgenceDesChiffres[]) => T): T | null {
  const restent = agences.filter((a) => !estClose(declarations, a.id, annee, chiffre));
  return restent.length ? faire(restent) : null;
}

const TONS: Record<CodeDe<'ETATS_DECLARATION_PE'>, string> = { COMPLET: 'fait', NON_APPLICABLE: '' };

/** What each agency says of these figures, and what may be said of them. */
function etatsDesAgences({ plie, annee, agences, declarations }: Pick<Chiffres, 'plie' | 'annee' | 'agences' | 'declarations'>, chiffre: Chiffre) {
  const nom = libelle('CHIFFRES_PE', chiffre).toLocaleLowerCase('fr');
  return agences.map((a) => {
    const d = declarationDe(declarations, a.id, annee, chiffre);
    const acte = (etat: CodeDe<'ETATS_DECLARATION_PE'> | '', texte: string) => ({ adresse: `/chiffres-pe/${plie.id}/declarer?annee=${annee}`, champs: [{ nom: 'agence_id', valeur: a.id }, { nom: 'annee', valeur: annee }, { nom: 'chiffre', valeur: chiffre }, { nom: 'etat', valeur: etat }], libelle: texte, precision: `${nom}, ${a.nom}` });
    return {
      agence: a.nom,
      etat: d ? libelle('ETATS_DECLARATION_PE', d.etat) : 'Saisie en cours', ton: d ? TONS[d.etat] : 'du',
      par: d ? `déclaré le ${formaterInstant(d.declare_le)}${d.nom ? ` par ${nomComplet({ nom: d.nom, prenom: d.prenom ?? '' })}` : ''}` : '',
      actes: !a.saisie ? [] : d ? [acte('', 'Rouvrir')] : [acte('COMPLET', 'Déclarer complet'), acte('NON_APPLICABLE', 'Non applicable')],
    };
  });
}

export function pageSeance(seance: SeanceIc, saisie: Saisie | null = null, erreurs: Erreur[] = []) {
  const f = champs(saisie ?? { convoques: String(seance.convoques), presents: String(seance.presents) }, erreurs);
  return {
    titre: `Séance du ${formaterDate(seance.date_session)}`, rubrique: RUBRIQUE, erreurs,
    chapeau: seance.agence ?? 'Sans agence',
    formulaire: { adresse: `/chiffres-pe/seances/${seance.id}`, bouton: 'Enregistrer', annuler: adresseDesChiffres(seance.plie_id, anneeDe(seance.date_session)), champs: [...champsDePresence(f), f.version(seance.version)] },
    supprimer: { adresse: `/chiffres-pe/seances/${seance.id}/supprimer`, texte: 'Cette séance a été enregistrée par erreur ?', libelle: 'Supprimer la séance' },
  };
}

export function pageService(service: ServicePe, saisie: Saisie | null = null, erreurs: Erreur[] = []) {
  const f = champs(saisie ?? { nombre: String(service.nombre) }, erreurs);
  return {
    titre: `${libelle('TYPES_DEMANDE_PE', service.type)}, ${formaterMois(service.mois)}`, rubrique: RUBRIQUE, erreurs,
    chapeau: service.agence,
    formulaire: {
      adresse: `/chiffres-pe/services/${service.id}`, bouton: 'Enregistrer', annuler: adresseDesChiffres(service.plie_id, Number(service.mois.slice(0, 4))),
      champs: [f.texte('nombre', 'Nombre délivré', { obligatoire: true, attributs: { inputmode: 'numeric', maxlength: '6', autocomplete: 'off' } }), f.version(service.version)],
    },
    supprimer: { adresse: `/chiffres-pe/services/${service.id}/supprimer`, texte: 'Ce nombre a été enregistré par erreur ?', libelle: 'Supprimer ce nombre' },
  };
}
