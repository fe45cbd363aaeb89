/** The register of the yearly statements of requests: each PLIE that noted its sending in the calendar sent these figures. */
import { VERSION } from '../../reports/releve-des-demandes/definitions';
import { empreinteDuReleve, etablirReleve } from '../../reports/releve-des-demandes/releve';
import type { Contexte } from '../acces/acteur';
import type { Transaction } from '../lib/ecriture';
import { ajouterEnvoi } from '../releve/queries';
import type { RegionDemo } from './region';

export async function transmettreLesReleves(trx: Transaction, contexte: Contexte, region: Pick<RegionDemo, 'organisations' | 'conventions' | 'utilisateurs' | 'jalons'>): Promise<void> {
  for (const jalon of region.jalons.filter((j) => j.type === 'RELEVE_DEMANDES')) {
    const plie = region.organisations.find((o) => o.id === jalon.plie_id)!;
    const releve = await etablirReleve({ base: trx, acteur: contexte.acteur }, { annee: jalon.annee!, territoire: { type: 'PLIE', code: plie.code } });
    await ajouterEnvoi(trx, plie.id, {
      annee: jalon.annee!, date_envoi: jalon.date_jalon, destinataire: region.conventions.findLast((c) => c.plie_id === plie.id)?.boite_generique ?? 'Agence de référence', definitions: VERSION, empreinte: empreinteDuReleve(plie.code, releve),
      utilisateur_id: region.utilisateurs.find((u) => u.organisation_id === plie.id && u.role === 'ANIMATION')!.id, note_le: `${jalon.date_jalon} 11:20:00+02`,
    });
  }
}
