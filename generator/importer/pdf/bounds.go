package pdf

import (
	"bytes"
	"io"
	"time"

	"gongkai/generator/importer/grid"
)

// The library makes room for as many objects, and for as long a row, as a file says it has, before it reads any, and no
// program gets over running out of memory. So what a file says of these is looked at before.

// mostObjects is how many objects a file may have.
const mostObjects = 1_000_000

// sized are the keys of what the library makes room for: cross-reference streams and rows of predictors.
var sized = map[string]bool{"Size": true, "Index": true, "W": true, "Columns": true}

// bounded reports whether no number that the library makes room by is larger than any report's.
func bounded(data []byte) bool {
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '/':
			t := &scanner{data[i+1:]}
			if key := t.name(); sized[key] && !smallNumbers(key, t.data) {
				return false
			}
		case 'x':
			if bytes.HasPrefix(data[i:], []byte("xref")) && !bytes.HasSuffix(data[:i], []byte("start")) && !smallSections(data[i+len("xref"):]) {
				return false
			}
		case 'o':
			if bytes.HasPrefix(data[i:], []byte("obj")) {
				t := &scanner{data[i+len("obj"):]}
				if n, ok := t.number(); ok && n > max(mostObjects, len(data)) {
					return false // an object that is a number, which others refer to
				}
			}
		}
	}
	return true
}

// smallNumbers looks at the number, or the list of them, after a key.
func smallNumbers(key string, data []byte) bool {
	t := &scanner{data}
	t.list()
	total, count := 0, 0
	for {
		n, ok := t.number()
		if !ok {
			break
		}
		count++
		if total += n; n > mostObjects || key == "Index" && total > 4*mostObjects {
			return false
		}
	}
	return key != "Columns" || count < 2 // else it refers to an object
}

// smallSections looks at a cross-reference table: the first object and how many, then three words each.
func smallSections(data []byte) bool {
	t := &scanner{data}
	for {
		first, ok := t.number()
		if !ok {
			return true
		}
		n, ok := t.number()
		switch {
		case !ok:
			return true
		case first > mostObjects || n > mostObjects:
			return false
		}
		for range n {
			_, ok1 := t.number()
			_, ok2 := t.number()
			if !ok1 || !ok2 || !t.word() {
				return true
			}
		}
	}
}

// scanner reads numbers and words, past blanks and comments.
type scanner struct{ data []byte }

func (t *scanner) skip() {
	for len(t.data) > 0 {
		switch c := t.data[0]; {
		case space(c):
			t.data = t.data[1:]
		case c == '%':
			end := bytes.IndexAny(t.data, "\r\n")
			if end < 0 {
				end = len(t.data)
			}
			t.data = t.data[end:]
		default:
			return
		}
	}
}

func (t *scanner) list() {
	if t.skip(); len(t.data) > 0 && t.data[0] == '[' {
		t.data = t.data[1:]
	}
}

// number reads a whole number; one that is too long is as large as can be.
func (t *scanner) number() (int, bool) {
	t.skip()
	n, i := 0, 0
	if len(t.data) > 0 && t.data[0] == '+' {
		i++
	}
	from := i
	for ; i < len(t.data) && t.data[i] >= '0' && t.data[i] <= '9'; i++ {
		n = min(n*10+int(t.data[i]-'0'), 1<<40)
	}
	t.data = t.data[i:]
	return n, i > from
}

// name reads the rest of a name.
func (t *scanner) name() string { return plain(t.rest()) }

// rest is what goes on to a blank or a delimiter.
func (t *scanner) rest() []byte {
	i := 0
	for i < len(t.data) && !ends(t.data[i]) {
		i++
	}
	w := t.data[:i]
	t.data = t.data[i:]
	return w
}

func (t *scanner) word() bool {
	t.skip()
	return len(t.rest()) > 0
}

// timed lets nothing be read after a time, so that the library ends too where its answer is not awaited any more.
type timed struct {
	io.ReaderAt
	until time.Time
}

func (t timed) ReadAt(p []byte, at int64) (int, error) {
	if time.Now().After(t.until) {
		panic(grid.ErrTooMuch)
	}
	return t.ReaderAt.ReadAt(p, at)
}
