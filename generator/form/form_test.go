package form

import (
	"strings"
	"testing"
)

func cn2021(t *testing.T) *Form {
	t.Helper()
	c, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	f := c.DefaultFor("reports", 2023)
	if f == nil || f.ID != "cn-2021" {
		t.Fatalf("the form of 2023 is %v", f)
	}
	return f
}

func TestCellsOfCN2021(t *testing.T) {
	f := cn2021(t)
	count := map[string]int{}
	for _, c := range f.Cells {
		table, _, _ := strings.Cut(c.Path, ".")
		count[table]++
	}
	for table, n := range map[string]int{"proactive": 10, "applications": 175, "review": 15, "handling_fees": 3} {
		if count[table] != n {
			t.Errorf("%s has %d cells, want %d", table, count[table], n)
		}
	}
	for path, label := range map[string]string{
		"applications.results.refused.state_secret.commercial": "三、本年度办理结果 · （三）不予公开 · 1.属于国家秘密 · 申请人情况 · 法人或其他组织 · 商业企业",
		"proactive.regulations.issued":                         "第二十条第（一）项 · 规章 · 本年制发件数",
		"proactive.licensing":                                  "第二十条第（五）项 · 行政许可 · 本年处理决定数量",
		"review.litigation_after_reconsideration.total":        "行政诉讼 · 复议后起诉 · 总计",
	} {
		if c := f.Cell(path); c == nil || c.Label != label {
			t.Errorf("%s: %+v, want label %s", path, c, label)
		}
	}
}

func TestRelationsOfCN2021(t *testing.T) {
	want := map[string]int{"row-total": 25, "results-total": 7, "balance": 7, "review-total": 3, "carry-over": 1, "carry-over-column": 6, "in-force": 2, "area-total": 203}
	for _, r := range cn2021(t).Relations {
		if len(r.Lines) != want[r.Rule] {
			t.Errorf("%s has %d lines, want %d", r.Rule, len(r.Lines), want[r.Rule])
		}
		if r.Rule == "results-total" && len(r.Lines[0].Plus) != 21 {
			t.Errorf("results-total adds %d rows, want 21", len(r.Lines[0].Plus))
		}
	}
}

// The 2019 form has its own table 2, one row less in the results' tail, and none of the
// fees; what the two have in common joins by concept, and nothing else does.
func TestCellsOfCN2019(t *testing.T) {
	new := cn2021(t)
	c, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for year, id := range map[int]string{2018: "cn-legacy", 2019: "cn-2019", 2020: "cn-2019", 2021: "cn-2021"} {
		if f := c.DefaultFor("reports", year); f == nil && id != "" || f != nil && f.ID != id {
			t.Errorf("the form of %d is %v, want %s", year, f, id)
		}
	}
	f := c.ByID("cn-2019")
	count, joined := map[string]int{}, map[string]int{}
	for _, c := range f.Cells {
		table, _, _ := strings.Cut(c.Path, ".")
		count[table]++
		if new.Counterpart(c, f) != nil {
			joined[table]++
		}
	}
	for table, n := range map[string]int{"proactive": 23, "applications": 161, "review": 15, "handling_fees": 0} {
		if count[table] != n {
			t.Errorf("%s has %d cells, want %d", table, count[table], n)
		}
	}
	if joined["proactive"] != 0 || joined["applications"] != 154 || joined["review"] != 15 {
		t.Errorf("joined to cn-2021: %v", joined)
	}
	for path, want := range map[string]struct {
		label string
		kind  Kind
		unit  string
	}{
		"proactive.licensing.change":                      {"第二十条第（五）项 · 行政许可 · 本年增/减", Signed, "项"},
		"proactive.regulations.total":                     {"第二十条第（一）项 · 规章 · 对外公开总数量", Count, "件"},
		"proactive.procurement.amount":                    {"第二十条第（九）项 · 政府集中采购 · 采购总金额", Money, ""},
		"proactive.procurement.unit":                      {"第二十条第（九）项 · 政府集中采购 · 金额单位", Text, ""},
		"applications.results.other.natural":              {"三、本年度办理结果 · （六）其他处理 · 申请人情况 · 自然人", Count, "件"},
		"applications.results.unavailable.not_held.total": {"三、本年度办理结果 · （四）无法提供 · 1.本机关不掌握相关政府信息 · 申请人情况 · 总计", Count, "件"},
	} {
		if c := f.Cell(path); c == nil || c.Label != want.label || c.Kind != want.kind || c.Unit != want.unit {
			t.Errorf("%s: %+v, want %+v", path, c, want)
		}
	}
	table := f.Tables[1].Layout(2)
	corner, top := table.Head[0][0], table.Head[0][1]
	if corner.Text == "" || corner.Text != new.Tables[1].Corner {
		t.Errorf("the corner says %q", corner.Text)
	}
	if top.Text != "申请人情况" || corner.Headers != top.ID {
		t.Errorf("the corner speaks of %q, want %q, %s", corner.Headers, top.ID, top.Text)
	}
	if h := table.Bodies[1][0][0]; h.Text != "三、本年度办理结果" || h.Rowspan != 20 {
		t.Errorf("%q spans %d rows", h.Text, h.Rowspan)
	}
}

// Every slot of the grid is covered exactly once, and the chain of header texts of
// each data cell is its label.
func TestLayout(t *testing.T) {
	c, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range c.All() {
		t.Run(f.ID, func(t *testing.T) { testLayout(t, f) })
	}
}

func testLayout(t *testing.T, f *Form) {
	seen := map[*Cell]bool{}
	for i, table := range f.Tables {
		g := table.Layout(i + 2)
		text := map[string]string{}
		sections := append([][][]*GridCell{g.Head}, g.Bodies...)
		wide := 0
		for _, rows := range sections {
			covered := map[[2]int]bool{}
			for y, row := range rows {
				x := 0
				for _, c := range row {
					for covered[[2]int{x, y}] {
						x++
					}
					for dy := range max(c.Rowspan, 1) {
						for dx := range max(c.Colspan, 1) {
							at := [2]int{x + dx, y + dy}
							if covered[at] {
								t.Errorf("%s: slot %v covered twice", table.ID, at)
							}
							covered[at] = true
						}
					}
					wide = max(wide, x+max(c.Colspan, 1))
					if c.Header {
						text[c.ID] = c.Text
					}
					if (c.Role != "") != g.Blocks {
						t.Errorf("%s: %q has the role %q", table.ID, c.Text, c.Role)
					}
				}
			}
			if len(covered) != len(rows)*wide {
				t.Errorf("%s: %d slots covered of %d × %d", table.ID, len(covered), len(rows), wide)
			}
		}
		for _, rows := range g.Bodies {
			for _, row := range rows {
				for _, c := range row {
					if c.Cell == nil {
						continue
					}
					var chain []string
					for id := range strings.FieldsSeq(c.Headers) {
						chain = append(chain, text[id])
					}
					if got := strings.Join(chain, " · "); got != c.Cell.Label {
						t.Errorf("%s: headers say %s, the label %s", c.Cell.Path, got, c.Cell.Label)
					}
					seen[c.Cell] = true
				}
			}
		}
	}
	stated := 0
	for _, s := range f.Statements {
		stated += len(s.Cells)
	}
	if len(seen)+stated != len(f.Cells) {
		t.Errorf("%d cells printed, %d in sentences, of %d", len(seen), stated, len(f.Cells))
	}
}

func BenchmarkLayout(b *testing.B) {
	c, err := Builtin()
	if err != nil {
		b.Fatal(err)
	}
	f := c.DefaultFor("reports", 2023)
	b.ReportAllocs()
	for b.Loop() {
		for i, t := range f.Tables {
			t.Layout(i + 2)
		}
	}
}

// No word of a form in the binary has two meanings; the loader asks only of a site's own.
func TestWordsHaveOneMeaning(t *testing.T) {
	c, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range c.All() {
		if f.Narrative == nil {
			continue
		}
		if n++; f.Narrative.Twice() != "" {
			t.Errorf("%s: %q is declared with two meanings", f.ID, f.Narrative.Twice())
		}
	}
	if n == 0 {
		t.Error("no form has a vocabulary")
	}
}
