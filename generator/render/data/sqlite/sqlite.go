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

// Table is a table with its rows.
type Table struct {
	Name string
	SQL  string // the statement that creates it
	// Rows yields the rows; each is used before the next is asked for. It is ranged
	// over twice, and must yield the same rows both times.
	Rows iter.Seq[[]Value]
}

// pageSize is SQLite's own default.
const pageSize = 4096

// version is of the SQLite that the file claims to be written by: it is told in the
// header and has no effect.
const version = 3_045_000

// Write writes the tables. It needs memory for a few bytes a page.
func Write(w io.Writer, tables ...Table) error {
	next := uint32(2) // the first holds the schema
	trees := make([]*tree, len(tables))
	for i, t := range tables {
		trees[i] = plan(t.Rows, next)
		next = trees[i].root + 1
	}
	first, err := schema(tables, trees, next-1)
	if err != nil {
		return err
	}
	out := &pages{w: bufio.NewWriterSize(w, 64<<10)}
	out.put(first)
	for i, t := range tables {
		trees[i].write(out, t.Rows)
	}
	if out.err == nil && out.n != next-1 {
		return fmt.Errorf("sqlite: the rows of a table changed while it was written")
	}
	if out.err == nil {
		out.err = out.w.Flush()
	}
	return out.err
}

// schema makes the first page: the file's header and the table of tables.
func schema(tables []Table, trees []*tree, pages uint32) ([]byte, error) {
	const header = 100
	page := make([]byte, pageSize)
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
	l := leaf{page: page, start: header}
	for i, t := range tables {
		row := []Value{Text("table"), Text(t.Name), Text(t.Name), Int(int64(trees[i].root)), Text(t.SQL)}
		r := sizeOf(row)
		if r.payload > mostLocal || !l.fits(int64(i+1), r) {
			return nil, fmt.Errorf("sqlite: the statements that create the tables do not fit a page")
		}
		l.add(int64(i+1), r, appendRecord(nil, row, r), 0)
	}
	l.close()
	return page, nil
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
