package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"gongkai/cmd/gongkai/cli"
)

// What the command prints is what the published schemas say.
func TestOutputFollowsItsSchema(t *testing.T) {
	dir := t.TempDir()
	run := func(want int, args ...string) []byte {
		var out, errs bytes.Buffer
		if got := cli.Main(t.Context(), args, &out, &errs, func(string) string { return "" }); got != want {
			t.Fatalf("%v: exit status %d\n%s", args, got, errs.String())
		}
		return out.Bytes()
	}
	run(0, "init", dir+"/s")
	report := filepath.Join(dir, "s/content/shilishi-xxgkj/reports/2024.md")
	text, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	// An error, a waived error, a warning, and a fault of a whole file.
	broken := strings.NewReplacer("[5, 2, 0, 0, 1, 0, 8]", "[5, 2, 0, 0, 1, 0, 9]",
		"published: 2025-01-20", "waive: [{rule: row-total, reason: 原件如此}, {rule: form-year, reason: 无}]").Replace(string(text))
	if err := os.WriteFile(report, []byte(broken), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "s/content/Bureau"), 0o755); err != nil {
		t.Fatal(err)
	}
	for format, file := range map[string]string{"json": "../../../docs/schema/findings.schema.json", "sarif": "../../../generator/diag/testdata/sarif-schema-2.1.0.json"} {
		schema, err := jsonschema.NewCompiler().Compile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range []string{"zh", "en"} {
			out := run(1, "check", "--site", dir+"/s", "--format", format, "--lang", lang)
			for _, id := range []string{"row-total", "balance", "unused-waiver", "register"} {
				if !bytes.Contains(out, []byte(id)) {
					t.Errorf("%s: no %s", format, id)
				}
			}
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(out))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(doc); err != nil {
				t.Errorf("%s, %s: %v", format, lang, err)
			}
			// A schema that takes anything proves nothing.
			wrong := bytes.ReplaceAll(out, []byte(`"message":`), []byte(`"massage":`))
			if doc, err = jsonschema.UnmarshalJSON(bytes.NewReader(wrong)); err != nil || schema.Validate(doc) == nil {
				t.Errorf("%s: a wrong key passes (%v)", format, err)
			}
		}
	}
}

// What an import prints is what its schema says, for files of every fate.
func TestImportFollowsItsSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../../../docs/schema/import.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	table := `<table><tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数<tr><td>规章<td>1,036<td><td>1 2<tr><td>其他文件<td>7<td>8<td>9</table>`
	write("a.html", `<meta charset="utf-8"><p>甲局2023年政府信息公开工作年度报告</p>`+table)
	write("b.html", `<meta charset="utf-8"><p>没有年度</p>`+table)
	write("b.mhtml", "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<meta charset=utf-8><p>2023年乙局政府信息公开工作年度报告</p>"+table+"<table><tr><td>人数<td>9</table>\n--b--\n")
	write("c.txt", "不是报告")
	write("d.pdf", "%PDF-1.4")
	for _, lang := range []string{"zh", "en"} {
		var out, errs bytes.Buffer
		args := []string{"import", dir, "--out", filepath.Join(dir, ".out"), "--agency", "a", "--force", "--format", "json", "--lang", lang}
		if got := cli.Main(t.Context(), args, &out, &errs, func(string) string { return "" }); got != 1 {
			t.Fatalf("exit status %d, want 1\n%s", got, errs.String())
		}
		for _, key := range []string{`"written"`, `"unread": [`, `"reason"`, `"original"`, `"left_over": [`, `"place"`, `"error"`, `"absent": [`, `"kept_tables": [`, `"kind": "mhtml"`} {
			if !bytes.Contains(out.Bytes(), []byte(key)) {
				t.Errorf("%s: no %s in\n%s", lang, key, out.String())
			}
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", lang, err)
		}
		for _, key := range []string{"file", "printed", "reason", "text", "figures", "label"} { // a schema that takes anything proves nothing
			wrong := bytes.ReplaceAll(out.Bytes(), []byte(`"`+key+`":`), []byte(`"x`+key+`":`))
			if doc, err = jsonschema.UnmarshalJSON(bytes.NewReader(wrong)); err != nil || schema.Validate(doc) == nil {
				t.Errorf("%s: the key x%s passes for %s (%v)", lang, key, key, err)
			}
		}
	}
}

// What status prints is what its schema says, in every state.
func TestStatusFollowsItsSchema(t *testing.T) {
	dir := t.TempDir()
	run := func(want int, args ...string) []byte {
		var out, errs bytes.Buffer
		if got := cli.Main(t.Context(), args, &out, &errs, func(string) string { return "" }); got != want {
			t.Fatalf("%v: got exit status %d, want %d\n%s", args, got, want, errs.String())
		}
		return out.Bytes()
	}
	site := filepath.Join(dir, "s")
	run(0, "init", site)
	schema, err := jsonschema.NewCompiler().Compile("../../../docs/schema/status.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	report := filepath.Join(site, "content/shilishi-xxgkj/reports/2024.md")
	text, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	valid := func(data []byte) error {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(doc)
	}
	for _, c := range []struct {
		state, old, now string
		exit            int
		build           bool
	}{
		{"ready", "", "", 0, false},
		{"published", "", "", 0, true},
		{"changed", "36 条", "37 条", 0, false},
		{"errors", "[5, 2, 0, 0, 1, 0, 8]", "[5, 2, 0, 0, 1, 0, 9]", 1, false},
		{"draft", "", "", 1, false},
		{"none", "", "", 1, false},
	} {
		changed := strings.Replace(string(text), c.old, c.now, 1)
		if c.state == "draft" {
			changed = strings.Replace(string(text), "[5, 2, 0, 0, 1, 0, 8]", "[待填, 2, 0, 0, 1, 0, 8]", 1)
			changed = strings.Replace(changed, "year: 2024", "year: 2024\ndraft: true", 1)
		}
		if err := os.WriteFile(report, []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
		if c.state == "none" {
			if err := os.Remove(report); err != nil {
				t.Fatal(err)
			}
		}
		if c.build {
			run(0, "build", "--site", site)
		}
		out := run(c.exit, "status", "2024", "--site", site, "--format", "json", "--date", "2025-01-20")
		if !bytes.Contains(out, []byte(`"state": "`+c.state+`"`)) {
			t.Errorf("got %s, want the state %s", out, c.state)
		}
		if err := valid(out); err != nil {
			t.Errorf("%s: got %v, want what the schema says", c.state, err)
		}
		if valid(bytes.ReplaceAll(out, []byte(`"state":`), []byte(`"stat":`))) == nil {
			t.Errorf("%s: got no fault for a body without its state, want one", c.state)
		}
	}
}
