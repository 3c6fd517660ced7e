package generator

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/rule"
	"gongkai/generator/rule/ruletest"
	"gongkai/generator/source"
)

var (
	rounds = flag.Int("rounds", 500, "random sites that are compared with the naive checker")
	seed   = flag.Uint64("seed", 20231231, "of the first random site")
)

// world is a made-up area: agencies over some years, a government that adds them up, and
// perhaps a merger of one agency into another.
type world struct {
	rnd      *rand.Rand
	agencies []*register.Agency
	years    int
	merger   int // the year of it, 0 for none; b goes into a
	figures  map[string][]*figures
}

const (
	government = "g"
	start      = 2021
)

func newWorld(seed uint64) *world {
	w := &world{rnd: rand.New(rand.NewPCG(seed, 4)), figures: map[string][]*figures{}}
	w.years = 1 + w.rnd.IntN(4)
	for i := range 1 + w.rnd.IntN(4) {
		w.agencies = append(w.agencies, &register.Agency{Slug: string(rune('a' + i)), Kind: "department", Level: "county", Parent: government})
	}
	if w.years > 1 && len(w.agencies) > 1 && w.rnd.IntN(2) == 0 {
		w.merger = start + 1 + w.rnd.IntN(w.years-1)
		w.agencies[0].Predecessors = []register.Predecessor{{Agency: "b", Year: w.merger}}
		w.agencies[1].Until = w.merger - 1
	}
	w.agencies = append(w.agencies, &register.Agency{Slug: government, Kind: "government", Level: "county"})
	for y := range w.years {
		area := &figures{}
		for _, a := range w.agencies {
			switch {
			case !w.there(a.Slug, start+y):
				continue
			case a.Slug == government:
				w.figures[government] = append(w.figures[government], area)
				continue
			}
			f := sound(w.rnd, w.before(a.Slug, start+y))
			w.figures[a.Slug] = append(w.figures[a.Slug], f)
		}
		for _, a := range w.agencies {
			if a.Slug != government && w.there(a.Slug, start+y) {
				area.add(w.figures[a.Slug][y])
			}
		}
	}
	return w
}

func (w *world) there(agency string, year int) bool {
	return agency != "b" || w.merger == 0 || year < w.merger
}

// before is what an agency's report of a year follows from; with a merger, what is open
// in both.
func (w *world) before(agency string, year int) *figures {
	last := w.last(agency, year)
	if m := w.merged(agency, year); last != nil && len(m) > 0 {
		both := *last
		for c := range both.applications[carriedOut] {
			both.applications[carriedOut][c] += m[0].applications[carriedOut][c]
		}
		for i := range both.stock {
			both.stock[i][2] += m[0].stock[i][2]
		}
		return &both
	}
	return last
}

func (w *world) last(agency string, year int) *figures {
	if year == start {
		return nil
	}
	return w.figures[agency][year-1-start]
}

func (w *world) merged(agency string, year int) []*figures {
	if agency != "a" || year != w.merger {
		return nil
	}
	return []*figures{w.last("b", year)}
}

// spoil changes some figures.
func (w *world) spoil() {
	for range 1 + w.rnd.IntN(5) {
		a := w.agencies[w.rnd.IntN(len(w.agencies))].Slug
		cells := w.figures[a][w.rnd.IntN(len(w.figures[a]))].cells()
		*cells[w.rnd.IntN(len(cells))] = w.rnd.IntN(200)
	}
}

// each calls do for every report, with the parts of a government's.
func (w *world) each(do func(agency string, year int, f *figures, parts []string)) {
	for _, a := range w.agencies {
		for y, f := range w.figures[a.Slug] {
			var parts []string
			for _, b := range w.agencies {
				if a.Slug == government && b.Slug != government && w.there(b.Slug, start+y) {
					parts = append(parts, b.Slug)
				}
			}
			do(a.Slug, start+y, f, parts)
		}
	}
}

// naive is what the independent checker finds.
func (w *world) naive() (out []string) {
	w.each(func(agency string, year int, f *figures, parts []string) {
		file := fmt.Sprintf("content/%s/reports/%d.md", agency, year)
		out = append(out, naive(file, f, w.last(agency, year), w.merged(agency, year)...)...)
		if agency == government {
			var of []*figures
			for _, p := range parts {
				of = append(of, w.figures[p][year-start])
			}
			out = append(out, naiveArea(file, f, of)...)
		}
	})
	slices.Sort(out)
	return out
}

func (w *world) reports(t *testing.T, forms *form.Catalogue) (out []*report.Report) {
	w.each(func(agency string, year int, f *figures, parts []string) {
		head := ""
		if agency == government {
			head = "scope: government\nincludes: [" + strings.Join(parts, ", ") + "]\n"
		}
		text := f.text(year, head)
		r, findings := report.Bind(source.Parse(fmt.Sprintf("content/%s/reports/%d.md", agency, year), []byte(text)), forms, "reports", agency)
		if len(findings) > 0 {
			t.Fatalf("got %+v, want no finding in\n%s", findings[0], text)
		}
		out = append(out, r)
	})
	return out
}

// What is found in randomly broken areas of several agencies and years is what an
// independent checker finds. -rounds and -seed choose how many, and which.
func TestFindingsEqualNaiveChecker(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d rounds from seed %d", *rounds, *seed)
	arithmetic := strings.Fields("row-total results-total balance review-total carry-over carry-over-column in-force jump area-total")
	faults := map[string]int{}
	for round := range *rounds {
		seed := *seed + uint64(round)
		w := newWorld(seed)
		if sound := w.naive(); slices.ContainsFunc(sound, func(s string) bool { return !strings.Contains(s, " jump ") }) {
			t.Fatalf("seed %d: the sound world has faults: %v", seed, sound)
		}
		w.spoil()
		reports := w.reports(t, forms)
		var got []string
		for _, f := range ruletest.Findings(&rule.Input{Agencies: w.agencies, Reports: reports}) {
			if slices.Contains(arithmetic, f.Rule) {
				faults[f.Rule]++
				got = append(got, f.File+" "+f.Rule+" "+f.Cells[0])
				pointsAt(t, reports, &f)
			}
		}
		slices.Sort(got)
		if want := w.naive(); !slices.Equal(got, want) {
			t.Fatalf("seed %d: found\n%s\nwant\n%s", seed, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	for _, r := range arithmetic {
		if faults[r] < *rounds/100 {
			t.Errorf("got %d faults of %s in %d rounds, want at least one in 100", faults[r], r, *rounds)
		}
	}
}

// pointsAt checks that a finding is at the value of its first cell and gives it.
func pointsAt(t *testing.T, reports []*report.Report, f *diag.Finding) {
	for _, r := range reports {
		if r.File != f.File {
			continue
		}
		v := r.Value(r.Form.Cell(f.Cells[0]))
		if v.Span != f.Span || v.Text != f.Actual || f.Expected == f.Actual || f.Expected == "" && f.Rule != "jump" {
			t.Errorf("got the finding %+v, want it at the value %+v, with its text and another one expected", f, v)
		}
	}
}
