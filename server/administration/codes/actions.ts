/** Acts on the extensible lists: a value is added or retired; its code and its label never change. */
import type { Contexte } from '../../acces/acteur';
import { listerCodes } from '../../codes/queries';
import type { DateCivile } from '../../lib/dates';
import { ecrire } from '../../lib/ecriture';
import { RegleEnfreinte } from '../../lib/erreurs';
import { changerFin, insererCode, lireCode } from './queries';
import { deriverCode, verifierNouveauCode, verifierRetrait, type NouveauCode } from './rules';

export function ajouterCode({ base, auteur }: Contexte, nouveau: NouveauCode): Promise<void> {
  const code = deriverCode(nouveau.libelle);
  return ecrire(base, auteur, { action: 'code.ajouter', details: { liste: nouveau.liste, code } }, async (trx) => {
    const erreurs = verifierNouveauCode(nouveau, await listerCodes(trx, nouveau.liste));
    if (erreurs.length) throw new RegleEnfreinte(erreurs);
    await insererCode(trx, { ...nouveau, code });
  });
}

/** No longer offered for facts later than that day; what was recorded with it stays readable. */
export function retirerCode({ base, auteur, acteur }: Contexte, id: number, dernierJour: DateCivile): Promise<void> {
  return ecrire(base, auteur, 'code.retirer', async (trx) => {
    const erreurs = verifierRetrait(await lireCode(trx, acteur, id), dernierJour);
    if (erreurs.length) throw new RegleEnfreinte(erreurs);
    await changerFin(trx, id, dernierJour);
  });
}

export function remettreCode({ base, auteur, acteur }: Contexte, id: number): Promise<void> {
  return ecrire(base, auteur, 'code.remettre', async (trx) => {
    await lireCode(trx, acteur, id);
    await changerFin(trx, id, null);
  });
}
