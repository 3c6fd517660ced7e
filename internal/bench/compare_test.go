package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// page is a report's page with 200 cells.
func page(edit ...string) []byte {
	var b strings.Builder
	b.WriteString(`<html><main><h1>年报</h1><section><h2>一</h2><div class="prose"><p>甲 <a href="https://a.example/">乙<span class="external">外部</span></a></p></div><table>`)
	for i := range 200 {
		fmt.Fprintf(&b, `<tr><td data-cell="a.b%d">%d</td></tr>`, i, i)
	}
	b.WriteString(`</table></section><section><h2>引用</h2><p>丙</p></section></main></html>`)
	return []byte(strings.NewReplacer(edit...).Replace(b.String()))
}

// TestComparisonFindsDifferences changes one page and one file of data: the race would not be fair.
func TestComparisonFindsDifferences(t *testing.T) {
	if err := samePage(page(), page("丙", "丁", "甲 <a", "甲\n<a", `<span class="external">外部</span>`, "")); err != nil {
		t.Errorf("got %v, want pages that differ in white space and in what is beside the report to be the same", err)
	}
	for _, edit := range [][]string{{">7<", ">8<"}, {"甲", "乙"}, {"年报", "报"}, {`<section><h2>一`, `<div><h2>一`}, {`a.b9"`, `a.c9"`}, {`<td data-cell="a.b0">0</td>`, ``}} {
		if err := samePage(page(), page(edit...)); err == nil {
			t.Errorf("%q replaced by %q: got no difference, want one", edit[0], edit[1])
		}
	}
	ours := `{"title": "t", "year": 2023, "data": {"a": {"x": 1, "y": 2}, "fees": "3.50"}}`
	if err := sameData([]byte(ours), []byte(`{"title":"t","year":2023,"data":{"a":[1,2],"fees":3.5}}`)); err != nil {
		t.Errorf("got %v, want the same figures", err)
	}
	for _, theirs := range []string{`{"title":"t","year":2023,"data":{"a":[1,1],"fees":3.5}}`, `{"title":"t","year":2024,"data":{"a":[1,2],"fees":3.5}}`, `{"title":"t","year":2023,"data":{"a":[1],"fees":3.5}}`} {
		if err := sameData([]byte(ours), []byte(theirs)); err == nil {
			t.Errorf("%s: got no difference, want one", theirs)
		}
	}
}

// TestRatio holds the figure that is printed: the median of the pairs, not the ratio of the medians.
func TestRatio(t *testing.T) {
	runs := func(seconds ...int) (out []run) {
		for _, s := range seconds {
			out = append(out, run{cpu: time.Duration(s) * time.Second})
		}
		return out
	}
	if got := ratio(runs(1, 20, 3), runs(10, 40, 3), cpu); got != 0.5 {
		t.Errorf("got %v, want the median of 0.1, 0.5 and 1", got)
	}
	if got := median(runs(1, 20, 3), cpu); got != 3 {
		t.Errorf("got %v, want 3", got)
	}
}
