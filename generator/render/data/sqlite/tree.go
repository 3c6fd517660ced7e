package sqlite

import (
	"encoding/binary"
	"iter"
)

// A table with row numbers is a tree of pages. The leaves hold the rows, in the order of their numbers
// from 1; each is followed by the pages that hold the ends of its rows that are too long
// for it. After all leaves come the pages that lead to them, level by level; the last
// page is the root.
type tree struct {
	leaves []child
	levels [][]node
	root   uint32
	end    uint32 // the first page after the tree
}

// child is a page and the last row that it leads to.
type child struct {
	page uint32
	last int64
}

// node is a page that leads to others.
type node struct {
	child
	children []child
}

const (
	leafHeader = 8
	nodeHeader = 12
	// mostInLeaf is how much of a row may be in its leaf; leastLocal is what remains
	// there of a longer one, at least.
	mostInLeaf  = pageSize - 35
	leastLocal  = (pageSize-12)*32/255 - 23
	perOverflow = pageSize - 4
)

// local is how much of a row is in its leaf.
func (r record) local() int { return r.within(mostInLeaf) }

// within is how much of a row is in a page that takes so much of it.
func (r record) within(most int) int {
	if r.payload <= most {
		return r.payload
	}
	if k := leastLocal + (r.payload-leastLocal)%perOverflow; k <= most {
		return k
	}
	return leastLocal
}

// overflow is how many pages hold the rest.
func (r record) overflow() uint32 { return r.beyond(r.local()) }

// beyond is how many pages hold what follows the first bytes of a row.
func (r record) beyond(local int) uint32 {
	return uint32((r.payload - local + perOverflow - 1) / perOverflow)
}

// room is what a row takes of its leaf.
func (r record) room(number int64) int {
	n := varintLen(uint64(r.payload)) + varintLen(uint64(number)) + r.local()
	if r.overflow() > 0 {
		n += 4
	}
	return n
}

// plan says which page every row and every way to it will be on.
func plan(rows iter.Seq[[]Value], first uint32) *tree {
	t := leavesOf(rows, first, pageSize)
	below := t.leaves
	for len(below) > 1 {
		level := group(below, t.end)
		t.levels = append(t.levels, level)
		t.end += uint32(len(level))
		below = make([]child, len(level))
		for i, n := range level {
			below[i] = n.child
		}
	}
	t.root = below[0].page
	return t
}

// leavesOf plans the leaves, each with so much room.
func leavesOf(rows iter.Seq[[]Value], first uint32, size int) *tree {
	t := &tree{}
	page, used, number, rest := first, leafHeader, int64(0), uint32(0)
	for row := range rows {
		r := sizeOf(row)
		room := r.room(number+1) + 2
		if used+room > size && used > leafHeader {
			t.leaves = append(t.leaves, child{page, number})
			page, used, rest = page+1+rest, leafHeader, 0
		}
		number++
		used, rest = used+room, rest+r.overflow()
	}
	t.leaves = append(t.leaves, child{page, number})
	t.end = page + 1 + rest
	return t
}

// group puts pages under as few others as hold them. Each leads to at least two.
func group(below []child, next uint32) []node {
	var out []node
	for start := 0; start < len(below); {
		end, used := start, nodeHeader
		for end < len(below)-1 {
			used += 2 + 4 + varintLen(uint64(below[end].last))
			if used > pageSize {
				break
			}
			end++
		}
		// below[end] is the rightmost child, which needs no room of its own.
		if end == len(below)-2 {
			end--
		}
		out = append(out, node{child{next + uint32(len(out)), below[end].last}, below[start : end+1]})
		start = end + 1
	}
	return out
}

func (t *tree) place() (root, end uint32) { return t.root, t.end }

// write writes the table's pages, as planned.
func (t *tree) write(out *pages, rows iter.Seq[[]Value]) {
	buf := make([]byte, pageSize)
	l := leaf{page: buf}
	var rest [][]byte // the overflow pages of the leaf
	var payload []byte
	number, at := int64(0), 0
	flush := func() {
		l.close()
		out.put(l.page)
		for _, p := range rest {
			out.put(p)
		}
		rest, at = rest[:0], at+1
		clear(buf)
		l = leaf{page: buf, cell: l.cell}
	}
	for row := range rows {
		if out.err != nil || at >= len(t.leaves) {
			return
		}
		if number == t.leaves[at].last {
			flush()
			if at >= len(t.leaves) {
				return // more rows than planned: the page count tells
			}
		}
		number++
		r := sizeOf(row)
		if !l.fits(number, r) {
			return
		}
		payload = appendRecord(payload[:0], row, r)
		start := t.leaves[at].page + 1 + uint32(len(rest))
		l.add(number, r, payload, start)
		rest = append(rest, overflow(payload[r.local():], start)...)
	}
	flush()
	t.lead(out)
}

// lead writes the pages that lead to the leaves.
func (t *tree) lead(out *pages) {
	for _, level := range t.levels {
		for _, n := range level {
			out.put(n.encode(0))
		}
	}
}

// overflow makes the pages that hold a row's end; first is the number of the first.
func overflow(rest []byte, first uint32) [][]byte {
	var out [][]byte
	for len(rest) > 0 {
		page := make([]byte, pageSize)
		n := copy(page[4:], rest)
		if rest = rest[n:]; len(rest) > 0 {
			binary.BigEndian.PutUint32(page, first+uint32(len(out))+1)
		}
		out = append(out, page)
	}
	return out
}

// encode makes the page; start is where it begins, 100 on the first page of the file.
func (n *node) encode(start int) []byte {
	page := make([]byte, pageSize)
	h := page[start:]
	be := binary.BigEndian
	last := len(n.children) - 1
	end := pageSize
	var cell []byte
	for i, c := range n.children[:last] {
		cell = appendVarint(be.AppendUint32(cell[:0], c.page), uint64(c.last))
		end -= len(cell)
		copy(page[end:], cell)
		be.PutUint16(h[nodeHeader+2*i:], uint16(end))
	}
	h[0] = 5
	be.PutUint16(h[3:], uint16(last))
	be.PutUint16(h[5:], uint16(end))
	be.PutUint32(h[8:], n.children[last].page)
	return page
}

// leaf is a page that rows are put into: their places from its start, themselves from
// its end.
type leaf struct {
	page  []byte
	start int // of its header: 100 on the first page of the file
	n     int
	end   int // of the free room; 0 before the first row
	cell  []byte
}

func (l *leaf) free() int {
	end := l.end
	if end == 0 {
		end = pageSize
	}
	return end - l.start - leafHeader - 2*l.n
}

func (l *leaf) fits(number int64, r record) bool { return r.room(number)+2 <= l.free() }

// add puts a row in; overflow is the number of the page on which it goes on.
func (l *leaf) add(number int64, r record, payload []byte, overflow uint32) {
	if l.end == 0 {
		l.end = pageSize
	}
	c := appendVarint(l.cell[:0], uint64(r.payload))
	c = appendVarint(c, uint64(number))
	c = append(c, payload[:r.local()]...)
	if r.overflow() > 0 {
		c = binary.BigEndian.AppendUint32(c, overflow)
	}
	l.end -= len(c)
	copy(l.page[l.end:], c)
	binary.BigEndian.PutUint16(l.page[l.start+leafHeader+2*l.n:], uint16(l.end))
	l.n++
	l.cell = c
}

// close writes the page's header.
func (l *leaf) close() {
	end := l.end
	if end == 0 {
		end = pageSize
	}
	h := l.page[l.start:]
	h[0] = 13
	binary.BigEndian.PutUint16(h[3:], uint16(l.n))
	binary.BigEndian.PutUint16(h[5:], uint16(end))
}
