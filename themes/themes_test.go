package themes

import (
	"io/fs"
	"regexp"
	"testing"
)

var (
	comment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	colour  = regexp.MustCompile(`(?i):[^;{}]*(#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|white|black|red|gold|grey|gray)\b)`)
)

// The colours of the default theme stand in one file, so that another theme can change
// them by replacing it. What is outside the page, in its margins, takes black.
func TestColoursStandInOneFile(t *testing.T) {
	names, err := fs.Glob(Default(), "assets/css/*.css")
	if err != nil || len(names) < 5 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		data, err := fs.ReadFile(Default(), name)
		if err != nil {
			t.Fatal(err)
		}
		found := colour.FindAllSubmatch(comment.ReplaceAll(data, nil), -1)
		if tokens := name == "assets/css/10-tokens.css"; tokens != (len(found) > 0) {
			t.Errorf("%s has %d colours: %q", name, len(found), found)
		}
	}
}
