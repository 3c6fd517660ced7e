package grid

import "strings"

// What a figure's digits look like matters: 12 with a small 1 above it is not 121, and a 9 that is struck out before a 3
// is not 93. Readers keep the difference in the characters, so that such a text is not a number.

var (
	raised  = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")
	lowered = strings.NewReplacer("0", "₀", "1", "₁", "2", "₂", "3", "₃", "4", "₄", "5", "₅", "6", "₆", "7", "₇", "8", "₈", "9", "₉")
)

// Raised is a text whose digits are above the line, as marks of footnotes do.
func Raised(s string) string { return raised.Replace(s) }

// Lowered is a text whose digits are below the line.
func Lowered(s string) string { return lowered.Replace(s) }

// stroke lies over the character before it.
const stroke = "\u0336"

// Struck is a text that a line goes through.
func Struck(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteRune(r)
		if r != ' ' && r != '\n' && r != '\t' {
			b.WriteString(stroke)
		}
	}
	return b.String()
}

// Shown stands for something in a cell that is seen and is not text, such as a picture of a figure.
const Shown = "\ufffc"
