package acceptance

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gongkai/cmd/gongkai/cli"
)

// paste puts what was copied elsewhere where the focus is.
func (d *atDesk) paste(kinds string) {
	d.Helper()
	eval[bool](d.T, d.tab, `(() => {
		const data = new DataTransfer();
		for (const [kind, text] of Object.entries(`+kinds+`)) data.setData(kind, text);
		document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
		return true;
	})()`)
}

func (d *atDesk) focusOn(selector string) {
	d.Helper()
	d.until("the focus on "+selector, fmt.Sprintf(`(e => { e?.focus(); return e && document.activeElement === e })(document.querySelector(%s))`, quote(selector)))
}

// lastYearsWord is the report of the starter's site for 2024 as a Word file.
func lastYearsWord(t *testing.T) []byte {
	t.Helper()
	dir, name := deskSite(t)
	out := t.TempDir()
	var errs bytes.Buffer
	if status := cli.Main(context.Background(), []string{"export", name, "--site", dir, "--to", "docx", "--out", out}, io.Discard, &errs, func(string) string { return "" }); status != 0 {
		t.Fatalf("export ends with status %d: %s", status, errs.String())
	}
	return []byte(readFile(t, filepath.Join(out, "shilishi-xxgkj-2024.docx")))
}

// What the clerk of both journeys has: the bodies, as rows of a spreadsheet; figures of each table, from a cell on; and prose of
// sections, from a word processor.
var (
	journeyBodies  = []string{"名称\t性质\t级别", "示例市信息公开局\t部门\t市级", "示例市教育局\t部门\t市级"}
	journeyFigures = []struct {
		cell string
		rows []string
	}{
		{"proactive.regulations.issued", []string{"0\t0\t0", "0\t0\t4"}},
		{"applications.new.natural", slices.Concat(
			[]string{"4\t1\t0\t0\t0\t0\t6", "1\t0\t0\t0\t0\t0\t1", "5\t1\t0\t0\t0\t0\t6"}, // planted: the total of the first
			slices.Repeat([]string{"0\t0\t0\t0\t0\t0\t0"}, 20), []string{"5\t1\t0\t0\t0\t0\t6", "0\t0\t0\t0\t0\t0\t0"})},
		{"review.reconsideration.upheld", []string{strings.Repeat("0\t", 14) + "0"}},
	}
	journeyProse = []struct{ heading, markup string }{ // planted: nothing is written in part five
		{"一、总体情况", "<p>　　2025年，本机关在网站公开信息36条。</p><p>（一）主动公开</p><p>　　公开及时。</p><p>（二）依申请公开</p><p>　　全年收到申请5件。</p><p>（三）政府信息管理</p><p>　　公文起草时确定公开属性。</p><p>（四）平台建设</p><p>　　专栏设有四个栏目。</p><p>（五）监督保障</p><p>　　全年培训两次。</p>"},
		{"六、其他需要报告的事项", "<p>没有其他需要报告的事项。</p>"},
	}
)

// journeyFindings is what the bar lists.
const journeyFindings = `[...document.querySelectorAll("#gk-bar li.gk-error, #gk-bar li.gk-warning")].map((li) => li.textContent).join("\n")`

// reading waits until last year's Word file was read.
func (d *atDesk) reading() {
	d.Helper()
	d.until("last year's report was read", `document.querySelector("h1").textContent === "2024年报.docx" && document.querySelector("main").textContent.includes("原文的每个数都读到了") && document.querySelector("[name=agency]").value === "slsxxgkj"`)
}

// written waits until the prose is in the form.
func (d *atDesk) written() {
	d.Helper()
	d.until("the prose has paragraphs and headings", `[...document.querySelectorAll(".gk-text textarea")].some((a) => a.value.includes("### （二）依申请公开\n\n全年收到申请5件。"))`)
}

// planted waits until the four errors are told.
func (d *atDesk) planted() {
	d.Helper()
	for _, want := range []string{"14件", "总计", "2025-01-20", "五、"} {
		d.until("the planted error is told: "+want, journeyFindings+`.includes(`+quote(want)+`)`)
	}
}

// mended waits until only the title is left, which is to be explained.
func (d *atDesk) mended() {
	d.Helper()
	d.until("one finding is left, the title", `document.querySelectorAll("#gk-bar li.gk-error").length === 0 && `+journeyFindings+`.includes("标题")`)
}

// arrived waits until the published report is shown, and looks into its file for some texts.
func (d *atDesk) arrived(folder string, texts ...string) {
	d.Helper()
	d.until("the result opens", `location.pathname === "/slsxxgkj/reports/2025/" && document.querySelector(".gongkai-draft") === null && document.querySelector("h1").textContent.includes("信息公开局年报")`)
	page := readFile(d.T, filepath.Join(folder, "public/slsxxgkj/reports/2025/index.html"))
	for _, want := range texts {
		if !strings.Contains(page, want) {
			d.Errorf("the published page has no %q", want)
		}
	}
}

// TestServeDeskJourney: from nothing to a published report without a file seen: a site made of pasted bodies, last year's Word
// dropped in, this year's report begun, figures pasted from a spreadsheet and prose from a word processor, errors found and mended,
// one explained, a Word file, the site.
func TestServeDeskJourney(t *testing.T) {
	word := lastYearsWord(t)
	d := startDesk(t)
	began, steps := time.Now(), 0
	step := func(what string) { steps++; t.Logf("%d. %s, after %.1f s", steps, what, time.Since(began).Seconds()) }
	folder := filepath.Join(t.TempDir(), "公开")
	do(t, d.tab, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(d.base))
	d.tabTo(`[name=many]`)
	d.keys(kb.ArrowDown)
	d.tabTo(`[name=site]`)
	d.keys("示例市公开专栏")
	d.tabTo(`[name=list]`)
	d.types(strings.Join(journeyBodies, "\n") + "\n")
	d.tabTo(`[name=folder]`)
	d.keys("a", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	d.keys(folder + kb.Enter)
	d.until("the list is shown", `document.querySelectorAll("tbody tr").length === 2`)
	step("a site named, bodies pasted")
	d.tabTo(`[name=agreed]`)
	d.keys(kb.Enter)
	d.until("the desk", `document.documentElement.dataset.desk === "ready" && document.querySelectorAll("#reports td[data-state=none]").length > 0`)
	step("agreed")

	eval[bool](t, d.tab, `(() => {
		const data = new DataTransfer();
		data.items.add(new File([Uint8Array.from(atob(`+quote(base64.StdEncoding.EncodeToString(word))+`), (c) => c.charCodeAt(0))], "2024年报.docx"));
		document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
		return true;
	})()`)
	d.reading()
	step("last year's Word dropped in")
	d.tabTo(`p.buttons button`)
	d.keys(kb.Enter)
	d.until("it is a form", `document.documentElement.dataset.gongkaiEditing === "ready" && document.querySelector('[data-cell="applications.carried_out.total"] input').value === "1"`)
	step("put into the site")
	do(t, d.tab, chromedp.Navigate(d.base))
	d.tabTo(`td button[aria-label="新建示例市信息公开局 2025 年的报告"]`)
	d.keys(kb.Enter)
	d.until("this year's report is a form", `document.documentElement.dataset.gongkaiEditing === "ready" && location.pathname === "/slsxxgkj/reports/2025/"`)
	if got := eval[string](t, d.tab, `document.querySelector('[data-cell="applications.carried_in.total"] input').value`); got != "1" {
		t.Errorf("carried over is %q, want 1 from last year", got)
	}
	step("this year's report begun")

	for _, x := range journeyFigures {
		d.focusOn(`[data-cell="` + x.cell + `"] input`)
		d.paste(`{"text/plain": ` + quote(strings.Join(x.rows, "\n")) + `}`)
		d.until("the rows are shown", `document.querySelector("dialog[open] .gk-review") !== null`)
		d.keys(kb.Enter)
		d.until("they are pasted", `document.querySelector("dialog") === null`)
	}
	step("figures pasted")
	d.focusOn(`[data-cell="proactive.licensing"] input`)
	d.keys("14件" + kb.Enter + "0" + kb.Enter + "0" + kb.Enter + "0" + kb.Enter)
	for _, cell := range []string{"notices", "charged", "collected"} {
		if eval[bool](t, d.tab, `document.querySelector('[data-cell="handling_fees.`+cell+`"] input') !== null`) {
			d.focusOn(`[data-cell="handling_fees.` + cell + `"] input`)
			d.keys("0")
		}
	}
	for range eval[int](t, d.tab, `document.querySelectorAll(".gk-beyond input").length`) {
		eval[bool](t, d.tab, `([...document.querySelectorAll(".gk-beyond input")].find((i) => i.value === "")?.focus(), true)`)
		d.keys("0")
	}
	for _, x := range journeyProse {
		eval[bool](t, d.tab, `((a) => { a.closest("details").open = true; a.focus(); a.select(); return true })([...document.querySelectorAll(".gk-text textarea")].find((a) => a.getAttribute("aria-label").includes(`+quote(x.heading)+`)))`)
		d.paste(`{"text/html": ` + quote("<html><body>"+x.markup+"</body></html>") + `, "text/plain": "x"}`)
	}
	d.written()
	step("prose pasted")
	d.focusOn(`.gk-about input[type=date]`)
	d.keys("01202025") // planted: the year was not over
	d.focusOn(`.gk-about input[type=text]`)
	d.keys("信息公开局年报") // to be explained
	d.planted()
	step("four errors found")
	d.focusOn(`[data-cell="proactive.licensing"] .gk-suggest`)
	d.keys(kb.Enter)
	d.until("the unit is gone", `document.querySelector('[data-cell="proactive.licensing"] input').value === "14"`)
	d.until("the total is offered", `document.querySelector('[data-cell="applications.new.total"] .gk-suggest')?.textContent === "5"`)
	d.focusOn(`[data-cell="applications.new.total"] .gk-suggest`)
	d.keys(kb.Enter)
	d.focusOn(`.gk-about input[type=date]`)
	d.keys("01202026")
	eval[bool](t, d.tab, `((a) => { a.closest("details").open = true; a.focus(); return true })([...document.querySelectorAll(".gk-text textarea")].find((a) => a.getAttribute("aria-label").includes("五、存在")))`)
	d.keys("a", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	d.types("部分信息公开不够及时。今后逐月核对应公开事项，改进工作。")
	eval[bool](t, d.tab, `(document.querySelector("#gk-bar details").open = true)`)
	d.mended()
	step("four errors mended")
	eval[bool](t, d.tab, `([...document.querySelectorAll("#gk-bar li button")].find((b) => b.textContent === "说明理由" && b.closest("li").textContent.includes("标题")).focus(), true)`)
	d.keys(kb.Enter)
	d.until("the reason is asked for", `document.activeElement.id === "gk-why"`)
	d.keys("沿用以前的标题" + kb.Enter)
	d.until("it is waived", `document.querySelector("#gk-bar li.gk-waived") !== null`)
	step("one explained")
	d.keys("s", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	d.until("saved", `document.querySelector("#gk-bar .gk-status").textContent === "没有改动"`)
	step("saved")

	d.until("the question is gone", `document.querySelector("dialog") === null`)
	d.tabTo(`#gk-bar a[href*="desk/hand"]`)
	d.keys(kb.Enter)
	d.until("the page of handing in", `document.querySelector("#publish") !== null`)
	d.until("nothing is left", `document.querySelector("main").textContent.includes("没有错误，可以送审、发布") && document.querySelectorAll("#content .diff del").length === 1 && document.querySelector(".diff del").textContent.includes("true")`)
	d.accessible("handing in")
	if got := eval[string](t, d.tab, `fetch(document.querySelector("a.button").href).then((r) => r.arrayBuffer()).then((b) => String.fromCharCode(...new Uint8Array(b).slice(0, 2)))`); got != "PK" {
		t.Errorf("the Word file begins with %q, want PK", got)
	}
	step("Word given out")
	d.tabTo(`form[action$="desk/publish"] button`)
	d.keys(kb.Enter)
	d.until("published", `document.querySelector(".done") !== null`)
	step("published")
	d.tabTo(`.done a`)
	d.keys(kb.Enter)
	d.arrived(folder, "信息公开局年报", "沿用以前的标题", "全年收到申请5件。")
	step("the result opens")
	if _, err := os.Stat(filepath.Join(folder, "public/slsxxgkj/reports/2024/index.html")); err != nil {
		t.Errorf("last year's report is not published: %v", err)
	}
}
