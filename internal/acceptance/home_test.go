package acceptance

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"gongkai/generator"
	"gongkai/generator/output"
	"gongkai/internal/bench/corpus"
)

// cityHome serves the home page of a city of so many bodies, and the files that it has. Nothing else is rendered.
func cityHome(t *testing.T, bodies int) ([]corpus.Body, string) {
	t.Helper()
	dir := t.TempDir()
	all, err := corpus.City(dir, "site: {name: 临江市政府信息公开专栏, url: \"https://www.example.gov.cn/\", official: true}\noutputs: [search]\n",
		readFile(t, "../../generator/form/defs/cn-2021.example.md"), bodies)
	if err != nil {
		t.Fatal(err)
	}
	p, err := generator.NewPreview(t.Context(), generator.Options{Site: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	site := p.Snapshot()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/")
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		data, err := site.Render(name)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", output.MediaType(name))
		_, _ = w.Write(data) // the browser may have gone
	}))
	t.Cleanup(server.Close)
	return all, server.URL + "/"
}

// found is what a reader who typed something sees: the links on the screen, and how many there are in all.
type found struct {
	Seen []string
	All  int
}

// TestHomeOfCity: at a desk the home page of a portal of 41 bodies, and of one of 300, is two screens high at most; and whatever
// body is looked for, three keys bring it onto the screen: the beginning of its name below the city's, or, where several
// bodies are called so, the first character of the district and two of what it is.
func TestHomeOfCity(t *testing.T) {
	const screen = 800
	for _, bodies := range []int{41, 300} {
		all, address := cityHome(t, bodies)
		tab := newTab(t)
		do(t, tab, chromedp.EmulateViewport(1280, screen), chromedp.Navigate(address))
		if high := eval[int](t, tab, `document.documentElement.scrollHeight`); high > 2*screen {
			t.Errorf("the home page of %d bodies is %d px high, want %d at most", bodies, high, 2*screen)
		}
		keys := map[string]string{}
		for i := 0; i < len(all); i += 1 + bodies/50 { // all of the small one
			keys[all[i].Name] = threeKeys(all[i])
		}
		typed, err := json.Marshal(keys)
		if err != nil {
			t.Fatal(err)
		}
		got := eval[map[string]found](t, tab, fmt.Sprintf(`(async keys => {
			const field = document.getElementById("home.filter"), out = {}
			for (const [name, typed] of Object.entries(keys)) {
				field.value = typed
				field.dispatchEvent(new Event("input", {bubbles: true}))
				await new Promise(done => setTimeout(done))
				field.scrollIntoView({behavior: "instant"})
				const shown = [...document.querySelectorAll("#home\\.groups [data-item] > a")].filter(a => a.checkVisibility())
				out[name] = {all: shown.length, seen: shown.filter(a => a.getBoundingClientRect().bottom <= innerHeight && a.getBoundingClientRect().top >= 0).map(a => a.textContent)}
			}
			return out
		})(%s)`, typed))
		most := 0
		for name, keys := range keys {
			f := got[name]
			most = max(most, f.All)
			if !slices.Contains(f.Seen, name) {
				t.Errorf("of %d bodies, %q is typed for %s: %d are found, and it is not on the screen among %q", bodies, keys, name, f.All, f.Seen)
			}
		}
		t.Logf("%d bodies: three keys leave %d at most", bodies, most)
	}
}

// threeKeys is what somebody types who looks for a body.
func threeKeys(b corpus.Body) string {
	name := []rune(strings.TrimPrefix(b.Name, "临江市"))
	if strings.HasPrefix(b.Parent, "qu") {
		return string(name[0]) + string(name[3:5]) // of 桐湖区教育局: 桐教育
	}
	return string(name[:3])
}
