/** Whom the owner gives the application's rights to: the role that DATABASE_URL opens. */
import { ouvrirBase, type Base } from '../lib/db';
import { lireRole } from '../lib/db/roles';
import { Refus } from './commande';

/** Its name, as PostgreSQL knows it; or Refus, when it is the owner itself or opens another database. */
export async function lireRoleDeLApplication(proprietaire: Base, databaseUrl: string): Promise<string> {
  const application = await ouvrirBase({ databaseUrl, connexions: 1 });
  try {
    const [sien, notre] = [await lireRole(application.base), await lireRole(proprietaire)];
    if (sien.base !== notre.base) throw new Refus(`DATABASE_URL ouvre la base « ${sien.base} », PLIE_PROPRIETAIRE_URL la base « ${notre.base} » : donnez la même aux deux.`);
    if (sien.role === notre.role) throw new Refus(`DATABASE_URL et PLIE_PROPRIETAIRE_URL ouvrent la base avec le même rôle, « ${sien.role} » : donnez à l'application un rôle à elle (docs/exploitation.md).`);
    return sien.role;
  } finally {
    await application.fermer();
  }
}
