package acceptance

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// node runs a program that imports scripts of the editor, and returns what it prints.
func node(t *testing.T, program string, scripts ...string) []byte {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("package.json", `{"type": "module"}`)
	write("main.js", program)
	for _, name := range scripts {
		at := filepath.Join("../../generator/editing/serve/assets", name)
		if !strings.HasPrefix(name, "edit-") {
			at = filepath.Join("testdata", name)
		}
		write(name, string(readFile(t, at)))
	}
	out, err := exec.Command(tool(t, "node"), filepath.Join(dir, "main.js")).CombinedOutput()
	if err != nil {
		t.Fatalf("node: %v:\n%s", err, out)
	}
	return out
}

// TestPlaceWithoutBrowser: random blocks, and single cases, over tables of the test's own.
func TestPlaceWithoutBrowser(t *testing.T) {
	out := node(t, string(readFile(t, "testdata/paste_node.js")), "edit-block.js", "edit-place.js", "paste_property.js")
	t.Logf("%s", out)
}

// TestEditPlaceInPage: random blocks over the tables of a report's page. Whatever one cell of
// a block holds, every figure goes where it goes without that.
func TestEditPlaceInPage(t *testing.T) {
	e := edit(t, func(text string) string { return text })
	property := string(readFile(t, "testdata/paste_property.js"))
	var got struct {
		Wrong  []string
		Done   map[string]int
		Tables int
	}
	text := eval[string](t, e.tab, `(async () => {`+strings.ReplaceAll(property, "export function", "function")+`
		const { Grid } = await import("/_gongkai/edit-grid.js");
		const state = await (await fetch("/_gongkai/edit/report?page=" + encodeURIComponent(location.pathname))).json();
		const cells = new Map(state.cells.map((c) => [c.path, c]));
		const inputs = new Set([...document.querySelectorAll("td[data-cell]")].map((td) => td.dataset.cell));
		const tables = [...document.querySelectorAll("table")];
		const grid = new Grid(tables, inputs, cells);
		const rows = (table) => {
			const all = [];
			for (const tr of table.rows) {
				let at = 0; // beside the row's headers
				const found = [...tr.querySelectorAll("td[data-cell]")].map((td) => {
					const cell = { path: td.dataset.cell, from: at, to: at + td.colSpan, label: cells.get(td.dataset.cell).label.split(" · ").at(-1) };
					at = cell.to;
					return cell;
				});
				const head = [...tr.querySelectorAll("th[scope=row]")].at(-1)?.textContent;
				const keys = cells.get(found[0]?.path)?.key.split(".");
				if (found.length) all.push({ labels: head ? spellings(head, keys.at(found.length > 1 ? -2 : -1)) : [], cells: found });
			}
			return all;
		};
		const lists = tables.map(rows).filter((list) => list.length);
		const place = (table, at, block) => grid.place(table[at.row].cells[at.index].path, block);
		return JSON.stringify({ ...check(place, lists, 7, 4000), tables: lists.length });
	})()`)
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range got.Wrong {
		t.Error(wrong)
	}
	t.Logf("%v over %d tables", got.Done, got.Tables)
	if got.Tables != 3 || got.Done["labelled"] < 300 || got.Done["shuffled"] < 100 || got.Done["headed"] < 20 || got.Done["noisy"] < 4000 {
		t.Errorf("too few blocks: %v over %d tables, want 3", got.Done, got.Tables)
	}
}

// TestEditPasteNoise: a unit in the first row moves no row. What is not a plain number is
// told by name, and nothing is written before that was agreed to.
func TestEditPasteNoise(t *testing.T) {
	e := edit(t, func(text string) string { return text })
	e.focus("applications.results.granted.natural")
	e.paste(map[string]string{"text/plain": "18件\t3\t0\t1\t2\t0\t24\r\n6\t1\t0\t0\t若干\t\t7\r\n"})
	e.until("a question", `document.querySelector("dialog[open] .gk-review") !== null`)
	rows := eval[string](t, e.tab, `[...document.querySelectorAll("dialog tbody tr")].map((tr) => [...tr.cells].map((c) => c.textContent.replace(/ +/g, " ").trim()).join(" | ")).join("\n")`)
	want := "第 1 行 | 18件 → 18 3 0 1 2 0 24 | （一）予以公开自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他、总计 | 3 1 0 0 1 0 5\n" +
		"第 2 行 | 6 1 0 0 若干 空 7 | （二）部分公开（区分处理的，只计这一情形，不计其他情形） | 0 1 0 0 0 0 1"
	if rows != want {
		t.Errorf("shown\n%s\nwant\n%s", rows, want)
	}
	text := eval[string](t, e.tab, `document.querySelector("dialog").textContent`)
	for _, want := range []string{"（一）予以公开 · 申请人情况 · 自然人：18件 → 18", "（二）部分公开（区分处理的，只计这一情形，不计其他情形） · 申请人情况 · 法人或其他组织 · 法律服务机构：若干", "空白 1 处", "已经有别的数的 8 格"} {
		if !strings.Contains(text, want) {
			t.Errorf("the question does not say %q: %s", want, text)
		}
	}
	if got := e.value("applications.results.granted.natural"); got != "3" {
		t.Errorf("before it was agreed to the cell is %q, want 3", got)
	}
	e.keys(kb.Enter)
	e.until("pasted", `document.querySelector("dialog") === null && document.querySelector('[data-cell="applications.results.granted.natural"] input').value === "18"`)
	for cell, want := range map[string]string{"granted.total": "24", "partial.natural": "6", "partial.legal": "若干", "partial.other": "0", "partial.total": "7", "refused.state_secret.natural": "0"} {
		if got := e.value("applications.results." + cell); got != want {
			t.Errorf("%s is %q, want %q", cell, got, want)
		}
	}
	if got := e.focused(); got != "applications.results.granted.natural" {
		t.Errorf("got the focus on %s, want it where the block was pasted", got)
	}
	e.keys("z", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	e.until("undone at once", `document.querySelector("#gk-bar .gk-status").textContent === "没有改动"`)
}

// TestEditPasteLabelled: a table out of Word, in another order than the form's, goes where
// its labels say; what has no row or column is told.
func TestEditPasteLabelled(t *testing.T) {
	e := edit(t, func(text string) string { return text })
	e.focus("applications.new.natural")
	word := `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>td{mso-style-parent:""}</style></head><body><!--StartFragment--><table class=MsoTableGrid>
		<tr><td rowspan=2 colspan=2><p>办理情况</p></td><td colspan=3><p>申请人情况</p></td></tr><tr><td>总计<o:p></o:p></td><td><p>自然人</p></td><td><p>占比</p></td></tr>
		<tr><td rowspan=2><p>三、办理结果</p></td><td><p><span>予以</span><span>公开</span></p></td><td><p>1,042</p></td><td><p>１２<sup>1</sup></p></td><td><p>50%</p></td></tr>
		<tr><td><p>3．要求提供公开出版物</p></td><td><p>3<br>4</p></td><td><p><s>7</s>5</p></td><td></td></tr>
		<tr><td colspan=2><p>本年新收</p></td><td><p>-</p></td><td><p>8</p></td><td></td></tr></table><!--EndFragment--></body></html>`
	e.paste(map[string]string{"text/plain": "x", "text/html": word})
	e.until("a question", `document.querySelector("dialog[open] .gk-review") !== null`)
	rows := eval[string](t, e.tab, `[...document.querySelectorAll("dialog tbody tr")].map((tr) => [...tr.cells].map((c) => c.firstElementChild?.tagName === "SPAN" && c.querySelector("small") ? c.firstElementChild.textContent : c.textContent.replace(/ +/g, " ").trim()).join(" | ")).join("\n")`)
	want := "本年新收 | - 8 | 一、本年新收政府信息公开申请数量 | 8 5\n三、办理结果 予以公开 | 1,042 → 1042 １２¹ → 12 | （一）予以公开 | 5 3\n3．要求提供公开出版物 | 3 4 ~~7~~5 | 3.要求提供公开出版物 | 0 0"
	if rows != want {
		t.Errorf("shown\n%s\nwant\n%s", rows, want)
	}
	text := eval[string](t, e.tab, `document.querySelector("dialog").textContent`)
	for _, want := range []string{"占比：50%", "表头 2 行", "“无”的 1 处"} {
		if !strings.Contains(text, want) {
			t.Errorf("the question does not say %q: %s", want, text)
		}
	}
	e.keys(kb.Escape)
	e.until("nothing is pasted", `document.querySelector("dialog") === null && document.querySelector("#gk-bar .gk-status").textContent === "没有改动"`)
	e.focus("proactive.licensing")
	e.paste(map[string]string{"text/plain": "予以公开\t5\n部分公开\t6\n"})
	e.until("another table's rows are refused", `document.querySelector("#gk-bar [role=alert]").textContent.includes("“予以公开”不是这张表的行")`)
	e.focus("applications.carried_out.other")
	e.paste(map[string]string{"text/plain": "1\t2\t3\n4\t5\t6\n"})
	e.until("it does not fit", `document.querySelector("#gk-bar [role=alert]").textContent.includes("放不下")`)
	e.focus("applications.new.natural")
	e.paste(map[string]string{"text/plain": "1,042\t１２\t\n3\t-\t6\n"})
	e.until("a question", `document.querySelector("dialog[open] input[name=gk-nones]") !== null`)
	for _, choice := range []string{"nones][value=zero", "helds][value=keep", "blanks][value=open"} {
		do(t, e.tab, chromedp.Click(chromedp.CSS(`dialog input[name=gk-`+choice+`]`)))
	}
	do(t, e.tab, chromedp.Click(chromedp.CSS(`dialog .gk-tools button`)))
	e.until("pasted", `document.querySelector("dialog") === null && document.querySelector('[data-cell="applications.new.research"] input').value === ""`)
	for cell, want := range map[string]string{"new.natural": "5", "new.commercial": "2", "carried_in.natural": "0", "carried_in.commercial": "0", "carried_in.research": "0"} {
		if got := e.value("applications." + cell); got != want {
			t.Errorf("%s is %q, want %q", cell, got, want)
		}
	}
}

// TestEditPasteMerged: tables of spreadsheets with merged and hidden cells.
func TestEditPasteMerged(t *testing.T) {
	e := edit(t, func(text string) string { return text })
	for name, tc := range map[string]struct{ html, cell, want string }{
		"Excel, cells of three columns": {`<table><col span=3><tr height=19><td colspan=3 class=xl65 style="border-right:.5pt">14</td></tr><tr><td colspan=3>3</td></tr></table>`,
			"proactive.licensing", "14 | 行政许可\n3 | 行政处罚"},
		"Excel, blank cells in one": {`<table><tr><td>5</td><td colspan=2 style="mso-ignore:colspan"></td><td>7</td></tr></table>`,
			"applications.new.natural", "5 空 空 7 | 一、本年新收政府信息公开申请数量"},
		"LibreOffice, a row label over two columns": {`<table cellspacing=0><tr><td colspan=2><b>一、本年新收</b></td><td sdval="5" sdnum="2052;">5</td><td sdval="6">6</td></tr><tr><td rowspan=2>结果</td><td>予以公开</td><td>1</td><td>2</td></tr><tr><td>部分公开</td><td>3</td><td>4</td></tr></table>`,
			"applications.carried_out.natural", "5 6 | 一、本年新收政府信息公开申请数量\n1 2 | （一）予以公开\n3 4 | （二）部分公开（区分处理的，只计这一情形，不计其他情形）"},
		"hidden text": {`<table><tr><td>5<span style="display:none">6</span></td><td>7</td></tr></table>`, "applications.new.natural", "5 7 | 一、本年新收政府信息公开申请数量"},
	} {
		t.Run(name, func(t *testing.T) {
			e.focus(tc.cell)
			e.paste(map[string]string{"text/plain": "x", "text/html": tc.html})
			e.until("a question", `document.querySelector("dialog[open] .gk-review") !== null`)
			got := eval[string](t, e.tab, `[...document.querySelectorAll("dialog tbody tr")].map((tr) => tr.cells[1].textContent.trim() + " | " + tr.cells[2].firstElementChild.textContent).join("\n")`)
			if got != tc.want {
				t.Errorf("shown\n%s\nwant\n%s", got, tc.want)
			}
			e.keys(kb.Escape)
			e.until("closed", `document.querySelector("dialog") === null`)
		})
	}
	e.focus("applications.new.natural")
	e.paste(map[string]string{"text/plain": "x", "text/html": `<table><tr><td colspan=2>5</td><td>7</td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>`})
	e.until("a figure over two cells is refused", `document.querySelector("#gk-bar [role=alert]").textContent.includes("合并的单元格")`)
}

// TestEditPasteAxe: the review of a paste is accessible and fits, on a desk and on a phone.
func TestEditPasteAxe(t *testing.T) {
	e := edit(t, func(text string) string { return text })
	e.focus("applications.new.natural")
	var rows []string
	for i := range 25 {
		rows = append(rows, fmt.Sprintf("%d件\t3\t-\t1\t\t若干\t24", i+1))
	}
	e.paste(map[string]string{"text/plain": strings.Join(rows, "\n") + "\n"})
	e.until("a question", `document.querySelector("dialog[open] .gk-review") !== null`)
	eval[bool](t, e.tab, string(readFile(t, module(t, "axe-core/axe.min.js")))+"\n;true")
	for _, width := range append([]int64{400}, viewports...) {
		for _, scheme := range []string{"light", "dark"} {
			do(t, e.tab, chromedp.EmulateViewport(width, 800), emulate("", scheme))
			for _, v := range axe(t, e.tab) {
				t.Errorf("%d px, %s: %s: %s: %v", width, scheme, v.ID, v.Help, v.Nodes[:min(3, len(v.Nodes))])
			}
		}
		if over := eval[string](t, e.tab, `(d => { const b = d.getBoundingClientRect(); return b.left < 0 || b.right > innerWidth || d.scrollWidth > d.clientWidth ? b.left + "–" + b.right + ", " + d.scrollWidth + " in " + d.clientWidth : "" })(document.querySelector("dialog"))`); over != "" {
			t.Errorf("%d px: the dialog is too wide: %s", width, over)
		}
	}
}
