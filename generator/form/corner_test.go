package form

import "testing"

// What is over the names of the rows is a header where the form names them, and blank where it says nothing: a header
// that is empty would fail the audit of the page.
func TestCornerOfTable(t *testing.T) {
	for given, want := range map[string]GridCell{
		"":                   {Corner: true},
		", row_header: 渠道":   {Header: true, Text: "渠道"},
		", corner: 本表由各机关填报": {Corner: true, Text: "本表由各机关填报"},
	} {
		f := extended(t, "id: x\nfamily: f\ntitle: t\nyears: {from: 2021}\ntables: [{id: a, caption: A"+given+", columns: [{id: c, label: C}], rows: [{id: r, label: R}]}]\nsections: [{id: s, heading: S, table: a}]\n")
		if got := f.Tables[0].Layout(1).Head[0][0]; got.Header != want.Header || got.Corner != want.Corner || got.Text != want.Text {
			t.Errorf("%q: got %+v, want %+v", given, got, want)
		}
	}
}

// A column that takes several printed ones takes them in a table that is printed as one row too.
func TestSpanAcross(t *testing.T) {
	f := extended(t, "id: x\nfamily: f\ntitle: t\nyears: {from: 2021}\ntables: [{id: a, caption: A, across: true, columns: [{id: c, label: C, span: 2}, {id: d, label: D}], rows: [{id: r, label: R}, {id: q, label: Q}]}]\nsections: [{id: s, heading: S, table: a}]\n")
	g := f.Tables[0].Layout(1)
	for _, row := range append(g.Head, g.Bodies[0]...) {
		n := 0
		for _, c := range row {
			n += c.Colspan
		}
		if n != 6 {
			t.Errorf("a row is %d columns wide, want 6", n)
		}
	}
}
