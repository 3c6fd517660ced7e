// Package word has what .doc and .docx have in common: the numbers that Word prints before paragraphs, and where the
// codes of fields lead.
package word

import (
	"strconv"
	"strings"
)

// Level is a level of a list: its first number, how numbers are printed, by the name that ISO/IEC 29500-1, 17.18.59
// has for it, and the text around them, in which %1 is the number of the first level.
type Level struct {
	Start        int
	Format, Text string
}

// MostLevels is how deep Word's lists go.
const MostLevels = 9

// List is how the paragraphs of a list are numbered.
type List struct {
	Levels   [MostLevels]Level
	Of       string           // those with the same text here are counted together
	Restarts [MostLevels]bool // levels that begin again where the list is first used
}

// Lists counts the paragraphs of lists.
type Lists struct {
	Lists   map[string]*List // by id
	counted map[string]*[MostLevels]int
	used    map[string]bool
}

// Next is what Word prints before the next paragraph of a list; "" for one that has no number.
func (l *Lists) Next(id string, at int) string {
	list := l.Lists[id]
	if list == nil || at < 0 || at >= MostLevels {
		return ""
	}
	counts := l.counts(id, list)
	counts[at]++
	for i := at + 1; i < MostLevels; i++ {
		counts[i] = list.Levels[i].Start - 1
	}
	for i := range at { // a level above that has no paragraph yet
		counts[i] = max(counts[i], list.Levels[i].Start)
	}
	if f := list.Levels[at].Format; f == "bullet" || f == "none" {
		return ""
	}
	text := list.Levels[at].Text
	for i := range MostLevels {
		text = strings.ReplaceAll(text, "%"+strconv.Itoa(i+1), counted(counts[i], list.Levels[i].Format))
	}
	return text
}

// counts are the numbers that the levels of a list are at.
func (l *Lists) counts(id string, list *List) *[MostLevels]int {
	if l.counted == nil {
		l.counted, l.used = map[string]*[MostLevels]int{}, map[string]bool{}
	}
	counts := l.counted[list.Of]
	first := counts == nil
	if first {
		counts = &[MostLevels]int{}
		l.counted[list.Of] = counts
	}
	for i, of := range list.Levels {
		if first || !l.used[id] && list.Restarts[i] {
			counts[i] = of.Start - 1
		}
	}
	l.used[id] = true
	return counts
}

// counted prints a number in a format.
func counted(n int, format string) string {
	switch format {
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "ideographDigital", "koreanCounting":
		return chinese(n)
	case "upperRoman":
		return roman(n)
	case "lowerRoman":
		return strings.ToLower(roman(n))
	case "upperLetter", "lowerLetter":
		if n < 1 || n > 26*mostRepeated {
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
	case "decimalFullWidth", "decimalFullWidth2":
		return strings.Map(func(r rune) rune { return r - '0' + '０' }, strconv.Itoa(max(n, 0)))
	case "decimalZero":
		if n < 10 {
			return "0" + strconv.Itoa(n)
		}
	}
	return strconv.Itoa(n)
}

// mostRepeated is how many letters a number has at most, one above the other.
const mostRepeated = 30

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

// roman is a number below four thousand in Roman letters; others as digits.
func roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, r := range []struct {
		n int
		s string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= r.n; n -= r.n {
			b.WriteString(r.s)
		}
	}
	return b.String()
}
