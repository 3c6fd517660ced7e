package match

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/generator/form"
	"gongkai/generator/importer/grid"
)

func cn2021(t *testing.T) *form.Form {
	t.Helper()
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return forms.ByID("cn-2021")
}

// tables reads tables written as lines of cells between bars; >n after a text makes it reach over n
// columns, an empty line begins another table.
func tables(text string) *grid.Document {
	d := &grid.Document{}
	for i, part := range strings.Split(strings.TrimSpace(text), "\n\n") {
		b := grid.NewBuilder(grid.Place{Table: i + 1})
		for line := range strings.SplitSeq(part, "\n") {
			b.NextRow()
			for cell := range strings.SplitSeq(strings.TrimSpace(line), "|") {
				text, span, columns := strings.TrimSpace(cell), "", 1
				if text, span, _ = strings.Cut(text, ">"); span != "" {
					fmt.Sscan(span, &columns)
				}
				b.Add(text, nil, 1, columns)
			}
		}
		d.Blocks = append(d.Blocks, grid.Block{Table: b.Table()})
	}
	return d
}

const applicants = "申请人情况>1 | 自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计\n"

// Labels tell what a cell is, however they are written; figures never do.
func TestCells(t *testing.T) {
	f := cn2021(t)
	for name, c := range map[string]struct {
		text   string
		want   map[string]string // by cell
		unread string            // what is said of a figure that was not entered
		over   string            // a figure that the form has no place for
	}{
		"numbering and width": {applicants + "1、本年新收政府信息公开申请数量|１|2|3|4|5|6|21\n)部分公开(区分处理的,只计这一情形,不计其他情形)|1|0|0|0|0|0|1",
			map[string]string{"applications.new.natural": "1", "applications.new.total": "21", "applications.results.partial.natural": "1"}, "", ""},
		"a label with an error": {applicants + "三、本年度办理结果>1|自然人>1\n", nil, "", ""},
		"the short label":       {applicants + "一、本年新收|7|0|0|0|0|0|7\n（二）部分公开|2|0|0|0|0|0|2", map[string]string{"applications.new.natural": "7", "applications.results.partial.total": "2"}, "", ""},
		"characters lost":       {applicants + "2.其他法律行政止公开|3|0|0|0|0|0|3", map[string]string{"applications.results.refused.prohibited_by_law.total": "3"}, "", ""},
		"columns in two rows": {"|自然人|商业|科研|社会公益|法律服务|其他|总计\n||企业|机构|组织|机构||\n一、本年新收政府信息公开申请数量|1|2|3|4|5|6|21",
			map[string]string{"applications.new.commercial": "2", "applications.new.legal": "5"}, "", ""},
		"columns in another order": {"|总计|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他\n一、本年新收政府信息公开申请数量|21|1|2|3|4|5|6", nil, "", ""},
		"blanks":                   {applicants + "一、本年新收政府信息公开申请数量|26|/|—| |-||26", map[string]string{"applications.new.natural": "26", "applications.new.commercial": "", "applications.new.other": ""}, "", ""},
		"one 0 over all":           {applicants + "二、上年结转政府信息公开申请数量|0>7", map[string]string{"applications.carried_in.natural": "0", "applications.carried_in.total": "0"}, "", ""},
		"one figure over two":      {applicants + "二、上年结转政府信息公开申请数量|5>2|0|0|0|0|5", map[string]string{"applications.carried_in.total": "5"}, "reaches over", ""},
		"two figures in a cell":    {applicants + "一、本年新收政府信息公开申请数量|1 2|0|0|0|0|0|3", map[string]string{"applications.new.total": "3"}, "is not a single number", ""},
		"marks of remarks":         {applicants + "一、本年新收政府信息公开申请数量|● 1|2*|0|0|0|0|※3", map[string]string{"applications.new.natural": "1", "applications.new.commercial": "2", "applications.new.total": "3"}, "", ""},
		"a small digit beside it":  {applicants + "一、本年新收政府信息公开申请数量|12²|12②|0|0|0|0|24", map[string]string{"applications.new.total": "24"}, "is not a single number", ""},
		"marks above the line":     {applicants + "一、本年新收政府信息公开申请数量¹|1|0|0|0|0|0|1", map[string]string{"applications.new.total": "1"}, "", ""},
		"a figure struck out":      {applicants + "一、本年新收政府信息公开申请数量|9\u03363|0|0|0|0|0|3", map[string]string{"applications.new.total": "3"}, "is not a single number", ""},
		"a picture":                {applicants + "一、本年新收政府信息公开申请数量|\ufffc|0|0|0|0|0|3", map[string]string{"applications.new.total": "3"}, "is a picture", ""},
		"separators and units":     {applicants + "一、本年新收政府信息公开申请数量|1,234件|0|0|0|0|0|1234", map[string]string{"applications.new.natural": "1234"}, "", ""},
		"a row of the place's own": {applicants + "一、本年新收政府信息公开申请数量|1|0|0|0|0|0|1\n其中网上申请|1|0|0|0|0|0|1", map[string]string{"applications.new.total": "1"}, "", "1"},
		"a remark": {"信息内容|本年制发件数|本年废止件数|现行有效件数\n规章|0|0|0\n行政规范性文件|22（其中修订16件）|0|40", map[string]string{
			"proactive.normative_documents.issued": "22", "proactive.normative_documents.in_force": "40"}, "", ""},
		"another unit": {"信息内容|本年收费金额（单位：万元）\n行政事业性收费|251000元", nil, "25.1", ""},
		"procedures as rows": {"|结果维持|结果纠正|其他结果|尚未审结|总计\n行政复议|1|2|3|4|10\n未经复议直接起诉|5|0|0|0|5\n复议后起诉|0|6|0|0|6",
			map[string]string{"review.reconsideration.total": "10", "review.direct_litigation.upheld": "5", "review.litigation_after_reconsideration.corrected": "6"}, "", ""},
		"a table that goes on": {applicants + "一、本年新收政府信息公开申请数量|1|0|0|0|0|0|1\n\n四、结转下年度继续办理|2|0|0|0|0|0|2",
			map[string]string{"applications.new.total": "1", "applications.carried_out.natural": "2"}, "", ""},
		"headers printed again": {applicants + "一、本年新收政府信息公开申请数量|1|0|0|0|0|0|1\n" + applicants + "四、结转下年度继续办理|2|0|0|0|0|0|2",
			map[string]string{"applications.new.total": "1", "applications.carried_out.natural": "2"}, "", ""},
		"figures without labels": {"1|0|0|0|0|0|1\n2|0|0|0|0|0|2", nil, "", ""},
		"a table of other years": {"年度|2021|2022|2023\n申请|1|2|3", nil, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := Read(tables(c.text), f)
			for path, want := range c.want {
				got, ok := r.Readings[f.Cell(path)]
				if !ok || got.Text != want {
					t.Errorf("%s is %q (found %v), want %q", path, got.Text, ok, want)
				}
			}
			if c.want == nil && len(r.Readings) > 0 {
				t.Errorf("read %d cells, want none", len(r.Readings))
			}
			var said []string
			for _, u := range r.Unread {
				said = append(said, u.Reason.EN)
			}
			if text := strings.Join(said, "; "); !strings.Contains(text, c.unread) || c.unread == "" && text != "" {
				t.Errorf("not read: %q, want %q", text, c.unread)
			}
			if c.over != "" && (len(r.LeftOver) == 0 || r.LeftOver[0].Text != c.over) {
				t.Errorf("left over: %v, want %q", r.LeftOver, c.over)
			}
		})
	}
}
