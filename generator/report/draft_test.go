package report

import (
	"strings"
	"testing"

	"gongkai/generator/source"
)

// A draft is recognised however little of the file can be read; in doubt the file is not a draft.
func TestIsDraft(t *testing.T) {
	for text, want := range map[string]bool{
		"---\nyear: 2023\ndraft: true\n---\n":                  true,
		"---\nyear: 2023\n草稿: 是\ndata: {\n---\n":               true,
		"---\nyear: 2023\n草稿：是\n---\n":                         true,
		"---\nyear: 2023\ndraft: true\n## 一、总体情况\n":            true,
		"year: 2023\n草稿: true # 未完\n---\n":                     true,
		"year: 2023\n草稿: true\t# 未完\n---\n":                    true,
		"---\ryear: 2023\rdraft: true\r---\r":                  true,
		"---\nyear: 2023\ntitle: \xd6\xd0\ndraft: true\n---\n": true,
		"---\nyear: 2023\n---\n":                               false,
		"---\nyear: 2023\n---\ndraft: true\n":                  false,
		"---\nyear: 2023\n## 一、总体情况\ndraft: true\n":            false,
		"---\nyear: 2023\ndraft: yes\n---\n":                   false,
		"---\nyear: 2023\ndraft: true\n草稿: 否\n---\n":           false,
		"---\nyear: 2023\ndraft: true\ndraft: false\n":         false,
		"---\nyear: 2023\ndrafts: true\n":                      false,
		"\xff\xfed\x00r\x00a\x00f\x00t\x00":                    false,
	} {
		if got := IsDraft(source.Parse("2023.md", []byte(text)), []byte(text)); got != want {
			t.Errorf("%v: %s", got, strings.ReplaceAll(text, "\n", "⏎"))
		}
	}
}
