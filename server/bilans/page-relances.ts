/** The page of the reminders: to whom, what the mail says, what was already sent. Pure. */
import { libelle } from '../codes/listes';
import { champs } from '../http/champs';
import { formaterInstant, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder } from '../lib/texte';
import type { PlieDeLAnnee } from './queries';
import type { RelanceEnvoyee } from './queries-relances';
import { adresseDuBilan, etatRegional, RUBRIQUE } from './rules';
import { cochesDAvance, messageDeRelance } from './rules-relances';

/** Those who owe a bilan and have not handed it in. */
export const aRelancer = (plies: readonly PlieDeLAnnee[], annee: number, jour: DateCivile) => plies
  .map((p) => ({ ...p, ...etatRegional(p, annee, jour) }))
  .filter((p) => ['PAS_COMMENCE', 'EN_COURS', 'RENVOYE'].includes(p.etat));

export interface VueRelances { annee: number; plies: PlieDeLAnnee[]; choisi: number | null; relances: RelanceEnvoyee[]; signataire: string; url: string; parServeur: boolean; jour: DateCivile }

export function pageRelances({ annee, plies, choisi, relances, signataire, url, parServeur, jour }: VueRelances, saisie?: Saisie, erreurs: Erreur[] = []) {
  const attendus = aRelancer(plies, annee, jour);
  const coches = cochesDAvance(attendus, choisi).map(String);
  const f = champs(saisie ?? { plie: coches }, erreurs);
  const premier = attendus.find((p) => coches.includes(String(p.id))) ?? attendus[0];
  const message = (p: PlieDeLAnnee) => messageDeRelance({ plie: p.nom, annee, adresse: `${url}${adresseDuBilan(p.id, annee)}`, signataire, mot: typeof saisie?.mot === 'string' ? saisie.mot : null, jour });
  return {
    titre: `Relancer les PLIE – bilan ${annee}`, rubrique: RUBRIQUE, erreurs,
    fil: [{ adresse: `${RUBRIQUE.adresse}?annee=${annee}`, libelle: `Suivi des bilans ${annee}` }],
    vide: attendus.length ? null : `Tous les PLIE attendus ont remis leur bilan ${annee} : il n'y a personne à relancer.`,
    parServeur,
    formulaire: attendus.length ? {
      adresse: `/bilans/relances?annee=${annee}`, bouton: parServeur ? 'Envoyer les relances cochées' : "J'ai envoyé ces relances : les noter", annuler: `${RUBRIQUE.adresse}?annee=${annee}`,
      champs: [
        f.cases('plie', 'PLIE à relancer', attendus.map((p) => ({ code: String(p.id), libelle: `${p.nom} – ${p.courriel ?? 'sans adresse de courriel'}${p.retard ? `, en retard de ${accorder(p.jours, 'jour')}` : ''}` })), { obligatoire: true }),
        ...(parServeur ? [f.zone('mot', 'Un mot de plus', { aide: 'Ajouté au message, le même pour tous.', attributs: { rows: '3', maxlength: '1000' } })] : []),
      ],
    } : null,
    modele: premier ? message(premier) : null,
    // Opened in one's own mail program, already written.
    brouillons: parServeur ? [] : attendus.filter((p) => p.courriel).map((p) => { const { objet, texte } = message(p); return { plie: p.nom, adresse: `mailto:${p.courriel}?subject=${encodeURIComponent(objet)}&body=${encodeURIComponent(texte.replaceAll('\n', '\r\n'))}` }; }),
    relances: relances.map((r) => ({ plie: r.plie, destinataire: r.destinataire, le: formaterInstant(r.le), par: r.par ?? '', moyen: r.par_serveur ? 'Courriel' : 'Envoyée à la main', etat: libelle('ETATS_AVIS', r.etat), ton: r.etat === 'ECHEC' ? 'retard' : 'fait', erreur: r.erreur ?? '' })),
  };
}
