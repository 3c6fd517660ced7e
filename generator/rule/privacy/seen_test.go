package privacy

import (
	"strings"
	"testing"
)

const identity, mobile = "11010519491231002X", "13812345678"

// disguises are ways in which a number is in a body in pieces and is whole on the page.
var disguises = map[string]string{
	"bold":           "**110105**19491231002X",
	"italic":         "*1101*0519491231002X",
	"code":           "`110105`19491231002X",
	"struck":         "~~110105~~19491231002X",
	"a link":         "[110105](https://www.example.gov.cn/a_(b))19491231002X",
	"a reference":    "[110105][x]19491231002X",
	"a picture":      "![110105](x.png)19491231002X",
	"a comment":      "110105<!-- x -->19491231002X",
	"a long comment": "110105<!-- x\n\ny -->19491231002X",
	"an entity":      "11010519491231&#48;02X",
	"hexadecimal":    "&#x31;&#x31;010519491231002&#88;",
	"a line":         "110105\n19491231002X",
	"a line of CRLF": "110105\r\n19491231002X",
	"soft hyphen":    "110105\u00ad19491231002X",
	"joiner":         "110105\u206019491231002X",
	"a mark":         "110105\ufeff19491231002X",
	"direction":      "110105\u202d19491231002X",
	"mathematical":   "𝟏𝟏𝟎𝟏𝟎𝟓𝟏𝟗𝟒𝟗𝟏𝟐𝟑𝟏𝟎𝟎𝟐𝐗",
	"monospaced":     "𝟷𝟷𝟶𝟷𝟶𝟻19491231002X",
	"circled":        "①①010519491231002X",
	"superscript":    "¹¹⁰¹⁰⁵19491231002X",
	"Arabic":         "١١٠١٠٥19491231002X",
	"full width":     "１１０１０５19491231002Ｘ",
	"an address":     "[x](https://www.example.gov.cn/?id=%31%31010519491231002X)",
	"a cell":         "| 甲 | **110105**19491231002X |",
}

// mobiles are ways in which a mobile number is in pieces.
var mobiles = []string{"**138**12345678", "138*1234*5678", "_13812345678_", "[138](x)12345678", "138<!-- x -->12345678", "138\n1234\n5678", "1381234567&#56;",
	"138\u200d12345678", "𝟣𝟥𝟪12345678", "[电话](tel:%31%33812345678)", "<tel:13812345678>"}

func TestSeen(t *testing.T) {
	check := func(name, body string, kind Kind, number string) {
		file := []byte("---\ntitle: 报告\n---\n文字，" + body + "。\n")
		hits := ScanFile(file)
		if len(hits) != 1 || hits[0].Kind != kind || hits[0].Number != number {
			t.Errorf("%s: %q has %+v, want one %s", name, body, hits, number)
			return
		}
		if got := string(file[hits[0].Start:hits[0].End]); !strings.Contains(body, got) {
			t.Errorf("%s: found at %q, want a part of %q", name, got, body)
		}
	}
	for name, body := range disguises {
		check(name, body, Identity, identity)
	}
	for _, body := range mobiles {
		check("mobile", body, Mobile, mobile)
	}
}

// In front matter an escape and a line that goes on are read; Markdown is not.
func TestSeenInFrontMatter(t *testing.T) {
	for text, want := range map[string]int{
		`issuer: "110105\u00319491231002X"`:     1,
		"issuer: 110105\n  19491231002X":        1,
		"issuer: 1101051949\u200b1231002X # 经办": 1,
		"issuer: 甲 # **110105**19491231002X":    0,
		"issuer: 甲 # 110105\u206019491231002X":  0,
		"new: [110105,\n 99491231002]":          0,
		"a: 110105\nb: 99491231002":             0,
	} {
		for name, got := range map[string]int{"front matter": len(ScanFile([]byte("---\n" + text + "\n---\n"))), "YAML": len(ScanYAML([]byte(text + "\n")))} {
			if got != want {
				t.Errorf("%s: %q has %d numbers, want %d", name, text, got, want)
			}
		}
	}
}

// A comment is what the parser takes for one: in code and after a backslash its mark is printed.
func TestSeenInCommentsAlone(t *testing.T) {
	for body, want := range map[string]int{
		"<!-- 13812345678 -->":             0,
		"<!-- 甲\n\n13812345678\n-->":       0,
		"<!-- 13812345678":                 1,
		"\\<!-- 13812345678 -->":           1,
		"`<!--` 13812345678 `-->`":         1,
		"```\n<!-- 13812345678 -->\n```":   1,
		"\\<!-- 110105 -->19491231002X":    0,
		"`<!--`**110105**19491231002X -->": 1,
	} {
		if got := ScanFile([]byte("---\ntitle: 甲\n---\n" + body + "\n")); len(got) != want {
			t.Errorf("%q: got %+v, want %d numbers", body, got, want)
		}
	}
}

// What a reader sees apart is not a number.
func TestSeenApart(t *testing.T) {
	for _, body := range []string{"110105\n\n19491231002X", "110105\n- 19491231002X", "- 110105\n- 19491231002X", "110105\n1. 9491231002X",
		"| 110105 | 19491231002X |", "110105<b>19491231002X", "<!-- 110105**1949**1231002X -->", "110105[19491231002X]", "**138**，**12345678**", "138\\_12345678", "138_12345678"} {
		if hits := ScanFile([]byte("文字，" + body + "。\n")); len(hits) != 0 {
			t.Errorf("%q has %+v, want none", body, hits)
		}
	}
}

// What is in pieces is masked too, each character in its place; a whole number shows its ends as before.
func TestMaskOfPieces(t *testing.T) {
	m := NewRedactor(nil, []string{"13912345678"})
	for text, want := range map[string]string{
		"**110105**19491231002X。":      "**" + "******" + "**" + "************" + "。",
		"1101<!-- 5 -->0519491231002X": "****<!-- 5 -->**************",
		"11010519491231&#48;02X":       "**************" + "*****" + "***",
		"𝟣𝟥𝟪12345678":                  "***********",
		"11010519491231002X":           "110*************2X",
		"**139**12345678":              "**139**12345678",
		"**12**，345":                   "**12**，345",
	} {
		if got := m.Text(text); got != want {
			t.Errorf("%q is masked as %q, want %q", text, got, want)
		}
	}
}
