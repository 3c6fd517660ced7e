package narrative_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"gongkai/generator/form"
	"gongkai/generator/form/narrative"
)

func vocabulary(t testing.TB) *form.Form {
	t.Helper()
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	f := forms.DefaultFor("reports", 2023)
	if f.Narrative == nil {
		t.Fatalf("%s: got no vocabulary, want one", f.ID)
	}
	return f
}

func about(f *form.Form) *narrative.About {
	const name = "示例市通州区政务服务局"
	return f.Narrative.About(2023, narrative.OneBody, name, name)
}

// A claim is at the very words, its number as it is written.
func TestRead(t *testing.T) {
	f := vocabulary(t)
	for text, want := range map[string]string{
		"全年«收到申请[12 件]»。":                       "count 12 applications.new.total",
		"区政务局2023年度共«收到政府信息公开申请[１２件]»，":         "count 12 applications.new.total",
		"«收到申请[三千六百零七件]»":                       "count 3607 applications.new.total",
		"«收到申请[1.25万件]»":                        "count 1.25e4 applications.new.total",
		"«收到申请[3,646件]»":                        "count 3646 applications.new.total",
		"«收到申请[{{ applications.new.total }}件]»": "given applications.new.total",
		"«[未收到政府信息公开申请]»。":                      "count 0 applications.new.total",
		"甲。«收到申请[一百零五件]»":                       "count 105 applications.new.total",
		"«行政复议[两件]»。":                           "count 2 review.reconsideration.total",
		"2022年«收到申请[9件]»。":                      "before 9 applications.new.total",
		"城东分局收到申请9件。":                           "",
		"收到申请12，办结12。":                          "",
		"第三件申请予以公开。":                            "",
		"收到申请5-7件。":                             "",
		"收到申请123456789012345件。":                 "",
		"电话：010-59771111，收到来电5件。":               "",
	} {
		plain := strings.NewReplacer("«", "", "»", "", "[", "", "]", "").Replace(text)
		masked := []byte(plain)
		var raw []byte
		if i := strings.Index(plain, "{{"); i >= 0 {
			raw = []byte(plain)
			for j := i; j < strings.Index(plain, "}}")+2; j++ {
				masked[j] = '0'
			}
		}
		got := ""
		f.Narrative.Read(about(f), "", masked, raw, func(c *narrative.Claim) {
			got += fmt.Sprintf("%s«%s[%s]»%s", plain[:c.From], plain[c.From:c.At], plain[c.At:c.To], plain[c.To:])
			switch {
			case c.Given:
				got += "given"
			case c.Number.Exp > 0:
				got += fmt.Sprintf("count %d.%02de%d", c.Number.Int/100, c.Number.Int%100, c.Number.Exp)
			case c.Kind == narrative.Before:
				got += fmt.Sprintf("before %d", c.Number.Int)
			default:
				got += fmt.Sprintf("count %d", c.Number.Int)
			}
			got += " " + f.Cells[c.Readings[0].Plus[0]].Path
		})
		if want != "" {
			want = text + want
		}
		if got != want {
			t.Errorf("%s\ngot  %s\nwant %s", text, got, want)
		}
	}
}

func TestTwoMeanings(t *testing.T) {
	v := narrative.Vocabulary{Topics: []narrative.Topic{{Nouns: []string{"甲"}, Rows: []narrative.Term{{Words: []string{"乙", "甲"}}}}}}
	if twice := narrative.NewReader(v).Twice(); twice != "甲" {
		t.Errorf("got %q as the word of two meanings, want 甲", twice)
	}
}

// Whatever a text is, claims are in it, at whole characters, and name cells.
func FuzzRead(f *testing.F) {
	fm := vocabulary(f)
	sentences, err := os.ReadFile("../../rule/testdata/narrative.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.SplitSeq(string(sentences), "\n") {
		if _, text, ok := strings.Cut(line, " "); ok {
			f.Add(text, "依申请公开")
		}
	}
	f.Fuzz(func(t *testing.T, text, heading string) {
		fm.Narrative.Read(about(fm), heading, []byte(text), nil, func(c *narrative.Claim) {
			if c.From < 0 || c.From > c.At || c.At > c.To || c.To > len(text) {
				t.Fatalf("got %+v, want 0 <= From <= At <= To <= %d", c, len(text))
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[c.From:c.To]) {
				t.Fatalf("got the claim %q, want whole characters", text[c.From:c.To])
			}
			if c.Kind == narrative.Sum {
				return
			}
			if len(c.Readings) == 0 || !c.Readings[0].Named && c.Kind == narrative.Count {
				t.Fatalf("got %+v, want a reading, named where it counts", c)
			}
			for _, x := range slices.Concat(c.Readings, c.Whole) {
				if len(x.Plus) == 0 {
					t.Fatalf("got an empty reading, want a cell in each: %+v", c)
				}
				for _, i := range slices.Concat(x.Plus, x.Minus) {
					if i < 0 || i >= len(fm.Cells) {
						t.Fatalf("got cell %d, want one of %d", i, len(fm.Cells))
					}
				}
			}
		})
	})
}

// BenchmarkRead reads a report of some two thousand characters.
func BenchmarkRead(b *testing.B) {
	f := vocabulary(b)
	data, err := os.ReadFile("../../report/testdata/report.md")
	if err != nil {
		b.Fatal(err)
	}
	_, body, _ := strings.Cut(string(data)[3:], "---\n")
	for utf8.RuneCountInString(body) < 1900 {
		body += body
	}
	body = string([]rune(body)[:1900])
	body += "。\n\n全年收到政府信息公开申请12件，同比增长20%，办结12件，其中予以公开8件、部分公开2件、不予公开1件，占8.3%，均在法定期限内答复。\n\n发生行政复议3件，其中维持2件；行政诉讼1件。\n"
	text := []byte(body)
	b.ReportAllocs()
	for b.Loop() {
		f.Narrative.Read(about(f), "", text, nil, func(*narrative.Claim) {})
	}
	b.ReportMetric(float64(utf8.RuneCountInString(body)), "characters")
}
