/* Draws a chart above each table that carries one: bars and points are its cells, a click follows the link of the cell. Without JavaScript, the table alone. */
(() => {
  const { Chart } = window;
  if (!Chart) return;
  const jeton = (nom) => window.getComputedStyle(document.documentElement).getPropertyValue(nom).trim();
  const [ENCRE, DOUCE, TRAIT, FEUILLE] = ['--encre', '--encre-douce', '--trait', '--feuille'].map(jeton);
  const COULEURS = [1, 2, 3, 4, 5].map((n) => jeton(`--serie-${n}`));
  const POINTS = ['circle', 'rect', 'triangle', 'rectRot', 'crossRot'];
  const TIRETS = [[], [7, 3], [2, 3], [10, 3, 2, 3], [4, 4]];
  // Below it, twelve names of months do not stand side by side.
  const ETROIT = 720;
  // What an A4 sheet leaves between its margins, in CSS pixels.
  const PAPIER = 680;
  const CALME = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  Object.assign(Chart.defaults, { color: ENCRE, borderColor: TRAIT, responsive: true, maintainAspectRatio: false, animation: CALME ? false : { duration: 250 } });
  Object.assign(Chart.defaults.font, { family: window.getComputedStyle(document.body).fontFamily, size: 13 });

  /** A series per column; one without any value is for the table only. */
  function lire(figure) {
    const rangees = [...figure.querySelectorAll('tbody tr')];
    const series = [...figure.querySelectorAll('thead th')].slice(1).map((tete, rang) => {
      const cellules = rangees.map((r) => r.querySelectorAll('td')[rang]);
      return {
        label: tete.textContent.trim(),
        data: cellules.map((c) => (c.dataset.valeur === undefined ? null : Number(c.dataset.valeur))),
        textes: cellules.map((c) => c.textContent.trim()),
        liens: cellules.map((c) => c.querySelector('a')?.href ?? null),
      };
    });
    return { labels: rangees.map((r) => r.querySelector('th').textContent.trim()), datasets: series.filter((s) => s.data.some((v) => v !== null)) };
  }

  /** Colour is never alone: the second series is hatched, the third dotted. */
  function remplissage(rang) {
    if (rang === 0) return COULEURS[0];
    const toile = Object.assign(document.createElement('canvas'), { width: 8, height: 8 });
    const c = toile.getContext('2d');
    c.fillStyle = COULEURS[rang];
    c.fillRect(0, 0, 8, 8);
    c.fillStyle = FEUILLE;
    if (rang === 1) for (let i = 0; i < 8; i += 1) c.fillRect(i, 7 - i, 1.5, 1.5);
    else c.fillRect(3, 3, 2.5, 2.5);
    return c.createPattern(toile, 'repeat');
  }

  /** A label on three lines at most; the table has it whole. */
  function couper(texte, largeur) {
    const lignes = [''];
    for (const mot of texte.split(' ')) {
      const suite = `${lignes.at(-1)} ${mot}`.trim();
      if (suite.length <= largeur || !lignes.at(-1)) lignes[lignes.length - 1] = suite;
      else lignes.push(mot);
    }
    const montrees = lignes.slice(0, 3).map((l) => (l.length > largeur ? `${l.slice(0, largeur - 1)}…` : l));
    if (lignes.length > 3) montrees[2] = `${montrees[2].slice(0, largeur - 1)}…`;
    return montrees;
  }
  const caracteres = (largeur) => Math.max(13, Math.floor((largeur * 0.36) / 6.6));

  /** The second series is a part of the first: « dont positives ». Its bar lies within the other's. */
  const estInclus = (genre, datasets) => genre === 'BARRES' && /^dont /.test(datasets[1]?.label);

  /** The figures on the bars themselves: at their end or, where bars are stacked, inside if there is room. */
  const chiffres = {
    id: 'chiffres',
    afterDatasetsDraw(chart, _args, { empiles, inclus }) {
      const { ctx } = chart;
      ctx.save();
      Object.assign(ctx, { font: `600 13px ${Chart.defaults.font.family}`, textBaseline: 'middle', textAlign: empiles ? 'center' : 'left' });
      chart.data.datasets.forEach((serie, rang) => chart.getDatasetMeta(rang).data.forEach((barre, i) => {
        if (inclus && rang > 0) return;
        if (serie.data[i] === null) {
          ctx.fillStyle = DOUCE;
          if (!empiles) ctx.fillText(serie.textes[i], chart.scales.x.left + 6, chart.scales.y.getPixelForValue(i));
          return;
        }
        const texte = inclus && chart.data.datasets[1].data[i] ? `${serie.textes[i]}, dont ${chart.data.datasets[1].textes[i]}` : serie.textes[i].split(' (')[0];
        const largeur = ctx.measureText(texte).width + 8;
        if (empiles && barre.width < largeur + 4) return;
        const x = empiles ? (barre.x + barre.base) / 2 : barre.x + 6;
        ctx.fillStyle = FEUILLE;
        ctx.fillRect(empiles ? x - largeur / 2 : x - 4, barre.y - 9, largeur, 18);
        ctx.fillStyle = ENCRE;
        ctx.fillText(texte, x, barre.y);
      }));
      ctx.restore();
    },
  };

  /** The objective: 100 %, across all the gauges. */
  const but = {
    id: 'but',
    afterDatasetsDraw({ ctx, scales, chartArea }) {
      const x = scales.x.getPixelForValue(100);
      ctx.save();
      Object.assign(ctx, { strokeStyle: ENCRE, lineWidth: 2 });
      ctx.setLineDash([5, 4]);
      ctx.beginPath();
      ctx.moveTo(x, chartArea.top);
      ctx.lineTo(x, chartArea.bottom);
      ctx.stroke();
      ctx.restore();
    },
  };

  function unite(genre, pourcents) {
    const ecrire = (v) => (genre === 'JAUGE' && v === 100 ? 'Objectif' : pourcents ? `${v} %` : v.toLocaleString('fr-FR'));
    return { beginAtZero: true, grid: { color: TRAIT }, ticks: { precision: 0, maxTicksLimit: 8, callback: ecrire } };
  }

  function barres(genre, pourcents, { labels, datasets }) {
    const empiles = genre === 'EMPILEES';
    const inclus = estInclus(genre, datasets);
    const bout = (inclus ? 54 : 6) + Math.max(...datasets.flatMap((s) => s.textes).map((t) => t.split(' (')[0].length)) * 8;
    return {
      type: 'bar',
      data: { labels, datasets: datasets.map((s, i) => ({ ...s, backgroundColor: remplissage(i), borderColor: empiles ? FEUILLE : COULEURS[i], borderWidth: empiles ? { right: 2 } : 1, maxBarThickness: 30, ...(inclus && { grouped: false, order: -i, barPercentage: i ? 0.45 : 0.9 }) })) },
      options: {
        indexAxis: 'y',
        layout: { padding: { right: empiles ? 8 : bout } },
        interaction: empiles ? { mode: 'nearest', intersect: true } : { mode: 'nearest', axis: 'y', intersect: false },
        scales: {
          x: { ...unite(genre, pourcents), stacked: empiles, ...(empiles && { max: 100 }), ...(genre === 'JAUGE' && { suggestedMax: 100 }) },
          y: { stacked: empiles, grid: { display: false }, ticks: { autoSkip: false, callback(_v, i) { return couper(labels[i], caracteres(this.chart.width)); } } },
        },
        plugins: { chiffres: { empiles, inclus }, legend: { display: datasets.length > 1, align: 'start', reverse: inclus } },
      },
      plugins: genre === 'JAUGE' ? [but, chiffres] : [chiffres],
    };
  }

  function courbes(genre, pourcents, { labels, datasets }) {
    return {
      type: 'line',
      data: { labels, datasets: datasets.map((s, i) => ({ ...s, borderColor: COULEURS[i], backgroundColor: COULEURS[i], borderDash: TIRETS[i], borderWidth: 2, pointStyle: POINTS[i], pointRadius: 5, pointHoverRadius: 7, pointHitRadius: 12 })) },
      options: {
        interaction: { mode: 'nearest', intersect: true },
        scales: { y: unite(genre, pourcents), x: { grid: { display: false }, ticks: { maxRotation: 0, autoSkip: false, callback(_v, i) { return this.chart.width < ETROIT ? labels[i][0].toUpperCase() : labels[i]; } } } },
        plugins: { legend: { align: 'start', labels: { usePointStyle: true, boxHeight: 8 } } },
      },
    };
  }

  const hauteur = (genre, { labels, datasets }, largeur) => {
    if (genre === 'COURBES') return 340;
    const lignes = Math.max(...labels.map((l) => couper(l, caracteres(largeur)).length));
    const rangee = Math.max(lignes * 16 + 10, genre === 'EMPILEES' ? 40 : 34);
    return labels.length * rangee + (datasets.length > 1 ? 80 : 40);
  };

  function dessiner(figure) {
    const lu = lire(figure);
    if (!lu.datasets.some((s) => s.data.some((v) => v > 0))) return null;
    const { graphique: genre, unite: u } = figure.dataset;
    const cadre = Object.assign(document.createElement('div'), { className: 'graphique-dessin' });
    const toile = document.createElement('canvas');
    toile.setAttribute('role', 'img');
    toile.setAttribute('aria-label', figure.querySelector('.graphique-phrase').textContent.trim());
    cadre.append(toile);
    figure.querySelector('.tableau-cadre').before(cadre);
    const config = genre === 'COURBES' ? courbes(genre, u === 'POURCENTAGE', lu) : barres(genre, u === 'POURCENTAGE', lu);
    // Of a bar within another, the one that is under the pointer.
    const lienDe = ({ x }, points) => {
      const point = points.findLast((p) => x <= p.element.x) ?? points[0];
      return point ? lu.datasets[point.datasetIndex].liens[point.index] : null;
    };
    const mesurer = (largeur) => { cadre.style.height = `${hauteur(genre, lu, largeur)}px`; };
    mesurer(figure.clientWidth);
    Object.assign(config.options, {
      devicePixelRatio: Math.max(2, window.devicePixelRatio),
      onResize: (_chart, { width }) => mesurer(width),
      onHover: (e, points) => { toile.style.cursor = lienDe(e, points) ? 'pointer' : 'default'; },
      onClick: (e, points) => { const lien = lienDe(e, points); if (lien) window.location.assign(lien); },
    });
    config.options.plugins.tooltip = { callbacks: { title: ([p]) => lu.labels[p.dataIndex], label: (p) => ` ${p.dataset.label} : ${p.dataset.textes[p.dataIndex]}` } };
    const chart = new Chart(toile, config);
    return { chart, mesurer, surPapier: () => { mesurer(PAPIER); chart.resize(PAPIER, hauteur(genre, lu, PAPIER)); chart.update('none'); } };
  }

  // The letters of the canvas are those of the page, once they are there.
  document.fonts.ready.then(() => {
    const dessins = [...document.querySelectorAll('[data-graphique]')].map(dessiner).filter(Boolean);
    window.addEventListener('beforeprint', () => { for (const d of dessins) d.surPapier(); });
    window.addEventListener('afterprint', () => { for (const { chart } of dessins) chart.resize(); });
  });
})();
