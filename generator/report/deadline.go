package report

// Deadline is the day by which the form asks an agency of a kind and level to publish the
// report, YYYY-MM-DD; "" where it asks for none. An area total is the government's,
// whichever office publishes it.
func (r *Report) Deadline(kind, level string) string {
	if r.Scope == "government" {
		kind = "government"
	}
	for _, d := range r.Form.Checks.Deadlines {
		if d.Has(kind, level) {
			return d.In(r.Year + 1)
		}
	}
	return ""
}

// YearEnd is the last day of the year that the report is of, YYYY-MM-DD.
func (r *Report) YearEnd() string { return r.Form.Checks.YearEnds.In(r.Year) }
