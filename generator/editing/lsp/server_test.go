package lsp_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"gongkai/generator/editing/lsp"
)

const (
	row    = "[5, 2, 0, 0, 1, 0, 8]" // applications.new
	wrong  = "[5, 2, 0, 0, 1, 0, 9]"
	before = "applications:\n"
)

func changed(t *testing.T, text, old, new string) string {
	t.Helper()
	if !strings.Contains(text, old) {
		t.Fatalf("no %q in the text", old)
	}
	return strings.Replace(text, old, new, 1)
}

func TestLifecycle(t *testing.T) {
	c := start(t, site(t), object{"locale": "zh-CN", "capabilities": object{"general": object{"positionEncodings": []string{"utf-16"}},
		"workspace": object{"didChangeWatchedFiles": object{"dynamicRegistration": true}}}})
	if m := c.ask("initialize", object{}); m.Error == nil {
		t.Error("a second initialize is answered")
	}
	if !slices.ContainsFunc(c.notes, func(m message) bool { return m.Method == "client/registerCapability" }) {
		t.Error("no watcher registered")
	}
	if m := c.ask("textDocument/unheardOf", object{}); m.Error == nil || m.Error.Code != -32601 {
		t.Errorf("unknown method: %+v", m.Error)
	}
	if m := c.ask("textDocument/hover", []int{1}); m.Error == nil || m.Error.Code != -32602 {
		t.Errorf("wrong parameters: %+v", m.Error)
	}
	if r := c.call("textDocument/hover", object{"textDocument": object{"uri": "file:///nowhere.md"}, "position": object{"line": 0, "character": 0}}); string(r) != "null" {
		t.Errorf("hover in a file that is not open: %s", r)
	}
	c.notify("$/unknown", object{})
	c.call("shutdown", nil)
	if m := c.ask("textDocument/hover", object{}); m.Error == nil {
		t.Error("a request after shutdown is answered")
	}
	c.notify("exit", nil)
	if err := <-c.ended; err != nil {
		t.Error(err)
	}
	c.ended <- nil
}

func TestLeavingWithoutShutdown(t *testing.T) {
	c := start(t, site(t), nil)
	c.notify("exit", nil)
	err := <-c.ended
	if err != lsp.ErrNoShutdown {
		t.Error(err)
	}
	c.ended <- nil
}

func TestDiagnosticsFollowTheText(t *testing.T) {
	c := start(t, site(t), nil)
	text := c.read(this)
	c.open(this)
	c.edit(this, 2, changed(t, text, row, wrong))
	ds := c.diagnostics(this, "row-total")
	i := slices.IndexFunc(ds, func(d diagnostic) bool { return d.Code == "row-total" })
	d := ds[i]
	line := strings.Split(changed(t, text, row, wrong), "\n")[d.Range.Start.Line]
	if d.Severity != 1 || d.Source != "gongkai" || !strings.Contains(d.Message, "多 1") || line[d.Range.Start.Character:d.Range.End.Character] != "9" {
		t.Errorf("%+v in %q", d, line)
	}

	// Not saved: the file on disk is as it was.
	if c.read(this) != text {
		t.Error("the file was written")
	}

	// An incremental change puts it right: the 9 becomes an 8.
	c.notify("textDocument/didChange", object{"textDocument": object{"uri": c.uri(this), "version": 3}, "contentChanges": []object{
		{"range": d.Range, "text": "80"},
		{"range": object{"start": object{"line": d.Range.Start.Line, "character": d.Range.Start.Character + 1}, "end": object{"line": d.Range.Start.Line, "character": d.Range.Start.Character + 2}}, "text": ""}}})
	for slices.ContainsFunc(c.diagnostics(this, "carry-over"), func(d diagnostic) bool { return d.Code == "row-total" }) {
		c.next()
	}

	// What is wrong in one file shows in another that is open.
	c.edit(this, 4, changed(t, text, "carried_in: [0, 0, 0, 0, 0, 0, 0]", "carried_in: [1, 0, 0, 0, 0, 0, 1]"))
	c.diagnostics(this, "balance")
	c.open(last)
	c.edit(last, 2, changed(t, c.read(last), "carried_out: [1, 0, 0, 0, 0, 0, 1]", "carried_out: [0, 0, 0, 0, 0, 0, 0]"))
	c.diagnostics(this, "carry-over")

	// Closing takes the unsaved text back.
	c.notify("textDocument/didClose", object{"textDocument": object{"uri": c.uri(last)}})
	c.diagnostics(last, "")
	for slices.ContainsFunc(c.diagnostics(this, "balance"), func(d diagnostic) bool { return d.Code == "carry-over" }) {
		c.next()
	}
}

// One file under two spellings of its URI: what was written last counts, at every check.
func TestOneFileUnderTwoNames(t *testing.T) {
	c := start(t, site(t), nil)
	right := c.read(this)
	bad := changed(t, right, row, wrong)
	folder, name := filepath.Split(this)
	other := filepath.ToSlash(folder) + "../" + filepath.Base(folder) + "/" + name
	c.open(this)
	c.notify("textDocument/didOpen", object{"textDocument": object{"uri": "file://" + filepath.ToSlash(c.dir) + "/" + other, "languageId": "markdown", "version": 1, "text": right}})
	for version := 2; version < 12; version += 2 {
		c.edit(this, version, bad)
		c.diagnostics(this, "row-total")
		c.edit(this, version+1, right)
		for slices.ContainsFunc(c.diagnostics(this, "carry-over"), func(d diagnostic) bool { return d.Code == "row-total" }) {
			c.next()
		}
	}
}

func TestFilesThatChangeOutside(t *testing.T) {
	c := start(t, site(t), nil)
	c.open(this)
	c.diagnostics(this, "carry-over") // the figures of the two years do not join
	write(t, filepath.Join(c.dir, last), changed(t, c.read(last), "carried_out: [1, 0, 0, 0, 0, 0, 1]", "carried_out: [0, 0, 0, 0, 0, 0, 0]"))
	c.notify("workspace/didChangeWatchedFiles", object{"changes": []object{{"uri": c.uri(last), "type": 2}}})
	for slices.ContainsFunc(c.diagnostics(this, "near-duplicate"), func(d diagnostic) bool { return d.Code == "carry-over" }) {
		c.next()
	}
	if err := os.Remove(filepath.Join(c.dir, last)); err != nil {
		t.Fatal(err)
	}
	c.notify("workspace/didChangeWatchedFiles", object{"changes": []object{{"uri": c.uri(last), "type": 3}}})
	c.diagnostics(this, "")
}

func TestNewFileThatIsNotSaved(t *testing.T) {
	c := start(t, site(t), nil)
	c.open("content/xinju/_index.md", "---\nname: 新局\nparent: nobody\n---\n")
	c.diagnostics("content/xinju/_index.md", "register")
	c.edit("content/xinju/_index.md", 2, "---\nname: 新局\nparent: shilishi-xxgkj\n---\n")
	c.diagnostics("content/xinju/_index.md", "")
}

func TestConfigurationAndForms(t *testing.T) {
	c := start(t, site(t), nil)
	c.open("gongkai.yaml", c.read("gongkai.yaml")+"themes: x\n")
	c.diagnostics("gongkai.yaml", "unknown-key")
	c.open("forms/own.yaml", "id: own\n")
	c.diagnostics("forms/own.yaml", "form")
	if r := string(c.point("textDocument/completion", "gongkai.yaml", c.read("gongkai.yaml")+"rules:\n  late‸\n")); !strings.Contains(r, `"newText":"late: "`) {
		t.Errorf("rules: %s", r)
	}
	if r := string(c.point("textDocument/completion", "gongkai.yaml", c.read("gongkai.yaml")+"rules:\n  late: ‸\n")); !strings.Contains(r, `"newText":"off"`) {
		t.Errorf("severities: %s", r)
	}
	if r := string(c.point("textDocument/hover", "gongkai.yaml", c.read("gongkai.yaml")+"rules:\n  la‸te: off\n")); !strings.Contains(r, "公布") {
		t.Errorf("rule: %s", r)
	}
}

func TestMessagesFollowTheLocale(t *testing.T) {
	for locale, want := range map[string]string{"en-GB": "too many", "zh-cn": "多 1", "": "多 1"} {
		c := start(t, site(t), object{"locale": locale, "capabilities": object{}})
		c.open(this, changed(t, c.read(this), row, wrong))
		if ds := c.diagnostics(this, "row-total"); !slices.ContainsFunc(ds, func(d diagnostic) bool { return strings.Contains(d.Message, want) }) {
			t.Errorf("%q: %+v", locale, ds)
		}
	}
}

// A position counts what was agreed on; 𠮷 has two units in UTF-16 and four bytes.
func TestPositionEncodings(t *testing.T) {
	for e, want := range map[string]int{"utf-8": 12, "utf-16": 8, "utf-32": 7, "utf-8 by the set-up": 12, "what is not an encoding": 8} {
		asked := object{"capabilities": object{"general": object{"positionEncodings": []string{e, "utf-16"}}}}
		switch e {
		case "utf-8 by the set-up": // of a client that counts bytes and does not say so
			e, asked = "utf-8", object{"initializationOptions": object{"positionEncoding": "utf-8"}}
		case "what is not an encoding":
			e, asked = "utf-16", object{"initializationOptions": []string{"positionEncoding"}}
		}
		c := start(t, site(t), asked)
		// A byte order mark, which editors show as nothing, and a name of two characters.
		c.open(entry, "---\nname: 𠮷局 # x\nsince: 2024\nx𠮷: 1\n---\n")
		ds := c.diagnostics(entry, "unknown-key")
		if d := ds[0]; d.Range.Start != (lsp.Position{Line: 3}) || d.Range.End.Character != want-6+map[string]int{"utf-8": -1, "utf-16": 1, "utf-32": 1}[e] {
			t.Errorf("%s: %+v", e, d.Range)
		}
	}
	c := start(t, site(t), nil)
	text := strings.ReplaceAll("\ufeff"+changed(t, c.read(this), row, wrong), "\n", "\r\n")
	c.open(this, text)
	ds := c.diagnostics(this, "row-total")
	d := ds[slices.IndexFunc(ds, func(d diagnostic) bool { return d.Code == "row-total" })]
	line := strings.Split(text, "\r\n")[d.Range.Start.Line]
	if line[d.Range.Start.Character:d.Range.End.Character] != "9" {
		t.Errorf("%+v in %q", d, line)
	}
}

func TestPersonalDataIsMasked(t *testing.T) {
	c := start(t, site(t), nil)
	// The number is made up; its check digit is right.
	c.open(this, c.read(this)+"\n来信人 110101199003070695 的申请\n")
	c.diagnostics(this, "personal-data")
	if s := string(c.lastSent[c.uri(this)]); strings.Contains(s, "110101199003070695") || !strings.Contains(s, "身份证号码 1") {
		t.Error(s)
	}
}

func TestWaivedFindingIsAHint(t *testing.T) {
	c := start(t, site(t), nil)
	c.open(this, changed(t, changed(t, c.read(this), row, wrong), "data:", "waive: [{rule: row-total, reason: 原件如此}]\ndata:"))
	ds := c.diagnostics(this, "row-total")
	if d := ds[slices.IndexFunc(ds, func(d diagnostic) bool { return d.Code == "row-total" })]; d.Severity != 4 || !strings.Contains(d.Message, "原件如此") {
		t.Errorf("a waived finding: got %+v, want a hint with the reason", d)
	}
}

func labels(t *testing.T, result json.RawMessage) (out []string) {
	t.Helper()
	var list struct{ Items []struct{ Label string } }
	if err := json.Unmarshal(result, &list); err != nil {
		t.Fatal(err)
	}
	for _, i := range list.Items {
		out = append(out, i.Label)
	}
	return out
}

// The cell that explains other findings is the error, with the places of what it explains,
// in other files too; its figure is offered, and never made with all fixes of the file.
func TestWrongCellLeads(t *testing.T) {
	c := start(t, site(t), object{"capabilities": object{"textDocument": object{"publishDiagnostics": object{"relatedInformation": true}}}})
	text := changed(t, c.read(last), "carried_out: [1, 0, 0, 0, 0, 0, 1]", "carried_out: [1, 0, 0, 0, 0, 0, 4]")
	next := changed(t, changed(t, c.read(this), "carried_in: [0, 0, 0, 0, 0, 0, 0]", "carried_in: [1, 0, 0, 0, 0, 0, 1]"), row, "new: [4, 2, 0, 0, 1, 0, 7]")
	c.open(this, next)
	c.open(last, text)
	of := func(ds []diagnostic, rule string) diagnostic {
		i := slices.IndexFunc(ds, func(d diagnostic) bool { return d.Code == rule })
		if i < 0 {
			t.Fatalf("no %s in %+v", rule, ds)
		}
		return ds[i]
	}
	ds := c.diagnostics(last, "wrong-cell")
	lead, balance := of(ds, "wrong-cell"), of(ds, "balance")
	if lead.Severity != 1 || !strings.Contains(lead.Message, "三处不符") || of(ds, "row-total").Severity != 3 || balance.Severity != 3 {
		t.Errorf("%+v", ds)
	}
	if len(lead.Related) != 3 || len(balance.Related) != 3 {
		t.Fatalf("related: %+v and %+v", lead.Related, balance.Related)
	}
	for i, want := range [][3]string{{last, "row-total", "4"}, {last, "balance", "7"}, {this, "carry-over", "1"}} {
		file, rule, figure := want[0], want[1], want[2]
		r := lead.Related[i]
		line := strings.Split(map[string]string{this: next, last: text}[file], "\n")[r.Location.Range.Start.Line]
		if r.Location.URI != c.uri(file) || !strings.HasPrefix(r.Message, rule+": ") || line[r.Location.Range.Start.Character:r.Location.Range.End.Character] != figure {
			t.Errorf("%+v is not %s, in %q", r, want, line)
		}
	}
	carried := of(c.diagnostics(this, "carry-over"), "carry-over")
	if carried.Severity != 3 || len(carried.Related) != 1 || carried.Related[0].Location.URI != c.uri(last) || carried.Related[0].Location.Range != lead.Range {
		t.Errorf("the operand of last year: %+v", carried)
	}

	var actions []struct {
		Title, Kind string
		IsPreferred bool
		Edit        struct {
			Changes map[string][]struct {
				Range   lsp.Range
				NewText string
			}
		}
	}
	c.decode(c.call("textDocument/codeAction", object{"textDocument": object{"uri": c.uri(last)}, "range": lead.Range, "context": object{"diagnostics": []any{}}}), &actions)
	if len(actions) != 1 || actions[0].Title != "改为 1" || actions[0].Kind != "quickfix" || actions[0].IsPreferred {
		t.Fatalf("%+v", actions)
	}
	if e := actions[0].Edit.Changes[c.uri(last)]; len(e) != 1 || e[0].Range != lead.Range || e[0].NewText != "1" {
		t.Errorf("%+v", e)
	}
}

func TestCompletion(t *testing.T) {
	c := start(t, site(t), nil)
	text := c.read(this)
	for _, x := range []struct {
		name, file, text string
		has, lacks       []string
	}{
		{"front matter", this, changed(t, text, "data:", "‸\ndata:"), []string{"title", "waive", "draft"}, []string{"year", "标题", "data"}},
		{"begun", this, changed(t, text, "data:", "wai‸\ndata:"), []string{"waive"}, []string{"data"}},
		{"Chinese keys", this, "---\n年度: 2024\n‸\n---\n", []string{"数据", "公布日期", "waive"}, []string{"data", "年度"}},
		{"a new file follows the site", this, "---\n‸\n---\n", []string{"年度", "数据"}, []string{"year"}},
		{"unclosed front matter", this, "---\n年度: 2024\n数据:\n  主动公开:\n    ‸", []string{"规章", "行政许可"}, []string{"依申请公开"}},
		{"tables", this, "---\nyear: 2024\ndata:\n  ‸\n---\n", []string{"proactive", "applications", "handling_fees"}, []string{"new", "year"}},
		{"rows", this, changed(t, text, "    new: "+row+"\n", "    ‸\n"), []string{"new"}, []string{"carried_in", "results"}},
		{"columns", this, changed(t, text, row, "{natural: 5, ‸}"), []string{"total", "research"}, []string{"natural", "new"}},
		{"no column inside a row", this, changed(t, text, row, "[5, ‸"), nil, []string{"natural"}},
		{"rule in a waiver", this, changed(t, text, "data:", "waive: [{rule: row‸}]\ndata:"), []string{"row-total", "balance"}, []string{"waive"}},
		{"keys of a waiver", this, changed(t, text, "data:", "waive:\n  - rule: balance\n    ‸\ndata:"), []string{"cell", "reason"}, []string{"rule"}},
		{"cell in a waiver", this, changed(t, text, "data:", "waive:\n  - rule: balance\n    cell: appl‸\ndata:"), []string{"applications", "applications.new", "applications.new.total"}, nil},
		{"scope", this, changed(t, text, "data:", "scope: ‸\ndata:"), []string{"agency", "government"}, nil},
		{"draft", this, changed(t, text, "data:", "draft: ‸\ndata:"), []string{"true"}, nil},
		{"form", this, changed(t, text, "data:", "form: ‸\ndata:"), []string{"cn-2021"}, nil},
		{"agencies", this, changed(t, text, "data:", "includes: [‸]\ndata:"), []string{"shilishi-xxgkj"}, nil},
		{"agencies in lines", this, changed(t, text, "data:", "includes:\n  - ‸\ndata:"), []string{"shilishi-xxgkj"}, nil},
		{"cells in the text", this, text + "\n共 {{ applications.n‸ }} 件\n", []string{"applications.new.total"}, []string{"applications.new"}},
		{"cells in Chinese", this, text + "\n共 {{ 依申请公开.‸ }} 件\n", []string{"依申请公开.本年新收.总计"}, []string{"applications.new.total"}},
		{"nothing in the text", this, text + "\n共 ‸ 件\n", nil, []string{"applications.new.total"}},
		{"nothing after a cell", this, text + "\n共 {{ applications.new.total }} ‸ 件\n", nil, []string{"applications.new.total"}},
		{"nothing in a comment", this, changed(t, text, "data:", "# ‸\ndata:"), nil, []string{"title"}},
		{"after a comment after a tab", this, changed(t, text, "data:", "includes: [\t# [\n  ]\n‸\ndata:"), []string{"title"}, nil},
		{"register", entry, "---\nname: 局\nlev‸\n---\n", []string{"level", "parent"}, []string{"name"}},
		{"level", entry, "---\nname: 局\nlevel: ‸\n---\n", []string{"city", "county"}, nil},
		{"merged", entry, "---\nname: 局\npredecessors: [{agency: ‸}]\n---\n", nil, []string{"shilishi-xxgkj"}},
		{"page", guide, "---\ntitle: 指南\n‸\n---\n", []string{"updated", "validity"}, []string{"title", "level"}},
		{"validity", guide, "---\ntitle: 指南\nvalidity: ‸\n---\n", []string{"有效", "失效"}, nil},
		{"attachments", guide, "---\ntitle: 指南\nattachments:\n  - ‸\n---\n", []string{"文件"}, nil},
		{"configuration", "gongkai.yaml", "format_version: 1\nsite:\n  name: x\n  ‸\n", []string{"url", "official"}, []string{"name", "theme"}},
		{"outputs", "gongkai.yaml", "outputs: [json, ‸]\n", []string{"csv"}, nil},
		{"definition", "forms/f.yaml", "id: f\ntables:\n  - id: t\n    rows:\n      - id: a\n        rows:\n          - ‸\n", []string{"label", "rows"}, []string{"corner"}},
	} {
		got := labels(t, c.point("textDocument/completion", x.file, x.text))
		for _, w := range x.has {
			if !slices.Contains(got, w) {
				t.Errorf("%s: no %s in %v", x.name, w, got)
			}
		}
		for _, w := range x.lacks {
			if slices.Contains(got, w) {
				t.Errorf("%s: %s in %v", x.name, w, got)
			}
		}
	}
}

// What is chosen replaces what was typed.
func TestCompletionReplaces(t *testing.T) {
	c := start(t, site(t), nil)
	type item struct {
		Label    string
		TextEdit struct {
			Range   lsp.Range
			NewText string
		}
	}
	for _, x := range []struct{ text, label, want string }{
		{"---\n年度: 2024\n---\n𠮷共收到 {{ applications.n‸ }} 件\n", "applications.new.total", "𠮷共收到 {{ applications.new.total }} 件"},
		{"---\n年度: 2024\n---\n共收到{{依申请‸}}件\n", "依申请公开.本年新收.总计", "共收到{{依申请公开.本年新收.总计}}件"},
		{"---\n年度: 2024\nwai‸\n---\n", "waive", "waive:"},
		{"---\n年度: 2024\nwaive: [{rule: row-‸, reason: 无}]\n---\n", "row-total", "waive: [{rule: row-total, reason: 无}]"},
	} {
		p, text := at(t, x.text)
		var list struct{ Items []item }
		c.decode(c.point("textDocument/completion", this, x.text), &list)
		i := slices.IndexFunc(list.Items, func(i item) bool { return i.Label == x.label })
		if i < 0 {
			t.Errorf("no %s", x.label)
			continue
		}
		e := list.Items[i].TextEdit
		line := utf16.Encode([]rune(strings.Split(text, "\n")[p.Line]))
		got := string(utf16.Decode(line[:e.Range.Start.Character])) + e.NewText + string(utf16.Decode(line[e.Range.End.Character:]))
		if got != x.want {
			t.Errorf("%q, want %q", got, x.want)
		}
	}
}

func TestHover(t *testing.T) {
	c := start(t, site(t), nil)
	text := c.read(this)
	for _, x := range []struct {
		file, text string
		want       []string
	}{
		{this, changed(t, text, row, "[5, 2‸, 0, 0, 1, 0, 8]"), []string{"商业企业", "applications.new.commercial", "件", "2024 年：2；2023 年：2", "国办公开办函〔2021〕30号"}},
		{this, changed(t, text, "carried_out:", "carried‸_out:"), []string{"四、结转下年度继续办理", "applications.carried_out"}},
		{this, changed(t, text, "fees:", "fe‸es:"), []string{"万元"}},
		{this, changed(t, text, "data:", "da‸ta:"), []string{"表中的数据", "数据"}},
		{this, changed(t, text, "data:", "waive: [{rule: bal‸ance, reason: x}]\ndata:"), []string{"第一项加第二项", "错误", "balance"}},
		{this, changed(t, text, "data:", "waive: [{rule: balance, cell: applications.new‸.total}]\ndata:"), []string{"一、本年新收", "2024 年：8"}},
		{this, text + "\n共 {{ 依申请公开.本年‸新收.总计 }} 件\n", []string{"applications.new.total", "2024 年：8；2023 年：8"}},
		{entry, "---\nname: 局\nlevel: city\npar‸ent: a\n---\n", []string{"上级机关"}},
		{entry, "---\nname: 局\nparent: shilishi-‸xxgkj\n---\n", []string{}},
	} {
		got := string(c.point("textDocument/hover", x.file, x.text))
		for _, w := range x.want {
			if !strings.Contains(got, w) {
				t.Errorf("no %q in %s", w, got)
			}
		}
	}
	for _, text := range []string{"‸---\nyear: 2024\n---\n", "---\nyear: 2024\n---\n正文‸\n", "---\nzz‸z: 2024\n---\n"} {
		if got := string(c.point("textDocument/hover", this, text)); got != "null" {
			t.Errorf("%q: %s", text, got)
		}
	}
}

func TestDefinition(t *testing.T) {
	c := start(t, site(t), nil)
	text := c.read(this)
	for _, x := range []struct{ file, text, target, at string }{
		{this, text + "\n共 {{ applications.new‸.total }} 件\n", this, "8]"},
		{this, changed(t, text, "data:", "waive: [{rule: balance, cell: applications.new‸.natural}]\ndata:"), this, "5, 2"},
		{this, changed(t, text, "data:", "notes: [{cell: applications.ne‸w, reason: x}]\ndata:"), this, "5, 2"},
		{this, changed(t, text, "carried_in: [0,", "carried_in: [0‸,"), last, "1, 0, 0, 0, 0, 0, 1]"},
		{"content/b/_index.md", "---\nname: 局\nparent: shilishi‸-xxgkj\n---\n", entry, "---"},
		{this, changed(t, text, "data:", "includes: [shili‸shi-xxgkj]\ndata:"), entry, "---"},
	} {
		var where struct {
			URI   string
			Range lsp.Range
		}
		result := c.point("textDocument/definition", x.file, x.text)
		c.decode(result, &where)
		if where.URI != c.uri(x.target) {
			t.Errorf("%s, want %s", result, x.target)
			continue
		}
		content := strings.ReplaceAll(x.text, "‸", "")
		if x.target != x.file {
			content = c.read(x.target)
		}
		if line := strings.Split(content, "\n")[where.Range.Start.Line]; !strings.HasPrefix(line[where.Range.Start.Character:], x.at) {
			t.Errorf("%q, want %q", line[where.Range.Start.Character:], x.at)
		}
	}
}

// A figure, those of its relations, and where the text speaks of it, asked from any of these places.
func TestHighlights(t *testing.T) {
	c := start(t, site(t), nil)
	text := c.read(this) + "\n全年新收政府信息公开申请8件，共 {{ applications.new.total }} 件。\n\n```\n新收政府信息公开申请8件\n```\n"
	want := []string{"3 8", "2 5", "2 2", "2 0", "2 0", "2 1", "2 0", // the row
		"2 0", "2 7", "2 1", // carried in, results, carried out
		"1 applications.new.total", "1 applications.new.total", "1 8件"}
	sorted := func(list []string) string {
		list = slices.Clone(list)
		slices.Sort(list)
		return strings.Join(list, ", ")
	}
	for _, marked := range []string{
		changed(t, text, "[5, 2, 0, 0, 1, 0, 8]", "[5, 2, 0, 0, 1, 0, ‸8]"), changed(t, text, "applications.new.total }}", "applications.ne‸w.total }}"), changed(t, text, "申请8件，", "申请‸8件，"),
	} {
		var list []struct {
			Range lsp.Range
			Kind  int
		}
		c.decode(c.point("textDocument/documentHighlight", this, marked), &list)
		lines, got := strings.Split(text, "\n"), []string{}
		for _, h := range list {
			line := utf16.Encode([]rune(lines[h.Range.Start.Line]))
			got = append(got, fmt.Sprint(h.Kind, " ", string(utf16.Decode(line[h.Range.Start.Character:h.Range.End.Character]))))
		}
		if sorted(got) != sorted(want) {
			t.Errorf("got %s\nwant %s", sorted(got), sorted(want))
		}
	}
	for _, marked := range []string{changed(t, text, "year:", "ye‸ar:"), changed(t, text, "```\n新收", "```\n新‸收")} {
		if got := string(c.point("textDocument/documentHighlight", this, marked)); got != "[]" {
			t.Errorf("at no figure: got %s, want none", got)
		}
	}
}

func TestInlayHints(t *testing.T) {
	c := start(t, site(t), nil)
	text := c.read(this)
	hints := func(text string) (out []string) {
		c.open(this, text)
		var list []struct {
			Position lsp.Position
			Label    string
			Tooltip  string
		}
		c.decode(c.call("textDocument/inlayHint", object{"textDocument": object{"uri": c.uri(this)},
			"range": object{"start": object{"line": 0, "character": 0}, "end": object{"line": 999, "character": 0}}}), &list)
		lines := strings.Split(text, "\n")
		for _, h := range list {
			l := lines[h.Position.Line]
			out = append(out, strings.TrimSpace(l[:h.Position.Character])+"‹"+h.Label+"›"+l[h.Position.Character:])
		}
		return out
	}
	if got := hints(text); len(got) != 0 {
		t.Errorf("sound figures: %v", got)
	}
	for new, want := range map[string]string{
		wrong:                  "new: [5, 2, 0, 0, 1, 0, 9‹= 8›]",
		"[5, 2, 0, 0, 1, 0]":   "new: [5, 2, 0, 0, 1, 0‹= 8›]",
		"[5, 2, 0, 0, 1, 0, ]": "new: [5, 2, 0, 0, 1, 0,‹= 8›]",
	} {
		if got := hints(changed(t, text, row, new)); !slices.Contains(got, want) {
			t.Errorf("%s: %q", new, got)
		}
	}
	if got := hints(changed(t, text, row, "[5, x, 0, 0, 1, 0, 9]")); len(got) != 0 {
		t.Errorf("a part is not a number: %v", got)
	}
}

func TestSymbols(t *testing.T) {
	c := start(t, site(t), nil)
	c.open(this)
	got := string(c.call("textDocument/documentSymbol", object{"textDocument": object{"uri": c.uri(this)}}))
	for _, w := range []string{`"name":"data"`, `"name":"applications"`, `"name":"new"`, `"name":"一、总体情况"`, `"detail":"收到和处理政府信息公开申请情况"`} {
		if !strings.Contains(got, w) {
			t.Errorf("no %s in %s", w, got)
		}
	}
}

func TestCodeActions(t *testing.T) {
	c := start(t, site(t), nil)
	text := changed(t, changed(t, c.read(this), row, "[5, ２, 0, 0, 1, 0, 8]"), "penalties: 0", "penalties: ０")
	c.open(this, text)
	ask := func(line int, only ...string) (list []struct {
		Title, Kind string
		Edit        struct {
			Changes map[string][]struct {
				Range   lsp.Range
				NewText string
			}
		}
	}) {
		at := object{"line": line, "character": 13}
		context := object{"diagnostics": []any{}}
		if only != nil {
			context["only"] = only
		}
		c.decode(c.call("textDocument/codeAction", object{"textDocument": object{"uri": c.uri(this)}, "range": object{"start": at, "end": at}, "context": context}), &list)
		return list
	}
	lines := strings.Split(text, "\n")
	line := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "２") })
	got := ask(line)
	if len(got) != 2 || got[0].Kind != "quickfix" || got[1].Kind != "source.fixAll.gongkai" || !strings.Contains(got[1].Title, "2 处") {
		t.Fatalf("got the actions %+v, want the fix of this line and that of both places", got)
	}
	e := got[0].Edit.Changes[c.uri(this)]
	l := []rune(lines[line])
	if len(e) != 1 || string(l[:e[0].Range.Start.Character])+e[0].NewText+string(l[e[0].Range.End.Character:]) != "    new: "+row {
		t.Errorf("got the edits %+v, want one that makes the row %q", e, row)
	}
	if got = ask(line, "refactor"); len(got) != 0 {
		t.Errorf("refactor: %+v", got)
	}
	if got = ask(0, "source"); len(got) != 1 || len(got[0].Edit.Changes[c.uri(this)]) != 2 {
		t.Errorf("source: %+v", got)
	}
}

func TestFormatting(t *testing.T) {
	c := start(t, site(t), nil)
	ask := func(text string) string {
		c.open(this, text)
		var list []struct {
			Range   lsp.Range
			NewText string
		}
		c.decode(c.call("textDocument/formatting", object{"textDocument": object{"uri": c.uri(this)}, "options": object{"tabSize": 2, "insertSpaces": true}}), &list)
		lines := strings.SplitAfter(text, "\n")
		for _, e := range list {
			if e.Range.Start.Character != 0 || e.Range.End.Character != 0 {
				t.Fatalf("got an edit at %+v, want whole lines", e.Range)
			}
			text = strings.Join(lines[:e.Range.Start.Line], "") + e.NewText + strings.Join(lines[e.Range.End.Line:], "")
		}
		return text
	}
	once := ask(changed(t, c.read(this), row, "[5,2,0,0,  1, 0, 8]"))
	if !strings.Contains(once, row) {
		t.Error(once)
	}
	if again := ask(once); again != once {
		t.Error("the second time something changes")
	}
	// What cannot be laid out stays as it is.
	if text := "---\nyear: 2024\ndata: [\n---\n"; ask(text) != text {
		t.Error("a broken file was changed")
	}
}
