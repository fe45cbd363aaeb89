/** Before the integration: to whom the orientation is attributed and the convocation that is pending, each with what can be done about it. Pure. */
import type { Acteur } from '../acces/acteur';
import { peut } from '../acces/droits';
import { formaterJour, type DateCivile } from '../lib/dates';
import type { OrientationRecue } from '../reception/queries';
import { ETATS_EN_RECEPTION } from '../reception/rules';

interface Lien { adresse: string; libelle: string }
export interface ReceptionDe {
  attribution: { texte: string; lien: Lien | null };
  /** Null once the person is received and nothing more is planned. */
  convocation: { texte: string; detail: string; aNoter: boolean; lien: Lien | null } | null;
}

export function receptionDe(o: Pick<OrientationRecue, 'id' | 'etat' | 'accompagnateur' | 'convocation'>, acteur: Acteur, jour: DateCivile): ReceptionDe {
  const attribuer = peut(acteur, 'orientation.attribuer');
  return {
    attribution: {
      texte: o.accompagnateur ?? 'À personne pour l\'instant',
      lien: attribuer ? { adresse: `/reception/attribuer?o=${o.id}`, libelle: o.accompagnateur ? 'Attribuer à un autre' : 'Attribuer' } : null,
    },
    convocation: convocationDe(o, acteur, jour),
  };
}

function convocationDe({ id, etat, convocation: c }: Pick<OrientationRecue, 'id' | 'etat' | 'convocation'>, acteur: Acteur, jour: DateCivile): ReceptionDe['convocation'] {
  if (!ETATS_EN_RECEPTION.includes(etat)) return null;
  if (!c) {
    const lien = peut(acteur, 'seance.tenir') ? { adresse: `/reception/convoquer?o=${id}`, libelle: 'Convoquer' } : null;
    return etat === 'ACCUEILLIE' ? null : { texte: 'Aucune pour l\'instant', detail: '', aNoter: false, lien };
  }
  const aNoter = c.date_seance < jour;
  return {
    texte: `${formaterJour(c.date_seance)} à ${c.heure}`, detail: `${c.type === 'COLLECTIF' ? 'Séance collective' : 'Entretien individuel'} · ${c.lieu}`, aNoter,
    lien: { adresse: `/reception/seances/${c.seance_id}`, libelle: (aNoter || c.date_seance === jour) && peut(acteur, 'orientation.instruire') ? 'Noter la présence' : 'Voir la séance' },
  };
}
