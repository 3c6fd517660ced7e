package lsp_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// A person, or a cat on the keyboard, types into a report while everything is asked at
// once; the server goes on, and when the text is sound again says so.
func TestRandomEdits(t *testing.T) {
	c := start(t, site(t), nil)
	text := c.read(this)
	c.open(this)
	r := rand.New(rand.NewPCG(7, 7))
	pieces := []string{"\n", "  ", "[", "]", "{", "}", ",", ": ", "：", "，", "\"", "'", "#", "- ", "---\n", "{{", "}}", "件", "𠮷", "0", "待填", "\t", "|", "&a", "\r", "waive:\n  - {rule: "}
	methods := []string{"completion", "hover", "definition", "inlayHint", "documentSymbol", "codeAction", "formatting"}
	for n := range 400 {
		lines := strings.Count(text, "\n") + 1
		from := object{"line": r.IntN(lines), "character": r.IntN(40)}
		to := object{"line": from["line"].(int) + r.IntN(2), "character": r.IntN(40)}
		c.notify("textDocument/didChange", object{"textDocument": object{"uri": c.uri(this), "version": n + 2}, "contentChanges": []object{
			{"range": object{"start": from, "end": to}, "text": pieces[r.IntN(len(pieces))]}}})
		id := fmt.Sprintf("r%d", n)
		c.send(object{"id": id, "method": "textDocument/" + methods[n%len(methods)], "params": object{"textDocument": object{"uri": c.uri(this)}, "position": from,
			"range": object{"start": from, "end": to}, "context": object{"diagnostics": []any{}}, "options": object{}}})
		if n%5 == 0 {
			c.notify("$/cancelRequest", object{"id": id})
		}
	}
	answered := map[string]bool{}
	for len(answered) < 400 {
		if m := c.next(); m.Method == "" {
			if m.Error != nil && m.Error.Code != -32800 {
				t.Fatalf("%s: %+v", m.ID, m.Error)
			}
			answered[string(m.ID)] = true
		}
	}
	c.edit(this, 1000, changed(t, text, row, wrong))
	c.diagnostics(this, "row-total")
}
