package acceptance

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// fewTabs is how often Tab, or F6, may have to be pressed to come to the next thing.
const fewTabs = 16

// hands are those of a person who has a keyboard alone: the page is looked at by script, and changed by keys.
type hands struct {
	*atDesk
	other         context.Context // a tab that stands for another program, of which something is copied
	pressed, most int             // keys, and presses of one key to come to a place
	farthest      string
}

// press presses keys.
func (h *hands) press(keys string, modifiers ...chromedp.Modifier) {
	h.Helper()
	h.pressed += len([]rune(keys))
	h.keys(keys, chromedp.KeyModifiers(modifiers...))
}

// to presses a key until the focus is where a condition on it, e, holds.
func (h *hands) to(key, where string, modifiers ...chromedp.Modifier) {
	h.Helper()
	var path []string
	for n := range fewTabs {
		h.press(key, modifiers...)
		at := eval[string](h.T, h.tab, `((e) => `+where+` ? "" : e.tagName + "." + e.className + " " + (e.getAttribute("aria-label") ?? e.textContent.slice(0, 30)))(document.activeElement)`)
		if at == "" {
			if n+1 > h.most {
				h.most, h.farthest = n+1, where
			}
			return
		}
		path = append(path, at)
	}
	h.Fatalf("%d presses of %q do not lead to %s, but to\n%s", fewTabs, key, where, strings.Join(path, "\n"))
}

// tabs presses Tab until a selector matches what has the focus, part F6 until what has it is within one.
func (h *hands) tabs(selector string) { h.Helper(); h.to(kb.Tab, `e.matches(`+quote(selector)+`)`) }
func (h *hands) part(selector string) {
	h.Helper()
	h.to(kb.F6, `e.closest(`+quote(selector)+`) !== null`)
}

// copies copies the whole of a page in another program.
func (h *hands) copies(markup string) {
	h.Helper()
	if h.other == nil {
		h.other = newTab(h.T)
	}
	do(h.T, h.other, chromedp.Navigate("about:blank"))
	eval[bool](h.T, h.other, `(document.body.innerHTML = `+quote(markup)+`, true)`)
	do(h.T, h.other, front(), chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)), chromedp.KeyEvent("c", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	do(h.T, h.tab, front())
}

// front brings a tab before the others.
func front() chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, page.BringToFront, cdp.Empty{})
		return err
	})
}

// spreadsheet is a table as a spreadsheet copies it.
func spreadsheet(rows ...string) string {
	for i, row := range rows {
		rows[i] = "<tr><td>" + strings.ReplaceAll(row, "\t", "<td>")
	}
	return "<table>" + strings.Join(rows, "") + "</table>"
}

// TestServeDeskByKeyboard goes the way of TestServeDeskJourney with keys alone: Tab, F6, arrows, Enter, Space, what is typed, and what
// is pasted from the clipboard of the system, of tables and texts that another tab has copied.
func TestServeDeskByKeyboard(t *testing.T) {
	word := filepath.Join(t.TempDir(), "2024年报.docx")
	if err := os.WriteFile(word, lastYearsWord(t), 0o600); err != nil {
		t.Fatal(err)
	}
	h := &hands{atDesk: startDesk(t)}
	began, steps := time.Now(), 0
	step := func(what string) {
		steps++
		t.Logf("%d. %s: %d keys, %.1f s", steps, what, h.pressed, time.Since(began).Seconds())
	}
	paste := func() { t.Helper(); h.press("v", chromedp.ModifierCtrl) }
	all := func() { t.Helper(); h.press("a", chromedp.ModifierCtrl) }
	// finding goes from wherever one is to a button of a finding in the list at the foot.
	finding := func(of, button string) {
		t.Helper()
		h.part("#gk-bar")
		if !eval[bool](t, h.tab, `document.querySelector("#gk-bar details").open`) {
			h.press(kb.Enter)
		}
		h.to(kb.Tab, `e.textContent === `+quote(button)+` && e.closest("li")?.textContent.includes(`+quote(of)+`)`)
		h.press(kb.Enter)
	}
	folder := filepath.Join(t.TempDir(), "公开")
	do(t, h.tab, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(h.base))
	h.tabs(`[name=many]`)
	h.press(kb.ArrowDown)
	h.tabs(`[name=site]`)
	h.press("示例市公开专栏")
	h.copies(spreadsheet(journeyBodies...))
	h.tabs(`[name=list]`)
	paste()
	h.tabs(`[name=folder]`)
	all()
	h.press(folder + kb.Enter)
	h.until("the list is shown", `document.querySelectorAll("tbody tr").length === 2`)
	step("a site named, bodies pasted")
	h.tabs(`[name=agreed]`)
	h.press(kb.Enter)
	h.until("the desk", `document.documentElement.dataset.desk === "ready" && document.querySelectorAll("#reports td[data-state=none]").length > 0`)
	step("agreed")

	h.tabs(`a[href="#import"]`)
	h.press(kb.Enter)
	h.tabs(`form.drop [type=file]`)
	h.pressed++
	h.chooses(`form.drop [type=file]`, word)
	h.tabs(`form.drop button`)
	h.press(kb.Enter)
	h.reading()
	step("last year's Word chosen")
	h.tabs(`p.buttons button`)
	h.press(kb.Enter)
	const ready = `document.documentElement.dataset.gongkaiEditing === "ready" && location.pathname === `
	h.until("it is a form", ready+`"/slsxxgkj/reports/2024/"`)
	step("put into the site")
	h.part("#gk-bar")
	h.tabs(`.gk-more`)
	h.press(kb.Enter)
	h.tabs(`#gk-ways a[href$="/desk"]`)
	h.press(kb.Enter)
	h.until("the desk again", `document.documentElement.dataset.desk === "ready"`)
	h.tabs(`td button[aria-label="新建示例市信息公开局 2025 年的报告"]`)
	h.press(kb.Enter)
	h.until("this year's report is a form", ready+`"/slsxxgkj/reports/2025/"`)
	step("this year's report begun")

	for _, x := range journeyFigures {
		h.copies(spreadsheet(x.rows...))
		h.part(`[data-cell="` + x.cell + `"]`)
		paste()
		h.until("the rows are shown", `document.querySelector("dialog[open] .gk-review") !== null`)
		h.press(kb.Enter)
		h.until("they are pasted, and the focus is where it was", `document.querySelector("dialog") === null && document.activeElement.closest("[data-cell]")?.dataset.cell === `+quote(x.cell))
	}
	step("figures pasted")
	// What is not filled in yet is found by the count in the bar.
	open := `document.querySelector("#gk-bar .gk-progress").ariaDisabled === "false"`
	for eval[bool](t, h.tab, open) {
		h.part("#gk-bar")
		h.tabs(".gk-progress")
		h.press(kb.Enter)
		switch cell := eval[string](t, h.tab, `document.activeElement.closest("[data-cell], .gk-beyond")?.dataset.cell ?? "none"`); cell {
		case "none":
			t.Fatal("the count does not lead to a cell that is not filled in")
		case "proactive.licensing":
			h.press("14件" + kb.Enter + "0" + kb.Enter + "0" + kb.Enter + "0") // planted: a unit
		default:
			h.press("0")
		}
	}
	step("the rest typed")
	for _, x := range journeyProse {
		h.copies(x.markup)
		h.to(kb.F6, `e.closest(".gk-text")?.querySelector("summary").textContent.includes(`+quote(x.heading)+`)`)
		h.press(kb.Enter)
		h.tabs("textarea")
		all()
		paste()
	}
	h.written()
	step("prose pasted")
	h.part(".gk-about")
	h.press("信息公开局年报") // to be explained
	h.tabs(`[type=date]`)
	h.press("01202025") // planted: the year was not over
	h.planted()
	step("four errors found")
	finding("14件", "到这一格")
	h.until("the cell has the focus", `document.activeElement.value === "14件"`)
	h.tabs(".gk-suggest")
	h.press(kb.Enter)
	h.until("the unit is gone", `document.querySelector('[data-cell="proactive.licensing"] input').value === "14"`)
	h.until("the total is offered", `document.querySelector('[data-cell="applications.new.total"] .gk-suggest')?.textContent === "5"`)
	h.part("#gk-bar")
	h.to(kb.Tab, `e.matches(".gk-adopt")`, chromedp.ModifierShift)
	h.press(kb.Enter)
	h.until("the focus stays in the bar", `document.querySelector('[data-cell="applications.new.total"] input').value === "5" && document.querySelector(".gk-adopt").hidden && document.activeElement.closest("#gk-bar") !== null`)
	finding("2025-01-20", "到这一处")
	h.until("the date has the focus", `document.activeElement.type === "date"`)
	h.press("01202026")
	h.part("#gk-bar")
	finding("五、", "到这一处")
	h.until("the text has the focus", `document.activeElement.getAttribute("aria-label")?.includes("五、存在")`)
	all()
	h.press("部分信息公开不够及时。今后逐月核对应公开事项，改进工作。")
	h.mended()
	step("four errors mended")
	finding("标题", "说明理由")
	h.until("the reason is asked for", `document.activeElement.id === "gk-why"`)
	h.press("沿用以前的标题" + kb.Enter)
	h.until("it is waived, and the focus is in the bar", `document.querySelector("#gk-bar li.gk-waived") !== null && document.querySelector("dialog") === null && document.activeElement.closest("#gk-bar") !== null`)
	step("one explained")
	h.press("s", chromedp.ModifierCtrl)
	h.until("saved", `document.querySelector("#gk-bar .gk-status").textContent === "没有改动"`)
	step("saved")

	h.tabs(`#gk-bar a[href*="desk/hand"]`)
	h.press(kb.Enter)
	h.until("the page of handing in", `document.querySelector("#publish") !== null && document.querySelector("main").textContent.includes("没有错误，可以送审、发布")`)
	given := t.TempDir()
	if _, err := chromedp.Run(h.tab, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: "allow", DownloadPath: given})
		return err
	})); err != nil {
		t.Fatal(err)
	}
	h.tabs(`a.button`)
	h.press(kb.Enter)
	saved := filepath.Join(given, "slsxxgkj-2025.docx")
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		if data, err := os.ReadFile(saved); err == nil && strings.HasPrefix(string(data), "PK") {
			break
		} else if time.Now().After(end) {
			names, _ := filepath.Glob(filepath.Join(given, "*"))
			t.Fatalf("the Word file does not come: %v; got %v", err, names)
		}
	}
	step("Word given out")
	h.tabs(`form[action$="desk/publish"] button`)
	h.press(kb.Enter)
	h.until("published", `document.querySelector(".done") !== null`)
	step("published")
	h.until("the focus is on the way to the result", `document.activeElement.matches(".done a")`)
	h.press(kb.Enter)
	h.arrived(folder, "信息公开局年报", "沿用以前的标题", "全年收到申请5件。", "今后逐月核对")
	step("the result opens")
	t.Logf("%d steps, %d keys; at most %d presses to come to the next thing: %s", steps, h.pressed, h.most, h.farthest)
}
