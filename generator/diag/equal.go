package diag

import "slices"

// Equal compares all of two findings.
func (f Finding) Equal(g Finding) bool {
	return f.Rule == g.Rule && f.Severity == g.Severity && f.File == g.File && f.Span == g.Span && f.Message == g.Message && f.Hint == g.Hint &&
		slices.Equal(f.Cells, g.Cells) && f.Expected == g.Expected && f.Actual == g.Actual && f.Agency == g.Agency && f.Year == g.Year &&
		f.Waived == g.Waived && f.Reason == g.Reason && f.Fix.equal(g.Fix) && f.Proposal.equal(g.Proposal) &&
		slices.Equal(f.Related, g.Related) && f.Cause == g.Cause && f.Explains == g.Explains
}

func (f *Fix) equal(g *Fix) bool {
	if f == nil || g == nil {
		return f == g
	}
	return f.Title == g.Title && f.ToUTF8 == g.ToUTF8 && slices.Equal(f.Edits, g.Edits)
}

// Equal compares two lists of findings, one by one.
func Equal(a, b []Finding) bool { return slices.EqualFunc(a, b, Finding.Equal) }
