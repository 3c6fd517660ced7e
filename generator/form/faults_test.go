package form

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// Each faulty definition of testdata/faults.txt has a fault at the place marked with ^, which is not a part of the
// definition, and none elsewhere.
func TestWrongDefinitions(t *testing.T) {
	data, err := os.ReadFile("testdata/faults.txt")
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range strings.Split("\n"+string(data), "\n### ")[1:] {
		name, rest, _ := strings.Cut(c, "\n")
		yaml, want, ok := strings.Cut(rest, "\n---->\n")
		want = strings.TrimSpace(want)
		if !ok || want == "" {
			t.Fatalf("case %d: got %q, want ----> and a message in it", i+1, c)
		}
		yaml += "\n"
		t.Run(name, func(t *testing.T) {
			before, after, ok := strings.Cut(yaml, "^")
			if !ok {
				t.Fatalf("got %q, want a place marked with ^", yaml)
			}
			line, column := strings.Count(before, "\n")+1, len([]rune(before[strings.LastIndex(before, "\n")+1:]))+1
			c, err := Builtin()
			if err != nil {
				t.Fatal(err)
			}
			findings := c.AddDir(fstest.MapFS{"forms/x.yaml": {Data: []byte(before + after)}})
			if c.ByID("x") != nil || len(findings) == 0 {
				t.Fatalf("got form x: %v, %d findings, want none loaded and a finding", c.ByID("x") != nil, len(findings))
			}
			said := false
			for _, f := range findings {
				said = said || strings.Contains(f.Message.EN, want)
				if f.File != "forms/x.yaml" || f.Rule != "form" || f.Span.Line != line || f.Span.Column != column || f.Message.ZH == "" {
					t.Errorf("%s:%d:%d %s (%s); want %d:%d %s", f.File, f.Span.Line, f.Span.Column, f.Message.EN, f.Hint.EN, line, column, want)
				}
			}
			// What is taken away may be named in several places of the base.
			if !said || len(findings) > 1 && !strings.Contains(yaml, "remove: true") {
				t.Errorf("got %+v, want %s", findings, want)
			}
		})
	}
}

// Faults between files: what is said, and where; the sound ones load all the same.
func TestWrongCatalogues(t *testing.T) {
	own := func(id, rest string) string {
		return "id: " + id + "\n" + rest + "\n"
	}
	const sound = "family: f\ntitle: t\nyears: {from: 2021}\nsections: [{id: s, heading: S}]"
	for name, tc := range map[string]struct {
		files []string
		want  string // place and message of the only finding; "" for none
		loads string
	}{
		"in any order":            {[]string{own("a", "extends: b"), own("b", "extends: c"), own("c", sound)}, "", "a b c"},
		"of itself":               {[]string{own("a", "extends: a"), own("b", sound)}, "forms/0.yaml:2:10 the form a extends itself", "b"},
		"in a circle":             {[]string{own("a", "extends: b"), own("b", "extends: c"), own("c", "extends: a")}, "forms/2.yaml:2:10 the form c extends itself", ""},
		"of nothing":              {[]string{own("a", "extends: z"), own("b", "extends: a")}, `forms/0.yaml:2:10 unknown form "z"`, ""},
		"of one with a fault":     {[]string{own("a", "extends: b"), own("b", sound+"\ncolour: red")}, `forms/1.yaml:6:1 unknown key "colour"`, ""},
		"two of one id":           {[]string{own("a", sound), own("a", sound)}, "forms/1.yaml:1:5 form a is already defined in 0.yaml", "a"},
		"one that is built in":    {[]string{own("cn-2021", sound)}, "forms/0.yaml:1:5 form cn-2021 is already defined in cn-2021.yaml", ""},
		"two defaults":            {[]string{own("a", sound+"\ndefault: {from: 2022}"), own("b", sound+"\ndefault: {from: 2023, to: 2023}")}, "forms/1.yaml:6:10 b and a are both the default of one year", "a"},
		"a default is its own":    {[]string{own("a", sound+"\ndefault: {from: 2022}"), own("b", "extends: a")}, "", "a b"},
		"an extension as default": {[]string{own("a", "extends: cn-2021\ndefault: {from: 2023}")}, "forms/0.yaml:3:10 a and cn-2021 are both the default of one year", ""},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := Builtin()
			if err != nil {
				t.Fatal(err)
			}
			builtin := len(c.All())
			site := fstest.MapFS{}
			for i, text := range tc.files {
				site["forms/"+string(rune('0'+i))+".yaml"] = &fstest.MapFile{Data: []byte(text)}
			}
			findings := c.AddDir(site)
			var got []string
			for _, f := range findings {
				got = append(got, fmt.Sprintf("%s:%d:%d %s", f.File, f.Span.Line, f.Span.Column, f.Message.EN))
			}
			if tc.want == "" && len(got) > 0 || tc.want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], tc.want)) {
				t.Errorf("found %q, want %q", got, tc.want)
			}
			for _, id := range strings.Fields(tc.loads) {
				if c.ByID(id) == nil {
					t.Errorf("%s does not load", id)
				}
			}
			if n := len(c.All()) - builtin; n != len(strings.Fields(tc.loads)) {
				t.Errorf("%d forms load, want %s", n, tc.loads)
			}
		})
	}
}
