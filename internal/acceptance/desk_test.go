package acceptance

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gongkai/generator/editing/scaffold"
)

// atDesk is the desk, opened by the command, and a tab on it.
type atDesk struct {
	*testing.T
	tab  context.Context
	base string // its address, with the path of the desk
	stop func()
}

// openDesk starts the command in an empty folder, or for a site.
func openDesk(t *testing.T, args ...string) *atDesk {
	t.Helper()
	served(t)
	d := &atDesk{T: t, tab: newTab(t)}
	d.base, d.stop = listening(t, append([]string{"desk", "--open=false", "--addr", "127.0.0.1:0", "--lang", "zh"}, args...)...)
	return d
}

// startDesk opens the desk where there is no site.
func startDesk(t *testing.T) *atDesk {
	t.Helper()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir()) // below this folder there is one: the example
	d := openDesk(t)
	t.Chdir(here)
	return d
}

// until waits for a condition in the page.
func (d *atDesk) until(what, condition string) {
	d.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		if ok, err := chromedp.Run(d.tab, chromedp.Evaluate[bool](condition)); err == nil && ok {
			return
		}
	}
	text, _ := chromedp.Run(d.tab, chromedp.Evaluate[string](`location.href + " " + document.body.innerText.slice(0, 800)`))
	d.Fatalf("never: %s; the page says %q", what, text)
}

func (d *atDesk) keys(keys string, modifiers ...chromedp.KeyOption) {
	d.Helper()
	do(d.T, d.tab, chromedp.KeyEvent(keys, modifiers...))
}

// tabTo presses Tab until an element has the focus.
func (d *atDesk) tabTo(selector string) {
	d.Helper()
	for range 300 {
		d.keys(kb.Tab)
		if eval[bool](d.T, d.tab, fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) {
			return
		}
	}
	d.Fatalf("the keyboard does not reach %s", selector)
}

// accessible holds the page in the tab to axe and IBM, wide and on a phone, light and dark; pages in frames have tests of their own.
func (d *atDesk) accessible(name string) {
	d.Helper()
	eval[bool](d.T, d.tab, `(document.querySelectorAll("iframe").forEach((f) => f.remove()), true)`)
	eval[bool](d.T, d.tab, string(readFile(d.T, module(d.T, "axe-core/axe.min.js")))+"\n;true")
	eval[bool](d.T, d.tab, string(readFile(d.T, module(d.T, "accessibility-checker-engine/ace.js")))+"\n;globalThis.ace = ace, true")
	for _, width := range []int64{320, 1280} {
		for _, scheme := range []string{"dark", "light"} {
			do(d.T, d.tab, chromedp.EmulateViewport(width, 800), emulate("", scheme))
			// All of the page is in view: what lies half below a bar that stays, where it was scrolled to by chance, is not a small target.
			do(d.T, d.tab, chromedp.EmulateViewport(width, int64(eval[int](d.T, d.tab, `document.documentElement.scrollHeight`))))
			var only []string
			if scheme == "dark" {
				only = colourRules
			}
			for _, v := range axe(d.T, d.tab, only...) {
				for _, n := range v.Nodes {
					d.Errorf("%s, %d px, %s: %s: %s\n\t%v: %s", name, width, scheme, v.ID, v.Help, n.Target, strings.Join(strings.Fields(n.Why), " "))
				}
			}
		}
		if got := eval[string](d.T, d.tab, overflow); got != "" {
			d.Errorf("%s at %d px is %s", name, width, got)
		}
	}
	for _, f := range eval[[]ibmFinding](d.T, d.tab, ibmRun) {
		if slices.ContainsFunc(ibmKnown, func(k falseFinding) bool { return k.rule == f.Rule && k.element.MatchString(f.Element) }) {
			continue
		}
		if f.Rule == "element_tabbable_role_valid" && (strings.Contains(f.Element, `class="scroll"`) || strings.Contains(f.Element, `class="diff"`)) {
			continue // what scrolls must be reached by keyboard
		}
		d.Errorf("%s: %s: %s\n\t%s", name, f.Rule, f.Message, f.Element)
	}
}

// form opens the form of a report, by its address in the site, and returns the address of its page.
func (d *atDesk) form(path string) string {
	d.Helper()
	address := strings.TrimSuffix(d.base, "/_gongkai/desk") + path
	do(d.T, d.tab, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(address+"?edit"))
	d.until("the form", `document.documentElement.dataset.gongkaiEditing === "ready"`)
	return address
}

// types puts a text at the caret of what has the focus, as a paste does.
func (d *atDesk) types(text string) {
	d.Helper()
	if !eval[bool](d.T, d.tab, fmt.Sprintf(`document.execCommand("insertText", false, %s)`, quote(text))) {
		d.Fatalf("%q cannot be typed", text)
	}
}

func quote(text string) string {
	data, _ := json.Marshal(text) // a string is always JSON
	return string(data)
}

// TestServeDeskStart: by keyboard alone, from nothing to a site of bodies pasted from a spreadsheet, and to the form of a
// new report.
func TestServeDeskStart(t *testing.T) {
	d := startDesk(t)
	folder := filepath.Join(t.TempDir(), "公开")
	do(t, d.tab, chromedp.Navigate(d.base))
	d.accessible("start")
	d.tabTo(`[name=many]`)
	d.keys(kb.ArrowDown)
	d.tabTo(`[name=site]`)
	d.keys("示例市公开专栏")
	d.tabTo(`[name=list]`)
	if eval[bool](t, d.tab, `document.querySelector("[name=name]").checkVisibility()`) {
		t.Error("an office is asked for the name of one agency")
	}
	d.types("单位名称\t性质\t级别\n示例市人民政府办公室\t部门\t市级\n示例市教育局\t部门\t市级\n示例市教育\t协会\t市级\n")
	d.tabTo(`[name=folder]`)
	d.keys("a", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	d.keys(folder + kb.Enter)
	d.until("the fault in the list is told", `document.querySelector("[role=alert]") !== null && document.querySelector(".faults").textContent.includes("第 4 行：不知道性质“协会”")`)
	if _, err := os.Stat(folder); err == nil {
		t.Error("a site was made of a list with a fault")
	}
	d.tabTo(`[name=list]`)
	eval[bool](t, d.tab, `(t => { t.setRangeText("", t.value.indexOf("示例市教育\t协会"), t.value.length); return true })(document.activeElement)`)
	d.tabTo(`button`)
	d.keys(kb.Enter)
	d.until("the list is shown", `document.querySelectorAll("tbody tr").length === 2 && document.querySelector("tbody").textContent.includes("slsjyj")`)
	d.accessible("the list of bodies")
	d.tabTo(`[name=agreed]`)
	d.keys(kb.Enter)
	d.until("the desk is shown", `document.querySelectorAll('#reports td[data-state=none]').length === 2`)
	d.tabTo(`.filter [name=q]`)
	d.keys("教育")
	d.until("the list is filtered", `document.querySelectorAll("#reports tbody tr:not([hidden])").length === 1 && document.querySelector(".shown").textContent === "列出 1 个机关"`)
	d.tabTo(`td button`)
	d.keys(kb.Enter)
	d.until("the report is a form", `document.documentElement.dataset.gongkaiEditing === "ready"`)
	do(t, d.tab, chromedp.Navigate(d.base))
	d.until("it is a draft", `document.querySelectorAll('#reports td[data-state=draft]').length === 1 && document.querySelector('#reports td[data-state=draft]').textContent.includes("已填 161/203")`)
	d.accessible("the desk")
	do(t, d.tab, chromedp.Navigate(d.base+"/round"))
	d.until("the year's progress", `document.querySelectorAll("tbody tr").length === 2 && document.querySelector('td[data-state=none]') !== null`)
	d.accessible("the year's progress")
	do(t, d.tab, chromedp.Navigate(d.base))
	d.until("the desk again", `document.querySelectorAll('#reports td[data-state=draft]').length === 1`)
	if text := string(readFile(t, filepath.Join(folder, "content/slsjyj/_index.md"))); !strings.Contains(text, "name: 示例市教育局\nlevel: city\nkind: department\n") {
		t.Errorf("the entry says %q", text)
	}
	// A change by another program shows by itself.
	if err := os.RemoveAll(filepath.Join(folder, "content/slsjyj/reports")); err != nil {
		t.Fatal(err)
	}
	d.until("the report is gone", `document.querySelectorAll('#reports td[data-state=none]').length === 2`)
}

// deskSite is a new site with its one report, as init makes it.
func deskSite(t *testing.T) (dir, name string) {
	t.Helper()
	dir = t.TempDir()
	if _, err := scaffold.Site(dir); err != nil {
		t.Fatal(err)
	}
	return dir, filepath.Join(dir, "content/shilishi-xxgkj/reports/2024.md")
}

// TestServeDeskImport: a file that is dropped on the desk is shown beside what was read of it; the report that is there stays
// until its replacement is asked for, and is had again from the history.
func TestServeDeskImport(t *testing.T) {
	dir, name := deskSite(t)
	original := readFile(t, name)
	d := openDesk(t, dir)
	do(t, d.tab, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(d.base))
	d.until("the desk", `document.documentElement.dataset.desk === "ready" && document.querySelector("#reports td[data-state=ready]") !== null`)
	eval[bool](t, d.tab, `(() => {
		const data = new DataTransfer();
		data.items.add(new File([`+quote(`<meta charset="utf-8"><h1>示例市信息公开局2024年政府信息公开工作年度报告</h1><table><tr><td>信息内容<td>本年处理决定数量<tr><td>行政许可<td>12件<tr><td>行政处罚<td>1 2</table>`)+`], "2024年报告.html"));
		document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
		return true;
	})()`)
	d.until("what was read is shown", `document.querySelector("h1").textContent === "2024年报告.html" && document.querySelector("iframe")?.contentDocument?.body.textContent.includes("行政许可")`)
	for _, want := range []string{"有的数没有读到", "没有读到：", "这个机关这一年已经有一份报告"} {
		if !eval[bool](t, d.tab, `document.querySelector("main").textContent.includes(`+quote(want)+`)`) {
			t.Errorf("the page does not say %q: %s", want, eval[string](t, d.tab, `document.querySelector("main").innerText`))
		}
	}
	eval[bool](t, d.tab, `(document.querySelector("details").open = true)`)
	d.accessible("an import")
	d.tabTo(`[name=how]`)
	d.keys(kb.ArrowDown)
	d.tabTo(`button`)
	d.keys(kb.Enter)
	d.until("the report that was read is a form", `document.documentElement.dataset.gongkaiEditing === "ready" && document.querySelector('[data-cell="proactive.licensing"] input').value === "12"`)
	do(t, d.tab, chromedp.EmulateViewport(1280, 900))
	eval[bool](t, d.tab, `([...document.querySelectorAll("#gk-bar a")].find((a) => a.textContent === "历史").click(), true)`)
	d.until("its history", `document.querySelectorAll("tbody tr").length === 2`)
	d.tabTo(`td a`)
	d.keys(kb.Enter)
	d.until("what changed", `document.querySelectorAll(".diff ins").length > 0 && document.querySelectorAll(".diff del").length > 0`)
	d.accessible("the history")
	d.tabTo(`#diff button`)
	d.keys(kb.Enter)
	d.until("a third state", `document.querySelectorAll("tbody tr").length === 3`)
	if got := readFile(t, name); got != original {
		t.Errorf("taken back, the report is\n%s\nwant it as it was\n%s", got, original)
	}
}

// TestServeDeskKeys: title, date, draft flag and a reason for a finding are written into the file; nothing else in it changes, and
// undone and saved it is what it was.
func TestServeDeskKeys(t *testing.T) {
	dir, name := deskSite(t)
	original := strings.Replace(readFile(t, name), "---\n", "---\ndraft: true # for now\n", 1)
	original = strings.Replace(original, "licensing: ", "licensing:  ", 1) // as no layout has it
	if err := os.WriteFile(name, []byte(original), 0o644); err != nil {
		t.Fatal(err)
	}
	d := openDesk(t, dir)
	d.form("/shilishi-xxgkj/reports/2024/")
	d.accessible("a report as a form")
	do(t, d.tab, chromedp.EmulateViewport(1280, 900))
	d.tabTo(`.gk-about input[type=text]`)
	d.keys("a", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	d.keys("某局的报告")
	d.until("another title is a finding", `[...document.querySelectorAll("#gk-bar li")].some((li) => li.textContent.includes("标题"))`)
	d.tabTo(`.gk-about input[type=checkbox]`)
	d.keys(" ")
	eval[bool](t, d.tab, `(document.querySelector("#gk-bar details").open = true)`)
	d.tabTo(`[aria-label^="为什么可以保留"]`)
	d.keys(kb.Enter)
	d.until("the reason is asked for", `document.activeElement.id === "gk-why"`)
	d.keys("沿用旧标题: 一" + kb.Enter)
	d.until("the finding is waived", `document.querySelector("#gk-bar li.gk-waived") !== null`)
	d.keys("s", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	d.until("saved", `document.querySelector("#gk-bar .gk-status").textContent === "没有改动"`)
	got := readFile(t, name)
	want := strings.Replace(original, "draft: true # for now\n", "", 1)
	for _, line := range []string{"title: 某局的报告\n", "waive:\n  - {rule: title, reason: \"沿用旧标题: 一\"}\n"} {
		if !strings.Contains(got, line) {
			t.Errorf("the file has no %q:\n%s", line, got)
		}
		got = strings.Replace(got, line, "", 1)
	}
	if got != want {
		t.Errorf("except for these lines the file is\n%s\nwant\n%s", got, want)
	}
	for i := 0; !eval[bool](t, d.tab, `[...document.querySelectorAll("#gk-bar button")].find((b) => b.textContent === "撤销").ariaDisabled === "true"`); i++ {
		if i == 10 {
			t.Fatal("got more than ten steps to undo, want three")
		}
		eval[bool](t, d.tab, `([...document.querySelectorAll("#gk-bar button")].find((b) => b.textContent === "撤销").click(), true)`)
	}
	d.keys("s", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	d.until("saved again", `document.querySelector("#gk-bar .gk-status").textContent === "没有改动"`)
	if got := readFile(t, name); got != original {
		t.Errorf("undone, the file is\n%s\nwant\n%s", got, original)
	}
}

// TestEditMarks: buttons write Markdown into a section's text, each undone by the box itself.
func TestEditMarks(t *testing.T) {
	e := edit(t, func(text string) string { return text })
	const area = `[...document.querySelectorAll(".gk-text")].at(-1)`
	press := func(name string) {
		t.Helper()
		eval[bool](t, e.tab, `([...`+area+`.querySelectorAll(".gk-marks button")].find((b) => b.textContent === `+quote(name)+`).click(), true)`)
	}
	for _, c := range []struct{ before, press, want string }{
		{"甲|乙丙|丁", "加粗", "甲**乙丙**丁"},
		{"甲\n\n|乙|", "小标题", "甲\n\n### 乙"},
		{"甲\n|乙\n丙|\n丁", "列表", "甲\n\n- 乙\n- 丙\n丁"},
		{"|乙\n丙|", "编号", "1. 乙\n2. 丙"},
		{"|甲|", "链接", "[甲](https://)"},
	} {
		parts := strings.Split(c.before, "|")
		eval[bool](t, e.tab, fmt.Sprintf(`((d) => { d.open = true; const a = d.querySelector("textarea"); a.focus(); a.select(); document.execCommand("insertText", false, %s); a.setSelectionRange(%d, %d); return true })(%s)`,
			quote(strings.Join(parts, "")), len([]rune(parts[0])), len([]rune(parts[0]+parts[1])), area))
		press(c.press)
		if got := eval[string](t, e.tab, area+`.querySelector("textarea").value`); got != c.want {
			t.Errorf("%s of %q: got %q, want %q", c.press, c.before, got, c.want)
		}
	}
	eval[bool](t, e.tab, `((d) => { const a = d.querySelector("textarea"); a.focus(); a.select(); document.execCommand("insertText", false, "收到件"); a.setSelectionRange(2, 2); const s = d.querySelector("select"); s.value = "applications.new.total"; s.dispatchEvent(new Event("change")); return true })(`+area+`)`)
	if got, want := eval[string](t, e.tab, area+`.querySelector("textarea").value`), "收到{{ applications.new.total }}件"; got != want {
		t.Errorf("a figure: got %q, want %q", got, want)
	}
	e.until("the page prints the figure", `[...document.querySelectorAll(".prose")].some((p) => p.textContent.includes("收到8件"))`)
}
