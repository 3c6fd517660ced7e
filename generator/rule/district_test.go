package rule_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/report/reporttest"
	"gongkai/generator/rule"
	"gongkai/generator/rule/ruletest"
	"gongkai/generator/source"
)

// A made-up district of forty bodies over five years: departments, four towns that add
// up bodies of their own, two bodies run from above, one excluded, and a reform in the
// third year that merges one department into another and founds a third.
type district struct {
	forms    *form.Catalogue
	agencies []*register.Agency
	includes []string
	rnd      *rand.Rand
}

const (
	firstYear, reform, lastYear = 2021, 2023, 2025
	old, heir, founded          = "d07", "d08", "d20"
)

func newDistrict(t *testing.T) *district {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	d := &district{forms: forms, rnd: rand.New(rand.NewPCG(40, 5))}
	add := func(a *register.Agency) {
		a.Name, a.ShortName = a.Slug, a.Slug
		d.agencies = append(d.agencies, a)
	}
	add(&register.Agency{Slug: "q", Kind: "government", Level: "county"})
	for i := range 22 {
		a := &register.Agency{Slug: fmt.Sprintf("d%02d", i), Kind: "department", Level: "county", Parent: "q"}
		switch {
		case a.Slug == old:
			a.Until = reform - 1
		case a.Slug == heir:
			a.Predecessors = []register.Predecessor{{Agency: old, Year: reform}}
		case a.Slug == founded:
			a.Since = reform
		}
		add(a)
		d.includes = append(d.includes, a.Slug)
	}
	for i := range 4 {
		town := fmt.Sprintf("t%d", i)
		add(&register.Agency{Slug: town, Kind: "government", Level: "town", Parent: "q"})
		d.includes = append(d.includes, town)
		for j := range 3 {
			add(&register.Agency{Slug: fmt.Sprintf("t%d-%d", i, j), Kind: "department", Level: "town", Parent: town})
		}
	}
	add(&register.Agency{Slug: "v1", Kind: "vertical", Level: "county", Parent: "q"})
	add(&register.Agency{Slug: "x", Kind: "outpost", Level: "county", Parent: "q"})
	return d
}

// sums are a body's figures of one year: licences, new applications and those carried out.
type sums struct{ licences, natural, firms, in, out int }

func (s *sums) plus(o sums) {
	s.licences, s.natural, s.firms, s.in, s.out = s.licences+o.licences, s.natural+o.natural, s.firms+o.firms, s.in+o.in, s.out+o.out
}

func (d *district) there(a string, year int) bool {
	return !(a == old && year >= reform || a == founded && year < reform)
}

func (d *district) report(t *testing.T, agency string, year int, s sums, head string) *report.Report {
	row := func(natural, firms int) string {
		return fmt.Sprintf(" [%d, %d, 0, 0, 0, 0, %d]", natural, firms, natural+firms)
	}
	done := row(s.natural+s.in-s.out, s.firms)
	text := fmt.Sprintf("%sproactive.licensing: %d\napplications.new:%s\napplications.carried_in:%s\napplications.results.granted:%s\napplications.results.total:%s\napplications.carried_out:%s\n",
		head, s.licences, row(s.natural, s.firms), row(s.in, 0), done, done, row(s.out, 0))
	r, findings := report.Bind(source.Parse(fmt.Sprintf("content/%s/reports/%d.md", agency, year), []byte(expand(text, fmt.Sprint(year), d.forms))), d.forms, "reports", agency)
	if len(findings) > 0 {
		t.Fatalf("got %v, want no finding in\n%s", findings, text)
	}
	return r
}

// reports makes five sound years.
func (d *district) reports(t *testing.T) []*report.Report {
	var out []*report.Report
	open := map[string]int{}
	for year := firstYear; year <= lastYear; year++ {
		if year == reform {
			open[heir] += open[old]
		}
		var all sums
		towns := map[string]sums{}
		for _, a := range d.agencies {
			if a.Kind == "government" || !d.there(a.Slug, year) {
				continue
			}
			s := sums{d.rnd.IntN(90), 3 + d.rnd.IntN(9), d.rnd.IntN(9), open[a.Slug], d.rnd.IntN(4)}
			open[a.Slug] = s.out
			out = append(out, d.report(t, a.Slug, year, s, ""))
			switch {
			case a.Level == "town":
				town := towns[a.Parent]
				town.plus(s)
				towns[a.Parent] = town
				all.plus(s)
			case a.Kind == "department":
				all.plus(s)
			}
		}
		for _, town := range slices.Sorted(maps.Keys(towns)) {
			s := towns[town]
			out = append(out, d.report(t, town, year, s, fmt.Sprintf("scope: government\nincludes: [%[1]s-0, %[1]s-1, %[1]s-2]\n", town)))
		}
		list := slices.DeleteFunc(slices.Clone(d.includes), func(a string) bool { return !d.there(a, year) })
		out = append(out, d.report(t, "q", year, all, "scope: government\nincludes: ["+strings.Join(list, ", ")+"]\nexcludes: [{agency: x, reason: 由市级汇总}]\n"))
	}
	return out
}

func TestDistrict(t *testing.T) {
	d := newDistrict(t)
	if len(d.agencies) < 40 {
		t.Fatalf("got %d bodies, want at least 40", len(d.agencies))
	}
	reports := d.reports(t)
	corpus := &rule.Input{Agencies: d.agencies, Reports: reports}
	about := func(ids ...string) (out []string) {
		for _, f := range ruletest.Findings(corpus) {
			if slices.Contains(ids, f.Rule) {
				cell := ""
				if len(f.Cells) > 0 {
					cell = f.Cells[0]
				}
				out = append(out, f.File+" "+cell)
			}
		}
		return out
	}
	if got := about("area-total", "carry-over", "carry-over-column", "row-total", "results-total", "balance", "missing-year"); len(got) > 0 {
		t.Fatalf("got %v, want no finding in a sound district", got)
	}
	// Whichever figure of whichever report is changed, the totals above it are found.
	for round := range 200 {
		r := reports[d.rnd.IntN(len(reports))]
		a := d.agencies[slices.IndexFunc(d.agencies, func(a *register.Agency) bool { return a.Slug == r.Agency })]
		c := r.Form.Cells[d.rnd.IntN(len(r.Form.Cells))]
		v := r.Value(c)
		if v.State != report.Valid || strings.HasPrefix(c.Path, "handling_fees") {
			continue
		}
		var want []string
		total := func(agency string) {
			want = append(want, fmt.Sprintf("content/%s/reports/%d.md %s", agency, r.Year, c.Path))
		}
		if a.Kind == "government" {
			total(a.Slug)
		}
		if a.Parent != "" && (a.Kind == "department" || a.Kind == "government") {
			total(a.Parent)
		}
		before, changed := r.Values, r.Values.All()
		changed[c.Index].Int++
		r.Values = reporttest.Values(changed)
		got := about("area-total")
		r.Values = before
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("round %d, %s %s: found %v, want %v", round, r.File, c.Path, got, want)
		}
	}
}
