package source

import (
	"strings"
	"unicode/utf8"

	"gongkai/generator/diag"
)

// What goes wrong between lines: a key written twice, what is lost after a value.

// drift marks a collection if a line was lost after its last value.
func (r *reader) drift(n *Node) {
	if r.adrift {
		r.adrift = false
		n.lose()
	}
}

func (r *reader) duplicate(m, key *Node) {
	if k := r.first(m, key); k != nil {
		r.fault(key.Span, diag.Textf("键“%s”重复，第 %d 行已经写过", "the key %q is written twice, first in line %d", key.Value, k.Span.Line),
			diag.Textf("请只保留一个", "keep one of the two"))
	}
}

// first finds a mapping's earlier key of the same name.
func (r *reader) first(m, key *Node) *Node {
	const few = 64
	if len(m.Keys) < few {
		for _, k := range m.Keys {
			if k.Value == key.Value {
				return k
			}
		}
		return nil
	}
	if r.seen == nil {
		r.seen = map[*Node]map[string]*Node{}
	}
	seen := r.seen[m]
	if seen == nil {
		seen = make(map[string]*Node, 2*few)
		for _, k := range m.Keys {
			if seen[k.Value] == nil {
				seen[k.Value] = k
			}
		}
		r.seen[m] = seen
	}
	k := seen[key.Value]
	if k == nil {
		seen[key.Value] = key
	}
	return k
}

func (r *reader) fault(at diag.Span, message, hint diag.Text) {
	r.findings = append(r.findings, syntax(r.file, at, message, hint))
}

// keyless reports a value without a key.
func (r *reader) keyless(at diag.Span) {
	r.fault(at, diag.Textf("冒号前面没有键", "no key before the colon"), diag.Textf("请写上键，或删去冒号", "write the key, or delete the colon"))
}

// collectionKey is what is wrong with a key that is a list or a mapping.
func collectionKey(at diag.Span) (place diag.Span, message, hint diag.Text) {
	return at, diag.Textf("键是一个列表或一组“键: 值”", "the key is a list, or keys with values"), diag.Textf("键应是一段文字", "a key is a text")
}

// doubt reports what this reader cannot read, and the library perhaps can.
func (r *reader) doubt(at diag.Span, message, hint diag.Text) {
	r.doubts++
	r.fault(at, message, hint)
}

// noKeys reports something else than keys with values at the top level.
func (r *reader) noKeys(l line) {
	r.fault(point(l.num, l.indent+1), diag.Textf("这里应是“键: 值”的列表", "expected keys and values here, one a line"),
		diag.Textf("每行写一个键，例如 year: 2023", "write one key a line, such as year: 2023"))
}

// tooDeep reports a collection inside more others than are read.
func (r *reader) tooDeep(at diag.Span) {
	r.fault(at, diag.Textf("嵌套超过 %d 层", "nested deeper than %d levels", maxDepth),
		diag.Textf("请检查括号和缩进，报告只需五层", "check the brackets and the indentation: a report needs five levels"))
}

// colonSpacing is the finding of a line's first colon without a space.
type colonSpacing struct{ line, finding int }

// spaceMissing reports a colon without a plain space after it, all of a line once: rest is
// what follows it in the line, blank the length of another blank there.
func (r *reader) spaceMissing(at diag.Span, key, rest string, blank int) {
	end := at.EndColumn + utf8.RuneCountInString(rest[:blank])
	space := diag.Edit{Span: diag.Span{Line: at.Line, Column: at.EndColumn, EndLine: at.Line, EndColumn: end}, Text: " "}
	if c := r.colonSpacing; c.line == at.Line && c.finding < len(r.findings) {
		fix := r.findings[c.finding].Fix
		fix.Edits = append(fix.Edits, space)
		return
	}
	r.colonSpacing = colonSpacing{at.Line, len(r.findings)}
	what := diag.Textf("冒号后面缺少空格", "no space after the colon")
	if blank > 0 {
		what = diag.Textf("冒号后面不是半角空格", "the space after the colon is not a plain one")
	}
	value := rest[blank:]
	if i := strings.IndexAny(value, ",}"); i >= 0 && value[0] != '[' {
		value = value[:i]
	}
	r.fault(at, what, diag.Textf("请写成“%s: %s”", "write %s: %s", key, value))
	r.findings[r.colonSpacing.finding].Fix = &diag.Fix{Title: diag.Textf("在冒号后面加半角空格", "put a space after the colon"), Edits: []diag.Edit{space}}
}

// replace gives the last finding a fix: what is at its place becomes text.
func (r *reader) replace(text, of string) {
	f := &r.findings[len(r.findings)-1]
	f.Fix = &diag.Fix{Title: diag.Textf("把“%s”改为“%s”", "change %s to %q", of, text), Edits: []diag.Edit{{Span: f.Span, Text: text}}}
}

// spaced is a colon or a comma with the space that belongs after it, unless what
// follows is a space already, or the end.
func spaced(mark, rest string) string {
	if rest == "" || strings.IndexByte(" \t]}", rest[0]) >= 0 || strings.HasPrefix(rest, "］") || strings.HasPrefix(rest, "｝") {
		return mark
	}
	return mark + " "
}
