package acceptance

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/importer"
)

// The sums of a report's workbook are formulas: without their stored results LibreOffice computes the
// same. Read back, the workbook has every figure, and its sums are not taken for further figures.
func TestRecomputedSums(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	result := regexp.MustCompile(`(</f>)<v>[^<]*</v>`)
	var names []string
	for i, p := range example.reports() {
		data := []byte(readFile(t, filepath.Join(example.dir, strings.TrimSuffix(p, "index.html"), "report.xlsx")))
		r, err := importer.Read("report.xlsx", data, importer.Options{Forms: forms, Agency: "a"})
		if err != nil {
			t.Fatalf("%s: %v", p, err)
		}
		if len(r.Cells.LeftOver) > 0 || len(r.Cells.Unread) > 0 || len(r.Cells.Computed) == 0 {
			t.Errorf("%s: %d figures too many, %d not read, %d computed, want 0, 0 and some", p, len(r.Cells.LeftOver), len(r.Cells.Unread), len(r.Cells.Computed))
		}
		if i > 2 {
			continue
		}
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, bare := range []bool{false, true} {
			var b bytes.Buffer
			w, formulas := zip.NewWriter(&b), 0
			for _, f := range z.File {
				in, err := f.Open()
				if err != nil {
					t.Fatal(err)
				}
				text, err := io.ReadAll(in)
				if err != nil {
					t.Fatal(err)
				}
				if formulas += len(result.FindAll(text, -1)); bare {
					text = result.ReplaceAll(text, []byte("$1"))
				}
				out, err := w.Create(f.Name)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := out.Write(text); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if formulas < 20 {
				t.Errorf("%s has %d formulas, want 20 at least", p, formulas)
			}
			name := filepath.Join(dir, string(rune('a'+i))+map[bool]string{true: "bare", false: "whole"}[bare]+".xlsx")
			if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			names = append(names, name)
		}
	}
	args := append([]string{"-env:UserInstallation=file://" + filepath.ToSlash(dir) + "/profile", "--headless",
		"--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir", dir}, names...)
	if out, err := exec.Command(tool(t, "soffice"), args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	sheets, err := filepath.Glob(filepath.Join(dir, "*whole-*.csv"))
	if err != nil || len(sheets) < 6 {
		t.Fatalf("LibreOffice wrote %d sheets (%v), want 6 at least", len(sheets), err)
	}
	for _, name := range sheets {
		if got, want := string(readFile(t, strings.Replace(name, "whole-", "bare-", 1))), string(readFile(t, name)); got != want {
			t.Errorf("%s: computed again the sheet is\n%s\nwant\n%s", filepath.Base(name), got, want)
		}
	}
}
