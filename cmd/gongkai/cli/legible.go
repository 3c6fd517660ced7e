package cli

import (
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"gongkai/generator/diag"
)

// legible writes text for people: names of files, labels, passages of reports and of packages that came from elsewhere are
// in it, and none of them may steer the terminal or turn a line around. What is not seen is replaced, the colours of
// findings aside where they are wanted. What programs read is not written through it, unless a person looks on.
type legible struct {
	w      io.Writer
	colour bool

	mu   sync.Mutex
	rest []byte // the beginning of a character
}

func (l *legible) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	text := append(l.rest, b...)
	whole := len(text)
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if start := len(text) - n; utf8.RuneStart(text[start]) {
			if !utf8.FullRune(text[start:]) {
				whole = start
			}
			break
		}
	}
	l.rest = append([]byte(nil), text[whole:]...)
	if _, err := io.WriteString(l.w, seen(string(text[:whole]), l.colour)); err != nil {
		return 0, err
	}
	return len(b), nil
}

// paints are the sequences of diag.Printer.
var paints = []string{"\x1b[0m", "\x1b[31;1m", "\x1b[33;1m", "\x1b[36m"}

// seen is a text without what is not seen.
func seen(text string, colour bool) string {
	clean := func(r rune) bool { return r == '\r' || diag.Unseen(r) }
	if !strings.ContainsFunc(text, clean) {
		return text
	}
	var b strings.Builder
next:
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == '\x1b' && colour {
			for _, p := range paints {
				if strings.HasPrefix(text[i:], p) {
					b.WriteString(p)
					i += len(p)
					continue next
				}
			}
		}
		if clean(r) {
			r = utf8.RuneError
		}
		b.WriteRune(r)
		i += size
	}
	return b.String()
}

// look settles what a person sees: colours on a terminal that may show them, and there nothing unseen in what is for programs.
func (a *app) look() {
	a.out, a.err = &legible{w: a.data, colour: a.colour(a.data)}, &legible{w: a.tty, colour: a.colour(a.tty)}
	if terminal(a.data) {
		a.data = a.out
	}
}
