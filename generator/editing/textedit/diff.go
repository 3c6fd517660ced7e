package textedit

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// Diff shows what changes between two states of a file as a unified diff, which patch
// and git apply read; nil where they are the same.
func Diff(file string, before, after []byte) []byte {
	d := diff.Diff("a/"+file, before, "b/"+file, after)
	_, d, _ = bytes.Cut(d, []byte("\n")) // the command line that diff(1) would print
	return d
}

// Line is a line of a diff.
type Line struct {
	Sign string `json:"sign"` // "+", "-", " ", or "@" where lines are left out
	Text string `json:"text"` // of "@" the number of the line that follows, as it is after
}

// Lines shows what changes between two states of a file, line by line; nil where they are the same.
func Lines(file string, before, after []byte) (out []Line) {
	lines := strings.Split(strings.TrimSuffix(string(Diff(file, before, after)), "\n"), "\n")
	for i, line := range lines {
		switch {
		case i < 2 || line == "" || line[0] == '\\': // the head
		case line[0] == '@':
			_, at, _ := strings.Cut(line, "+")
			out = append(out, Line{"@", strings.FieldsFunc(at, func(r rune) bool { return r < '0' || r > '9' })[0]})
		default:
			out = append(out, Line{line[:1], strings.TrimRight(line[1:], "\r")})
		}
	}
	return out
}

// Convert is a diff of the texts of a file that is converted to UTF-8: its head names the
// encodings, after the tab that ends a file's name for patch.
func Convert(file, encoding string, d []byte) []byte {
	head := fmt.Appendf(nil, "--- a/%s\t%s\n+++ b/%s\tUTF-8\n", file, encoding, file)
	if at := bytes.Index(d, []byte("\n@@")); at >= 0 {
		return append(head, d[at+1:]...)
	}
	return head
}
