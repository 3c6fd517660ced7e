package diag

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode"
)

// GitHub writes the findings as workflow commands, which GitHub Actions shows at
// their lines. base is the site's folder in the repository, with slashes, "" where
// the site is the repository.
func GitHub(w io.Writer, fs []Finding, base, lang string) error {
	b := bufio.NewWriter(w)
	folded := folding(fs)
	for i := range fs {
		f := &fs[i]
		message, command := f.Text(lang), f.Severity.String()
		if folded(f) {
			command = "notice"
		}
		if f.Waived {
			command = "notice"
			message += "\n" + labels["reason"].In(lang) + ": " + f.Reason
		}
		fmt.Fprintf(b, "::%s file=%s", command, property(path.Join(base, f.File)))
		if f.Span.Line > 0 {
			fmt.Fprintf(b, ",line=%d,col=%d", f.Span.Line, f.Span.Column)
		}
		fmt.Fprintf(b, ",title=%s::%s\n", property(f.Rule), value(message))
	}
	return b.Flush()
}

// seen is a text without what a terminal would obey: the log of a run is shown in one.
func seen(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\r' && r != '\t' && unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// value and property escape as the runner of GitHub Actions reads them.
func value(s string) string {
	s = seen(s)
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func property(s string) string {
	s = seen(s)
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
