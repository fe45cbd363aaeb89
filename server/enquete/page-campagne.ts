/** A campaign as the region conducts it: who answered, whom to remind, the closing. Pure. */
import type { LignePlie, Partie } from '../../reports/bilan-qualitatif/tableau';
import { libelle } from '../codes/listes';
import { champs } from '../http/champs';
import { formaterDate, formaterInstant, type DateCivile } from '../lib/dates';
import type { Erreur } from '../lib/erreurs';
import type { Saisie } from '../lib/formulaire';
import { accorder, formaterNombre, nomComplet } from '../lib/texte';
import type { PartieARelancer } from './actions-relances';
import { adresseDuPlie, filVers, RUBRIQUE } from './page';
import type { Enquete } from './queries';
import type { Relance } from './queries-relances';
import { aConvenir, divergences, enAttente, etatDePartie, PARTIES, resumeDEnquete } from './rules';

interface Commun { enquete: Enquete; lignes: LignePlie[]; jour: DateCivile }

export function pageCampagne({ enquete, lignes, jour, relances, empreinteExacte }: Commun & { relances: Relance[]; empreinteExacte: boolean }, saisie: Saisie | null = null, erreurs: Erreur[] = []) {
  const reste = enAttente(lignes).length;
  const sansAccord = lignes.reduce((n, l) => n + aConvenir(l.cases).length, 0);
  const f = champs(saisie ?? { date_limite: formaterDate(enquete.date_limite) }, erreurs);
  const ouverte = !enquete.close_le;
  const derniere = (plieId: number, partie: Partie) => relances.find((r) => r.plie_id === plieId && r.partie === partie && r.envoye_le);
  return {
    titre: `Enquête ${enquete.annee}`, rubrique: RUBRIQUE, fil: [RUBRIQUE], erreurs,
    chapeau: enquete.region, resume: resumeDEnquete(enquete, jour), ouverte,
    compteurs: [
      { valeur: `${formaterNombre(lignes.length * 2 - reste)} sur ${formaterNombre(lignes.length * 2)}`, libelle: 'ont tout répondu' },
      { valeur: formaterNombre(lignes.reduce((n, l) => n + divergences(l.cases).length, 0)), libelle: 'divergences entre le PLIE et Pôle emploi' },
      { valeur: formaterNombre(sansAccord), libelle: 'sans accord en comité' },
    ],
    tableau: `/enquete/${enquete.id}/tableau`, classeur: `/bilan/classeur?annee=${enquete.annee}`,
    relancer: ouverte && reste ? { adresse: `/enquete/${enquete.id}/relances`, libelle: `Relancer (${formaterNombre(reste)})` } : null,
    registre: !(ouverte && reste) && relances.length ? `/enquete/${enquete.id}/relances` : null,
    clore: ouverte && lignes.length ? `/enquete/${enquete.id}/cloture` : null,
    parties: ['Réponses du PLIE', 'Réponses de Pôle emploi'],
    groupes: grouper(lignes).map(({ nom, siennes }) => ({
      nom, lignes: siennes.map((l) => {
        const [n, sans] = [divergences(l.cases).length, aConvenir(l.cases).length];
        return {
          nom: l.plie.nom, adresse: adresseDuPlie(enquete.id, l.plie.id),
          etats: PARTIES.map((p) => {
            const relance = ouverte ? derniere(l.plie.id, p) : undefined;
            return { partie: libelle('PARTIES', p), ...etatDePartie(l.cases, p, enquete, jour), relance: relance ? `relancé le ${formaterInstant(relance.envoye_le!).slice(0, 10)}` : '' };
          }),
          divergences: n ? `${formaterNombre(n)}, ${sans === n ? 'sans accord' : sans ? `dont ${formaterNombre(sans)} sans accord` : n > 1 ? 'convenues' : 'convenue'}` : 'Aucune', sansAccord: sans > 0,
        };
      }),
    })),
    vide: lignes.length ? null : `Aucun PLIE de la région n'a de convention en ${enquete.annee}. Vérifiez les dates des conventions avec l'administrateur.`,
    reporter: ouverte ? { ouvert: saisie !== null, formulaire: { adresse: `/enquete/${enquete.id}/echeance`, bouton: 'Changer la date', champs: [f.date('date_limite', 'Réponses attendues le', { obligatoire: true }), f.cache('version', enquete.version)] } } : null,
    gel: enquete.close_le ? {
      quand: formaterInstant(enquete.close_le), par: enquete.close_par ? nomComplet(enquete.close_par) : '', empreinte: enquete.empreinte!, exacte: empreinteExacte,
    } : null,
  };
}

function grouper(lignes: LignePlie[]) {
  const noms = [...new Map(lignes.map((l) => [l.departement.code, l.departement.nom]))];
  return noms.map(([code, nom]) => ({ nom: `${nom} (${code})`, siennes: lignes.filter((l) => l.departement.code === code) }));
}

export function pageRelances({ enquete, jour, parties, relances, parCourriel }: { enquete: Enquete; jour: DateCivile; parties: PartieARelancer[]; relances: Relance[]; parCourriel: boolean }, erreurs: Erreur[] = []) {
  const ouverte = !enquete.close_le;
  return {
    titre: `Relances de l'enquête ${enquete.annee}`, rubrique: RUBRIQUE, fil: filVers(enquete), erreurs, resume: resumeDEnquete(enquete, jour),
    adresse: `/enquete/${enquete.id}/relances`, parCourriel, ouverte,
    erreur: erreurs.find((e) => e.champ === 'parties')?.message ?? null,
    parties: ouverte ? parties.map(({ ligne, partie, destinataires, message }) => ({
      cle: `${ligne.plie.id}-${partie}`, nom: `${ligne.plie.nom}, ${libelle('PARTIES', partie)}`, departement: ligne.departement.nom, etat: etatDePartie(ligne.cases, partie, enquete, jour),
      destinataires: destinataires.join(', '), objet: message.objet, texte: message.texte,
    })) : [],
    bouton: parCourriel ? 'Envoyer les relances' : 'Noter comme envoyées',
    registre: relances.map((r) => ({ quand: formaterInstant(r.envoye_le ?? r.prepare_le), qui: `${r.plie}, ${libelle('PARTIES', r.partie)}`, destinataire: r.destinataire, etat: libelle('ETATS_AVIS', r.etat), ton: r.etat === 'ENVOYE' ? 'fait' : r.etat === 'ECHEC' ? 'retard' : 'du', erreur: r.erreur ?? '' })),
  };
}

export function pageCloture({ enquete, lignes, jour }: Commun, erreurs: Erreur[] = []) {
  const attente = enAttente(lignes);
  const sansAccord = lignes.filter((l) => aConvenir(l.cases).length);
  const f = champs({}, erreurs);
  return {
    titre: `Clore l'enquête ${enquete.annee}`, rubrique: RUBRIQUE, fil: filVers(enquete), erreurs,
    chapeau: `Les réponses de ${accorder(lignes.length, 'PLIE', 'PLIE')} seront figées telles qu'elles sont, avec leur tableau. Plus personne ne pourra répondre, ni convenir d'une réponse.`,
    avantLaDate: enquete.date_limite >= jour ? `Les réponses sont attendues jusqu'au ${formaterDate(enquete.date_limite)} : attendre laisse à chacun le temps annoncé.` : '',
    manquent: attente.map(({ ligne, partie }) => `${ligne.plie.nom}, ${libelle('PARTIES', partie)} : ${etatDePartie(ligne.cases, partie, enquete, jour).texte.toLocaleLowerCase('fr')}`),
    sansAccord: sansAccord.map((l) => `${l.plie.nom} : ${accorder(aConvenir(l.cases).length, 'divergence')} sans accord, la réponse du PLIE sera retenue`),
    formulaire: { adresse: `/enquete/${enquete.id}/cloture`, bouton: `Clore l'enquête ${enquete.annee}`, danger: true, annuler: `/enquete/${enquete.id}`, champs: [f.coche('confirme', "Je sais qu'une enquête close ne se rouvre pas"), f.cache('version', enquete.version)] },
  };
}
