package lsp

import (
	"bytes"
)

// format lays out the front matter; the edit names only the lines that change, so that
// the cursor stays where it is.
func (s *server) format(r *request) (any, error) {
	t := r.document.text
	after, err := r.document.site.site.Format(r.ctx, map[string][]byte{r.document.file: t.data}, r.document.file)
	if err != nil || after == nil {
		return nil, err
	}
	from := commonLines(t.data, after)
	a, b := t.data[from:], after[from:]
	tail := commonTail(a, b)
	to := len(t.data) - tail
	return []textEdit{{Range{t.position(from), t.position(to)}, string(after[from : len(after)-tail])}}, nil
}

// commonLines is the length of the whole lines that two texts begin with alike.
func commonLines(a, b []byte) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return bytes.LastIndexByte(a[:n], '\n') + 1
}

// commonTail is the length of the whole lines that two texts end with alike.
func commonTail(a, b []byte) int {
	n := 0
	for n < min(len(a), len(b)) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	i := bytes.IndexByte(a[len(a)-n:], '\n')
	if i < 0 {
		return 0
	}
	return n - i - 1
}
