/**
 * Runs PGlite in a thread of its own, so that a heavy query never blocks the event loop of the server.
 * Speaks PostgreSQL's wire protocol: one message in (bytes up to a Sync or a simple query), one message out.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

export interface WorkerData {
  /** Folder of the database, or null for a database in memory (tests). */
  folder: string | null;
  /** A dump to start from (tests). */
  dump: Uint8Array | null;
}

export type Request = { kind: 'protocol'; bytes: Uint8Array } | { kind: 'dump' } | { kind: 'close' };
export type Reply = { kind: 'ready' } | { kind: 'protocol'; bytes: Uint8Array } | { kind: 'dump'; bytes: Uint8Array } | { kind: 'closed' } | { kind: 'failure'; message: string };

/** PGlite takes a folder that it was killed in the midst of making for a whole one: it is made under another name, then renamed. */
async function makeFolder(folder: string): Promise<void> {
  if (fs.existsSync(path.join(folder, 'PG_VERSION'))) return;
  const unfinished = `${folder}.inachevee`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  await (await PGlite.create({ dataDir: unfinished })).close();
  fs.renameSync(unfinished, folder);
}

async function main(port: NonNullable<typeof parentPort>): Promise<void> {
  const { folder, dump } = workerData as WorkerData;
  // These two are ES modules only.
  const { btree_gist } = await import('@electric-sql/pglite/contrib/btree_gist');
  const { unaccent } = await import('@electric-sql/pglite/contrib/unaccent');
  if (folder) await makeFolder(folder);
  const database = await PGlite.create({
    ...(folder ? { dataDir: folder } : {}),
    ...(dump ? { loadDataDir: new Blob([Buffer.from(dump)]) } : {}),
    extensions: { btree_gist, unaccent },
    // A segment of the log that is no longer needed is taken away, not kept for later with what it says (`reecrire`, index.ts).
    startParams: [...PGlite.defaultStartParams, '-c', 'wal_recycle=off'],
  });
  const send = (reply: Reply) => port.postMessage(reply);
  send({ kind: 'ready' });
  let queue = Promise.resolve();
  port.on('message', (request: Request) => {
    queue = queue.then(async () => {
      if (request.kind === 'protocol') {
        send({ kind: 'protocol', bytes: await database.execProtocolRaw(request.bytes) });
      } else if (request.kind === 'dump') {
        send({ kind: 'dump', bytes: new Uint8Array(await (await database.dumpDataDir('none')).arrayBuffer()) });
      } else {
        await database.close();
        send({ kind: 'closed' });
        port.close();
      }
    }).catch((error: unknown) => send({ kind: 'failure', message: String(error) }));
  });
}

main(parentPort!).catch((error: unknown) => parentPort!.postMessage({ kind: 'failure', message: String(error) } satisfies Reply));
