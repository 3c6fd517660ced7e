package scaffold

import (
	"fmt"
	"strings"

	"gongkai/generator/form"
	"gongkai/generator/report"
)

// list writes the rows that a report gives itself: its own with their values where it was published
// before, last year's without them, or one to begin with.
func (w *writer) list(s *form.Slot, in string) {
	fmt.Fprintf(&w.buf, "%s# %s\n%s%s:\n", in, s.Label, in, w.key(s))
	items := []form.Item{{Code: "01", Label: report.Placeholder, Unit: report.Placeholder}}
	if w.filled {
		items = nil
		for _, row := range s.Slots {
			items = append(items, *row.Item)
		}
	}
	if w.Last != nil {
		if last := w.Last.Form.Slot(s.Path); last != nil && last.List != nil && len(last.Slots) > 0 {
			items = nil
			for _, row := range last.Slots {
				items = append(items, *row.Item)
			}
		}
	}
	key := func(id string, k form.ListKey) string {
		if w.Chinese && k.Key != "" {
			return k.Key
		}
		return id
	}
	x := s.List
	for _, it := range items {
		fmt.Fprintf(&w.buf, "%s  - {%s: %q, %s: %s", in, key("code", x.Code), it.Code, key("label", x.Label), quoted(it.Label))
		if it.Unit != "" {
			fmt.Fprintf(&w.buf, ", %s: %s", key("unit", x.Unit), quoted(it.Unit))
		}
		value := report.Placeholder
		if w.filled {
			value = w.given[w.Form.Cell(s.Path+"."+it.Code)]
		}
		fmt.Fprintf(&w.buf, ", %s: %s", key("value", x.Value), value)
		if it.Cumulative {
			value := report.Placeholder
			if w.filled {
				value = w.given[w.Form.Cell(s.Path+"."+it.Code+".cumulative")]
			}
			fmt.Fprintf(&w.buf, ", %s: %s", key("cumulative", x.Cumulative), value)
		}
		if it.Indent > 0 {
			fmt.Fprintf(&w.buf, ", %s: %d", key("indent", x.Indent), it.Indent)
		}
		if len(it.SumOf) > 0 {
			fmt.Fprintf(&w.buf, `, %s: ["%s"]`, key("sum_of", x.SumOf), strings.Join(it.SumOf, `", "`))
		}
		w.buf.WriteString("}\n")
	}
}

// quoted puts a text into quotation marks where front matter needs them.
func quoted(s string) string {
	if s == "" || strings.ContainsAny(s, ",:#{}[]&*!|>'\"%@`-?\n\t") || strings.TrimSpace(s) != s {
		return `"` + escaped(s) + `"`
	}
	return s
}

// escaped is a text between quotation marks of front matter.
func escaped(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(s)
}
