/** What one may do with one's own second factor. Pure. */

/** `pose_le`: an instant; null without a factor. `impose`: the role asks for one (design/security.md). */
export interface EtatDuFacteur { pose_le: string | null; codes: number; impose: boolean }

const GESTES = [
  { code: 'CODES', libelle: 'Faire dix nouveaux codes de secours', aide: 'Les anciens ne vaudront plus rien.' },
  { code: 'CHANGER', libelle: "Changer de téléphone ou d'application", aide: "L'ancien ne donnera plus de bons codes ; dix nouveaux codes de secours vous seront montrés." },
  { code: 'RETIRER', libelle: 'Retirer le second facteur', aide: 'Votre mot de passe seul ouvrira votre compte.' },
] as const;
export type Geste = (typeof GESTES)[number]['code'];

export const gestesPossibles = ({ pose_le, impose }: EtatDuFacteur): readonly (typeof GESTES)[number][] =>
  GESTES.filter(({ code }) => (pose_le ? code !== 'RETIRER' || !impose : code === 'CHANGER'));
