// Package audit checks the finished pages: what a reader, a screen reader and a
// machine depend on, looked for in the bytes that are about to be published.
//
// A page's own faults (headings, ids, tables, images) are found by Page or
// Links.Add; whether links lead anywhere is known only when all files are, and
// is asked of Links.Check.
package audit

import (
	"html"
	"path"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"gongkai/generator/audit/markup"
	"gongkai/generator/diag"
	"gongkai/generator/output"
)

// The rules a fault belongs to.
const (
	RulePage = "audit"
	RuleLink = "broken-link"
)

// Fault is something wrong in a finished page.
type Fault struct {
	Rule    string // RulePage or RuleLink
	Path    string // of the page
	Message diag.Text
	Line    int // in the page
}

// Page returns the faults of one HTML page, links aside, in the order of the page.
func Page(f output.File) []Fault {
	if !isHTML(f.Path) {
		return nil
	}
	s := newScan()
	s.run(f, nil)
	return s.faults
}

// isHTML reports whether a file is a page; a fragment of one has no links but full ones.
func isHTML(name string) bool {
	return strings.HasSuffix(name, ".html") && path.Base(name) != output.Fragment
}

// scan is the state of one pass over a page. It is reused from page to page.
type scan struct {
	markup.Tokenizer
	path   string
	faults []Fault
	ids    map[string]int // → offset of the tag
	idList []byte         // all ids in order, each ended by a NUL
	links  []link
	tables []*table // open ones, innermost last
	spare  []*table

	known     *known // nil for none
	candidate candidate

	heading  int // level of the last one
	h1       int
	sawHTML  bool
	sawTitle bool
	inBody   bool
}

func newScan() *scan { return &scan{ids: map[string]int{}} }

// run passes over the page; collect, if not nil, gets its links.
func (s *scan) run(f output.File, collect func(*scan)) {
	s.Reset(f.Data)
	s.path, s.faults = f.Path, nil
	s.drop()
	clear(s.ids)
	s.idList, s.links, s.tables = s.idList[:0], s.links[:0], s.tables[:0]
	s.heading, s.h1, s.sawHTML, s.sawTitle, s.inBody = 0, 0, false, false, false
	for s.Next() {
		switch s.Kind {
		case markup.Text:
			s.text()
		case markup.Start:
			s.start()
		case markup.End:
			s.end()
		}
	}
	for len(s.tables) > 0 {
		s.fault(s.table().offset, "表格没有结束标签", "a table is not closed")
		s.closeTable()
	}
	if !s.sawHTML {
		s.fault(0, "没有 html 元素的开始标签", "there is no html start tag")
	}
	if !s.sawTitle {
		s.fault(0, "页面没有标题（title）", "the page has no title")
	}
	if s.h1 != 1 {
		s.fault(0, "应有且只有一个一级标题（h1），实有 %d 个", "there must be one h1 heading, there are %d", s.h1)
	}
	if collect != nil {
		collect(s)
	}
}

// start looks at a start tag.
func (s *scan) start() {
	for _, a := range s.Attrs {
		switch a.Name {
		case "id":
			s.id(a.Value)
		case "href", "src", "action", "data", "poster", "srcset":
			s.drop()
			s.link(a)
		}
		if len(s.candidate.outline) > 0 && strings.IndexByte(a.Value, '<') >= 0 {
			s.drop() // a digit before it may be no figure
		}
	}
	switch name := s.Name; name {
	case "html", "title", "body", "script", "style", "textarea", "img", "h1", "h2", "h3", "h4", "h5", "h6":
		s.drop()
	case "table":
		if s.passOver() {
			return
		}
	}
	switch name := s.Name; name {
	case "html":
		s.sawHTML = true
		if lang, _ := s.Attr("lang"); lang == "" {
			s.fault(s.Offset, "html 元素没有标明语言（lang）", "the html element has no lang")
		}
	case "title":
		// A title in the body is a drawing's.
		if text := s.RawText(); !s.inBody && !blank(text) {
			s.sawTitle = true
		}
	case "body":
		s.inBody = true
	case "script", "style", "textarea":
		s.RawText()
	case "img":
		if alt, ok := s.Attr("alt"); !ok {
			s.fault(s.Offset, "图片没有替代文字（alt）", "an image has no alt")
		} else if alt != "" {
			s.content()
		}
	case "h1", "h2", "h3", "h4", "h5", "h6":
		level := int(name[1] - '0')
		if level == 1 {
			s.h1++
		}
		if level > s.heading+1 {
			s.fault(s.Offset, "标题级别跳跃：h%d 之后是 h%d", "heading levels skip from h%d to h%d", s.heading, level)
		}
		s.heading = level
	default:
		s.startTable(name)
	}
}

func (s *scan) id(id string) {
	if first, ok := s.ids[id]; ok {
		s.fault(s.Offset, "id “%s”重复，第 %d 行已用", "the id %q is used twice, first on line %d", id, s.Line(first))
		return
	}
	s.ids[id] = s.Offset
	s.idList = append(append(s.idList, id...), 0)
}

// text looks at the text between two tags.
func (s *scan) text() {
	t := s.table()
	if t == nil || blank(s.Value) {
		return
	}
	s.content()
	if t.current == headerCell {
		if c := &t.cells[len(t.cells)-1]; c.label == "" {
			c.label = s.Value
		}
	}
}

// blank reports whether a text shows nothing: white space of any script.
func blank(s string) bool {
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		if !unicode.IsSpace(r) && r != '\u200b' && r != '\ufeff' {
			return false
		}
		i += n
	}
	return true
}

func (s *scan) fault(offset int, zh, en string, args ...any) {
	s.faults = append(s.faults, Fault{RulePage, s.path, diag.Textf(zh, en, args...), s.Line(offset)})
}

// pool hands out scans, so that a page costs no more than its text.
type pool struct {
	free  sync.Pool
	known known
}

func (p *pool) get() *scan {
	if s, ok := p.free.Get().(*scan); ok {
		return s
	}
	s := newScan()
	s.known = &p.known
	return s
}

func (p *pool) put(s *scan) {
	s.Reset(nil) // let go of the page
	clear(s.ids)
	s.faults = nil
	p.free.Put(s)
}
