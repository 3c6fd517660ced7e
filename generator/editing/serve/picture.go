package serve

import (
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"

	"gongkai/generator/output"
)

// editPicture shows a picture that lies beside a report and is not published yet: the page of what is being typed has it already.
func (s *Server) editPicture(w http.ResponseWriter, r *http.Request) {
	none := refusal(http.StatusNotFound, "这里没有这张图片", "there is no such picture here")
	file, name := r.URL.Query().Get("file"), r.URL.Query().Get("name")
	if !output.Picture(strings.ToLower(path.Ext(name))) || name != path.Base(name) || strings.ContainsAny(name, `\:`) {
		s.answer(w, nil, none)
		return
	}
	if _, _, err := s.edits.load(s.dir, file); err != nil {
		s.answer(w, nil, err)
		return
	}
	root, err := os.OpenRoot(filepath.Join(s.dir, contentDir))
	if err != nil {
		s.answer(w, nil, err)
		return
	}
	defer root.Close()
	at := filepath.FromSlash(path.Join(path.Dir(strings.TrimPrefix(file, contentDir+"/")), name))
	if info, err := root.Stat(at); err != nil || !info.Mode().IsRegular() || info.Size() > maxAttachment {
		s.answer(w, nil, none)
		return
	}
	data, err := root.ReadFile(at)
	if err != nil || attachable(name, data) != nil {
		s.answer(w, nil, none)
		return
	}
	w.Header().Set("Content-Type", output.MediaType(name))
	w.Write(data) //nolint:errcheck // the browser has gone
}
