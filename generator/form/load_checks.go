package form

import (
	"slices"
	"time"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// The kinds and levels of an agency's register entry.
var (
	kinds  = []string{"government", "department", "outpost", "vertical", "authorized", "public_service"}
	levels = []string{"state", "province", "city", "county", "town"}
)

// checks reads what the rules must know.
func (l *loader) checks(n *source.Node) {
	c := &l.f.Checks
	c.YearEnds = MonthDay{12, 31}
	if n.IsNull() {
		return
	}
	d := l.Named(n, nil)
	c.TitleWords = l.words(d, "title_words")
	if day, ok := l.day(d, "year_ends"); ok {
		c.YearEnds = day
	}
	for _, dn := range d.List("deadlines") {
		x := l.Named(dn, nil)
		x.Need("by")
		dl := Deadline{Bodies: l.bodies(x)}
		dl.MonthDay, _ = l.day(x, "by")
		x.Done()
		c.Deadlines = append(c.Deadlines, dl)
	}
	if rn := d.Get("rulemaking"); !rn.IsNull() {
		x := l.Named(rn, nil)
		x.Need("cells")
		x.Need("without")
		c.Rulemaking = &Rulemaking{Cells: l.paths(x.List("cells"))}
		for _, bn := range x.List("without") {
			b := l.Named(bn, nil)
			c.Rulemaking.Without = append(c.Rulemaking.Without, l.bodies(b))
			b.Done()
		}
		x.Done()
	}
	if fn := d.Get("fees"); !fn.IsNull() {
		x := l.Named(fn, nil)
		c.Fees = &Fees{Notices: l.path(x, "notices"), Charged: l.path(x, "charged"), Collected: l.path(x, "collected"), Step: max(x.Int("step", 1), 1)}
		x.Done()
	}
	if sn := d.Get("listed"); !sn.IsNull() {
		x := l.Named(sn, nil)
		x.Need("valid")
		c.Listed = &Listed{Cell: l.path(x, "cell"), Categories: l.words(x, "categories"), Articles: l.words(x, "articles"),
			Marks: l.words(x, "marks"), Valid: l.words(x, "valid"), Doubtful: l.words(x, "doubtful")}
		x.Done()
	}
	c.Jump = l.paths(d.List("jump"))
	if wn := d.Get("wording"); !wn.IsNull() {
		c.Wording = l.wording(wn)
	}
	d.Done()
}

// day reads a day of the year; ok is false where it is absent or wrong.
func (l *loader) day(d *source.Fields, key string) (day MonthDay, ok bool) {
	n := d.Get(key)
	if n.IsNull() {
		return day, false
	}
	t, err := time.Parse("01-02", n.Value)
	if err != nil {
		l.fault(n, diag.Textf("%s 应为月-日，如 01-31，实际是“%s”", "%s should be month-day such as 01-31, found %q", key, n.Value))
		return day, false
	}
	return MonthDay{int(t.Month()), t.Day()}, true
}

func (l *loader) wording(n *source.Node) Wording {
	x := l.Named(n, nil)
	defer x.Done()
	return Wording{
		Instructions: l.words(x, "instructions"), Blanks: l.words(x, "blanks"), Units: l.words(x, "units"),
		Counted: l.words(x, "counted"), Results: l.words(x, "results"), Subjects: l.words(x, "subjects"),
		Apart: l.words(x, "apart"), Carried: l.words(x, "carried"), Planned: l.words(x, "planned"), Leads: l.words(x, "leads"), States: l.words(x, "states"), PlansOf: l.words(x, "plans_of"),
		Denials: l.words(x, "denials"), Denied: l.words(x, "denied"),
		Periods: l.words(x, "periods"), PeriodOf: l.words(x, "period_of"),
		Figures: l.words(x, "figures"), Reports: l.words(x, "reports"), ReportEnds: l.words(x, "report_ends"), Itself: l.words(x, "itself"), Done: l.words(x, "done"),
		LastYear: l.words(x, "last_year"), Released: l.words(x, "released"), Ahead: l.words(x, "ahead"), Bodies: l.words(x, "bodies"),
		Debris: l.words(x, "debris"),
		Parts:  l.words(x, "parts"), Partial: l.words(x, "partial"),
	}
}

// bodies reads kinds and levels, each a list of the register's words.
func (l *loader) bodies(d *source.Fields) Bodies {
	d.Need("kinds")
	d.Need("levels")
	return Bodies{l.choices(d, "kinds", kinds), l.choices(d, "levels", levels)}
}

func (l *loader) choices(d *source.Fields, key string, allowed []string) []string {
	var out []string
	for _, n := range d.List(key) {
		if !slices.Contains(allowed, n.Value) {
			l.fault(n, diag.Textf("%s 里不能写“%s”，只能写 %s", "%s has no %q, only %s", key, n.Value, diag.Listed(allowed)))
			continue
		}
		out = append(out, n.Value)
	}
	return out
}

// words reads a list of texts; an empty one would be found everywhere.
func (l *loader) words(d *source.Fields, key string) []string {
	out := d.Texts(key)
	if slices.Contains(out, "") {
		l.fault(d.Get(key), diag.Textf("%s 有空的词", "%s has an empty word", key))
	}
	return out
}

// path reads a required cell.
func (l *loader) path(d *source.Fields, key string) *Cell {
	d.Need(key)
	n := d.Get(key)
	if n.IsNull() {
		return nil
	}
	return l.named(n)
}

func (l *loader) paths(ns []*source.Node) []*Cell {
	var out []*Cell
	for _, n := range ns {
		if c := l.named(n); c != nil {
			out = append(out, c)
		}
	}
	return out
}

// named finds the cell whose path a node holds.
func (l *loader) named(n *source.Node) *Cell {
	c := l.f.Cell(n.Value)
	if c == nil {
		l.fault(n, diag.Textf("没有单元格“%s”", "no cell %q", n.Value))
	}
	return c
}

// subjects reads what a section is to speak of.
func (l *loader) subjects(ns []*source.Node) []*Subject {
	var out []*Subject
	for _, n := range ns {
		d := l.Named(n, nil)
		d.Need("name")
		d.Need("words")
		out = append(out, &Subject{Name: d.Text("name"), Words: l.words(d, "words"), Kinds: l.choices(d, "kinds", kinds)})
		d.Done()
	}
	return out
}
