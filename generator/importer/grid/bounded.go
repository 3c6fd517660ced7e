package grid

import (
	"errors"
	"io"
)

// What is refused of a file, whatever its kind.
var (
	ErrTooMuch = errors.New("the file holds more than any report does")
	ErrDoctype = errors.New("the file declares a document type")
	ErrDeep    = errors.New("elements of the file nest too deep")
	ErrEmpty   = errors.New("the file has no text")
)

// Refused reports whether a file was refused for what is in it, and not because it is damaged.
func Refused(err error) bool {
	return errors.Is(err, ErrTooMuch) || errors.Is(err, ErrDoctype) || errors.Is(err, ErrDeep)
}

// What the parts of a file may hold together: a report takes a hundredth of it.
const (
	mostBytes = 64 << 20
	mostMarks = 2_000_000 // beginnings of tags
)

// Budget counts what the parts of a file hold. A part that is read again counts again.
type Budget struct{ bytes, marks int }

// Bounded reads a part of a file in XML. It ends with an error where there is too much in it and the parts before, and
// at a document type, which declares entities: neither Word nor Excel writes one.
func (b *Budget) Bounded(r io.Reader) io.Reader { return &bounded{r: r, budget: b} }

// Bounded reads the only part of a file.
func Bounded(r io.Reader) io.Reader { return new(Budget).Bounded(r) }

type bounded struct {
	r      io.Reader
	budget *Budget
	before [2]byte
	err    error
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	n, err := b.r.Read(p)
	for _, c := range p[:n] {
		if c == '<' {
			b.budget.marks++
		}
		if b.before == [2]byte{'<', '!'} && (c == 'D' || c == 'd') {
			b.err = ErrDoctype
		}
		b.before = [2]byte{b.before[1], c}
	}
	if b.budget.bytes += n; b.budget.bytes > mostBytes || b.budget.marks > mostMarks {
		b.err = ErrTooMuch
	}
	if b.err != nil {
		return 0, b.err
	}
	return n, err
}
