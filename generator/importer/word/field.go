package word

import (
	"slices"
	"strings"
)

// Link is where the code of a field leads to, as HYPERLINK "address" \l "place"; "" for a field of another kind.
func Link(code string) string {
	words := split(code)
	if len(words) == 0 || !strings.EqualFold(words[0].text, "HYPERLINK") {
		return ""
	}
	address, anchor := "", ""
	for i := 1; i < len(words); i++ {
		switch w := words[i]; {
		case w.quoted || !strings.HasPrefix(w.text, `\`):
			if address == "" {
				address = w.text
			}
		case i+1 < len(words) && (w.text == `\l` || w.text == `\o` || w.text == `\t`): // a place, a hint, a window
			if i++; w.text == `\l` {
				anchor = words[i].text
			}
		}
	}
	if anchor != "" && !strings.Contains(address, "#") {
		address += "#" + anchor
	}
	return address
}

// Links are those of the fields that are open, each with its code before its result.
type Links struct {
	open []field
	more int // that are open in these and not looked at
}

type field struct {
	code   []byte
	result bool // it has begun
	link   string
}

// What is kept of fields.
const (
	mostCode = 4096 // bytes of a code
	mostOpen = 64   // fields in each other
)

// Begin begins a field.
func (l *Links) Begin() {
	if len(l.open) == mostOpen {
		l.more++
		return
	}
	l.open = append(l.open, field{})
}

// inner is the innermost field; nil for none.
func (l *Links) inner() *field {
	if len(l.open) == 0 || l.more > 0 {
		return nil
	}
	return &l.open[len(l.open)-1]
}

// Result begins the result of the innermost field.
func (l *Links) Result() {
	if f := l.inner(); f != nil {
		f.result, f.link = true, Link(string(f.code))
	}
}

// End ends the innermost field.
func (l *Links) End() {
	switch n := len(l.open); {
	case l.more > 0:
		l.more--
	case n > 0:
		l.open = l.open[:n-1]
	}
}

// Code adds to the code of the innermost field; what follows its result is none.
func (l *Links) Code(text string) {
	if f := l.inner(); f != nil && !f.result && len(f.code) < mostCode {
		f.code = append(f.code, text...)
	}
}

// InCode reports whether what is read is the code of a field, which is not printed.
func (l *Links) InCode() bool {
	return slices.ContainsFunc(l.open, func(f field) bool { return !f.result })
}

// Link is where what is read leads to; "" for nowhere.
func (l *Links) Link() string {
	for i := len(l.open) - 1; i >= 0; i-- {
		if l.open[i].link != "" {
			return l.open[i].link
		}
	}
	return ""
}

type fieldWord struct {
	text   string
	quoted bool
}

// split are the words of a field's code; what is between quotation marks is one.
func split(code string) (out []fieldWord) {
	for code = strings.TrimSpace(code); code != ""; code = strings.TrimLeft(code, " \t\u00a0") {
		if code[0] != '"' {
			end := strings.IndexAny(code, " \t\"")
			if end < 0 {
				end = len(code)
			}
			out, code = append(out, fieldWord{code[:end], false}), code[end:]
			continue
		}
		var b strings.Builder
		i := 1
		for ; i < len(code) && code[i] != '"'; i++ {
			if code[i] == '\\' && i+1 < len(code) && (code[i+1] == '\\' || code[i+1] == '"') {
				i++
			}
			b.WriteByte(code[i])
		}
		out, code = append(out, fieldWord{b.String(), true}), code[min(i+1, len(code)):]
	}
	return out
}
