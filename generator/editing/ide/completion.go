package ide

import (
	"path"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/prose/han"
	"gongkai/generator/source"
	"gongkai/generator/source/keys"
)

// ItemKind says what an item is.
type ItemKind uint8

// The kinds of items.
const (
	KeyItem ItemKind = iota
	CellItem
	ValueItem
	NameItem // of an agency, a rule or a form
)

// Item is something that may be at a place.
type Item struct {
	Kind   ItemKind
	Label  string
	Detail string    // what it is
	Doc    string    // Markdown; "" for none
	Insert string    // what is written
	Filter string    // what the person may have typed of it; "" for the label
	Span   diag.Span // what is replaced
}

// Complete lists what may be at a place.
func (d *Document) Complete(at Place) []Item {
	if d.root == nil || !d.inFront(at) {
		return d.completeText(at)
	}
	h, ok := d.cursor(at)
	if !ok {
		return nil
	}
	k, parent := d.root, (*keys.Key)(nil)
	for _, name := range h.keys {
		parent = k
		if k = k.Key(name); k == nil {
			if parent.Type == keys.Levels {
				return d.values(at, h.start, severities)
			}
			return nil
		}
	}
	switch {
	case !h.value && k.Type == keys.Levels:
		return d.levels(at, h)
	case !h.value && k.Holds():
		return d.keys(k, at, h)
	case h.value && k.Holds() && h.row < 0, h.value && k.Type == keys.Levels:
		return nil // it is on the lines below, or in brackets
	case k.Type == keys.Figures:
		return d.values(at, h.start, nil)
	case k.Type == keys.Bool:
		return d.values(at, h.start, []string{"true", "false"})
	case k.Enum != nil:
		return d.values(at, h.start, k.Enum)
	}
	return d.named(k.Name, at, h.start)
}

var severities = []string{"error", "warning", "off"}

func (d *Document) completeText(at Place) []Item {
	if !d.hasFigure {
		return nil
	}
	l := []rune(d.line(at.Line))
	before := string(l[:min(at.Column-1, len(l))])
	i := strings.LastIndex(before, "{{")
	if i < 0 || strings.Contains(before[i:], "}}") {
		return nil
	}
	return d.cells(at, false)
}

// replaced is what an item replaces: from a column up to the place.
func replaced(at Place, start int) diag.Span {
	return diag.Span{Line: at.Line, Column: min(start, at.Column), EndLine: at.Line, EndColumn: at.Column}
}

// keys lists the keys that a mapping may still have.
func (d *Document) keys(k *keys.Key, at Place, h cursor) []Item {
	used := d.used(h.keys, at)
	chinese := d.chinese()
	var out []Item
	for _, c := range k.Keys {
		if used[c.ID] || used[c.Chinese] && c.Chinese != "" {
			continue
		}
		name := c.ID
		if chinese && c.Chinese != "" {
			name = c.Chinese
		}
		insert := name + ": "
		if c.Holds() && c.Type != keys.Figures || c.Type == keys.Levels {
			insert = name + ":"
		}
		it := Item{Kind: KeyItem, Label: name, Detail: d.detail(c), Insert: insert, Filter: name + " " + c.ID + " " + c.Chinese, Span: replaced(at, h.start)}
		if c.Path != "" {
			it.Kind = CellItem
		}
		out = append(out, it)
	}
	return out
}

func (d *Document) detail(k *keys.Key) string {
	t := k.Title.In(d.lang)
	if k.Unit != "" {
		t += d.in("（%s）", " (%s)", k.Unit)
	}
	return t
}

// chinese reports whether the file is written with Chinese keys; where it uses keys
// that have one name only, the site's language decides.
func (d *Document) chinese() bool {
	zh, en := 0, 0
	var count func(k *keys.Key, n *source.Node)
	count = func(k *keys.Key, n *source.Node) {
		for i, kn := range n.Keys {
			c := k.Key(kn.Value)
			if c == nil {
				continue
			}
			if c.Chinese != "" && kn.Value == c.Chinese {
				zh++
			} else if c.Chinese != "" {
				en++
			}
			count(c, n.Items[i])
		}
	}
	count(d.root, d.front)
	if zh == en {
		return d.site.Chinese
	}
	return zh > en
}

// used are the keys that the mapping at a way has already, except for the one at the place.
func (d *Document) used(way []string, at Place) map[string]bool {
	n := d.front
	for _, name := range way {
		v := n.Get(name)
		for v != nil && v.Kind == source.Sequence {
			v = itemAt(v, at)
		}
		if n = v; n == nil {
			return nil
		}
	}
	out := map[string]bool{}
	for _, k := range n.Keys {
		if !holds(k.Span, at) {
			out[k.Value] = true
		}
	}
	return out
}

// itemAt is the last item of a list that begins before a place.
func itemAt(list *source.Node, at Place) (found *source.Node) {
	for _, item := range list.Items {
		if s := item.Span; s.Line < at.Line || s.Line == at.Line && s.Column <= at.Column {
			found = item
		}
	}
	return found
}

func (d *Document) values(at Place, start int, words []string) []Item {
	var out []Item
	for _, w := range words {
		out = append(out, Item{Kind: ValueItem, Label: w, Insert: w, Span: replaced(at, start)})
	}
	return out
}

// levels lists the rules whose severity may be changed.
func (d *Document) levels(at Place, h cursor) []Item {
	out := d.named(keys.OfRule, at, h.start)
	for i := range out {
		out[i].Insert += ": "
	}
	return out
}

// named lists the names that there are.
func (d *Document) named(n keys.Name, at Place, start int) []Item {
	var out []Item
	add := func(label, detail, doc string) {
		out = append(out, Item{Kind: NameItem, Label: label, Detail: detail, Doc: doc, Insert: label, Filter: label + " " + detail, Span: replaced(at, start)})
	}
	switch n {
	case keys.OfAgency:
		for _, a := range d.site.Agencies {
			if a.Slug != d.agency || d.form != nil {
				add(a.Slug, a.Name, "")
			}
		}
	case keys.OfRule:
		for _, r := range d.site.Rules {
			add(r.ID, r.Title.In(d.lang), r.What.In(d.lang))
		}
	case keys.OfForm:
		for _, f := range d.site.Forms {
			add(f.ID, f.Title, f.Source)
		}
	case keys.OfCell:
		if d.form != nil {
			return d.cells(at, true)
		}
	}
	return out
}

// cells lists the cells of the report's form, and its rows and tables where a remark may
// name them. A path that is begun in Chinese goes on in Chinese.
func (d *Document) cells(at Place, groups bool) []Item {
	if d.form == nil {
		return nil
	}
	l := []rune(d.line(at.Line))
	typed, start := word(string(l[:min(at.Column-1, len(l))]))
	chinese := strings.ContainsFunc(typed, han.Is)
	var out []Item
	var walk func(k *keys.Key, way, zh []string)
	walk = func(k *keys.Key, way, zh []string) {
		for _, c := range k.Keys {
			if c.Path == "" {
				continue
			}
			way, zh := append(way[:len(way):len(way)], c.ID), append(zh[:len(zh):len(zh)], either(c.Chinese, c.ID))
			if groups || c.Type == keys.Figure {
				label := strings.Join(way, ".")
				if chinese {
					label = strings.Join(zh, ".")
				}
				it := Item{Kind: CellItem, Label: label, Detail: d.detail(c), Insert: label, Span: replaced(at, start+1)}
				if c.Type == keys.Figure {
					it.Doc = d.figures(c.Path)
				}
				out = append(out, it)
			}
			walk(c, way, zh)
		}
	}
	if data := d.form.Root.Key("data"); data != nil {
		walk(data, nil, nil)
	}
	return out
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// sitePath joins a path in the site to a file's folder.
func sitePath(file, rel string) string { return path.Join(path.Dir(file), rel) }
