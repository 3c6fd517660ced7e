package privacy

import (
	"bytes"
	"path"
	"strings"

	"gongkai/generator/rule/privacy/filetext"
)

// MaxDocument is the largest document that is looked into, in bytes.
const MaxDocument = 64 << 20

// ReadsDocument reports whether ScanDocument looks into files of a name.
func ReadsDocument(name string) bool { return filetext.Readable(name) }

// ScanDocument finds the personal numbers in a document that is published beside a page, each once. Only in a
// plain text they have a place.
func ScanDocument(name string, data []byte) (out []Located) {
	if strings.EqualFold(path.Ext(name), ".txt") {
		data = bytes.TrimPrefix(data, []byte("\ufeff"))
		at := places{text: data}
		for _, h := range Scan(data) {
			out = append(out, Located{h, at.of(h)})
		}
		return out
	}
	seen := map[string]bool{}
	for _, text := range filetext.Text(name, data) {
		for _, h := range Scan([]byte(text)) {
			if !seen[h.Number] {
				seen[h.Number] = true
				out = append(out, Located{Hit: h})
			}
		}
	}
	return out
}
