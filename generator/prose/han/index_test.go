package han

import (
	"bytes"
	"testing"
	"unicode/utf8"
)

// What is passed over and looked for in a shorter way is what the library finds, also in texts that are not valid UTF-8.
func FuzzLibrary(f *testing.F) {
	for _, s := range []struct{ text, word string }{
		{"示例市2023年，公开2件。", "件"}, {"是是是", "是"}, {"", "月"}, {"｛a｝", "｝"}, {"\xE6\x9C", "月"}, {"月\xE6", "月"}, {"abc", "b"}, {"二〇二三", "二三"}, {"\xED\xA0\x80\xF0\x9F\x98\x80", "é"},
	} {
		f.Add([]byte(s.text), s.word)
	}
	f.Fuzz(func(t *testing.T, text []byte, word string) {
		if got, want := Index(text, word), bytes.Index(text, []byte(word)); got != want {
			t.Errorf("Index(%q, %q): got %d, want %d", text, word, got, want)
		}
		for i := range text {
			r, n := utf8.DecodeRune(text[i:])
			if got, size := Decode(text, i); got != r || size != n {
				t.Errorf("Decode(%q, %d): got %U of %d bytes, want %U of %d", text, i, got, size, r, n)
			}
			if At(text, i) != (r >= 0x4000 && r <= 0x9FFF) {
				t.Errorf("At(%q, %d): got %v at %U", text, i, At(text, i), r)
			}
		}
	})
}
