package acceptance

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// pasted is the text of a section after something was pasted into it, and what the page
// says was not carried over.
func (e *editing) pasted(section, from, to string, kinds map[string]string) (text, told string) {
	e.t.Helper()
	area := fmt.Sprintf(`[...document.querySelectorAll(".gk-text")].find(d => d.querySelector("summary").textContent.includes(%q))`, section)
	eval[bool](e.t, e.tab, fmt.Sprintf(`(d => { d.open = true; const a = d.querySelector("textarea"); a.focus(); a.select(); document.execCommand("delete"); if (%q) document.execCommand("insertText", false, %q); a.setSelectionRange(%d, %d); return true })(%s)`,
		from+to, from+to, len([]rune(from)), len([]rune(from)), area))
	e.paste(kinds)
	text = eval[string](e.t, e.tab, area+`.querySelector("textarea").value`)
	return text, eval[string](e.t, e.tab, area+`.querySelector("[role=status]").textContent`)
}

// TestEditPasteWord: what Word copies becomes Markdown; what Markdown cannot carry is told.
func TestEditPasteWord(t *testing.T) {
	e := edit(t, func(text string) string { return text })
	word := map[string]string{"text/html": string(readFile(t, "testdata/word.html")), "text/plain": "x"}
	text, told := e.pasted("一、总体情况", "", "", word)
	if want := strings.TrimSpace(string(readFile(t, "testdata/word.md"))); text != want {
		t.Errorf("pasted\n%s\nwant\n%s", text, want)
	}
	if want := "没有带过来的：链接 1 处（只留下文字），修订中已删除的文字 1 处，隐藏的文字 1 处，批注 1 处，图片或公式 1 处，合并的单元格 1 处（文字在第一格），单元格内的分段 1 处"; told != want {
		t.Errorf("told %q, want %q", told, want)
	}
	// The page shows it by the converter of the build, and it is saved as it is.
	e.until("the page shows it", `[...document.querySelectorAll("main .prose li li")].some(l => l.textContent === "细目") && document.querySelector("main .prose td")?.textContent !== undefined`)
	before := e.file()
	e.keys("s", chromedp.KeyModifiers(chromedp.ModifierCtrl))
	e.saves(before)
	if !strings.Contains(e.file(), text) {
		t.Errorf("saved: got\n%s\nwant in it\n%s", e.file(), text)
	}
}

// TestEditPasteText: other sources, and where in a text they are pasted.
func TestEditPasteText(t *testing.T) {
	e := edit(t, func(text string) string { return text })
	html := func(s string) map[string]string { return map[string]string{"text/html": s, "text/plain": "x"} }
	plain := func(s string) map[string]string { return map[string]string{"text/plain": s} }
	for name, tc := range map[string]struct {
		from, to   string
		kinds      map[string]string
		want, told string
	}{
		"a line is a paragraph":        {kinds: plain("　　第一段，没有空行。\r\n　　第二段。\r\n（一）小题\r\n1．第三段"), want: "第一段，没有空行。\n\n第二段。\n\n（一）小题\n\n1．第三段"},
		"between paragraphs":           {from: "前。", to: "后。", kinds: plain("一。\n二。\n"), want: "前。\n\n一。\n\n二。\n\n后。"},
		"within a sentence":            {from: "前", to: "后", kinds: html(`<p class=MsoNormal>中<o:p></o:p></p>`), want: "前中后"},
		"WPS":                          {kinds: html(`<body><!--StartFragment--><p class=MsoNormal style="text-indent:32pt"><span style="mso-spacerun:'yes';font-family:仿宋">甲。</span><span><o:p></o:p></span></p><p class=MsoNormal style="mso-list:l0 level1 lfo0"><!--[if !supportLists]--><span><span style="mso-list:Ignore;">●<span>&nbsp;</span></span></span><!--[endif]--><span>乙</span></p><!--EndFragment--></body>`), want: "甲。\n\n- 乙"},
		"lists of a page":              {kinds: html(`<ul><li>甲<ol start=3><li><p>乙</p></li><li>丙</li></ol></li><li>丁</li></ul><p>1. 戊</p>`), want: "- 甲\n  3. 乙\n  4. 丙\n- 丁\n\n1\\. 戊"},
		"headings of a page":           {kinds: html(`<h1>题</h1><p>文</p><h3>小题</h3><blockquote><p>引</p></blockquote>`), want: "### 题\n\n文\n\n#### 小题\n\n> 引"},
		"another office's mso heading": {kinds: html(`<p class=MsoNormal style='mso-outline-level:1'><b>题</b></p><p>文</p>`), want: "### 题\n\n文"},
		"Google Docs":                  {kinds: html(`<b style="font-weight:normal" id="docs-internal-guid-1"><p dir=ltr><span style="font-weight:700">粗</span><span style="font-style:italic">斜</span></p><br></b>`), want: "**粗***斜*"},
		"marks of Markdown":            {kinds: html(`<p># 甲_乙 [1](x) ` + "`" + `c` + "`" + `</p><p>- 丙</p>`), want: "\\# 甲\\_乙 \\[1](x) \\`c\\`\n\n\\- 丙"},
		"numbers in a table":           {kinds: html(`<table><tr><td><p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span></p></td><td>甲</td></tr></table>`), want: "| 1. | 甲 |\n| --- | --- |"},
		"a long outline paragraph":     {kinds: html(`<p style='mso-outline-level:2'>` + strings.Repeat("很长的一段", 13) + `</p>`), want: strings.Repeat("很长的一段", 13)},
		"two bold runs":                {kinds: html(`<p><b>甲</b><b>乙<br>丙</b>丁</p>`), want: "**甲乙**\\\n**丙**丁"},
		"only a picture":               {from: "前", kinds: html(`<p><img src=x></p>`), want: "前x", told: "没有带过来的：图片或公式 1 处"},
		"spans alone":                  {kinds: map[string]string{"text/html": `<div style="font-family: Consolas"><span>### 甲</span><br><span>乙</span></div>`, "text/plain": "### 甲\n乙"}, want: "### 甲\n乙"},
	} {
		t.Run(name, func(t *testing.T) {
			got, told := e.pasted("五、存在的主要问题", tc.from, tc.to, tc.kinds)
			if got != tc.want {
				t.Errorf("got  %q\nwant %q", got, tc.want)
			}
			if told != tc.told {
				t.Errorf("told %q, want %q", told, tc.told)
			}
		})
	}
	// One step of the browser's own history takes a paste back.
	e.pasted("五、存在的主要问题", "前。", "", plain("一。\n二。"))
	if got := eval[string](t, e.tab, `(document.execCommand("undo"), document.activeElement.value)`); got != "前。" {
		t.Errorf("undone: got %q, want 前。", got)
	}
}

// TestEditPasteLosesNothing: every word of random pages is in the Markdown, once and in its
// order, however elements are nested.
func TestEditPasteLosesNothing(t *testing.T) {
	e := edit(t, func(text string) string { return text })
	wrong := eval[[]string](t, e.tab, `(async () => {
		const [{ read }, { render }] = await Promise.all(["edit-html.js", "edit-prose.js"].map((name) => import("/_gongkai/" + name)));
		let seed = 11, n = 0;
		const next = (upTo) => (seed = (seed * 48271) % 2147483647) % upTo;
		const pick = (list) => list[next(list.length)];
		const word = () => "词" + n++ + "末";
		const inline = (depth) => Array.from({ length: 1 + next(3) }, () => depth > 2 ? word() : pick([word, word, () => "<br>", () => "\n", () => "&nbsp;", () => "<o:p></o:p>",
			() => pick([["<b>", "</b>"], ["<span lang=EN-US style='font-weight:bold'>", "</span>"], ["<i>", "</i>"], ["<a href='https://a.example/'>", "</a>"], ["<sup>", "</sup>"], ["<u>", "</u>"], ["<a style='mso-comment-reference:A_1'>", "</a>"]]).join(inline(depth + 1))])()).join("");
		const list = (depth) => { const tag = pick(["ul", "ol"]); return "<" + tag + ">" + Array.from({ length: 1 + next(3) }, () => "<li>" + inline(1) + (depth < 3 && next(3) === 0 ? list(depth + 1) : "") + (next(5) ? "" : "<p>" + word() + "</p>") + "</li>").join("") + "</" + tag + ">"; };
		const table = (depth) => "<table>" + Array.from({ length: 1 + next(3) }, () => "<tr>" + Array.from({ length: 1 + next(3) }, () => "<td" + (next(4) ? "" : " colspan=2") + (next(4) ? "" : " rowspan=2") + ">" + (next(2) ? "<p>" + inline(1) + "</p>" : inline(1) + (next(9) ? "" : "<hr>")) + (depth < 1 && next(6) === 0 ? table(depth + 1) : "") + "</td>").join("") + "</tr>").join("") + "</table>";
		const mso = () => "<p class=MsoListParagraph style='mso-list:l0 level" + (1 + next(3)) + " lfo1'><![if !supportLists]><span style='mso-list:Ignore'>" + pick(["1.", "·", "（一）"]) + "<span>&nbsp; </span></span><![endif]>" + inline(0) + "</p>";
		const block = (depth) => pick([() => "<p>" + inline(0) + "</p>", () => "<div>" + inline(0) + "</div>", () => "<ul>" + word() + "<div>" + word() + "</div></ul>", () => "<div>" + (depth < 3 ? blocks(depth + 1) : word()) + "</div>", () => inline(0), () => "<h" + (1 + next(4)) + ">" + inline(1) + "</h1>", () => list(0), () => table(0), mso,
			() => "<blockquote>" + (depth < 2 ? blocks(depth + 1) : word()) + "</blockquote>", () => "<pre>" + word() + "</pre>", () => "<!--[if x]><p>y</p><![endif]-->"])();
		const blocks = (depth) => Array.from({ length: 1 + next(4) }, () => block(depth)).join("\n");
		const wrong = [];
		for (let i = 0; i < 1500 && wrong.length < 3; i++) {
			n = 0;
			const html = "<html><body><!--StartFragment-->" + blocks(0) + "<p></p><!--EndFragment--></body></html>";
			const got = render(read(html).blocks);
			const want = [...new DOMParser().parseFromString(html, "text/html").body.textContent.matchAll(/词\d+末/g)].map((m) => m[0]);
			const found = [...got.matchAll(/词\d+末/g)].map((m) => m[0]);
			if (found.join() !== want.join() && !(html.includes("<table") || html.includes("<li>") ? [...found].sort().join() === [...want].sort().join() : false)) wrong.push("of " + want + " there is " + found + "\n" + html + "\n" + got);
		}
		return wrong;
	})()`)
	for _, w := range wrong {
		t.Error(w)
	}
}

// TestParagraphs: plain text by lines, without a browser.
func TestParagraphs(t *testing.T) {
	var cases [][2]string
	add := func(text, want string) { cases = append(cases, [2]string{text, want}) }
	add("一段。\n二段。", "一段。\n\n二段。")
	add("标题\n一段。", "标题\n\n一段。")
	add("这一行在句子中间因为编辑器的宽度而断开并没有结束，\n下一行接着写。", "这一行在句子中间因为编辑器的宽度而断开并没有结束，\n下一行接着写。")
	add("这一行在句子中间断开并没有标点结尾的长句子\n　　新的一段。", "这一行在句子中间断开并没有标点结尾的长句子\n\n新的一段。")
	add("甲。\n乙。\n\n丙。", "甲。\n乙。\n\n丙。")
	add("　　甲。\n\n　　乙。", "甲。\n\n乙。")
	add("甲。\n- 乙\n  - 丙\n丁。", "甲。\n\n- 乙\n  - 丙\n\n丁。")
	add("1. 甲\n2. 乙\n丙。", "1. 甲\n2. 乙\n\n丙。")
	add("### 题\n甲。\n乙。", "### 题\n甲。\n乙。")
	add("| 甲 |\n| --- |\n| 乙 |", "| 甲 |\n| --- |\n| 乙 |")
	add("3.5亿元", "3.5亿元")
	data, err := json.Marshal(cases)
	if err != nil {
		t.Fatal(err)
	}
	out := node(t, fmt.Sprintf(`import { paragraphs } from "./edit-prose.js"; console.log(JSON.stringify(%s.map(([text]) => paragraphs(text))));`, data), "edit-prose.js", "edit-block.js")
	var got []string
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for i, c := range cases {
		if got[i] != c[1] {
			t.Errorf("%q becomes %q, want %q", c[0], got[i], c[1])
		}
	}
}
