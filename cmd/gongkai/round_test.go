package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/cmd/gongkai/cli"
	"gongkai/generator"
)

var bodies = flag.Int("bodies", 9, "how many bodies the office of TestOfficesYear has")

// rowsOf is how many rows the table of applications has, applicants how many columns before the total.
const rowsOf, applicants = 25, 6

// handed is what a body fills in, in reading order.
type handed struct {
	two, three, four []string
	prose            string // of part five
	sent             bool
}

// office is the site of an office, and what its bodies hand in.
type office struct {
	t    *testing.T
	dir  string
	of   map[string]*handed // by slug
	list []string
}

func (o *office) run(want int, args ...string) (out, errs string) {
	o.t.Helper()
	var b, e bytes.Buffer
	if got := cli.Main(o.t.Context(), append(args, "--site", filepath.Join(o.dir, "s"), "--lang", "zh"), &b, &e, func(string) string { return "" }); got != want {
		o.t.Fatalf("%v: got exit status %d, want %d\n%s%s", args, got, want, b.String(), e.String())
	}
	return b.String(), e.String()
}

func (o *office) write(name, text string) {
	o.t.Helper()
	name = filepath.Join(o.dir, "s", filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		o.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) read(name string) string {
	o.t.Helper()
	data, err := os.ReadFile(filepath.Join(o.dir, filepath.FromSlash(name)))
	if err != nil {
		o.t.Fatal(err)
	}
	return string(data)
}

// newOffice makes a government with so many departments, each with last year's report, built once.
func newOffice(t *testing.T, n int) *office {
	o := &office{t: t, dir: t.TempDir(), of: map[string]*handed{}}
	site := filepath.Join(o.dir, "s")
	var b, e bytes.Buffer
	if cli.Main(t.Context(), []string{"init", site}, &b, &e, func(string) string { return "" }) != 0 {
		t.Fatal(e.String())
	}
	last := o.read("s/content/shilishi-xxgkj/reports/2024.md")
	if err := os.RemoveAll(filepath.Join(site, "content/shilishi-xxgkj")); err != nil {
		t.Fatal(err)
	}
	o.write("content/_index.md", "示例。\n")
	o.write("content/zf/_index.md", "---\nname: 示例市人民政府\nlevel: city\nkind: government\nsince: 2025\n---\n")
	rnd := rand.New(rand.NewPCG(18, uint64(n)))
	for i := range n {
		slug := fmt.Sprintf("b%02d", i+1)
		o.list = append(o.list, slug)
		o.write("content/"+slug+"/_index.md", fmt.Sprintf("---\nname: 示例市第%d局\nlevel: city\nkind: department\nparent: zf\nsince: 2024\n---\n", i+1))
		o.write("content/"+slug+"/reports/2024.md", last)
		o.of[slug] = &handed{sent: true, prose: "问题是公开不够主动。明年改进。"}
		o.of[slug].fill(rnd)
	}
	o.run(0, "build")
	return o
}

// fill makes figures that agree with each other and with last year's.
func (h *handed) fill(rnd *rand.Rand) {
	issued := rnd.IntN(9)
	h.two = []string{"0", "0", "0", fmt.Sprint(issued), "0", fmt.Sprint(4 + issued), fmt.Sprint(rnd.IntN(5000)), fmt.Sprint(rnd.IntN(900)), "0", fmt.Sprintf("%d.%02d", rnd.IntN(90), 1+rnd.IntN(99))}
	table := [rowsOf][applicants + 1]int{}
	for c := range applicants {
		if c == 0 {
			table[1][c] = 1
		}
		table[0][c] = rnd.IntN(60)
		all := table[0][c] + table[1][c]
		out := rnd.IntN(all + 1)
		granted := rnd.IntN(all - out + 1)
		table[2][c], table[3+rnd.IntN(20)][c], table[rowsOf-2][c], table[rowsOf-1][c] = granted, all-out-granted, all-out, out
	}
	for r := range table {
		for c := range applicants {
			table[r][applicants] += table[r][c]
		}
		for _, n := range table[r] {
			h.three = append(h.three, fmt.Sprint(n))
		}
	}
	h.four = strings.Fields(strings.Repeat("0 ", 15))
}

// fillIn fills the workbooks in with LibreOffice.
func (o *office) fillIn() {
	o.t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		o.t.Fatal("soffice is not installed: run `make setup`")
	}
	profile := "-env:UserInstallation=file://" + filepath.ToSlash(o.dir) + "/profile"
	if out, err := exec.Command(soffice, profile, "--headless", "--terminate_after_init").CombinedOutput(); err != nil {
		o.t.Fatalf("%v\n%s", err, out)
	}
	basic := filepath.Join(o.dir, "profile/user/basic/Standard")
	macro, err := os.ReadFile("testdata/fill.xba")
	if err != nil {
		o.t.Fatal(err)
	}
	const library = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false"><library:element library:name="Module1"/></library:library>`
	var steps strings.Builder
	for _, slug := range o.list {
		h := o.of[slug]
		if !h.sent {
			continue
		}
		book := filepath.Join(o.dir, "outbox", slug+"-2025.xlsx")
		fmt.Fprintf(&steps, "open\t%s\ntry\t3\n", book)
		fmt.Fprintf(&steps, "figures\t2\t%s\nfigures\t3\t%s\nfigures\t4\t%s\n", strings.Join(h.two, "\t"), strings.Join(h.three, "\t"), strings.Join(h.four, "\t"))
		steps.WriteString("figures\t0\t1\t30\t30\n")
		fmt.Fprintf(&steps, "texts\t1\t%s的情况：公开及时。\t\t第二段。\n", slug)
		if h.prose != "" {
			fmt.Fprintf(&steps, "texts\t5\t%s\n", h.prose)
		}
		fmt.Fprintf(&steps, "save\t%s\n", filepath.Join(o.dir, "inbox", slug+".xlsx"))
	}
	list := filepath.Join(o.dir, "steps")
	for name, data := range map[string]string{filepath.Join(basic, "Module1.xba"): string(macro), filepath.Join(basic, "script.xlb"): library, list: steps.String()} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			o.t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
			o.t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(o.dir, "inbox"), 0o755); err != nil {
		o.t.Fatal(err)
	}
	out, err := exec.Command(soffice, profile, "--headless", `macro:///Standard.Module1.Fill("`+filepath.ToSlash(list)+`")`).CombinedOutput()
	if err != nil {
		o.t.Fatalf("%v\n%s", err, out)
	}
	log := o.read("steps.log")
	if strings.Contains(log, "failed") || strings.Count(log, "saved ") != len(o.list)-1 || strings.Count(log, "locked True in a sheet that is protected True") != len(o.list)-1 {
		o.t.Fatalf("LibreOffice did:\n%s", log)
	}
}

// live are the figures that the first sheet of a workbook computed.
func (o *office) live(book string) (out []string) {
	o.t.Helper()
	sheet, err := exec.Command("unzip", "-p", filepath.Join(o.dir, book), "xl/worksheets/sheet1.xml").Output()
	if err != nil {
		o.t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`<f[^>]*>[^<]*</f><v>([^<]*)</v>`).FindAllStringSubmatch(string(sheet), -1) {
		out = append(out, m[1])
	}
	if len(out) < 6 {
		o.t.Fatalf("%s: got %d computed figures, want 6 at least", book, len(out))
	}
	return out
}

// An office sends workbooks to its bodies, which fill them in with an office program, six of them with faults and one not at
// all; it takes them back, answers each, sees how far it is, adds up what is there, and publishes the rest.
func TestOfficesYear(t *testing.T) {
	if *bodies < 9 {
		t.Fatalf("%d bodies are too few, want 9 at least", *bodies)
	}
	o := newOffice(t, *bodies)
	out, errs := o.run(0, "new", "--all", "2025", "--to", "xlsx", "--out", filepath.Join(o.dir, "outbox"))
	if strings.Count(out, ".xlsx\n") != *bodies || !strings.Contains(errs, "zf：汇总由 gongkai total") {
		t.Fatalf("got\n%s%s\nwant %d workbooks and none for zf", out, errs, *bodies)
	}
	wrong, empty, carried, words, silent, absent, total := o.of["b01"], o.of["b02"], o.of["b03"], o.of["b04"], o.of["b05"], o.of["b06"], o.of["b08"]
	wrong.three[0] = fmt.Sprint(999)
	empty.three[8] = ""
	carried.three[7], carried.three[applicants+7] = "3", "3"
	words.two[6] = "约12"
	last, err := strconv.Atoi(total.three[len(total.three)-1])
	if err != nil {
		t.Fatal(err)
	}
	total.three[len(total.three)-1] = strconv.Itoa(last + 1)
	silent.prose = ""
	absent.sent = false
	faulty := func(h *handed) bool {
		return h == wrong || h == empty || h == carried || h == words || h == silent || h == total
	}
	o.fillIn()
	for slug, h := range o.of {
		if !h.sent {
			continue
		}
		live := o.live("inbox/" + slug + ".xlsx")
		clean := true
		for _, n := range live {
			clean = clean && n == "0"
		}
		if want := !faulty(h) || h == silent; clean != want { // a missing text is not a fault of the figures
			t.Errorf("%s: the workbook says %v, want no fault: %v", slug, live, want)
		}
	}

	o.run(1, "import", filepath.Join(o.dir, "inbox"), "--receipts", filepath.Join(o.dir, "receipts"))
	for slug, h := range o.of {
		if !h.sent {
			continue
		}
		text := o.read("receipts/" + slug + "-2025.txt")
		if strings.Contains(text, "可以公布。") == faulty(h) || strings.Contains(text, "重新发来") != faulty(h) {
			t.Errorf("%s: got the receipt\n%s\nwant faults: %v", slug, text, faulty(h))
		}
		if !faulty(h) && !strings.Contains(text, "应填 200 格，填了 200 格，读入 200 格，空白 0 格") && !strings.Contains(text, "应填 203 格，填了 203 格，读入 203 格，空白 0 格") {
			t.Errorf("%s: got the receipt\n%s\nwant as many cells due as are filled in: the sentence on fees may be left out", slug, text)
		}
		if page := o.read("receipts/" + slug + "-2025.html"); !strings.Contains(page, "收到文件："+slug+".xlsx") {
			t.Errorf("%s: the receipt as a web page is\n%s\nwant the name of the file", slug, page)
		}
	}
	o.readReceipts()
	if text := o.read("receipts/b04-2025.txt"); !strings.Contains(text, "没有找到这些行的数：行政许可") {
		t.Errorf("got the receipt of b04\n%s\nwant the row whose figure was not read", text)
	}

	var status struct {
		Bodies []struct {
			Agency, State string
			WaitsFor      []string `json:"waits_for"`
		}
	}
	out, _ = o.run(1, "status", "2025", "--date", "2026-01-10", "--format", "json")
	if err := json.Unmarshal([]byte(out), &status); err != nil {
		t.Fatal(err)
	}
	for _, b := range status.Bodies {
		want := "ready"
		switch h := o.of[b.Agency]; {
		case b.Agency == "zf", h == absent:
			want = "none"
		case faulty(h):
			want = "errors"
		}
		if b.State != want || b.Agency == "zf" && len(b.WaitsFor) != 7 {
			t.Errorf("%s is %q and waits for %v, want %q", b.Agency, b.State, b.WaitsFor, want)
		}
	}
	if len(status.Bodies) != *bodies+1 {
		t.Errorf("got %d bodies, want %d", len(status.Bodies), *bodies+1)
	}
	o.total(empty, words, absent)

	// What was published of a body whose file is broken now stays; those with faults are left out, all others are published.
	before := o.read("s/public/b07/reports/2024/index.html")
	o.write("content/b07/reports/2024.md", strings.Replace(o.read("s/content/b07/reports/2024.md"), "[5, 2, 0, 0, 1, 0, 8]", "[5, 2, 0, 0, 1, 0, 9]", 1))
	o.run(1, "build")
	_, errs = o.run(0, "build", "--hold-back")
	if !strings.Contains(errs, "content/b07/reports/2024.md：有错误") || !strings.Contains(errs, "注意：7 份报告") {
		t.Errorf("got\n%s\nwant seven reports held back, b07's of 2024 among them", errs)
	}
	// The page of 2024 leads to that of 2025 now, so the figures are compared and not the bytes.
	if was, now := figuresOf(before), figuresOf(o.read("s/public/b07/reports/2024/index.html")); was != now || len(was) < 500 {
		t.Errorf("the figures of b07 in 2024 are\n%s\nwant those of before\n%s", now, was)
	}
	for slug, h := range o.of {
		_, err := os.Stat(filepath.Join(o.dir, "s/public", slug, "reports/2025/index.html"))
		if want := !faulty(h) && h != absent; (err == nil) != want {
			t.Errorf("%s: its report of 2025 is published: %v, want %v", slug, err == nil, want)
		}
	}
}

// readReceipts opens the receipts with an office program, and holds what it reads to those as text.
func (o *office) readReceipts() {
	o.t.Helper()
	documents, err := filepath.Glob(filepath.Join(o.dir, "receipts", "*.docx"))
	if err != nil || len(documents) != len(o.list)-1 {
		o.t.Fatalf("got %d receipts and error %v, want one for each of %d files", len(documents), err, len(o.list)-1)
	}
	args := append([]string{"-env:UserInstallation=file://" + filepath.ToSlash(o.dir) + "/profile", "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", filepath.Join(o.dir, "opened")}, documents...)
	if out, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
		o.t.Fatalf("%v\n%s", err, out)
	}
	for _, d := range documents {
		name := strings.TrimSuffix(filepath.Base(d), ".docx")
		// The text has a blank line before each heading.
		want := strings.Join(strings.FieldsFunc(o.read("receipts/"+name+".txt"), func(r rune) bool { return r == '\n' }), "\n")
		got := strings.Join(strings.FieldsFunc(strings.TrimPrefix(o.read("opened/"+name+".txt"), "\ufeff"), func(r rune) bool { return r == '\n' || r == '\r' }), "\n")
		if got != want {
			o.t.Errorf("%s: an office program reads in the receipt\n%s\nwant\n%s", name, got, want)
		}
	}
}

var figureCell = regexp.MustCompile(`data-cell="?([a-z_.]+)"?[^>]*>([^<]*)<`)

func figuresOf(page string) string {
	var b strings.Builder
	for _, m := range figureCell.FindAllStringSubmatch(page, -1) {
		b.WriteString(m[1] + "=" + m[2] + "\n")
	}
	return b.String()
}

// total compares the area total with the sums that another program makes of what the bodies filled in, except those that are not counted.
func (o *office) total(without ...*handed) {
	o.t.Helper()
	out, _ := o.run(1, "total", "zf", "2025", "--write")
	if want := fmt.Sprintf("应有 %d 份报告，计入 %d 份", *bodies, *bodies-len(without)); !strings.Contains(out, want) {
		o.t.Errorf("got\n%s\nwant %s", out, want)
	}
	var list strings.Builder // a line a figure: its place, and what was filled in, in hundredths
	for _, h := range o.of {
		if slices.Contains(without, h) {
			continue
		}
		for i, text := range slices.Concat(h.two, h.three, h.four) {
			whole, part, _ := strings.Cut(text, ".")
			fmt.Fprintf(&list, "%d,%s%s\n", i, whole, (part + "00")[:2])
		}
	}
	filled := filepath.Join(o.dir, "filled.csv")
	if err := os.WriteFile(filled, []byte(list.String()), 0o644); err != nil {
		o.t.Fatal(err)
	}
	sums, err := exec.Command("sqlite3", ":memory:", "-cmd", "CREATE TABLE filled (place INTEGER, hundredths INTEGER)", "-cmd", ".mode csv", "-cmd", ".import "+filled+" filled",
		"SELECT sum(hundredths) FROM filled GROUP BY place ORDER BY place").CombinedOutput()
	if err != nil {
		o.t.Fatalf("sqlite3: %v\n%s", err, sums)
	}
	want := strings.Fields(string(sums))
	t, err := generator.NewPreview(o.t.Context(), generator.Options{Site: filepath.Join(o.dir, "s")})
	if err != nil {
		o.t.Fatal(err)
	}
	defer t.Close()
	file := "content/zf/reports/2025.md"
	report := t.Snapshot().Report(file, []byte(o.read("s/"+file)))
	if report == nil {
		o.t.Fatalf("%s cannot be read", file)
	}
	cells := report.Cells()
	if len(want) != 200 || len(cells) < len(want) {
		o.t.Fatalf("added up %d cells of %d, want 200", len(want), len(cells))
	}
	for i, sum := range want {
		n, ok := new(big.Rat).SetString(sum + "/100")
		got, read := new(big.Rat).SetString(cells[i].Text)
		if !ok || !read || got.Cmp(n) != 0 {
			o.t.Errorf("%s: the total is %q, want %s hundredths", cells[i].Path, cells[i].Text, sum)
		}
	}
}
