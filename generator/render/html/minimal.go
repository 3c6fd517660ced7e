package html

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/tdewolff/minify/v2"
	minhtml "github.com/tdewolff/minify/v2/html"
	lex "github.com/tdewolff/parse/v2"
)

// minimal minifies what the templates write: lower-case tags, attributes in double quotes, nothing that is not known to be
// harmless. It does to that exactly what the minifier does, without splitting each page into tokens of its own: a tenth of a
// build. What it does not know it leaves to the minifier.
type minimal struct {
	m    *minify.M
	html *minhtml.Minifier
	tags map[string]tagClass
	// These grow by being replaced.
	attrs atomic.Pointer[map[string]bool]   // whether the values of an attribute stay as they are
	asked atomic.Pointer[map[string]string] // what the minifier made of a tag
}

// tagClass is how spaces behave beside a tag.
type tagClass uint8

const (
	otherTag   tagClass = iota + 1
	phraseTag           // as otherTag, but that spaces stay after an empty element
	blockTag            // spaces go
	objectTag           // spaces stay
	unknownTag tagClass = 0
)

// tagNames are the tags that may be met: none whose content is not HTML, or that the minifier treats by itself.
const tagNames = "a abbr article aside b blockquote body br button caption cite code col dd del details dfn div dl dt em figcaption figure footer form h1 h2 h3 h4 h5 h6 " +
	"head header hr html i img input ins kbd label li link main mark meta nav ol p q s samp section small span strong sub summary sup table tbody td tfoot th thead time title tr u ul var"

// newMinimal asks the minifier how it treats each tag.
func newMinimal(m *minify.M, html *minhtml.Minifier) *minimal {
	c := &minimal{m: m, html: html, tags: map[string]tagClass{}}
	c.attrs.Store(&map[string]bool{})
	c.asked.Store(&map[string]string{})
	for name := range strings.FieldsSeq(tagNames) {
		tag := "<" + name + ">"
		switch {
		case strings.HasPrefix(c.library("x "+tag), "x"+tag):
			c.tags[name] = blockTag
		case strings.HasPrefix(c.library("<p>"+tag+" x"), "<p>"+tag+" x"):
			c.tags[name] = objectTag
		case strings.HasPrefix(c.library("<p>"+tag+"</"+name+"> x"), "<p>"+tag+"</"+name+"> x"):
			c.tags[name] = phraseTag
		default:
			c.tags[name] = otherTag
		}
	}
	return c
}

// library is what the minifier makes of some markup, "" where it fails.
func (c *minimal) library(markup string) string {
	var out bytes.Buffer
	if err := c.html.Minify(c.m, &out, bytes.NewBufferString(markup), nil); err != nil {
		return ""
	}
	return out.String()
}

// compacting is one page.
type compacting struct {
	*minimal
	out     []byte
	omit    bool // a space that comes next is left out
	pending int  // where in out the last text's space at its end is, -1 for none: it goes where a block follows
	ends    int  // how many tags ended since then
}

// append appends the minified markup, or reports that it does not know how.
func (c *minimal) append(dst, markup []byte) ([]byte, bool) {
	s := compacting{minimal: c, out: dst, omit: true, pending: -1}
	if !s.all(markup) {
		return dst, false
	}
	s.drop()
	return s.out, true
}

func (s *compacting) all(markup []byte) bool {
	const doctype = "<!doctype html>"
	if bytes.HasPrefix(markup, []byte(doctype)) {
		s.out, markup = append(s.out, doctype...), markup[len(doctype):]
	}
	for len(markup) > 0 {
		n := bytes.IndexByte(markup, '<')
		if n < 0 {
			n = len(markup)
		}
		if n > 0 {
			s.text(markup[:n])
			if markup = markup[n:]; len(markup) == 0 {
				return true
			}
		}
		switch {
		case len(markup) < 3:
			return false
		case markup[1] == '/':
			n = s.end(markup)
		case bytes.HasPrefix(markup, []byte("<svg ")):
			n = s.drawing(markup)
		default:
			n = s.start(markup)
		}
		if n == 0 {
			return false
		}
		markup = markup[n:]
	}
	return true
}

// drop takes back a space that is followed by a block or by nothing.
func (s *compacting) drop() {
	if s.pending >= 0 {
		s.out, s.pending = slices.Delete(s.out, s.pending, s.pending+1), -1
	}
}

func (s *compacting) text(text []byte) {
	if s.pending >= 0 {
		if lex.IsAllWhitespace(text) {
			s.ends++
			return
		}
		s.pending, s.omit = -1, true
	}
	from := len(s.out)
	if bytes.IndexByte(text, '&') >= 0 {
		s.out = append(s.out, lex.ReplaceMultipleWhitespaceAndEntities(bytes.Clone(text), minhtml.EntitiesMap, minhtml.TextRevEntitiesMap)...)
	} else {
		s.out = appendCollapsed(s.out, text)
	}
	if s.omit && lex.IsWhitespace(s.out[from]) {
		s.out = slices.Delete(s.out, from, from+1)
	}
	s.omit = len(s.out) == from
	if last := len(s.out) - 1; last >= from && lex.IsWhitespace(s.out[last]) {
		s.omit, s.pending, s.ends = true, last, 0
	}
}

// appendCollapsed appends a text with each run of spaces as one: a line feed where it has one.
func appendCollapsed(dst, text []byte) []byte {
	for i := 0; i < len(text); {
		from := i
		for i < len(text) && (text[i] > ' ' || !lex.IsWhitespace(text[i])) {
			i++
		}
		dst = append(dst, text[from:i]...)
		if i == len(text) {
			break
		}
		space := byte(' ')
		for ; i < len(text) && lex.IsWhitespace(text[i]); i++ {
			if text[i] == '\n' || text[i] == '\r' {
				space = '\n'
			}
		}
		dst = append(dst, space)
	}
	return dst
}

// end takes an end tag and returns its length, 0 where it is not known.
func (s *compacting) end(markup []byte) int {
	n := bytes.IndexByte(markup, '>')
	if n < 0 {
		return 0
	}
	switch s.tags[string(markup[2:n])] {
	case unknownTag:
		return 0
	case blockTag:
		s.drop()
		s.omit = true
	case objectTag:
		if s.pending >= 0 {
			return 0
		}
		s.omit = false
	default:
		const most = 90 // the minifier does not look further than 100 tags ahead
		if s.ends++; s.pending >= 0 && s.ends > most {
			return 0
		}
	}
	s.out = append(s.out, markup[:n+1]...)
	return n + 1
}

// start takes a start tag and returns its length, 0 where it is not known.
func (s *compacting) start(markup []byte) int {
	i := 1
	for i < len(markup) && (markup[i] >= 'a' && markup[i] <= 'z' || markup[i] >= '0' && markup[i] <= '9') {
		i++
	}
	name := markup[1:i]
	class := s.tags[string(name)]
	n, plain := s.attributes(name, markup[i:])
	if class == unknownTag || n == 0 {
		return 0
	}
	n += i
	if class == blockTag {
		s.drop()
	}
	s.pending = -1
	if class >= blockTag {
		s.omit = class == blockTag
	}
	if plain {
		s.out = append(s.out, markup[:n]...)
	} else {
		tag := s.tag(string(markup[:n]))
		if tag == "" {
			return 0
		}
		s.out = append(s.out, tag...)
	}
	rest := markup[n:]
	if class == phraseTag && bytes.HasPrefix(rest, []byte("</")) && bytes.HasPrefix(rest[2:], name) && bytes.HasPrefix(rest[2+len(name):], []byte(">")) {
		s.omit = false
	}
	if string(name) == "title" { // in which there are no tags
		if end := bytes.IndexByte(rest, '<'); end < 0 || !bytes.HasPrefix(rest[end:], []byte("</title>")) {
			return 0
		}
	}
	return n
}

// attributes returns the length of what follows a tag's name up to its end, 0 where it is not known, and whether it stays as it is.
func (s *compacting) attributes(tag, text []byte) (n int, plain bool) {
	plain = true
	for i := 0; i < len(text); {
		if text[i] == '>' {
			return i + 1, plain
		}
		if text[i] != ' ' {
			return 0, false
		}
		i++
		from := i
		for i < len(text) && (text[i] >= 'a' && text[i] <= 'z' || text[i] == '-' || text[i] == ':' || text[i] >= '0' && text[i] <= '9') {
			i++
		}
		name := text[from:i]
		if len(name) == 0 || i == len(text) {
			return 0, false
		}
		if text[i] != '=' {
			plain = plain && (bytes.HasPrefix(name, []byte("data-")) || string(name) == "download" || string(name) == "required") // others may be left out
			continue
		}
		if i+1 >= len(text) || text[i+1] != '"' {
			return 0, false
		}
		i += 2
		size := bytes.IndexByte(text[i:], '"')
		if size < 0 {
			return 0, false
		}
		plain = plain && s.plain(tag, name, text[i:i+size])
		i += size + 1
	}
	return 0, false
}

// plain reports whether an attribute surely stays as it is.
func (s *compacting) plain(tag, name, value []byte) bool {
	known, ok := (*s.attrs.Load())[string(name)]
	if !ok {
		known = s.learn(string(name))
	}
	if !known || len(value) == 0 || value[0] <= ' ' || value[len(value)-1] <= ' ' {
		return false
	}
	space := false
	for _, b := range value {
		if b == '&' || b < ' ' || b == ' ' && space {
			return false
		}
		space = b == ' '
	}
	switch string(tag) {
	case "meta": // of which the minifier knows what it means
		return string(name) != "name" || !bytes.EqualFold(value, []byte("viewport")) && !bytes.EqualFold(value, []byte("keywords"))
	case "a":
		if string(name) == "name" {
			return false
		}
	}
	return len(value) < 5 || !bytes.EqualFold(value[:5], []byte("data:")) && (!bytes.EqualFold(value[:4], []byte("http")) || string(value[:4]) == "http" && value[4] != 'S')
}

// tag is what the minifier makes of a tag. Most that it has to be asked about are on every page.
func (c *minimal) tag(text string) string {
	if known, ok := (*c.asked.Load())[text]; ok {
		return known
	}
	return remember(&c.asked, text, c.library(text))
}

// remember adds to what is known of tags or attributes, up to a measure: pages that differ in them do not fill the memory.
func remember[V any](in *atomic.Pointer[map[string]V], key string, v V) V {
	const most = 200
	for {
		old := in.Load()
		if len(*old) >= most {
			return v
		}
		grown := maps.Clone(*old)
		grown[key] = v
		if in.CompareAndSwap(old, &grown) {
			return v
		}
	}
}

// learn asks the minifier about an attribute.
func (c *minimal) learn(name string) bool {
	probe := "<p " + name + `="x y">`
	special := []string{"type", "accept", "enctype", "formenctype", "style", "http-equiv", "value", "charset"} // not with every tag, or not with every value
	return remember(&c.attrs, name, c.library(probe) == probe && !slices.Contains(special, name) && !strings.HasPrefix(name, "on"))
}

// drawing takes a drawing, which stays as it is.
func (s *compacting) drawing(markup []byte) int {
	const end = "</svg>"
	n := bytes.Index(markup, []byte(end))
	if n < 0 || bytes.Count(markup[:n], []byte(`"`))%2 != 0 || bytes.IndexByte(markup[:n], 0) >= 0 {
		return 0
	}
	for rest := markup[1:n]; ; { // in another, or closed in another way
		i := bytes.IndexByte(rest, '<')
		if i < 0 {
			break
		}
		if rest = bytes.TrimPrefix(rest[i+1:], []byte("/")); len(rest) >= 3 && bytes.EqualFold(rest[:3], []byte("svg")) {
			return 0
		}
	}
	n += len(end)
	s.out, s.omit, s.pending = append(s.out, markup[:n]...), false, -1
	return n
}
