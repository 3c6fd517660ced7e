package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gongkai/generator/diag"
	"gongkai/generator/editing/amend"
	"gongkai/generator/editing/textedit"
)

// contentDir is the folder below which files may be changed.
const contentDir = "content"

// maxFile is how large a file may be that is changed here.
const maxFile = 4 << 20

var errChanged = textedit.ErrChanged

// load reads the file of a report. Nothing outside the content folder is read, by
// whatever path or link.
func (e *editing) load(dir, file string) ([]byte, *amend.File, error) {
	none := refusal(http.StatusNotFound, "这里没有可以编辑的报告", "there is no report here that can be changed")
	name, ok := strings.CutPrefix(file, contentDir+"/")
	if !ok || !fs.ValidPath(file) || filepath.IsAbs(filepath.FromSlash(name)) || strings.ContainsAny(file, `\:`) {
		return nil, nil, none
	}
	root, err := os.OpenRoot(filepath.Join(dir, contentDir))
	if err != nil {
		return nil, nil, none
	}
	defer root.Close()
	info, err := root.Stat(filepath.FromSlash(name))
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxFile {
		return nil, nil, none
	}
	f, err := root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, nil, none
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil || len(data) > maxFile {
		return nil, nil, none
	}
	report := e.Open(file, data)
	if report == nil {
		return nil, nil, none
	}
	return data, report, nil
}

// write puts contents into a file that still holds what it did.
func (e *editing) write(dir, file string, before, after []byte) error {
	root, err := os.OpenRoot(filepath.Join(dir, contentDir))
	if err != nil {
		return fmt.Errorf("save %s: %w", file, err)
	}
	defer root.Close()
	e.keep(file, before)
	e.keep(file, after)
	err = textedit.Replace(root, strings.TrimPrefix(file, contentDir+"/"), before, after)
	if errors.Is(err, textedit.ErrChanged) || errors.Is(err, fs.ErrNotExist) {
		return errChanged
	}
	if err != nil {
		return fmt.Errorf("save %s: %w", file, err)
	}
	return nil
}

// state is a report as a page edits it.
type state struct {
	File     string    `json:"file"`
	Hash     string    `json:"hash"`
	Cells    []cell    `json:"cells"`
	Sections []section `json:"sections"`
	*verdict
}

type cell struct {
	Path     string `json:"path"`
	Label    string `json:"label"`
	Key      string `json:"key"`
	Kind     string `json:"kind"`
	Unit     string `json:"unit,omitempty"`
	Optional bool   `json:"optional,omitempty"`
	Text     string `json:"text"`
	Valid    bool   `json:"valid"`
}

type section struct {
	ID      string `json:"id"`
	Heading string `json:"heading"`
	Text    string `json:"text"`
}

// verdict is what the rules say of a report.
type verdict struct {
	Findings json.RawMessage `json:"findings"` // on its file, as check prints them
	// Elsewhere are the findings on other files that there are not as the site is now.
	Elsewhere json.RawMessage     `json:"elsewhere"`
	Suggest   map[string][]string `json:"suggest"` // figures that would settle a finding, by cell
	Page      string              `json:"page,omitempty"`
}

// loaded reads a file for a page.
func (s *Server) loaded(ctx context.Context, file string, data []byte, report *amend.File) (*state, error) {
	s.edits.keep(file, data)
	v, err := s.verdict(ctx, file, data, nil, nil, false)
	if err != nil {
		return nil, err
	}
	out := &state{File: file, Hash: hash(data), verdict: v, Cells: []cell{}, Sections: []section{}}
	for _, c := range report.Cells() {
		out.Cells = append(out.Cells, cell{c.Path, c.Label, c.Key, c.Kind, c.Unit, c.Optional, c.Text, c.Valid})
	}
	for _, x := range report.Sections() {
		out.Sections = append(out.Sections, section{x.ID, x.Heading, x.Text})
	}
	return out, nil
}

// numberRule is the rule whose findings have a cell's text as what is there.
const numberRule = "bad-number"

// maxElsewhere is how many findings on other files a page is told.
const maxElsewhere = 20

// verdict asks the rules about contents of a file. typed are the cells that were just typed
// into; refused are what could not be put into the contents, which is told instead of the
// placeholders that are there.
func (s *Server) verdict(ctx context.Context, file string, contents []byte, typed map[string]string, refused []diag.Finding, page bool) (*verdict, error) {
	site, err := s.edits.Try(ctx, file, contents)
	if err != nil {
		return nil, err
	}
	lost := map[string]bool{}
	for _, f := range refused {
		for _, c := range f.Cells {
			lost[c] = true
		}
	}
	mine, others := slices.Clone(refused), []diag.Finding{}
	for _, f := range site.Findings().Of(file) {
		if f.Rule != everyCell || len(f.Cells) == 0 || slices.ContainsFunc(f.Cells, func(c string) bool { return !lost[c] }) {
			mine = append(mine, *f)
		}
	}
	shown, before := (*diag.List)(nil), map[string]bool{}
	if now, _ := s.current(); now != nil && now.site != nil {
		shown = now.all
		for f := range shown.Since(site.Findings()) {
			before[sameness(f)] = true
		}
	}
	for f := range site.Findings().Since(shown) {
		if f.File != file && !f.Waived && !before[sameness(f)] && len(others) < maxElsewhere {
			others = append(others, *f)
		}
	}
	mine, others = believe(mine, others, file, typed)
	v := &verdict{Suggest: map[string][]string{}}
	if report := s.edits.Open(file, contents); report != nil {
		v.Suggest = report.Suggestions(mine)
		for _, f := range refused {
			for _, c := range f.Cells {
				if x, ok := report.Read(c, f.Actual); ok && x.Value != "" && f.Rule == numberRule {
					v.Suggest[c] = []string{x.Value}
				}
			}
		}
	}
	if v.Findings, err = diag.MarshalFindings(mine, s.lang()); err != nil {
		return nil, err
	}
	if v.Elsewhere, err = diag.MarshalFindings(others, s.lang()); err != nil {
		return nil, err
	}
	if name := site.Page(file); page && name != "" {
		markup, err := site.Render(name)
		if err != nil {
			return nil, err
		}
		v.Page = string(markup)
	}
	return v, nil
}

// believe takes figures that were just typed for what was meant: it is the totals that are
// still to follow, so none of these figures is said to be the cause of what they lack.
func believe(mine, others []diag.Finding, file string, typed map[string]string) (m, o []diag.Finding) {
	doubted := map[diag.Cause]bool{}
	mine = slices.DeleteFunc(mine, func(f diag.Finding) bool {
		if f.Explains == 0 || !slices.ContainsFunc(f.Cells, func(c string) bool { _, ok := typed[c]; return ok }) {
			return false
		}
		doubted[diag.Cause{File: file, Cell: f.Cells[0]}] = true
		return true
	})
	for _, fs := range [][]diag.Finding{mine, others} {
		for i := range fs {
			if doubted[fs[i].Cause] {
				fs[i].Cause = diag.Cause{}
			}
		}
	}
	return mine, others
}

// sameness tells findings apart except for their places, which move.
func sameness(f *diag.Finding) string { return f.File + "\n" + f.Rule + "\n" + f.Message.EN }
