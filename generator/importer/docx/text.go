package docx

import (
	"strconv"
	"strings"

	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/xmltree"
)

// text is what a paragraph says: its number, where Word makes one, and the text of its runs. Text
// boxes in it are read apart.
func (r *reader) text(p *xmltree.Node) string {
	var b strings.Builder
	r.marks = nil
	r.runs(&b, p.Children)
	text := b.String()
	number := r.number(p)
	if strings.TrimFunc(text, blank) == "" && !r.inCell {
		return text // Word counts and prints its number, but there is nothing to it
	}
	for i := range r.marks {
		r.marks[i].From += len(number)
		r.marks[i].To += len(number)
	}
	return number + text
}

func (r *reader) runs(b *strings.Builder, nodes []*xmltree.Node) {
	for _, n := range nodes {
		switch n.Name {
		case "r":
			if !r.hidden(n) {
				r.run(b, n)
			} else {
				r.fields(n)
			}
		case "del", "moveFrom":
		case "oMath", "oMathPara":
			b.WriteString(formula(n))
		case "hyperlink":
			outer := r.link
			if t := r.targets[n.Val("id")]; t.external {
				r.link = t.name
			} else if to := n.Val("anchor"); to != "" {
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
func (r *reader) hidden(run *xmltree.Node) bool { return r.has(run, "vanish") }

// has reports whether a run has a property, by its own properties or its style's.
func (r *reader) has(run *xmltree.Node, property string) bool {
	return r.property(run, property).On()
}

// property is a property of a run or of its style; nil where neither has it.
func (r *reader) property(run *xmltree.Node, name string) *xmltree.Node {
	if v := run.Get("rPr", name); v != nil {
		return v
	}
	for id, seen := run.Get("rPr", "rStyle").Val("val"), 0; id != "" && seen < 20; seen++ {
		s := r.styles[id]
		if v := s.Get("rPr", name); v != nil {
			return v
		}
		id = s.Get("basedOn").Val("val")
	}
	return nil
}

// fields follows the beginning and end of fields through a run that is not read.
func (r *reader) fields(run *xmltree.Node) {
	var nothing strings.Builder
	for _, n := range run.Children {
		if n.Name == "fldChar" {
			r.child(&nothing, n)
		}
	}
}

func (r *reader) run(b *strings.Builder, run *xmltree.Node) {
	from := b.Len()
	r.look = r.lookOf(run)
	for _, n := range run.Children {
		r.child(b, n)
	}
	if m := (grid.Mark{From: from, To: b.Len(), Bold: r.has(run, "b"), Link: r.link}); m.To > from && (m.Bold || m.Link != "") {
		r.marks = append(r.marks, m)
	}
}

// moved is how far a raised character is from its line, in half points; less is a matter of looks.
const moved = 6

// lookOf is how the text of a run is written down: digits above or below the line are such characters, and in a cell
// what is struck out keeps its stroke.
func (r *reader) lookOf(run *xmltree.Node) func(string) string {
	switch r.property(run, "vertAlign").Val("val") {
	case "superscript":
		return grid.Raised
	case "subscript":
		return grid.Lowered
	}
	switch by, _ := strconv.Atoi(r.property(run, "position").Val("val")); { // by hand, in half points
	case by >= moved:
		return grid.Raised
	case by <= -moved:
		return grid.Lowered
	}
	if r.inCell && (r.property(run, "strike").On() || r.property(run, "dstrike").On()) {
		return grid.Struck
	}
	return func(s string) string { return s }
}

func (r *reader) child(b *strings.Builder, n *xmltree.Node) {
	if n.Name == "fldChar" {
		switch n.Val("fldCharType") {
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
	switch n.Name {
	case "t":
		b.WriteString(r.look(strings.ReplaceAll(n.Text, "\u00ad", "")))
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
			if c.Name == "drawing" || c.Name == "pict" {
				r.picture(b.Len(), c)
			}
		}
	case "ruby":
		for _, base := range n.Children {
			if base.Name == "rubyBase" {
				r.runs(b, base.Children)
			}
		}
	}
}

// symbol is a character of a symbol font. Only the minus of the font Symbol is known: any other is
// one that cannot be read.
func symbol(n *xmltree.Node) string {
	code, err := strconv.ParseUint(n.Val("char"), 16, 32)
	if err == nil && code&0xff == '-' && strings.EqualFold(n.Val("font"), "Symbol") {
		return "\u2212"
	}
	return "\ufffd"
}

// formula is one that is only a line of text; any other cannot be read.
func formula(n *xmltree.Node) string {
	var b strings.Builder
	for _, c := range n.Children {
		switch c.Name {
		case "oMath":
			b.WriteString(formula(c))
		case "r":
			b.WriteString(textOf(c))
		case "oMathParaPr", "ctrlPr", "bookmarkStart", "bookmarkEnd":
		default:
			return "\ufffd"
		}
	}
	return b.String()
}

// textOf is the text of the elements of a run.
func textOf(run *xmltree.Node) string {
	var b strings.Builder
	for _, c := range run.Children {
		b.WriteString(c.Text)
	}
	return b.String()
}

// boxes lists the text boxes in a paragraph, of DrawingML or VML, each once.
func (r *reader) boxes(p *xmltree.Node) (out []*xmltree.Node) {
	var walk func(nodes []*xmltree.Node)
	walk = func(nodes []*xmltree.Node) {
		for _, n := range nodes {
			switch n.Name {
			case "del", "moveFrom":
			case "txbxContent":
				out = append(out, n)
			case "AlternateContent":
				walk(through(n))
			default:
				walk(n.Children)
			}
		}
	}
	walk(p.Children)
	return out
}
