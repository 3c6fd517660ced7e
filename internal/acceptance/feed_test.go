package acceptance

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// readFeed reads a feed with a parser that refuses what RFC 4287 does not allow.
func readFeed(t *testing.T, file string) (entries []string, err error) {
	t.Helper()
	out, err := exec.Command(tool(t, "ruby"), "testdata/feed.rb", file).CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%w: %s", err, out)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n"), nil
}

// edited is a copy of a file of the example site with one place changed.
func edited(t *testing.T, name, from, to string) string {
	t.Helper()
	text := readFile(t, filepath.Join(example.dir, name))
	if !strings.Contains(text, from) {
		t.Fatalf("%s has no %s", name, from)
	}
	file := filepath.Join(t.TempDir(), filepath.Base(name))
	if err := os.WriteFile(file, []byte(strings.Replace(text, from, to, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

var instant = regexp.MustCompile(`<(?:published|updated)>([^<]*)<`)

func TestFeed(t *testing.T) {
	entries, err := readFeed(t, filepath.Join(example.dir, "feed.xml"))
	if err != nil {
		t.Fatal(err)
	}
	var days []string
	for _, e := range entries {
		parts := strings.Split(e, "\t")
		address, ok := strings.CutPrefix(parts[0], "https://www.example.org/zwgk/")
		if !ok || !slices.Contains(example.pages, address+"index.html") {
			t.Errorf("got the entry %s, want the address of a page", e)
		}
		days = append(days, parts[2])
	}
	slices.Reverse(days)
	if len(entries) < len(example.reports()) || !slices.IsSorted(days) {
		t.Errorf("got %d entries, changed on %v, want %d at least, the newest first", len(entries), days, len(example.reports()))
	}
	for _, m := range instant.FindAllStringSubmatch(readFile(t, filepath.Join(example.dir, "feed.xml")), -1) {
		if _, err := time.Parse(time.RFC3339, m[1]); err != nil {
			t.Error(err) // the parser takes other dates too
		}
	}
	for _, wrong := range [][2]string{{"<title>", "<titel>"}, {"</updated>", "</updated><updated>2020-01-01T00:00:00Z</updated>"}, {"<id>", "<id/><id>"}} {
		if _, err := readFeed(t, edited(t, "feed.xml", wrong[0], wrong[1])); err == nil {
			t.Errorf("a feed with %s for %s goes unnoticed", wrong[1], wrong[0])
		}
	}
}

// TestSitemap holds the site map against the schema of sitemaps.org.
func TestSitemap(t *testing.T) {
	schema := module(t, "sitemap/schema/sitemap.xsd")
	validate := func(file string) error {
		out, err := exec.Command(tool(t, "xmllint"), "--nonet", "--noout", "--schema", schema, file).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %s", err, out)
		}
		return nil
	}
	if err := validate(filepath.Join(example.dir, "sitemap.xml")); err != nil {
		t.Error(err)
	}
	for _, wrong := range [][2]string{{"<loc>", "<lok>"}, {"<lastmod>", "<lastmod>31."}} {
		if err := validate(edited(t, "sitemap.xml", wrong[0], wrong[1])); err == nil {
			t.Errorf("a site map with %q for %q goes unnoticed", wrong[1], wrong[0])
		}
	}
}
