package generator

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// counted builds a site and tells how many agencies were checked by the rules and how many pages were made.
func (h *rebuilding) counted(noCache bool) (res *Result, agencies, pages int) {
	h.Helper()
	o := h.o
	o.Site, o.Out, o.NoCache, o.Jobs = h.dir, h.outs[0], noCache, 1
	o.Progress = func(stage string, _, total int) {
		switch stage {
		case "check":
			agencies = total
		case "render":
			pages = total
		}
	}
	res, err := Build(h.Context(), o)
	if err != nil {
		h.Fatal(err)
	}
	return res, agencies, pages
}

// After an edit of one agency's report, its agency is checked again and those whose rules looked at it, and its pages are made and those that belong to
// no agency; nothing else.
func TestOneEditKeepsOtherAgencies(t *testing.T) {
	h := newRebuilding(t, 1)
	_, agencies, all := h.counted(false)
	if agencies != 4 {
		t.Fatalf("the first build checks %d agencies, want 4", agencies)
	}
	h.change("content/b/reports/2022.md", "## 二", "增加一句。\n\n## 二")
	res, agencies, pages := h.counted(false)
	if res.Failed() || res.Written == 0 || agencies != 2 {
		t.Fatalf("checked %d agencies (failed: %v, written: %d), want b and the area total c", agencies, res.Failed(), res.Written)
	}
	kept := 0
	for _, slug := range []string{"a", "d"} {
		n := len(h.pagesBelow(slug))
		if n < 4 {
			t.Fatalf("%s has %d pages, want some", slug, n)
		}
		kept += n
	}
	if all-pages != kept {
		t.Errorf("of %d pages %d were made, want all but the %d of a and d", all, pages, kept)
	}
	if res, _, pages := h.counted(true); pages != all || res.Written != 0 {
		t.Errorf("a clean build made %d pages and wrote %d files, want %d and none", pages, res.Written, all)
	}
}

// pagesBelow lists the pages of an agency in the output.
func (h *rebuilding) pagesBelow(slug string) (out []string) {
	for name := range h.tree(filepath.Join(h.outs[0], slug)) {
		if filepath.Base(name) == "index.html" {
			out = append(out, name)
		}
	}
	return out
}

// A page whose theme links to a file of another agency is not kept when that is gone: the fault is found as without a cache.
func TestKeptPageWithDeadLink(t *testing.T) {
	h := newRebuilding(t, 1)
	h.put("themes/own/pages/guide.html", "{{template \"partials/document.html\" .}}<a href=\"../../b/reports/2022/report.json\">x</a>")
	h.put("gongkai.yaml", mildConfig("[json]")+"theme: own\n")
	if res, _, _ := h.counted(false); res.Failed() {
		t.Fatalf("got %v, want a sound site", res.Findings)
	}
	h.remove("content/b/reports/2022.md")
	for _, noCache := range []bool{false, true} {
		o := h.o
		o.Site, o.Out, o.NoCache = h.dir, h.outs[0], noCache
		res, err := Build(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		dead := 0
		for _, f := range res.Findings {
			if f.Rule == "broken-link" && f.File == "content/a/guide.md" {
				dead++
			}
		}
		if !res.Failed() || dead != 1 {
			t.Errorf("without a cache (%v): failed %v with %d dead links in the guide of a, want one", noCache, res.Failed(), dead)
		}
	}
}

// A published figure that was changed by hand is found, although nothing of its agency has changed in the site.
func TestKeptFindingsComparePublishedFigures(t *testing.T) {
	h := newRebuilding(t, 1)
	if res, _, _ := h.counted(false); res.Failed() {
		t.Fatalf("got %v, want a sound site", res.Findings)
	}
	for _, slug := range []string{"a", "c"} { // an area total is never kept
		file := filepath.Join(h.outs[0], slug, "reports", "2022", "report.json")
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.Replace(string(data), "\"licensing\": 0", "\"licensing\": 1", 1)
		if changed == string(data) {
			t.Fatalf("%s has no figure as expected: %s", file, data[:min(len(data), 800)])
		}
		h.must(os.WriteFile(file, []byte(changed), 0o644))
	}
	h.change("content/b/reports/2022.md", "## 二", "增加一句。\n\n## 二")
	o := h.o
	o.Site, o.Out = h.dir, h.outs[0]
	res, err := Build(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, f := range res.Findings {
		if f.Rule == "unannounced-change" {
			found[f.Agency]++
		}
	}
	if found["a"] != 1 || found["c"] != 1 || len(found) != 2 {
		t.Errorf("got %v unannounced changes, want one of a and one of c", found)
	}
}

// A build that first clears what a killed one left is remembered too.
func TestAfterAKilledBuild(t *testing.T) {
	h := newRebuilding(t, 1)
	h.counted(false)
	left := filepath.Join(filepath.Dir(h.outs[0]), ".public.gongkai-1")
	if err := os.MkdirAll(filepath.Join(left, "unfinished"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, agencies, _ := h.counted(false); agencies != 4 {
		t.Errorf("%d agencies are checked where a killed build left something, want all 4", agencies)
	}
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("got %v, want that what was left is gone", err)
	}
	if _, agencies, pages := h.counted(false); agencies != 0 || pages != 0 {
		t.Errorf("%d agencies are checked and %d pages made after that, want none", agencies, pages)
	}
}
