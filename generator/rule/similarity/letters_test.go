package similarity

import (
	"bytes"
	"fmt"
	"testing"

	"gongkai/internal/growth"
)

// A text of nothing but marks that never end takes no longer than any other.
func TestMarksWithoutEnd(t *testing.T) {
	for _, unit := range []string{"<!--", "{{", "](", "](甲"} {
		growth.Linear(t, fmt.Sprintf("%q again and again", unit), 200_000, func(size int) func() {
			text := Text{Parts: []Part{{Markdown: bytes.Repeat([]byte(unit), size/len(unit))}}}
			return func() {
				letters := 0
				text.each(newNames(nil), func(letter) { letters++ })
				if want := bytes.Count(text.Parts[0].Markdown, []byte("甲")); letters != want {
					t.Errorf("%q: %d letters, want %d", unit, letters, want)
				}
			}
		})
	}
}
