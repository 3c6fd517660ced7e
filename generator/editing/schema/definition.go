package schema

// Definition declares a form's definition, forms/*.yaml. One that extends another gives
// only what differs, so that nothing but the id is required of all.
func Definition() *Key {
	named := func(more ...*Key) []*Key {
		return append([]*Key{key("id", Text, "标识", "id"), key("key", Text, "中文键", "Chinese key"), key("label", Text, "表中的名称", "label as printed")}, more...)
	}
	value := []*Key{
		key("kind", Choice, "数的种类：件数、带正负号、金额、小数、文字、是否", "kind of value", oneOf("count", "signed", "money", "decimal", "text", "yesno")),
		key("unit", Text, "单位", "unit"), key("optional", Bool, "可以不填", "may be left out"), key("default", Text, "不填时印出的文字", "text where it is left out")}
	columns := key("columns", List, "列", "columns", with(named(append(value, key("span", Integer, "占几列", "columns it spans"))...)...))
	nest(columns)
	rows := key("rows", List, "行", "rows", with(named(append(value, key("short", Text, "提示里用的简称", "short name in messages"),
		key("draft", Text, "新报告里预填的数", "what a new report has here"), key("extra", Bool, "不属于法定格式的行", "a row that is not the form's own"),
		key("rows_of", Text, "换成这个集合的各行", "the rows of this set instead"))...)...))
	nest(rows)
	bodies := []*Key{
		key("kinds", Texts, "机关类别", "kinds of agencies", oneOf("government", "department", "outpost", "vertical", "authorized")),
		key("levels", Texts, "层级", "levels", oneOf("state", "province", "city", "county", "town"))}
	cell := func(id, zh, en string) *Key { return key(id, Text, zh, en, names(OfCell)) }
	cells := func(id, zh, en string, more ...func(*Key)) *Key {
		return key(id, Texts, zh, en, more...)
	}
	words := func(id, zh, en string) *Key { return key(id, Texts, zh, en) }
	span := func(id, zh, en string, more ...func(*Key)) *Key {
		return key(id, Mapping, zh, en, append(more, with(key("from", Year, "起始年度", "first year"), key("to", Year, "最后年度，不写为至今", "last year; open without it")))...)
	}
	root := key("form", Mapping, "报告格式的定义", "definition of a form", with(
		key("id", Text, "格式的标识", "id of the form", required),
		key("extends", Text, "在这个格式上修改", "the form that this one changes", names(OfForm)),
		key("family", Text, "系列，年报为 reports", "family; reports for annual reports"),
		key("family_title", Text, "系列的总称", "what the family's reports are called together"),
		key("title", Text, "名称", "title"),
		key("language", Text, "表中文字的语言，如 zh-CN、en", "language of the form's words, such as zh-CN or en"),
		key("report_title", Text, "报告标题，可用 {name} 和 {year}", "title of a report, with {name} and {year}"),
		span("years", "可以使用的年度", "years in which it may be used"),
		span("default", "不必写明格式的年度", "years in which it need not be named"),
		key("source", Mapping, "依据的文件", "the document that fixed the form", with(
			key("title", Text, "文件名称", "title"), key("number", Text, "文号", "number"), key("date", Date, "日期", "date"))),
		key("free", Bool, "各章标题照报告原样", "a report's own headings are its parts"),
		key("answers", Mapping, "是、否两个值印出的词", "words that are printed for yes and no", with(
			key("yes", Text, "是", "yes"), key("no", Text, "否", "no"))),
		key("row_sets", Sets, "几张表共用的行", "rows that tables share", with(rows.Keys...)),
		key("tables", List, "表格", "tables", with(
			key("id", Text, "标识", "id"), key("key", Text, "中文键", "Chinese key"), key("caption", Text, "表名", "caption"),
			key("corner", Text, "左上角的文字", "sentence in the corner"), key("row_header", Text, "第一列的名称", "header of the first column"), key("unit", Text, "各数的单位", "unit of its figures"), key("across", Bool, "印成一行", "printed as one row"), key("concept", Text, "与其他格式可比的名目", "joins it to the same quantities of other forms"),
			key("list", Mapping, "各行由报告自己写", "the rows are each report's own", with(
				listKey("code", "代码", "code"), listKey("label", "名称", "label"), listKey("unit", "单位", "unit"), listKey("value", "数值", "value"),
				listKey("indent", "缩进", "indentation"), listKey("sum_of", "相加的各行", "rows that it sums"),
				words("decimals", "可以带小数的单位", "units whose figures may have decimals"), key("rule", Text, "规则", "rule", names(OfRule)))),
			key("blocks", List, "各自有列的部分", "parts with columns of their own", with(
				key("header", Text, "部分的名称", "header"), key("corner", Text, "第一列的名称", "header of its first column"), columns, rows)),
			columns, rows)),
		key("statements", List, "由数据生成的句子", "sentences made from figures", with(
			key("id", Text, "标识", "id"), key("key", Text, "中文键", "Chinese key"), key("label", Text, "名称", "label"),
			key("section", Text, "所在章节", "section that prints it"), key("text", Text, "句子，{标识} 处填数", "sentence with {id} for each figure"),
			key("concept", Text, "与其他格式可比的名目", "joins it to the same quantities of other forms"),
			key("cells", List, "其中的数", "its figures", with(
				named(value...)...)))),
		key("sections", List, "章节", "sections", with(
			key("id", Text, "标识", "id"), key("heading", Text, "标题", "heading"), words("aliases", "也认的标题", "headings also accepted"),
			key("prose", Choice, "是否必须有文字", "whether it must hold prose", oneOf("required", "optional")), key("prompt", Text, "新报告里的提示", "prompt in a new report"),
			key("table", Text, "所含的表", "table it holds"), words("mentions", "开头提到本章的词", "words by which an opening names it"),
			key("subjects", List, "应当写到的内容", "what it is to speak of", with(
				key("name", Text, "名称", "name"), key("words", Texts, "写到其中一个词即可", "any of these words"),
				key("kinds", Texts, "对哪些机关要求", "kinds of agencies it is asked of", oneOf(bodies[0].Enum...)))))),
		key("relations", List, "勾稽关系", "relations between cells", with(
			key("rule", Text, "规则", "rule", names(OfRule)), key("id", Text, "标识", "id"),
			key("severity", Choice, "降为警告", "lowered to a warning", oneOf("warning")),
			key("kind", Choice, "关系的种类", "kind of relation", oneOf("sum", "balance", "carry", "stock", "at-most", "present-if", "aggregate")),
			words("cell", "单元格", "cell"), words("cells", "各单元格", "cells"), words("limit", "不超过哪些数之和", "what it is at most"), words("if", "哪些数有值时", "where these are above 0"),
			key("table", Text, "表", "table"), key("each", Choice, "逐行或逐列", "for each row or column", oneOf("row", "column")),
			key("parts_name", Mapping, "各分项的统称", "what the parts are called", with(key("zh", Text, "中文", "Chinese"), key("en", Text, "英文", "English"))),
			words("total", "合计", "total"), words("parts", "分项", "parts"), words("in", "进", "rows that come in"), words("out", "出", "rows that go out"),
			words("from", "上年的行", "row of last year"), words("to", "本年的行", "row of this year"), words("of", "只对这些行或列", "only these rows or columns"),
			words("stock", "存量的列", "column of the stock"), words("plus", "增加的列", "columns that add"), words("minus", "减少的列", "columns that subtract"))),
		key("figures", List, "年度页、历年对照和统计页的数", "figures of year pages, trends and statistics", with(
			key("label", Text, "名称", "label"), cells("cells", "相加的单元格", "cells it adds up"), cells("minus", "从中减去的单元格", "cells taken off"),
			cells("of", "比率的分母", "what a ratio is a share of"), cells("of_minus", "从分母减去的单元格", "cells taken off that"), key("about", Text, "怎样算，比率必写", "what it is; every ratio says so"),
			key("unit", Text, "单位", "unit"), key("group", Text, "所属的一组分项，另成一表", "group of parts, a table of its own"), key("chart", Text, "画在哪一张图里", "chart that draws it"))),
		key("narrative", Free, "正文里说到表中数字的词语", "words by which prose speaks of figures"),
		key("checks", Mapping, "各项检查所用的单元格、期限和词语", "cells, deadlines and words that rules need", with(
			words("title_words", "标题里应有其中之一", "a title holds one of them"),
			key("deadlines", List, "公布期限", "deadlines", with(append(bodies, key("by", Day, "次年的月-日", "month and day of the next year"))...)),
			key("rulemaking", Mapping, "没有规章制定权的机关", "bodies that cannot make regulations", with(
				cells("cells", "单元格", "cells"), key("without", List, "哪些机关", "which bodies", with(bodies...)))),
			key("fees", Mapping, "收费情况的单元格", "cells of the handling fees", with(
				cell("notices", "件数", "notices"), cell("charged", "通知金额", "charged"), cell("collected", "实收金额", "collected"), key("step", Integer, "金额是它的倍数", "amounts are multiples of it"))),
			key("listed", Mapping, "与目录核对的件数", "a stock that the catalog lists", with(
				cell("cell", "单元格", "cell"), words("categories", "类目", "categories"), words("articles", "项", "articles"), words("marks", "文号里的字", "marks in a document number"),
				key("valid", Texts, "算作有效的", "validities that count"), words("doubtful", "可能有效的", "validities that may count"))),
			cells("jump", "一般不会大起大落的合计", "totals that seldom change by much"),
			key("wording", Mapping, "检查文字用的词", "vocabulary of the rules over prose", with(
				words("instructions", "空白格式里的说明文字", "text of the blank form"), words("blanks", "模板空格后面的字", "what follows a blank"), words("units", "单位", "units"),
				words("counted", "数量前面的词", "words before a count"), words("results", "结果的动词", "verbs of a result"), words("subjects", "主语", "subjects"),
				words("apart", "说到不止一年的词", "words of more than one year"), words("periods", "期间的名称", "names of the period"), words("debris", "转换留下的残字", "debris of a conversion"),
				words("parts", "报告各部分的叫法", "nouns for the parts"), words("partial", "列举未尽的词", "words behind an open list"))))),
	))
	extending(root, map[*Key]bool{})
	return root
}

// extending adds what a definition may say that extends another: of an item of a list,
// what becomes of the one that it inherits; of a list of words, which to add or remove.
func extending(k *Key, seen map[*Key]bool) {
	for _, c := range k.Keys {
		if seen[c] {
			continue
		}
		seen[c] = true
		if c.Type == Texts {
			c.Type = Words
			c.Keys = []*Key{key("add", Texts, "增加的词", "words to add"), key("remove", Texts, "去掉的词", "words to take out")}
			continue
		}
		extending(c, seen)
		if c.Type == List && c.Key("remove") == nil {
			c.Keys = append(c.Keys[:len(c.Keys):len(c.Keys)],
				key("replace", Bool, "整个换掉所继承的", "instead of what is inherited"), key("remove", Bool, "去掉所继承的", "take out what is inherited"),
				key("after", Text, "排在哪一项之后", "behind this one"), key("before", Text, "排在哪一项之前", "before this one"))
			if last := c.Key(c.ID); last != nil && last.Type == List {
				last.Keys = c.Keys
			}
		}
	}
}

// nest makes a list hold itself, as rows hold rows.
func nest(k *Key) {
	self := &Key{ID: k.ID, Type: List, Title: k.Title}
	k.Keys = append(k.Keys, self)
	self.Keys = k.Keys
}

func listKey(id, zh, en string) *Key {
	return key(id, Mapping, zh, en, with(key("key", Text, "中文键", "Chinese key"), key("label", Text, "表中的名称", "label as printed")))
}
