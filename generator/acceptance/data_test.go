package acceptance

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// figures are how many numbers a report has in one of its formats, and their sum.
type figures struct {
	n   int
	sum *big.Rat
}

var number = regexp.MustCompile(`^[+-]?[0-9]+(\.[0-9]+)?$`)

// add counts a value; words are no figure.
func (f *figures) add(text string) {
	if number.MatchString(text) {
		r, _ := new(big.Rat).SetString(text)
		f.n++
		f.sum.Add(f.sum, r)
	}
}

func (f *figures) String() string { return fmt.Sprintf("%d figures, %s", f.n, f.sum.FloatString(2)) }

// collection is the figures of all reports in one format, by agency and year.
type collection map[string]*figures

func (c collection) of(key string) *figures {
	if c[key] == nil {
		c[key] = &figures{sum: new(big.Rat)}
	}
	return c[key]
}

// The figures are the same in every format: pages, CSV, JSON, Excel and the database.
func TestFiguresAreTheSameEverywhere(t *testing.T) {
	formats := map[string]collection{"html": pagesFigures(t), "csv": csvFigures(t), "json": jsonFigures(t), "xlsx": xlsxFigures(t), "sqlite": sqliteFigures(t)}
	want := formats["html"]
	if len(want) != len(example.reports()) {
		t.Fatalf("figures of %d reports", len(want))
	}
	for format, got := range formats {
		for _, key := range slices.Sorted(maps.Keys(want)) {
			if g := got.of(key); g.n == 0 || g.n != want[key].n || g.sum.Cmp(want[key].sum) != 0 {
				t.Errorf("%s: %s has %s; its page %s", key, format, g, want[key])
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s has %d reports, the site %d", format, len(got), len(want))
		}
	}
}

// keyOf names a report by its address.
func keyOf(page string) string {
	parts := strings.Split(page, "/")
	return parts[0] + " " + parts[2]
}

func pagesFigures(t *testing.T) collection {
	cell := regexp.MustCompile(`<(?:td|span) data-cell="[^"]*"[^>]*>([^<]*)<`)
	out := collection{}
	for _, p := range example.reports() {
		for _, m := range cell.FindAllStringSubmatch(readFile(t, filepath.Join(example.dir, p)), -1) {
			out.of(keyOf(p)).add(m[1])
		}
	}
	return out
}

func csvFigures(t *testing.T) collection {
	text, ok := strings.CutPrefix(readFile(t, filepath.Join(example.dir, "data/reports.csv")), "\ufeff")
	if !ok {
		t.Error("reports.csv has no byte order mark")
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := collection{}
	for _, r := range rows[1:] {
		out.of(r[0] + " " + r[2]).add(r[6])
	}
	return out
}

func jsonFigures(t *testing.T) collection {
	var reports []struct {
		Agency string
		Year   int
		Data   any
	}
	d := json.NewDecoder(strings.NewReader(readFile(t, filepath.Join(example.dir, "data/reports.json"))))
	d.UseNumber()
	if err := d.Decode(&reports); err != nil {
		t.Fatal(err)
	}
	out := collection{}
	for _, r := range reports {
		var walk func(any)
		walk = func(v any) {
			switch v := v.(type) {
			case map[string]any:
				if _, row := v["code"]; row { // that the report gives itself
					v = map[string]any{"value": v["value"]}
				}
				for _, x := range v {
					walk(x)
				}
			case []any:
				for _, x := range v {
					walk(x)
				}
			default:
				out.of(fmt.Sprintf("%s %d", r.Agency, r.Year)).add(fmt.Sprint(v))
			}
		}
		walk(r.Data)
	}
	return out
}

func sqliteFigures(t *testing.T) collection {
	query := func(q string) string {
		out, err := exec.Command(tool(t, "sqlite3"), "-readonly", "-batch", filepath.Join(example.dir, "data/reports.sqlite"), q).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", q, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	if got := query("PRAGMA integrity_check"); got != "ok" {
		t.Error(got)
	}
	if got := query("SELECT count(*) FROM reports"); got != strconv.Itoa(len(example.reports())) {
		t.Errorf("the database has %s reports, want %d", got, len(example.reports()))
	}
	if got := query("SELECT count(*) FROM cells WHERE form = 'cn-2021' AND typeof(value) <> iif(unit LIKE '%元', 'text', 'integer')"); got != "0" {
		t.Errorf("%s values are of another type than their unit, want 0", got)
	}
	out := collection{}
	for line := range strings.Lines(query("SELECT agency, year, value FROM cells")) {
		f := strings.Split(strings.TrimSpace(line), "|")
		out.of(f[0] + " " + f[1]).add(f[2])
	}
	return out
}

// xlsxFigures has LibreOffice open every workbook and write its sheets as CSV.
func xlsxFigures(t *testing.T) collection {
	program, dir := tool(t, "soffice"), t.TempDir()
	args := []string{"-env:UserInstallation=file://" + filepath.ToSlash(dir) + "/profile", "--headless",
		"--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir", dir}
	for i, p := range example.reports() {
		name := filepath.Join(dir, fmt.Sprintf("report%d.xlsx", i))
		if err := os.WriteFile(name, []byte(readFile(t, filepath.Join(example.dir, strings.TrimSuffix(p, "index.html"), "report.xlsx"))), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	if out, err := exec.Command(program, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	out := collection{}
	for i, p := range example.reports() {
		sheets, _ := filepath.Glob(filepath.Join(dir, fmt.Sprintf("report%d-*.csv", i)))
		if len(sheets) < 2 {
			t.Fatalf("%s: LibreOffice found %d sheets, want 2 at least", p, len(sheets))
		}
		for _, s := range sheets {
			rows, err := csv.NewReader(strings.NewReader(readFile(t, s))).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			sheetFigures(rows, out.of(keyOf(p)))
		}
	}
	return out
}

// sheetFigures takes the published figures of a sheet: neither what was recomputed, nor
// what is said about the report.
func sheetFigures(rows [][]string, f *figures) {
	const recomputed = "按分项重新计算"
	about := slices.ContainsFunc(rows, func(r []string) bool { return r[0] == "报告机关" })
	skip := map[int]bool{}
	for _, r := range rows {
		for i, text := range r {
			if strings.HasPrefix(text, recomputed) && i > 0 || text == "代码" {
				skip[i] = true
			}
		}
	}
	for _, r := range rows {
		if strings.HasPrefix(r[0], recomputed) || about && (len(r) < 3 || r[2] == "") {
			continue
		}
		for i, text := range r {
			if !skip[i] {
				f.add(text)
			}
		}
	}
}

// The package and the table that it describes are what the specification says.
func TestDataPackage(t *testing.T) {
	cmd := exec.Command(tool(t, "node"), "testdata/datapackage.js", filepath.Join(example.dir, "data"))
	module(t, "datapackage/package.json")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if lines := strings.Count(readFile(t, filepath.Join(example.dir, "data/reports.csv")), "\r\n") - 1; strings.TrimSpace(string(out)) != strconv.Itoa(lines) {
		t.Errorf("%s rows, want %d", out, lines)
	}
}

// Every report.json, and every item of reports.json, follows the published schema.
func TestReportSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join(example.dir, "data/report.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string) any {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(readFile(t, filepath.Join(example.dir, name)))))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return doc
	}
	all := read("data/reports.json").([]any)
	if len(all) != len(example.reports()) {
		t.Errorf("reports.json has %d reports, want %d", len(all), len(example.reports()))
	}
	for _, p := range example.reports() {
		all = append(all, read(strings.TrimSuffix(p, "index.html")+"report.json"))
	}
	for _, r := range all {
		if err := schema.Validate(r); err != nil {
			t.Error(err)
		}
	}
}
