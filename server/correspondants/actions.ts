/** Acts on the contacts of an organisation and on the countries of its data. */
import type { Contexte } from '../acces/acteur';
import { consigner, ecrire } from '../lib/ecriture';
import { RegleEnfreinte } from '../lib/erreurs';
import { formaterDate, type DateCivile } from '../lib/dates';
import { changerCorrespondant, changerHebergement, insererCorrespondant, insererHebergement, lireEnPoste, terminerCorrespondant, verrouillerOrganisation, type Coordonnees, type DonneesHebergement } from './queries';
import { refusDeSuccession, veilleDuRemplacement, type Domaine } from './rules';

/** `changement` is null when nobody was in charge. `version`: of the one in charge, 0 for nobody. */
export type CorrespondantSaisi = Coordonnees & { version: number; changement: 'CORRECTION' | 'REMPLACEMENT' | null };
export type HebergementSaisi = DonneesHebergement & { version: number };

const refuser = (message: string | null): void => {
  if (message) throw new RegleEnfreinte([{ champ: 'depuis_le', message }]);
};

/** Somebody new in charge, from a day on; whoever was before ends on the eve. Throws RegleEnfreinte when that day leaves them none. */
export function designerCorrespondant({ base, auteur, acteur }: Contexte, organisationId: number, domaine: Domaine, { version, changement: _, ...coordonnees }: CorrespondantSaisi): Promise<void> {
  return ecrire(base, auteur, { action: 'correspondant.designer', plieId: organisationId, details: { domaine } }, async (trx) => {
    await verrouillerOrganisation(trx, acteur, organisationId);
    const { actuel, precedent } = await lireEnPoste(trx, { organisationId, domaine, version });
    refuser(refusDeSuccession(coordonnees.depuis_le, precedent));
    if (actuel) {
      const veille = veilleDuRemplacement(actuel, coordonnees.depuis_le);
      if (!veille) throw new RegleEnfreinte([{ champ: 'depuis_le', message: `Le correspondant actuel l'est depuis le ${formaterDate(actuel.depuis_le)} : son remplaçant vient après ce jour. S'il avait été mal enregistré, choisissez « Une correction ».` }]);
      await terminerCorrespondant(trx, actuel.id, veille);
    }
    await insererCorrespondant(trx, { ...coordonnees, organisation_id: organisationId, domaine });
  });
}

/** The same one, otherwise written. */
export function corrigerCorrespondant({ base, auteur, acteur }: Contexte, organisationId: number, domaine: Domaine, { version, changement: _, ...coordonnees }: CorrespondantSaisi): Promise<void> {
  return ecrire(base, auteur, { action: 'correspondant.corriger', plieId: organisationId, details: { domaine } }, async (trx) => {
    await verrouillerOrganisation(trx, acteur, organisationId);
    const { actuel, precedent } = await lireEnPoste(trx, { organisationId, domaine, version });
    refuser(refusDeSuccession(coordonnees.depuis_le, precedent));
    await changerCorrespondant(trx, actuel!.id, coordonnees);
  });
}

export function declarerHebergement({ base, auteur, acteur }: Contexte, organisationId: number, { version: _, ...donnees }: HebergementSaisi): Promise<void> {
  return ecrire(base, auteur, { action: 'hebergement.declarer', plieId: organisationId, details: { usage: donnees.usage, pays: donnees.pays } }, async (trx) => {
    await verrouillerOrganisation(trx, acteur, organisationId);
    await insererHebergement(trx, { ...donnees, organisation_id: organisationId });
  });
}

export function corrigerHebergement({ base, auteur, acteur }: Contexte, organisationId: number, id: number, { version, ...donnees }: HebergementSaisi): Promise<void> {
  return ecrire(base, auteur, { action: 'hebergement.corriger', plieId: organisationId, details: { usage: donnees.usage, pays: donnees.pays } }, async (trx) => {
    await verrouillerOrganisation(trx, acteur, organisationId);
    await changerHebergement(trx, organisationId, { id, version }, donnees);
  });
}

/** Nothing is done there any more, from that day on; the line stays in the history. */
export function cesserHebergement({ base, auteur, acteur }: Contexte, organisationId: number, id: number, version: number, jour: DateCivile): Promise<void> {
  return ecrire(base, auteur, { action: 'hebergement.cesser', plieId: organisationId }, async (trx) => {
    await verrouillerOrganisation(trx, acteur, organisationId);
    await changerHebergement(trx, organisationId, { id, version }, { jusqu_au: jour });
  });
}

export const noterExport = ({ base, auteur }: Contexte, organisationId: number): Promise<void> => consigner(base, auteur, { action: 'hebergement.exporter', plieId: organisationId });
