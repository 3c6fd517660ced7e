package report

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/source"
)

// exampleOf is the example of a form.
func exampleOf(t *testing.T, f *form.Form) string {
	t.Helper()
	data, err := os.ReadFile("../form/defs/" + f.ID + ".example.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// bound binds a report of a form, and returns it with its document.
func bound(t *testing.T, f *form.Form, text string) (*Report, *source.Document) {
	t.Helper()
	doc := document(text)
	r, _ := Bind(doc, builtin(t), f.Family, "a")
	if r == nil {
		t.Fatalf("the example of %s is not a report", f.ID)
	}
	return r, doc
}

// unasked is a report without what is only found when it is asked for.
func unasked(r *Report) Report {
	return Report{Agency: r.Agency, Year: r.Year, Form: r.Form, File: r.File, Title: r.Title, Published: r.Published, Draft: r.Draft, Scope: r.Scope,
		Children: r.Children, Includes: r.Includes, Excludes: r.Excludes, Values: r.Values, EmptyCells: r.EmptyCells, Waivers: r.Waivers,
		Revisions: r.Revisions, Origin: r.Origin, Notes: r.Notes, Attachments: r.Attachments,
		YearSpan: r.YearSpan, TitleSpan: r.TitleSpan, PublishedSpan: r.PublishedSpan, ScopeSpan: r.ScopeSpan, IncludeSpans: r.IncludeSpans,
		FileYear: r.FileYear, NoDate: r.NoDate}
}

// A report that was packed is what it was, and its text is read when it is asked for only; of every form, with all that may be packed.
func TestPack(t *testing.T) {
	forms, seen := builtin(t), 0
	for _, f := range forms.All() {
		example := exampleOf(t, f)
		for name, text := range map[string]string{
			"as it is": example,
			"with all": strings.Replace(example, "---\n", "---\ntitle: 某报告\nwaive: [{rule: jump, reason: 原因}, {rule: carry-over, cell: nothing, reason: 另}]\n"+
				"source: {title: 原件, url: https://www.example.org/, retrieved: 2024-01-02}\n", 1) + "\n## 附\n\n见[原件](/a/guide.md#一)，![图](x.png)，[^1]。\n\n[^1]: 注\n",
			"with other figures": strings.Replace(strings.Replace(example, " 5,", " 9999999999,", 1), "[1,", "[+1,", 1),
		} {
			was, doc := bound(t, f, text)
			packed, ok := was.Pack()
			if f.ListTable() != nil {
				if ok {
					t.Errorf("%s: a report with rows of its own is packed, want it read again", f.ID)
				}
				continue
			}
			if !ok {
				continue
			}
			seen++
			read := 0
			now, ok := Unpack(packed, forms, was.File, was.Agency, func() ([]byte, int) { read++; return doc.Body, doc.BodyLine })
			if !ok {
				t.Fatalf("%s %s: it cannot be unpacked", f.ID, name)
			}
			if got, want := unasked(now), unasked(was); !reflect.DeepEqual(got, want) {
				t.Errorf("%s %s: got %+v, want %+v", f.ID, name, got, want)
			}
			if got, want := now.Body.Links(), was.Body.Links(); !reflect.DeepEqual(got, want) || read != 0 {
				t.Errorf("%s %s: got links %v with %d readings, want %v without any", f.ID, name, got, read, want)
			}
			if got, want := now.Parts(), was.Parts(); !reflect.DeepEqual(got, want) || read != 1 {
				t.Errorf("%s %s: got parts %v with %d readings, want %v with one", f.ID, name, got, read, want)
			}
			if got, want := now.UnknownSections(), was.UnknownSections(); !reflect.DeepEqual(got, want) {
				t.Errorf("%s %s: got sections %v that the form does not have, want %v", f.ID, name, got, want)
			}
			for i := range packed { // what it is then does not matter
				_, _ = Unpack(packed[:i], forms, was.File, was.Agency, nil)
			}
		}
	}
	if seen < 2*len(forms.All()) {
		t.Errorf("%d reports were packed, want at least two of most forms", seen)
	}
}

// What is seldom in a report keeps it from being packed.
func TestPackRefuses(t *testing.T) {
	f := builtin(t).ByID("cn-2021")
	for _, more := range []string{"revisions: [{date: 2024-01-02, note: 更正}]", "notes: [{original: 一, entered: 二, reason: 三}]",
		"attachments: [{file: x.pdf, title: 附件}]", "scope: government\nincludes: [b]", "scope: government\nincludes: children\nexcludes: [{agency: c, reason: 并入}]"} {
		r, _ := bound(t, f, strings.Replace(exampleOf(t, f), "---\n", "---\n"+more+"\n", 1))
		if _, ok := r.Pack(); ok {
			t.Errorf("a report with %s is packed, want it read again", more)
		}
	}
}
