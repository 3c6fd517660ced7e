package report

import (
	"strings"
	"unicode"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/source"
)

// maxIndent is how deep a row of a list may be.
const maxIndent = 6

// listed is one row of a list as it was read.
type listed struct {
	form.Item
	code, value, sums *source.Node // what was written; value and sums may be nil
	cumulative        *source.Node
	row               *source.Node
}

// list reads the rows of the form's list and gives the report the form that has them.
// Their values are read afterwards, as those of any cells.
func (b *binder) list(data *source.Node) []listed {
	t := b.r.Form.ListTable()
	if t == nil || data.IsNull() || data.Kind != source.Mapping {
		return nil
	}
	var rows *source.Node
	for i, k := range data.Keys {
		if rows == nil && (k.Value == t.ID || k.Value == t.Key && t.Key != "") {
			rows = data.Items[i]
		}
	}
	if rows.IsNull() || rows.Kind != source.Sequence {
		return nil // said where the slot is read
	}
	var out []listed
	first := map[string]int{} // code → line
	for _, n := range rows.Items {
		x, ok := b.listedRow(t.List, n)
		if !ok {
			continue
		}
		if line := first[x.Code]; line != 0 {
			b.Report("syntax", x.code.Span, diag.Textf("代码“%s”与第 %d 行重复", "the code %q is that of line %d too", x.Code, line), diag.Textf("每行的代码应各不相同", "each row has a code of its own"))
			continue
		}
		first[x.Code] = x.code.Span.Line
		out = append(out, x)
	}
	b.sumsOf(out, first)
	items := make([]form.Item, len(out))
	for i := range out {
		items[i] = out[i].Item
	}
	b.r.Form = b.r.Form.With(items)
	return out
}

// listedRow reads one row; ok is false where it has no code by which to name it.
func (b *binder) listedRow(l *form.List, n *source.Node) (x listed, ok bool) {
	d := b.Named(n, l.Keys())
	d.Need("code")
	d.Need("label")
	x = listed{Item: form.Item{Code: d.Text("code"), Label: d.Text("label"), Unit: d.Text("unit"), Indent: d.Int("indent", 0)},
		code: d.Get("code"), value: d.Get("value"), cumulative: d.Get("cumulative"), sums: d.Get("sum_of"), row: n}
	x.SumOf, x.Cumulative = d.Texts("sum_of"), x.cumulative != nil
	if x.Indent < 0 || x.Indent > maxIndent {
		b.Report("syntax", d.Get("indent").Span, diag.Textf("indent 应在 0 到 %d 之间", "indent should be between 0 and %d", maxIndent), diag.Text{})
		x.Indent = 0
	}
	d.Done()
	if x.Code != "" && strings.ContainsFunc(x.Code, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '-' }) {
		b.Report("syntax", x.code.Span, diag.Textf("代码“%s”只能用文字、数字、_ 和 -", "the code %q should be of letters, digits, _ and -", x.Code), diag.Text{})
		return x, false
	}
	return x, x.Code != "" && x.Label != ""
}

// sumsOf checks what rows say they sum. What is wrong is not computed with.
func (b *binder) sumsOf(rows []listed, line map[string]int) {
	of := map[string][]string{}
	for i := range rows {
		x := &rows[i]
		known := map[string]bool{}
		sound := true
		for j, code := range x.SumOf {
			at := x.sums.Items[min(j, len(x.sums.Items)-1)].Span
			switch {
			case line[code] == 0:
				b.Report("unknown-cell", at, diag.Textf("没有代码为“%s”的行", "there is no row of the code %q", code), diag.Textf("请检查 sum_of", "check sum_of"))
				sound = false
			case known[code]:
				b.Report("syntax", at, diag.Textf("sum_of 里“%s”列了两次", "sum_of lists %q twice", code), diag.Textf("请删去一个", "delete one"))
				sound = false
			}
			known[code] = true
		}
		if !sound {
			x.SumOf = nil
		}
		of[x.Code] = x.SumOf
	}
	round := circles(of)
	for i := range rows {
		if x := &rows[i]; round[x.Code] {
			b.Report("unknown-cell", x.sums.Span, diag.Textf("“%s”（%s）的 sum_of 绕一圈又包含它自己", "the sum_of of %s (%s) leads back to itself", x.Label, x.Code),
				diag.Textf("请检查 sum_of：合计只能由分项相加", "check sum_of: a total is made of its parts"))
			x.SumOf = nil
		}
	}
}

// circles finds the codes whose sums lead back to them: those of one strongly connected
// component (Tarjan 1972), in one walk over all rows.
func circles(of map[string][]string) map[string]bool {
	out, number, low := map[string]bool{}, map[string]int{}, map[string]int{}
	var stack []string
	var walk func(code string)
	walk = func(code string) {
		number[code] = len(number) + 1
		low[code] = number[code]
		at := len(stack)
		stack = append(stack, code)
		for _, next := range of[code] {
			if number[next] == 0 {
				walk(next)
			}
			if next == code {
				out[code] = true
			}
			if low[next] != 0 {
				low[code] = min(low[code], low[next])
			}
		}
		if low[code] == number[code] {
			for _, done := range stack[at:] {
				out[done] = out[done] || len(stack)-at > 1
				low[done] = 0 // off the stack
			}
			stack = stack[:at]
		}
	}
	for code := range of {
		if number[code] == 0 {
			walk(code)
		}
	}
	return out
}

// listValues reads the values of the rows.
func (b *binder) listValues(rows []listed) {
	t := b.r.Form.ListTable()
	for _, x := range rows {
		c := b.r.Form.Cell(t.ID + "." + x.Code)
		if x.Cumulative {
			b.cell(b.r.Form.Cell(c.Path+".cumulative"), x.cumulative)
		}
		if x.value == nil {
			if !x.row.Broken {
				b.missing(x.code.Span, []*form.Cell{c}, diag.Textf("%s没有填写", "%s is not filled in", name(c)))
			} else {
				b.lost(c, x.row.Span)
			}
			continue
		}
		b.cell(c, x.value)
	}
}

// listSlot reports what is not a list; a list itself was read before.
func (b *binder) listSlot(s *form.Slot, n *source.Node) {
	if !n.IsNull() && n.Kind != source.Sequence {
		b.Report("bad-number", n.Span, diag.Textf("“%s”应是一个列表，每行写代码、名称、单位和数值", "%s should be a list of rows with code, label, unit and value", s.Label), diag.Text{})
	}
}
