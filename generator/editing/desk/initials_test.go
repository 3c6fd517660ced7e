package desk

import (
	"flag"
	"os"
	"testing"

	"github.com/mozillazg/go-pinyin"
)

var update = flag.Bool("update", false, "write initials.txt")

// The table of initials says of each character what the library says.
func TestInitials(t *testing.T) {
	args := pinyin.NewArgs()
	args.Style = pinyin.FirstLetter
	of := func(r rune) byte {
		if found := pinyin.SinglePinyin(r, args); len(found) > 0 && len(found[0]) == 1 {
			return found[0][0]
		}
		return 0
	}
	if *update {
		var table []byte
		for r := rune(firstInitial); r <= lastInitial; r++ {
			i := of(r)
			if i == 0 {
				i = '-'
			}
			if table = append(table, i); (r-firstInitial+1)%initialsInLine == 0 {
				table = append(table, '\n')
			}
		}
		if err := os.WriteFile("initials.txt", table, 0o644); err != nil {
			t.Fatal(err)
		}
		initials = string(table)
	}
	known := 0
	for r := rune(firstInitial); r <= lastInitial; r++ {
		if got, want := initial(r), of(r); got != want {
			t.Errorf("%c: got %q, want %q", r, got, want)
		} else if got != 0 {
			known++
		}
	}
	if known < 20_000 {
		t.Errorf("%d characters have an initial, want more than 20,000", known)
	}
	for name, want := range map[string]string{"沭阳县12345 A局": "syx12345aj", "〇一": "ly", "、": ""} {
		if got := initialsOf(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}
