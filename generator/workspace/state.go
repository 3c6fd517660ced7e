package workspace

import (
	"context"
	"crypto/sha256"
	"os"
	"slices"

	"gongkai/generator/config"
	"gongkai/generator/content"
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/rule"
	"gongkai/generator/rule/privacy"
	"gongkai/generator/site"
	"gongkai/generator/workspace/cache"
	"gongkai/generator/workspace/graph"
)

// State is a site read, checked and arranged: all that is needed to render it. It does not change.
type State struct {
	Root     *os.Root
	Config   *config.Config
	Forms    *form.Catalogue
	Theme    *Theme
	Agencies []*content.Agency // that have an entry
	Site     *site.Site
	Redactor *privacy.Redactor
	Findings *diag.List
	Sums     map[string][sha256.Size]byte // of content files as they were read, by path; nil where none were asked for
	slugs    []string                     // of the folders in content, in order, "" for the rest of the site
	resolved []resolved                   // what was found in each
	checked  *graph.Table[[]diag.Finding]
	texts    map[string][]diag.Finding // by slug; nil where Sums is
	content  *content.Tree
	reusable *cache.Reusable
	// What it tells of the reports does not change any more, since only a site that is read once is remembered.
	duplicates *rule.DuplicateIndex
}

// resolved is what was found in an agency's folder, or in the rest of the site, with severities and
// waivers.
type resolved struct {
	findings *diag.Group
	exempt   map[string]bool // files whose dead links are waived, or no error by the site's settings
}

// Close lets go of the site's folder.
func (p *State) Close() error { return p.Root.Close() }

// Exempt reports whether dead links in a file of the site are waived, or no error by the site's
// settings.
func (p *State) Exempt(file string) bool { return p.of(file).exempt[file] }

// of is what was found in the folder that a file of the site lies in.
func (p *State) of(file string) resolved {
	if i, ok := slices.BinarySearch(p.slugs, content.AgencyOf(file)); ok {
		return p.resolved[i]
	}
	return resolved{}
}

// Summary counts the findings.
func (p *State) Summary() diag.Summary {
	n := 0
	for _, a := range p.Agencies {
		n += len(a.Reports)
	}
	return p.Findings.Summary(n)
}

// severities are the configuration's changes to rules; an unknown rule, or one that
// cannot be lowered, is a finding.
func severities(cfg *config.Config) (rule.Settings, []diag.Finding) {
	set := rule.Settings{}
	var out []diag.Finding
	for _, s := range cfg.Rules {
		f := diag.Finding{Rule: "config", File: config.File, Span: s.Span}
		switch r := rule.ByID(s.Rule); {
		case r == nil:
			f.Message = diag.Textf("没有规则“%s”", "unknown rule %q", s.Rule)
			f.Hint = rule.Meant(s.Rule)
		case r.Locked && s.Severity != diag.Error:
			f.Message = diag.Textf("规则 %s 的级别不能降低", "the severity of %s cannot be lowered", s.Rule)
		default:
			set[s.Rule] = s.Severity
			continue
		}
		out = append(out, f)
	}
	return set, out
}

// formats are the kinds of data that the site publishes beside each report.
func formats(cfg *config.Config) []string {
	var out []string
	for _, f := range []string{"xlsx", "csv", "json"} {
		if cfg.Publishes(f) {
			out = append(out, f)
		}
	}
	return out
}

// exempt lists the files with a dead link that is not an error: the audit, which sees the finished
// pages, ignores it too.
func exempt(found, settled []diag.Finding) map[string]bool {
	out := map[string]bool{}
	for _, f := range found {
		if f.Rule == "broken-link" {
			out[f.File] = true
		}
	}
	for _, f := range settled {
		if f.Rule == "broken-link" && f.Severity == diag.Error && !f.Waived {
			out[f.File] = false
		}
	}
	return out
}

// Waived lists the findings that the report of a page waives. It does not depend on what was published before.
func (p *State) Waived(page *site.Page) (out []site.Waived) {
	for _, f := range p.Findings.Of(page.Source) {
		if r := rule.ByID(f.Rule); f.Waived && (r == nil || !r.Compares) {
			w := site.Waived{Rule: f.Rule, Message: f.Message, Reason: f.Reason}
			if len(f.Cells) > 0 {
				w.Cell = f.Cells[0]
			}
			out = append(out, w)
		}
	}
	if page.Report == nil {
		return out
	}
	for _, w := range page.Report.Waivers { // of a rule whose findings the next build does not have
		if r := rule.ByID(w.Rule); r != nil && r.Compares && w.Reason != "" && !w.Lost {
			out = append(out, site.Waived{Rule: w.Rule, Cell: w.Cell, Message: r.Title, Reason: p.Redactor.Text(w.Reason)})
		}
	}
	return out
}

// Read reads, checks and arranges a site once. drafts says whether drafts count among the content.
func Read(ctx context.Context, o Options, drafts bool) (*State, error) {
	return read(ctx, o, drafts, false, false)
}

// ReadSummed is as Read, and keeps the sum of each content file.
func ReadSummed(ctx context.Context, o Options, drafts bool) (*State, error) {
	return read(ctx, o, drafts, true, false)
}

// ReadSources is as ReadSummed, and keeps what each report was read from.
func ReadSources(ctx context.Context, o Options, drafts bool) (*State, error) {
	return read(ctx, o, drafts, true, true)
}

func read(ctx context.Context, o Options, drafts, summed, sources bool) (*State, error) {
	w, err := Open(o, drafts, false)
	if err != nil {
		return nil, err
	}
	w.summed, w.sources = summed, sources
	if summed {
		w.duplicates.Known = w.knownProse
	}
	p, err := w.Update(ctx, nil, o.Unsaved)
	if err != nil {
		w.Root.Close()
		return nil, err
	}
	return p, nil
}
