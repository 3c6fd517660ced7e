package acceptance

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/generator"
)

// TestOtherTheme builds the example site with a theme of five files, which changes the
// look of every page, and holds its pages to what the default theme's are held to.
func TestOtherTheme(t *testing.T) {
	root, out := t.TempDir(), t.TempDir()
	for _, dir := range []string{"content"} {
		if err := os.CopyFS(filepath.Join(root, dir), os.DirFS(filepath.Join(exampleSite, dir))); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.CopyFS(filepath.Join(root, "themes"), os.DirFS("testdata/themes")); err != nil {
		t.Fatal(err)
	}
	cfg := strings.Replace(readFile(t, "../../gongkai.yaml"), "theme: default", "theme: ledger", 1)
	if err := os.WriteFile(filepath.Join(root, "gongkai.yaml"), []byte(cfg), 0o600); err != nil {
		t.Fatal(err)
	}
	theme, err := generator.ListTheme(generator.Options{Site: root})
	if err != nil {
		t.Fatal(err)
	}
	own := 0
	for _, f := range theme.Files {
		if f.Own {
			own++
			if !f.Default {
				t.Errorf("%s: got a file that replaces none of the default theme, want one that does", f.Path)
			}
		}
	}
	if own != 5 {
		t.Errorf("the theme has %d files, want 5", own)
	}
	// The build itself refuses pages with faults and dead links.
	result, err := generator.Build(context.Background(), generator.Options{Site: root, Out: out})
	if err != nil || result.Failed() {
		t.Fatalf("got error %v, %+v, want a site without errors", err, result)
	}
	other, err := openSite(out)
	if err != nil {
		t.Fatal(err)
	}
	if len(other.pages) != len(example.pages) {
		t.Errorf("the site has %d pages, want %d as with the default theme", len(other.pages), len(example.pages))
	}
	samples := other.samples(t)
	for _, kind := range []string{"home", "report", "year", "search"} {
		tab := newTab(t)
		load(t, tab, other.url(samples[kind]))
		for _, look := range []struct {
			width        int64
			scheme, text string
		}{{1280, "light", "main"}, {320, "dark", "large"}} {
			do(t, tab, chromedp.EmulateViewport(look.width, 800), emulate("", look.scheme))
			eval[string](t, tab, `location.hash = "#page.`+look.text+`"`)
			for _, v := range axe(t, tab) {
				t.Errorf("%s, %+v: %s: %s: %+v", samples[kind], look, v.ID, v.Help, v.Nodes)
			}
			if wide := eval[string](t, tab, overflow); wide != "" {
				t.Errorf("%s, %+v: %s", samples[kind], look, wide)
			}
		}
	}
}

// TestComponents holds each part of the default theme, shown with its examples, to what
// pages are held to.
func TestComponents(t *testing.T) {
	out := t.TempDir()
	if err := generator.Components(context.Background(), generator.Options{Site: exampleSite}, out); err != nil {
		t.Fatal(err)
	}
	tab := newTab(t)
	load(t, tab, "file://"+filepath.ToSlash(filepath.Join(out, "index.html")))
	eval[bool](t, tab, `(document.querySelectorAll("details").forEach(d => d.open = true), true)`)
	for _, width := range viewports {
		for _, scheme := range []string{"light", "dark"} {
			do(t, tab, chromedp.EmulateViewport(width, 800), emulate("", scheme))
			for _, v := range axe(t, tab) {
				if v.ID != "landmark-unique" { // the same part is there several times
					t.Errorf("%d px, %s: %s: %s: %+v", width, scheme, v.ID, v.Help, v.Nodes)
				}
			}
			if wide := eval[string](t, tab, overflow); wide != "" {
				t.Errorf("%d px: %s", width, wide)
			}
		}
	}
}
