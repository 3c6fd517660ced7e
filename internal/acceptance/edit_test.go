package acceptance

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"gongkai/generator"
	"gongkai/generator/editing/amend"
	"gongkai/generator/editing/scaffold"
	serving "gongkai/generator/editing/serve"
)

// editing is a site under git, a server that lets it be changed, and a tab on its report.
type editing struct {
	t      *testing.T
	dir    string
	name   string // of the report's file
	tab    context.Context
	url    string
	site   *generator.Preview
	server *serving.Server
}

// edit opens the editor over a site whose report has the given text.
func edit(t *testing.T, text func(string) string) *editing {
	t.Helper()
	return editYear(t, 2024, text)
}

// editYear does the same for the report of a year, which is new in the starter's site
// except for 2024.
func editYear(t *testing.T, year int, text func(string) string) *editing {
	t.Helper()
	served(t)
	e := &editing{t: t, dir: t.TempDir(), tab: newTab(t), name: fmt.Sprintf("content/shilishi-xxgkj/reports/%d.md", year)}
	if _, err := scaffold.Site(e.dir); err != nil {
		t.Fatal(err)
	}
	if year != 2024 {
		if _, err := generator.NewReport(generator.Options{Site: e.dir}, generator.Draft{Agency: "shilishi-xxgkj", Year: year}); err != nil {
			t.Fatal(err)
		}
	}
	e.write(text(e.file()))
	e.git("init", "-q")
	e.git("add", "-A")
	e.git("-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-qm", "x")
	var err error
	if e.site, err = generator.NewPreview(context.Background(), generator.Options{Site: e.dir}); err != nil {
		t.Fatal(err)
	}
	if e.server, err = serving.New(serving.Options{Dir: e.dir, Lang: "zh"}); err != nil {
		t.Fatal(err)
	}
	if err := e.server.AllowEdits(serving.Edits{
		Open: func(file string, data []byte) *amend.File { return e.site.Snapshot().Report(file, data) },
		Try: func(ctx context.Context, file string, data []byte) (serving.Site, error) {
			return e.site.Try(ctx, file, data)
		},
	}); err != nil {
		t.Fatal(err)
	}
	e.server.Show(e.site.Snapshot())
	h := httptest.NewServer(e.server.Handler())
	t.Cleanup(func() { h.CloseClientConnections(); h.Close() })
	e.url = h.URL + fmt.Sprintf("/shilishi-xxgkj/reports/%d/?edit", year)
	do(t, e.tab, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(e.url), chromedp.WaitVisible(chromedp.CSS(`html[data-gongkai-editing=ready] #gk-bar`)))
	return e
}

func (e *editing) path() string { return filepath.Join(e.dir, filepath.FromSlash(e.name)) }

func (e *editing) file() string { return string(readFile(e.t, e.path())) }

func (e *editing) write(text string) {
	e.t.Helper()
	if err := os.WriteFile(e.path(), []byte(text), 0o644); err != nil {
		e.t.Fatal(err)
	}
}

func (e *editing) git(args ...string) string {
	e.t.Helper()
	c := exec.Command(tool(e.t, "git"), append([]string{"-C", e.dir}, args...)...)
	out, err := c.CombinedOutput()
	if err != nil {
		e.t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// update is what a watcher does when a file has changed.
func (e *editing) update() {
	e.t.Helper()
	s, err := e.site.Update(context.Background(), nil)
	if err != nil {
		e.t.Fatal(err)
	}
	e.server.Show(s)
}

// until waits for a condition in the page.
func (e *editing) until(what, condition string) {
	e.t.Helper()
	var last error
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		ok, err := chromedp.Run(e.tab, chromedp.Evaluate[bool](condition))
		if err == nil && ok {
			return
		}
		last = err
	}
	bar, _ := chromedp.Run(e.tab, chromedp.Evaluate[string](`document.querySelector("#gk-bar")?.textContent ?? document.body.textContent.slice(0, 500)`))
	e.t.Fatalf("never: %s (%v); the bar says %q", what, last, bar)
}

// saves waits until the file has other contents.
func (e *editing) saves(before string) {
	e.t.Helper()
	for end := time.Now().Add(patience); e.file() == before; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			e.t.Fatal("nothing was saved: " + eval[string](e.t, e.tab, `document.querySelector("#gk-bar").textContent`))
		}
	}
	e.until("saved", `document.querySelector("#gk-bar .gk-status").textContent === "没有改动"`)
}

func (e *editing) focus(cell string) {
	e.t.Helper()
	e.until(cell, fmt.Sprintf(`(i => { i?.focus(); return document.activeElement === i })(document.querySelector('[data-cell="%s"] input'))`, cell))
}

func (e *editing) focused() string {
	e.t.Helper()
	return eval[string](e.t, e.tab, `document.activeElement.closest("[data-cell]")?.dataset.cell ?? document.activeElement.tagName`)
}

func (e *editing) value(cell string) string {
	e.t.Helper()
	return eval[string](e.t, e.tab, fmt.Sprintf(`document.querySelector('[data-cell="%s"] input').value`, cell))
}

func (e *editing) keys(keys string, modifiers ...chromedp.KeyOption) {
	e.t.Helper()
	do(e.t, e.tab, chromedp.KeyEvent(keys, modifiers...))
}

// paste puts a block on the clipboard of a paste in the cell that has the focus.
func (e *editing) paste(kinds map[string]string) {
	e.t.Helper()
	data, err := json.Marshal(kinds)
	if err != nil {
		e.t.Fatal(err)
	}
	eval[bool](e.t, e.tab, fmt.Sprintf(`(() => {
		const data = new DataTransfer();
		for (const [kind, text] of Object.entries(%s)) data.setData(kind, text);
		document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
		return true;
	})()`, data))
}

// agree waits until a paste shows what it would do, and agrees to it.
func (e *editing) agree(want string) {
	e.t.Helper()
	e.until("the paste is shown: "+want, fmt.Sprintf(`document.querySelector("dialog[open] .gk-review")?.textContent.includes(%q)`, want))
	e.keys(kb.Enter) // the button that pastes has the focus
	e.until("the question is gone", `document.querySelector("dialog") === null`)
}

// copiedFigures are the rows of table 3 in a report's text, as they are copied from a sheet.
func copiedFigures(text string) string {
	var rows []string
	_, text, _ = strings.Cut(text, "  applications:")
	text, _, _ = strings.Cut(text, "  review:")
	for _, m := range regexp.MustCompile(`\[(.*)\]`).FindAllStringSubmatch(text, -1) {
		rows = append(rows, strings.ReplaceAll(strings.ReplaceAll(m[1], " ", ""), ",", "\t"))
	}
	return strings.Join(rows, "\r\n") + "\r\n"
}

// scrambled has other figures in each row of table 3.
func scrambled(text string) string {
	before, text, _ := strings.Cut(text, "  applications:")
	text, after, _ := strings.Cut(text, "  review:")
	n := 0
	text = regexp.MustCompile(`\[.*\]`).ReplaceAllStringFunc(text, func(string) string {
		n++
		return fmt.Sprintf("[%d, %d, %d, %d, %d, %d, %d]", n%7, n%5+1, n%3, (n*n)%9, n%4+2, n%8, n%6+10)
	})
	return before + "  applications:" + text + "  review:" + after
}

const shownErrors = `[...document.querySelectorAll("#gk-bar li.gk-error")].length`

// TestEditPaste: a block of 25 × 7 cells out of a spreadsheet settles what was wrong; saved,
// git shows these numbers and nothing else; undone and saved, it shows nothing.
func TestEditPaste(t *testing.T) {
	var original string
	e := edit(t, func(text string) string {
		original = text
		return strings.ReplaceAll(scrambled(text), "\n", "\r\n") // an editor of Windows
	})
	before := e.file()
	e.until("findings are marked", shownErrors+` > 20 && document.querySelector('[data-cell="applications.new.total"] input[aria-invalid=true][aria-describedby]') !== null`)
	e.focus("applications.new.natural")
	start := time.Now()
	e.paste(map[string]string{"text/plain": copiedFigures(original)})
	e.agree("四、结转下年度继续办理")
	e.until("nothing is wrong", shownErrors+` === 0 && document.querySelectorAll(".gk-error, [aria-invalid]").length === 0`)
	t.Logf("175 cells pasted and judged in %v", time.Since(start))
	if got := e.value("applications.carried_out.total"); got != "1" {
		t.Errorf("the last cell is %q, want 1", got)
	}
	e.keys("s", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	e.saves(before)
	spaces := regexp.MustCompile(`([\[,]) +`) // a shorter number keeps its column
	if want := strings.ReplaceAll(original, "\n", "\r\n"); spaces.ReplaceAllString(e.file(), "$1") != spaces.ReplaceAllString(want, "$1") {
		t.Errorf("saved: got\n%s\nwant, except for spaces\n%s", e.file(), want)
	}
	if got := strings.Fields(e.git("diff", "--numstat")); len(got) != 3 || got[0] != "25" || got[1] != "25" || got[2] != e.name {
		t.Errorf("git diff --numstat: got %v, want 25 25 %s", got, e.name)
	}
	for _, line := range strings.Split(e.git("diff", "-U0", "-w", "--word-diff=porcelain", "--word-diff-regex=[0-9]+|[^0-9[:space:]]"), "\n") {
		if strings.HasPrefix(line, "+") && !strings.HasPrefix(line, "+++") || strings.HasPrefix(line, "-") && !strings.HasPrefix(line, "---") {
			if strings.Trim(line[1:], "0123456789, ") != "" {
				t.Errorf("git shows %q, want figures only", line)
			}
		}
	}
	after := e.file()
	e.keys("z", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	e.until("undone", shownErrors+` > 20`)
	e.keys("s", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	e.saves(after)
	if got := e.git("diff"); got != "" || e.file() != before {
		t.Errorf("undone, git still shows\n%s\nwant nothing", got)
	}
}

// TestEditNew: a new report is filled in from a spreadsheet, table by table; what its sums
// prove is offered. Its comments and its layout stay, and no placeholder does.
func TestEditNew(t *testing.T) {
	e := editYear(t, 2025, func(text string) string { return text })
	before := e.file()
	missing := `document.querySelectorAll("#gk-bar li.gk-error").length`
	e.until("the cells that are missing are marked, not as wrong ones", `document.querySelector('.gk-open[data-cell="proactive.licensing"]:not(.gk-error) input:not([aria-invalid])') !== null`)
	e.until("they are counted", `document.querySelector("#gk-bar").textContent.includes("已填 168/203")`)
	e.focus("proactive.regulations.issued")
	e.paste(map[string]string{"text/plain": "0\t0\t0\n2\t1\t5\n"})
	e.agree("行政规范性文件")
	e.until("table 2 is filled in", `document.querySelector('[data-cell="proactive.normative_documents.in_force"] input').value === "5"`)
	for i, cell := range []string{"licensing", "penalties", "coercion", "fees"} {
		if i == 0 {
			e.focus("proactive.licensing")
		}
		if got := e.focused(); got != "proactive."+cell {
			t.Errorf("got the focus on %s, want it on %s", got, cell)
		}
		e.keys([]string{"14", "3", "0", "0"}[i] + kb.Enter)
	}
	// The row of 2025, without its total, and one result for each.
	e.focus("applications.new.natural")
	e.paste(map[string]string{"text/plain": "4\t1\t0\t0\t0\t0\r\n"})
	e.agree("一、本年新收")
	e.until("what was received is filled in", `document.querySelector('[data-cell="applications.new.other"] input').value === "0"`)
	e.focus("applications.results.granted.natural")
	e.paste(map[string]string{"text/plain": "5\t1\t0\t0\t0\t0\t6\r\n"})
	e.agree("（一）予以公开")
	e.until("totals are offered", `document.querySelector('[data-cell="applications.results.total.total"] .gk-suggest')?.textContent === "6"`)
	for i := 0; eval[int](t, e.tab, `document.querySelectorAll(".gk-suggest").length`) > 0; i++ {
		if i == 5 {
			t.Fatal("got suggestions after five that were taken, want no more")
		}
		eval[bool](t, e.tab, `(document.querySelector("#gk-bar .gk-tools button:nth-child(4)").click(), true)`)
		time.Sleep(600 * time.Millisecond)
	}
	e.focus("review.reconsideration.upheld")
	e.paste(map[string]string{"text/plain": strings.Repeat("0\t", 14) + "0"})
	e.agree("结果维持、结果纠正")
	e.until("the tables are whole", `document.querySelectorAll("td .gk-suggest, td [aria-invalid], td.gk-error").length === 0`)
	for i, text := range []string{"0", "0", "0"} {
		cell := []string{"notices", "charged", "collected"}[i]
		eval[bool](t, e.tab, fmt.Sprintf(`(i => { i.focus(); return true })([...document.querySelectorAll("input")].find(i => (i.closest("[data-cell]")?.dataset.cell ?? "") === "handling_fees.%s") ?? document.querySelectorAll(".gk-beyond input")[%d])`, cell, i))
		e.keys(text)
	}
	e.until("no figure is missing", missing+` === [...document.querySelectorAll("#gk-bar li.gk-error")].filter(li => ![...li.querySelectorAll("button")].some(b => b.textContent === "到这一格")).length`)
	e.keys("s", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	e.saves(before)
	after := e.file()
	if strings.Contains(after, "待填") {
		t.Errorf("got\n%s\nwant no 待填 left", after)
	}
	figure := regexp.MustCompile(`待填|[0-9]+| +`)
	if a, b := figure.ReplaceAllString(before, ""), figure.ReplaceAllString(after, ""); a != b {
		t.Errorf("got the changes\n%s\nwant figures changed alone", e.git("diff"))
	}
	if !strings.Contains(after, "    本年新收:           [4, 1, 0, 0, 0, 0, 5]\n") {
		t.Errorf("got\n%s\nwant the row 本年新收 with its columns in place", after)
	}
}

// TestEditType: the keys of a spreadsheet move about, sums are computed while typing, and
// a suggested total is taken with one press of a button.
func TestEditType(t *testing.T) {
	e := edit(t, func(text string) string { return text })
	e.focus("applications.new.natural")
	for _, step := range []struct{ keys, want string }{
		{kb.ArrowDown, "applications.carried_in.natural"},
		{kb.Enter, "applications.results.granted.natural"},
		{kb.ArrowRight, "applications.results.granted.commercial"},
		{kb.ArrowLeft, "applications.results.granted.natural"},
		{kb.ArrowUp, "applications.carried_in.natural"},
		{kb.Tab, "applications.carried_in.commercial"},
		{kb.ArrowUp, "applications.new.commercial"},
		{kb.ArrowUp, "applications.new.commercial"},
	} {
		e.keys(step.keys)
		if got := e.focused(); got != step.want {
			t.Errorf("%q leads to %s, want %s", step.keys, got, step.want)
		}
	}
	e.keys("7" + kb.Escape)
	if got := e.value("applications.new.commercial"); got != "2" {
		t.Errorf("after Esc: got %q, want 2", got)
	}
	e.keys("4")
	e.until("a sum is wrong while typing", `document.querySelector('[data-cell="applications.new.total"] .gk-suggest')?.textContent === "10"`)
	label := eval[string](t, e.tab, `document.activeElement.getAttribute("aria-label")`)
	if !strings.Contains(label, "商业企业") || !strings.Contains(label, "本年新收") {
		t.Errorf("got the input's label %q, want 商业企业 and 本年新收 in it", label)
	}
	e.until("the counts are said", `document.querySelector("#gk-bar [role=status]").textContent.includes("错误")`)
	do(t, e.tab, chromedp.Focus(chromedp.CSS(`[data-cell="applications.new.total"] .gk-suggest`)))
	e.keys(kb.Enter)
	if got := e.value("applications.new.total"); got != "10" || e.focused() != "applications.new.total" {
		t.Errorf("taken: got %q, focus on %s, want 10, and it on the total of new applications", got, e.focused())
	}
	// What is not a number is said so at once, and is not saved.
	before := e.file()
	e.focus("applications.new.research")
	e.keys("1,0")
	e.until("no number", `document.querySelector("#gk-bar li.gk-error")?.textContent.includes("1,0")`)
	e.keys("s", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	e.until("it is refused", `document.querySelector("#gk-bar [role=alert]").textContent !== ""`)
	if e.file() != before {
		t.Errorf("got the file\n%s\nwant it unchanged:\n%s", e.file(), before)
	}
}

// TestEditConflict: a file that is changed underneath is not overwritten; one's own changes
// can be kept, cell by cell.
func TestEditConflict(t *testing.T) {
	e := edit(t, func(text string) string { return text })
	e.focus("proactive.licensing")
	e.keys("13")
	e.until("typed", `document.querySelector("#gk-bar .gk-status").textContent.startsWith("1 ")`)
	e.write(strings.Replace(e.file(), "coercion:            0", "coercion:            6  # 补报", 1))
	e.update()
	e.until("the conflict is shown", `document.querySelector("dialog[open]")?.textContent.includes("0 → 6")`)
	do(t, e.tab, chromedp.Click(chromedp.CSS(`dialog .gk-tools button`)))
	e.until("the other's figure is there", `document.querySelector('[data-cell="proactive.coercion"] input').value === "6"`)
	if got := e.value("proactive.licensing"); got != "13" {
		t.Errorf("got my figure as %q, want 13", got)
	}
	before := e.file()
	e.keys("s", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	e.saves(before)
	if want := strings.Replace(before, "licensing:           12", "licensing:           13", 1); e.file() != want {
		t.Errorf("saved: got\n%s\nwant\n%s", e.file(), want)
	}
	// Without changes of one's own the new contents are simply there.
	e.write(strings.Replace(e.file(), "coercion:            6", "coercion:            8", 1))
	e.update()
	e.until("loaded again", `document.querySelector('[data-cell="proactive.coercion"] input').value === "8"`)
}

// TestEditText: the text of a section shows as it is written, and is saved as it was typed.
func TestEditText(t *testing.T) {
	e := edit(t, func(text string) string { return text })
	before := e.file()
	area := `[...document.querySelectorAll(".gk-text textarea")].find(a => a.value.includes("部分信息公开不够及时"))`
	eval[bool](t, e.tab, `(a => { a.closest("details").open = true; a.focus(); a.setSelectionRange(0, 0); return true })(`+area+`)`)
	e.keys("**先说结论**：")
	e.until("the page shows it", `[...document.querySelectorAll("main .prose strong")].some(s => s.textContent === "先说结论")`)
	e.keys("s", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	e.saves(before)
	if want := strings.Replace(before, "部分信息公开不够及时", "**先说结论**：部分信息公开不够及时", 1); e.file() != want {
		t.Errorf("saved: got\n%s\nwant\n%s", e.file(), want)
	}
}

// TestEditAxe: the form is accessible with findings and suggestions in it, on a desk and on
// a phone.
func TestEditAxe(t *testing.T) {
	e := edit(t, func(text string) string {
		text = scrambled(text)
		return text[:strings.Index(text, "  handling_fees:")] + text[strings.Index(text, "  handling_fees:")+strings.Index(text[strings.Index(text, "  handling_fees:"):], "\n")+1:]
	})
	e.until("there are suggestions", `document.querySelectorAll(".gk-suggest").length > 3 && document.querySelectorAll(".gk-beyond input").length === 3`)
	eval[bool](t, e.tab, `(d => { d.open = true; return true })(document.querySelector("#gk-bar details"))`)
	source := string(readFile(t, module(t, "axe-core/axe.min.js")))
	eval[bool](t, e.tab, source+"\n;true")
	for _, width := range viewports {
		for _, scheme := range []string{"light", "dark"} {
			do(t, e.tab, chromedp.EmulateViewport(width, 800), emulate("", scheme))
			for _, v := range axe(t, e.tab) {
				t.Errorf("%d px, %s: %s: %s: %v", width, scheme, v.ID, v.Help, v.Nodes[:min(3, len(v.Nodes))])
			}
		}
	}
}
