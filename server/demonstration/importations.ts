/** What Pôle emploi took in: the last table sent by two PLIEs, read back from its own file as an agency reads it. What it already did is closed; the rest waits on its worklist. */
import { feuillesDuTableau, nomDuFichier } from '../../reports/tableau-de-suivi/classeur';
import type { Acteur, Contexte } from '../acces/acteur';
import { lireTableau } from '../importation/actions-lire';
import { ajouterImportation, terminerImportation } from '../importation/queries';
import { lireConnu } from '../importation/queries-connu';
import { ecrireTableau } from '../importation/queries-ecriture';
import { examiner } from '../importation/rules-examiner';
import { instantEtabli } from '../importation/rules-lecture';
import { classeurEnMemoire } from '../lib/classeur/ecrire';
import { LIMITES_ENVOI } from '../lib/classeur/lire';
import { formaterInstant } from '../lib/dates';
import type { Transaction } from '../lib/ecriture';
import { nomComplet } from '../lib/texte';
import { daterImportation, solderTaches, type TableauValide } from './queries';
import type { RegionDemo } from './region';

/** Whose last table is on the worklist of an agency. */
export const PLIES_IMPORTES = ['CASA', 'MPM-EST'];

export async function prendreLesTableaux(trx: Transaction, { jour, ...contexte }: Contexte, region: RegionDemo, valides: readonly TableauValide[]): Promise<void> {
  for (const code of PLIES_IMPORTES) {
    const plie = region.organisations.find((o) => o.code === code)!;
    const tableau = valides.findLast((t) => t.plie_id === plie.id && t.importe_le !== null);
    if (!tableau) continue;
    const agence = region.organisations.find((o) => o.id === region.plie_agences.find((a) => a.plie_id === plie.id && a.reference)!.agence_id)!;
    const referent = region.utilisateurs.find((u) => u.role === 'REFERENT_PE' && u.organisation_id === agence.id)!;
    const acteur: Acteur = { utilisateurId: referent.id, nom: referent.nom, prenom: referent.prenom, role: 'REFERENT_PE', organisation: { id: agence.id, type: 'AGENCE', code: agence.code, nom: agence.nom, departementCode: agence.departement_code, regionCode: agence.region_code } };
    const validateur = region.utilisateurs.find((u) => u.id === tableau.valide_par)!;
    const etabliLe = formaterInstant(tableau.transmis_le);
    const { mois } = tableau.contenu.entete;
    const fichier = { nom: nomDuFichier(code, mois), contenu: await classeurEnMemoire(feuillesDuTableau(tableau.contenu, { etabliLe, validePar: nomComplet(validateur), nonExportees: null, empreinte: tableau.empreinte })), motDePasse: null };
    const lecture = await lireTableau(fichier, jour, LIMITES_ENVOI);
    const { examen, ecriture } = examiner(lecture, await lireConnu(trx, { ...contexte, jour, acteur }, { plieId: plie.id, mois, etabliLe: instantEtabli(etabliLe) }, lecture), {}, jour);
    const contenu = { lecture, reponses: {}, examen };
    const id = await ajouterImportation(trx, { plie_id: plie.id, agence_id: agence.id, utilisateur_id: referent.id, mois, empreinte: lecture.empreinte, etabliLe: instantEtabli(etabliLe), nom_fichier: fichier.nom, contenu });
    await ecrireTableau(trx, { plieId: plie.id, importationId: id, mois }, ecriture);
    await terminerImportation(trx, { plie_id: plie.id, id }, contenu, referent.id);
    await daterImportation(trx, { plie_id: plie.id, id }, tableau.importe_le!);
    await solderTaches(trx, plie.id, referent.id, tableau.importe_le!);
  }
}
