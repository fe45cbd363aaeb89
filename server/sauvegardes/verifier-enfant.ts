/** The child of verifier.ts. */
import { migrer, ouvrirBase } from '../lib/db';
import { restaurer, verifierFichier } from './actions-restaurer';
import { SauvegardeRefusee } from './coffre';
import type { Demande, Verdict } from './verifier';

const AUTEUR = { utilisateurId: null, systeme: 'vérification de la sauvegarde', requeteId: null, cleFormulaire: null };

async function verifier({ chemin, cle, dossier }: Demande): Promise<void> {
  const sauvegarde = await verifierFichier(chemin, cle, () => {});
  const { base } = await ouvrirBase({ donnees: dossier });
  await migrer(base);
  await restaurer(base, AUTEUR, sauvegarde, null, () => {});
}

process.once('message', (demande: Demande) => {
  // Of any other error the text may quote a row: only its kind leaves.
  const dire = (phrase: string | null) => process.send!({ phrase } satisfies Verdict);
  verifier(demande).then(() => dire(null), (erreur: unknown) => dire(erreur instanceof SauvegardeRefusee ? erreur.message : `${(erreur as Error).name} ${(erreur as { code?: string }).code ?? ''}`.trim()));
});
// Its parent is gone.
process.once('disconnect', () => process.exit(1));
