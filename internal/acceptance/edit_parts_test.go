package acceptance

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestEditParts: F6 goes through the parts of the form in the order of the page and around, Shift+F6 back; the buttons over a text are
// one stop of Tab, with the arrows between them.
func TestEditParts(t *testing.T) {
	e := edit(t, strings.Clone)
	const at = `((e) => e.closest("#gk-bar") ? "bar" : e.closest(".gk-about") ? "keys" : e.closest(".gk-text") ? "text" : e.closest("table") ? "table" : e.tagName)(document.activeElement)`
	around := func(modifiers ...chromedp.Modifier) (parts []string) {
		t.Helper()
		for range 12 {
			e.keys(kb.F6, chromedp.KeyModifiers(modifiers...))
			parts = append(parts, eval[string](t, e.tab, at))
			if parts[len(parts)-1] == "bar" {
				break
			}
		}
		return parts
	}
	if got, want := strings.Join(around(), " "), "text keys text table table table text text bar"; got != want {
		t.Errorf("F6 leads to %s, want %s", got, want)
	}
	e.keys(kb.F6)
	if got := eval[string](t, e.tab, `document.activeElement.textContent`); got != "编辑文字：开头的文字" {
		t.Errorf("after the bar it leads to %q, want the first part", got)
	}
	e.keys(kb.F6, chromedp.KeyModifiers(chromedp.ModifierShift))
	if got := eval[string](t, e.tab, at); got != "bar" {
		t.Errorf("back from the first part it leads to %s, want the bar", got)
	}
	e.keys(kb.F6 + kb.Enter)
	const pressed = `document.activeElement.textContent`
	e.keys(kb.Tab)
	var buttons []string
	for range 7 {
		buttons = append(buttons, eval[string](t, e.tab, pressed))
		e.keys(kb.ArrowRight)
	}
	if got, want := strings.Join(buttons, " "), "小标题 加粗 列表 编号 表格 链接 图片…"; got != want {
		t.Errorf("the arrows lead to %s, want %s", got, want)
	}
	if got := eval[string](t, e.tab, pressed); got != "小标题" {
		t.Errorf("after the last button is %q, want the first", got)
	}
	e.keys(kb.End + kb.Tab + kb.Tab)
	if !eval[bool](t, e.tab, `document.activeElement.matches("textarea")`) {
		t.Error("two presses of Tab from the buttons do not lead to the text")
	}
	e.keys(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift))
	e.keys(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift))
	if got := eval[string](t, e.tab, pressed); got != "图片…" {
		t.Errorf("back from the text Tab leads to %q, want the button that had the focus last", got)
	}
}

// TestEditPlaces: a finding without a cell leads to its place in the text or the key, and is shown beside the text.
func TestEditPlaces(t *testing.T) {
	e := edit(t, func(text string) string {
		return strings.Replace(text, "published: 2025-01-20", "published: 2024-05-01", 1)
	})
	const area = `document.querySelector(".gk-text textarea[aria-label*='五、']")`
	e.until("the form", area+` !== null`)
	eval[bool](t, e.tab, `(`+area+`.closest("details").open = true, `+area+`.focus(), `+area+`.setSelectionRange(9999, 9999), true)`)
	e.keys(kb.Enter + kb.Enter + "今年共XX条。")
	e.until("it is told beside the text", `[...document.querySelectorAll(".gk-found")].some((l) => l.textContent.includes("XX") && l.checkVisibility()) && document.getElementById(`+area+`.getAttribute("aria-describedby")).textContent.includes("XX")`)
	leads := func(finding, where string) {
		t.Helper()
		eval[bool](t, e.tab, `(document.querySelectorAll(".gk-text, .gk-about details").forEach((d) => { d.open = false }), document.querySelector("#gk-bar details").open = true)`)
		eval[bool](t, e.tab, `([...document.querySelectorAll("#gk-bar li")].find((l) => l.textContent.includes(`+quote(finding)+`)).querySelector("button").click(), true)`)
		e.until(finding+" leads to its place", where)
	}
	leads("XX", `document.activeElement === `+area+` && `+area+`.checkVisibility() && `+area+`.value.slice(`+area+`.selectionStart, `+area+`.selectionEnd).includes("XX")`)
	leads("2024-05-01", `document.activeElement.type === "date"`)
}

// aPicture is one of a single point.
const aPicture = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="

// TestServeDeskPicture: a picture is chosen by keyboard, described, put beside the report and into the text, and the page shows it.
func TestServeDeskPicture(t *testing.T) {
	dir, name := deskSite(t)
	original := readFile(t, name)
	d := openDesk(t, dir)
	d.form("/shilishi-xxgkj/reports/2024/")
	chosen := filepath.Join(t.TempDir(), "培训 现场.png")
	data, err := base64.StdEncoding.DecodeString(aPicture)
	if err == nil {
		err = os.WriteFile(chosen, data, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	const text = ".gk-text[open]"
	d.tabTo(`summary`) // of the text before the first heading
	for !eval[bool](t, d.tab, `document.activeElement.textContent.includes("六、")`) {
		d.tabTo(".gk-text summary")
	}
	d.keys(kb.Enter + kb.Tab + kb.End)
	d.chooses(text+" [type=file]", chosen)
	d.until("it is asked what it shows", `document.activeElement.id === "gk-why"`)
	d.accessible("a picture that is described")
	do(t, d.tab, chromedp.EmulateViewport(1280, 900))
	eval[bool](t, d.tab, `(document.getElementById("gk-why").focus(), true)`)
	d.keys("培训会[现场]" + kb.Enter)
	const mark = `![培训会\[现场\]](2024-%E5%9F%B9%E8%AE%AD-%E7%8E%B0%E5%9C%BA.png)`
	d.until("it is in the text", `document.activeElement.value.includes(`+quote(mark)+`)`)
	d.until("the page shows it", `document.querySelector('.prose img[alt="培训会[现场]"]')?.naturalWidth === 1`)
	d.until("nothing is wrong with it", `document.querySelectorAll("#gk-bar li").length === 0`)
	d.keys("s", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	d.until("saved", `document.querySelector("#gk-bar .gk-status").textContent === "没有改动"`)
	if got := readFile(t, name); !strings.Contains(got, "\n\n"+mark+"\n") || strings.Replace(got, "\n"+mark+"\n", "", 1) != original {
		t.Errorf("the file is\n%s\nwant the original and %s in a paragraph of its own", got, mark)
	}
}

// TestEditChanges: what would change in the file is shown on request, and nothing is written.
func TestEditChanges(t *testing.T) {
	e := edit(t, strings.Clone)
	before := e.file()
	show := func() string {
		t.Helper()
		eval[bool](t, e.tab, `([...document.querySelectorAll("#gk-bar button")].find((b) => b.textContent === "看改动").click(), true)`)
		e.until("it is shown", `document.querySelector("dialog[open]") !== null`)
		got := eval[string](t, e.tab, `[...document.querySelectorAll("dialog :is(del, ins, p)")].map((e) => e.textContent).join("\n")`)
		e.keys(kb.Escape)
		e.until("it is gone, and the focus is where it was", `document.querySelector("dialog") === null`)
		return got
	}
	if got := show(); got != "和文件里的一样，没有改动。" {
		t.Errorf("without a change it says %q", got)
	}
	e.focus("proactive.licensing")
	e.keys("13")
	got := show()
	if lines := strings.Split(got, "\n"); len(lines) != 2 || !strings.HasPrefix(lines[0], "删去：") || !strings.HasSuffix(lines[0], " 12") || !strings.HasPrefix(lines[1], "加上：") || !strings.HasSuffix(lines[1], " 13") {
		t.Errorf("got %q, want the line with 12 and that with 13", got)
	}
	if e.file() != before {
		t.Error("the file was written")
	}
}
