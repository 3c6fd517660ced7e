package diag

import (
	"bytes"
	"strings"
	"testing"
)

func full() Finding {
	return Finding{
		Rule: "row-total", Severity: Error, File: "content/zwfwj/reports/2023.md", Span: Span{23, 41, 23, 42},
		Message: Text{"总计填 2 <不等>", "the total is 2"}, Hint: Text{"请核对", "check it"},
		Cells: []string{"applications.new.total", "applications.new.natural"}, Expected: "1", Actual: "2", Agency: "zwfwj", Year: 2023,
	}
}

// The keys, their order and what is left out are public.
func TestJSON(t *testing.T) {
	waived := full()
	waived.Waived, waived.Reason, waived.Expected = true, "机构改革", ""
	for name, tc := range map[string]struct {
		findings []Finding
		lang     string
		want     string
	}{
		"none": {nil, "zh", `{
  "findings": [],
  "summary": {
    "reports": 1,
    "errors": 0,
    "warnings": 0,
    "waived": 0
  }
}
`},
		"whole": {[]Finding{full(), waived, {Rule: "register", Severity: Warning, File: "content/a", Message: Text{"甲", "a"}}}, "zh", `{
  "findings": [
    {
      "rule": "row-total",
      "severity": "error",
      "file": "content/zwfwj/reports/2023.md",
      "line": 23,
      "column": 41,
      "end_line": 23,
      "end_column": 42,
      "message": "总计填 2 <不等>。请核对。",
      "cells": [
        "applications.new.total",
        "applications.new.natural"
      ],
      "expected": "1",
      "actual": "2",
      "agency": "zwfwj",
      "year": 2023
    },
    {
      "rule": "row-total",
      "severity": "error",
      "file": "content/zwfwj/reports/2023.md",
      "line": 23,
      "column": 41,
      "end_line": 23,
      "end_column": 42,
      "message": "总计填 2 <不等>。请核对。",
      "cells": [
        "applications.new.total",
        "applications.new.natural"
      ],
      "actual": "2",
      "agency": "zwfwj",
      "year": 2023,
      "waived": true,
      "reason": "机构改革"
    },
    {
      "rule": "register",
      "severity": "warning",
      "file": "content/a",
      "message": "甲。"
    }
  ],
  "summary": {
    "reports": 1,
    "errors": 1,
    "warnings": 1,
    "waived": 1
  }
}
`},
	} {
		var b bytes.Buffer
		if err := JSON(&b, tc.findings, Summarise(tc.findings, 1), tc.lang); err != nil {
			t.Fatal(err)
		}
		if b.String() != tc.want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, b.String(), tc.want)
		}
	}
}

func TestText(t *testing.T) {
	for _, tc := range []struct {
		message, hint Text
		zh, en        string
	}{
		{Text{"甲", "a"}, Text{}, "甲。", "a"},
		{Text{"甲", "a"}, Text{"乙", "b"}, "甲。乙。", "a; b"},
		{Text{"甲", "a"}, Text{"是不是“乙”？", "did you mean b?"}, "甲。是不是“乙”？", "a; did you mean b?"},
		{Textf("%[2]s与%[1]d", "%d and %s", 1, Text{"乙", "b"}), Text{}, "乙与1。", "1 and b"},
		{Textf("100%", "100%"), Text{}, "100%。", "100%"},
	} {
		f := Finding{Message: tc.message, Hint: tc.hint}
		if f.Text("zh") != tc.zh || f.Text("en") != tc.en || f.Text("") != tc.zh {
			t.Errorf("%q %q, want %q %q", f.Text("zh"), f.Text("en"), tc.zh, tc.en)
		}
	}
}

func TestSort(t *testing.T) {
	at := func(file string, line, column int, rule, cell, message string) Finding {
		return Finding{File: file, Span: Span{line, column, line, column + 1}, Rule: rule, Cells: []string{cell}, Message: Text{message, message}}
	}
	want := []Finding{
		at("a", 1, 1, "x", "c", "m"), at("a", 1, 2, "b", "c", "m"), at("a", 1, 2, "c", "a", "m"), at("a", 1, 2, "c", "b", "m"),
		at("a", 1, 2, "c", "b", "n"), at("a", 2, 1, "a", "c", "m"), at("a", 10, 1, "a", "c", "m"), at("b", 1, 1, "a", "c", "m"),
	}
	for shift := range want {
		in := append(append(append([]Finding{}, want[shift:]...), want[:shift]...), want[3], want[0])
		got := Sort(in)
		if len(got) != len(want) {
			t.Fatalf("%d findings, want %d", len(got), len(want))
		}
		for i := range got {
			if compare(got[i], want[i]) != 0 || got[i].Message != want[i].Message {
				t.Errorf("shifted by %d: %+v at %d", shift, got[i], i)
			}
		}
	}
}

func TestPrinter(t *testing.T) {
	long := strings.Repeat("前", 100) + "错" + strings.Repeat("后", 100)
	source := "---\n本年新收: [1, 0]\n\tx: 1\r\n" + long + "\n"
	for name, tc := range map[string]struct {
		finding Finding
		lang    string
		want    string
	}{
		"wide characters before the place": {Finding{Rule: "row-total", Severity: Error, File: "a.md", Span: Span{2, 8, 2, 9}, Message: Text{"多 1", "1 too many"}, Hint: Text{"请核对", "check it"}}, "zh", `
a.md:2:8: 错误: 多 1 [row-total]
     2 | 本年新收: [1, 0]
       |            ^
  建议: 请核对
`},
		"wide characters at the place": {Finding{Rule: "syntax", Severity: Warning, File: "a.md", Span: Span{2, 3, 2, 5}, Message: Text{"甲", "a"}}, "en", `
a.md:2:3: warning: a [syntax]
     2 | 本年新收: [1, 0]
       |     ^^^^
`},
		"a tab and a carriage return": {Finding{Rule: "syntax", Severity: Error, File: "a.md", Span: Span{3, 2, 3, 3}, Message: Text{"甲", "a"}}, "en", `
a.md:3:2: error: a [syntax]
     3 |  x: 1
       |  ^
`},
		"after the end of the line": {Finding{Rule: "syntax", Severity: Error, File: "a.md", Span: Span{3, 99, 3, 100}, Message: Text{"甲", "a"}}, "en", `
a.md:3:99: error: a [syntax]
     3 |  x: 1
       |      ^
`},
		"after the end of the file": {Finding{Rule: "syntax", Severity: Error, File: "a.md", Span: Span{99, 1, 99, 2}, Message: Text{"甲", "a"}}, "en", `
a.md:99:1: error: a [syntax]
`},
		"the whole file": {Finding{Rule: "register", Severity: Error, File: "a.md", Message: Text{"甲", "a"}}, "en", `
a.md: error: a [register]
`},
		"waived": {Finding{Rule: "balance", Severity: Error, File: "b.md", Waived: true, Reason: "机构改革", Message: Text{"甲", "a"}}, "zh", `
b.md: 已说明: 甲 [balance]
  理由: 机构改革
`},
		"a long line is cut around the place": {Finding{Rule: "x", Severity: Error, File: "a.md", Span: Span{4, 101, 4, 102}, Message: Text{"甲", "a"}}, "en", `
a.md:4:101: error: a [x]
     4 | …` + strings.Repeat("前", 60) + "错" + strings.Repeat("后", 60) + `…
       | ` + strings.Repeat(" ", 120+columns([]rune("…"))) + `^^
`},
	} {
		var b strings.Builder
		p := &Printer{W: &b, Lang: tc.lang, Source: func(file string) []byte {
			if file != "a.md" {
				return nil
			}
			return []byte(source)
		}}
		p.Print(&tc.finding)
		if got := "\n" + b.String(); got != tc.want {
			t.Errorf("%s: got%s\nwant%s", name, got, tc.want)
		}
	}
}

// A hint that many findings of a rule share is written once, after the last finding; a few show theirs each.
func TestSharedHints(t *testing.T) {
	finding := func(line int, rule, hint string) *Finding {
		return &Finding{Rule: rule, Severity: Error, File: "a.md", Span: Span{line, 1, line, 2}, Message: Text{"甲", "a"}, Hint: Text{hint, hint}}
	}
	findings := []*Finding{finding(1, "x", "h"), finding(2, "y", "h"), finding(3, "x", "h"), finding(4, "x", ""), finding(5, "x", "h"), finding(6, "x", "")}
	for name, tc := range map[string]struct {
		findings []*Finding
		lang     string
		want     string
	}{
		"three": {append(findings[:6:6], finding(7, "x", ""), finding(8, "x", "")), "en", `
a.md:1:1: error: a [x]
  hint: h
a.md:2:1: error: a [y]
  hint: h
a.md:3:1: error: a [x]
  hint: h
a.md:4:1: error: a [x]
a.md:5:1: error: a [x]
  hint: h
a.md:6:1: error: a [x]
a.md:7:1: error: a [x]
a.md:8:1: error: a [x]
`},
		"four": {append(findings[:6:6], finding(7, "x", "h")), "en", `
a.md:1:1: error: a [x]
a.md:2:1: error: a [y]
  hint: h
a.md:3:1: error: a [x]
a.md:4:1: error: a [x]
a.md:5:1: error: a [x]
a.md:6:1: error: a [x]
a.md:7:1: error: a [x]
hint: h [x, 4 findings]
`},
		"Chinese": {[]*Finding{finding(1, "x", "h"), finding(2, "x", "h"), finding(3, "x", "h"), finding(4, "x", "h")}, "zh", `
a.md:1:1: 错误: 甲 [x]
a.md:2:1: 错误: 甲 [x]
a.md:3:1: 错误: 甲 [x]
a.md:4:1: 错误: 甲 [x]
建议: h [x，4 处]
`},
	} {
		var b strings.Builder
		(&Printer{W: &b, Lang: tc.lang}).PrintAll(tc.findings)
		if got := "\n" + b.String(); got != tc.want {
			t.Errorf("%s: got%s\nwant%s", name, got, tc.want)
		}
	}
}

func TestPrinterColour(t *testing.T) {
	var b strings.Builder
	f := full()
	(&Printer{W: &b, Lang: "en", Colour: true}).Print(&f)
	if !strings.Contains(b.String(), "\x1b[31;1merror\x1b[0m") {
		t.Error(b.String())
	}
	b.Reset()
	(&Printer{W: &b, Lang: "zh"}).Summary(Summary{3, 2, 1, 0})
	if b.String() != "共检查 3 份报告：2 个错误，1 个警告，0 个已说明理由\n" {
		t.Error(b.String())
	}
}
