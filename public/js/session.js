/* Before an idle session ends: a warning, and a way to stay. Without JavaScript the session ends the same, at the next page. */
(() => {
  const dialogue = document.getElementById('fin-de-session');
  if (!dialogue?.showModal) return;
  const MINUTE = 60_000;
  const duree = Number(dialogue.dataset.minutes) * MINUTE;
  const preavis = 2 * MINUTE;
  const [avant, apres, reste] = ['[data-avant]', '[data-apres]', '[data-reste]'].map((s) => dialogue.querySelector(s));

  // The last request of any tab counts: they share one session.
  const noter = () => localStorage.setItem('plie-vu', String(Date.now()));
  const restant = () => duree - (Date.now() - Number(localStorage.getItem('plie-vu')));
  noter();

  // Compared with the clock rather than counted: a sleeping machine stops the counting, not the session.
  let finie = false;
  setInterval(() => {
    const ms = restant();
    if (finie) return;
    if (ms > preavis) {
      if (dialogue.open) dialogue.close();
      return;
    }
    if (ms <= 0) {
      finie = true;
      avant.hidden = true;
      apres.hidden = false;
    } else {
      reste.textContent = ms > MINUTE ? 'moins de 2 minutes' : "moins d'une minute";
    }
    if (!dialogue.open) dialogue.showModal();
  }, 5000);

  dialogue.querySelector('[data-rester]').addEventListener('click', async () => {
    const reponse = await fetch('/', { method: 'HEAD', redirect: 'manual' }).catch(() => null);
    if (reponse?.ok) {
      noter();
      dialogue.close();
    } else if (reponse) {
      localStorage.setItem('plie-vu', '0');
    }
  });
  for (const bouton of dialogue.querySelectorAll('[data-fermer]')) bouton.addEventListener('click', () => dialogue.close());
})();
