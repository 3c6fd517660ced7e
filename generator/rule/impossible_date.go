package rule

import (
	"path"
	"regexp"
	"strconv"

	"gongkai/generator/diag"
	"gongkai/generator/prose/han"
	"gongkai/generator/register"
	"gongkai/generator/report"
)

var impossibleDate = &Rule{
	ID: "impossible-date", Severity: diag.Error,
	Title:   diag.Textf("不可能的日期", "a date that cannot be right"),
	What:    diag.Textf("两个日期之间、日期与年度之间不能互相矛盾：报告不在年度结束之前公布，更正和转录不早于公布，公布和更新不早于成文，废止它的文件不早于它；机关的起止年份、曾用名、并入年份互相吻合；日子要存在，年份在 1949 至 2100 之间。本年撤并的机关可以在年内公布当年的报告。", "Two dates, or a date and the year, do not contradict each other: a report is not published before its year ended, nor changed or copied before it was published; a document is not published or updated before it was written, nor replaced by an older one; the years of an agency, its former names and its predecessors fit together; days exist, and years lie between 1949 and 2100. An agency that ended in the year may publish its last report within it."),
	Why:     diag.Textf("公布日期印在页面、订阅和数据里；一月里填报时最容易沿用上年的年份。", "The dates are printed on the page, in the feed and in the data; in January the old year is the usual slip."),
	Example: "year: 2023\npublished: 2023-01-20",
	Legal:   "《中华人民共和国政府信息公开条例》第四十九条",
	report:  func(p *pass, r *report.Report) { (&dating{p, r}).report() },
	text: func(t *textPass) {
		for x := range t.passages() {
			if han.Index(x.text, "月") >= 0 {
				t.noDays(x.masked())
			}
		}
	},
	agency: func(p *pass, a *register.Agency, reports []*report.Report) {
		p.lifetime(a, reports)
		pages := pagesOf(a)
		for _, x := range pages {
			p.written(a, x)
			p.replaced(a, x, pages)
		}
	},
}

// The years that a date may be of: the People's Republic's first, and one that no plan
// reaches.
const firstPossible, lastPossible = 1949, 2100

// day is the day of a date that may have a time.
func day(date string) string { return date[:min(len(date), len("2006-01-02"))] }

// far reports whether a year is one that no date is of; 0 is none.
func far(year int) bool { return year != 0 && (year < firstPossible || year > lastPossible) }

func yearIn(date string) int {
	year, _ := strconv.Atoi(date[:min(len(date), 4)]) // "" is 0
	return year
}

func farFinding(year int) diag.Finding {
	return diag.Finding{Actual: itoa(year),
		Message: diag.Textf("%d 年不可能：年份应在 %d 至 %d 之间", "the year %d cannot be: years lie between %d and %d", year, firstPossible, lastPossible),
		Hint:    diag.Textf("请核对年份", "check the year")}
}

// dating looks at the dates of one report.
type dating struct {
	*pass
	r *report.Report
}

func (d *dating) report() {
	r := d.r
	d.far(r.YearSpan, r.Year)
	d.far(r.PublishedSpan, yearIn(r.Published))
	if r.FileYear != 0 {
		return // which year it is of is not known
	}
	if a := d.agency(r.Agency); a != nil && a.Until != 0 && r.Year > a.Until {
		d.add(r, r.YearSpan, diag.Finding{Actual: itoa(r.Year),
			Message: diag.Textf("机关的最后一个报告年度是 %d（until），却有 %d 年度的报告", "the agency's last report is of %d (until), and this one of %d", a.Until, r.Year),
			Hint:    diag.Textf("请核对年度，或改正登记信息里的 until", "check the year, or correct until in the register entry")})
	}
	if r.Published != "" {
		d.early(r.PublishedSpan, r.Published, diag.Textf("公布", "published"))
	}
	for _, rev := range r.Revisions {
		d.after(rev.Span, rev.Date, diag.Textf("更正", "changed"))
	}
	if o := r.Origin; o != nil {
		d.after(o.Span, o.Retrieved, diag.Textf("取得", "retrieved"))
	}
	if t, from, to, date := signature(r.Body); date != "" {
		at := t.span(from, to)
		d.far(at, yearIn(date))
		d.early(at, date, diag.Textf("落款", "signed"))
	}
}

func (d *dating) far(at diag.Span, year int) {
	if far(year) {
		d.add(d.r, at, farFinding(year))
	}
}

// after looks at a date that cannot be before the report was published.
func (d *dating) after(at diag.Span, date string, done diag.Text) {
	if date == "" {
		return
	}
	d.far(at, yearIn(date))
	if d.r.Published == "" {
		d.early(at, date, done)
		return
	}
	if first := day(d.r.Published); date < first {
		d.add(d.r, at, diag.Finding{Actual: date,
			Message: diag.Textf("%s的日期 %s 早于公布的日期 %s", "it was %s on %s, before it was published on %s", done, date, first),
			Hint:    diag.Textf("请核对这两个日期；published 是首次公布的日期", "check both; published is the day of first publication")})
	}
}

// early reports a date on which the report's year was not over. The last report of an agency
// that ended in the year may be of any day in it.
func (d *dating) early(at diag.Span, date string, done diag.Text) {
	end := d.r.YearEnd()
	if date = day(date); date > end || far(yearIn(date)) {
		return
	}
	if d.ended() && date > d.r.Form.Checks.YearEnds.In(d.r.Year-1) {
		return
	}
	d.add(d.r, at, diag.Finding{Actual: date,
		Message: diag.Textf("%s的日期是 %s，%d 年度到 %s 才结束", "it was %s on %s, but the year %d ended on %s", done, date, d.r.Year, end),
		Hint:    diag.Textf("请核对日期和年度；机关在年内撤并的，请在登记信息里写 until: %d", "check the date and the year; for an agency that ended in the year write until: %d in its register entry", d.r.Year)})
}

// ended reports whether the report's agency ended in its year, or was merged into another.
func (d *dating) ended() bool {
	if a := d.agency(d.r.Agency); a != nil && a.Until == d.r.Year {
		return true
	}
	for _, other := range d.followers(d.r.Agency) {
		for _, m := range other.Predecessors {
			if m.Agency == d.r.Agency && (m.Year == d.r.Year || m.Year == d.r.Year+1) {
				return true
			}
		}
	}
	return false
}

// lifetime compares the years of an agency's register entry.
func (p *pass) lifetime(a *register.Agency, reports []*report.Report) {
	fault := func(at diag.Span, message, hint diag.Text) {
		p.findings = append(p.findings, diag.Finding{Rule: p.rule.ID, File: a.File, Span: at, Agency: a.Slug, Message: message, Hint: hint})
	}
	check := func(at diag.Span, year int) {
		if far(year) {
			f := farFinding(year)
			fault(at, f.Message, f.Hint)
		}
	}
	years := diag.Textf("请核对这两个年份", "check both years")
	check(a.SinceSpan, a.Since)
	check(a.UntilSpan, a.Until)
	if a.Since > 0 && a.Until > 0 && a.Since > a.Until {
		fault(a.UntilSpan, diag.Textf("until（%d）早于 since（%d）", "until (%d) is before since (%d)", a.Until, a.Since), years)
	}
	names := map[int]string{}
	for _, n := range a.FormerNames {
		check(n.Span, n.Until)
		if a.Until > 0 && n.Until > a.Until {
			fault(n.Span, diag.Textf("曾用名“%s”用到 %d 年，机关到 %d 年（until）就没有了", "the former name %q was in use until %d, but the agency ended in %d (until)", n.Name, n.Until, a.Until), years)
		}
		if other, ok := names[n.Until]; ok && n.Until != 0 && other != n.Name {
			fault(n.Span, diag.Textf("“%s”和“%s”不能都用到 %d 年", "%q and %q cannot both be the name until %d", other, n.Name, n.Until),
				diag.Textf("until 是使用这个名称的最后一个报告年度", "until is the last report year that bears the name"))
		}
		names[n.Until] = n.Name
	}
	for _, m := range a.Predecessors {
		check(m.Span, m.Year)
		if a.Until > 0 && m.Year > a.Until {
			fault(m.Span, diag.Textf("“%s”在 %d 年并入，本机关到 %d 年（until）就没有了", "%q was merged in in %d, but this agency ended in %d (until)", m.Agency, m.Year, a.Until), years)
		}
		if other := p.agency(m.Agency); other != nil && m.Year > 0 && m.Agency != a.Slug {
			if other.Since > m.Year {
				fault(m.Span, diag.Textf("“%s”在 %d 年并入，它自己从 %d 年（since）才有", "%q was merged in in %d, but began in %d (since)", m.Agency, m.Year, other.Since), years)
			}
			if other.Until > m.Year {
				fault(m.Span, diag.Textf("“%s”在 %d 年并入，它自己却到 %d 年（until）为止", "%q was merged in in %d, but ended in %d (until)", m.Agency, m.Year, other.Until), years)
			}
		}
	}
}

// pagesOf lists an agency's pages: its guide, its policies and its catalog.
func pagesOf(a *register.Agency) []*register.Page {
	out := a.Policies[:len(a.Policies):len(a.Policies)]
	if a.Guide != nil {
		out = append(out, a.Guide)
	}
	a.Catalog.Walk(func(c *register.Category) { out = append(out, c.Items...) })
	return out
}

// written compares the dates of one page.
func (p *pass) written(a *register.Agency, x *register.Page) {
	fault := func(at diag.Span, f diag.Finding) {
		f.Rule, f.File, f.Span, f.Agency = p.rule.ID, x.File, at, a.Slug
		p.findings = append(p.findings, f)
	}
	type dated struct {
		at   diag.Span
		date string
		done diag.Text
	}
	dates := []dated{
		{x.WrittenSpan, x.Written, diag.Textf("成文", "written")},
		{x.PublishedSpan, day(x.Published), diag.Textf("公布", "published")},
		{x.UpdatedSpan, x.Updated, diag.Textf("更新", "updated")},
	}
	last := dated{}
	for _, d := range dates {
		switch {
		case d.date == "":
			continue
		case far(yearIn(d.date)):
			fault(d.at, farFinding(yearIn(d.date)))
			continue
		case d.date < last.date:
			fault(d.at, diag.Finding{Actual: d.date,
				Message: diag.Textf("%s的日期 %s 早于%s的日期 %s", "it was %s on %s, before it was %s on %s", d.done, d.date, last.done, last.date),
				Hint:    diag.Textf("请核对这两个日期", "check both")})
		}
		last = d
	}
	for _, d := range dates[:2] {
		if year := numberedIn(x.DocNumber); year != 0 && d.date != "" && d.date < itoa(year-1)+"-12" { // in December numbers of the new year are in use
			fault(x.DocNumberSpan, diag.Finding{Actual: x.DocNumber,
				Message: diag.Textf("文号是 %d 年的，%s的日期却是 %s", "the number is of %d, but it was %s on %s", year, d.done, d.date),
				Hint:    diag.Textf("请核对文号和日期", "check the number and the date")})
			break
		}
	}
}

var numberYear = regexp.MustCompile(`[〔﹝［\[](\d{4})[〕﹞］\]]`)

// numberedIn is the year in the number of a document, as in 示规〔2023〕1号; 0 for none.
func numberedIn(number string) int {
	m := numberYear.FindStringSubmatch(number)
	if m == nil {
		return 0
	}
	return yearIn(m[1])
}

// replaced reports a page that is said to be superseded by an older document.
func (p *pass) replaced(a *register.Agency, x *register.Page, pages []*register.Page) {
	if x.SupersededBy == "" || x.Written == "" {
		return
	}
	file := path.Join(path.Dir(x.File), x.SupersededBy)
	for _, y := range pages {
		if newest := max(y.Written, day(y.Published)); y.File == file && newest != "" && newest < x.Written {
			p.findings = append(p.findings, diag.Finding{Rule: p.rule.ID, File: x.File, Span: x.SupersededSpan, Agency: a.Slug, Actual: newest,
				Message: diag.Textf("取代它的文件是 %s 的，比它成文的日期 %s 还早", "what takes its place is of %s, before it was written on %s", newest, x.Written),
				Hint:    diag.Textf("请核对 superseded_by 和这两个日期", "check superseded_by and both dates")})
		}
	}
}
