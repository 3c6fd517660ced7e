package textedit

import (
	"bytes"

	"github.com/rogpeppe/go-internal/diff"
)

// Diff shows what changes between two states of a file as a unified diff, which patch
// and git apply read; nil where they are the same.
func Diff(file string, before, after []byte) []byte {
	d := diff.Diff("a/"+file, before, "b/"+file, after)
	_, d, _ = bytes.Cut(d, []byte("\n")) // the command line that diff(1) would print
	return d
}
