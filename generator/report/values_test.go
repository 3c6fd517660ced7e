package report_test

import (
	"math"
	"strconv"
	"testing"

	"gongkai/generator/diag"
	"gongkai/generator/report"
)

// TestValuesAreKept puts in values that can be kept in few bytes and others, at the bounds of both.
func TestValuesAreKept(t *testing.T) {
	at := func(line, column, width int) diag.Span {
		return diag.Span{Line: line, Column: column, EndLine: line, EndColumn: column + width}
	}
	number := func(n int64, span diag.Span) report.Value {
		return report.Value{State: report.Valid, Text: strconv.FormatInt(n, 10), Number: report.Number{Int: n}, Span: span}
	}
	values := []report.Value{{}}
	for _, n := range []int64{0, 7, 10, 99, 100, 999, 1000, 9999, 10000, 1<<26 - 1, 1 << 26, -1, math.MaxInt64} {
		values = append(values, number(n, at(1, 1, len(strconv.FormatInt(n, 10)))))
	}
	for _, span := range []diag.Span{{}, at(1<<20-1, 1<<16-1, 1), at(1<<20, 3, 1), at(3, 1<<16, 1), at(3, 4, 2), at(3, 4, 0)} {
		values = append(values, number(5, span))
	}
	values = append(values,
		report.Value{State: report.Valid, Text: "+5", Number: report.Number{Int: 5}, Span: at(2, 3, 2)},
		report.Value{State: report.Valid, Text: "3.50", Number: report.Number{Int: 350, Scale: 2}, Span: at(2, 3, 4)},
		report.Value{State: report.Faulty, Text: "5", Number: report.Number{Int: 5}, Span: at(2, 3, 1)},
		report.Value{State: report.Faulty, Text: "十二件", Span: at(2, 3, 3)},
		report.Value{State: report.Absent, Span: at(2, 3, 0)},
		report.Value{State: report.Valid, Text: "文字", Span: at(2, 3, 2)})
	b := report.NewBuilder(len(values))
	for i, v := range values {
		b.Set(i, number(4, at(9, 9, 1)))
		b.Set(i, v)
	}
	for i, got := range b.Values().All() {
		if got != values[i] {
			t.Errorf("got %+v, want %+v", got, values[i])
		}
	}
	b = report.NewBuilder(1)
	b.Set(0, report.Value{State: report.Faulty, Text: "甲\n乙", Span: diag.Span{Line: 2, Column: 3, EndLine: 4, EndColumn: 9}})
	if got, want := b.Values().At(0).Span, at(2, 3, 1); got != want {
		t.Errorf("got %v for a value of several lines, want the first character, %v", got, want)
	}
}
