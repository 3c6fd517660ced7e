package serve

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"gongkai/generator/editing/amend"
)

// contentDir is the folder below which files may be changed.
const contentDir = "content"

// maxFile is how large a file may be that is changed here.
const maxFile = 4 << 20

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
		return nil, nil, unread(file, err, none)
	}
	defer root.Close()
	info, err := root.Stat(filepath.FromSlash(name))
	if err != nil {
		return nil, nil, unread(file, err, none)
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		return nil, nil, none
	}
	f, err := root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, nil, unread(file, err, none)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err != nil {
		return nil, nil, unread(file, err, none)
	}
	if len(data) > maxFile {
		return nil, nil, none
	}
	report := e.Open(file, data)
	if report == nil {
		return nil, nil, none
	}
	return data, report, nil
}

// unread is why a report that is there cannot be read; none for any other error.
func unread(file string, err, none error) error {
	for _, why := range []error{fs.ErrPermission, syscall.EIO, syscall.EMFILE, syscall.ENFILE} {
		if errors.Is(err, why) {
			return &fs.PathError{Op: "open", Path: file, Err: why}
		}
	}
	return none
}

// edited opens the file that a page speaks of, which must be what it loaded.
func (s *Server) edited(r *http.Request, q *editRequest) ([]byte, *amend.File, error) {
	data, report, err := s.edits.load(s.dir, q.File)
	if err != nil {
		return nil, nil, err
	}
	if hash(data) != q.Hash {
		return nil, nil, s.conflict(r.Context(), q.File)
	}
	return data, report, nil
}

// editLoad tells a page what is in the report that it shows.
func (s *Server) editLoad(w http.ResponseWriter, r *http.Request) {
	out, err := func() (any, error) {
		v, _ := s.current()
		if v == nil || v.site == nil {
			return nil, refusal(http.StatusServiceUnavailable, "网站还没有生成", "there is no site yet")
		}
		name, _, err := v.find(r.URL.Query().Get("page"))
		file := ""
		if err == nil {
			file = v.site.Source(name)
		}
		data, report, err := s.edits.load(s.dir, file)
		if err != nil {
			return nil, err
		}
		return s.loaded(r.Context(), file, data, report)
	}()
	s.answer(w, out, err)
}

// state is a report as a page edits it.
type state struct {
	File     string    `json:"file"`
	Hash     string    `json:"hash"`
	Cells    []cell    `json:"cells"`
	Sections []section `json:"sections"`
	Keys     []key     `json:"keys"`
	Last     int       `json:"last,omitempty"`     // the year before, if there is a report of it
	Children []Agency  `json:"children,omitempty"` // that a total may add up
	// Published are the figures that were published last, where they are known.
	Published map[string]string `json:"published,omitempty"`
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

type key struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

type section struct {
	ID      string `json:"id"`
	Heading string `json:"heading"`
	Text    string `json:"text"`
}

// loaded reads a file for a page.
func (s *Server) loaded(ctx context.Context, file string, data []byte, report *amend.File) (*state, error) {
	s.edits.keep(file, data)
	if s.edits.Keep != nil {
		s.edits.Keep(file, data, false)
	}
	v, err := s.verdict(ctx, file, data, nil, nil, false)
	if err != nil {
		return nil, err
	}
	out := &state{File: file, Hash: hash(data), verdict: v, Cells: []cell{}, Sections: []section{}, Keys: []key{}}
	for _, c := range report.Cells() {
		out.Cells = append(out.Cells, cell{c.Path, c.Label, c.Key, c.Kind, c.Unit, c.Optional, c.Text, c.Valid})
	}
	for _, k := range report.Keys() {
		out.Keys = append(out.Keys, key{k.Name, k.Text})
	}
	for _, x := range report.Sections() {
		out.Sections = append(out.Sections, section{x.ID, x.Heading, x.Text})
	}
	if last := s.edits.last(report); last != nil {
		out.Last = last.Year
	}
	if s.edits.Published != nil {
		if published := s.edits.Published(file); published != nil {
			out.Published = figures(s.edits.Open(file, published))
		}
	}
	if s.edits.Children != nil {
		out.Children = s.edits.Children(report)
	}
	return out, nil
}

// figures are the cells of a report that hold a figure, by path.
func figures(report *amend.File) map[string]string {
	if report == nil {
		return nil
	}
	out := map[string]string{}
	for _, c := range report.Cells() {
		if c.Valid {
			out[c.Path] = c.Text
		}
	}
	return out
}
