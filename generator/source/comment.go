package source

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/diag"
)

// uncomment cuts off the comment after a text: what follows a # after a blank.
func uncomment(s string) string {
	for i := 1; i < len(s); i++ {
		n := strings.IndexByte(s[i:], '#')
		if n < 0 {
			break
		}
		if i += n; isBlank(s[i-1]) {
			return s[:i]
		}
	}
	return s
}

// notComment reports a # after another blank than YAML knows: it begins no comment, and
// what follows would be published.
func (r *reader) notComment(l line, off int, text string) {
	for i := strings.IndexByte(text, '#'); i > 0; {
		if c, size := utf8.DecodeLastRuneInString(text[:i]); c >= utf8.RuneSelf && (unicode.IsSpace(c) || strings.ContainsRune(blanks, c)) {
			r.fault(r.span(l, off+i-size, off+i+1), diag.Textf("“#”前面不是半角空格，后面的内容不是注释，会公布出去", "no plain space before the #: what follows is not a comment and is published"),
				diag.Textf("注释前请用半角空格；如果是文字，请放进引号", "write a plain space before a comment; if it is text, put it in quotation marks"))
			return
		}
		next := strings.IndexByte(text[i+1:], '#')
		if next < 0 {
			return
		}
		i += 1 + next
	}
}
