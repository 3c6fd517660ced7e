// Package database reads the tables of an SQLite file from beginning to end (file format 3,
// https://www.sqlite.org/fileformat2.html), and nothing else of it: no query, no index, no change.
// It trusts no number in the file.
package database

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"gongkai/generator/diag"
)

// Value is what a column of a row holds: nil, int64, float64, string or []byte.
type Value any

// Table is a table with the names of its columns.
type Table struct {
	Name    string
	Columns []string
	root    uint32
	rowid   int   // the column that is the row's number, -1 for none
	order   []int // which column each value of a row is, where it has no number; nil where it has
}

// Fault is what is wrong with a file that is not an SQLite database, or is damaged.
type Fault struct{ Text diag.Text }

// Error implements error.
func (f *Fault) Error() string { return "database: " + f.Text.EN }

func damaged(zh, en string, args ...any) *Fault { return &Fault{diag.Textf(zh, en, args...)} }

// File is an opened database.
type File struct {
	r      io.ReaderAt
	page   int // bytes
	usable int
	pages  uint32
	Tables []Table
}

// Bounds of what a row and a tree may take.
const (
	mostPayload = 64 << 20
	mostDepth   = 20
)

// Open reads the header and the list of tables.
func Open(r io.ReaderAt, size int64) (*File, error) {
	h := make([]byte, 100)
	if _, err := r.ReadAt(h, 0); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, damaged("比文件头还短", "it is shorter than its header")
		}
		return nil, err
	}
	be := binary.BigEndian
	f := &File{r: r, page: int(be.Uint16(h[16:]))}
	if f.page == 1 {
		f.page = 1 << 16
	}
	f.usable = f.page - int(h[20])
	switch {
	case string(h[:16]) != "SQLite format 3\x00":
		return nil, damaged("开头不是 SQLite 的标记", "its first bytes are not those of SQLite")
	case f.page < 512 || f.page&(f.page-1) != 0 || f.usable < 480:
		return nil, damaged("页大小是 %d 字节", "its pages have %d bytes", f.page)
	case be.Uint32(h[56:]) != 1:
		return nil, damaged("文字不是 UTF-8", "its text is not UTF-8")
	case h[18] > 1 || h[19] > 1:
		return nil, damaged("要和它的日志文件一起读", "it belongs with a write-ahead log")
	case size%int64(f.page) != 0 || size/int64(f.page) > math.MaxUint32:
		return nil, damaged("%d 字节不是 %d 字节的整页", "%d bytes are not whole pages of %d", size, f.page)
	}
	f.pages = uint32(size / int64(f.page))
	if n := be.Uint32(h[28:]); n != f.pages {
		return nil, damaged("有 %d 页，文件头写的是 %d 页", "it has %d pages, its header says %d", f.pages, n)
	}
	schema := Table{Name: "sqlite_schema", Columns: []string{"type", "name", "tbl_name", "rootpage", "sql"}, root: 1, rowid: -1} // section 2.6
	err := f.Rows(schema, func(_ int64, row []Value) error {
		kind, _ := row[0].(string)
		name, _ := row[1].(string)
		root, _ := row[3].(int64)
		sql, _ := row[4].(string)
		if kind != "table" || strings.HasPrefix(name, "sqlite_") {
			return nil
		}
		t, fault := tableOf(sql)
		if fault != nil {
			return damaged("表 %s：%s", "the table %s: %s", name, fault.Text)
		}
		if root < 1 || root > int64(f.pages) {
			return damaged("表 %s 从第 %d 页开始，全文件只有 %d 页", "the table %s begins on page %d of %d", name, root, f.pages)
		}
		t.Name, t.root = name, uint32(root)
		f.Tables = append(f.Tables, *t)
		return nil
	})
	return f, err
}

// Rows calls each for every row of a table in its order; a row is used before the next is read.
// number is that of the row, or how many came before it where rows have none. A column that a
// row leaves out is nil.
func (f *File) Rows(t Table, each func(number int64, row []Value) error) error {
	w := &walk{File: f, table: t, each: each, row: make([]Value, len(t.Columns)), last: math.MinInt64}
	return w.tree(t.root, 0)
}

// walk goes through the pages of one table.
type walk struct {
	*File
	table   Table
	each    func(int64, []Value) error
	row     []Value
	last    int64  // number of the row before
	count   int64  // of rows without a number
	visited uint32 // pages; a tree that comes back to itself would have more than the file
}

func (w *walk) read(n uint32) ([]byte, error) {
	if n < 1 || n > w.pages {
		return nil, damaged("指向第 %d 页，全文件只有 %d 页", "a pointer to page %d of %d", n, w.pages)
	}
	if w.visited++; w.visited > w.pages {
		return nil, damaged("表 %s 的页互相循环", "the pages of the table %s are not a tree", w.table.Name)
	}
	p := make([]byte, w.page)
	if _, err := w.r.ReadAt(p, int64(n-1)*int64(w.page)); err != nil {
		return nil, err
	}
	return p, nil
}

// Kinds of pages: of a table with row numbers, and of one without, or an index.
const (
	interior       = 5
	leaf           = 13
	sortedInterior = 2
	sortedLeaf     = 10
)

func (w *walk) tree(n uint32, depth int) error {
	p, err := w.read(n)
	if err != nil {
		return err
	}
	h := 0
	if n == 1 {
		h = 100
	}
	kind, cells := p[h], int(binary.BigEndian.Uint16(p[h+3:]))
	pointers := h + 8
	above := kind == interior || kind == sortedInterior
	if above {
		pointers += 4
	}
	if sorted := w.table.order != nil; kind != interior && kind != leaf && !sorted || kind != sortedInterior && kind != sortedLeaf && sorted || depth > mostDepth || pointers+2*cells > w.usable {
		return damaged("第 %d 页不是表的页", "page %d is none of a table", n)
	}
	for i := range cells {
		at := int(binary.BigEndian.Uint16(p[pointers+2*i:]))
		if at < pointers+2*cells || at+4 > w.usable {
			return damaged("第 %d 页的一条记录在页外", "a cell of page %d lies outside it", n)
		}
		if above {
			err = w.tree(binary.BigEndian.Uint32(p[at:]), depth+1)
			at += 4
		}
		if kind != interior && err == nil {
			err = w.cell(p[:w.usable], at)
		}
		if err != nil {
			return err
		}
	}
	if above {
		return w.tree(binary.BigEndian.Uint32(p[h+8:]), depth+1)
	}
	return nil
}

// cell reads a row from its page, and the pages that hold its end.
func (w *walk) cell(p []byte, at int) error {
	size, n := uvarint(p[at:])
	number, m := uint64(0), 0
	if w.table.order == nil {
		number, m = uvarint(p[at+n:])
	}
	if n == 0 || m == 0 && w.table.order == nil || size > mostPayload {
		return damaged("表 %s 有一行受损", "a row of the table %s is damaged", w.table.Name)
	}
	at += n + m
	payload := int(size)
	// How much of a row is in the leaf: section 1.6 of the format.
	local, most := payload, w.usable-35
	if w.table.order != nil {
		most = (w.usable-12)*64/255 - 23
	}
	if payload > most {
		least := (w.usable-12)*32/255 - 23
		if local = least + (payload-least)%(w.usable-4); local > most {
			local = least
		}
	}
	if at+local > len(p) {
		return damaged("表 %s 有一行在页外", "a row of the table %s lies outside its page", w.table.Name)
	}
	data := p[at : at+local]
	if local < payload {
		if at+local+4 > len(p) {
			return damaged("表 %s 有一行在页外", "a row of the table %s lies outside its page", w.table.Name)
		}
		next := binary.BigEndian.Uint32(p[at+local:])
		data = append(make([]byte, 0, payload), data...)
		for len(data) < payload {
			q, err := w.read(next)
			if err != nil {
				return err
			}
			next = binary.BigEndian.Uint32(q)
			data = append(data, q[4:min(w.usable, 4+payload-len(data))]...)
		}
	}
	if w.table.order != nil {
		w.count++
		if err := w.record(data, 0); err != nil {
			return err
		}
		return w.each(w.count, w.row)
	}
	if int64(number) <= w.last {
		return damaged("表 %s 的行次序不对", "the rows of the table %s are not in order", w.table.Name)
	}
	w.last = int64(number)
	if err := w.record(data, int64(number)); err != nil {
		return err
	}
	return w.each(int64(number), w.row)
}

// record reads a row's columns: section 2.1 of the format.
func (w *walk) record(data []byte, number int64) error {
	bad := damaged("表 %s 有一行受损", "a row of the table %s is damaged", w.table.Name)
	size, n := uvarint(data)
	if n == 0 || size < uint64(n) || size > uint64(len(data)) {
		return bad
	}
	types, body := data[n:size], data[size:]
	clear(w.row)
	for n := range w.row {
		i := n
		if w.table.order != nil {
			i = w.table.order[n]
		}
		if len(types) == 0 {
			break
		}
		t, n := uvarint(types)
		if n == 0 {
			return bad
		}
		types = types[n:]
		length := uint64(0)
		switch {
		case t >= 12:
			length = (t - 12) / 2
		case t <= 6:
			length = [...]uint64{0, 1, 2, 3, 4, 6, 8}[t]
		case t == 7:
			length = 8
		case t > 9:
			return bad
		}
		if length > uint64(len(body)) {
			return bad
		}
		v := body[:length]
		body = body[length:]
		switch {
		case t >= 12 && t%2 == 0:
			w.row[i] = v
		case t >= 13:
			w.row[i] = string(v)
		case t == 7:
			w.row[i] = math.Float64frombits(binary.BigEndian.Uint64(v))
		case t == 8, t == 9:
			w.row[i] = int64(t - 8)
		case t > 0:
			x := int64(int8(v[0]))
			for _, b := range v[1:] {
				x = x<<8 | int64(b)
			}
			w.row[i] = x
		}
	}
	if len(types) > 0 || len(body) > 0 {
		return bad
	}
	if i := w.table.rowid; i >= 0 && w.row[i] == nil {
		w.row[i] = number
	}
	return nil
}

// uvarint reads a number of up to nine bytes, the highest bits first; n is 0 where it is cut short.
func uvarint(b []byte) (v uint64, n int) {
	for i := 0; i < len(b) && i < 9; i++ {
		if i == 8 {
			return v<<8 | uint64(b[i]), 9
		}
		v = v<<7 | uint64(b[i]&0x7f)
		if b[i] < 0x80 {
			return v, i + 1
		}
	}
	return 0, 0
}

// Text is a value as a person would write it; false for one that is nothing.
func Text(v Value) (string, bool) {
	switch v := v.(type) {
	case int64:
		return strconv.FormatInt(v, 10), true
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64), true
	case string:
		return v, true
	case []byte:
		return fmt.Sprintf("x'%x'", v), true
	}
	return "", false
}
