package form

import (
	"io/fs"
	"testing"
)

// A definition, however broken, ends in a form or in findings with a place, never in a
// crash; a form that loads can be laid out and extended.
// Pieces of definitions.
const (
	head  = "id: x\nfamily: f\ntitle: t\nyears: {from: 2021}\n"
	table = "tables: [{id: a, caption: A, columns: [{id: c, label: C}, {id: d, label: D}], rows: [{id: r, label: R}, {id: q, label: Q}]}]\n"
	print = "sections: [{id: s, heading: S, table: a}]\n"
	over  = "id: x\nextends: cn-2021\n"
)

func FuzzDefinition(f *testing.F) {
	c, err := Builtin()
	if err != nil {
		f.Fatal(err)
	}
	names, _ := fs.Glob(defs, "defs/*.yaml")
	for _, name := range names {
		data, _ := fs.ReadFile(defs, name)
		f.Add(data)
	}
	for _, text := range []string{
		head + table + print + "relations: [{rule: sum, kind: sum, total: a.*.c, parts: [a.*.d]}]\nfigures: [{label: F, cells: [a.r.c]}]\nchecks: {jump: [a.r.c]}\n",
		head + "row_sets: {s: [{id: x, label: X}]}\ntables: [{id: a, caption: A, across: true, columns: [{label: C, columns: [{id: c, label: C}]}], rows: [{rows_of: s}, {label: R, rows: [{id: r, label: R, extra: true}]}]}]\n" + print,
		over + "tables: [{id: applications, rows: [{id: results, rows: [{id: other, replace: true, label: 其他}, {id: granted, remove: true}, {id: n, after: total, label: N}]}]}]\nchecks: {fees: ~, wording: {units: {add: [卷], remove: [件]}}}\nrelations: [{id: results-total, parts: [results.partial]}]\n",
		head + "tables: [{id: a, caption: A, list: {}}, {id: b, caption: B, list: c}]\n" + print,
		"id: x\nextends: us-foia\nrow_sets: {components: [{id: a, label: A}]}\nrelations: [{id: costs, severity: warning}]\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		form, findings := c.Load("forms/x.yaml", data)
		if form == nil && len(findings) == 0 {
			t.Fatal("nothing is said")
		}
		for _, x := range findings {
			if x.Span.Line < 1 || x.File != "forms/x.yaml" || x.Message.EN == "" {
				t.Fatalf("got %+v, want a line of forms/x.yaml and a message", x)
			}
		}
		if form == nil {
			return
		}
		for i, table := range form.Tables {
			table.Layout(i + 1)
		}
		for _, r := range form.Relations {
			for _, l := range r.Lines {
				if form.Cell(l.Total.Path) != l.Total {
					t.Fatalf("%s blames %s, which is not there", r.ID, l.Total.Path)
				}
			}
		}
	})
}
