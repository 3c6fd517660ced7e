package generator

import (
	"strings"
	"testing"

	"gongkai/generator/editing/textedit"
)

// A blank line is put where a paragraph begins beyond doubt, and nowhere else.
func TestFixOfMergedParagraphs(t *testing.T) {
	dir, text := fixSite(t)
	spoil := func(lines string) string { return text + "\n" + lines }
	for before, after := range map[string]string{
		"　　第一段。\n　　第二段！\n（一）第三段。\n一是第四段。\n": "　　第一段。\n\n　　第二段！\n\n（一）第三段。\n\n一是第四段。\n",
		"工作如下：\n（一）甲；\n（二）乙。\n（三）丙。\n":      "工作如下：\n（一）甲；\n（二）乙。\n\n（三）丙。\n",
		"没有句号\n　　第二段。\n":                    "没有句号\n　　第二段。\n",
		"甲。\n乙。\n":                          "甲。\n乙。\n",
	} {
		for _, newline := range []string{"\n", "\r\n"} {
			ends := strings.NewReplacer("\n", newline)
			got, f := fixed(t, dir, ends.Replace(spoil(before)))
			if want := ends.Replace(spoil(after)); got != want {
				t.Errorf("%q, %+v: %s", before, f.Summary, textedit.Diff(mended, []byte(want), []byte(got)))
			}
		}
	}
}

// What is not seen is deleted inside words and numbers; what turns the text, and what is beside a mark of
// Markdown, is left to a person.
func TestFixOfHiddenCharacters(t *testing.T) {
	dir, text := fixSite(t)
	spoil := func(lines string) string { return text + "\n" + lines }
	for before, after := range map[string]string{
		"共1\u200b3件，信\u00ad息\u2060\ufeff公开。\u200b\n": "共13件，信息公开。\n",
		"本年度\u202e21件。\n":                            "本年度\u202e21件。\n",
		"*\u200b重点*，\u200b- 甲。\n":                    "*\u200b重点*，\u200b- 甲。\n",
		"\u200b# 标题\n":                               "\u200b# 标题\n",
	} {
		if got, f := fixed(t, dir, spoil(before)); got != spoil(after) {
			t.Errorf("%q, %+v: %s", before, f.Summary, textedit.Diff(mended, []byte(spoil(after)), []byte(got)))
		}
	}
	const row = "[27,  9,"
	for before, after := range map[string]string{"[2\u200b7,  9,": row, "[27\u200e,  9,": "[27\u200e,  9,"} {
		got, f := fixed(t, dir, strings.Replace(text, row, before, 1))
		if want := strings.Replace(text, row, after, 1); got != want {
			t.Errorf("%q, %+v: %s", before, f.Summary, textedit.Diff(mended, []byte(want), []byte(got)))
		}
	}
}
