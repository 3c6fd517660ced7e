package rule

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/prose/han"
	"gongkai/generator/report"
)

var missingNumeral = &Rule{
	ID: "missing-numeral", Severity: diag.Warning,
	Title:   diag.Textf("单位前面没有数字", "a unit without its number"),
	What:    diag.Textf("正文里留着空格等待填数的地方，如“公开信息  条”。", "A gap in the text is still waiting for its figure."),
	Why:     diag.Textf("漏填的数字读者会当作瞒报。", "A reader takes an omitted figure for a hidden one."),
	Example: "全年主动公开信息  条。",
	report: func(p *pass, r *report.Report) {
		words := &r.Form.Checks.Wording
		if len(words.Units) == 0 {
			return
		}
		for t := range p.passages(r) {
			if !t.may(gapped|bracketed|marked) || !gaps(t.text, words, nil) {
				continue
			}
			m := t.masked()
			gaps(m.text, words, func(from, to int, unit string) {
				p.add(r, m.span(from, to), diag.Finding{
					Message: diag.Textf("“%s”前面没有数字", "there is no number before %q", unit),
					Hint:    diag.Textf("请补上数字；没有的写 0", "write the number, 0 if there was none")})
			})
		}
	},
}

// gaps calls do for every gap with the unit after it, and reports whether there is
// one; without do it looks for the first.
func gaps(text []byte, words *form.Wording, do func(from, to int, unit string)) bool {
	found := false
	start, table := 0, false // of the line, up to a gap
	seen := 0
	for i := 0; i < len(text); {
		if han.At(text, i) {
			i += 3
			continue
		}
		from := i
		for i < len(text) {
			n := space(text[i:])
			if n == 0 {
				break
			}
			i += n
		}
		if i == from {
			if c := text[i]; c == 0x91 || c == 0x89 || c == ')' || c == ']' {
				if from, unit := hollow(text, i+1, words); unit != "" {
					if do == nil {
						return true
					}
					found = true
					do(from, i+1+len(unit), unit)
				}
			}
			i++
			continue
		}
		for ; seen < from; seen++ {
			switch text[seen] {
			case '\n':
				start, table = seen+1, false
			case '|':
				table = true
			}
		}
		if table {
			continue
		}
		if unit := waiting(text[start:], from-start, i-start, words); unit != "" {
			if do == nil {
				return true
			}
			found = true
			do(from, i+len(unit), unit)
		}
	}
	return found
}

// hollow returns the unit after a pair of brackets that ends before i with nothing in it, and where
// the pair begins: 【】条. That of a number of an article, 第（）项, does not count.
func hollow(text []byte, i int, words *form.Wording) (from int, unit string) {
	for _, pair := range [...][2]string{{"【", "】"}, {"（", "）"}, {"(", ")"}, {"[", "]"}} {
		if !bytes.HasSuffix(text[:i], []byte(pair[1])) {
			continue
		}
		from = i - len(pair[1])
		for from > 0 && (text[from-1] == ' ' || text[from-1] == '_') {
			from--
		}
		if !bytes.HasSuffix(text[:from], []byte(pair[0])) {
			return 0, ""
		}
		from -= len(pair[0])
		before, _ := utf8.DecodeLastRune(text[:from])
		if before == '第' || !han.Is(before) {
			return 0, ""
		}
		return from, prefix(text[i:], words.Units)
	}
	return 0, ""
}

// space returns the length of the blank character that a text begins with: a space, an
// underscore, an ideographic or a no-break space; 0 for none.
func space(text []byte) int {
	switch c := text[0]; {
	case c == ' ' || c == '_':
		return 1
	case c == 0xE3 && len(text) > 2 && text[1] == 0x80 && text[2] == 0x80:
		return 3
	case c == 0xC2 && len(text) > 1 && text[1] == 0xA0:
		return 2
	}
	return 0
}

// waiting returns the unit after the gap [from, to) of a text that begins with its line, "" where no
// number is missing there. Text whose characters are all set apart by spaces has no gaps; one space is
// a gap only after a word that a count follows.
func waiting(text []byte, from, to int, words *form.Wording) string {
	unit := prefix(text[to:], words.Units)
	if unit == "" {
		return ""
	}
	before, n := utf8.DecodeLastRune(text[:from])
	if !han.Is(before) {
		return ""
	}
	if apart, _ := utf8.DecodeLastRune(text[:from-n]); apart == '_' || apart != '\n' && unicode.IsSpace(apart) {
		return ""
	}
	line := text[:from]
	if bytes.HasPrefix(line, []byte("    ")) {
		return ""
	}
	if after, _ := utf8.DecodeRune(text[to+len(unit):]); to+len(unit) < len(text) && after != '\n' && after != '\r' && after != notProse && !unicode.IsPunct(after) {
		return ""
	}
	blanks := utf8.RuneCount(text[from:to])
	if blanks < 2 && !suffix(line, words.Counted) {
		return ""
	}
	return unit
}
