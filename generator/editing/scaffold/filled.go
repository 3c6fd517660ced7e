package scaffold

import (
	"fmt"

	"gongkai/generator/form"
	"gongkai/generator/report"
)

// Filled is a report that was published before, as its file is to have it.
type Filled struct {
	Draft
	Title, Published string                // "" where unknown or the form's own
	Values           map[*form.Cell]string // as printed; a cell that is not there is blank
	Origin           report.Origin
	Notes            []report.Note
	Body             string // the text below the front matter
}

// Transcript writes the file of a report that was published before, in the layout that a new
// report has.
func Transcript(f Filled) []byte {
	w := &writer{Draft: f.Draft, given: f.Values, filled: true}
	w.head()
	line := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&w.buf, "%s: %s\n", key, quoted(value))
		}
	}
	line(w.word("title", "标题"), f.Title)
	line(w.word("published", "公布日期"), f.Published)
	w.data()
	if f.Origin != (report.Origin{}) {
		w.buf.WriteString("source:\n")
		line("  title", f.Origin.Title)
		line("  url", f.Origin.URL)
		line("  retrieved", f.Origin.Retrieved)
	}
	if len(f.Notes) > 0 {
		w.buf.WriteString("notes:\n")
		for _, n := range f.Notes {
			cell := n.Slot.Path
			if w.Chinese && n.Slot.Cell != nil && n.Slot.Cell.Key != "" {
				cell = n.Slot.Cell.Key
			}
			fmt.Fprintf(&w.buf, "  - {cell: %s, original: \"%s\", entered: %s, reason: %s}\n", cell, escaped(n.Original), quoted(n.Entered), quoted(n.Reason))
		}
	}
	w.buf.WriteString("---\n\n")
	w.buf.WriteString(f.Body)
	return w.laid()
}
