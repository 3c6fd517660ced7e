package similarity

import (
	"testing"

	"gongkai/generator/prose"
)

// What a page does not show is not compared, and what it shows as code is.
func TestLettersThatCount(t *testing.T) {
	for markdown, want := range map[string]string{
		"甲，1件。a":                        "甲件a",
		"甲<!-- 乙 -->丙":                  "甲丙",
		"甲<!-- 乙":                       "甲乙",
		"`<!--`甲`-->`":                  "甲",
		`\<!-- 甲 -->`:                   "甲",
		"{{ 甲 }}乙{{ 丙":                  "乙丙",
		"[甲](乙(丙)丁 \"戊\")己":             "甲己",
		"[甲](乙（丙)丁，](戊":                 "甲丁戊",
		"[甲][乙]，[丙]\n\n[乙]: /丁 '戊'\n":   "甲丙",
		"`甲`\n\n    乙\n\n```\n丙\n```\n": "甲乙丙",
	} {
		text, got := &Text{Parts: []Part{{Markdown: []byte(markdown), Mask: prose.MaskOf([]byte(markdown))}}}, ""
		for _, l := range text.letters(newNames(nil), nil) {
			got += string(l.r)
		}
		if got != want {
			t.Errorf("%q: got the letters %q, want %q", markdown, got, want)
		}
	}
}
