package config

import (
	"strings"
	"testing"
)

func TestAddress(t *testing.T) {
	for text, want := range map[string]string{
		"https://www.example.gov.cn":             "https://www.example.gov.cn/",
		"https://www.example.gov.cn/zwgk/":       "https://www.example.gov.cn/zwgk/",
		"http://127.0.0.1:8080/a/b":              "http://127.0.0.1:8080/a/b/",
		"https://[::1]:443/":                     "https://[::1]:443/",
		"https://www.example.gov.cn/政务公开":        "https://www.example.gov.cn/政务公开/",
		"www.example.gov.cn":                     "not a full address",
		"ftp://www.example.gov.cn/":              "not a full address",
		"https://:80/":                           "not a full address",
		"https://u@www.example.gov.cn/":          "a user or a password",
		"https://u:geheim@www.example.gov.cn/":   "a user or a password",
		"https://www.example.gov.cn/?a=1":        "holds ? or #",
		"https://www.example.gov.cn/?":           "holds ? or #",
		"https://www.example.gov.cn/#":           "holds ? or #",
		"https://www.example.gov.cn/a#b":         "holds ? or #",
		"https://www.example.gov.cn:99999/":      "there is no port 99999",
		"https://www.example.gov.cn:0/":          "there is no port 0",
		"https://www.example.gov.cn/../a/":       ".., .",
		"https://www.example.gov.cn/a/./":        ".., .",
		"https://www.example.gov.cn/a/%2e%2e/b/": ".., .",
		"https://www.example.gov.cn//":           ".., .",
		"https://www.example.gov.cn/a//b/":       ".., .",
		"https://www.example.gov.cn/a b/":        "a blank",
		" https://www.example.gov.cn/":           "a blank",
		"https://www.example.gov.cn/a\u3000":     "a blank",
		"https://www.example.gov.cn/a\x00":       "a blank",
	} {
		got, fault := Address(text)
		if !strings.HasPrefix(want, "http") {
			if got != "" || !strings.Contains(fault.EN, want) || fault.ZH == "" || strings.Contains(fault.EN+fault.ZH, "geheim") {
				t.Errorf("%q: got %q and %v, want the fault %q", text, got, fault, want)
			}
		} else if got != want || !fault.IsZero() {
			t.Errorf("%q: got %q and %v, want %q", text, got, fault, want)
		}
	}
}
