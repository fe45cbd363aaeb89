/** The pages of the acts along a parcours. One form, and beside it what is already recorded, with what corrects it. */
import { libelle, LISTES } from '../codes/listes';
import type { CodeExtensible } from '../codes/queries';
import { champs, OUI_NON, type Champ } from '../http/champs';
import { formaterDate, formaterPeriode, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, dansLaPhrase, nomComplet } from '../lib/texte';
import type { Absence, Accompagnateur, Demande, Entretien, Etape, Parcours, Prolongation, Referent } from './queries';
import { motifHorsParcours, motifParcoursFerme, situer } from './rules';

export interface Lien { adresse: string; libelle: string }
export interface LigneNotee { texte: string; detail?: string; liens: Lien[] }

export interface PageActe extends ReturnType<typeof situer> {
  titre: string;
  /** Why the form is not shown. */
  empechement: string | null;
  avis?: string;
  formulaire: { adresse: string; champs: Champ[]; bouton: string; annuler: string; danger?: boolean };
  notes?: { titre: string; vide: string; lignes: LigneNotee[] };
}

/** What a page is made from; `saisie` is null when the form is shown for the first time. */
export interface Vue<D = undefined> { parcours: Parcours; donnees: D; jour: DateCivile; adresse: string; saisie: Saisie | null; erreurs: Erreur[] }

const base = (v: Vue<unknown>, titre: string) => ({ ...situer(v.parcours), titre, annuler: `/personnes/${v.parcours.personne_id}` });
const sous = (v: Vue<unknown>, reste: string): string => `/orientations/${v.parcours.id}/${reste}`;
const effacer = (v: Vue<unknown>, fait: string, id: number): Lien => ({ adresse: sous(v, `${fait}/${id}/supprimer`), libelle: 'Supprimer' });

export function pageReferent(v: Vue<{ referents: Referent[]; accompagnateurs: Accompagnateur[] }>): PageActe {
  const { annuler, ...commun } = base(v, 'Changer de référent unique');
  const actuel = v.donnees.referents.find((r) => r.date_fin === null) ?? null;
  const f = champs(v.saisie ?? { date_debut: formaterDate(v.jour) }, v.erreurs);
  const choix = v.donnees.accompagnateurs.filter((a) => a.id !== actuel?.utilisateur_id).map((a) => ({ code: String(a.id), libelle: `${nomComplet(a)} (${accorder(a.portefeuille, 'personne suivie', 'personnes suivies')})` }));
  return {
    ...commun,
    empechement: motifParcoursFerme(v.parcours),
    formulaire: {
      adresse: v.adresse, bouton: 'Enregistrer ce référent', annuler,
      champs: [
        f.liste('utilisateur_id', actuel ? 'Nouveau référent unique' : 'Référent unique', choix, { obligatoire: true, aide: 'Un portefeuille compte de 45 à 65 personnes.' }),
        f.date('date_debut', 'À partir du', { obligatoire: true, aide: actuel ? `${nomComplet(actuel)} reste le référent jusqu'à la veille.` : undefined }),
        ...(actuel ? [f.cache('referent_actuel', actuel.id)] : []),
      ],
    },
    notes: { titre: 'Référents du parcours', vide: 'Aucun référent pour le moment.', lignes: v.donnees.referents.map((r) => ({ texte: nomComplet(r), detail: formaterPeriode(r.date_debut, r.date_fin), liens: [] })) },
  };
}

export function pageEntretien(v: Vue<Entretien[]>): PageActe {
  const { annuler, ...commun } = base(v, 'Enregistrer un entretien');
  const f = champs(v.saisie ?? { date_entretien: formaterDate(v.jour) }, v.erreurs);
  return {
    ...commun,
    empechement: motifHorsParcours(v.parcours),
    formulaire: { adresse: v.adresse, bouton: "Enregistrer l'entretien", annuler, champs: [f.date('date_entretien', "Jour de l'entretien", { obligatoire: true, aide: '« hier » et « j-3 » sont compris.' })] },
    notes: { titre: 'Entretiens enregistrés', vide: 'Aucun entretien pour le moment.', lignes: v.donnees.map((e) => ({ texte: formaterDate(e.date_entretien), liens: [effacer(v, 'entretiens', e.id)] })) },
  };
}

export function pageAbsence(v: Vue<Absence[]>): PageActe {
  const { annuler, ...commun } = base(v, 'Enregistrer une absence');
  const f = champs(v.saisie ?? { date_convocation: formaterDate(v.jour) }, v.erreurs);
  return {
    ...commun,
    empechement: null,
    formulaire: {
      adresse: v.adresse, bouton: "Enregistrer l'absence", annuler,
      champs: [f.date('date_convocation', 'Jour de la convocation', { obligatoire: true }), f.choix('excuse', "L'absence est-elle excusée ?", OUI_NON, { obligatoire: true })],
    },
    notes: {
      titre: 'Absences enregistrées', vide: 'Aucune absence.',
      lignes: v.donnees.map((a) => ({ texte: formaterDate(a.date_convocation), detail: `${a.excuse ? 'excusée' : 'non excusée'}${a.premier_contact ? ', au premier contact' : ''}`, liens: [{ adresse: sous(v, `absences/${a.id}/avis`), libelle: 'Prévenir Pôle emploi' }, effacer(v, 'absences', a.id)] })),
    },
  };
}

export interface DonneesEtape { types: CodeExtensible[]; etapes: Etape[]; etape: Etape | null }

const saisieEtape = (e: Etape | null): Saisie => (e ? { type: e.type, date_debut: formaterDate(e.date_debut), date_fin: formaterDate(e.date_fin), resultat: e.resultat ?? '' } : {});

/** New, or corrected when `donnees.etape` is given. The types offered are those in force at some day of the parcours. */
export function pageEtape(v: Vue<DonneesEtape>): PageActe {
  const { etape, etapes, types } = v.donnees;
  const { annuler, ...commun } = base(v, etape ? 'Modifier une étape' : 'Enregistrer une étape');
  const f = champs(v.saisie ?? saisieEtape(etape), v.erreurs);
  const nommer = (code: string) => types.find((t) => t.code === code)?.libelle ?? code;
  const debut = v.parcours.date_integration ?? v.jour;
  const offerts = types.filter((t) => t.code === etape?.type || ((!t.valable_du || t.valable_du <= v.jour) && (!t.valable_au || t.valable_au >= debut)));
  return {
    ...commun,
    empechement: motifHorsParcours(v.parcours),
    formulaire: {
      adresse: v.adresse, bouton: "Enregistrer l'étape", annuler,
      champs: [
        f.choix('type', "Type d'étape", offerts, { obligatoire: true }),
        f.date('date_debut', 'Début', { obligatoire: true }),
        f.date('date_fin', 'Fin', { aide: 'Prévue ou réelle ; à laisser vide si elle n\'est pas connue.' }),
        f.choix('resultat', 'Résultat', LISTES.RESULTATS_ETAPE, { aide: "À indiquer quand l'étape est finie.", vide: 'Pas encore connu' }),
        ...(etape ? [f.version(etape.version)] : []),
      ],
    },
    notes: {
      titre: etape ? 'Autres étapes du parcours' : 'Étapes du parcours', vide: etape ? 'Aucune autre étape.' : 'Aucune étape pour le moment.',
      lignes: etapes.filter((e) => e.id !== etape?.id).map((e) => ({
        texte: nommer(e.type), detail: `${formaterPeriode(e.date_debut, e.date_fin)}${e.resultat ? ` · ${dansLaPhrase(libelle('RESULTATS_ETAPE', e.resultat))}` : ''}`,
        liens: [{ adresse: sous(v, `etapes/${e.id}`), libelle: 'Modifier' }, effacer(v, 'etapes', e.id)],
      })),
    },
  };
}

export function pageProlongation(v: Vue<{ finPrevue: DateCivile | null; prolongations: Prolongation[] }>): PageActe {
  const { annuler, ...commun } = base(v, 'Prolonger le parcours');
  const f = champs(v.saisie ?? { date_decision: formaterDate(v.jour) }, v.erreurs);
  return {
    ...commun,
    empechement: motifParcoursFerme(v.parcours),
    avis: v.donnees.finPrevue ? `Le parcours est prévu jusqu'au ${formaterDate(v.donnees.finPrevue)}. Une prolongation est exceptionnelle : elle se décide en instance.` : undefined,
    formulaire: {
      adresse: v.adresse, bouton: 'Enregistrer la prolongation', annuler,
      champs: [
        f.date('date_decision', 'Jour de la décision', { obligatoire: true }),
        f.choix('instance', 'Décidée par', LISTES.INSTANCES, { obligatoire: true }),
        f.choix('raison', 'Raison', LISTES.RAISONS_PROLONGATION, { obligatoire: true }),
        f.date('date_fin', "Le parcours va jusqu'au", { obligatoire: true, aide: 'Dernier jour compris.' }),
      ],
    },
    notes: {
      titre: 'Prolongations décidées', vide: 'Aucune prolongation.',
      lignes: v.donnees.prolongations.map((p) => ({ texte: `Jusqu'au ${formaterDate(p.date_fin)}`, detail: `décidée le ${formaterDate(p.date_decision)} · ${libelle('INSTANCES', p.instance)} · ${libelle('RAISONS_PROLONGATION', p.raison)}`, liens: [effacer(v, 'prolongations', p.id)] })),
    },
  };
}

export interface DonneesDemande { demandes: Demande[]; demande: Demande | null }

const decrireReponse = (d: Demande): string => {
  const date = d.date_realisation ?? d.date_reponse;
  return `demandée le ${formaterDate(d.date_demande)} · ${dansLaPhrase(libelle('REPONSES_DEMANDE_PE', d.reponse))}${date ? ` le ${formaterDate(date)}` : ''}`;
};

/** A request to Pôle emploi, or the answer to the one given. */
export function pageDemande(v: Vue<DonneesDemande>): PageActe {
  const { demande, demandes } = v.donnees;
  const { annuler, ...commun } = base(v, demande ? `Noter la réponse de Pôle emploi` : `Demander à Pôle emploi`);
  const initiale: Saisie = demande
    ? { type: demande.type, date_demande: formaterDate(demande.date_demande), reponse: demande.reponse, date_reponse: formaterDate(demande.date_reponse), date_realisation: formaterDate(demande.date_realisation) }
    : { date_demande: formaterDate(v.jour) };
  const f = champs(v.saisie ?? initiale, v.erreurs);
  return {
    ...commun,
    empechement: motifHorsParcours(v.parcours),
    formulaire: {
      adresse: v.adresse, bouton: demande ? 'Enregistrer la réponse' : 'Enregistrer la demande', annuler,
      champs: [
        f.choix('type', 'Prestation, aide, mesure ou formation', LISTES.TYPES_DEMANDE_PE, { obligatoire: true }),
        f.date('date_demande', 'Jour de la demande', { obligatoire: true }),
        ...(demande ? [
          f.choix('reponse', 'Réponse', LISTES.REPONSES_DEMANDE_PE, { obligatoire: true }),
          f.date('date_reponse', 'Jour de la réponse'),
          f.date('date_realisation', 'Jour de la réalisation', { aide: 'Seulement quand la demande est réalisée.' }),
          f.version(demande.version),
        ] : []),
      ],
    },
    notes: {
      titre: 'Demandes du parcours', vide: 'Aucune demande pour le moment.',
      lignes: demandes.filter((d) => d.id !== demande?.id).map((d) => ({ texte: libelle('TYPES_DEMANDE_PE', d.type), detail: decrireReponse(d), liens: [{ adresse: sous(v, `demandes/${d.id}`), libelle: 'Réponse' }, effacer(v, 'demandes', d.id)] })),
    },
  };
}

const NOMS = { entretiens: "l'entretien", absences: "l'absence", etapes: "l'étape", demandes: 'la demande', prolongations: 'la prolongation' } as const;

/** Asks before a fact recorded by mistake is taken back. */
export function pageEffacer(v: Vue<{ fait: keyof typeof NOMS; date: DateCivile }>): PageActe {
  const { annuler, ...commun } = base(v, `Supprimer ${NOMS[v.donnees.fait]} du ${formaterDate(v.donnees.date)}`);
  return {
    ...commun,
    empechement: null,
    avis: 'À ne faire que si ce fait a été enregistré par erreur : il ne sera plus compté nulle part. Le journal garde la trace de la suppression.',
    formulaire: { adresse: v.adresse, bouton: `Supprimer ${NOMS[v.donnees.fait]}`, annuler, danger: true, champs: [] },
  };
}

/** « L'entretien du 12/06/2025 est supprimé. » */
export function messageEfface(fait: keyof typeof NOMS): string {
  const nom = NOMS[fait];
  return `${nom[0]!.toUpperCase()}${nom.slice(1)} est supprimé${fait === 'entretiens' ? '' : 'e'}.`;
}
