package report

import (
	"slices"

	"gongkai/generator/source"
)

// keys are a report's keys. Their Chinese names are words of the public contract, not of
// a form.
var keys = []source.Key{
	{ID: "form"}, {ID: "year", Chinese: "年度"}, {ID: "title", Chinese: "标题"}, {ID: "published", Chinese: "公布日期"}, {ID: "draft", Chinese: "草稿"},
	{ID: "scope"}, {ID: "includes"}, {ID: "excludes"}, {ID: "data", Chinese: "数据"},
	{ID: "waive"}, {ID: "revisions"}, {ID: "source"}, {ID: "notes"}, {ID: "attachments", Chinese: "附件"},
}

var aliases = source.Aliases(keys)

// Keys are the keys of a report's front matter.
func Keys() []source.Key { return slices.Clone(keys) }
