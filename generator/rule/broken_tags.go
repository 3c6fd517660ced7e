package rule

import (
	"bytes"
	"regexp"

	"gongkai/generator/diag"
	"gongkai/generator/prose"
	"gongkai/generator/prose/han"
)

// tagPattern is what pages copied as HTML leave in a text: raw HTML is printed as text.
const tagPattern = `(?i)(?:<!--|</?(?:a|b|br|center|div|em|font|h[1-6]|hr|i|img|li|o:p|ol|p|script|span|strong|style|sub|sup|table|tbody|td|th|tr|u|ul)(?:[ \t/][^<>\n]*)?>)`

var tag = regexp.MustCompile(tagPattern)

// tagged reports whether a text may hold a tag.
func tagged(text []byte) bool { return bytes.IndexByte(text, '<') >= 0 }

// tags finds the HTML tags and the open comments that are printed as they are, the first
// of a line.
func tags(text []byte, add adder) {
	for i := 0; i < len(text); {
		end := lineEnd(text, i)
		if at := tag.FindIndex(text[i:end]); at != nil {
			from, to := i+at[0], i+at[1]
			if written := string(text[from:to]); written == "<!--" {
				add(from, to, diag.Textf("注释没有结束，会照原样印出", "the comment has no end and is printed as it is"), diag.Textf("请在注释后面写上“-->”，或删除“<!--”", "write --> after it, or delete the <!--"))
			} else {
				add(from, to, diag.Textf("HTML 标签“%s”会照原样印出", "the HTML tag %q is printed as it is", written), diag.Textf("请删除；加粗写 **文字**，分段空一行", "delete it; write **text** for bold, and a blank line for a paragraph"))
			}
		}
		i = end
	}
}

// indented finds the paragraphs of prose that are printed as code, for they begin four spaces in
// or with a tab: their lines do not wrap, and no rule reads them.
func (t passage) indented(add adder) {
	for _, s := range t.mask {
		if s.Kind != prose.IndentedCode {
			continue
		}
		line := t.raw[s.From:lineEnd(t.raw, s.From)]
		text := bytes.TrimLeft(line, " \t")
		from := s.From + len(line) - len(text)
		if text = bytes.TrimRight(text, "\r\n"); text[0] != '#' && bytes.ContainsFunc(text, han.Is) {
			add(from, from+len(text), diag.Textf("这一段前面有空格或制表符，会按代码原样印出，不换行", "the paragraph is indented and would be printed as code, in one long line"),
				diag.Textf("请删去段首的空格；要缩进两字的，网页会自动缩进", "delete the spaces in front of it"))
		}
	}
}
