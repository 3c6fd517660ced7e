package themes

import (
	"io/fs"
	"path"
	"regexp"
	"testing"
)

var (
	comment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	colour  = regexp.MustCompile(`(?i):[^;{}]*(#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|white|black|red|gold|grey|gray)\b)`)
)

// The colours of each style sheet of the default theme are in one file, so that another theme can change
// them by replacing it. What is outside the page, in its margins, takes black.
func TestColoursAreInOneFile(t *testing.T) {
	names, err := fs.Glob(Default(), "assets/css/*.css")
	if err != nil || len(names) < 5 {
		t.Fatal(names, err)
	}
	paper, err := fs.Glob(Default(), "assets/css/print/*.css")
	if err != nil || len(paper) < 3 {
		t.Fatal(paper, err)
	}
	for _, name := range append(names, paper...) {
		data, err := fs.ReadFile(Default(), name)
		if err != nil {
			t.Fatal(err)
		}
		found := colour.FindAllSubmatch(comment.ReplaceAll(data, nil), -1)
		if tokens := path.Base(name) == "10-tokens.css"; tokens != (len(found) > 0) {
			t.Errorf("%s has %d colours: %q", name, len(found), found)
		}
	}
}
