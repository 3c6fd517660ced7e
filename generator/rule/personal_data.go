package rule

import (
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/rule/privacy"
)

var personalData = &Rule{
	ID: "personal-data", Severity: diag.Error, Locked: true,
	Title:   diag.Textf("公开的内容里有个人信息", "personal data in what would be published"),
	What:    diag.Textf("读者能看到的内容里不应有身份证号码、手机号码：正文、登记信息、数据部分、配置、格式、文件名，以及附件和 static 里的文件（docx、xlsx、pptx、odt、ods、odp、csv、html、txt、pdf）的文字和属性；被加粗、链接、注释、换行或看不见的字符隔开的，用字符引用或其他数字写的，也算。“卡号”“账号”旁的银行卡号给出警告。本机关登记的电话和统一社会信用代码除外。", "What a reader can see holds no identity-card and no mobile number: text, register entry, front matter, configuration, forms, names of files, and the text and properties of attachments and files in static/ (docx, xlsx, pptx, odt, ods, odp, csv, html, txt, pdf); one that is split by bold type, a link, a comment, a line end or a character that is not seen, or written in character references or other digits, counts too. A bank card beside a word for an account is a warning. The agency's registered phone and credit codes are allowed."),
	Why:     diag.Textf("涉及个人隐私的信息不得公开，公开后收不回来。", "Personal data must not be disclosed, and once out it cannot be taken back."),
	Example: "申请人张某（11010519491231002X）来信反映",
	Legal:   "《中华人民共和国政府信息公开条例》第十五条",
	direct:  "PersonalData",
}

// PersonalDataInFile reports the personal numbers in a file of YAML that is the site's own, except for the
// mobile numbers that are public.
func PersonalDataInFile(file string, data []byte, public []string) []diag.Finding {
	found := slices.DeleteFunc(privacy.ScanYAML(data), func(p privacy.Located) bool { return p.Kind == privacy.Mobile && slices.Contains(public, p.Number) })
	out := PersonalData(found)
	for i := range out {
		out[i].File = file
	}
	return out
}

// PersonalDataInDocument reports the personal numbers that were found in a file published beside a page, or
// in static/, except for the mobile numbers that are public.
func PersonalDataInDocument(file, agency string, year int, found []privacy.Located, public []string) []diag.Finding {
	var out []diag.Finding
	for _, p := range found {
		if p.Kind == privacy.Mobile && slices.Contains(public, p.Number) {
			continue
		}
		f := personalFinding(p)
		f.File, f.Agency, f.Year = file, agency, year
		f.Message = diag.Textf("文件里%s", "in the file: %s", f.Message)
		if p.Kind == privacy.Mobile {
			f.Hint = diag.Textf("个人信息不得公开，请从文件里删除，文件属性里的也要删除；如是本机关对外公布的电话，请填入登记信息的 phone", "personal data must not be published; take it out of the file, and out of its properties, or, where it is the agency's own, enter it as phone in the register entry")
		} else if p.Kind == privacy.Identity {
			f.Hint = diag.Textf("个人信息不得公开，请从文件里删除，文件属性里的也要删除", "personal data must not be published; take it out of the file, and out of its properties")
		}
		out = append(out, f)
	}
	return out
}

// personalName reports the personal numbers in the name of a file, which is part of its address. A name that
// is nothing but digits does not count.
func personalName(name string) []diag.Finding {
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	if strings.Trim(name, "0123456789") == "" {
		return nil
	}
	var out []diag.Finding
	for _, h := range privacy.Scan([]byte(name)) {
		f := personalFinding(privacy.Located{Hit: h})
		f.Message = diag.Textf("文件名里%s", "in the file's name: %s", f.Message)
		f.Hint = diag.Textf("文件名是网址的一部分，请改名", "the name is part of an address; rename the file")
		out = append(out, f)
	}
	return out
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
