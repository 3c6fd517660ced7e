package output

import (
	"path"
	"strings"
)

// MediaType is the media type of a published file, by its extension. The
// machine's own table is not asked: it differs from machine to machine.
func MediaType(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm":
		return "text/html"
	case ".css":
		return "text/css"
	case ".js", ".mjs":
		return "text/javascript"
	case ".json", ".map":
		return "application/json"
	case ".jsonl":
		return "application/jsonl"
	case ".csv":
		return "text/csv"
	case ".txt", ".md":
		return "text/plain"
	case ".xml":
		// The feed is the one XML file with a type of its own, see feedName.
		if path.Base(name) == feedName {
			return "application/atom+xml"
		}
		return "application/xml"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".gif":
		return "image/gif"
	case ".webp":
		return "image/webp"
	case ".ico":
		return "image/vnd.microsoft.icon"
	case ".woff2":
		return "font/woff2"
	case ".pdf":
		return "application/pdf"
	case ".ofd":
		return "application/ofd"
	case ".zip":
		return "application/zip"
	case ".sqlite", ".db":
		return "application/vnd.sqlite3"
	case ".parquet":
		return "application/vnd.apache.parquet"
	case ".doc", ".wps":
		return "application/msword"
	case ".docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case ".xls", ".et":
		return "application/vnd.ms-excel"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ".ppt":
		return "application/vnd.ms-powerpoint"
	case ".pptx":
		return "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	case ".mp3":
		return "audio/mpeg"
	case ".mp4":
		return "video/mp4"
	}
	return "application/octet-stream"
}

const feedName = "feed.xml"
