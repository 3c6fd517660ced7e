package form

import (
	"fmt"
	"strings"

	"gongkai/generator/diag"
)

// String is the document's title, number and date, as far as they are known.
func (s Source) String() string { return given(" ", s.Title, s.Number, s.Date) }

// Extends is the id of the form that the form's definition extends, "" for none.
func (f *Form) Extends() string { return f.def.base() }

// Definition is the file of a form that the tool has built in, as it is written; nil for a site's own.
func (f *Form) Definition() []byte {
	data, err := defs.ReadFile(f.File)
	if err != nil {
		return nil
	}
	return data
}

// Describe puts all that a form declares into words: each cell with its path, its name and its unit, each
// relation as an equation, the sections.
func (f *Form) Describe(lang string) string {
	var b strings.Builder
	say := func(zh, en string, args ...any) string { return diag.Textf(zh, en, args...).In(lang) }
	fmt.Fprintf(&b, "%s\n%s\n", f.ID, f.Title)
	fact := func(zh, en, text string) {
		if text != "" {
			fmt.Fprintf(&b, "  %s%s\n", say(zh+"：", en+": "), text)
		}
	}
	fact("类别", "family", f.Family)
	fact("适用年度", "in force for", f.Years.String())
	fact("默认用于", "the default of", f.Default.String())
	fact("依据", "source", f.Source.String())
	for _, s := range f.Data.Slots {
		fmt.Fprintf(&b, "\n%s (%s)\n", s.Label, given(", ", s.ID, s.Key))
		if s.List != nil {
			fmt.Fprintf(&b, "  %s\n", say("各行由报告逐行给出：code、label、unit、value、cumulative、indent、sum_of", "each report gives its rows: code, label, unit, value, cumulative, indent, sum_of"))
		}
		for _, e := range s.Entries() {
			optional := ""
			if e.Optional {
				optional = say("可以不填", "may be left out")
			}
			fmt.Fprintf(&b, "  %s\n    %s\n    %s\n", e.Path, e.Chinese, given(say("；", "; "), e.Label, given(" ", e.Kind.Name(lang), e.Unit), optional))
		}
	}
	if len(f.Relations) > 0 {
		fmt.Fprintf(&b, "\n%s\n", say("关系", "relations"))
	}
	for _, r := range f.Relations {
		for _, formula := range r.Formulas() {
			times := ""
			if formula.Lines > 1 {
				times = say("（共 %d 处）", " (%d times)", formula.Lines)
			}
			fmt.Fprintf(&b, "  %-18s %s%s\n", r.Rule, formula.Text.In(lang), times)
		}
	}
	fmt.Fprintf(&b, "\n%s\n", say("章节", "sections"))
	for _, s := range f.Sections {
		fmt.Fprintf(&b, "  %s\n", s.Heading)
	}
	return b.String()
}

// Name is what the kind is called.
func (k Kind) Name(lang string) string {
	return map[Kind]diag.Text{Count: {ZH: "整数", EN: "count"}, Signed: {ZH: "增减数", EN: "change"}, Money: {ZH: "可带小数", EN: "decimal"},
		YesNo: {ZH: "是否", EN: "yes or no"}, Text: {ZH: "文字", EN: "text"}}[k].In(lang)
}

// given joins the texts that say something.
func given(sep string, texts ...string) string {
	var out []string
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return strings.Join(out, sep)
}
