package similarity

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"gongkai/generator/prose"
)

// invent writes prose of so many sentences, each unlike any other.
func invent(r *rand.Rand, sentences int) string {
	var b strings.Builder
	for range sentences {
		for range 20 + r.IntN(20) {
			b.WriteRune(rune(0x4E00 + r.IntN(3000)))
		}
		b.WriteString("。\n")
	}
	return b.String()
}

func text(author string, year int, written string) Text {
	return Text{Author: author, Year: year, Names: []string{author}, Parts: []Part{{Markdown: []byte(written), Mask: prose.MaskOf([]byte(written)), Line: 10}}}
}

// find returns the twins of texts, whose keys are in their order.
func find(texts []Text) (out []Twin) {
	x := NewIndex(false)
	for i := range texts {
		texts[i].Key = fmt.Sprintf("%05d", i)
	}
	x.Update(nil, pointers(texts))
	for _, t := range texts {
		out = append(out, x.Twins(t.Key)...)
	}
	return out
}

func pointers(texts []Text) []*Text {
	out := make([]*Text, len(texts))
	for i := range texts {
		t := texts[i]
		out[i] = &t
	}
	return out
}

func number(t *Text) int {
	n, _ := strconv.Atoi(t.Key)
	return n
}

func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }

func TestTwins(t *testing.T) {
	r := random(1)
	one, two, common := invent(r, 20), invent(r, 20), invent(r, 20)
	sentences := strings.SplitAfter(one, "\n")
	edited := strings.Join(append([]string{"改写的一句话，与原来的不同。\n"}, sentences[1:]...), "")
	half := strings.Join(sentences[:10], "") + invent(r, 10)
	var shared []Text
	for i := range 20 {
		shared = append(shared, text(fmt.Sprint("机关", i), 2023, common))
	}
	for name, tc := range map[string]struct {
		texts []Text
		want  string // text→other
	}{
		"nothing alike":              {[]Text{text("a", 2022, one), text("a", 2023, two), text("b", 2023, invent(r, 20))}, ""},
		"last year's":                {[]Text{text("a", 2022, one), text("a", 2023, one)}, "1→0"},
		"listed in any order":        {[]Text{text("a", 2023, one), text("a", 2022, one)}, "0→1"},
		"an older year":              {[]Text{text("a", 2020, one), text("a", 2021, two), text("a", 2023, one)}, "2→0"},
		"the latest of two":          {[]Text{text("a", 2021, one), text("a", 2022, one), text("a", 2023, one)}, "1→0 2→1"},
		"one sentence changed":       {[]Text{text("a", 2022, one), text("a", 2023, edited)}, "1→0"},
		"half of it":                 {[]Text{text("a", 2022, one), text("a", 2023, half)}, ""},
		"another's of the same year": {[]Text{text("a", 2023, one), text("b", 2023, one)}, "1→0"},
		"another's of another year":  {[]Text{text("a", 2022, one), text("b", 2023, one)}, ""},
		"both":                       {[]Text{text("a", 2022, one), text("a", 2023, one), text("b", 2023, one)}, "1→0 2→1"},
		"what many share":            {shared, ""},
		"what a few share":           {shared[:4], "1→0 2→0 3→0"},
		"too short to tell":          {[]Text{text("a", 2022, "本年度没有其他事项。"), text("a", 2023, "本年度没有其他事项。")}, ""},
		"only figures and the name": {[]Text{text("示例a局", 2023, strings.ReplaceAll(one, "。", "12件，示例a局。")),
			text("示例b局", 2023, strings.ReplaceAll(one, "。", "**345**件，示例b局<!-- 注 -->。"))}, "1→0"},
		"with the other's name left in": {[]Text{text("示例a局", 2023, strings.ReplaceAll(one, "。", "，示例a局。")),
			text("示例b局", 2023, strings.ReplaceAll(one, "。", "，示例a局。"))}, "1→0"},
	} {
		var got []string
		for _, tw := range find(tc.texts) {
			got = append(got, fmt.Sprintf("%d→%d", number(tw.Text), number(tw.Other)))
		}
		if s := strings.Join(got, " "); s != tc.want {
			t.Errorf("%s: found %q, want %q", name, s, tc.want)
		}
	}
}

func TestPassage(t *testing.T) {
	r := random(2)
	same := invent(r, 1)
	other := invent(r, 19)
	a := text("a", 2022, invent(r, 1)+"\n- **"+strings.TrimSpace(same)+"**\n"+other)
	b := text("a", 2023, other+same)
	tw := find([]Text{a, b})
	if len(tw) != 1 {
		t.Fatal(tw)
	}
	first := []rune(other)
	if want := string(first[:5]); !strings.HasPrefix(tw[0].Passage, want) {
		t.Errorf("quotes %s", tw[0].Passage)
	}
	if tw[0].At.Line != 10 || tw[0].At.Column != 1 || tw[0].There.Line != 13 || len([]rune(tw[0].Passage)) > widestCut+1 {
		t.Errorf("%+v", tw[0])
	}
}

// The work grows with the texts, also where hundreds of them are the same.
func TestManyEqualTexts(t *testing.T) {
	r := random(3)
	var texts []Text
	bodies := []string{invent(r, 20), invent(r, 20), invent(r, 20), invent(r, 20), invent(r, 20)}
	for i := range 3000 {
		texts = append(texts, text(fmt.Sprint("机关", i%1000), 2020+i/1000, bodies[i%len(bodies)]))
	}
	x := NewIndex(true)
	for i := range texts {
		texts[i].Key = fmt.Sprint(i)
	}
	x.Update(nil, pointers(texts))
	candidates, twins := 0, 0
	for _, e := range x.entries {
		x.buckets.candidates(e, func(*entry) { candidates++ })
		twins += len(x.Twins(e.text.Key))
	}
	if twins < len(texts) || candidates > len(texts)*bands*lookBack*2 {
		t.Errorf("%d twins and %d candidates of %d texts", twins, candidates, len(texts))
	}
}

// Nothing depends on the order of a map.
func TestDeterministic(t *testing.T) {
	r := random(4)
	var texts []Text
	for i := range 60 {
		body := invent(r, 15)
		texts = append(texts, text(fmt.Sprint("a", i), 2022, body), text(fmt.Sprint("a", i), 2023, body), text(fmt.Sprint("b", i), 2023, body))
	}
	say := func() string {
		var b strings.Builder
		for _, tw := range find(texts) {
			fmt.Fprintln(&b, tw.Text.Key, tw.Other.Key, tw.Passage, tw.At, tw.There)
		}
		return b.String()
	}
	want := say()
	if n := len(find(texts)); n != 120 {
		t.Errorf("%d twins, want 120", n)
	}
	for range 5 {
		if got := say(); got != want {
			t.Fatal("another result")
		}
	}
}

func BenchmarkFind(b *testing.B) {
	r := random(5)
	var texts []Text
	for i := range 1000 {
		texts = append(texts, text(fmt.Sprint("机关", i%100), 2014+i/100, invent(r, 80)))
	}
	b.ReportAllocs()
	for b.Loop() {
		if len(find(texts)) > 0 {
			b.Fatal("found")
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(texts)), "ns/text")
}
