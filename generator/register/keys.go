package register

import "gongkai/generator/source"

// Keys are the keys of a register entry.
func Keys() []source.Key {
	return list("name", "short_name", "credit_code", "level", "kind", "parent", "order", "address", "postcode", "hours",
		"phone", "fax", "email", "since", "until", "former_names", "predecessors")
}

// PageKeys are the keys of a page of the other columns, or of a category of the catalog.
func PageKeys() []source.Key {
	return list("title", "none", "updated", "index_number", "doc_number", "issuer", "topic", "article", "written", "published",
		"validity", "superseded_by", "summary", "attachments")
}

func list(ids ...string) (out []source.Key) {
	for _, id := range ids {
		out = append(out, source.Key{ID: id})
	}
	return out
}
