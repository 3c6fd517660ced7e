package html

import (
	"strings"
	"unicode"
)

// joints cuts the page's heading where a line may break: after the agency's name, after the
// year, and around a title in book marks. Chinese has no spaces, so that a browser would
// break inside of a name.
func (v *View) joints() []string {
	rest := v.Title
	var out []string
	cut := func(n int) {
		if n > 0 {
			out, rest = append(out, rest[:n]), rest[n:]
		}
	}
	if a := v.Page.Agency; a != nil {
		for _, name := range []string{a.NameIn(v.Page.Year), a.Name} {
			if name != "" && strings.HasPrefix(rest, name) && rest != name {
				cut(len(name))
				break
			}
		}
	}
	if digits := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsDigit(r) }); digits == 4 {
		for _, word := range []string{"年度", "年"} {
			if strings.HasPrefix(rest[digits:], word) {
				cut(digits + len(word))
				break
			}
		}
	}
	for {
		open := strings.IndexAny(rest, "《：")
		if open < 0 {
			break
		}
		if strings.HasPrefix(rest[open:], "：") {
			cut(open + len("："))
			continue
		}
		end := strings.Index(rest[open:], "》")
		if end < 0 {
			break
		}
		cut(open)
		cut(end + len("》"))
	}
	if rest != "" {
		out = append(out, rest)
	}
	return out
}
