package rule

import "bytes"

// quotes are the marks around a quotation or the title of a document.
var quotes = [...][2]string{{"“", "”"}, {"《", "》"}, {"‘", "’"}, {"「", "」"}}

// quotation tells which places of a text are inside quotation marks or the title of a document. It
// is asked for one place after the other, so that it reads every line once.
type quotation struct {
	text []byte
	at   int
	open [len(quotes)]bool // before at, in its line
}

// around reports whether a place is between marks of its line.
func (q *quotation) around(at int) bool {
	if at < q.at {
		*q = quotation{text: q.text, at: bytes.LastIndexByte(q.text[:at], '\n') + 1}
	}
	for i := q.at; i < at; i++ {
		switch c := q.text[i]; c {
		case '\n':
			q.open = [len(quotes)]bool{}
		case "“"[0], "《"[0]:
			for k, marks := range quotes {
				for n, mark := range marks {
					if bytes.HasPrefix(q.text[i:at], []byte(mark)) {
						q.open[k] = n == 0
					}
				}
			}
		}
	}
	q.at = max(q.at, at)
	return q.open != [len(quotes)]bool{}
}
