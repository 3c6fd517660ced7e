package docx

import (
	"strconv"
	"strings"

	"gongkai/generator/importer/grid"
)

// text is what a paragraph says: its number, where Word makes one, and the text of its runs. Text
// boxes in it are read apart.
func (r *reader) text(p *node) string {
	var b strings.Builder
	r.marks = nil
	r.runs(&b, p.children)
	text := b.String()
	if strings.TrimFunc(text, blank) == "" {
		return text
	}
	number := r.number(p)
	for i := range r.marks {
		r.marks[i].From += len(number)
		r.marks[i].To += len(number)
	}
	return number + text
}

func (r *reader) runs(b *strings.Builder, nodes []*node) {
	for _, n := range nodes {
		switch n.name {
		case "r":
			if !r.hidden(n) {
				r.run(b, n)
			} else {
				r.fields(n)
			}
		case "del", "moveFrom":
		case "hyperlink":
			outer := r.link
			if t := r.targets[n.val("id")]; t.external {
				r.link = t.name
			} else if to := n.val("anchor"); to != "" {
				r.link = "#" + to
			}
			r.runs(b, through(n))
			r.link = outer
		default:
			r.runs(b, through(n))
		}
	}
}

// hidden reports whether a run is not printed, by its own property or its style's.
func (r *reader) hidden(run *node) bool { return r.has(run, "vanish") }

// has reports whether a run has a property, by its own properties or its style's.
func (r *reader) has(run *node, property string) bool {
	if v := run.get("rPr", property); v != nil {
		return v.on()
	}
	for id, seen := run.get("rPr", "rStyle").val("val"), 0; id != "" && seen < 20; seen++ {
		s := r.styles[id]
		if v := s.get("rPr", property); v != nil {
			return v.on()
		}
		id = s.get("basedOn").val("val")
	}
	return false
}

// fields follows the beginning and end of fields through a run that is not read.
func (r *reader) fields(run *node) {
	var nothing strings.Builder
	for _, n := range run.children {
		if n.name == "fldChar" {
			r.child(&nothing, n)
		}
	}
}

func (r *reader) run(b *strings.Builder, run *node) {
	from := b.Len()
	for _, n := range run.children {
		r.child(b, n)
	}
	if m := (grid.Mark{From: from, To: b.Len(), Bold: r.has(run, "b"), Link: r.link}); m.To > from && (m.Bold || m.Link != "") {
		r.marks = append(r.marks, m)
	}
}

func (r *reader) child(b *strings.Builder, n *node) {
	if n.name == "fldChar" {
		switch n.val("fldCharType") {
		case "begin":
			r.field = append(r.field, false)
		case "separate":
			if len(r.field) > 0 {
				r.field[len(r.field)-1] = true
			}
		case "end":
			if len(r.field) > 0 {
				r.field = r.field[:len(r.field)-1]
			}
		}
		return
	}
	for _, result := range r.field {
		if !result {
			return // the code of a field
		}
	}
	switch n.name {
	case "t":
		b.WriteString(strings.ReplaceAll(n.text, "\u00ad", ""))
	case "tab", "ptab":
		b.WriteByte('\t')
	case "br", "cr":
		b.WriteByte('\n')
	case "noBreakHyphen":
		b.WriteRune('\u2011')
	case "sym":
		b.WriteString(symbol(n))
	case "drawing", "pict", "object":
		r.picture(b.Len(), n)
	case "AlternateContent":
		for _, c := range through(n) {
			if c.name == "drawing" || c.name == "pict" {
				r.picture(b.Len(), c)
			}
		}
	case "ruby":
		for _, base := range n.children {
			if base.name == "rubyBase" {
				r.runs(b, base.children)
			}
		}
	}
}

// symbol is a character of a symbol font. Only the minus of the font Symbol is known: any other is
// one that cannot be read.
func symbol(n *node) string {
	code, err := strconv.ParseUint(n.val("char"), 16, 32)
	if err == nil && code&0xff == '-' && strings.EqualFold(n.val("font"), "Symbol") {
		return "\u2212"
	}
	return "\ufffd"
}

// boxes lists the text boxes in a paragraph, of DrawingML or VML, each once.
func (r *reader) boxes(p *node) (out []*node) {
	var walk func(nodes []*node)
	walk = func(nodes []*node) {
		for _, n := range nodes {
			switch n.name {
			case "del", "moveFrom":
			case "txbxContent":
				out = append(out, n)
			case "AlternateContent":
				walk(through(n))
			default:
				walk(n.children)
			}
		}
	}
	walk(p.children)
	return out
}
