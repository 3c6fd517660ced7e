package rule_test

import (
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/register"
)

// Published reports, their prose read from the originals and their figures typed in
// (2019's in the rows of the present form). What the rules find in them is what a
// careful reader found.
func TestNarrativeOfRealReports(t *testing.T) {
	folder := os.Getenv("GONGKAI_REPORTS")
	if folder == "" {
		folder = "../../../shared"
	}
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the published reports are not here (../shared, or GONGKAI_REPORTS)")
	}
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	f := forms.DefaultFor("reports", 2023)
	for _, tc := range []struct {
		file, name, short, kind string
		year                    int
		now                     string
		want                    []string
	}{
		{"seed/000_*.txt", "北京市通州区政务服务局", "", "department", 2023,
			"new=1 new.natural=1 granted=1 granted.natural=1 results.total=1", nil},
		{"reports/shuyang-ndrc-2023.html", "沭阳县发展和改革局", "", "department", 2023,
			"new=26 new.natural=26 granted=26 results.total=26 reconsideration=1 reconsideration.pending=1 normative_documents.issued=8 normative_documents.in_force=18", nil},
		{"reports/hongze-2023.pdf", "淮安市洪泽区人民政府", "", "government", 2023,
			"new=21 new.natural=21 partial=4 refused.state_secret=1 refused.process_information=1 refused.enforcement_file=1 not_held=10 requires_creation=3 petition=1 results.total=21 reconsideration.upheld=10 reconsideration.corrected=1 litigation_after_reconsideration.upheld=5 normative_documents.repealed=5 normative_documents.in_force=5", nil},
		// 17 applications are those of the district's own government, the table has the whole district's.
		{"reports/hongze-2024.pdf", "淮安市洪泽区人民政府", "", "government", 2024,
			"new=95 granted=50 partial=9 refused.security_stability=1 results.total=95 not_held=31 reconsideration=2 reconsideration.upheld=1 direct_litigation=1 litigation_after_reconsideration=3 normative_documents.issued=3 normative_documents.in_force=8", nil},
		{"reports/shanghai-stcsm-2024.txt", "上海市科学技术委员会", "上海市科委", "department", 2024,
			"new=34 new.natural=32 new.commercial=2 carried_in=2 granted=9 internal_affairs=1 process_information=1 not_held=4 requires_creation=6 uncorrected=10 results.other.other=4 results.total=35 carried_out=1 reconsideration=1 reconsideration.upheld=1 normative_documents.issued=13 normative_documents.in_force=55 licensing=97",
			[]string{"count applications.carried_out.total 1 0", "sum 2160 2139"}},
		{"reports/shanghai-office-2019.html", "上海市人民政府办公厅", "", "department", 2019,
			"new=859 new.natural=821 carried_in=18 granted=272 partial=3 state_secret=14 internal_affairs=5 process_information=4 administrative_inquiry=12 not_held=265 requires_creation=47 still_unclear=25 petition=149 repeated=9 results.total=805 carried_out=72 reconsideration=7 reconsideration.upheld=5 reconsideration.pending=2 direct_litigation=9 direct_litigation.upheld=8 direct_litigation.pending=1 normative_documents.issued=60 regulations.issued=13",
			[]string{
				"count applications.results.granted.total 275 258",
				"count applications.results.unavailable.not_held.total 337 265",
				"count review.reconsideration.upheld 13 16",
				"percent applications.results.granted.total 34.2% 33.9%",
			}},
	} {
		t.Run(tc.file, func(t *testing.T) {
			text := original(t, filepath.Join(folder, filepath.FromSlash(tc.file)))
			agency := &register.Agency{Slug: "a", Name: tc.name, ShortName: tc.short, Kind: tc.kind}
			if got := narrated(agency, nil, figures(t, f, "a", tc.year, tc.now), text); !slices.Equal(got, tc.want) {
				t.Errorf("got %q\nwant %q", got, tc.want)
			}
			if len(text) < 2000 {
				t.Errorf("got %d bytes of text, want at least 2000", len(text))
			}
		})
	}
}

// original reads the text of a published report, its paragraphs set apart.
func original(t *testing.T, pattern string) string {
	names, err := filepath.Glob(pattern)
	if err != nil || len(names) != 1 {
		t.Fatalf("%s: got %d files, %v, want 1", pattern, len(names), err)
	}
	var text string
	switch filepath.Ext(names[0]) {
	case ".pdf":
		out, err := exec.Command("pdftotext", "-layout", names[0], "-").Output()
		if err != nil {
			t.Fatalf("pdftotext, which `make setup` installs: %v", err)
		}
		text = regexp.MustCompile(`(?m)^ {2,}`).ReplaceAllString(string(out), "\n")
	case ".html":
		data, err := os.ReadFile(names[0])
		if err != nil {
			t.Fatal(err)
		}
		text = regexp.MustCompile(`(?s)<(script|style).*?</(script|style)>`).ReplaceAllString(string(data), "")
		text = regexp.MustCompile(`</(p|tr|td|th|div|h[1-6])>`).ReplaceAllString(text, "\n\n")
		text = html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(text, ""))
		text = strings.ReplaceAll(text, "<", "〈")
	default:
		data, err := os.ReadFile(names[0])
		if err != nil {
			t.Fatal(err)
		}
		text = string(data)
		if strings.HasPrefix(filepath.Base(names[0]), "000_") {
			text = strings.ReplaceAll(text, "\n", "\n\n")
		}
	}
	return regexp.MustCompile(`(?m)^[ \t\x{a0}\x{3000}]+`).ReplaceAllString(text, "")
}
