// Package rule declares what must hold inside a report, between years, across
// agencies and in the prose.
//
// A rule is one file, named for what it finds. Its documentation is data in the same
// literal as its check. A rule about sums and the like, such as row_total.go, has no check of
// its own: the form declares its cells as relations of a kind, and the file of the kind, such
// as sum.go, checks them for all such rules.
package rule

import (
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/report"
)

// Rule is one rule of the catalogue.
type Rule struct {
	ID       string
	Severity diag.Severity // by default
	Locked   bool          // can be neither waived nor lowered
	Title    diag.Text
	What     diag.Text // what is checked
	Why      diag.Text
	Example  string // a wrong piece of content
	Legal    string // article or document number; "" where the rule is one of craft
	// FoundBy names the exported identifier, such as report.Bind, that finds a rule's faults
	// while it reads a file or arranges the site; such a rule has no check here.
	FoundBy string
	// Compares says that the rule compares with an earlier build: what it finds does not follow from the content
	// alone, and so is nowhere in what is published.
	Compares bool

	// relation is the kind of the relations that forms bind the rule to; the kind has its
	// check, in place of report.
	relation form.RelationKind
	report   func(*pass, *report.Report)
	agency   func(*pass, *register.Agency, []*report.Report) // of an agency in the register
	text     func(*textPass)                                 // of every content file
	// direct names the function of the rule's file that finds its faults, where they are not
	// found agency by agency; whoever has what it needs calls it.
	direct string
}

// Input is everything that the rules look at.
type Input struct {
	Agencies []*register.Agency
	Reports  []*report.Report
	Official bool // the site is the body's own
}

// pass is one run of one rule over an agency.
type pass struct {
	rule     *Rule
	slug     string // the agency's
	findings []diag.Finding
	registry *Registry
	claimed  *claimed
	track    func(Dependency) // may be nil
}

// add reports a finding of the pass's rule in a report, unless it rests on a figure whose
// column is not known. Where several cells are concerned and nothing else is said, it is
// related to those that are not at its own place.
func (p *pass) add(r *report.Report, at diag.Span, f diag.Finding) {
	if slices.ContainsFunc(f.Cells, func(path string) bool { return r.Misaligned(r.Form.Cell(path)) }) {
		return
	}
	if f.Related == nil && len(f.Cells) > 1 {
		for _, path := range f.Cells {
			if c := r.Form.Cell(path); c != nil && r.Value(c).Span != at {
				f.Related = append(f.Related, places([]figure{{r, c}})...)
			}
		}
	}
	f.Rule, f.File, f.Span, f.Agency, f.Year = p.rule.ID, r.File, at, r.Agency, r.Year
	p.findings = append(p.findings, f)
}

// ByID returns a rule of the catalogue, nil where there is none.
func ByID(id string) *Rule {
	for _, r := range all {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// Meant is a hint for an id that no rule has: the nearest one, or where to find them.
func Meant(id string) diag.Text {
	ids := make([]string, len(all))
	for i, r := range all {
		ids[i] = r.ID
	}
	return diag.SuggestOr(id, ids, diag.Textf("gongkai explain 列出所有规则", "gongkai explain lists all rules"))
}

// All lists the catalogue in the order of the contract.
func All() []*Rule { return append([]*Rule(nil), all...) }
