package source

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"gongkai/generator/diag"
)

// fence finds the closing line of the front matter: the offset where it starts,
// the offset after it, and the number of lines before it.
func fence(rest []byte) (end, after, lines int) {
	for off := 0; off < len(rest); lines++ {
		n := bytes.IndexByte(rest[off:], '\n')
		next := off + n + 1
		if n < 0 {
			n, next = len(rest)-off, len(rest)
		}
		if line := rest[off : off+n]; len(line) >= 3 && line[0] == '-' && string(bytes.TrimRight(line, " \t\r")) == "---" {
			return off, next, lines
		}
		off = next
	}
	return -1, 0, lines
}

// dashes are what is in place of the three hyphens of a fence: an editor or a
// Chinese keyboard makes dashes of them, a finger one more or one less.
func dashes(line string) bool {
	s := strings.Trim(line, blanks+" \r")
	n := utf8.RuneCountInString(s)
	return n > 0 && n < 12 && s != "-" && strings.Trim(s, "-—–―－﹣─") == ""
}

// unopened reports a file that does not begin with front matter: what is where its
// first line of hyphens should.
func unopened(file string, data []byte) diag.Finding {
	num, line := 0, ""
	for s := range strings.Lines(string(data)) {
		num++
		if line = strings.TrimRight(s, " \t\r\n"); line != "" {
			break
		}
	}
	at := diag.Span{Line: num, Column: 1, EndLine: num, EndColumn: 1 + utf8.RuneCountInString(line)}
	switch {
	case dashes(line) && strings.Trim(line, blanks+" ") == "---":
		return syntax(file, at, diag.Textf("“---”前面有空行或空格", "a blank line or a space before the first line of ---"),
			diag.Textf("请删去，“---”应是文件的第一行，顶格写", "delete it: the --- is the file's first line, at the left edge"))
	case dashes(line):
		return syntax(file, at, diag.Textf("文件的第一行是“%s”，不是三个半角连字符“---”", "the file's first line is %q and not three plain hyphens, ---", line),
			diag.Textf("请把这一行改为 ---", "change the line to ---"))
	}
	return syntax(file, diag.Span{Line: 1, Column: 1, EndLine: 1, EndColumn: 1},
		diag.Textf("文件没有以“---”开头的数据部分", "the file does not begin with front matter between two lines of ---"),
		diag.Textf("请在第一行写 ---，在数据之后再写一行 ---", "begin the file with a line of ---, then the keys, then another ---"))
}

// unended reports front matter that does not end, or ends at a line of the body: the
// closing line is missing where the body seems to begin.
func unended(file string, rest []byte, end int) *diag.Finding {
	at, line, found := bodyStart(rest, end)
	if end >= 0 && !found {
		return nil
	}
	message := diag.Textf("数据部分没有结束：找不到第二行“---”", "the front matter does not end: no second line of --- found")
	hint := diag.Textf("请在数据之后单独写一行 ---", "write a line of --- after the last key")
	span := diag.Span{Line: 1, Column: 1, EndLine: 1, EndColumn: 4}
	if found {
		message = diag.Textf("正文似乎从这里开始，前面缺少结束数据部分的“---”", "the text seems to begin here, without a line of --- before it that ends the front matter")
		hint = diag.Textf("请在这一行之前单独写一行 ---", "write a line of --- before this one")
		span = diag.Span{Line: line, Column: 1, EndLine: line, EndColumn: 1 + len([]rune(at))}
		num := 1
		for s := range strings.Lines(string(rest)) {
			if num++; num >= line {
				break
			}
			if s = strings.TrimRight(s, " \t\r\n"); dashes(s) {
				message = diag.Textf("这一行是“%s”，不是三个半角连字符“---”，数据部分没有结束", "the line is %q and not three plain hyphens, ---: the front matter does not end", s)
				hint = diag.Textf("请把这一行改为 ---", "change the line to ---")
				span = diag.Span{Line: num, Column: 1, EndLine: num, EndColumn: 1 + utf8.RuneCountInString(s)}
			}
		}
	}
	f := syntax(file, span, message, hint)
	return &f
}

// bodyStart finds the first line that is not front matter but Markdown: prose after a
// blank line, or the headings above it. Before a closing line of --- at end, which may
// be one of the body, prose must read like sentences; where there is none (-1),
// headings at the end will do.
func bodyStart(rest []byte, end int) (text string, line int, found bool) {
	closed := end >= 0
	if !closed {
		end = len(rest)
	}
	blank, num := false, 1
	for l := range bytes.Lines(rest[:end]) {
		num++
		if l = bytes.TrimRight(l, " \t\r\n"); len(l) == 0 {
			blank = true
			continue
		}
		if !blank && line == 0 {
			continue // as most: between keys nothing begins
		}
		s := string(l)
		switch {
		case heading(s):
			if blank && line == 0 {
				text, line = s, num
			}
		case prose(s) && (blank || line > 0) && (!closed || strings.ContainsAny(s, "，。；")):
			if line == 0 {
				text, line = s, num
			}
			return text, line, true
		case s[0] != '#':
			line = 0 // what looked like a heading was a comment between keys
		}
		blank = false
	}
	return text, line, line > 0 && !closed
}

// heading reports whether a line is a heading of a section, which may be a comment too.
func heading(s string) bool {
	marks := strings.TrimLeft(s, "#")
	n := len(s) - len(marks)
	return n >= 2 && n <= 6 && strings.HasPrefix(marks, " ")
}

// prose reports whether a line at the left edge is not a key, item, bracket or comment.
func prose(s string) bool {
	if c := first(s); strings.ContainsRune("# -]}[{\"'&*!?"+blanks, c) {
		return false
	}
	i := strings.IndexAny(s, ":：")
	return i < 0 || strings.ContainsAny(s[:i], "，。、；（ ")
}
