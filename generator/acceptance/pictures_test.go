package acceptance

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

var pictures = flag.String("pictures", "", "folder for pictures of every kind of page; `make screenshots`")

// TestPictures takes pictures of a page of every kind, for people to look at.
func TestPictures(t *testing.T) {
	if *pictures == "" {
		t.Skip("no folder for pictures was named")
	}
	if err := os.MkdirAll(*pictures, 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(*pictures, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for kind, page := range example.samples(t) {
		name := strings.ReplaceAll(kind, " ", "-")
		tab := newTab(t)
		for _, look := range []struct {
			width        int64
			scheme, text string
		}{{320, "light", "main"}, {768, "light", "main"}, {1280, "light", "main"}, {1280, "dark", "main"}, {320, "light", "large"}} {
			do(t, tab, chromedp.EmulateViewport(look.width, 900), emulate("", look.scheme), chromedp.Navigate(example.url(page)+"#page."+look.text))
			picture, err := chromedp.Run(tab, chromedp.FullScreenshot(100))
			if err != nil {
				t.Fatal(err)
			}
			write(fmt.Sprintf("%s-%d-%s-%s.png", name, look.width, look.scheme, look.text), picture)
		}
		do(t, tab, emulate("print", "light"), chromedp.Navigate(example.url(page)))
		write(name+".pdf", printPDF(t, tab))
	}
}
