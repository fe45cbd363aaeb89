/** The pages of the exit: why, what, the class shown before it is saved, the exit once recorded. */
import { libelle, LISTES } from '../codes/listes';
import { champs, OUI_NON, type Champ } from '../http/champs';
import { formaterDate, formaterMois, moisDe, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import type { Parcours } from '../parcours/queries';
import { motifHorsParcours, situer } from '../parcours/rules';
import { INITIATIVES } from './form';
import type { Sortie, Suivi } from './queries';
import { classerSortie, initiativeADire, natureAttendue, type Classement, type MotifSortie } from './regle';
import { preuvesPossibles } from './rules';
import type { Etape } from './rules-etapes';

type Fabrique = ReturnType<typeof champs>;

/** A contract or a training as form fields show it. */
export function saisieSituation(s: Suivi | null): Saisie {
  if (!s) return {};
  const commun = { date_debut: formaterDate(s.date_debut), date_fin_prevue: formaterDate(s.date_fin_prevue), date_perte: formaterDate(s.date_perte), preuve: s.preuve ?? '', date_preuve: formaterDate(s.date_preuve) };
  return s.nature === 'EMPLOI'
    ? { ...commun, contrat: s.contrat, mi_temps: s.mi_temps === null ? '' : s.mi_temps ? 'oui' : 'non' }
    : { ...commun, titre: s.titre ?? '', rncp: s.rncp ?? '', date_validation: formaterDate(s.date_validation) };
}

const CONTRATS_PAR_MOTIF: Partial<Record<MotifSortie, readonly string[]>> = { CUI_PEC: ['CUI_PEC'], CREATION_ENTREPRISE: ['CREATION_ENTREPRISE'] };

/** The proofs that count, and the day on which one was seen. */
export const champsPreuve = (f: Fabrique, nature: 'EMPLOI' | 'FORMATION'): Champ[] => [f.choix('preuve', 'Preuve vue', preuvesPossibles(nature), { vide: 'Aucune pour le moment' }), f.date('date_preuve', 'Preuve vue le')];

/** The fields of a contract or of a training, the same on the follow-up and on the exit. A motif that names the contract narrows the list. */
export function champsSituation(f: Fabrique, nature: 'EMPLOI' | 'FORMATION', options: { obligatoire: boolean; perte: boolean; motif?: MotifSortie }): Champ[] {
  const perte = options.perte ? [f.date('date_perte', nature === 'EMPLOI' ? 'Perdu le' : 'Quittée le', { aide: `Premier jour sans ${nature === 'EMPLOI' ? "l'emploi" : 'la formation'}. À laisser vide si la personne y est toujours.` })] : [];
  if (nature === 'FORMATION') {
    return [
      f.choix('titre', 'La formation mène à', LISTES.TITRES_FORMATION, { obligatoire: options.obligatoire }),
      f.texte('rncp', 'Fiche RNCP', { aide: 'Le numéro, par exemple RNCP35521. Sans lui, la formation ne compte pas comme qualifiante.' }),
      f.date('date_debut', 'Premier jour', { obligatoire: options.obligatoire }),
      f.date('date_fin_prevue', 'Fin prévue'),
      f.date('date_validation', 'Titre ou diplôme validé le', { aide: 'À laisser vide tant que rien n\'est validé.' }),
      ...perte,
    ];
  }
  const permis = options.motif && CONTRATS_PAR_MOTIF[options.motif];
  const contrats = permis ? LISTES.CONTRATS.filter((c) => permis.includes(c.code)) : LISTES.CONTRATS;
  return [
    f.choix('contrat', 'Contrat', contrats, { obligatoire: options.obligatoire }),
    f.date('date_debut', 'Premier jour', { obligatoire: options.obligatoire }),
    f.date('date_fin_prevue', 'Fin prévue', { aide: "Rien pour un CDI. Pour des missions d'intérim qui se suivent : la fin de l'ensemble." }),
    f.choix('mi_temps', 'Au moins à mi-temps', OUI_NON),
    ...perte,
  ];
}

const commun = (p: Parcours, titre: string) => ({ ...situer(p), titre, annuler: `/personnes/${p.personne_id}` });

/** Motifs grouped as people think of them. */
const GROUPES: { titre: string; motifs: readonly MotifSortie[] }[] = [
  { titre: 'Emploi ou formation', motifs: ['EMPLOI', 'CUI_PEC', 'CREATION_ENTREPRISE', 'FORMATION'] },
  { titre: 'Fin du parcours', motifs: ['FIN_DE_PARCOURS', 'RUPTURE_ABANDON', 'REORIENTATION_PARTENAIRE', 'REORIENTATION_DISPOSITIF'] },
  { titre: 'La personne n\'est plus disponible', motifs: ['DEMENAGEMENT', 'SANTE', 'MATERNITE', 'RETRAITE', 'DECES'] },
];

/** The rule in plain words, beside the form (server/sorties/regle.ts holds it). */
const REGLES = {
  EMPLOI: {
    si: 'Il faut les trois :',
    conditions: [
      "un emploi durable : CDI, CDD ou intérim prévu pour six mois ou plus, au moins à mi-temps ; CUI-PEC de six mois ou plus ; création d'entreprise ;",
      'gardé six mois, dernier jour compris ;',
      'une preuve vue.',
    ],
    sinon: "Sinon la sortie est enregistrée telle quelle. Une preuve vue plus tard permettra de la reclasser.",
  },
  FORMATION: {
    si: 'Il faut un titre ou un diplôme inscrit au RNCP, et l\'un des deux :',
    conditions: ['le titre ou le diplôme est validé ;', 'la formation dure plus de neuf mois, et six mois sont accomplis.'],
    sinon: 'Sinon la sortie est enregistrée telle quelle. Une validation plus tardive permettra de la reclasser.',
  },
} as const;

export interface VueEtape {
  parcours: Parcours;
  suivi: Suivi | null;
  motif: MotifSortie | null;
  etape: Etape;
  etapes: Etape[];
  jour: DateCivile;
  adresse: string;
  correction: boolean;
  /** All that is known, typed or taken from the follow-up; and what was typed, which every step carries to the next. */
  saisie: Saisie;
  tapee: Saisie;
  /** The class as far as it is known. */
  provisoire: Classement | null;
  /** The class that a proof would give. */
  avecPreuve: Classement | null;
  erreurs: Erreur[];
}

const initiativeDe = (p: Parcours): string => (p.nature_sortie === 'INITIATIVE_PLIE' ? 'PLIE' : p.nature_sortie === 'INITIATIVE_PARTICIPANT' ? 'PARTICIPANT' : '');

/** What is known before anything is typed: the recorded exit that is corrected, the follow-up, today. */
export function saisieInitiale(p: Parcours, suivi: Suivi | null, motif: MotifSortie | null, correction: boolean, jour: DateCivile): Saisie {
  return {
    version: String(p.version), motif_sortie: motif ?? '',
    date_sortie: formaterDate(correction ? p.date_sortie : jour), initiative: correction ? initiativeDe(p) : '',
    ...(suivi && motif && suivi.nature === natureAttendue(motif) ? { ...saisieSituation(suivi), version_suivi: String(suivi.version) } : {}),
  };
}

/** An address that shows a step with everything typed so far. */
export const adresseDEtape = (adresse: string, saisie: Saisie, parametres: Record<string, string>): string =>
  `${adresse}?${new URLSearchParams([...reprendre(saisie, []).map(({ nom, valeur }): [string, string] => [nom, valeur]), ...Object.entries(parametres)]).toString()}`;

/** What each motif leads to, in a few words, before anything else is known. */
function promesseDuMotif(motif: MotifSortie, jour: DateCivile): string {
  if (motif === 'FORMATION') return 'Positive si elle mène à un titre ou un diplôme validé';
  if (natureAttendue(motif)) return "Positive si l'emploi est durable, tenu six mois et prouvé";
  if (initiativeADire(motif)) return "Selon qui en a pris l'initiative";
  return libelle('NATURES_SORTIE', classerSortie({ motif, initiative: null, situation: null }, jour).nature);
}

const NOMS_DES_ETAPES = (nature: 'EMPLOI' | 'FORMATION' | null): Record<Etape, string> =>
  ({ motif: "Ce qui s'est passé", situation: nature === 'FORMATION' ? 'La formation' : "L'emploi", preuve: 'La preuve', jour: 'Le jour de la sortie', confirmer: 'Confirmer' });

/** The fields of a step; the motif is chosen by buttons, the confirmation has its own page. */
function champsDEtape(f: Fabrique, v: VueEtape, nature: 'EMPLOI' | 'FORMATION' | null): Champ[] {
  switch (v.etape) {
    case 'situation':
      return champsSituation(f, nature!, { obligatoire: false, perte: true, motif: v.motif! });
    case 'preuve':
      return champsPreuve(f, nature!);
    case 'jour':
      return [
        f.date('date_sortie', 'Jour de la sortie', { obligatoire: true }),
        ...(initiativeADire(v.motif!) ? [f.choix('initiative', "Qui a pris l'initiative de la sortie ?", INITIATIVES, { obligatoire: v.motif === 'RUPTURE_ABANDON' })] : []),
      ];
    default:
      return [];
  }
}

function aideDEtape(v: VueEtape, nature: 'EMPLOI' | 'FORMATION' | null, suivi: Suivi | null): string | null {
  if (v.etape === 'situation') return suivi ? `Repris du suivi ${suivi.nature === 'EMPLOI' ? "dans l'emploi" : 'en formation'} ouvert le ${formaterDate(suivi.date_debut)} : complétez ce qui manque.` : "Laissez vide ce que vous ne savez pas : sans contrat ni formation, la sortie n'est pas positive.";
  if (v.etape !== 'preuve') return null;
  if (v.avecPreuve && suivi) return `Il ne manque qu'une preuve. Indiquez celle que vous avez vue, et le jour.`;
  return nature === 'EMPLOI' ? "Une seule suffit. Si vous n'en avez vu aucune, laissez vide : une preuve vue plus tard permettra de reclasser la sortie." : "Si vous n'en avez vu aucune, laissez vide.";
}

/** « À ce stade » : what the class would be, and why. */
function constat(v: VueEtape) {
  if (v.etape === 'motif') return null;
  if (v.avecPreuve) return { nature: libelle('NATURES_SORTIE', v.avecPreuve.nature), positive: true, condition: 'dès qu\'une preuve est vue', texte: `Sortie au ${formaterDate(v.avecPreuve.date)}. Sans preuve, elle ne serait pas positive.` };
  return v.provisoire && { nature: libelle('NATURES_SORTIE', v.provisoire.nature), positive: v.provisoire.positive, condition: null, texte: v.provisoire.explication };
}

/** One step: its question, its fields, and everything typed elsewhere kept along. By GET: each step is an address to go back to. */
export function pageEtape(v: VueEtape) {
  const nature = v.motif && natureAttendue(v.motif);
  const suivi = v.suivi?.nature === nature ? v.suivi : null;
  const f = champs(v.saisie, v.erreurs);
  const { annuler, ...page } = commun(v.parcours, v.correction ? 'Corriger la sortie' : 'Enregistrer une sortie');
  const noms = NOMS_DES_ETAPES(nature);
  const ici = v.etapes.indexOf(v.etape);
  const visibles = champsDEtape(f, v, nature);
  const gardee: Saisie = { ...v.tapee, version: v.saisie.version, ...(v.motif && { motif_sortie: v.motif }) };
  const suite: Record<string, string> = v.correction ? { acte: 'corriger' } : {};
  return {
    ...page,
    empechement: motifHorsParcours(v.parcours),
    // How many there are depends on the motif.
    numero: v.motif ? `Étape ${ici + 1} sur ${v.etapes.length}` : 'Étape 1',
    question: v.etape === 'motif' ? 'Pourquoi la personne sort-elle du parcours ?' : noms[v.etape],
    etapes: (v.motif ? v.etapes : []).map((e, i) => ({ libelle: noms[e], courante: e === v.etape, adresse: i < ici ? adresseDEtape(v.adresse, gardee, { ...suite, etape: e }) : null })),
    aide: aideDEtape(v, nature, suivi),
    motif: v.etape !== 'motif' && v.motif ? libelle('MOTIFS_SORTIE', v.motif) : null,
    groupes: v.etape === 'motif' ? GROUPES.map((g) => ({ titre: g.titre, motifs: g.motifs.map((m) => ({ code: m, libelle: libelle('MOTIFS_SORTIE', m), promesse: promesseDuMotif(m, v.jour), choisi: m === v.motif })) })) : null,
    constat: constat(v),
    regle: nature && (v.etape === 'situation' || v.etape === 'preuve') ? REGLES[nature] : null,
    formulaire: {
      adresse: v.adresse, annuler, champs: visibles, apres: v.etape, precedente: ici > 0 ? v.etapes[ici - 1] : null,
      caches: [...reprendre(gardee, [...visibles.map((c) => c.nom), ...(v.etape === 'motif' ? ['motif_sortie'] : [])]), ...Object.entries(suite).map(([nom, valeur]) => ({ nom, valeur }))],
      bouton: v.etape === 'jour' || v.etapes[ici + 1] === 'confirmer' ? 'Voir le classement' : 'Continuer',
    },
  };
}

/** Everything typed, sent back as it was. */
const reprendre = (saisie: Saisie, sauf: string[]): { nom: string; valeur: string }[] =>
  Object.entries(saisie).filter(([nom, v]) => v !== undefined && !sauf.includes(nom)).map(([nom, v]) => ({ nom, valeur: Array.isArray(v) ? (v[0] ?? '') : v! }));

export interface VueConfirmation {
  parcours: Parcours; classement: Classement; motif: MotifSortie; adresse: string; saisie: Saisie; verdict: string; demandee: DateCivile;
  acte: 'enregistrer' | 'corriger' | 'reclasser';
  /** Proposed from the follow-up, nothing was typed: where to say that something else happened. */
  autre: string | null;
  jour: DateCivile;
}

/** « Cette sortie sera classée … parce que … » : nothing is saved yet. */
export function pageConfirmation(v: VueConfirmation) {
  const { annuler, ...page } = commun(v.parcours, v.acte === 'reclasser' ? 'Reclasser la sortie' : v.acte === 'corriger' ? 'Corriger la sortie' : 'Enregistrer une sortie');
  return {
    ...page, annuler, adresse: v.adresse,
    nature: libelle('NATURES_SORTIE', v.classement.nature),
    positive: v.classement.positive,
    motif: libelle('MOTIFS_SORTIE', v.motif),
    date: formaterDate(v.classement.date),
    dateChangee: v.classement.date === v.demandee ? null : formaterDate(v.demandee),
    explication: v.classement.explication,
    regle: v.classement.regle,
    cloture: v.acte === 'reclasser' ? `La correction est datée du ${formaterDate(v.jour)} et part avec le tableau de suivi de ${formaterMois(moisDe(v.jour))}.` : 'Le référent unique et le PNI du parcours prennent fin à cette date.',
    avant: v.acte === 'enregistrer' || !v.parcours.date_sortie ? null : { nature: libelle('NATURES_SORTIE', v.parcours.nature_sortie), date: formaterDate(v.parcours.date_sortie), motif: libelle('MOTIFS_SORTIE', v.parcours.motif_sortie) },
    propose: v.autre !== null, autre: v.autre,
    champs: [...reprendre(v.saisie, ['confirmer', 'verdict']), ...(v.acte === 'corriger' ? [{ nom: 'acte', valeur: 'corriger' }] : []), { nom: 'verdict', valeur: v.verdict }],
    bouton: v.acte === 'reclasser' ? 'Reclasser la sortie' : v.acte === 'corriger' ? 'Enregistrer la correction' : v.autre ? 'Confirmer la sortie' : 'Enregistrer la sortie',
  };
}

/** The exit once recorded: what it is, why, and what may be done about it. */
export function pageSortieEnregistree(p: Parcours, sortie: Sortie | null, adresse: string, reclassable: boolean) {
  return {
    ...commun(p, 'Sortie du parcours'),
    positive: p.nature_sortie?.startsWith('POSITIVE_') ?? false,
    nature: libelle('NATURES_SORTIE', p.nature_sortie),
    faits: [
      { terme: 'Date de sortie', valeur: formaterDate(p.date_sortie) },
      { terme: 'Motif', valeur: libelle('MOTIFS_SORTIE', p.motif_sortie) },
      { terme: 'Pourquoi ce classement', valeur: sortie?.explication ?? 'La nature a été donnée par la reprise de données et gardée telle quelle.' },
      ...(sortie?.regle ? [{ terme: 'Règle', valeur: `Version ${sortie.regle}` }] : []),
      ...(sortie?.date_reclassement ? [{ terme: 'Reclassée le', valeur: formaterDate(sortie.date_reclassement) }] : []),
    ],
    reclasser: reclassable ? `${adresse}/reclasser` : null,
    corriger: `${adresse}?acte=corriger`,
    supprimer: `${adresse}?acte=annuler`,
  };
}

/** Asks before an exit is taken back. */
export function pageAnnulation(p: Parcours, adresse: string) {
  const f = champs({});
  const { annuler, ...page } = commun(p, `Annuler la sortie du ${formaterDate(p.date_sortie)}`);
  return {
    ...page,
    empechement: null,
    avis: 'À ne faire que si la sortie a été enregistrée par erreur. Le parcours reprend, avec son dernier référent unique et son PNI ; le journal garde la trace.',
    formulaire: { adresse, bouton: 'Annuler la sortie', annuler, danger: true, champs: [f.cache('acte', 'annuler'), f.cache('version', p.version)] },
  };
}

/** The correction of an exit brought by a reprise: its nature is chosen, as it was given. */
export function pageCorrectionReprise(p: Parcours, adresse: string, saisie: Saisie | null, erreurs: Erreur[]) {
  const f = champs(saisie ?? { date_sortie: formaterDate(p.date_sortie), motif_sortie: p.motif_sortie ?? '', nature_sortie: p.nature_sortie ?? '' }, erreurs);
  const { annuler, ...page } = commun(p, 'Corriger la sortie');
  return {
    ...page,
    empechement: null,
    avis: 'Cette sortie vient de la reprise de données : sa nature est gardée telle qu\'elle a été donnée.',
    formulaire: {
      adresse, bouton: 'Enregistrer la correction', annuler,
      champs: [
        f.date('date_sortie', 'Jour de la sortie', { obligatoire: true }), f.choix('motif_sortie', 'Motif', LISTES.MOTIFS_SORTIE, { obligatoire: true }),
        f.choix('nature_sortie', 'Nature', LISTES.NATURES_SORTIE, { obligatoire: true }), f.version(p.version), f.cache('acte', 'corriger'),
      ],
    },
  };
}

/** A late proof: the contract or the training as it is now known. */
export function pageReclassement(v: Pick<VueEtape, 'parcours' | 'suivi' | 'jour' | 'adresse' | 'erreurs'> & { saisie: Saisie | null }, empechement: string | null) {
  const nature = (v.parcours.motif_sortie && natureAttendue(v.parcours.motif_sortie)) ?? 'EMPLOI';
  const suivi = v.suivi?.nature === nature ? v.suivi : null;
  const f = champs(v.saisie ?? saisieSituation(suivi), v.erreurs);
  const { annuler, ...page } = commun(v.parcours, 'Reclasser la sortie');
  return {
    ...page,
    empechement,
    avis: `Sortie du ${formaterDate(v.parcours.date_sortie)}, classée « ${libelle('NATURES_SORTIE', v.parcours.nature_sortie)} ». Une preuve vue depuis peut la rendre positive ; la correction partira avec le prochain tableau de suivi.`,
    formulaire: {
      adresse: v.adresse, bouton: 'Voir le classement', annuler,
      champs: [...champsPreuve(f, nature), ...champsSituation(f, nature, { obligatoire: true, perte: true, motif: v.parcours.motif_sortie ?? undefined }), f.version(v.parcours.version), ...(suivi ? [f.cache('version_suivi', suivi.version)] : [])],
    },
  };
}
