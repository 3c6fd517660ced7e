package form

import "testing"

// A figure joins with another form by concept only: its table 2 is another form's table 2
// in name alone.
func TestFigureJoinsByConcept(t *testing.T) {
	forms, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	now, before, legacy := forms.ByID("cn-2021"), forms.ByID("cn-2019"), forms.ByID("cn-legacy")
	for i := range now.Figures {
		x := &now.Figures[i]
		y, ok := x.In(before, now)
		if !ok || len(y.Cells) != len(x.Cells) || len(y.Of) != len(x.Of) || before.Cell(y.Cells[0].Path) != y.Cells[0] {
			t.Errorf("%s does not join with %s", x.Label, before.ID)
		}
		if z := before.Figures[i]; z.Signature != x.Signature {
			t.Errorf("%s and %s are signed %q and %q", x.Label, z.Label, x.Signature, z.Signature)
		}
		if _, ok := x.In(legacy, now); ok {
			t.Errorf("%s joins with %s", x.Label, legacy.ID)
		}
	}
	x := Figure{Cells: []*Cell{now.Cell("proactive.regulations.issued")}}
	if _, ok := x.In(before, now); ok {
		t.Error("a figure of table 2 joins with another form's")
	}
	x = Figure{Cells: []*Cell{now.Cell("applications.new.total")}, Of: []*Cell{now.Cell("proactive.licensing")}}
	if _, ok := x.In(before, now); ok {
		t.Error("a ratio joins although its denominator does not")
	}
}
