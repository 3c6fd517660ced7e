package rule

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/prose/han"
	"gongkai/generator/report"
)

var brokenText = &Rule{
	ID: "broken-text", Severity: diag.Warning,
	Title:   diag.Textf("转换留下的残字", "debris of a conversion"),
	What:    diag.Textf("正文里不应有单个的括号、[bookmark…] 这样的标记、“：//”这样的网址、无法显示的字符、会照原样印出的 HTML 标签和没有结束的注释、会被当成代码的缩进，没有“年”字的年份、少了“年”“月”的日期，括号中间的断行，以及断成两段的句子。", "The text has no orphan bracket, no mark such as [bookmark…], no address with a full-width colon, no character that cannot be shown, no HTML tag and no open comment that would be printed as they are, no paragraph indented like code, no year without its 年, no date without its 年 and 月, no break inside brackets, no sentence torn into two paragraphs."),
	Why:     diag.Textf("从 Word 或 PDF 复制文字时常丢掉编号、留下标记。", "Text copied from Word or PDF often loses its numbers and keeps marks."),
	Example: "）部分公开\n[bookmark: _GoBack]完善信息公开流程\n我局2023收到申请1件",
	report: func(p *pass, r *report.Report) {
		for t := range p.passages(r) {
			shifted := t.may(marked) && (bytes.Contains(t.text, []byte("    ")) || bytes.IndexByte(t.text, '\t') >= 0)
			if !shifted && !suspect(t.text) && !t.holdsAny(r.Form.Checks.Wording.Debris) && !(t.may(bracketed) && unbalanced(t.text)) && !(t.may(marked) && tagged(t.text)) && !tears(t.text, nil) {
				continue
			}
			m := t.masked()
			add := func(from, to int, message, hint diag.Text) {
				p.add(r, m.span(from, to), diag.Finding{Message: message, Hint: hint})
			}
			debris(m.text, &r.Form.Checks.Wording, add)
			tags(m.text, add)
			if shifted {
				m.indented(add)
			}
			o := orphans{text: m.text, add: add}
			for from, to := range paragraphs(m.text) {
				o.paragraph(from, to)
			}
			o.flush()
			tears(m.text, func(from, to int) {
				message, hint := tear()
				add(from, to, message, hint)
			})
		}
	},
}

type adder func(from, to int, message, hint diag.Text)

// suspect reports whether a text holds a digit of a year before a character that is
// none of those that follow a whole year, or a character that cannot be shown.
func suspect(text []byte) bool {
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case han.At(text, i):
			i += 2
		case c == '2' || c == '1':
			if end, _ := lostMarks(text, i); end > 0 {
				return true
			}
			if _, ok := yearAt(text, i); ok && i+4 < len(text) && text[i+4] >= 0x80 && !bytes.HasPrefix(text[i+4:], []byte("年")) {
				return true
			}
		case c == 0xEE:
			return true
		case c == 0xEF && i+2 < len(text):
			if r, _ := utf8.DecodeRune(text[i:]); r == utf8.RuneError || unicode.Is(unicode.Co, r) {
				return true
			}
		}
	}
	return false
}

// debris finds marks, characters and years.
func debris(text []byte, words *form.Wording, add adder) {
	q := quotation{text: text}
	for _, w := range words.Debris {
		for i := 0; ; {
			k := bytes.Index(text[i:], []byte(w))
			if k < 0 {
				break
			}
			from := i + k
			i = from + len(w)
			if w[0] == '[' {
				if k := bytes.IndexByte(text[i:lineEnd(text, i)], ']'); k >= 0 {
					i += k + 1
				}
			}
			add(from, i, diag.Textf("“%s”是转换留下的残字", "%q is debris of a conversion", string(text[from:i])), diag.Textf("请删除或更正", "delete or correct it"))
		}
	}
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == '1' || c == '2':
			if end, lost := lostMarks(text, i); end > 0 {
				message, hint := lostMarksFinding(text, i, end, lost)
				add(i, end, message, hint)
				i = end
				continue
			}
			if year, ok := yearAt(text, i); ok && bare(&q, i, words) {
				add(i, i+4, diag.Textf("“%d”后面少了“年”字", "%d lacks its 年", year), diag.Textf("请写 %d年", "write %d年", year))
			}
			i++
		case c < 0x80:
			i++
		default:
			r, n := utf8.DecodeRune(text[i:])
			if r == utf8.RuneError || unicode.Is(unicode.Co, r) {
				add(i, i+n, diag.Textf("无法显示的字符 U+%04X", "the character U+%04X cannot be shown", r), diag.Textf("请对照原件更正", "correct it from the original"))
			}
			i += n
		}
	}
}

// bare reports whether the year at i lacks its 年: a verb of a result follows at once,
// and a count after it. The name of a document or an event is left alone.
func bare(q *quotation, i int, words *form.Wording) bool {
	rest := bytes.TrimPrefix(q.text[i+4:], []byte("度"))
	for s := prefix(rest, words.Subjects); s != ""; s = prefix(rest, words.Subjects) {
		if strings.HasSuffix(s, "年") {
			return false // 2023全年
		}
		rest = rest[len(s):]
	}
	verb := prefix(rest, words.Results)
	if verb == "" || q.around(i) {
		return false
	}
	rest = rest[len(verb):]
	for k := 0; k < len(rest); {
		r, n := utf8.DecodeRune(rest[k:])
		switch {
		case r == '\n' || unicode.IsPunct(r):
			return false
		case r >= '0' && r <= '9':
			for k < len(rest) && isDigit(rest[k]) {
				k++
			}
			return prefix(rest[k:], words.Units) != ""
		}
		k += n
	}
	return false
}

// brackets are the pairs looked at, each by its kind; half and full width match.
var brackets = map[rune]int{'（': 1, '(': 1, '）': -1, ')': -1, '《': 2, '》': -2, '〔': 3, '〕': -3, '【': 4, '】': -4}

// unbalanced reports whether opening and closing brackets of a kind differ in number in a text,
// or one closes before it opens.
func unbalanced(text []byte) bool {
	var open [5]int
	for i := 0; i < len(text); {
		c := text[i]
		if c == '\n' && i+1 < len(text) && text[i+1] == '\n' && open != [5]int{} {
			return true
		}
		if han.At(text, i) {
			i += 3
			continue
		}
		if c != '(' && c != ')' && c != 0xEF && c != 0xE3 {
			i++
			continue
		}
		r, n := utf8.DecodeRune(text[i:])
		i += n
		switch kind := brackets[r]; {
		case kind > 0:
			open[kind]++
		case kind < 0:
			if open[-kind]--; open[-kind] < 0 {
				return true
			}
		}
	}
	return open != [5]int{}
}

// orphans finds the brackets that have no partner in their paragraph. A bracket after the
// number of an item, as in 1）, needs none. One that has it at the beginning of the next
// paragraph is torn by the break between them, which is the one fault of the two.
type orphans struct {
	text []byte
	add  adder
	open []bracket // of the last paragraph
	end  int       // of the last paragraph
}

type bracket struct {
	r        rune
	from, to int
}

func (o *orphans) paragraph(from, to int) {
	var open []bracket
	for i := from; i < to; {
		r, n := utf8.DecodeRune(o.text[i:])
		at := bracket{r, i, i + n}
		i += n
		switch kind := brackets[r]; {
		case kind > 0:
			open = append(open, at)
		case kind < 0:
			k := len(open) - 1
			for k >= 0 && brackets[open[k].r] != -kind {
				k--
			}
			switch last := len(o.open) - 1; {
			case k >= 0:
				open = append(open[:k], open[k+1:]...)
			case kind == -1 && enumerates(o.text[from:at.from]):
			case last >= 0 && brackets[o.open[last].r] == -kind:
				o.add(o.open[last].from, o.end, diag.Textf("括号在这里断成了两段", "the text in the brackets is torn into two paragraphs"), diag.Textf("请把两段接上", "join the two paragraphs"))
				o.open = o.open[:last]
			default:
				o.fault(at)
			}
		}
	}
	o.flush()
	o.open, o.end = open, from+len(bytes.TrimRight(o.text[from:to], " \t\r\n"))
}

// flush reports the brackets that were not closed.
func (o *orphans) flush() {
	for _, b := range o.open {
		o.fault(b)
	}
	o.open = nil
}

func (o *orphans) fault(b bracket) {
	o.add(b.from, b.to, diag.Textf("“%c”没有配对", "%q has no partner", b.r), diag.Textf("请补上另一半，或删除", "add the other half, or delete it"))
}

// enumerates reports whether a text ends with the number of an item.
func enumerates(text []byte) bool {
	for n := 0; ; n++ {
		r, size := utf8.DecodeLastRune(text)
		switch {
		case size == 0 || unicode.IsSpace(r) || unicode.IsPunct(r) && r != notProse:
			return n > 0
		case n == 4 || !unicode.IsDigit(r) && !unicode.Is(unicode.No, r) && (r|0x20 < 'a' || r|0x20 > 'z') && !chineseNumeral(r):
			return false
		}
		text = text[:len(text)-size]
	}
}

func chineseNumeral(r rune) bool {
	return bytes.ContainsRune([]byte("〇零一二三四五六七八九十百"), r)
}
