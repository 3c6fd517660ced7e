package schema

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/register"
	"gongkai/generator/source/keys"
)

var update = flag.Bool("update", false, "write the tables of docs/content.md")

// TestContentDocuments holds the documents on content files to the declarations: they
// list every key.
func TestContentDocuments(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	roots := map[string]*keys.Key{"register": register.EntryKeys(), "page": register.PageKeys(), "category": register.CategoryKeys(), "report": Report(forms.ByID("cn-2021"))}
	for lang, name := range map[string]string{"en": "docs/content.md", "zh": "docs/zh/content.md"} {
		file := filepath.Join("../../..", filepath.FromSlash(name))
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		for root, k := range roots {
			begin, end := "<!-- "+root+": from the program, make docs -->\n", "<!-- end -->\n"
			before, rest, ok := strings.Cut(text, begin)
			_, after, closed := strings.Cut(rest, end)
			if !ok || !closed {
				t.Fatalf("%s has no place for the keys of %s", name, root)
			}
			text = before + begin + tabulated(k, lang) + "\n" + end + after
		}
		if *update {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		} else if text != string(data) {
			t.Errorf("%s does not list the keys that are declared: make docs", name)
		}
	}
}

// tabulated lists the keys of a mapping.
func tabulated(root *keys.Key, lang string) string {
	var b strings.Builder
	if lang == "zh" {
		b.WriteString("\n| 键 | 写法 | 说明 |\n|---|---|---|\n")
	} else {
		b.WriteString("\n| key | value | meaning |\n|---|---|---|\n")
	}
	lines(&b, root, "", lang)
	return b.String()
}

// lines lists the keys of a mapping, or of the items of a list, and of what is in them.
func lines(b *strings.Builder, k *keys.Key, lead, lang string) {
	for _, c := range k.Keys {
		name := "`" + lead + c.ID + "`"
		if c.Chinese != "" {
			name += ", `" + c.Chinese + "`"
		}
		if c.Required {
			name += " `*`"
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", name, value(c, lang), c.Title.In(lang))
		if c.ID == "data" { // the form's
			continue
		}
		if c.Type == keys.List {
			lines(b, c, lead+c.ID+"[].", lang)
		} else {
			lines(b, c, lead+c.ID+".", lang)
		}
	}
}

// value says how a key's value is written.
func value(k *keys.Key, lang string) string {
	if len(k.Enum) > 0 {
		return "`" + strings.Join(k.Enum, "` `") + "`"
	}
	names := map[keys.Name][2]string{keys.OfAgency: {"机关", "agency"}, keys.OfRule: {"规则", "rule"}, keys.OfForm: {"格式", "form"}, keys.OfCell: {"单元格、行或表的路径", "path of a cell, row or table"},
		keys.OfFile: {"文件名", "file name"}, keys.OfArticle: {"页面的文件", "file of a page"}}
	types := map[keys.Type][2]string{keys.Text: {"文字", "text"}, keys.Integer: {"整数", "whole number"}, keys.Year: {"年度", "year"}, keys.Date: {"`YYYY-MM-DD`", "`YYYY-MM-DD`"},
		keys.Moment: {"`YYYY-MM-DD`，或加上 `HH:MM`", "`YYYY-MM-DD`, or with `HH:MM`"}, keys.Bool: {"`true` `false`（`是` `否`）", "`true` `false`"},
		keys.Mapping: {"若干键", "keys"}, keys.Texts: {"列表", "list"}, keys.List: {"列表", "list"}}
	at := 0
	if lang == "en" {
		at = 1
	}
	out := types[k.Type][at]
	if n, ok := names[k.Name]; ok {
		if k.Type != keys.Texts {
			return n[at]
		}
		out += map[bool]string{true: "：", false: " of: "}[at == 0] + n[at]
	}
	return cmp.Or(out, "–")
}
