import { lancerChromium } from './test/outils/chromium';
(async () => {
  const b = await lancerChromium();
  const actions = process.argv.slice(2);
  const ctx = await b.newContext({ viewport: { width: 1280, height: 1300 } });
  const p = await ctx.newPage();
  const U = 'http://localhost:4111';
  await p.goto(`${U}/connexion`);
  await p.fill('[name=courriel]', process.env.QUI ?? 'animation@casa.exemple.test'); await p.fill('[name=mot_de_passe]', 'mistral olivier cigale ponton');
  await p.click('main button');
  for (const a of actions) {
    const [genre, ...reste] = a.split('='); const v = reste.join('=');
    if (genre === 'go') { const t = Date.now(); await p.goto(U + v); console.log(v, Date.now() - t, 'ms'); }
    if (genre === 'click') { await p.getByRole('button', { name: v, exact: true }).or(p.getByRole('link', { name: v, exact: true })).first().click(); await p.waitForLoadState(); }
    if (genre === 'shot') { await p.screenshot({ path: `/tmp/mois/${v}.png`, fullPage: false }); await p.setViewportSize({ width: 390, height: 1300 }); await p.screenshot({ path: `/tmp/mois/${v}-390.png`, fullPage: false }); await p.setViewportSize({ width: 1280, height: 1300 }); }
    if (genre === 'text') console.log((await p.locator('main').innerText()).slice(0, 1500));
  }
  await b.close();
})();
