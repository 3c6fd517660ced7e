package rule

import "gongkai/generator/diag"

var personalData = &Rule{
	ID: "personal-data", Severity: diag.Error, Fixed: true,
	Title:   diag.Textf("公开的内容里有个人信息", "personal data in what would be published"),
	What:    diag.Textf("正文、登记信息和数据部分里不应有身份证号码、手机号码；“卡号”“账号”旁的银行卡号给出警告。本机关登记的电话和统一社会信用代码除外。", "Text, register entry and front matter hold no identity-card and no mobile number; a bank card beside a word for an account is a warning. The agency's registered phone and credit codes may stand."),
	Why:     diag.Textf("涉及个人隐私的信息不得公开，公开后收不回来。", "Personal data must not be disclosed, and once out it cannot be taken back."),
	Example: "申请人张某（11010519491231002X）来信反映",
	Legal:   "《政府信息公开条例》第十五条",
	FoundBy: "privacy.Scan",
}
