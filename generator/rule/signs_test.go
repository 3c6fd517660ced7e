package rule

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/prose"
)

// TestSigns holds that a text has the sign without which a rule does not look at it, wherever the rule would find
// something.
func TestSigns(t *testing.T) {
	words := &form.Wording{Units: []string{"条", "件"}, Blanks: []string{"年", "件"}, Counted: []string{"信息"}}
	pieces := []string{"公开信息", " ", "  ", "_", "\u3000", "\u00a0", "条", "件", "X", "xx", "×", "年", "（", "）", "(", ")", "《", "》", "〔", "〕", "【", "】",
		"2023", "1999", "二〇二三", "12", "，", "。", "\n", "\n\n", "`a`", "<!-- -->", "[a](b)", "{{ x }}", "\t", "    ", "~~~", "##", "é", "Ã", "①"}
	random := rand.New(rand.NewPCG(1, 2))
	seen := map[string]int{}
	for range 20000 {
		var text []byte
		for range 1 + random.IntN(6) {
			text = append(text, pieces[random.IntN(len(pieces))]...)
		}
		l := lookAt(text)
		x := passage{text: text, look: &l}
		have := l.signs
		for _, want := range []struct {
			what  string
			found bool
			sign  signs
		}{
			{"a gap", gaps(text, words, nil), gapped | bracketed | marked},
			{"a blank", blanks(text, words), crossed},
			{"a bracket", unbalanced(text), bracketed},
			{"a year", yearPlace(text) >= 0, dated},
			{"a mask", len(prose.MaskOf(text)) > 0, marked},
		} {
			if !want.found {
				continue
			}
			if seen[want.what]++; have&want.sign == 0 {
				t.Fatalf("%q holds %s, got signs %b, want one of %b", text, want.what, have, want.sign)
			}
		}
		for _, piece := range pieces {
			if got, want := x.holds(piece), bytes.Contains(text, []byte(piece)); got != want {
				t.Fatalf("%q holds %q: got %v, want %v", text, piece, got, want)
			}
		}
	}
	if len(seen) != 5 {
		t.Errorf("got texts with %v, want some of each", seen)
	}
}
