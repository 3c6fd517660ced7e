package register

import (
	"regexp"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/prose"
	"gongkai/generator/source"
	"gongkai/generator/source/keys"
)

var slug = regexp.MustCompile(`^[a-z0-9-]+$`)

// What the readers go by, declared once for all files.
var entryKeys, pageKeys, categoryKeys = EntryKeys(), PageKeys(), CategoryKeys()

var reserved = []string{"guide", "policies", "catalog", "reports", "years", "statistics", "data", "search", "sitemap", "rules", "forms", "assets", "static"}

// CheckSlug reports a folder name that cannot be an agency's address.
func CheckSlug(name, file string) *diag.Finding {
	f := &diag.Finding{Rule: "register", File: file, Agency: name}
	switch {
	case slices.Contains(reserved, name):
		f.Message = diag.Textf("文件夹名“%s”是保留地址", "the folder name %q is reserved", name)
	case !slug.MatchString(name):
		f.Message = diag.Textf("文件夹名“%s”不能作为网址", "the folder name %q cannot be an address", name)
	default:
		return nil
	}
	f.Hint = diag.Textf("请改名，只用小写字母、数字和连字符", "rename it; use lower-case letters, digits and hyphens")
	return f
}

// Missing is the finding for an agency's folder without a register entry.
func Missing(name string) diag.Finding {
	file := "content/" + name + "/_index.md"
	return diag.Finding{Rule: "register", File: file, Agency: name,
		Message: diag.Textf("机关“%s”没有登记信息", "the agency %q has no register entry", name),
		Hint:    diag.Textf("请新建 %s，至少写上 name（机关全称）", "create %s with at least a name", file)}
}

// Bind reads a register entry. The result is never nil.
func Bind(doc *source.Document, name string) (*Agency, []diag.Finding) {
	b := &source.Binder{File: doc.File, Rule: "register", Agency: name}
	b.Findings = append(b.Findings, doc.Findings...)
	a := &Agency{Slug: name, File: doc.File, Name: name, Body: prose.Parse(doc.Body, doc.BodyLine)}
	if !doc.Readable {
		return a, b.Findings
	}
	d := b.Fields(doc.Front, entryKeys)
	d.NeedRequired()
	if n := d.Text("name"); n != "" {
		a.Name, a.NameSpan = n, d.Get("name").Span
	}
	a.ShortName = d.Text("short_name")
	if a.ShortName == "" {
		a.ShortName = a.Name
	}
	a.CreditCode = d.Text("credit_code")
	if a.CreditCode != "" && !ValidCreditCode(a.CreditCode) {
		b.Report("register", d.Get("credit_code").Span, diag.Textf("统一社会信用代码“%s”校验不通过", "the credit code %q fails its check digit", a.CreditCode),
			diag.Textf("应为 18 位，请对照证书核对", "it has 18 characters; compare it with the certificate"))
	}
	found := len(b.Findings)
	if a.Level = d.Enum("level"); len(b.Findings) > found {
		b.Findings[found].Hint = diag.Textf("国家 state，省 province，市（设区的市、州）city，县（市、区）county，乡镇 town", "the level of the government, from state down to town")
		found++
	}
	if a.Kind = d.Enum("kind"); len(b.Findings) > found {
		b.Findings[found].Hint = diag.Textf("一级政府 government，部门 department，派出机关 outpost，垂直管理部门 vertical，授权组织 authorized，公共企事业单位 public_service", "what kind of body the agency is")
	}
	a.Fictitious = d.Bool("fictitious", false)
	a.Parent = d.Text("parent")
	if n := d.Get("parent"); n != nil {
		a.ParentSpan = n.Span
	}
	a.Order = d.Int("order", 0)
	a.Address, a.Postcode, a.Hours = d.Text("address"), d.Text("postcode"), d.Text("hours")
	a.Phone, a.Fax, a.Mail = d.Text("phone"), d.Text("fax"), d.Text("email")
	a.Request = b.Request(d.Get("request"))
	a.Since, a.Until = d.Year("since"), d.Year("until")
	a.SinceSpan, a.UntilSpan = at(d.Get("since")), at(d.Get("until"))
	for _, n := range d.List("former_names") {
		f := d.Item("former_names", n)
		f.NeedRequired()
		a.FormerNames = append(a.FormerNames, FormerName{f.Text("name"), f.Year("until"), at(f.Get("until"))})
		f.Done()
	}
	for _, n := range d.List("predecessors") {
		f := d.Item("predecessors", n)
		f.NeedRequired()
		a.Predecessors = append(a.Predecessors, Predecessor{f.Text("agency"), f.Year("year"), n.Span})
		f.Done()
	}
	d.Texts("aliases") // reports what is not text
	for _, n := range d.List("aliases") {
		if n.Kind == source.Scalar && !n.IsNull() {
			a.Aliases = append(a.Aliases, Alias{strings.TrimSpace(n.Value), n.Span})
		}
	}
	d.Done()
	return a, b.Findings
}

// BindPage reads a page of the guide, the policies or the catalog.
func BindPage(doc *source.Document, agency, address string) (*Page, []diag.Finding) {
	b, d := begin(doc, agency, pageKeys)
	p := &Page{File: doc.File, Slug: address, Title: d.Text("title"), DocNumber: d.Text("doc_number"), Issuer: d.Text("issuer"),
		Topic: d.Text("topic"), Article: d.Text("article"), Summary: d.Text("summary"),
		Written: d.Date("written"), Published: d.Date("published"), Updated: d.Date("updated"),
		IndexNumber: d.Text("index_number"), SupersededBy: d.Text("superseded_by"),
		Validity: d.Enum("validity")}
	p.IndexNumberSpan, p.SupersededSpan, p.DocNumberSpan = at(d.Get("index_number")), at(d.Get("superseded_by")), at(d.Get("doc_number"))
	p.WrittenSpan, p.PublishedSpan, p.UpdatedSpan = at(d.Get("written")), at(d.Get("published")), at(d.Get("updated"))
	p.URL = d.Web("url")
	d.Texts("related") // reports what is not text
	for _, n := range d.List("related") {
		if n.Kind == source.Scalar && !n.IsNull() {
			p.Related = append(p.Related, Related{strings.TrimSpace(n.Value), n.Span})
		}
	}
	p.Attachments = b.Attachments(d.List("attachments"))
	p.Body = prose.Parse(doc.Body, doc.BodyLine)
	if p.Title == "" {
		p.Title = address[strings.LastIndexByte(address, '/')+1:]
	}
	d.Done()
	return p, b.Findings
}

// BindCategory reads a catalog folder's _index.md.
func BindCategory(doc *source.Document, agency, address string) (*Category, []diag.Finding) {
	b, d := begin(doc, agency, categoryKeys)
	c := &Category{File: doc.File, Slug: address, Title: d.Text("title"), None: d.Bool("none", false),
		Order: d.Int("order", 0), Article: d.Text("article"), URL: d.Web("url"), Body: prose.Parse(doc.Body, doc.BodyLine)}
	d.Done()
	return c, b.Findings
}

// begin starts to read a page of declared keys.
func begin(doc *source.Document, agency string, declared *keys.Key) (*source.Binder, *source.Fields) {
	b := &source.Binder{File: doc.File, Rule: "syntax", Agency: agency}
	b.Findings = append(b.Findings, doc.Findings...)
	d := b.Fields(doc.Front, declared)
	if doc.Readable {
		d.NeedRequired()
	}
	return b, d
}

// at is the place of a value, the zero Span where there is none.
func at(n *source.Node) diag.Span {
	if n == nil {
		return diag.Span{}
	}
	return n.Span
}

// ValidCreditCode checks the length, the characters and the check digit of a
// 统一社会信用代码 (GB 32100—2015).
func ValidCreditCode(code string) bool {
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	if len(code) != 18 {
		return false
	}
	sum, weight := 0, 1
	for i := range 17 {
		v := strings.IndexByte(alphabet, code[i])
		if v < 0 {
			return false
		}
		sum += v * weight
		weight = weight * 3 % 31
	}
	return alphabet[(31-sum%31)%31] == code[17]
}
