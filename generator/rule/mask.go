package rule

import "bytes"

// notProse stands for a byte that is not prose.
const notProse = 1

// masked returns the passage with nothing but prose in it.
func (t passage) masked() passage {
	if !bytes.ContainsAny(t.text, "`~<[{\t") && !bytes.Contains(t.text, []byte("    ")) {
		t.last = new(point)
		return t
	}
	m := &proseOnly{src: t.text, out: bytes.Clone(t.text)}
	m.run()
	return passage{m.out, t.line, t.text, new(point)}
}

type proseOnly struct {
	src, out []byte

	// Where what was looked for is not found once, it is not looked for again: a text of
	// nothing but opening marks takes no longer than any other.
	endless  bool // no comment ends from here on
	stop     int  // the end of the paragraph at hand
	unclosed int  // so many backticks and more close nothing before stop, 0 for none known
	mark     int  // the next of "> \n" after a "<"
	unfilled int  // before here no placeholder ends
	targets  int  // before here the brackets of targets are matched
	close    map[int]int
}

func (m *proseOnly) run() {
	fence, blank := []byte(nil), true
	for i := 0; i < len(m.src); {
		end := lineEnd(m.src, i)
		line := m.src[i:end]
		trimmed := bytes.TrimLeft(line, " ")
		switch n := len(line) - len(trimmed); {
		case fence != nil:
			m.hide(i, end)
			if bytes.HasPrefix(bytes.TrimLeft(trimmed, "\t"), fence) {
				fence = nil
			}
		case bytes.HasPrefix(trimmed, []byte("```")) || bytes.HasPrefix(trimmed, []byte("~~~")):
			m.hide(i, end)
			fence = trimmed[:3]
		case (n >= 4 || n < len(line) && line[n] == '\t') && blank && len(bytes.TrimSpace(line)) > 0:
			m.hide(i, end)
			i = end
			continue // what follows an indented block may be more of it
		default:
			end = m.inline(i, end)
		}
		blank = len(bytes.TrimSpace(line)) == 0
		i = end
	}
}

// inline masks what a line holds beside prose; a comment or a code span may go on
// below it. It returns where the next line starts.
func (m *proseOnly) inline(i, end int) int {
	for i < end {
		switch m.src[i] {
		case '\\':
			i++
		case '`':
			n := 1
			for i+n < len(m.src) && m.src[i+n] == '`' {
				n++
			}
			i += m.code(i, n)
			continue
		case '<':
			stop := m.tag(i, end)
			if stop > 0 {
				m.hide(i, stop)
				i = stop
				continue
			}
		case ']':
			if i+1 < end && m.src[i+1] == '(' {
				if j := m.closing(i+1, end); j > 0 {
					m.hide(i+1, j+1)
					i = j
				}
			} else if i+2 < end && m.src[i+1] == ':' { // a definition of a link
				m.hide(i, end)
			}
		case '{':
			if i+1 < end && m.src[i+1] == '{' && i >= m.unfilled {
				if k := bytes.Index(m.src[i:end], []byte("}}")); k <= 0 {
					m.unfilled = end
				} else {
					for j := i; j < i+k+2; j++ {
						m.out[j] = '0'
					}
					i += k + 1
				}
			}
		}
		i++
	}
	for i = min(i, len(m.src)); i > end; { // went on below; a backslash may be the last byte
		end = lineEnd(m.src, end)
		if i <= end {
			return m.inline(i, end)
		}
	}
	return end
}

// tag returns the end of the comment or of the address in angle brackets that begins at
// i, 0 for none.
func (m *proseOnly) tag(i, end int) int {
	if bytes.HasPrefix(m.src[i:], []byte("<!--")) {
		if m.endless {
			return 0
		}
		if k := bytes.Index(m.src[i:], []byte("-->")); k >= 0 {
			return i + k + 3
		}
		m.endless = true
		return 0
	}
	if m.mark <= i {
		m.mark = end
		if k := bytes.IndexAny(m.src[i:end], "> \n"); k > 0 {
			m.mark = i + k
		}
	}
	if m.mark < end && m.src[m.mark] == '>' && !tagHere.Match(m.src[i:m.mark+1]) {
		return m.mark + 1
	}
	return 0
}

// code masks the code span that n backticks at i open, if they do, and returns the
// length of what was read.
func (m *proseOnly) code(i, n int) int {
	if i >= m.stop {
		m.stop, m.unclosed = len(m.src), 0
		if k := bytes.Index(m.src[i:], []byte("\n\n")); k >= 0 {
			m.stop = i + k
		}
	}
	if m.unclosed > 0 && n >= m.unclosed {
		return n
	}
	k := bytes.Index(m.src[i+n:max(m.stop, i+n)], m.src[i:i+n])
	if k < 0 {
		m.unclosed = n
		return n
	}
	m.hide(i, i+2*n+k)
	return 2*n + k
}

// closing returns the place of the bracket that closes the one at i in a line that goes
// to end, 0 for none.
func (m *proseOnly) closing(i, end int) int {
	if i >= m.targets {
		m.targets, m.close = end, map[int]int{}
		var open []int
		for j := i; j < end; j++ {
			switch m.src[j] {
			case '(':
				open = append(open, j)
			case ')':
				if n := len(open); n > 0 {
					m.close[open[n-1]] = j
					open = open[:n-1]
				}
			}
		}
	}
	return m.close[i]
}

func (m *proseOnly) hide(from, to int) {
	for j := from; j < min(to, len(m.out)); j++ {
		if m.out[j] != '\n' {
			m.out[j] = notProse
		}
	}
}
