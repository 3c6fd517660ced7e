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
	fenceIn  int // content offset of the list item the fence is in
	list     int // content offset of the list item we are in, or 0
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
	indent, i := indentation(line)
	if i == len(bytes.TrimRight(line, "\r\n")) {
		s.blank = true
		return end
	}
	if s.fence != 0 {
		if indent >= s.fenceIn {
			if n := run(line[i:], s.fence); indent-s.fenceIn <= 3 && n >= s.fenceLen && isBlank(line[i+n:]) {
				s.fence, s.blank = 0, false
			}
			return end
		}
		s.fence = 0 // the list item has ended, and the code with it
	}
	if indent < s.list {
		s.list = 0
	}
	if indent >= s.list+4 && s.blank {
		return end // indented code
	}
	s.blank = false
	marker := false
	for {
		n := listMarker(line[i:])
		if n == 0 {
			break
		}
		marker = true
		spaces, skip := indentation(line[i+n:])
		if isBlank(line[i+n:]) || spaces > 4 {
			spaces, skip = 1, min(1, len(line)-i-n)
		}
		indent += n + spaces
		i += n + skip
		s.list = indent
	}
	if n, c := fenceOpen(line[i:]); n > 0 {
		s.fence, s.fenceLen, s.fenceIn = c, n, s.list
		return end
	}
	heading := !marker && s.list == 0 && bytes.HasPrefix(line[i:], []byte("##")) && len(line) > i+2 && isSpace(line[i+2]) ||
		!marker && s.list == 0 && string(line[i:]) == "##"
	next := end
	if s.comments {
		next = s.scanInline(pos, pos+i, end, marker, heading)
	}
	if heading {
		from, to := headingText(s.src, pos+i+2, next)
		s.marks = append(s.marks, mark{pos, from, to, next})
	}
	return next
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
