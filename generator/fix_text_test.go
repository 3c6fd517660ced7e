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
