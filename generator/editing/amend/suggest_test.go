package amend

import (
	"testing"
)

// A copied text is a value, or plainly means one, or means none.
func TestRead(t *testing.T) {
	s := open(catalogue(t), "content/a/reports/2023.md", []byte("---\nyear: 2023\n---\n"))
	for _, tc := range []struct {
		cell, text, value string
		doubt, none       bool
	}{
		{"applications.new.total", "42", "42", false, false},
		{"applications.new.total", "", "", false, false},
		{"applications.new.total", "４２", "42", true, false},
		{"applications.new.total", "1,042", "1042", true, false},
		{"applications.new.total", "1，042", "1042", true, false},
		{"applications.new.total", "10,42", "", true, false},
		{"applications.new.total", "1 042", "", true, false}, // two numbers, or one
		{"applications.new.total", "4 5", "", true, false},
		{"applications.new.total", "18件", "18", true, false},
		{"applications.new.total", "１８ 件", "18", true, false},
		{"applications.new.total", "18万元", "", true, false},
		{"applications.new.total", "24*", "24", true, false},
		{"applications.new.total", "24¹", "24", true, false},
		{"applications.new.total", "24件（注1）", "24", true, false},
		{"applications.new.total", "24[2]", "24", true, false},
		{"applications.new.total", "24（2）", "", true, false},
		{"applications.new.total", "24（3件）", "", true, false},
		{"applications.new.total", "(24)", "", true, false},
		{"applications.new.total", "约24", "", true, false},
		{"applications.new.total", "~~12~~15", "", true, false},
		{"applications.new.total", "*", "", true, false},
		{"proactive.fees", "18件", "", true, false},
		{"handling_fees.notices", "3 件", "3", true, false},
		{"applications.new.total", "　42　", "42", true, false},
		{"applications.new.total", "0042", "42", true, false},
		{"applications.new.total", "42.5", "", true, false},
		{"applications.new.total", "四十二", "", true, false},
		{"applications.new.total", "12（含转办3件）", "", true, false},
		{"applications.new.total", "-", "", true, true},
		{"applications.new.total", "无", "", true, true},
		{"proactive.fees", "1,042.50", "1042.50", true, false},
		{"proactive.fees", "1042.50万元", "1042.50", true, false},
		{"proactive.fees", "1042.50元", "", true, false},
	} {
		r, ok := s.Read(tc.cell, tc.text)
		if !ok || r.Value != tc.value || r.Doubt.IsZero() == tc.doubt || r.None != tc.none {
			t.Errorf("%q in %s: got %+v, %v, want %q, in doubt: %v, nothing: %v", tc.text, tc.cell, r, ok, tc.value, tc.doubt, tc.none)
		}
	}
	if _, ok := s.Read("applications.new", "1"); ok {
		t.Error("applications.new: got a reading of a whole row, want none")
	}
}
