package archive

import (
	"strings"
	"time"

	"gongkai/generator/diag"
	"gongkai/generator/workspace"
)

// beijing is the time of the dates in content: UTC+8 all year.
var beijing = time.FixedZone("UTC+8", 8*60*60)

// ParseDate reads a date of publication, as content gives it, or a full time (RFC 3339). A day alone
// is its noon in Beijing, so that it is the same day in UTC.
func ParseDate(text string) (time.Time, bool) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.UTC(), true
	}
	if t, err := time.ParseInLocation("2006-01-02 15:04", text, beijing); err == nil {
		return t.UTC(), true
	}
	t, err := time.ParseInLocation("2006-01-02", strings.TrimSpace(text), beijing)
	return t.Add(12 * time.Hour).UTC(), err == nil
}

// dateOf is the date of a package: the one that was given, or the newest date in what is published.
func dateOf(given time.Time, state *workspace.State) (time.Time, error) {
	if !given.IsZero() {
		return given, nil
	}
	var newest time.Time
	for _, text := range dates(state) {
		if t, ok := ParseDate(text); ok && t.After(newest) {
			newest = t
		}
	}
	if newest.IsZero() {
		return newest, &Refusal{diag.Textf("内容里没有任何日期，不知道包里的记录应写哪一天", "there is no date in the content, so that the records of the package have none"),
			diag.Textf("请在报告里写公布日期，或用 --date 写明日期，如 --date 2025-01-20", "write when the reports were published, or give a date with --date, such as --date 2025-01-20")}
	}
	return newest, nil
}

// dates lists when what is published was published or changed.
func dates(state *workspace.State) []string {
	var out []string
	for _, p := range state.Site.Pages() {
		if r := p.Report; r != nil {
			out = append(out, r.Published)
			for _, v := range r.Revisions {
				out = append(out, v.Date)
			}
		}
		if i := p.Item; i != nil {
			out = append(out, i.Published, i.Updated, i.Written)
		}
	}
	return out
}
