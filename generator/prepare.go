package generator

import (
	"context"
	"os"
	"slices"
	"strings"

	"gongkai/generator/config"
	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/privacy"
	"gongkai/generator/register"
	"gongkai/generator/report"
	"gongkai/generator/rule"
	"gongkai/generator/site"
)

// prepared is a site read, checked and arranged: all that is needed to render it.
type prepared struct {
	root     *os.Root
	config   *config.Config
	forms    *form.Catalogue
	agencies []*register.Agency
	bound    []*report.Report // with drafts, wanted or not
	site     *site.Site
	findings []diag.Finding
	reports  []string // the files of the reports
	mask     *privacy.Masker
	// tolerated are the files whose dead links stand: waived, or not an error here.
	tolerated map[string]bool
}

// prepare runs the stages up to site. Drafts count among the content only where
// they are wanted.
func prepare(ctx context.Context, o Options, drafts bool) (*prepared, error) {
	root, cfg, findings, err := o.open()
	if err != nil {
		return nil, err
	}
	files := o.files(root)
	forms, faults, err := o.memo.catalogue(files)
	if err != nil {
		root.Close()
		return nil, err
	}
	findings = append(findings, faults...)
	for _, f := range forms.All() {
		findings = append(findings, rule.CheckForm(f)...)
	}
	c, err := readContent(ctx, o, files, forms)
	if err != nil {
		root.Close()
		return nil, err
	}
	mask := c.personalData(cfg.Contact)
	findings = append(findings, c.findings...)
	reports := c.reports
	if !drafts {
		reports = slices.DeleteFunc(slices.Clone(reports), func(r *report.Report) bool { return c.drafts[r.File] })
		findings = slices.DeleteFunc(findings, func(f diag.Finding) bool { return c.drafts[f.File] })
	}
	checked := &rule.Corpus{Agencies: c.agencies, Reports: reports, Official: cfg.Official}
	findings = append(findings, rule.Run(checked)...)
	rule.Prove(checked, findings)
	if err := ctx.Err(); err != nil {
		root.Close()
		return nil, err
	}
	findings = append(findings, twins(c.agencies, reports)...)
	settings, unknown := severities(cfg)
	findings = append(findings, unknown...)
	corpus := &site.Corpus{Home: c.home, Agencies: c.agencies, Reports: reports, Files: c.files, Formats: formats(cfg), SQLite: cfg.Publishes("sqlite"),
		Search: cfg.Publishes("search"), HideDrafts: !o.Drafts}
	if cfg.RulesPage {
		corpus.Rules = rule.Describe(settings)
	}
	if cfg.FormsPage {
		corpus.Forms = forms.All()
	}
	s, broken := site.Assemble(corpus)
	findings = append(findings, broken...)
	findings = append(findings, partyMark(cfg, c.files)...)
	if cfg.Theme != "default" && !hasTheme(root.FS(), cfg.Theme) {
		findings = append(findings, diag.Finding{Rule: "config", File: config.File, Span: cfg.ThemeSpan, Actual: cfg.Theme,
			Message: diag.Textf("没有主题“%s”", "there is no theme %q", cfg.Theme),
			Hint:    diag.Textf("主题是 themes 下的一个文件夹；不写则用默认主题", "a theme is a folder in themes; without one the default is used")})
	}
	settled := rule.Settle(findings, reports, settings)
	return &prepared{root, cfg, forms, c.agencies, c.reports, s, masked(mask, settled), fileNames(reports), mask, tolerated(findings, settled)}, nil
}

func (p *prepared) result() *Result {
	return &Result{Findings: p.findings, Reports: p.reports, Summary: diag.Summarise(p.findings, len(p.reports))}
}

func fileNames(reports []*report.Report) []string {
	out := make([]string, len(reports))
	for i, r := range reports {
		out[i] = r.File
	}
	return out
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
			f.Hint = diag.Textf("gongkai explain 列出所有规则", "gongkai explain lists all rules")
		case r.Fixed && s.Severity != diag.Error:
			f.Message = diag.Textf("规则 %s 的级别不能降低", "the severity of %s cannot be lowered", s.Rule)
		default:
			set[s.Rule] = s.Severity
			continue
		}
		out = append(out, f)
	}
	return set, out
}

// partyMark reports a mark whose image the site does not have.
func partyMark(cfg *config.Config, files map[string]int64) []diag.Finding {
	m := cfg.PartyMark
	if m == nil || m.Image == "" {
		return nil
	}
	if _, ok := files[m.Image]; ok && strings.HasPrefix(m.Image, "static/") {
		return nil
	}
	return []diag.Finding{{Rule: "broken-link", File: config.File, Span: m.Span, Actual: m.Image,
		Message: diag.Textf("找不到图片“%s”", "the image %q is not there", m.Image), Hint: diag.Textf("请放在 static/ 下", "put it below static/")}}
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

// tolerated lists the files with a dead link that is no error: the audit, which sees
// the finished pages, lets it stand too.
func tolerated(found, settled []diag.Finding) map[string]bool {
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
