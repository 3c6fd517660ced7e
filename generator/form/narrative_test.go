package form

import (
	"strings"
	"testing"
)

// A vocabulary is read as strictly as the rest of a definition.
func TestNarrativeFaults(t *testing.T) {
	base := "id: x\nfamily: f\ntitle: t\nyears: {from: 2021}\nsections: [{id: s, heading: S, table: a}]\n" +
		"tables: [{id: a, caption: A, columns: [{id: c, label: C}], rows: [{id: r, label: R}]}]\nnarrative:\n"
	for name, tc := range map[string]struct{ yaml, want string }{
		"unknown key":    {"  colour: red\n  topics: {}\n", `unknown key "colour"`},
		"unknown role":   {"  topics: {}\n  words: {nouns: [甲]}\n", `unknown key "nouns"`},
		"unknown table":  {"  topics: {t: {table: b, units: [件], rows: {}}}\n", `no table "b"`},
		"unknown row":    {"  topics: {t: {table: a, column: c, units: [件], rows: {q: [甲]}}}\n", `table a has no row "q"`},
		"unknown column": {"  topics: {t: {table: a, column: d, units: [件], rows: {r: [甲]}}}\n", `table a has no column "d"`},
		"no column":      {"  topics: {t: {table: a, units: [件], rows: {r: [甲]}}}\n", "column or columns is missing"},
		"no units":       {"  topics: {t: {table: a, column: c, rows: {r: [甲]}}}\n", "units is missing"},
		"empty word":     {"  topics: {t: {table: a, column: c, units: [件], rows: {r: [\"\"]}}}\n", "expected a word"},
		"two meanings":   {"  topics: {t: {table: a, column: c, units: [件], nouns: [甲], rows: {r: [甲]}}}\n", `"甲" is declared with two meanings`},
		"row of a sum":   {"  topics: {t: {table: a, column: c, units: [件], rows: {r: {words: [甲], or: [[q]]}}}}\n", `table a has no row "q"`},
	} {
		_, findings := new(Catalogue).Load("x.yaml", []byte(base+tc.yaml))
		if len(findings) == 0 || !strings.Contains(findings[0].Message.EN, tc.want) {
			t.Errorf("%s: %+v, want %s", name, findings, tc.want)
		} else if findings[0].Span.Line < 8 {
			t.Errorf("%s is shown at %+v", name, findings[0].Span)
		}
	}
	if f, findings := new(Catalogue).Load("x.yaml", []byte(base+"  topics: {t: {table: a, column: c, units: [件], rows: {r: [甲]}}}\n")); len(findings) > 0 || f.Narrative == nil {
		t.Errorf("got %+v, want a narrative and no finding", findings)
	}
	for _, id := range []string{"cn-2021", "cn-2019"} {
		c, err := Builtin()
		if err != nil || c.ByID(id).Narrative == nil {
			t.Errorf("%s has no vocabulary: %v", id, err)
		}
	}
}
