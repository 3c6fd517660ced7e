package rule

import "testing"

// Of two that want one address the one is named that somebody wrote; what the site makes by itself
// has no place.
func TestAddressOfAPageThatIsMade(t *testing.T) {
	made := Address{Path: "a/catalog/page/1/index.html", Agency: "a", Page: true}
	written := made
	written.Source = "content/a/catalog/page/1.md"
	for _, list := range [][]Address{{made, written}, {written, made}} {
		if fs := CheckAddresses(list); len(fs) != 1 || fs[0].File != written.Source || fs[0].Agency != "a" || fs[0].Rule != "address-clash" {
			t.Errorf("found %+v, want one finding in %s", fs, written.Source)
		}
	}
	if fs := CheckAddresses([]Address{made, made}); len(fs) != 0 {
		t.Errorf("found %+v, want none", fs)
	}
}

func TestFolded(t *testing.T) {
	for _, same := range [][2]string{{"a/B", "A/b"}, {"caf\u00e9", "CAFE\u0301"}, {"\u212a", "K"}, {"Σ", "ς"}, {"年报", "年报"}} {
		if x, y := folded(same[0]), folded(same[1]); x != y {
			t.Errorf("%q and %q are %q and %q, want one", same[0], same[1], x, y)
		}
	}
	for _, other := range [][2]string{{"①", "1"}, {"（1）", "(1)"}, {"Ａ", "A"}, {"a", "b"}} {
		if x, y := folded(other[0]), folded(other[1]); x == y {
			t.Errorf("%q and %q are both %q, want two", other[0], other[1], x)
		}
	}
}
