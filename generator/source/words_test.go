package source

import (
	"strings"
	"testing"
	"unicode"

	"go.yaml.in/yaml/v4"
)

// What the YAML library says of common mistakes has words in Chinese.
func TestLibraryWords(t *testing.T) {
	for _, text := range []string{"a: [1, 2\nb: 1", "a: {b: 1\nc: 2", "a: \"\\q\"", "a: b: c", "a: \"x", "a: @x", "a:\n\t- b", "a: 1\n b: 2", "? [a\n: b", "- a\nb: c"} {
		var doc yaml.Node
		err := yaml.Unmarshal([]byte(text), &doc)
		if err == nil {
			t.Errorf("%q: read, want an error", text)
			continue
		}
		_, message := position(err)
		words := said(message)
		if strings.IndexFunc(words.ZH, unicode.IsLetter) < 0 || strings.Contains(words.ZH, message) {
			t.Errorf("%q: got %q in Chinese for %q, want Chinese words alone", text, words.ZH, message)
		}
	}
	if words := said("something new"); words.EN != "something new" || !strings.Contains(words.ZH, "something new") {
		t.Errorf("got %q, want what the library says where it is not known", words)
	}
}
