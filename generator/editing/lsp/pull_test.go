package lsp_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"gongkai/generator/editing/lsp"
)

// report is what a request for diagnostics is answered with.
type report struct {
	Kind     string
	ResultID string `json:"resultId"`
	Items    []item
}

type item struct {
	Code    string
	Related []struct{} `json:"relatedInformation"`
}

// An editor that asks for diagnostics, and can be told to ask again, is sent none; the answer is of the text as it is, with a
// place for each operand of a relation.
func TestPulledDiagnostics(t *testing.T) {
	c := start(t, site(t), object{"capabilities": object{
		"workspace":    object{"diagnostics": object{"refreshSupport": true}},
		"textDocument": object{"diagnostic": object{}, "publishDiagnostics": object{"relatedInformation": true}}}})
	pull := func(file, previous string) (r report) {
		t.Helper()
		c.decode(c.call("textDocument/diagnostic", object{"textDocument": object{"uri": c.uri(file)}, "previousResultId": previous}), &r)
		return r
	}
	text := c.read(this)
	c.open(this, text)
	sound := pull(this, "")
	if sound.Kind != "full" || len(sound.Items) == 0 || slices.ContainsFunc(sound.Items, func(d item) bool { return d.Code == "row-total" }) {
		t.Errorf("sums that hold: got %+v, want a list of other findings", sound)
	}
	if again := pull(this, sound.ResultID); again.Kind != "unchanged" {
		t.Errorf("asked again: got %+v, want unchanged", again)
	}
	c.edit(this, 2, strings.Replace(text, "[5, 2, 0, 0, 1, 0, 8]", "[5, 2, 0, 0, 1, 0, 9]", 1))
	broken := pull(this, sound.ResultID)
	operands := map[string]int{}
	for _, d := range broken.Items {
		operands[d.Code] = len(d.Related)
	}
	// The sum of a row has six operands; the balance of a column three.
	if broken.Kind != "full" || operands["row-total"] != 6 || operands["balance"] != 3 {
		t.Errorf("with a wrong digit: got %s with places %v, want row-total with 6 and balance with 3", broken.Kind, operands)
	}
	c.edit(this, 3, text)
	if mended := pull(this, broken.ResultID); mended.Kind != "full" || mended.ResultID != sound.ResultID {
		t.Errorf("mended: got %+v, want what there was at first", mended)
	}
	if outside := pull("../elsewhere.md", ""); outside.Kind != "full" || len(outside.Items) != 0 {
		t.Errorf("outside a site: got %+v, want a full list of none", outside)
	}
	refreshed := 0
	for _, m := range c.notes {
		switch m.Method {
		case "textDocument/publishDiagnostics":
			t.Errorf("diagnostics were sent too: %s", m.Params)
		case "workspace/diagnostic/refresh":
			refreshed++
			var id string
			if json.Unmarshal(m.ID, &id) != nil || id == "" {
				t.Errorf("it is told to ask again without an id to answer to: %s", m.ID)
			}
		}
	}
	if refreshed == 0 {
		t.Error("it is not told to ask again")
	}
}

// The places that speak of a figure, with its own where that is asked for.
func TestReferences(t *testing.T) {
	c := start(t, site(t), nil)
	text := c.read(this) + "\n全年新收政府信息公开申请8件，共 {{ applications.new.total }} 件。\n"
	c.open(this, text)
	before, _, _ := strings.Cut(text, "[5, 2, 0, 0, 1, 0, 8]")
	line := strings.Count(before, "\n")
	column := len(utf16.Encode([]rune(before[strings.LastIndexByte(before, '\n')+1:]))) + len("[5, 2, 0, 0, 1, 0, ")
	for declared, want := range map[bool]string{false: "applications.new.total, applications.new.total, 8件", true: "8, applications.new.total, applications.new.total, 8件"} {
		var list []struct {
			URI   string
			Range lsp.Range
		}
		c.decode(c.call("textDocument/references", object{"textDocument": object{"uri": c.uri(this)}, "position": object{"line": line, "character": column},
			"context": object{"includeDeclaration": declared}}), &list)
		lines, got := strings.Split(text, "\n"), []string{}
		for _, l := range list {
			if l.URI != c.uri(this) {
				t.Errorf("a place in %s", l.URI)
			}
			units := utf16.Encode([]rune(lines[l.Range.Start.Line]))
			got = append(got, fmt.Sprint(string(utf16.Decode(units[l.Range.Start.Character:l.Range.End.Character]))))
		}
		if sortedList(got) != sortedList(strings.Split(want, ", ")) {
			t.Errorf("with its own place: %v: got %q, want %q", declared, got, want)
		}
	}
}

func sortedList(list []string) string {
	counted := map[string]int{}
	for _, s := range list {
		counted[s]++
	}
	return fmt.Sprint(counted)
}
