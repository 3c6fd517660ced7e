package form

import "testing"

// A form that gives its reports no title has one made of the agency, the year and the family, as its language does.
func TestTitleOfReports(t *testing.T) {
	for language, want := range map[string]string{"": "{name}{year}年来信", "language: en\n": "{name} {year} 来信"} {
		f := extended(t, "id: x\nfamily: f\ntitle: 来信\n"+language+"years: {from: 2021}\nsections: [{id: s, heading: S}]\n")
		if f.ReportTitle != want {
			t.Errorf("%q: got %q, want %q", language, f.ReportTitle, want)
		}
	}
}
