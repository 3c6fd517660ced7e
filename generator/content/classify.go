package content

import (
	"path"
	"slices"
	"strings"
)

// Classify says from a Markdown file's path what it is; nil if it is not content.
func Classify(name string, families []string) *File {
	parts := strings.Split(strings.TrimSuffix(name, ".md"), "/")[1:]
	it := &File{Path: name, Agency: AgencyOf(name)}
	switch {
	case len(parts) == 1 && parts[0] == "_index":
		it.Kind = HomePage
	case len(parts) == 2 && parts[1] == "_index":
		it.Kind = Entry
	case len(parts) == 2 && parts[1] == "guide":
		it.Kind, it.address = GuidePage, "guide"
	case len(parts) == 3 && parts[1] == "policies" && parts[2] != "_index":
		it.Kind, it.address = PolicyPage, parts[2]
	case len(parts) == 3 && slices.Contains(families, parts[1]):
		it.Kind, it.Family = ReportPage, parts[1]
	case len(parts) >= 3 && parts[1] == "catalog":
		it.Kind, it.address = CatalogPage, strings.Join(parts[2:], "/")
		if parts[len(parts)-1] == "_index" {
			it.Kind, it.address = CategoryPage, path.Join(parts[2:len(parts)-1]...)
		}
	default:
		return nil
	}
	return it
}

// AgencyOf is the agency in whose folder a content file lies.
func AgencyOf(name string) string {
	parts := strings.Split(name, "/")
	if len(parts) < 3 || parts[0] != "content" {
		return ""
	}
	return parts[1]
}
