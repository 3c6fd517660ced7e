package generator_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gongkai/generator"
)

// The page of the report that the project began with holds the figures of the
// original, cell by cell in the order of the printed tables.
func TestRealReportEqualsItsOriginal(t *testing.T) {
	originals, _ := filepath.Glob("../../shared/seed/*.txt")
	if len(originals) == 0 {
		t.Skip("the original report is not here (../shared/seed)")
	}
	text, err := os.ReadFile(originals[0])
	if err != nil {
		t.Fatal(err)
	}
	// In the flattened original a figure is a line of its own.
	want := regexp.MustCompile(`(?m)^[\t \x{a0}]*([0-9]+)[\t \x{a0}]*$`).FindAllStringSubmatch(string(text), -1)
	if len(want) != 200 {
		t.Fatalf("the original has %d figures, want 200", len(want))
	}
	out := t.TempDir()
	res, err := generator.Build(context.Background(), generator.Options{Site: "..", Out: out})
	if err != nil {
		t.Fatal(err)
	}
	if res.Failed() {
		t.Fatalf("got errors %+v, want none in the example site", res.Findings)
	}
	page, err := os.ReadFile(filepath.Join(out, "tongzhou-zwfwj/reports/2023/index.html"))
	if err != nil {
		t.Fatal(err)
	}
	got := regexp.MustCompile(`<td [^>]*data-cell="([^"]+)"[^>]*>([^<]*)</td>`).FindAllStringSubmatch(string(page), -1)
	if len(got) != 200 {
		t.Fatalf("the page has %d data cells, want 200", len(got))
	}
	tables := map[string]int{}
	for i := range got {
		table, _, _ := strings.Cut(got[i][1], ".")
		tables[table]++
		if got[i][2] != want[i][1] {
			t.Errorf("%s: got %s, want %s as the original says", got[i][1], got[i][2], want[i][1])
		}
	}
	if tables["proactive"] != 10 || tables["applications"] != 175 || tables["review"] != 15 {
		t.Errorf("got cells by table %v, want proactive 10, applications 175, review 15", tables)
	}
}

// The built site holds nothing of the machine it was built on.
func TestOutputKnowsNoMachine(t *testing.T) {
	out := t.TempDir()
	if _, err := generator.Build(context.Background(), generator.Options{Site: "..", Out: out}); err != nil {
		t.Fatal(err)
	}
	here, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	err = filepath.WalkDir(out, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if strings.Contains(string(data), here) || strings.Contains(string(data), out) {
			t.Errorf("%s: got %s or %s in it, want no folder of this machine", name, here, out)
		}
		seen++
		return err
	})
	if err := errors.Join(err); err != nil || seen < 50 {
		t.Fatalf("got %d files, error %v, want 50 at least", seen, err)
	}
}
