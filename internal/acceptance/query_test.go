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
		eval[bool](t, tab, `(() => { const s = document.getElementById("query.agencies"); s.options[3].selected = true; s.dispatchEvent(new Event("change", {bubbles: true})); return true; })()`)
		await(t, "the answer does not change", func() error {
			if got = eval[answered](t, tab, shownAnswer); got.Rows != 2 || !strings.Contains(got.Address, "agencies=a03") {
				return fmt.Errorf("%s: got %+v, want two rows of one agency", address, got)
			}
			return nil
		})
	}
}
