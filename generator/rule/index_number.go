package rule

import (
	"gongkai/generator/diag"
	"gongkai/generator/register"
)

var indexNumber = &Rule{
	ID: "index-number", Severity: diag.Error,
	Title:   diag.Textf("索引号重复", "an index number is used twice"),
	What:    diag.Textf("索引号在整个站点里不能重复。", "An index number is unique in the site."),
	Why:     diag.Textf("索引号是信息的身份，重复就无法检索和归档。", "It identifies a document; one used twice cannot be found or archived."),
	Example: "index_number: 000014349/2024-00001   # 两个文件相同",
	direct:  "IndexNumbers",
}

// IndexNumbers finds the index numbers that are used twice among agencies, in whose order
// the first counts.
func IndexNumbers(agencies []*register.Agency) (out []diag.Finding) {
	first := map[string]string{}
	for _, a := range agencies {
		a.Catalog.Walk(func(c *register.Category) {
			for _, item := range c.Items {
				if item.IndexNumber == "" {
					continue
				}
				if file, ok := first[item.IndexNumber]; ok {
					out = append(out, diag.Finding{Rule: indexNumber.ID, File: item.File, Span: item.IndexNumberSpan, Agency: a.Slug, Actual: item.IndexNumber,
						Message: diag.Textf("索引号“%s”已用于 %s", "the index number %q is already used in %s", item.IndexNumber, file),
						Hint:    diag.Textf("请更正其中一个", "correct one of the two")})
					continue
				}
				first[item.IndexNumber] = item.File
			}
		})
	}
	return out
}
