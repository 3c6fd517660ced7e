// The HTML standard's algorithms for tables, over the live DOM:
// "forming a table" (4.9.12.1) and "forming relationships between data cells
// and header cells" (4.9.12.2), step by step and by the standard's own names.
// Browsers have no call that gives the result, so it is computed here.

// formTable returns the grid of a table: its cells, the cells that cover each
// slot, and the row and column groups.
function formTable(table) {
  const cells = [], slots = [], rowGroups = [], columnGroups = [];
  let width = 0, height = 0, currentY = 0, growing = [];
  const number = (element, name, fallback, least, most) => {
    const n = parseInt(element.getAttribute(name), 10);
    return Number.isNaN(n) || n < least ? fallback : Math.min(n, most);
  };
  const cover = (x, y, cell) => ((slots[y] ??= [])[x] ??= []).push(cell);
  const covered = (x, y) => slots[y]?.[x]?.length > 0;

  function growDownward() {
    for (const {cell, x, w} of growing)
      for (let i = x; i < x + w; i++) { cover(i, currentY, cell); }
    for (const {cell} of growing) cell.h = Math.max(cell.h, currentY - cell.y + 1);
  }

  function processRow(tr) {
    if (height === currentY) height++;
    let x = 0;
    growDownward();
    for (const element of tr.children) {
      if (element.localName !== "td" && element.localName !== "th") continue;
      while (x < width && covered(x, currentY)) x++;
      if (x === width) width++;
      const colspan = number(element, "colspan", 1, 1, 1000);
      let rowspan = number(element, "rowspan", 1, 0, 65534);
      const grows = rowspan === 0;
      if (grows) rowspan = 1;
      width = Math.max(width, x + colspan);
      height = Math.max(height, currentY + rowspan);
      const cell = {element, x, y: currentY, w: colspan, h: rowspan, header: element.localName === "th"};
      for (let j = currentY; j < currentY + rowspan; j++)
        for (let i = x; i < x + colspan; i++) cover(i, j, cell);
      cells.push(cell);
      if (grows) growing.push({cell, x, w: colspan});
      x += colspan;
    }
    currentY++;
  }

  function endRowGroup() {
    while (currentY < height) { growDownward(); currentY++; }
    growing = [];
  }

  function processRowGroup(group) {
    const start = height;
    for (const tr of group.children) if (tr.localName === "tr") processRow(tr);
    if (height > start) rowGroups.push({y: start, h: height - start});
    endRowGroup();
  }

  let x = 0;
  for (const group of table.children) {
    if (group.localName !== "colgroup") continue;
    const cols = [...group.children].filter(c => c.localName === "col");
    const span = cols.length
      ? cols.reduce((sum, c) => sum + number(c, "span", 1, 1, 1000), 0)
      : number(group, "span", 1, 1, 1000);
    columnGroups.push({x, w: span});
    x += span;
  }
  width = x;
  const feet = [];
  for (const child of table.children) {
    switch (child.localName) {
      case "tr": processRow(child); break;
      case "tfoot": endRowGroup(); feet.push(child); break;
      case "thead": case "tbody": endRowGroup(); processRowGroup(child); break;
    }
  }
  endRowGroup();
  feet.forEach(processRowGroup);
  return {table, cells, slots, rowGroups, columnGroups, width, height};
}

// headerState is the state of a header cell's scope: what it is a header of.
function headerState(grid, cell) {
  const scope = (cell.element.getAttribute("scope") ?? "").toLowerCase();
  if (["row", "col", "rowgroup", "colgroup"].includes(scope)) return scope;
  const dataIn = (x0, x1, y0, y1) => {
    for (let y = y0; y < y1; y++)
      for (let x = x0; x < x1; x++)
        if (grid.slots[y]?.[x]?.some(c => !c.header)) return true;
    return false;
  };
  if (!dataIn(0, grid.width, cell.y, cell.y + cell.h)) return "col";
  if (!dataIn(cell.x, cell.x + cell.w, 0, grid.height)) return "row";
  return "";
}

// scan is the internal algorithm for scanning and assigning header cells.
function scan(grid, principal, list, x, y, dx, dy) {
  const opaque = [];
  let inHeaderBlock = principal.header;
  let block = principal.header ? [principal] : [];
  for (;;) {
    x += dx;
    y += dy;
    if (x < 0 || y < 0) return;
    const here = grid.slots[y]?.[x] ?? [];
    if (here.length !== 1) continue;
    const current = here[0];
    if (current.header) {
      inHeaderBlock = true;
      block.push(current);
      let blocked;
      if (dx === 0) {
        blocked = opaque.some(o => o.x === current.x && o.w === current.w) || headerState(grid, current) !== "col";
      } else {
        blocked = opaque.some(o => o.y === current.y && o.h === current.h) || headerState(grid, current) !== "row";
      }
      if (!blocked) list.push(current);
    } else if (inHeaderBlock) {
      inHeaderBlock = false;
      opaque.push(...block);
      block = [];
    }
  }
}

// assignHeaders is the algorithm for assigning header cells to a cell.
function assignHeaders(grid, principal) {
  let list = [];
  const {x, y, w, h, element} = principal;
  if (element.hasAttribute("headers")) {
    for (const id of element.getAttribute("headers").split(/[\t\n\f\r ]+/).filter(Boolean)) {
      const found = grid.cells.find(c => c.element === document.getElementById(id));
      if (found && found !== principal) list.push(found);
    }
  } else {
    for (let j = y; j < y + h; j++) scan(grid, principal, list, x, j, -1, 0);
    for (let i = x; i < x + w; i++) scan(grid, principal, list, i, y, 0, -1);
    const before = c => c.header && c.x <= x + w - 1 && c.y <= y + h - 1;
    const rows = grid.rowGroups.find(g => y >= g.y && y < g.y + g.h);
    if (rows) {
      list.push(...grid.cells.filter(c => before(c) && headerState(grid, c) === "rowgroup" && c.y >= rows.y && c.y < rows.y + rows.h));
    }
    const columns = grid.columnGroups.find(g => x >= g.x && x < g.x + g.w);
    if (columns) {
      list.push(...grid.cells.filter(c => before(c) && headerState(grid, c) === "colgroup" && c.x >= columns.x && c.x < columns.x + columns.w));
    }
  }
  const empty = c => c.element.children.length === 0 && /^[\t\n\f\r ]*$/.test(c.element.textContent);
  list = list.filter(c => !empty(c) && c !== principal);
  return [...new Set(list)];
}

// dataCellHeaders returns, for each td[data-cell] of the page, the texts of its headers.
function dataCellHeaders() {
  const text = c => c.element.textContent.replace(/\s+/g, " ").trim();
  const out = {};
  for (const table of document.querySelectorAll("table")) {
    const grid = formTable(table);
    for (const cell of grid.cells) {
      const path = cell.element.dataset.cell;
      if (path === undefined) continue;
      if (path in out) throw new Error("two cells are " + path);
      out[path] = assignHeaders(grid, cell).map(text);
    }
  }
  return out;
}
