package diag

import (
	"strings"
	"testing"
)

func TestUnseen(t *testing.T) {
	for _, r := range "\x00\x1b\x7f\u0080\u0085\u009f\u00ad\u034f\u061c\u115f\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202e\u2060\u2064\u2066\u2069\u206f\u3164\ufdd0\ufe0f\ufeff\uffa0\ufff9\ufffe\uffff\U000e0041\U000e0100\U0001fffe\U0010ffff" {
		if !Unseen(r) {
			t.Errorf("U+%04X is seen, want unseen", r)
		}
	}
	for _, r := range "\n\r\t aZ~é年〇　\u00a0\u2002，。“”（）０Ａ€①\u0600\u06dd\uac00한\ue000\ufffd😀𠀀" {
		if Unseen(r) {
			t.Errorf("U+%04X is unseen, want seen", r)
		}
	}
}

// What a terminal would not show, or would obey, is shown as a mark, also in the name of a file.
func TestPrinterShowsWhatIsUnseen(t *testing.T) {
	var b strings.Builder
	p := Printer{W: &b, Lang: "zh", Source: func(string) []byte { return []byte("甲\u200b乙\n") }}
	p.Print(&Finding{Rule: "syntax", Severity: Error, File: "content/x\x1b[2J/\u202e.md", Span: Span{1, 1, 1, 2}, Message: Textf("有 1\u200b2", "1\u200b2")})
	got, _, _ := strings.Cut(b.String(), "\n       |")
	if want := "content/x�[2J/�.md:1:1: 错误: 有 1�2 [syntax]\n     1 | 甲�乙"; got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
