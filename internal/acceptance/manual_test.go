package acceptance

import (
	"context"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/generator"
)

// manual builds the manual, as `make docs-site` does.
func manual(t *testing.T) site {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "manual")
	if out, err := exec.Command("go", "run", "../manual", "../../docs", folder).CombinedOutput(); err != nil {
		t.Fatalf("go run ../manual: %v: %s", err, out)
	}
	result, err := generator.Build(context.Background(), generator.Options{Site: folder})
	if err != nil || result.Failed() {
		t.Fatalf("the manual: got error %v and findings %+v, want neither", err, result.Findings)
	}
	if len(result.Findings) > 0 {
		t.Errorf("the manual: got %+v, want no finding", result.Findings)
	}
	s, err := openSite(filepath.Join(folder, "public"))
	if err != nil {
		t.Fatal(err)
	}
	s.pages = slices.DeleteFunc(s.pages, func(p string) bool { return p == "404.html" })
	return s
}

// TestManual looks at the built manual as its readers do: on a disk, on a phone, by its search, from one page to the next.
func TestManual(t *testing.T) {
	book := manual(t)
	tab := newTab(t)
	t.Run("page after page on a phone", func(t *testing.T) {
		do(t, tab, chromedp.EmulateViewport(320, 640))
		for _, language := range []string{"zh", "en"} {
			inside := slices.DeleteFunc(slices.Clone(book.pages), func(p string) bool {
				return !strings.HasPrefix(p, language+"/catalog/") || p == language+"/catalog/index.html"
			})
			first := language + "/catalog/tutorial/index.html"
			var read []string
			for page := first; page != "" && !slices.Contains(read, page); {
				read = append(read, page)
				do(t, tab, chromedp.Navigate(book.url(page)))
				if got := eval[string](t, tab, overflow); got != "" {
					t.Errorf("%s at 320 px is %s", page, got)
				}
				next := eval[string](t, tab, `document.querySelector(".pager a[rel=next]")?.getAttribute("href") ?? ""`)
				if next != "" {
					page = path.Join(path.Dir(page), next)
				} else {
					page = ""
				}
			}
			slices.Sort(read)
			if !slices.Equal(read, inside) {
				t.Errorf("%s: got %q page after page, want %q", language, read, inside)
			}
		}
	})
	t.Run("axe", func(t *testing.T) {
		for _, page := range []string{"index.html", "search/index.html", "zh/index.html", "en/catalog/reference/configuration/index.html"} {
			load(t, tab, book.url(page))
			for _, look := range []struct {
				width  int64
				scheme string
			}{{1280, "light"}, {1280, "dark"}, {320, "light"}} {
				do(t, tab, chromedp.EmulateViewport(look.width, 800), emulate("", look.scheme))
				var only []string
				if look.scheme == "dark" {
					only = colourRules
				}
				for _, v := range axe(t, tab, only...) {
					t.Errorf("%s, %+v: %s: %s: %+v", page, look, v.ID, v.Help, v.Nodes)
				}
			}
		}
	})
	t.Run("search", func(t *testing.T) {
		got := searchFor(t, tab, "file://"+filepath.ToSlash(book.dir)+"/", "q=DA/T+70&agency=en").Paths
		if want := []string{"en/catalog/how-to/archive/index.html"}; !slices.Equal(got, want) {
			t.Errorf("the search for DA/T 70 in English: got %q, want %q", got, want)
		}
	})
}
