package form

import (
	"maps"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// definition is a form's file as it was read, laid over what it extends.
type definition struct {
	file     string
	id       string
	root     *source.Node
	findings []diag.Finding
	// Of what it extends; origins is empty without it.
	extends *source.Node
	origins map[*source.Node]string
	lost    []loss
}

func parse(file string, data []byte) *definition {
	root, findings := source.ParseYAML(file, data)
	d := &definition{file: file, root: root, findings: findings, extends: root.Get("extends")}
	if id := root.Get("id"); !id.IsNull() {
		d.id = id.Value
	}
	return d
}

// base is the id of the form that the definition extends, "" for none.
func (d *definition) base() string {
	if d.extends.IsNull() {
		return ""
	}
	return d.extends.Value
}

func (d *definition) fault(n *source.Node, message diag.Text) diag.Finding {
	return diag.Finding{Rule: "form", File: d.file, Span: n.Span, Message: message}
}

// over lays the definition over a complete one.
func (d *definition) over(base *definition) {
	o := &extension{l: &source.Binder{File: d.file, Rule: "form"}, origins: maps.Clone(base.origins)}
	if o.origins == nil {
		o.origins = map[*source.Node]string{}
	}
	var mark func(n *source.Node)
	mark = func(n *source.Node) {
		if _, known := o.origins[n]; !known {
			o.origins[n] = base.file
		}
		for _, k := range n.Keys {
			mark(k)
		}
		for _, item := range n.Items {
			mark(item)
		}
	}
	mark(base.root)
	d.root = o.extend(base.root, d.root)
	d.origins, d.lost = o.origins, o.lost
	d.findings = append(d.findings, o.l.Findings...)
}

// position is where a fault of a node is shown. One that is inherited has its cause in
// what the extending file took away; hint then says what names it.
func (d *definition) position(n *source.Node) (at diag.Span, hint diag.Text) {
	file, inherited := d.origins[n]
	if !inherited {
		return n.Span, diag.Text{}
	}
	at = d.extends.Span
	for _, x := range d.lost {
		if touches(x.path, n.Value) {
			at = x.at.Span
			break
		}
	}
	file = file[strings.LastIndexByte(file, '/')+1:]
	return at, diag.Textf("%s 第 %d 行用到它，请在这里一并改写", "line %[2]d of %[1]s names it: change that here as well", file, n.Span.Line)
}

// own is the place of a node in the definition's own file: where it is inherited, that
// of what holds it, and else that of extends.
func (d *definition) own(n, in *source.Node) diag.Span {
	if _, inherited := d.origins[n]; inherited {
		n = in
	}
	at, _ := d.position(n)
	return at
}

// touches reports whether something lost is what a relation or a check names: by its
// whole path, by the part below its table, or a cell of it.
func touches(lost, value string) bool {
	table, _, _ := strings.Cut(value, ".")
	first, _, _ := strings.Cut(lost, ".")
	return lost == value || strings.HasSuffix(lost, "."+value) || strings.HasPrefix(value, lost+".") ||
		table == first && lost[strings.LastIndexByte(lost, '.')+1:] == value[strings.LastIndexByte(value, '.')+1:]
}
