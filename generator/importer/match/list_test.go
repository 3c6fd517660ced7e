package match

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/generator/form"
)

// Tables as they were published before there was a national form: the rows are each report's own.
func TestReadList(t *testing.T) {
	forms, err := form.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	f := forms.ByID("cn-legacy")
	for name, c := range map[string]struct {
		text     string
		want     string // rows: depth code label unit value cumulative
		headings string
		unread   string
		over     int
	}{
		"of 2014": {"统 计 指 标|单位|统计数\n一、主动公开情况|——|——\n（一）主动公开政府信息数|条|120\n其中：主动公开规范性文件数|条|3\n制发规范性文件总数|件|3\n（二）通过不同渠道和方式公开政府信息的情况|——|——\n1．政府公报公开政府信息数|条|0\n2．政府网站公开政府信息数|条|96\n七、机构建设和保障经费情况|——|——\n（四）政府信息公开专项经费|万元|3.50\n单位负责人：甲>3",
			"0 01 （一）主动公开政府信息数 条 120\n1 02 其中：主动公开规范性文件数 条 3\n0 03 制发规范性文件总数 件 3\n1 04 1．政府公报公开政府信息数 条 0\n1 05 2．政府网站公开政府信息数 条 96\n0 06 （四）政府信息公开专项经费 万元 3.50\n",
			"01 一、主动公开情况; 04 （二）通过不同渠道和方式公开政府信息的情况; 06 七、机构建设和保障经费情况;  单位负责人：甲", "", 0},
		"codes and the sum over all years": {"代码|指标名称|计量单位|2009年度|历年累计\nA1|主动公开政府信息数|条|12|345\nA2|其中：全文电子化的|条|11|\nA3|新增规范性文件|件||7",
			"0 A1 主动公开政府信息数 条 12 345\n1 A2 其中：全文电子化的 条 11\n0 A3 新增规范性文件 件  7\n", "", "", 0},
		"heads in two rows": {"指标名称|代码|单位|统计数>2\n||| 本年度|历年累计\n申请总数|01|件|9|30\n1.当面申请|02|件|2|6",
			"0 01 申请总数 件 9 30\n0 02 1.当面申请 件 2 6\n", "", "", 0},
		"a column too many": {"指标|代码|本期实际|本年累计\n申请总数|01|9|30", "0 01 申请总数  9\n", "", "", 1},
		"two groups side by side": {"指标|单位|数量|指标|单位|数量\n主动公开数|条|1|复议数|件|3\n规范性文件数|件|2|诉讼数|件|4",
			"0 01 主动公开数 条 1\n0 02 规范性文件数 件 2\n0 03 复议数 件 3\n0 04 诉讼数 件 4\n", "", "", 0},
		"a table that goes on": {"指标|单位|数量\n主动公开数|条|1\n\n复议数|件|3", "0 01 主动公开数 条 1\n0 02 复议数 件 3\n", "", "", 0},
		"codes twice":          {"序号|指标|单位|数量\n1|主动公开数|条|1\n1|复议数|件|3", "0 01 主动公开数 条 1\n0 02 复议数 件 3\n", "", "", 0},
		"labels in groups":     {"项目>2|单位|数量\n申请情况|申请总数|件|9\n申请情况|当面申请|件|2", "1 01 申请总数 件 9\n1 02 当面申请 件 2\n", "", "", 0},
		"not a figure":         {"指标|单位|数量\n主动公开数|条|约百条\n经费|万元|35000元\n人数|人|1 2\n次数|次|1,036", "0 01 主动公开数 条\n0 02 经费 万元\n0 03 人数 人\n0 04 次数 次 1036\n", "", "is not a single number; is in 元, the cell in 万元: want 3.5; is not a single number", 0},
		"another table":        {"年度|2015|2016\n申请|1|2", "", "", "", 0},
		"items and amounts":    {"项目|数量\n培训|2", "", "", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			r := ReadList(tables(c.text), f)
			var b strings.Builder
			for _, s := range r.Form.Data.Child("indicators").Slots {
				line := fmt.Sprintf("%d %s %s %s %s", s.Item.Indent, s.Item.Code, s.Item.Label, s.Item.Unit, r.Readings[s.Cell].Text)
				if sum := s.Child("cumulative"); sum != nil {
					line += " " + r.Readings[sum.Cell].Text
				}
				b.WriteString(strings.TrimRight(line, " ") + "\n")
			}
			if b.String() != c.want {
				t.Errorf("got\n%s\nwant\n%s", b.String(), c.want)
			}
			var said, headings []string
			for _, u := range r.Unread {
				said = append(said, u.Reason.EN)
			}
			for _, h := range r.Headings {
				headings = append(headings, h.Code+" "+h.Text)
			}
			if got := strings.Join(said, "; "); got != c.unread {
				t.Errorf("not read: %q, want %q", got, c.unread)
			}
			if got := strings.Join(headings, "; "); got != c.headings {
				t.Errorf("headings: %q, want %q", got, c.headings)
			}
			if len(r.LeftOver) != c.over {
				t.Errorf("left over: %v, want %d", r.LeftOver, c.over)
			}
		})
	}
}
