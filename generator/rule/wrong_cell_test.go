package rule_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/report/reporttest"
	"gongkai/generator/rule"
	"gongkai/generator/rule/ruletest"
	"gongkai/generator/source"
)

// years are sound reports of one agency of three years, one after the other.
type years [3]*report.Report

// template is a report of zeros of each of the three years.
func template(t testing.TB, forms *form.Catalogue) (out years) {
	t.Helper()
	for i := range out {
		year := 2021 + i
		files := map[string]string{fmt.Sprintf("content/a/reports/%d.md", year): "# base\n"}
		complete(files, forms)
		for file, text := range files {
			if !strings.HasSuffix(file, "reports/"+strconv.Itoa(year)+".md") {
				continue
			}
			r, findings := report.Bind(source.Parse(file, []byte(text)), forms, "reports", "a")
			if r == nil || len(findings) > 0 {
				t.Fatalf("%s: %+v", file, findings)
			}
			out[i] = r
		}
	}
	return out
}

// random fills the three years with figures of all sizes between which every relation
// holds.
func random(rnd *rand.Rand, of years) (out years) {
	columns := strings.Fields("natural commercial research public_welfare legal other")
	size := func(column int) int64 {
		switch {
		case rnd.IntN(5) < 2:
			return 0
		case column == 0:
			return rnd.Int64N(400)
		}
		return rnd.Int64N(40)
	}
	for i, r := range of {
		v := map[string]int64{}
		carried := func(path string) int64 {
			if i == 0 {
				return rnd.Int64N(5)
			}
			return out[i-1].Value(r.Form.Cell(path)).Int
		}
		sums := map[string]bool{}
		for _, c := range r.Form.Cells {
			if strings.HasPrefix(c.Path, "applications.") && !strings.HasSuffix(c.Path, ".total") {
				sums[c.Row] = true
			}
		}
		for j, column := range columns {
			for row := range sums {
				if strings.HasPrefix(row, "applications.results.") && row != "applications.results.total" {
					v[row+"."+column] = 0
				}
			}
			rows := []string{}
			for path := range v {
				if strings.HasSuffix(path, "."+column) && strings.HasPrefix(path, "applications.results.") {
					rows = append(rows, path)
				}
			}
			slices.Sort(rows) // for the same numbers from the same seed
			results := int64(0)
			for _, path := range rows {
				v[path] = size(j)
				results += v[path]
			}
			in, over := carried("applications.carried_out."+column), rnd.Int64N(20)
			if lack := in - results - over; lack > 0 {
				v["applications.results.granted."+column] += lack
				results += lack
			}
			v["applications.results.total."+column], v["applications.carried_in."+column] = results, in
			v["applications.carried_out."+column], v["applications.new."+column] = over, results+over-in
		}
		for row := range sums {
			for _, column := range columns {
				v[row+".total"] += v[row+"."+column]
			}
		}
		for _, row := range strings.Fields("reconsideration direct_litigation litigation_after_reconsideration") {
			for _, column := range strings.Fields("upheld corrected other pending") {
				n := rnd.Int64N(30)
				v["review."+row+"."+column] = n
				v["review."+row+".total"] += n
			}
		}
		for _, row := range strings.Fields("regulations normative_documents") {
			path := "proactive." + row
			v[path+".issued"], v[path+".repealed"] = rnd.Int64N(20), rnd.Int64N(15)
			v[path+".in_force"] = 100 + rnd.Int64N(50)
			if i > 0 {
				v[path+".in_force"] = carried(path+".in_force") + v[path+".issued"] - v[path+".repealed"]
			}
		}
		for _, cell := range strings.Fields("licensing penalties coercion fees") {
			v["proactive."+cell] = rnd.Int64N(5000)
		}
		out[i] = with(r, v)
	}
	return out
}

// with returns a report with other figures.
func with(r *report.Report, figures map[string]int64) *report.Report {
	values := r.Values.All()
	for path, n := range figures {
		c := r.Form.Cell(path)
		values[c.Index].Number = report.Number{Int: n}
		values[c.Index].Text = values[c.Index].String()
	}
	changed := *r
	changed.Values = reporttest.Values(values)
	return &changed
}

// arithmetic are the rules that the three years can break by their figures.
var arithmetic = strings.Fields("row-total results-total balance review-total carry-over carry-over-column in-force")

// found divides the findings about figures into those about relations and those about
// wrong cells.
func (ys years) found() (relations, cells []diag.Finding) {
	for _, f := range ruletest.Findings(&rule.Input{Reports: ys[:]}) {
		switch {
		case f.Rule == "wrong-cell":
			cells = append(cells, f)
		case slices.Contains(arithmetic, f.Rule):
			relations = append(relations, f)
		}
	}
	return relations, cells
}

// mistyped lists what a figure may have become.
func mistyped(n int64) map[string]int64 {
	out := map[string]int64{"one more": n + 1, "ten times": n * 10}
	if n > 0 {
		out["one less"] = n - 1
	}
	if s := []byte(strconv.FormatInt(n, 10)); len(s) > 1 && s[len(s)-1] != s[len(s)-2] {
		s[len(s)-1], s[len(s)-2] = s[len(s)-2], s[len(s)-1]
		if m, err := strconv.ParseInt(string(s), 10, 64); err == nil && s[0] != '0' {
			out["swapped"] = m
		}
	}
	for how, m := range out {
		if m == n {
			delete(out, how)
		}
	}
	return out
}

// Each cell of a report that is between last year's and next year's is changed in each
// way. Where more than one relation breaks, the cell is named, with the figure that it was.
func TestOneWrongCellIsNamed(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	empty := template(t, forms)
	type tally struct{ one, named, silent, wrong int } // one: at most one relation breaks
	tables := map[string]*tally{"proactive": {}, "applications": {}, "review": {}}
	const samples = 2
	rnd := rand.New(rand.NewPCG(1, 2))
	for range samples {
		sound := random(rnd, empty)
		if relations, cells := sound.found(); len(relations)+len(cells) > 0 {
			t.Fatalf("got %+v, want no finding in sound reports", append(relations, cells...)[0])
		}
		for _, c := range sound[1].Form.Cells[:200] {
			meant := sound[1].Value(c)
			table, _, _ := strings.Cut(c.Path, ".")
			n := tables[table]
			for how, m := range mistyped(meant.Int) {
				spoiled := sound
				spoiled[1] = with(sound[1], map[string]int64{c.Path: m})
				relations, cells := spoiled.found()
				switch {
				case len(relations) < 2:
					if n.one++; len(cells) > 0 {
						t.Errorf("%s %s: got %s, want no cell claimed by %d relations", c.Path, how, cells[0].Text("en"), len(relations))
					}
				case len(cells) == 0:
					n.silent++
				case len(cells) == 1 && cells[0].Cells[0] == c.Path && len(cells[0].Cells) == 1 && cells[0].Expected == meant.Text && cells[0].File == sound[1].File && cells[0].Explains == len(relations):
					n.named++
				default:
					n.wrong++
					t.Errorf("%s %s: got %+v, want that cell alone, expected %s", c.Path, how, cells, meant.Text)
				}
			}
		}
	}
	for _, name := range []string{"proactive", "applications", "review"} {
		n := tables[name]
		t.Logf("%-12s at most one relation: %4d   named: %4d   silent: %d   wrong: %d", name, n.one, n.named, n.silent, n.wrong)
	}
	if n := tables["applications"]; n.one > 0 || n.silent > 0 || n.named < 175*2*samples {
		t.Errorf("applications: got %+v, want none silent or with one relation, %d named", *n, 175*2*samples)
	}
	if n := tables["proactive"]; n.named < 2*2*samples || n.silent > 0 {
		t.Errorf("proactive: got %+v, want none silent, %d named", *n, 2*2*samples)
	}
	if n := tables["review"]; n.named > 0 || n.one < 15*2*samples {
		t.Errorf("review: got %+v, want none named, %d with one relation", *n, 15*2*samples)
	}
}

// Of two cells of a report that are wrong both are named, or one, or nothing is said; next
// to never another.
func TestTwoWrongCells(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	empty := template(t, forms)
	rnd := rand.New(rand.NewPCG(3, 4))
	const rounds = 500
	var both, part, either, silent, wrong int
	var sound years
	for round := range rounds {
		if round%100 == 0 {
			sound = random(rnd, empty)
		}
		cells := sound[1].Form.Cells[:200]
		changed := map[string]int64{}
		for len(changed) < 2 {
			c := cells[rnd.IntN(len(cells))]
			ways := mistyped(sound[1].Value(c).Int)
			hows := []string{}
			for how := range ways {
				hows = append(hows, how)
			}
			if len(hows) == 0 {
				continue
			}
			slices.Sort(hows)
			changed[c.Path] = ways[hows[rnd.IntN(len(hows))]]
		}
		spoiled := sound
		spoiled[1] = with(sound[1], changed)
		_, claims := spoiled.found()
		right, ambiguous := 0, 0
		bad := false
		for _, f := range claims {
			_, mine := changed[f.Cells[0]]
			switch {
			case f.Expected == "" && slices.ContainsFunc(f.Cells, func(c string) bool { _, ok := changed[c]; return ok }):
				ambiguous++
			case mine && f.File == sound[1].File && f.Expected == sound[1].Value(sound[1].Form.Cell(f.Cells[0])).Text:
				right++
			default:
				bad = true
				t.Logf("changed %v: %s", changed, f.Text("en"))
			}
		}
		switch {
		case bad:
			wrong++
		case right == 2:
			both++
		case right == 1:
			part++
		case ambiguous > 0:
			either++
		default:
			silent++
		}
	}
	t.Logf("of %d: both named %d, one named %d, one of two %d, nothing %d, wrong %d", rounds, both, part, either, silent, wrong)
	if wrong > 0 || both < rounds*6/10 {
		t.Errorf("got %d of %d wrong, %d with both cells, want none and six in ten", wrong, rounds, both)
	}
}

// A run of figures of a row or a column that is one place off is named with the places that
// they belong in, or nothing is said; other cells never are.
func TestShiftedRunsAreNamed(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	empty := template(t, forms)
	rnd := rand.New(rand.NewPCG(9, 10))
	var named, less, silent, wrong int
	for round := range 300 {
		sound := random(rnd, empty)
		r := sound[1]
		var line []*form.Cell
		for line == nil || !strings.HasPrefix(line[0].Path, "applications.") {
			lines := r.Form.Tables[1].Lines()
			line = lines[rnd.IntN(len(lines))]
		}
		from := rnd.IntN(len(line) - 2)
		to := min(from+2+rnd.IntN(5), len(line)-1)
		run := line[from : to+1]
		changed := map[string]int64{}
		for i, c := range run { // a blank slips in at one end, and pushes out the figure at the other
			before := int64(0)
			switch right := round%2 == 0; {
			case right && i > 0:
				before = r.Value(run[i-1]).Int
			case !right && i < len(run)-1:
				before = r.Value(run[i+1]).Int
			}
			if before != r.Value(c).Int {
				changed[c.Path] = before
			}
		}
		spoiled := sound
		spoiled[1] = with(r, changed)
		relations, claims := spoiled.found()
		if len(relations) < 3 {
			continue
		}
		right := 0
		for _, f := range claims {
			if _, ok := changed[f.Cells[0]]; !ok || f.File != r.File || f.Expected != r.Value(r.Form.Cell(f.Cells[0])).Text {
				wrong++
				t.Errorf("round %d: %v: %s", round, changed, f.Text("en"))
			} else {
				right += len(f.Cells)
			}
		}
		switch {
		case right == len(changed):
			named++
		case right > 0:
			less++
		default:
			silent++
		}
	}
	t.Logf("the run named: %d, some of it: %d, nothing: %d, wrong: %d", named, less, silent, wrong)
	if named < (named+less+silent)/2 {
		t.Errorf("got %d of %d runs named, want half", named, named+less+silent)
	}
}

// What a published report really had wrong, as the example site has it, has no cell that
// explains it: two rows without a total.
func TestPublishedErrorsNameNoCell(t *testing.T) {
	const file = "../../content/hongze/reports/2023.md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	front, rest, ok := strings.Cut(string(text), "\nwaive:\n")
	_, rest, more := strings.Cut(rest, "\nsource:")
	if !ok || !more || !strings.Contains(string(text), "rule: review-total") {
		t.Fatalf("%s: got no waivers of review-total before source:, want them in\n%s", file, text)
	}
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	if findings := forms.AddDir(os.DirFS("../..")); len(findings) > 0 {
		t.Fatalf("got %+v, want no finding", findings)
	}
	r, findings := report.Bind(source.Parse("content/hongze/reports/2023.md", []byte(front+"\nsource:"+rest)), forms, "reports", "hongze")
	if r == nil || len(findings) > 0 {
		t.Fatalf("got %+v, want no finding", findings)
	}
	relations, cells := years{r, r, r}.found()
	if len(relations) < 2 || len(cells) > 0 {
		t.Errorf("got %d relations that do not hold, and %+v claimed, want 2 at least, and nothing", len(relations), cells)
	}
}

// A finding is as grave as the gravest that it explains, and settings do not make it
// milder; one that is waived explains nothing.
func TestWeightOfWrongCells(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	spoiled := random(rand.New(rand.NewPCG(11, 12)), template(t, forms))
	spoiled[1] = with(spoiled[1], map[string]int64{"proactive.normative_documents.in_force": 999})
	of := func(set rule.Settings, waivers ...report.Waiver) (lead diag.Finding, s diag.Summary) {
		reports := slices.Clone(spoiled[:])
		r := *spoiled[1]
		r.Waivers = waivers
		reports[1] = &r
		h := rule.NewRegistry(&rule.Input{Reports: reports})
		all := rule.ApplyWaivers(h.Localize("a", h.Check("a", nil), set, nil), reports, set)
		var about []diag.Finding
		for _, f := range all {
			if f.Rule == "wrong-cell" {
				lead = f
			}
			if f.Rule == "wrong-cell" || f.Rule == "in-force" {
				about = append(about, f)
			}
		}
		return lead, diag.Summarise(about, 0)
	}
	inForce := report.Waiver{Rule: "in-force", Reason: "清理"}
	for name, tc := range map[string]struct {
		set     rule.Settings
		waivers []report.Waiver
		want    diag.Severity // Off: no such finding
		sum     diag.Summary
	}{
		"warnings":                {nil, nil, diag.Warning, diag.Summary{Warnings: 1}},
		"raised":                  {rule.Settings{"wrong-cell": diag.Error}, nil, diag.Error, diag.Summary{Errors: 1}},
		"errors":                  {rule.Settings{"in-force": diag.Error}, nil, diag.Error, diag.Summary{Errors: 1}},
		"errors, not to be lower": {rule.Settings{"in-force": diag.Error, "wrong-cell": diag.Warning}, nil, diag.Error, diag.Summary{Errors: 1}},
		"off":                     {rule.Settings{"wrong-cell": diag.Off}, nil, diag.Off, diag.Summary{Warnings: 2}},
		"the others off":          {rule.Settings{"in-force": diag.Off}, nil, diag.Off, diag.Summary{}},
		"one waived":              {nil, []report.Waiver{inForce}, diag.Off, diag.Summary{Warnings: 1, Waived: 1}},
		"a waiver without reason": {nil, []report.Waiver{{Rule: "in-force"}}, diag.Warning, diag.Summary{Warnings: 1}},
		"itself waived":           {nil, []report.Waiver{{Rule: "wrong-cell", Reason: "确实"}}, diag.Warning, diag.Summary{Warnings: 2, Waived: 1}},
	} {
		lead, sum := of(tc.set, tc.waivers...)
		if lead.Severity != tc.want || sum != tc.sum {
			t.Errorf("%s: %v, %+v; want %v, %+v", name, lead.Severity, sum, tc.want, tc.sum)
		}
	}
}

// Nothing is looked for where fewer than two relations do not hold, so that sound reports
// cost what they did.
func TestSoundReportsAreNotSearched(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	sound := random(rand.New(rand.NewPCG(13, 14)), template(t, forms))
	sound[1] = with(sound[1], map[string]int64{"review.reconsideration.total": 999})
	h := rule.NewRegistry(&rule.Input{Reports: sound[:]})
	found := h.Check("a", nil)
	if n := testing.AllocsPerRun(100, func() { h.Localize("a", found, nil, nil) }); n > 3 {
		t.Errorf("%v allocations for %d findings, want 3 at most", n, len(found))
	}
}
