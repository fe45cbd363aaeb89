/**
 * The embedded database as a stream that the `pg` driver takes for a socket: knex, pg and pg-query-stream
 * then run the same code on both engines. One session only: the pool has a single connection.
 */
import { Duplex } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { fichierFrere } from '../processus';
import type { Reply, Request, WorkerData } from './embedded-worker';

/** AuthenticationOk, then ReadyForQuery (idle): PGlite has no log-in. */
const WELCOME = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);
const SYNC = 'S'.charCodeAt(0);
const QUERY = 'Q'.charCodeAt(0);
const FLUSH = 'H'.charCodeAt(0);
const TERMINATE = 'X'.charCodeAt(0);
const COPY_DONE = 'c'.charCodeAt(0);
const COPY_FAIL = 'f'.charCodeAt(0);
const ENDS_A_BATCH = new Set([SYNC, QUERY, FLUSH, COPY_DONE, COPY_FAIL]);

export interface EmbeddedDatabase {
  /** A new "socket" for pg; only one may be open at a time. */
  stream(): Duplex;
  /** The whole data folder, to start another from (tests). */
  dump(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Starts PGlite in a worker. Rejects when the folder cannot be opened. */
export async function startEmbedded(data: WorkerData): Promise<EmbeddedDatabase> {
  const { fichier, execArgv } = fichierFrere(__filename, 'embedded-worker');
  const worker = new Worker(fichier, { workerData: data, execArgv });
  const waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void }[] = [];
  let failure: Error | null = null;
  const fail = (error: Error) => {
    failure = error;
    for (const one of waiting.splice(0)) one.reject(error);
  };
  worker.on('message', (reply: Reply) => {
    const next = waiting.shift();
    if (reply.kind === 'failure') next?.reject(new Error(reply.message));
    else next?.resolve(reply);
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('La base embarquée est arrêtée.')));
  const receive = () => new Promise<Reply>((resolve, reject) => (failure ? reject(failure) : waiting.push({ resolve, reject })));
  const ask = (request: Request) => {
    const reply = receive();
    worker.postMessage(request);
    return reply;
  };
  await receive();
  worker.unref();

  return {
    stream: () => new WireStream(async (bytes) => {
      // The thread is kept alive only while an answer is awaited: an idle database never holds the process.
      worker.ref();
      try {
        const reply = await ask({ kind: 'protocol', bytes });
        return reply.kind === 'protocol' ? reply.bytes : new Uint8Array();
      } finally {
        if (waiting.length === 0) worker.unref();
      }
    }),
    dump: async () => {
      const reply = await ask({ kind: 'dump' });
      if (reply.kind !== 'dump') throw new Error('Copie de la base embarquée impossible.');
      return reply.bytes;
    },
    close: async () => {
      if (failure) return;
      worker.ref();
      await ask({ kind: 'close' });
      await worker.terminate();
    },
  };
}

/** Cuts what pg writes into batches, hands each to the worker, and reads the answers back in order. */
class WireStream extends Duplex {
  #pending: Buffer = Buffer.alloc(0);
  #batch: Buffer[] = [];
  #started = false;

  constructor(private readonly execute: (bytes: Uint8Array) => Promise<Uint8Array>) {
    super();
  }

  // What pg asks of a net.Socket.
  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }
  setNoDelay(): this { return this; }
  setKeepAlive(): this { return this; }
  ref(): this { return this; }
  unref(): this { return this; }

  override _read(): void { /* answers are pushed as they come */ }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#pending = this.#pending.length ? Buffer.concat([this.#pending, chunk]) : chunk;
    this.#consume().then(() => done(), done);
  }

  async #consume(): Promise<void> {
    if (!this.#started) {
      if (this.#pending.length < 4 || this.#pending.length < this.#pending.readInt32BE(0)) return;
      this.#pending = this.#pending.subarray(this.#pending.readInt32BE(0));
      this.#started = true;
      this.push(WELCOME);
    }
    while (this.#pending.length >= 5) {
      const length = 1 + this.#pending.readInt32BE(1);
      if (this.#pending.length < length) return;
      const message = this.#pending.subarray(0, length);
      this.#pending = this.#pending.subarray(length);
      if (message[0] === TERMINATE) {
        this.push(null);
        this.destroy();
        return;
      }
      this.#batch.push(message);
      if (ENDS_A_BATCH.has(message[0]!)) {
        const bytes = this.#batch.length === 1 ? Buffer.from(this.#batch[0]!) : Buffer.concat(this.#batch);
        this.#batch = [];
        this.push(Buffer.from(await this.execute(new Uint8Array(bytes))));
      }
    }
  }
}
