package output

import "strings"

// Formula reports whether a spreadsheet that reads a text from a file takes it for a formula (CWE-1236). In Chinese and Japanese
// editions the full-width signs begin one too.
func Formula(text string) bool {
	return strings.IndexAny(text, "=+-@\t\r＝＋－＠") == 0
}
