// Searches the portal's text in the browser. The index lies beside the page, in scripts
// that call gongkaiSearch, because a page opened from a disk may load nothing else. It is
// written by the package generator/render/search, with which fold, kind and hash must agree.
(() => {
  'use strict';
  const STEP = 10; // results shown at once
  const FILES = 11; // files of texts that one step may read
  const TERMS = 10; // of a query that are looked up; the texts decide on the rest

  const $ = (id) => document.getElementById('search.' + id);
  const status = $('status'), pageTitle = document.title;
  const say = (key, n, m) => { status.textContent = status.dataset[key].replace('{n}', n).replace('{m}', m); };

  // load runs a script of the index and returns what it tells.
  const told = {};
  const loading = {};
  window.gongkaiSearch = (name, data) => { told[name] = data; };
  const load = (file, name) => {
    if (!loading[name]) {
      loading[name] = new Promise((done, failed) => {
        const script = document.createElement('script');
        script.src = file + '.js';
        script.onload = () => done(told[name]);
        script.onerror = () => {
          delete loading[name]; // the next search tries again
          failed(new Error('failed'));
        };
        document.head.append(script);
      });
    }
    return loading[name];
  };

  // Characters: 2 is written without spaces, 1 belongs to a word, -1 is a space, 0 parts.
  const WIDE = '\\p{Script=Han}\\u{20000}-\\u{3fffd}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}';
  const isWide = new RegExp('[' + WIDE + ']', 'u');
  const runs = new RegExp('[' + WIDE + ']+|[^ ' + WIDE + ']+', 'gu');
  const common = (c) => c >= '\u4e00' && c <= '\u9fff';
  const kind = (c) => common(c) || isWide.test(c) ? 2 : /[\p{L}\p{N}\p{M}]/u.test(c) ? 1 : /[ \t\r]/.test(c) ? -1 : 0;

  // fold returns a text in the form in which it is compared, and for each of its code
  // units the place in the text.
  const fold = (text) => {
    let s = '', gap = 0, last = 0, i = 0;
    const at = [];
    for (const whole of text) {
      const variant = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u.test(whole); // of the character before it
      for (const c of variant ? '' : common(whole) ? whole : whole.normalize('NFKC').toLowerCase()) {
        const k = kind(c);
        if (k < 1) {
          gap = k ? gap || 1 : 2;
          continue;
        }
        if (s && (gap === 2 || gap && k === 1 && last === 1)) {
          s += ' ';
          at.push(i);
        }
        for (let n = c.length; n--;) at.push(i);
        s += c;
        last = k;
        gap = 0;
      }
      i += whole.length;
    }
    return { s, at };
  };

  // terms are what is looked up for a folded piece of the query.
  const terms = (s) => {
    const out = [];
    for (const run of s.match(runs) || []) {
      const chars = [...run];
      if (!isWide.test(run) || chars.length === 1) out.push(run);
      else for (let i = 1; i < chars.length; i++) out.push(chars[i - 1] + chars[i]);
    }
    return out;
  };

  const hash = (term) => {
    let h = 2166136261;
    for (const c of term) h = Math.imul(h ^ c.codePointAt(0), 16777619);
    h = Math.imul(h ^ h >>> 15, 0x2c1b3c6d);
    return (h ^ h >>> 13) >>> 0;
  };

  const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  // numbers reads numbers of five bits a digit.
  const numbers = (text, from, take) => {
    for (let i = from; i < text.length;) {
      let v = 0, unit = 1, d;
      do {
        d = DIGITS.indexOf(text[i++]);
        v += (d & 31) * unit;
        unit *= 32;
      } while (d > 31);
      take(v);
    }
  };
  // list reads which of n pages a term is on: gaps, runs or bits.
  const list = (text, n) => {
    const on = new Uint8Array(n);
    let id = 0, inside = false;
    if (!text) return on;
    if (text[0] === 'b') {
      for (let i = 1; i < text.length; i++) for (let b = 0, d = DIGITS.indexOf(text[i]); b < 6; b++, id++) if (d >> b & 1) on[id] = 1;
    } else if (text[0] === 'g') {
      numbers(text, 1, (gap) => { id += gap; on[id++] = 1; });
    } else {
      numbers(text, 1, (length) => {
        if (inside) on.fill(1, id, id + length);
        id += length;
        inside = !inside;
      });
    }
    return on;
  };

  // find returns the places of a piece in a folded text; words and numbers count whole.
  const find = (s, piece) => {
    const out = [];
    const splits = (i) => i > 0 && i < s.length && kind(s[i - 1]) === 1 && kind(s[i]) === 1;
    for (let i = s.indexOf(piece); i >= 0; i = s.indexOf(piece, i + 1)) {
      if (!splits(i) && !splits(i + piece.length)) out.push([i, i + piece.length]);
    }
    return out;
  };

  // marked returns a stretch of a text with the places of the pieces marked.
  const marked = (text, places, from, to) => {
    const out = document.createDocumentFragment();
    for (const [start, end] of places) {
      if (end <= from || start >= to) continue;
      out.append(text.slice(from, Math.max(from, start)));
      const mark = document.createElement('mark');
      mark.textContent = text.slice(Math.max(from, start), Math.min(end, to));
      out.append(mark);
      from = Math.min(end, to);
    }
    out.append(text.slice(from, to));
    return out;
  };

  // places joins the places of the pieces, in order and without overlaps.
  const places = (text, folded, pieces) => {
    const out = [];
    const all = pieces.reduce((sum, p) => sum.concat(find(folded.s, p)), []).sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    for (const [i, j] of all) {
      const start = folded.at[i], last = folded.at[j - 1];
      const end = last + (text.codePointAt(last) > 0xffff ? 2 : 1);
      const before = out[out.length - 1];
      if (before && start <= before[1]) before[1] = Math.max(before[1], end);
      else out.push([start, end]);
    }
    return out;
  };

  const element = (name, className, ...content) => {
    const e = document.createElement(name);
    if (className) e.className = className;
    e.append(...content);
    return e;
  };

  const excerpt = (text, hits) => {
    const hit = hits.length ? hits[0][0] : 0;
    let from = Math.max(text.lastIndexOf('。', hit), text.lastIndexOf('\n', hit)) + 1;
    if (from > hit || hit - from > 40) from = Math.max(0, hit - 30);
    let to = Math.min(text.length, from + 120);
    if (/[\udc00-\udfff]/.test(text[from])) from++;
    if (/[\udc00-\udfff]/.test(text[to])) to++;
    return element('p', 'excerpt', from > 0 && !/[\n。]/.test(text[from - 1]) ? '…' : '', marked(text, hits, from, to), to < text.length ? '…' : '');
  };

  // called is an agency's name; one that is invented says so.
  const called = ([, name, invented]) => invented ? status.dataset.fictitious.replace('{name}', name) : name;

  const option = (value, text) => {
    const o = element('option', '', text);
    o.value = value;
    return o;
  };

  // search finds and shows; asked tells of words and filters, and current whether nothing else
  // was asked for meanwhile.
  const search = async (words, asked, current) => {
    say('loading');
    const pages = await load('pages', 'pages');
    const total = pages.pages, agency = [], year = [], column = [], file = [], first = [];
    for (const [name, y, steps] of pages.groups) {
      let a = pages.agencies.length, step = -1;
      numbers(steps, 0, (v) => {
        if (step < 0) { step = v; return; }
        for (; v--;) {
          a -= step;
          agency.push(a);
          year.push(y);
          column.push(name);
        }
        step = -1;
      });
    }
    numbers(pages.texts, 0, (n) => {
      first.push(file.length);
      for (; n--;) file.push(first.length - 1);
    });

    // What is on a page is looked up term by term, and by all but a single term only narrowed down.
    const pieces = [...new Set(words.split(/\s+/).map((w) => fold(w).s).filter(Boolean))];
    const wanted = [...new Set(pieces.reduce((sum, p) => sum.concat(terms(p)), []))].slice(0, TERMS);
    const exact = pieces.every((p) => terms(p).length === 1) && wanted.length === pieces.length;
    const shards = await Promise.all(wanted.map((term) => {
      const n = String(Math.floor(hash(term) * pages.terms / 4294967296));
      return load('terms/' + n, n);
    }));
    const on = new Uint8Array(total).fill(wanted.length ? 1 : 0), titled = new Uint8Array(total).fill(1);
    wanted.forEach((term, i) => {
      const [order, all] = shards[i];
      if (order !== pages.order) throw new Error('stale');
      const lists = Object.prototype.hasOwnProperty.call(all, term) ? all[term].split('.') : [];
      const a = list(lists[0], total), t = list(lists[1], total);
      for (let id = 0; id < total; id++) {
        on[id] &= a[id];
        titled[id] &= t[id];
      }
    });

    if (!current()) return;
    // The filters offer what can be found.
    const here = new Set(), years = new Set();
    for (let id = 0; id < total; id++) {
      if (on[id]) {
        here.add(agency[id]);
        years.add(year[id]);
      }
    }
    const chosen = {};
    for (const name of ['agency', 'year', 'column']) chosen[name] = asked.get(name) || '';
    for (const name of ['agency', 'year']) $(name).length = 1;
    const only = pages.agencies.findIndex((a) => a[0] === chosen.agency);
    pages.agencies.forEach((a, i) => { if (here.has(i) || i === only) $('agency').append(option(a[0], called(a))); });
    if (+chosen.year) years.add(+chosen.year);
    [...years].filter(Boolean).sort((a, b) => b - a).forEach((y) => $('year').append(option(y, y)));
    for (const name in chosen) $(name).value = chosen[name];
    $('filters').hidden = false;

    const candidates = [];
    for (const inTitle of [1, 0]) {
      for (let id = total - 1; id >= 0; id--) {
        if (on[id] && titled[id] === inTitle && (!chosen.agency || agency[id] === only) &&
          (!chosen.year || String(year[id]) === chosen.year) && (!chosen.column || column[id] === chosen.column)) candidates.push(id);
      }
    }

    // The texts decide, so that no page is shown that has the terms but not the phrase.
    const found = [];
    let checked = 0, shown = 0;
    const check = async (id) => {
      const [path, title, text] = (await load('texts/' + file[id], 't' + file[id]))[id - first[file[id]]];
      const a = pages.agencies[agency[id]], name = a[1];
      const inTitle = fold(title), inName = fold(name), inText = fold(text);
      if (pieces.every((p) => [inTitle, inName, inText].some((f) => find(f.s, p).length))) {
        found.push({ id, path, title, text, name: called(a), hits: places(text, inText, pieces), titleHits: places(title, inTitle, pieces) });
      }
    };
    const step = async () => {
      const files = new Set(), few = !exact && new Set(candidates.map((id) => file[id])).size <= FILES;
      while (checked < candidates.length && (few || found.length < shown + STEP && files.size < FILES)) {
        const next = candidates.slice(checked, few ? undefined : checked + Math.min(shown + STEP - found.length, FILES - files.size));
        next.forEach((id) => files.add(file[id]));
        await Promise.all(next.map((id) => load('texts/' + file[id], 't' + file[id])));
        for (const id of next) await check(id);
        checked += next.length;
      }
      if (!current()) return [];
      const items = found.slice(shown, shown + STEP).map((p) => {
        const link = element('a', '', marked(p.title, p.titleHits, 0, p.title.length));
        link.href = '../' + p.path;
        const meta = [p.name, year[p.id] || '', ([...$('column').options].find((o) => o.value === column[p.id]) || {}).text || ''];
        return element('li', '', element('h3', '', link), element('p', 'note', meta.filter(Boolean).join(' · ')), excerpt(p.text, p.hits));
      });
      $('results').append(...items);
      shown += items.length;
      $('heading').hidden = !shown;
      $('more').hidden = shown === found.length && checked === candidates.length;
      const rest = candidates.length - checked, n = found.length + rest;
      say(!n ? 'none' : exact || !rest ? 'all' : shown ? 'some' : 'unsure', n, shown);
      return items;
    };
    $('more').onclick = async () => {
      const items = await step().catch(fail(current));
      if (items && items.length) items[0].querySelector('a').focus();
    };
    await step();
  };
  const fail = (current) => (e) => {
    if (!status.dataset[e.message]) throw e;
    if (current()) say(e.message);
  };

  // What is asked for is in the fragment; in old links, and from a form without the page's script, in the query.
  let searches = 0;
  const run = () => {
    const fragment = new URLSearchParams(location.hash.slice(1));
    if (searches && !fragment.has('q')) return;
    const asked = fragment.has('q') ? fragment : new URLSearchParams(location.search);
    const words = (asked.get('q') || '').trim().slice(0, 100);
    const mine = ++searches, current = () => mine === searches;
    $('q').value = words;
    $('results').textContent = status.textContent = '';
    $('heading').hidden = $('more').hidden = true;
    document.title = words ? words + ' - ' + pageTitle : pageTitle;
    if (words) search(words, asked, current).catch(fail(current));
  };
  addEventListener('hashchange', run);
  // Links inside the page leave it there.
  addEventListener('click', (e) => {
    const link = e.target.closest && e.target.closest('a[href^="#"]');
    const to = link && document.getElementById(link.hash.slice(1));
    if (!to) return;
    e.preventDefault();
    to.focus();
    to.scrollIntoView();
  });
  run();
})();
