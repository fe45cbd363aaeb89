/**
 * The Chromium that travels inside @sparticuz/chromium, unpacked once under node_modules/.cache with the few libraries
 * it needs: the tests then ask nothing of the machine. PLIE_CHROMIUM names another browser to use instead.
 */
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { chromium, type Browser } from 'playwright-core';
import { RACINE } from '../../server/lib/racine';

const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

interface Installation { executable: string; bibliotheques: string; polices: string }

/** Unpacks in a folder of its own, then renames it: two processes that start together cannot meet a half-written browser. */
function installer(): Installation {
  const { version } = JSON.parse(fs.readFileSync(path.join(RACINE, 'node_modules/@sparticuz/chromium/package.json'), 'utf8')) as { version: string };
  // The real folder: it is written in what is unpacked, and a work tree that shares node_modules by a link may go away.
  const dossier = path.join(fs.realpathSync(path.join(RACINE, 'node_modules')), '.cache', `chromium-${version}`);
  if (!fs.existsSync(dossier)) {
    const chantier = fs.mkdtempSync(`${(fs.mkdirSync(path.dirname(dossier), { recursive: true }), dossier)}-`);
    // The package unpacks its libraries only where it believes itself in its usual place, and always in the temporary folder.
    execFileSync(process.execPath, ['-e', "require('@sparticuz/chromium').executablePath().catch((e) => { console.error(e); process.exit(1); })"], {
      cwd: RACINE, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, NODE_OPTIONS: '', TMPDIR: chantier, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
    });
    fs.writeFileSync(path.join(chantier, 'polices.conf'), `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${dossier}/fonts</dir><cachedir>${dossier}/fonts-cache</cachedir></fontconfig>\n`);
    try {
      fs.renameSync(chantier, dossier);
    } catch (erreur) {
      if (!fs.existsSync(dossier)) throw erreur;
      fs.rmSync(chantier, { recursive: true, force: true });
    }
  }
  return { executable: path.join(dossier, 'chromium'), bibliotheques: path.join(dossier, 'al2023', 'lib'), polices: path.join(dossier, 'polices.conf') };
}

/** Starts a browser; the caller closes it. */
export async function lancerChromium(): Promise<Browser> {
  if (process.env.PLIE_CHROMIUM) return chromium.launch({ executablePath: process.env.PLIE_CHROMIUM, args: ARGUMENTS });
  const { executable, bibliotheques, polices } = installer();
  return chromium.launch({ executablePath: executable, args: ARGUMENTS, env: { ...(process.env as Record<string, string>), LD_LIBRARY_PATH: bibliotheques, FONTCONFIG_FILE: polices } });
}
