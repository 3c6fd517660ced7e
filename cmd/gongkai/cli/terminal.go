package cli

import (
	"io"
	"os"

	"github.com/mattn/go-isatty"
)

// colour reports whether w is a terminal that may show colours.
func (a *app) colour(w io.Writer) bool {
	return !a.plain && a.env("NO_COLOR") == "" && a.env("TERM") != "dumb" && terminal(w)
}

// terminal reports whether w is a terminal that knows the sequences for colours and for
// drawing a line again.
func terminal(w io.Writer) bool {
	if l, ok := w.(*legible); ok {
		w = l.w
	}
	if p, ok := w.(*printed); ok {
		w = p.w
	}
	f, ok := w.(*os.File)
	return ok && (isatty.IsTerminal(f.Fd()) && sequences(f) || isatty.IsCygwinTerminal(f.Fd()))
}
