package report

import (
	"bytes"

	"gongkai/generator/source"
)

// IsDraft reports whether a report says that it is a draft, also where the rest of its
// front matter cannot be read: nothing in a draft keeps the others from being
// published. data is the file that doc was read from.
func IsDraft(doc *source.Document, data []byte) bool {
	var said []string
	if doc.Readable {
		for i, k := range doc.Front.Keys {
			if v := doc.Front.Items[i]; k.Value == "draft" || aliases[k.Value] == "draft" {
				said = append(said, v.Value)
			}
		}
	} else {
		said = draftLines(data)
	}
	for _, s := range said {
		if s != "true" && s != "是" {
			return false
		}
	}
	return len(said) > 0
}

// draftLines are the values of the key in front matter that cannot be read, up to its
// end or the first heading.
func draftLines(data []byte) []string {
	var said []string
	first := true
	for line := range bytes.Lines(bytes.ReplaceAll(data, []byte{'\r'}, []byte{'\n'})) {
		line = bytes.TrimSpace(line)
		if bytes.HasPrefix(line, []byte("##")) || !first && bytes.Equal(line, []byte("---")) {
			break
		}
		first = false
		for zh, id := range aliases {
			if id != "draft" {
				continue
			}
			for _, key := range []string{zh, id} {
				rest, ok := bytes.CutPrefix(line, []byte(key))
				rest = bytes.TrimSpace(rest)
				if value := bytes.TrimPrefix(bytes.TrimPrefix(rest, []byte(":")), []byte("：")); ok && len(value) < len(rest) {
					value, _, _ = bytes.Cut(bytes.ReplaceAll(value, []byte("\t#"), []byte(" #")), []byte(" #"))
					said = append(said, string(bytes.TrimSpace(value)))
				}
			}
		}
	}
	return said
}
