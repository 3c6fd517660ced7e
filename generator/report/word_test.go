package report_test

import (
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/source"
)

const wordForm = `id: words
family: inspection
title: 检查表
years: {from: 2020}
default: {from: 2020}
answers: {yes: 有, no: 无}
tables:
  - id: t
    caption: 检查情况
    corner: 表
    columns:
      - {id: name, label: 名称, kind: text}
      - {id: open, label: 是否开放, kind: yesno}
      - {id: visits, label: 访问量}
      - {id: remark, label: 备注, kind: text, optional: true}
      - {id: unit, label: 单位, kind: text, default: 万次}
    rows: [{id: r, label: 行}]
sections: [{id: s, heading: 表, table: t}]
`

func bindWords(t *testing.T, row string) (*report.Report, string) {
	t.Helper()
	f, findings := new(form.Catalogue).Load("forms/words.yaml", []byte(wordForm))
	forms := &form.Catalogue{}
	for _, x := range append(findings, forms.Add(f)...) {
		t.Fatalf("got %+v, want no finding", x)
	}
	doc := source.Parse("content/a/inspection/2023.md", []byte("---\nyear: 2023\ndata:\n  t:\n    r: "+row+"\n---\n"))
	r, found := report.Bind(doc, forms, "inspection", "a")
	var said []string
	for _, x := range found {
		said = append(said, x.Rule+" "+strings.Join(x.Cells, ",")+" "+x.Message.ZH+"；"+x.Hint.ZH)
	}
	return r, strings.Join(said, "\n")
}

func TestWords(t *testing.T) {
	for _, c := range []struct {
		row, said string // what is found, "" for nothing
		want      [5]string
	}{
		{`[网站甲, 有, 3, 新建, 次]`, "", [5]string{"网站甲", "有", "3", "新建", "次"}},
		{`{name: "网站, 乙", open: false, visits: 0}`, "", [5]string{"网站, 乙", "无", "0", "", "万次"}},
		{`{name: 012, open: true, visits: 0, remark: "", unit: ""}`, "", [5]string{"012", "有", "0", "", "万次"}},
		{`[网站甲, "无", 3]`, "", [5]string{"网站甲", "无", "3", "", "万次"}},
		{`{open: 有, visits: 0}`, "missing-cell t.r.name “行”缺少“名称”；请按表填写", [5]string{"", "有", "0", "", "万次"}},
		{`[网站甲]`, "missing-cell t.r.open,t.r.visits “行”应有 5 个数，只填了 1 个；没有发生请填 0，不要留空", [5]string{"网站甲", "", "", "", "万次"}},
		{`[网站甲, 是, 3]`, "bad-number t.r.open “行”是否开放填的是“是”：不是“有”或“无”；请写 有 或 无", [5]string{"网站甲", "是", "3", "", "万次"}},
		{`[待填, 待填, 3, 待填]`, "missing-cell t.r.name “行”名称没有填写；请按表填写\nmissing-cell t.r.open “行”是否开放没有填写；请按表填写\nmissing-cell t.r.remark “行”备注没有填写；请按表填写",
			[5]string{"待填", "待填", "3", "待填", "万次"}},
		{`[网站甲, [有], 3]`, "bad-number t.r.open “行”是否开放应填一个词或一段文字；", [5]string{"网站甲", "", "3", "", "万次"}},
	} {
		r, said := bindWords(t, c.row)
		if said != c.said {
			t.Errorf("%s:\n%s\nwant\n%s", c.row, said, c.said)
		}
		for i, want := range c.want {
			cell := r.Form.Cells[i]
			v := r.Value(cell)
			if v.Text != want {
				t.Errorf("%s: %s is %q, want %q", c.row, cell.Path, v.Text, want)
			}
			if said == "" && (v.State == report.Absent) != (want == "") || v.State == report.Valid && cell.Kind == form.YesNo && (v.Int == 1) != (want == "有") {
				t.Errorf("%s: %s is %+v", c.row, cell.Path, v)
			}
		}
	}
}

func TestAnswersNeedWords(t *testing.T) {
	for _, answers := range []string{"", "answers: {yes: 是}\n", "answers: {yes: 是, no: 是}\n"} {
		if f, findings := new(form.Catalogue).Load("x.yaml", []byte(strings.Replace(wordForm, "answers: {yes: 有, no: 无}\n", answers, 1))); f != nil || len(findings) == 0 {
			t.Errorf("a form with %q loads", answers)
		}
	}
}
