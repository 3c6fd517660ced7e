// Package sitetest arranges sites for tests.
package sitetest

import (
	"gongkai/generator/diag"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/site"
)

// Content is what a site is arranged from, with the agencies and their reports.
type Content struct {
	site.Input
	Agencies []*register.Agency
	Reports  []*report.Report
}

// Assemble arranges a site, and finds what is wrong with its links and addresses.
func Assemble(c *Content) (*site.Site, []diag.Finding) {
	reports := map[string][]*report.Report{}
	for _, r := range c.Reports {
		reports[r.Agency] = append(reports[r.Agency], r)
	}
	pages := make([]*site.AgencyPages, len(c.Agencies))
	for i, a := range c.Agencies {
		pages[i] = c.PagesOf(a, reports[a.Slug], nil)
	}
	s := c.Join(pages)
	findings := s.CheckTop()
	for _, p := range pages {
		findings = append(findings, s.Check(p, nil)...)
	}
	return s, findings
}
