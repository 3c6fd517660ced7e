package acceptance

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestServeDeskCorrection: a published figure is corrected without a file seen: the correction lists by itself which figures are other
// than what was published, is published with them, and the source of an older report is written beside it.
func TestServeDeskCorrection(t *testing.T) {
	dir, name := deskSite(t)
	d := openDesk(t, dir)
	hand := d.base + "/hand?file=content/shilishi-xxgkj/reports/2024.md"
	publish := func() {
		t.Helper()
		do(t, d.tab, chromedp.Navigate(hand))
		d.tabTo(`form[action$="desk/publish"] button`)
		d.keys(kb.Enter)
		d.until("it is published", `document.querySelector(".done") !== null`)
	}
	do(t, d.tab, chromedp.EmulateViewport(1280, 900))
	publish()
	original := readFile(t, name)
	d.form("/shilishi-xxgkj/reports/2024/")
	d.focusOn(`[data-cell="proactive.licensing"] input`)
	d.keys("13")
	d.focusOn(`.gk-about [type=text]`)
	d.tabTo(`.gk-about summary`)
	d.keys(kb.Enter + kb.Tab)
	d.keys("某局公报")
	d.tabTo(`.gk-about summary`)
	d.keys(kb.Enter + kb.Tab + kb.Enter)
	d.until("the correction has the figure", `document.activeElement.closest(".gk-entry") !== null && /行政许可.*：公布过 12，现在 13/.test(document.querySelector(".gk-cells")?.textContent)`)
	d.keys("漏计行政许可一件")
	d.accessible("a correction")
	do(t, d.tab, chromedp.EmulateViewport(1280, 900))
	d.keys("s", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	d.until("saved", `document.querySelector("#gk-bar .gk-status").textContent === "没有改动"`)
	got := readFile(t, name)
	for _, line := range []string{
		"revisions:\n  - {date: " + time.Now().Format(time.DateOnly) + ", note: 漏计行政许可一件, cells: [{cell: proactive.licensing, from: \"12\", to: \"13\"}]}\n",
		"source:\n  title: 某局公报\n",
	} {
		if !strings.Contains(got, line) {
			t.Errorf("the file has no %q:\n%s", line, got)
		}
		got = strings.Replace(got, line, "", 1)
	}
	if want := strings.Replace(original, " 12\n", " 13\n", 1); got != want || want == original {
		t.Errorf("except for these lines the file is\n%s\nwant\n%s", got, want)
	}
	publish()
	if page, err := os.ReadFile(dir + "/public/shilishi-xxgkj/reports/2024/index.html"); err != nil || !strings.Contains(string(page), "漏计行政许可一件") {
		t.Errorf("the published page has not the correction, error %v", err)
	}
}
