package acceptance

import (
	"bytes"
	"flag"
	"fmt"
	"image/png"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

var (
	pictures   = flag.String("pictures", "", "folder for pictures of every kind of page; `make screenshots`")
	pictureFor = flag.String("pictures-of", "", "the kinds of pages that pictures are taken of, with commas between; all where it is empty")
)

// TestPictures takes pictures of a page of every kind, for people to look at. Where no
// folder is named for them, it takes those of the home page, to show that it can.
func TestPictures(t *testing.T) {
	folder, shown := *pictures, example
	if folder != "" {
		shown = ownSite(t)
		shown.served = example.served // of the page that is not found
	}
	samples := shown.samples(t)
	if folder == "" {
		folder = t.TempDir()
		maps.DeleteFunc(samples, func(kind, _ string) bool { return kind != "home" })
	}
	if *pictureFor != "" {
		maps.DeleteFunc(samples, func(kind, _ string) bool { return !slices.Contains(strings.Split(*pictureFor, ","), kind) })
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if len(samples) == 0 || *pictureFor == "" && samples["home"] == "" {
		t.Fatalf("got samples %v, want the home page, or pages of the kinds %q", samples, *pictureFor)
	}
	for kind, page := range samples {
		name := strings.ReplaceAll(kind, " ", "-")
		tab := newTab(t)
		for _, look := range []struct {
			width        int64
			scheme, text string
		}{{360, "light", "main"}, {768, "light", "main"}, {1280, "light", "main"}, {360, "dark", "main"}, {1280, "dark", "main"}, {360, "light", "large"}, {1280, "light", "large"}} {
			do(t, tab, chromedp.EmulateViewport(look.width, 900), emulate("", look.scheme), chromedp.Navigate("about:blank"), chromedp.Navigate(shown.url(page)+"#page."+look.text))
			picture, err := chromedp.Run(tab, chromedp.FullScreenshot(100))
			if err != nil {
				t.Fatal(err)
			}
			if c, err := png.DecodeConfig(bytes.NewReader(picture)); err != nil || c.Width != int(look.width) || c.Height < 900 {
				t.Errorf("%s, %+v: the picture has %d by %d, error %v, want its width, and 900 at least", page, look, c.Width, c.Height, err)
			}
			write(fmt.Sprintf("%s-%d-%s-%s.png", name, look.width, look.scheme, look.text), picture)
		}
		do(t, tab, emulate("print", "light"), chromedp.Navigate(shown.url(page)))
		pdf := printPDF(t, tab)
		if !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			t.Errorf("%s: got %.10q first, want %%PDF-", page, pdf)
		}
		write(name+".pdf", pdf)
	}
}
