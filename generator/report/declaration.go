package report

import (
	"gongkai/generator/source/keys"
)

// Keys declares the keys of every report. Their Chinese names are words of the public contract, not of a
// form, whose figures are below data.
func Keys() *keys.Key {
	return keys.New("report", keys.Mapping, "报告", "report", keys.With(
		keys.New("form", keys.Text, "报告格式，不写则由年度决定", "the form; without it the year decides", keys.Names(keys.OfForm)),
		keys.New("year", keys.Year, "年度，与文件名一致", "report year, the file's name", keys.Required, keys.Also("年度")),
		keys.New("title", keys.Text, "标题，不写则由机关名称和年度生成", "title; without it made from the agency's name and the year", keys.Also("标题")),
		keys.New("published", keys.Moment, "公布日期", "date of publication", keys.Also("公布日期")),
		keys.New("draft", keys.Bool, "草稿，不发布", "a draft is not published", keys.Also("草稿")),
		keys.New("scope", keys.Choice, "agency 为本机关，government 为本级政府汇总", "agency, or government for the total of an area", keys.OneOf("agency", "government")),
		keys.New("includes", keys.Texts, "汇总了哪些机关（文件夹名）；children 为全部下级机关", "agencies whose reports add up to this one; children for all whose parent it is", keys.Names(keys.OfAgency), keys.OrAll(allChildren)),
		keys.New("excludes", keys.List, "没有计入汇总的下级机关", "children that do not count into it", keys.With(
			keys.New("agency", keys.Text, "机关（文件夹名）", "the agency, by its folder", keys.Names(keys.OfAgency), keys.Required),
			keys.New("reason", keys.Text, "理由", "reason", keys.Required))),
		keys.New("data", keys.Mapping, "表中的数据", "the figures of the tables", keys.Also("数据")),
		keys.New("waive", keys.List, "允许保留的问题及理由，理由会公布", "findings that are waived, with a reason that is published", keys.With(
			keys.New("rule", keys.Text, "规则", "rule", keys.Names(keys.OfRule), keys.Required),
			keys.New("cell", keys.Text, "单元格", "cell", keys.Names(keys.OfCell)),
			keys.New("reason", keys.Text, "理由", "reason"))),
		keys.New("revisions", keys.List, "公布以后的更正，最新的写在最后", "the agency's changes after publication, newest last", keys.With(
			keys.New("date", keys.Date, "更正日期", "date", keys.Required),
			keys.New("note", keys.Text, "更正说明", "note", keys.Required),
			keys.New("cells", keys.List, "更正了哪些数", "the figures that changed", keys.With(
				keys.New("cell", keys.Text, "单元格", "cell", keys.Names(keys.OfCell), keys.Required),
				keys.New("from", keys.Text, "原来的数", "the figure before"),
				keys.New("to", keys.Text, "更正后的数", "the figure now"))))),
		keys.New("source", keys.Mapping, "整理的报告来自哪里", "where a transcribed report comes from", keys.With(
			keys.New("title", keys.Text, "来源名称", "title", keys.Required),
			keys.New("url", keys.Text, "网址", "address"),
			keys.New("retrieved", keys.Date, "获取日期", "date of retrieval"))),
		keys.New("notes", keys.List, "整理者的说明，不代表机关", "the transcriber's remarks, never the agency's", keys.With(
			keys.New("cell", keys.Text, "单元格", "cell", keys.Names(keys.OfCell)),
			keys.New("original", keys.Text, "原文", "the original"),
			keys.New("entered", keys.Text, "录入的数", "what was entered"),
			keys.New("reason", keys.Text, "理由", "reason", keys.Required))),
		keys.Attachments("附件"),
	))
}
