package source

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/generator/diag"
)

// What goes wrong in front of a line: other characters than spaces, a line that slid
// to the left or the right. Each is one finding, and what is lost with it is marked,
// so that nothing else is said about it.

// blanks are what is where a space should indent a line.
const blanks = "\t\u3000\u00a0\ufeff\u200b"

// level is a block collection that is being read, and its column.
type level struct {
	indent int
	node   *Node
}

// astray reports whether the line is indented with other characters than spaces.
func (l line) astray() bool {
	c := l.text[l.indent]
	return c == '\t' || c >= utf8.RuneSelf && strings.ContainsRune(blanks, first(l.text[l.indent:]))
}

func first(s string) rune {
	c, _ := utf8.DecodeRuneInString(s)
	return c
}

// astray passes over lines indented with other characters than spaces; a run of them
// is one finding.
func (r *reader) astray() bool {
	start := r.pos
	for r.pos < len(r.lines) && r.lines[r.pos].astray() {
		r.pos++
	}
	if r.pos == start {
		return false
	}
	l := r.lines[start]
	what := diag.Textf("缩进里有制表符", "a tab in the indentation")
	switch first(l.text[l.indent:]) {
	case '\u3000':
		what = diag.Textf("缩进里有全角空格", "a full-width space in the indentation")
	case '\u00a0':
		what = diag.Textf("缩进里有不间断空格", "a no-break space in the indentation")
	case '\ufeff', '\u200b':
		what = diag.Textf("行首有看不见的字符 U+%04X", "the invisible character U+%04X at the beginning of a line", first(l.text[l.indent:]))
	}
	r.fault(point(l.num, l.indent+1), what, diag.Textf("请改用半角空格缩进", "indent with plain spaces"))
	return true
}

// remains reads what is left of the collection below a key whose first lines were
// lost: the lines that are on the level nearest to the key.
func (r *reader) remains(l line, indent, depth int) *Node {
	last := r.lines[r.pos-1]
	least := -1
	for i := r.pos; i < len(r.lines) && r.lines[i].indent > indent; i++ {
		if least < 0 || r.lines[i].indent < least {
			least = r.lines[i].indent
		}
	}
	switch {
	case least < 0:
	case r.lines[r.pos].indent > least:
		r.skip(least) // they were below a lost line
	case opens(last):
		r.skip(indent)
	}
	n := r.scalar(l, len(l.text), len(l.text), "", false)
	if r.pos < len(r.lines) && r.lines[r.pos].indent > indent {
		n = r.block(r.lines[r.pos].indent, depth+1)
	}
	n.Broken = true
	return n
}

// opens reports whether a line is a key without a value of its own.
func opens(l line) bool {
	s := strings.TrimRight(uncomment(l.text), " \t")
	return strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：")
}

// slid passes over a line that slid to the left, and what is below it: a key with
// a value, below which a collection goes on that is still open, or a key whose own
// lines are followed by such.
func (r *reader) slid(indent int) bool {
	l := r.lines[r.pos]
	if l.indent >= indent || r.pos+1 >= len(r.lines) || isItem(l.text[l.indent:]) || r.lines[r.pos+1].indent <= l.indent || r.lines[r.pos+1].astray() {
		return false
	}
	next := r.lines[r.pos+1]
	back := next.indent
	if opens(l) && r.ahead(r.pos+1, l.indent) {
		return false // it is the line below that slid, to the right
	} else if opens(l) {
		for i := r.pos + 1; back == next.indent; i++ {
			if i >= len(r.lines) || r.lines[i].indent <= l.indent {
				return false
			}
			back = min(back, r.lines[i].indent)
		}
	} else if _, _, ok := splitKey(next.text[next.indent:]); !ok || !closed(l) {
		return false
	}
	if !slices.ContainsFunc(r.levels, func(v level) bool { return v.indent == back }) {
		return false
	}
	r.fault(point(l.num, l.indent+1), diag.Textf("缩进不一致：这一行缩进 %d 个空格，后面的行又回到 %d 个", "uneven indentation: the line has %d spaces in front, the lines after it have %d again", l.indent, back),
		diag.Textf("请与同一级的行对齐", "align the line with those on the same level"))
	for r.pos++; r.lines[r.pos].indent > back; r.pos++ {
	}
	for _, v := range r.levels {
		if v.indent > l.indent {
			v.node.lose()
		}
	}
	return true
}

// ahead reports whether the line at i, the first below a key that is at indent, slid
// to the right: it is a key with its value, and at least two lines after it have
// an indentation between that of the key above and its own.
func (r *reader) ahead(i, indent int) bool {
	if i+1 >= len(r.lines) {
		return false
	}
	first, back := r.lines[i], r.lines[i+1].indent
	if back <= indent || back >= first.indent || isItem(first.text[first.indent:]) || !closed(first) {
		return false
	}
	others := 0
	for _, l := range r.lines[i+1:] {
		switch {
		case l.indent <= indent || l.astray():
			return others > 1
		case l.indent < back:
			return false
		case l.indent == back:
			others++
		}
	}
	return others > 1
}

// closed reports whether a line is a key with a value that ends on it.
func closed(l line) bool {
	_, after, ok := splitKey(l.text[l.indent:])
	if !ok {
		return false
	}
	s := strings.TrimSpace(uncomment(l.text[l.indent+after:]))
	if s == "" {
		return false
	}
	switch s[0] {
	case '[', '{':
		return s[len(s)-1] == s[0]+2
	case '"', '\'':
		_, _, ok := quoted(s)
		return ok
	case '|', '>':
		return false
	}
	return true
}

func (r *reader) uneven(l line) {
	r.fault(point(l.num, l.indent+1), diag.Textf("缩进不一致：这一行缩进 %d 个空格，与上面任何一级都不对齐", "uneven indentation: the line has %d spaces in front, as no level above it has", l.indent),
		diag.Textf("请与同一级的上一行对齐", "align the line with the one above it on the same level"))
}
