package sqlite

import (
	"encoding/binary"
	"iter"
)

// A table without row numbers, or an index, is a tree in which the pages above the leaves hold
// rows too: each page leads to one page more than it has rows, and those that are below the page
// on the left of a row come before it. As in a table with row numbers, a page is followed by
// those that hold the ends of its rows, the pages come level by level, and the last is the root.
type sortedTree struct {
	levels    [][]sortedPage // the leaves first
	root, end uint32
}

// sortedPage is a page and how many rows are in it.
type sortedPage struct {
	number uint32
	rows   int
}

// mostInSorted is how much of a row may be in a page of such a tree.
const mostInSorted = (pageSize-12)*64/255 - 23

// pointer is what a row takes beside itself on a page that leads to others.
const pointer = 4

// roomIn is what a row takes of its page.
func (r record) roomIn(leaf bool) int {
	local := r.within(mostInSorted)
	n := 2 + varintLen(uint64(r.payload)) + local
	if local < r.payload {
		n += 4
	}
	if !leaf {
		n += pointer
	}
	return n
}

// planned is a level while rows are given to it: which go to which page, and which go up.
type planned struct {
	level      int
	up         *planned
	full       []plannedPage // all pages but the last
	page       plannedPage
	used       int
	before     record // the last row of the page before
	waiting    record // the row between the pages, which goes up when the page has a row
	isWaiting  bool
	lastOfPage record
}

type plannedPage struct {
	rows     int
	overflow uint32
}

func (p *planned) header() int {
	if p.level == 0 {
		return leafHeader
	}
	return nodeHeader
}

func (p *planned) add(r record) {
	if p.used == 0 {
		p.used = p.header()
	}
	room := r.roomIn(p.level == 0)
	if p.page.rows > 0 && p.used+room > pageSize {
		p.full = append(p.full, p.page)
		p.page, p.used = plannedPage{}, p.header()
		p.before, p.waiting, p.isWaiting = p.lastOfPage, r, true
		return
	}
	if p.isWaiting {
		p.isWaiting = false
		p.promote(p.waiting)
	}
	p.put(r)
}

func (p *planned) put(r record) {
	p.page.rows++
	p.page.overflow += r.beyond(r.within(mostInSorted))
	p.used += r.roomIn(p.level == 0)
	p.lastOfPage = r
}

func (p *planned) promote(r record) {
	if p.up == nil {
		p.up = &planned{level: p.level + 1}
	}
	p.up.add(r)
}

// close leaves no page empty: where no row came after the one that waits, the last row of the
// page before goes up in its place.
func (p *planned) close() {
	if p.isWaiting {
		before := &p.full[len(p.full)-1]
		before.rows--
		before.overflow -= p.before.beyond(p.before.within(mostInSorted))
		p.promote(p.before)
		p.put(p.waiting)
	}
	p.full = append(p.full, p.page)
	if p.up != nil {
		p.up.close()
	}
}

// planSorted says how many rows every page will have.
func planSorted(rows iter.Seq[[]Value], first uint32) *sortedTree {
	leaves := &planned{}
	for row := range rows {
		leaves.add(sizeOf(row))
	}
	leaves.close()
	t := &sortedTree{end: first}
	for p := leaves; p != nil; p = p.up {
		level := make([]sortedPage, len(p.full))
		for i, page := range p.full {
			level[i] = sortedPage{t.end, page.rows}
			t.end += 1 + page.overflow
		}
		t.levels = append(t.levels, level)
		t.root = level[0].number
	}
	return t
}

func (t *sortedTree) place() (root, end uint32) { return t.root, t.end }

// write writes the pages, as planned.
func (t *sortedTree) write(out *pages, rows iter.Seq[[]Value]) {
	w := &sortedWriter{out: out, level: t.levels[0]}
	var up [][]byte // the rows between the leaves
	var payload []byte
	for row := range rows {
		if out.err != nil || w.at >= len(w.level) {
			return // more rows than planned: the page count tells
		}
		payload = appendRecord(payload[:0], row, sizeOf(row))
		if w.n == w.level[w.at].rows {
			w.flush(0)
			up = append(up, append([]byte(nil), payload...))
			continue
		}
		w.add(payload, 0)
	}
	w.flush(0)
	for i, level := range t.levels[1:] {
		w, below := &sortedWriter{out: out, level: level}, t.levels[i]
		var next [][]byte
		for j, payload := range up {
			if w.at >= len(level) || j >= len(below) {
				return
			}
			if w.n == level[w.at].rows {
				w.flush(below[j].number)
				next = append(next, payload)
				continue
			}
			w.add(payload, below[j].number)
		}
		w.flush(below[len(below)-1].number)
		up = next
	}
}

// sortedWriter fills the pages of a level.
type sortedWriter struct {
	out   *pages
	level []sortedPage
	at, n int // the page that is being filled, and how many rows it has
	page  []byte
	end   int
	rest  [][]byte // the overflow pages
	cell  []byte
}

// add puts a row onto the page; child is the page on its left, 0 on a leaf.
func (w *sortedWriter) add(payload []byte, child uint32) {
	w.begin()
	be := binary.BigEndian
	c, header := w.cell[:0], leafHeader
	if child != 0 {
		c, header = be.AppendUint32(c, child), nodeHeader
	}
	local := record{payload: len(payload)}.within(mostInSorted)
	c = append(appendVarint(c, uint64(len(payload))), payload[:local]...)
	if local < len(payload) {
		start := w.level[w.at].number + 1 + uint32(len(w.rest))
		c = be.AppendUint32(c, start)
		w.rest = append(w.rest, overflow(payload[local:], start)...)
	}
	w.cell = c
	if w.end -= len(c); w.end < header+2*(w.n+1) {
		w.at = len(w.level) // it was not planned so: the page count tells
		return
	}
	copy(w.page[w.end:], c)
	be.PutUint16(w.page[header+2*w.n:], uint16(w.end))
	w.n++
}

// begin clears the page where it has no row yet.
func (w *sortedWriter) begin() {
	if w.page == nil {
		w.page = make([]byte, pageSize)
	}
	if w.n == 0 {
		clear(w.page)
		w.end = pageSize
	}
}

// flush writes the page and begins the next; last is the page on the right of its rows, 0 for
// a leaf.
func (w *sortedWriter) flush(last uint32) {
	if w.at >= len(w.level) {
		return
	}
	w.begin()
	be := binary.BigEndian
	w.page[0] = 10
	if last != 0 {
		w.page[0] = 2
		be.PutUint32(w.page[8:], last)
	}
	be.PutUint16(w.page[3:], uint16(w.n))
	be.PutUint16(w.page[5:], uint16(w.end))
	w.out.put(w.page)
	for _, p := range w.rest {
		w.out.put(p)
	}
	w.at, w.n, w.rest = w.at+1, 0, w.rest[:0]
}
