package form

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/form/narrative"
	"gongkai/generator/source"
)

// roles are the keys under narrative.words.
var roles = map[string]narrative.Role{
	"fillers": narrative.Filler, "opaque": narrative.Opaque, "joins": narrative.Join, "respectively": narrative.Respectively, "etc": narrative.Etc,
	"not": narrative.Not, "all": narrative.All, "except": narrative.Except, "share": narrative.Share, "versus_last_year": narrative.VersusLastYear,
	"than": narrative.Than, "up": narrative.Up, "down": narrative.Down, "unchanged": narrative.Unchanged, "times": narrative.Times | narrative.Unit,
	"about": narrative.Around | narrative.Approximate, "nearly": narrative.Nearly | narrative.Around | narrative.Approximate, "at_least": narrative.AtLeast | narrative.Approximate, "at_most": narrative.AtMost | narrative.Approximate,
	"approximate": narrative.Approximate, "hypothetical": narrative.Hypothetical, "other_objects": narrative.OtherObject, "channels": narrative.Channel, "other_bodies": narrative.OtherBodies,
	"whole_area": narrative.WholeArea, "own_body": narrative.OwnBody, "this_year": narrative.ThisYear, "other_period": narrative.OtherPeriod,
	"of_which": narrative.OfWhich, "other_topics": narrative.OtherTopic, "every_body": narrative.EveryBody | narrative.OtherBodies, "list_heads": narrative.ListHead, "complete": narrative.Complete | narrative.OfWhich, "divided_by": narrative.DividedBy | narrative.Filler,
	"rest": narrative.Rest, "overlap": narrative.Overlap | narrative.Opaque, "same": narrative.Same | narrative.Overlap | narrative.Opaque, "altogether": narrative.Altogether | narrative.Filler, "mostly": narrative.Mostly, "askers": narrative.Askers | narrative.Filler, "on_behalf": narrative.OnBehalf | narrative.Filler, "because": narrative.Because | narrative.Filler, "until": narrative.Until | narrative.Filler,
	"cumulative": narrative.Cumulative | narrative.Filler, "particles": narrative.Particle | narrative.Filler,
	"units": narrative.Unit, "departments": narrative.Department | narrative.OtherBodies, "own_area": narrative.OwnArea | narrative.WholeArea, "last_year": narrative.LastYear | narrative.OtherPeriod, "next_year": narrative.NextYear | narrative.OtherPeriod, "from": narrative.From | narrative.Filler,
	"changed_to": narrative.ChangedTo | narrative.Opaque, "doubled": narrative.Doubled | narrative.Opaque, "quadrupled": narrative.Quadrupled | narrative.Opaque, "halved": narrative.Halved | narrative.Opaque,
}

// narrative reads the vocabulary of the form's prose.
func (l *loader) narrative(n *source.Node) {
	if n.IsNull() {
		return
	}
	d := l.Named(n, nil)
	d.Need("topics")
	v := narrative.Vocabulary{Words: map[narrative.Role][]string{}, Cell: l.f.cellAt}
	if words := d.Get("words"); !words.IsNull() {
		x := l.Named(words, nil)
		for _, key := range keysOf(words) {
			if role, ok := roles[key]; ok {
				v.Words[role] = append(v.Words[role], l.words(x, key)...)
			}
		}
		x.Done()
	}
	if names := d.Get("names"); !names.IsNull() {
		v.Names = l.naming(names)
	}
	if topics := d.Get("topics"); !topics.IsNull() {
		x := l.Named(topics, nil)
		for _, key := range keysOf(topics) {
			if t := x.Get(key); !t.IsNull() {
				v.Topics = append(v.Topics, l.topic(t))
			}
		}
		x.Done()
	}
	d.Done()
	if len(l.Findings) > 0 {
		return
	}
	l.f.Narrative = narrative.NewReader(v)
	if strings.HasPrefix(l.File, "defs/") {
		return // a test has looked at the words of the forms in the binary
	}
	if twice := l.f.Narrative.Twice(); twice != "" {
		places, own := declaredAt(n, twice, "")
		for i := range own { // the last that is the form's own: a list that adds to another has those of both
			if !l.inherited(own[i]) {
				n = own[i]
			}
		}
		where := diag.Listed(places)
		l.fault(n, diag.Textf("“%s”有两种意思：%s", "%q is declared with two meanings: %s", twice, where))
	}
}

// declaredAt lists the keys below which a word is, and its places.
func declaredAt(n *source.Node, word, path string) (keys []string, at []*source.Node) {
	for i, item := range n.Items {
		if len(n.Keys) > 0 {
			ks, ns := declaredAt(item, word, strings.TrimPrefix(path+"."+n.Keys[i].Value, "."))
			keys, at = append(keys, ks...), append(at, ns...)
			continue
		}
		if item.Kind == source.Scalar && slices.Contains(narrative.Spelled([]string{item.Value}), word) {
			keys, at = append(keys, path), append(at, item)
		}
	}
	return keys, at
}

// naming reads how bodies are named.
func (l *loader) naming(n *source.Node) narrative.Naming {
	d := l.Named(n, nil)
	defer d.Done()
	names := narrative.Naming{Regions: l.words(d, "regions"), NotRegions: l.words(d, "not_regions"), Tails: l.words(d, "tails"), Governments: l.words(d, "governments"), Areas: l.words(d, "areas")}
	for _, h := range d.List("heads") {
		words := l.plainWords(h)
		if len(words) == 0 {
			l.fault(h, diag.Textf("这里应是一组词语", "expected a list of words here"))
			continue
		}
		names.Heads = append(names.Heads, words)
	}
	return names
}

// cellAt returns the index of the cell of a path, also in Chinese keys, -1 for none.
func (f *Form) cellAt(path string) int {
	if s := f.Slot(path); s != nil && s.Cell != nil {
		return s.Cell.Index
	}
	return -1
}

func keysOf(n *source.Node) []string {
	var out []string
	for _, k := range n.Keys {
		out = append(out, k.Value)
	}
	return out
}

// grid lays the cells of a topic out: a row for each row of the tables that its terms
// name, a column for each of its columns.
type grid struct {
	l     *loader
	table string
	rows  []*Slot
	cols  []*source.Node // their ids; none where each row is a single cell
}

// topic reads one topic.
func (l *loader) topic(n *source.Node) narrative.Topic {
	d := l.Named(n, nil)
	d.Need("table")
	d.Need("rows")
	d.Need("units")
	t := narrative.Topic{Nouns: l.words(d, "nouns"), Modifiers: l.words(d, "modifiers"), Units: l.words(d, "units"),
		Verbs: l.words(d, "verbs"), CausedVerbs: l.words(d, "caused_verbs"), Causes: l.words(d, "causes"), OwnCauses: l.words(d, "own_causes")}
	g := &grid{l: l, table: d.Text("table")}
	if n := d.Get("table"); l.f.Slot(g.table) == nil && g.table != "" && !l.inherited(n) {
		l.fault(n, diag.Textf("没有表“%s”", "no table %q", g.table))
	}
	if c := d.Get("column"); !c.IsNull() {
		t.Columns = append(t.Columns, narrative.Term{Sets: []narrative.Set{{Plus: g.columns([]*source.Node{c})}}, Named: 1})
	}
	if cols := d.Get("columns"); !cols.IsNull() {
		x := l.Named(cols, nil)
		for _, key := range keysOf(cols) {
			if c := x.Get(key); !c.IsNull() {
				t.Columns = append(t.Columns, l.columnTerm(g, keyNode(cols, key), c))
			}
		}
		x.Done()
	}
	if rows := d.Get("rows"); !rows.IsNull() {
		x := l.Named(rows, nil)
		for _, key := range keysOf(rows) {
			if r := x.Get(key); !r.IsNull() {
				t.Rows = append(t.Rows, l.rowTerm(g, keyNode(rows, key), r))
			}
		}
		x.Done()
	}
	for _, w := range d.List("wholes") {
		t.Wholes = append(t.Wholes, narrative.Set{Plus: g.sum(w.Items)})
	}
	d.Done()
	t.Grid = g.lay()
	if len(g.cols) == 0 && slices.ContainsFunc(g.rows, func(s *Slot) bool { return s.Cell == nil }) && !l.inherited(d.Get("table")) {
		l.fault(d.Get("table"), diag.Textf("各行有多列，需要 column 或 columns", "the rows have columns: column or columns is missing"))
	}
	// What only a form that this one extends has is not spoken of here.
	t.Rows = slices.DeleteFunc(t.Rows, func(x narrative.Term) bool { return len(x.Sets[0].Plus) == 0 })
	t.Columns = slices.DeleteFunc(t.Columns, func(x narrative.Term) bool {
		return !slices.ContainsFunc(t.Grid, func(cells []int) bool { return cells[x.Sets[0].Plus[0]] >= 0 })
	})
	return t
}

func keyNode(n *source.Node, key string) *source.Node {
	for _, k := range n.Keys {
		if k.Value == key {
			return k
		}
	}
	return n
}

// rowTerm reads what a row, or a sum of rows, is called: a list of words, or more.
func (l *loader) rowTerm(g *grid, key, n *source.Node) narrative.Term {
	if n.Kind == source.Sequence {
		return narrative.Term{Words: g.labelled(key, l.plainWords(n)), Sets: []narrative.Set{{Plus: g.leaves(key, key.Value)}}, Named: 1}
	}
	d := l.Named(n, nil)
	bare := d.Bool("bare", false)
	if !bare {
		d.Need("words")
	}
	t := narrative.Term{Words: l.words(d, "words"), Named: 1, Weak: d.Bool("weak", false), All: d.Bool("all", false), Names: d.Bool("names", false),
		Marks: d.Bool("marks", false), Alone: d.Bool("alone", false), Last: d.Text("last"), Next: d.Text("next"), Rates: l.words(d, "rates"), Bare: bare, Dated: d.Bool("dated", false), Trails: d.Bool("trails", false), Beside: l.words(d, "beside")}
	if rows := d.List("rows"); rows != nil {
		t.Sets = []narrative.Set{{Plus: g.sum(rows)}}
	} else {
		t.Sets = []narrative.Set{{Plus: g.leaves(key, key.Value)}}
		t.Words = g.labelled(key, t.Words)
	}
	for _, o := range d.List("or") {
		t.Sets = append(t.Sets, narrative.Set{Plus: g.sum(o.Items)})
		t.Named++
	}
	for _, o := range d.List("also") {
		t.Sets = append(t.Sets, g.signed(o))
	}
	t.Rest, t.Of = g.sum(d.List("rest")), g.sum(d.List("of"))
	d.Done()
	return t
}

func (l *loader) columnTerm(g *grid, key, n *source.Node) narrative.Term {
	if n.Kind == source.Sequence {
		return narrative.Term{Words: l.plainWords(n), Sets: []narrative.Set{{Plus: g.columns([]*source.Node{key})}}, Named: 1}
	}
	d := l.Named(n, nil)
	d.Need("words")
	t := narrative.Term{Words: l.words(d, "words"), Rates: l.words(d, "rates"), Named: 1, All: d.Bool("all", false), Marks: d.Bool("marks", false)}
	if less := d.List("less"); less != nil {
		t.Less = g.columns(less)
	}
	ids := d.List("columns")
	if ids == nil {
		ids = []*source.Node{key}
	}
	t.Sets = []narrative.Set{{Plus: g.columns(ids)}}
	d.Done()
	return t
}

// plainWords is a list of words that means itself.
func (l *loader) plainWords(n *source.Node) []string {
	var out []string
	for _, item := range n.Items {
		if item.Kind != source.Scalar || item.Value == "" {
			l.fault(item, diag.Textf("这里应是词语", "expected a word here"))
			continue
		}
		out = append(out, item.Value)
	}
	return out
}

// labelled adds the form's own names of a row to its words: its label without its
// number, and its key, where they are long enough to mean nothing else.
func (g *grid) labelled(key *source.Node, words []string) []string {
	slot := g.l.f.Slot(g.table + "." + key.Value)
	if slot == nil {
		return words
	}
	label := strings.TrimLeft(slot.Label, "（(一二三四五六七八九十0123456789）).、")
	for _, name := range []string{label, slot.Key} {
		if utf8.RuneCountInString(name) >= 4 && !slices.Contains(words, name) {
			words = append(words, name)
		}
	}
	return words
}

// signed reads a sum of rows, those after a minus sign taken off.
func (g *grid) signed(n *source.Node) narrative.Set {
	var set narrative.Set
	for _, item := range n.Items {
		if name, ok := strings.CutPrefix(item.Value, "-"); ok {
			set.Minus = append(set.Minus, g.leaves(item, name)...)
		} else {
			set.Plus = append(set.Plus, g.leaves(item, item.Value)...)
		}
	}
	return set
}

// sum finds the rows at and below the given paths.
func (g *grid) sum(paths []*source.Node) []int {
	var out []int
	for _, n := range paths {
		out = append(out, g.leaves(n, n.Value)...)
	}
	return out
}

// leaves finds the rows at and below a path. What an extending form took away is not
// missed where the words for it are inherited.
func (g *grid) leaves(n *source.Node, path string) []int {
	slot := g.l.f.Slot(g.table + "." + path)
	if slot == nil {
		if !g.l.inherited(n) {
			g.l.fault(n, diag.Textf("表 %[2]s 没有行“%[1]s”", "table %[2]s has no row %[1]q", path, g.table))
		}
		return nil
	}
	var out []int
	var walk func(s *Slot)
	walk = func(s *Slot) {
		if s.Cell == nil && !s.Row {
			for _, child := range s.Slots {
				walk(child)
			}
			return
		}
		i := slices.Index(g.rows, s)
		if i < 0 {
			i = len(g.rows)
			g.rows = append(g.rows, s)
		}
		out = append(out, i)
	}
	walk(slot)
	return out
}

// inherited reports whether a node is in the form that this one extends.
func (l *loader) inherited(n *source.Node) bool { return l.def.origins[n] != "" }

func (g *grid) columns(ids []*source.Node) []int {
	var out []int
	for _, n := range ids {
		i := slices.IndexFunc(g.cols, func(c *source.Node) bool { return c.Value == n.Value })
		if i < 0 {
			i = len(g.cols)
			g.cols = append(g.cols, n)
		}
		out = append(out, i)
	}
	return out
}

// lay makes the grid: the cells' indexes, -1 where a row has no such column.
func (g *grid) lay() [][]int {
	cells := make([][]int, len(g.rows))
	used := make([]bool, len(g.cols))
	for i, r := range g.rows {
		if len(g.cols) == 0 {
			cells[i] = []int{-1}
			if r.Cell != nil {
				cells[i][0] = r.Cell.Index
			}
			continue
		}
		cells[i] = make([]int, len(g.cols))
		for j, id := range g.cols {
			cells[i][j] = -1
			if c := r.Child(id.Value); c != nil && c.Cell != nil {
				cells[i][j], used[j] = c.Cell.Index, true
			}
		}
	}
	for j, n := range g.cols {
		if !used[j] && !g.l.inherited(n) {
			g.l.fault(n, diag.Textf("表 %[2]s 没有列“%[1]s”", "table %[2]s has no column %[1]q", n.Value, g.table))
		}
	}
	return cells
}
