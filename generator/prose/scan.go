package prose

import "bytes"

// The scanner walks the lines of a body without building a tree: it finds the
// `##` headings that start a section and the HTML comments, and knows only
// what can hide them: fenced and indented code, code spans and list items.

var newline = []byte{'\n'}

// mark is one `##` heading: its line starts at start, its text is [from, to),
// the next line starts at next.
type mark struct{ start, from, to, next int }

type cut struct{ start, end int }

type scanner struct {
	src      []byte
	comments bool // src may hold comments
	fence    byte // '`' or '~' inside a fenced block
	fenceLen int
	fenceIn  int   // content offset of the list item the fence is in
	lists    []int // content offsets of the list items we are in
	hollow   int   // the first of the list items of the line before, if it has no text; 0 for none
	quoted   bool  // the line before is part of a quotation
	blank    bool
	marks    []mark
	cuts     []cut

	// What was not found once is not looked for again at every mark.
	endless  bool         // no comment ends from here on
	stop     int          // the end of the paragraph in which code spans were looked for
	unclosed map[int]bool // by their length: the runs of backticks that close nothing before stop
}

func scan(src []byte) ([]mark, []cut) {
	s := scanner{src: src, blank: true, comments: bytes.Contains(src, []byte("<!--"))}
	for pos := 0; pos < len(src); {
		pos = s.scanLine(pos)
	}
	return s.marks, s.cuts
}

// scanLine reads the line at pos and returns the start of the next; a comment
// or code span that goes on below takes its lines with it.
func (s *scanner) scanLine(pos int) int {
	end := lineEnd(s.src, pos)
	line := s.src[pos:end]
	indent, i := indentation(line, 0)
	if i == len(bytes.TrimRight(line, "\r\n")) {
		s.blank = true
		if s.hollow > 0 { // nothing goes on with an item that begins with a blank line
			s.lists, s.hollow = s.lists[:s.hollow-1], 0
		}
		return end
	}
	s.hollow = 0
	if s.fenced(line[i:], indent) {
		return end
	}
	lazy := !s.blank && mayBeLazy(line[i:])
	own := !s.blank && !s.quoted && indent >= s.list() // the paragraph that the line may go on with is of the same item
	quotes := s.quoted
	s.quoted = line[i] == '>' || s.quoted && lazy
	if !lazy {
		for indent < s.list() {
			s.lists = s.lists[:len(s.lists)-1]
		}
	}
	deep := indent >= s.list()+4
	if deep && s.blank {
		return end // indented code
	}
	s.blank = true // no paragraph goes on below something else
	if !deep && own && underline(line[i:]) {
		return end
	}
	items := len(s.lists)
	if !deep {
		indent, i, deep = s.items(line, indent, i, own)
	}
	marker := len(s.lists) > items
	switch n, c := fenceOpen(line[i:]); {
	case isBlank(line[i:]):
		s.hollow = items + 1
		return end
	case deep && marker, !deep && thematicBreak(line[i:]):
		return end
	case n > 0 && !deep:
		s.fence, s.fenceLen, s.fenceIn = c, n, s.list()
		return end
	}
	title := !deep && atx(line[i:])
	heading := title && !marker && len(s.lists) == 0 && run(line[i:], '#') == 2
	next := end
	if s.comments {
		next = s.scanInline(pos, pos+i, end, marker, title)
	}
	if heading {
		from, to := headingText(s.src, pos+i+2, next)
		s.marks = append(s.marks, mark{pos, from, to, next})
	}
	if !deep && line[i] == '>' {
		said := quoted(line[i:], indent)
		s.quoted = true
		title = title || !mayBeLazy(said) || quotes && underline(said)
	}
	s.blank = title
	return next
}

// fenced reports whether a line, without its indentation, is fenced code or the fence that ends it.
func (s *scanner) fenced(line []byte, indent int) bool {
	if s.fence == 0 {
		return false
	}
	if indent < s.fenceIn { // the list item has ended, and the code with it
		s.fence = 0
		return false
	}
	if n := run(line, s.fence); indent-s.fenceIn <= 3 && n >= s.fenceLen && isBlank(line[n:]) {
		s.fence = 0
	}
	return true
}

// items opens the list items that begin at i in a line, after its indentation; own says that the line
// may go on with a paragraph of the item that is open. It returns the indentation of their text
// and its place, and whether that is indented code.
func (s *scanner) items(line []byte, indent, i int, own bool) (in, at int, code bool) {
	for !code {
		n := listMarker(line[i:])
		if n == 0 || own && !interrupts(line[i:], n) || thematicBreak(line[i:]) {
			break
		}
		own = false
		spaces, skip := indentation(line[i+n:], indent+n)
		empty := isBlank(line[i+n:])
		code = spaces > 4 && !empty
		if empty || code {
			spaces, skip = 1, min(1, len(line)-i-n)
		}
		indent += n + spaces
		i += n + skip
		s.lists = append(s.lists, indent)
	}
	return indent, i, code
}

// scanInline finds comments from i to end, the end of the line that starts at
// line, and returns where the next line starts.
func (s *scanner) scanInline(line, i, end int, marker, heading bool) int {
	first := i
	for i < end {
		switch s.src[i] {
		case '\\':
			i += 2
		case '`':
			n := run(s.src[i:], '`')
			if i >= s.stop {
				s.stop, s.unclosed = end, map[int]bool{}
				if !heading {
					s.stop = paragraphEnd(s.src, end)
				}
			}
			close := 0
			if !s.unclosed[n] {
				close = codeEnd(s.src[:s.stop], i+n, n)
			}
			if close > 0 {
				i = close
			} else {
				s.unclosed[n] = true
				i += n
			}
		case '<':
			stop := -1
			if !s.endless && bytes.HasPrefix(s.src[i:], []byte("<!--")) {
				stop = commentEnd(s.src, i)
				s.endless = stop < 0
			}
			if stop < 0 {
				i++
				continue
			}
			from, rest := i, lineEnd(s.src, stop)
			if i == first && !marker && isBlank(s.src[stop:rest]) {
				from, stop = line, rest // a comment on lines of its own takes them with it
			}
			s.cuts = append(s.cuts, cut{from, stop})
			i = stop
		default:
			i++
			continue
		}
		if i > end {
			end = lineEnd(s.src, i-1)
		}
	}
	return max(end, min(i, len(s.src)))
}

// commentEnd returns the end of the comment that starts at i, or -1.
func commentEnd(src []byte, i int) int {
	if !bytes.HasPrefix(src[i:], []byte("<!--")) {
		return -1
	}
	n := bytes.Index(src[i+2:], []byte("-->")) // `<!-->` is a whole comment
	if n < 0 {
		return -1
	}
	return i + 2 + n + 3
}

// codeEnd returns the end of the code span opened by n backticks before i, or 0.
func codeEnd(src []byte, i, n int) int {
	for i < len(src) {
		k := bytes.IndexByte(src[i:], '`')
		if k < 0 {
			return 0
		}
		i += k
		m := run(src[i:], '`')
		i += m
		if m == n {
			return i
		}
	}
	return 0
}

// paragraphEnd goes on from the line start at pos for as long as the lines can
// only be the same paragraph.
func paragraphEnd(src []byte, pos int) int {
	for pos < len(src) {
		end := lineEnd(src, pos)
		line := bytes.TrimLeft(src[pos:end], " \t")
		if isBlank(line) || bytes.IndexByte([]byte("#>`~-+*=|<"), line[0]) >= 0 || listMarker(line) > 0 {
			break
		}
		pos = end
	}
	return pos
}

// interrupts reports whether a list's item whose marker is so long may follow a line of a paragraph.
func interrupts(line []byte, marker int) bool {
	return !isBlank(line[marker:]) && (marker == 1 || marker == 2 && line[0] == '1')
}

// list is the content offset of the innermost list item, 0 outside of lists.
func (s *scanner) list() int {
	if len(s.lists) == 0 {
		return 0
	}
	return s.lists[len(s.lists)-1]
}

// mayBeLazy reports whether a line can only go on with a paragraph, however far in it begins.
func mayBeLazy(line []byte) bool {
	fence, _ := fenceOpen(line)
	return !isBlank(line) && listMarker(line) == 0 && fence == 0 && !atx(line) && line[0] != '>' && !thematicBreak(line)
}

// quoted is what a quotation says in a line, without the marks of quotations in quotations;
// nothing where that is code. The line begins in a column.
func quoted(line []byte, column int) []byte {
	for len(line) > 0 && line[0] == '>' {
		width, n := indentation(line[1:], column+1)
		if width > 4 {
			return nil
		}
		line, column = line[1+n:], column+1+width
	}
	return line
}
