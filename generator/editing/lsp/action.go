package lsp

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
)

// fixAll is the kind of the action that makes every fix of the file, which an editor
// may be set to ask for when a file is saved.
const fixAll = "source.fixAll.gongkai"

// actions offers the fixes of the findings in a range, and what is proposed for them, and
// all fixes of the file at once.
// They are of the text as it was checked, so they wait for the check; a text that has
// changed since is asked about again.
func (s *server) actions(r *request) (any, error) {
	found, err := r.document.site.settled(r.ctx)
	if err != nil {
		return nil, err
	}
	t := r.document.text
	actions := []codeAction{}
	if found == nil || found.texts[r.document.file] != t {
		return actions, nil
	}
	var all []textEdit
	fixes := 0
	for i := range found.findings[r.document.file] {
		f := &found.findings[r.document.file][i]
		if f.Waived {
			continue
		}
		safe := f.Fix
		if safe != nil && safe.ToUTF8 { // an editor has decoded the file already
			safe = nil
		}
		if safe != nil {
			if edits := edits(t, safe); free(all, edits) {
				all = append(all, edits...)
				fixes++
			}
		}
		for _, fix := range []*diag.Fix{safe, f.Proposal} {
			if of := t.span(f.Span); fix != nil && wanted(r.Context.Only, "quickfix") && touch(of, r.Range) {
				actions = append(actions, codeAction{Title: fix.Title.In(s.lang), Kind: "quickfix", IsPreferred: fix == safe,
					Diagnostics: []diagnostic{r.document.site.diagnostic(found, t, f)}, Edit: r.change(edits(t, fix))})
			}
		}
	}
	if fixes > 0 && wanted(r.Context.Only, fixAll) {
		actions = append(actions, codeAction{Title: diag.Textf("改好本文件里可以放心改的 %d 处", "make the %d safe fixes of this file", fixes).In(s.lang), Kind: fixAll, Edit: r.change(all)})
	}
	return actions, nil
}

func (r *request) change(edits []textEdit) workspaceEdit {
	return workspaceEdit{Changes: map[string][]textEdit{r.document.uri: edits}}
}

func edits(t *text, f *diag.Fix) []textEdit {
	out := []textEdit{}
	for _, e := range f.Edits {
		out = append(out, textEdit{t.span(e.Span), e.Text})
	}
	return out
}

// wanted reports whether the client asks for a kind of action: it names kinds, or what
// they begin with.
func wanted(only []string, kind string) bool {
	return only == nil || slices.ContainsFunc(only, func(o string) bool { return kind == o || strings.HasPrefix(kind, o+".") })
}

// free reports whether none of the edits touches one of those that are taken.
func free(taken, edits []textEdit) bool {
	return !slices.ContainsFunc(edits, func(e textEdit) bool {
		return slices.ContainsFunc(taken, func(o textEdit) bool { return touch(e.Range, o.Range) })
	})
}

// touch reports whether two ranges have a place in common, be it where one ends.
func touch(a, b Range) bool { return !less(a.End, b.Start) && !less(b.End, a.Start) }

func less(a, b Position) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Character < b.Character
}
