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
)

var update = flag.Bool("update", false, "write the tables of docs/content.md anew")

// TestContentDocuments holds the documents on content files to the declarations: they
// list every key.
func TestContentDocuments(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	roots := map[string]*Key{"register": Entry(), "page": Page(), "category": Category(), "report": Report(forms.ByID("cn-2021"))}
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
func tabulated(root *Key, lang string) string {
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
func lines(b *strings.Builder, k *Key, lead, lang string) {
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
		if c.Type == List {
			lines(b, c, lead+c.ID+"[].", lang)
		} else {
			lines(b, c, lead+c.ID+".", lang)
		}
	}
}

// value says how a key's value is written.
func value(k *Key, lang string) string {
	if len(k.Enum) > 0 {
		return "`" + strings.Join(k.Enum, "` `") + "`"
	}
	names := map[Name][2]string{OfAgency: {"机关", "agency"}, OfRule: {"规则", "rule"}, OfForm: {"格式", "form"}, OfCell: {"单元格、行或表的路径", "path of a cell, row or table"},
		OfFile: {"文件名", "file name"}, OfArticle: {"页面的文件", "file of a page"}}
	types := map[Type][2]string{Text: {"文字", "text"}, Integer: {"整数", "whole number"}, Year: {"年度", "year"}, Date: {"`YYYY-MM-DD`", "`YYYY-MM-DD`"},
		Moment: {"`YYYY-MM-DD`，或加上 `HH:MM`", "`YYYY-MM-DD`, or with `HH:MM`"}, Bool: {"`true` `false`（`是` `否`）", "`true` `false`"},
		Mapping: {"若干键", "keys"}, Texts: {"列表", "list"}, List: {"列表", "list"}}
	at := 0
	if lang == "en" {
		at = 1
	}
	out := types[k.Type][at]
	if n, ok := names[k.Name]; ok {
		if k.Type != Texts {
			return n[at]
		}
		out += map[bool]string{true: "：", false: " of: "}[at == 0] + n[at]
	}
	return cmp.Or(out, "–")
}
