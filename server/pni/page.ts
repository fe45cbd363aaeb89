/** The list of the PNI: what each state holds, then the lines by urgency, each with the act that is due. Pure. */
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import { adresseDeListe, paginer } from '../http/pagination';
import { decalerMois, formaterDate, formaterMois, joursEntre, moisDe, type DateCivile, type Mois } from '../lib/dates';
import { accorder, formaterNombre, nomComplet } from '../lib/texte';
import { LIBELLES_ETAT_PNI, MOIS_DU_PNI, SEUILS_AVERTISSEMENT, TRANCHES_AVERTISSEMENT } from '../parcours/rules-pni';
import type { ComptesPni, LignePni } from './queries';
import { actesDus, bornes, estPeriode, FILTRES_ETAT_PNI, GROUPES, groupeDuPni, RUBRIQUE, type FiltresPni, type GroupePni, type Periode } from './rules';

export const PAR_PAGE = 50;
const CHEMIN = RUBRIQUE.adresse;

interface Choix { code: string; libelle: string }

export interface PreparationListe {
  filtres: FiltresPni;
  lignes: LignePni[];
  total: number;
  comptes: ComptesPni;
  agences: Choix[];
  accompagnateurs: Choix[];
  acteur: Acteur;
  jour: DateCivile;
}

const parametres = (f: FiltresPni): Record<string, string | null> => ({
  etat: f.etat === 'A_SUIVRE' ? null : f.etat, fin: f.fin === null ? null : String(f.fin), agence: f.agence && String(f.agence), accompagnateur: f.accompagnateur && String(f.accompagnateur),
} as Record<string, string | null>);

/** « 23 jours », « dernier jour », « échu depuis 12 jours » */
function reste({ etat, date_fin: fin }: LignePni, jour: DateCivile): string {
  if (!fin || (etat !== 'ACTIF' && etat !== 'ECHU')) return '';
  const jours = joursEntre(jour, fin);
  return jours < 0 ? `échu depuis ${accorder(-jours, 'jour')}` : jours === 0 ? 'dernier jour' : accorder(jours, 'jour');
}

const TONS: Partial<Record<GroupePni, string>> = { ECHU: 'retard', A_LEVER: 'du', 30: 'du', 60: 'du', 90: 'du', DEMANDE: 'du', LOIN: 'fait' };

/** The months in which a PNI may end, and the one or the days asked for. */
function moisOfferts(fin: FiltresPni['fin'], jour: DateCivile): Choix[] {
  const mois = Array.from({ length: MOIS_DU_PNI + 1 }, (_, i) => decalerMois(moisDe(jour), i));
  const dire = (m: Mois | Periode): Choix => ({ code: m, libelle: estPeriode(m) ? direPeriode(m) : `en ${formaterMois(m)}` });
  return [...(typeof fin === 'string' && (estPeriode(fin) || !mois.includes(fin)) ? [fin] : []), ...mois].map(dire);
}

function direPeriode(periode: Periode): string {
  const { du, au } = bornes(periode);
  return du === au ? `le ${formaterDate(du)}` : `du ${formaterDate(du)} au ${formaterDate(au)}`;
}

function compteurs(f: FiltresPni, c: ComptesPni) {
  const carte = (libelle: string, nombre: number, choix: Pick<FiltresPni, 'etat' | 'fin'>, ton = '') => ({
    libelle, nombre: formaterNombre(nombre), ton: nombre ? ton : '', courant: f.etat === choix.etat && f.fin === choix.fin, adresse: adresseDeListe(CHEMIN, parametres({ ...f, ...choix })),
  });
  return [
    carte('échus', c.ECHU, { etat: 'ECHU', fin: null }, 'retard'),
    carte('à lever', c.A_LEVER, { etat: 'A_LEVER', fin: null }, 'du'),
    ...TRANCHES_AVERTISSEMENT.map(({ seuil, libelle }) => carte(`finissent ${libelle}`, c[`fin_${seuil}`], { etat: 'ACTIF', fin: seuil }, 'du')),
    carte('demandés, à poser', c.DEMANDE, { etat: 'DEMANDE', fin: null }, 'du'),
    carte('actifs en tout', c.ACTIF, { etat: 'ACTIF', fin: null }),
    carte('terminés', c.TERMINE, { etat: 'TERMINE', fin: null }),
    carte('levés', c.LEVE, { etat: 'LEVE', fin: null }),
  ];
}

export function pageListe({ filtres: f, lignes, total, comptes, agences, accompagnateurs, acteur, jour }: PreparationListe) {
  const interne = acteur.organisation?.type === 'PLIE';
  const moyens = { tientLeParcours: peut(acteur, 'parcours.tenir') };
  const choix = (liste: readonly Choix[], valeur: string | number | null) => liste.map((c) => ({ ...c, choisi: c.code === String(valeur) }));
  const enCours = parametres(f);
  const nomDe = (liste: Choix[], id: number | null) => liste.find((c) => c.code === String(id))?.libelle ?? 'inconnu';
  const fins = [...TRANCHES_AVERTISSEMENT.map(({ seuil, libelle }) => ({ code: String(seuil), libelle })), ...moisOfferts(f.fin, jour)];
  const groupes = new Map<GroupePni, LignePni[]>();
  for (const ligne of lignes) {
    const groupe = groupeDuPni(ligne, jour);
    groupes.set(groupe, [...(groupes.get(groupe) ?? []), ligne]);
  }
  return {
    titre: 'PNI', rubrique: RUBRIQUE, interne,
    previsions: peut(acteur, 'prevision.lire'),
    compteurs: compteurs(f, comptes),
    filtres: { etats: choix(FILTRES_ETAT_PNI, f.etat), fins: choix(fins, f.fin), agences: choix(agences, f.agence), accompagnateurs: choix(accompagnateurs, f.accompagnateur) },
    legende: [
      `${formaterNombre(total)} PNI ${FILTRES_ETAT_PNI.find((e) => e.code === f.etat)!.libelle}`,
      f.fin !== null && `qui finissent ${fins.find((x) => x.code === String(f.fin))!.libelle}`,
      f.agence && `de ${nomDe(agences, f.agence)}`, f.accompagnateur && `suivis par ${nomDe(accompagnateurs, f.accompagnateur)}`,
    ].filter(Boolean).join(', '),
    groupes: [...groupes].map(([groupe, siennes]) => ({
      titre: GROUPES.get(groupe)!,
      lignes: siennes.map((l) => ({
        nom: nomComplet(l), adresse: `/personnes/${l.personne_id}?orientation=${l.orientation_id}`,
        etat: LIBELLES_ETAT_PNI[l.etat], ton: TONS[groupe] ?? '',
        debut: formaterDate(l.date_debut) || `demandé le ${formaterDate(l.date_demande)}`, fin: formaterDate(l.date_fin),
        reste: l.date_cloture ? `clos le ${formaterDate(l.date_cloture)}` : reste(l, jour), presse: groupe === 'ECHU' || groupe === SEUILS_AVERTISSEMENT[0],
        precision: groupe === 'A_LEVER' ? `contrat IAE du ${formaterDate(l.iae_depuis)}` : l.prolonge_jusqu_au && groupe !== 'CLOS' ? `prolongé au ${formaterDate(l.prolonge_jusqu_au)}` : '',
        agence: l.agence ?? '', plie: l.plie ?? '', accompagnateur: l.accompagnateur ?? '',
        actes: actesDus(groupe, l, jour, moyens).map((a) => ({ libelle: a.libelle, adresse: `/orientations/${l.orientation_id}/${a.chemin}` })),
      })),
    })),
    vide: lignes.length ? null : Object.values(enCours).some((v) => v !== null) ? 'Aucun PNI ne répond à ces filtres.' : "Aucun PNI à suivre pour l'instant : un PNI est demandé à l'intégration de chaque personne.",
    effacer: Object.values(enCours).some((v) => v !== null) ? CHEMIN : null,
    pagination: paginer(CHEMIN, enCours, f.page, PAR_PAGE, total),
  };
}
