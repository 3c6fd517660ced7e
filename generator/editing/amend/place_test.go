package amend

import (
	"strings"
	"testing"

	"gongkai/generator/diag"
)

// A span of the file is found where a person edits it: the key, or the characters of a section's text as browsers count them.
func TestPlace(t *testing.T) {
	text := "---\nyear: 2024\ntitle: 甲\nwaive:\n  - {rule: title, reason: 一}\n---\n\n开头。\n\n## 一、总体情况\n\n\n甲𠀀乙丙\n\n丁\n## 二、主动公开政府信息情况\n"
	for _, eol := range []string{"\n", "\r\n"} {
		s := open(catalogue(t), "content/a/reports/2024.md", []byte(strings.ReplaceAll(text, "\n", eol)))
		first, second := s.Sections()[1].ID, s.Sections()[2].ID
		for _, c := range []struct {
			at   diag.Span
			want *Place
		}{
			{diag.Span{Line: 2, Column: 7, EndLine: 2, EndColumn: 11}, nil}, // no form has the year
			{diag.Span{Line: 3, Column: 8, EndLine: 3, EndColumn: 9}, &Place{Kind: "keys", Name: "title"}},
			{diag.Span{Line: 5, Column: 12, EndLine: 5, EndColumn: 17}, &Place{Kind: "keys", Name: "waive"}},
			{diag.Span{Line: 8, Column: 1, EndLine: 8, EndColumn: 3}, &Place{"texts", "", 0, 2}},
			{diag.Span{Line: 10, Column: 4, EndLine: 10, EndColumn: 8}, &Place{"texts", first, 0, 0}},
			{diag.Span{Line: 13, Column: 3, EndLine: 13, EndColumn: 4}, &Place{"texts", first, 3, 4}}, // 𠀀 counts twice
			{diag.Span{Line: 13, Column: 4, EndLine: 15, EndColumn: 2}, &Place{"texts", first, 4, 8}},
			{diag.Span{Line: 16, Column: 1, EndLine: 16, EndColumn: 2}, &Place{"texts", second, 0, 0}},
		} {
			got := s.Place(c.at)
			if (got == nil) != (c.want == nil) || got != nil && *got != *c.want {
				t.Errorf("%q, %v: got %v, want %v", eol, c.at, got, c.want)
			}
		}
	}
}
