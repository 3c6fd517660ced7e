package han

import (
	"regexp"
	"testing"
	"unicode"
)

func TestIs(t *testing.T) {
	pattern := regexp.MustCompile(`[` + Class + `]`)
	for _, tc := range []struct {
		r    rune
		want bool
	}{
		{'一', true}, {'龥', true}, {'〇', true}, {'々', true}, {'豈', true}, {'㐀', true}, {0x9FFF, true},
		{0x20000, true}, {0x2EBF0, true}, {0x2EE5D, true}, {0x30EDD, true}, {0x323B0, true}, {0x3FFFD, true},
		{'a', false}, {'，', false}, {'か', false}, {'한', false}, {0x1FFFF, false}, {0x3FFFE, false}, {0x40000, false}, {0xFE00, false}, {0xE0100, false}, {-1, false},
	} {
		if got := Is(tc.r); got != tc.want {
			t.Errorf("Is(%U) is %v, want %v", tc.r, got, tc.want)
		}
		if got := pattern.MatchString(string(tc.r)); got != tc.want {
			t.Errorf("the class matches %U: %v, want %v", tc.r, got, tc.want)
		}
	}
}

// Whatever Go knows as Chinese is.
func TestIsHoldsTheTable(t *testing.T) {
	n := 0
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if unicode.Is(unicode.Han, r) {
			n++
			if !Is(r) {
				t.Errorf("%U is not Chinese, want what the table says", r)
			}
		}
	}
	if n < 90000 {
		t.Errorf("the table has %d characters, want more than 90000", n)
	}
}

func TestIsVariation(t *testing.T) {
	for r, want := range map[rune]bool{0xFE00: true, 0xFE0F: true, 0xE0100: true, 0xE01EF: true, 0xFDFF: false, 0xFE10: false, 0xE00FF: false, 0xE01F0: false, '葛': false} {
		if got := IsVariation(r); got != want {
			t.Errorf("IsVariation(%U) is %v, want %v", r, got, want)
		}
	}
}
