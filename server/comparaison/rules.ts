/**
 * Pôle emploi's list of the persons whose follow-up it delegates, beside the PLIE's own, both ways (domaine §7): who is only
 * in one, and whose PNI is not the same in both. Pure; names come normalised by the database.
 */
import { comparerIdentites } from '../doublons/rules';
import { formaterDate, type DateCivile } from '../lib/dates';
import { dansLaPhrase, nomComplet } from '../lib/texte';
import { libelle } from '../codes/listes';
import { etatPni, finDuPni, type DatesPni } from '../parcours/rules-pni';

interface Identite { identifiant_pe: string | null; nom: string; prenom: string; nom_norm: string; prenom_norm: string; date_naissance: DateCivile }

/** A person as Pôle emploi tells it: by the identifiant alone at least. `orientation_id`: known when both sides are in this installation. */
export interface LignePe extends Omit<Identite, 'date_naissance'> {
  date_naissance: DateCivile | null;
  orientation_id: number | null;
  pni_debut: DateCivile | null;
  pni_fin: DateCivile | null;
  pni_leve_le: DateCivile | null;
}

/** A person of the PLIE, with the newest of their orientations (the open parcours first) and of its PNI. */
export interface LignePlie extends Identite {
  personne_id: number;
  orientation_id: number | null;
  date_integration: DateCivile | null;
  date_refus: DateCivile | null;
  date_sortie: DateCivile | null;
  accompagnateur: string | null;
  pni: DatesPni | null;
}

export interface Ecart {
  nom: string;
  identifiant: string | null;
  naissance: DateCivile | null;
  /** The person of the PLIE, when known. */
  personne_id: number | null;
  orientation_id: number | null;
  accompagnateur: string | null;
  pe: { debut: DateCivile | null; fin: DateCivile | null } | null;
  plie: { debut: DateCivile | null; fin: DateCivile | null } | null;
  /** What is known that may explain it. */
  explication: string;
}
export interface Comparaison {
  /** Persons in each list, and in both with nothing to say of them. */
  pe: number; plie: number; accord: number;
  chezPoleEmploi: Ecart[]; auPlie: Ecart[]; differents: Ecart[];
}

const cle = (x: Pick<LignePe, 'nom_norm' | 'prenom_norm' | 'date_naissance'>): string => `${x.nom_norm}|${x.prenom_norm}|${x.date_naissance}`;
const finDe = (l: LignePe): DateCivile | null => l.pni_fin ?? (l.pni_debut && finDuPni(l.pni_debut));

/** Does Pôle emploi delegate the follow-up on that day? Not without a PNI, nor once it was lifted or has run out. */
const estSuiviePe = (l: LignePe, jour: DateCivile): boolean => l.pni_debut !== null && !(l.pni_leve_le && l.pni_leve_le <= jour) && !(finDe(l)! < jour);
/** Is it in the PLIE's own list: an open parcours whose PNI is requested or active? */
const estSuiviePlie = (l: LignePlie, jour: DateCivile): boolean => Boolean(l.date_integration && !l.date_sortie && l.pni && ['DEMANDE', 'ACTIF'].includes(etatPni(l.pni, jour)));

/** Of several rows on one person, the last word: the latest PNI. */
function derniers(lignes: readonly LignePe[]): LignePe[] {
  const par = new Map<string, LignePe>();
  const date = (l: LignePe): string => l.pni_debut ?? l.pni_leve_le ?? '';
  for (const l of lignes) {
    const c = l.identifiant_pe ?? cle(l);
    const deja = par.get(c);
    if (!deja || date(l) >= date(deja)) par.set(c, l);
  }
  return [...par.values()];
}

/** What the PLIE knows of somebody who is not in its list. */
function pourquoiPasAuPlie(l: LignePlie, jour: DateCivile): string {
  if (l.date_sortie) return `Sortie du PLIE le ${formaterDate(l.date_sortie)} : Pôle emploi n'a pas levé le PNI.`;
  if (l.date_refus) return `Intégration refusée le ${formaterDate(l.date_refus)}.`;
  if (!l.date_integration) return l.orientation_id ? "Orientée vers le PLIE, pas encore intégrée." : 'Connue du PLIE, sans orientation.';
  if (!l.pni) return "En parcours, mais aucun PNI n'y est demandé.";
  return etatPni(l.pni, jour) === 'ECHU' ? `En parcours, mais son PNI est échu depuis le ${formaterDate(l.pni.date_fin)}.`
    : `En parcours, mais son PNI y est levé depuis le ${formaterDate(l.pni.date_cloture)} (${dansLaPhrase(libelle('MOTIFS_CLOTURE_PNI', l.pni.motif_cloture))}).`;
}

/** What Pôle emploi says of somebody who is not in its list. */
const pourquoiPasAPoleEmploi = (l: LignePe): string => (l.pni_leve_le ? `Selon Pôle emploi, PNI levé le ${formaterDate(l.pni_leve_le)}.`
  : l.pni_debut ? `Selon Pôle emploi, PNI fini le ${formaterDate(finDe(l))}.` : 'Connue de Pôle emploi, sans PNI posé.');

function differences(pe: LignePe, plie: LignePlie): string[] {
  const { date_debut, date_fin } = plie.pni!;
  const dits: string[] = [];
  if (!date_debut) dits.push('Posé par Pôle emploi, encore demandé au PLIE.');
  else if (pe.pni_debut !== date_debut) dits.push('Le début diffère.');
  if (date_debut && finDe(pe) !== date_fin) dits.push('La fin diffère.');
  if (pe.identifiant_pe && plie.identifiant_pe && pe.identifiant_pe !== plie.identifiant_pe) dits.push(`L'identifiant diffère : ${pe.identifiant_pe} chez Pôle emploi, ${plie.identifiant_pe} au PLIE.`);
  if (pe.nom_norm && pe.date_naissance && cle(pe) !== cle(plie)) dits.push(`L'identité diffère : ${nomComplet(pe)}, né(e) le ${formaterDate(pe.date_naissance)}, chez Pôle emploi.`);
  return dits;
}

const dePlie = (l: LignePlie) => ({ nom: nomComplet(l), identifiant: l.identifiant_pe, naissance: l.date_naissance, personne_id: l.personne_id, orientation_id: l.orientation_id, accompagnateur: l.accompagnateur });
const pniPlie = (l: LignePlie) => l.pni && { debut: l.pni.date_debut, fin: l.pni.date_fin };
const pniPe = (l: LignePe) => ({ debut: l.pni_debut, fin: finDe(l) });

/** Who may be that person, badly spelt. */
function chercherProche({ nom_norm, prenom_norm, date_naissance }: LignePe, voisines: ReadonlyMap<string, LignePlie[]>): LignePlie | undefined {
  if (!date_naissance) return undefined;
  const identite = { nom: nom_norm, prenom: prenom_norm, date_naissance };
  return [date_naissance, `${nom_norm}|${prenom_norm}`].flatMap((c) => voisines.get(c) ?? [])
    .find((p) => comparerIdentites({ nom: p.nom_norm, prenom: p.prenom_norm, date_naissance: p.date_naissance }, identite));
}

/** The lines under each of their keys. */
function grouper<L>(lignes: readonly L[], cles: (l: L) => string[]): Map<string, L[]> {
  const groupes = new Map<string, L[]>();
  for (const l of lignes) {
    for (const c of cles(l)) {
      if (!groupes.has(c)) groupes.set(c, []);
      groupes.get(c)!.push(l);
    }
  }
  return groupes;
}

export function comparer(pe: readonly LignePe[], plie: readonly LignePlie[], jour: DateCivile): Comparaison {
  const parOrientation = new Map(plie.flatMap((l) => (l.orientation_id ? [[l.orientation_id, l] as const] : [])));
  const parIdentifiant = new Map(plie.flatMap((l) => (l.identifiant_pe ? [[l.identifiant_pe, l] as const] : [])));
  // Of two namesakes, the one in the list: the last one set stays.
  const parNom = new Map([...plie.filter((l) => !estSuiviePlie(l, jour)), ...plie.filter((l) => estSuiviePlie(l, jour))].map((l) => [cle(l), l]));
  const retrouver = (l: LignePe): LignePlie | undefined => parOrientation.get(l.orientation_id ?? 0) ?? parIdentifiant.get(l.identifiant_pe ?? '') ?? parNom.get(cle(l));
  // Near persons share a birth date or a name: only these are compared letter by letter.
  const voisines = grouper(plie, (l) => [l.date_naissance, `${l.nom_norm}|${l.prenom_norm}`]);
  const vus = new Set<number>();
  const resultat: Comparaison = { pe: 0, plie: plie.filter((l) => estSuiviePlie(l, jour)).length, accord: 0, chezPoleEmploi: [], auPlie: [], differents: [] };

  for (const l of derniers(pe)) {
    const trouvee = retrouver(l);
    const [iciPe, iciPlie] = [estSuiviePe(l, jour), Boolean(trouvee && estSuiviePlie(trouvee, jour))];
    if (iciPe) resultat.pe += 1;
    if (trouvee && iciPlie) vus.add(trouvee.personne_id);
    if (iciPe && iciPlie) {
      const dits = differences(l, trouvee!);
      if (dits.length) resultat.differents.push({ ...dePlie(trouvee!), pe: pniPe(l), plie: pniPlie(trouvee!), explication: dits.join(' ') });
      else resultat.accord += 1;
    } else if (iciPe) {
      const proche = trouvee ?? chercherProche(l, voisines);
      const explication = trouvee ? pourquoiPasAuPlie(trouvee, jour) : proche ? `Inconnue du PLIE sous ce nom ; ressemble à ${nomComplet(proche)}.` : 'Inconnue du PLIE.';
      resultat.chezPoleEmploi.push({
        nom: nomComplet(l).trim() || 'Sans nom', identifiant: l.identifiant_pe, naissance: l.date_naissance, personne_id: proche?.personne_id ?? null, orientation_id: proche?.orientation_id ?? null, accompagnateur: proche?.accompagnateur ?? null,
        pe: pniPe(l), plie: trouvee ? pniPlie(trouvee) : null, explication,
      });
    } else if (iciPlie) {
      resultat.auPlie.push({ ...dePlie(trouvee!), pe: l.pni_debut ? pniPe(l) : null, plie: pniPlie(trouvee!), explication: pourquoiPasAPoleEmploi(l) });
    }
  }
  for (const l of plie) {
    if (estSuiviePlie(l, jour) && !vus.has(l.personne_id)) resultat.auPlie.push({ ...dePlie(l), pe: null, plie: pniPlie(l), explication: l.pni!.date_debut ? 'Absente de la liste de Pôle emploi.' : `PNI demandé le ${formaterDate(l.pni!.date_demande)}, pas encore posé.` });
  }
  return resultat;
}
