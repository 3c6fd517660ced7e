package textedit

import (
	"bytes"
	"fmt"

	"github.com/rogpeppe/go-internal/diff"
)

// Diff shows what changes between two states of a file as a unified diff, which patch
// and git apply read; nil where they are the same.
func Diff(file string, before, after []byte) []byte {
	d := diff.Diff("a/"+file, before, "b/"+file, after)
	_, d, _ = bytes.Cut(d, []byte("\n")) // the command line that diff(1) would print
	return d
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
