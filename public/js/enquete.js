/* Keeps each answer of the survey as it is given. Without JavaScript, the button of the page does the same for all. */
(() => {
  const formulaire = document.querySelector('form[data-enquete]');
  if (!formulaire) return;
  const avancement = document.querySelector('[data-enquete-avancement]');
  // While somebody types an argument.
  const PAUSE = 3000;
  const attente = new Map();
  let [file, envoye] = [Promise.resolve(), false];

  const blocDe = (numero) => formulaire.querySelector(`[data-question="${numero}"]`);
  const dire = (numero, texte) => { blocDe(numero).querySelector('[data-enquete-etat]').textContent = texte; };

  function corps(numero) {
    const champs = new URLSearchParams({ _csrf: formulaire.elements._csrf.value });
    for (const [nom, valeur] of new FormData(formulaire)) if (nom.endsWith(`_${numero}`)) champs.append(nom, valeur);
    return champs;
  }

  async function envoyer(numero) {
    if (envoye) return;
    try {
      const reponse = await fetch(formulaire.action, { method: 'POST', body: corps(numero), headers: { Accept: 'application/json' }, redirect: 'manual' });
      if (!reponse.ok && reponse.status !== 422) throw new Error();
      const lu = await reponse.json();
      if (lu.versions?.[numero]) formulaire.elements[`version_${numero}`].value = lu.versions[numero];
      dire(numero, reponse.ok ? 'Enregistré' : lu.message);
      if (reponse.ok) {
        avancement.textContent = lu.avancement;
        blocDe(numero).classList.remove('enquete-reprise');
        // This request too keeps the session alive (session.js).
        localStorage.setItem('plie-vu', String(Date.now()));
      }
    } catch {
      if (!envoye) dire(numero, "Cette réponse n'est pas enregistrée : le service ne répond pas, ou votre session est terminée. Appuyez sur « Enregistrer » au bas de la page.");
    }
  }

  /** One at a time: each needs the version that the one before brought back. */
  function garder(numero) {
    clearTimeout(attente.get(numero));
    attente.delete(numero);
    file = file.then(() => envoyer(numero));
  }

  const numeroDe = (cible) => cible.closest('[data-question]')?.dataset.question;
  formulaire.addEventListener('input', ({ target }) => {
    const numero = numeroDe(target);
    if (!numero || target.type === 'radio' || target.type === 'checkbox') return;
    clearTimeout(attente.get(numero));
    attente.set(numero, setTimeout(garder, PAUSE, numero));
  });
  formulaire.addEventListener('change', ({ target }) => {
    const numero = numeroDe(target);
    if (numero) garder(numero);
  });
  // The button sends the whole page, with the versions that the last answers brought back.
  formulaire.addEventListener('submit', (evenement) => {
    for (const minuteur of attente.values()) clearTimeout(minuteur);
    attente.clear();
    evenement.preventDefault();
    file.then(() => { envoye = true; formulaire.submit(); });
  });
  window.addEventListener('pagehide', () => {
    if (!envoye) for (const numero of attente.keys()) navigator.sendBeacon?.(formulaire.action, corps(numero));
  });
  window.addEventListener('pageshow', () => { envoye = false; });
})();
