package fixity

import (
	"encoding/hex"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"

	"gongkai/generator/archive/fixity/tree"
)

// list reads a manifest: a digest, white space and a path in each line (RFC 8493, section 2.1.3).
func (b *bag) list(name, algorithm string) (*list, error) {
	text, err := b.read(name)
	if err != nil {
		return nil, err
	}
	l := &list{name, algorithm, map[string]string{}}
	size := algorithms[algorithm]().Size() * 2
	first := style{}
	n := 0
	for line := range strings.Lines(text) {
		n++
		sum, rest, ok := cutSpace(strings.TrimRight(line, "\r\n"))
		file, s := strings.TrimLeft(rest, " \t"), styleOf(line, sum, rest)
		file = strings.TrimPrefix(file, "*") // md5sum -b
		if _, err := hex.DecodeString(sum); !ok || err != nil || len(sum) != size || file == "" {
			b.note(Manifest, name, "第 %d 行不是“摘要 路径”", "line %d is not a digest and a path", n)
			continue
		}
		if n == 1 {
			first = s
		}
		// No digest covers a tag manifest. One program writes all lines alike, so that one line
		// that is not was touched later, even if it means the same.
		if s.differs(first) {
			b.note(Manifest, name, "第 %d 行的写法与别的行不同（空格、大小写、换行），像是后来改过", "line %d is not written as the others are (spaces, capitals, line end), as if it had been changed later", n)
		}
		p := b.decoded(file)
		if clean := path.Clean(p); clean != p && "./"+clean != p || strings.HasPrefix(p, "/") || strings.HasPrefix(p, "../") || strings.HasPrefix(p, "~") || strings.Contains(p, `\`) {
			b.note(Manifest, name, "第 %d 行的路径指向包以外，或写法不规范：%q", "line %d: the path leads out of the bag, or is not written plainly: %q", n, p)
			continue
		}
		p = strings.TrimPrefix(p, "./")
		if _, twice := l.digests[p]; twice {
			b.note(Manifest, name, "%q 列了两次", "it lists %q twice", p)
		}
		l.digests[p] = strings.ToLower(sum)
	}
	return l, nil
}

// cutSpace splits a line at its first white space.
func cutSpace(line string) (before, after string, ok bool) {
	i := strings.IndexAny(line, " \t")
	if i < 0 {
		return line, "", false
	}
	return line[:i], line[i:], true
}

// style is how a line is written, apart from what it says. A digest of digits alone has no case.
type style struct{ space, end, letters string }

func styleOf(line, sum, rest string) style {
	s := style{space: rest[:len(rest)-len(strings.TrimLeft(rest, " \t*"))], end: line[len(strings.TrimRight(line, "\r\n")):]}
	switch lower, upper := strings.ToLower(sum), strings.ToUpper(sum); {
	case lower == upper:
	case sum == lower:
		s.letters = "lower"
	case sum == upper:
		s.letters = "upper"
	default:
		s.letters = "mixed"
	}
	return s
}

func (s style) differs(first style) bool {
	return s.space != first.space || s.end != first.end || s.letters == "mixed" || s.letters != "" && first.letters != "" && s.letters != first.letters
}

var percent = strings.NewReplacer("%0A", "\n", "%0a", "\n", "%0D", "\r", "%0d", "\r", "%25", "%")

// decoded is the name of a file that a manifest lists. RFC 8493 encodes CR, LF and % in it;
// readers before it, and bagit-python to this day, know no %25: where a file bears the name as
// it is written, that is meant.
func (b *bag) decoded(name string) string {
	if !strings.Contains(name, "%") || b.tree.File(name) != nil {
		return name
	}
	return percent.Replace(name)
}

// find finds a file by its name, also where disk and manifest compose a character differently.
func (b *bag) find(name string) *tree.File {
	if f := b.tree.File(name); f != nil {
		return f
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.byForm == nil {
		b.byForm = make(map[string]*tree.File, len(b.tree.Files))
		for _, f := range b.tree.Files {
			b.byForm[norm.NFC.String(f.Path)] = f
		}
	}
	return b.byForm[norm.NFC.String(name)]
}
