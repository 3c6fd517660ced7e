package html

import "gongkai/generator/site"

// Rule is a rule as its page explains it.
type Rule struct {
	ID, Title, What, Why string
	Severity             string // error, warning or off, for the style
	Label                string // what the severity is called
	Example, Legal       string
	Note                 string
}

// rules lists what is checked, in the order of the catalogue.
func (v *View) rules() {
	for _, d := range v.Page.Rules {
		r := Rule{ID: d.ID, Title: d.Title.In(v.Config.Language), What: d.What.In(v.Config.Language), Why: d.Why.In(v.Config.Language),
			Severity: d.Severity.String(), Example: d.Example, Legal: d.Legal}
		r.Label = v.label("severity." + r.Severity)
		if d.Fixed {
			r.Note = v.label("rules.fixed")
		}
		v.Rules = append(v.Rules, r)
	}
}

// ruleLink leads to a rule's place on the page of rules.
func (v *View) ruleLink(id string) Link {
	if page := v.renderer.site.At(site.RulesPath); page != nil {
		for _, d := range page.Rules {
			if d.ID == id {
				return Link{Href: v.href(site.RulesPath) + "#" + id, Text: d.Title.In(v.Config.Language)}
			}
		}
	}
	return Link{}
}
