package output

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// parseLines reads a manifest that is as JSON writes it, a line a file, in which no text needs an escape: a tenth of the time of the
// library, and a build reads one four times. ok is false for any other, which the library reads.
func parseLines(data []byte) (m Manifest, ok bool) {
	if bytes.IndexByte(data, '\\') >= 0 || !utf8.Valid(data) {
		return m, false
	}
	head, rest, found := bytes.Cut(data, []byte("\n"))
	l := line{rest: head, ok: found}
	m.Generator = l.text(`{"generator": "`)
	if l.end(`, "files": [`); !l.ok {
		return m, false
	}
	m.Files = make([]Entry, 0, bytes.Count(rest, []byte("\n")))
	for more := true; more; {
		head, rest, found = bytes.Cut(rest, []byte("\n"))
		head, more = bytes.CutSuffix(head, []byte(","))
		l = line{rest: head, ok: found}
		e := Entry{Path: l.text(`{"path":"`), Size: l.number(`,"size":`), Type: l.text(`,"type":"`), SHA256: l.text(`,"sha256":"`)}
		if bytes.HasPrefix(l.rest, []byte(`,"sm3":"`)) {
			e.SM3 = l.text(`,"sm3":"`)
		}
		e.Source = l.text(`,"source":"`)
		if l.end("}"); !l.ok {
			return m, false
		}
		m.Files = append(m.Files, e)
	}
	l = line{rest: rest, ok: true}
	l.text(`], "sha256": "`)
	l.end("}\n")
	return m, l.ok
}

// line is what is still to be read of a line; ok is false once something else was there than was asked for.
type line struct {
	rest []byte
	ok   bool
}

func (l *line) after(before string) {
	rest, found := bytes.CutPrefix(l.rest, []byte(before))
	l.rest, l.ok = rest, l.ok && found
}

// text is what is between before and the next quotation mark.
func (l *line) text(before string) string {
	l.after(before)
	i := bytes.IndexByte(l.rest, '"')
	if i < 0 {
		l.ok = false
		return ""
	}
	s := string(l.rest[:i])
	l.ok = l.ok && strings.IndexFunc(s, func(r rune) bool { return r < ' ' }) < 0
	l.rest = l.rest[i+1:]
	return s
}

func (l *line) number(before string) int64 {
	l.after(before)
	i := 0
	for i < len(l.rest) && l.rest[i] >= '0' && l.rest[i] <= '9' {
		i++
	}
	n, err := strconv.ParseInt(string(l.rest[:i]), 10, 64)
	l.rest, l.ok = l.rest[i:], l.ok && err == nil && (i == 1 || l.rest[0] != '0')
	return n
}

func (l *line) end(want string) { l.ok = l.ok && string(l.rest) == want }
