/** A restriction in force: what it forbids, what opens it, what ends it. Pure. */
import { libelle, LISTES } from '../codes/listes';
import { champs } from '../http/champs';
import { formaterDate, formaterInstant } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, nomComplet } from '../lib/texte';
import { filtres, RUBRIQUE } from './page';
import type { Limitation } from './queries-limitation';
import { adresseDeLimitation } from './rules';

const LIMITATIONS = { adresse: `${RUBRIQUE.adresse}?etat=limitations`, libelle: 'Limitations en cours' };
const designer = (l: Limitation, voitLesNoms: boolean): string => (voitLesNoms && !l.efface_le ? nomComplet(l) : `Fiche n° ${l.personne_id}`);

export const pageLimitations = (limitations: readonly Limitation[], voitLesNoms: boolean) => ({
  titre: 'Limitations en cours', rubrique: RUBRIQUE, fil: [RUBRIQUE], filtres: filtres('limitations'),
  legende: accorder(limitations.length, 'limitation en cours', 'limitations en cours'),
  limitations: limitations.map((l) => ({
    adresse: adresseDeLimitation(l), qui: designer(l, voitLesNoms), depuis: formaterDate(l.debut), par: l.par ?? '',
    exceptions: l.exceptions.filter((e) => e.en_cours).map((e) => libelle('USAGES_LIMITES', e.pour)).join(', ') || 'Aucune',
  })),
});

/** `saisie` and `erreurs`: of one of the two forms, whose fields have different names. */
export function pageLimitation(l: Limitation, { voitLesNoms, saisie = {}, erreurs = [] }: { voitLesNoms: boolean; saisie?: Saisie; erreurs?: Erreur[] }) {
  const f = champs(saisie, erreurs);
  const ici = adresseDeLimitation(l);
  return {
    titre: `Limitation du traitement, fiche n° ${l.personne_id}`, rubrique: RUBRIQUE, fil: [RUBRIQUE, LIMITATIONS], erreurs: erreurs.length ? erreurs : undefined,
    personne: { texte: designer(l, voitLesNoms), adresse: voitLesNoms && !l.efface_le ? `/personnes/${l.personne_id}` : null },
    depuis: `En vigueur depuis le ${formaterDate(l.debut)}${l.par ? `, accordée par ${l.par}` : ''}.`,
    exceptions: l.exceptions.map((e) => ({ pour: libelle('USAGES_LIMITES', e.pour), motif: libelle('MOTIFS_EXCEPTION', e.motif), le: formaterInstant(e.notee_le), par: e.par ?? '', fin: { texte: `${e.en_cours ? 'jusqu\'au' : 'finie le'} ${formaterInstant(e.expire_le)}`, ton: e.en_cours ? 'du' : '' } })),
    exception: {
      adresse: `${ici}/exception`, bouton: "Noter l'exception",
      champs: [f.choix('pour', 'Pour', LISTES.USAGES_LIMITES, { obligatoire: true }), f.choix('motif', 'Motif', LISTES.MOTIFS_EXCEPTION, { obligatoire: true, aide: "Gardez l'accord écrit de la personne dans son dossier papier." })],
    },
    lever: {
      adresse: `${ici}/lever`, bouton: 'Lever la limitation',
      champs: [
        f.choix('motif_levee', 'Pourquoi elle prend fin', LISTES.MOTIFS_LEVEE.filter((m) => m.code !== 'DONNEES_EFFACEES'), { obligatoire: true }),
        f.choix('prevenue_par', 'Personne prévenue par', LISTES.CANAUX_DEMANDE_DROIT, { obligatoire: true }),
        f.date('prevenue_le', 'Personne prévenue le', { obligatoire: true }),
      ],
    },
  };
}
