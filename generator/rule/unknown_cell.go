package rule

import (
	"iter"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/prose"
	"gongkai/generator/report"
)

var unknownCell = &Rule{
	ID: "unknown-cell", Severity: diag.Error,
	Title:   diag.Textf("引用的单元格不存在", "a reference names no cell"),
	What:    diag.Textf("正文里的 {{ 路径 }} 和说明里的 cell 应是格式里的单元格，并且已经填写；年度报告的正文之外不能引用单元格。", "Every {{ path }} in the text, and every cell named in a note, is a cell of the form that is filled in; nothing but the text of a report can refer to cells."),
	Why:     diag.Textf("引用单元格是为了让文字与表格一致，写错就印不出数字。", "A reference keeps text and table in agreement; a wrong one prints no figure."),
	Example: "全年收到申请 {{ applications.news.total }} 件",
	report: func(p *pass, r *report.Report) {
		for _, s := range r.Body.MalformedPlaceholders() {
			slot := r.Form.Slot(s.Path)
			if !s.Double && slot == nil {
				continue // braces of a text
			}
			f := diag.Finding{Message: diag.Textf("“%s”不是对单元格的引用，会照原样印出", "%q is not a reference to a cell and is printed as it is", s.Written),
				Hint: diag.Textf("请写成 {{ 路径 }}，前后各两个半角花括号", "write {{ path }}, with two plain braces on each side")}
			if slot != nil {
				f.Hint = diag.Textf("请写成 {{ %s }}", "write {{ %s }}", s.Path)
			} else if s.Path == "" {
				// nothing to guess from
			} else if meant, ok := r.Form.Suggest(s.Path); ok {
				f.Hint = diag.Textf("是不是 {{ %s }}？", "did you mean {{ %s }}?", meant)
			}
			p.add(r, s.Span, f)
		}
		for _, ph := range r.Body.Placeholders() {
			slot := r.Form.Slot(ph.Path)
			switch {
			case ph.Path == "":
				p.add(r, ph.Span, diag.Finding{Message: diag.Textf("花括号里没有写单元格", "there is no cell between the braces"), Hint: example(r.Form)})
			case slot == nil:
				hint := example(r.Form)
				if meant, ok := r.Form.Suggest(ph.Path); ok {
					hint = diag.Textf("是不是“%s”？", "did you mean %q?", meant)
				}
				p.add(r, ph.Span, diag.Finding{Message: diag.Textf("没有单元格“%s”", "no cell %q", ph.Path), Hint: hint})
			case slot.Cell == nil:
				first := slot.Cells()[0].Path
				if ph.Path != slot.Path { // in Chinese keys
					first = inKeys(r.Form, first)
				}
				p.add(r, ph.Span, diag.Finding{
					Message: diag.Textf("“%s”是一行或一组，不是一个单元格", "%q is a row or a group, not one cell", ph.Path),
					Hint:    diag.Textf("请写到列，例如 %s", "name the column too, such as %s", first)})
			case r.Value(slot.Cell).State == report.Absent:
				p.add(r, ph.Span, diag.Finding{Cells: []string{slot.Cell.Path},
					Message: diag.Textf("单元格“%s”没有填写", "the cell %q is not filled in", ph.Path),
					Hint:    diag.Textf("请在数据里填写，或删除引用", "fill it in, or delete the reference")})
			}
		}
	},
}

// example is a hint with the path of a form's last cell except for those that may be left out.
func example(f *form.Form) diag.Text {
	path := ""
	for _, c := range f.Cells {
		if !c.Optional {
			path = c.Path
		}
	}
	keys := inKeys(f, path)
	return diag.Textf("请检查路径，例如 %[2]s", "check the path; one looks like %[1]s", path, keys)
}

// inKeys is a path in the keys of a form's own language.
func inKeys(f *form.Form, path string) string {
	s, names := f.Data, []string(nil)
	for part := range strings.SplitSeq(path, ".") {
		if s = s.Child(part); s == nil {
			return path
		}
		if part = s.ID; s.Key != "" {
			part = s.Key
		}
		names = append(names, part)
	}
	return strings.Join(names, ".")
}

// FrontMatterReferences finds `{{ cells }}` in texts of the front matter, where none is printed.
func FrontMatterReferences(file, agency string, texts iter.Seq2[diag.Span, string]) []diag.Finding {
	var out []diag.Finding
	for at, text := range texts {
		if !strings.Contains(text, "{{") && !strings.Contains(text, "｛｛") {
			continue
		}
		out = append(out, diag.Finding{Rule: unknownCell.ID, File: file, Span: at, Agency: agency,
			Message: diag.Textf("“%s”会照原样印出：数据部分的文字不能引用单元格", "%q is printed as it is: texts of the front matter cannot refer to cells", text),
			Hint:    diag.Textf("请直接写数字", "write the figure")})
	}
	return out
}

// BodyReferences finds `{{ cells }}` in the text of a page that is not a report's, where none is printed.
func BodyReferences(body *prose.Body, file, agency string) []diag.Finding {
	var out []diag.Finding
	fault := func(at diag.Span, written string) {
		out = append(out, diag.Finding{Rule: unknownCell.ID, File: file, Span: at, Agency: agency,
			Message: diag.Textf("“%s”会照原样印出：只有年度报告的正文可以引用单元格", "%q is printed as it is: only the text of a report can refer to cells", written),
			Hint:    diag.Textf("请直接写数字；如要印出花括号，请放进行内代码", "write the figure; to print braces, write them as code")})
	}
	for _, x := range body.Placeholders() {
		fault(x.Span, "{{ "+x.Path+" }}")
	}
	for _, x := range body.MalformedPlaceholders() {
		if x.Double {
			fault(x.Span, x.Written)
		}
	}
	return out
}
