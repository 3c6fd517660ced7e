package diag

// folding returns what tells the findings that another one of a list explains. Where the
// explanation is not in the list, as in a selection of files, a finding speaks for itself.
func folding(fs []Finding) func(*Finding) bool {
	var leading map[Cause]bool
	for i := range fs {
		if f := &fs[i]; f.Explains > 0 {
			if leading == nil {
				leading = map[Cause]bool{}
			}
			leading[Cause{f.File, f.Cells[0]}] = true
		}
	}
	return func(f *Finding) bool { return leading[f.Cause] }
}

// Leading lists the findings that no other one of the list explains.
func Leading(fs []Finding) []*Finding {
	folded := folding(fs)
	var out []*Finding
	for i := range fs {
		if !folded(&fs[i]) {
			out = append(out, &fs[i])
		}
	}
	return out
}
