package form

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// What every faulty definition begins with, unless it says something of its own.
const (
	head  = "id: x\nfamily: f\ntitle: t\nyears: {from: 2021}\n"
	table = "tables: [{id: a, caption: A, columns: [{id: c, label: C}, {id: d, label: D}], rows: [{id: r, label: R}, {id: q, label: Q}]}]\n"
	print = "sections: [{id: s, heading: S, table: a}]\n"
	over  = "id: x\nextends: cn-2021\n"
)

// Each faulty definition has a fault at the place marked with ^, which is not a part of the
// definition, and none elsewhere.
func TestWrongDefinitions(t *testing.T) {
	for name, tc := range map[string]struct{ yaml, want string }{
		"unknown key":             {head + "^colour: red\nsections: [{id: s, heading: S}]\n", `unknown key "colour"`},
		"no family":               {"^id: x\ntitle: t\nyears: {from: 2021}\nsections: [{id: s, heading: S}]\n", "family is missing"},
		"id with a dot":           {strings.Replace(head, "id: x", "id: ^x.y", 1) + "sections: [{id: s, heading: S}]\n", "only letters, digits, _ and -"},
		"row id with a star":      {head + "tables: [{id: a, caption: A, columns: [{id: c, label: C}], rows: [{id: ^\"*\", label: R}]}]\n" + print, "only letters, digits, _ and -"},
		"years backwards":         {strings.Replace(head, "2021}", "2021, to: ^2020}", 1) + "sections: [{id: s, heading: S}]\n", "to is before from"},
		"default out of force":    {head + "default: ^{from: 2020}\nsections: [{id: s, heading: S}]\n", "default of years in which it is not in force"},
		"title pattern":           {head + "report_title: ^\"{nmae} {year}\"\nsections: [{id: s, heading: S}]\n", "nothing is known as {nmae}"},
		"two tables of one id":    {head + "tables:\n  - {id: a, caption: A, columns: [{id: c, label: C}], rows: [{id: r, label: R}]}\n  - ^{id: a, caption: B, columns: [{id: c, label: C}], rows: [{id: q, label: R}]}\n" + print, `the table "a" is declared twice`},
		"two rows of one id":      {head + "tables: [{id: a, caption: A, columns: [{id: c, label: C}], rows: [{id: r, label: R}, ^{id: r, label: R}]}]\n" + print, `the row "a.r" is declared twice`},
		"two rows, one key":       {head + "tables: [{id: a, caption: A, columns: [{id: c, label: C}], rows: [{id: r, key: 行, label: R}, ^{id: q, key: 行, label: R}]}]\n" + print, `the key "行" is used twice`},
		"two columns of one id":   {head + "tables: [{id: a, caption: A, columns: [{id: c, label: C}, ^{id: c, label: D}], rows: [{id: r, label: R}]}]\n" + print, `the column "c" is declared twice`},
		"a column without an id":  {head + "tables: [{id: a, caption: A, columns: [{id: c, label: C}, ^{label: D}], rows: [{id: r, label: R}]}]\n" + print, "each of several columns needs an id"},
		"two sections of one id":  {head + table + "sections: [{id: s, heading: S, table: a}, {id: ^s, heading: T}]\n", `the section "s" is declared twice`},
		"two headings":            {head + table + "sections: [{id: s, heading: S, table: a}, {id: t, heading: ^S}]\n", `the heading "S" is declared twice`},
		"a table not printed":     {head + "tables:\n  - ^{id: a, caption: A, columns: [{id: c, label: C}], rows: [{id: r, label: R}]}\nsections: [{id: s, heading: S}]\n", `no section prints the table "a"`},
		"a section's table":       {head + table + "sections: [{id: s, heading: S, table: ^z}]\n", `no table "z"`},
		"a statement's section":   {head + "sections: [{id: s, heading: S}]\nstatements: [{id: h, label: H, section: ^q, text: '{n}', cells: [{id: n, label: N}]}]\n", `no section "q"`},
		"a statement's cell":      {head + "sections: [{id: s, heading: S}]\nstatements: [{id: h, label: H, section: s, text: ^'{n} {m}', cells: [{id: n, label: N}]}]\n", "nothing is known as {m}"},
		"a cell not printed":      {head + "sections: [{id: s, heading: S}]\nstatements: [{id: h, label: H, section: s, text: '{n}', cells: [{id: n, label: N}, ^{id: m, label: M}]}]\n", "does not print {m}"},
		"a default of a figure":   {head + "tables: [{id: a, caption: A, columns: [{id: c, label: C, default: ^0}], rows: [{id: r, label: R}]}]\n" + print, "only a text may have a default"},
		"an unknown kind":         {head + "tables: [{id: a, caption: A, columns: [{id: c, label: C, kind: ^integer}], rows: [{id: r, label: R}]}]\n" + print, "kind should be one of"},
		"an unknown row set":      {head + "tables: [{id: a, caption: A, columns: [{id: c, label: C}], rows: [{rows_of: ^parts}, {id: r, label: R}]}]\n" + print, `no row set "parts"`},
		"an extra row in between": {head + "tables: [{id: a, caption: A, columns: [{id: c, label: C}], rows: [^{id: r, label: R, extra: true}, {id: q, label: Q}]}]\n" + print, "stands behind the form's own"},

		"a relation's kind":           {head + table + print + "relations: [{rule: b, kind: ^product, table: a, each: row}]\n", "kind should be one of"},
		"a relation's rule":           {head + table + print + "relations: [^{kind: sum, total: a.r.c, parts: [a.q.c]}]\n", "rule is missing"},
		"a relation without operands": {head + table + print + "relations: [^{rule: sum, kind: sum, total: a.r.c}]\n", "parts is missing"},
		"another kind's operand":      {head + table + print + "relations: [{rule: sum, kind: sum, total: a.r.c, parts: [a.q.c], ^limit: [a.q.c]}]\n", `unknown key "limit"`},
		"a relation's table":          {head + table + print + "relations: [{rule: sum, kind: sum, table: ^z, each: row, total: c, parts: [d]}]\n", `no table "z"`},
		"a relation for nothing":      {head + table + print + "relations: [^{rule: sum, kind: sum, table: a, total: c, parts: [d]}]\n", "each is missing"},
		"a relation's column":         {head + table + print + "relations: [{rule: sum, kind: sum, table: a, each: row, total: c, parts: [^e]}]\n", `has no column "e"`},
		"a relation's row":            {head + table + print + "relations: [{rule: sum, kind: sum, table: a, each: column, total: r, parts: [^z]}]\n", `has no row "z"`},
		"a row to be left with":       {head + table + print + "relations: [{rule: sum, kind: sum, table: a, each: row, of: [^z], total: c, parts: [d]}]\n", `has no row "z"`},
		"a column to be left with":    {head + table + print + "relations: [{rule: sum, kind: sum, table: a, each: column, of: [^z], total: r, parts: [q]}]\n", `has no column "z"`},
		"a relation's cell":           {head + table + print + "relations: [{rule: sum, kind: sum, total: a.r.c, parts: [^a.z.c]}]\n", `no cell "a.z.c"`},
		"a row for a cell":            {head + table + print + "relations: [{rule: sum, kind: sum, total: ^a.r, parts: [a.q.c]}]\n", `"a.r" is a row or a group, not one cell`},
		"a star for nothing":          {head + table + print + "relations: [{rule: sum, kind: sum, total: ^b.*.c, parts: [a.*.d]}]\n", `no cell matches "b.*.c"`},
		"a star not everywhere":       {head + strings.Replace(table, "]}]\n", "]}, {id: b, caption: B, columns: [{id: c, label: C}], rows: [{id: r, label: R}]}]\n", 1) + "sections: [{id: s, heading: S, table: a}, {id: t, heading: T, table: b}]\nrelations: [{rule: sum, kind: sum, total: a.*.c, parts: [^b.*.c]}]\n", `no cell "b.q.c"`},
		"two totals":                  {head + table + print + "relations: [{rule: sum, kind: sum, total: [^a.r.c, a.r.d], parts: [a.q.c]}]\n", `total must be a single cell; "a.r.c" is 2`},
		"a sum of words":              {head + "tables: [{id: a, caption: A, columns: [{id: c, label: C}, {id: d, label: D, kind: text}], rows: [{id: r, label: R}]}]\n" + print + "relations: [{rule: sum, kind: sum, total: a.r.c, parts: [^a.r.d]}]\n", `the cell "a.r.d" is not a number`},
		"two relations of one id":     {head + table + print + "relations: [{id: i, rule: sum, kind: sum, total: a.r.c, parts: [a.q.c]}, {id: ^i, rule: sum, kind: sum, total: a.r.d, parts: [a.q.d]}]\n", `the relation "i" is declared twice`},
		"a raised severity":           {head + table + print + "relations: [{rule: sum, kind: sum, severity: ^fatal, total: a.r.c, parts: [a.q.c]}]\n", "severity should be one of warning"},
		"what adds up":                {head + table + print + "relations: [{rule: area-total, kind: aggregate, cells: [a, ^b]}]\n", `no cell "b"`},
		"a ratio without its meaning": {head + table + print + "figures: [^{label: F, cells: [a.r.c], of: [a.r.d]}]\n", "a ratio says in about"},
		"a ratio with a unit":         {head + table + print + "figures: [{label: F, cells: [a.r.c], of: [a.r.d], about: x, unit: ^件}]\n", "is in per cent"},
		"a share of nothing":          {head + table + print + "figures: [{label: F, cells: [a.r.c], of_minus: ^[a.r.d]}]\n", "is not given"},
		"a figure without cells":      {head + table + print + "figures: [^{label: F}]\n", "cells"},
		"a figure's cell":             {head + table + print + "figures: [{label: F, cells: [^a.r.z]}]\n", `no cell "a.r.z"`},
		"a check's cell":              {head + table + print + "checks: {jump: [a.r.c, ^a.r.z]}\n", `no cell "a.r.z"`},

		"an unknown check":      {head + table + print + "checks: {^colour: red}\n", `unknown key "colour"`},
		"a cell of the fees":    {head + table + print + "checks: {fees: {notices: a.r.c, charged: ^a.q, collected: a.q.c}}\n", `no cell "a.q"`},
		"a fee that is missing": {head + table + print + "checks: {fees: ^{notices: a.r.c, charged: a.r.d}}\n", "collected is missing"},
		"an end of the year":    {head + table + print + "checks: {year_ends: ^13-01}\n", "month-day such as 01-31"},
		"a deadline":            {head + table + print + "checks: {deadlines: [{kinds: [department], levels: [city], by: ^1月31日}]}\n", "month-day such as 01-31"},
		"a kind of body":        {head + table + print + "checks: {deadlines: [{kinds: [^bureau], levels: [city], by: 01-31}]}\n", `kinds has no "bureau"`},
		"an empty word":         {head + table + print + "checks: {wording: {units: ^[件, \"\"]}}\n", "units has an empty word"},
		"a subject":             {head + table + "sections: [{id: s, heading: S, table: a, subjects: [^{name: x}]}]\n", "words is missing"},
		"a family's name":       {strings.Replace(head, "family: f", "family: ^guide", 1) + "sections: [{id: s, heading: S}]\n", `the family cannot be "guide"`},
		"answers without words": {strings.Replace(head, "id: x", "id: ^x", 1) + "tables: [{id: a, caption: A, columns: [{id: c, label: C, kind: yesno}], rows: [{id: r, label: R}]}]\n" + print, "give the two words"},

		"an unknown base":          {"id: x\nextends: ^cn-1999\n", `unknown form "cn-1999"`},
		"no id":                    {"^extends: cn-2021\n", "id is missing"},
		"an unknown key on top":    {over + "^colour: red\n", `unknown key "colour"`},
		"nothing to remove":        {over + "statements: [^{id: fines, remove: true}]\n", `there is no "fines" to remove`},
		"nothing to replace":       {over + "statements: [^{id: fines, replace: true, label: H, section: problems, text: '{n}', cells: [{id: n, label: N}]}]\n", `there is no "fines" to replace`},
		"no neighbour":             {over + "statements: [{id: h, after: ^fines, label: H, section: problems, text: '{n}', cells: [{id: n, label: N}]}]\n", `there is no "fines" to put it next to`},
		"changed twice":            {over + "sections: [{id: problems, prompt: A}, ^{id: problems, prompt: B}]\n", `"problems" is changed twice`},
		"a new row without label":  {over + "tables: [{id: review, rows: [^{id: mediation}]}]\n", "label is missing"},
		"a word that is not there": {over + "checks: {wording: {units: {remove: [^石]}}}\n", `there is no "石" to remove`},
		"a table still printed":    {over + "tables: [^{id: review, remove: true}]\n", `no table "review"`},
		"a row still added up":     {over + "tables: [{id: applications, rows: [{id: results, rows: [^{id: granted, remove: true}]}]}]\n", `has no row "results.granted"`},
		"a column still added up":  {over + "tables:\n  - id: review\n    columns:\n      - ^{id: pending, remove: true}\n", `has no column "pending"`},
		"a replaced row's column":  {over + "tables:\n  - id: proactive\n    blocks:\n      - header: 第二十条第（一）项\n        columns: [^{id: in_force, remove: true}]\n", "in_force"},
	} {
		t.Run(name, func(t *testing.T) {
			before, after, ok := strings.Cut(tc.yaml, "^")
			if !ok {
				t.Fatal("no place is marked")
			}
			line, column := strings.Count(before, "\n")+1, len([]rune(before[strings.LastIndex(before, "\n")+1:]))+1
			c, err := Builtin()
			if err != nil {
				t.Fatal(err)
			}
			findings := c.AddDir(fstest.MapFS{"forms/x.yaml": {Data: []byte(before + after)}})
			if c.ByID("x") != nil || len(findings) == 0 {
				t.Fatal("it loads")
			}
			said := false
			for _, f := range findings {
				said = said || strings.Contains(f.Message.EN, tc.want)
				if f.File != "forms/x.yaml" || f.Rule != "form" || f.Span.Line != line || f.Span.Column != column || f.Message.ZH == "" {
					t.Errorf("%s:%d:%d %s (%s); want %d:%d %s", f.File, f.Span.Line, f.Span.Column, f.Message.EN, f.Hint.EN, line, column, tc.want)
				}
			}
			// What is taken away may be named in several places of the base.
			if !said || len(findings) > 1 && !strings.Contains(tc.yaml, "remove: true") {
				t.Errorf("%+v, want %s", findings, tc.want)
			}
		})
	}
}

// Faults between files: what is said, and where; the sound ones load all the same.
func TestWrongCatalogues(t *testing.T) {
	own := func(id, rest string) string {
		return "id: " + id + "\n" + rest + "\n"
	}
	const sound = "family: f\ntitle: t\nyears: {from: 2021}\nsections: [{id: s, heading: S}]"
	for name, tc := range map[string]struct {
		files []string
		want  string // place and message of the only finding; "" for none
		loads string
	}{
		"in any order":            {[]string{own("a", "extends: b"), own("b", "extends: c"), own("c", sound)}, "", "a b c"},
		"of itself":               {[]string{own("a", "extends: a"), own("b", sound)}, "forms/0.yaml:2:10 the form a extends itself", "b"},
		"in a circle":             {[]string{own("a", "extends: b"), own("b", "extends: c"), own("c", "extends: a")}, "forms/2.yaml:2:10 the form c extends itself", ""},
		"of nothing":              {[]string{own("a", "extends: z"), own("b", "extends: a")}, `forms/0.yaml:2:10 unknown form "z"`, ""},
		"of one with a fault":     {[]string{own("a", "extends: b"), own("b", sound+"\ncolour: red")}, `forms/1.yaml:6:1 unknown key "colour"`, ""},
		"two of one id":           {[]string{own("a", sound), own("a", sound)}, "forms/1.yaml:1:5 form a is already defined in 0.yaml", "a"},
		"one that is built in":    {[]string{own("cn-2021", sound)}, "forms/0.yaml:1:5 form cn-2021 is already defined in cn-2021.yaml", ""},
		"two defaults":            {[]string{own("a", sound+"\ndefault: {from: 2022}"), own("b", sound+"\ndefault: {from: 2023, to: 2023}")}, "forms/1.yaml:6:10 b and a are both the default of one year", "a"},
		"a default is its own":    {[]string{own("a", sound+"\ndefault: {from: 2022}"), own("b", "extends: a")}, "", "a b"},
		"an extension as default": {[]string{own("a", "extends: cn-2021\ndefault: {from: 2023}")}, "forms/0.yaml:3:10 a and cn-2021 are both the default of one year", ""},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := Builtin()
			if err != nil {
				t.Fatal(err)
			}
			builtin := len(c.All())
			site := fstest.MapFS{}
			for i, text := range tc.files {
				site["forms/"+string(rune('0'+i))+".yaml"] = &fstest.MapFile{Data: []byte(text)}
			}
			findings := c.AddDir(site)
			var got []string
			for _, f := range findings {
				got = append(got, fmt.Sprintf("%s:%d:%d %s", f.File, f.Span.Line, f.Span.Column, f.Message.EN))
			}
			if tc.want == "" && len(got) > 0 || tc.want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], tc.want)) {
				t.Errorf("found %q, want %q", got, tc.want)
			}
			for _, id := range strings.Fields(tc.loads) {
				if c.ByID(id) == nil {
					t.Errorf("%s does not load", id)
				}
			}
			if n := len(c.All()) - builtin; n != len(strings.Fields(tc.loads)) {
				t.Errorf("%d forms load, want %s", n, tc.loads)
			}
		})
	}
}
