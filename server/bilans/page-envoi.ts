/** The page from which a validated bilan leaves, and its register. Pure. */
import { libelle } from '../codes/listes';
import { champs } from '../http/champs';
import { formaterInstant, jourDe } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { nomDuClasseur, nomDuDocument } from '../pilotage/rules-territoires';
import type { BilanSuivi, Plie, VersionFigee } from './queries';
import type { EnvoiDeBilan } from './queries-envois';
import { adresseDuBilan, RUBRIQUE } from './rules';
import { empechementDEnvoyer, messageDEnvoi, SANS_DESTINATAIRE, type Destinataire } from './rules-envoi';

export interface VueEnvoi { plie: Plie; annee: number; suivi: BilanSuivi | null; version: VersionFigee | null; destinataires: Destinataire[]; envois: EnvoiDeBilan[]; signataire: string; url: string; parServeur: boolean }

export function pageEnvoi(v: VueEnvoi, saisie?: Saisie, erreurs: Erreur[] = []) {
  const { plie, annee, suivi, version, destinataires, parServeur } = v;
  const empechement = empechementDEnvoyer(suivi?.etape ?? null, annee) ?? (destinataires.length ? null : SANS_DESTINATAIRE);
  const f = champs(saisie ?? { destinataire: destinataires.filter((d) => d.deLaRegion).map((d) => d.courriel) }, erreurs);
  const [document, classeur] = [nomDuDocument(plie, annee), nomDuClasseur(plie, annee)];
  const demande = `annee=${annee}&territoire=plie:${plie.code}`;
  return {
    titre: `Envoyer le bilan ${annee} – ${plie.nom}`, rubrique: RUBRIQUE, erreurs,
    fil: [{ adresse: RUBRIQUE.adresse, libelle: RUBRIQUE.libelle }, { adresse: adresseDuBilan(plie.id, annee), libelle: `Bilan ${annee}` }],
    empechement, parServeur,
    retour: adresseDuBilan(plie.id, annee),
    formulaire: empechement ? null : {
      adresse: `${adresseDuBilan(plie.id, annee)}/envoi`, bouton: parServeur ? 'Envoyer le bilan' : 'Préparer les messages', annuler: adresseDuBilan(plie.id, annee),
      champs: [f.cache('version', suivi!.version), f.cases('destinataire', 'Destinataires', destinataires.map((d) => ({ code: d.courriel, libelle: d.libelle, aide: d.courriel })), { obligatoire: true })],
    },
    pieces: empechement ? [] : [{ nom: document, libelle: 'le document pour le comité de pilotage (PDF)', adresse: `/bilan/document?${demande}` }, { nom: classeur, libelle: 'le classeur', adresse: `/bilan/classeur?${demande}` }],
    version: empechement || !version ? '' : `Version ${version.numero}, validée le ${formaterInstant(version.valide_le)}.`,
    message: empechement || !version ? null : messageDEnvoi({ plie: plie.nom, annee, numero: version.numero, valideLe: jourDe(version.valide_le), document, classeur, adresse: `${v.url}${adresseDuBilan(plie.id, annee)}`, signataire: v.signataire }),
    registre: registreDesEnvois(v.envois, true),
  };
}

/** `tenu`: the reader may send, hence download what waits and say that it left. */
export const registreDesEnvois = (envois: readonly EnvoiDeBilan[], tenu: boolean) => envois.map((e) => {
  const adresse = `${adresseDuBilan(e.plie_id, e.annee)}/envois/${e.id}`;
  return {
    destinataire: e.destinataire, version: `Version ${e.numero}`, quand: formaterInstant(e.envoye_le ?? e.prepare_le), par: e.par ?? '', moyen: e.par_serveur ? 'Courriel' : 'À la main',
    etat: libelle('ETATS_AVIS', e.etat), ton: e.etat === 'ECHEC' ? 'retard' : e.etat === 'ENVOYE' ? 'fait' : 'du', erreur: e.erreur ?? '',
    empreintes: [{ fichier: 'PDF', valeur: e.empreinte_document }, { fichier: 'Classeur', valeur: e.empreinte_classeur }],
    actes: tenu && e.pret ? { telecharger: `${adresse}/courriel.eml`, confirmer: `${adresse}/confirmer` } : null,
  };
});
