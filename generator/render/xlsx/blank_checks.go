package xlsx

import (
	"fmt"
	"strconv"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
)

// mostArguments is how many arguments a function of a spreadsheet takes.
const mostArguments = 250

// missing is the formula for how many of some figures are not there.
func missing(refs []string) string {
	f := strconv.Itoa(len(refs))
	for len(refs) > 0 {
		n := min(len(refs), mostArguments)
		f += "-COUNT(" + strings.Join(refs[:n], ",") + ")"
		refs = refs[n:]
	}
	return f
}

// should is the formula for what the total of a line must be; ok is false where that is not for a spreadsheet to say, or is
// not known.
func (w *blank) should(r *form.Relation, l form.Line) (f string, refs []string, ok bool) {
	add := func(sign string, cells []*form.Cell) {
		for _, c := range cells {
			f += sign + w.at[c]
			refs = append(refs, w.at[c])
		}
	}
	switch r.Kind {
	case form.Sum, form.Balance:
		f = "0"
	case form.Stock:
		before, known := w.before(l.Total)
		if !known {
			return "", nil, false
		}
		f = before
	case form.Carry:
		f = "0"
		for _, c := range l.Plus {
			before, known := w.before(c)
			if !known {
				return "", nil, false
			}
			f += "+" + before
		}
		return f, []string{w.at[l.Total]}, w.at[l.Total] != ""
	default:
		return "", nil, false
	}
	add("+", l.Plus)
	add("-", l.Minus)
	refs = append(refs, w.at[l.Total])
	for _, at := range refs {
		if at == "" {
			return "", nil, false
		}
	}
	return f, refs, true
}

// before is last year's figure.
func (w *blank) before(c *form.Cell) (string, bool) {
	if w.Last == nil {
		return "", false
	}
	from := w.Last.Form.Counterpart(c, w.Form)
	if from == nil || !from.Kind.Numeric() {
		return "", false
	}
	v := w.Last.Value(from)
	return strings.TrimPrefix(v.Text, "+"), v.State == report.Valid
}

// broken is the formula for whether a line does not hold, which is not said before all its figures are there. Amounts
// are compared to the digits that they may have.
func (w *blank) broken(r *form.Relation, l form.Line) (string, bool) {
	f, refs, ok := w.should(r, l)
	if !ok || len(refs) > mostArguments {
		return "", false
	}
	return fmt.Sprintf("AND(COUNT(%s)=%d,ROUND(%s-(%s),6)<>0)", strings.Join(refs, ","), len(refs), w.at[l.Total], f), true
}

// marks colour the totals of a sheet that do not hold.
func (w *blank) marks(here []*form.Cell) string {
	on := map[*form.Cell]bool{}
	for _, c := range here {
		on[c] = true
	}
	var b strings.Builder
	n := 0
	for _, r := range w.Form.Relations {
		for _, l := range r.Lines {
			f, ok := w.broken(r, l)
			if !ok || !on[l.Total] {
				continue
			}
			n++
			_, cell, _ := strings.Cut(w.at[l.Total], "!")
			b.WriteString(`<conditionalFormatting sqref="` + cell + `"><cfRule type="expression" dxfId="0" priority="` + strconv.Itoa(n) + `"><formula>` + escapedText(f) + `</formula></cfRule></conditionalFormatting>`)
		}
	}
	return b.String()
}

// validations keep words and fractions out of cells for counts.
func (w *blank) validations(byKind map[form.Kind][]string) string {
	var b strings.Builder
	n := 0
	add := func(kind form.Kind, attributes, message string) {
		if len(byKind[kind]) == 0 {
			return
		}
		n++
		b.WriteString(`<dataValidation ` + attributes + ` allowBlank="1" showErrorMessage="1" error="` + escapedText(message) + `" sqref="` + strings.Join(byKind[kind], " ") + `">`)
	}
	const most = "999999999999999"
	zero := w.text("没有发生的填 0。", "Write 0 where there was none.")
	add(form.Count, `type="whole"`, w.text("这里填整数。", "A whole number belongs here. ")+zero)
	if len(byKind[form.Count]) > 0 {
		b.WriteString(`<formula1>0</formula1><formula2>` + most + `</formula2></dataValidation>`)
	}
	add(form.Money, `type="decimal"`, w.text("这里填金额，只写数字。", "An amount belongs here, digits alone. ")+zero)
	if len(byKind[form.Money]) > 0 {
		b.WriteString(`<formula1>0</formula1><formula2>99999999999</formula2></dataValidation>`)
	}
	add(form.Signed, `type="whole"`, w.text("这里填增减的整数。", "A whole number belongs here, below 0 for a decrease. ")+zero)
	if len(byKind[form.Signed]) > 0 {
		b.WriteString(`<formula1>-` + most + `</formula1><formula2>` + most + `</formula2></dataValidation>`)
	}
	if n == 0 {
		return ""
	}
	return `<dataValidations count="` + strconv.Itoa(n) + `">` + b.String() + `</dataValidations>`
}

// factsRow is where the facts of the first sheet begin, feesRow where the figures that the form prints in sentences do.
const (
	factsRow = 3
	feesRow  = factsRow + 5
)

// readMe is the first sheet: whose report it is, what to do, what is missing and what does not fit.
func (w *blank) readMe() string {
	c := &compiler{}
	begin(c, []int{64, 24, 12}, 0, 0)
	c.wide(0, 3, 30, title, w.Title)
	c.wide(1, 3, 66, wording, w.text("请填浅黄色的格，其余的格已经锁定。没有发生的填 0，不要留空；金额只写数字。文字部分一行写一段，不要的行留空。合计不符的格会变红。填完后把这个文件原样发回，不要改名称和工作表。",
		"Fill in the pale yellow cells; all others are locked. Write 0 where there was none and leave nothing empty. A row of the text is a paragraph; rows that are not wanted stay empty. A total that does not fit turns red. Send this very file back."))
	row := 2
	facts := [][2]string{{w.text("机关", "body"), w.Name}, {w.text("统一社会信用代码", "credit code"), w.CreditCode},
		{w.text("交回的期限", "due"), w.DueBefore}, {w.text("表格", "form"), w.Form.Title}}
	for i := range feesRow - 1 - row {
		c.row(row+i, 0)
		if i < len(facts) {
			c.words(row+i, 0, label, facts[i][0])
			c.words(row+i, 1, fact, facts[i][1])
		}
		c.write(`</row>`)
	}
	row = feesRow - 1
	if len(w.fees) > 0 {
		c.wide(row, 3, 21, heading, w.text("在句子里印出的数（没有的可以不填）", "Figures that are printed in a sentence (may be left empty)"))
	}
	byKind := map[form.Kind][]string{}
	for i, cell := range w.fees {
		c.row(feesRow+i, 0)
		c.words(feesRow+i, 0, label, cell.Label)
		w.input(c, feesRow+i, 1, cell)
		c.words(feesRow+i, 2, fact, cell.Unit)
		c.write(`</row>`)
		byKind[cell.Kind] = append(byKind[cell.Kind], ref(feesRow+i, 1))
	}
	row = feesRow + len(w.fees) + 1
	c.wide(row, 3, 21, heading, w.text("还没有填的格", "Cells that are still empty"))
	row++
	for i, f := range w.inputs {
		c.row(row, 0)
		c.words(row, 0, label, w.where[i])
		c.formula(row, 1, number, f, false)
		c.write(`</row>`)
		row++
	}
	c.wide(row, 3, 21, heading, w.text("不符的关系（应当都是 0）", "Relations that do not hold (all should be 0)"))
	row++
	for _, r := range w.Form.Relations {
		var terms []string
		for _, l := range r.Lines {
			if f, ok := w.broken(r, l); ok {
				terms = append(terms, "N("+f+")")
			}
		}
		for i, x := range chunks(terms, 8000) {
			name := ""
			if i == 0 {
				name = shorten(describe(r, w.Language), 200)
			}
			c.row(row, 0)
			c.words(row, 0, label, name)
			c.formula(row, 1, number, x, false)
			c.write(`</row>`)
			row++
		}
	}
	return end(c, w.validations(byKind), false)
}

// chunks joins terms to sums that are not longer than a formula may be.
func chunks(terms []string, most int) (out []string) {
	for _, t := range terms {
		if n := len(out); n > 0 && len(out[n-1])+1+len(t) < most {
			out[n-1] += "+" + t
		} else {
			out = append(out, t)
		}
	}
	return out
}

// describe puts a relation into words: its first formula.
func describe(r *form.Relation, lang string) string {
	for _, f := range r.Formulas() {
		return f.Text.In(lang)
	}
	return diag.Textf("%s", "%s", r.Rule).In(lang)
}
