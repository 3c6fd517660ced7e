package report

import "time"

// Deadline is the day by which the form asks an agency of a kind and level to publish the
// report, YYYY-MM-DD; "" where it asks for none. An area total is the government's,
// whichever office publishes it.
func (r *Report) Deadline(kind, level string) string {
	if r.Scope == "government" {
		kind = "government"
	}
	for _, d := range r.Form.Checks.Deadlines {
		if d.Has(kind, level) {
			return time.Date(r.Year+1, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		}
	}
	return ""
}
