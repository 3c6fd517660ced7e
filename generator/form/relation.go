package form

import (
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// Relation is something that must hold between cells, as the form declares it.
// One declaration yields one Line for each row or column it is made for.
type Relation struct {
	ID        string // by which an extending form changes it; the rule's unless given
	Rule      string
	Kind      RelationKind
	Severity  diag.Severity // Off: the rule's own
	PartsName diag.Text
	Lines     []Line
	Span      diag.Span // of the rule's id in the definition
}

// RelationKind says how the cells of a line are joined.
type RelationKind string

// Line is one equation, or one condition. What its cells mean is the kind's to say;
// Total is the cell that a finding blames.
type Line struct {
	Total       *Cell
	Plus, Minus []*Cell
}

// kind reads the operands of one kind of relation.
type kind struct {
	name     RelationKind
	operands []operand
	line     func(ops [][]*Cell) Line // parallel to operands
}

// operand is a key of a declaration that names cells.
type operand struct {
	key      string
	one      bool // names a single cell
	optional bool
}

// relationKinds lists the kinds that are made line by line; each has a file of its own.
func relationKinds() []*kind {
	return []*kind{sumKind(), balanceKind(), carryKind(), stockKind(), atMostKind(), presentIfKind()}
}

// relation reads one declaration and makes its lines.
func (l *loader) relation(n *source.Node) {
	d := l.Named(n, nil)
	d.Need("rule")
	d.Need("kind")
	kinds := relationKinds()
	names := []string{string(Aggregate)}
	for _, k := range kinds {
		names = append(names, string(k.name))
	}
	r := &Relation{ID: d.Text("id"), Rule: d.Text("rule"), Kind: RelationKind(d.OneOf("kind", names...))}
	if rule := d.Get("rule"); rule != nil {
		r.Span = l.def.own(rule, n)
	}
	if r.ID == "" {
		r.ID = r.Rule
	} else {
		l.unique(l.relationIDs, d.Get("id"), r.ID, diag.Textf("关系", "relation"))
	}
	if d.OneOf("severity", "warning") != "" {
		r.Severity = diag.Warning
	}
	if p := d.Get("parts_name"); p != nil {
		names := l.Named(p, nil)
		r.PartsName = diag.Text{ZH: names.Text("zh"), EN: names.Text("en")}
		names.Done()
	}
	if r.Kind == Aggregate {
		l.aggregate(d, r)
	}
	for _, k := range kinds {
		if k.name == r.Kind {
			l.lines(d, r, k)
		}
	}
	if r.Kind != "" {
		d.Done() // of a kind that is not known the keys are not known either
	}
	l.f.Relations = append(l.f.Relations, r)
}

// lines makes the lines of a kind: for each row or column of a table, or for the
// cells that are named by their paths.
func (l *loader) lines(d *source.Fields, r *Relation, k *kind) {
	ops := make([][]*source.Node, len(k.operands))
	complete := true
	for i, o := range k.operands {
		if !o.optional {
			d.Need(o.key)
		}
		ops[i] = l.operand(d, o.key)
		complete = complete && (o.optional || len(ops[i]) > 0)
	}
	s, ok := l.scope(d)
	if !complete || !ok {
		return
	}
	for _, cells := range s.lines(l, ops) {
		if l.fits(k, ops, cells) {
			r.Lines = append(r.Lines, k.line(cells))
		}
	}
}

// operand returns the nodes of a key that holds one name or a list of them.
func (l *loader) operand(d *source.Fields, key string) []*source.Node {
	n := d.Get(key)
	switch {
	case n.IsNull():
		return nil
	case n.Kind == source.Scalar:
		return []*source.Node{n}
	}
	return d.List(key)
}

// fits reports whether the cells of a line are as many, and of such kinds, as the
// relation needs. A row set without rows makes no line.
func (l *loader) fits(k *kind, ops [][]*source.Node, cells [][]*Cell) bool {
	ok := true
	for i, o := range k.operands {
		switch {
		case len(cells[i]) == 0 && !o.optional:
			ok = false
		case o.one && len(cells[i]) > 1:
			l.once(ops[i][0], diag.Textf("%s 只能是一格，这里有 %[3]d 格", "%s must be a single cell; %q is %d", o.key, ops[i][0].Value, len(cells[i])))
			ok = false
		}
		for _, c := range cells[i] {
			if !c.Kind.Numeric() && k.name != PresentIf {
				l.once(ops[i][0], diag.Textf("单元格“%s”不是数，不能计算", "the cell %q is not a number and cannot be calculated with", c.Path))
				ok = false
			}
		}
	}
	return ok
}

// once reports a fault of an operand for the first of the lines that have it.
func (l *loader) once(n *source.Node, message diag.Text) {
	if l.said == nil {
		l.said = map[*source.Node]bool{}
	}
	if !l.said[n] {
		l.said[n] = true
		l.fault(n, message)
	}
}

// unique reports an id that was given before.
func (l *loader) unique(seen map[string]bool, n *source.Node, id string, what diag.Text) {
	if id == "" {
		return
	}
	if seen[id] {
		l.fault(n, diag.Textf("%s“%s”出现两次", "the %s %q is declared twice", what, id))
	}
	seen[id] = true
}

// numeric leaves out the cells that hold no number.
func numeric(cells []*Cell) []*Cell {
	return slices.DeleteFunc(slices.Clone(cells), func(c *Cell) bool { return !c.Kind.Numeric() })
}
