package similarity

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// changing is a made-up collection of texts that copy from one another.
type changing struct {
	r     *rand.Rand
	texts map[string]Text
	stock []string // sentences that many use
	names map[string]string
	most  int // texts
}

func newChanging(seed uint64, most int) *changing {
	c := &changing{r: random(seed), texts: map[string]Text{}, names: map[string]string{}, most: most}
	for range 12 {
		c.stock = append(c.stock, invent(c.r, 1))
	}
	return c
}

// name is an author's, which sometimes becomes another.
func (c *changing) name(author string) string {
	if c.names[author] == "" || c.r.IntN(60) == 0 {
		c.names[author] = strings.TrimSpace(invent(c.r, 1))[:15] + "局"
	}
	return c.names[author]
}

// prose is a few stock sentences, a name and some of its own, or almost another's prose.
func (c *changing) prose() string {
	var b strings.Builder
	if keys := slices.Sorted(maps.Keys(c.texts)); len(keys) > 0 && c.r.IntN(2) == 0 {
		b.Write(c.texts[keys[c.r.IntN(len(keys))]].Parts[0].Markdown)
	} else {
		for range 6 + c.r.IntN(6) {
			b.WriteString(invent(c.r, 1))
		}
	}
	lines := strings.SplitAfter(b.String(), "\n")
	for range c.r.IntN(3) {
		lines[c.r.IntN(len(lines))] = c.stock[c.r.IntN(len(c.stock))]
	}
	if names := slices.Sorted(maps.Values(c.names)); len(names) > 0 && c.r.IntN(3) == 0 {
		lines = append(lines, names[c.r.IntN(len(names))]+"与"+names[c.r.IntN(len(names))]+"。\n")
	}
	return strings.Join(lines, "")
}

// step changes a few texts, or many.
func (c *changing) step() (remove []string, put []Text) {
	for range 1 + c.r.IntN(3)*c.r.IntN(4) {
		author := fmt.Sprintf("a%02d", c.r.IntN(30))
		key := fmt.Sprintf("%s/%d", author, c.r.IntN(5))
		if slices.ContainsFunc(put, func(t Text) bool { return t.Key == key }) || slices.Contains(remove, key) {
			continue
		}
		old, there := c.texts[key]
		switch n := c.r.IntN(10); {
		case there && (n < 2 || len(c.texts) > c.most):
			remove = append(remove, key)
			delete(c.texts, key)
			continue
		case there && n < 4: // in its places alone, or not at all
			old.Parts = []Part{{Markdown: old.Parts[0].Markdown, Line: 10 + c.r.IntN(2)}}
			c.texts[key] = old
		case there && n < 5: // a figure more
			old.Parts = []Part{{Markdown: append([]byte("12\n"), old.Parts[0].Markdown...), Line: 10}}
			c.texts[key] = old
		default:
			c.texts[key] = Text{Key: key, Author: author, Year: 2020 + c.r.IntN(2) + c.r.IntN(2)*c.r.IntN(2),
				Names: []string{c.name(author), "局"}, Parts: []Part{{Markdown: []byte(c.prose()), Line: 10}}}
		}
		put = append(put, c.texts[key])
	}
	return remove, put
}

func (c *changing) all() (out []Text) {
	for _, key := range slices.Sorted(maps.Keys(c.texts)) {
		out = append(out, c.texts[key])
	}
	return out
}

// told is what an index says of every text, by author.
func told(x *Index, texts []Text) map[string][]string {
	out := map[string][]string{}
	for _, t := range texts {
		for _, tw := range x.Twins(t.Key) {
			out[t.Author] = append(out[t.Author], fmt.Sprint(tw.Text.Key, tw.Text.Year, tw.Other.Key, tw.Other.Year, tw.Passage, tw.At, tw.There))
		}
	}
	return out
}

// recall is what an index knows of texts, as it is written down and read again.
func recall(x *Index, texts []Text) map[string]*Known {
	out := map[string]*Known{}
	for _, t := range texts {
		out[t.Key] = KnownOf(x.Sampled(t.Key))
	}
	return out
}

// Whatever changes, an index says what a fresh one says of the same texts.
func TestEqualsFresh(t *testing.T) {
	for seed, most := range []int{12, 40, 130} {
		c := newChanging(uint64(10+seed), most)
		x := NewIndex(true)
		before := map[string][]string{}
		twins, flips, renamed, recalled := 0, 0, 0, 0
		var known map[string]*Known
		for step := range 150 {
			remove, put := c.step()
			names, templates := x.authors.names, len(x.templates.in)
			changed := x.Update(remove, pointers(put))
			fresh := NewIndex(true)
			texts := c.all()
			fresh.Update(nil, pointers(texts))
			for _, t := range put {
				delete(known, t.Key)
			}
			remembering := slices.Clone(texts)
			for i := range remembering {
				t := &remembering[i]
				if t.Known = known[t.Key]; t.Known != nil {
					parts := t.Parts
					t.Parts, t.Read = nil, func() []Part { return parts }
				}
			}
			once := NewIndex(false)
			once.Remember()
			once.Update(nil, pointers(remembering))
			if known, recalled = recall(once, texts), recalled+len(known); len(known) < len(texts) {
				t.Fatalf("%d texts, step %d: %d are remembered, want %d", most, step, len(known), len(texts))
			}
			got, want := told(x, texts), told(fresh, texts)
			if !reflect.DeepEqual(told(once, texts), want) {
				t.Fatalf("%d texts, step %d: an index for once differs", most, step)
			}
			for _, author := range slices.Sorted(maps.Keys(want)) {
				if !slices.Equal(got[author], want[author]) {
					t.Fatalf("%d texts, step %d, %s:\n%v\nwant\n%v", most, step, author, got[author], want[author])
				}
			}
			if len(got) != len(want) || !reflect.DeepEqual(x.templates.in, fresh.templates.in) {
				t.Fatalf("%d texts, step %d: %v and %d templates, want %v and %d", most, step, got, len(x.templates.in), want, len(fresh.templates.in))
			}
			for i := range 30 {
				author := fmt.Sprintf("a%02d", i)
				if !slices.Equal(before[author], got[author]) && !slices.Contains(changed, author) {
					t.Fatalf("%d texts, step %d: %s has %v, had %v, and is not reported", most, step, author, got[author], before[author])
				}
			}
			if again := x.Update(nil, pointers(texts)); again != nil {
				t.Fatalf("%d texts, step %d: %v changed and nothing did", most, step, again)
			}
			before = got
			twins += len(got)
			if templates != len(x.templates.in) {
				flips++
			}
			if names != x.authors.names {
				renamed++
			}
		}
		if recalled < 100 {
			t.Errorf("%d texts: %d were known before, want 100", most, recalled)
		}
		if twins < 150 || renamed < 10 || most > 100 && flips < 10 {
			t.Errorf("%d texts: only %d twins, %d changes of templates, %d of names", most, twins, flips, renamed)
		}
	}
}

// What changes in one text of ten thousand is found without a look at the others.
func BenchmarkUpdate(b *testing.B) {
	r := random(6)
	var texts []Text
	for i := range 10000 {
		prose := invent(r, 20)
		if i%10 > 0 && r.IntN(4) == 0 { // last year's
			prose = string(texts[i-1].Parts[0].Markdown)
		}
		texts = append(texts, text(fmt.Sprint("机关", i/10), 2014+i%10, prose))
		texts[i].Key = fmt.Sprint(i)
	}
	x := NewIndex(true)
	x.Update(nil, pointers(texts))
	for _, what := range []string{"places", "prose", "name"} {
		b.Run(what, func(b *testing.B) {
			for n := 0; b.Loop(); n++ {
				t := texts[n*7919%len(texts)]
				switch part := t.Parts[0]; what {
				case "places":
					t.Parts = []Part{{Markdown: part.Markdown, Line: 11}}
				case "prose":
					t.Parts = []Part{{Markdown: append([]byte(invent(r, 1)), part.Markdown...), Line: 10}}
				case "name":
					t.Names = []string{fmt.Sprint("机构", n)}
				}
				x.Update(nil, []*Text{&t})
			}
		})
	}
}
