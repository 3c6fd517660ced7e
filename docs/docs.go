// Package docs holds the pages of the manual that are inside the program: those for whoever fills in, collects and publishes reports,
// with their pictures and the tables of contents.
package docs

import "embed"

// Files are these pages, by their paths in the folder.
//
//go:embed README.md desk.md edit.md clerk.md corrections.md import.md round.md images/desk.png images/edit.png
//go:embed zh/README.md zh/desk.md zh/edit.md zh/clerk.md zh/corrections.md zh/import.md zh/round.md
var Files embed.FS
