package rule

import (
	"bytes"
	"iter"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/report"
)

// passage is the text of the preamble or of one section. Where it is masked, what is
// no prose (code, comments, the targets of links) is blotted out byte for byte and a
// placeholder is a row of zeros, so that offsets stay those of the file.
type passage struct {
	text []byte
	line int    // of the text's first line
	raw  []byte // the text as written, where it is masked
}

// passages are the preamble and the sections, as written.
func passages(r *report.Report) iter.Seq[passage] {
	return func(yield func(passage) bool) {
		if !yield(passage{text: r.Body.Preamble.Text, line: r.Body.Preamble.Line}) {
			return
		}
		for i := range r.Body.Sections {
			if s := &r.Body.Sections[i]; !yield(passage{text: s.Text, line: s.Line}) {
				return
			}
		}
	}
}

// span is the place of [from, to) in the file.
func (t passage) span(from, to int) diag.Span {
	var s diag.Span
	s.Line, s.Column = t.place(from)
	s.EndLine, s.EndColumn = t.place(to)
	return s
}

func (t passage) place(at int) (line, column int) {
	text := t.text
	if t.raw != nil {
		text = t.raw // a character has one column, however many bytes are blotted out
	}
	start := bytes.LastIndexByte(text[:at], '\n') + 1
	return t.line + bytes.Count(text[:start], []byte{'\n'}), utf8.RuneCount(text[start:at]) + 1
}

// blot stands for a byte that is no prose.
const blot = 1

// masked returns the passage with nothing but prose in it.
func (t passage) masked() passage {
	if !bytes.ContainsAny(t.text, "`~<[{\t") && !bytes.Contains(t.text, []byte("    ")) {
		return t
	}
	m := &masker{src: t.text, out: bytes.Clone(t.text)}
	m.run()
	return passage{m.out, t.line, t.text}
}

type masker struct{ src, out []byte }

func (m *masker) run() {
	fence, blank := []byte(nil), true
	for i := 0; i < len(m.src); {
		end := lineEnd(m.src, i)
		line := m.src[i:end]
		trimmed := bytes.TrimLeft(line, " ")
		switch n := len(line) - len(trimmed); {
		case fence != nil:
			m.blot(i, end)
			if bytes.HasPrefix(bytes.TrimLeft(trimmed, "\t"), fence) {
				fence = nil
			}
		case bytes.HasPrefix(trimmed, []byte("```")) || bytes.HasPrefix(trimmed, []byte("~~~")):
			m.blot(i, end)
			fence = trimmed[:3]
		case (n >= 4 || n < len(line) && line[n] == '\t') && blank && len(bytes.TrimSpace(line)) > 0:
			m.blot(i, end)
			i = end
			continue // what follows an indented block may be more of it
		default:
			end = m.inline(i, end)
		}
		blank = len(bytes.TrimSpace(line)) == 0
		i = end
	}
}

// inline masks what a line holds beside prose; a comment or a code span may go on
// below it. It returns where the next line starts.
func (m *masker) inline(i, end int) int {
	for i < end {
		switch m.src[i] {
		case '\\':
			i++
		case '`':
			n := 1
			for i+n < len(m.src) && m.src[i+n] == '`' {
				n++
			}
			stop := len(m.src)
			if k := bytes.Index(m.src[i:], []byte("\n\n")); k >= 0 {
				stop = i + k
			}
			if k := bytes.Index(m.src[i+n:max(stop, i+n)], m.src[i:i+n]); k >= 0 {
				m.blot(i, i+2*n+k)
				i += 2*n + k
			} else {
				i += n
			}
			continue
		case '<':
			stop := -1
			if bytes.HasPrefix(m.src[i:], []byte("<!--")) {
				if k := bytes.Index(m.src[i:], []byte("-->")); k >= 0 {
					stop = i + k + 3
				}
			} else if k := bytes.IndexAny(m.src[i:end], "> \n"); k > 0 && m.src[i+k] == '>' {
				stop = i + k + 1
			}
			if stop > 0 {
				m.blot(i, stop)
				i = stop
				continue
			}
		case ']':
			if i+1 < end && m.src[i+1] == '(' {
				depth := 0
				for j := i + 1; j < end; j++ {
					switch m.src[j] {
					case '(':
						depth++
					case ')':
						depth--
					}
					if depth == 0 {
						m.blot(i+1, j+1)
						i = j
						break
					}
				}
			} else if i+2 < end && m.src[i+1] == ':' { // a definition of a link
				m.blot(i, end)
			}
		case '{':
			if i+1 < end && m.src[i+1] == '{' {
				if k := bytes.Index(m.src[i:end], []byte("}}")); k > 0 {
					for j := i; j < i+k+2; j++ {
						m.out[j] = '0'
					}
					i += k + 1
				}
			}
		}
		i++
	}
	for i > end { // went on below
		end = lineEnd(m.src, end)
		if i <= end {
			return m.inline(i, end)
		}
	}
	return end
}

func (m *masker) blot(from, to int) {
	for j := from; j < min(to, len(m.out)); j++ {
		if m.out[j] != '\n' {
			m.out[j] = blot
		}
	}
}

// lineEnd is the start of the line behind the one that holds i.
func lineEnd(src []byte, i int) int {
	if k := bytes.IndexByte(src[i:], '\n'); k >= 0 {
		return i + k + 1
	}
	return len(src)
}

// paragraphs yields the bounds of the paragraphs of a text: a blank line, and a line
// that begins a list item, a heading, a quotation or a table's row, begins a new one.
func paragraphs(text []byte) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		start := 0
		for i := 0; i < len(text); {
			end := lineEnd(text, i)
			line := bytes.TrimLeft(text[i:end], " \t")
			first := byte('\n')
			if len(line) > 0 {
				first = line[0]
			}
			switch {
			case first == '\n' || first == '\r':
				if start < i && !yield(start, i) {
					return
				}
				start = end
			case bytes.IndexByte([]byte("#-*+>|"), first) >= 0 || numbered(line):
				if start < i && !yield(start, i) {
					return
				}
				start = i
			}
			i = end
		}
		if start < len(text) {
			yield(start, len(text))
		}
	}
}

// numbered reports whether a line begins a numbered list item.
func numbered(line []byte) bool {
	n := 0
	for n < len(line) && isDigit(line[n]) {
		n++
	}
	return n > 0 && n < 4 && n+1 < len(line) && (line[n] == '.' || line[n] == ')') && line[n+1] == ' '
}

// sentences yields the bounds of the sentences of a paragraph.
func sentences(text []byte, from, to int) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		start := from
		for i := from; i < to; {
			r, n := utf8.DecodeRune(text[i:to])
			i += n
			if r == '。' || r == '！' || r == '？' || r == '；' || r == ';' {
				if !yield(start, i) {
					return
				}
				start = i
			}
		}
		if start < to {
			yield(start, to)
		}
	}
}

// hasAny reports whether a text holds one of the words.
func hasAny(text []byte, words []string) bool {
	for _, w := range words {
		if bytes.Contains(text, []byte(w)) {
			return true
		}
	}
	return false
}

// prefix returns the longest of the words that a text begins with, "" for none.
func prefix(text []byte, words []string) string {
	best := ""
	for _, w := range words {
		if len(w) > len(best) && len(text) >= len(w) && string(text[:len(w)]) == w {
			best = w
		}
	}
	return best
}

// suffix reports whether a text ends with one of the words.
func suffix(text []byte, words []string) bool {
	for _, w := range words {
		if bytes.HasSuffix(text, []byte(w)) {
			return true
		}
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// yearAt reads four digits of a year of this or the last century at i, which stand
// by themselves.
func yearAt(text []byte, i int) (year int, ok bool) {
	if i+4 > len(text) || i > 0 && (isDigit(text[i-1]) || text[i-1] == '.') || i+4 < len(text) && isDigit(text[i+4]) {
		return 0, false
	}
	for _, c := range text[i : i+4] {
		if !isDigit(c) {
			return 0, false
		}
		year = year*10 + int(c-'0')
	}
	return year, year >= 1949 && year < 2100
}

// skipSpace returns the offset of the first byte behind i that is no space.
func skipSpace(text []byte, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRune(text[i:])
		if !unicode.IsSpace(r) {
			break
		}
		i += n
	}
	return i
}
