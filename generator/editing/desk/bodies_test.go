package desk

import (
	"slices"
	"strings"
	"testing"

	"gongkai/generator/editing/scaffold"
)

func TestReadBodies(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []scaffold.Body
	}{
		"with headings, columns that nobody knows, and someone above": {
			"序号\t单位名称\t统一社会信用代码\t性质\t级别\t上级\t备注\r\n1\t示例市人民政府\t\t一级政府\t市级\t\t甲\r\n2\t示例市教育局\t\t部门\t市\t示例市人民政府\t乙\r\n\r\n",
			[]scaffold.Body{{Slug: "slsrmzf", Name: "示例市人民政府", Kind: "government", Level: "city"},
				{Slug: "slsjyj", Name: "示例市教育局", Kind: "department", Level: "city", Parent: "slsrmzf"}},
		},
		"without headings, by what is in the columns": {
			"示例市教育局\t部门\t市级\n示例市交运局\t部门\t市级",
			[]scaffold.Body{{Slug: "slsjyj", Name: "示例市教育局", Kind: "department", Level: "city"}, {Slug: "slsjyj-2", Name: "示例市交运局", Kind: "department", Level: "city"}},
		},
		"names alone, one with a number before it": {
			"1\t示例县统计局\n2\t示例县 12 局",
			[]scaffold.Body{{Slug: "slxtjj", Name: "示例县统计局"}, {Slug: "slx12j", Name: "示例县 12 局"}},
		},
		"folders that are given, in English": {
			"Name\tFolder\tKind\nBureau of Examples\tboe\tdepartment",
			[]scaffold.Body{{Slug: "boe", Name: "Bureau of Examples", Kind: "department"}},
		},
	} {
		got, faults := read(c.text)
		if len(faults) > 0 || !slices.Equal(got, c.want) {
			t.Errorf("%s: got %+v and %v, want %+v", name, got, faults, c.want)
		}
	}
}

func TestReadBodiesFindsFaults(t *testing.T) {
	for text, want := range map[string]string{
		"名称\t代码\n示例市教育局\t111111111111111111": "第 2 行：统一社会信用代码“111111111111111111”校验不通过",
		"名称\t性质\n示例市教育局\t协会":                 "不知道性质“协会”",
		"名称\t级别\n示例市教育局\t科级":                 "不知道级别“科级”",
		"名称\t级别\n\t市级":                       "没有机关名称",
		"名称\n示例市教育局\n示例市教育局":                 "“示例市教育局”出现了两次",
		"名称\t上级\n示例市教育局\t示例市政府":              "“示例市教育局”的上级“示例市政府”不在名单里",
		"名称\t文件夹\n示例市教育局\tJYJ":               "文件夹名“JYJ”不行",
		"名称\t文件夹\n示例市教育局\t../x":              "文件夹名“../x”不行",
		"名称\t文件夹\n示例市教育局\tdata":              "文件夹名“data”不行",
		"名称\t文件夹\n示例市教育局\tjyj\n示例市统计局\tjyj":  "文件夹名“jyj”用了两次",
		"示例市教育局\t91350211M000100Y44\t部门":     "统一社会信用代码“91350211M000100Y44”校验不通过",
	} {
		_, faults := read(text)
		var all []string
		for _, f := range faults {
			all = append(all, f.ZH)
		}
		if !strings.Contains(strings.Join(all, "\n"), want) {
			t.Errorf("%q: got %q, want %q", text, all, want)
		}
	}
}
