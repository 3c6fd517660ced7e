package ide

import (
	"fmt"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/report"
	"gongkai/generator/source/keys"
)

// Hover explains what is at a place, in Markdown, and says how much of the text it
// speaks of. Text is "" where there is nothing to say.
func (d *Document) Hover(at Place) (text string, of diag.Span) {
	if !d.inFront(at) {
		if path, span, ok := d.placeholder(at); ok {
			return d.explainCell(path), span
		}
		return "", diag.Span{}
	}
	p, ok := d.at(at)
	if !ok {
		return "", diag.Span{}
	}
	switch {
	case p.onKey && p.key.Name == keys.OfRule && p.key.Type == keys.Choice:
		return d.explainRule(p.node.Value), p.node.Span
	case p.key.Path != "":
		return d.explainCell(p.key.Path), p.node.Span
	case p.onKey:
		return d.explainKey(p.key), p.node.Span
	}
	switch p.key.Name {
	case keys.OfRule:
		text = d.explainRule(p.node.Value)
	case keys.OfCell:
		text = d.explainCell(p.node.Value)
	case keys.OfAgency:
		if a := d.site.agency(p.node.Value); a != nil {
			text = fmt.Sprintf("**%s**\n\n`%s`", a.Name, a.File)
		}
	case keys.OfForm:
		for _, f := range d.site.Forms {
			if f.ID == p.node.Value {
				text = fmt.Sprintf("**%s**\n\n%s", f.Title, f.Source)
			}
		}
	}
	return text, p.node.Span
}

// placeholder is the `{{ path }}` of the body at a place.
func (d *Document) placeholder(at Place) (path string, span diag.Span, ok bool) {
	if !d.hasFigure {
		return "", span, false
	}
	l := d.line(at.Line)
	for from := 0; ; {
		i := strings.Index(l[from:], "{{")
		if i < 0 {
			return "", span, false
		}
		i += from
		n := strings.Index(l[i:], "}}")
		if n < 0 {
			return "", span, false
		}
		span = diag.Span{Line: at.Line, Column: characters(l[:i]) + 1, EndLine: at.Line, EndColumn: characters(l[:i+n+2]) + 1}
		if holds(span, at) {
			return strings.TrimSpace(l[i+2 : i+n]), span, true
		}
		from = i + n
	}
}

func characters(s string) int { return len([]rune(s)) }

func (d *Document) explainKey(k *keys.Key) string {
	text := "**" + k.Title.In(d.lang) + "**"
	names := "`" + k.ID + "`"
	if k.Chinese != "" {
		names += " · `" + k.Chinese + "`"
	}
	text += "\n\n" + names
	if k.Required {
		text += d.in("，必填", ", required")
	}
	if k.Enum != nil {
		text += "\n\n`" + strings.Join(k.Enum, "` · `") + "`"
	}
	return text
}

func (d *Document) explainRule(id string) string {
	r := d.site.rule(id)
	if r == nil {
		return ""
	}
	var b strings.Builder
	level := d.in("警告", "warning")
	if r.Severity == diag.Error {
		level = d.in("错误", "error")
	}
	fmt.Fprintf(&b, "**%s** · `%s` · %s\n\n%s\n\n%s", r.Title.In(d.lang), id, level, r.What.In(d.lang), r.Why.In(d.lang))
	if r.Example != "" {
		fmt.Fprintf(&b, "\n\n%s\n\n```\n%s\n```", d.in("错误示例：", "Wrong:"), r.Example)
	}
	if r.Legal != "" {
		fmt.Fprintf(&b, "\n\n%s%s", d.in("依据：", "Source: "), r.Legal)
	}
	return b.String()
}

// explainCell explains a cell, a row or a table of the report's form.
func (d *Document) explainCell(path string) string {
	k := d.figure(path)
	if k == nil {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "**%s**\n\n`%s`", k.Title.In(d.lang), k.Path)
	if k.Unit != "" {
		fmt.Fprintf(&b, " · %s", k.Unit)
	}
	if k.Type == keys.Figure {
		if f := d.figures(k.Path); f != "" {
			fmt.Fprintf(&b, "\n\n%s", f)
		}
	}
	if d.form.Source != "" {
		fmt.Fprintf(&b, "\n\n%s%s", d.in("依据：", "Source: "), d.form.Source)
	}
	return b.String()
}

// figure finds what a path names, in ids or Chinese keys.
func (d *Document) figure(path string) *keys.Key {
	if d.form == nil {
		return nil
	}
	k := d.form.Root.Key("data")
	for part := range strings.SplitSeq(path, ".") {
		if k == nil {
			break
		}
		k = k.Key(part)
	}
	if k != nil || d.report == nil {
		return k
	}
	// A row may be the report's own.
	s := d.report.Form.Slot(path)
	if s == nil {
		return nil
	}
	k = &keys.Key{ID: s.ID, Path: s.Path, Title: diag.Text{ZH: s.Label, EN: s.Label}}
	if s.Cell != nil {
		k.Type, k.Unit, k.Title = keys.Figure, s.Cell.Unit, diag.Text{ZH: s.Cell.Label, EN: s.Cell.Label}
	}
	return k
}

// figures are a cell's values this year and last.
func (d *Document) figures(path string) string {
	var out []string
	for _, r := range []*report.Report{d.report, d.last()} {
		if r == nil {
			continue
		}
		// The other year may have another form.
		slot := d.report.Form.Slot(path)
		if slot == nil || slot.Cell == nil {
			return ""
		}
		c := r.Form.Counterpart(slot.Cell, d.report.Form)
		if c == nil {
			continue
		}
		if v := r.Value(c); v.State == report.Valid {
			out = append(out, d.in("%d 年：%s", "%d: %s", r.Year, v.Text))
		}
	}
	return strings.Join(out, d.in("；", "; "))
}
