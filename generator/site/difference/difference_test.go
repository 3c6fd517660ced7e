package difference_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"gongkai/generator"
	"gongkai/generator/form"
	"gongkai/generator/report"
	"gongkai/generator/site/difference"
	"gongkai/generator/source"
)

var (
	cells = flag.Int("cells", 30, "how many random cells are changed, of which each must be found")
	seed  = flag.Uint64("seed", 1, "of the random cells")
)

// examples is a small site: an example of each form, each of an agency of its own.
func examples(t *testing.T) map[string]string {
	t.Helper()
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{"gongkai.yaml": "site: {name: 示例, url: https://www.example.gov.cn/}\noutputs: [json, csv]\nrules: {late: off}\n"}
	for _, f := range forms.All() {
		text, err := os.ReadFile("../../form/defs/" + f.ID + ".example.md")
		if err != nil {
			continue
		}
		r, _ := report.Bind(source.Parse("content/a/"+f.Family+"/x.md", text), forms, f.Family, "a")
		if r == nil {
			t.Fatalf("the example of %s cannot be read", f.ID)
		}
		files["content/"+f.ID+"/_index.md"] = "---\nname: 示例市" + f.ID + "局\n---\n"
		files[fmt.Sprintf("content/%s/%s/%d.md", f.ID, f.Family, r.Year)] = strings.Replace(string(text), "draft: true\n", "", 1)
	}
	if len(files) < 7 {
		t.Fatalf("the site has %d files, want three forms at least", len(files))
	}
	return files
}

func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func open(t *testing.T, folder string) *difference.Side {
	t.Helper()
	s, err := difference.Open(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Unread) > 0 {
		t.Fatalf("%s: %q cannot be read", folder, s.Unread)
	}
	s.Name = ""
	return s
}

// build publishes a site and returns its files.
func build(t *testing.T, dir string) fstest.MapFS {
	t.Helper()
	out := t.TempDir()
	res, err := generator.Build(t.Context(), generator.Options{Site: dir, Out: out, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range res.Findings {
		if res.Failed() {
			t.Errorf("%s:%d %s", f.File, f.Span.Line, f.Message.EN)
		}
	}
	files := fstest.MapFS{}
	err = fs.WalkDir(os.DirFS(out), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(name)))
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func ofBuild(t *testing.T, files fs.FS) *difference.Side {
	t.Helper()
	s, err := difference.OfBuild(files)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func lines(t *testing.T, d *difference.Difference) string {
	t.Helper()
	var b bytes.Buffer
	if err := d.WriteText(&b, "zh"); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Nothing differs between a site's content and what is published of it, nor between two readings of either.
func TestNothingDiffers(t *testing.T) {
	dir := write(t, examples(t))
	content, published := open(t, dir), build(t, dir)
	pages := maps.Clone(published) // without data
	maps.DeleteFunc(pages, func(name string, _ *fstest.MapFile) bool { return path.Base(name) == "report.json" })
	for name, d := range map[string]*difference.Difference{
		"content with itself": difference.Compare(content, open(t, dir)),
		"content, published":  difference.Compare(content, ofBuild(t, published)),
		"published, content":  difference.Compare(ofBuild(t, published), content),
		"published, pages":    difference.Compare(ofBuild(t, published), ofBuild(t, pages)),
	} {
		if got := lines(t, d); got != "没有差异\n" || !d.Empty() {
			t.Errorf("%s:\n%s, want no differences", name, got)
		}
	}
}

// found reports whether a difference is that of one cell and nothing else.
func found(t *testing.T, d *difference.Difference, cell, from, to string) {
	t.Helper()
	if len(d.Reports) != 1 || len(d.Reports[0].Figures) != 1 || len(d.Agencies)+len(d.Reports[0].Fields)+len(d.Reports[0].Sections) > 0 {
		t.Fatalf("after %s was changed from %s to %s:\n%s, want this one difference", cell, from, to, lines(t, d))
	}
	if f := d.Reports[0].Figures[0]; f.Cell != cell || f.From != from || f.To != to || f.Label == "" {
		t.Fatalf("got %+v, want %s from %s to %s, and its label", f, cell, from, to)
	}
}

// another is another figure of the same kind.
func another(rnd *rand.Rand, text string) string {
	if i := strings.LastIndexAny(text, "123456789"); i >= 0 && rnd.IntN(2) == 0 {
		digit := string("123456789"[rnd.IntN(9)])
		if now := text[:i] + digit + text[i+1:]; now != text {
			return now
		}
	}
	if text == "0" {
		return "17"
	}
	sign := text[:len(text)-len(strings.TrimLeft(text, "+-"))]
	return sign + "1" + strings.TrimLeft(text, "+-")
}

// Each figure that is changed in the content is found, with its place, and nothing else.
func TestEachChangedCellOfContent(t *testing.T) {
	rnd := rand.New(rand.NewPCG(*seed, 1))
	files := examples(t)
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	var reports []string
	for name := range files {
		if p := strings.Split(name, "/"); len(p) == 4 {
			reports = append(reports, name)
		}
	}
	slices.Sort(reports)
	old := open(t, write(t, files))
	for range *cells {
		name := reports[rnd.IntN(len(reports))]
		r, _ := report.Bind(source.Parse(name, []byte(files[name])), forms, strings.Split(name, "/")[2], "a")
		c := r.Form.Cells[rnd.IntN(len(r.Form.Cells))]
		v := r.Value(c)
		if v.State != report.Valid || !c.Kind.Numeric() {
			continue
		}
		text := strings.Split(files[name], "\n")
		line := []rune(text[v.Span.Line-1])
		to := another(rnd, v.Text)
		text[v.Span.Line-1] = string(line[:v.Span.Column-1]) + to + string(line[v.Span.EndColumn-1:])
		changed := maps.Clone(files)
		changed[name] = strings.Join(text, "\n")
		// What the text says of its own figures changes with them.
		d := difference.Compare(old, open(t, write(t, changed)))
		if len(d.Reports) == 1 && strings.Contains(files[name], "{{ "+c.Path) {
			d.Reports[0].Sections = nil
		}
		found(t, d, c.Path, v.Text, to)
		if f := d.Reports[0].Figures[0]; f.File != name || f.Line != v.Span.Line {
			t.Fatalf("%s is in %s:%d, want %s:%d", c.Path, f.File, f.Line, name, v.Span.Line)
		}
	}
}

var printed = regexp.MustCompile(`(data-cell="([a-z0-9_.]+)"[^>]*>)([^<]+)<`)

// Each figure that differs between two builds is found: in report.json, and in the pages where there is no data.
func TestEachChangedCellOfBuild(t *testing.T) {
	rnd := rand.New(rand.NewPCG(*seed, 2))
	files := build(t, write(t, examples(t)))
	bare := maps.Clone(files)
	var reports []string
	for name := range files {
		if path.Base(name) == "report.json" {
			reports = append(reports, path.Dir(name))
			delete(bare, name)
		}
	}
	slices.Sort(reports)
	old, oldPages := ofBuild(t, files), ofBuild(t, bare)
	for range *cells {
		folder := reports[rnd.IntN(len(reports))]
		page := string(bare[folder+"/index.html"].Data)
		all := printed.FindAllStringSubmatchIndex(page, -1)
		m := all[rnd.IntN(len(all))]
		cell, from := page[m[4]:m[5]], page[m[6]:m[7]]
		if !regexp.MustCompile(`^[+-]?[0-9.]+$`).MatchString(from) {
			continue
		}
		to := another(rnd, from)
		changed := maps.Clone(bare)
		changed[folder+"/index.html"] = &fstest.MapFile{Data: []byte(page[:m[6]] + to + page[m[7]:])}
		found(t, difference.Compare(oldPages, ofBuild(t, changed)), cell, from, to)

		var data map[string]any
		d := json.NewDecoder(bytes.NewReader(files[folder+"/report.json"].Data))
		d.UseNumber()
		if err := d.Decode(&data); err != nil {
			t.Fatal(err)
		}
		set(t, data["data"], strings.Split(cell, "."), to)
		text, err := json.Marshal(data)
		if err != nil {
			t.Fatal(err)
		}
		changed = maps.Clone(files)
		changed[folder+"/report.json"] = &fstest.MapFile{Data: text}
		found(t, difference.Compare(old, ofBuild(t, changed)), cell, strings.TrimPrefix(from, "+"), strings.TrimPrefix(to, "+"))
	}
}

// set sets a figure in the data of a report.
func set(t *testing.T, at any, cell []string, to string) {
	t.Helper()
	switch at := at.(type) {
	case map[string]any:
		if len(cell) > 1 {
			set(t, at[cell[0]], cell[1:], to)
			return
		}
		if _, number := at[cell[0]].(json.Number); number {
			at[cell[0]] = json.Number(strings.TrimPrefix(to, "+"))
		} else {
			at[cell[0]] = to
		}
	case []any:
		for _, x := range at {
			if row := x.(map[string]any); row["code"] == cell[0] {
				row["value"] = json.Number(to)
				return
			}
		}
		t.Fatalf("there is no row %q", cell)
	default:
		t.Fatalf("there is no cell %q", cell)
	}
}

// What else may differ: agencies and reports, titles, dates, texts, corrections.
func TestCompare(t *testing.T) {
	sample := examples(t)
	text := ""
	for name, s := range sample {
		if strings.HasPrefix(name, "content/cn-2021/reports/") {
			text = s
		}
	}
	at := func(slug, more string) map[string]string {
		return map[string]string{"gongkai.yaml": sample["gongkai.yaml"], "content/" + slug + "/_index.md": "---\nname: 示例市甲局\n" + more + "---\n", "content/" + slug + "/reports/2024.md": text}
	}
	with := func(files map[string]string, name, old, now string) map[string]string {
		out := maps.Clone(files)
		if !strings.Contains(out[name], old) {
			t.Fatalf("%s has no %q", name, old)
		}
		out[name] = strings.Replace(out[name], old, now, 1)
		return out
	}
	base := at("a", "")
	const file = "content/a/reports/2024.md"
	none := with(base, file, "year: 2024", "year: 2024")
	delete(none, file)
	for name, x := range map[string]struct {
		old, now map[string]string
		want     string
	}{
		"another slug, by its former address": {base, at("b", "aliases: [a]\n"), "机关换了地址：示例市甲局，a → b，据登记信息中以前的地址\n差异：1 个机关有变化\n"},
		"another slug, by the credit code":    {at("a", "credit_code: 91350100M000100Y43\n"), at("b", "credit_code: 91350100M000100Y43\n"), "机关换了地址：示例市甲局，a → b，据统一社会信用代码\n差异：1 个机关有变化\n"},
		"another slug, by the figures":        {base, with(at("b", ""), "content/b/_index.md", "甲局", "乙局"), "机关改名：示例市甲局（a）→ 示例市乙局（b），据报告中相同的数\n示例市乙局（b）2024 年\n  标题：示例市甲局2024年政府信息公开工作年度报告 → 示例市乙局2024年政府信息公开工作年度报告\n差异：1 个机关有变化，1 份报告有改动\n"},
		"another slug, without any trace":     {at("a", "credit_code: 91350100M000100Y43\n"), with(at("b", ""), "content/b/reports/2024.md", "licensing:           ", "licensing:           9"), "减少机关：示例市甲局（a）\n新增机关：示例市甲局（b）\n减少报告：示例市甲局（a）2024 年\n新增报告：示例市甲局（b）2024 年\n差异：2 个机关有变化，新增 1 份报告，减少 1 份报告\n"},
		"another name":                        {base, with(base, "content/a/_index.md", "甲局", "乙局"), "机关改名：示例市甲局（a）→ 示例市乙局（a）\n示例市乙局（a）2024 年\n  标题：示例市甲局2024年政府信息公开工作年度报告 → 示例市乙局2024年政府信息公开工作年度报告\n差异：1 个机关有变化，1 份报告有改动\n"},
		"a report more":                       {none, base, "新增报告：示例市甲局（a）2024 年\n差异：新增 1 份报告\n"},
		"a report less":                       {base, none, "减少报告：示例市甲局（a）2024 年\n差异：减少 1 份报告\n"},
		"a draft":                             {base, with(base, file, "year: 2024", "year: 2024\ndraft: true"), "减少报告：示例市甲局（a）2024 年\n差异：减少 1 份报告\n"},
		"a title and a date":                  {base, with(with(base, file, "published: 2025-01-20", "published: 2025-01-05"), file, "year: 2024", "year: 2024\ntitle: 年报"), "示例市甲局（a）2024 年\n  标题：示例市甲局2024年政府信息公开工作年度报告 → 年报\n  公布日期：2025-01-20 → 2025-01-05\n差异：1 份报告有改动\n"},
		"a form with the same cells":          {base, with(base, file, "year: 2024", "year: 2024\nform: cn-2021-own"), "示例市甲局（a）2024 年\n  报告格式：cn-2021 → cn-2021-own\n差异：1 份报告有改动\n"},
		"texts":                               {base, with(base, file, "## 一、总体情况\n", "## 一、总体情况\n\n新的一段，**粗**。\n\n## 另一章\n\n内容。\n\n## "), "示例市甲局（a）2024 年\n  正文“一、总体情况”有改动\n  正文“另一章”新增\n"},
		"an optional group":                   {base, with(base, file, "  handling_fees:", "  # handling_fees:"), "示例市甲局（a）2024 年\n  信息处理费 · 发出收费通知的件数：0 → –\n  信息处理费 · 通知总金额：0 → –\n  信息处理费 · 实际收取的总金额：0 → –\n差异：1 份报告有改动，3 个数不同\n"},
		"a blank cell":                        {base, with(base, file, "penalties:           0", "penalties:           待填"), "示例市甲局（a）2024 年\n  第二十条第（六）项 · 行政处罚 · 本年处理决定数量：0 → 待填 (content/a/reports/2024.md:LINE)\n差异：1 份报告有改动，1 个数不同\n"},
		"a correction":                        {base, with(with(base, file, "penalties:           0", "penalties:           3"), file, "year: 2024", "year: 2024\nrevisions: [{date: 2025-03-01, note: 更正, cells: [{cell: proactive.penalties, from: 0, to: 3}]}]"), "示例市甲局（a）2024 年\n  第二十条第（六）项 · 行政处罚 · 本年处理决定数量：0 → 3（2025-03-01 更正） (content/a/reports/2024.md:LINE)\n差异：1 份报告有改动，1 个数不同\n"},
	} {
		for _, files := range []map[string]string{x.old, x.now} {
			files["forms/own.yaml"] = "id: cn-2021-own\nextends: cn-2021\ntitle: 自定\n"
		}
		d := difference.Compare(open(t, write(t, x.old)), open(t, write(t, x.now)))
		got := regexp.MustCompile(`md:\d+\)`).ReplaceAllString(lines(t, d), "md:LINE)")
		if name == "texts" {
			got, _, _ = strings.Cut(got, "  正文“原")
			got = got[:min(len(got), len(x.want))]
		}
		if got != x.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, x.want)
		}
	}
}

// The JSON says what the text says, and the page has it all, in either language.
func TestPrinted(t *testing.T) {
	d := &difference.Difference{Old: "a&b", New: "c", Agencies: []difference.AgencyChange{{Change: difference.Renamed, Agency: "n", Name: "新局", Was: "o", Former: "旧局", By: "figures"}},
		Reports: []difference.ReportChange{{Change: difference.Removed, Agency: "n", Name: "新局", Family: "reports", Year: 2020, Title: "题"},
			{Change: difference.Changed, Agency: "n", Name: "新局", Family: "website", Year: 2023, Title: "题", Fields: []difference.FieldChange{{Field: "published", From: "", To: "2024-01-01"}},
				Sections: []difference.SectionChange{{Change: difference.Changed}, {Change: difference.Added, Heading: "二"}},
				Figures:  []difference.FigureChange{{Cell: "x.y", Label: "行 · <列>", Unit: "件", From: "1", To: "", Announced: "2024-02-02"}, {Cell: "z", From: "", To: "2"}}}},
		Summary: difference.Summary{Agencies: 1, Removed: 1, Changed: 1, Figures: 2, Sections: 2}}
	var b bytes.Buffer
	if err := d.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	var again difference.Difference
	if err := json.Unmarshal(b.Bytes(), &again); err != nil || !reflect.DeepEqual(&again, d) {
		t.Errorf("read again it is %+v (%v), want %+v", again, err, d)
	}
	for lang, want := range map[string][]string{
		"zh": {`<html lang="zh-CN">`, "<dd>a&amp;b</dd>", "机关改名：旧局（o）→ 新局（n），据报告中相同的数", "减少报告：新局（n）2020 年", "<h3>新局（n）2023 年 website</h3>", "公布日期：<del>–</del> → <ins>2024-01-01</ins>",
			"正文 标题前的文字：有改动", "正文 二：新增", `<th scope="row">行 · &lt;列&gt;</th><td class="figure"><del>1</del></td><td class="figure"><ins>–</ins></td><td>件</td><td>2024-02-02 更正</td>`, `<th scope="row">z</th>`, "1 个机关有变化，减少 1 份报告，1 份报告有改动，2 个数不同，2 段正文不同"},
		"en": {`<html lang="en">`, "agency renamed: 旧局 (o) → 新局 (n), by the figures of a report", "report removed: 新局 (n), 2020", "published: <del>–</del>", "text before the first heading: changed", "<td>correction of 2024-02-02</td>", "2 changed figures, 2 changed sections"},
	} {
		var b bytes.Buffer
		if err := d.WriteHTML(&b, lang); err != nil {
			t.Fatal(err)
		}
		for _, s := range want {
			if !strings.Contains(b.String(), s) {
				t.Errorf("%s: the page has no %q:\n%s", lang, s, b.String())
			}
		}
	}
}

func TestOpenNeither(t *testing.T) {
	if _, err := difference.Open(t.Context(), t.TempDir()); err != difference.ErrNeither {
		t.Errorf("an empty folder: %v, want ErrNeither", err)
	}
	s, err := difference.Open(t.Context(), write(t, map[string]string{"gongkai.yaml": "site: {name: 示例}\n", "content/a/_index.md": "---\nname: 甲\n---\n", "content/a/reports/2023.md": "---\nyear: 2023\nform: nothing\n---\n"}))
	if err != nil || !slices.Equal(s.Unread, []string{"content/a/reports/2023.md"}) {
		t.Errorf("a report that cannot be read: %+v, %v; want it among the unread", s, err)
	}
}
