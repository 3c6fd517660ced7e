// Makes the columns of tables sortable. A table without it is in the given order.
(() => {
  'use strict';
  const status = document.getElementById('page.sorted');
  const collator = new Intl.Collator(document.documentElement.lang);

  // value is the number of a cell; what is none sorts last, in either direction.
  const value = (cell) => {
    const n = parseFloat(cell.firstChild ? cell.firstChild.textContent : '');
    return Number.isNaN(n) ? null : n;
  };
  const order = (column, down) => (a, b) => {
    if (column === 0) {
      return collator.compare(a.cells[0].textContent, b.cells[0].textContent) * (down ? -1 : 1);
    }
    const x = value(a.cells[column]);
    const y = value(b.cells[column]);
    if (x === null || y === null) {
      return (x === null) - (y === null);
    }
    return down ? y - x : x - y;
  };

  let any = false;
  for (const table of document.querySelectorAll('table[data-sortable]')) {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    heads.forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'sort';
      button.append(...head.childNodes);
      head.append(button);
      const name = button.firstChild.textContent;
      button.addEventListener('click', () => {
        // Numbers start with the largest, names with the first.
        const was = head.getAttribute('aria-sort');
        const down = was ? was === 'ascending' : column > 0;
        for (const other of heads) {
          other.removeAttribute('aria-sort');
        }
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        body.append(...[...body.rows].sort(order(column, down)));
        status.textContent = (down ? status.dataset.down : status.dataset.up).replace('{column}', name);
      });
    });
    any = true;
  }
  if (any) {
    status.textContent = status.dataset.hint;
  }
})();
