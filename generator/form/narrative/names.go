package narrative

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Scope is of whom the figures are.
type Scope uint8

// The scopes.
const (
	OneBody      Scope = iota // of the agency alone
	TotalArea                 // of all bodies of the agency's area
	SmallestArea              // of the agency, which is the only body of its area: a town
)

// About is what a text is about. It is made by Reader.About and not changed.
type About struct {
	Year int

	scope  Scope
	forms  []form  // texts that name the agency or its area, the longest first
	starts letters // of forms
	names  []name
	ends   letters // of names, also cut short
	zone   rune    // the same of an agency that is called by it, 0 for others
	region rune    // with what the name of the area ends: 市, 0 for an unknown one
}

// form is a text that names the agency, or the area whose bodies are all meant.
type form struct {
	text  string
	first rune
	role  Role
	plain bool // without the name of a region: any body of the kind may be called so
	full  bool // the name as it is registered
	area  bool // the name of the agency's area alone
}

// name is an agency's name, divided.
type name struct {
	runes    []rune
	heads    []string // its last word, in full and in short
	lower    int      // where the name of its own region begins
	rest     int      // where the names of regions end
	business string   // between the two
	inner    int      // where the name of the body begins that is a part of another: 青山分局
}

// About prepares what is known of an agency for reading: its names, in full and in
// short, and of whom the figures are. area is a name that begins with that of the area.
func (r *Reader) About(year int, scope Scope, area string, names ...string) *About {
	a := &About{Year: year, scope: scope}
	n := &r.vocabulary.Names
	for _, full := range names {
		if utf8.RuneCountInString(full) < 2 {
			continue
		}
		x := n.divide(full)
		a.names = append(a.names, x)
		for _, head := range x.heads {
			a.ends.addLast(head)
		}
		if len(x.heads) == 0 {
			a.ends = ^letters(0)
		}
		a.add(OwnBody, full, false)
		a.forms[len(a.forms)-1].full = len(a.names) == 1
		for from := x.lower + 1; from < x.rest && len(x.runes)-from > 4; from++ {
			a.add(OwnBody, string(x.runes[from:]), true) // 高新区管委会 of 示例高新区管委会
		}
		if x.rest > 0 && len(x.heads) > 0 {
			for _, head := range x.heads {
				a.add(OwnBody, string(x.runes[x.rest-1])+head, true)
			}
		}
		for _, head := range n.Areas {
			if strings.HasSuffix(full, head) {
				a.addArea(&x, len(x.runes)-utf8.RuneCountInString(head))
				break
			}
		}
		for _, text := range n.turned(&x) {
			a.add(OwnBody, text, false)
		}
		for _, head := range x.heads {
			stem, found := strings.CutSuffix(string(x.runes), x.heads[0])
			if !found {
				break
			}
			short := []rune(stem + head)
			for _, from := range []int{0, x.lower, x.rest, max(x.rest-1, 0), x.inner} {
				if len(short)-from > 2 {
					a.add(OwnBody, string(short[from:]), from >= x.rest)
				}
			}
			if utf8.RuneCountInString(head) > 1 {
				a.add(OwnBody, head, true)
			}
		}
	}
	x := n.divide(area)
	switch {
	case scope == SmallestArea:
		for _, head := range x.heads {
			if slices.Contains(n.Regions, head) {
				a.region, _ = utf8.DecodeLastRuneInString(head)
			}
		}
	case x.rest > 0:
		a.region = x.runes[x.rest-1]
		if scope == TotalArea {
			a.add(WholeArea, string(x.runes[:x.rest]), false)
			a.add(WholeArea, string(x.runes[x.lower:x.rest]), false)
		}
	}
	slices.SortFunc(a.forms, func(x, y form) int { return cmp.Or(cmp.Compare(len(y.text), len(x.text)), cmp.Compare(x.text, y.text)) })
	return a
}

// In is the same in another year.
func (a *About) In(year int) *About {
	b := *a
	b.Year = year
	return &b
}

func (a *About) add(role Role, text string, plain bool) {
	first, _ := utf8.DecodeRuneInString(text)
	if !slices.ContainsFunc(a.forms, func(x form) bool { return x.text == text }) {
		a.forms = append(a.forms, form{text: text, first: first, role: role, plain: plain})
		a.starts.add(first)
	}
}

// turned is the name of a body that is a part of another with its own place first:
// 城北公安分局 of 示例市公安局城北分局.
func (n *Naming) turned(x *name) (out []string) {
	if x.inner <= x.rest || len(x.heads) == 0 {
		return nil
	}
	whole, own := string(x.runes[x.rest:x.inner]), string(x.runes[x.inner:])
	for _, heads := range n.Heads {
		if business, found := strings.CutSuffix(whole, heads[0]); found && business != "" {
			own = strings.TrimSuffix(own, x.heads[0]) + business + x.heads[0]
			return append(out, own, string(x.runes[:x.rest])+own)
		}
	}
	return nil
}

// addArea adds the names of the area by which the agency is called, its own without a
// head, which begins at end.
func (a *About) addArea(x *name, end int) {
	for from := x.lower; end-from > 2; from++ {
		n := len(a.forms)
		if a.add(OwnBody, string(x.runes[from:end]), from > x.lower); len(a.forms) > n {
			a.forms[n].area = true
		}
	}
	if x.rest == end {
		a.zone = x.runes[end-1]
	}
}

// divide finds the regions at the beginning of a name, and its head.
func (n *Naming) divide(full string) name {
	x := name{runes: []rune(full)}
	end := len(full)
	for _, heads := range n.Heads {
		if h := heads[0]; strings.HasSuffix(full, h) && (x.heads == nil || len(h) > len(x.heads[0])) {
			x.heads, end = heads, len(full)-len(h)
		}
	}
	for _, heads := range n.Heads { // a name that is a short one itself
		for _, h := range heads {
			if x.heads == nil && strings.HasSuffix(full, h) {
				x.heads, end = heads, len(full)-len(h)
			}
		}
	}
	const most = 12 // characters of the name of a region
	from := 0
	for i := 0; i < end; {
		if w := longest(full[i:], n.NotRegions); w != "" {
			i += len(w)
			continue
		}
		w := longest(full[i:], n.Regions)
		if w == "" {
			_, size := utf8.DecodeRuneInString(full[i:])
			i += size
			continue
		}
		proper := utf8.RuneCountInString(full[from:i])
		if i += len(w); proper > most {
			break
		}
		if proper > 0 {
			x.lower = utf8.RuneCountInString(full[:from])
		}
		x.rest, from = utf8.RuneCountInString(full[:i]), i
	}
	for _, heads := range n.Heads {
		for _, h := range heads {
			if i := strings.LastIndex(full[:end], h); i >= 0 && i+len(h) < end {
				x.inner = max(x.inner, utf8.RuneCountInString(full[:i+len(h)]))
			}
		}
	}
	if x.inner < x.rest {
		x.inner = x.rest
	}
	if stem := []rune(full[:end]); x.rest <= len(stem) {
		x.business = string(stem[x.rest:])
	}
	return x
}

// longest returns the longest of the words that a text begins with, "" for none.
func longest(text string, words []string) string {
	best := ""
	for _, w := range words {
		if len(w) > len(best) && strings.HasPrefix(text, w) {
			best = w
		}
	}
	return best
}

// named returns what a text begins with if it names the agency or its area.
func (s *reading) named(text []byte, first rune) *form {
	if !s.about.starts.may(first) {
		return nil
	}
	for i := range s.about.forms {
		x := &s.about.forms[i]
		if x.first == first && len(text) >= len(x.text) && string(text[:len(x.text)]) == x.text {
			return x
		}
	}
	return nil
}

// everyBody returns the name of the area that begins the name x of the agency, where what
// follows it is a word for all of its bodies, or for what is counted: 青山区·政府系统,
// 青山区·政府信息公开申请.
func (s *reading) everyBody(text []byte, i int, x *form) *form {
	if x.role != OwnBody || s.about.scope != TotalArea {
		return nil
	}
	for k := range s.about.forms {
		y := &s.about.forms[k]
		if y.role != WholeArea || len(y.text) >= len(x.text) || x.text[:len(y.text)] != y.text {
			continue
		}
		r, size := char(text, i+len(y.text))
		if w := &s.lexicon.words[s.lexicon.at(text, i+len(y.text), r, size)]; w.role&(EveryBody|modifier|noun) != 0 && len(y.text)+len(w.text) > len(x.text) {
			return y
		}
	}
	return nil
}

// bodyEnd returns where the last name of a body ends that does not begin a text, 0 for none.
func (s *reading) bodyEnd(text []byte) (end int) {
	for i := 0; i < len(text); {
		r, size := char(text, i)
		if i > 0 && s.bodyStarts.may(r) {
			for _, body := range s.bodies {
				if len(text)-i >= len(body) && string(text[i:i+len(body)]) == string(body) {
					end = max(end, i+len(body))
				}
			}
		}
		i += size
	}
	return end
}

// another reports whether the word at i, before which the last token ends, is of another
// body than the agency: 乡镇·政府办公室, 其他·街道, 5个·街道, 省级以上·开发区.
func (s *reading) another(i int) bool {
	n := len(s.tokens)
	if n == 0 || s.tokens[n-1].to != int32(i) {
		return false
	}
	t := &s.tokens[n-1]
	return t.kind == unknown || t.kind == number || t.is(Filler) && t.to-t.from == 3 && string(s.line[t.from:t.to]) != "向" || t.is(Rest|OtherBodies|EveryBody|WholeArea|Approximate|modifier|noun)
}

// area reports whether a text is the name of an area: 示例市.
func (n *Naming) area(text []byte) bool {
	const least, most = 2, 6
	if c := utf8.RuneCount(text); c < least || c > most {
		return false
	}
	ends := func(w string) bool { return strings.HasSuffix(string(text), w) }
	return slices.ContainsFunc(n.Regions, ends) && !slices.ContainsFunc(n.NotRegions, ends)
}

// ownName reports whether [from, to) of the line is the agency's name cut short. What is
// left keeps the name's head, and of its regions the last one if it keeps any: of
// 示例市青山区卫生健康局 are 区卫健局 and 卫健局 short forms, 市卫健局 is another body.
func (s *reading) ownName(from, to int32) bool {
	const most = 90
	if to-from > most {
		return false
	}
	text := s.line[from:to]
	if to > from && !(s.about.ends | s.tailEnds).mayEnd(text) {
		return false // as most that is asked for: without this it takes a twelfth of the time of reading prose
	}
	for _, tail := range s.vocabulary.Names.Tails {
		if len(text) > len(tail) && string(text[len(text)-len(tail):]) == tail {
			text = text[:len(text)-len(tail)]
		}
	}
	return slices.ContainsFunc(s.about.names, func(x name) bool { return x.short(text) })
}

// ownBusiness reports whether [from, to) of the line is a word from the middle of the
// agency's name, which says of what kind its work is: 税务 of 示例市税务局.
func (s *reading) ownBusiness(from, to int32) bool {
	n := int(to - from)
	return slices.ContainsFunc(s.about.names, func(x name) bool {
		return n <= len(x.business) && strings.Contains(x.business, string(s.line[from:to]))
	})
}

func (x *name) short(text []byte) bool {
	keeps := func(head string) bool {
		return len(text) >= len(head) && string(text[len(text)-len(head):]) == head
	}
	if len(x.heads) > 0 && !slices.ContainsFunc(x.heads, keeps) {
		return false
	}
	kept, last := false, false // something of the regions is, the end of its own is
	k := len(x.runes)
	for len(text) > 0 {
		c, n := utf8.DecodeLastRune(text)
		text = text[:len(text)-n]
		for k--; k >= 0 && x.runes[k] != c; k-- {
		}
		if k < 0 {
			return false
		}
		kept = kept || k < x.rest
		last = last || k == x.rest-1
	}
	return !kept || last
}

// whole reports whether a word for an area means the one whose figures these are: 全县
// in the report of a 县; own is of a word that says whose: 我区.
func (s *reading) whole(word string, own bool) bool {
	at, class := len(word), rune(0)
	for _, w := range s.vocabulary.Names.Regions {
		if i := strings.Index(word, w); i >= 0 && i < at {
			runes := []rune(w)
			at, class = i, runes[len(runes)-1]
		}
	}
	if s.about.scope == OneBody {
		return own && class == s.about.zone && class != 0
	}
	return class == s.about.region || class == 0 && s.about.scope == TotalArea || s.about.region == 0
}

// areas takes the name of the area for no name of the agency in a sentence [a, b) that names
// the agency too: 高新区收到120件，其中管委会37件.
func (s *reading) areas(a, b int) {
	both := [2]bool{}
	for k := a; k < len(s.tokens); k++ {
		t := &s.tokens[k]
		if k >= b && t.kind == stop && (k+1 >= len(s.tokens) || !s.tokens[k+1].is(OfWhich)) {
			break
		}
		if t.area {
			both[0] = true
		} else if t.is(OwnBody) {
			both[1] = true
		}
	}
	for k := a; k < b && both[0] && both[1]; k++ {
		if t := &s.tokens[k]; t.area {
			t.role = OtherBodies
		}
	}
}

// Names reports whether a text, the beginning of a sentence, says nothing but who
// speaks: the agency, or all bodies of the area whose figures these are.
func (r *Reader) Names(about *About, text []byte) bool {
	s := r.reading(about)
	defer r.spare.Put(s)
	s.text = text
	s.load(0, len(text))
	s.lex()
	s.compose()
	found := false
	for k := range s.tokens {
		switch t := &s.tokens[k]; {
		case t.is(OwnBody | WholeArea | EveryBody):
			if !s.speaks(k) {
				return false
			}
			found = true
		case !t.is(Filler | ThisYear):
			return false
		}
	}
	return found
}

// NamesArea reports whether a title names the area, or the government of it, with whose
// name an agency's begins: 示例县2023年…, 示例县政府…. Any other body of the area does not.
func (r *Reader) NamesArea(agency, title string) bool {
	n := &r.vocabulary.Names
	x := n.divide(agency)
	for _, from := range []int{0, x.lower} {
		area := string(x.runes[from:x.rest])
		i := strings.Index(title, area)
		if area == "" || i < 0 {
			continue
		}
		rest := title[i+len(area):]
		rest = strings.TrimPrefix(rest, longest(rest, n.Governments))
		if first, _ := utf8.DecodeRuneInString(rest); first >= '0' && first <= '9' || strings.ContainsRune("〇○一二", first) {
			return true
		}
	}
	return false
}
