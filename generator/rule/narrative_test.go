package rule_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/prose"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/report/reporttest"
	"gongkai/generator/rule"
	"gongkai/generator/rule/ruletest"
)

// figures makes a report with some figures, "new=12 granted.natural=3": a row alone is
// its total; what is not given is 0, or what a table adds up.
func figures(t testing.TB, f *form.Form, agency string, year int, given string) *report.Report {
	t.Helper()
	r := &report.Report{Agency: agency, Year: year, Form: f, File: fmt.Sprintf("content/%s/reports/%d.md", agency, year), Body: prose.Parse(nil, 1), Scope: "agency"}
	values := make([]report.Value, len(f.Cells))
	for i := range values {
		values[i].State = report.Valid
	}
	for pair := range strings.FieldsSeq(given) {
		name, value, _ := strings.Cut(pair, "=")
		var slot *form.Slot
		for _, prefix := range []string{"", "applications.", "applications.results.", "applications.results.refused.", "applications.results.unavailable.",
			"applications.results.not_processed.", "applications.results.other.", "review.", "proactive.", "handling_fees."} {
			if slot = f.Slot(prefix + name); slot != nil && (slot.Cell != nil || slot.Row) {
				break
			}
		}
		if slot != nil && slot.Cell == nil {
			slot = slot.Child("total")
		}
		if slot == nil || slot.Cell == nil {
			t.Fatalf("%q: got no cell, want one of the form", name)
		}
		whole, fraction, _ := strings.Cut(value, ".")
		n, err := strconv.ParseInt(whole+fraction, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		values[slot.Cell.Index].Number = report.Number{Int: n, Scale: len(fraction)}
	}
	r.Values = reporttest.Values(values)
	return r
}

// narrated returns the findings of the narrative rules in a text, one a line: rule, first
// cell, expected and actual.
func narrated(a *register.Agency, last, r *report.Report, text string) []string {
	r.Body = prose.Parse([]byte(text), 1)
	c := &rule.Input{Agencies: []*register.Agency{a}, Reports: []*report.Report{r}}
	if last != nil {
		c.Reports = append(c.Reports, last)
	}
	var out []string
	for _, f := range ruletest.Findings(c) {
		if !strings.HasPrefix(f.Rule, "narrative-") {
			continue
		}
		where := ""
		if len(f.Cells) > 0 {
			where = " " + f.Cells[0]
		}
		out = append(out, fmt.Sprintf("%s%s %s %s", strings.TrimPrefix(f.Rule, "narrative-"), where, f.Expected, f.Actual))
	}
	return out
}

// The sentences of testdata/narrative.txt and what is found in each.
func TestNarrativeSentences(t *testing.T) {
	data, err := os.ReadFile("testdata/narrative.txt")
	if err != nil {
		t.Fatal(err)
	}
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	f := forms.DefaultFor("reports", 2023)
	var now, before, scope string
	agency := &register.Agency{Slug: "a", Name: "示例市某局", Kind: "department", Level: "city"}
	silent, total := 0, 0
	for i, line := range strings.Split(string(data), "\n") {
		key, rest, _ := strings.Cut(line, " ")
		switch key {
		case "", "#":
			continue
		case "figures":
			now, before = rest, ""
		case "last":
			before = rest
		case "agency":
			agency.Name, agency.ShortName, _ = strings.Cut(rest, " ")
		case "scope":
			scope = rest
		case "kind":
			agency.Kind, agency.Level, _ = strings.Cut(rest, " ")
		case "ok", "bad":
			total++
			parts := strings.Split(rest, " | ")
			text := strings.NewReplacer("⏎", "\n", "¦", "|", "‹200B›", "\u200B", "‹2060›", "\u2060").Replace(parts[0])
			want := parts[1:]
			for j := range want {
				want[j] = strings.TrimSpace(want[j])
			}
			if key == "ok" {
				silent++
			}
			r := figures(t, f, "a", 2023, now)
			r.Scope = scope
			var last *report.Report
			if before != "" {
				last = figures(t, f, "a", 2022, before)
				last.Scope = scope
			}
			if (key == "ok") != (len(want) == 0) {
				t.Errorf("line %d: got %s with %d findings, want ok without any or bad with some", i+1, key, len(want))
			}
			if got := narrated(agency, last, r, text); !slices.Equal(got, want) {
				t.Errorf("line %d: %s\ngot  %q\nwant %q", i+1, text, got, want)
			}
		default:
			t.Errorf("line %d: got %q, want a key that is known", i+1, line)
		}
	}
	if total < 150 || silent*2 < total {
		t.Errorf("got %d sentences, %d of them silent, want at least 150, half of them", total, silent)
	}
}
