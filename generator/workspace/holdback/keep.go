package holdback

import (
	"path/filepath"
	"time"

	"gongkai/generator/output/edition"
	"gongkai/generator/workspace"
)

// Keep keeps what the reports of a site were made from, for a later build into the output folder that holds some of them
// back. texts were read in place of files, by path. A file that was changed after began, while the build went on, is left
// out: what is in it now need not be what was read.
func Keep(p *workspace.State, texts map[string][]byte, out string, began time.Time) error {
	files := edition.Sources{}
	for _, a := range p.Agencies {
		for _, r := range a.Reports {
			if text, ok := texts[r.File]; ok {
				files[r.File] = text
				continue
			}
			name := filepath.FromSlash(r.File)
			info, err := p.Root.Stat(name)
			if err != nil || !info.ModTime().Before(began) {
				continue
			}
			if files[r.File], err = p.Root.ReadFile(name); err != nil {
				return err
			}
		}
	}
	return edition.SaveSources(out, files)
}
