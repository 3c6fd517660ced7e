package register

import (
	"gongkai/generator/source/keys"
)

// EntryKeys declares an agency's register entry, content/<agency>/_index.md.
func EntryKeys() *keys.Key {
	return keys.New("register", keys.Mapping, "机关的登记信息", "an agency's register entry", keys.With(
		keys.New("name", keys.Text, "机关全称", "full name", keys.Required),
		keys.New("short_name", keys.Text, "简称", "short name"),
		keys.New("credit_code", keys.Text, "统一社会信用代码，18 位", "unified social credit code, 18 characters"),
		keys.New("level", keys.Choice, "层级：国家、省、市、县、乡", "level: state, province, city, county or town", keys.OneOf("state", "province", "city", "county", "town")),
		keys.New("kind", keys.Choice, "类别：一级政府、部门、派出机关、垂直管理部门、授权组织、公共企事业单位", "kind: government, department, outpost, vertical department, authorised organisation or public service", keys.OneOf("government", "department", "outpost", "vertical", "authorized", "public_service")),
		keys.New("parent", keys.Text, "上级机关（文件夹名）", "the agency above it, by its folder", keys.Names(keys.OfAgency)),
		keys.New("order", keys.Integer, "排列次序", "place in lists"),
		keys.New("address", keys.Text, "地址", "address"),
		keys.New("postcode", keys.Text, "邮政编码", "postcode"),
		keys.New("hours", keys.Text, "办公时间", "office hours"),
		keys.New("phone", keys.Text, "电话", "telephone"),
		keys.New("fax", keys.Text, "传真", "fax"),
		keys.New("email", keys.Text, "电子邮箱", "e-mail"),
		keys.Request(),
		keys.New("since", keys.Year, "从哪个报告年度起", "first report year"),
		keys.New("until", keys.Year, "到哪个报告年度止", "last report year"),
		keys.New("former_names", keys.List, "曾用名", "former names", keys.With(
			keys.New("name", keys.Text, "曾用的全称", "the name", keys.Required),
			keys.New("until", keys.Year, "使用到哪个报告年度", "last report year that bears it", keys.Required))),
		keys.New("predecessors", keys.List, "并入的机关", "agencies merged into this one", keys.With(
			keys.New("agency", keys.Text, "机关（文件夹名）", "the agency, by its folder", keys.Names(keys.OfAgency), keys.Required),
			keys.New("year", keys.Year, "从哪个报告年度起并入", "first report year of the merger", keys.Required))),
		keys.New("aliases", keys.Texts, "以前的地址（文件夹名），旧网址会转到现在的页面", "former addresses (folder names), whose pages lead on to those of today"),
		keys.New("fictitious", keys.Bool, "虚构的机关：列出它的地方都在名称后注明", "an invented body, which is said after its name wherever it is listed"),
	))
}

// PageKeys declares a page of the guide, the policies or the catalog.
func PageKeys() *keys.Key {
	return keys.New("page", keys.Mapping, "指南、制度或主动公开的页面", "a page of the guide, the policies or the catalog", keys.With(
		keys.New("title", keys.Text, "标题", "title", keys.Required),
		keys.New("updated", keys.Date, "更新日期", "date of the last change"),
		keys.New("index_number", keys.Text, "索引号，全站唯一", "index number, unique in the site"),
		keys.New("doc_number", keys.Text, "文号", "document number"),
		keys.New("issuer", keys.Text, "发文机关", "issuing body"),
		keys.New("topic", keys.Text, "主题分类", "topic"),
		keys.New("article", keys.Text, "《条例》第二十条的哪一项", "item of article 20 of the Regulations"),
		keys.New("written", keys.Date, "成文日期", "date of the document"),
		keys.New("published", keys.Moment, "公布日期", "date of publication"),
		keys.New("validity", keys.Choice, "有效性", "validity", keys.OneOf("有效", "已修改", "废止", "失效")),
		keys.New("superseded_by", keys.Text, "被哪个文件取代", "page of the document that replaces it", keys.Names(keys.OfArticle)),
		keys.New("summary", keys.Text, "内容概述", "summary"),
		keys.New("url", keys.Text, "在另一个系统里的地址，代替正文", "address in another system, in place of a text"),
		keys.New("related", keys.Texts, "有关的页面，例如文件和它的解读；写在一页上，两页都列出", "related pages, such as a document and its explanation; named on one page, shown on both", keys.Names(keys.OfArticle)),
		keys.Attachments(""),
	))
}

// CategoryKeys declares the _index.md of a folder of the catalog.
func CategoryKeys() *keys.Key {
	return keys.New("category", keys.Mapping, "主动公开的类目", "a category of the catalog", keys.With(
		keys.New("title", keys.Text, "类目名称", "title", keys.Required),
		keys.New("none", keys.Bool, "本机关无此项", "the body has none of these"),
		keys.New("order", keys.Integer, "排列次序", "place among the categories"),
		keys.New("article", keys.Text, "《条例》第二十条的哪一项；没有 order 的依此排列", "item of article 20 of the Regulations, by which categories without an order are sorted"),
		keys.New("url", keys.Text, "在另一个系统里的地址", "address in another system"),
	))
}
