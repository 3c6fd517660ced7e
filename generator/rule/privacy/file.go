package privacy

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/prose"
)

// Located is a personal number with its place in a content file.
type Located struct {
	Hit
	Span diag.Span
}

// ScanFile finds the personal numbers in a content file that a reader of its page would see: all of
// it is published but its comments.
func ScanFile(data []byte) []Located {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	return scanFile(data, frontMatter(data))
}

// ScanYAML finds the personal numbers in a file of YAML except for its comments.
func ScanYAML(data []byte) []Located {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	return scanFile(data, len(data))
}

func scanFile(data []byte, front int) []Located {
	var out []Located
	at := places{text: data}
	comments := prose.Comments(data[front:])
	for _, h := range scanSeen(data, front) {
		if h.Start >= front && front < len(data) {
			if comments.Covers(h.Start - front) {
				continue
			}
		} else if inComment(data, h.Start) {
			continue
		}
		out = append(out, Located{h, at.of(h)})
	}
	return out
}

// scanSeen finds the numbers of a file as it is written, and as it is seen, in order.
func scanSeen(data []byte, front int) []Hit {
	hits := Scan(data)
	if !mayDiffer(data, front) {
		return hits
	}
	written := len(hits)
	more, _ := asSeen(data, front).hits()
	for _, h := range append(more, addressed(data)...) {
		if !slices.ContainsFunc(hits, func(x Hit) bool { return x.Number == h.Number && x.Start < h.End && h.Start < x.End }) {
			hits = append(hits, h)
		}
	}
	if len(hits) > written {
		slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(a.Start, b.Start) })
	}
	return hits
}

// ScanAll finds the personal numbers in a content file, those in comments too.
func ScanAll(data []byte) []Hit { return scanSeen(data, frontMatter(data)) }

// frontMatter is the end of a content file's front matter, 0 where it has none.
func frontMatter(data []byte) int {
	if !bytes.HasPrefix(data, []byte("---")) {
		return 0
	}
	return max(bytes.Index(data, []byte("\n---")), 0)
}

// Mobiles lists the mobile numbers in a text.
func Mobiles(text string) []string {
	var out []string
	for _, h := range Scan([]byte(text)) {
		if h.Kind == Mobile {
			out = append(out, h.Number)
		}
	}
	return out
}

// inComment reports whether a place of YAML is in a comment. Where it cannot tell, it is
// none.
func inComment(data []byte, at int) bool {
	start := bytes.LastIndexByte(data[:at], '\n') + 1
	var quote byte
	for i := start; i < at; i++ {
		switch c := data[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case (c == '"' || c == '\'') && (i == start || strings.IndexByte(" [{,:-", data[i-1]) >= 0):
			quote = c
		case c == '#' && (i == start || data[i-1] == ' ' || data[i-1] == '\t'):
			return !inBlock(data[:start], indent(data[start:]))
		}
	}
	return false
}

// inBlock reports whether the next line, with its indentation, belongs to a block
// scalar, in which # is not a comment.
func inBlock(before []byte, own int) bool {
	for line := range lastLines(before) {
		text := bytes.TrimSpace(line)
		if len(text) == 0 {
			continue
		}
		if n := indent(line); n < own {
			if text = bytes.TrimRight(text, "+-0123456789"); len(text) > 0 && (text[len(text)-1] == '|' || text[len(text)-1] == '>') {
				return true
			}
			own = n
		}
	}
	return false
}

func indent(line []byte) int { return len(line) - len(bytes.TrimLeft(line, " ")) }

// lastLines yields the lines of a text from the last to the first.
func lastLines(text []byte) func(func([]byte) bool) {
	return func(yield func([]byte) bool) {
		for text = bytes.TrimSuffix(text, []byte("\n")); ; {
			i := bytes.LastIndexByte(text, '\n')
			if !yield(text[i+1:]) || i < 0 {
				return
			}
			text = text[:i]
		}
	}
}
