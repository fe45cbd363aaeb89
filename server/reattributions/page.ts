/** The pages of a reassignment: whose portfolio, then its persons, each with the colleague to whom it goes. Pure. */
import { PORTEFEUILLE_MAX, PORTEFEUILLE_MIN } from '../portefeuille/rules';
import { champs } from '../http/champs';
import { formaterDate, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, deQui, nomComplet } from '../lib/texte';
import type { Accompagnateur } from '../parcours/queries';
import type { Porteur, Suivie } from './queries';
import { repartir } from './rules';

const CHEMIN = '/portefeuilles/reattribuer';
const TITRE = 'Réattribuer un portefeuille';
const RUBRIQUE = { adresse: '/portefeuille', libelle: 'Portefeuille' };

/** « sous 45 », « plus de 65 », or nothing. */
const horsRepere = (n: number): string => (n > PORTEFEUILLE_MAX ? `plus de ${PORTEFEUILLE_MAX}` : n < PORTEFEUILLE_MIN ? `moins de ${PORTEFEUILLE_MIN}` : '');

export function pageChoix(porteurs: Porteur[]) {
  return {
    titre: TITRE, rubrique: RUBRIQUE, fil: [RUBRIQUE],
    repere: `Repère : ${PORTEFEUILLE_MIN} à ${PORTEFEUILLE_MAX} personnes.`,
    porteurs: porteurs.map((p) => ({ nom: nomComplet(p), adresse: `${CHEMIN}?de=${p.id}`, personnes: accorder(p.personnes, 'personne suivie', 'personnes suivies'), hors: horsRepere(p.personnes), desactive: !p.actif })),
  };
}

export interface PreparationReattribution { porteur: Porteur; suivies: Suivie[]; accompagnateurs: Accompagnateur[]; jour: DateCivile; saisie: Saisie; erreurs: Erreur[] }

/** What the form holds when it opens: everyone ticked (or nobody), and for each the colleague who follows the fewest when that is asked for. */
export function saisieInitiale({ suivies, accompagnateurs, porteur, jour }: Omit<PreparationReattribution, 'saisie' | 'erreurs'>, demande: { cocher: unknown; repartir: unknown }): Saisie {
  const autres = accompagnateurs.filter((a) => a.id !== porteur.id);
  // The animation may follow persons, it is not proposed as long as there are accompagnateurs.
  const proposes = autres.some((a) => a.role === 'ACCOMPAGNATEUR') ? autres.filter((a) => a.role === 'ACCOMPAGNATEUR') : autres;
  const cibles = demande.repartir === 'oui' ? repartir(proposes, suivies.length) : [];
  return {
    date_debut: formaterDate(jour), vers: '', personne: demande.cocher === 'aucune' ? [] : suivies.map((s) => String(s.orientation_id)),
    ...Object.fromEntries(suivies.map((s, i) => [`vers_${s.orientation_id}`, cibles[i] ? String(cibles[i]) : ''])),
  };
}

export function pageReattribution({ porteur, suivies, accompagnateurs, saisie, erreurs }: PreparationReattribution) {
  const f = champs(saisie, erreurs);
  const adresse = `${CHEMIN}?de=${porteur.id}`;
  const autres = accompagnateurs.filter((a) => a.id !== porteur.id);
  const cochees = [saisie.personne ?? []].flat();
  const lire = (nom: string): string => [saisie[nom] ?? ''].flat()[0] ?? '';
  const recus = cochees.map((id) => lire(`vers_${id}`) || lire('vers'));
  const options = autres.map((a) => ({ code: String(a.id), libelle: `${nomComplet(a)} (${a.portefeuille})` }));
  return {
    titre: `Réattribuer le portefeuille ${deQui(porteur)}`, rubrique: RUBRIQUE, fil: [RUBRIQUE, { adresse: CHEMIN, libelle: TITRE }],
    adresse, desactive: !porteur.actif,
    compte: accorder(porteur.personnes, 'personne suivie', 'personnes suivies'),
    suite: suivies.length < porteur.personnes ? `Les ${suivies.length} premières sont montrées ; les autres paraîtront une fois celles-ci réattribuées.` : null,
    empechement: !suivies.length ? `${nomComplet(porteur)} ne suit plus personne.` : !autres.length ? "Aucun autre compte actif de votre PLIE ne peut suivre ces personnes. Demandez à l'administrateur d'en ouvrir un." : null,
    raccourcis: [
      { libelle: 'Proposer une répartition égale', adresse: `${adresse}&repartir=oui` },
      { libelle: 'Tout cocher', adresse }, { libelle: 'Tout décocher', adresse: `${adresse}&cocher=aucune` },
    ],
    commun: [
      f.date('date_debut', 'À partir du', { obligatoire: true, aide: `${nomComplet(porteur)} reste le référent jusqu'à la veille.` }),
      f.liste('vers', 'Confier les personnes cochées à', options, { vide: 'Choisir sur chaque ligne', aide: 'Entre parenthèses, les personnes déjà suivies. Une ligne peut en décider autrement.' }),
    ],
    erreurPersonnes: erreurs.find((e) => e.champ === 'personnes')?.message ?? null,
    lignes: suivies.map((s) => {
      const id = String(s.orientation_id);
      const erreur = erreurs.find((e) => e.champ === `vers_${id}`)?.message ?? null;
      return {
        id, nom: nomComplet(s), adresse: `/personnes/${s.personne_id}`, cochee: cochees.includes(id), commune: s.commune ?? '', depuis: formaterDate(s.depuis), finPni: formaterDate(s.fin_pni),
        erreur, options: options.map((o) => ({ ...o, choisie: lire(`vers_${id}`) === o.code })),
      };
    }),
    charges: autres.map((a) => {
      const apres = a.portefeuille + recus.filter((r) => r === String(a.id)).length;
      return { nom: nomComplet(a), avant: String(a.portefeuille), apres: String(apres), hors: horsRepere(apres) };
    }),
    repere: `Repère : ${PORTEFEUILLE_MIN} à ${PORTEFEUILLE_MAX} personnes.`,
    bouton: 'Réattribuer les personnes cochées', annuler: CHEMIN,
  };
}
