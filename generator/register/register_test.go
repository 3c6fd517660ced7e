package register

import "testing"

func TestCreditCode(t *testing.T) {
	for code, want := range map[string]bool{
		"91350100M000100Y43": true, "91350100M000100Y44": false, "91350100m000100y43": false,
		"91350100M000100Y4": false, "91350100M000100Y433": false, "": false, "中文中文中文中文中文": false, "91350100I000100Y43": false,
	} {
		if ValidCreditCode(code) != want {
			t.Errorf("%q is valid: %v", code, !want)
		}
	}
}

// A report bears the name that the agency had in its year.
func TestNameIn(t *testing.T) {
	a := &Agency{Name: "现名", FormerNames: []FormerName{{Name: "中名", Until: 2020}, {Name: "旧名", Until: 2015}}}
	for year, want := range map[int]string{2010: "旧名", 2015: "旧名", 2016: "中名", 2020: "中名", 2021: "现名"} {
		if got := a.NameIn(year); got != want {
			t.Errorf("%d: %s, want %s", year, got, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for slug, ok := range map[string]bool{"a": true, "zwfwj-2": true, "data": false, "years": false, "_x": false, "..": false, "A": false, "局": false, "a b": false, "": false} {
		if f := CheckSlug(slug, "content/"+slug); (f == nil) != ok {
			t.Errorf("%q: %+v", slug, f)
		}
	}
}
