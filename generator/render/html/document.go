package html

import (
	"cmp"
	"path"
	"strconv"
	"strings"

	"gongkai/generator/site"
)

// fact adds a detail unless it is empty.
func (v *View) fact(label, text string) {
	if text != "" {
		v.Details = append(v.Details, Detail{Label: v.label(label), Text: text})
	}
}

// agencyDetails lists what the register says about an agency.
func (v *View) agencyDetails() {
	a := v.Page.Agency
	v.fact("agency.short_name", a.ShortName)
	v.fact("agency.credit_code", a.CreditCode)
	if a.Level != "" {
		v.fact("agency.level", v.label("level."+a.Level))
	}
	if a.Kind != "" {
		v.fact("agency.kind", v.label("kind."+a.Kind))
	}
	if p := v.renderer.site.At(site.AgencyPath(a.Parent)); a.Parent != "" && p != nil {
		l := v.link(p)
		v.Details = append(v.Details, Detail{Label: v.label("agency.parent"), Text: l.Text, Href: l.Href})
	}
	for _, f := range a.FormerNames {
		v.fact("agency.former_name", v.label("agency.former_until", f.Name, f.Until))
	}
	for _, d := range a.Predecessors {
		if p := v.renderer.site.At(site.AgencyPath(d.Agency)); p != nil {
			l := v.link(p)
			v.Details = append(v.Details, Detail{Label: v.label("agency.predecessor"), Text: v.label("agency.predecessor_from", l.Text, d.Year), Href: l.Href})
		}
	}
	address := a.Address
	if a.Postcode != "" {
		address = v.label("agency.postcode", address, a.Postcode)
	}
	v.fact("agency.address", address)
	v.fact("agency.hours", a.Hours)
	v.fact("agency.phone", a.Phone)
	v.fact("agency.fax", a.Fax)
	if a.Mail != "" {
		v.Details = append(v.Details, Detail{Label: v.label("agency.email"), Text: a.Mail, Href: "mailto:" + a.Mail})
	}
	if a.Until != 0 {
		v.fact("agency.until", strconv.Itoa(a.Until))
	}
}

// document lists the metadata of a guide, a policy or an item of the catalog.
func (v *View) document() {
	x := v.Page.Item
	v.fact("item.index_number", x.IndexNumber)
	v.fact("item.doc_number", x.DocNumber)
	issuer := x.Issuer
	if issuer == "" {
		issuer = v.Page.Agency.Name
	}
	v.fact("item.issuer", issuer)
	v.fact("item.written", x.Written)
	v.fact("item.published", x.Published)
	v.fact("item.updated", x.Updated)
	if x.Validity != "" {
		v.Details = append(v.Details, Detail{Label: v.label("item.validity"), Badge: v.badge(x.Validity)})
	}
	if x.SupersededBy != "" {
		d := Detail{Label: v.label("item.superseded_by"), Text: x.SupersededBy}
		href, ok := v.renderer.site.Link(v.Page, x.SupersededBy)
		if ok {
			d.Href = href
			if p := v.successor(v.Page); p != nil {
				d.Text = v.title(p)
			}
		}
		v.Details = append(v.Details, d)
	}
	v.fact("item.topic", x.Topic)
	v.fact("item.article", x.Article)
	v.fact("item.summary", x.Summary)
	if x.URL != "" {
		v.Details = append(v.Details, Detail{Label: v.label("item.url"), Text: x.URL, Href: x.URL})
	}
	for _, p := range v.renderer.site.Related(v.Page) {
		v.Related = append(v.Related, v.link(p))
	}
	if v.Page.Kind == site.Guide {
		v.request()
	}
}

// successor is the page of this site that replaces a document, nil where there is none.
func (v *View) successor(p *site.Page) *site.Page {
	target := p.Item.SupersededBy
	if target == "" {
		return nil
	}
	if rest, ok := strings.CutPrefix(target, "/"); ok {
		return cmp.Or(v.renderer.site.PageOf(rest), v.renderer.site.In(rest))
	}
	return v.renderer.site.PageOf(path.Join(path.Dir(p.Source), target))
}

// validity is a document's state in the language of the interface.
func (v *View) validity(state string) string {
	if state == "" {
		return ""
	}
	if s, ok := v.renderer.labels["validity."+state]; ok {
		return s
	}
	return state
}

// Documents are the items of a category. Columns that all items leave empty are left
// out.
type Documents struct {
	None      bool // the agency has nothing of the kind
	Elsewhere Link // to the system that has them; Href is empty where there is none
	Columns   []string
	Validity  bool // there is one more column, of badges
	Rows      []DocumentRow
}

// DocumentRow is one item's.
type DocumentRow struct {
	Link
	Cells       []string
	Validity    Badge // in the column of that name; of no text where there is none
	Replacement Link  // the document that replaces it, below the badge; Href is empty where there is none
}

// Badge is a document's state in a word.
type Badge struct {
	Text  string
	State string // in-force, amended, repealed or expired, for the style
}

// badge is a document's state, of no text where it is not known.
func (v *View) badge(state string) Badge {
	return Badge{v.validity(state), map[string]string{"有效": "in-force", "已修改": "amended", "废止": "repealed", "失效": "expired"}[state]}
}

// linkOut is a link to a page, or, where the page has nothing but the address of another system, to that.
func (v *View) linkOut(p *site.Page) Link {
	l := v.link(p)
	switch {
	case p.Item != nil && p.Item.URL != "" && p.Item.Body.Empty():
		l.Href = p.Item.URL
	case p.Category != nil && p.Category.URL != "" && p.Body.Empty() && len(p.Children) == 0:
		l.Href = p.Category.URL
	}
	return l
}

func (v *View) category() {
	d := &Documents{None: v.Page.Category.None}
	v.Documents = d
	var items []*site.Page
	for _, p := range v.Page.Listed() {
		if p.Kind == site.Item {
			items = append(items, p)
			continue
		}
		e := Entry{Link: v.linkOut(p)}
		switch {
		case p.Category.None:
			e.Note = v.label("catalog.none")
		case len(p.Children) > 0:
			e.Note = v.label("count.catalog", len(p.Children))
		}
		v.Entries = append(v.Entries, e)
	}
	if u := v.Page.Category.URL; u != "" {
		d.Elsewhere = Link{Href: u, Text: v.Title}
	}
	for _, p := range items {
		row := DocumentRow{Link: v.linkOut(p), Validity: v.badge(p.Item.Validity)}
		if by := v.successor(p); by != nil {
			row.Replacement = Link{Href: v.href(by.Path), Text: v.label("item.replacement", v.title(by))}
		}
		d.Rows = append(d.Rows, row)
		d.Validity = d.Validity || p.Item.Validity != ""
	}
	unknown := v.label("unknown")
	for _, c := range []struct {
		label string
		of    func(*site.Page) string
	}{
		{"item.index_number", func(p *site.Page) string { return p.Item.IndexNumber }},
		{"item.doc_number", func(p *site.Page) string { return p.Item.DocNumber }},
		{"item.published", func(p *site.Page) string { return p.Item.Published }},
	} {
		filled := false
		for _, p := range items {
			filled = filled || c.of(p) != ""
		}
		if !filled {
			continue
		}
		d.Columns = append(d.Columns, v.label(c.label))
		for i, p := range items {
			text := c.of(p)
			if text == "" {
				text = unknown
			}
			d.Rows[i].Cells = append(d.Rows[i].Cells, text)
		}
	}
}
