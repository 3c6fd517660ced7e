package pdf

import (
	"bytes"
	"io"
	"strconv"
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
			if key, after := nameAt(data, i+1); sized[key] && !smallNumbers(key, data[after:]) {
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

// nameAt reads a name, with its characters that are written as numbers.
func nameAt(data []byte, i int) (name string, after int) {
	const longest = 7 * len("#43")
	var b []byte
	for ; i < len(data) && len(b) <= longest && !isDelimiter(data[i]); i++ {
		if data[i] == '#' && i+2 < len(data) {
			if n, err := strconv.ParseUint(string(data[i+1:i+3]), 16, 8); err == nil {
				b, i = append(b, byte(n)), i+2
				continue
			}
		}
		b = append(b, data[i])
	}
	return string(b), i
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

func isBlank(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return isBlank(c) || bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (t *scanner) skip() {
	for len(t.data) > 0 {
		switch c := t.data[0]; {
		case isBlank(c):
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

func (t *scanner) word() bool {
	t.skip()
	i := 0
	for i < len(t.data) && !isDelimiter(t.data[i]) {
		i++
	}
	t.data = t.data[i:]
	return i > 0
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
