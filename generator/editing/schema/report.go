package schema

import (
	"gongkai/generator/diag"
	"gongkai/generator/form"
)

// Report declares a report of a form: the keys of every report, and the figures as the
// form declares them.
func Report(f *form.Form) *Key {
	data := figures(f, f.Data, true)
	data.Chinese, data.Title = "数据", diag.Textf("表中的数据", "the figures of the tables")
	return key("report", Mapping, f.Title, f.Title, with(
		key("form", Text, "报告格式，不写则由年度决定", "the form; without it the year decides", names(OfForm)),
		key("year", Year, "年度，与文件名一致", "report year, the file's name", required, also("年度")),
		key("title", Text, "标题，不写则由机关名称和年度生成", "title; without it made from the agency's name and the year", also("标题")),
		key("published", Moment, "公布日期", "date of publication", also("公布日期")),
		key("draft", Bool, "草稿，不发布", "a draft is not published", also("草稿")),
		key("scope", Choice, "agency 为本机关，government 为本级政府汇总", "agency, or government for the total of an area", oneOf("agency", "government")),
		key("includes", Texts, "汇总了哪些机关（文件夹名）", "agencies whose reports add up to this one", names(OfAgency)),
		key("excludes", List, "没有计入汇总的下级机关", "children that do not count into it", with(
			key("agency", Text, "机关（文件夹名）", "the agency, by its folder", names(OfAgency), required),
			key("reason", Text, "理由", "reason", required))),
		data,
		key("waive", List, "允许保留的问题及理由，理由会公布", "findings that stand, with a reason that is published", with(
			key("rule", Text, "规则", "rule", names(OfRule), required),
			key("cell", Text, "单元格", "cell", names(OfCell)),
			key("reason", Text, "理由", "reason"))),
		key("revisions", List, "公布以后的更正，最新的写在最后", "the agency's changes after publication, newest last", with(
			key("date", Date, "更正日期", "date", required),
			key("note", Text, "更正说明", "note", required),
			key("cells", List, "更正了哪些数", "the figures that changed", with(
				key("cell", Text, "单元格", "cell", names(OfCell), required),
				key("from", Text, "原来的数", "the figure before"),
				key("to", Text, "更正后的数", "the figure now"))))),
		key("source", Mapping, "整理的报告来自哪里", "where a transcribed report comes from", with(
			key("title", Text, "来源名称", "title", required),
			key("url", Text, "网址", "address"),
			key("retrieved", Date, "获取日期", "date of retrieval"))),
		key("notes", List, "整理者的说明，不代表机关", "the transcriber's remarks, never the agency's", with(
			key("cell", Text, "单元格", "cell", names(OfCell)),
			key("original", Text, "原文", "the original"),
			key("entered", Text, "录入的数", "what was entered"),
			key("reason", Text, "理由", "reason", required))),
		named(attachments(), "附件"),
	))
}

func named(k *Key, chinese string) *Key {
	k.Chinese = chinese
	return k
}

// figures declares a slot of the form's data and what is below it.
func figures(f *form.Form, s *form.Slot, needed bool) *Key {
	k := &Key{ID: s.ID, Chinese: s.Key, Title: diag.Text{ZH: s.Label, EN: s.Label}, Path: s.Path, Type: Mapping, Required: needed}
	if k.Chinese == k.ID {
		k.Chinese = ""
	}
	if c := s.Cell; c != nil {
		k.Type, k.Unit, k.Kind = Figure, c.Unit, string(c.Kind)
		k.Title = diag.Text{ZH: c.Label, EN: c.Label}
		if c.Kind == form.YesNo {
			k.Enum = []string{f.Answers.Yes, f.Answers.No}
		}
		return k
	}
	if s.List != nil {
		k.Type, k.Path, k.Keys = List, "", rows(s.List)
		return k
	}
	if s.Row {
		k.Type = Figures
	}
	for _, child := range s.Slots {
		k.Keys = append(k.Keys, figures(f, child, !child.Optional))
	}
	return k
}

// rows declares the rows that a report gives itself.
func rows(l *form.List) []*Key {
	return []*Key{
		key("code", Text, "代码", "code", required, also(l.Code.Key)),
		key("label", Text, "名称", "label", required, also(l.Label.Key)),
		key("unit", Text, "单位", "unit", also(l.Unit.Key)),
		{ID: "value", Chinese: l.Value.Key, Title: diag.Textf("数值", "value"), Type: Figure, Kind: string(form.Money), Required: true},
		key("indent", Integer, "缩进", "indentation", also(l.Indent.Key)),
		key("sum_of", Texts, "由这些行相加（代码）", "the codes of the rows that it sums", also(l.SumOf.Key))}
}
