package diag

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// A list says of findings in groups what sorting all of them says.
func TestListEqualsSortedFindings(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		var all []Finding
		var groups, rest []*Group
		for _, folder := range []string{"content/a", "content/a-b", "content/a/", "content/b/x", "static/", "gongkai.yaml"} {
			var found []Finding
			for range r.IntN(4) {
				found = append(found, Finding{Rule: "r", File: fmt.Sprint(folder, r.IntN(3)), Span: Span{Line: r.IntN(3)}, Severity: Severity(1 + r.IntN(2)), Waived: r.IntN(4) == 0})
			}
			all = append(all, found...)
			if folder == "static/" {
				rest = append(rest, ByFile(found)...)
			} else {
				groups = append(groups, NewGroup(found))
			}
		}
		all = Sort(all)
		l := NewList(slices.Concat(groups, []*Group{nil}, rest))
		if got := l.Slice(); !slices.EqualFunc(got, all, func(a, b Finding) bool { return reflect.DeepEqual(a, b) }) {
			t.Fatalf("the list has %v of %v", got, all)
		}
		if got, want := l.Summary(7), Summarise(all, 7); got != want {
			t.Fatalf("the list counts %v of %v", got, want)
		}
		for i := range all {
			found := l.Of(all[i].File)
			if !slices.ContainsFunc(found, func(f *Finding) bool { return reflect.DeepEqual(*f, all[i]) }) || slices.ContainsFunc(found, func(f *Finding) bool { return f.File != all[i].File }) {
				t.Fatalf("on %s there are %v of %v", all[i].File, found, all)
			}
		}
		if found := l.Of("content/zz"); found != nil {
			t.Fatalf("on no file there is %v", found)
		}
		var unresolved []Finding
		for f := range l.Unresolved() {
			unresolved = append(unresolved, *f)
		}
		errors, warnings := slices.Clone(all), slices.Clone(all)
		of := func(s Severity) func(Finding) bool {
			return func(f Finding) bool { return f.Waived || f.Severity != s }
		}
		want := append(slices.DeleteFunc(errors, of(Error)), slices.DeleteFunc(warnings, of(Warning))...)
		if !slices.EqualFunc(unresolved, want, func(a, b Finding) bool { return reflect.DeepEqual(a, b) }) {
			t.Fatalf("%v are unresolved of %v", unresolved, want)
		}
	}
}

func TestListSince(t *testing.T) {
	group := func(file string) *Group { return NewGroup([]Finding{{File: file}, {File: file, Span: Span{Line: 2}}}) }
	a, b, c := group("a"), group("b"), group("c")
	before := NewList([]*Group{a, b})
	again := group("b")
	var got []string
	for f := range NewList([]*Group{c, again, a}).Since(before) {
		got = append(got, f.File)
	}
	if !slices.Equal(got, []string{"b", "b", "c", "c"}) {
		t.Errorf("new are the findings on %v", got)
	}
	if n := len(slices.Collect(before.Since(nil))); n != 4 {
		t.Errorf("all %d are new where nothing was before", n)
	}
}
