package config

import (
	"gongkai/generator/source/keys"
)

// Keys declares gongkai.yaml.
func Keys() *keys.Key {
	return keys.New("gongkai.yaml", keys.Mapping, "站点配置", "configuration of a site", keys.With(
		keys.New("format_version", keys.Number, "配置的版本，目前只有 1", "version of the configuration; there is only 1", keys.OneOf("1")),
		keys.New("site", keys.Mapping, "网站的情况", "the site", keys.Required, keys.With(
			keys.New("name", keys.Text, "网站的名称", "name of the site", keys.Required),
			keys.New("url", keys.Text, "网站的公开地址，连同路径，如 https://www.example.gov.cn/zwgk/", "public address with its path, such as https://www.example.gov.cn/zwgk/", keys.Required),
			keys.New("language", keys.Choice, "界面文字的语言", "language of the interface's labels", keys.OneOf("zh-CN", "en")),
			keys.New("official", keys.Bool, "本机关自己的政府网站；否则每一页标明“示例，非政府网站”", "the body's own site; otherwise every page says that it is not a government site"),
			keys.New("supervision", keys.Bool, "公布哪些报告缺少或迟发", "publish which reports are missing or late"),
			keys.New("id_code", keys.Text, "政府网站标识码：10 位数字，或 bm 加 8 位数字，要加引号", "identification code of a government site: 10 digits, or bm and 8 digits, in quotation marks"),
			keys.New("icp", keys.Text, "ICP 备案号", "number of the ICP filing"),
			keys.New("police", keys.Text, "公安备案号", "number of the public security filing"),
			keys.New("party_mark", keys.Mapping, "党政机关标识，以核发给本机关的为准", "the mark of party and government bodies, only as issued to the body", keys.With(
				keys.New("image", keys.Text, "图片，放在 static/ 下", "image, below static/", keys.Required),
				keys.New("url", keys.Text, "点击后打开的地址", "where the mark leads"))),
			keys.Request(),
			keys.New("error_report", keys.Text, "“我为政府网站找错”的地址", "address for reporting errors in government sites"),
			keys.New("sponsor", keys.Text, "由谁主办", "the body responsible"),
			keys.New("contact", keys.Text, "联系方式", "how to reach it"),
			keys.New("licence", keys.Text, "数据可以怎样使用", "how the data may be used"),
			keys.New("parent", keys.Mapping, "本站所属的门户网站，每一页都链接到它", "the portal that this site is a column of; every page links to it", keys.With(
				keys.New("name", keys.Text, "门户网站的名称", "name of the portal", keys.Required),
				keys.New("url", keys.Text, "门户网站的地址", "address of the portal", keys.Required))),
			keys.New("logo", keys.Text, "站名旁边的图片，放在 static/ 下", "image beside the site's name, below static/"),
			keys.New("nav", keys.List, "主导航里另加的栏目", "further channels in the main navigation", keys.With(
				keys.New("title", keys.Text, "栏目的名称", "name of the channel", keys.Required),
				keys.New("url", keys.Text, "栏目的地址", "address of the channel", keys.Required))),
			keys.New("accent", keys.Choice, "主色：蓝、红或绿，默认蓝", "the one colour: blue, red or green; blue by default", keys.OneOf("blue", "red", "green")))),
		keys.New("theme", keys.Text, "主题：themes 下的文件夹名", "the theme: name of a folder in themes"),
		keys.New("output", keys.Text, "网页写入的文件夹，默认 public", "folder to write to, public by default"),
		keys.New("outputs", keys.Texts, "网页以外发布什么，默认是 fragment 以外的全部", "what to publish beside the pages, all but fragment by default", keys.OneOf("json", "csv", "xlsx", "sqlite", "parquet", "search", "feed", "fragment")),
		keys.New("digests", keys.Texts, "manifest.json 和保存包里的摘要算法，默认 sha256；写上 sm3，则另附国密 SM3（GB/T 32905）", "digests in manifest.json and in packages for archives, sha256 by default; with sm3 there are those of SM3 (GB/T 32905) too", keys.OneOf("sha256", "sm3")),
		keys.New("rules", keys.Levels, "改变规则的级别", "severities of rules"),
		keys.New("rules_page", keys.Bool, "发布校验规则的页面", "publish a page on the rules"),
		keys.New("forms_page", keys.Bool, "发布报告格式的页面", "publish pages on the forms"),
	))
}
