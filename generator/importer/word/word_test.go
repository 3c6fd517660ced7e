package word

import (
	"strings"
	"testing"
)

// Numbers go on from list to list of the same kind, and begin again where a list says so.
func TestNext(t *testing.T) {
	kind := [MostLevels]Level{{1, "chineseCountingThousand", "%1、"}, {1, "decimal", "%1.%2"}, {1, "bullet", "•"}}
	again := List{Levels: kind, Of: "a"}
	again.Levels[0].Start, again.Restarts[0] = 5, true
	lists := Lists{Lists: map[string]*List{"1": {Levels: kind, Of: "a"}, "2": {Levels: kind, Of: "a"}, "3": &again, "4": {Levels: kind, Of: "b"}}}
	var got []string
	for _, p := range []struct {
		id string
		at int
	}{{"1", 0}, {"1", 1}, {"2", 1}, {"2", 0}, {"2", 2}, {"1", 0}, {"3", 0}, {"3", 0}, {"1", 1}, {"4", 1}, {"none", 0}, {"4", -1}} {
		got = append(got, lists.Next(p.id, p.at))
	}
	want := "一、|一.1|一.2|二、||三、|五、|六、|六.1|一.1||"
	if got := strings.Join(got, "|"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestCounted(t *testing.T) {
	for format, want := range map[string]string{"decimal": "14", "chineseCounting": "十四", "upperRoman": "XIV", "lowerRoman": "xiv", "upperLetter": "N", "decimalEnclosedCircle": "⑭", "decimalFullWidth": "１４", "decimalZero": "14"} {
		if got := counted(14, format); got != want {
			t.Errorf("14 as %s: got %s, want %s", format, got, want)
		}
	}
}

func TestLink(t *testing.T) {
	for code, want := range map[string]string{
		` HYPERLINK "https://example.org/a b" \o "a hint" `: "https://example.org/a b",
		`hyperlink https://example.org/`:                    "https://example.org/",
		`HYPERLINK "a.pdf" \l "page" \t "_blank"`:           "a.pdf#page",
		`HYPERLINK \l "_Toc1"`:                              "#_Toc1",
		`HYPERLINK "C:\\a\\b.doc"`:                          `C:\a\b.doc`,
		`HYPERLINK "open`:                                   "open",
		`PAGEREF _Toc1 \h`:                                  "",
		``:                                                  "",
	} {
		if got := Link(code); got != want {
			t.Errorf("%s: got %q, want %q", code, got, want)
		}
	}
}

// The code of a field is not printed, its result is; fields that are too deep are read through.
func TestLinks(t *testing.T) {
	var l Links
	l.Begin()
	l.Code(`HYPERLINK "https://example.org/"`)
	l.Begin()
	l.Code("PAGE")
	if !l.InCode() {
		t.Error("the code of a field in a code is printed, want not")
	}
	l.Result()
	l.End()
	l.Result()
	if l.InCode() || l.Link() != "https://example.org/" {
		t.Errorf("in the result: code %v, link %q, want false and the address", l.InCode(), l.Link())
	}
	for range 1000 {
		l.Begin()
		l.Result()
	}
	for range 1001 {
		l.End()
	}
	if l.InCode() || l.Link() != "" {
		t.Errorf("after all: code %v, link %q, want none", l.InCode(), l.Link())
	}
	l.End()
}
