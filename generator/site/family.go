package site

import (
	"cmp"
	"slices"
	"strconv"

	"gongkai/generator/report"
)

// families parts an agency's annual reports from those of other families, which come
// one family after the other; newest first in each.
func families(reports []*report.Report) (annual []*report.Report, others [][]*report.Report) {
	reports = slices.Clone(reports)
	slices.SortStableFunc(reports, func(x, y *report.Report) int {
		return cmp.Or(cmp.Compare(x.Form.Family, y.Form.Family), cmp.Compare(y.Year, x.Year))
	})
	for _, r := range reports {
		last := len(others) - 1
		switch {
		case r.Form.Family == string(ReportsColumn):
			annual = append(annual, r)
		case last >= 0 && others[last][0].Form.Family == r.Form.Family:
			others[last] = append(others[last], r)
		default:
			others = append(others, []*report.Report{r})
		}
	}
	return annual, others
}

// reports adds an agency's reports of one family below their list.
func (s *AgencyPages) reports(list *Page, reports []*report.Report) {
	for _, r := range reports {
		path := list.below(strconv.Itoa(r.Year))
		if s.byPath[path] != nil {
			continue // a finding of duplicate-report
		}
		p := s.add(&Page{Kind: Report, Path: path, Title: TitleOf(r, list.Agency), Source: r.File, Column: list.Column,
			Parent: list, Agency: list.Agency, Report: r, Year: r.Year, Body: r.Body})
		list.Children = append(list.Children, p)
		for _, f := range s.formats {
			p.Data = append(p.Data, Data{Path: p.figures(f), Format: f})
		}
		s.attach(p, r.Attachments)
	}
}
