package content

import (
	"context"
	"testing"
	"testing/fstest"

	"gongkai/generator/diag"
	"gongkai/generator/form"
)

// A file that changed is read once, also where another file has its whole folder listed
// again: two readers would write to the same record at the same time.
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

// In an unchanged folder, what was found in its texts is taken over and not looked for again; elsewhere it is looked for.
func TestUnchangedFoldersAreNotLookedThrough(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	site := fstest.MapFS{}
	for _, slug := range []string{"a", "b"} {
		site["content/"+slug+"/_index.md"] = &fstest.MapFile{Data: []byte("---\nname: 示例局\n---\n")}
		site["content/"+slug+"/guide.md"] = &fstest.MapFile{Data: []byte("---\ntitle: 指南\nupdated: 2024-01-01\n---\n公\u200b开，电话 13812345678。\n")}
		site["content/"+slug+"/x.csv"] = &fstest.MapFile{Data: []byte("电话 13812345678\n")}
	}
	first := New(Settings{Summed: true}, forms.Families())
	if _, err := first.Read(t.Context(), site, forms, []string{"."}); err != nil {
		t.Fatal(err)
	}
	texts := first.Texts()
	if len(texts["a"]) == 0 || len(texts["a"]) != len(texts["b"]) {
		t.Fatalf("got findings %v, want the same of both", texts)
	}
	noted := texts["a"][0]
	noted.Rule = "noted"
	c := New(Settings{Summed: true, Unchanged: map[string]Unchanged{"a": {Texts: []diag.Finding{noted}}}}, forms.Families())
	if _, err := c.Read(t.Context(), site, forms, []string{"."}); err != nil {
		t.Fatal(err)
	}
	if got := c.Texts()["a"]; len(got) != 1 || got[0].Rule != "noted" {
		t.Errorf("got %v in the unchanged folder, want what was noted of it", got)
	}
	if got := c.Texts()["b"]; !diag.Equal(got, texts["b"]) {
		t.Errorf("got %v in the other folder, want %v", got, texts["b"])
	}
	if a, b := c.Arrange("a", "", true), c.Arrange("b", "", true); len(a.Hits) != 0 || len(b.Hits) != 2 {
		t.Errorf("got %d numbers in the unchanged folder and %d in the other, want 0 and 2", len(a.Hits), len(b.Hits))
	}
	if sums := c.Sums(); len(sums) != 2 || len(first.Sums()) != 4 {
		t.Errorf("got %d sums, want the 2 of the other files; %d of all, want 4", len(sums), len(first.Sums()))
	}
}
