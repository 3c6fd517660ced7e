package schema

import (
	"gongkai/generator/source/keys"
)

// Definition declares a form's definition, forms/*.yaml. One that extends another gives
// only what differs, so that nothing but the id is required of all.
func Definition() *keys.Key {
	named := func(more ...*keys.Key) []*keys.Key {
		return append([]*keys.Key{keys.New("id", keys.Text, "标识", "id"), keys.New("key", keys.Text, "中文键", "Chinese key"), keys.New("label", keys.Text, "表中的名称", "label as printed")}, more...)
	}
	value := []*keys.Key{
		keys.New("kind", keys.Choice, "数的种类：件数、带正负号、金额、小数、文字、是否", "kind of value", keys.OneOf("count", "signed", "money", "decimal", "text", "yesno")),
		keys.New("unit", keys.Text, "单位", "unit"), keys.New("optional", keys.Bool, "可以不填", "may be left out"), keys.New("default", keys.Text, "不填时印出的文字", "text where it is left out")}
	columns := keys.New("columns", keys.List, "列", "columns", keys.With(named(append(value, keys.New("span", keys.Integer, "占几列", "columns it spans"))...)...))
	nest(columns)
	rows := keys.New("rows", keys.List, "行", "rows", keys.With(named(append(value, keys.New("short", keys.Text, "提示里用的简称", "short name in messages"),
		keys.New("draft", keys.Text, "新报告里预填的数", "what a new report has here"), keys.New("extra", keys.Bool, "不属于法定格式的行", "a row that is not the form's own"),
		keys.New("rows_of", keys.Text, "换成这个集合的各行", "the rows of this set instead"))...)...))
	nest(rows)
	bodies := []*keys.Key{
		keys.New("kinds", keys.Texts, "机关类别", "kinds of agencies", keys.OneOf("government", "department", "outpost", "vertical", "authorized", "public_service")),
		keys.New("levels", keys.Texts, "层级", "levels", keys.OneOf("state", "province", "city", "county", "town"))}
	cell := func(id, zh, en string) *keys.Key { return keys.New(id, keys.Text, zh, en, keys.Names(keys.OfCell)) }
	cells := func(id, zh, en string, more ...func(*keys.Key)) *keys.Key {
		return keys.New(id, keys.Texts, zh, en, more...)
	}
	words := func(id, zh, en string) *keys.Key { return keys.New(id, keys.Texts, zh, en) }
	span := func(id, zh, en string, more ...func(*keys.Key)) *keys.Key {
		return keys.New(id, keys.Mapping, zh, en, append(more, keys.With(keys.New("from", keys.Year, "起始年度", "first year"), keys.New("to", keys.Year, "最后年度，不写为至今", "last year; open without it")))...)
	}
	root := keys.New("form", keys.Mapping, "报告格式的定义", "definition of a form", keys.With(
		keys.New("id", keys.Text, "格式的标识", "id of the form", keys.Required),
		keys.New("extends", keys.Text, "在这个格式上修改", "the form that this one changes", keys.Names(keys.OfForm)),
		keys.New("family", keys.Text, "类别，年报为 reports", "family; reports for annual reports"),
		keys.New("family_title", keys.Text, "这一类报告的总称", "what the family's reports are called together"),
		keys.New("title", keys.Text, "名称", "title"),
		keys.New("language", keys.Text, "表中文字的语言，如 zh-CN、en", "language of the form's words, such as zh-CN or en"),
		keys.New("report_title", keys.Text, "报告标题，可用 {name} 和 {year}", "title of a report, with {name} and {year}"),
		span("years", "可以使用的年度", "years in which it may be used"),
		span("default", "不必写明格式的年度", "years in which it need not be named"),
		keys.New("source", keys.Mapping, "依据的文件", "the document that fixed the form", keys.With(
			keys.New("title", keys.Text, "文件名称", "title"), keys.New("number", keys.Text, "文号", "number"), keys.New("date", keys.Date, "日期", "date"))),
		keys.New("free", keys.Bool, "各章标题照报告原样", "a report's own headings are its parts"),
		keys.New("answers", keys.Mapping, "是、否两个值印出的词", "words that are printed for yes and no", keys.With(
			keys.New("yes", keys.Text, "是", "yes"), keys.New("no", keys.Text, "否", "no"))),
		keys.New("english", keys.Free, "各行、各列名称的英文，供开放数据使用", "the labels of rows and columns in English, for the open data"),
		keys.New("row_sets", keys.Sets, "几张表共用的行", "rows that tables share", keys.With(rows.Keys...)),
		keys.New("tables", keys.List, "表格", "tables", keys.With(
			keys.New("id", keys.Text, "标识", "id"), keys.New("key", keys.Text, "中文键", "Chinese key"), keys.New("caption", keys.Text, "表名", "caption"),
			keys.New("corner", keys.Text, "左上角的文字", "sentence in the corner"), keys.New("row_header", keys.Text, "第一列的名称", "header of the first column"), keys.New("unit", keys.Text, "各数的单位", "unit of its figures"), keys.New("across", keys.Bool, "印成一行", "printed as one row"), keys.New("concept", keys.Text, "与其他格式可比的名目", "joins it to the same quantities of other forms"),
			keys.New("list", keys.Mapping, "各行由报告自己写", "the rows are each report's own", keys.With(
				listKey("code", "代码", "code"), listKey("label", "名称", "label"), listKey("unit", "单位", "unit"), listKey("value", "数值", "value"), listKey("cumulative", "历年累计，可以不填", "sum over all years, which may be left out"),
				listKey("indent", "缩进", "indentation"), listKey("sum_of", "相加的各行", "rows that it sums"),
				words("decimals", "可以带小数的单位", "units whose figures may have decimals"), keys.New("rule", keys.Text, "规则", "rule", keys.Names(keys.OfRule)))),
			keys.New("blocks", keys.List, "各自有列的部分", "parts with columns of their own", keys.With(
				keys.New("header", keys.Text, "部分的名称", "header"), keys.New("corner", keys.Text, "第一列的名称", "header of its first column"), columns, rows)),
			columns, rows)),
		keys.New("statements", keys.List, "由数据生成的句子", "sentences made from figures", keys.With(
			keys.New("id", keys.Text, "标识", "id"), keys.New("key", keys.Text, "中文键", "Chinese key"), keys.New("label", keys.Text, "名称", "label"),
			keys.New("section", keys.Text, "所在章节", "section that prints it"), keys.New("text", keys.Text, "句子，{标识} 处填数", "sentence with {id} for each figure"),
			keys.New("concept", keys.Text, "与其他格式可比的名目", "joins it to the same quantities of other forms"),
			keys.New("cells", keys.List, "其中的数", "its figures", keys.With(
				named(value...)...)))),
		keys.New("sections", keys.List, "章节", "sections", keys.With(
			keys.New("id", keys.Text, "标识", "id"), keys.New("heading", keys.Text, "标题", "heading"), words("aliases", "也认的标题", "headings also accepted"),
			keys.New("prose", keys.Choice, "是否必须有文字", "whether it must hold prose", keys.OneOf("required", "optional")), keys.New("prompt", keys.Text, "新报告里的提示", "prompt in a new report"),
			keys.New("table", keys.Text, "所含的表", "table it holds"), words("mentions", "开头提到本章的词", "words by which an opening names it"),
			keys.New("subjects", keys.List, "应当写到的内容", "what it is to speak of", keys.With(
				keys.New("name", keys.Text, "名称", "name"), keys.New("words", keys.Texts, "写到其中一个词即可", "any of these words"),
				keys.New("kinds", keys.Texts, "对哪些机关要求", "kinds of agencies it is asked of", keys.OneOf(bodies[0].Enum...)))))),
		keys.New("relations", keys.List, "勾稽关系", "relations between cells", keys.With(
			keys.New("rule", keys.Text, "规则", "rule", keys.Names(keys.OfRule)), keys.New("id", keys.Text, "标识", "id"),
			keys.New("severity", keys.Choice, "降为警告", "lowered to a warning", keys.OneOf("warning")),
			keys.New("kind", keys.Choice, "关系的种类", "kind of relation", keys.OneOf("sum", "balance", "carry", "stock", "at-most", "present-if", "aggregate")),
			words("cell", "单元格", "cell"), words("cells", "各单元格", "cells"), words("limit", "不超过哪些数之和", "what it is at most"), words("if", "哪些数有值时", "where these are above 0"),
			keys.New("table", keys.Text, "表", "table"), keys.New("each", keys.Choice, "逐行或逐列", "for each row or column", keys.OneOf("row", "column")),
			keys.New("parts_name", keys.Mapping, "各分项的统称", "what the parts are called", keys.With(keys.New("zh", keys.Text, "中文", "Chinese"), keys.New("en", keys.Text, "英文", "English"))),
			words("total", "合计", "total"), words("parts", "分项", "parts"), words("in", "进", "rows that come in"), words("out", "出", "rows that go out"),
			words("from", "上年的行", "row of last year"), words("to", "本年的行", "row of this year"), words("of", "只对这些行或列", "only these rows or columns"),
			words("stock", "存量的列", "column of the stock"), words("plus", "增加的列", "columns that add"), words("minus", "减少的列", "columns that subtract"))),
		keys.New("figures", keys.List, "年度页、历年对照和统计页的数", "figures of year pages, trends and statistics", keys.With(
			keys.New("label", keys.Text, "名称", "label"), keys.New("lead", keys.Bool, "印在报告的开头", "printed at the head of a report"), keys.New("share", keys.Text, "开头同时印出的比率", "ratio that is printed with it there"), cells("cells", "相加的单元格", "cells it adds up"), cells("minus", "从中减去的单元格", "cells taken off"),
			cells("of", "比率的分母", "what a ratio is a share of"), cells("of_minus", "从分母减去的单元格", "cells taken off that"), keys.New("about", keys.Text, "怎样算，比率必写", "what it is; every ratio says so"),
			keys.New("unit", keys.Text, "单位", "unit"), keys.New("group", keys.Text, "所属的一组分项，另成一表", "group of parts, a table of its own"), keys.New("chart", keys.Text, "画在哪一张图里", "chart that draws it"))),
		keys.New("narrative", keys.Free, "正文里说到表中数字的词语", "words by which prose speaks of figures"),
		keys.New("checks", keys.Mapping, "各项检查所用的单元格、期限和词语", "cells, deadlines and words that rules need", keys.With(
			words("title_words", "标题里应有其中之一", "a title holds one of them"),
			keys.New("year_ends", keys.Day, "年度的最后一天，默认 12-31", "last day of the year, 12-31 by default"),
			keys.New("deadlines", keys.List, "公布期限", "deadlines", keys.With(append(bodies, keys.New("by", keys.Day, "次年的月-日", "month and day of the next year"))...)),
			keys.New("rulemaking", keys.Mapping, "没有规章制定权的机关", "bodies that cannot make regulations", keys.With(
				cells("cells", "单元格", "cells"), keys.New("without", keys.List, "哪些机关", "which bodies", keys.With(bodies...)))),
			keys.New("fees", keys.Mapping, "收费情况的单元格", "cells of the handling fees", keys.With(
				cell("notices", "件数", "notices"), cell("charged", "通知金额", "charged"), cell("collected", "实收金额", "collected"), keys.New("step", keys.Integer, "金额是它的倍数", "amounts are multiples of it"))),
			keys.New("listed", keys.Mapping, "与目录核对的件数", "a stock that the catalog lists", keys.With(
				cell("cell", "单元格", "cell"), words("categories", "类目", "categories"), words("articles", "项", "articles"), words("marks", "文号里的字", "marks in a document number"),
				keys.New("valid", keys.Texts, "算作有效的", "validities that count"), words("doubtful", "可能有效的", "validities that may count"))),
			cells("jump", "一般不会大起大落的合计", "totals that seldom change by much"),
			keys.New("wording", keys.Mapping, "检查文字用的词", "vocabulary of the rules over prose", keys.With(
				words("instructions", "空白格式里的说明文字", "text of the blank form"), words("blanks", "模板空格后面的字", "what follows a blank"), words("units", "单位", "units"),
				words("counted", "数量前面的词", "words before a count"), words("results", "结果的动词", "verbs of a result"), words("subjects", "主语", "subjects"),
				words("apart", "说到不止一年的词", "words of more than one year"), words("carried", "含有上述词、但不算数的说法，如“上年结转”", "words that hold one of them and do not count, such as 上年结转"),
				words("planned", "说到以后年度要做什么的词", "words of what a later year is to bring"), words("leads", "年份前面的词", "words before the year of a result"), words("states", "说当年状况的词，如“仍存在”", "words that say how things were in the year, as 仍存在"),
				words("plans_of", "说到打算、或已经完成的词，有它就不是说状况", "words of a plan, or that it is done, of a sentence that says nothing of how things were"), words("denials", "否定的词", "words that deny"),
				words("denied", "可能没有的事物", "of which there may be none"), words("period_of", "期间名称前面的词", "words before the period's name"),
				words("figures", "不写期间名称也可给出期间的事物", "of which the period may be given without a name for it"), words("reports", "报告名称里年份后面的词", "with what a report's name goes on after the year"),
				words("report_ends", "报告名称的结尾", "with what a report's name ends"), words("itself", "报告称呼自己的句子里的词", "words of a sentence in which the report names itself"),
				words("done", "提到另一份已公布报告的词", "words of a sentence that names another report that was published"),
				words("last_year", "上一年的叫法，后面的括号里可以写年份", "names of the year before, after which brackets may give it"), words("released", "段首、报告公布日期前面的词", "before the day on which the report came out, at a paragraph's beginning"),
				words("ahead", "说下一年要做什么的词", "words of a sentence that says what the year after is to bring"), words("bodies", "年份前面的机关名称的结尾", "with what the name of a body before the year ends"), words("periods", "期间的名称", "names of the period"), words("debris", "转换留下的残字", "debris of a conversion"),
				words("parts", "报告各部分的叫法", "nouns for the parts"), words("partial", "列举未尽的词", "words after an open list"))))),
	))
	extending(root, map[*keys.Key]bool{})
	return root
}

// extending adds what a definition may say that extends another: of an item of a list,
// what becomes of the one that it inherits; of a list of words, which to add or remove.
func extending(k *keys.Key, seen map[*keys.Key]bool) {
	for _, c := range k.Keys {
		if seen[c] {
			continue
		}
		seen[c] = true
		if c.Type == keys.Texts {
			c.Type = keys.Words
			c.Keys = []*keys.Key{keys.New("add", keys.Texts, "增加的词", "words to add"), keys.New("remove", keys.Texts, "去掉的词", "words to take out")}
			continue
		}
		extending(c, seen)
		if c.Type == keys.List && c.Key("remove") == nil {
			c.Keys = append(c.Keys[:len(c.Keys):len(c.Keys)],
				keys.New("replace", keys.Bool, "整个换掉所继承的", "instead of what is inherited"), keys.New("remove", keys.Bool, "去掉所继承的", "take out what is inherited"),
				keys.New("after", keys.Text, "排在哪一项之后", "after this one"), keys.New("before", keys.Text, "排在哪一项之前", "before this one"))
			if last := c.Key(c.ID); last != nil && last.Type == keys.List {
				last.Keys = c.Keys
			}
		}
	}
}

// nest makes a list hold itself, as rows hold rows.
func nest(k *keys.Key) {
	self := &keys.Key{ID: k.ID, Type: keys.List, Title: k.Title}
	k.Keys = append(k.Keys, self)
	self.Keys = k.Keys
}

func listKey(id, zh, en string) *keys.Key {
	return keys.New(id, keys.Mapping, zh, en, keys.With(keys.New("key", keys.Text, "中文键", "Chinese key"), keys.New("label", keys.Text, "表中的名称", "label as printed"),
		keys.New("aliases", keys.Texts, "导入时认得的其他名称", "other names that an import knows")))
}
