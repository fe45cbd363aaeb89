/* Improves what works without it: focus on the error summary, the panel of the menu closed by Escape or a click elsewhere, « / » to search, the arrows in the results, no form sent twice. */
(() => {
  const resume = document.getElementById('resume-erreurs');
  if (resume) resume.focus();

  document.addEventListener('keydown', (evenement) => {
    const dansUnChamp = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? '');
    const recherche = document.getElementById('recherche-globale');
    if (evenement.key === '/' && recherche && !dansUnChamp && !evenement.ctrlKey && !evenement.metaKey) {
      evenement.preventDefault();
      recherche.focus();
      recherche.select();
    }
  });

  // From a search field down into the results, from one to the next, and up again to the field; Enter then opens, as on any link.
  const resultats = [...document.querySelectorAll('[data-resultats] th a')];
  document.addEventListener('keydown', (evenement) => {
    const pas = { ArrowDown: 1, ArrowUp: -1 }[evenement.key];
    const ici = resultats.indexOf(document.activeElement);
    const duChamp = document.activeElement?.matches('input[name="q"]');
    if (!pas || !resultats.length || (ici < 0 && !(duChamp && pas > 0))) return;
    evenement.preventDefault();
    (resultats[ici + pas] ?? (ici + pas < 0 ? document.getElementById('q') : document.activeElement)).focus();
  });

  const plus = document.querySelector('.navigation-plus');
  document.addEventListener('keydown', (evenement) => {
    if (evenement.key !== 'Escape' || !plus?.open) return;
    plus.open = false;
    plus.querySelector('summary').focus();
  });
  document.addEventListener('click', (evenement) => {
    if (plus?.open && !plus.contains(evenement.target)) plus.open = false;
  });

  // The one-time key already makes a second sending harmless; this only spares the doubt.
  document.addEventListener('submit', (evenement) => {
    const formulaire = evenement.target;
    if (formulaire.method !== 'post') return;
    if (formulaire.dataset.envoye) return evenement.preventDefault();
    formulaire.dataset.envoye = 'oui';
    window.addEventListener('pageshow', () => delete formulaire.dataset.envoye, { once: true });
    // A download leaves the page as it is: the form may be sent again.
    setTimeout(() => delete formulaire.dataset.envoye, 3000);
  });

  // A file dropped beside its field is chosen as by the field itself.
  for (const champ of document.querySelectorAll('input[type="file"][data-depot]')) {
    const zone = document.createElement('p');
    zone.className = 'depot';
    zone.textContent = champ.dataset.depot;
    champ.after(zone);
    const survoler = (evenement) => { evenement.preventDefault(); zone.classList.toggle('depot-survol', evenement.type === 'dragover'); };
    for (const nom of ['dragover', 'dragleave', 'drop']) zone.addEventListener(nom, survoler);
    zone.addEventListener('drop', ({ dataTransfer }) => {
      if (dataTransfer.files.length !== 1) { zone.textContent = 'Déposez un seul fichier.'; return; }
      champ.files = dataTransfer.files;
      zone.textContent = `${dataTransfer.files[0].name} est choisi.`;
    });
    // Beside the zone, the browser would leave the page to open the file.
    for (const nom of ['dragover', 'drop']) document.addEventListener(nom, (evenement) => evenement.preventDefault());
  }

  for (const bouton of document.querySelectorAll('[data-imprimer]')) {
    bouton.hidden = false;
    bouton.addEventListener('click', () => window.print());
  }
  for (const bouton of document.querySelectorAll('[data-cocher-tout]')) {
    const cases = [...bouton.form.querySelectorAll(`input[type="checkbox"][name="${bouton.dataset.cocherTout}"]`)];
    const nommer = () => { bouton.textContent = cases.every((c) => c.checked) ? 'Tout décocher' : `Tout cocher (${cases.length})`; };
    bouton.hidden = false;
    nommer();
    bouton.form.addEventListener('change', nommer);
    bouton.addEventListener('click', () => {
      const cocher = !cases.every((c) => c.checked);
      for (const c of cases) c.checked = cocher;
      nommer();
    });
  }

  // Copying needs a script: the button is only there with one.
  for (const bouton of document.querySelectorAll('[data-copier]')) {
    bouton.hidden = !navigator.clipboard;
    bouton.addEventListener('click', async () => {
      await navigator.clipboard.writeText(bouton.dataset.copier);
      bouton.textContent = 'Copié';
    });
  }
})();
