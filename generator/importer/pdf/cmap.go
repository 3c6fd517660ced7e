package pdf

import (
	"encoding/hex"
	"io"
	"strings"
	"unicode/utf16"
)

// mostCMap is how large a CMap may be.
const mostCMap = 8 << 20

// toUnicode reads a CMap that tells the characters of codes (ISO 32000-1, 9.10.3): its lists of
// single codes and of ranges. All else in it is about the CMap itself.
func toUnicode(r io.ReadCloser, used *spent) map[int]string {
	defer r.Close()
	data, _ := io.ReadAll(io.LimitReader(r, mostCMap)) // what could be read is right
	out := map[int]string{}
	t := &tokens{s: string(data), used: used}
	for {
		switch t.next() {
		case "":
			return out
		case "beginbfchar":
			for {
				from, to := t.next(), ""
				if !strings.HasPrefix(from, "<") {
					break
				}
				if to = t.next(); strings.HasPrefix(to, "<") {
					used.tell(1)
					out[number(from)] = characters(to, 0)
				}
			}
		case "beginbfrange":
			t.ranges(out)
		}
	}
}

func (t *tokens) ranges(out map[int]string) {
	for {
		first := t.next()
		if !strings.HasPrefix(first, "<") {
			return
		}
		low, high := number(first), number(t.next())
		high = min(high, low+0xffff)
		switch to := t.next(); {
		case to == "[":
			for c := low; ; c++ {
				one := t.next()
				if !strings.HasPrefix(one, "<") {
					break
				}
				t.used.tell(1)
				if c <= high {
					out[c] = characters(one, 0)
				}
			}
		case strings.HasPrefix(to, "<"):
			t.used.tell(high - low + 1)
			for c := low; c <= high; c++ {
				out[c] = characters(to, c-low)
			}
		}
	}
}

// tokens splits a CMap.
type tokens struct {
	s    string
	used *spent
}

// next is the next token: a string with its brackets, a bracket of an array, or a word; "" at the end.
func (t *tokens) next() string {
	for {
		t.s = strings.TrimLeft(t.s, " \t\r\n\f\x00")
		if strings.HasPrefix(t.s, "%") {
			_, t.s, _ = strings.Cut(t.s, "\n")
			continue
		}
		break
	}
	if t.s == "" {
		return ""
	}
	end := 1
	switch {
	case strings.HasPrefix(t.s, "<<"), strings.HasPrefix(t.s, ">>"):
		end = 2
	case t.s[0] == '<':
		if end = strings.IndexByte(t.s, '>') + 1; end == 0 {
			end = len(t.s)
		}
	case strings.IndexByte("[]()>", t.s[0]) < 0:
		if end = strings.IndexAny(t.s[1:], " \t\r\n\f\x00<>[]()/%") + 1; end == 0 {
			end = len(t.s)
		}
	}
	token := t.s[:end]
	t.s = t.s[end:]
	return token
}

// unhex is what a string in hexadecimal holds.
func unhex(s string) []byte {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune("<> \t\r\n", r) {
			return -1
		}
		return r
	}, s)
	if len(s)%2 == 1 {
		s += "0"
	}
	b, err := hex.DecodeString(s)
	if err != nil {
		return nil
	}
	return b
}

func number(s string) int {
	n := 0
	for _, b := range unhex(s) {
		n = n<<8 | int(b)
	}
	return n
}

// characters are those of a string in UTF-16, the last of them so many further on.
func characters(s string, further int) string {
	b := unhex(s)
	var units []uint16
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
	}
	if len(units) == 0 {
		return "\ufffd"
	}
	units[len(units)-1] += uint16(further)
	return string(utf16.Decode(units))
}
