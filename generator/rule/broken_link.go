package rule

import "gongkai/generator/diag"

var brokenLink = &Rule{
	ID: "broken-link", Severity: diag.Error,
	Title:   diag.Textf("站内链接无法打开", "a link inside the site leads nowhere"),
	What:    diag.Textf("正文里的链接、图片、附件和 superseded_by 都要指向站点里存在的文件或标题。", "Links, images, attachments and superseded_by lead to a file or a heading that the site has."),
	Why:     diag.Textf("断链是政府网站检查的扣分项；附件缺失等于没有公开。", "Dead links count against a site in inspections, and a missing attachment is information not disclosed."),
	Example: "[附件](2023-fujian.pdf)",
	Legal:   "国办秘函〔2019〕19号",
	FoundBy: "site.Site.Check",
}
