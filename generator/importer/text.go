package importer

import (
	"regexp"
	"slices"
	"strings"

	"gongkai/generator/form"
	"gongkai/generator/importer/grid"
	"gongkai/generator/importer/match"
)

// longestHeading is how many characters a heading of a part has at most.
const longestHeading = 40

// text divides the document at the form's headings and writes what is in each part as Markdown.
// Tables of the form are left out: their figures are in the front matter.
func (r *Report) text(doc *grid.Document) {
	var out strings.Builder
	at, begun := -1, r.Title == "" // the part that is being read, and whether the title has passed
	title := strings.Join(strings.Fields(r.Title), "")
	seen := ""
	var kept []grid.Block // in what was written so far
	parted := slices.ContainsFunc(r.afterTitle(doc), r.opens)
	opened := false // a chapter
	for _, b := range doc.Blocks {
		if p := b.Paragraph; p != nil {
			bare := strings.Join(strings.Fields(p.Text), "")
			if at < 0 && title != "" && (strings.Contains(bare, title) || seen != "" && strings.Contains(seen+bare, title)) {
				begun, seen = true, ""
				out.Reset() // what came before is not the report's
				r.Attachments, r.NotTaken = nil, nil
				r.Omitted, kept = append(r.Omitted, kept...), nil
				r.SetAside, opened = nil, false
				continue
			}
			if bare != "" {
				seen = bare
			}
			if p.Position == grid.Around || p.Position == grid.Listed && parted && !opened || at >= 0 && r.repeats(at, p.Text) {
				r.Omitted = append(r.Omitted, b)
				if text := told(p); begun && text != "" {
					r.SetAside = append(r.SetAside, text)
				}
				continue
			}
			if contents(p) {
				r.Omitted = append(r.Omitted, b)
				continue
			}
			if i := r.heading(p.Text, at+1); p.Text != "" && i >= 0 {
				at, begun, opened = i, true, true
				out.WriteString("\n## " + r.Form.Sections[i].Heading + "\n")
				continue
			}
			if r.Form.Free && begun && chapter(p) {
				opened = true
				out.WriteString("\n## " + escape(bare) + "\n")
				continue
			}
			if at >= 0 && blockHeader(r.Form.Sections[at].Table, p.Text) {
				continue // the form's own words, in a row by themselves
			}
			if begun && !(at < 0 && dayName.MatchString(bare) && len([]rune(bare)) < longestHeading) { // else the line with the date
				if text := r.markdown(p); text != "" {
					out.WriteString("\n" + text + "\n")
				}
				kept = append(kept, b)
			} else {
				r.Omitted = append(r.Omitted, b)
			}
			continue
		}
		switch {
		case r.Cells.Tables[b.Table] != nil:
			if i := r.partOf(r.Cells.Tables[b.Table]); i > at { // its heading is missing
				at, begun, opened = i, true, true
				out.WriteString("\n## " + r.Form.Sections[i].Heading + "\n")
			}
			r.remains(&out, b.Table)
		case begun:
			out.WriteString(r.pipes(b.Table))
			kept = append(kept, b)
		default:
			r.Omitted = append(r.Omitted, b)
		}
	}
	r.Body = strings.TrimLeft(out.String(), "\n")
	for _, b := range kept {
		if b.Table == nil {
			continue
		}
		if n := match.Figures(b.Table); n > 0 {
			place := b.Table.Place
			place.Line = b.Table.Cells[0].Place.Line
			r.Kept = append(r.Kept, Kept{place, n})
		}
	}
}

// contents reports whether a paragraph is an entry of a table of contents: all of it leads to a place in the file.
func contents(p *grid.Paragraph) bool {
	at := 0
	for _, m := range p.Marks {
		if strings.HasPrefix(m.Link, "#") && m.From <= at {
			at = max(at, m.To)
		}
	}
	return p.Text != "" && at >= len(p.Text)
}

// chapterNumber is the number of a chapter.
var chapterNumber = regexp.MustCompile(`^(?:第)?[一二三四五六七八九十]{1,3}[、.．章部]`)

// chapter reports whether a paragraph is the heading of a chapter, in a report whose chapters are its own.
func chapter(p *grid.Paragraph) bool {
	text := strings.TrimSpace(p.Text)
	return len([]rune(text)) <= longestHeading && !strings.ContainsAny(text, "。；\n") && (p.Level == 1 || p.Level == 2 || chapterNumber.MatchString(text))
}

// blockHeader reports whether a text is the header of a block of a table.
func blockHeader(t *form.Table, text string) bool {
	return t != nil && slices.ContainsFunc(t.Blocks, func(b *form.Block) bool { return b.Header != "" && match.SameLabel(text, b.Header) })
}

// inner is a number in brackets, which parts of a part have.
var inner = regexp.MustCompile(`^[(（][一二三四五六七八九十0-9]{1,3}[)）]`)

// afterTitle are the blocks after the one with the title, all where no one block has it.
func (r *Report) afterTitle(doc *grid.Document) []grid.Block {
	title := strings.Join(strings.Fields(r.Title), "")
	i := slices.IndexFunc(doc.Blocks, func(b grid.Block) bool {
		return title != "" && b.Paragraph != nil && strings.Contains(strings.Join(strings.Fields(b.Paragraph.Text), ""), title)
	})
	return doc.Blocks[i+1:]
}

// opens reports whether a block begins a chapter, or is a table of the form.
func (r *Report) opens(b grid.Block) bool {
	p := b.Paragraph
	if p == nil {
		return r.Cells.Tables[b.Table] != nil
	}
	return p.Text != "" && p.Position == grid.Text && !contents(p) && (r.heading(p.Text, 0) >= 0 || r.Form.Free && chapter(p))
}

// names are those of a part.
func names(s *form.Section) []string { return append([]string{s.Heading}, s.Aliases...) }

// repeats reports whether a text is the name of a part with a table again, as the table's caption.
func (r *Report) repeats(part int, text string) bool {
	s := r.Form.Sections[part]
	return s.Table != nil && slices.ContainsFunc(names(s), func(n string) bool { return strings.TrimSpace(text) == n })
}

// heading is the part that a paragraph is the heading of, from one on; -1 for none.
func (r *Report) heading(text string, from int) int {
	if len([]rune(text)) > longestHeading || inner.MatchString(strings.TrimSpace(text)) {
		return -1
	}
	for i := max(from, 0); i < len(r.Form.Sections); i++ {
		like := match.Likeness(text, names(r.Form.Sections[i])...)
		if like > 0 && (from == 0 || like >= match.Likeness(text, names(r.Form.Sections[from-1])...)) { // else it repeats the part before
			return i
		}
	}
	return -1
}

// partOf is the part that holds a table.
func (r *Report) partOf(t *form.Table) int {
	for i, s := range r.Form.Sections {
		if s.Table == t {
			return i
		}
	}
	return -1
}

// remains writes the rows of a table that have figures which the form has no place for.
func (r *Report) remains(out *strings.Builder, t *grid.Table) {
	rows := map[int]bool{}
	for _, c := range r.Cells.LeftOver {
		if c.Place.Table == t.Place.Table {
			rows[c.Row] = true
		}
	}
	var headings []match.Heading
	for _, h := range r.Cells.Headings {
		if h.Table == t {
			headings = append(headings, h)
		}
	}
	if len(rows) == 0 && len(headings) == 0 {
		return
	}
	out.WriteString("\n原表附注：\n\n")
	for _, h := range headings {
		where := ""
		if h.Code != "" {
			where = "（" + h.Code + " 之前）"
		}
		out.WriteString("- " + escape(h.Text) + where + "\n")
	}
	for row := range t.Rows {
		if !rows[row] {
			continue
		}
		var cells []string
		for _, c := range t.Cells {
			if c.Row == row && c.Text != "" {
				cells = append(cells, r.cell(&c, ""))
			}
		}
		out.WriteString("- " + strings.Join(cells, "，") + "\n")
	}
}

// cell is the text of a cell as Markdown on one line, its words apart by blanks or by nothing.
func (r *Report) cell(c *grid.Cell, between string) string {
	text := r.inline(&grid.Paragraph{Text: c.Text, Marks: c.Marks})
	return plain(strings.Join(strings.Fields(strings.ReplaceAll(text, grid.Shown, "")), between))
}

// pipes writes a table that does not belong to the form as one of Markdown; a cell that reaches over
// several is in the first.
func (r *Report) pipes(t *grid.Table) string {
	m := t.Matrix()
	var b strings.Builder
	b.WriteByte('\n')
	done := map[int]bool{}
	for y, row := range m {
		b.WriteByte('|')
		for _, i := range row {
			text := ""
			if i >= 0 && !done[i] {
				done[i] = true
				c := t.Cells[i]
				if y == 0 {
					c.Marks = slices.DeleteFunc(slices.Clone(c.Marks), func(m grid.Mark) bool { return m.Link == "" }) // a header is bold by itself
				}
				text = strings.ReplaceAll(r.cell(&c, " "), "|", `\|`)
			}
			b.WriteString(" " + text + " |")
		}
		b.WriteByte('\n')
		if y == 0 {
			b.WriteString("|" + strings.Repeat(" --- |", t.Columns) + "\n")
		}
	}
	return b.String()
}

// opening is what begins something else than a paragraph in Markdown.
var opening = regexp.MustCompile(`^(#{1,6}(?:\s|$)|[-+>](?:\s|$)|[0-9]{1,9}[.)](?:\s|$)|={2,}$|-{2,}$)`)

var special = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "<", `\<`, "[", `\[`, "{{", `\{{`, "~~", `\~~`)

// escape is a text that Markdown prints as it is.
func escape(s string) string { return plain(special.Replace(s)) }

// plain is a line of Markdown that begins nothing else than a paragraph.
func plain(s string) string {
	if opening.MatchString(s) {
		at := strings.IndexAny(s, "#-+>.)=")
		return s[:at] + `\` + s[at:]
	}
	return s
}

// debris is what converters leave of Word's bookmarks.
var debris = regexp.MustCompile(`\[bookmark:[^\]]*\]`)

// markdown is a paragraph; what was a heading in a part is one of the third level at least. Lines
// that break between Chinese characters are one.
func (r *Report) markdown(p *grid.Paragraph) string {
	var lines []string
	if len(p.Marks) > 0 && !debris.MatchString(p.Text) {
		for line := range strings.SplitSeq(r.inline(p), "\n") {
			lines = append(lines, plain(strings.TrimSpace(line)))
		}
	} else {
		for line := range strings.SplitSeq(p.Text, "\n") {
			lines = append(lines, escape(strings.TrimSpace(debris.ReplaceAllString(line, ""))))
		}
	}
	text := strings.Join(lines, "\\\n")
	switch {
	case p.Level > 0 && len(lines) == 1:
		return strings.Repeat("#", min(max(p.Level, 3), 6)) + " " + text
	case p.List != "":
		return p.List + " " + text
	}
	return text
}
