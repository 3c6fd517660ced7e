package frontmatter

import (
	"slices"
	"strings"

	"gongkai/generator/form"
	"gongkai/generator/source"
)

// entry is a key with its value and the comments that belong to it. It has a text in
// one line, a block of further entries, or lines that are moved as they are.
type entry struct {
	lead  []string // comments and blank lines above it; a blank line is ""
	key   string   // as written
	rank  int      // in the canonical order
	slot  *form.Slot
	value *source.Node
	text  string // the value in one line, as written
	note  string // the comment after it
	block []*entry
	tail  []string // comments below the last of the block
	raw   []string // all its lines, where it is none of these
	was   int      // how far raw is indented
	// fields are the values of a row that can be in columns, with the keys they
	// have where the row is a map.
	names, fields []string
}

// reader cuts the lines of a front matter into entries.
type reader struct {
	lines []string // of the front matter, which begins in line 2 of the file
	shape Shape
}

func (r *reader) line(n int) string { return r.lines[n-2] }

// idle reports a line that holds no content.
func idle(line string) bool {
	t := strings.TrimSpace(line)
	return t == "" || t[0] == '#'
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// entries cuts a mapping whose keys are one below the other in the lines from…to,
// in canonical order; ok is false where they do not.
func (r *reader) entries(m *source.Node, from, to int, slot *form.Slot) (es []*entry, tail []string, ok bool) {
	at := from
	for i, k := range m.Keys {
		start := k.Span.Line
		if start < at || start > to || k.Span.Column != m.Keys[0].Span.Column || indentOf(r.line(start)) != k.Span.Column-1 {
			return nil, nil, false
		}
		lead := r.comments(at, start-1)
		next := to + 1
		if i+1 < len(m.Keys) {
			next = m.Keys[i+1].Span.Line
		}
		if next <= start || lead == nil && at < start {
			return nil, nil, false
		}
		end := r.end(start, next, k.Span.Column-1)
		e := r.entry(k, m.Items[i], end, slot)
		e.lead, e.was = lead, k.Span.Column-1
		es = append(es, e)
		at = end + 1
	}
	tail = r.comments(at, to)
	if tail == nil && at <= to {
		return nil, nil, false
	}
	slices.SortStableFunc(es, func(a, b *entry) int { return a.rank - b.rank })
	return es, tail, true
}

// comments are the comments and blank lines of a range; nil where it is empty or holds
// anything else.
func (r *reader) comments(from, to int) (out []string) {
	for n := from; n <= to; n++ {
		if !idle(r.line(n)) {
			return nil
		}
		out = append(out, strings.TrimSpace(r.line(n)))
	}
	return out
}

// end is the last line of the entry that starts in a line: its last line of content, and
// the comments after it that are indented deeper than its key.
func (r *reader) end(start, next, indent int) int {
	end := start
	for n := start + 1; n < next; n++ {
		if !idle(r.line(n)) {
			end = n
		}
	}
	if end == start {
		return end // a comment below a single line belongs to what follows
	}
	for n := end + 1; n < next; n++ {
		l := r.line(n)
		if strings.TrimSpace(l) == "" {
			continue
		}
		if indentOf(l) <= indent {
			break
		}
		end = n
	}
	return end
}

// entry reads one key with the lines up to end.
func (r *reader) entry(k, v *source.Node, end int, slot *form.Slot) *entry {
	e := &entry{value: v}
	start, line := k.Span.Line, []rune(r.line(k.Span.Line))
	e.key = string(line[k.Span.Column-1 : min(k.Span.EndColumn-1, len(line))])
	switch {
	case slot != nil:
		e.slot = slot.Child(k.Value)
		e.rank = len(slot.Slots)
		if e.slot != nil {
			e.rank = slices.Index(slot.Slots, e.slot)
		}
	default:
		e.rank = r.shape.rank(k.Value)
		if r.shape.id(k.Value) == dataKey && r.shape.Form != nil {
			e.slot = r.shape.Form.Data
		}
	}
	rest, ok := afterKey(string(line[min(k.Span.EndColumn-1, len(line)):]))
	if ok && end == start && r.single(e, line, rest) {
		return e
	}
	if ok && end > start && e.slot != nil && v.Kind == source.Mapping && len(v.Keys) > 0 && v.Keys[0].Span.Line > start && idle(rest) {
		if block, tail, ok := r.entries(v, start+1, end, e.slot); ok {
			e.block, e.tail, e.note = block, tail, strings.TrimSpace(rest)
			return e
		}
	}
	e.raw = r.lines[start-2 : end-1]
	return e
}

// afterKey is what follows a key's colon.
func afterKey(s string) (rest string, ok bool) {
	return strings.CutPrefix(strings.TrimLeft(s, " "), ":")
}

// single reads a value that is in its key's line, as rest does.
func (r *reader) single(e *entry, line []rune, rest string) bool {
	v := e.value
	if v.Kind == source.Scalar && !v.Quoted && v.Value == "" {
		e.note = strings.TrimSpace(rest)
		return idle(rest)
	}
	colon := len(line) - len([]rune(rest))
	if v.Span.Line != v.Span.EndLine || v.Span.Column-1 < colon || v.Span.EndColumn-1 > len(line) || v.Span.EndColumn <= v.Span.Column {
		return false
	}
	e.text = string(line[v.Span.Column-1 : v.Span.EndColumn-1])
	note := string(line[v.Span.EndColumn-1:])
	if strings.TrimSpace(string(line[colon:v.Span.Column-1])) != "" || !idle(note) || note != "" && strings.TrimLeft(note, " \t") == note {
		return false
	}
	if v.Kind == source.Scalar && !v.Quoted && e.text != v.Value {
		return false
	}
	e.note = strings.TrimSpace(note)
	r.row(e, line)
	return true
}

// row reads the values of a row that is whole, and of which each is one word.
func (r *reader) row(e *entry, line []rune) {
	s, v := e.slot, e.value
	if s == nil || v.Kind == source.Scalar || len(v.Items) == 0 || v.Kind == source.Sequence && (!s.Row || len(v.Items) != len(s.Slots)) {
		return
	}
	text := func(n *source.Node) string {
		if n.Kind != source.Scalar || n.Span.Column >= n.Span.EndColumn || n.Span.EndColumn-1 > len(line) {
			return ""
		}
		return string(line[n.Span.Column-1 : n.Span.EndColumn-1])
	}
	type field struct {
		rank       int
		name, text string
	}
	var fields []field
	for i, item := range v.Items {
		f := field{i, "", text(item)}
		if v.Kind == source.Mapping {
			child := s.Child(v.Keys[i].Value)
			if child == nil || child.Cell == nil {
				return
			}
			f.rank, f.name = slices.Index(s.Slots, child), text(v.Keys[i])
			if f.name == "" {
				return
			}
		}
		if f.text == "" || strings.ContainsAny(f.text, "{}[]") {
			return
		}
		fields = append(fields, f)
	}
	slices.SortStableFunc(fields, func(a, b field) int { return a.rank - b.rank })
	for _, f := range fields {
		e.names, e.fields = append(e.names, f.name), append(e.fields, f.text)
	}
}
