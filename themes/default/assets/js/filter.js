// Chooses among the entries of a list by what is typed and selected. Without it the list is whole. The rows of a list
// that is spread over several pages lie beside it in a script that calls gongkaiList, because a page opened from a disk
// may load nothing else; the package generator/render/html writes it.
(() => {
  'use strict';
  let rows = null;
  window.gongkaiList = (all) => { rows = all; };

  // initials are the first letters of a text's pinyin, as far as the browser knows the order of Chinese characters:
  // a character belongs to the last letter whose first character is not after it.
  const pinyin = new Intl.Collator('zh-u-co-pinyin');
  const first = '阿八嚓哒妸发旮哈讥咔垃痳拏噢妑七呥扨它穵夕丫帀';
  const letters = 'abcdefghjklmnopqrstwxyz';
  const known = Intl.Collator.supportedLocalesOf('zh').length > 0 && pinyin.compare('阿', '八') < 0 && pinyin.compare('夕', '丫') < 0;
  const initial = (c) => {
    if (!known || !/\p{Script=Han}/u.test(c)) return /[a-z0-9]/.test(c) ? c : '';
    let i = letters.length - 1;
    while (i > 0 && pinyin.compare(c, first[i]) < 0) i--;
    return letters[i];
  };
  const initials = (text) => [...text].map(initial).join('');

  // inOrder reports whether a text has the characters of what was typed one after the other: 通教局 for 通州区教育局.
  const inOrder = (text, typed) => {
    let at = -1;
    return [...typed].every((c) => (at = text.indexOf(c, at + 1)) >= 0);
  };

  const element = (name, text, more) => {
    const e = document.createElement(name);
    e.textContent = text;
    Object.assign(e, more);
    return e;
  };
  // entry is a row as the page's template writes it.
  const entry = ([href, title, facts, state, style, words, kind, year, topic]) => {
    const li = document.createElement('li');
    Object.assign(li.dataset, { item: '', words, kind, year, topic, validity: state });
    li.append(element('a', title, { href }), ' ');
    if (state) li.append(element('span', state, { className: 'badge ' + style }), ' ');
    const note = element('span', '', { className: 'note' });
    facts.forEach((f, i) => note.append(i ? ' ' : '', element('span', f)));
    li.append(note);
    return li;
  };

  for (const form of document.querySelectorAll('form[data-filter]')) {
    const list = document.getElementById(form.dataset.filter);
    const status = form.querySelector('[role="status"]');
    const groups = [...list.querySelectorAll('details')].map((e) => ({ e, open: e.open }));
    const pager = document.querySelector('.pager');
    let items = null, loading = null;

    const read = () => {
      items = [...list.querySelectorAll('[data-item]')].map((e) => {
        const text = (e.textContent + ' ' + e.dataset.words).toLowerCase();
        const links = [...e.querySelectorAll('[data-year]')];
        return { e, text, short: '', links, table: e.closest('table') };
      });
    };
    // whole puts all rows of a list that has several pages in place of those of its first.
    const whole = () => {
      if (!form.dataset.list || rows) return Promise.resolve();
      loading ||= new Promise((done) => {
        const script = document.createElement('script');
        script.src = form.dataset.list;
        script.onload = () => {
          const all = document.createElement('ul');
          all.className = 'documents';
          all.append(...rows.map(entry));
          list.replaceChildren(all);
          items = null;
          done();
        };
        script.onerror = () => { loading = null; done(); }; // what the page has is filtered
        document.head.append(script);
      });
      return loading;
    };
    const apply = () => {
      if (!items) read();
      const asked = Object.fromEntries(new FormData(form));
      const text = asked.text.trim().toLowerCase();
      const any = Object.values(asked).some((s) => s.trim());
      const first = list.querySelector('table');
      const letters = /^[a-z]+$/.test(text);
      const choose = (says) => {
        let n = 0;
        for (const item of items) {
          const { e, links } = item;
          let ok = !text || says(item);
          for (const [name, value] of Object.entries(asked)) {
            if (!ok || name === 'text' || !value) continue;
            ok = name === 'year' && links.length ? links.some((a) => a.dataset.year === value) : e.dataset[name] === value;
          }
          for (const a of links) a.parentNode.hidden = Boolean(asked.year) && a.dataset.year !== asked.year;
          e.hidden = !ok;
          if (ok && (!item.table || item.table === first)) n++; // of several tables, the rows of one
        }
        return n;
      };
      const n = choose((item) => item.text.includes(text) ||
          letters && (item.short ||= initials(item.e.textContent + ' ' + item.e.dataset.words)).includes(text)) ||
        choose((item) => !letters && inOrder(item.text, text));
      for (const g of groups) {
        const hit = g.e.querySelector('[data-item]:not([hidden])');
        g.e.hidden = !hit;
        g.e.open = any ? Boolean(hit) : g.open;
      }
      if (pager) pager.hidden = any;
      status.textContent = any ? status.dataset.count.replace('{n}', n) : '';
    };
    let wanted = 0;
    const change = () => {
      const mine = ++wanted;
      whole().then(() => { if (mine === wanted) apply(); });
    };
    form.addEventListener('input', change);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const hit = items && items.find((item) => !item.e.hidden);
      if (hit) hit.e.querySelector('a').focus();
    });
    form.hidden = false;
    // On a phone long groups would bury what is below them.
    if (matchMedia('(max-width: 40em)').matches && list.querySelectorAll('[data-item]').length > 24) {
      for (const g of groups) g.e.open = g.open = false;
    }
    addEventListener('pageshow', () => { // what a browser kept in the fields
      if (Object.values(Object.fromEntries(new FormData(form))).some(Boolean)) change();
    });
  }
})();
