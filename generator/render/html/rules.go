package html

import "gongkai/generator/site"

// Rule is a rule as its page explains it.
type Rule struct {
	Page                 Link
	ID, Title, What, Why string
	Severity             string // error, warning or off, for the style
	Label                string // what the severity is called
	Example, Legal       string
	Note                 string
}

// rules lists what is checked, in the order of the catalogue, or explains one.
func (v *View) rules() {
	for _, d := range v.Page.Rules {
		r := Rule{Page: v.ruleLink(d.ID), ID: d.ID, Title: d.Title.In(v.Config.Language), What: d.What.In(v.Config.Language), Why: d.Why.In(v.Config.Language),
			Severity: d.Severity.String(), Example: d.Example, Legal: d.Legal}
		r.Label = v.label("severity." + r.Severity)
		if d.Fixed {
			r.Note = v.label("rules.fixed")
		}
		v.Rules = append(v.Rules, r)
	}
}

// ruleLink leads to the page of a rule, where there is one.
func (v *View) ruleLink(id string) Link {
	if page := v.renderer.site.At(site.RulePath(id)); page != nil {
		return v.link(page)
	}
	return Link{}
}
