package schema

// Config declares gongkai.yaml.
func Config() *Key {
	return key("gongkai.yaml", Mapping, "站点配置", "configuration of a site", with(
		key("format_version", Number, "配置的版本，目前只有 1", "version of the configuration; there is only 1", oneOf("1")),
		key("site", Mapping, "网站的情况", "the site", required, with(
			key("name", Text, "网站的名称", "name of the site", required),
			key("url", Text, "网站的公开地址，连同路径，如 https://www.example.gov.cn/zwgk/", "public address with its path, such as https://www.example.gov.cn/zwgk/", required),
			key("language", Choice, "界面文字的语言", "language of the interface's labels", oneOf("zh-CN", "en")),
			key("official", Bool, "本机关自己的政府网站；否则每一页标明“示例，非政府网站”", "the body's own site; otherwise every page says that it is not a government site"),
			key("supervision", Bool, "公布哪些报告缺少或迟发", "publish which reports are missing or late"),
			key("id_code", Text, "政府网站标识码：10 位数字，或 bm 加 8 位数字，要加引号", "identification code of a government site: 10 digits, or bm and 8 digits, in quotation marks"),
			key("icp", Text, "ICP 备案号", "number of the ICP filing"),
			key("police", Text, "公安备案号", "number of the public security filing"),
			key("party_mark", Mapping, "党政机关标识，以核发给本机关的为准", "the mark of party and government bodies, only as issued to the body", with(
				key("image", Text, "图片，放在 static/ 下", "image, below static/", required),
				key("url", Text, "点击后打开的地址", "where the mark leads"))),
			key("error_report", Text, "“我为政府网站找错”的地址", "address for reporting errors in government sites"),
			key("sponsor", Text, "由谁主办", "the body responsible"),
			key("contact", Text, "联系方式", "how to reach it"),
			key("licence", Text, "数据可以怎样使用", "how the data may be used"))),
		key("theme", Text, "主题：themes 下的文件夹名", "the theme: name of a folder in themes"),
		key("output", Text, "网页写入的文件夹，默认 public", "folder to write to, public by default"),
		key("outputs", Texts, "网页以外发布什么，默认全部", "what to publish beside the pages, all by default", oneOf("json", "csv", "xlsx", "sqlite", "search", "feed")),
		key("rules", Levels, "改变规则的级别", "severities of rules"),
		key("rules_page", Bool, "发布校验规则的页面", "publish a page on the rules"),
		key("forms_page", Bool, "发布报告格式的页面", "publish pages on the forms"),
	))
}
