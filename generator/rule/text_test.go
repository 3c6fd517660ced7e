package rule

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"gongkai/internal/growth"
)

// Masking keeps every line and every byte in its place and leaves nothing but prose.
func TestMasked(t *testing.T) {
	for in, want := range map[string]string{
		"文字":                             "文字",
		"见[指南](../a(b).md)。":             "见[指南]。",
		"`代码`和``a`b``":                   "和",
		"前<!-- 注\n释 -->后":                "前\n后",
		"有 {{ a.b }} 件":                  "有 000000000 件",
		"<https://x.cn/> 和 a < b":        " 和 a < b",
		"```\n## 码\n```\n文":              "\n\n\n文",
		"段\n\n    码\n    码\n文":           "段\n\n\n\n文",
		"段\n    续":                       "段\n    续",
		"没有`收尾\n\n`的":                    "没有`收尾\n\n`的",
		"[x]: https://x.cn\n文":           "[x\n文",
		"`没有收尾\\":                        "`没有收尾\\", // the last byte escapes nothing
		"`跨\n行`尾<!-- 一 --> <!-- 二\n -->": "\n尾 \n",
	} {
		text := passage{text: []byte(in), line: 1}.masked().text
		if len(text) != len(in) || bytes.Count(text, []byte{'\n'}) != strings.Count(in, "\n") {
			t.Errorf("%q: %q has another length", in, text)
		}
		if got := string(bytes.ReplaceAll(text, []byte{notProse}, nil)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// A text of nothing but opening marks takes no longer than any other.
func TestMaskedLongRuns(t *testing.T) {
	for _, unit := range []string{"<", "<!--", "<!-- ", "{{", "`", "``a`", "` ``", "](", "[a](", "](a)", "<a\n", "[a](\n", "`\n"} {
		growth.Linear(t, fmt.Sprintf("%q again and again", unit), 200_000, func(size int) func() {
			text := passage{text: []byte(strings.Repeat(unit, size/len(unit))), line: 1}
			return func() { text.masked() }
		})
	}
}

func FuzzMasked(f *testing.F) {
	f.Add("`a<!--`{{[x](y)\n\n    z\n```\n-->")
	f.Fuzz(func(t *testing.T, in string) {
		text := passage{text: []byte(in), line: 1}.masked().text
		if len(text) != len(in) {
			t.Fatalf("%d bytes, want %d", len(text), len(in))
		}
		for i := range text {
			if (text[i] == '\n') != (in[i] == '\n') {
				t.Fatalf("line %q, want %q", text, in)
			}
		}
	})
}

func TestNumberStyle(t *testing.T) {
	for in, want := range map[string]string{
		"一、总体": "一、", "十二、": "一、", "1、总体": "1、", "1. 总体": "1.", "１．总": "1.", "（一）主动": "一）", "(3)": "1）", "3）": "1）",
		"总体": "", "2023年": "", "1.2 节": "", "第一章 总则": "第一章", "一是": "", "（2023年）": "",
	} {
		got := numberStyle(in)
		if strings.HasPrefix(in, "（一") || in == "(3)" {
			want = "（" + want
		}
		if got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestCountBefore(t *testing.T) {
	for in, want := range map[string]struct {
		n   int
		etc bool
	}{"共六": {6, false}, "等六个": {6, true}, "分为 6 大": {6, false}, "第六": {}, "十": {10, false}, "十二": {12, false}, "各": {}, "等六\n": {6, true}} {
		if _, n, etc := countBefore([]byte(in), []string{"等"}); n != want.n || etc != want.etc {
			t.Errorf("%s: %d %v, want %+v", in, n, etc, want)
		}
	}
}
