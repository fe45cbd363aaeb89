/** The list of countries that a convention lets the other party ask for (art. 7), with whom to write to, as a tagged PDF. */
import { libelle, LISTES } from '../codes/listes';
import { formaterDate, type DateCivile } from '../lib/dates';
import { ouvrirPdf } from '../lib/pdf/document';
import type { Organisation } from './queries';
import { designation, estActuel, trouverActuel } from './rules';

export function dessinerPays(o: Organisation, { nomOperateur, jour }: { nomOperateur: string; jour: DateCivile }): Promise<Buffer> {
  const titre = "Pays d'hébergement et d'accès";
  const pdf = ouvrirPdf({ titre, nomOperateur, motDePasse: null });
  pdf.titre(titre);
  pdf.paragraphe(`${o.nom}, le ${formaterDate(jour)}. Liste des pays où sont les données échangées au titre des conventions, et de ceux d'où l'on y accède (convention d'échange de données, article 7). Tous sont dans l'Union européenne.`);
  const actuels = o.hebergements.filter(estActuel);
  if (actuels.length) {
    pdf.tableau({
      colonnes: [{ titre: 'Usage', part: 3 }, { titre: 'Par qui', part: 4 }, { titre: 'Pays', part: 2 }, { titre: 'Depuis le', part: 2 }],
      rangees: actuels.map((h) => ({ cellules: [libelle('USAGES_HEBERGEMENT', h.usage), h.prestataire, libelle('PAYS_UE', h.pays), formaterDate(h.depuis_le)] })),
    });
  } else pdf.paragraphe("Cette organisation n'a encore rien déclaré.");
  pdf.section('Correspondants');
  pdf.couples(LISTES.DOMAINES_D_ORGANISATION.map((d) => {
    const c = trouverActuel(o.correspondants, d.code);
    return { terme: d.libelle, valeur: c ? [designation(c), c.courriel, c.telephone].filter(Boolean).join(' – ') : 'À nommer' };
  }), 1);
  return pdf.terminer();
}
