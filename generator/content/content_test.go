package content

import (
	"context"
	"testing"
	"testing/fstest"

	"gongkai/generator/form"
)

// A file that changed is read once, also where another in its folder has the whole folder
// listed anew: two would write to what is kept of it at the same time.
func TestFilesAreReadOnce(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	site := fstest.MapFS{}
	for _, name := range []string{"content/a/_index.md", "content/a/guide.md", "content/a/reports/2022.md", "content/b/_index.md"} {
		site[name] = &fstest.MapFile{Data: []byte("---\nname: 示例局\n---\n")}
	}
	c := New(Settings{Incremental: true}, forms.Families())
	if _, err := c.Read(context.Background(), site, forms, []string{"."}); err != nil {
		t.Fatal(err)
	}
	site["content/a/reports/2022.md"] = &fstest.MapFile{Data: []byte("x")}
	site["content/a/reports/new.pdf"] = &fstest.MapFile{Data: []byte("x")}
	for _, changed := range [][]string{
		{"content/a/reports/2022.md"},
		{"content/a/reports/2022.md", "content/a/reports/new.pdf"},
		{"content/a/reports/2022.md", "content/a"},
		{"content/a/reports/2022.md", "content/a/_index.md", "."},
	} {
		look, err := c.find(site, changed)
		if err != nil {
			t.Fatal(err)
		}
		read := map[*File]bool{}
		for _, r := range look.readings() {
			if r.old != nil && read[r.old] {
				t.Errorf("%v: %s is read twice, want once", changed, r.old.Path)
			}
			read[r.old] = true
		}
		if len(read) == 0 {
			t.Errorf("%v: nothing is read, want the report", changed)
		}
	}
}
