/** The migrations in order. Names carry no extension, so that tsx, dist and jest agree on what has run. */
import type { Knex } from 'knex';
import * as journal from './001-creer-le-journal';
import * as organisations from './002-creer-les-organisations';
import * as utilisateurs from './003-creer-les-utilisateurs';
import * as codes from './004-creer-les-codes';
import * as personnes from './005-creer-les-personnes';
import * as orientations from './006-creer-les-orientations';
import * as parcours from './007-creer-les-parcours';
import * as sorties from './008-creer-les-sorties';
import * as poleEmploi from './009-creer-les-informations-collectives';
import * as reprises from './010-creer-les-reprises';
import * as derniereConnexion from './011-noter-la-derniere-connexion';
import * as reception from './013-creer-la-reception';
import * as commissions from './014-creer-les-commissions';
import * as avisAbsence from './015-creer-les-avis-d-absence';
import * as objectifs from './016-creer-les-objectifs';
import * as fusions from './018-creer-les-fusions';
import * as notes from './019-creer-les-notes';
import * as espace from './020-creer-l-espace-de-l-agent';
import * as tableaux from './021-creer-les-tableaux';
import * as dossiersPe from './022-creer-les-dossiers-de-pole-emploi';
import * as controles from './023-creer-les-controles';
import * as calendrier from './024-creer-le-calendrier';
import * as chiffresPe from './025-creer-les-chiffres-de-pole-emploi';
import * as bilans from './026-creer-les-bilans';
import * as enquete from './027-creer-l-enquete';
import * as bilanEnvois from './028-creer-les-envois-de-bilan';
import * as releve from './029-relever-les-demandes';
import * as accompagnes from './030-indexer-les-accompagnes';
import * as sauvegardes from './031-creer-les-sauvegardes';
import * as conservation from './032-conserver-et-effacer';
import * as sceaux from './033-sceller-le-journal';
import * as secondFacteur from './034-creer-le-second-facteur';
import * as objectifOrientations from './036-viser-des-orientations';
import * as violations from './037-creer-le-registre-des-violations';
import * as demandesDroits from './038-creer-les-demandes-de-droits';
import * as correspondants from './039-nommer-les-correspondants-d-une-organisation';
import * as suitesDesViolations from './040-envoyer-et-annuler-une-violation';
import * as selsDesCodes from './041-saler-les-codes-de-secours';
import * as nomsDeFichiers from './043-taire-les-noms-de-fichiers';
import * as rappelsConservation from './044-rappeler-la-conservation';
import * as limitations from './045-limiter-le-traitement';
import * as touteDemande from './046-repondre-a-toute-demande';
import * as fonctionsDuJournal from './047-tenir-le-journal-par-fonctions';
import * as recepteurs from './048-taire-qui-a-recu-un-tableau';
import * as refus from './049-compter-les-refus';

const migrations: Record<string, Knex.Migration> = {
  '001-creer-le-journal': journal,
  '002-creer-les-organisations': organisations,
  '003-creer-les-utilisateurs': utilisateurs,
  '004-creer-les-codes': codes,
  '005-creer-les-personnes': personnes,
  '006-creer-les-orientations': orientations,
  '007-creer-les-parcours': parcours,
  '008-creer-les-sorties': sorties,
  '009-creer-les-informations-collectives': poleEmploi,
  '010-creer-les-reprises': reprises,
  '011-noter-la-derniere-connexion': derniereConnexion,
  '013-creer-la-reception': reception,
  '014-creer-les-commissions': commissions,
  '015-creer-les-avis-d-absence': avisAbsence,
  '016-creer-les-objectifs': objectifs,
  '018-creer-les-fusions': fusions,
  '019-creer-les-notes': notes,
  '020-creer-l-espace-de-l-agent': espace,
  '021-creer-les-tableaux': tableaux,
  '022-creer-les-dossiers-de-pole-emploi': dossiersPe,
  '023-creer-les-controles': controles,
  '024-creer-le-calendrier': calendrier,
  '025-creer-les-chiffres-de-pole-emploi': chiffresPe,
  '026-creer-les-bilans': bilans,
  '027-creer-l-enquete': enquete,
  '028-creer-les-envois-de-bilan': bilanEnvois,
  '029-relever-les-demandes': releve,
  '030-indexer-les-accompagnes': accompagnes,
  '031-creer-les-sauvegardes': sauvegardes,
  '032-conserver-et-effacer': conservation,
  '033-sceller-le-journal': sceaux,
  '034-creer-le-second-facteur': secondFacteur,
  '036-viser-des-orientations': objectifOrientations,
  '037-creer-le-registre-des-violations': violations,
  '038-creer-les-demandes-de-droits': demandesDroits,
  '039-nommer-les-correspondants-d-une-organisation': correspondants,
  '040-envoyer-et-annuler-une-violation': suitesDesViolations,
  '041-saler-les-codes-de-secours': selsDesCodes,
  '043-taire-les-noms-de-fichiers': nomsDeFichiers,
  '044-rappeler-la-conservation': rappelsConservation,
  '045-limiter-le-traitement': limitations,
  '046-repondre-a-toute-demande': touteDemande,
  '047-tenir-le-journal-par-fonctions': fonctionsDuJournal,
  '048-taire-qui-a-recu-un-tableau': recepteurs,
  '049-compter-les-refus': refus,
};

export const migrationSource: Knex.MigrationSource<string> = {
  getMigrations: async () => Object.keys(migrations),
  getMigrationName: (name) => name,
  getMigration: async (name) => migrations[name]!,
};
