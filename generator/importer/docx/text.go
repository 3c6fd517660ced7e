package docx

import (
	"cmp"
	"strconv"
	"strings"

	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/word"
	"gongkai/generator/importer/xmltree"
)

// text is what a paragraph says: its number, where Word makes one, and the text of its runs. Text
// boxes in it are read apart.
func (r *reader) text(p *xmltree.Node) string {
	var b strings.Builder
	r.marks, r.within = nil, p.Get("pPr", "pStyle").Val("val")
	r.runs(&b, p.Children)
	out := grid.Paragraph{Text: b.String(), Marks: r.marks}
	number := r.number(p)
	if strings.TrimFunc(out.Text, blank) != "" || r.inCell { // else Word counts and prints its number, but there is nothing to it
		out.Prefix(number)
	}
	return out.Text
}

func (r *reader) runs(b *strings.Builder, nodes []*xmltree.Node) {
	for _, n := range nodes {
		switch n.Name {
		case "r":
			if !r.hidden(n) {
				r.run(b, n)
			} else {
				r.passFields(n)
			}
		case "del", "moveFrom":
		case "oMath", "oMathPara":
			b.WriteString(formula(n))
		case "hyperlink":
			outer := r.link
			to := n.Val("anchor")
			if to != "" {
				to = "#" + to
			}
			if t := r.targets[n.Val("id")]; t.external {
				if r.link = t.name; !strings.Contains(t.name, "#") {
					r.link += to
				}
			} else if to != "" {
				r.link = to
			}
			r.runs(b, through(n))
			r.link = outer
		case "fldSimple":
			outer := r.link
			if to := word.Link(n.Val("instr")); to != "" {
				r.link = to
			}
			r.runs(b, n.Children)
			r.link = outer
		default:
			r.runs(b, through(n))
		}
	}
}

// hidden reports whether a run is not printed.
func (r *reader) hidden(run *xmltree.Node) bool { return r.looks(run, "vanish").On() }

// looks is a property of a run, of its style or of its paragraph's; nil where none has it.
func (r *reader) looks(run *xmltree.Node, name string) *xmltree.Node {
	if v := r.property(run, name); v != nil {
		return v
	}
	return r.styled(r.within, name)
}

// property is a property of a run or of its style; nil where neither has it. What a paragraph's style makes bold is not
// emphasis in it.
func (r *reader) property(run *xmltree.Node, name string) *xmltree.Node {
	if v := run.Get("rPr", name); v != nil {
		return v
	}
	return r.styled(run.Get("rPr", "rStyle").Val("val"), name)
}

// styled is a property of a style, or of one that it is based on. A million runs may have the same style.
func (r *reader) styled(id, name string) *xmltree.Node {
	if id == "" {
		return nil
	}
	key := [2]string{id, name}
	v, ok := r.looked[key]
	for seen := 0; !ok && v == nil && id != "" && seen < 20; seen++ {
		s := r.styles[id]
		v, id = s.Get("rPr", name), s.Get("basedOn").Val("val")
	}
	r.looked[key] = v
	return v
}

// passFields follows the beginning and end of fields through a run that is not read.
func (r *reader) passFields(run *xmltree.Node) {
	var nothing strings.Builder
	for _, n := range run.Children {
		if n.Name == "fldChar" || n.Name == "instrText" {
			r.child(&nothing, n)
		}
	}
}

func (r *reader) run(b *strings.Builder, run *xmltree.Node) {
	from := b.Len()
	r.look, r.font = r.lookOf(run), r.looks(run, "rFonts").Val("ascii")
	for _, n := range run.Children {
		r.child(b, n)
	}
	if m := (grid.Mark{From: from, To: b.Len(), Bold: r.property(run, "b").On(), Link: cmp.Or(r.link, r.fields.Link())}); m.To > from && (m.Bold || m.Link != "") {
		r.marks = append(r.marks, m)
	}
}

// lookOf is how the text of a run is written down: digits above or below the line are such characters, and in a cell
// what is struck out keeps its stroke.
func (r *reader) lookOf(run *xmltree.Node) func(string) string {
	switch r.looks(run, "vertAlign").Val("val") {
	case "superscript":
		return grid.Raised
	case "subscript":
		return grid.Lowered
	}
	switch by, _ := strconv.Atoi(r.looks(run, "position").Val("val")); { // by hand, in half points
	case by >= word.Moved:
		return grid.Raised
	case by <= -word.Moved:
		return grid.Lowered
	}
	if r.inCell && (r.looks(run, "strike").On() || r.looks(run, "dstrike").On()) {
		return grid.Struck
	}
	return func(s string) string { return s }
}

func (r *reader) child(b *strings.Builder, n *xmltree.Node) {
	if n.Name == "fldChar" {
		switch n.Val("fldCharType") {
		case "begin":
			r.fields.Begin()
		case "separate":
			r.fields.Result()
		case "end":
			r.fields.End()
		}
		return
	}
	if n.Name == "instrText" {
		r.fields.Code(n.Text)
	}
	if r.fields.InCode() {
		return
	}
	switch n.Name {
	case "t":
		b.WriteString(r.look(r.letters(strings.ReplaceAll(n.Text, "\u00ad", ""))))
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
