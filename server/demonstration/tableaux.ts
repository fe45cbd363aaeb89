/**
 * The monthly tables of the last months, sent and received; the last one of the PLIE where the tour begins is still to be
 * validated, and corrects what an earlier one said.
 */
import { createHash } from 'node:crypto';
import { VERSION_DU_FORMAT } from '../../reports/tableau-de-suivi/classeur';
import { COLONNES_TABLEAU } from '../../reports/tableau-de-suivi/colonnes';
import { contenuDuTableau, empreinteDe, type CelluleEchangee, type Contenu, type LigneEchangee } from '../../reports/tableau-de-suivi/contenu';
import { lireTableau } from '../../reports/tableau-de-suivi/tableau';
import type { Contexte } from '../acces/acteur';
import { ajouterJours, decalerMois, moisDe, premierJourDuMois, type DateCivile, type Mois } from '../lib/dates';
import type { Transaction } from '../lib/ecriture';
import { avancerIdentifiants, insererLignes, validerTableaux, type TableauValide } from './queries';
import type { RegionDemo } from './region';

/** Months told by the PLIE of the tour, and by the others. */
const MOIS_CONTES = { vitrine: 5, autres: 2 };
const VITRINE = 'CASA';
/** Sent after the 6th, for once. */
const RETARDATAIRE = 'NCA';

const rangDe = (titre: string): number => COLONNES_TABLEAU.findIndex((c) => c.titre === titre);
const changer = (ligne: LigneEchangee, valeurs: Record<string, CelluleEchangee>): LigneEchangee => ({ ...ligne, cellules: ligne.cellules!.map((c, i) => { const { titre } = COLONNES_TABLEAU[i]!; return titre in valeurs ? valeurs[titre]! : c; }) });

/** What was known on the day of the validation: an exit classed again later was not positive yet. */
function telQue(contenu: Contenu, jour: DateCivile, reclassees: ReadonlyMap<number, DateCivile>): Contenu {
  const ORIENTATIONS = contenu.feuilles.ORIENTATIONS.map((l) => ((reclassees.get(l.orientation_id!) ?? jour) > jour && l.cellules![rangDe('Date de sortie')] ? changer(l, { 'Nature de sortie': "À l'initiative du participant" }) : l));
  return { ...contenu, feuilles: { ...contenu.feuilles, ORIENTATIONS } };
}

/** A refusal typed late, and a date of integration that was one day off. */
function avecDesRetards(contenu: Contenu): Contenu {
  const { ORIENTATIONS } = contenu.feuilles;
  const premiere = (situation: string) => ORIENTATIONS.find((l) => l.cellules![rangDe('Situation')] === situation);
  const [refusee, integree] = [premiere("Refus d'intégration"), premiere('Intégré dans le mois')];
  const dateDe = (l: LigneEchangee, titre: string) => (l.cellules![rangDe(titre)] as { date: DateCivile }).date;
  return { ...contenu, feuilles: { ...contenu.feuilles, ORIENTATIONS: ORIENTATIONS.map((l) => {
    if (l === refusee) return changer(l, { Situation: 'Accueilli', 'Date du refus': null, 'Motif de refus': null, 'Action attendue': null });
    return l === integree ? changer(l, { "Date d'intégration": { date: ajouterJours(dateDe(l, "Date d'intégration"), -1) } }) : l;
  }) } };
}

/** Inside the act that fills the database, once the facts are there. Returns those that were validated, the oldest first. */
export async function tenirLesTableaux(trx: Transaction, { acteur, jour }: Contexte, region: RegionDemo): Promise<TableauValide[]> {
  const courant = moisDe(jour);
  // Those before were corrected in their time.
  const derniereValidation = ajouterJours(premierJourDuMois(decalerMois(courant, -1)), 2);
  const reclassees = new Map(region.sorties.flatMap((s): [number, DateCivile][] => (s.date_reclassement && s.date_reclassement > derniereValidation ? [[s.orientation_id, s.date_reclassement]] : [])));
  const tableaux: object[] = [];
  const valides: TableauValide[] = [];
  const envois: object[] = [];
  for (const plie of region.organisations.filter((o) => o.type === 'PLIE')) {
    const animation = region.utilisateurs.find((u) => u.organisation_id === plie.id && u.role === 'ANIMATION')!;
    const vitrine = plie.code === VITRINE;
    for (let recul = vitrine ? MOIS_CONTES.vitrine : MOIS_CONTES.autres; recul >= 1; recul -= 1) {
      const mois: Mois = decalerMois(courant, -recul);
      const convention = region.conventions.find((c) => c.plie_id === plie.id && c.date_debut <= premierJourDuMois(mois) && c.date_fin > jour);
      if (!convention) continue;
      const id = tableaux.length + 1;
      const suivant = premierJourDuMois(decalerMois(mois, 1));
      const le = (jours: number, heure: string) => `${ajouterJours(suivant, jours)} ${heure}+01`;
      // Steps taken from the 1st to the 9th: the last month is finished only where the day allows it.
      const aFaire = recul === 1 && (vitrine || ajouterJours(suivant, 8) >= jour);
      tableaux.push({ id, plie_id: plie.id, mois, etape: aFaire ? 'PREPARE' : 'CONTROLE', prepare_le: le(0, '09:12'), prepare_par: animation.id, controle_le: aFaire ? null : le(1, '10:40'), controle_par: aFaire ? null : animation.id, controles: aFaire ? null : [], version: aFaire ? 1 : 2 });
      if (aFaire) continue;
      const lu = contenuDuTableau(await lireTableau(trx, acteur, { id: plie.id }, mois), []);
      const dit = telQue(lu, ajouterJours(suivant, 2), reclassees);
      const contenu = vitrine && recul === 2 ? avecDesRetards(dit) : dit;
      const envoi = plie.code === RETARDATAIRE && recul === 2 ? 8 : 2 + (id % 4);
      const recu = recul > 1 || id % 3 > 0;
      // The last one told by the PLIE of the tour is still on the worklist of its agency.
      const traite = recul > (vitrine ? 2 : 1);
      valides.push({
        id, contenu, plie_id: plie.id, etape: traite ? 'TRAITE' : recu ? 'IMPORTE' : 'TRANSMIS', valide_le: le(2, '14:05'), valide_par: animation.id, format: VERSION_DU_FORMAT, entete: contenu.entete, empreinte: empreinteDe(contenu),
        transmis_le: le(envoi, '15:30'), transmis_par: animation.id, importe_le: recu ? le(8, '09:20') : null, traite_le: traite ? le(14, '11:00') : null,
      });
      envois.push({
        id: envois.length + 1, plie_id: plie.id, tableau_id: id, utilisateur_id: animation.id, empreinte: createHash('sha256').update(`tableau ${plie.code} ${mois}`).digest('hex'),
        canal_fichier: id % 3 ? 'COURRIEL' : 'FILR', canal_cle: id % 2 ? 'TELEPHONE' : 'SMS', destinataire: convention.boite_generique, etat: 'ENVOYE', prepare_le: le(envoi, '15:12'), date_envoi: ajouterJours(suivant, envoi),
      });
    }
  }
  await insererLignes(trx, 'tableaux', tableaux);
  await validerTableaux(trx, valides);
  await insererLignes(trx, 'transmissions', envois);
  await avancerIdentifiants(trx, 'tableaux', tableaux.length);
  await avancerIdentifiants(trx, 'transmissions', envois.length);
  return valides;
}
