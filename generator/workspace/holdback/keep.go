package holdback

import (
	"gongkai/generator/output/edition"
	"gongkai/generator/workspace"
)

// Keep keeps what the reports of a site were made from, for a later build into the output folder that holds some of them
// back. The site was read by workspace.ReadSources.
func Keep(p *workspace.State, out string) error {
	files := edition.Sources{} // without contents where a report was not read again
	for _, a := range p.Agencies {
		for _, r := range a.Reports {
			files[r.File] = r.Source
		}
	}
	return edition.SaveSources(out, files, p.LastManifest(), p.Source)
}
