// Package frontmatter gives the front matter of a content file its canonical layout: keys in
// the order of the public contract, a report's data in the order of its form, and the
// figures of a table in columns, so that the source reads like the printed table.
//
// Only the place of things changes, never a value: comments stay with their line, the
// body stays as it is, and what is laid out is read again and compared. What goes beyond
// one line a value is moved as it is.
package frontmatter

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/editing/textedit"
	"gongkai/generator/form"
	"gongkai/generator/source"
	"gongkai/generator/source/keys"
)

// ErrUnreadable says that the front matter has faults of syntax: nothing can be moved
// while it is not known what belongs where.
var ErrUnreadable = errors.New("the front matter cannot be read")

// ErrUnsupportedLayout says that the front matter is written in a way that cannot be laid out
// without changing what it says.
var ErrUnsupportedLayout = errors.New("the front matter cannot be laid out without changing it")

// Language of the keys.
type Language uint8

// The languages. Mixed keys are left as they are.
const (
	Mixed Language = iota
	Chinese
	English
)

// Shape is what a kind of file is made of, in canonical order.
type Shape struct {
	Keys *keys.Key  // as the file's reader declares them
	Form *form.Form // of a report; nil for other files
}

// Format lays out a file. The keys are written in the given language where they have a
// name in it.
func Format(data []byte, s Shape, l Language) ([]byte, error) {
	doc := source.Parse("", data)
	if !doc.Readable || len(doc.Findings) > 0 {
		return nil, ErrUnreadable
	}
	renamed, err := textedit.Apply(data, s.rename(doc.Front, l))
	if err != nil {
		return nil, err
	}
	text := source.Parse("", renamed)
	head, front, body := split(renamed, text.BodyLine)
	eol := "\n"
	if strings.HasSuffix(head, "\r\n") {
		eol = "\r\n"
	}
	r := &reader{lines: front, shape: s}
	entries, tail, ok := r.entries(text.Front, 2, text.BodyLine-2, nil)
	if !ok {
		return nil, ErrUnsupportedLayout
	}
	p := &printer{}
	p.block(entries, tail, 0)
	var out bytes.Buffer
	out.WriteString(head)
	for _, l := range p.lines {
		out.WriteString(l + eol)
	}
	out.Write(body)
	again := source.Parse("", out.Bytes())
	if !again.Readable || len(again.Findings) > 0 || !s.same(doc.Front, again.Front, nil, true) || !bytes.Equal(doc.Body, again.Body) {
		return nil, ErrUnsupportedLayout
	}
	return out.Bytes(), nil
}

// split cuts a file into its first line, the lines of its front matter without their
// endings, and the rest, from the line that closes the front matter on.
func split(data []byte, bodyLine int) (head string, front []string, rest []byte) {
	first, rest, _ := bytes.Cut(data, []byte("\n"))
	for range bodyLine - 3 {
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		front = append(front, strings.TrimSuffix(string(line), "\r"))
	}
	return string(first) + "\n", front, rest
}

// Language tells in which language a front matter's keys are written, of those that have
// a name in both.
func (s Shape) Language(front *source.Node) Language {
	var zh, en bool
	s.keys(front, func(k *source.Node, id, chinese string) {
		zh, en = zh || k.Value == chinese, en || k.Value == id
	})
	switch {
	case zh && !en:
		return Chinese
	case en && !zh:
		return English
	}
	return Mixed
}

// rename lists the edits that give every key its name in a language.
func (s Shape) rename(front *source.Node, l Language) (out []diag.Edit) {
	if l == Mixed {
		return nil
	}
	s.keys(front, func(k *source.Node, id, chinese string) {
		want := id
		if l == Chinese {
			want = chinese
		}
		if k.Value != want {
			out = append(out, diag.Edit{Span: k.Span, Text: want})
		}
	})
	return out
}

// keys calls do for every key that has a name in both languages.
func (s Shape) keys(front *source.Node, do func(k *source.Node, id, chinese string)) {
	var slots func(n *source.Node, s *form.Slot)
	slots = func(n *source.Node, s *form.Slot) {
		if s.List != nil {
			listed(n, s.List, do)
			return
		}
		if n.Kind != source.Mapping {
			return
		}
		for i, k := range n.Keys {
			c := s.Child(k.Value)
			if c == nil {
				continue
			}
			if c.Key != "" && c.Key != c.ID {
				do(k, c.ID, c.Key)
			}
			slots(n.Items[i], c)
		}
	}
	for i, k := range front.Keys {
		id := k.Value
		if at := s.rank(k.Value); at < len(s.Keys.Keys) {
			if id = s.Keys.Keys[at].ID; s.Keys.Keys[at].Chinese != "" {
				do(k, id, s.Keys.Keys[at].Chinese)
			}
		}
		if id == dataKey && s.Form != nil {
			slots(front.Items[i], s.Form.Data)
		}
	}
}

// listed calls do for every key of rows that a report gives itself.
func listed(n *source.Node, l *form.List, do func(k *source.Node, id, chinese string)) {
	for _, row := range n.Items {
		for _, k := range row.Keys {
			for zh, id := range l.Keys() {
				if k.Value == zh || k.Value == id {
					do(k, id, zh)
				}
			}
		}
	}
}

const dataKey = "data"

// rank is the place of a key outside the data; one that is not known comes last.
func (s Shape) rank(key string) int {
	for i, k := range s.Keys.Keys {
		if key == k.ID || key == k.Chinese && key != "" {
			return i
		}
	}
	return len(s.Keys.Keys)
}

// id is the id of a key outside the data.
func (s Shape) id(key string) string {
	if at := s.rank(key); at < len(s.Keys.Keys) {
		return s.Keys.Keys[at].ID
	}
	return key
}

// same reports whether two nodes say the same, in whatever order, under whichever of
// their names. slot is where in the data they are, nil outside it.
func (s Shape) same(a, b *source.Node, slot *form.Slot, top bool) bool {
	if a.Kind != b.Kind || a.Quoted != b.Quoted || a.Value != b.Value || a.Broken != b.Broken || len(a.Keys) != len(b.Keys) || len(a.Items) != len(b.Items) {
		return false
	}
	list := slot != nil && slot.List != nil
	if a.Kind != source.Mapping {
		if !list {
			slot = nil
		}
		return slices.EqualFunc(a.Items, b.Items, func(x, y *source.Node) bool { return s.same(x, y, slot, false) })
	}
	name := func(key string) (string, *form.Slot) {
		switch {
		case top && s.id(key) == dataKey && s.Form != nil:
			return dataKey, s.Form.Data
		case top:
			return s.id(key), nil
		case list && slot.List.Keys()[key] != "":
			return slot.List.Keys()[key], nil
		case list:
			return key, nil
		case slot != nil && slot.Child(key) != nil:
			return slot.Child(key).ID, slot.Child(key)
		}
		return key, nil
	}
	other := map[string]*source.Node{}
	for i, k := range b.Keys {
		n, _ := name(k.Value)
		other[n] = b.Items[i]
	}
	for i, k := range a.Keys {
		n, child := name(k.Value)
		if other[n] == nil || !s.same(a.Items[i], other[n], child, false) {
			return false
		}
	}
	return len(other) == len(a.Keys)
}
