package acceptance

import (
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"golang.org/x/text/unicode/norm"
)

// pdfText is what pdftotext writes of a PDF.
func pdfText(t *testing.T, pdf []byte, how string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool(t, "pdftotext"), how, file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// sheets is the text of a PDF, sheet by sheet, each as lines without the blanks in them.
func sheets(t *testing.T, pdf []byte) [][]string {
	t.Helper()
	number := regexp.MustCompile(`^—\d+—$`)
	var all [][]string
	for _, sheet := range strings.Split(strings.TrimSuffix(pdfText(t, pdf, "-layout"), "\f"), "\f") {
		var lines []string
		for line := range strings.Lines(sheet) {
			if line = strings.Join(strings.Fields(line), ""); line != "" && !number.MatchString(line) {
				lines = append(lines, line)
			}
		}
		all = append(all, lines)
	}
	return all
}

// lonely lists the sheets that end with a heading.
func lonely(sheets [][]string, headings []string) (out []string) {
	for _, lines := range sheets {
		if len(lines) > 0 && slices.Contains(headings, lines[len(lines)-1]) {
			out = append(out, lines[len(lines)-1])
		}
	}
	return out
}

const headings = `JSON.stringify([...document.querySelectorAll("main :is(h2, h3, h4, caption)")].filter(h => h.checkVisibility()).map(h => h.textContent.replace(/\s/g, "")))`

// TestSheets prints reports in Chromium and, every third of them, in Firefox. No sheet ends with a heading; the sheets before the last are
// filled, for a table goes on over the next one; the form's largest table is on two sheets at most; and the page's
// address is at the end, not alone.
func TestSheets(t *testing.T) {
	tab, fox := newTab(t), firefox(t, true)
	for i, report := range example.reports() {
		do(t, tab, chromedp.Navigate(example.url(report)), emulate("print", "light"))
		heads := strings.Split(strings.Trim(eval[string](t, tab, headings), `[]"`), `","`)
		if len(heads) < 6 {
			t.Fatalf("%s has the headings %q, want those of six parts", report, heads)
		}
		pdfs := map[string][]byte{"Chromium": printPDF(t, tab)}
		if i%3 == 0 {
			pdfs["Firefox"] = printInFirefox(t, fox, example.url(report))
		}
		for engine, pdf := range pdfs {
			all := sheets(t, pdf)
			if len(all) < 3 || len(all) > 6 {
				t.Errorf("%s, %s: %d sheets, want 3 to 6", report, engine, len(all))
			}
			if alone := lonely(all, heads); len(alone) > 0 {
				t.Errorf("%s, %s: %q ends a sheet, want something after it", report, engine, alone)
			}
			address := "https://www.example.org/zwgk/" + strings.TrimSuffix(report, "index.html")
			if printed := strings.Join(slices.Concat(all...), ""); !strings.Contains(printed, "网址："+address) {
				t.Errorf("%s, %s: got no %s on paper, want it at the end", report, engine, address)
			}
			last := slices.DeleteFunc(slices.Clone(all[len(all)-1]), func(l string) bool {
				return strings.HasPrefix(l, "网址：") || strings.HasPrefix(l, "数据使用：") || strings.HasSuffix(l, "示例，非政府网站")
			})
			if len(last) == 0 {
				t.Errorf("%s, %s: the last sheet has the address and the foot alone, want something of the report", report, engine)
			}
			rows := 0
			for _, lines := range all {
				if slices.ContainsFunc(lines, func(l string) bool {
					return strings.Contains(l, "重复申请") || strings.Contains(l, "属于国家秘密")
				}) {
					rows++
				}
			}
			if rows == 0 || rows > 2 {
				t.Errorf("%s, %s: the table is on %d sheets, want 1 or 2", report, engine, rows)
			}
		}
	}
	if got := lonely([][]string{{"甲", "一、总体情况"}, {"一、总体情况", "乙"}, nil}, []string{"一、总体情况"}); len(got) != 1 {
		t.Errorf("got %q, want the heading that ends the first sheet", got)
	}
}

// printInFirefox prints a page in a font that the PDF says the characters of: those of Noto's collections Firefox 153 prints
// without saying which they are.
func printInFirefox(t *testing.T, fox *marionette, address string) []byte {
	t.Helper()
	if err := fox.open(address); err != nil {
		t.Fatal(err)
	}
	if _, err := fox.script(`["--font", "--heading", "--headline"].forEach(name => document.documentElement.style.setProperty(name, "WenQuanYi Micro Hei"))`); err != nil {
		t.Fatal(err)
	}
	value, err := text(fox.call("WebDriver:Print", map[string]any{"background": false, "shrinkToFit": true}))
	if err != nil {
		t.Fatal(err)
	}
	pdf, err := base64.StdEncoding.DecodeString(value)
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

// TestSheetsOfWebKit prints a report in WebKitGTK, which has no heads of tables on further sheets and no margins of its own, but
// keeps headings with their text and the address with the end of the report.
func TestSheetsOfWebKit(t *testing.T) {
	const report = "shuyang-fgj/reports/2023/index.html"
	tab := newTab(t)
	do(t, tab, chromedp.Navigate(example.url(report)), emulate("print", "light"))
	heads := strings.Split(strings.Trim(eval[string](t, tab, headings), `[]"`), `","`)
	file := filepath.Join(t.TempDir(), "page.pdf")
	cmd := exec.Command("/usr/bin/python3", "testdata/print_webkit.py", example.url(report), file)
	cmd.Env = append(os.Environ(), screen(t)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("WebKitGTK: %v\n%s", err, out)
	}
	// Its fonts say radicals where they mean characters.
	all := sheets(t, []byte(readFile(t, file)))
	for i, lines := range all {
		for j, l := range lines {
			all[i][j] = norm.NFKC.String(l)
		}
	}
	for i, h := range heads {
		heads[i] = norm.NFKC.String(h)
	}
	if len(all) < 3 || len(all) > 5 {
		t.Errorf("%s: %d sheets, want 3 to 5", report, len(all))
	}
	if alone := lonely(all, heads); len(alone) > 0 {
		t.Errorf("%s: %q ends a sheet, want something after it", report, alone)
	}
	if last := all[len(all)-1]; len(last) < 2 || !strings.HasPrefix(last[len(last)-1], "网址:") {
		t.Errorf("%s: the last sheet has %q, want the address after something of the report", report, last)
	}
	known := 0
	for _, h := range heads {
		if slices.ContainsFunc(all, func(lines []string) bool { return slices.Contains(lines, h) }) {
			known++
		}
	}
	if known < 4 {
		t.Errorf("%s: %d of the headings %q are found on paper, want 4 at least", report, known, heads)
	}
}
