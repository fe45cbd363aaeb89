/** The workbook C on Pôle emploi's side: what waits for each PLIE, and what is shown once when it is ready. Pure. */
import { champs } from '../http/champs';
import { XLSX } from '../lib/classeur/ecrire';
import { formaterInstant } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder } from '../lib/texte';
import { RUBRIQUE as TACHES } from '../taches/rules';
import type { ClasseurPret } from './actions-classeur';
import type { PlieDestinataire } from './queries-import';

export const CHEMIN_CLASSEUR = '/retours/classeur';

export function pageClasseur(plies: PlieDestinataire[], saisie: Saisie, erreurs: Erreur[]) {
  const seul = plies.filter((p) => p.en_route > 0);
  const f = champs({ plie: seul.length === 1 ? String(seul[0]!.id) : '', ...saisie }, erreurs);
  return {
    titre: 'Réponses à transmettre', rubrique: TACHES, fil: [TACHES], erreurs,
    plies: plies.map((p) => ({ nom: p.nom, nombre: accorder(p.en_route, 'réponse en attente', 'réponses en attente'), attend: p.en_route > 0, derniere: p.derniere ? `dernier classeur le ${formaterInstant(p.derniere)}` : 'aucun classeur préparé' })),
    vide: plies.length ? null : "Aucun tableau de PLIE n'est encore importé : il n'y a rien à transmettre.",
    formulaire: {
      adresse: CHEMIN_CLASSEUR, bouton: 'Préparer le classeur', annuler: TACHES.adresse,
      champs: [
        f.liste('plie', 'PLIE', plies.map((p) => ({ code: String(p.id), libelle: `${p.nom} (${p.en_route})` })), { obligatoire: true }),
        f.date('depuis', 'Ou toutes les réponses depuis le', { aide: 'Laissez vide pour celles qui attendent. Un jour, si un classeur s\'est perdu : tout ce qui a été répondu depuis est remis.' }),
      ],
    },
  };
}

export function pagePret({ plie, lignes, retenues, nom, phrase, fichier }: ClasseurPret) {
  return {
    titre: 'Le classeur est prêt', rubrique: TACHES, fil: [TACHES, { adresse: CHEMIN_CLASSEUR, libelle: 'Réponses à transmettre' }],
    plie: plie.nom, resume: accorder(lignes, 'réponse'), retenues, phrase, nom,
    fichier: fichier && `data:${XLSX};base64,${fichier.toString('base64')}`,
    recommencer: CHEMIN_CLASSEUR, suite: TACHES,
  };
}
