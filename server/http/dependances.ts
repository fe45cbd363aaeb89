/** What the application is made of, put together once by index.ts (or by a test). */
import type { Config } from '../config';
import type { Connexion } from '../lib/db';
import type { Horloge } from '../lib/dates';
import type { Logger } from '../lib/logger';

export interface Dependances {
  config: Config;
  connexion: Connexion;
  horloge: Horloge;
  logger: Logger;
  /** Shows the banner « démonstration ». */
  demonstration: boolean;
}
