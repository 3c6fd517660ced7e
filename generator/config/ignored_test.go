package config

import "testing"

func TestIgnored(t *testing.T) {
	for name, want := range map[string]bool{
		"report.md": false, "x.pdf": false, "#": false, "tmp": false, "bak.txt": false, "desktop.txt": false, "part": false,
		".git": true, "x~": true, "~$x.docx": true, "Thumbs.db": true, "ehthumbs.db": true, "Desktop.ini": true, "~WRL0001.tmp": true,
		"x.swp": true, "#x#": true, "x.bak": true, "x.TMP": true, "x.pdf.crdownload": true, "x.part": true,
	} {
		if got := Ignored(name); got != want {
			t.Errorf("%s: ignored %v, want %v", name, got, want)
		}
	}
}
