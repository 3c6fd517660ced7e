package ide

import (
	"gongkai/generator/diag"
	"gongkai/generator/source"
	"gongkai/generator/source/keys"
)

// point is what is at a place of the front matter.
type point struct {
	key   *keys.Key    // what is declared for it
	node  *source.Node // the key itself, or a scalar value
	onKey bool         // node is a key
}

// at finds what is at a place; ok is false where that is nothing declared.
func (d *Document) at(p Place) (point, bool) {
	if d.root == nil || !d.inFront(p) {
		return point{}, false
	}
	return descend(d.root, d.front, p)
}

// descend looks into a mapping.
func descend(k *keys.Key, m *source.Node, p Place) (point, bool) {
	for i, kn := range m.Keys {
		child := k.Key(kn.Value)
		if k.Type == keys.Levels {
			child = &keys.Key{ID: kn.Value, Type: keys.Choice, Name: keys.OfRule, Enum: severities}
		}
		switch {
		case child == nil:
		case holds(kn.Span, p):
			return point{child, kn, true}, true
		case holds(m.Items[i].Span, p):
			return within(child, m.Items[i], p)
		}
	}
	return point{}, false
}

// within looks into a value.
func within(k *keys.Key, v *source.Node, p Place) (point, bool) {
	switch v.Kind {
	case source.Mapping:
		return descend(k, v, p)
	case source.Scalar:
		return point{k, v, false}, true
	}
	for i, item := range v.Items {
		if !holds(item.Span, p) {
			continue
		}
		switch {
		case item.Kind == source.Mapping:
			return descend(k, item, p)
		case item.Kind != source.Scalar:
		case k.Type == keys.Figures && i < len(k.Keys):
			return point{k.Keys[i], item, false}, true
		case k.Type == keys.Texts || k.Type == keys.Words:
			return point{k, item, false}, true
		}
		break
	}
	return point{}, false
}

// Region is a piece of a file.
type Region struct {
	File string // path in the site
	Span diag.Span
}
