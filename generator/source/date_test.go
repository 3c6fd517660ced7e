package source

import (
	"testing"

	"gongkai/generator/source/keys"
)

// A day that is written another way and can only be read in one has a fix; a day that there is not has none.
func TestDatesInWords(t *testing.T) {
	declared := keys.New("entry", keys.Mapping, "条目", "an entry", keys.With(keys.New("published", keys.Moment, "公布日期", "date of publication")))
	for text, want := range map[string]string{
		"2025年1月20日":                "2025-01-20",
		"2025年01月02日":               "2025-01-02",
		"2025/1/20":                 "2025-01-20",
		"2025.1.20":                 "2025-01-20",
		"2025-1-5":                  "2025-01-05",
		"2025-01-20T00:00:00Z":      "2025-01-20",
		"2025-01-20 00:00:00":       "2025-01-20",
		"2025-01-20T00:00:00+08:00": "2025-01-20",
		"2025-01-20T09:30:00Z":      "",
		"2025年2月30日":                "",
		"25年1月20日":                  "",
		"2025年1月":                   "",
		"1/20/2025":                 "",
		"2025年1月20日前":               "",
	} {
		root, _ := ParseYAML("x.yaml", []byte("published: "+text+"\n"))
		b := &Binder{Rule: "syntax"}
		if got := b.Fields(root, declared).Date("published"); got != "" || len(b.Findings) != 1 {
			t.Errorf("%s: got %q, %d findings, want none read, and one", text, got, len(b.Findings))
			continue
		}
		got, fix := "", b.Findings[0].Fix
		if fix != nil {
			got = fix.Edits[0].Text
			if at := fix.Edits[0].Span; at.Column != len("published: ")+1 || at.EndColumn != at.Column+len([]rune(text)) {
				t.Errorf("%s: got the edit at %+v, want it over the value", text, at)
			}
		}
		if got != want {
			t.Errorf("%s: got the fix %q, want %q", text, got, want)
		}
	}
}
