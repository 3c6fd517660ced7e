package diag

// Fix is a change of the finding's file that settles it without a guess: what is
// there afterwards follows from what is there now.
type Fix struct {
	Title Text // what is done, for a menu
	Edits []Edit
	// ToUTF8 converts the file to UTF-8; then there are no edits. Those of the file's other
	// findings have their places in the converted text.
	ToUTF8 bool
}

// Edit replaces what is at a span. A span that ends where it begins is the place
// between two characters.
type Edit struct {
	Span Span
	Text string
}

// Width is the number of columns that a text takes in a monospaced font: two for a
// Chinese character or a full-width one.
func Width(s string) int { return columns([]rune(s)) }
