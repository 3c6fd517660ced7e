package acceptance

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/generator/diag"
	previewer "gongkai/generator/editing/serve"
)

// onePage is a site of one page.
type onePage struct {
	build int
	page  string
}

func (o *onePage) Build() int            { return o.build }
func (o *onePage) Findings() *diag.List  { return diag.NewList(nil) }
func (o *onePage) Summary() diag.Summary { return diag.Summary{} }
func (o *onePage) Source(string) string  { return "" }
func (o *onePage) Page(string) string    { return "" }
func (o *onePage) Draft(string) bool     { return false }
func (o *onePage) Carried(string) bool   { return false }
func (o *onePage) Excerpt(string) []byte { return nil }
func (o *onePage) Base() string          { return "/" }
func (o *onePage) Render(name string) ([]byte, error) {
	if name == "index.html" {
		return []byte(o.page), nil
	}
	return nil, fs.ErrNotExist
}

// grown is random markup, of the same few parts each time, so that two of them are alike.
func grown(r *rand.Rand, depth int) string {
	var b strings.Builder
	for range r.IntN(5) {
		word := fmt.Sprintf("w%d", r.IntN(6))
		attr := []string{"", ` class="a"`, ` class="b"`, ` hidden`, ` data-x="` + word + `"`, ` id="i` + fmt.Sprint(r.IntN(1000000)) + `"`}[r.IntN(6)]
		switch n := r.IntN(9); {
		case n < 2 || depth == 0:
			b.WriteString(word + " ")
		case n == 2:
			b.WriteString("<p" + attr + ">" + word + "<em>" + word + "</em></p>")
		case n == 3:
			b.WriteString("<!--" + word + "-->")
		case n == 4:
			b.WriteString("<ul" + attr + ">")
			for range r.IntN(5) {
				fmt.Fprintf(&b, "<li>%d</li>", r.IntN(4))
			}
			b.WriteString("</ul>")
		case n == 5:
			b.WriteString("<table" + attr + "><tbody>")
			for range 1 + r.IntN(3) {
				fmt.Fprintf(&b, "<tr><th>%s</th><td>%d</td><td>%d</td></tr>", word, r.IntN(3), r.IntN(3))
			}
			b.WriteString("</tbody></table>")
		case n == 6:
			b.WriteString("<details" + attr + "><summary>" + word + "</summary>" + grown(r, depth-1) + "</details>")
		case n == 7:
			b.WriteString(`<svg width="10" height="10"` + attr + `><circle r="` + fmt.Sprint(r.IntN(5)) + `"></circle></svg><noscript><b>` + word + `</b></noscript>`)
		default:
			b.WriteString("<div" + attr + ">" + grown(r, depth-1) + "</div>")
		}
	}
	return b.String()
}

func document(main string) string {
	return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>` + fmt.Sprint(len(main)%3) + `</title></head><body><header>x</header><main>` + main + `</main><footer>y</footer></body></html>`
}

// A page that was changed in place is what it would be had it been loaded, whatever the
// change, and is never loaded again for it.
func TestServeChangesAnyPageInPlace(t *testing.T) {
	served(t)
	server, err := previewer.New(previewer.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	h := httptest.NewServer(server.Handler())
	defer h.CloseClientConnections()
	r := rand.New(rand.NewPCG(7, 11))
	main := grown(r, 4)
	server.Show(&onePage{1, document(main)})
	tab := newTab(t)
	do(t, tab, chromedp.Navigate(h.URL))
	eval[bool](t, tab, `window.mark = 1, window.shown = (state) => new Promise((done, fail) => {
		const look = () => document.getElementById("gongkai").dataset.state.endsWith("-" + state) ? done(true) : setTimeout(look, 1);
		setTimeout(() => fail(new Error("state " + state + " is not shown, but " + document.getElementById("gongkai").dataset.state)), 20000);
		look();
	}), true`)
	for n := 2; n < 120; n++ {
		if r.IntN(3) == 0 {
			main = grown(r, 4)
		} else { // a small change somewhere
			at := r.IntN(len(main) + 1)
			if i := strings.Index(main[at:], "w"); i >= 0 && at+i+2 <= len(main) {
				main = main[:at+i] + "w" + fmt.Sprint(r.IntN(9)) + main[at+i+2:]
			} else {
				main += grown(r, 2)
			}
		}
		server.Show(&onePage{n, document(main)})
		eval[bool](t, tab, fmt.Sprintf(`window.shown(%d)`, n))
		got := eval[[]string](t, tab, `(async () => {
			const loaded = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
			const plain = (root) => { root.querySelectorAll("noscript").forEach(n => n.remove()); root.normalize(); return root; };
			const now = plain(document.documentElement.cloneNode(true)), want = plain(loaded.documentElement);
			return [now.isEqualNode(want) ? "" : now.outerHTML, want.outerHTML, String(window.mark)];
		})()`)
		if got[0] != "" || got[2] != "1" {
			t.Fatalf("after change %d (mark %s) the page is\n%s\nwant\n%s", n, got[2], got[0], got[1])
		}
	}
	// What a script has sorted is not mixed up.
	rows := func(n int) string {
		var b strings.Builder
		for i := range 6 {
			fmt.Fprintf(&b, "<tr><th>row %d</th><td>5</td></tr>", i)
		}
		return document("<table><tbody>" + strings.Replace(b.String(), "row 1</th><td>5", fmt.Sprintf("row 1</th><td>%d", n), 1) + "</tbody></table>")
	}
	server.Show(&onePage{200, rows(5)})
	eval[bool](t, tab, `window.shown(120)`)
	eval[bool](t, tab, `(() => { const body = document.querySelector("tbody"); [...body.children].reverse().forEach(r => body.append(r)); return true; })()`)
	server.Show(&onePage{201, rows(6)})
	p := &previewed{T: t}
	p.becomes(tab, `[...document.querySelectorAll("tr")].map(r => r.textContent).sort().join() === "row 05,row 16,row 25,row 35,row 45,row 55"`)
}
