package html

import "bytes"

// Column groups under a name that the minifier does not know.
var columnGroup, hiddenGroup = []byte("colgroup"), []byte("gongkai-columns")

// compact minifies markup into out. Whatever its options say, the minifier drops the end
// tags of column groups, and the start tags that have no attributes. A browser puts the
// former back; other readers take the rows for the group's content and lose the table.
// The latter change what the groups are. So the minifier does not get to see them.
//
// The minifier works in the memory of a bytes.Buffer; any other reader it would read into memory of its own, a
// tenth of what a build allocated.
func (t *Theme) compact(out, markup *bytes.Buffer) error {
	out.Grow(markup.Len()) // what is made is shorter, except where an entity replaces a character
	if small, ok := t.minimal.append(out.AvailableBuffer(), markup.Bytes()); ok {
		out.Write(small)
		return nil
	}
	if !bytes.Contains(markup.Bytes(), append([]byte("<"), columnGroup...)) {
		return t.html.Minify(t.minify, out, markup, nil)
	}
	var small bytes.Buffer
	err := t.html.Minify(t.minify, &small, bytes.NewBuffer(renamed(markup.Bytes(), columnGroup, hiddenGroup)), nil)
	out.Write(renamed(small.Bytes(), hiddenGroup, columnGroup))
	return err
}

// renamed replaces the name in start and end tags.
func renamed(markup, from, to []byte) []byte {
	for _, before := range []string{"<", "</"} {
		markup = bytes.ReplaceAll(markup, append([]byte(before), from...), append([]byte(before), to...))
	}
	return markup
}
