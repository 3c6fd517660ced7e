package form

import (
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/source"
)

// english reads what the labels of rows and columns mean, for readers of the data who know no
// Chinese: printed labels with their English. A cell that a place added to the form may have none.
func (l *loader) english(n *source.Node) {
	if l.f.Language == "en" {
		for _, c := range l.f.Cells {
			c.LabelEN = c.Label
		}
		return
	}
	if n.IsNull() {
		return
	}
	if n.Kind != source.Mapping {
		l.fault(n, diag.Textf("应写成“印出的名称: 英文”", "want printed labels with their English, {label: text}"))
		return
	}
	words := map[string]string{}
	for i, k := range n.Keys {
		words[k.Value] = n.Items[i].Value
	}
	for _, c := range l.f.Cells {
		c.LabelEN = translated(c.Label, words)
	}
}

// translated is a label in English, "" where a part of it is not known.
func translated(label string, words map[string]string) string {
	parts := strings.Split(label, " · ")
	for i, p := range parts {
		if parts[i] = words[p]; parts[i] == "" {
			return ""
		}
	}
	return strings.Join(parts, " · ")
}
