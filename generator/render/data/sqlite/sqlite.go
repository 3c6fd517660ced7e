// Package sqlite writes tables into a file that SQLite reads (file format 3,
// https://www.sqlite.org/fileformat2.html).
//
// It writes only, from first page to last, and each table in the order of its rows: what
// a database needs to be changed (free pages, journals, balancing) is not here. The same
// rows give the same bytes. A library would bring its own megabytes and write the same
// file with other bytes in every release.
package sqlite

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
)

// Value is what is in a column: a text, an integer, or nothing.
type Value struct {
	kind kind
	int  int64
	text string
}

type kind uint8

const (
	null kind = iota
	integer
	text
)

// Int is an integer.
func Int(n int64) Value { return Value{kind: integer, int: n} }

// Text is a text.
func Text(s string) Value { return Value{kind: text, text: s} }

// Known is a text, or nothing where it is empty.
func Known(s string) Value {
	if s == "" {
		return Value{}
	}
	return Text(s)
}

// Object is what a database is made of: a table, an index, or a view.
type Object struct {
	Name string
	SQL  string // the statement that creates it; "" for the index of a table's primary key
	Of   string // the table that an index is of; "" for a table or a view
	// Sorted says that a table is WITHOUT ROWID. Its rows, as those of an index, come in the
	// order of their values, each once; a table's have the columns of its primary key first.
	// The last column of an index of a table that has row numbers is that number, from 1.
	Sorted bool
	// Rows yields the rows; each is used before the next is asked for. It is ranged
	// over twice, and must yield the same rows both times. A view has none.
	Rows iter.Seq[[]Value]
}

// KeyIndex is the index of a table's primary key, under the name that SQLite looks for.
func KeyIndex(table string, rows iter.Seq[[]Value]) Object {
	return Object{Name: "sqlite_autoindex_" + table + "_1", Of: table, Rows: rows}
}

// pageSize is SQLite's own default.
const pageSize = 4096

// version is of the SQLite that the file claims to be written by: it is told in the
// header and has no effect.
const version = 3_045_000

// body is the pages of a table or an index.
type body interface {
	write(out *pages, rows iter.Seq[[]Value])
	place() (root, end uint32)
}

// Write writes a database. It needs memory for a few bytes a page.
func Write(w io.Writer, objects ...Object) error {
	next := uint32(2) // the first page holds the schema
	bodies := make([]body, len(objects))
	roots := make([]uint32, len(objects))
	for i, o := range objects {
		switch {
		case o.Rows == nil:
			continue
		case o.Sorted || o.Of != "":
			bodies[i] = planSorted(o.Rows, next)
		default:
			bodies[i] = plan(o.Rows, next)
		}
		roots[i], next = bodies[i].place()
	}
	schema := schemaRows(objects, roots)
	first, rest, err := planSchema(schema, next)
	if err != nil {
		return err
	}
	if rest != nil {
		next = rest.end
	}
	out := &pages{w: bufio.NewWriterSize(w, 64<<10)}
	out.put(header(first, next-1))
	for i, o := range objects {
		if bodies[i] != nil {
			bodies[i].write(out, o.Rows)
		}
	}
	if rest != nil {
		rest.write(out, schema)
	}
	if out.err == nil && out.n != next-1 {
		return fmt.Errorf("sqlite: the rows of a table changed while it was written")
	}
	if out.err == nil {
		out.err = out.w.Flush()
	}
	return out.err
}

// schemaRows is the table of all objects.
func schemaRows(objects []Object, roots []uint32) iter.Seq[[]Value] {
	return func(yield func([]Value) bool) {
		for i, o := range objects {
			kind, of := "table", o.Name
			switch {
			case o.Of != "":
				kind, of = "index", o.Of
			case o.Rows == nil:
				kind = "view"
			}
			if !yield([]Value{Text(kind), Text(o.Name), Text(of), Int(int64(roots[i])), Known(o.SQL)}) {
				return
			}
		}
	}
}

// fileHeader is how much of the first page is the header of the file.
const fileHeader = 100

// planSchema makes the first page, without the file's header: the table of objects, or, where
// they don't fit, the way to the pages from next on that hold them.
func planSchema(rows iter.Seq[[]Value], next uint32) (first []byte, rest *tree, err error) {
	t := leavesOf(rows, next, pageSize-fileHeader)
	if len(t.leaves) == 1 && t.end == next+1 {
		l := leaf{page: make([]byte, pageSize), start: fileHeader}
		number := int64(0)
		for row := range rows {
			number++
			r := sizeOf(row)
			l.add(number, r, appendRecord(nil, row, r), 0)
		}
		l.close()
		return l.page, nil, nil
	}
	if len(t.leaves) == 1 { // a page that leads to others leads to two at least
		t = leavesOf(rows, next, leafHeader)
	}
	n := node{children: t.leaves}
	if room := nodeHeader + len(t.leaves)*(2+4+9); len(t.leaves) < 2 || room > pageSize-fileHeader {
		return nil, nil, fmt.Errorf("sqlite: %d pages of statements are not led to from one page", len(t.leaves))
	}
	return n.encode(fileHeader), t, nil
}

// header puts the file's header onto the first page.
func header(page []byte, pages uint32) []byte {
	copy(page, "SQLite format 3\x00")
	be := binary.BigEndian
	be.PutUint16(page[16:], pageSize)
	page[18], page[19] = 1, 1                 // no write-ahead log
	page[21], page[22], page[23] = 64, 32, 32 // fixed by the format
	be.PutUint32(page[24:], 1)                // changes to the file
	be.PutUint32(page[28:], pages)            // size of the file
	be.PutUint32(page[40:], 1)                // changes to the schema
	be.PutUint32(page[44:], 4)                // schema format
	be.PutUint32(page[56:], 1)                // UTF-8
	be.PutUint32(page[92:], 1)                // the change at which the size was right
	be.PutUint32(page[96:], version)
	return page
}

// pages writes pages one after the other and counts them.
type pages struct {
	w   *bufio.Writer
	n   uint32
	err error
}

func (p *pages) put(page []byte) {
	p.n++
	if p.err == nil {
		_, p.err = p.w.Write(page)
	}
}
