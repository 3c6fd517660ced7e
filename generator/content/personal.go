package content

import (
	"maps"
	"slices"

	"gongkai/generator/register"
	"gongkai/generator/rule"
	"gongkai/generator/rule/privacy"
	"gongkai/generator/source"
)

// personal notes the numbers that were found in a folder, and reports them, save those
// that the agency, or the site, gives as its own telephone.
func (a *Agency) personal(f *folder, left map[string]bool, contact string) {
	site := privacy.Mobiles(contact)
	for _, it := range f.items {
		var found []privacy.Located
		for _, p := range it.personal {
			if p.Kind == privacy.Mobile && (slices.Contains(a.Phones, p.Number) || slices.Contains(site, p.Number)) {
				continue
			}
			a.Hits = append(a.Hits, p.Hit)
			found = append(found, p)
		}
		if left[it.Path] {
			continue
		}
		for _, x := range rule.PersonalData(found) {
			x.File, x.Agency = it.Path, it.Agency
			if it.report != nil {
				x.Year = it.report.Year
			}
			a.Findings = append(a.Findings, x)
		}
	}
}

// inDocuments notes the numbers that were found in the folder's documents, to be masked: whether they are
// published, and so reported, depends on the pages.
func (a *Agency) inDocuments(f *folder, contact string) {
	public := append(privacy.Mobiles(contact), a.Phones...)
	for _, name := range slices.Sorted(maps.Keys(f.documents)) {
		for _, p := range f.documents[name].personal {
			if p.Kind != privacy.Mobile || !slices.Contains(public, p.Number) {
				a.Hits = append(a.Hits, p.Hit)
			}
		}
	}
}

// phones are the mobile numbers that an agency publishes as its own.
func phones(a *register.Agency) []string {
	if a == nil {
		return nil
	}
	return append(privacy.Mobiles(a.Phone), privacy.Mobiles(a.Fax)...)
}

// RedactorOf masks the personal numbers of one file, where no others are read. The telephone that
// an agency publishes as its own is not masked.
func RedactorOf(file string, data []byte, read func(file string) []byte) *privacy.Redactor {
	hits := privacy.ScanAll(data)
	if len(hits) == 0 {
		return privacy.NewRedactor(nil, nil)
	}
	var own []string
	if slug := AgencyOf(file); slug != "" {
		entry := "content/" + slug + "/_index.md"
		a, _ := register.Bind(source.Parse(entry, read(entry)), slug)
		own = phones(a)
	}
	hits = slices.DeleteFunc(hits, func(h privacy.Hit) bool { return slices.Contains(own, h.Number) })
	return privacy.NewRedactor(hits, own)
}
