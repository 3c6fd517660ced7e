package search

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"gongkai/generator/output"
	"gongkai/generator/register"
	"gongkai/generator/site"
	"gongkai/generator/site/sitetest"
)

// published is an index as a browser gets it.
type published struct {
	files map[string][]byte
	pages struct {
		Order    string
		Pages    int
		Terms    int
		Texts    string
		Agencies [][2]string
		Groups   [][3]any
	}
}

// tell returns what a script of the index hands over.
func (p *published) tell(t *testing.T, file, name string, to any) {
	t.Helper()
	data, ok := strings.CutPrefix(string(p.files["search/"+file+".js"]), `gongkaiSearch("`+name+`",`)
	data, end := strings.CutSuffix(data, ")\n")
	if !ok || !end {
		t.Fatalf("%s is not a call: %.60q", file, p.files["search/"+file+".js"])
	}
	if err := json.Unmarshal([]byte(data), to); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// lookup returns the pages that a term is on, and those with it in the title.
func (p *published) lookup(t *testing.T, term string) (all, titled []int) {
	t.Helper()
	n := strconv.Itoa(place(hash([]rune(term)), p.pages.Terms))
	var data [2]json.RawMessage
	p.tell(t, "terms/"+n, n, &data)
	var terms map[string]string
	if err := json.Unmarshal(data[1], &terms); err != nil {
		t.Fatal(err)
	}
	lists, ok := terms[term]
	if !ok {
		return nil, nil
	}
	first, second, _ := strings.Cut(lists, ".")
	return readList(first, p.pages.Pages), readList(second, p.pages.Pages)
}

// readList reads a list of ids, independently of what wrote it.
func readList(text string, size int) (ids []int) {
	if text == "" {
		return nil
	}
	var numbers []int
	for rest := text[1:]; rest != "" && text[0] != 'b'; {
		n, unit := 0, 1
		for more := true; more; unit *= 32 {
			d := strings.IndexByte(digits, rest[0])
			n += d % 32 * unit
			more, rest = d >= 32, rest[1:]
		}
		numbers = append(numbers, n)
	}
	switch text[0] {
	case 'g':
		at := -1
		for _, gap := range numbers {
			at += gap + 1
			ids = append(ids, at)
		}
	case 'r':
		at := 0
		for i, n := range numbers {
			for range n {
				if i%2 == 1 {
					ids = append(ids, at)
				}
				at++
			}
		}
	case 'b':
		for id := range size {
			if i := 1 + id/6; i < len(text) && strings.IndexByte(digits, text[i])>>(id%6)&1 == 1 {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

func TestLists(t *testing.T) {
	kinds := map[byte]int{}
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 400).Draw(t, "size")
		dense := rapid.IntRange(1, 100).Draw(t, "density")
		var ids []int
		for id := range size {
			if rapid.IntRange(1, 100).Draw(t, "on") <= dense {
				ids = append(ids, id)
			}
		}
		got := string(appendList([]byte("x"), ids, size)[1:])
		kinds[got[0]]++
		if !slices.Equal(readList(got, size), ids) {
			t.Fatalf("%v of %d became %q", ids, size, got)
		}
		if len(got) > 2+(size+5)/6 && len(ids) > 2 {
			t.Fatalf("%d of %d pages take %d bytes", len(ids), size, len(got))
		}
	})
	for _, k := range "grb" {
		if kinds[byte(k)] == 0 {
			t.Errorf("no list was written as %c: %v", k, kinds)
		}
	}
}

func TestJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.String().Draw(t, "text") + "\"\\\n\u2028\u2029\u2027\x01“”"
		var got string
		if err := json.Unmarshal(appendJSON(nil, want), &got); err != nil || got != want {
			t.Fatalf("%q became %s: %v", want, appendJSON(nil, want), err)
		}
	})
	if s := string(appendJSON(nil, "\u2028“”\u2029")); s != `"\u2028“”\u2029"` {
		t.Error(s)
	}
}

func TestListKeepsArrivals(t *testing.T) {
	ids := rand.New(rand.NewPCG(1, 2)).Perm(3000)
	var l list
	for _, id := range ids {
		l.add(id)
	}
	slices.Sort(ids)
	if !slices.Equal(l.ids(nil), ids) {
		t.Error("ids that came out of order are lost")
	}
}

// build indexes pages in an order of its own, from several goroutines.
func build(t *testing.T, s *site.Site, markup map[*site.Page]string, seed uint64) *published {
	t.Helper()
	out := &published{files: map[string][]byte{}}
	var mu sync.Mutex
	x := New(s, func(f output.File) error {
		mu.Lock()
		defer mu.Unlock()
		if out.files[f.Path] != nil {
			t.Errorf("%s is written twice", f.Path)
		}
		out.files[f.Path] = f.Data
		return nil
	})
	pages := slices.Clone(s.Pages())
	if seed > 0 {
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(pages), func(i, j int) { pages[i], pages[j] = pages[j], pages[i] })
	}
	var wg sync.WaitGroup
	for part := range slices.Chunk(pages, (len(pages)+3)/4) {
		wg.Go(func() {
			for _, p := range part {
				if err := x.Add(p, []byte(markup[p])); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	out.tell(t, "pages", "pages", &out.pages)
	return out
}

// corpus is a site of agencies and documents with texts of few different characters,
// so that they meet in every way.
func corpus(n int) (*site.Site, map[*site.Page]string) {
	rng := rand.New(rand.NewPCG(7, 7))
	letters := []rune("政府信息公开务服年度报告二三、。 ，12ab")
	text := func(n int) string {
		out := make([]rune, n)
		for i := range out {
			out[i] = letters[rng.IntN(len(letters))]
		}
		return string(out)
	}
	c := &sitetest.Content{}
	for i := range n {
		a := &register.Agency{Slug: fmt.Sprintf("a%02d", i), Name: text(6) + "局", File: fmt.Sprintf("content/a%02d/_index.md", i)}
		for j := range rng.IntN(6) {
			a.Policies = append(a.Policies, &register.Page{Slug: fmt.Sprint("p", j), Title: text(5), Published: fmt.Sprint(2018+rng.IntN(5), "-01-02")})
		}
		c.Agencies = append(c.Agencies, a)
	}
	s, _ := sitetest.Assemble(c)
	markup := map[*site.Page]string{}
	for _, p := range s.Pages() {
		markup[p] = "<main><h1>" + p.Title + "</h1><p>" + text(20+rng.IntN(60)) + "</p></main>"
	}
	return s, markup
}

// folded is a text as it is compared, written down without the tokeniser: what parts
// becomes a bar, a space counts between two letters or digits only.
func folded(text string) string {
	text = strings.ToLower(text)
	text = strings.NewReplacer("、", "|", "。", "|", "，", "|", "\n", "|").Replace(text)
	for _, c := range "政府信息公开务服年度报告二三局" {
		h := string(c)
		for strings.Contains(text, " "+h) || strings.Contains(text, h+" ") {
			text = strings.ReplaceAll(strings.ReplaceAll(text, " "+h, h), h+" ", h)
		}
	}
	return "|" + text + "|"
}

// A term is listed for exactly the pages whose text contains it, and a phrase is among
// the pages that have all its terms.
func TestExactness(t *testing.T) {
	s, markup := corpus(30)
	p := build(t, s, markup, 0)
	x := New(s, nil)
	if p.pages.Pages != len(x.docs) || len(x.docs) < 80 {
		t.Fatalf("%d pages of %d", p.pages.Pages, len(x.docs))
	}
	texts := make([]string, len(x.docs))
	for id, d := range x.docs {
		_, text, _ := strings.Cut(markup[d.page], "<p>")
		text, _, _ = strings.Cut(text, "</p>")
		texts[id] = folded(d.page.Title) + folded(d.page.Agency.Name) + folded(text)
	}
	contains := func(query string) (ids []int) {
		for id, text := range texts {
			for at := 0; at < len(text); {
				i := strings.Index(text[at:], query)
				if i < 0 {
					break
				}
				before, _ := utf8.DecodeLastRuneInString(text[:at+i])
				after, _ := utf8.DecodeRuneInString(text[at+i+len(query):])
				first, _ := utf8.DecodeRuneInString(query)
				last, _ := utf8.DecodeLastRuneInString(query)
				if (classOf(before) != narrow || classOf(first) != narrow) && (classOf(after) != narrow || classOf(last) != narrow) {
					ids = append(ids, id)
					break
				}
				at += i + 1
			}
		}
		return ids
	}
	var known []string
	for name := range p.files {
		if n, ok := strings.CutPrefix(name, "search/terms/"); ok {
			n = strings.TrimSuffix(n, ".js")
			var data [2]json.RawMessage
			p.tell(t, "terms/"+n, n, &data)
			var terms map[string]string
			if err := json.Unmarshal(data[1], &terms); err != nil {
				t.Fatal(err)
			}
			known = slices.AppendSeq(known, maps.Keys(terms))
		}
	}
	for _, term := range append(known, "务务务", "不在") {
		want := contains(term)
		if got, _ := p.lookup(t, term); !slices.Equal(got, want) {
			t.Errorf("%q is listed for %v, is on %v", term, got, want)
		}
	}
	rng := rand.New(rand.NewPCG(3, 3))
	phrases := 0
	for range 500 {
		text := []rune(strings.ReplaceAll(strings.ReplaceAll(texts[rng.IntN(len(texts))], "|", ""), " ", ""))
		from := rng.IntN(len(text) - 4)
		query := string(text[from : from+3+rng.IntN(2)])
		want := contains(query)
		if len(want) == 0 {
			continue // it went over a break
		}
		phrases++
		var f folder
		counts := make([]int, len(texts))
		n := 0
		f.each([]byte(query), func(term []rune) {
			n++
			all, _ := p.lookup(t, string(term))
			for _, id := range all {
				counts[id]++
			}
		})
		for _, id := range want {
			if counts[id] != n {
				t.Errorf("%q is on %d, which has %d of its %d terms", query, id, counts[id], n)
			}
		}
	}
	if phrases < 100 {
		t.Errorf("only %d phrases were tried", phrases)
	}
}

// The texts are in the order of ids, and the directory says whose they are.
func TestDirectory(t *testing.T) {
	s, markup := corpus(30)
	p := build(t, s, markup, 0)
	docs := New(s, nil).docs
	id := 0
	for n, count := range readNumbers(p.pages.Texts) {
		var texts [][3]string
		p.tell(t, fmt.Sprint("texts/", n), fmt.Sprint("t", n), &texts)
		if len(texts) != count {
			t.Errorf("file %d has %d texts, the directory says %d", n, len(texts), count)
		}
		for _, x := range texts {
			if x[0] != docs[id].page.Path {
				t.Errorf("text %d is that of %s, want %s", id, x[0], docs[id].page.Path)
			}
			id++
		}
	}
	if id != len(docs) {
		t.Errorf("%d texts of %d", id, len(docs))
	}
	id = 0
	for _, g := range p.pages.Groups {
		above := len(p.pages.Agencies)
		steps := readNumbers(g[2].(string))
		for i := 0; i < len(steps); i += 2 {
			for range steps[i+1] {
				above -= steps[i]
				d := docs[id]
				if d.column != g[0] || float64(d.year) != g[1] || d.page.Agency.Slug != p.pages.Agencies[above][0] {
					t.Errorf("page %d, %s, is listed as %v %v of %v", id, d.page.Path, g[0], g[1], p.pages.Agencies[above])
				}
				id++
			}
		}
	}
	if id != len(docs) || docs[id-1].page != s.AgencyPages()[0] {
		t.Errorf("%d pages of %d, the first to be shown is %s", id, len(docs), docs[len(docs)-1].page.Path)
	}
}

// readNumbers reads numbers through the gaps of a list.
func readNumbers(text string) (out []int) {
	last := -1
	for _, id := range readList("g"+text, 0) {
		out = append(out, id-last-1)
		last = id
	}
	return out
}

func TestSameBytesInAnyOrder(t *testing.T) {
	s, markup := corpus(30)
	want := build(t, s, markup, 0)
	for seed := range uint64(3) {
		if got := build(t, s, markup, seed+1); !maps.EqualFunc(got.files, want.files, slices.Equal[[]byte]) {
			t.Fatalf("pages that come in another order change the index")
		}
	}
}

func TestEmptySite(t *testing.T) {
	s, _ := sitetest.Assemble(&sitetest.Content{})
	p := build(t, s, nil, 0)
	if p.pages.Pages != 0 || p.pages.Terms != 1 || p.files["search/terms/0.js"] == nil {
		t.Errorf("got %+v, want no page, and one file of no terms", p.pages)
	}
}

// BenchmarkAdd indexes pages with the prose of a report of usual length, made of
// phrases that come again.
func BenchmarkAdd(b *testing.B) {
	s, _ := corpus(300)
	rng := rand.New(rand.NewPCG(9, 9))
	phrases := make([]string, 400)
	for i := range phrases {
		for range 6 + rng.IntN(12) {
			phrases[i] += string('一' + rune(rng.ExpFloat64()*300))
		}
	}
	markup := map[*site.Page][]byte{}
	for _, p := range s.Pages() {
		text := []byte("<main><h1>" + p.Title + "</h1><p>")
		for len(text) < 6600 { // 2,200 characters
			text = append(text, phrases[rng.IntN(len(phrases))]...)
			text = append(strconv.AppendInt(text, int64(rng.IntN(2000)), 10), "，"...)
		}
		markup[p] = append(text, "</p></main>"...)
	}
	b.ReportAllocs()
	for b.Loop() {
		x := New(s, func(output.File) error { return nil })
		for _, p := range x.Order(s.Pages()) {
			if err := x.Add(p, markup[p]); err != nil {
				b.Fatal(err)
			}
		}
		if err := x.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(len(New(s, nil).docs)), "µs/page")
}
