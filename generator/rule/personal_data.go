package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/rule/privacy"
)

var personalData = &Rule{
	ID: "personal-data", Severity: diag.Error, Locked: true,
	Title:   diag.Textf("公开的内容里有个人信息", "personal data in what would be published"),
	What:    diag.Textf("正文、登记信息和数据部分里不应有身份证号码、手机号码；“卡号”“账号”旁的银行卡号给出警告。本机关登记的电话和统一社会信用代码除外。", "Text, register entry and front matter hold no identity-card and no mobile number; a bank card beside a word for an account is a warning. The agency's registered phone and credit codes may stand."),
	Why:     diag.Textf("涉及个人隐私的信息不得公开，公开后收不回来。", "Personal data must not be disclosed, and once out it cannot be taken back."),
	Example: "申请人张某（11010519491231002X）来信反映",
	Legal:   "《政府信息公开条例》第十五条",
	direct:  "PersonalData",
}

// PersonalData reports the personal numbers that were found in a content file.
func PersonalData(found []privacy.Located) []diag.Finding {
	var out []diag.Finding
	for _, p := range found {
		out = append(out, personalFinding(p))
	}
	return out
}

func personalFinding(p privacy.Located) diag.Finding {
	f := diag.Finding{Rule: personalData.ID, Span: p.Span, Actual: privacy.Masked(p.Number)}
	switch p.Kind {
	case privacy.Identity:
		f.Message = diag.Textf("有身份证号码 %s", "an identity-card number, %s", f.Actual)
		f.Hint = diag.Textf("个人信息不得公开，请删除，或改写为“某申请人”", "personal data must not be published; delete it, or write of an applicant")
	case privacy.Mobile:
		f.Message = diag.Textf("有手机号码 %s", "a mobile number, %s", f.Actual)
		f.Hint = diag.Textf("个人信息不得公开，请删除；如是本机关对外公布的电话，请填入登记信息的 phone", "personal data must not be published; delete it, or, where it is the agency's own, enter it as phone in the register entry")
	case privacy.Card:
		f.Severity = diag.Warning
		f.Message = diag.Textf("卡号或账号旁有银行卡号 %s", "a bank card beside a word for an account, %s", f.Actual)
		f.Hint = diag.Textf("如是个人的卡号，请删除", "delete it if it is a person's")
	}
	return f
}
