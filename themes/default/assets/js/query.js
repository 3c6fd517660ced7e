// Asks the figures of all reports in the browser. They lie beside the page column by column, in scripts that call
// gongkaiQuery, because a page opened from a disk may load nothing else; the package generator/render/data writes them. Sums are
// exact: no figure becomes a floating-point number.
(() => {
  'use strict';
  const ROWS = matchMedia('(max-width: 40em)').matches ? 50 : 500; // shown at once in the table
  let room = ROWS;
  const $ = (id) => document.getElementById('query.' + id);
  const form = $('form'), status = $('status'), table = $('table');
  const main = document.querySelector('main'), printed = main.dataset.address;
  const told = {}, loading = {};
  window.gongkaiQuery = (name, data) => { told[name] = data; };
  const load = (name) => loading[name] ||= new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = name + '.js';
    script.onload = () => done(told[name]);
    script.onerror = () => { delete loading[name]; failed(new Error('failed')); };
    document.head.append(script);
  });
  const element = (name, text, more) => {
    const e = document.createElement(name);
    e.textContent = text;
    return Object.assign(e, more);
  };
  const svg = (name, attributes, text) => {
    const e = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
    if (text !== undefined) e.textContent = text;
    return e;
  };
  const boxes = (id) => [...$(id).querySelectorAll('input')];
  const chosen = (id) => boxes(id).filter((b) => b.checked).map((b) => b.value);
  const fill = (id, options, wanted) => $(id).replaceChildren(...options.map(([value, text]) => {
    const label = element('label', '');
    label.append(element('input', '', { type: 'checkbox', value, checked: wanted.includes(value) }), ' ' + text);
    return label;
  }));

  // A number is written in units of 10^-6, as a BigInt.
  const DIGITS = 6;
  const parse = (text) => {
    const [, sign, whole, part = ''] = /^([-+]?)(\d+)(?:\.(\d+))?$/.exec(text);
    const n = BigInt(whole + part.padEnd(DIGITS, '0').slice(0, DIGITS));
    return sign === '-' ? -n : n;
  };
  const print = (n) => {
    const s = String(n < 0n ? -n : n).padStart(DIGITS + 1, '0');
    const part = s.slice(-DIGITS).replace(/0+$/, '');
    return (n < 0n ? '-' : '') + s.slice(0, -DIGITS) + (part && '.' + part);
  };

  // called is an agency's name; one that is invented says so.
  const called = ([, name, , invented]) => (invented ? table.dataset.fictitious.replace('{name}', name) : name);

  let index, of, reports; // of is the chosen form; its reports in the order of the columns
  const address = () => new URLSearchParams(location.hash.slice(1));
  const list = (name) => (address().get(name) || '').split(',').filter(Boolean);

  // run lists the years of a run such as 2019-2021.
  const run = (text) => {
    const [first, last] = text.split('-');
    return last ? Array.from({ length: last - first + 1 }, (_, i) => String(Number(first) + i)) : [text];
  };

  const choose = async () => {
    const id = $('of').value;
    of = await load(id);
    reports = of.reports.flatMap(({ a, y }) => y.split(' ').flatMap(run).map((year) => ({ agency: index.agencies[a], year: year.slice(0, 4), area: year.endsWith('*') })));
    fill('cells', of.cells.map((c) => [c.path, c.label]), list('cells').length ? list('cells') : [of.cells.find((c) => c.path.endsWith('.total'))?.path]);
    fill('years', [...new Set(reports.map((r) => r.year))].sort().reverse().map((y) => [y, y]), list('years'));
    const there = new Set(reports.map((r) => r.agency[0]));
    fill('agencies', index.agencies.filter((a) => there.has(a[0])).map((a) => [a[0], called(a)]), list('agencies'));
    find();
    form.hidden = false;
    const first = boxes('cells').find((b) => b.checked);
    if (first) $('cells').scrollTop = first.parentNode.offsetTop - $('cells').offsetTop;
  };
  const find = () => {
    const words = $('find').value.trim().toLowerCase().split(/\s+/);
    for (const b of boxes('cells')) b.parentNode.hidden = !b.checked && !words.every((w) => (b.parentNode.textContent + ' ' + b.value).toLowerCase().includes(w));
  };

  let asked = 0;
  const ask = async () => {
    const mine = ++asked;
    const paths = chosen('cells'), cells = paths.map((p) => of.cells.find((c) => c.path === p));
    const years = chosen('years'), kinds = chosen('kinds'), agencies = chosen('agencies'), area = $('scope').value !== '';
    const files = await Promise.all([...new Set(cells.map((c) => c.file))].map((n) => load($('of').value + '.' + n)));
    if (mine !== asked) return;
    const held = Object.assign({}, ...files);
    const columns = paths.map((p) => held[p].split(','));
    const at = [];
    reports.forEach((r, i) => {
      if (r.area === area && (!years.length || years.includes(r.year)) && (!kinds.length || kinds.includes(r.agency[2])) && (!agencies.length || agencies.includes(r.agency[0]))) at.push(i);
    });
    const rows = at.map((i) => ({ ...reports[i], values: columns.map((c) => c[i]) })).sort((a, b) => b.year - a.year); // stable: then by agency
    // A sum with something that could not be read is not known, and one of no report neither.
    const sum = (some) => cells.map((_, k) => (some.length && some.every((r) => r.values[k]) ? some.reduce((n, r) => n + parse(r.values[k]), 0n) : null));
    const span = [];
    const all = rows.map((r) => Number(r.year));
    for (let y = Math.min(...all); y <= Math.max(...all); y++) span.push(String(y)); // those without a report too
    const byYear = span.map((y) => sum(rows.filter((r) => r.year === y)));
    room = ROWS;
    show(cells, rows, span, byYear);
    $('rest').onclick = () => {
      room += ROWS;
      show(cells, rows, span, byYear);
      if ($('rest').hidden) table.parentElement.focus();
    };
    const saved = new URLSearchParams({ form: $('of').value, cells: paths.join() });
    for (const [name, values] of Object.entries({ years, kinds, agencies })) if (values.length) saved.set(name, values.join());
    if (area) saved.set('scope', 'government');
    history.replaceState(null, '', '#' + saved);
    // On paper, where the form is left out.
    $('asked').replaceChildren(...[...form.children].map((part) => {
      const values = part.querySelector('select')?.selectedOptions ?? [...part.querySelectorAll(':checked')].map((b) => b.parentNode);
      const row = element('div', '');
      row.append(element('dt', part.querySelector('legend, label').textContent.replace(/（.*| \(.*/, '')), element('dd', [...values].map((v) => v.textContent.trim()).join('；') || $('asked').dataset.any));
      return row;
    }));
    if (printed) main.dataset.address = printed + '#' + String(saved).replaceAll('%2C', ',');
  };

  const show = (cells, rows, span, byYear) => {
    const head = document.createElement('tr');
    for (const text of [table.dataset.agency, table.dataset.year]) head.append(element('th', text, { scope: 'col' }));
    for (const c of cells) head.append(element('th', c.label + (c.unit ? '（' + c.unit + '）' : ''), { scope: 'col' }));
    table.tHead.replaceChildren(head);
    const line = (name, year, values) => {
      const tr = document.createElement('tr');
      tr.append(element('th', name, { scope: 'row' }), element('td', year), ...values.map((v) => element('td', v || '—')));
      return tr;
    };
    table.tBodies[0].replaceChildren(...rows.slice(0, room).map((r) => line(called(r.agency), r.year, r.values)));
    table.tFoot?.remove();
    if (rows.length > 1 && !address().get('scope')) {
      const foot = table.createTFoot();
      foot.append(...span.map((y, i) => line(table.dataset.total, y, byYear[i].map((n) => (n === null ? '' : print(n))))).reverse());
    }
    const said = rows.length > room ? 'more' : rows.length ? 'count' : 'none';
    status.textContent = status.dataset[said].replace('{n}', rows.length).replace('{m}', room);
    $('chart').replaceChildren(...(span.length > 1 ? cells.map((c, k) => chart(c, span, byYear.map((s) => s[k]))) : []));
    const guard = (s) => (/^[=+\-@\t\r]/.test(s) && !/^[-+]?\d/.test(s) ? "'" + s : s);
    const quote = (s) => (/[",\r\n]/.test(s) ? '"' + s.replaceAll('"', '""') + '"' : s);
    const text = '\ufeff' + [['agency', table.dataset.agency, table.dataset.year, ...cells.map((c) => c.label)], ...rows.map((r) => [r.agency[0], r.agency[1], r.year, ...r.values])]
      .map((r) => r.map((s) => quote(guard(s))).join() + '\r\n').join('');
    const link = $('csv');
    if (link.href.startsWith('blob:')) URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
    $('rest').hidden = said !== 'more';
    $('answer').hidden = false;
  };

  // chart draws the totals of the years as bars; the table has the same.
  const chart = (cell, span, sums) => {
    const most = sums.reduce((a, b) => (b !== null && b > a ? b : a), 1n);
    const figure = document.createElement('figure');
    const step = 1.6;
    const drawing = svg('svg', { width: '100%', height: span.length * step + 'em' });
    span.forEach((year, i) => {
      const y = i * step, part = sums[i] !== null && sums[i] > 0n ? Number((sums[i] * 6000n) / most) / 100 : 0;
      drawing.append(svg('text', { x: 0, y: y + 1.1 + 'em' }, year), svg('rect', { x: '3em', y: y + 0.2 + 'em', width: part + '%', height: '1.1em', 'data-series': 1 }),
        svg('text', { x: part + '%', dx: '3.4em', y: y + 1.1 + 'em' }, sums[i] === null ? '—' : print(sums[i])));
    });
    figure.append(element('figcaption', cell.label), drawing);
    return figure;
  };

  const fail = () => { status.textContent = form.dataset.failed; $('answer').hidden = false; };
  const start = async () => {
    index = await load('index');
    const asks = address();
    if ([...$('of').options].some((o) => o.value === asks.get('form'))) $('of').value = asks.get('form');
    for (const b of boxes('kinds')) b.checked = list('kinds').includes(b.value);
    $('scope').value = asks.get('scope') === 'government' ? 'government' : '';
    await choose();
    await ask();
  };
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('change', (event) => {
    if (event.target.id === 'query.find') return;
    const fresh = event.target.id === 'query.of' ? (history.replaceState(null, '', '#'), choose()) : Promise.resolve();
    fresh.then(ask).catch(fail);
  });
  $('find').addEventListener('input', find);
  addEventListener('hashchange', () => start().catch(fail));
  start().catch(fail);
})();
