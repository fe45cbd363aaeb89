/* Keeps a long form as a draft while it is being filled in. Without JavaScript, « Continuer plus tard » does the same. */
(() => {
  const formulaire = document.querySelector('form[data-brouillon]');
  if (!formulaire) return;
  const etat = formulaire.querySelector('[data-brouillon-etat]');
  const adresse = formulaire.dataset.brouillon;
  // Between two sendings, at least.
  const PAUSE = 4000;
  let [minuteur, enCours, dernier, aGarder, envoye] = [null, null, 0, false, false];

  const champs = () => new URLSearchParams(new FormData(formulaire));

  async function garder() {
    clearTimeout(minuteur);
    minuteur = null;
    if (!aGarder || enCours || envoye) return;
    aGarder = false;
    dernier = Date.now();
    enCours = new AbortController();
    try {
      const reponse = await fetch(adresse, { method: 'POST', body: champs(), headers: { Accept: 'application/json' }, redirect: 'manual', signal: enCours.signal });
      if (reponse.ok) {
        etat.textContent = (await reponse.json()).message;
        // This request too keeps the session alive (session.js).
        localStorage.setItem('plie-vu', String(Date.now()));
      } else if (!envoye) {
        etat.textContent = "Brouillon non enregistré. Votre session est peut-être terminée : copiez l'essentiel, puis reconnectez-vous.";
      }
    } catch {
      aGarder = true;
      if (!envoye) etat.textContent = 'Brouillon non enregistré : le service ne répond pas. Nouvel essai dans quelques secondes.';
    } finally {
      enCours = null;
      if (aGarder) prevoir();
    }
  }

  function prevoir() {
    minuteur ??= setTimeout(garder, Math.max(0, dernier + PAUSE - Date.now()) || PAUSE);
  }

  formulaire.addEventListener('input', () => {
    aGarder = true;
    prevoir();
  });
  // Leaving a field: at once, unless it was just done.
  formulaire.addEventListener('focusout', () => {
    if (Date.now() - dernier >= PAUSE) garder();
  });
  formulaire.addEventListener('submit', () => {
    envoye = true;
    clearTimeout(minuteur);
    enCours?.abort();
  });
  // The window closes before the next sending: the browser carries the last one by itself.
  window.addEventListener('pagehide', () => {
    if (aGarder && !envoye) navigator.sendBeacon?.(adresse, champs());
  });
  window.addEventListener('pageshow', () => { envoye = false; });
})();
