package search

import (
	"strconv"
	"sync"

	"gongkai/generator/output"
)

// batch is how many bytes of texts make a file, unless one text alone is longer. A
// reader loads a file or less for each result on the screen.
const batch = 14 << 10

// texts gathers what the page of results shows and checks, in the order of ids.
type texts struct {
	sync.Mutex
	waiting map[int][]byte // that came before their turn
	next    int            // id whose turn it is
	open    []byte         // of the file that is being filled
	held    int            // texts in it
	counts  []int          // of texts in each file
}

// appendText appends what is published of a page: its path, title and text.
func appendText(out []byte, path string, title, text []byte) []byte {
	out = appendJSON(append(out, '['), path)
	out = appendJSON(append(out, ','), title)
	out = appendJSON(append(out, ','), text)
	return append(out, ']')
}

// add takes a page's text and writes what is complete.
func (t *texts) add(id int, text []byte, write func(output.File) error) error {
	t.Lock()
	t.waiting[id] = text
	var done []output.File
	for text := t.waiting[t.next]; text != nil; text = t.waiting[t.next] {
		delete(t.waiting, t.next)
		t.next++
		if t.held > 0 && len(t.open)+len(text) > batch {
			done = append(done, t.close())
		}
		t.open = append(t.open, ",\n"[:min(2, 2*t.held)]...)
		t.open = append(t.open, text...)
		t.held++
	}
	t.Unlock()
	for _, f := range done {
		if err := write(f); err != nil {
			return err
		}
	}
	return nil
}

func (t *texts) close() output.File {
	name := strconv.Itoa(len(t.counts))
	data := append([]byte(`gongkaiSearch("t`+name+`",[`), t.open...)
	t.counts = append(t.counts, t.held)
	t.open, t.held = t.open[:0], 0
	return output.File{Path: "search/texts/" + name + ".js", Data: append(data, "])\n"...)}
}

// flush writes the last file.
func (t *texts) flush(write func(output.File) error) error {
	if t.held == 0 {
		return nil
	}
	return write(t.close())
}
