package similarity

import (
	"bytes"
	"testing"
	"time"
)

// A text of nothing but marks that never end takes no longer than any other.
func TestMarksWithoutEnd(t *testing.T) {
	for _, unit := range []string{"<!--", "{{", "](", "](甲"} {
		text := Text{Parts: []Part{{Markdown: bytes.Repeat([]byte(unit), 4_000_000/len(unit))}}}
		start, letters := time.Now(), 0
		text.each(newNames(nil), func(letter) { letters++ })
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("4 MB of %q took %v", unit, took)
		}
		if want := bytes.Count(text.Parts[0].Markdown, []byte("甲")); letters != want {
			t.Errorf("%q: %d letters, want %d", unit, letters, want)
		}
	}
}
