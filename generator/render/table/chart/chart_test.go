package chart

import (
	"encoding/xml"
	"flag"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

func known(list ...int64) []Value {
	var out []Value
	for _, n := range list {
		out = append(out, Value{n, n >= 0}) // below 0: not known
	}
	return out
}

func lines() *Chart {
	return &Chart{ID: "c", Title: "收到 <与> 办结", About: "2020年至2023年。", Labels: []string{"2020", "2021", "2022", "2023"},
		Series: []Series{{"本年新收", known(12, 30, -1, 41)}, {"本年办结", known(10, 29, 33, 40)}}}
}

func bars() *Chart {
	return &Chart{ID: "b", Title: "理由", About: "三项。", Labels: []string{"甲", "乙", "丙"}, Series: []Series{{"件", known(0, 7, 1)}}}
}

func TestGolden(t *testing.T) {
	for name, got := range map[string][]byte{"lines": Lines(lines()), "bars": Bars(bars()), "spark": Spark(lines())} {
		file := "testdata/" + name + ".svg"
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(want) {
			t.Errorf("%s is another drawing:\n%s", name, got)
		}
	}
}

// A drawing is XML, says what it is, and has nothing that a strict policy refuses.
func TestDrawings(t *testing.T) {
	many := lines()
	many.Series = append(many.Series, many.Series...)
	many.Series = append(many.Series, many.Series[0])
	for name, svg := range map[string][]byte{
		"lines": Lines(lines()), "bars": Bars(bars()), "too many series": Lines(many),
		"one place": Lines(&Chart{ID: "c", Title: "t", Labels: []string{"2023"}, Series: []Series{{"a", known(3)}}}),
		"all zero":  Lines(&Chart{ID: "c", Title: "t", Labels: []string{"2022", "2023"}, Series: []Series{{"a", known(0, 0)}}}),
		"spark":     Spark(lines()), "spark of nothing": Spark(&Chart{ID: "c", Labels: []string{"2022"}, Series: []Series{{"a", known(-1)}}}),
		"unknown": Lines(&Chart{ID: "c", Title: "t", Labels: []string{"2022", "2023"}, Series: []Series{{"a", known(-1, -1)}}}),
		"nothing": Bars(&Chart{ID: "c", Title: "t", Labels: []string{"a"}, Series: []Series{{"a", known(-1)}}}),
		"large":   Bars(&Chart{ID: "c", Title: "t", Labels: []string{"a"}, Series: []Series{{"a", known(1e15)}}}),
	} {
		d := xml.NewDecoder(strings.NewReader(string(svg)))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Errorf("%s: %v\n%s", name, err, svg)
				break
			}
		}
		for _, want := range []string{`role="img"`, `aria-labelledby="`, "<title ", "<desc "} {
			if !strings.Contains(string(svg), want) {
				t.Errorf("%s lacks %s", name, want)
			}
		}
		if m := regexp.MustCompile(`style=|class=|<script|#[0-9a-f]{3}|NaN`).Find(svg); m != nil {
			t.Errorf("%s has %s", name, m)
		}
	}
}

func TestTicks(t *testing.T) {
	for _, tc := range []struct {
		most, whole, step int64
		n                 int
	}{{0, 1, 1, 1}, {1, 1, 1, 1}, {4, 1, 1, 4}, {5, 1, 2, 3}, {41, 1, 20, 3}, {1000, 10, 500, 2}, {667, 10, 200, 4}, {1e15, 1, 5e14, 2}} {
		if step, n := ticks(tc.most, tc.whole); step != tc.step || n != tc.n {
			t.Errorf("up to %d: %d steps of %d, want %d of %d", tc.most, n, step, tc.n, tc.step)
		}
	}
}

func TestNumber(t *testing.T) {
	for want, v := range map[string][2]int64{"0": {0, 1}, "66.7": {667, 1}, "100": {1000, 1}, "-0.5": {-5, 1}, "12": {12, 0}, "0.05": {5, 2}} {
		if got := number(v[0], int(v[1])); got != want {
			t.Errorf("%v is %s, want %s", v, got, want)
		}
	}
}

// A value that is not known parts its line.
func TestGap(t *testing.T) {
	svg := string(Lines(lines()))
	if whole, dashed := strings.Count(svg, ` stroke-width="2" data-series="1"/>`), strings.Count(svg, ` stroke-width="2" data-series="2" stroke-dasharray="6 4"/>`); whole != 1 || dashed != 3 {
		t.Errorf("%d parts of the line with a gap and %d of the other, want 1 and 3:\n%s", whole, dashed, svg)
	}
}

// The letters are of the page's size at any width: nothing is drawn to a scale, and what
// does not fit a phone is left out there or broken.
func TestLettersAreThePages(t *testing.T) {
	c := lines()
	c.Labels, c.Series = nil, []Series{{"a", nil}}
	for y := 2015; y < 2025; y++ {
		c.Labels, c.Series[0].Values = append(c.Labels, strconv.Itoa(y)), append(c.Series[0].Values, Value{int64(y - 2019), true})
	}
	svg := string(Lines(c))
	if m := regexp.MustCompile("viewBox|font-size|scale").FindString(svg); m != "" {
		t.Errorf("there is %s:\n%s", m, svg)
	}
	all, minor := strings.Count(svg, `"middle"`), strings.Count(svg, `data-minor`)
	if all != 5 || minor != 3 {
		t.Errorf("%d years of ten are written, %d of them only where there is room, want 5 and 3:\n%s", all, minor, svg)
	}
	long := strings.Repeat("示例市人力资源和社会保障局", 2)
	c.Series[0].Name = long
	if svg := string(Lines(c)); strings.Contains(svg, long) || !strings.Contains(svg, `>示例市人力<`) {
		t.Errorf("a long name is not broken:\n%s", svg)
	}
	svg = string(Bars(&Chart{ID: "c", Title: "t", Labels: []string{long, "乙"}, Series: []Series{{"a", known(1, 2)}}}))
	words := ""
	for _, m := range regexp.MustCompile(`<text x="0.4em"[^>]*>([^<]*)<`).FindAllStringSubmatch(svg, -1) {
		if words += m[1]; measure(m[1]) > narrow {
			t.Errorf("%s is longer than a phone is wide", m[1])
		}
	}
	if words != long+"乙" {
		t.Errorf("the labels are %s", words)
	}
}
