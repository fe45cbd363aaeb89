/** The scheduler of the backups: every five minutes the night is taken where it stands, by whichever process comes first. A stop breaks off the one under way, which leaves no file. */
import { veiller, type Veille } from '../lib/veille';
import { passerLaNuit, type Gardien } from './actions-nuit';

export const veillerAuxSauvegardes = (gardien: Gardien): Veille => veiller({ titre: 'sauvegarde de la nuit', minutes: 5, logger: gardien.logger }, (signal) => passerLaNuit(gardien, signal));
