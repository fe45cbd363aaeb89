/**
 * What an earlier table said and what holds now. A dossier that this table tells of already has the exact values by its own
 * row; another one is corrected, and so are the étapes and absences of past months. Pure.
 */
import { cle, cleDeTitre, type Colonne } from '../lib/classeur/colonnes';
import { montrer } from '../lib/classeur/comprendre';
import { analyserDate, formaterDate, type DateCivile } from '../lib/dates';
import type { IdentifiantPe } from '../lib/formulaire';
import { nomComplet } from '../lib/texte';
import { cleDuNom, grouper, type Cible, type Connu, type DossierConnu, type Ecriture, type LigneExaminee, type Sort } from './rules-examen';
import type { Personnes } from './rules-faits';
import { colonnesDe, type LigneCorrection } from './rules-format';
import type { FeuilleLue } from './rules-lecture';
import { cibleDe, estPrise, type RangeeExaminee } from './rules-tableau';

/** What takes the place of a value when the row, or the fact, should never have been told (echanges). */
const RETIREE = ['ligne retirée', 'retirée'].map(cle);
const COLONNES = new Map(colonnesDe('Tableau de suivi').filter(([champ]) => champ !== 'agence' && champ !== 'action').map(([champ, colonne]) => [cleDeTitre(colonne.titre), { champ, colonne }]));

interface Portee { dossier: DossierConnu | null; rangee: RangeeExaminee | null; cible: Cible }

export function examinerCorrections({ lignes }: FeuilleLue<LigneCorrection>, connu: Connu, personnes: Personnes, ecriture: Ecriture, jour: DateCivile): LigneExaminee[] {
  const index = indexer(connu);
  return lignes.map(({ n, v }) => {
    const conclure = (sort: Sort, valeur: string, raison?: string, avant?: string): LigneExaminee => ({ f: 'Corrections', n, qui: nomComplet(v), sort, averti: false, d: [{ colonne: v.colonne, avant, valeur, raison }] });
    const exacte = v.exacte ?? '';
    const portee = situer(v, index, personnes);
    if (typeof portee === 'string') return conclure('REFUSEE', exacte, portee);
    const { dossier, rangee, cible } = portee;
    if (rangee && !estPrise(rangee)) return conclure(rangee.sort, exacte, `Suit la ligne ${rangee.n} du tableau.`);
    if (dossier && !dossier.visible) return conclure('AUTRE_AGENCE', exacte, "D'une autre agence : non reprise ici.");
    if (dossier?.plus_recent) return conclure('INCHANGEE', exacte, 'Un tableau plus récent a déjà parlé de cette orientation : rien ne change.');
    const fait = lireFait(v, jour);
    if (fait) return corrigerFait(fait, cible, ecriture, (raison) => conclure('REFUSEE', exacte, raison)) ?? conclure('MODIFIEE', montrerValeur(exacte, jour), undefined, montrerValeur(v.transmise ?? '', jour));
    if (RETIREE.includes(cle(exacte))) return retirer(portee, connu, ecriture, (sort, raison) => conclure(sort, exacte, raison, v.transmise ?? ''));
    const nommee = COLONNES.get(cleDeTitre(v.colonne));
    if (!nommee) return conclure('REFUSEE', exacte, "Cette colonne ne se corrige pas, ou n'existe pas dans le tableau de suivi. Vérifiez son titre.");
    const lue = nommee.colonne.lecteur(exacte ? [exacte] : [], { jour });
    if (!lue.ok) return conclure('REFUSEE', exacte, lue.erreur);
    return corriger(nommee, lue.valeur, portee, ecriture, (sort, valeur, avant, raison) => conclure(sort, valeur, raison, avant));
  });
}

function corriger({ champ, colonne }: { champ: string; colonne: Colonne }, lue: unknown, { dossier, rangee }: Portee, ecriture: Ecriture, conclure: (sort: Sort, valeur: string, avant: string, raison?: string) => LigneExaminee): LigneExaminee {
  const exacte = champ === 'identifiant_pe' && lue ? (lue as IdentifiantPe).identifiant : (lue as string | null);
  if (!dossier) return conclure('INCHANGEE', montrer(colonne, exacte), '', 'Nouvelle ici : sa ligne du tableau porte déjà la valeur exacte.');
  const avant = (dossier as unknown as Record<string, unknown>)[champ] ?? null;
  if (rangee) return conclure((rangee.ecrit?.[champ] ?? null) === avant ? 'INCHANGEE' : 'MODIFIEE', montrer(colonne, rangee.ecrit?.[champ] ?? null), montrer(colonne, avant));
  if (avant === exacte) return conclure('INCHANGEE', montrer(colonne, exacte), montrer(colonne, avant));
  ecriture.corrections.push({ id: dossier.id, champ, valeur: exacte });
  return conclure('MODIFIEE', montrer(colonne, exacte), montrer(colonne, avant));
}

/** The orientation should not have been in the table: the dossier goes, unless something was done for it. */
function retirer({ dossier, rangee }: Portee, { taches }: Connu, ecriture: Ecriture, conclure: (sort: Sort, raison?: string) => LigneExaminee): LigneExaminee {
  if (rangee) return conclure('REFUSEE', `Cette orientation est pourtant à la ligne ${rangee.n} de ce tableau. Voyez avec le PLIE.`);
  if (taches.some((t) => t.dossier_id === dossier!.id && t.etat !== 'A_FAIRE')) return conclure('REFUSEE', 'Pôle emploi a déjà agi pour cette orientation : elle est gardée. Voyez avec le PLIE.');
  ecriture.dossiersRetires.push(dossier!.id);
  return conclure('MODIFIEE');
}

interface Index { parIdentifiant: Map<string, DossierConnu[]>; parNom: Map<string, DossierConnu[]>; noms: Connu['noms'] }
function indexer({ dossiers, noms }: Connu): Index {
  return { parIdentifiant: grouper(dossiers.filter((d) => d.identifiant_pe), (d) => d.identifiant_pe!), parNom: grouper(dossiers, (d) => `${d.nom_norm}|${d.prenom_norm}`), noms };
}

/** The dossier: in this table, else by the identifiant (the exact one, or the one that is corrected), else by the name. */
function situer(v: LigneCorrection, { parIdentifiant, parNom, noms }: Index, personnes: Personnes): Portee | string {
  const champ = COLONNES.get(cleDeTitre(v.colonne))?.champ;
  const transmise = v.transmise ?? '';
  const rangees = personnes.chercher(v);
  if (rangees.length) {
    if (!v.identifiant_pe && new Set(rangees.map((r) => r.v.date_naissance)).size > 1) return 'Deux personnes du tableau portent ce nom : donnez son identifiant.';
    const rangee = rangees.toSorted((a, b) => (a.v.date_prescription < b.v.date_prescription ? 1 : -1))[0]!;
    return { rangee, dossier: rangee.dossier, cible: cibleDe(rangee) };
  }
  const nomme = (nom: string, prenom: string) => { const norme = noms.get(cleDuNom({ nom, prenom })); return norme ? parNom.get(`${norme.nom}|${norme.prenom}`) : undefined; };
  const ancien = champ === 'nom' ? nomme(transmise, v.prenom) : champ === 'prenom' ? nomme(v.nom, transmise) : undefined;
  const trouves = (v.identifiant_pe ? parIdentifiant.get(v.identifiant_pe) : undefined) ?? (champ === 'identifiant_pe' ? parIdentifiant.get(transmise) : undefined) ?? nomme(v.nom, v.prenom) ?? ancien ?? [];
  if (!trouves.length) return personnes.estFautive(v) ? "Sa ligne de la feuille « Tableau de suivi » est refusée : corrigez-la d'abord." : "Cette personne n'est dans aucun des tableaux reçus ici.";
  if (new Set(trouves.map((d) => d.date_naissance)).size > 1) return 'Deux personnes connues portent ce nom : donnez son identifiant.';
  // Oriented twice: the orientation of which the value was said, else the last one.
  const dossier = trouves.find((d) => champ && montrerChamp(d, champ) === transmise) ?? trouves.toSorted((a, b) => (a.date_prescription < b.date_prescription ? 1 : -1))[0]!;
  return { dossier, rangee: null, cible: dossier.id };
}

const montrerChamp = (d: DossierConnu, champ: string): string => { const valeur = (d as unknown as Record<string, unknown>)[champ]; const colonne = colonnesDe('Tableau de suivi').find(([c]) => c === champ)![1]; return colonne.genre === 'date' ? (valeur as string | null) ?? '' : montrer(colonne, valeur); };

type Fait = { genre: 'ETAPE'; type: string; date_debut: DateCivile; fin: string | null; retiree: boolean } | { genre: 'ABSENCE'; date_convocation: DateCivile; excuse: boolean; retiree: boolean };

/** « Étape Formation, début 02/03/2027 » and « Absence du 02/03/2027 »: named by the column. */
function lireFait({ colonne, exacte }: LigneCorrection, jour: DateCivile): Fait | null {
  const retiree = RETIREE.includes(cle(exacte ?? ''));
  const etape = /^étape (.+), début (\d{2}\/\d{2}\/\d{4})$/i.exec(colonne);
  const debut = etape && analyserDate(etape[2]!, jour);
  if (debut) return { genre: 'ETAPE', type: etape[1]!, date_debut: debut, fin: cle(exacte ?? '') === 'encours' ? null : (exacte ?? null), retiree };
  const absence = /^absence du (\d{2}\/\d{2}\/\d{4})$/i.exec(colonne);
  const le = absence && analyserDate(absence[1]!, jour);
  return le ? { genre: 'ABSENCE', date_convocation: le, excuse: cle(exacte ?? '') === 'excuse', retiree } : null;
}

function corrigerFait(fait: Fait, cible: Cible, ecriture: Ecriture, refuser: (raison: string) => LigneExaminee): LigneExaminee | null {
  if (fait.genre === 'ABSENCE') {
    const { date_convocation, excuse } = fait;
    if (fait.retiree) ecriture.absencesRetirees.push({ cible, date_convocation });
    else ecriture.absences.push({ cible, date_convocation, excuse });
    return null;
  }
  const { type, date_debut } = fait;
  if (fait.retiree) { ecriture.etapesRetirees.push({ cible, type, date_debut }); return null; }
  const fin = fait.fin === null ? null : analyserDate(fait.fin, date_debut);
  if (fait.fin !== null && (!fin || fin < date_debut)) return refuser("Ce n'est pas une date de fin possible : une date JJ/MM/AAAA, au plus tôt le jour du début, ou « En cours ».");
  ecriture.etapes.push({ cible, type, date_debut, date_fin: fin });
  return null;
}

const montrerValeur = (texte: string, jour: DateCivile): string => { const date = analyserDate(texte, jour); return date ? formaterDate(date) : texte; };
