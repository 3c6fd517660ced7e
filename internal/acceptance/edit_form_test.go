package acceptance

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gongkai/generator"
)

// TestEditOpenCells: what is still to be filled in is hatched, and a fault only once one has been there.
func TestEditOpenCells(t *testing.T) {
	e := editYear(t, 2025, strings.Clone)
	const cell = `document.querySelector('[data-cell="proactive.licensing"] input')`
	hatched := func() bool {
		return eval[bool](t, e.tab, `getComputedStyle(`+cell+`).backgroundImage.startsWith("repeating-linear-gradient")`)
	}
	red := func() bool {
		return eval[bool](t, e.tab, `getComputedStyle(`+cell+`).borderColor === "rgb(153, 27, 27)" && `+cell+`.ariaInvalid === "true"`)
	}
	e.until("it is known to be missing", cell+`.closest(".gk-open") !== null`)
	if !hatched() || red() {
		t.Errorf("before one was there: hatched %v, red %v, want it hatched and not red", hatched(), red())
	}
	e.focus("proactive.licensing")
	if red() {
		t.Error("while one is there it is red, want it not to be")
	}
	e.keys(kb.Tab)
	if !hatched() || !red() {
		t.Errorf("after one was there: hatched %v, red %v, want it both", hatched(), red())
	}
	e.focus("proactive.licensing")
	e.keys("3" + kb.Tab)
	e.until("filled in it is neither", cell+`.closest(".gk-open") === null && getComputedStyle(`+cell+`).backgroundImage === "none" && `+cell+`.ariaInvalid !== "true"`)
}

// TestEditBar: the bar takes 56 px at most, whatever it has to say, and the heads of the tables stay in view.
func TestEditBar(t *testing.T) {
	e := editYear(t, 2025, strings.Clone)
	const bar = `document.querySelector("#gk-bar")`
	for _, width := range []int64{1280, 500, 320} {
		do(t, e.tab, chromedp.EmulateViewport(width, 900))
		e.focus("proactive.penalties")
		e.keys("14件")
		e.until("it says what is wrong", bar+`.querySelector(".gk-here").textContent.includes("14件")`)
		e.keys("s", chromedp.KeyModifiers(chromedp.ModifierCtrl))
		e.until("it says why nothing was saved", bar+`.querySelector("[role=alert]").textContent !== ""`)
		eval[bool](t, e.tab, `(`+bar+`.querySelector("details").open = true)`)
		if got := eval[float64](t, e.tab, bar+`.getBoundingClientRect().height`); got > 56 {
			t.Errorf("at %d px the bar is %.0f px high, want at most 56", width, got)
		}
		if got := eval[string](t, e.tab, overflow); got != "" {
			t.Errorf("at %d px the page is %s", width, got)
		}
		for _, what := range []string{"summary", ".gk-save", ".gk-progress", ".gk-more"} {
			if !eval[bool](t, e.tab, `((r) => r.width > 0 && r.left >= 0 && r.right <= innerWidth && r.bottom <= innerHeight && r.top >= innerHeight - 56)(`+bar+`.querySelector(`+quote(what)+`).getBoundingClientRect())`) {
				t.Errorf("at %d px %s is not within the bar", width, what)
			}
		}
		e.focus("applications.results.total.natural")
		e.until("in the last rows of table 3 its head is in view", `(() => {
			const table = document.activeElement.closest("table"), box = table.parentElement;
			const frame = box.matches(".table-scroll") && getComputedStyle(box).overflowY === "auto" ? box.getBoundingClientRect().top : 0;
			return Math.abs(table.tHead.getBoundingClientRect().top - frame) <= 2;
		})()`)
		e.focus("proactive.penalties")
		e.keys(kb.Escape)
		e.focus("proactive.licensing")
	}
	do(t, e.tab, chromedp.EmulateViewport(500, 900), chromedp.Click(chromedp.CSS(`#gk-bar .gk-more`)))
	e.until("the ways are shown", `document.querySelector("#gk-ways").matches(":popover-open") && document.querySelector("#gk-ways a").checkVisibility()`)
}

// dropped is an expression that drops files {name: contents} on the page.
func dropped(files string) string {
	return `(() => {
		const data = new DataTransfer();
		for (const [name, text] of Object.entries(` + files + `)) data.items.add(new File([text], name));
		document.body.dispatchEvent(new DragEvent("dragover", {dataTransfer: data, bubbles: true, cancelable: true}));
		const shown = document.querySelector(".gk-drop").checkVisibility();
		document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
		return shown && !document.querySelector(".gk-drop").checkVisibility();
	})()`
}

// chooses presses Enter on what opens the choice of files, and chooses some.
func (d *atDesk) chooses(input string, names ...string) {
	d.Helper()
	opened := make(chan bool, 1)
	if err := chromedp.Listen(d.tab, func(event any) {
		if _, ok := event.(*page.EventFileChooserOpened); ok {
			select {
			case opened <- true:
			default:
			}
		}
	}); err != nil {
		d.Fatal(err)
	}
	do(d.T, d.tab, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, page.SetInterceptFileChooserDialog, page.SetInterceptFileChooserDialogParams{Enabled: true})
		return err
	}))
	d.keys(kb.Enter)
	select {
	case <-opened:
	case <-time.After(patience):
		d.Fatal("Enter opens no choice of files")
	}
	do(d.T, d.tab, chromedp.SetUploadFiles(chromedp.CSS(input), names))
}

// TestServeDeskAttach: files that are dropped on the form, or chosen by keyboard, lie beside the report; what is saved is an entry
// for each, and the rest of the file as it was. What is not an attachment is reported.
func TestServeDeskAttach(t *testing.T) {
	dir, name := deskSite(t)
	original := readFile(t, name)
	d := openDesk(t, dir)
	report := d.form("/shilishi-xxgkj/reports/2024/")
	if !eval[bool](t, d.tab, dropped(`{"报告 原件.pdf": "%PDF-1.7 x", "安装.exe": "MZ"}`)) {
		t.Error("where files go is not shown while they are dragged over the page, or stays")
	}
	const told = `document.querySelector(".gk-attach [role=status]").textContent`
	d.until("one is there, the other refused", told+`.includes("已放到报告旁边：2024-报告-原件.pdf") && `+told+`.includes("“安装.exe”不能作附件。可以用 PDF")`)
	d.until("its title has the focus", `document.activeElement.value === "报告 原件" && document.activeElement.closest(".gk-files") !== null`)
	d.keys("a", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	d.keys("盖章的报告")
	chosen := filepath.Join(t.TempDir(), "附表.csv")
	if err := os.WriteFile(chosen, []byte("甲,乙\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	d.tabTo(".gk-attach > button")
	d.chooses(".gk-attach input[type=file]", chosen)
	d.until("the second is listed", `document.querySelectorAll(".gk-files li").length === 2 && `+told+` === "已放到报告旁边：2024-附表.csv"`)
	d.until("no finding is left of them", `document.querySelectorAll("#gk-bar li.gk-error").length === 0`)
	d.accessible("a form with attachments")
	do(t, d.tab, chromedp.EmulateViewport(1280, 900))
	d.keys("s", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	d.until("saved", `document.querySelector("#gk-bar .gk-status").textContent === "没有改动"`)
	entry := "attachments:\n  - {file: 2024-报告-原件.pdf, title: 盖章的报告}\n  - {file: 2024-附表.csv, title: 附表}\n"
	if got := readFile(t, name); strings.Replace(got, entry, "", 1) != original || !strings.Contains(got, entry) {
		t.Errorf("the file is\n%s\nwant the original with\n%s", got, entry)
	}
	do(t, d.tab, chromedp.Navigate(report))
	const link = `[...document.querySelectorAll("main a")].find((a) => a.textContent.includes("盖章的报告"))`
	d.until("the report lists them", link+` !== undefined`)
	if got := eval[string](t, d.tab, `fetch(`+link+`.href).then((r) => r.text())`); got != "%PDF-1.7 x" {
		t.Errorf("the attachment has %q, want what was dropped", got)
	}
}

// TestServeDeskExcludes: which agencies do not count into a total, and why, is chosen by their names and written into the file.
func TestServeDeskExcludes(t *testing.T) {
	dir, name := deskSite(t)
	for slug, body := range map[string]string{"b": "示例市教育局", "c": "示例市民政局"} {
		if err := os.MkdirAll(filepath.Join(dir, "content", slug), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "content", slug, "_index.md"), []byte("---\nname: "+body+"\nlevel: city\nkind: department\nparent: shilishi-xxgkj\n---\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	original := readFile(t, name)
	d := openDesk(t, dir)
	d.form("/shilishi-xxgkj/reports/2024/")
	const add = `[...document.querySelectorAll(".gk-about button")].find((b) => b.textContent === "加一个不计入的机关")`
	if eval[bool](t, d.tab, add+`.checkVisibility()`) {
		t.Error("an agency's own report is asked what does not count into it")
	}
	d.tabTo(".gk-about select")
	d.keys(kb.ArrowDown)
	d.until("it is the total of an area", add+`.checkVisibility()`)
	d.tabTo(".gk-includes input")
	if got := eval[string](t, d.tab, `[...document.querySelectorAll(".gk-children label")].map((l) => l.textContent).join()`); got != "示例市教育局,示例市民政局" {
		t.Errorf("the agencies that may add up are %q, want those below by their names", got)
	}
	d.keys(" ")
	d.until("of all agencies none is chosen by itself", `!document.querySelector(".gk-children").checkVisibility()`)
	d.tabTo("[aria-label=没有计入汇总的下级机关] > button")
	d.keys(kb.Enter)
	d.until("it is asked which", `document.activeElement.matches("select") && [...document.activeElement.options].map((o) => o.textContent).join() === "请选择,示例市教育局,示例市民政局"`)
	d.until("and told that it must be said", `[...document.querySelectorAll("#gk-bar li.gk-error")].some((li) => li.textContent.includes("要写明哪个机关、什么理由"))`)
	d.keys(kb.ArrowDown + kb.ArrowDown + kb.Tab)
	d.keys("由省级汇总")
	d.until("that is enough", `![...document.querySelectorAll("#gk-bar li.gk-error")].some((li) => li.textContent.includes("要写明哪个机关"))`)
	d.keys("s", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	d.until("saved", `document.querySelector("#gk-bar .gk-status").textContent === "没有改动"`)
	entry := "scope: government\nincludes: children\nexcludes:\n  - {agency: c, reason: 由省级汇总}\n"
	if got := readFile(t, name); strings.Replace(got, entry, "", 1) != original || !strings.Contains(got, entry) {
		t.Errorf("the file is\n%s\nwant the original with\n%s", got, entry)
	}
	// One of them alone.
	d.tabTo(".gk-includes input")
	d.keys(" ")
	d.tabTo(".gk-children input")
	d.keys(" ")
	d.accessible("a form of a total")
	do(t, d.tab, chromedp.EmulateViewport(1280, 900))
	d.keys("s", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	d.until("saved again", `document.querySelector("#gk-bar .gk-status").textContent === "没有改动"`)
	entry = strings.Replace(entry, "children", "[b]", 1)
	if got := readFile(t, name); strings.Replace(got, entry, "", 1) != original || !strings.Contains(got, entry) {
		t.Errorf("with one agency the file is\n%s\nwant the original with\n%s", got, entry)
	}
}

// TestServeDeskLastYear: on request the figures of the year before are below those of this year, its texts beside the texts; those
// who listen hear them with the cell, nothing is judged by them, and nothing of them goes into the file.
func TestServeDeskLastYear(t *testing.T) {
	dir, name := deskSite(t)
	if _, err := generator.NewReport(generator.Options{Site: dir}, generator.Draft{Agency: "shilishi-xxgkj", Year: 2025}); err != nil {
		t.Fatal(err)
	}
	name = filepath.Join(filepath.Dir(name), "2025.md")
	original := readFile(t, name)
	d := openDesk(t, dir)
	d.form("/shilishi-xxgkj/reports/2024/")
	if eval[bool](t, d.tab, `document.querySelector(".gk-last-switch") !== null`) {
		t.Error("2024 offers 2023, of which there is no report")
	}
	d.form("/shilishi-xxgkj/reports/2025/")
	findings := eval[int](t, d.tab, `document.querySelectorAll("#gk-bar .gk-list li").length`)
	const cell = `document.querySelector('[data-cell="applications.new.natural"]')`
	d.tabTo(".gk-more")
	d.keys(kb.Enter)
	d.tabTo(".gk-last-switch")
	d.keys(kb.Enter)
	d.until("last year's figures are shown", `document.activeElement.ariaPressed === "true" && `+cell+`.querySelector("small")?.checkVisibility() && `+cell+`.querySelector("small").textContent === "去年 5"`)
	d.until("all of them", `document.querySelectorAll("small.gk-last").length === 203`)
	d.until("they are read out with the cell", cell+`.querySelector("input").getAttribute("aria-describedby")?.split(" ")[0] === `+cell+`.querySelector("small").id`)
	d.until("its texts are beside the texts", `[...document.querySelectorAll(".gk-last-text")].some((x) => x.checkVisibility() && x.getAttribute("aria-label").startsWith("2024 年的文字，编辑文字：一、总体情况") && x.textContent.includes("2024") && Math.abs(x.getBoundingClientRect().top - x.parentElement.querySelector("textarea").getBoundingClientRect().top) < 2)`)
	if n := eval[int](t, d.tab, `[...document.querySelectorAll("[id]")].length - new Set([...document.querySelectorAll("[id]")].map((e) => e.id)).size`); n != 0 {
		t.Errorf("%d ids are there twice, want none", n)
	}
	eval[bool](t, d.tab, `(`+cell+`.querySelector("input").focus(), true)`)
	d.keys("500")
	d.until("what is typed is judged", `document.querySelector("#gk-bar .gk-status").textContent.startsWith("1 ")`)
	d.until("by the rules alone", cell+`.querySelector("small").textContent === "去年 5" && document.querySelectorAll("#gk-bar .gk-list li").length <= `+fmt.Sprint(findings+1))
	d.keys("z", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	d.accessible("a form with last year's figures")
	do(t, d.tab, chromedp.EmulateViewport(1280, 900), chromedp.Reload())
	d.until("they are there again after the page was loaded again", `document.documentElement.dataset.gongkaiEditing === "ready" && `+cell+`.querySelector("small")?.checkVisibility()`)
	d.tabTo(".gk-more")
	d.keys(kb.Enter)
	d.tabTo(".gk-last-switch")
	d.keys(kb.Enter)
	d.until("they are gone", `!`+cell+`.querySelector("small").checkVisibility() && document.querySelectorAll(".gk-last-text").values().every((x) => !x.checkVisibility())`)
	if got := readFile(t, name); got != original {
		t.Errorf("the file was changed:\n%s", got)
	}
}
