package acceptance

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/config"
)

// site is the example site, built once for all tests.
type site struct {
	dir    string
	pages  []string // addresses of all pages, sorted
	moved  []string // former addresses, which lead on to one of them
	served string   // address at which a web server serves it, as in public
}

var example site

// exampleSite is the folder that the example site is built from: the repository's own site without its made-up city, the
// pages of which are of the same kinds and would be opened a hundred times. TestCity opens those.
var exampleSite string

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		os.Exit(beCommand())
	}
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "gongkai-acceptance-")
	if err == nil {
		defer os.RemoveAll(dir)
		exampleSite = filepath.Join(dir, "site")
		dir = filepath.Join(dir, "public")
		err = buildExample(context.Background(), dir)
	}
	if err == nil {
		example, err = openSite(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "acceptance: the example site cannot be built:", err)
		return 1
	}
	server, base, err := serve(dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, "acceptance: the example site cannot be served:", err)
		return 1
	}
	defer server.Close()
	example.served = server.URL + base
	defer stopPortal()
	defer stopBrowser()
	return m.Run()
}

// serve serves the site at the path of its public address.
func serve(dir string) (*httptest.Server, string, error) {
	data, err := os.ReadFile("../../gongkai.yaml")
	if err != nil {
		return nil, "", err
	}
	cfg, _ := config.Parse(data)
	return httptest.NewServer(http.StripPrefix(strings.TrimSuffix(cfg.BasePath(), "/"), http.FileServerFS(os.DirFS(dir)))), cfg.BasePath(), nil
}

func openSite(dir string) (site, error) {
	s := site{dir: dir}
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(p, ".html") {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(p)))
		if bytes.Contains(data, []byte(`http-equiv="refresh"`)) {
			s.moved = append(s.moved, p)
		} else {
			s.pages = append(s.pages, p)
		}
		return err
	})
	if err == nil && len(s.pages) == 0 {
		err = fmt.Errorf("no page in %s", dir)
	}
	return s, err
}

// url is the address of a page for the browser. 404.html, whose links start at the
// public address, is asked for as a web server would send it.
func (s site) url(page string) string {
	if page == "404.html" {
		return s.served + page
	}
	return "file://" + filepath.ToSlash(filepath.Join(s.dir, page))
}

// reports lists the pages of reports.
func (s site) reports() []string {
	return slices.DeleteFunc(slices.Clone(s.pages), func(p string) bool { return kindOf(p, s.pages) != "report" })
}

// kinds are the kinds of pages by address. A page that is none of them fails
// TestEveryKind, so that a new kind is not left unchecked.
var kinds = []struct {
	name    string
	address *regexp.Regexp
}{
	{"home", regexp.MustCompile(`^index\.html$`)},
	{"not found", regexp.MustCompile(`^404\.html$`)},
	{"site map", regexp.MustCompile(`^sitemap/index\.html$`)},
	{"search", regexp.MustCompile(`^search/index\.html$`)},
	{"rules", regexp.MustCompile(`^rules/index\.html$`)},
	{"rule", regexp.MustCompile(`^rules/[a-z-]+/index\.html$`)},
	{"forms", regexp.MustCompile(`^forms/index\.html$`)},
	{"form", regexp.MustCompile(`^forms/[a-z0-9-]+/index\.html$`)},
	{"open data", regexp.MustCompile(`^data/index\.html$`)},
	{"query", regexp.MustCompile(`^data/query/index\.html$`)},
	{"years", regexp.MustCompile(`^years/index\.html$`)},
	{"statistics", regexp.MustCompile(`^statistics/index\.html$`)},
	{"year", regexp.MustCompile(`^years/\d{4}/index\.html$`)},
	{"column", regexp.MustCompile(`^(guide|policies|catalog|reports)/index\.html$`)},
	{"agency", regexp.MustCompile(`^[a-z0-9-]+/index\.html$`)},
	{"guide", regexp.MustCompile(`^[a-z0-9-]+/guide/index\.html$`)},
	{"policies", regexp.MustCompile(`^[a-z0-9-]+/policies/index\.html$`)},
	{"policy", regexp.MustCompile(`^[a-z0-9-]+/policies/[^/]+/index\.html$`)},
	{"catalog", regexp.MustCompile(`^[a-z0-9-]+/catalog/index\.html$`)},
	{"catalog category or item", regexp.MustCompile(`^[a-z0-9-]+/catalog/.+/index\.html$`)},
	{"reports", regexp.MustCompile(`^[a-z0-9-]+/reports/index\.html$`)},
	{"report", regexp.MustCompile(`^[a-z0-9-]+/reports/\d{4}/index\.html$`)},
}

// kindOf names the kind of a page. Categories and items of a catalog have
// addresses alike; a category has pages below it.
func kindOf(page string, all []string) string {
	for _, k := range kinds {
		if !k.address.MatchString(page) {
			continue
		}
		if k.name != "catalog category or item" {
			return k.name
		}
		below := strings.TrimSuffix(page, "index.html")
		if slices.ContainsFunc(all, func(p string) bool { return p != page && strings.HasPrefix(p, below) }) {
			return "catalog category"
		}
		return "catalog item"
	}
	return ""
}

// samples returns one page of each kind, the longest: it has most to go wrong.
func (s site) samples(t *testing.T) map[string]string {
	t.Helper()
	sample, size := map[string]string{}, map[string]int64{}
	for _, p := range s.pages {
		info, err := os.Stat(filepath.Join(s.dir, p))
		if err != nil {
			t.Fatal(err)
		}
		if k := kindOf(p, s.pages); info.Size() > size[k] {
			sample[k], size[k] = p, info.Size()
		}
	}
	return sample
}

func TestEveryKind(t *testing.T) {
	samples := example.samples(t)
	if p, ok := samples[""]; ok {
		t.Errorf("%s is of no known kind: add it to kinds", p)
	}
	for _, k := range kinds {
		name := k.name
		if name == "catalog category or item" {
			name = "catalog item"
		}
		if samples[name] == "" {
			t.Errorf("got no page of the kind %q in the example site, want one", name)
		}
	}
}

// served fails a test that serves a site that changes in this process and is called neither
// TestServe… nor TestEdit…: those are run with the race detector (see the Makefile). The
// other tests read what a build wrote, and builds run with it in generator.
func served(t *testing.T) {
	t.Helper()
	if !strings.HasPrefix(t.Name(), "TestServe") && !strings.HasPrefix(t.Name(), "TestEdit") {
		t.Fatalf("a test with a preview is called %s, want TestServe… or TestEdit…", t.Name())
	}
}

// tool finds a program that the tests need.
func tool(t *testing.T, names ...string) string {
	t.Helper()
	for _, n := range names {
		if p, err := exec.LookPath(n); err == nil {
			return p
		}
	}
	t.Fatalf("%s is not installed: run `make setup`", names[0])
	return ""
}

// module finds a file of an npm package that the tests need.
func module(t *testing.T, file string) string {
	t.Helper()
	p, err := filepath.Abs(filepath.Join("node_modules", filepath.FromSlash(file)))
	if err == nil {
		_, err = os.Stat(p)
	}
	if err != nil {
		t.Fatalf("node_modules/%s is not installed: run `make setup`", file)
	}
	return p
}

func readFile(t *testing.T, p string) string {
	t.Helper()
	data, err := os.ReadFile(p)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
