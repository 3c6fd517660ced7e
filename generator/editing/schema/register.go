package schema

// Entry declares an agency's register entry, content/<agency>/_index.md.
func Entry() *Key {
	return key("register", Mapping, "机关的登记信息", "an agency's register entry", with(
		key("name", Text, "机关全称", "full name", required),
		key("short_name", Text, "简称", "short name"),
		key("credit_code", Text, "统一社会信用代码，18 位", "unified social credit code, 18 characters"),
		key("level", Choice, "层级：国家、省、市、县、乡", "level: state, province, city, county or town", oneOf("state", "province", "city", "county", "town")),
		key("kind", Choice, "类别：一级政府、部门、派出机关、垂直管理部门、授权组织", "kind: government, department, outpost, vertical department or authorised organisation", oneOf("government", "department", "outpost", "vertical", "authorized")),
		key("parent", Text, "上级机关（文件夹名）", "the agency above it, by its folder", names(OfAgency)),
		key("order", Integer, "排列次序", "place in lists"),
		key("address", Text, "地址", "address"),
		key("postcode", Text, "邮政编码", "postcode"),
		key("hours", Text, "办公时间", "office hours"),
		key("phone", Text, "电话", "telephone"),
		key("fax", Text, "传真", "fax"),
		key("email", Text, "电子邮箱", "e-mail"),
		key("since", Year, "从哪个报告年度起", "first report year"),
		key("until", Year, "到哪个报告年度止", "last report year"),
		key("former_names", List, "曾用名", "former names", with(
			key("name", Text, "曾用的全称", "the name", required),
			key("until", Year, "使用到哪个报告年度", "last report year that bears it", required))),
		key("predecessors", List, "并入的机关", "agencies merged into this one", with(
			key("agency", Text, "机关（文件夹名）", "the agency, by its folder", names(OfAgency), required),
			key("year", Year, "从哪个报告年度起并入", "first report year of the merger", required))),
	))
}

// Page declares a page of the guide, the policies or the catalog.
func Page() *Key {
	return key("page", Mapping, "指南、制度或主动公开的页面", "a page of the guide, the policies or the catalog", with(
		key("title", Text, "标题", "title", required),
		key("doc_number", Text, "文号", "document number"),
		key("issuer", Text, "发文机关", "issuing body"),
		key("topic", Text, "主题分类", "topic"),
		key("article", Text, "《条例》第二十条的哪一项", "item of article 20 of the Regulations"),
		key("summary", Text, "内容概述", "summary"),
		key("written", Date, "成文日期", "date of the document"),
		key("published", Moment, "公布日期", "date of publication"),
		key("updated", Date, "更新日期", "date of the last change"),
		key("index_number", Text, "索引号，全站唯一", "index number, unique in the site"),
		key("superseded_by", Text, "被哪个文件取代", "page of the document that replaces it", names(OfArticle)),
		key("validity", Choice, "有效性", "validity", oneOf("有效", "已修改", "废止", "失效")),
		attachments(),
	))
}

// Category declares the _index.md of a folder of the catalog.
func Category() *Key {
	return key("category", Mapping, "主动公开的类目", "a category of the catalog", with(
		key("title", Text, "类目名称", "title", required),
		key("none", Bool, "本机关无此项", "the body has none of these"),
	))
}

func attachments() *Key {
	return key("attachments", List, "附件", "attachments", with(
		key("file", Text, "文件，放在本页旁边", "file, beside the page", names(OfFile), required, also("文件")),
		key("title", Text, "标题", "title", also("标题"))))
}
