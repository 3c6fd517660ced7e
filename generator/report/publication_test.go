package report

import "testing"

func TestAnnounced(t *testing.T) {
	rev := func(date, cell, from, to string) Correction {
		return Correction{date, "n", []Corrected{{cell, from, to}}}
	}
	first, second := rev("2024-01-01", "t.x", "0", "1"), rev("2024-02-01", "t.x", "1", "0")
	for name, x := range map[string]struct {
		before, now []Correction
		figure      string
		want        Announcement
	}{
		"no entry":                              {nil, nil, "1", Announcement{}},
		"of another cell":                       {nil, []Correction{rev("d", "t.xy", "0", "1")}, "1", Announcement{}},
		"named":                                 {nil, []Correction{first}, "1", Announcement{Found: true, Date: "2024-01-01"}},
		"named without figures":                 {nil, []Correction{rev("d", "t.x", "", "")}, "1", Announcement{Found: true, Date: "d"}},
		"the row is named":                      {nil, []Correction{rev("d", "t", "", "9")}, "1", Announcement{Found: true, Date: "d"}},
		"another figure than there is":          {nil, []Correction{first}, "2", Announcement{Found: true, Date: "2024-01-01", To: "1"}},
		"the same number in other words":        {nil, []Correction{rev("d", "t.x", "0", "1.50")}, "1.5", Announcement{Found: true, Date: "d"}},
		"an old entry":                          {[]Correction{first}, []Correction{first}, "2", Announcement{Found: true, Date: "2024-01-01", To: "1", Old: true}},
		"an old entry of a row":                 {[]Correction{rev("d", "t", "", "")}, []Correction{rev("d", "t", "", "")}, "2", Announcement{Found: true, Date: "d", Old: true}},
		"an entry that was written first":       {[]Correction{first}, []Correction{first}, "1", Announcement{Found: true, Date: "2024-01-01"}},
		"back, with an entry":                   {[]Correction{first}, []Correction{first, second}, "0", Announcement{Found: true, Date: "2024-02-01"}},
		"back, the entry taken out":             {[]Correction{first}, nil, "0", Announcement{}},
		"forth again without one":               {[]Correction{first, second}, []Correction{first, second}, "1", Announcement{Found: true, Date: "2024-02-01", To: "0", Old: true}},
		"the same entry once more":              {[]Correction{first}, []Correction{first, first}, "1", Announcement{Found: true, Date: "2024-01-01"}},
		"two since, the last gives the figure":  {nil, []Correction{first, rev("d", "t.x", "1", "5")}, "5", Announcement{Found: true, Date: "d"}},
		"two since, the first gives the figure": {nil, []Correction{first, rev("d", "t.x", "1", "5")}, "1", Announcement{Found: true, Date: "d", To: "5"}},
		"without a date":                        {nil, []Correction{rev("", "t.x", "", "1")}, "1", Announcement{Found: true}},
	} {
		got := Announced(x.before, x.now, "t.x", x.figure)
		if got != x.want {
			t.Errorf("%s: %+v, want %+v", name, got, x.want)
		}
	}
}

func TestSameFigure(t *testing.T) {
	for _, x := range []struct {
		a, b string
		want bool
	}{{"1", "1", true}, {"1", "2", false}, {"12.50", "12.5", true}, {"12.0", "12", true}, {"+5", "5", true}, {"-5", "5", false}, {"10", "1", false},
		{"100", "1", false}, {"是", "是", true}, {"是", "否", false}, {"", "0", false}, {"待填", "0", false}, {"-0", "0", true}} {
		if got := SameFigure(x.a, x.b); got != x.want {
			t.Errorf("%q and %q are the same: %v, want %v", x.a, x.b, got, x.want)
		}
	}
}
