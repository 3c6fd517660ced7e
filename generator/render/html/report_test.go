package html

import (
	"regexp"
	"strings"
	"testing"

	"gongkai/generator/diag"
	"gongkai/generator/site"
)

const reportPath = "a/reports/2023/index.html"

var (
	tag      = regexp.MustCompile(`<([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"]*")*)>`)
	attr     = regexp.MustCompile(`([a-z-]+)="([^"]*)"`)
	dataCell = regexp.MustCompile(`<td [^>]*data-cell="([^"]+)"[^>]*>([^<]*)</td>`)
)

// elements lists the attributes of all tags of a name.
func elements(page, name string) []map[string]string {
	var out []map[string]string
	for _, m := range tag.FindAllStringSubmatch(page, -1) {
		if m[1] != name {
			continue
		}
		attrs := map[string]string{}
		for _, a := range attr.FindAllStringSubmatch(m[2], -1) {
			attrs[a[1]] = a[2]
		}
		out = append(out, attrs)
	}
	return out
}

// A reader learns on the page of an area total, and where all data is, that it holds
// the figures of other reports.
func TestAreaTotalSaysSo(t *testing.T) {
	const area, own = "scope: government\n", ""
	contains(t, render(t, example(), reportPath, area), "<dt>统计范围</dt>", "不要再与各机关的报告相加")
	lacks(t, render(t, example(), reportPath, own), "统计范围")
	contains(t, render(t, example(), site.DatasetPath, area), "其中政府汇总报告 1 份")
	lacks(t, render(t, example(), site.DatasetPath, own), "其中政府汇总报告")
}

func TestReportHasItsTables(t *testing.T) {
	page := render(t, example(), reportPath, "published: 2024-01-15 09:30\n")
	cells := dataCell.FindAllStringSubmatch(page, -1)
	if len(cells) != 200 {
		t.Errorf("%d data cells, want 200", len(cells))
	}
	want := map[string]string{"proactive.normative_documents.issued": "8", "proactive.normative_documents.in_force": "18", "proactive.licensing": "3",
		"proactive.fees": "1.50", "applications.new.natural": "1", "applications.new.total": "1", "applications.results.granted.natural": "1",
		"applications.results.granted.total": "1", "applications.results.total.natural": "1", "applications.results.total.total": "1",
		"review.reconsideration.pending": "1", "review.reconsideration.total": "1", "review.litigation_after_reconsideration.pending": "2", "review.litigation_after_reconsideration.total": "2"}
	for _, m := range cells {
		value := want[m[1]]
		if value == "" {
			value = "0"
		}
		if m[2] != value {
			t.Errorf("%s is %q, want %s", m[1], m[2], value)
		}
	}
	ids := map[string]bool{}
	for _, th := range elements(page, "th") {
		if th["scope"] == "" || th["id"] == "" {
			t.Errorf("a header without scope or id: %v", th)
		}
		ids[th["id"]] = true
	}
	for _, td := range elements(page, "td") {
		if td["data-cell"] == "" {
			continue
		}
		if td["headers"] == "" {
			t.Errorf("%s has no headers", td["data-cell"])
		}
		for id := range strings.FieldsSeq(td["headers"]) {
			if !ids[id] {
				t.Errorf("%s names the header %s, which the page lacks", td["data-cell"], id)
			}
		}
		if td["aria-describedby"] != "" {
			t.Errorf("%s is tied to %s without a remark", td["data-cell"], td["aria-describedby"])
		}
	}
	if strings.Contains(page, "hole") {
		t.Error("a mark of the compiler is left in the page")
	}
}

// The list before a wide table tells the same figures once more, for the ear.
func TestReportHasItsFiguresAsLists(t *testing.T) {
	page := render(t, example(), reportPath, "published: 2024-01-15\n")
	contains(t, page, `逐行列出（6 项，其余均为 0）</summary>`, `逐行列出（4 项，其余均为 0）</summary>`,
		`<div><dt>一、本年新收政府信息公开申请数量</dt><dd>自然人 <b>1</b></dd><dd>总计 <b>1</b></dd></div>`,
		`<dt><span>行政诉讼<i> · </i></span>复议后起诉</dt><dd>尚未审结 <b>2</b></dd><dd>总计 <b>2</b></dd></div>`,
		`href="#end.applications" aria-describedby="caption.applications"`, `id="end.applications" tabindex="-1"`)
	lacks(t, page, "<data", "end.proactive", "{n}")
}

func TestReportHasItsText(t *testing.T) {
	page := render(t, example(), reportPath, "published: 2024-01-15 09:30\n")
	contains(t, page,
		`<h1><span class="joint">示例市甲局</span><span class="joint">2023年</span><span class="joint">政府信息公开工作年度报告</span></h1>`, `<dd>2024-01-15 09:30</dd>`,
		`<p>全年新收申请1件，<strong>依据《条例》</strong>办结。`, `<a href="../../guide/index.html">指南</a>`,
		`<h2 id="总体情况">一、总体情况</h2>`, `<h3 id="一主动公开">`, `<h2 id="applications">三、收到和处理政府信息公开申请情况</h2>`,
		`<h2 id="附加的部分">附加的部分</h2>`, `格式里没有的部分也不能丢。`,
		`件数 <span data-cell="handling_fees.notices">0</span> 件`,
		`<a rel="prev" href="../2022/index.html">`, `<a href="../../../years/2023/index.html">`)
	order := []string{"一、总体情况", "二、主动公开", `id="table.proactive"`, "三、收到和处理", `id="table.applications"`, "四、政府信息公开行政复议", `id="table.review"`, "五、存在的主要问题", "六、其他需要报告的事项", "附加的部分"}
	at := strings.Index(page, "<main")
	for _, s := range order {
		next := strings.Index(page[at:], s)
		if next < 0 {
			t.Fatalf("%s does not follow", s)
		}
		at += next
	}
	contains(t, render(t, example(), reportPath, ""), `<dd>不详</dd>`)
}

func TestRemarksAreTiedToTheirCells(t *testing.T) {
	front := `published: 2024-01-15
source: {title: 原报告, url: "https://example.org/r", retrieved: 2024-02-01}
notes:
  - {cell: applications.new.other, original: "", entered: 0, reason: 原表空白}
  - {cell: applications, reason: 五栏空白}
revisions:
  - {date: 2024-03-01, note: 更正一处, cells: [{cell: handling_fees.notices, from: 1, to: 0}]}
  - {date: 2024-03-02, note: 更正说明, cells: [{cell: applications.carried_in}, {cell: applications.carried_out, to: 0}]}
attachments: [{file: r.docx, title: 报告原件}]
`
	waived := site.Waived{Cell: "proactive.fees", Message: diag.Text{ZH: "金额<不符>", EN: "amount"}, Reason: "另有原因"}
	page := render(t, example(), reportPath, front, waived)
	contains(t, page,
		`id="cell.proactive.fees" class="remarked" aria-describedby="check.1" data-mark="核1">1.50</td>`, `<li id="check.1" data-mark="核1"><p><b>核对说明 1</b> <a href="#cell.proactive.fees">`, `金额&lt;不符>`, `另有原因`,
		`id="cell.applications.new.other" class="remarked zero" aria-describedby="note.1 note.2" data-mark="注1">0</td>`, `<li id="note.1" data-mark="注1"><p><b>整理说明 1</b> <a href="#cell.applications.new.other">`, `原文为空白，录为 0。`,
		`id="cell.applications.new.natural" aria-describedby="note.2">1</td>`, `关于本表： <a href="#note.2">整理说明 2</a></p>`, `标有圆点的数字，说明见： <a href="#revision.2">更正说明 2</a> <a href="#note.1">整理说明 1</a></p>`,
		`说明见： <a href="#check.1">核对说明 1</a></p>`, `说明见： <a href="#revision.1">更正说明 1</a></p>`, `<p><b>更正说明 1</b> 2024-03-01　更正一处</p>`,
		`<span data-cell="handling_fees.notices" id="cell.handling_fees.notices" class="remarked" aria-describedby="revision.1" data-mark="更1">0</span>`, `</a>：更正前 <del datetime="2024-03-01">1</del>，更正后 <ins datetime="2024-03-01">0</ins></li>`,
		`二、上年结转政府信息公开申请数量</a></li>`, `结转下年度继续办理</a>：更正后 <ins datetime="2024-03-02">0</ins></li>`,
		`<a href="https://example.org/r" rel="external noopener">原报告<small class="external" data-search="off">（外部网站）</small></a> （2024-02-01 获取）`,
		`<a href="r.docx" data-address="www.example.org/zwgk/a/reports/2023/r.docx">报告原件（DOCX，2 KB）</a>`)
	if n := len(dataCell.FindAllString(page, -1)); n != 200 {
		t.Errorf("%d data cells, want 200", n)
	}
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if seen[m[1]] {
			t.Errorf("the id %s is given twice", m[1])
		}
		seen[m[1]] = true
	}
}
