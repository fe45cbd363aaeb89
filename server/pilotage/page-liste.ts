/** The list behind a figure, and the page of the definitions. Pure. */
import { compteDe, conditionDe, estVentilation, numeroLisible, type Indicateur } from '../../reports/indicateur';
import type { Fond } from '../../reports/figes';
import type { FaitEfface, VersionFigee } from '../../reports/liste-figee';
import { PAR_PAGE, type Chiffre, type FaitNominatif, type Page, type Seance } from '../../reports/liste';
import { BILAN_QUANTITATIF } from '../../reports/bilan-quantitatif/definitions';
import { libelle } from '../codes/listes';
import { adresseDuBilan as adresseDesVersions } from '../bilans/rules';
import { formaterDate, formaterInstant, formaterMois, type Mois } from '../lib/dates';
import { accorder, formaterNombre, nomComplet } from '../lib/texte';
import { adresseDuBilan, chiffreEnAdresse, fondEnAdresse, RUBRIQUE } from './page-cadre';
import type { TerritoireOffert } from './rules-territoires';

interface Demande {
  annee: number; choisi: TerritoireOffert; fond: Fond; chiffre: Chiffre; page: number;
  /** The version that the list is of; null for the figures of today. */
  figee: Pick<VersionFigee, 'plie_id' | 'numero' | 'valide_le'> | null;
}

export function pageListe({ annee, choisi, fond, chiffre, page, figee }: Demande, liste: { seances: Page<Seance> } | { personnes: Page<FaitNominatif | FaitEfface> }) {
  const i = BILAN_QUANTITATIF.indicateurs.find((x) => x.numero === chiffre.numero)!;
  const compte = estVentilation(i) ? compteDe(BILAN_QUANTITATIF, i.de) : compteDe(BILAN_QUANTITATIF, i.numero);
  const precision = estVentilation(i) ? ` : ${i.valeurs.find((v) => v.code === chiffre.valeur)!.libelle}${chiffre.dont ? ', sorties positives' : ''}` : '';
  const lue = 'seances' in liste ? liste.seances : liste.personnes;
  const ceChiffre = chiffreEnAdresse(chiffre);
  const aller = (n: number) => adresseDuBilan('/bilan/liste', annee, choisi.cle, { ...ceChiffre, ...fondEnAdresse(fond), ...(n > 1 && { page: String(n) }) });
  const pages = Math.max(1, Math.ceil(lue.nombre / PAR_PAGE));
  const sorties = compte.source.nom === 'sorties';
  return {
    titre: `Col. ${numeroLisible(i.numero)} – ${i.libelle}${precision}`,
    rubrique: RUBRIQUE,
    fil: [{ adresse: adresseDuBilan('/bilan', annee, choisi.cle, fondEnAdresse(fond)), libelle: `Bilan quantitatif ${annee}` }],
    contexte: `${choisi.libelle}, ${chiffre.mois ? formaterMois(`${annee}-${String(chiffre.mois).padStart(2, '0')}` as Mois) : `année ${annee}`}`,
    definition: i.definition,
    resume: 'seances' in liste
      ? `${accorder(lue.nombre, 'séance')}, ${lue.mesure === null ? 'aucun présent connu' : accorder(lue.mesure, 'présent')}`
      : accorder(lue.nombre, sorties ? 'sortie' : 'orientation'),
    nomDeLaDate: compte.nomDeLaDate,
    avecPrescription: compte.date !== 'date_prescription',
    sorties,
    seances: 'seances' in liste ? liste.seances.faits.map((s) => ({ date: formaterDate(s.date_fait), plie: s.plie_nom, agence: s.agence_nom ?? 'Agence non précisée', convoques: formaterNombre(s.convoques), presents: formaterNombre(s.presents) })) : null,
    personnes: 'personnes' in liste ? liste.personnes.faits.map((f) => ('efface_le' in f && f.efface_le ? {
      efface: `Données effacées le ${formaterDate(f.efface_le)}`, nom: '', adresse: null, pourquoi: null, date: formaterDate(f.date_fait), prescription: '', prescripteur: '', nature: libelle('NATURES_SORTIE', f.nature_sortie), motif: libelle('MOTIFS_SORTIE', f.motif_sortie),
    } : versLigne(f as FaitNominatif, chiffre, annee))) : null,
    figee: figee && { texte: `Cette liste est celle du bilan validé le ${formaterInstant(figee.valide_le)}, version ${figee.numero} : elle ne change plus.`, versions: { adresse: `${adresseDesVersions(figee.plie_id, annee)}#titre-versions`, libelle: 'Versions du bilan' }, duJour: { adresse: adresseDuBilan('/bilan/liste', annee, choisi.cle, { ...ceChiffre, ...fondEnAdresse('JOUR') }), libelle: "La même liste aujourd'hui" } },
    pagination: pages > 1 ? {
      texte: `Page ${formaterNombre(page)} sur ${formaterNombre(pages)}`,
      precedente: page > 1 ? aller(page - 1) : null,
      suivante: page < pages ? aller(page + 1) : null,
    } : null,
  };
}

const versLigne = (f: FaitNominatif, chiffre: Chiffre, annee: number) => ({
  efface: null, nom: nomComplet(f), adresse: `/personnes/${f.personne_id}`, pourquoi: `/personnes/${f.personne_id}/provenance?annee=${annee}#col-${chiffre.numero}`, date: formaterDate(f.date_fait), prescription: formaterDate(f.date_prescription),
  prescripteur: libelle('PRESCRIPTEURS', f.prescripteur), nature: libelle('NATURES_SORTIE', f.nature_sortie), motif: libelle('MOTIFS_SORTIE', f.motif_sortie),
});

const SOURCES = { PLIE: 'Chiffre donné par le PLIE', POLE_EMPLOI: 'Chiffre donné par Pôle emploi', CALCUL: 'Taux calculé' } as const;
const terme = (numero: string): string => (numero === 'D' ? 'colonne 1, ou colonne 1 + colonne 2 selon la convention' : `colonne ${numeroLisible(numero)}`);

function faits(i: Indicateur): { nom: string; texte: string; code?: boolean }[] {
  if (i.genre === 'taux') return [{ nom: 'Numérateur', texte: terme(i.numerateur) }, { nom: 'Dénominateur', texte: terme(i.denominateur) }];
  const compte = estVentilation(i) ? compteDe(BILAN_QUANTITATIF, i.de) : i;
  return [
    { nom: 'Date qui compte', texte: compte.nomDeLaDate },
    ...(compte.conditions.length ? [{ nom: 'Condition exacte', texte: conditionDe(compte), code: true }] : []),
    ...(estVentilation(i) ? [{ nom: 'Motifs', texte: i.valeurs.map((v) => v.libelle).join(' · ') }] : []),
  ];
}

export function pageDefinitions() {
  return {
    titre: 'Définitions des indicateurs',
    indicateurs: BILAN_QUANTITATIF.indicateurs.map((i) => ({
      ancre: `col-${i.numero}`, numero: numeroLisible(i.numero), libelle: i.libelle, definition: i.definition, reglages: i.reglages ?? null,
      source: SOURCES[i.fournisseur], faits: faits(i),
    })),
  };
}
