package themes

import (
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"text/template"
)

var (
	block  = regexp.MustCompile(`(?m)^ *:root(?:\[data-accent="([a-z]+)"\]|, :root\[data-accent\])? \{([^}]*)\}`)
	named  = regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]+|var\(--[a-z-]+\));`)
	inside = regexp.MustCompile(`^var\(--([a-z-]+)\)$`)
)

// palettes reads the colours of the default theme: of light screens and of dark ones, each in
// every accent, and of paper, each over the first.
func palettes(t *testing.T) map[string]map[string]string {
	t.Helper()
	css, err := fs.ReadFile(Default(), "assets/css/10-tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	paper, err := fs.ReadFile(Default(), "assets/css/print/10-tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, ok := strings.Cut(string(css), "@media screen and (prefers-color-scheme: dark)")
	if !ok {
		t.Fatal("10-tokens.css has other parts than light and dark")
	}
	out := map[string]map[string]string{}
	for scheme, parts := range map[string][]string{"light": {light}, "dark": {light, dark}, "paper": {light, string(paper)}} {
		for _, accent := range []string{"", "red", "green"} {
			palette, blocks := map[string]string{}, 0
			for _, part := range parts {
				for _, m := range block.FindAllStringSubmatch(part, -1) {
					if m[1] != "" && m[1] != accent {
						continue
					}
					blocks++
					for _, c := range named.FindAllStringSubmatch(m[2], -1) {
						palette[c[1]] = c[2]
					}
				}
			}
			if want := map[string]int{"light": 1, "dark": 2, "paper": 2}[scheme]; accent == "" && blocks != want || accent != "" && blocks <= want {
				t.Fatalf("%s, accent %q: %d blocks of colours", scheme, accent, blocks)
			}
			for name, c := range palette {
				if m := inside.FindStringSubmatch(c); m != nil {
					palette[name] = palette[m[1]]
				}
			}
			out[strings.TrimSpace(scheme+" "+accent)] = palette
		}
	}
	return out
}

// luminance is the relative luminance of a colour (WCAG 2.2).
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	hex := strings.TrimPrefix(colour, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 6 {
		t.Fatalf("the colour %q", colour)
	}
	part := func(v uint64) float64 {
		c := float64(v&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(n>>16) + 0.7152*part(n>>8) + 0.0722*part(n)
}

func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Text has a contrast of 7:1 (WCAG 1.4.6, AAA) on every ground it is on, what marks
// the focus and the edges of controls 3:1 (1.4.11).
func TestContrast(t *testing.T) {
	for name, palette := range palettes(t) {
		check := func(least float64, fronts, grounds string) {
			for front := range strings.FieldsSeq(fronts) {
				for ground := range strings.FieldsSeq(grounds) {
					a, b := palette[front], palette[ground]
					if a == "" || b == "" {
						t.Fatalf("%s: no colour %s or %s", name, front, ground)
					}
					if got := contrast(t, a, b); got < least {
						t.Errorf("%s: %s %s on %s %s has a contrast of %.2f, want %v", name, front, a, ground, b, got, least)
					}
				}
			}
		}
		check(7, "text accent accent-strong visited", "page surface header mark")
		check(7, "muted", "page surface header")
		check(4.5, "faint", "page surface header mark")
		check(7, "on-band", "band notice")
		if !strings.HasPrefix(name, "paper") {
			check(4.5, "text muted accent visited", "line") // in the shadow at the edge of a table
			check(3, "accent rule edge", "page surface")
		}
	}
	if got := contrast(t, "#767676", "#fff"); got < 4.5 || got > 4.55 {
		t.Errorf("the grey of 4.54:1 has %v", got)
	}
	if got := contrast(t, "#000000", "#ffffff"); got != 21 {
		t.Errorf("black on white has %v", got)
	}
}

// Browsers colour their own frame like the head of the page.
func TestThemeColour(t *testing.T) {
	head, err := fs.ReadFile(Default(), "partials/head.html")
	if err != nil {
		t.Fatal(err)
	}
	template, err := template.New("head").Parse(string(head))
	if err != nil {
		t.Fatal(err)
	}
	for _, accent := range []string{"", "red", "green"} {
		var page strings.Builder
		if err := template.Execute(&page, map[string]any{"Config": map[string]string{"Accent": accent}, "Icon": "", "Style": "", "PrintStyle": "", "PageScript": ""}); err != nil {
			t.Fatal(err)
		}
		for _, scheme := range []string{"light", "dark"} {
			band := palettes(t)[strings.TrimSpace(scheme+" "+accent)]["band"]
			if want := `<meta name="theme-color" media="(prefers-color-scheme: ` + scheme + `)" content="` + band + `">`; !strings.Contains(page.String(), want) {
				t.Errorf("partials/head.html lacks %s", want)
			}
		}
	}
}
