package form

import (
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// extension lays a definition over the one that it extends, node by node:
//
//   - a key's value replaces the base's, null takes it away;
//   - lists whose items have names are joined item by item: the item of a name that the
//     base has changes it, or takes its place with `replace: true`; another is added,
//     `after` and `before` say where; `remove: true` takes it out;
//   - a list of words is replaced, or amended by {add: […], remove: […]}.
//
// The result is read like any definition; origins holds what is not of the extending file, so that a fault is shown where the extending file caused it.
type extension struct {
	l       *source.Binder
	origins map[*source.Node]string // file of each inherited node
	lost    []loss
}

// loss is something that the extending file took away: its path in ids, and where.
type loss struct {
	path string
	at   *source.Node
}

// own are the keys that a definition has for itself and does not inherit.
var own = []string{"id", "extends", "default"}

// extend returns the root of the joined definition.
func (o *extension) extend(base, over *source.Node) *source.Node {
	stripped := *base
	stripped.Keys, stripped.Items = nil, nil
	for i, k := range base.Keys {
		if !slices.Contains(own, k.Value) {
			stripped.Keys, stripped.Items = append(stripped.Keys, k), append(stripped.Items, base.Items[i])
		}
	}
	return o.mapping(&stripped, over, "")
}

func (o *extension) mapping(base, over *source.Node, path string) *source.Node {
	out := &source.Node{Kind: source.Mapping, Span: over.Span, Broken: over.Broken}
	add := func(k, v *source.Node) { out.Keys, out.Items = append(out.Keys, k), append(out.Items, v) }
	for i, k := range base.Keys {
		change := over.Get(k.Value)
		switch {
		case change == nil:
			add(k, base.Items[i])
		case change.IsNull():
			o.lose(base.Items[i], path, change)
		default:
			add(k, o.value(base.Items[i], change, path))
		}
	}
	for i, k := range over.Keys {
		if base.Get(k.Value) == nil {
			add(k, over.Items[i])
		}
	}
	return out
}

func (o *extension) value(base, over *source.Node, path string) *source.Node {
	switch {
	case base.Kind == source.Mapping && over.Kind == source.Mapping:
		return o.mapping(base, over, path)
	case base.Kind == source.Sequence && over.Kind == source.Sequence && named(base) && named(over):
		return o.list(base, over, path)
	case base.Kind == source.Sequence && over.Kind == source.Mapping && !named(over):
		return o.words(base, over)
	}
	o.lose(base, path, over)
	return over
}

// name is what an item of a list is known by; that of a relation may be its rule, in
// the base only: a relation without an id is always one more.
func name(n *source.Node, keys ...string) string {
	for _, key := range keys {
		if v := n.Get(key); !v.IsNull() && v.Kind == source.Scalar {
			return v.Value
		}
	}
	return ""
}

func nameInBase(n *source.Node) string { return name(n, "id", "header", "name", "rule", "label") }
func nameInOver(n *source.Node) string { return name(n, "id", "header", "name", "label") }

// named reports whether a list is one of mappings that have names.
func named(list *source.Node) bool {
	return list.Kind == source.Sequence && !slices.ContainsFunc(list.Items, func(n *source.Node) bool { return n.Kind != source.Mapping || nameInBase(n) == "" })
}

func (o *extension) list(base, over *source.Node, path string) *source.Node {
	out := &source.Node{Kind: source.Sequence, Span: over.Span, Broken: over.Broken, Items: slices.Clone(base.Items)}
	at := func(id string) int {
		return slices.IndexFunc(out.Items, func(n *source.Node) bool { return nameInBase(n) == id })
	}
	seen := map[string]bool{}
	for _, n := range over.Items {
		id := nameInOver(n)
		if id != "" && seen[id] {
			o.l.Report("form", n.Span, diag.Textf("“%s”出现两次", "%q is changed twice", id), diag.Textf("请合为一处", "join the two"))
			continue
		}
		seen[id] = true
		i := -1
		if id != "" {
			i = at(id)
		}
		below := join(path, name(n, "id"))
		if remove := n.Get("remove"); remove != nil && remove.Value == "true" && len(n.Keys) == 2 {
			if i < 0 {
				o.l.Report("form", n.Span, diag.Textf("没有“%s”可以去掉", "there is no %q to remove", id), diag.Text{})
				continue
			}
			o.lost = append(o.lost, loss{join(path, name(out.Items[i], "id", "rule")), n})
			o.lose(out.Items[i], below, n)
			out.Items = slices.Delete(out.Items, i, i+1)
			continue
		}
		item, place, replace := o.placed(n, at)
		if i < 0 && replace {
			o.l.Report("form", n.Span, diag.Textf("没有“%s”可以替换", "there is no %q to replace", id), diag.Text{})
		}
		if i >= 0 {
			if replace {
				o.lose(out.Items[i], below, n)
			} else {
				item = o.mapping(out.Items[i], item, below)
			}
			if place < 0 {
				out.Items[i] = item
				continue
			}
			out.Items = slices.Delete(out.Items, i, i+1)
			if place > i {
				place--
			}
		}
		if place < 0 {
			place = len(out.Items)
		}
		out.Items = slices.Insert(out.Items, place, item)
	}
	return out
}

// placed returns an item without the keys that say what becomes of it: where it goes,
// -1 where they do not say, and whether it takes the place of the base's.
func (o *extension) placed(n *source.Node, at func(string) int) (item *source.Node, place int, replace bool) {
	stripped := *n
	item, place = &stripped, -1
	item.Keys, item.Items = nil, nil
	for i, k := range n.Keys {
		v := n.Items[i]
		switch k.Value {
		case "after", "before":
			if place = at(v.Value); place < 0 {
				o.l.Report("form", v.Span, diag.Textf("没有“%s”，不能确定放在哪里", "there is no %q to put it next to", v.Value), diag.Text{})
			} else if k.Value == "after" {
				place++
			}
		case "replace":
			replace = v.Value == "true"
		default:
			item.Keys, item.Items = append(item.Keys, k), append(item.Items, v)
		}
	}
	return item, place, replace
}

// words amends a list of words.
func (o *extension) words(base, over *source.Node) *source.Node {
	d := o.l.Named(over, nil)
	out := *over
	out.Kind, out.Keys, out.Items = source.Sequence, nil, slices.Clone(base.Items)
	for _, n := range d.List("remove") {
		i := slices.IndexFunc(out.Items, func(w *source.Node) bool { return w.Value == n.Value })
		if i < 0 {
			o.l.Report("form", n.Span, diag.Textf("没有“%s”可以去掉", "there is no %q to remove", n.Value), diag.Text{})
			continue
		}
		out.Items = slices.Delete(out.Items, i, i+1)
	}
	out.Items = append(out.Items, d.List("add")...)
	d.Done()
	return &out
}

// lose notes what is below a value of the base that is taken away.
func (o *extension) lose(n *source.Node, path string, at *source.Node) {
	for _, item := range n.Items {
		below := path
		if n.Kind == source.Sequence && item.Kind == source.Mapping {
			if id := name(item, "id"); id != "" {
				below = join(path, id)
				o.lost = append(o.lost, loss{below, at})
			}
		}
		o.lose(item, below, at)
	}
}
