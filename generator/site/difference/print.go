package difference

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"gongkai/generator/diag"
	"gongkai/internal/jsontext"
	"gongkai/internal/singlepage"
)

// WriteJSON writes the difference as one JSON object.
func (d *Difference) WriteJSON(w io.Writer) error {
	return jsontext.Write(w, d)
}

// WriteText writes the difference for people, in Chinese or in English (lang en).
func (d *Difference) WriteText(w io.Writer, lang string) error {
	var b bytes.Buffer
	line := func(format diag.Text) { b.WriteString(format.In(lang) + "\n") }
	for _, a := range d.Agencies {
		line(a.text())
	}
	for _, r := range d.Reports {
		line(r.heading())
		for _, f := range r.Fields {
			line(diag.Textf("  %s：%s → %s", "  %s: %s → %s", fieldNames[f.Field], shown(f.From), shown(f.To)))
		}
		for _, s := range r.Sections {
			line(diag.Textf("  正文“%s”%s", "  text %q %s", s.heading(), changeWords[s.Change]))
		}
		for _, f := range r.Figures {
			where := ""
			if f.File != "" {
				where = fmt.Sprintf(" (%s:%d)", f.File, f.Line)
			}
			line(diag.Textf("  %s：%s → %s%s%s", "  %s: %s → %s%s%s", f.name(), shown(f.From), shown(f.To), f.correction(), where))
		}
	}
	line(d.Summary.text())
	_, err := w.Write(b.Bytes())
	return err
}

// text says what happened to an agency.
func (a AgencyChange) text() diag.Text {
	switch a.Change {
	case Added:
		return diag.Textf("新增机关：%s（%s）", "agency added: %s (%s)", a.Name, a.Agency)
	case Removed:
		return diag.Textf("减少机关：%s（%s）", "agency removed: %s (%s)", a.Name, a.Agency)
	}
	if a.Name == a.Former {
		return diag.Textf("机关换了地址：%[1]s，%[3]s → %[2]s%[4]s", "agency moved: %[1]s, %[3]s → %[2]s%[4]s", a.Name, a.Agency, a.Was, byWords[a.By])
	}
	return diag.Textf("机关改名：%[3]s（%[4]s）→ %[1]s（%[2]s）%[5]s", "agency renamed: %[3]s (%[4]s) → %[1]s (%[2]s)%[5]s", a.Name, a.Agency, a.Former, a.Was, byWords[a.By])
}

var byWords = map[string]diag.Text{
	"aliases":     {ZH: "，据登记信息中以前的地址", EN: ", by the former addresses of its register entry"},
	"credit_code": {ZH: "，据统一社会信用代码", EN: ", by its credit code"},
	"figures":     {ZH: "，据报告中相同的数", EN: ", by the figures of a report"},
}

// heading names a report, and says what happened to it where only one site has it.
func (r ReportChange) heading() diag.Text {
	family := ""
	if r.Family != "reports" {
		family = " " + r.Family
	}
	switch r.Change {
	case Added:
		return diag.Textf("新增报告：%s（%s）%d 年%s", "report added: %s (%s), %d%s", r.Name, r.Agency, r.Year, family)
	case Removed:
		return diag.Textf("减少报告：%s（%s）%d 年%s", "report removed: %s (%s), %d%s", r.Name, r.Agency, r.Year, family)
	}
	return diag.Textf("%s（%s）%d 年%s", "%s (%s), %d%s", r.Name, r.Agency, r.Year, family)
}

var fieldNames = map[string]diag.Text{
	"title":     {ZH: "标题", EN: "title"},
	"form":      {ZH: "报告格式", EN: "form"},
	"published": {ZH: "公布日期", EN: "published"},
}

var changeWords = map[string]diag.Text{
	Added:   {ZH: "新增", EN: "added"},
	Removed: {ZH: "删去", EN: "removed"},
	Changed: {ZH: "有改动", EN: "changed"},
}

func (s SectionChange) heading() diag.Text {
	if s.Heading == "" {
		return diag.Textf("标题前的文字", "before the first heading")
	}
	return diag.Text{ZH: s.Heading, EN: s.Heading}
}

// name is what a cell is called, or else its path.
func (f FigureChange) name() string {
	if f.Label == "" {
		return f.Cell
	}
	return f.Label
}

// correction tells of the revision that announces the change.
func (f FigureChange) correction() diag.Text {
	if f.Announced == "" {
		return diag.Text{}
	}
	return diag.Textf("（%s 更正）", " (correction of %s)", f.Announced)
}

// shown is a figure or a text as people see it; – means none.
func shown(text string) string {
	if text == "" {
		return "–"
	}
	return text
}

func (s Summary) text() diag.Text {
	if s == (Summary{}) {
		return diag.Textf("没有差异", "no differences")
	}
	var zh, en []string
	add := func(n int, z, one string) {
		if n > 0 {
			zh, en = append(zh, fmt.Sprintf(z, n)), append(en, diag.Count(n, one).EN)
		}
	}
	add(s.Agencies, "%d 个机关有变化", "agency change")
	add(s.Added, "新增 %d 份报告", "report added")
	add(s.Removed, "减少 %d 份报告", "report removed")
	add(s.Changed, "%d 份报告有改动", "changed report")
	add(s.Figures, "%d 个数不同", "changed figure")
	add(s.Sections, "%d 段正文不同", "changed section")
	return diag.Text{ZH: "差异：" + strings.Join(zh, "，"), EN: strings.Join(en, ", ")}
}

//go:embed page.html
var page string

// WriteHTML writes the difference as a page of its own, to be read or printed, in Chinese or in English
// (lang en).
func (d *Difference) WriteHTML(w io.Writer, lang string) error {
	words := template.FuncMap{
		"agency":     func(a AgencyChange) string { return a.text().In(lang) },
		"heading":    func(r ReportChange) string { return r.heading().In(lang) },
		"field":      func(f FieldChange) string { return fieldNames[f.Field].In(lang) },
		"section":    func(s SectionChange) string { return s.heading().In(lang) },
		"change":     func(s SectionChange) string { return changeWords[s.Change].In(lang) },
		"name":       FigureChange.name,
		"correction": func(f FigureChange) string { return strings.Trim(f.correction().In(lang), "（） ()") },
		"shown":      shown,
		"summary":    func(s Summary) string { return s.text().In(lang) },
		"one":        func(r ReportChange) bool { return r.Change != Changed },
	}
	t, err := singlepage.New(lang, page, words)
	if err != nil {
		return err
	}
	return t.Execute(w, d)
}
