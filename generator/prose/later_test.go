package prose

import (
	"reflect"
	"testing"
)

// A body that is read later says what one says that was read at once; its links are known before.
func TestLater(t *testing.T) {
	for _, text := range []string{"", "前言。\n\n## 一\n\n见[二](#二)和{{ a.b }}，{{ c }。\n\n## 二\n\n### 小\n\n![图](x.png)[^1]\n\n[^1]: 注\n", "## 一\n\n[甲]\n\n[甲]: /a/\n"} {
		at := Parse([]byte(text), 7)
		if !at.Plain() {
			t.Fatalf("%q is not plain, want a text that is", text)
		}
		for name, of := range map[string]func(*Body) any{
			"preamble":     func(b *Body) any { return *b.Preamble() },
			"sections":     func(b *Body) any { return b.Sections() },
			"placeholders": func(b *Body) any { return b.Placeholders() },
			"malformed":    func(b *Body) any { return b.MalformedPlaceholders() },
			"anchors":      func(b *Body) any { return b.Anchors() },
			"empty":        func(b *Body) any { return b.Empty() },
			"links":        func(b *Body) any { return b.Links() },
			"too complex":  func(b *Body) any { return b.TooComplex() },
			"references":   func(b *Body) any { return len(b.references()) },
		} {
			read := 0
			later := Later(func() ([]byte, int) { read++; return []byte(text), 7 }, at.Links())
			if got, want := of(later), of(at); !reflect.DeepEqual(got, want) {
				t.Errorf("%s of %q: got %v, want %v", name, text, got, want)
			}
			if asked := name != "links" && name != "too complex"; read > 1 || read == 0 && asked || read == 1 && !asked {
				t.Errorf("%s of %q: read %d times, want it read: %v", name, text, read, asked)
			}
		}
	}
}
