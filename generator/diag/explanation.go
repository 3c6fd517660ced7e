package diag

import (
	"fmt"
	"io"
)

// Explanation is one part of what is said of a rule.
type Explanation struct {
	Label, Text string
	Code        bool // Text is a piece of content
}

// Explanations lists what is said of a rule in one language.
func (d Description) Explanations(lang string) []Explanation {
	say := func(zh, en string) string { return Text{ZH: zh, EN: en}.In(lang) }
	all := []Explanation{
		{say("检查什么", "what it checks"), d.What.In(lang), false},
		{say("为什么", "why"), d.Why.In(lang), false},
		{say("错误的例子", "an example of what is wrong"), d.Example, true},
	}
	if d.Legal != "" {
		all = append(all, Explanation{say("依据", "legal source"), d.Legal, false})
	}
	if d.Fixed {
		all = append(all, Explanation{say("说明", "note"), say("不能用 waive 说明，也不能降低级别", "it can be neither waived nor lowered"), false})
	}
	return all
}

// Name is what the severity is called.
func (s Severity) Name(lang string) string {
	switch s {
	case Off:
		return Text{ZH: "关闭", EN: "off"}.In(lang)
	case Warning:
		return Text{ZH: "警告", EN: "warning"}.In(lang)
	}
	return Text{ZH: "错误", EN: "error"}.In(lang)
}

// WriteMarkdown prints a catalogue of rules as a document.
func WriteMarkdown(w io.Writer, rules []Description, lang string) {
	say := func(zh, en string) string { return Text{ZH: zh, EN: en}.In(lang) }
	fmt.Fprintf(w, "# %s\n\n%s\n\n", say("校验规则", "Rules"),
		say("`gongkai check` 检查的规则。本文由程序中的说明生成（`make docs`），请勿直接修改。", "What `gongkai check` checks. This file is made from the rules' own descriptions (`make docs`); do not edit it."))
	fmt.Fprintf(w, "| %s | %s | |\n|---|---|---|\n", say("规则", "rule"), say("级别", "severity"))
	for _, r := range rules {
		fmt.Fprintf(w, "| [`%s`](#%[1]s) | %s | %s |\n", r.ID, r.Severity.Name(lang), r.Title.In(lang))
	}
	for _, r := range rules {
		fmt.Fprintln(w)
		r.WriteMarkdown(w, lang)
	}
}

// WriteMarkdown prints a rule as a section of a document.
func (d Description) WriteMarkdown(w io.Writer, lang string) {
	severity := Text{ZH: "（" + d.Severity.Name(lang) + "）", EN: " (" + d.Severity.Name(lang) + ")"}.In(lang)
	fmt.Fprintf(w, "## %s\n\n**%s**%s\n", d.ID, d.Title.In(lang), severity)
	for _, e := range d.Explanations(lang) {
		if e.Code {
			fmt.Fprintf(w, "\n**%s**\n\n```\n%s\n```\n", e.Label, e.Text)
		} else {
			fmt.Fprintf(w, "\n**%s**%s%s\n", e.Label, Text{ZH: "：", EN: ": "}.In(lang), e.Text)
		}
	}
}
