package importer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gongkai/generator/form"
	"gongkai/generator/importer/grid"
	"gongkai/generator/register"
)

var (
	yearIn  = regexp.MustCompile(`(20[0-9]{2})\s*年`)
	dayIn   = regexp.MustCompile(`(20[0-9]{2})[-/.年]\s*([0-9]{1,2})[-/.月]\s*([0-9]{1,2})`)
	dayName = regexp.MustCompile(`(?:公开|发布|公布)(?:日期|时间)`)
	address = regexp.MustCompile(`https?://[^\s<>"'）)，。]+`)
)

// titles are the metadata in which pages name themselves, as the rules for government sites have it.
const (
	metaTitle = "articletitle"
	metaDate  = "pubdate"
	metaURL   = "url"
)

// identify finds what the file says of itself: title, agency, year, date, address.
func (r *Report) identify(doc *grid.Document, o Options) {
	r.Title = title(doc, o.Forms)
	r.Year = o.Year
	if m := yearIn.FindStringSubmatch(r.Title); r.Year == 0 && m != nil {
		r.Year, _ = strconv.Atoi(m[1])
	}
	r.Name = named(r.Title, o.Forms)
	r.Agency = o.Agency
	if a := agencyOf(o.Agencies, r.Name); r.Agency == "" && a != nil {
		r.Agency = a.Slug
	}
	if r.Agency == "" {
		r.Agency = coded(doc, o.Agencies)
	}
	r.Published = published(doc, r.Year)
	r.URL = doc.Meta[metaURL]
	for _, line := range lines(doc)[:min(len(lines(doc)), 12)] {
		if r.URL == "" && strings.Contains(line, "来源") {
			r.URL = address.FindString(line)
		}
	}
}

// named is the body that a title names, before its year or after it.
func named(title string, forms *form.Catalogue) string {
	if name := strings.Trim(title[:begins(title)], " （(　"); name != "" {
		return name
	}
	for _, f := range forms.All() {
		for _, w := range f.Checks.TitleWords {
			if rest, ok := strings.CutSuffix(title, w); ok {
				if at := yearIn.FindStringIndex(rest); at != nil {
					return strings.Trim(strings.TrimPrefix(rest[at[1]:], "度"), " ）)　")
				}
			}
		}
	}
	return ""
}

// begins is where the year of a title begins, 0 where it has none; a body's name may have numbers too.
func begins(title string) int {
	if at := yearIn.FindStringIndex(title); at != nil {
		return at[0]
	}
	return 0
}

// creditCode is a 统一社会信用代码, which agencies have.
var creditCode = regexp.MustCompile(`\b[0-9A-HJ-NPQRTUWXY]{18}\b`)

// coded finds the agency whose credit code is in the file; "" where there is none, or more than one.
func coded(doc *grid.Document, agencies []*register.Agency) string {
	found := ""
	for _, line := range lines(doc) {
		for _, code := range creditCode.FindAllString(line, -1) {
			i := slices.IndexFunc(agencies, func(a *register.Agency) bool { return a.CreditCode == code })
			switch {
			case i < 0 || agencies[i].Slug == found:
			case found != "":
				return ""
			default:
				found = agencies[i].Slug
			}
		}
	}
	return found
}

// title is the first line that a form's title could be: it names a year and a report.
func title(doc *grid.Document, forms *form.Catalogue) string {
	var words []string
	for _, f := range forms.All() {
		words = append(words, f.Checks.TitleWords...)
	}
	all := lines(doc)
	for i, line := range all[:min(len(all), 40)] {
		line = strings.Join(strings.Fields(line), "")
		ways := []string{line, before(all, i) + line} // a title on two lines
		if at := yearIn.FindStringIndex(line); at != nil && at[0] == 0 {
			slices.Reverse(ways) // the agency is on the line before
		}
		for _, both := range ways {
			for _, w := range words {
				if at := strings.Index(both, w); at >= 0 && yearIn.MatchString(both[:at]) && len([]rune(both)) < 80 {
					if _, after, ok := strings.Cut(both, "标题："); ok {
						both, at = after, strings.Index(after, w)
					}
					return both[:at+len(w)]
				}
			}
		}
	}
	return ""
}

func before(all []string, i int) string {
	if i == 0 {
		return ""
	}
	return strings.Join(strings.Fields(all[i-1]), "")
}

// unseen are characters that are not seen; they would part the digits of a year.
var unseen = strings.NewReplacer("\u200b", "", "\u200c", "", "\u200d", "", "\u2060", "", "\ufeff", "", "\u00ad", "")

// lines are the paragraphs and cells of a document in their order.
func lines(doc *grid.Document) (out []string) {
	defer func() {
		for i := range out {
			out[i] = unseen.Replace(out[i])
		}
	}()
	for _, v := range []string{doc.Meta[metaTitle], doc.Title} {
		if v != "" {
			out = append(out, v)
		}
	}
	for _, b := range doc.Blocks {
		if b.Paragraph != nil {
			if b.Paragraph.Text != "" {
				out = append(out, b.Paragraph.Text)
			}
			continue
		}
		for _, c := range b.Table.Cells {
			out = append(out, c.Text)
		}
	}
	return out
}

// published is the day that the file says it was published: in its metadata, or after a word for it
// near its beginning. A day in the report's own year or before does not count.
func published(doc *grid.Document, year int) string {
	if d := day(doc.Meta[metaDate], year); d != "" {
		return d
	}
	all := lines(doc)
	for i, line := range all[:min(len(all), 60)] {
		if !dayName.MatchString(line) {
			continue
		}
		for _, text := range all[i:min(i+2, len(all))] {
			if d := day(text, year); d != "" {
				return d
			}
		}
	}
	return ""
}

func day(text string, year int) string {
	m := dayIn.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	y, _ := strconv.Atoi(m[1])
	if y <= year {
		return ""
	}
	pad := func(s string) string {
		if len(s) == 1 {
			return "0" + s
		}
		return s
	}
	return m[1] + "-" + pad(m[2]) + "-" + pad(m[3])
}
