package rule

import (
	"bytes"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/prose/han"
)

var mergedParagraphs = &Rule{
	ID: "merged-paragraphs", Severity: diag.Warning,
	Title:   diag.Textf("几段文字连成了一段", "several paragraphs run together"),
	What:    diag.Textf("正文里另起的一段，前面要空一行。段落中间的一行以两个全角空格、（一）、1．、一是 这样的段首开头，就是漏了空行。", "A blank line comes before each paragraph of the text. A line inside a paragraph that begins as paragraphs do, with two full-width spaces, （一）, 1． or 一是, lacks it."),
	Why:     diag.Textf("从 Word 复制的文字一段一行；没有空行，网页上会连成一大段。", "Text copied from Word has a line for each paragraph; without blank lines the page shows them as one."),
	Example: "　　全年公开信息12条。\n　　收到申请1件。",
	text: func(t *textPass) {
		for x := range t.passages() {
			if !startsInside(x.text, nil) && !bytes.Contains(x.text, []byte("<!--")) { // a comment may hide the end of a line
				continue
			}
			m := x.masked()
			startsInside(m.text, func(at int, sure bool) {
				from, to := opening(m.text, at)
				beginning, place := m.text[from:to], m.span(from, to)
				f := diag.Finding{
					Message: diag.Textf("从“%s”起应另起一段，前面没有空行", "a paragraph begins at %q without a blank line before it", string(beginning)),
					Hint:    diag.Textf("请在这一行前面空一行", "put a blank line before this line")}
				if sure {
					start := diag.Span{Line: place.Line, Column: 1, EndLine: place.Line, EndColumn: 1}
					f.Fix = &diag.Fix{Title: diag.Textf("在前面加一个空行", "put a blank line before it"), Edits: []diag.Edit{{Span: start, Text: t.newline()}}}
				}
				t.add(place, f)
			})
		}
	},
}

// opening returns the bounds of the first characters of the line that begins at i.
func opening(text []byte, i int) (from, to int) {
	line := bytes.TrimRight(text[i:lineEnd(text, i)], "\r\n")
	from = i + len(line) - len(bytes.TrimLeft(line, " \u3000"))
	to = from
	for range 8 {
		if r, n := utf8.DecodeRune(text[to : i+len(line)]); r != notProse {
			to += n
		}
	}
	return from, to
}

// startsInside calls do for every line inside a paragraph of a text that begins as a new
// paragraph does, and reports whether there is one; without do it looks for the first.
// sure says that there is no doubt: the line before ends a sentence.
func startsInside(text []byte, do func(at int, sure bool)) bool {
	found := false
	before := []byte(nil) // the line before, where it belongs to a paragraph
	for i := 0; i < len(text); {
		end := lineEnd(text, i)
		line := text[i:end]
		if before != nil && (starts(line) && (ends(before, "。！？；：") || wideSpaces(line))) {
			if do == nil {
				return true
			}
			found = true
			do(i, ends(before, "。！？"))
		}
		before = nil
		if inParagraph(line) {
			before = line
		}
		i = end
	}
	return found
}

// inParagraph reports whether the next line may go on with the paragraph that a line is of: no
// heading, list, quotation or table, and without the mark of a break that is meant.
func inParagraph(line []byte) bool {
	body := bytes.TrimRight(line, "\r\n")
	first := bytes.TrimLeft(body, " ")
	switch {
	case len(bytes.TrimSpace(body)) == 0 || len(body)-len(first) > 3:
		return false
	case bytes.IndexByte([]byte("#-*+>|\t\x01"), first[0]) >= 0 && !bytes.HasPrefix(first, []byte("**")) || numbered(first):
		return false
	}
	return !bytes.HasSuffix(body, []byte("  ")) && !bytes.HasSuffix(body, []byte(`\`))
}

// ends reports whether a line ends with one of the marks; a closing bracket or quotation mark may
// follow it.
func ends(line []byte, marks string) bool {
	line = bytes.TrimRight(line, " \t\r\n\u3000\x01")
	for range 2 {
		line = bytes.TrimRight(line, "*")
		r, n := utf8.DecodeLastRune(line)
		if bytes.ContainsRune([]byte(marks), r) && n > 0 {
			return true
		}
		if r != '”' && r != '）' && r != '』' && r != '」' {
			return false
		}
		line = line[:len(line)-n]
	}
	return false
}

// wideSpaces reports whether a line begins with an indent of two full-width spaces and a text after them.
func wideSpaces(line []byte) bool {
	rest, ok := bytes.CutPrefix(line, []byte("\u3000\u3000"))
	return ok && len(bytes.TrimSpace(rest)) > 0
}

// starts reports whether a line begins as a paragraph does: with an indent, with the number
// of an item, or with its rank.
func starts(line []byte) bool {
	if wideSpaces(line) {
		return true
	}
	line = bytes.TrimLeft(line, " \u3000")
	if rest, ok := cutAny(line, "（", "("); ok {
		n := ordinal(rest)
		_, closed := cutAny(rest[n:], "）", ")")
		return n > 0 && closed
	}
	if rest, ok := bytes.CutPrefix(line, []byte("第")); ok { // 第一，  第二条
		n := ordinal(rest)
		_, ok = cutAny(rest[n:], "，", "、", "条　", "条 ", "章　", "章 ")
		return n > 0 && ok
	}
	if r, _ := utf8.DecodeRune(line); r >= '①' && r <= '⑳' {
		return true
	}
	n := ordinal(line)
	if n == 0 {
		return false
	}
	if isDigit(line[0]) { // 1．公开, and no decimal, no list of days
		rest, ok := cutAny(line[n:], "．", "、", ".", "）")
		next, _ := utf8.DecodeRune(rest)
		return ok && n < 4 && (han.Is(next) || next == '《' || next == '“')
	}
	rest, ok := cutAny(line[n:], "是", "、")
	return ok && len(rest) > 0
}

func cutAny(text []byte, marks ...string) ([]byte, bool) {
	for _, m := range marks {
		if rest, ok := bytes.CutPrefix(text, []byte(m)); ok {
			return rest, true
		}
	}
	return text, false
}

// ordinal is the length of the number that a text begins with, in digits or in Chinese.
func ordinal(text []byte) int {
	n := 0
	for n < len(text) && isDigit(text[n]) {
		n++
	}
	if n > 0 {
		return n
	}
	for n < len(text) {
		r, size := utf8.DecodeRune(text[n:])
		if !chineseNumeral(r) {
			break
		}
		n += size
	}
	return n
}
