package output

import (
	"path"
	"strings"
)

// FileType is what is published under an extension.
type FileType struct {
	Extension string // in small letters, with its dot
	Type      string // media type (RFC 2046)
}

// FileTypes lists the extensions that are known. The machine's own table is not asked: it
// differs from machine to machine.
func FileTypes() []FileType {
	return []FileType{
		{".html", "text/html"}, {".htm", "text/html"},
		{".css", "text/css"},
		{".js", "text/javascript"}, {".mjs", "text/javascript"},
		{".json", "application/json"}, {".map", "application/json"},
		{".jsonl", "application/jsonl"},
		{".csv", "text/csv"},
		{".txt", "text/plain"}, {".md", "text/plain"},
		{".xml", "application/xml"},
		{".svg", "image/svg+xml"},
		{".png", "image/png"},
		{".jpg", "image/jpeg"}, {".jpeg", "image/jpeg"},
		{".gif", "image/gif"},
		{".webp", "image/webp"},
		{".ico", "image/vnd.microsoft.icon"},
		{".woff2", "font/woff2"},
		{".pdf", "application/pdf"},
		{".ofd", "application/ofd"},
		{".zip", "application/zip"},
		{".gz", "application/gzip"},
		{".sqlite", "application/vnd.sqlite3"}, {".db", "application/vnd.sqlite3"},
		{".parquet", "application/vnd.apache.parquet"},
		{".warc", "application/warc"},
		{".wacz", "application/wacz"},
		{".doc", "application/msword"}, {".wps", "application/msword"},
		{".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{".xls", "application/vnd.ms-excel"}, {".et", "application/vnd.ms-excel"},
		{".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{".ppt", "application/vnd.ms-powerpoint"},
		{".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
		{".mp3", "audio/mpeg"},
		{".mp4", "video/mp4"},
	}
}

// The feed is the one XML file with a type of its own.
const (
	FeedName = "feed.xml"
	FeedType = "application/atom+xml"
)

// Picture reports whether the text of a page can show a picture with an extension, with its dot and in small letters: one of
// the formats that every browser shows and in which no script can be.
func Picture(extension string) bool {
	switch MediaType("x" + extension) {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return true
	}
	return false
}

// UnknownType is the media type of a file with another extension.
const UnknownType = "application/octet-stream"

var typeOf = func() map[string]string {
	m := map[string]string{}
	for _, t := range FileTypes() {
		m[t.Extension] = t.Type
	}
	return m
}()

// MediaType is the media type of a published file, by its extension.
func MediaType(name string) string {
	if path.Base(name) == FeedName {
		return FeedType
	}
	if t, ok := typeOf[strings.ToLower(path.Ext(name))]; ok {
		return t
	}
	return UnknownType
}

// ForeignPolicy is the Content-Security-Policy (CSP Level 3) of HTML, SVG and XML files that a site only carries: attachments and
// static files. They are shown, but no script in them runs, and not as part of the site.
const ForeignPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox"

// Active reports whether a browser may run scripts that are in a file of a media type.
func Active(mediaType string) bool {
	return mediaType == "text/html" || strings.HasSuffix(mediaType, "xml")
}
