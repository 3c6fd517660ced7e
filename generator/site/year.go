package site

import "gongkai/generator/register"

// Expected lists the agencies whose report of a year there should be: those that were
// there in that year, by since and until, and those that have one all the same. has says
// which of them are in the site.
func (s *Site) Expected(year *Page) (agencies []*Page, has map[*register.Agency]*Page) {
	has = map[*register.Agency]*Page{}
	for _, p := range year.Children {
		has[p.Agency] = p
	}
	for _, p := range s.AgencyPages() {
		a := p.Agency
		if has[a] != nil || a.InForce(year.Year) {
			agencies = append(agencies, p)
		}
	}
	return agencies, has
}
