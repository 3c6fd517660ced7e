package rule

import "bytes"

// blot stands for a byte that is no prose.
const blot = 1

// masked returns the passage with nothing but prose in it.
func (t passage) masked() passage {
	if !bytes.ContainsAny(t.text, "`~<[{\t") && !bytes.Contains(t.text, []byte("    ")) {
		return t
	}
	m := &masker{src: t.text, out: bytes.Clone(t.text)}
	m.run()
	return passage{m.out, t.line, t.text}
}

type masker struct{ src, out []byte }

func (m *masker) run() {
	fence, blank := []byte(nil), true
	for i := 0; i < len(m.src); {
		end := lineEnd(m.src, i)
		line := m.src[i:end]
		trimmed := bytes.TrimLeft(line, " ")
		switch n := len(line) - len(trimmed); {
		case fence != nil:
			m.blot(i, end)
			if bytes.HasPrefix(bytes.TrimLeft(trimmed, "\t"), fence) {
				fence = nil
			}
		case bytes.HasPrefix(trimmed, []byte("```")) || bytes.HasPrefix(trimmed, []byte("~~~")):
			m.blot(i, end)
			fence = trimmed[:3]
		case (n >= 4 || n < len(line) && line[n] == '\t') && blank && len(bytes.TrimSpace(line)) > 0:
			m.blot(i, end)
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
func (m *masker) inline(i, end int) int {
	for i < end {
		switch m.src[i] {
		case '\\':
			i++
		case '`':
			n := 1
			for i+n < len(m.src) && m.src[i+n] == '`' {
				n++
			}
			stop := len(m.src)
			if k := bytes.Index(m.src[i:], []byte("\n\n")); k >= 0 {
				stop = i + k
			}
			if k := bytes.Index(m.src[i+n:max(stop, i+n)], m.src[i:i+n]); k >= 0 {
				m.blot(i, i+2*n+k)
				i += 2*n + k
			} else {
				i += n
			}
			continue
		case '<':
			stop := -1
			if bytes.HasPrefix(m.src[i:], []byte("<!--")) {
				if k := bytes.Index(m.src[i:], []byte("-->")); k >= 0 {
					stop = i + k + 3
				}
			} else if k := bytes.IndexAny(m.src[i:end], "> \n"); k > 0 && m.src[i+k] == '>' && !tag.Match(m.src[i:i+k+1]) {
				stop = i + k + 1
			}
			if stop > 0 {
				m.blot(i, stop)
				i = stop
				continue
			}
		case ']':
			if i+1 < end && m.src[i+1] == '(' {
				depth := 0
				for j := i + 1; j < end; j++ {
					switch m.src[j] {
					case '(':
						depth++
					case ')':
						depth--
					}
					if depth == 0 {
						m.blot(i+1, j+1)
						i = j
						break
					}
				}
			} else if i+2 < end && m.src[i+1] == ':' { // a definition of a link
				m.blot(i, end)
			}
		case '{':
			if i+1 < end && m.src[i+1] == '{' {
				if k := bytes.Index(m.src[i:end], []byte("}}")); k > 0 {
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

func (m *masker) blot(from, to int) {
	for j := from; j < min(to, len(m.out)); j++ {
		if m.out[j] != '\n' {
			m.out[j] = blot
		}
	}
}
