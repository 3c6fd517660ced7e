package docx

import (
	"strconv"
	"strings"

	"gongkai/generator/importer/xmltree"
)

// numbering is how lists are numbered.
type numbering struct {
	levels map[string][]level // by numId
}

type level struct {
	start        int
	format, text string
}

// mostLevels is how deep Word's lists go.
const mostLevels = 9

func readNumbering(root *xmltree.Node) *numbering {
	abstract := map[string]*xmltree.Node{}
	for _, n := range root.Children {
		if n.Name == "abstractNum" {
			abstract[n.Val("abstractNumId")] = n
		}
	}
	out := &numbering{levels: map[string][]level{}}
	for _, n := range root.Children {
		if n.Name != "num" {
			continue
		}
		levels := make([]level, mostLevels)
		if a := abstract[n.Get("abstractNumId").Val("val")]; a != nil {
			for _, l := range a.Children {
				if l.Name == "lvl" {
					set(levels, l)
				}
			}
		}
		for _, o := range n.Children {
			if o.Name != "lvlOverride" {
				continue
			}
			if l := o.Get("lvl"); l != nil {
				set(levels, l)
			}
			if i, ok := levelOf(o); ok {
				if start, err := strconv.Atoi(o.Get("startOverride").Val("val")); err == nil {
					levels[i].start = start
				}
			}
		}
		out.levels[n.Val("numId")] = levels
	}
	return out
}

func levelOf(n *xmltree.Node) (int, bool) {
	i, err := strconv.Atoi(n.Val("ilvl"))
	return i, err == nil && i >= 0 && i < mostLevels
}

func set(levels []level, l *xmltree.Node) {
	i, ok := levelOf(l)
	if !ok {
		return
	}
	start, err := strconv.Atoi(l.Get("start").Val("val"))
	if err != nil {
		start = 1
	}
	levels[i] = level{start, l.Get("numFmt").Val("val"), l.Get("lvlText").Val("val")}
}

// number is what Word prints before a paragraph: "" for one that is in no numbered list.
func (r *reader) number(p *xmltree.Node) string {
	if printed := p.Get("pPr", "listPr", "t"); printed != nil { // Word 2003 writes down what it prints
		return printed.Val("val")
	}
	id, at := r.listOf(p)
	if r.numbering == nil || id == "" || id == "0" {
		return ""
	}
	levels := r.numbering.levels[id]
	if at >= len(levels) {
		return ""
	}
	counts := r.counted[id]
	if counts == nil {
		counts = make([]int, mostLevels)
		for i, l := range levels {
			counts[i] = l.start - 1
		}
		r.counted[id] = counts
	}
	counts[at]++
	for i := at + 1; i < mostLevels; i++ {
		counts[i] = levels[i].start - 1
	}
	if levels[at].format == "bullet" || levels[at].format == "none" {
		return ""
	}
	text := levels[at].text
	for i := range mostLevels {
		text = strings.ReplaceAll(text, "%"+strconv.Itoa(i+1), counted(counts[i], levels[i].format))
	}
	return text
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
	if err != nil || at < 0 || at >= mostLevels {
		at = 0
	}
	return of.Get("numId").Val("val"), at
}

// counted prints a number in a format of ISO/IEC 29500-1, 17.18.59.
func counted(n int, format string) string {
	switch format {
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "ideographDigital", "koreanCounting":
		return chinese(n)
	case "upperLetter", "lowerLetter":
		if n < 1 {
			return ""
		}
		s := strings.Repeat(string(rune('a'+(n-1)%26)), (n-1)/26+1)
		if format == "upperLetter" {
			s = strings.ToUpper(s)
		}
		return s
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		if n >= 1 && n <= 20 {
			return string(rune('①' + n - 1))
		}
	case "decimalFullWidth":
		return strings.Map(func(r rune) rune { return r - '0' + '０' }, strconv.Itoa(n))
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	}
	return strconv.Itoa(n)
}

// chinese is a number below a hundred in Chinese; others as digits.
func chinese(n int) string {
	digits := []string{"", "一", "二", "三", "四", "五", "六", "七", "八", "九"}
	switch {
	case n < 1 || n > 99:
		return strconv.Itoa(n)
	case n < 10:
		return digits[n]
	case n < 20:
		return "十" + digits[n-10]
	}
	return digits[n/10] + "十" + digits[n%10]
}
