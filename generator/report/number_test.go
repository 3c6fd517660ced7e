package report

import (
	"testing"

	"gongkai/generator/form"
)

func TestNumbers(t *testing.T) {
	for _, tc := range []struct {
		text string
		kind form.Kind
		want string // "" where the text is not a number
	}{
		{"0", form.Count, "0"}, {"12", form.Count, "12"}, {"999999999999999", form.Count, "999999999999999"},
		{"-1", form.Count, ""}, {"+1", form.Count, ""}, {"1.0", form.Count, ""}, {"", form.Count, ""}, {"01", form.Count, ""}, {"-0", form.Count, ""},
		{"0", form.Money, "0"}, {"96171.60", form.Money, "96171.60"}, {"0.05", form.Money, "0.05"}, {"0.0", form.Money, "0.0"},
		{"12345678901.123456", form.Money, "12345678901.123456"}, {"123456789012", form.Money, ""}, {"1.", form.Money, ""}, {".1", form.Money, ""},
		{"00.1", form.Money, ""}, {"1.2.3", form.Money, ""}, {"-1.5", form.Money, ""}, {"1.-5", form.Money, ""},
		{"0", form.Signed, "0"}, {"+3", form.Signed, "3"}, {"-3", form.Signed, "-3"}, {"3", form.Signed, ""}, {"+0", form.Signed, ""}, {"-0", form.Signed, ""},
		{"--3", form.Signed, ""}, {"+", form.Signed, ""}, {"-", form.Signed, ""}, {"-03", form.Signed, ""}, {"-1.5", form.Signed, ""},
	} {
		n, fault := parseNumber(tc.text, false, tc.kind)
		if fault != nil {
			if tc.want != "" || fault.what.IsZero() || fault.hint.IsZero() {
				t.Errorf("%s %q: %+v", tc.kind, tc.text, fault)
			}
			continue
		}
		if n.String() != tc.want {
			t.Errorf("%s %q is %q, want %q", tc.kind, tc.text, n.String(), tc.want)
		}
	}
}

// What people write in place of a number gets a message of its own.
func TestMessagesDiffer(t *testing.T) {
	seen := map[string]string{}
	for _, s := range []string{"0012", "1_000", "0x1F", "1,000", "１２", "12件", "1.5", "-1", "十二", "12（估）", "n"} {
		_, fault := parseNumber(s, false, form.Count)
		if fault == nil {
			t.Fatalf("%q is a number", s)
		}
		what := fault.what.ZH + fault.what.EN
		if other := seen[what]; other != "" {
			t.Errorf("%q and %q: %s", s, other, what)
		}
		seen[what] = s
	}
	_, fault := parseNumber("12", true, form.Count)
	if seen[fault.what.ZH+fault.what.EN] != "" {
		t.Error(fault)
	}
	for _, s := range []string{"-", "/", "无", "——", "－"} {
		if _, fault := parseNumber(s, false, form.Count); fault == nil || fault.hint.ZH != "没有发生请填 0" {
			t.Errorf("%q: %+v", s, fault)
		}
	}
}

func TestArithmetic(t *testing.T) {
	n := func(s string) Number {
		v, fault := parseNumber(s, false, form.Money)
		if fault != nil {
			t.Fatal(s, fault)
		}
		return v
	}
	for _, tc := range []struct{ a, b, sum, difference string }{
		{"0.1", "0.2", "0.3", "-0.1"}, {"1", "0.05", "1.05", "0.95"}, {"0", "0.00", "0.00", "0.00"}, {"2", "3", "5", "-1"},
		{"99999999999.999999", "99999999999.999999", "199999999999.999998", "0.000000"},
	} {
		if s := n(tc.a).Plus(n(tc.b)).String(); s != tc.sum {
			t.Errorf("%s + %s = %s", tc.a, tc.b, s)
		}
		if s := n(tc.a).Minus(n(tc.b)).String(); s != tc.difference {
			t.Errorf("%s - %s = %s", tc.a, tc.b, s)
		}
	}
	if n("1").Cmp(n("1.00")) != 0 || n("1").Cmp(n("1.01")) != -1 || n("2").Cmp(n("1.99")) != 1 {
		t.Error("Cmp")
	}
}
