package cli

import "testing"

// Reports that are exported together have files of their own.
func TestExportName(t *testing.T) {
	for file, want := range map[string]string{
		"content/zwfwj/reports/2024.md": "zwfwj-2024.docx",
		"content/zwfwj/mail/2024.md":    "zwfwj-mail-2024.docx",
	} {
		if got := exportName(file, "docx"); got != want {
			t.Errorf("%s: got %s, want %s", file, got, want)
		}
	}
}
