package rule

import (
	"strings"
	"testing"
)

func TestNumberStyle(t *testing.T) {
	for in, want := range map[string]string{
		"一、总体": "一、", "十二、": "一、", "1、总体": "1、", "1. 总体": "1.", "１．总": "1.", "（一）主动": "一）", "(3)": "1）", "3）": "1）",
		"总体": "", "2023年": "", "1.2 节": "", "第一章 总则": "第一章", "一是": "", "（2023年）": "",
	} {
		got := numberStyle(in)
		if strings.HasPrefix(in, "（一") || in == "(3)" {
			want = "（" + want
		}
		if got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestCountBefore(t *testing.T) {
	for in, want := range map[string]struct {
		n   int
		etc bool
	}{"共六": {6, false}, "等六个": {6, true}, "分为 6 大": {6, false}, "第六": {}, "十": {10, false}, "十二": {12, false}, "各": {}, "等六\n": {6, true}} {
		if _, n, etc := countBefore([]byte(in), []string{"等"}); n != want.n || etc != want.etc {
			t.Errorf("%s: %d %v, want %+v", in, n, etc, want)
		}
	}
}
