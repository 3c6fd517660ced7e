package rule

import (
	"bytes"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/prose/han"
	"gongkai/generator/report"
)

var templateText = &Rule{
	ID: "template-text", Severity: diag.Error,
	Title:   diag.Textf("模板里的说明文字或空格没有改", "instruction text or a blank of the template is left in"),
	What:    diag.Textf("正文里不应有空白格式的说明文字，也不应有 ××、XX年、待填 这样没有填的地方，以及“二是……。”这样没有写完的要点。", "The text holds neither an instruction of the blank form nor a place to be filled in, such as ××, XX年 or 待填, nor a point that is announced and left open, such as 二是……。"),
	Why:     diag.Textf("读者一眼就看出报告没有写完。", "Every reader sees that the report was not finished."),
	Example: "该部分以表格形式报告。表格如下：\n20XX年共发布信息××条。",
	report: func(p *pass, r *report.Report) {
		words := &r.Form.Checks.Wording
		for t := range p.passages(r) {
			var m passage
			found := func(from, to int) {
				p.add(r, m.span(from, to), diag.Finding{
					Message: diag.Textf("“%s”是模板里的文字", "%q is text of the template", string(m.text[from:to])),
					Hint:    diag.Textf("请删除，或改成本机关的内容", "delete it, or write your own")})
			}
			for _, w := range words.Instructions {
				if t.holds(w) {
					m = t.masked()
					for i := 0; ; i += len(w) {
						k := han.Index(m.text[i:], w)
						if k < 0 {
							break
						}
						i += k
						found(i, i+len(w))
					}
				}
			}
			if t.holds(report.Placeholder) {
				m = t.masked()
				q := quotation{text: m.text}
				for i := 0; ; {
					k := bytes.Index(m.text[i:], []byte(report.Placeholder))
					if k < 0 {
						break
					}
					from := i + k
					if i = from + len(report.Placeholder); unfilled(m.text[i:], words) && !q.around(from) {
						found(from, i)
					}
				}
			}
			if leftOpen(t.text, nil) {
				m = t.masked()
				leftOpen(m.text, func(from, to int) {
					p.add(r, m.span(from, to), diag.Finding{
						Message: diag.Textf("“%s”后面没有写完", "%q announces a point and does not make it", string(m.text[from:to])),
						Hint:    diag.Textf("请补写，或删除", "write it, or delete it")})
				})
			}
			if !t.may(crossed) || !blanks(t.text, words) {
				continue
			}
			m = t.masked()
			q := quotation{text: m.text}
			for i := 0; i < len(m.text); i++ {
				if cross(m.text[i:]) > 0 {
					if from, to := q.blank(i, words); to > from {
						found(from, to)
					}
					i = crosses(m.text, i) - 1
				}
			}
		}
		for _, part := range r.Parts() {
			if w := part.Section.Prompt; part.Prose != nil && w != "" {
				t := passageOf(r.Body, part.Prose)
				if han.Index(t.text, w) < 0 {
					continue
				}
				m := t.masked()
				if i := han.Index(m.text, w); i >= 0 {
					p.add(r, m.span(i, i+len(w)), diag.Finding{
						Message: diag.Textf("“%s”是提示，不是正文", "%q is a prompt, not content", w),
						Hint:    diag.Textf("请删除提示，写上正文", "delete it and write the text")})
				}
			}
		}
	},
}

// leftOpen calls do for every point that is announced and left open, such as 二是……。, and reports whether
// there is one; without do it looks for the first.
func leftOpen(text []byte, do func(from, to int)) bool {
	found := false
	for i := 0; ; {
		k := han.Index(text[i:], "是")
		if k < 0 {
			return found
		}
		at := i + k
		i = at + len("是")
		rest := text[i:]
		dots := bytes.TrimLeft(rest, "….")
		end := bytes.TrimLeft(dots, " ")
		dotted := len(rest)-len(dots) >= len("…")
		switch r, _ := utf8.DecodeRune(end); {
		case !dotted && len(dots) < len(rest): // a full stop, or two
			continue
		case r == '。' || r == '；' || r == ';':
		case !dotted || len(bytes.TrimSpace(end[:lineEnd(end, 0)])) > 0 || len(end) > 0 && len(bytes.TrimSpace(end[lineEnd(end, 0):lineEnd(end, lineEnd(end, 0))])) > 0:
			continue // the sentence goes on, perhaps on the next line
		}
		from := at
		for from > 0 {
			r, n := utf8.DecodeLastRune(text[:from])
			if !chineseNumeral(r) {
				if han.Is(r) || r == '第' {
					from = at
				}
				break
			}
			from -= n
		}
		if from == at {
			continue
		}
		if do == nil {
			return true
		}
		found = true
		do(from, i+len(rest)-len(dots))
	}
}

// unfilled reports whether a placeholder before this text stands for a figure or a word:
// a unit or a mark follows, and no other word goes on with it.
func unfilled(after []byte, words *form.Wording) bool {
	r, _ := utf8.DecodeRune(after)
	return !han.Is(r) || prefix(after, words.Blanks) != ""
}

// blanks reports whether a text may have a blank to be filled in.
func blanks(text []byte, words *form.Wording) bool {
	q := quotation{text: text}
	for i := 0; i < len(text); i++ {
		if c := text[i]; c != 'X' && c != 'x' && c != 0xC3 || cross(text[i:]) == 0 {
			continue
		}
		if from, to := q.blank(i, words); to > from {
			return true
		}
		i = crosses(text, i) - 1
	}
	return false
}

// cross returns the length of a letter that stands for a blank, 0 for any other.
func cross(text []byte) int {
	switch {
	case text[0] == 'X' || text[0] == 'x':
		return 1
	case len(text) > 1 && text[0] == 0xC3 && text[1] == 0x97: // ×
		return 2
	}
	return 0
}

// crosses returns the end of a run of crosses that begins at i.
func crosses(text []byte, i int) int {
	for i < len(text) && cross(text[i:]) > 0 {
		i += cross(text[i:])
	}
	return i
}

// opens reports whether a sentence begins at i, or does after its year: 2023年，××街道.
func (q *quotation) opens(i int) bool {
	before := bytes.TrimRight(q.text[:i], "，,")
	before = bytes.TrimSuffix(bytes.TrimSuffix(before, []byte("度")), []byte("年"))
	if n := len(before); n < i {
		for n > 0 && isDigit(before[n-1]) {
			n--
		}
		before = before[:n]
	}
	r, _ := utf8.DecodeLastRune(bytes.TrimRight(before, " 　"))
	return len(before) == 0 || r == '\n' || r == '。' || r == '；'
}

// blank returns the bounds of a blank to be filled in whose first cross is at i:
// two crosses or more before a unit, or a year some of whose digits are crosses. Other
// crosses, such as those of a name withheld or a number masked, are the author's own.
func (q *quotation) blank(i int, words *form.Wording) (from, to int) {
	text := q.text
	from, to = i, i
	count := 0
	for to < len(text) {
		n := cross(text[to:])
		if n == 0 {
			break
		}
		to, count = to+n, count+1
	}
	for from > 0 && isDigit(text[from-1]) {
		from--
	}
	word := prefix(text[to:], words.Blanks)
	if word == "" && q.opens(from) {
		word = prefix(text[to:], words.Bodies)
	}
	if word == "" || from > 0 && (text[from-1]|0x20 >= 'a' && text[from-1]|0x20 <= 'z') {
		return 0, 0
	}
	digits := i - from
	year := digits > 0 && text[from] == '2' && digits+count == 4 && word == "年"
	if digits > 0 && !year || count < 2 && !year {
		return 0, 0
	}
	end := to + len(word)
	if r, _ := utf8.DecodeRune(text[end:]); r == '民' || q.around(from) {
		return 0, 0
	}
	return from, end
}
