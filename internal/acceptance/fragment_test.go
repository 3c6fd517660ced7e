package acceptance

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"gongkai/generator"
)

// command presses a key that stands for a command of the browser's editor: selectAll, copy, paste.
func command(name string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Key: "F13", Commands: []string{name}})
		return err
	})
}

// editorPage is an editor of rich text as content management systems have it.
const editorPage = `<!doctype html><meta charset="utf-8"><title>editor</title><textarea id="text"></textarea>
<script src="tinymce.min.js"></script><script>
tinymce.init({selector: "#text", plugins: "table lists link", base_url: ".", suffix: ".min", promotion: false}).then(e => { window.ready = e[0] })
</script>`

// wangPage is an editor that keeps little.
const wangPage = `<!doctype html><meta charset="utf-8"><title>editor</title><div id="text"></div>
<script src="index.js"></script><script>window.wang = wangEditor.createEditor({selector: "#text"})</script>`

// readable are the words of a page without its captions, which the editor drops.
const readable = `source => { const b = new DOMParser().parseFromString(source, "text/html").body; b.querySelectorAll("caption").forEach(c => c.remove()); return b.textContent.replace(/\s+/g, "") }`

// cellsOf lists the tables of a document: rows of cells with what they span, their text, and the cell they hold.
const cellsOf = `root => [...root.querySelectorAll("table")].map(t => [...t.rows].map(r => [...r.cells].map(c =>
	[c.tagName, c.rowSpan, c.colSpan, c.textContent.trim(), c.dataset.cell ?? "", t.border].join("|")).join("\n")).join("\n"))`

// TestFragmentIsPasted builds fragments of the pages, copies that of a report in the browser, pastes it into an editor
// of rich text, and reads every figure back from what the editor would save.
func TestFragmentIsPasted(t *testing.T) {
	root, out := t.TempDir(), t.TempDir()
	if err := os.CopyFS(filepath.Join(root, "content"), os.DirFS(filepath.Join(exampleSite, "content"))); err != nil {
		t.Fatal(err)
	}
	cfg := strings.Replace(readFile(t, "../../gongkai.yaml"), "outputs: [", "outputs: [fragment, ", 1)
	if err := os.WriteFile(filepath.Join(root, "gongkai.yaml"), []byte(cfg), 0o600); err != nil {
		t.Fatal(err)
	}
	result, err := generator.Build(context.Background(), generator.Options{Site: root, Out: out})
	if err != nil || result.Failed() {
		t.Fatalf("got error %v, %+v, want a site without errors", err, result)
	}
	const page = "shilishi-zwfwj/reports/2024/"
	want := map[string]string{}
	tab := newTab(t)
	do(t, tab, chromedp.EmulateViewport(1280, 900), chromedp.Navigate("file://"+filepath.ToSlash(filepath.Join(out, page+"index.html"))))
	for _, pair := range eval[[][]string](t, tab, `[...document.querySelectorAll("td[data-cell]")].map(c => [c.dataset.cell, c.textContent])`) {
		want[pair[0]] = pair[1]
	}
	if len(want) != 200 {
		t.Fatalf("the report has %d cells, want 200", len(want))
	}

	fragment := "file://" + filepath.ToSlash(filepath.Join(out, page+"fragment.html"))
	do(t, tab, chromedp.Navigate(fragment))
	tables := eval[[]string](t, tab, `(`+cellsOf+`)(document)`)
	heading := eval[string](t, tab, `document.querySelector("h1").textContent`)
	if strings.Contains(readFile(t, filepath.Join(out, page+"fragment.html")), "class=") || !strings.HasSuffix(heading, "政府信息公开工作年度报告") {
		t.Errorf("the fragment begins with %q and may have classes, want the title, and none", heading)
	}
	do(t, tab, command("selectAll"), command("copy"))

	dir := filepath.Dir(module(t, "tinymce/tinymce.min.js"))
	editor := filepath.Join(t.TempDir(), "tinymce")
	if err := os.CopyFS(editor, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(editor, "index.html"), []byte(editorPage), 0o600); err != nil {
		t.Fatal(err)
	}
	do(t, tab, chromedp.Navigate("file://"+filepath.ToSlash(filepath.Join(editor, "index.html"))))
	eval[bool](t, tab, `(async () => { while (!window.ready) await new Promise(r => setTimeout(r, 50)); ready.focus(); return true })()`)
	do(t, tab, command("paste"))
	saved := eval[string](t, tab, `(async () => { for (let n = 0; n < 400 && !ready.getContent().includes("</table>"); n++) await new Promise(r => setTimeout(r, 50)); return ready.getContent() })()`)
	if strings.Contains(saved, "<script") || strings.Count(saved, "<table") != len(tables) {
		t.Fatalf("the editor would save %.2000s, want %d tables", saved, len(tables))
	}
	held(t, "pasted", tables, eval[[]string](t, tab, `(`+cellsOf+`)(new DOMParser().parseFromString(ready.getContent(), "text/html"))`), want)

	// The other way in is the source. The editor keeps the borders beside each cell then.
	source := strconv.Quote(readFile(t, filepath.Join(out, page+"fragment.html")))
	eval[bool](t, tab, `(ready.setContent(`+source+`), true)`)
	held(t, "as source", tables, eval[[]string](t, tab, `(`+cellsOf+`)(new DOMParser().parseFromString(ready.getContent(), "text/html"))`), want)
	if bare := eval[int](t, tab, `[...new DOMParser().parseFromString(ready.getContent(), "text/html").querySelectorAll("th, td")].filter(c => c.style.borderTopStyle !== "solid").length`); bare != 0 {
		t.Errorf("as source: %d cells are without a border, want none", bare)
	}

	// wangEditor keeps neither the cells' own attributes nor captions. Every word and every cell stay.
	wang := t.TempDir()
	if err := os.WriteFile(filepath.Join(wang, "index.html"), []byte(wangPage), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(wang, "index.js"), []byte(readFile(t, module(t, "@wangeditor/editor/dist/index.js"))), 0o600); err != nil {
		t.Fatal(err)
	}
	do(t, tab, chromedp.Navigate("file://"+filepath.ToSlash(filepath.Join(wang, "index.html"))))
	for _, name := range []string{page, "", "shilishi-zwfwj/"} { // a report, the start page, an agency
		source = strconv.Quote(readFile(t, filepath.Join(out, name+"fragment.html")))
		words := eval[[]string](t, tab, `(wang.clear(), wang.setHtml(`+source+`), [`+source+`, wang.getHtml()].map(`+readable+`))`)
		if words[0] != words[1] || len(words[0]) < 500 {
			t.Errorf("%sfragment.html: wangEditor has the words %q, want %q", name, words[1], words[0])
		}
	}
	kept := func(tables []string) string {
		return regexp.MustCompile(`(?m)\|[^|\n]*\|[^|\n]*$`).ReplaceAllString(strings.Join(tables, "\n"), "") // without data-cell and border
	}
	source = strconv.Quote(readFile(t, filepath.Join(out, page+"fragment.html")))
	pasted := eval[[]string](t, tab, `(wang.clear(), wang.setHtml(`+source+`), (`+cellsOf+`)(new DOMParser().parseFromString(wang.getHtml(), "text/html")))`)
	if got, want := kept(pasted), kept(tables); got != want {
		t.Errorf("wangEditor has the cells\n%s\nwant\n%s", got, want)
	}
}

// held compares the tables that an editor holds with those of the fragment, and counts the report's figures in them.
func held(t *testing.T, how string, tables, pasted []string, want map[string]string) {
	t.Helper()
	if len(pasted) != len(tables) {
		t.Fatalf("%s: the editor has %d tables, want %d", how, len(pasted), len(tables))
	}
	figures := 0
	for i := range tables {
		before, after := strings.Split(tables[i], "\n"), strings.Split(pasted[i], "\n")
		if len(before) != len(after) {
			t.Errorf("%s: table %d: %d cells, want %d", how, i+1, len(after), len(before))
			continue
		}
		for n := range before {
			if before[n] != after[n] {
				t.Errorf("%s: table %d: got the cell %q, want %q", how, i+1, after[n], before[n])
			}
			cell := strings.Split(after[n], "|")
			if text, ok := want[cell[4]]; ok {
				figures++
				if cell[3] != text {
					t.Errorf("%s: %s: got %s, want %s", how, cell[4], cell[3], text)
				}
			}
		}
	}
	if figures != 200 {
		t.Errorf("%s: %d figures are read back, want 200", how, figures)
	}
}
