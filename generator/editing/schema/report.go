package schema

import (
	"slices"

	"gongkai/generator/diag"
	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/source/keys"
)

// Report declares a report of a form: the keys of every report, and the figures as the
// form declares them.
func Report(f *form.Form) *keys.Key {
	root := report.Keys()
	root.Title = diag.Text{ZH: f.Title, EN: f.Title}
	data, declared := root.Key("data"), figures(f, f.Data, true)
	data.Path, data.Type, data.Keys, data.Required = declared.Path, declared.Type, declared.Keys, declared.Required
	return root
}

// figures declares a slot of the form's data and what is below it.
func figures(f *form.Form, s *form.Slot, needed bool) *keys.Key {
	k := &keys.Key{ID: s.ID, Chinese: s.Key, Title: diag.Text{ZH: s.Label, EN: s.Label}, Path: s.Path, Type: keys.Mapping, Required: needed}
	if k.Chinese == k.ID {
		k.Chinese = ""
	}
	if c := s.Cell; c != nil {
		k.Type, k.Unit, k.Kind = keys.Figure, c.Unit, string(c.Kind)
		k.Title = diag.Text{ZH: c.Label, EN: c.Label}
		if c.Kind == form.YesNo {
			k.Enum = []string{f.Answers.Yes, f.Answers.No}
		}
		return k
	}
	if s.List != nil {
		k.Type, k.Path, k.Keys = keys.List, "", rows(s.List)
		return k
	}
	if s.Row {
		k.Type = keys.Figures
	}
	for _, child := range s.Slots {
		k.Keys = append(k.Keys, figures(f, child, !child.Optional))
	}
	return k
}

// rows declares the rows that a report gives itself.
func rows(l *form.List) []*keys.Key {
	out := []*keys.Key{
		keys.New("code", keys.Text, "代码", "code", keys.Required, keys.Also(l.Code.Key)),
		keys.New("label", keys.Text, "名称", "label", keys.Required, keys.Also(l.Label.Key)),
		keys.New("unit", keys.Text, "单位", "unit", keys.Also(l.Unit.Key)),
		{ID: "value", Chinese: l.Value.Key, Title: diag.Textf("数值", "value"), Type: keys.Figure, Kind: string(form.Money), Required: true},
		keys.New("indent", keys.Integer, "缩进", "indentation", keys.Also(l.Indent.Key)),
		keys.New("sum_of", keys.Texts, "由这些行相加（代码）", "the codes of the rows that it sums", keys.Also(l.SumOf.Key))}
	if l.Cumulative.Label != "" {
		out = slices.Insert(out, 4, &keys.Key{ID: "cumulative", Chinese: l.Cumulative.Key, Title: diag.Textf("历年累计", "sum over all years"), Type: keys.Figure, Kind: string(form.Money)})
	}
	return out
}
