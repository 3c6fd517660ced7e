package rule

import (
	"slices"
	"strings"
	"unicode"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/form/narrative"
	"gongkai/generator/register"
	"gongkai/generator/report"
)

// claimed is what was read in the prose of the last report that was asked for: claims about figures, and the rest.
type claimed struct {
	by     *report.Report
	claims []claim

	looksAt *report.Report
	looks   []look // by passage

	speaker speaker
	about   *narrative.About // the speaker
}

// speaker is whose figures a report's prose speaks of, the same for most reports of an agency.
type speaker struct {
	reader      *narrative.Reader
	scope       narrative.Scope
	area, short string
	government  bool
}

// claim is a claim with the passage that makes it.
type claim struct {
	passage
	narrative.Claim
}

// claims calls do for everything that a report's prose says of figures.
func (p *pass) claims(r *report.Report, do func(passage, *narrative.Claim)) {
	if r.Form.Narrative == nil {
		return
	}
	if p.claimed.by != r {
		p.claimed.by, p.claimed.claims = r, p.claimed.claims[:0]
		p.read(r)
	}
	for i := range p.claimed.claims {
		c := &p.claimed.claims[i]
		do(c.passage, &c.Claim)
	}
}

func (p *pass) read(r *report.Report) {
	about := p.about(r)
	heading := 0
	for t := range p.passages(r) {
		name := ""
		if heading > 0 {
			name = r.Body.Sections()[heading-1].Heading
		}
		heading++
		m := t.masked()
		r.Form.Narrative.Read(about, name, m.text, m.raw, func(c *narrative.Claim) { p.claimed.claims = append(p.claimed.claims, claim{m, *c}) })
	}
}

// about says whose figures the prose of a report speaks of.
func (p *pass) about(r *report.Report) *narrative.About {
	a := p.agency(r.Agency)
	if a == nil {
		a = new(register.Agency)
	}
	scope, area := narrative.OneBody, squeeze(a.NameIn(r.Year))
	switch {
	case r.Scope == "government":
		scope = narrative.TotalArea
	case a.Level == "town":
		scope = narrative.SmallestArea
	case a.Kind == "government":
		// The body named in it may be the government alone, and the figures the area's.
		return p.claimed.of(r.Year, speaker{reader: r.Form.Narrative, scope: scope, area: area, government: true})
	}
	return p.claimed.of(r.Year, speaker{reader: r.Form.Narrative, scope: scope, area: area, short: squeeze(a.ShortName)})
}

// of prepares what is known of a speaker; to do so for each report again took a fortieth of the time of a check.
func (c *claimed) of(year int, s speaker) *narrative.About {
	switch {
	case c.about != nil && c.speaker == s:
		if c.about.Year != year {
			c.about = c.about.In(year)
		}
		return c.about
	case s.government:
		c.about = s.reader.About(year, s.scope, s.area)
	default:
		c.about = s.reader.About(year, s.scope, s.area, s.area, s.short)
	}
	c.speaker = s
	return c.about
}

// quote is what a claim says, without the white space and the marks of emphasis in it.
func (t passage) quote(c *narrative.Claim) string {
	text := t.text
	if t.raw != nil {
		text = t.raw
	}
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == '*' || r == '\u3000' || r == '\u00A0' {
			return -1
		}
		return r
	}, string(text[c.From:c.Till]))
}

// amount is the sum of a reading's cells in the unit in which prose counts them; ok is
// false where one of them could not be read.
func amount(r *report.Report, x narrative.Reading) (n report.Number, ok bool) {
	for _, i := range x.Plus {
		v := r.Values.At(i)
		if v.State != report.Valid {
			return n, false
		}
		n = n.Plus(whole(v.Number, r.Form.Cells[i]))
	}
	for _, i := range x.Minus {
		v := r.Values.At(i)
		if v.State != report.Valid {
			return n, false
		}
		n = n.Minus(whole(v.Number, r.Form.Cells[i]))
	}
	return n, true
}

// whole is a cell's value without the 万 of its unit.
func whole(n report.Number, c *form.Cell) report.Number {
	if strings.HasPrefix(c.Unit, "万") {
		return shifted(n, 4)
	}
	return n
}

// shifted is a number times a power of ten.
func shifted(n report.Number, power int) report.Number {
	for ; power > 0; power-- {
		if n.Scale > 0 {
			n.Scale--
		} else {
			n.Int *= 10
		}
	}
	return n
}

// amounts are the values of readings. known is false where one that would be named to
// the reader could not be read.
func amounts(r *report.Report, readings []narrative.Reading) (out []report.Number, known bool) {
	for _, x := range readings {
		n, ok := amount(r, x)
		if !ok && x.Named {
			return nil, false
		}
		if ok {
			out = append(out, n)
		}
	}
	return out, len(out) > 0
}

// written is the number of a claim, and the worth of its last digit.
func written(c *narrative.Claim) (n, last report.Number) {
	n = shifted(report.Number{Int: c.Number.Int, Scale: c.Number.Scale}, c.Number.Exp)
	return n, shifted(report.Number{Int: 1, Scale: c.Number.Scale}, c.Number.Exp)
}

// told is the number that the text gives for the subject of a claim.
func told(c *narrative.Claim) report.Number {
	return shifted(report.Number{Int: c.Base.Int, Scale: c.Base.Scale}, c.Base.Exp)
}

// fits reports whether a claim's unit is its cell's: that of an amount of money, or any
// other for a count.
func fits(f *form.Form, c *narrative.Claim) bool {
	cell := f.Cells[c.Readings[0].Plus[0]]
	if cell.Kind == form.Money || c.Unit == "" {
		return strings.HasSuffix(cell.Unit, c.Unit)
	}
	return !slices.ContainsFunc(f.Cells, func(x *form.Cell) bool { return x.Kind == form.Money && strings.HasSuffix(x.Unit, c.Unit) })
}

// agrees reports whether a claim's number is a value, as exactly as it is written.
func agrees(c *narrative.Claim, v report.Number) bool {
	n, last := written(c)
	if c.Over {
		more := v.Minus(n)
		return more.Int >= 0 && more.Cmp(lastPlace(n)) <= 0
	}
	d := n.Minus(v)
	if d.Int < 0 {
		d.Int = -d.Int
	}
	return d.Int == 0 || (c.Number.Exp > 0 || c.Number.Scale < v.Scale) && d.Cmp(last) < 0
}

// lastPlace is what one more in the last digit that is not 0 is worth: 1000 of 3000.
func lastPlace(n report.Number) report.Number {
	p := report.Number{Int: 1, Scale: n.Scale}
	for n.Int != 0 && n.Int%10 == 0 {
		n.Int, p.Int = n.Int/10, p.Int*10
	}
	return p
}

// sumName is what a reading is called in a message: its rows, or the group they are the
// whole of, with the column.
func sumName(f *form.Form, x narrative.Reading) diag.Text {
	first := f.Cells[x.Plus[0]]
	if len(x.Plus) == 1 {
		return naming(first)
	}
	if g := group(f, x); g != nil && strings.Contains(g.Path, ".") {
		return diag.Textf("“%s”%s之和", "“%s” %s in all", g.Label, first.Column)
	}
	var names []string
	for _, i := range x.Plus {
		c := f.Cells[i]
		if c.Column != first.Column {
			return diag.Textf("“%s”等 %d 格之和", "“%s” and others, %d cells in all", first.RowName, len(x.Plus))
		}
		names = append(names, "“"+c.RowName+"”")
	}
	if len(names) > 3 {
		return diag.Textf("%s等 %d 行%s之和", "%s and others, %d rows in all (%s)", strings.Join(names[:2], "、"), len(names), first.Column)
	}
	return diag.Textf("%s%s之和", "%s %s in all", strings.Join(names, "、"), first.Column)
}

// group is the group of rows whose one column a reading adds up, nil for none.
func group(f *form.Form, x narrative.Reading) *form.Slot {
	path := f.Cells[x.Plus[0]].Path
	for {
		i := strings.LastIndexByte(path, '.')
		if i < 0 || len(x.Minus) > 0 {
			return nil
		}
		path = path[:i]
		s := f.Slot(path)
		if s == nil || s.Row {
			continue
		}
		rows := 0
		var count func(s *form.Slot)
		count = func(s *form.Slot) {
			for _, c := range s.Slots {
				if c.Row || c.Cell != nil {
					rows++
				} else {
					count(c)
				}
			}
		}
		count(s)
		if rows != len(x.Plus) {
			return nil
		}
		for _, i := range x.Plus {
			if !strings.HasPrefix(f.Cells[i].Path, path+".") {
				return nil
			}
		}
		return s
	}
}

// spokenOf lists the cells of the readings that are named to the reader.
func spokenOf(f *form.Form, readings ...narrative.Reading) []string {
	var out []string
	seen := map[int]bool{}
	for _, x := range readings {
		if !x.Named && len(out) > 0 {
			continue
		}
		for _, i := range x.Plus {
			if !seen[i] {
				seen[i] = true
				out = append(out, f.Cells[i].Path)
			}
		}
	}
	return out
}

// squeeze takes white space out of a name and makes full-width digits plain. Unlike legible it keeps the brackets that
// prose writes too.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		}
		return r
	}, s)
}
