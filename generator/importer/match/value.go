package match

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/importer/grid"
)

// value is what a cell of a file says, read for a cell of a form.
type value struct {
	text    string    // as front matter has it; "" for a blank
	unit    string    // that was printed with it, where the form has a cell for the unit
	note    diag.Text // what was changed; zero where nothing was
	problem diag.Text // why it was not entered; zero where it was
}

var (
	figure  = regexp.MustCompile(`^([+-]?)([0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]+)(?:\.([0-9]+))?$`)
	parts   = regexp.MustCompile(`^([+-]?[0-9][0-9,，.]*)\s*([\p{Han}%]*)\s*([（(].*[)）])?$`)
	nothing = regexp.MustCompile(`^(?:[/／\-—–－_]*|待填)$`) // 待填 is what our own drafts have there
)

// marks lead from a figure to a remark; blanks and line ends are around them.
const marks = "●*※†‡△▲☆★ \n"

// minus folds the signs that documents have in place of a minus; what it removes is not seen.
var minus = strings.NewReplacer("\u2011", "-", "\u2212", "-", "\ufe63", "-", "\uff0d", "-", "\u2012", "-", "\u2013", "-", "\u00ad", "", "\u200b", "", "\u200c", "", "\u200d", "", "\u2060", "", "\ufeff", "", "\u00a0", " ", "\u3000", " ")

// figureLike reports whether a text is a figure, or marks a missing one.
func figureLike(text string) bool {
	s := clean(text)
	return nothing.MatchString(s) || parts.MatchString(s) && unitLike(s) || strings.ContainsAny(s, "0123456789") && !strings.ContainsFunc(s, unicode.IsLetter)
}

// Figures is how many cells of a table have a figure.
func Figures(t *grid.Table) (n int) {
	for _, c := range t.Cells {
		if strings.ContainsAny(clean(c.Text), "0123456789") && figureLike(c.Text) {
			n++
		}
	}
	return n
}

// clean is a text without the width of its characters and what is not seen. Nothing else is folded:
// the compatibility forms of Unicode would make 12² and 12② other numbers.
func clean(text string) string { return strings.TrimSpace(width.Fold.String(minus.Replace(text))) }

// unitLike tells 3件 and 22（其中修订16件） from a label that begins with its number.
func unitLike(s string) bool {
	m := parts.FindStringSubmatch(s)
	return len([]rune(m[2])) <= 2 && !strings.HasSuffix(m[1], ".")
}

// read reads a text for a cell of a form, as printed. own says that the unit has a cell of its own.
func read(text string, c *form.Cell, own bool) value {
	s := clean(text)
	if strings.ContainsRune(s, '\ufffd') {
		return value{problem: diag.Textf("有认不出的字符", "has a character that could not be read")}
	}
	if strings.Contains(s, grid.Shown) {
		return value{problem: diag.Textf("是一张图片", "is a picture")}
	}
	if nothing.MatchString(s) {
		return value{}
	}
	if !c.Kind.Numeric() {
		return value{text: strings.Join(strings.Fields(s), " ")}
	}
	bare := strings.Trim(s, marks)
	marked := bare != s && bare != ""
	if marked {
		s = bare
	}
	if strings.Contains(s, "\n") {
		return value{problem: diag.Textf("数字被换行断开，或者有两个数", "is broken by a line end, or has two numbers")}
	}
	m := parts.FindStringSubmatch(s)
	if m == nil || !figure.MatchString(m[1]) {
		return value{problem: diag.Textf("不是一个数", "is not a single number")}
	}
	number, unit, remark := m[1], m[2], m[3]
	out := value{}
	if marked {
		out.note = diag.Textf("原文带有注释符号", "has the mark of a remark")
	}
	out.text = strings.NewReplacer(",", "", "，", "").Replace(number)
	if out.text != number {
		out.note = diag.Textf("原文有千分位", "has thousands separators")
	}
	switch {
	case unit == "":
	case own:
		out.unit = unit
	default:
		if unit != c.Unit {
			if unit == "元" && c.Unit == "万元" {
				return value{problem: diag.Textf("单位是元，这一格是万元：应为 %s", "is in 元, the cell in 万元: want %s", shifted(out.text))}
			}
			return value{problem: diag.Textf("单位是“%s”，这一格应为“%s”", "has the unit %q, want %q", unit, c.Unit)}
		}
		out.note = diag.Textf("原文带有单位", "has its unit")
	}
	if remark != "" {
		out.note = diag.Textf("原文另有说明", "has a remark")
	}
	if c.Kind == form.Signed && out.text != "0" && out.text[0] != '+' && out.text[0] != '-' {
		out.text = "+" + out.text
		out.note = diag.Textf("原文没有正负号", "has no sign")
	}
	if c.Kind != form.Signed && (out.text[0] == '+' || out.text[0] == '-') {
		return value{problem: diag.Textf("这一格不应有正负号", "has a sign, which this cell has not")}
	}
	if c.Kind != form.Money && strings.Contains(out.text, ".") {
		return value{problem: diag.Textf("件数不应有小数", "is a count with decimals")}
	}
	return out
}

// shifted is a decimal divided by ten thousand.
func shifted(s string) string {
	whole, fraction, _ := strings.Cut(s, ".")
	for len(whole) <= 4 {
		whole = "0" + whole
	}
	at := len(whole) - 4
	out := strings.TrimRight(whole[at:]+fraction, "0")
	if out == "" {
		return whole[:at]
	}
	return whole[:at] + "." + out
}
