package docx

import (
	"strconv"

	"gongkai/generator/importer/word"
	"gongkai/generator/importer/xmltree"
)

// readNumbering reads how lists are numbered, by numId.
func readNumbering(root *xmltree.Node) word.Lists {
	abstract := map[string]*xmltree.Node{}
	for _, n := range root.Children {
		if n.Name == "abstractNum" {
			abstract[n.Val("abstractNumId")] = n
		}
	}
	out := word.Lists{Lists: map[string]*word.List{}}
	for _, n := range root.Children {
		if n.Name != "num" {
			continue
		}
		id := n.Get("abstractNumId").Val("val")
		list := &word.List{Of: id}
		if a := abstract[id]; a != nil {
			for _, l := range a.Children {
				if l.Name == "lvl" {
					set(list, l)
				}
			}
		}
		for _, o := range n.Children {
			if o.Name != "lvlOverride" {
				continue
			}
			if l := o.Get("lvl"); l != nil {
				set(list, l)
			}
			if i, ok := levelOf(o); ok {
				if start, err := strconv.Atoi(o.Get("startOverride").Val("val")); err == nil {
					list.Levels[i].Start, list.Restarts[i] = start, true
				}
			}
		}
		out.Lists[n.Val("numId")] = list
	}
	return out
}

func levelOf(n *xmltree.Node) (int, bool) {
	i, err := strconv.Atoi(n.Val("ilvl"))
	return i, err == nil && i >= 0 && i < word.MostLevels
}

func set(list *word.List, l *xmltree.Node) {
	i, ok := levelOf(l)
	if !ok {
		return
	}
	start, err := strconv.Atoi(l.Get("start").Val("val"))
	if err != nil {
		start = 1
	}
	list.Levels[i] = word.Level{Start: start, Format: l.Get("numFmt").Val("val"), Text: l.Get("lvlText").Val("val")}
}

// number is what Word prints before a paragraph: "" for one that is in no numbered list.
func (r *reader) number(p *xmltree.Node) string {
	if printed := p.Get("pPr", "listPr", "t"); printed != nil { // Word 2003 writes down what it prints
		return printed.Val("val")
	}
	id, at := r.listOf(p)
	if id == "" || id == "0" {
		return ""
	}
	return r.lists.Next(id, at)
}

// listOf is the list of a paragraph and its level in it, by its own property or its style's.
func (r *reader) listOf(p *xmltree.Node) (id string, at int) {
	of := p.Get("pPr", "numPr")
	for style, seen := p.Get("pPr", "pStyle").Val("val"), 0; of == nil && style != "" && seen < 20; seen++ {
		s := r.styles[style]
		if s == nil {
			break
		}
		of, style = s.Get("pPr", "numPr"), s.Get("basedOn").Val("val")
	}
	at, err := strconv.Atoi(of.Get("ilvl").Val("val"))
	if err != nil || at < 0 || at >= word.MostLevels {
		at = 0
	}
	return of.Get("numId").Val("val"), at
}
