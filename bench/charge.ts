/**
 * The load: a process of its own, some connections kept alive, each asking again as soon as it is answered.
 * Arguments: address, cookie, seconds, connections. Writes {"parSeconde", "octets"} and fails on anything but a 200.
 */
import http from 'node:http';
import { performance } from 'node:perf_hooks';

async function charger([adresse, cookie, secondes, connexions]: string[]): Promise<void> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: Number(connexions) });
  const demander = () => new Promise<number>((resolve, reject) => {
    http.get(adresse!, { agent, headers: { cookie } }, (reponse) => {
      let octets = 0;
      reponse.on('data', (morceau: Buffer) => { octets += morceau.length; });
      reponse.on('end', () => (reponse.statusCode === 200 ? resolve(octets) : reject(new Error(`${adresse} répond ${reponse.statusCode}`))));
    }).on('error', reject);
  });
  const octets = await demander();
  const [debut, duree] = [performance.now(), Number(secondes) * 1000];
  let faites = 0;
  await Promise.all(Array.from({ length: Number(connexions) }, async () => {
    while (performance.now() - debut < duree) {
      await demander();
      faites += 1;
    }
  }));
  process.stdout.write(JSON.stringify({ parSeconde: (faites * 1000) / (performance.now() - debut), octets }));
  agent.destroy();
}

void charger(process.argv.slice(2));
