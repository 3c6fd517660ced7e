package rule

import (
	"bytes"
	"unicode/utf8"

	"gongkai/generator/diag"
	"gongkai/generator/prose/han"
)

// Paragraphs torn in the middle of a sentence, for broken-text.

// tears calls do for the end of every paragraph that the next one goes on with, and reports
// whether there is one; without do it looks for the first. A conversion makes such paragraphs where a page ends.
func tears(text []byte, do func(from, to int)) bool {
	found := false
	start, last := -1, -1 // of the paragraph before the blank lines
	for i := 0; i < len(text); {
		end := lineEnd(text, i)
		line := text[i:end]
		switch blank := len(bytes.TrimSpace(line)) == 0; {
		case blank:
		case last < 0 || last == i: // the first, or one that goes on
			if start < 0 || last < 0 {
				start = i
			}
			last = end
		default:
			next := i
			for next < len(text) && len(bytes.TrimSpace(text[next:lineEnd(text, next)])) > 0 {
				next = lineEnd(text, next)
			}
			if from, to := torn(text[start:last], text[i:next]); to > from {
				if do == nil {
					return true
				}
				found = true
				do(start+from, start+to)
			}
			start, last = i, end
		}
		i = end
	}
	return found
}

// torn returns the place of the last characters of a paragraph whose sentence the next paragraph
// goes on with; to is 0 where there is no tear. A line without a stop may be a heading, a signature
// or an address: only a paragraph that has sentences, or ends with a comma, was torn, or one before
// which a few characters are left over.
func torn(a, b []byte) (from, to int) {
	text := bytes.TrimRight(a, " \t\r\n\u3000")
	last, n := utf8.DecodeLastRune(text)
	comma := last == '，' || last == '、'
	if !han.Is(last) && !comma || !plain(a) || !plain(b) {
		return 0, 0
	}
	if first, _ := utf8.DecodeRune(bytes.TrimLeft(b, " \u3000")); !han.Is(first) {
		return 0, 0
	}
	const clause = 4 * len("字")
	tail := text[lastAny(text, "。；！？")+1:]
	switch sentences := len(tail) < len(text); {
	case comma:
	case sentences && len(tail) > clause && !signed(text):
	case !sentences && leftOver(b) && bytes.Contains(text, []byte("，")) && !bytes.Contains(text, []byte("：")):
	default:
		return 0, 0
	}
	return len(text) - n, len(text)
}

// plain reports whether a paragraph is running text: no heading, list, quotation or table, no item
// with a number.
func plain(p []byte) bool {
	return inParagraph(bytes.TrimRight(p, "\r\n")) && !starts(bytes.TrimLeft(p, " \u3000"))
}

// lastAny is the offset of the last byte of the last of the marks in a text, -1 for none.
func lastAny(text []byte, marks string) int {
	if i := bytes.LastIndexAny(text, marks); i >= 0 {
		_, n := utf8.DecodeRune(text[i:])
		return i + n - 1
	}
	return -1
}

// signed reports whether a text ends as a date or the name of a body does.
func signed(text []byte) bool { return suffix(text, signatures) }

var (
	signatures = []string{"日", "局", "委", "办", "府", "会", "处", "所", "院", "厅", "部", "中心", "站", "队", "室", "办公室"}
	// completes are the beginnings of short paragraphs that lack nothing.
	completes = []string{"无", "没", "暂", "略", "同", "特", "此", "如", "详", "见", "以", "附"}
)

// leftOver reports whether a paragraph is a few characters that say nothing by themselves.
func leftOver(b []byte) bool {
	text := bytes.TrimRight(bytes.TrimSpace(b), "。")
	n := utf8.RuneCount(text)
	if n < 2 || n > 4 || signed(text) || prefix(text, completes) != "" {
		return false
	}
	for _, r := range string(text) {
		if !han.Is(r) {
			return false
		}
	}
	return true
}

// tear is the finding at the end of a torn paragraph.
func tear() (message, hint diag.Text) {
	return diag.Textf("这一段没有写完，下一段接着写：一句话断成了两段", "the paragraph ends within a sentence, and the next one goes on with it"),
		diag.Textf("请把两段接起来；是完整的一段，请补上末尾的标点", "join the two, or end the sentence where it is whole")
}
