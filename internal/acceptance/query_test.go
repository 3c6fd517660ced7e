package acceptance

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// answered is what the page of queries shows.
type answered struct {
	Status, Address, File string
	Rows                  int
	Totals                [][]string
}

const shownAnswer = `(async () => ({
	status: document.getElementById("query.status").textContent, address: location.hash,
	file: document.getElementById("query.csv").href.slice(0, 5),
	rows: document.querySelectorAll("#query\\.table tbody tr").length,
	totals: [...document.querySelectorAll("#query\\.table tfoot tr")].map(tr => [...tr.cells].map(c => c.textContent))}))()`

// TestQuery asks the portal, from a server and opened from a disk, by an address that somebody passed on, and changes what is
// asked; the sums are those of the page of statistics.
func TestQuery(t *testing.T) {
	s := portal(t)
	data := readFile(t, filepath.Join(s.dir, "data", "cn-2021.csv"))
	lines := strings.Split(strings.TrimSpace(data), "\r\n")
	at := -1
	for i, name := range strings.Split(lines[0], ",") {
		if name == "applications.new.total" {
			at = i
		}
	}
	want := map[string]int{}
	for _, line := range lines[1:] {
		fields, n := strings.Split(line, ","), 0
		if _, err := fmt.Sscan(fields[at], &n); err != nil {
			t.Fatal(err)
		}
		want[fields[2]] += n
	}
	for _, address := range []string{s.url("data/query/index.html"), s.served + "data/query/"} {
		tab := newTab(t)
		do(t, tab, chromedp.Navigate(address+"#form=cn-2021&cells=applications.new.total,proactive.fees&years=2022,2023"))
		var got answered
		await(t, "there is no answer", func() error {
			if got = eval[answered](t, tab, shownAnswer); got.Rows == 0 || got.Status == "" || got.File != "blob:" || len(got.Totals) != 2 {
				return fmt.Errorf("%s: got %+v", address, got)
			}
			return nil
		})
		if got.Rows != 2*portalAgencies || got.Totals[0][1] != "2023" || got.Totals[0][3] != fmt.Sprint(want["2023"]) || got.Totals[1][3] != fmt.Sprint(want["2022"]) {
			t.Errorf("%s: got %d rows, totals %v; want %d rows, %d in 2023, %d in 2022", address, got.Rows, got.Totals, 2*portalAgencies, want["2023"], want["2022"])
		}
		if !strings.Contains(got.Address, "years=2023%2C2022") {
			t.Errorf("the address is %s, want the years in it", got.Address)
		}
		eval[bool](t, tab, `document.querySelectorAll("#query\\.agencies input")[3].click(), true`)
		await(t, "the answer does not change", func() error {
			if got = eval[answered](t, tab, shownAnswer); got.Rows != 2 || !strings.Contains(got.Address, "agencies=a03") {
				return fmt.Errorf("%s: got %+v, want two rows of one agency", address, got)
			}
			return nil
		})
	}
}

// TestQueryOnPhone: on a phone each item that can be asked for is written out, a finger hits it, and the search for one leaves those that
// are meant and those that are chosen.
func TestQueryOnPhone(t *testing.T) {
	tab := newTab(t)
	do(t, tab, chromedp.EmulateViewport(360, 740), chromedp.Navigate(portal(t).url("data/query/index.html")+"#form=cn-2021&cells=applications.new.total"))
	type item struct {
		Text   string
		Height float64
		Cut    bool
	}
	var items []item
	await(t, "there is nothing to choose", func() error {
		items = eval[[]item](t, tab, `[...document.querySelectorAll(".choices label")].map(l => ({text: l.textContent.trim(), height: l.getBoundingClientRect().height, cut: l.scrollWidth > l.clientWidth}))`)
		if len(items) < 200 {
			return fmt.Errorf("got %d items, want those of 200 cells", len(items))
		}
		return nil
	})
	texts := map[string]bool{}
	for _, i := range items {
		if i.Text == "" || i.Cut || i.Height < 24 || texts[i.Text] {
			t.Errorf("got %+v, a second one of the name: %v; want a name of its own that is seen, and 24 px at least", i, texts[i.Text])
		}
		texts[i.Text] = true
	}
	// A phone shows fifty rows of what is found, and so many more each time it is asked.
	for _, want := range []int{50, 100} {
		await(t, "not so many rows are shown", func() error {
			if got := eval[int](t, tab, `document.querySelector("#query\\.table").tBodies[0].rows.length`); got != want {
				return fmt.Errorf("got %d rows, want %d", got, want)
			}
			return nil
		})
		eval[bool](t, tab, `(document.getElementById("query.rest").click(), true)`)
	}
	left := eval[[]string](t, tab, `(() => {
		const find = document.getElementById("query.find")
		find.value = "商业企业 granted"
		find.dispatchEvent(new Event("input", {bubbles: true}))
		return [...document.querySelectorAll("#query\\.cells label")].filter(l => l.checkVisibility()).map(l => l.querySelector("input").value)
	})()`)
	if got := strings.Join(left, " "); got != "applications.new.total applications.results.granted.commercial" {
		t.Errorf("got %q, want the item that is found and the one that is chosen", got)
	}
}
